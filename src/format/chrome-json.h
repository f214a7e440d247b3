/* A timeline in the Chrome trace event format, which Perfetto's UI and chrome://tracing open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

/* otherData's "recorder". */
#define GANTRY_CHROME_RECORDER "gantry"

/* Newly allocated text, UTF-8: the format's object form, an event a line. Any thread; a finished timeline.
 * The same timeline gives the same bytes.
 *
 * The run is one process (pid 1), and so is each lane of kind process, under its own pid, with the lanes that
 * live in it; a lane is a thread, its tid the lane's id + 1; the cores are threads of the run behind them.
 * otherData stands in front and says by whom it was recorded, so that a reader knows what the rest means.
 * After the names (M; a thread's tells its lane's kind and outcome, too, and whether it is uncounted) come
 * all events in the order of time; at one moment what ends is before what begins. ts and dur are microseconds
 * with three decimals, so no nanosecond is lost in the text; a dur has more of them where a reader that adds
 * it to its ts, as doubles, would come to another end than where the next interval begins.
 *
 * - X is an interval. Its name: the statement's label where it runs, in a core's lane the lane that runs,
 * else the state; cat: the state; args: line, waits_for, core, as far as they are known.
 * - b and e are a note's span, nested; the id is the tid.
 * - i is a print, an expect, or events that were lost.
 * - C is one of the two counters, or the value of a shared thing that has one, with the thing's kind for its
 * cat; uses: how often it was taken since the value before. otherData's things tell its other figures.
 * - s and f are an arrow, its name says of which kind. One that leaves a lane after its end (what a task held
 * is given back behind it) leaves it at its end; one of a lane without intervals is left out. */
char *gantry_timeline_to_chrome_json (const GantryTimeline *timeline);
/* The same into a stream. FALSE: it could not be written. */
bool gantry_timeline_write_chrome_json (const GantryTimeline *timeline, GOutputStream *stream,
                                        GError **error);
