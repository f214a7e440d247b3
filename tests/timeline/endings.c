/* How lanes and runs end, by whose word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"

#define MS 1000000

static void
assert_ended (const GantryTimeline *timeline, const char *name, GantryOutcome outcome, int64_t time)
{
  const GantryLane *lane = gantry_script_find_lane(timeline, name);
  g_assert_cmpint(gantry_lane_get_outcome(lane), ==, outcome);
  g_assert_cmpint(gantry_lane_get_ended(lane), ==, time);
}

/* A dead worker's end is told by another thread, whose ring is read first: what the worker said before still
 * counts, what it seems to say after does not. */
static void
test_end_told_by_another (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms main created process\n0ms main started\n"
                                                     "0ms w created process by main\n"
                                                     "1ms w started cpu 1 ring 5\n"
                                                     "2ms pass\n"
                                                     "7ms w ended killed reason \"signal 9\" ring 0\n"
                                                     "3ms w sleeping line 3\n"
                                                     "4ms w print last\n"
                                                     "5ms w running line 4 cpu 1\n"
                                                     "7ms ring 5 seen\n"
                                                     "8ms w sleeping line 9\n"
                                                     "9ms pass\n"
                                                     "9.5ms w running line 10\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_lane(timeline, "w",
                            "created 0-1, running 1-3 cpu 1, sleeping 3-5 line 3, running 5-7 line 4 cpu 1");
  assert_ended(timeline, "w", GANTRY_OUTCOME_KILLED, 7 * MS);
  g_assert_cmpstr(gantry_lane_get_reason(gantry_script_find_lane(timeline, "w")), ==, "signal 9");
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

/* Its ring was read before the other thread's: what it said in between comes with the next pass. */
static void
test_end_told_too_early (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms main created process\n0ms main started ring 5\n"
                                                     "0ms w created process by main\n"
                                                     "1ms w started cpu 1 ring 2\n"
                                                     "4ms w ended killed ring 5\n"
                                                     "6ms pass\n"
                                                     "3ms w sleeping line 3\n"
                                                     "8ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_assert_lane(timeline, "w", "created 0-1, running 1-3 cpu 1, sleeping 3-4 line 3");
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT),
                            "0=1 1=2 4=1");
}

/* A worker that measures itself was not seen to run for a while before it was killed: it had no processor. */
static void
test_killed_while_off (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created process\n0ms main started\n"
                                                          "0ms w created process by main\n"
                                                          "1ms w started cpu 1 ring 5\n"
                                                          "3ms ring 5 seen\n"
                                                          "7ms w ended killed ring 0\n"
                                                          "9ms main ended ok\n");
  gantry_script_assert_lane(timeline, "w", "created 0-1, running 1-3 cpu 1, ready 3-7");
}

/* A lane that was ended by its parent, because it could not be started. */
static void
test_never_started (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms main created thread\n0ms main started\n"
                                                          "1ms w created thread by main\n"
                                                          "2ms w ended failed reason \"no more threads\"\n"
                                                          "3ms main ended ok\n");
  gantry_script_assert_lane(timeline, "w", "created 1-2");
  assert_ended(timeline, "w", GANTRY_OUTCOME_FAILED, 2 * MS);
  g_assert_cmpint(gantry_lane_get_started(gantry_script_find_lane(timeline, "w")), ==, GANTRY_NO_TIME);
  gantry_script_assert_text(gantry_script_describe_counter(timeline, GANTRY_COUNTER_IN_FLIGHT), "0=1 3=0");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "");
}

/* The run's own word decides; what is still there then ends with it, and nothing lies after. */
static void
test_run_ended (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("0ms loop created loop\n0ms loop started cpu 0\n"
                         "0ms main created thread\n0ms main started ring 1 cpu 0\n"
                         "0ms d created thread daemon by main\n"
                         "1ms d started ring 2 cpu 1\n"
                         "2ms s created server\n2ms s started ring 3\n"
                         "2ms late created thread\n2ms late started ring 4\n"
                         "5ms main ended ok\n"
                         "6ms end failed \"main broke a promise\" \n"
                         "7ms d running line 8 cpu 1\n"
                         "7ms d print unheard\n"
                         "8ms e created thread by d\n"
                         "8ms ring 2 seen\n"
                         "8ms d ended daemon-killed ring 1\n"
                         "8ms ring 0 seen\n"
                         "9ms pass\n"
                         "9ms finish\n");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_FAILED);
  g_assert_cmpstr(result.reason, ==, "main broke a promise");
  g_assert_cmpint(result.wall_ns, ==, 6 * MS);
  g_assert_cmpint(gantry_timeline_get_now(timeline), ==, 6 * MS);
  assert_ended(timeline, "main", GANTRY_OUTCOME_OK, 5 * MS);
  assert_ended(timeline, "loop", GANTRY_OUTCOME_OK, 6 * MS);
  assert_ended(timeline, "s", GANTRY_OUTCOME_OK, 6 * MS);
  assert_ended(timeline, "d", GANTRY_OUTCOME_DAEMON_KILLED, 6 * MS);
  assert_ended(timeline, "late", GANTRY_OUTCOME_KILLED, 6 * MS);
  assert_ended(timeline, "core 1", GANTRY_OUTCOME_OK, 6 * MS);
  gantry_script_assert_lane(timeline, "d", "created 0-1, running 1-6 cpu 1");
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 0);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 5);
}

/* The runner was killed: nothing told the end, and whoever collects says why. */
static void
test_run_killed (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("0ms loop created loop\n0ms loop started cpu 0\n"
                                                          "0ms a created thread\n0ms a started ring 1\n"
                                                          "0ms d created thread daemon by a\n"
                                                          "3ms a sleeping\n"
                                                          "8ms finish stopped \"stopped\"\n");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_STOPPED);
  g_assert_cmpstr(result.reason, ==, "stopped");
  g_assert_cmpint(result.wall_ns, ==, 8 * MS);
  assert_ended(timeline, "loop", GANTRY_OUTCOME_KILLED, 8 * MS);
  assert_ended(timeline, "a", GANTRY_OUTCOME_KILLED, 8 * MS);
  assert_ended(timeline, "d", GANTRY_OUTCOME_DAEMON_KILLED, 8 * MS);
  gantry_script_assert_lane(timeline, "a", "running 0-3, sleeping 3-8");
  gantry_script_assert_lane(timeline, "d", "created 0-8");
}

/* A run that told its end but was stopped all the same: the stop overrides its words, not its time. */
static void
test_override (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms a created thread\n0ms a started\n"
                                                     "4ms a ended ok\n"
                                                     "5ms end ok\n");
  g_assert_cmpint(gantry_builder_get_told_outcome(gantry_script_get_builder(script)), ==, GANTRY_RUN_OK);
  gantry_script_feed(script, "9ms finish limit \"too long\"\n");
  GantryRunResult result;
  gantry_timeline_get_result(gantry_script_get_timeline(script), &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_LIMIT);
  g_assert_cmpstr(result.reason, ==, "too long");
  g_assert_cmpint(result.wall_ns, ==, 5 * MS);
}

/* Who crashes takes all along that are in its process, which come to a processor once more to die, and nobody
 * else. */
static void
test_crash (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "model threads\ncores 2\nfrom kernel\n"
      "0ms a created thread\n0ms a started cpu 0 pid 10\n0ms b created thread\n"
      "0ms b started cpu 1 pid 10\n0ms c created process by a\n0ms c started pid 12\n"
      "0ms d created thread by a daemon\n0ms d started pid 10\n0ms d sleeping\n"
      "3ms ring 1 preempted\n5ms a ended killed reason 'it crashed'\n7ms ring 1 in cpu 1\n8ms pass\n"
      "9ms c ended ok\n20ms finish crashed\n");
  assert_ended(timeline, "a", GANTRY_OUTCOME_KILLED, 5 * MS);
  assert_ended(timeline, "b", GANTRY_OUTCOME_KILLED, 5 * MS);
  assert_ended(timeline, "c", GANTRY_OUTCOME_OK, 9 * MS);
  assert_ended(timeline, "d", GANTRY_OUTCOME_KILLED, 5 * MS);
  gantry_script_assert_lane(timeline, "b", "running 0-3 cpu 1, ready 3-5");
}

static void
test_nothing_happened (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("3ms finish\n");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_true(gantry_timeline_is_finished(timeline));
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_CRASHED);
  g_assert_cmpint(result.wall_ns, ==, 3 * MS);
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 0);
  g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_ON_CPU, 0, 3 * MS), ==, 0);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, 3 * MS), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/endings/end-told-by-another", test_end_told_by_another);
  g_test_add_func("/endings/end-told-too-early", test_end_told_too_early);
  g_test_add_func("/endings/killed-while-off", test_killed_while_off);
  g_test_add_func("/endings/never-started", test_never_started);
  g_test_add_func("/endings/run-ended", test_run_ended);
  g_test_add_func("/endings/run-killed", test_run_killed);
  g_test_add_func("/endings/override", test_override);
  g_test_add_func("/endings/crash", test_crash);
  g_test_add_func("/endings/nothing-happened", test_nothing_happened);
  return g_test_run();
}
