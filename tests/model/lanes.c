/* A lane that one thread writes and another reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lanes.h"

#include "timeline/lane-private.h"

/* A lane, as it grows: whoever reads it sees it whole up to somewhere. */

static GantryLane *lane;
static _Atomic int64_t newest;

static void
set_up_lane (void)
{
  atomic_store(&newest, 0);
  lane = gantry_lane_new(0, GANTRY_LANE_THREAD, "lane", GANTRY_NO_LANE, false, 0, 1, &newest);
}

static void
tear_down_lane (void)
{
  gantry_lane_free(lane);
}

static void
grow (void)
{
  gantry_lane_set(lane, 10, GANTRY_STATE_RUNNING, 1, 1, true);
  if (g_test_slow())
    gantry_lane_set(lane, 20, GANTRY_STATE_READY, 2, GANTRY_NO_OBJECT, true);
  gantry_lane_end(lane, g_test_slow() ? 30 : 20, GANTRY_OUTCOME_OK, 7, "because");
}

/* Its states follow each other every 10 ns. */
static void
look_at_lane (void)
{
  static const GantryState states[] = {GANTRY_STATE_CREATED, GANTRY_STATE_RUNNING, GANTRY_STATE_READY};
  GantryInterval last;
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  explore_assert(n_intervals <= G_N_ELEMENTS(states));
  if (n_intervals == 0)
    return;
  gantry_lane_get_interval(lane, n_intervals - 1, &last);
  explore_assert(last.start == 10 * ((int64_t)n_intervals - 1) && last.state == states[n_intervals - 1]);
  explore_assert(last.end > last.start && last.end <= last.start + 10);
}

static void
look_at_end (void)
{
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    explore_assert(gantry_lane_get_result(lane) == 7 && *gantry_lane_get_reason(lane) == 'b' &&
                   gantry_lane_get_n_intervals(lane) >= 2);
}

/* As a builder does from pass to pass, where the lane is known up to the newest moment. */
static void
grow_until_now (void)
{
  gantry_lane_set(lane, 10, GANTRY_STATE_RUNNING, 1, 1, true);
  /* Release: as gantry_timeline_set_now() does. */
  atomic_store_explicit(&newest, 15, memory_order_release);
  gantry_lane_show_now(lane);
  gantry_lane_set(lane, 20, GANTRY_STATE_READY, 2, GANTRY_NO_OBJECT, true);
}

const ExploreScenario explore_growing = {
    .name = "growing",
    .n_threads = 2,
    .set_up = set_up_lane,
    .tear_down = tear_down_lane,
    .threads = {grow, look_at_lane},
};

const ExploreScenario explore_ending = {
    .name = "ending",
    .n_threads = 2,
    .set_up = set_up_lane,
    .tear_down = tear_down_lane,
    .threads = {grow, look_at_end},
};

const ExploreScenario explore_going_on = {
    .name = "going-on",
    .n_threads = 2,
    .set_up = set_up_lane,
    .tear_down = tear_down_lane,
    .threads = {grow_until_now, look_at_lane},
};
