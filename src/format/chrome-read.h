/* Reads the Chrome trace event format, as Chromium, compilers, build tools, runtimes and profilers write it.
 *
 * The array form and the object form; both may lack their ends. Events may come in any order. What they
 * become:
 *
 * - B and E, X: nested slices of their thread; an E that tells a name ends the slice of that name. b, n, e
 * and the older S, T, p, F (those have an id): slices of their own lanes, one below the other where they
 * overlap, named after the outermost.
 * - i, I, R: marks. C: a shared variable for each number of its arguments.
 * - s, t, f: arrows, by category, name and id; an f ends at the next slice, with bp: e within one. As well
 * bind_id with flow_in and flow_out on slices.
 * - M: names, orders and labels of processes and threads, the number of processors.
 * - T without an id: the state that a thread is in, by its name ("Running", "Runnable", "Sleeping",
 * "Uninterruptible Sleep", the kernel's letters, or this program's own words), from ts for dur; args: cpu and
 * io_wait. This is how Perfetto reads thread states from this format.
 *
 * Times are decimal microseconds, taken to the nanosecond without rounding on the way. Everything else (O, N,
 * D, P, v, V, c …) is counted as skipped. What gantry_timeline_to_chrome_json() writes comes back with its
 * lanes' states, processors, marks, notes, arrows and figures; what a lane waited for and the lines of the
 * scenario are not told by the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

/* `title` of the timeline, copied; `reading` and `report` are nullable. A finished timeline, owned by the
 * caller, or NULL with an error of GANTRY_READING_ERROR or G_IO_ERROR_CANCELLED. Where the file ends too
 * early or cannot be understood from some byte on, the rest is left out and `report` says so. Any thread. */
GantryTimeline *gantry_chrome_read (GInputStream *stream, const char *title, const GantryReading *reading,
                                    GantryReport *report, GError **error);
