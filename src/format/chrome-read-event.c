/* One event's members.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-read-private.h"

#include <string.h>

/* Where a member of that name belongs; NULL: nobody needs it. */
static GantryJsonValue *
place_of (GantryChromeEvent *event, const GantryJsonValue *key)
{
  static const struct {
    const char *name;
    guint8 length;
    guint16 place;
  } places[] = {
#define PLACE(name, member) {name, sizeof(name) - 1, offsetof(GantryChromeEvent, member)}
      PLACE("ts", time),           PLACE("pid", pid),         PLACE("tid", tid),
      PLACE("name", name),         PLACE("cat", category),    PLACE("dur", duration),
      PLACE("args", args),         PLACE("id", id),           PLACE("s", scope),
      PLACE("id2", id2),           PLACE("bind_id", bind_id), PLACE("flow_in", flow_in),
      PLACE("flow_out", flow_out), PLACE("scope", scope),
#undef PLACE
  };
  for (guint i = 0; i < G_N_ELEMENTS(places); i++)
    if (key->length == places[i].length && memcmp(key->at, places[i].name, places[i].length) == 0)
      return (GantryJsonValue *)((char *)event + places[i].place);
  return NULL;
}

GantryJsonResult
gantry_chrome_scan_event (GantryJsonScan *scan, GantryChromeEvent *event)
{
  GantryJsonValue key, value;
  GantryJsonResult result;
  memset(event, 0, sizeof *event);
  scan->at++;
  while ((result = gantry_json_scan_member(scan, &key, &value)) == GANTRY_JSON_FOUND) {
    if (key.length == 2 && key.at[0] == 'p' && key.at[1] == 'h') {
      event->phase = gantry_json_has_text(&value) && value.length == 1 ? *value.at : '\0';
      continue;
    }
    GantryJsonValue *place = place_of(event, &key);
    if (place)
      *place = value;
  }
  return result == GANTRY_JSON_CLOSED ? GANTRY_JSON_FOUND : result;
}

uint32_t
gantry_chrome_name (GantryChrome *chrome, const GantryJsonValue *value)
{
  gsize length;
  const char *text = gantry_json_get_text(value, chrome->scratch, &length);
  return gantry_import_name(chrome->import, text, length);
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
