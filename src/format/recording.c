/* Appended to while the run goes on; the whole file replaces it at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/recording.h"

#include "format/gantry-write.h"

#include <glib/gstdio.h>

struct GantryRecording {
  char *path;
  char *growing; /* the file that grows: `path`, or beside it */
  GantryTraceWriter *writer;
  bool has_failed;
};

GantryRecording *
gantry_recording_start (GantryTimeline *timeline, const char *path, GError **error)
{
  g_autofree char *growing =
      g_file_test(path, G_FILE_TEST_EXISTS) ? g_strconcat(path, ".unfinished", NULL) : g_strdup(path);
  g_autoptr(GFile) file = g_file_new_for_path(growing);
  g_unlink(growing);
  g_autoptr(GFileOutputStream) stream = g_file_create(file, G_FILE_CREATE_NONE, NULL, error);
  if (!stream)
    return NULL;
  g_autoptr(GOutputStream) buffered = g_buffered_output_stream_new_sized(G_OUTPUT_STREAM(stream), 1 << 18);
  GantryRecording *recording = g_new0(GantryRecording, 1);
  recording->path = g_strdup(path);
  recording->growing = g_steal_pointer(&growing);
  recording->writer = gantry_trace_writer_new(timeline, buffered);
  return recording;
}

void
gantry_recording_free (GantryRecording *recording)
{
  if (!recording)
    return;
  gantry_trace_writer_free(recording->writer);
  g_free(recording->path);
  g_free(recording->growing);
  g_free(recording);
}

void
gantry_recording_step (GantryRecording *recording)
{
  if (!recording->has_failed)
    recording->has_failed = !gantry_trace_writer_step(recording->writer, NULL);
}

void
gantry_recording_remove_unfinished (GantryRecording *recording)
{
  if (!g_str_equal(recording->growing, recording->path))
    g_unlink(recording->growing);
}
