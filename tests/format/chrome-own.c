/* Timelines that went out in the Chrome format and come back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-trace.h"
#include "timeline/script.h"
#include "timeline/statistics.h"

/* Written and read again, each lane has spent the same times in the same states. */
static void
test_own (gconstpointer data)
{
  g_autoptr(GantryTimeline) before = gantry_script_play(data);
  g_autofree char *text = gantry_timeline_to_chrome_json(before);
  g_auto(ChromeReading) reading = chrome_read_text(text);
  g_assert_no_error(reading.error);
  g_assert_cmpstr(reading.report.fault, ==, NULL);
  g_assert_cmpuint(reading.report.skipped, ==, 0);
  const GantryTimeline *after = reading.timeline;
  const GantryRunFacts *was = gantry_timeline_get_facts(before), *is = gantry_timeline_get_facts(after);
  g_assert_cmpstr(is->title, ==, was->title);
  g_assert_cmpstr(is->model, ==, was->model);
  g_assert_cmpint(is->seed, ==, was->seed);
  g_assert_cmpint(is->cores, ==, was->cores);
  g_assert_cmpint(is->gil, ==, was->gil);
  g_assert_cmpint(is->on_cpu_from, ==, was->on_cpu_from);
  GantryRunResult result_before, result;
  gantry_timeline_get_result(before, &result_before);
  gantry_timeline_get_result(after, &result);
  g_assert_cmpint(result.outcome, ==, result_before.outcome);
  g_assert_cmpuint(result.lost, ==, result_before.lost);
  uint32_t n_same = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(before); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(before, i);
    if (gantry_lane_get_n_intervals(lane) == 0)
      continue;
    const GantryLane *again = gantry_timeline_get_lane(after, n_same++);
    int64_t sums_before[GANTRY_N_STATES], sums[GANTRY_N_STATES];
    g_assert_cmpstr(gantry_lane_get_name(again), ==, gantry_lane_get_name(lane));
    g_assert_cmpint(gantry_lane_get_kind(again), ==, gantry_lane_get_kind(lane));
    g_assert_cmpint(gantry_lane_get_outcome(again), ==, gantry_lane_get_outcome(lane));
    gantry_statistics_lane(lane, sums_before);
    gantry_statistics_lane(again, sums);
    g_assert_cmpmem(sums, sizeof sums, sums_before, sizeof sums_before);
  }
  g_assert_cmpuint(gantry_timeline_get_n_lanes(after), ==, n_same);
  g_assert_cmpuint(gantry_timeline_get_n_cores(after), ==, gantry_timeline_get_n_cores(before));
  g_assert_cmpuint(gantry_timeline_get_n_marks(after), ==, gantry_timeline_get_n_marks(before));
  g_assert_cmpuint(gantry_timeline_get_n_spans(after), ==, gantry_timeline_get_n_spans(before));
  for (int counter = 0; counter < GANTRY_N_COUNTERS; counter++) {
    g_autofree char *steps = gantry_script_describe_counter(before, (GantryCounter)counter);
    gantry_script_assert_text(gantry_script_describe_counter(after, (GantryCounter)counter), steps);
  }
  g_autofree char *arrows = gantry_script_describe_arrows(before);
  gantry_script_assert_text(gantry_script_describe_arrows(after), arrows);
  g_assert_cmpstr(result.reason, ==, result_before.reason);
  g_assert_cmpint(result.peak_rss_bytes, ==, result_before.peak_rss_bytes);
  g_assert_cmpint(result.context_switches, ==, result_before.context_switches);
  for (int until = 0; until < 20; until += 5) {
    g_autofree char *uses = gantry_script_describe_uses(before, until);
    gantry_script_assert_text(gantry_script_describe_uses(after, until), uses);
  }
}

/* A strange file may tell of the run twice, and a circle that is none. */
static void
test_told_twice (void)
{
  static const char run[] =
      "\"otherData\":{\"recorder\":\"" GANTRY_CHROME_RECORDER "\",\"source\":\"main:\",\"labels\":\"\","
      "\"deadlock\":%s}";
  g_autofree char *once = g_strdup_printf(run, "{\"1\":{\"joins\":2,\"held_by\":{\"0\":2},\"line\":1}}");
  g_autofree char *again = g_strdup_printf(run, "\"nobody\"");
  g_autofree char *text = g_strdup_printf("{%s,%s,\"traceEvents\":[{\"ph\":\"X\",\"cat\":\"running\",\"pid\":"
                                          "1,\"tid\":1,\"ts\":1,\"dur\":2,\"name\":\"a\"}]}",
                                          once, again);
  g_auto(ChromeReading) reading = chrome_read_text(text);
  g_assert_no_error(reading.error);
  g_assert_cmpuint(gantry_timeline_get_n_deadlock_waits(reading.timeline), ==, 0);
}

static const char own[] =
    "peak-memory 5242880\ncontext-switches 12\n"
    "title 'Two'\nmodel threads\nseed 5\ncores 2\nfrom kernel\ngil\nlabel 3 'compute 20ms'\n"
    "thing lock door\nthing queue orders 3\nthing 'shared variable' seen\nthing 'shared variable' never\n"
    "0ms main created thread\n0ms main started cpu 0\n1ms main running line 3 cpu 0\n"
    "2ms 'cook 1' created thread by main\n3ms 'cook 1' started ready 2.5ms cpu 1\n3ms 'cook 1' running line "
    "3 cpu 1\n"
    "4ms main acquired door\n5ms 'cook 1' wait-lock for door\n6ms main note 'lunch'\n7ms main note-end\n"
    "6ms main length orders 1\n8ms main value seen 4\n9ms main length orders 0 get\n"
    "7ms main print \"hi\"\n8ms main expect broken 'n == 2'\n8ms main lost 17 since 7ms\n"
    "9ms main released door\n9ms 'cook 1' woken by main at 9ms\n9ms 'cook 1' acquired door from main\n"
    "9ms 'cook 1' running line 3 cpu 1\n10ms main sleeping\n12ms main woken\n12ms main running line 3 cpu 1\n"
    "12ms 'cook 1' ready\n13ms 'cook 1' ended ok\n16ms switches lost 5 since 14ms cpu 1\n20ms main ended "
    "failed\n20ms end failed\n";

static const char own_loop[] = "title ''\nmodel async\ncores 1\nfrom virtual\n"
                               "0ms loop created loop\n0ms loop started cpu 0\n0ms loop running cpu 0\n"
                               "1ms a created task by loop\n2ms a started cpu 0\n2ms a running cpu 0\n"
                               "3ms a sleeping\n4ms a woken\n4ms a running cpu 0\n5ms a ended ok\n"
                               "6ms loop ended ok\n6ms end ok\n";

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/chrome-own/own", own, test_own);
  g_test_add_data_func("/chrome-own/own-loop", own_loop, test_own);
  g_test_add_func("/chrome-own/told-twice", test_told_twice);
  return g_test_run();
}
