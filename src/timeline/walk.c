/* States are sought by the lane's sums: a range that holds no time in a state holds no interval of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/walk.h"

#include "timeline/lower-bound.h"

#define MOST_PASSED 64             /* intervals between a wait that is over and what is done next */
#define MOST_LOOKED_THROUGH 500000 /* arrows; a few milliseconds */

static const GantryLane *
lane_of (const GantryTimeline *timeline, const GantryStop *stop)
{
  return gantry_timeline_find_lane(timeline, stop->lane);
}

bool
gantry_walk_begin (const GantryTimeline *timeline, uint32_t lane_id, int64_t time, GantryStop *stop)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  size_t count = lane ? gantry_lane_get_n_intervals(lane) : 0, index;
  if (count == 0)
    return false;
  if (!gantry_lane_find(lane, time, &index))
    index = time < gantry_lane_get_created(lane) ? 0 : count - 1;
  *stop = (GantryStop){lane_id, index};
  return true;
}

bool
gantry_walk_step (const GantryTimeline *timeline, GantryStop *stop, int step)
{
  const GantryLane *lane = lane_of(timeline, stop);
  size_t count = lane ? gantry_lane_get_n_intervals(lane) : 0;
  if (step < 0 ? stop->index == 0 || stop->index > count : stop->index + 1 >= count)
    return false;
  stop->index = step < 0 ? stop->index - 1 : stop->index + 1;
  return true;
}

static bool
has_state (const GantryLane *lane, int64_t from, int64_t to, GantryState state)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(lane, from, to, sums);
  return sums[state] > 0;
}

/* The start of the first moment after `from` at which the lane is in the state; FALSE: before `end` there is
 * none. */
static bool
find_forth (const GantryLane *lane, int64_t from, int64_t end, GantryState state, int64_t *found)
{
  int64_t low = from, reach = 1;
  while (low < end && !has_state(lane, low, MIN(low + reach, end), state)) {
    low = MIN(low + reach, end);
    reach *= 2;
  }
  int64_t high = MIN(low + reach, end); /* it is in from low to before high */
  if (low >= end)
    return false;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (has_state(lane, low, middle, state))
      high = middle;
    else
      low = middle;
  }
  *found = low;
  return true;
}

/* The last such moment before `to`; FALSE: from `begin` on there is none. */
static bool
find_back (const GantryLane *lane, int64_t to, int64_t begin, GantryState state, int64_t *found)
{
  int64_t high = to, reach = 1;
  while (high > begin && !has_state(lane, MAX(high - reach, begin), high, state)) {
    high = MAX(high - reach, begin);
    reach *= 2;
  }
  int64_t low = MAX(high - reach, begin);
  if (high <= begin)
    return false;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (has_state(lane, middle, high, state))
      low = middle;
    else
      high = middle;
  }
  *found = low;
  return true;
}

bool
gantry_walk_same_state (const GantryTimeline *timeline, GantryStop *stop, int step)
{
  const GantryLane *lane = lane_of(timeline, stop);
  GantryInterval interval;
  int64_t found;
  if (!lane || stop->index >= gantry_lane_get_n_intervals(lane))
    return false;
  gantry_lane_get_interval(lane, stop->index, &interval);
  bool is_found =
      step < 0 ? find_back(lane, interval.start, gantry_lane_get_created(lane), interval.state, &found)
               : find_forth(lane, interval.end, gantry_lane_get_known_until(lane), interval.state, &found);
  return is_found && gantry_lane_find(lane, found, &stop->index);
}

static bool
goes_on (const GantryInterval *interval)
{
  return interval->state == GANTRY_STATE_RUNNING || interval->state == GANTRY_STATE_READY;
}

/* The wait before what runs at that place, or the place's own. */
static GantryStop
wait_before (const GantryTimeline *timeline, GantryStop stop, GantryInterval *wait)
{
  const GantryLane *lane = lane_of(timeline, &stop);
  gantry_lane_get_interval(lane, stop.index, wait);
  for (int i = 0; i < MOST_PASSED && goes_on(wait) && gantry_walk_step(timeline, &stop, -1); i++)
    gantry_lane_get_interval(lane, stop.index, wait);
  return stop;
}

/* What a lane was in up to `time`. */
static bool
stop_before (const GantryTimeline *timeline, uint32_t lane_id, int64_t time, GantryStop *stop)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  size_t index;
  if (!lane || (!gantry_lane_find(lane, time - 1, &index) && !gantry_lane_find(lane, time, &index)))
    return false;
  *stop = (GantryStop){lane_id, index};
  return true;
}

bool
gantry_walk_to_cause (const GantryTimeline *timeline, const GantryCauses *causes, GantryStop *stop)
{
  const GantryLane *lane = lane_of(timeline, stop);
  GantryInterval wait;
  GantryArrow cause;
  if (!lane || stop->index >= gantry_lane_get_n_intervals(lane))
    return false;
  GantryStop waited = wait_before(timeline, *stop, &wait);
  if (waited.index == 0 && goes_on(&wait)) /* it never waited: whoever started it let it run */
    return stop_before(timeline, gantry_lane_get_parent(lane), gantry_lane_get_created(lane), stop);
  return gantry_causes_find(causes, stop->lane, &wait, &cause) &&
         stop_before(timeline, cause.from_lane, cause.from_time, stop);
}

static int64_t
arrival_of (gconstpointer timeline, size_t place)
{
  return gantry_timeline_get_arrow(timeline, place).to_time;
}

/* The wait that the arrow ended; where it ended none, what its arrival found. */
static bool
stop_of_effect (const GantryTimeline *timeline, const GantryCauses *causes, const GantryArrow *arrow,
                GantryStop *stop)
{
  GantryStop found;
  GantryInterval wait;
  GantryArrow cause;
  if (!stop_before(timeline, arrow->to_lane, arrow->to_time, &found))
    return false;
  GantryStop waited = wait_before(timeline, found, &wait);
  if (gantry_causes_find(causes, arrow->to_lane, &wait, &cause) && cause.from_lane == arrow->from_lane &&
      cause.from_time == arrow->from_time) {
    *stop = waited;
    return true;
  }
  return gantry_walk_begin(timeline, arrow->to_lane, arrow->to_time, stop);
}

bool
gantry_walk_to_effect (const GantryTimeline *timeline, const GantryCauses *causes, GantryStop *stop)
{
  const GantryLane *lane = lane_of(timeline, stop);
  GantryInterval interval;
  size_t count = gantry_timeline_get_n_arrows(timeline);
  if (!lane || stop->index >= gantry_lane_get_n_intervals(lane))
    return false;
  gantry_lane_get_interval(lane, stop->index, &interval);
  size_t place = gantry_lower_bound(0, count, interval.start, arrival_of, timeline);
  for (size_t end = MIN(count, place + MOST_LOOKED_THROUGH); place < end; place++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, place);
    if (arrow.from_lane == stop->lane && arrow.from_time > interval.start &&
        arrow.from_time <= interval.end && arrow.to_lane != stop->lane)
      return stop_of_effect(timeline, causes, &arrow, stop);
  }
  return false;
}
