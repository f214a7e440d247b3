/* The two forms of the file, and event after event.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read.h"

#include "format/chrome-read-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* A single event of that many bytes holds a dump of something; it is not looked into. */
#define MOST_EVENT ((gsize)16 << 20)

typedef struct {
  GantryJsonStream stream;
  GantryChrome chrome;
  bool has_events; /* a list of them was found */
  bool has_phases; /* there was something like an event */
  char *fault;
} Reader;

static bool
is_cancelled (const Reader *reader)
{
  return reader->stream.cancelled != NULL;
}

/* The rest is left out; the first fault counts. */
static void
fail (Reader *reader, const char *format)
{
  const char *broken = reader->stream.broken;
  int64_t offset = gantry_json_stream_get_offset(&reader->stream);
  if (reader->fault || is_cancelled(reader))
    return;
  if (broken && reader->stream.is_over)
    reader->fault =
        g_strdup_printf(_("the file cannot be read on from byte %" PRId64 ": %s"), offset, broken);
  else
    reader->fault = g_strdup_printf(format, offset);
}

static void
fail_early_end (Reader *reader)
{
  reader->stream.scan.at = reader->stream.scan.end;
  fail(reader, _("the file ends too early, at byte %" PRId64));
}

static void
fail_syntax (Reader *reader)
{
  fail(reader, _("what stands at byte %" PRId64 " is no JSON"));
}

static void
take_event (Reader *reader, const GantryChromeEvent *event)
{
  GantryChrome *chrome = &reader->chrome;
  bool is_taken = chrome->is_own ? gantry_chrome_take_own(chrome, event) : gantry_chrome_take(chrome, event);
  reader->has_phases |= event->phase != '\0';
  chrome->events++;
  chrome->skipped += !is_taken;
}

static bool
skip_element (Reader *reader)
{
  reader->chrome.events++;
  reader->chrome.skipped++;
  if (gantry_json_stream_skip_value(&reader->stream))
    return true;
  fail_early_end(reader);
  return false;
}

/* One event, which begins at the scan. FALSE: nothing can be read after it. */
static bool
read_event (Reader *reader)
{
  GantryJsonStream *stream = &reader->stream;
  for (;;) {
    GantryChromeEvent event;
    GantryJsonScan scan = stream->scan;
    GantryJsonResult result = gantry_chrome_scan_event(&scan, &event);
    if (result == GANTRY_JSON_FOUND) {
      take_event(reader, &event);
      stream->scan = scan;
      return true;
    }
    if (result == GANTRY_JSON_BAD) {
      stream->scan = scan;
      fail_syntax(reader);
      return false;
    }
    if (gantry_json_stream_get_waiting(stream) > MOST_EVENT)
      return skip_element(reader);
    if (!gantry_json_stream_more(stream)) {
      fail_early_end(reader);
      return false;
    }
  }
}

/* A list of events, from behind its bracket. `may_end`: its writers leave its end away. FALSE: nothing can be
 * read after it. */
static bool
read_events (Reader *reader, bool may_end)
{
  reader->has_events = true;
  while (gantry_json_stream_skip_space(&reader->stream)) {
    bool goes_on = true;
    switch (*reader->stream.scan.at) {
    case ']':
      reader->stream.scan.at++;
      return true;
    case '{':
      goes_on = read_event(reader);
      break;
    case '}':
    case ':':
      fail_syntax(reader);
      return false;
    default:
      goes_on = skip_element(reader);
      break;
    }
    if (!goes_on)
      return false;
  }
  if (!may_end || reader->stream.broken)
    fail_early_end(reader);
  return false;
}

/* Where the window does not hold the whole value, more is read; FALSE: it is too large, or the end. */
static bool
look_at_value (GantryJsonStream *stream, GantryJsonValue *value)
{
  for (;;) {
    GantryJsonScan scan = stream->scan;
    GantryJsonResult result = gantry_json_scan_value(&scan, value);
    if (result != GANTRY_JSON_MORE)
      return result == GANTRY_JSON_FOUND;
    if (gantry_json_stream_get_waiting(stream) > MOST_EVENT || !gantry_json_stream_more(stream))
      return false;
  }
}

typedef enum {
  KEY_OTHER,
  KEY_EVENTS,
  KEY_OTHER_DATA,
} Key;

/* A key of the outermost object with its colon. */
static bool
read_key (Reader *reader, Key *key)
{
  GantryJsonStream *stream = &reader->stream;
  GantryJsonValue value;
  if (*stream->scan.at != '"') {
    fail_syntax(reader);
    return false;
  }
  if (!look_at_value(stream, &value)) {
    fail_early_end(reader);
    return false;
  }
  *key = gantry_json_is(&value, "traceEvents") ? KEY_EVENTS
         : gantry_json_is(&value, "otherData") ? KEY_OTHER_DATA
                                               : KEY_OTHER;
  stream->scan.at = value.at + value.length + 1;
  if (!gantry_json_stream_skip_space(stream)) {
    fail_early_end(reader);
    return false;
  }
  if (*stream->scan.at != ':') {
    fail_syntax(reader);
    return false;
  }
  stream->scan.at++;
  if (!gantry_json_stream_skip_space(stream)) {
    fail_early_end(reader);
    return false;
  }
  return true;
}

static bool
read_member (Reader *reader)
{
  GantryJsonStream *stream = &reader->stream;
  GantryJsonValue value;
  Key key;
  if (!read_key(reader, &key))
    return false;
  if (key == KEY_EVENTS && *stream->scan.at == '[') {
    stream->scan.at++;
    return read_events(reader, false);
  }
  if (key == KEY_OTHER_DATA && *stream->scan.at == '{' && look_at_value(stream, &value))
    gantry_chrome_take_other_data(&reader->chrome, &value);
  if (!strchr("]}:", *stream->scan.at) && gantry_json_stream_skip_value(stream))
    return true;
  if (stream->is_over)
    fail_early_end(reader);
  else
    fail_syntax(reader);
  return false;
}

/* The object form, from behind its bracket. FALSE: nothing can be read after it. */
static bool
read_object (Reader *reader)
{
  while (gantry_json_stream_skip_space(&reader->stream)) {
    if (*reader->stream.scan.at == '}') {
      reader->stream.scan.at++;
      return true;
    }
    if (!read_member(reader))
      return false;
  }
  fail_early_end(reader);
  return false;
}

/* Some editors put it in front of UTF-8. */
static void
skip_byte_order_mark (GantryJsonStream *stream)
{
  static const char mark[] = "\xef\xbb\xbf";
  gantry_json_stream_more(stream);
  if (gantry_json_stream_get_waiting(stream) >= 3 && memcmp(stream->scan.at, mark, 3) == 0)
    stream->scan.at += 3;
}

/* FALSE: it is neither of the two forms. */
static bool
read_all (Reader *reader)
{
  GantryJsonStream *stream = &reader->stream;
  skip_byte_order_mark(stream);
  if (!gantry_json_stream_skip_space(stream))
    return false;
  char first = *stream->scan.at++;
  if (first != '[' && first != '{')
    return false;
  bool is_whole = first == '[' ? read_events(reader, true) : read_object(reader);
  if (is_whole && gantry_json_stream_skip_space(stream))
    fail(reader, _("something follows the end of the trace, at byte %" PRId64));
  return true;
}

static void
set_error (const Reader *reader, bool is_form, GError **error)
{
  if (is_form && reader->fault)
    g_set_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
                _("There is no event to be read: %s"), reader->fault);
  else if (reader->has_phases)
    g_set_error_literal(
        error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
        _("None of its trace events can be read: their kinds (ph) are unknown, or times (ts) are missing"));
  else
    g_set_error_literal(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT,
                        _("This is no trace in the Chrome format: it has no list of trace events"));
}

static void
fill_report (Reader *reader, GantryReport *report)
{
  if (!report)
    return;
  report->format = g_strdup("Chrome trace event JSON");
  report->fault = g_steal_pointer(&reader->fault);
  report->events = reader->chrome.events;
  report->skipped = reader->chrome.skipped;
}

static void
reader_init (Reader *reader, GInputStream *stream, const char *title, const GantryReading *reading)
{
  *reader = (Reader){.chrome = {.import = gantry_import_new(title), .scratch = g_string_new(NULL)}};
  gantry_json_stream_init(&reader->stream, stream, reading);
  gantry_chrome_tracks_init(&reader->chrome);
  gantry_chrome_async_init(&reader->chrome);
}

static void
reader_clear (Reader *reader)
{
  gantry_json_stream_clear(&reader->stream);
  gantry_chrome_async_clear(&reader->chrome);
  gantry_chrome_own_clear(&reader->chrome);
  gantry_chrome_tracks_clear(&reader->chrome);
  gantry_import_free(reader->chrome.import);
  g_string_free(reader->chrome.scratch, TRUE);
  g_free(reader->fault);
}

GantryTimeline *
gantry_chrome_read (GInputStream *stream, const char *title, const GantryReading *reading,
                    GantryReport *report, GError **error)
{
  Reader reader;
  GantryTimeline *timeline = NULL;
  reader_init(&reader, stream, title, reading);
  bool is_form = read_all(&reader);
  if (!is_cancelled(&reader))
    gantry_chrome_finish_async(&reader.chrome);
  gantry_chrome_finish_own(&reader.chrome);
  uint64_t n_known = reader.chrome.events - reader.chrome.skipped;
  if (is_cancelled(&reader)) {
    g_propagate_error(error, g_steal_pointer(&reader.stream.cancelled));
  } else if (reader.has_events && (n_known > 0 || (reader.chrome.events == 0 && !reader.fault))) {
    /* The reader's own tables and window are not needed any more. */
    gantry_reading_is_over(reading);
    timeline = gantry_import_finish(reader.chrome.import, NULL);
    fill_report(&reader, report);
  } else {
    set_error(&reader, is_form, error);
  }
  reader_clear(&reader);
  return timeline;
}
