/* Which reader a file is for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/trace-file.h"

#include "format/gantry-layout.h"
#include "format/gantry-read.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough to tell each format, whatever stands before its first word. */
#define LOOKED_AT 4096

typedef enum {
  KIND_UNKNOWN,
  KIND_EMPTY,
  KIND_GANTRY,
} Kind;

static Kind
kind_of (const char *start, gsize length)
{
  if (length == 0)
    return KIND_EMPTY;
  if (length >= 8 && memcmp(start, GANTRY_FILE_MAGIC, 8) == 0)
    return KIND_GANTRY;
  return KIND_UNKNOWN;
}

/* The first bytes of a stream, which stay in it. */
static const char *
peek (GBufferedInputStream *stream, gsize *length, GError **error)
{
  while (g_buffered_input_stream_get_available(stream) < LOOKED_AT) {
    gssize n_read = g_buffered_input_stream_fill(stream, -1, NULL, error);
    if (n_read < 0)
      return NULL;
    if (n_read == 0)
      break;
  }
  return g_buffered_input_stream_peek_buffer(stream, length);
}

static GBufferedInputStream *
open_stream (const char *path, GError **error)
{
  int descriptor = g_open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    int code = descriptor < 0 ? errno : EISDIR;
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
    if (descriptor >= 0)
      close(descriptor);
    return NULL;
  }
  g_autoptr(GInputStream) plain = g_unix_input_stream_new(descriptor, TRUE);
  return G_BUFFERED_INPUT_STREAM(g_buffered_input_stream_new_sized(plain, LOOKED_AT * 2));
}

static GantryTimeline *
read_mapped (const char *path, const GantryReading *reading, GantryReport *report, GError **error)
{
  g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, error);
  if (!map)
    return NULL;
  g_autoptr(GBytes) bytes = g_mapped_file_get_bytes(map);
  return gantry_trace_read(bytes, reading, report, error);
}

GantryTimeline *
gantry_trace_file_read (const char *path, const GantryReading *reading, GantryReport *report, GError **error)
{
  gsize length;
  g_autoptr(GBufferedInputStream) stream = open_stream(path, error);
  const char *start = stream ? peek(stream, &length, error) : NULL;
  if (!start)
    return NULL;
  switch (kind_of(start, length)) {
  case KIND_GANTRY:
    return read_mapped(path, reading, report, error);
  case KIND_EMPTY:
    g_set_error_literal(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT, _("the file is empty"));
    return NULL;
  default:
    g_set_error_literal(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT,
                        _("this is no trace that Gantry knows; it reads .gantry, Chrome trace event JSON, "
                          "Perfetto traces, and pictures that carry their trace"));
    return NULL;
  }
}

bool
gantry_trace_file_is_trace (const char *path)
{
  gsize length;
  g_autoptr(GBufferedInputStream) stream = open_stream(path, NULL);
  const char *start = stream ? peek(stream, &length, NULL) : NULL;
  return start && kind_of(start, length) > KIND_EMPTY;
}
