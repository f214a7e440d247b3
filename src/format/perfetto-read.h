/* Perfetto's protobuf traces, in.
 *
 * Understood are TrackEvent packets (slices, instants, counters, flows, states, those of Chrome's older
 * kinds; interned names, defaults, clocks and lost packets of a sequence), the descriptors of tracks,
 * processes and threads, process trees, and of the kernel's events the switches and wakings, plain and
 * compact. Tracks of one name under one parent share rows, unless their descriptor says something else.
 * Packets may be compressed (deflate). Everything else is counted as skipped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

/* A finished timeline, owned by the caller; `title` is that of a trace that tells none of itself. What a
 * trace of gantry_timeline_write_perfetto() says of its lanes comes back as it was: kinds, parents, states,
 * notes, marks, losses, arrows, shared things' values. `reading` is nullable; `report` is filled also where
 * an error is returned. NULL: nothing could be read, the stream failed, or it was cancelled. Any thread. */
GantryTimeline *gantry_perfetto_read (GInputStream *stream, const char *title, const GantryReading *reading,
                                      GantryReport *report, GError **error);
