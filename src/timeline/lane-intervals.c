/* A lane's intervals, read one by one while they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

/* Of a cache. */
#define INTERVALS_IN_LINE 4

int64_t
gantry_lane_get_known_until (const GantryLane *lane)
{
  /* Acquire, all of them, in this order. A lane that says "up to now" may have changed before now is read;
   * but whatever changed before that moment was said before the moment was. So a change is seen by reading
   * again, an end by reading it last, and what became "up to now" once more by its new interval:
   * gantry_lane_take_view() below. */
  int64_t known = atomic_load_explicit(&lane->known, memory_order_acquire);
  if (known == GANTRY_NO_TIME) {
    int64_t now = atomic_load_explicit(lane->now, memory_order_acquire);
    known = atomic_load_explicit(&lane->known, memory_order_acquire);
    if (known == GANTRY_NO_TIME)
      known = now;
  }
  int64_t ended = gantry_lane_get_ended(lane);
  if (ended == GANTRY_NO_TIME)
    return known;
  /* It was known up to its end before that was told; but for one whose file lost what it did last. */
  known = atomic_load_explicit(&lane->known, memory_order_acquire);
  return known != GANTRY_NO_TIME ? MIN(known, ended) : ended;
}

bool
gantry_lane_is_incomplete (const GantryLane *lane)
{
  /* The end first: it is not known further before. */
  int64_t ended = gantry_lane_get_ended(lane);
  return ended != GANTRY_NO_TIME && gantry_lane_get_known_until(lane) < ended;
}

GantryLaneView
gantry_lane_take_view (const GantryLane *lane)
{
  GantryLaneView view;
  size_t count;
  /* The count was the same before and after, and it only grows: it was so when the end was read. */
  do {
    count = gantry_append_store_count(&lane->intervals);
    view.known = gantry_lane_get_known_until(lane);
  } while (count != gantry_append_store_count(&lane->intervals));
  /* The newest one may be published a moment before it is known to have a length. */
  if (count > 0 && gantry_lane_stored_at(lane, count - 1)->start >= view.known)
    count--;
  view.count = count;
  return view;
}

size_t
gantry_lane_get_n_intervals (const GantryLane *lane)
{
  return gantry_lane_take_view(lane).count;
}

int64_t
gantry_lane_get_start (const GantryLane *lane, size_t index)
{
  return gantry_lane_stored_at(lane, index)->start;
}

bool
gantry_lane_get_runner (const GantryLane *lane, size_t index, int64_t *start, uint32_t *runner)
{
  const GantryStoredInterval *stored = gantry_lane_stored_at(lane, index);
  *start = stored->start;
  *runner = stored->object;
  return gantry_stored_state(stored) == GANTRY_STATE_RUNNING;
}

void
gantry_lane_fetch (const GantryLane *lane, size_t index, size_t count)
{
  for (size_t i = 0; i < count; i += INTERVALS_IN_LINE)
    __builtin_prefetch(gantry_lane_stored_at(lane, index + i));
}

void
gantry_lane_get_interval (const GantryLane *lane, size_t index, GantryInterval *interval)
{
  bool open = false;
  int64_t end = GANTRY_NO_TIME;
  if (index + 1 >= gantry_append_store_count(&lane->intervals)) {
    GantryLaneView view = gantry_lane_take_view(lane);
    end = view.known;
    open = index + 1 == view.count && gantry_lane_get_ended(lane) == GANTRY_NO_TIME;
  }
  /* Looked at again: once there is a next interval, its start is the truth. */
  if (index + 1 < gantry_append_store_count(&lane->intervals)) {
    end = gantry_lane_stored_at(lane, index + 1)->start;
    open = false;
  }
  const GantryStoredInterval *stored = gantry_lane_stored_at(lane, index);
  *interval = (GantryInterval){
      .start = stored->start,
      .end = end,
      .state = gantry_stored_state(stored),
      .line = stored->state_and_line & GANTRY_LINE_MASK,
      .object = stored->object,
      .open = open,
  };
}
