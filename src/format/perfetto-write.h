/* A timeline as a Perfetto trace, for ui.perfetto.dev and whoever else reads TrackEvent packets.
 *
 * - The run is a process (pid 1), and so is each lane of kind process; a lane is a thread of it (tid: its id
 * + 1), a task a track of its process, a core a track of the group “Cores”.
 * - An interval is a slice: its name the statement's label where it runs, in a core's track the lane that
 * runs, else the state; its category the state; debug annotations: line, waits_for, core, as far as they are
 * known.
 * - Notes are nested slices of a track “notes” below their lane. Prints, expects and losses are instants.
 * - An arrow is a flow between two instants that carry its kind's name: viewers tie flows to events, and what
 * an arrow leaves is seldom where an interval begins.
 * - The two counters, and the shared things that count something, are counters of the run.
 *
 * Packets are in the order of time, in one sequence with interned names, their clock the trace's own. The
 * same timeline gives the same bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

/* A finished timeline; any thread. It needs no memory to speak of, whatever the length. FALSE: the stream
 * could not be written, or it was cancelled. */
bool gantry_timeline_write_perfetto (const GantryTimeline *timeline, GOutputStream *stream,
                                     GCancellable *cancellable, GError **error);
/* The same in memory. Newly allocated. */
GBytes *gantry_timeline_to_perfetto (const GantryTimeline *timeline);
