/* Appended to while the run goes on; the whole file replaces it at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/recording.h"

#include "format/file-stream.h"
#include "format/gantry-write.h"
#include "format/replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

struct GantryRecording {
  char *path;
  char *growing; /* the file that grows: `path`, or beside it */
  int descriptor;
  GantryTimeline *timeline;
  GantryTraceWriter *writer;
  int64_t until; /* recorded up to here */
  bool has_failed;
  bool is_replaced; /* by the whole */
};

GantryRecording *
gantry_recording_start (GantryTimeline *timeline, const char *path, GError **error)
{
  g_autofree char *target = gantry_replace_file_follow(path, error);
  GStatBuf status;
  if (!target)
    return NULL;
  bool is_there = g_stat(target, &status) == 0;
  g_autofree char *growing = is_there ? g_strconcat(target, ".unfinished", NULL) : g_strdup(target);
  g_unlink(growing);
  /* Nobody may read it who may not read what it is to replace. */
  int descriptor = g_open(growing, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
                          is_there ? (int)(status.st_mode & 0666) : 0666);
  if (descriptor < 0) {
    gantry_set_file_error(error, errno);
    return NULL;
  }
  g_autoptr(GOutputStream) stream = gantry_file_stream_new(descriptor);
  g_autoptr(GOutputStream) buffered = g_buffered_output_stream_new_sized(stream, 1 << 18);
  GantryRecording *recording = g_new0(GantryRecording, 1);
  recording->path = g_steal_pointer(&target);
  recording->growing = g_steal_pointer(&growing);
  recording->descriptor = descriptor;
  recording->timeline = gantry_timeline_ref(timeline);
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
  /* A file in which there is nothing helps nobody. */
  if (recording->has_failed && recording->until == 0 && !recording->is_replaced)
    g_unlink(recording->growing);
  close(recording->descriptor);
  gantry_timeline_unref(recording->timeline);
  g_free(recording->growing);
  g_free(recording);
}

void
gantry_recording_step (GantryRecording *recording)
{
  int64_t now = gantry_timeline_get_now(recording->timeline);
  if (!recording->has_failed)
    recording->has_failed = !gantry_trace_writer_step(recording->writer, NULL);
  if (!recording->has_failed)
    recording->until = now;
}

bool
gantry_recording_finish (GantryRecording *recording)
{
  recording->has_failed = recording->has_failed || !gantry_trace_writer_finish(recording->writer, NULL);
  if (recording->has_failed)
    return false;
  recording->until = gantry_timeline_get_now(recording->timeline);
  return fsync(recording->descriptor) == 0 && (g_str_equal(recording->growing, recording->path) ||
                                               rename(recording->growing, recording->path) == 0);
}

const char *
gantry_recording_find_rest (const GantryRecording *recording, int64_t *until)
{
  *until = recording->until;
  return recording->until > 0 ? recording->growing : NULL;
}

void
gantry_recording_remove_unfinished (GantryRecording *recording)
{
  recording->is_replaced = true;
  if (!g_str_equal(recording->growing, recording->path))
    g_unlink(recording->growing);
}
