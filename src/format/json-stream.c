/* The window over a stream of JSON.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-stream.h"

#include <string.h>

/* What is read at once: little of a little file. */
#define FIRST_BLOCK ((gsize)1 << 13)
#define BLOCK ((gsize)1 << 20)

void
gantry_json_stream_init (GantryJsonStream *stream, GInputStream *input, const GantryReading *reading)
{
  *stream = (GantryJsonStream){.input = input, .reading = reading, .capacity = FIRST_BLOCK};
  stream->window = g_malloc(FIRST_BLOCK);
  gantry_reading_room_begin(&stream->room, reading);
  stream->scan = (GantryJsonScan){stream->window, stream->window};
}

void
gantry_json_stream_clear (GantryJsonStream *stream)
{
  g_free(stream->window);
  g_free(stream->broken);
  g_clear_error(&stream->cancelled);
}

gsize
gantry_json_stream_get_waiting (const GantryJsonStream *stream)
{
  return (gsize)(stream->scan.end - stream->scan.at);
}

int64_t
gantry_json_stream_get_offset (const GantryJsonStream *stream)
{
  return stream->n_read - (int64_t)gantry_json_stream_get_waiting(stream);
}

/* Behind what waits to be read, which may be one text of any length. FALSE: there is none to be had. */
static bool
make_room (GantryJsonStream *stream, gsize waiting)
{
  memmove(stream->window, stream->scan.at, waiting);
  stream->scan = (GantryJsonScan){stream->window, stream->window + waiting};
  bool may_grow = stream->n_read > 0 && stream->capacity < BLOCK;
  if (!may_grow && stream->capacity - waiting >= MIN(stream->capacity, BLOCK) / 2)
    return true;
  /* Without room for the little of every file there is none for anything else. */
  bool is_little = stream->capacity < BLOCK;
  char *larger = is_little ? g_realloc(stream->window, stream->capacity * 2)
                           : g_try_realloc(stream->window, stream->capacity * 2);
  if (!larger) {
    stream->room.is_refused = true;
    stream->broken = gantry_reading_room_refusal(&stream->room);
    stream->is_over = true;
    return false;
  }
  stream->capacity *= 2;
  stream->window = larger;
  stream->scan = (GantryJsonScan){larger, larger + waiting};
  return true;
}

bool
gantry_json_stream_more (GantryJsonStream *stream)
{
  gsize waiting = gantry_json_stream_get_waiting(stream), n_new = 0;
  g_autoptr(GError) error = NULL;
  if (stream->is_over || !make_room(stream, waiting))
    return false;
  gsize wanted = MIN(stream->capacity - waiting, BLOCK);
  GCancellable *cancellable = stream->reading ? stream->reading->cancellable : NULL;
  bool is_read =
      g_input_stream_read_all(stream->input, stream->window + waiting, wanted, &n_new, cancellable, &error);
  stream->scan = (GantryJsonScan){stream->window, stream->window + waiting + n_new};
  stream->n_read += (int64_t)n_new;
  stream->is_over = !is_read || n_new < wanted;
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stream->cancelled = g_steal_pointer(&error);
  else if (error)
    stream->broken = g_strdup(error->message);
  if (!stream->is_over && !gantry_reading_room_is_left(&stream->room)) {
    stream->broken = gantry_reading_room_refusal(&stream->room);
    stream->is_over = true;
    return false;
  }
  if (!stream->cancelled && !gantry_reading_go_on(stream->reading, stream->n_read, &stream->cancelled))
    stream->is_over = true;
  return n_new > 0 && !stream->cancelled;
}

bool
gantry_json_stream_skip_space (GantryJsonStream *stream)
{
  while (!gantry_json_scan_space(&stream->scan))
    if (!gantry_json_stream_more(stream))
      return false;
  return true;
}

/* Goes on in a text, from behind a quote or a part of it; TRUE: it is over. */
static bool
skip_text (GantryJsonScan *scan, bool *is_escaped)
{
  while (scan->at < scan->end) {
    char c = *scan->at++;
    if (*is_escaped)
      *is_escaped = false;
    else if (c == '\\')
      *is_escaped = true;
    else if (c == '"')
      return true;
  }
  return false;
}

/* What is between texts: TRUE where one begins or where it goes down to no bracket. */
static bool
skip_brackets (GantryJsonScan *scan, uint64_t *depth)
{
  while (scan->at < scan->end) {
    char c = *scan->at++;
    if (c == '{' || c == '[')
      ++*depth;
    else if ((c == '}' || c == ']') && --*depth == 0)
      return true;
    else if (c == '"')
      return true;
  }
  return false;
}

static bool
skip_part (GantryJsonScan *scan, uint64_t *depth, bool *in_text, bool *is_escaped)
{
  while (scan->at < scan->end) {
    if (*in_text && !skip_text(scan, is_escaped))
      return false;
    if (*in_text)
      *in_text = false;
    else if (skip_brackets(scan, depth))
      *in_text = scan->at[-1] == '"';
    else
      return false;
    if (!*in_text && *depth == 0)
      return true;
  }
  return false;
}

bool
gantry_json_stream_skip_value (GantryJsonStream *stream)
{
  uint64_t depth = 0;
  bool in_text = false, is_escaped = false;
  GantryJsonValue word;
  if (!gantry_json_stream_skip_space(stream))
    return false;
  char first = *stream->scan.at;
  if (first != '"' && first != '{' && first != '[') {
    while (gantry_json_scan_value(&stream->scan, &word) == GANTRY_JSON_MORE)
      if (gantry_json_stream_get_waiting(stream) > BLOCK || !gantry_json_stream_more(stream))
        return false;
    return true;
  }
  while (!skip_part(&stream->scan, &depth, &in_text, &is_escaped))
    if (!gantry_json_stream_more(stream))
      return false;
  return true;
}
