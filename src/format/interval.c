/* The names that files use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/interval.h"

static bool
is_core (const GantryLane *lane)
{
  return gantry_lane_get_kind(lane) == GANTRY_LANE_CORE;
}

const char *
gantry_interval_get_object_name (const GantryTimeline *timeline, const GantryLane *lane,
                                 const GantryInterval *interval)
{
  uint32_t object = interval->object;
  if (is_core(lane) || interval->state == GANTRY_STATE_WAIT_JOIN) {
    const GantryLane *other = gantry_timeline_find_lane(timeline, object);
    return other != NULL ? gantry_lane_get_name(other) : NULL;
  }
  if (!gantry_state_is_wait(interval->state) || object >= gantry_timeline_get_n_things(timeline))
    return NULL;
  return gantry_thing_get_name(gantry_timeline_get_thing(timeline, object));
}

int64_t
gantry_interval_get_core (const GantryLane *lane, const GantryInterval *interval)
{
  if (is_core(lane))
    return gantry_lane_get_id(lane);
  if (interval->state != GANTRY_STATE_RUNNING || interval->object == GANTRY_NO_OBJECT ||
      interval->object == 0)
    return GANTRY_NO_CPU;
  return (int64_t)interval->object - 1;
}

const char *
gantry_interval_get_name (const GantryTimeline *timeline, const GantryLane *lane,
                          const GantryInterval *interval)
{
  const char *name = NULL;
  if (is_core(lane))
    name = gantry_interval_get_object_name(timeline, lane, interval);
  else if (interval->state == GANTRY_STATE_RUNNING)
    name = gantry_timeline_get_line_label(timeline, interval->line);
  return name != NULL ? name : gantry_state_id(interval->state);
}

const char *
gantry_arrow_kind_id (GantryArrowKind kind)
{
  static const char *const ids[] = {"start", "join", "release", "put", "set"};
  return (size_t)kind < G_N_ELEMENTS(ids) ? ids[kind] : NULL;
}
