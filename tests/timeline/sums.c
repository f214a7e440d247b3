/* The sums of lanes of any length, against counting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"
#include "timeline/script.h"

#include <stdlib.h>

#define N_QUESTIONS 300
#define MOST_COLUMNS 100
/* Longer than what sums since a group's start can say. */
#define ENORMOUS_NS (INT64_C(6) << 30)

/* What the intervals of a test are like. */
typedef struct {
  const char *what;
  int n_states;      /* that occur, from the first on */
  int64_t most_ns;   /* that one lasts */
  int one_in_long;   /* how many go by for one that is enormous; 0: none is */
  int one_in_rarest; /* how many go by for one of the last state */
} Shape;

static const Shape shapes[] = {
    {"two states", 2, 5, 0, 0},        {"all states", GANTRY_N_STATES, 100, 0, 0},
    {"a rare state", 4, 1000, 0, 700}, {"long ones among short", 3, 50, 300, 0},
    {"all long", 5, 50, 1, 0},         {"blocks of about 31 bits", 5, INT64_C(1) << 28, 0, 0},
};

static _Atomic int64_t now;

static GantryLane *
new_lane (void)
{
  return gantry_lane_new(0, GANTRY_LANE_TASK, "task", GANTRY_NO_LANE, false, 3, 0, &now);
}

static GantryLane *
make_lane (GRand *random, const Shape *shape, int n_intervals)
{
  GantryLane *lane = new_lane();
  int64_t time = 3;
  for (int i = 0; i < n_intervals; i++) {
    int state = g_rand_int_range(random, 0, MAX(shape->n_states - (shape->one_in_rarest > 0), 1));
    if (shape->one_in_rarest > 0 && i % shape->one_in_rarest == shape->one_in_rarest - 1)
      state = shape->n_states - 1;
    gantry_lane_set(lane, time, (GantryState)state, (uint32_t)i % 9, (uint32_t)i, true);
    time += 1 + (int64_t)(g_rand_double(random) * (double)shape->most_ns);
    if (shape->one_in_long > 0 && i % shape->one_in_long == 0)
      time += ENORMOUS_NS;
  }
  gantry_lane_show(lane, time);
  return lane;
}

/* Anywhere, or where something begins. */
static int64_t
random_time (GRand *random, const GantryLane *lane)
{
  int64_t known = gantry_lane_get_known_until(lane);
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  GantryInterval interval = {0};
  if (g_rand_boolean(random))
    return -5 + (int64_t)(g_rand_double(random) * (double)(known + 10));
  gantry_lane_get_interval(lane, (size_t)g_rand_int_range(random, 0, (gint32)n_intervals), &interval);
  return interval.start + g_rand_int_range(random, -1, 2);
}

static int
compare_times (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
  return (left > right) - (left < right);
}

static void
ask_columns (GRand *random, const GantryLane *lane)
{
  int64_t bounds[MOST_COLUMNS + 1], sums[MOST_COLUMNS][GANTRY_N_STATES] = {{0}};
  int n = g_rand_int_range(random, 0, MOST_COLUMNS + 1);
  for (int i = 0; i <= n; i++)
    bounds[i] = random_time(random, lane);
  qsort(bounds, (size_t)n + 1, sizeof bounds[0], compare_times);
  sums[0][0] = n > 0 ? 7 : 0;
  size_t indices[MOST_COLUMNS + 1];
  gantry_lane_add_columns(lane, bounds, (size_t)n, sums, indices);
  for (int i = 0; i <= n; i++) {
    size_t index = bounds[i] < 3 ? 0 : gantry_lane_get_n_intervals(lane) - 1;
    gantry_lane_find(lane, bounds[i], &index);
    g_assert_cmpuint(indices[i], ==, index);
  }
  for (int i = 0; i < n; i++) {
    int64_t counted[GANTRY_N_STATES] = {i == 0 ? 7 : 0};
    gantry_script_count_times(lane, bounds[i], bounds[i + 1], counted);
    g_assert_cmpmem(sums[i], sizeof sums[i], counted, sizeof counted);
  }
}

/* Put together in classes, they are the same. */
static void
ask_classes (GRand *random, const GantryLane *lane)
{
  int64_t bounds[MOST_COLUMNS + 1], sums[MOST_COLUMNS][GANTRY_MOST_STATE_CLASSES];
  GantryLanePlace places[MOST_COLUMNS + 1];
  uint8_t classes[GANTRY_N_STATES];
  int n = g_rand_int_range(random, 0, MOST_COLUMNS + 1);
  for (int i = 0; i <= n; i++)
    bounds[i] = random_time(random, lane);
  for (int i = 0; i < GANTRY_N_STATES; i++)
    classes[i] = (uint8_t)g_rand_int_range(random, 0, GANTRY_MOST_STATE_CLASSES);
  qsort(bounds, (size_t)n + 1, sizeof bounds[0], compare_times);
  g_assert_true(gantry_lane_get_columns(lane, bounds, (size_t)n, classes, sums, places));
  for (int i = 0; i <= n; i++) {
    GantryInterval interval;
    size_t index = bounds[i] < 3 ? 0 : gantry_lane_get_n_intervals(lane) - 1;
    gantry_lane_find(lane, bounds[i], &index);
    gantry_lane_get_interval(lane, index, &interval);
    g_assert_cmpuint(places[i].index, ==, index);
    g_assert_cmpint(places[i].start, ==, interval.start);
    g_assert_cmpint(places[i].end, ==, interval.end);
  }
  for (int i = 0; i < n; i++) {
    int64_t counted[GANTRY_N_STATES] = {0}, by_class[GANTRY_MOST_STATE_CLASSES] = {0};
    gantry_script_count_times(lane, bounds[i], bounds[i + 1], counted);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      by_class[classes[state]] += counted[state];
    g_assert_cmpmem(sums[i], sizeof sums[i], by_class, sizeof by_class);
  }
}

static void
ask (GRand *random, const GantryLane *lane)
{
  int64_t known = gantry_lane_get_known_until(lane);
  for (int i = 0; i < N_QUESTIONS; i++) {
    int64_t from = random_time(random, lane), to = random_time(random, lane);
    int64_t times[GANTRY_N_STATES] = {0}, counted[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(lane, from, to, times);
    gantry_script_count_times(lane, from, to, counted);
    g_assert_cmpmem(times, sizeof times, counted, sizeof counted);
    size_t index;
    g_assert_true(gantry_lane_find(lane, from, &index) == (from >= 3 && from < known));
    if (from < 3 || from >= known)
      continue;
    GantryInterval interval;
    gantry_lane_get_interval(lane, index, &interval);
    g_assert_true(interval.start <= from && from < interval.end);
  }
  for (int i = 0; i < 3; i++) {
    ask_columns(random, lane);
    ask_classes(random, lane);
  }
}

/* The same intervals put into a lane from outside, at once or in pieces, answer the same. */
static void
ask_copies (GRand *random, const GantryLane *lane)
{
  size_t count = gantry_lane_get_n_stored(lane);
  g_autofree GantryStoredInterval *copy = g_new(GantryStoredInterval, count);
  gantry_lane_copy_stored(lane, 0, count, copy);
  GantryLane *borrowing = new_lane(), *copied = new_lane();
  g_assert_cmpuint(gantry_lane_fill(borrowing, copy, count, true), ==, count);
  for (size_t i = 0, n = 0; i < count; i += n) {
    size_t most = (size_t)g_rand_int_range(random, 1, 200);
    n = MIN(most, count - i);
    g_assert_cmpuint(gantry_lane_fill(copied, copy + i, n, false), ==, n);
  }
  gantry_lane_show(borrowing, gantry_lane_get_known_until(lane));
  gantry_lane_show(copied, gantry_lane_get_known_until(lane));
  ask(random, borrowing);
  ask(random, copied);
  gantry_lane_free(borrowing);
  gantry_lane_free(copied);
}

/* About where sums begin, blocks and groups end, chunks are full; and some thousands. */
static void
test_shape (gconstpointer data)
{
  static const int lengths[] = {1, 2, 16, 127, 128, 129, 144, 145, 160, 161, 1023, 1024, 1025, 2049, 5000};
  const Shape *shape = data;
  GRand *random = g_rand_new_with_seed(5);
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
    GantryLane *lane = make_lane(random, shape, lengths[i]);
    g_assert_cmpuint(gantry_lane_get_n_intervals(lane), ==, lengths[i]);
    ask(random, lane);
    ask_copies(random, lane);
    gantry_lane_free(lane);
  }
  g_rand_free(random);
}

/* A million: only the whole is counted, in parts that begin and end anywhere. */
static void
test_enormous (void)
{
  GRand *random = g_rand_new_with_seed(6);
  GantryLane *lane = make_lane(random, &shapes[2], 1000000);
  int64_t counted[GANTRY_N_STATES] = {0}, parts[GANTRY_N_STATES] = {0},
          end = gantry_lane_get_known_until(lane);
  gantry_script_count_times(lane, 0, end, counted);
  for (int64_t from = 0, to = 0; from < end; from = to) {
    to = MIN(from + 1 + (int64_t)(g_rand_double(random) * 1e6), end);
    gantry_lane_add_times(lane, from, to, parts);
  }
  g_assert_cmpmem(parts, sizeof parts, counted, sizeof counted);
  gantry_lane_free(lane);
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
    g_autofree char *path = g_strdelimit(g_strdup_printf("/sums/%s", shapes[i].what), " ", '-');
    g_test_add_data_func(path, &shapes[i], test_shape);
  }
  g_test_add_func("/sums/enormous", test_enormous);
  return g_test_run();
}
