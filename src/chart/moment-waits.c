/* Sentences of those who wait: for whom, since when, and why it takes so long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/moment-private.h"
#include "chart/thing-words.h"
#include "timeline/units.h"
#include "timeline/workers.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define GRAIN_NS 100000

/* Where nothing is known but the state. */
static char *
wait_for_something (const GantryMoment *moment)
{
  static const char *const sentences[GANTRY_N_STATES] = {
      [GANTRY_STATE_WAIT_LOCK] = N_("%s waits for a lock"),
      [GANTRY_STATE_WAIT_SEMAPHORE] = N_("%s waits for a semaphore"),
      [GANTRY_STATE_WAIT_CONDITION] = N_("%s waits for a condition"),
      [GANTRY_STATE_WAIT_EVENT] = N_("%s waits for an event"),
      [GANTRY_STATE_WAIT_BARRIER] = N_("%s waits at a barrier"),
      [GANTRY_STATE_WAIT_QUEUE] = N_("%s waits for a queue"),
      [GANTRY_STATE_WAIT_PIPE] = N_("%s waits for a pipe"),
      [GANTRY_STATE_WAIT_JOIN] = N_("%s waits for tasks to end"),
      [GANTRY_STATE_WAIT_POOL] = N_("%s waits for a pool"),
      [GANTRY_STATE_WAIT_MANAGER] = N_("%s waits for the answer of a manager"),
      [GANTRY_STATE_WAIT_RESULT] = N_("%s waits for a result"),
      [GANTRY_STATE_WAIT_GIL] = N_("%s waits for the interpreter lock"),
  };
  const char *sentence = sentences[moment->interval.state];
  return g_strdup_printf(sentence ? _(sentence) : _("%s waits"), moment->name);
}

/* Let go already; whoever waits for it is about to have it. */
static bool
is_free (const GantryThing *thing, int64_t value)
{
  return value == (gantry_thing_get_kind(thing) == GANTRY_THING_RWLOCK ? 0 : -1);
}

static char *
wait_for_lock (const GantryMoment *moment, const GantryThing *thing)
{
  const char *name = gantry_thing_get_name(thing);
  int64_t value, since;
  bool known = gantry_thing_value_at(thing, moment->moment, &value, &since);
  if (!gantry_thing_tells_steps(thing))
    return g_strdup_printf(_("%s waits for the lock “%s”"), moment->name, name);
  if (!known || is_free(thing, value))
    return g_strdup_printf(_("%s waits for the lock “%s”, which is free"), moment->name, name);
  g_autofree char *when = gantry_format_moment(since, GRAIN_NS);
  if (gantry_thing_get_kind(thing) == GANTRY_THING_RWLOCK)
    return value < 0
               ? g_strdup_printf(_("%s waits for the lock “%s”, held by a writer since %s"), moment->name,
                                 name, when)
               : g_strdup_printf(
                     g_dngettext(GETTEXT_PACKAGE, "%s waits for the lock “%s”, held by %" PRId64 " reader",
                                 "%s waits for the lock “%s”, held by %" PRId64 " readers", (gulong)value),
                     moment->name, name, value);
  const GantryLane *holder = gantry_timeline_find_lane(moment->timeline, (uint32_t)value);
  if (holder == moment->lane)
    return g_strdup_printf(_("%s is being given the lock “%s”"), moment->name, name);
  return g_strdup_printf(_("%s waits for the lock “%s”, held by %s since %s"), moment->name, name,
                         holder ? gantry_lane_get_name(holder) : "?", when);
}

static char *
wait_for_semaphore (const GantryMoment *moment, const GantryThing *thing)
{
  const char *name = gantry_thing_get_name(thing);
  int64_t capacity = gantry_thing_get_capacity(thing), n_free;
  bool has_place = gantry_thing_value_at(thing, moment->moment, &n_free, NULL) && n_free > 0;
  if (capacity <= 0 || has_place)
    return g_strdup_printf(_("%s waits for the semaphore “%s”"), moment->name, name);
  return g_strdup_printf(
      g_dngettext(GETTEXT_PACKAGE, "%s waits for the semaphore “%s”: its only place is taken",
                  "%s waits for the semaphore “%s”: all %" PRId64 " places are taken", (gulong)capacity),
      moment->name, name, capacity);
}

/* How many stand at the barrier, this one with them. */
static char *
wait_at_barrier (const GantryMoment *moment, const GantryThing *thing)
{
  int64_t parties = gantry_thing_get_capacity(thing), there = 0;
  if (parties <= 0 || !gantry_moment_has_few_lanes(moment))
    return g_strdup_printf(_("%s waits at the barrier “%s” for the others"), moment->name,
                           gantry_thing_get_name(thing));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(moment->timeline); i++) {
    GantryInterval other;
    if (gantry_moment_find(gantry_timeline_get_lane(moment->timeline, i), moment->moment, &other))
      there += other.state == GANTRY_STATE_WAIT_BARRIER && other.object == moment->interval.object;
  }
  return g_strdup_printf(_("%s waits at the barrier “%s”: %" PRId64 " of %" PRId64 " are there"),
                         moment->name, gantry_thing_get_name(thing), there, parties);
}

static char *
wait_for_queue (const GantryMoment *moment, const GantryThing *thing)
{
  const char *name = gantry_thing_get_name(thing);
  int64_t length = 0, capacity = gantry_thing_get_capacity(thing);
  gantry_thing_value_at(thing, moment->moment, &length, NULL);
  if (length <= 0)
    return g_strdup_printf(_("%s waits: the queue “%s” is empty"), moment->name, name);
  if (capacity > 0 && length >= capacity)
    return g_strdup_printf(_("%s waits: the queue “%s” is full (%" PRId64 " of %" PRId64 ")"), moment->name,
                           name, length, capacity);
  return g_strdup_printf(_("%s waits for the queue “%s” (%" PRId64 " in it)"), moment->name, name, length);
}

static char *
wait_for_pipe (const GantryMoment *moment, const GantryThing *thing)
{
  int64_t length = 0;
  gantry_thing_value_at(thing, moment->moment, &length, NULL);
  return g_strdup_printf(length > 0 ? _("%s waits: the pipe “%s” is full")
                                    : _("%s waits: the pipe “%s” is empty"),
                         moment->name, gantry_thing_get_name(thing));
}

static char *
wait_for_thing (const GantryMoment *moment, const GantryThing *thing)
{
  const char *sentence = NULL;
  switch (moment->interval.state) {
  case GANTRY_STATE_WAIT_LOCK:
    return wait_for_lock(moment, thing);
  case GANTRY_STATE_WAIT_SEMAPHORE:
    return wait_for_semaphore(moment, thing);
  case GANTRY_STATE_WAIT_BARRIER:
    return wait_at_barrier(moment, thing);
  case GANTRY_STATE_WAIT_QUEUE:
    return wait_for_queue(moment, thing);
  case GANTRY_STATE_WAIT_PIPE:
    return wait_for_pipe(moment, thing);
  case GANTRY_STATE_WAIT_CONDITION:
    sentence = _("%s waits until somebody notifies the condition “%s”");
    break;
  case GANTRY_STATE_WAIT_EVENT:
    sentence = _("%s waits until somebody sets the event “%s”");
    break;
  case GANTRY_STATE_WAIT_POOL:
    sentence = gantry_pool_of(moment->timeline, moment->lane) == thing
                   ? _("%s waits for work from the pool “%s”")
                   : _("%s waits until the pool “%s” has done its work");
    break;
  case GANTRY_STATE_WAIT_MANAGER:
    sentence = _("%s waits for the answer of the manager “%s”");
    break;
  case GANTRY_STATE_WAIT_RESULT:
    sentence = _("%s waits for a result from the pool “%s”");
    break;
  default:
    return wait_for_something(moment);
  }
  return g_strdup_printf(sentence, moment->name, gantry_thing_get_name(thing));
}

/* `join` without a name waits for one after the other, but means all that were started. */
static bool
joins_all (const GantryMoment *moment)
{
  const char *label = gantry_timeline_get_line_label(moment->timeline, moment->interval.line);
  return moment->interval.object == GANTRY_NO_OBJECT || g_strcmp0(label, "join") == 0;
}

/* One of those that a task started, for the ends of which it waits; a loop, a server or a pool's worker is of
 * use to it and not waited for. */
static bool
is_joined (const GantryMoment *moment, const GantryLane *child)
{
  GantryLaneKind kind = gantry_lane_get_kind(child);
  return gantry_lane_get_parent(child) == gantry_lane_get_id(moment->lane) && !gantry_lane_is_daemon(child) &&
         kind != GANTRY_LANE_LOOP && kind != GANTRY_LANE_SERVER && !gantry_pool_of(moment->timeline, child);
}

static char *
wait_for_ends (const GantryMoment *moment)
{
  const GantryLane *other = gantry_timeline_find_lane(moment->timeline, moment->interval.object);
  GantryNameList names;
  gantry_name_list_init(&names, GANTRY_MOMENT_NAMES);
  if (!joins_all(moment) && other)
    gantry_name_list_add(&names, gantry_lane_get_name(other));
  bool looks = joins_all(moment) && gantry_moment_has_few_lanes(moment);
  for (uint32_t i = 0; looks && i < gantry_timeline_get_n_lanes(moment->timeline); i++) {
    const GantryLane *child = gantry_timeline_get_lane(moment->timeline, i);
    GantryInterval interval;
    if (is_joined(moment, child) && gantry_moment_find(child, moment->moment, &interval))
      gantry_name_list_add(&names, gantry_lane_get_name(child));
  }
  g_autofree char *list = gantry_name_list_finish(&names);
  if (*list == '\0')
    return wait_for_something(moment);
  return g_strdup_printf(_("%s waits for %s to end"), moment->name, list);
}

/* One runs at a time, so whoever does holds it. */
static char *
wait_for_interpreter (const GantryMoment *moment)
{
  if (!gantry_moment_has_few_lanes(moment))
    return wait_for_something(moment);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(moment->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(moment->timeline, i);
    if (lane != moment->lane && gantry_lane_get_pid(lane) == gantry_lane_get_pid(moment->lane) &&
        gantry_moment_is_in(moment, lane, GANTRY_STATE_RUNNING))
      return g_strdup_printf(_("%s waits for the interpreter lock, held by %s"), moment->name,
                             gantry_lane_get_name(lane));
  }
  return wait_for_something(moment);
}

char *
gantry_moment_wait (const GantryMoment *moment)
{
  if (moment->interval.state == GANTRY_STATE_WAIT_JOIN)
    return wait_for_ends(moment);
  if (moment->interval.state == GANTRY_STATE_WAIT_GIL)
    return wait_for_interpreter(moment);
  const GantryThing *thing = gantry_timeline_get_thing(moment->timeline, moment->interval.object);
  return thing ? wait_for_thing(moment, thing) : wait_for_something(moment);
}
