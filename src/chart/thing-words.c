/* Values of shared things in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/thing-words.h"

#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define GRAIN_NS 100000

bool
gantry_thing_names_holder (GantryThingKind kind)
{
  return kind == GANTRY_THING_LOCK || kind == GANTRY_THING_RLOCK || kind == GANTRY_THING_CONDITION;
}

bool
gantry_thing_value_at (const GantryThing *thing, int64_t time, int64_t *value, int64_t *since)
{
  size_t index;
  if (!gantry_thing_find_step(thing, time, &index))
    return false;
  GantryStep step = gantry_thing_get_step(thing, index);
  *value = step.value;
  if (since)
    *since = step.time;
  return true;
}

static char *
holder_words (const GantryTimeline *timeline, int64_t holder, int64_t since)
{
  const GantryLane *lane = holder >= 0 ? gantry_timeline_find_lane(timeline, (uint32_t)holder) : NULL;
  g_autofree char *moment = gantry_format_moment(since, GRAIN_NS);
  if (!lane)
    return g_strdup(_("free"));
  return g_strdup_printf(_("held by %s since %s"), gantry_lane_get_name(lane), moment);
}

static char *
readers_words (int64_t readers)
{
  if (readers < 0)
    return g_strdup(_("held by a writer"));
  if (readers == 0)
    return g_strdup(_("free"));
  return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "held by %" PRId64 " reader",
                                     "held by %" PRId64 " readers", (gulong)readers),
                         readers);
}

char *
gantry_thing_value_words (const GantryTimeline *timeline, const GantryThing *thing, int64_t time)
{
  GantryThingKind kind = gantry_thing_get_kind(thing);
  int64_t value, since, capacity = gantry_thing_get_capacity(thing);
  if (!gantry_thing_value_at(thing, time, &value, &since))
    return g_strdup("");
  if (gantry_thing_names_holder(kind))
    return holder_words(timeline, value, since);
  if (kind == GANTRY_THING_RWLOCK)
    return readers_words(value);
  if (kind == GANTRY_THING_EVENT)
    return g_strdup(value != 0 ? _("set") : _("not set"));
  if (kind == GANTRY_THING_QUEUE && capacity > 0)
    return g_strdup_printf(_("%" PRId64 " of %" PRId64), value, capacity);
  if (kind == GANTRY_THING_SEMAPHORE)
    return g_strdup_printf(_("%" PRId64 " free"), value);
  if (kind == GANTRY_THING_BARRIER || kind == GANTRY_THING_MANAGER || kind == GANTRY_THING_POOL)
    return g_strdup_printf(
        g_dngettext(GETTEXT_PACKAGE, "%" PRId64 " waits", "%" PRId64 " wait", (gulong)value), value);
  return g_strdup_printf("%" PRId64, value);
}
