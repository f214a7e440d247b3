/* Steps from one moment to the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/changes.h"

#include <glib.h>

/* The first change of a lane after `time`; INT64_MAX: none. */
static int64_t
first_after (const GantryLane *lane, int64_t time)
{
  GantryInterval interval;
  size_t index;
  if (gantry_lane_get_n_intervals(lane) == 0)
    return INT64_MAX;
  if (gantry_lane_find(lane, time, &index)) {
    gantry_lane_get_interval(lane, index, &interval);
    return interval.open ? INT64_MAX : interval.end;
  }
  gantry_lane_get_interval(lane, 0, &interval);
  return interval.start > time ? interval.start : INT64_MAX;
}

/* The last change of a lane at `time` or before; INT64_MIN: none. */
static int64_t
last_until (const GantryLane *lane, int64_t time)
{
  GantryInterval interval;
  size_t index, count = gantry_lane_get_n_intervals(lane);
  if (count == 0)
    return INT64_MIN;
  if (gantry_lane_find(lane, time, &index)) {
    gantry_lane_get_interval(lane, index, &interval);
    return interval.start;
  }
  gantry_lane_get_interval(lane, count - 1, &interval);
  return !interval.open && interval.end <= time ? interval.end : INT64_MIN;
}

static int64_t
last_change (const GantryTimeline *timeline, int64_t time)
{
  size_t n_before = gantry_timeline_first_mark(timeline, time + 1);
  int64_t last = n_before > 0 ? gantry_timeline_get_mark(timeline, n_before - 1)->time : INT64_MIN;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    last = MAX(last, last_until(gantry_timeline_get_lane(timeline, i), time));
  return last;
}

/* Where the part of the ruler begins that `time` lies in. */
static int64_t
begin_of_part (int64_t time, int64_t grain)
{
  int64_t rest = time % grain;
  return time - (rest < 0 ? rest + grain : rest);
}

int64_t
gantry_changes_next (const GantryTimeline *timeline, int64_t time, int64_t grain)
{
  size_t mark = gantry_timeline_first_mark(timeline, time + 1);
  int64_t first = mark < gantry_timeline_get_n_marks(timeline)
                      ? gantry_timeline_get_mark(timeline, mark)->time
                      : INT64_MAX;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    first = MIN(first, first_after(gantry_timeline_get_lane(timeline, i), time));
  if (first == INT64_MAX)
    return GANTRY_NO_TIME;
  return last_change(timeline, begin_of_part(first, MAX(grain, 1)) + MAX(grain, 1) - 1);
}

int64_t
gantry_changes_previous (const GantryTimeline *timeline, int64_t time, int64_t grain)
{
  int64_t last = last_change(timeline, begin_of_part(time, MAX(grain, 1)) - 1);
  return last == INT64_MIN ? GANTRY_NO_TIME : last;
}

uint32_t
gantry_changes_lane (const GantryTimeline *timeline, int64_t time, int64_t grain, uint32_t preferred)
{
  int64_t last = begin_of_part(time, MAX(grain, 1)) - 1;
  const GantryLane *chosen = gantry_timeline_find_lane(timeline, preferred);
  uint32_t found = GANTRY_NO_LANE;
  if (chosen && last_until(chosen, time) > last)
    return preferred;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t change = last_until(lane, time);
    if (change <= last)
      continue;
    last = change;
    found = gantry_lane_get_id(lane);
  }
  return found;
}
