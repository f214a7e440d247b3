/* A timeline as a `.gantry` file: at once, or bit by bit while the run goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gio/gio.h>

typedef struct GantryTraceWriter GantryTraceWriter;

/* Begins a file in a stream. Both are kept by reference. Any thread, but one at a time; the timeline's
 * builder may go on meanwhile. */
GantryTraceWriter *gantry_trace_writer_new (GantryTimeline *timeline, GOutputStream *stream);
void gantry_trace_writer_free (GantryTraceWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryTraceWriter, gantry_trace_writer_free)
/* Appends what is new since the last time. What the stream has got by then can be read again. FALSE, with the
 * stream's error, where it could not be written: then the file ends with the last whole chunk. */
bool gantry_trace_writer_step (GantryTraceWriter *writer, GError **error);
/* The rest of a finished timeline, and the word that the file is whole. */
bool gantry_trace_writer_finish (GantryTraceWriter *writer, GError **error);

/* FALSE: it lasts longer than a file can say, and whoever opened it again would miss what lies beyond. Any
 * thread. */
bool gantry_trace_can_be_written (const GantryTimeline *timeline, GError **error);
/* A finished timeline as a whole file: the same timeline gives the same bytes. Any thread. */
bool gantry_trace_write (GantryTimeline *timeline, GOutputStream *stream, GError **error);
GBytes *gantry_trace_to_bytes (GantryTimeline *timeline);
/* The same under a name: whole, or not at all (written beside it, synced, renamed). */
bool gantry_trace_save (GantryTimeline *timeline, const char *path, GError **error);
