/* Figures of parts of a run: they add up to the whole's, and they are what is counted one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/statistics.h"

#include "script.h"

#define MS INT64_C(1000000)

/* Two take a lock in turns, a queue is filled and emptied, an event is waited for, a variable is stored to.
 */
static const char shared[] =
    "model threads\ncores 2\nfrom virtual\nthing lock l 0\nthing queue q 2\nthing event e 0\n"
    "thing 'shared variable' v\n"
    "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
    "2ms a acquired l\n4ms b wait-lock for l line 3\n10ms a released l\n"
    "10ms b woken by a at 10ms\n10ms b running cpu 1 line 3\n10ms b acquired l\n"
    "12ms a wait-event for e line 5\n15ms b length q 1\n16ms b value v 7\n16ms b value v 7\n20ms b value e "
    "1\n"
    "20ms a woken by b at 20ms\n21ms a running cpu 0 line 5\n25ms b released l\n"
    "26ms a acquired l\n30ms b ended ok\n40ms a ended ok\n40ms end ok\n";

static void
assert_thing (const GantryTimeline *timeline, uint32_t index, int64_t from_ms, int64_t to_ms,
              const char *expected)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new_range(timeline, from_ms * MS, to_ms * MS);
  const GantryThingFigures *figures = &statistics->things[index];
  g_autofree char *text = g_strdup_printf("%d %d %g %g", (int)figures->acquired, (int)figures->contended,
                                          (double)figures->wait_ns / 1e6, (double)figures->held_ns / 1e6);
  g_assert_cmpstr(text, ==, expected);
}

static void
test_things (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(shared);
  assert_thing(timeline, 0, 0, 40, "3 1 6 37");
  assert_thing(timeline, 0, 0, 2, "0 0 0 0");
  assert_thing(timeline, 0, 2, 5, "1 0 1 3");
  assert_thing(timeline, 0, 5, 10, "0 0 5 5");
  assert_thing(timeline, 0, 10, 11, "1 1 0 1");
  assert_thing(timeline, 0, 24, 30, "1 0 0 5");
  assert_thing(timeline, 0, 30, 400, "0 0 0 10"); /* to the end, and no farther */
  assert_thing(timeline, 1, 10, 20, "1 0 0 0");
  assert_thing(timeline, 2, 13, 20, "0 0 7 0");
  assert_thing(timeline, 2, 20, 21, "1 1 0 0");
  assert_thing(timeline, 3, 16, 17, "2 0 0 0");
}

static void
test_counters (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(shared);
  g_autoptr(GantryStatistics) part = gantry_statistics_new_range(timeline, 4 * MS, 10 * MS);
  g_assert_cmpfloat(part->on_cpu_mean, ==, 1.0);
  g_assert_cmpint(part->on_cpu_max, ==, 1);
  g_assert_cmpfloat(part->in_flight_mean, ==, 2.0);
}

static void
test_no_range (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(shared);
  g_autoptr(GantryTimeline) none = gantry_script_play("0ms end ok\n");
  static const int64_t ranges[][2] = {{5, 5}, {9, 3}, {400, 500}, {-9, -3}, {INT64_MIN, INT64_MIN + 1}};
  for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
    g_autoptr(GantryStatistics) part = gantry_statistics_new_range(timeline, ranges[i][0], ranges[i][1]);
    g_assert_cmpint(part->things[0].held_ns, ==, 0);
    g_assert_cmpint(part->things[0].wait_ns, ==, 0);
    g_assert_cmpuint(part->things[0].acquired, ==, 0);
  }
  g_autoptr(GantryStatistics) nothing = gantry_statistics_new_range(none, 0, 1);
  g_assert_cmpuint(nothing->n_things, ==, 0);
}

static bool
is_wait_for (const GantryInterval *interval, uint32_t thing)
{
  return interval->state >= GANTRY_STATE_WAIT_LOCK && interval->state <= GANTRY_STATE_WAIT_PIPE &&
         interval->object == thing;
}

/* Interval by interval. */
static int64_t
waited (const GantryTimeline *timeline, uint32_t thing, int64_t from, int64_t to)
{
  int64_t sum = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      if (is_wait_for(&interval, thing))
        sum += MAX(MIN(interval.end, to) - MAX(interval.start, from), 0);
    }
  }
  return sum;
}

/* Step by step: of a lock, who has it. */
static int64_t
held (const GantryTimeline *timeline, uint32_t index, int64_t from, int64_t to)
{
  const GantryThing *thing = gantry_timeline_get_thing(timeline, index);
  int64_t sum = 0;
  for (size_t i = 0; i < gantry_thing_get_n_steps(thing); i++) {
    GantryStep step = gantry_thing_get_step(thing, i);
    int64_t end =
        i + 1 < gantry_thing_get_n_steps(thing) ? gantry_thing_get_step(thing, i + 1).time : INT64_MAX;
    if (step.value >= 0)
      sum += MAX(MIN(end, to) - MAX(step.time, from), 0);
  }
  return sum;
}

/* A few lanes that take locks, wait for them, and give them back or not. */
static GantryTimeline *
random_run (void)
{
  g_autoptr(GString) text =
      g_string_new("model threads\ncores 2\nfrom virtual\nthing lock k\nthing rlock l\n");
  int n_lanes = g_test_rand_int_range(1, 6), now = 0;
  for (int i = 0; i < n_lanes; i++)
    g_string_append_printf(text, "0us l%d created thread\n0us l%d started\n", i, i);
  for (int i = 0; i < 150; i++) {
    int lane = g_test_rand_int_range(0, n_lanes);
    const char *thing = g_test_rand_bit() ? "k" : "l";
    now += g_test_rand_int_range(0, 4);
    switch (g_test_rand_int_range(0, 4)) {
    case 0:
      g_string_append_printf(text, "%dus l%d wait-lock for %s\n", now, lane, thing);
      break;
    case 1:
      g_string_append_printf(text, "%dus l%d running\n", now, lane);
      break;
    default:
      g_string_append_printf(text, "%dus l%d %s %s\n", now, lane, g_test_rand_bit() ? "acquired" : "released",
                             thing);
    }
  }
  g_string_append_printf(text, "%dus end ok\n", now + g_test_rand_int_range(0, 3));
  return gantry_script_play(text->str);
}

static void
add (GantryThingFigures *sum, const GantryThingFigures *part)
{
  sum->acquired += part->acquired;
  sum->contended += part->contended;
  sum->wait_ns += part->wait_ns;
  sum->held_ns += part->held_ns;
}

static void
assert_same (const GantryThingFigures *left, const GantryThingFigures *right)
{
  g_assert_cmpuint(left->acquired, ==, right->acquired);
  g_assert_cmpuint(left->contended, ==, right->contended);
  g_assert_cmpint(left->wait_ns, ==, right->wait_ns);
  g_assert_cmpint(left->held_ns, ==, right->held_ns);
}

static void
test_random (void)
{
  for (int round = 0; round < 200; round++) {
    g_autoptr(GantryTimeline) timeline = random_run();
    g_autoptr(GantryStatistics) whole = gantry_statistics_new(timeline);
    GantryThingFigures sums[2] = {{0}};
    GantryRunResult result;
    gantry_timeline_get_result(timeline, &result);
    for (int64_t from = 0, to; from < result.wall_ns; from = to) {
      int length = g_test_rand_int_range(1, 60000);
      to = MIN(from + length, result.wall_ns);
      g_autoptr(GantryStatistics) part = gantry_statistics_new_range(timeline, from, to);
      for (uint32_t i = 0; i < 2; i++) {
        g_assert_cmpint(part->things[i].wait_ns, ==, waited(timeline, i, from, to));
        g_assert_cmpint(part->things[i].held_ns, ==, held(timeline, i, from, to));
        add(&sums[i], &part->things[i]);
      }
    }
    for (uint32_t i = 0; i < 2 && result.wall_ns > 0; i++)
      assert_same(&sums[i], &whole->things[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ranges/things", test_things);
  g_test_add_func("/ranges/counters", test_counters);
  g_test_add_func("/ranges/no-range", test_no_range);
  g_test_add_func("/ranges/random", test_random);
  return g_test_run();
}
