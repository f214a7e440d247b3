/* Sentences of those who are ready: who has what they want, the cores or the event loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/moment-private.h"
#include "timeline/loop-turns.h"

#include <glib/gi18n-lib.h>

/* Tasks that are all in that state at once are on as many loops, of which a run has 64 at most. */
#define MOST_ASKED 1000

const char *
gantry_moment_task_on (const GantryMoment *moment, const GantryLane *loop, GantryState state)
{
  uint32_t n_lanes = gantry_moment_has_few_lanes(moment) ? gantry_timeline_get_n_lanes(moment->timeline) : 0;
  for (uint32_t i = 0, n_asked = 0; i < n_lanes && n_asked < MOST_ASKED; i++) {
    const GantryLane *other = gantry_timeline_get_lane(moment->timeline, i);
    if (gantry_lane_get_kind(other) != GANTRY_LANE_TASK || !gantry_moment_is_in(moment, other, state))
      continue;
    n_asked++;
    if (gantry_loop_of(moment->timeline, other) == loop)
      return gantry_lane_get_name(other);
  }
  return NULL;
}

static char *
ready_on_loop (const GantryMoment *moment, const GantryLane *loop)
{
  static const GantryState holding[] = {GANTRY_STATE_BLOCKED, GANTRY_STATE_IO_FILE};
  for (guint i = 0; i < G_N_ELEMENTS(holding); i++) {
    const char *task = gantry_moment_is_in(moment, loop, holding[i])
                           ? gantry_moment_task_on(moment, loop, holding[i])
                           : NULL;
    if (task)
      return g_strdup_printf(_("%s is ready: the event loop is blocked by %s"), moment->name, task);
  }
  const char *task = gantry_moment_task_on(moment, loop, GANTRY_STATE_RUNNING);
  if (task)
    return g_strdup_printf(_("%s is ready: the event loop is busy with %s"), moment->name, task);
  if (gantry_moment_is_in(moment, loop, GANTRY_STATE_READY))
    return g_strdup_printf(_("%s is ready: its event loop has no core yet"), moment->name);
  if (gantry_moment_is_in(moment, loop, GANTRY_STATE_WAIT_GIL))
    return g_strdup_printf(_("%s is ready: its event loop waits for the interpreter lock"), moment->name);
  return g_strdup_printf(_("%s is ready: the event loop turns to it soon"), moment->name);
}

/* Who is on the cores; returns how many of them are busy. */
static int
find_busy (const GantryMoment *moment, GantryNameList *names)
{
  int n_busy = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(moment->timeline); i++) {
    GantryInterval on;
    if (!gantry_moment_find(gantry_timeline_get_core(moment->timeline, i), moment->moment, &on) ||
        on.state != GANTRY_STATE_RUNNING)
      continue;
    const GantryLane *lane = gantry_timeline_find_lane(moment->timeline, on.object);
    gantry_name_list_add(names, lane ? gantry_lane_get_name(lane) : "?");
    n_busy++;
  }
  return n_busy;
}

char *
gantry_moment_ready (const GantryMoment *moment)
{
  const GantryLane *loop = gantry_loop_of(moment->timeline, moment->lane);
  int cores = gantry_timeline_get_facts(moment->timeline)->cores;
  GantryNameList names;
  if (loop && gantry_moment_has_few_lanes(moment))
    return ready_on_loop(moment, loop);
  gantry_name_list_init(&names, GANTRY_MOMENT_NAMES);
  int n_busy = find_busy(moment, &names);
  g_autofree char *busy = gantry_name_list_finish(&names);
  if (cores <= 0 || n_busy < cores)
    return g_strdup_printf(_("%s is ready, but is on no core yet"), moment->name);
  if (cores == 1)
    return g_strdup_printf(_("%s is ready: the only core is busy with %s"), moment->name, busy);
  if (cores == 2)
    return g_strdup_printf(_("%s is ready: both cores are busy with %s"), moment->name, busy);
  return g_strdup_printf(_("%s is ready: all %d cores are busy with %s"), moment->name, cores, busy);
}
