/* What it costs to ask a long lane how much of what lies between two moments, and to have such a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"
#include "trace/clock.h"

#include <stdlib.h>
#include <string.h>

#define MILLION 1000000u
#define LONG_LANE (10 * MILLION)
#define N_LANES 40
#define N_COLUMNS 1920
#define N_FRAMES 50
#define N_QUERIES 100000
#define N_ROUNDS                                                                                             \
  3 /* of the same ones: between two of a kind, more memory is gone through than a near cache holds */
#define N_COLD_QUERIES 500
/* More than any cache holds. */
#define CACHES_BYTES (64u << 20)

static _Atomic int64_t now;
static GantryClockKind best_clock; /* to choose it takes far longer than to read it */

static int64_t
resident_bytes (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
    return 0;
  const char *resident = strchr(text, ' ');
  return resident ? g_ascii_strtoll(resident, NULL, 10) * 4096 : 0;
}

/* Runs, waits for one of several things, is ready again: from 100 ns to some microseconds each. */
static GantryLane *
make_lane (GRand *random, uint32_t n_intervals)
{
  static const GantryState states[] = {GANTRY_STATE_RUNNING, GANTRY_STATE_WAIT_LOCK, GANTRY_STATE_READY,
                                       GANTRY_STATE_RUNNING, GANTRY_STATE_SLEEPING,  GANTRY_STATE_READY};
  GantryLane *lane = gantry_lane_new(0, GANTRY_LANE_THREAD, "task", GANTRY_NO_LANE, false, 0, 1, &now);
  int64_t time = 0;
  for (uint32_t i = 0; i < n_intervals; i++) {
    gantry_lane_set(lane, time, states[i % G_N_ELEMENTS(states)], i % 100, GANTRY_NO_OBJECT, true);
    time += g_rand_int_range(random, 100, 4000);
  }
  gantry_lane_end(lane, time, GANTRY_OUTCOME_OK, 0, NULL);
  return lane;
}

static int
compare_numbers (const void *a, const void *b)
{
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static void
print_times (const char *what, double *times, size_t n)
{
  qsort(times, n, sizeof times[0], compare_numbers);
  g_print("%-58s median %6.0f ns, 99 of 100 within %6.0f ns\n", what, times[n / 2], times[n * 99 / 100]);
}

static int64_t
random_time (GRand *random, const GantryLane *lane)
{
  return (int64_t)(g_rand_double(random) * (double)gantry_lane_get_ended(lane));
}

static double
time_query (const GantryLane *lane, int64_t from, int64_t to, int64_t *check)
{
  int64_t sums[GANTRY_N_STATES] = {0};
  uint64_t begin = gantry_clock_read(best_clock);
  gantry_lane_add_times(lane, from, to, sums);
  uint64_t end = gantry_clock_read(best_clock);
  *check += sums[GANTRY_STATE_RUNNING];
  return (double)(end - begin) * gantry_clock_tick_ns(best_clock);
}

/* Once: with all that the machine does beside it; and the best of some rounds, which is what it takes. */
static void
ask_in_rounds (GRand *random, const GantryLane *lane, int64_t *check)
{
  g_autofree double *once = g_new(double, N_QUERIES), *best = g_new(double, N_QUERIES);
  guint32 seed = g_rand_int(random);
  for (int round = 0; round < N_ROUNDS; round++) {
    GRand *same = g_rand_new_with_seed(seed);
    for (int i = 0; i < N_QUERIES; i++) {
      int64_t from = random_time(same, lane), to = random_time(same, lane);
      once[i] = time_query(lane, MIN(from, to), MAX(from, to), check);
      best[i] = round == 0 ? once[i] : MIN(best[i], once[i]);
    }
    g_rand_free(same);
  }
  print_times("any range of 10 million intervals, one after the other", once, N_QUERIES);
  print_times("the same, each the best of three rounds", best, N_QUERIES);
}

static void
ask_with_empty_caches (GRand *random, const GantryLane *lane, int64_t *check)
{
  g_autofree double *times = g_new(double, N_COLD_QUERIES);
  g_autofree char *caches = g_malloc(CACHES_BYTES);
  for (int i = 0; i < N_COLD_QUERIES; i++) {
    memset(caches, i, CACHES_BYTES);
    int64_t from = random_time(random, lane), to = random_time(random, lane);
    times[i] = time_query(lane, MIN(from, to), MAX(from, to), check);
  }
  print_times("any range, nothing of the lane in the caches", times, N_COLD_QUERIES);
}

static void
measure_long_lane (GRand *random, int64_t *check)
{
  int64_t resident = resident_bytes();
  GantryLane *lane = make_lane(random, LONG_LANE);
  g_print("%-58s %6.1f bytes\n", "an interval of a lane of 10 million, sums included",
          (double)(resident_bytes() - resident) / LONG_LANE);
  ask_in_rounds(random, lane, check);
  ask_with_empty_caches(random, lane, check);
  size_t count = gantry_lane_get_n_stored(lane);
  g_autofree GantryStoredInterval *copy = g_new(GantryStoredInterval, count);
  gantry_lane_copy_stored(lane, 0, count, copy);
  GantryLane *again = gantry_lane_new(0, GANTRY_LANE_THREAD, "task", GANTRY_NO_LANE, false, 0, 1, &now);
  uint64_t begin = gantry_monotonic_ns();
  gantry_lane_fill(again, copy, count, true);
  g_print("%-58s %6.1f ms\n", "the same lane made from a file's intervals",
          (double)(gantry_monotonic_ns() - begin) / 1e6);
  gantry_lane_free(again);
  gantry_lane_free(lane);
}

/* What a window asks for: each column of each lane, from its left to its right. */
static double
time_columns (GantryLane **lanes, int64_t *check)
{
  static int64_t sums[N_COLUMNS][GANTRY_MOST_STATE_CLASSES], bounds[N_COLUMNS + 1];
  static GantryLanePlace places[N_COLUMNS + 1];
  uint8_t classes[GANTRY_N_STATES];
  for (int i = 0; i < GANTRY_N_STATES; i++)
    classes[i] = (uint8_t)(i % GANTRY_MOST_STATE_CLASSES);
  uint64_t begin = gantry_monotonic_ns();
  for (int i = 0; i < N_LANES; i++) {
    int64_t end = gantry_lane_get_ended(lanes[i]);
    for (int column = 0; column <= N_COLUMNS; column++)
      bounds[column] = end * column / N_COLUMNS;
    gantry_lane_get_columns(lanes[i], bounds, N_COLUMNS, classes, sums, places);
    *check += sums[i][GANTRY_STATE_RUNNING];
  }
  return (double)(gantry_monotonic_ns() - begin) / (N_LANES * N_COLUMNS);
}

static void
measure_columns (GRand *random, int64_t *check)
{
  GantryLane *lanes[N_LANES];
  for (int i = 0; i < N_LANES; i++)
    lanes[i] = make_lane(random, LONG_LANE / N_LANES);
  double times[N_FRAMES];
  for (int i = 0; i < N_FRAMES; i++)
    times[i] = time_columns(lanes, check);
  print_times("a column of 1920 over 250,000 intervals, 40 lanes", times, N_FRAMES);
  for (int i = 0; i < N_LANES; i++)
    gantry_lane_free(lanes[i]);
}

int
main (void)
{
  int64_t check = 0;
  GRand *random = g_rand_new_with_seed(1);
  best_clock = gantry_clock_best();
  (void)gantry_clock_tick_ns(best_clock);
  measure_long_lane(random, &check);
  measure_columns(random, &check);
  g_rand_free(random);
  return check == 0;
}
