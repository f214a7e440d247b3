/* Steps from one event of a run to the next, forth and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/changes.h"

#include "script.h"

#define MS INT64_C(1000000)

static const char two_lanes[] = "title 'T'\n model threads\n cores 2\n"
                                "1ms one created thread\n1ms one started cpu 0\n1ms one running cpu 0\n"
                                "3ms one print 'hello'\n"
                                "5ms one sleeping\n"
                                "2ms two created thread\n2ms two started cpu 1\n2ms two running cpu 1\n"
                                "5.2ms two ended ok\n"
                                "9ms one ended ok\n10ms end ok\n";

static void
assert_steps (const GantryTimeline *timeline, int64_t grain, const int64_t *times, guint n_times)
{
  int64_t time = -1;
  for (guint i = 0; i < n_times; i++) {
    time = gantry_changes_next(timeline, time, grain);
    g_assert_cmpint(time, ==, times[i]);
  }
  g_assert_cmpint(gantry_changes_next(timeline, time, grain), ==, GANTRY_NO_TIME);
  for (guint i = n_times - 1; i-- > 0;) {
    time = gantry_changes_previous(timeline, time, grain);
    g_assert_cmpint(time, ==, times[i]);
  }
  g_assert_cmpint(gantry_changes_previous(timeline, time, grain), ==, GANTRY_NO_TIME);
}

static void
test_steps (void)
{
  static const int64_t all[] = {1 * MS, 2 * MS, 3 * MS, 5 * MS, 5200000, 9 * MS};
  static const int64_t coarse[] = {1 * MS, 2 * MS, 3 * MS, 5200000, 9 * MS};
  g_autoptr(GantryTimeline) timeline = gantry_script_play(two_lanes);
  assert_steps(timeline, 0, all, G_N_ELEMENTS(all));
  assert_steps(timeline, 1, all, G_N_ELEMENTS(all));
  assert_steps(timeline, 1 * MS, coarse, G_N_ELEMENTS(coarse));
}

/* From where nothing happens. */
static void
test_between (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(two_lanes);
  g_assert_cmpint(gantry_changes_next(timeline, 3500000, 0), ==, 5 * MS);
  g_assert_cmpint(gantry_changes_previous(timeline, 3500000, 0), ==, 3 * MS);
  g_assert_cmpint(gantry_changes_previous(timeline, 900 * MS, 0), ==, 9 * MS);
  g_assert_cmpint(gantry_changes_previous(timeline, -5, 1000), ==, GANTRY_NO_TIME);
  g_assert_cmpint(gantry_changes_next(timeline, -5 * MS, 1000), ==, 1 * MS);
}

static void
test_lane (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(two_lanes);
  g_assert_cmpuint(gantry_changes_lane(timeline, 5 * MS, 0, GANTRY_NO_LANE), ==, 0);
  g_assert_cmpuint(gantry_changes_lane(timeline, 5200000, 0, GANTRY_NO_LANE), ==, 1);
  g_assert_cmpuint(gantry_changes_lane(timeline, 5200000, 0, 0), ==, 1);
  g_assert_cmpuint(gantry_changes_lane(timeline, 5200000, MS, 0), ==, 0);
  /* A mark is no change of a lane. */
  g_assert_cmpuint(gantry_changes_lane(timeline, 3 * MS, 0, 0), ==, GANTRY_NO_LANE);
}

/* The end of what goes on is not known, and is no step. */
static void
test_live (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("title 'T'\n model threads\n cores 2\n"
                                                     "0ms one created thread\n0ms one started cpu 0\n"
                                                     "0ms one running cpu 0\n5ms one sleeping\n9ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  g_assert_cmpint(gantry_changes_next(timeline, 1 * MS, 0), ==, 5 * MS);
  g_assert_cmpint(gantry_changes_next(timeline, 5 * MS, 0), ==, GANTRY_NO_TIME);
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title 'T'\n model threads\n cores 2\n0ms end ok\n");
  g_assert_cmpint(gantry_changes_next(timeline, -1, 0), ==, GANTRY_NO_TIME);
  g_assert_cmpint(gantry_changes_previous(timeline, 10, 7), ==, GANTRY_NO_TIME);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/changes/steps", test_steps);
  g_test_add_func("/changes/between", test_between);
  g_test_add_func("/changes/lane", test_lane);
  g_test_add_func("/changes/live", test_live);
  g_test_add_func("/changes/empty", test_empty);
  return g_test_run();
}
