/* One event's members.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"

#include <string.h>

/* Of a length that the compiler knows, so that it costs a comparison of numbers. */
#define IS(key, text) (memcmp((key)->at, (text), sizeof(text) - 1) == 0)

/* Where a member of that name belongs; NULL: nobody needs it. */
static inline GantryJsonValue *
place_of (GantryChromeEvent *event, const GantryJsonValue *key)
{
  switch (key->length) {
  case 1:
    return IS(key, "s") ? &event->scope : NULL;
  case 2:
    return IS(key, "ph")   ? &event->phase_text
           : IS(key, "ts") ? &event->time
           : IS(key, "id") ? &event->id
           : IS(key, "bp") ? &event->binding
                           : NULL;
  case 3:
    return IS(key, "pid")   ? &event->pid
           : IS(key, "tid") ? &event->tid
           : IS(key, "cat") ? &event->category
           : IS(key, "dur") ? &event->duration
           : IS(key, "id2") ? &event->id2
                            : NULL;
  case 4:
    return IS(key, "name")   ? &event->name
           : IS(key, "args") ? &event->args
           : IS(key, "uses") ? &event->uses
                             : NULL;
  case 5:
    return IS(key, "scope") ? &event->scope : NULL;
  case 7:
    return IS(key, "bind_id") ? &event->bind_id : IS(key, "flow_in") ? &event->flow_in : NULL;
  case 8:
    return IS(key, "flow_out") ? &event->flow_out : NULL;
  default:
    return NULL;
  }
}

GantryJsonResult
gantry_chrome_scan_event (GantryJsonScan *scan, GantryChromeEvent *event)
{
  GantryJsonValue key, value;
  GantryJsonResult result;
  memset(event, 0, sizeof *event);
  scan->at++;
  while ((result = gantry_json_scan_member(scan, &key, &value)) == GANTRY_JSON_FOUND) {
    GantryJsonValue *place = place_of(event, &key);
    if (place)
      *place = value;
  }
  /* Of a longer word the first letter counts, as for those who read this format elsewhere. */
  const GantryJsonValue *phase = &event->phase_text;
  event->phase = gantry_json_has_text(phase) && phase->length > 0 ? *phase->at : '\0';
  return result == GANTRY_JSON_CLOSED ? GANTRY_JSON_FOUND : result;
}

uint32_t
gantry_chrome_name (GantryChrome *chrome, const GantryJsonValue *value)
{
  gsize length;
  const char *text = gantry_json_get_text(value, chrome->scratch, &length);
  return gantry_import_name(chrome->import, text, length);
}

uint32_t
gantry_chrome_slice_name (GantryChrome *chrome, const GantryChromeEvent *event)
{
  return event->name.length > 0 ? gantry_chrome_name(chrome, &event->name) : 0;
}

GantryJsonValue
gantry_chrome_member (const GantryJsonValue *object, const char *wanted)
{
  GantryJsonScan scan = gantry_json_scan_of(object);
  GantryJsonValue key, value;
  while (gantry_json_scan_member(&scan, &key, &value) == GANTRY_JSON_FOUND)
    if (gantry_json_is(&key, wanted))
      return value;
  return (GantryJsonValue){0};
}

bool
gantry_chrome_time (const GantryJsonValue *value, int64_t *time)
{
  return gantry_json_get_scaled(value, 3, time);
}

bool
gantry_chrome_number (const GantryJsonValue *value, GantryChromeNumber *number)
{
  number->is_whole = gantry_json_get_whole(value, &number->whole);
  return number->is_whole || gantry_json_get_double(value, &number->number);
}

void
gantry_chrome_add_number (GantryChrome *chrome, GantryTrack counter, int64_t time,
                          const GantryChromeNumber *number)
{
  if (number->is_whole)
    gantry_import_whole_value(chrome->import, counter, time, number->whole);
  else
    gantry_import_value(chrome->import, counter, time, number->number);
}

uint64_t
gantry_chrome_hash (uint64_t seed, const GantryJsonValue *value)
{
  uint64_t hash = (seed ^ value->length) * UINT64_C(0x9e3779b97f4a7c15);
  for (gsize i = 0; i < value->length; i += 8) {
    uint64_t word = 0;
    memcpy(&word, value->at + i, MIN(value->length - i, 8));
    hash = (hash ^ hash >> 29 ^ word) * UINT64_C(0xbf58476d1ce4e5b9);
  }
  return hash ^ hash >> 32;
}

bool
gantry_chrome_is_true (const GantryJsonValue *value)
{
  return gantry_json_is(value, "true") || gantry_json_is(value, "1");
}
