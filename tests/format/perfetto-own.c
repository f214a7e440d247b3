/* Timelines that went out as Perfetto traces and come back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "format/perfetto-write.h"
#include "timeline/columns.h"
#include "timeline/script.h"
#include "timeline/timeline-private.h"

static const char kitchen[] = "title \"Two cooks\"\nmodel threads\nseed 7\ncores 2\ngil\nfrom kernel\n"
                              "thing lock kitchen\nthing queue orders 3\nthing variable served\n"
                              "label 21 \"start cook\"\nlabel 22 \"compute 5ms\"\n"
                              "5ms main created thread line 20\n"
                              "6ms main started cpu 0\n"
                              "6ms main running line 21 cpu 0\n"
                              "7ms \"cook 1\" created thread by main line 21\n"
                              "8ms \"cook 1\" started ready 7.5ms cpu 1\n"
                              "8ms \"cook 1\" note \"outer\" line 30\n"
                              "8ms \"cook 1\" note \"inner\" line 31\n"
                              "9ms main wait-lock for kitchen line 23\n"
                              "9ms \"cook 1\" running line 22 cpu 1\n"
                              "9ms \"cook 1\" acquired kitchen\n"
                              "9ms \"cook 1\" length orders 1\n"
                              "10ms \"cook 1\" io-file line 24\n"
                              "11ms \"cook 1\" running line 22 cpu 0\n"
                              "11ms \"cook 1\" running line 22 cpu 0\n"
                              "12.000001ms \"cook 1\" print \"order 1\" line 33\n"
                              "13ms \"cook 1\" length orders 0 get\n"
                              "13ms \"cook 1\" value served -3\n"
                              "14ms \"cook 1\" released kitchen\n"
                              "14ms \"cook 1\" note-end\n"
                              "15ms \"cook 1\" note-end\n"
                              "15ms \"cook 1\" lost 3 since 14.7ms\n"
                              "15ms \"cook 1\" ended failed reason \"burnt\"\n"
                              "14.5ms main woken by \"cook 1\" at 14ms\n"
                              "14.5ms main running line 22 cpu 1\n"
                              "14.8ms main expect held \"one served\" line 24\n"
                              "14.9ms main expect broken \"none burnt\" line 25\n"
                              "15ms main wait-join for \"cook 1\" line 26\n"
                              "15.5ms main woken by \"cook 1\" at 15ms\n"
                              "15.5ms main running line 26 cpu 0\n"
                              "16ms main ended ok\n"
                              "20ms end failed \"none burnt\"\n";

static const char tasks[] =
    "title loop\nmodel async\nseed -5\nfrom self\n"
    "0ms loop created loop\n0ms loop started cpu 0\n"
    "0ms main created task by loop\n0ms main started cpu 0\n"
    "0ms a created task by main\n0ms a started cpu 0\n"
    "1ms a sleeping line 3\n2ms main wait-join for a\n2ms loop sleeping\n"
    "5ms loop running cpu 1\n5ms a woken\n5ms a running line 3 cpu 1\n7ms a ended ok\n"
    "7ms main woken by a at 7ms\n7ms main running cpu 1\n8ms main ended ok\n8ms loop ended ok\n8ms end ok\n";

static const char forked[] = "model processes\ntitle \"Forks\"\n"
                             "0ms main created process\n0ms main started pid 700 cpu 0\n"
                             "1ms child created process by main\n2ms child started pid 701 cpu 1\n"
                             "2ms helper created thread by child\n3ms helper started pid 701 cpu 2\n"
                             "2ms server created server by main\n2ms server started pid 702 cpu 3\n"
                             "5ms helper ended ok\n6ms child ended ok\n7ms server ended ok\n"
                             "8ms main ended ok\n9ms end crashed \"gone\"\n";

static const char *const scripts[] = {kitchen, tasks, forked};

typedef struct {
  GantryTimeline *before;
  GantryTimeline *after;
} Trip;

static void
trip_free (Trip *trip)
{
  gantry_timeline_unref(trip->before);
  gantry_timeline_unref(trip->after);
  g_free(trip);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trip, trip_free)

static Trip *
trip_new (const char *script)
{
  Trip *trip = g_new(Trip, 1);
  trip->before = gantry_script_play(script);
  g_autoptr(GBytes) bytes = gantry_timeline_to_perfetto(trip->before);
  g_autoptr(GByteArray) trace = g_bytes_unref_to_array(g_bytes_ref(bytes));
  trip->after = perfetto_read(trace, 0, NULL);
  return trip;
}

static void
assert_same_times (const GantryLane *before, const GantryLane *after)
{
  int64_t expected[GANTRY_N_STATES] = {0}, sums[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(before, INT64_MIN / 4, INT64_MAX / 4, expected);
  gantry_lane_add_times(after, INT64_MIN / 4, INT64_MAX / 4, sums);
  for (int state = 0; state < GANTRY_N_STATES; state++)
    g_assert_cmpint(sums[state], ==, expected[state]);
}

static void
test_lanes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trip) trip = trip_new(scripts[i]);
    uint32_t n_lanes = gantry_timeline_get_n_lanes(trip->before);
    g_assert_cmpuint(gantry_timeline_get_n_lanes(trip->after), ==, n_lanes);
    for (uint32_t k = 0; k < n_lanes; k++) {
      const GantryLane *before = gantry_timeline_get_lane(trip->before, k);
      const GantryLane *after = gantry_timeline_get_lane(trip->after, k);
      g_assert_cmpstr(gantry_lane_get_name(after), ==, gantry_lane_get_name(before));
      g_assert_cmpint(gantry_lane_get_kind(after), ==, gantry_lane_get_kind(before));
      g_assert_cmpuint(gantry_lane_get_parent(after), ==, gantry_lane_get_parent(before));
      g_assert_cmpint(gantry_lane_get_outcome(after), ==, gantry_lane_get_outcome(before));
      g_assert_cmpint(gantry_lane_get_created(after), ==, gantry_lane_get_created(before));
      g_assert_cmpint(gantry_lane_get_ended(after), ==, gantry_lane_get_ended(before));
      g_assert_cmpuint(gantry_lane_get_n_losses(after), ==, gantry_lane_get_n_losses(before));
      assert_same_times(before, after);
    }
  }
}

static void
test_cores (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trip) trip = trip_new(scripts[i]);
    g_assert_cmpuint(gantry_timeline_get_n_cores(trip->after), ==, gantry_timeline_get_n_cores(trip->before));
    for (uint32_t k = 0; k < gantry_timeline_get_n_cores(trip->before); k++) {
      int64_t expected[GANTRY_N_STATES] = {0}, sums[GANTRY_N_STATES] = {0};
      gantry_lane_add_times(gantry_timeline_get_core(trip->before, k), 0, INT64_MAX / 4, expected);
      gantry_lane_add_times(gantry_timeline_get_core(trip->after, k), 0, INT64_MAX / 4, sums);
      g_assert_cmpint(sums[GANTRY_STATE_RUNNING], ==, expected[GANTRY_STATE_RUNNING]);
    }
  }
}

static void
test_records (void)
{
  g_autoptr(Trip) trip = trip_new(kitchen);
  const GantryTimeline *after = trip->after;
  gantry_script_assert_text(
      gantry_script_describe_arrows(after),
      "start main 7 - cook 1 8, release cook 1 14 - main 14.5, join cook 1 15 - main 15.5");
  gantry_script_assert_text(perfetto_marks(after),
                            "cook 1 12 order 1, main 14.8 one served, main 14.9 none burnt");
  g_assert_cmpint(gantry_timeline_get_mark(after, 0)->kind, ==, GANTRY_MARK_PRINT);
  g_assert_cmpint(gantry_timeline_get_mark(after, 1)->kind, ==, GANTRY_MARK_EXPECT_HELD);
  g_assert_cmpint(gantry_timeline_get_mark(after, 2)->kind, ==, GANTRY_MARK_EXPECT_BROKEN);
  g_assert_cmpuint(gantry_timeline_get_n_spans(after), ==, 2);
  g_assert_cmpstr(gantry_timeline_get_span(after, 0)->text, ==, "inner");
  g_assert_cmpint(gantry_timeline_get_span(after, 0)->from, ==, 8000000);
  g_assert_cmpint(gantry_timeline_get_span(after, 1)->to, ==, 15000000);
  gantry_script_assert_text(perfetto_things(after), "kitchen:; orders: 9=1 13=0; served: 13=-3");
  const GantryLane *cook = gantry_script_find_lane(after, "cook 1");
  g_assert_cmpuint(gantry_lane_get_loss(cook, 0)->count, ==, 3);
  g_assert_cmpint(gantry_lane_get_loss(cook, 0)->to - gantry_lane_get_loss(cook, 0)->from, ==, 300000);
}

/* What they are, how often they were used, and when. */
static void
test_things (void)
{
  g_autoptr(Trip) trip = trip_new(kitchen);
  for (int until = 5; until < 20; until += 5) {
    g_autofree char *uses = gantry_script_describe_uses(trip->before, until);
    gantry_script_assert_text(gantry_script_describe_uses(trip->after, until), uses);
  }
}

/* A run whose file was cut off stays one, and a lane whose end nobody saw has none. */
static void
test_lost_end (void)
{
  const GantryRunFacts facts = {.title = "cut", .model = "threads"};
  const GantryLaneFacts lane = {.kind = GANTRY_LANE_THREAD, .name = "a", .parent = GANTRY_NO_LANE};
  char reason[] = "cut off";
  GantryRunResult result = {
      .wall_ns = 5, .reason = reason, .peak_rss_bytes = 4096, .context_switches = 7, .lost = 9};
  g_autoptr(GantryTimeline) before = gantry_timeline_new(&facts);
  gantry_lane_restore_end(gantry_timeline_restore_lane(before, &lane, false), &lane);
  gantry_timeline_finish(before, &result);
  g_autoptr(GBytes) bytes = gantry_timeline_to_perfetto(before);
  g_autoptr(GByteArray) trace = g_bytes_unref_to_array(g_steal_pointer(&bytes));
  g_autoptr(GantryTimeline) after = perfetto_read(trace, 0, NULL);
  gantry_timeline_get_result(after, &result);
  g_assert_true(gantry_run_result_is_lost(&result));
  g_assert_cmpstr(result.reason, ==, "cut off");
  g_assert_cmpint(result.peak_rss_bytes, ==, 4096);
  g_assert_cmpint(result.context_switches, ==, 7);
  g_assert_cmpuint(result.lost, ==, 9);
  g_assert_cmpint(gantry_lane_get_outcome(gantry_timeline_get_lane(after, 0)), ==, GANTRY_OUTCOME_NONE);
}

static void
test_facts (void)
{
  static const GantryRunOutcome outcomes[] = {GANTRY_RUN_FAILED, GANTRY_RUN_OK, GANTRY_RUN_CRASHED};
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trip) trip = trip_new(scripts[i]);
    const GantryRunFacts *before = gantry_timeline_get_facts(trip->before);
    const GantryRunFacts *after = gantry_timeline_get_facts(trip->after);
    GantryRunResult result;
    gantry_timeline_get_result(trip->after, &result);
    g_assert_cmpint(result.outcome, ==, outcomes[i]);
    g_assert_cmpstr(after->title, ==, before->title);
    g_assert_cmpstr(after->model, ==, before->model);
    g_assert_cmpint(after->seed, ==, before->seed);
    g_assert_cmpint(after->cores, ==, before->cores);
    g_assert_cmpint(after->gil, ==, before->gil);
    g_assert_cmpint(after->on_cpu_from, ==, before->on_cpu_from);
  }
}

/* Out and in once more changes nothing: the same states, labels and records. */
static void
test_twice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trip) trip = trip_new(scripts[i]);
    g_autoptr(GBytes) first = gantry_timeline_to_perfetto(trip->after);
    g_autoptr(GByteArray) trace = g_bytes_unref_to_array(g_bytes_ref(first));
    g_autoptr(GantryTimeline) again = perfetto_read(trace, 0, NULL);
    g_autoptr(GBytes) second = gantry_timeline_to_perfetto(again);
    g_assert_true(g_bytes_equal(first, second));
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-own/lanes", test_lanes);
  g_test_add_func("/perfetto-own/cores", test_cores);
  g_test_add_func("/perfetto-own/records", test_records);
  g_test_add_func("/perfetto-own/things", test_things);
  g_test_add_func("/perfetto-own/lost-end", test_lost_end);
  g_test_add_func("/perfetto-own/facts", test_facts);
  g_test_add_func("/perfetto-own/twice", test_twice);
  return g_test_run();
}
