/* What an interval's `object` stands for.
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
