/* What an event means, by its phase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"

#include <string.h>

uint64_t
gantry_chrome_hash_id (const GantryChromeEvent *event, uint64_t seed, const GantryJsonValue *id)
{
  GantryJsonValue local = gantry_chrome_member(&event->id2, "local");
  GantryJsonValue global = gantry_chrome_member(&event->id2, "global");
  if (local.kind != GANTRY_JSON_NONE)
    return gantry_chrome_hash(gantry_chrome_hash(seed, &event->pid), &local);
  return gantry_chrome_hash(seed, global.kind != GANTRY_JSON_NONE ? &global : id);
}

uint64_t
gantry_chrome_flow_id (const GantryChromeEvent *event, const GantryJsonValue *id)
{
  uint64_t seed = gantry_chrome_hash(gantry_chrome_hash(1, &event->category), &event->name);
  return gantry_chrome_hash_id(event, seed, id);
}

/* Slices may say by themselves that they send or get a flow; its id stands for itself, and several may get
 * it. */
static void
take_binding (GantryChrome *chrome, const GantryChromeEvent *event, GantryTrack track, int64_t time)
{
  bool gets = gantry_chrome_is_true(&event->flow_in), sends = gantry_chrome_is_true(&event->flow_out);
  if (event->bind_id.kind == GANTRY_JSON_NONE || (!gets && !sends))
    return;
  GantryFlowPhase phase = gets && sends ? GANTRY_FLOW_STEP : gets ? GANTRY_FLOW_BRANCH : GANTRY_FLOW_BEGIN;
  gantry_import_flow(chrome->import, gantry_chrome_hash_id(event, 2, &event->bind_id), phase,
                     GANTRY_ARROW_PUT, track, time);
}

static bool
take_slice (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryTrack track = gantry_chrome_thread(chrome, event);
  int64_t duration = 0;
  if (event->phase == 'E') {
    gantry_import_end_named(chrome->import, track, time, gantry_chrome_slice_name(chrome, event));
    return true;
  }
  uint32_t name = gantry_chrome_slice_name(chrome, event);
  take_binding(chrome, event, track, time);
  if (event->phase == 'B')
    gantry_import_begin(chrome->import, track, time, name);
  else if (gantry_chrome_time(&event->duration, &duration) || event->duration.kind == GANTRY_JSON_NONE)
    gantry_import_slice(chrome->import, track, time, duration, name);
  else
    return false;
  return true;
}

/* Of a thread, unless its scope says more. */
static bool
take_instant (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  bool is_wide = gantry_json_is(&event->scope, "p") || gantry_json_is(&event->scope, "g");
  GantryTrack track = is_wide ? gantry_chrome_process(chrome, event) : gantry_chrome_thread(chrome, event);
  gantry_import_instant(chrome->import, track, time, gantry_chrome_name(chrome, &event->name));
  return true;
}

/* Of one event. Each has a name of its own, of which the event's is a part: one event that is as long as may
 * be would become thousands of times as much. */
#define MOST_SERIES 256

/* "memory", "memory.heap" where a number has a name of its own, "memory[3]" where the counter has an id. */
static uint32_t
name_counter (GantryChrome *chrome, const GantryChromeEvent *event, const GantryJsonValue *series)
{
  gsize length;
  g_autoptr(GString) name = g_string_new(NULL);
  const char *text = gantry_json_get_text(&event->name, chrome->scratch, &length);
  bool has_series = !gantry_json_is(series, "value") && !gantry_json_is(series, "") &&
                    !(series->length == length && memcmp(series->at, text, length) == 0);
  g_string_append_len(name, text, (gssize)length);
  if (event->id.kind != GANTRY_JSON_NONE)
    g_string_append_printf(name, "[%.*s]", (int)MIN(event->id.length, 64), event->id.at);
  if (has_series) {
    text = gantry_json_get_text(series, chrome->scratch, &length);
    g_string_append_c(name, '.');
    g_string_append_len(name, text, (gssize)length);
  }
  return gantry_import_name(chrome->import, name->str, name->len);
}

static bool
take_counter (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryJsonScan scan = gantry_json_scan_of(&event->args);
  GantryJsonValue key, value;
  GantryTrack process = gantry_chrome_process(chrome, event);
  guint n_known = 0;
  while (n_known < MOST_SERIES && gantry_json_scan_member(&scan, &key, &value) == GANTRY_JSON_FOUND) {
    GantryChromeNumber number;
    if (!gantry_chrome_number(&value, &number))
      continue;
    gantry_chrome_add_number(
        chrome, gantry_import_counter(chrome->import, process, name_counter(chrome, event, &key)), time,
        &number);
    n_known++;
  }
  return n_known > 0;
}

/* What begins once may end several times: at the next slice that begins, unless its end says that it is for
 * the one around it. */
static bool
take_flow (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  GantryFlowPhase end = gantry_json_is(&event->binding, "e") ? GANTRY_FLOW_BRANCH : GANTRY_FLOW_NEXT;
  GantryFlowPhase phase = event->phase == 's'   ? GANTRY_FLOW_BEGIN
                          : event->phase == 't' ? GANTRY_FLOW_STEP
                                                : end;
  gantry_import_flow(chrome->import, gantry_chrome_flow_id(event, &event->id), phase, GANTRY_ARROW_PUT,
                     gantry_chrome_thread(chrome, event), time);
  return true;
}

static bool
has_id (const GantryChromeEvent *event)
{
  return event->id.kind != GANTRY_JSON_NONE || event->id2.kind != GANTRY_JSON_NONE;
}

static bool
take_async (GantryChrome *chrome, const GantryChromeEvent *event, int64_t time)
{
  gantry_chrome_take_async(chrome, event, time);
  return true;
}

bool
gantry_chrome_take (GantryChrome *chrome, const GantryChromeEvent *event)
{
  int64_t time;
  if (event->phase == 'M')
    return gantry_chrome_take_names(chrome, event);
  if (!gantry_chrome_time(&event->time, &time))
    return false;
  switch (event->phase) {
  case 'X':
  case 'B':
  case 'E':
    return take_slice(chrome, event, time);
  case 'i':
  case 'I':
  case 'R':
    return take_instant(chrome, event, time);
  case 'C':
    return take_counter(chrome, event, time);
  case 's':
  case 't':
  case 'f':
    return has_id(event) && take_flow(chrome, event, time);
  case 'T':
    return has_id(event) ? take_async(chrome, event, time) : gantry_chrome_take_state(chrome, event, time);
  case 'b':
  case 'n':
  case 'e':
  case 'S':
  case 'p':
  case 'F':
    return has_id(event) && take_async(chrome, event, time);
  default:
    return false;
  }
}
