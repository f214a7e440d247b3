/* What must be true of a run's results, whatever was done to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* What is wrong with the text that --stats=json printed, or NULL; newly allocated. */
char *judge_stats (const char *json);
/* What the run's outcome is, by the same text; and how many of its lanes ended as `outcome`. */
char *judge_outcome (const char *json);
guint judge_count_lanes (const char *json, const char *outcome);
/* What is wrong with messages on standard error, or NULL; newly allocated. */
char *judge_messages (const char *text, bool is_needed);
/* What is wrong with a trace file, by `gantry-cli stats`, or NULL; newly allocated. `may_be_cut`: its writer
 * was killed, so it may be one that only tells plainly why it cannot be read. */
char *judge_trace (const char *path, bool may_be_cut);
/* Files in the folder that are not in the list of names, as one text, or NULL; newly allocated. */
char *judge_leftovers (const char *folder, const char *const *expected);
