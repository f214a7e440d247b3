/* Questions about ranges: each answer is what counting one by one gives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/script.h"
#include "timeline/statistics.h"

#include <string.h>

#define N_INTERVALS 1000 /* many blocks, and more than one chunk */
#define N_QUESTIONS 3000

static void
test_append_store (void)
{
  GantryAppendStore store;
  gantry_append_store_init(&store, sizeof(uint64_t));
  const uint64_t *first = NULL;
  for (uint64_t i = 0; i < 100000; i++) {
    uint64_t value = i * 3;
    g_assert_cmpuint(gantry_append_store_count(&store), ==, i);
    gantry_append_store_append(&store, &value);
    if (i == 0)
      first = gantry_append_store_at(&store, 0);
  }
  /* Nothing ever moves. */
  g_assert_true(first == gantry_append_store_at(&store, 0));
  for (uint64_t i = 0; i < 100000; i++)
    g_assert_cmpuint(*(const uint64_t *)gantry_append_store_at(&store, i), ==, i * 3);
  gantry_append_store_clear(&store);
  g_assert_cmpuint(gantry_append_store_count(&store), ==, 0);
}

/* A reserved element is nobody's until it is published. */
static void
test_reserve (void)
{
  GantryAppendStore store;
  gantry_append_store_init(&store, sizeof(int));
  int *place = gantry_append_store_reserve(&store);
  *place = 7;
  g_assert_cmpuint(gantry_append_store_count(&store), ==, 0);
  g_assert_true(gantry_append_store_reserve(&store) == place);
  gantry_append_store_publish(&store);
  g_assert_cmpint(*(const int *)gantry_append_store_at(&store, 0), ==, 7);
  gantry_append_store_clear(&store);
}

static void
tell (GantryBuilder *builder, int64_t time, uint32_t lane, GantryEventKind kind, uint16_t detail,
      uint64_t first)
{
  GantryRecord record = {.time = time, .ring = lane, .lane = lane, .kind = (uint16_t)kind, .detail = detail};
  record.first = first;
  record.text = "lane";
  g_assert_true(gantry_builder_get_sink()->event(&record, builder));
}

/* Two lanes that change in steps of 1 to 9 ns, so that every boundary is hit by the questions below. */
static GantryTimeline *
make_timeline (GRand *random, bool finished, GantryBuilder **builder)
{
  GantryRunFacts facts = {.title = "queries", .model = "threads", .on_cpu_from = GANTRY_ON_CPU_FROM_VIRTUAL};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  *builder = gantry_builder_new(timeline);
  int64_t time = 0;
  for (uint32_t lane = 0; lane < 2; lane++)
    tell(*builder, 10, lane, GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_TASK, gantry_pack32(GANTRY_NO_LANE, 0));
  time = 12;
  for (int i = 0; i < N_INTERVALS; i++) {
    for (uint32_t lane = 0; lane < 2; lane++) {
      GantryState state = (GantryState)g_rand_int_range(random, 1, GANTRY_N_STATES);
      if (g_rand_boolean(random))
        tell(*builder, time, lane, GANTRY_EVENT_STATE, gantry_detail_pack(state, (int)lane), (uint64_t)i);
    }
    time += g_rand_int_range(random, 1, 10);
    if (g_rand_int_range(random, 0, 10) == 0)
      gantry_builder_get_sink()->pass(time, *builder);
  }
  if (!finished)
    return timeline;
  GantryRunResult result = {.outcome = GANTRY_RUN_OK};
  gantry_builder_finish(*builder, time, &result, true);
  return timeline;
}

static void
ask_lane (GRand *random, const GantryLane *lane)
{
  int64_t known = gantry_lane_get_known_until(lane);
  for (int i = 0; i < N_QUESTIONS; i++) {
    int64_t from = g_rand_int_range(random, -20, (gint32)known + 20), times[GANTRY_N_STATES] = {0};
    int64_t to = g_rand_int_range(random, -20, (gint32)known + 20), counted[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(lane, from, to, times);
    gantry_script_count_times(lane, from, to, counted);
    g_assert_cmpmem(times, sizeof times, counted, sizeof counted);
    size_t index = 0;
    bool lives = from >= gantry_lane_get_created(lane) && from < known;
    g_assert_true(gantry_lane_find(lane, from, &index) == lives);
    GantryInterval interval;
    gantry_lane_get_interval(lane, index, &interval);
    if (lives)
      g_assert_true(interval.start <= from && from < interval.end);
  }
}

static void
test_times (void)
{
  for (guint32 seed = 0; seed < 4; seed++) {
    GRand *random = g_rand_new_with_seed(seed);
    GantryBuilder *builder;
    GantryTimeline *timeline = make_timeline(random, seed % 2 == 0, &builder);
    for (uint32_t i = 0; i < 2; i++) {
      g_assert_cmpuint(gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i)), >, 300);
      ask_lane(random, gantry_timeline_get_lane(timeline, i));
    }
    for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
      ask_lane(random, gantry_timeline_get_core(timeline, i));
    gantry_builder_free(builder);
    gantry_timeline_unref(timeline);
    g_rand_free(random);
  }
}

/* They add to what is there, and a lane's own range is all of it. */
static void
test_times_add (void)
{
  GRand *random = g_rand_new_with_seed(7);
  GantryBuilder *builder;
  GantryTimeline *timeline = make_timeline(random, true, &builder);
  const GantryLane *lane = gantry_timeline_get_lane(timeline, 0);
  int64_t twice[GANTRY_N_STATES] = {0}, once[GANTRY_N_STATES];
  gantry_lane_add_times(lane, INT64_MIN, INT64_MAX, twice);
  gantry_lane_add_times(lane, gantry_lane_get_created(lane), gantry_lane_get_ended(lane), twice);
  gantry_statistics_lane(lane, once);
  for (int i = 0; i < GANTRY_N_STATES; i++)
    g_assert_cmpint(twice[i], ==, 2 * once[i]);
  gantry_builder_free(builder);
  gantry_timeline_unref(timeline);
  g_rand_free(random);
}

static int64_t
value_at (const GantryTimeline *timeline, GantryCounter counter, int64_t time)
{
  int64_t value = 0;
  for (size_t i = 0; i < gantry_timeline_get_n_steps(timeline, counter); i++)
    if (gantry_timeline_get_step(timeline, counter, i).time <= time)
      value = gantry_timeline_get_step(timeline, counter, i).value;
  return value;
}

static void
ask_counter (GRand *random, const GantryTimeline *timeline, GantryCounter counter)
{
  int64_t end = gantry_timeline_get_now(timeline);
  for (int i = 0; i < 100; i++) {
    int64_t from = g_rand_int_range(random, -5, (gint32)end + 5);
    int64_t to = MIN(from + g_rand_int_range(random, 1, 900), end + 5);
    int64_t integral = 0, most = INT64_MIN;
    if (to <= from)
      continue;
    for (int64_t time = from; time < to; time++) {
      integral += value_at(timeline, counter, time);
      most = MAX(most, value_at(timeline, counter, time));
    }
    g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, counter, from, to), ==,
                      (double)integral / (double)(to - from));
    g_assert_cmpint(gantry_timeline_counter_max(timeline, counter, from, to), ==, most);
    size_t index = 0;
    bool found = gantry_timeline_find_step(timeline, counter, from, &index);
    g_assert_cmpint(found ? gantry_timeline_get_step(timeline, counter, index).value : 0, ==,
                    value_at(timeline, counter, from));
  }
  g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, counter, 5, 5), ==, 0);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, counter, 5, 4), ==, 0);
}

static void
test_counters (void)
{
  GRand *random = g_rand_new_with_seed(11);
  GantryBuilder *builder;
  GantryTimeline *timeline = make_timeline(random, true, &builder);
  g_assert_cmpuint(gantry_timeline_get_n_steps(timeline, GANTRY_COUNTER_ON_CPU), >, 30);
  ask_counter(random, timeline, GANTRY_COUNTER_ON_CPU);
  ask_counter(random, timeline, GANTRY_COUNTER_IN_FLIGHT);
  gantry_builder_free(builder);
  gantry_timeline_unref(timeline);
  g_rand_free(random);
}

/* More steps than a block of maxima, rising and falling. */
static void
test_many_steps (void)
{
  GantryRunFacts facts = {.title = "steps", .model = "threads", .on_cpu_from = GANTRY_ON_CPU_FROM_VIRTUAL};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  GantryBuilder *builder = gantry_builder_new(timeline);
  GRand *random = g_rand_new_with_seed(5);
  for (uint32_t lane = 0; lane < 300; lane++) {
    tell(builder, lane, lane, GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_TASK, gantry_pack32(GANTRY_NO_LANE, 0));
    tell(builder, lane, lane, GANTRY_EVENT_LANE_STARTED, gantry_detail_pack(GANTRY_STATE_RUNNING, -1), 0);
  }
  for (uint32_t lane = 0; lane < 300; lane++)
    tell(builder, 300 + lane * 2, (lane * 7) % 300, GANTRY_EVENT_LANE_ENDED, GANTRY_OUTCOME_OK, 0);
  GantryRunResult result = {.outcome = GANTRY_RUN_OK};
  gantry_builder_finish(builder, 900, &result, true);
  g_assert_cmpuint(gantry_timeline_get_n_steps(timeline, GANTRY_COUNTER_IN_FLIGHT), ==, 600);
  ask_counter(random, timeline, GANTRY_COUNTER_IN_FLIGHT);
  g_rand_free(random);
  gantry_builder_free(builder);
  gantry_timeline_unref(timeline);
}

/* Lanes are found by id, whatever the order of their creation, and ids may be far apart. */
static void
test_find_lane (void)
{
  GantryRunFacts facts = {.title = "ids", .model = "threads"};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  GantryBuilder *builder = gantry_builder_new(timeline);
  static const uint32_t ids[] = {5000, 3, 4194303, 4095, 4096, 0, 64, 63, 127, 128};
  for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
    tell(builder, 0, ids[i], GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_TASK, gantry_pack32(GANTRY_NO_LANE, 0));
  /* There is no room for this one: it is left out. */
  tell(builder, 0, 4194304, GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_TASK, gantry_pack32(GANTRY_NO_LANE, 0));
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, G_N_ELEMENTS(ids));
  for (uint32_t i = 0; i < G_N_ELEMENTS(ids); i++) {
    g_assert_cmpuint(gantry_lane_get_id(gantry_timeline_get_lane(timeline, i)), ==, ids[i]);
    g_assert_true(gantry_timeline_find_lane(timeline, ids[i]) == gantry_timeline_get_lane(timeline, i));
  }
  g_assert_null(gantry_timeline_find_lane(timeline, 4));
  g_assert_null(gantry_timeline_find_lane(timeline, 4194304));
  g_assert_null(gantry_timeline_find_lane(timeline, GANTRY_NO_LANE));
  gantry_builder_free(builder);
  gantry_timeline_unref(timeline);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/queries/append-store", test_append_store);
  g_test_add_func("/queries/reserve", test_reserve);
  g_test_add_func("/queries/times", test_times);
  g_test_add_func("/queries/times-add", test_times_add);
  g_test_add_func("/queries/counters", test_counters);
  g_test_add_func("/queries/many-steps", test_many_steps);
  g_test_add_func("/queries/find-lane", test_find_lane);
  return g_test_run();
}
