/* What the application's own records make of a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

static void
test_life (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread line 2 \n"
                                                          "2ms main started ready 1ms cpu 0 pid 77\n"
                                                          "2ms main running line 5 cpu 0\n"
                                                          "5ms main running line 6 cpu 0\n"
                                                          "9ms main ended ok result 3\n");
  const GantryLane *lane = gantry_script_find_lane(timeline, "main");
  gantry_script_assert_lane(timeline, "main",
                            "created 0-1 line 2, ready 1-2 line 2, running 2-5 line 5 cpu 0, "
                            "running 5-9 line 6 cpu 0");
  g_assert_cmpint(gantry_lane_get_created(lane), ==, 0);
  g_assert_cmpint(gantry_lane_get_started(lane), ==, 2000000);
  g_assert_cmpint(gantry_lane_get_ended(lane), ==, 9000000);
  g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_OK);
  g_assert_cmpint(gantry_lane_get_result(lane), ==, 3);
  g_assert_cmpuint(gantry_lane_get_pid(lane), ==, 77);
  g_assert_null(gantry_lane_get_reason(lane));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/states/life", test_life);
  return g_test_run();
}
