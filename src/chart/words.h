/* The chart's words: translated, for the middle of a sentence or a caption.
 *
 * All strings are static. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/segment.h"

/* The legend's entry for a deadlock's arrows. */
const char *gantry_deadlock_legend_label (void);
/* And for the critical path. */
const char *gantry_path_legend_label (void);
/* "queue", "reader–writer lock", "shared variable". */
const char *gantry_thing_words (GantryThingKind kind);
/* "failed", "killed", "killed as a daemon"; "" while it lives. */
const char *gantry_outcome_words (GantryOutcome outcome);
/* "ended in a deadlock", "stopped"; "" for a run that ended well or has not ended. */
const char *gantry_run_outcome_words (GantryRunOutcome outcome);
/* "Threads", "Tasks on an event loop" for a model's id; the id itself if it is unknown. */
const char *gantry_model_words (const char *model);
/* Who measured: "processor times from the kernel". */
const char *gantry_on_cpu_from_words (GantryOnCpuFrom from);
/* "%u threads", "%u processes" or "%u tasks" as the model ("threads", …) has them. Newly allocated. */
char *gantry_count_words (const char *model, unsigned count);
