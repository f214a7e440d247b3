/* From interval to interval: to the ends of lanes, over thousands of others, to causes and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/walk.h"

#include "kitchen.h"
#include "script.h"

#define HEAD GANTRY_KITCHEN_HEAD

static GantryStop
stop_at (const GantryTimeline *timeline, const char *name, int64_t ms)
{
  GantryStop stop;
  uint32_t lane = gantry_lane_get_id(gantry_script_find_lane(timeline, name));
  g_assert_true(gantry_walk_begin(timeline, lane, ms * 1000000, &stop));
  return stop;
}

/* "two 4" for the interval of two that begins at 4 ms. */
static char *
describe (const GantryTimeline *timeline, GantryStop stop)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, stop.lane);
  GantryInterval interval;
  gantry_lane_get_interval(lane, stop.index, &interval);
  return g_strdup_printf("%s %g", gantry_lane_get_name(lane), (double)interval.start / 1e6);
}

static void
test_begin (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  GantryStop stop = {99, 99};
  gantry_script_assert_text(describe(timeline, stop_at(timeline, "two", 10)), "two 4");
  gantry_script_assert_text(describe(timeline, stop_at(timeline, "two", 0)), "two 2");
  gantry_script_assert_text(describe(timeline, stop_at(timeline, "two", 1000)), "two 22");
  g_assert_false(gantry_walk_begin(timeline, 12345, 0, &stop));
  g_assert_cmpuint(stop.index, ==, 99);
  g_assert_false(gantry_walk_step(timeline, &stop, 1)); /* of no lane */
  g_assert_false(gantry_walk_same_state(timeline, &stop, -1));
}

static void
test_step (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  GantryStop stop = stop_at(timeline, "two", 2);
  unsigned n_steps = 0;
  g_assert_false(gantry_walk_step(timeline, &stop, -1));
  while (gantry_walk_step(timeline, &stop, 1))
    n_steps++;
  g_assert_cmpuint(n_steps + 1, ==, gantry_lane_get_n_intervals(gantry_script_find_lane(timeline, "two")));
  gantry_script_assert_text(describe(timeline, stop), "two 22");
  g_assert_true(gantry_walk_step(timeline, &stop, -1));
  gantry_script_assert_text(describe(timeline, stop), "two 20");
}

/* A wait among thousands of others, found from both sides, and against a look at each. */
static void
test_same_state (void)
{
  g_autoptr(GString) text = g_string_new(HEAD "0us main created thread\n0us main started\n");
  for (int i = 1; i <= 6000; i++)
    g_string_append_printf(text, "%dus main %s\n", i,
                           i == 5 || i == 3001 || i == 5998 ? "wait-lock for kitchen"
                           : i % 2                          ? "sleeping"
                                                            : "running");
  g_string_append(text, "1s main ended ok\n1s end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text->str);
  GantryStop stop = stop_at(timeline, "main", 0);
  gantry_walk_begin(timeline, stop.lane, 5000, &stop);
  g_assert_false(gantry_walk_same_state(timeline, &stop, -1));
  g_assert_true(gantry_walk_same_state(timeline, &stop, 1));
  gantry_script_assert_text(describe(timeline, stop), "main 3.001");
  g_assert_true(gantry_walk_same_state(timeline, &stop, 1));
  gantry_script_assert_text(describe(timeline, stop), "main 5.998");
  g_assert_false(gantry_walk_same_state(timeline, &stop, 1));
  g_assert_true(gantry_walk_same_state(timeline, &stop, -1));
  g_assert_true(gantry_walk_same_state(timeline, &stop, -1));
  gantry_script_assert_text(describe(timeline, stop), "main 0.005");
  /* Of those that alternate the next is two further on. */
  gantry_walk_begin(timeline, stop.lane, 1000000, &stop);
  size_t before = stop.index;
  g_assert_true(gantry_walk_same_state(timeline, &stop, 1));
  g_assert_cmpuint(stop.index, ==, before + 2);
}

static void
test_causes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  GantryStop stop = stop_at(timeline, "main", 35); /* waits for the end of two */
  g_assert_true(gantry_walk_to_cause(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "two 22");
  /* It runs since one let go of what it had waited for. */
  g_assert_true(gantry_walk_to_cause(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "one 1");
  g_assert_true(gantry_walk_to_cause(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "main 0");
  g_assert_false(gantry_walk_to_cause(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "main 0");
}

static void
test_effects (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gantry_kitchen);
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  GantryStop stop = stop_at(timeline, "one", 10); /* lets go of the lock at its end */
  g_assert_true(gantry_walk_to_effect(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "two 4");
  g_assert_false(gantry_walk_to_effect(timeline, causes, &stop)); /* a wait causes nothing */
  stop = stop_at(timeline, "two", 30);
  g_assert_true(gantry_walk_to_effect(timeline, causes, &stop));
  gantry_script_assert_text(describe(timeline, stop), "main 31");
  g_assert_true(gantry_walk_to_cause(timeline, causes, &stop)); /* and back */
  gantry_script_assert_text(describe(timeline, stop), "two 22");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/walk/begin", test_begin);
  g_test_add_func("/walk/step", test_step);
  g_test_add_func("/walk/same-state", test_same_state);
  g_test_add_func("/walk/causes", test_causes);
  g_test_add_func("/walk/effects", test_effects);
  return g_test_run();
}
