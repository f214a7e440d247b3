/* How many tasks ran and lived, counted anew for a file that breaks off before it tells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-reader.h"

#include "timeline/columns.h"

/* A change by one, until all are put in order. */
static void
add_change (GArray *changes, int64_t time, int64_t by)
{
  GantryStep change = {time, by};
  g_array_append_val(changes, change);
}

static void
add_life (GArray *changes, const GantryLane *lane)
{
  if (gantry_lane_get_started(lane) == GANTRY_NO_TIME)
    return;
  add_change(changes, gantry_lane_get_started(lane), 1);
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    add_change(changes, gantry_lane_get_ended(lane), -1);
}

static void
add_running (GArray *changes, const GantryLane *lane)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  for (size_t i = 0; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    if (interval.state != GANTRY_STATE_RUNNING)
      continue;
    add_change(changes, interval.start, 1);
    add_change(changes, interval.end, -1);
  }
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const GantryStep *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

/* All that happens at one moment makes one step, or none. */
static void
sum_up (GArray *changes)
{
  guint n_steps = 0;
  int64_t sum = 0, last = 0;
  g_array_sort(changes, compare_times);
  for (guint i = 0; i < changes->len; i++) {
    GantryStep step = g_array_index(changes, GantryStep, i);
    sum += step.value;
    bool is_over = i + 1 == changes->len || g_array_index(changes, GantryStep, i + 1).time > step.time;
    if (!is_over || sum == last)
      continue;
    step.value = last = sum;
    g_array_index(changes, GantryStep, n_steps++) = step;
  }
  g_array_set_size(changes, n_steps);
}

void
gantry_reader_count_anew (GantryTraceReader *reader)
{
  static void (*const adders[GANTRY_N_COUNTERS])(GArray * changes, const GantryLane *lane) = {
      [GANTRY_COUNTER_ON_CPU] = add_running,
      [GANTRY_COUNTER_IN_FLIGHT] = add_life,
  };
  bool is_sound = reader->chunks.is_whole && !reader->chunks.is_damaged;
  for (int counter = 0; counter < GANTRY_N_COUNTERS && !is_sound; counter++) {
    if (gantry_timeline_get_n_steps(reader->timeline, (GantryCounter)counter) > 0)
      continue;
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(GantryStep));
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(reader->timeline); i++) {
      const GantryLane *lane = gantry_timeline_get_lane(reader->timeline, i);
      if (gantry_lane_is_task(lane))
        adders[counter](changes, lane);
    }
    sum_up(changes);
    gantry_timeline_restore_steps(reader->timeline, (GantryCounter)counter,
                                  (const GantryStep *)(gconstpointer)changes->data, changes->len, false);
  }
}
