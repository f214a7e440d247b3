/* Which reader a file is for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/trace-file.h"

#include "format/chrome-read.h"
#include "format/embedded.h"
#include "format/file-stream.h"
#include "format/gantry-layout.h"
#include "format/gantry-read.h"
#include "format/mapped-file.h"
#include "format/perfetto-read.h"
#include "format/reading-room.h"
#include "timeline/columns.h"

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
  KIND_JSON,
  KIND_PERFETTO,
  KIND_PICTURE,
  KIND_PACKED,
} Kind;

/* No text has such bytes; a Perfetto trace, whose first byte could be a line's end, has them at once. */
static bool
has_control_bytes (const char *start, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((unsigned char)start[i] < '\t')
      return true;
  return false;
}

static bool
begins_as_json (const char *start, gsize length)
{
  gsize i = length >= 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (i < length && g_ascii_isspace(start[i]))
    i++;
  return i < length && (start[i] == '{' || start[i] == '[');
}

static Kind
kind_of (const char *start, gsize length)
{
  if (length == 0)
    return KIND_EMPTY;
  if (length >= 8 && memcmp(start, GANTRY_FILE_MAGIC, 8) == 0)
    return KIND_GANTRY;
  if (length >= 2 && memcmp(start, "\x1f\x8b", 2) == 0)
    return KIND_PACKED;
  if (gantry_embed_is_picture(start, length))
    return KIND_PICTURE;
  if (start[0] == '\n' && has_control_bytes(start, length))
    return KIND_PERFETTO;
  return begins_as_json(start, length) ? KIND_JSON : KIND_UNKNOWN;
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

/* `*descriptor`: the stream's, if it is a plain file; else -1. */
static GBufferedInputStream *
open_stream (const char *path, int *descriptor, GError **error)
{
  int opened = g_open(path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (opened < 0 || fstat(opened, &status) != 0 || S_ISDIR(status.st_mode)) {
    int code = opened < 0 ? errno : EISDIR;
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
    if (opened >= 0)
      close(opened);
    return NULL;
  }
  bool is_plain = S_ISREG(status.st_mode);
  *descriptor = is_plain ? opened : -1;
  /* What may keep its reader waiting, such as a pipe, can be given up. */
  g_autoptr(GInputStream) plain =
      is_plain ? gantry_file_source_new(opened) : g_unix_input_stream_new(opened, TRUE);
  return G_BUFFERED_INPUT_STREAM(g_buffered_input_stream_new_sized(plain, LOOKED_AT * 2));
}

/* What comes through a pipe, of which nobody knows how long it is. */
static GBytes *
read_to_end (GInputStream *stream, const GantryReading *reading, GError **error)
{
  g_autofree char *contents = NULL;
  gsize length = 0, size = LOOKED_AT, n_read = 0;
  GCancellable *cancellable = reading ? reading->cancellable : NULL;
  do {
    size *= 2;
    char *larger = gantry_reading_room_has(reading, size, error) ? g_try_realloc(contents, size) : NULL;
    if (!larger) {
      if (error && !*error)
        gantry_set_file_error(error, ENOMEM);
      return NULL;
    }
    contents = larger;
    if (!g_input_stream_read_all(stream, contents + length, size - length, &n_read, cancellable, error))
      return NULL;
    length += n_read;
  } while (length == size);
  return g_bytes_new_take(g_steal_pointer(&contents), length);
}

/* What nobody else can change any more while it is shown. */
static GBytes *
take_all (GBufferedInputStream *stream, int descriptor, const GantryReading *reading, GError **error)
{
  return descriptor >= 0 ? gantry_mapped_file_new(descriptor, GANTRY_TRACE_FILE_MOST_READ, reading, error)
                         : read_to_end(G_INPUT_STREAM(stream), reading, error);
}

static GantryTimeline *
read_gantry (GBytes *bytes, const GantryReading *reading, GantryReport *report, GError **error)
{
  GantryTimeline *timeline = gantry_trace_read(bytes, reading, report, error);
  if (timeline && !report->fault && gantry_mapped_file_is_cut(bytes))
    report->fault = g_strdup(_("a part of the file was lost while it was read"));
  return timeline;
}

static GantryTimeline *
read_picture (GBytes *picture, const GantryReading *reading, GantryReport *report, GError **error)
{
  g_autoptr(GBytes) trace = gantry_extract(picture, error);
  return trace ? gantry_trace_read(trace, reading, report, error) : NULL;
}

static GBufferedInputStream *
unpack (GInputStream *packed)
{
  g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr(GInputStream) plain = g_converter_input_stream_new(packed, G_CONVERTER(decompressor));
  return G_BUFFERED_INPUT_STREAM(g_buffered_input_stream_new_sized(plain, LOOKED_AT * 2));
}

static GantryTimeline *
refuse (Kind kind, GError **error)
{
  const char *why =
      _("this is no trace that Gantry knows; it reads .gantry, Chrome trace event JSON, Perfetto "
        "traces, and pictures that carry their trace");
  if (kind == KIND_EMPTY)
    why = _("the file is empty");
  else if (kind == KIND_PACKED)
    why = _("it is packed twice; unpack it once first");
  else if (kind == KIND_GANTRY || kind == KIND_PICTURE)
    why = _("it is packed; unpack it first");
  g_set_error_literal(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT, why);
  return NULL;
}

/* Formats that are read from beginning to end. */
static GantryTimeline *
read_stream (GBufferedInputStream *stream, Kind kind, const char *path, const GantryReading *reading,
             GantryReport *report, GError **error)
{
  g_autofree char *title = g_path_get_basename(path);
  if (kind == KIND_JSON)
    return gantry_chrome_read(G_INPUT_STREAM(stream), title, reading, report, error);
  if (kind == KIND_PERFETTO)
    return gantry_perfetto_read(G_INPUT_STREAM(stream), title, reading, report, error);
  return refuse(kind, error);
}

static GantryTimeline *
read_packed (GInputStream *packed, const char *path, const GantryReading *reading, GantryReport *report,
             GError **error)
{
  gsize length;
  g_autoptr(GBufferedInputStream) stream = unpack(packed);
  const char *start = peek(stream, &length, error);
  return start ? read_stream(stream, kind_of(start, length), path, reading, report, error) : NULL;
}

GantryTimeline *
gantry_trace_file_read (const char *path, const GantryReading *reading, GantryReport *report, GError **error)
{
  gsize length;
  int descriptor;
  g_autoptr(GBufferedInputStream) stream = open_stream(path, &descriptor, error);
  const char *start = stream ? peek(stream, &length, error) : NULL;
  if (!start)
    return NULL;
  Kind kind = kind_of(start, length);
  if (kind == KIND_GANTRY || kind == KIND_PICTURE) {
    g_autoptr(GBytes) bytes = take_all(stream, descriptor, reading, error);
    if (!bytes)
      return NULL;
    return kind == KIND_GANTRY ? read_gantry(bytes, reading, report, error)
                               : read_picture(bytes, reading, report, error);
  }
  if (kind == KIND_PACKED)
    return read_packed(G_INPUT_STREAM(stream), path, reading, report, error);
  return read_stream(stream, kind, path, reading, report, error);
}

bool
gantry_trace_file_is_cut (const GantryTimeline *timeline)
{
  GPtrArray *bytes = gantry_timeline_get_kept_bytes(timeline);
  for (guint i = 0; i < bytes->len; i++)
    if (gantry_mapped_file_is_cut(bytes->pdata[i]))
      return true;
  return false;
}

bool
gantry_trace_file_is_trace (const char *path)
{
  gsize length;
  int descriptor;
  g_autoptr(GBufferedInputStream) stream = open_stream(path, &descriptor, NULL);
  const char *start = stream ? peek(stream, &length, NULL) : NULL;
  return start && kind_of(start, length) > KIND_EMPTY;
}
