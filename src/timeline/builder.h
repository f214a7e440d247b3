/* Turns the collector's records into a timeline: a state machine for each lane.
 *
 * An application event opens a state; switch records, the kernel's or the task's own gaps, cut it into
 * running and ready. A wait whose end names its cause is split there: waiting until the cause, ready from it
 * until the task ran again. Shared steps, counters and arrows are put in order of time before they are
 * published.
 *
 * One builder for a timeline, used on one thread (the collector's).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"
#include "trace/collector.h"

typedef struct GantryBuilder GantryBuilder;

GantryBuilder *gantry_builder_new (GantryTimeline *timeline);
void gantry_builder_free (GantryBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryBuilder, gantry_builder_free)

/* What a collector is to be given; its user data is the builder. */
const GantrySink *gantry_builder_get_sink (void);

/* Ends the run at `now`: lanes without an end are closed there as `unended` says (killed, or daemon-killed
 * for daemons), everything held back is published, and the timeline is finished. `result` is copied; a
 * RUN_ENDED record, if one came, decides outcome and reason unless `override_outcome`. wall_ns is taken from
 * the records: the end of the run. */
void gantry_builder_finish (GantryBuilder *builder, int64_t now, const GantryRunResult *result,
                            bool override_outcome);

/* The outcome that a RUN_ENDED record told, GANTRY_RUN_UNFINISHED before one came. */
GantryRunOutcome gantry_builder_get_told_outcome (const GantryBuilder *builder);
