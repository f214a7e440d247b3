/* A run that goes on: how far each thing is known, and what is held back until it is certain.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

#define MS 1000000

/* A lane that waits is known up to the pass's moment, one that measures itself as far as it was seen to run.
 */
static void
test_known_until (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n"
                                                     "0ms b created thread\n"
                                                     "1ms a started cpu 0\n"
                                                     "2ms b started cpu 1\n"
                                                     "3ms b sleeping\n"
                                                     "4ms ring 0 seen\n"
                                                     "6ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_lane(timeline, "a", "created 0-1, running 1-4+ cpu 0");
  gantry_script_assert_lane(timeline, "b", "created 0-2, running 2-3 cpu 1, sleeping 3-6+");
  g_assert_cmpint(gantry_timeline_get_now(timeline), ==, 6 * MS);
  gantry_script_feed(script, "7ms ring 0 seen\n8ms pass\n");
  gantry_script_assert_lane(timeline, "a", "created 0-1, running 1-7+ cpu 0");
  gantry_script_assert_lane(timeline, "b", "created 0-2, running 2-3 cpu 1, sleeping 3-8+");
  /* It was off its processor since it was last seen. */
  gantry_script_feed(script, "7ms a gap 1ms cpu 0\n9ms ring 0 seen\n10ms pass\n");
  gantry_script_assert_lane(timeline, "a", "created 0-1, running 1-7 cpu 0, ready 7-8, running 8-9+ cpu 0");
}

/* Where the kernel tells, a running lane is known up to now. */
static void
test_known_by_the_kernel (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("from kernel\n"
                                                     "0ms a created thread\n"
                                                     "1ms a started cpu 0\n"
                                                     "5ms ring 0 seen\n"
                                                     "6ms pass\n");
  gantry_script_assert_lane(gantry_script_get_timeline(script), "a", "created 0-1, running 1-6+ cpu 0");
}

static void
test_just_created (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("3ms a created thread\n");
  const GantryLane *lane = gantry_script_find_lane(gantry_script_get_timeline(script), "a");
  g_assert_cmpuint(gantry_lane_get_n_intervals(lane), ==, 0);
  g_assert_cmpint(gantry_lane_get_known_until(lane), ==, 3 * MS);
  g_assert_cmpint(gantry_lane_get_started(lane), ==, GANTRY_NO_TIME);
  g_assert_cmpint(gantry_lane_get_ended(lane), ==, GANTRY_NO_TIME);
  g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_NONE);
  gantry_script_feed(script, "4ms pass\n");
  gantry_script_assert_lane(gantry_script_get_timeline(script), "a", "created 3-4+");
}

/* An event that came in ahead of the pass's moment stays ahead of it. */
static void
test_ahead_of_now (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n"
                                                     "0ms a started\n"
                                                     "5ms a sleeping\n"
                                                     "3ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_lane(timeline, "a", "running 0-5+");
  gantry_script_feed(script, "7ms pass\n");
  gantry_script_assert_lane(timeline, "a", "running 0-5, sleeping 5-7+");
}

/* The number of running tasks is certain only up to where each of them was last seen to run. */
static void
test_counter_is_held_back (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n"
                                                     "0ms b created thread\n"
                                                     "1ms a started cpu 0\n"
                                                     "2ms b started cpu 1\n"
                                                     "5ms b sleeping\n"
                                                     "4ms ring 0 seen\n"
                                                     "6ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU), "1=1 2=2");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT), "1=1 2=2");
  gantry_script_feed(script, "4ms a gap 3ms cpu 1\n9ms ring 0 seen\n9ms pass\n");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "1=1 2=2 4=1 5=0 7=1");
}

/* A thread that has a processor and said nothing yet may turn out to have been running since. */
static void
test_silent_thread (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("from kernel\n"
                                                     "0ms a created thread\n"
                                                     "0ms a started cpu 0\n"
                                                     "1ms a sleeping\n"
                                                     "1.1ms ring 0 out cpu 0\n"
                                                     "4ms ring 0 in cpu 0\n"
                                                     "0ms b created thread\n"
                                                     "0ms b started cpu 1\n"
                                                     "4.5ms b sleeping\n"
                                                     "5ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU), "0=2 1=1");
  gantry_script_feed(script, "5.1ms a running cpu 0\n6ms pass\n");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_ON_CPU),
                            "0=2 1=1 4=2 4.5=1");
  gantry_script_assert_lane(timeline, "a", "running 0-1 cpu 0, sleeping 1-4, running 4-6+ cpu 0");
}

/* A core's lane grows while a task runs on it, and shows only what is certain. */
static void
test_core_grows (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n"
                                                     "1ms a started cpu 0\n"
                                                     "4ms ring 0 seen\n"
                                                     "6ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_lane(timeline, "core 0", "sleeping 0-1, running 1-4+ for 0");
  gantry_script_feed(script, "9ms ring 0 seen\n10ms pass\n");
  gantry_script_assert_lane(timeline, "core 0", "sleeping 0-1, running 1-9+ for 0");
  gantry_script_feed(script, "10ms a sleeping\n14ms pass\n");
  gantry_script_assert_lane(timeline, "core 0", "sleeping 0-1, running 1-10 for 0, sleeping 10-14+");
}

/* Steps, marks and arrows wait for the pass, too: another ring may have earlier ones. */
static void
test_order_over_rings (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("thing queue q\n"
                                                     "0ms a created thread\n0ms a started\n"
                                                     "0ms b created thread\n0ms b started\n"
                                                     "5ms a length q 2\n"
                                                     "5ms a print late\n"
                                                     "3ms b length q 1\n"
                                                     "3ms b print early\n"
                                                     "4ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "3=1");
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
  uint64_t revision = gantry_timeline_get_revision(timeline);
  gantry_script_feed(script, "8ms pass\n");
  g_assert_cmpuint(gantry_timeline_get_revision(timeline), >, revision);
  gantry_script_assert_text(gantry_script_describe_thing(timeline, 0), "3=1 5=2");
  g_assert_cmpstr(gantry_timeline_get_mark(timeline, 1)->text, ==, "late");
}

/* The records of a lane whose creation has not come yet wait, and with them everything that may be later. */
static void
test_refusal (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms main created thread\n0ms main started\n"
                                                     "6ms main sleeping\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  g_assert_false(gantry_script_offer(script, "5ms child started cpu 1"));
  gantry_script_feed(script, "9ms pass\n");
  g_assert_cmpint(gantry_timeline_get_now(timeline), ==, 5 * MS);
  gantry_script_feed(script, "4ms child created thread by main\n"
                             "5ms child started cpu 1\n"
                             "9ms ring 1 seen\n"
                             "9ms pass\n");
  gantry_script_assert_lane(timeline, "child", "created 4-5, running 5-9+ cpu 1");
  gantry_script_assert_lane(timeline, "main", "running 0-6, sleeping 6-9+");
}

/* A creation that was lost does not come: the lane is made up when its record is offered the second time. */
static void
test_lost_creation (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("model processes\n0ms main created process\n");
  g_assert_false(gantry_script_offer(script, "5ms child started cpu 1"));
  g_assert_false(gantry_script_offer(script, "5ms child started cpu 1"));
  gantry_script_feed(script, "9ms pass\n");
  /* Another ring was held up as well; its lane was created meanwhile, so that there may be more to come. */
  gantry_script_feed(script, "1ms other created process by main\n");
  g_assert_false(gantry_script_offer(script, "5ms child started cpu 1"));
  gantry_script_feed(script, "9ms pass\n");
  g_assert_true(gantry_script_offer(script, "5ms child started cpu 1"));
  gantry_script_feed(script, "9ms ring 1 seen\n9ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  const GantryLane *lane = gantry_timeline_find_lane(timeline, 1);
  g_assert_cmpstr(gantry_lane_get_name(lane), ==, "lane 1");
  g_assert_cmpint(gantry_lane_get_kind(lane), ==, GANTRY_LANE_PROCESS);
  gantry_script_assert_lane(timeline, "lane 1", "running 5-9+ cpu 1");
}

/* In the last pass nothing is refused. */
static void
test_last_pass (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms main created thread\n");
  gantry_builder_set_last(gantry_script_get_builder(script));
  g_assert_true(gantry_script_offer(script, "5ms child wait-event line 3"));
  gantry_script_feed(script, "9ms finish failed\n");
  gantry_script_assert_lane(gantry_script_get_timeline(script), "lane 1", "wait-event 5-9 line 3");
}

/* Figures so far, before the end. */
static void
test_result_so_far (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n"
                                                     "0ms a started\n"
                                                     "3ms a lost 5 since 2ms\n"
                                                     "4ms pass\n");
  GantryRunResult result;
  gantry_timeline_get_result(gantry_script_get_timeline(script), &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_UNFINISHED);
  g_assert_cmpint(result.wall_ns, ==, 4 * MS);
  g_assert_cmpuint(result.events, ==, 2);
  g_assert_cmpuint(result.lost, ==, 5);
  g_assert_false(gantry_timeline_is_finished(gantry_script_get_timeline(script)));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/live/known-until", test_known_until);
  g_test_add_func("/live/known-by-the-kernel", test_known_by_the_kernel);
  g_test_add_func("/live/just-created", test_just_created);
  g_test_add_func("/live/ahead-of-now", test_ahead_of_now);
  g_test_add_func("/live/counter-is-held-back", test_counter_is_held_back);
  g_test_add_func("/live/silent-thread", test_silent_thread);
  g_test_add_func("/live/core-grows", test_core_grows);
  g_test_add_func("/live/order-over-rings", test_order_over_rings);
  g_test_add_func("/live/refusal", test_refusal);
  g_test_add_func("/live/lost-creation", test_lost_creation);
  g_test_add_func("/live/last-pass", test_last_pass);
  g_test_add_func("/live/result-so-far", test_result_so_far);
  return g_test_run();
}
