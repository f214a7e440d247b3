/* A timeline as a table of its intervals, for spreadsheets and scripts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

/* Newly allocated text, UTF-8: a row of the columns' names, then a row for each interval, lane by lane in the
 * order of their creation, the cores' lanes last. Any thread; of a run that goes on, as far as it is known.
 * The same timeline gives the same bytes.
 *
 * The columns: lane_id (of a core its number), lane, kind, parent, state, start_ns, end_ns, duration_ns,
 * line, object (what is waited for; in a core's lane the lane that runs) and core. States and kinds are the
 * contract's words, times are whole nanoseconds since the run's start. What is not known is empty.
 *
 * Fields are quoted as RFC 4180 has it, and are no formulas (escape.h); rows end in a line feed alone, which
 * spreadsheets read as well and other tools read better. */
char *gantry_timeline_to_csv (const GantryTimeline *timeline);
/* The same into a stream. FALSE: it could not be written. */
bool gantry_timeline_write_csv (const GantryTimeline *timeline, GOutputStream *stream, GError **error);
