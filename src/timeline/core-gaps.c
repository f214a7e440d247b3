/* Gaps in what is known of the processors, all together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/core-gaps.h"

static int
compare_losses (gconstpointer a, gconstpointer b)
{
  const GantryLoss *left = a, *right = b;
  return (left->from > right->from) - (left->from < right->from);
}

/* Those that overlap or touch become one. They are in order. */
static void
join_overlapping (GArray *gaps)
{
  guint n_joined = 0;
  for (guint i = 0; i < gaps->len; i++) {
    GantryLoss next = g_array_index(gaps, GantryLoss, i);
    GantryLoss *last = n_joined > 0 ? &g_array_index(gaps, GantryLoss, n_joined - 1) : NULL;
    if (last && next.from <= last->to)
      last->to = MAX(last->to, next.to);
    else
      g_array_index(gaps, GantryLoss, n_joined++) = next;
  }
  g_array_set_size(gaps, n_joined);
}

GArray *
gantry_core_gaps_new (const GantryTimeline *timeline)
{
  GArray *gaps = g_array_new(FALSE, FALSE, sizeof(GantryLoss));
  uint32_t n_cores = gantry_timeline_get_n_cores(timeline);
  for (uint32_t i = 0; i < n_cores; i++) {
    const GantryLane *core = gantry_timeline_get_core(timeline, i);
    size_t n_losses = gantry_lane_get_n_losses(core);
    for (size_t k = 0; k < n_losses; k++) {
      const GantryLoss *loss = gantry_lane_get_loss(core, k);
      GantryLoss gap = {.from = loss->from, .to = loss->to};
      g_array_append_val(gaps, gap);
    }
  }
  g_array_sort(gaps, compare_losses);
  join_overlapping(gaps);
  return gaps;
}

double
gantry_core_gaps_on_cpu_mean (const GantryTimeline *timeline, int64_t from, int64_t to)
{
  g_autoptr(GArray) gaps = gantry_core_gaps_new(timeline);
  double mean = gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_ON_CPU, from, to);
  double known = (double)(to - from), sum = mean * known;
  for (guint i = 0; i < gaps->len; i++) {
    const GantryLoss *gap = &g_array_index(gaps, GantryLoss, i);
    int64_t begin = MAX(gap->from, from), end = MIN(gap->to, to);
    if (begin >= end)
      continue;
    known -= (double)(end - begin);
    sum -= gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_ON_CPU, begin, end) * (double)(end - begin);
  }
  return gaps->len > 0 && known >= 1.0 ? MAX(sum / known, 0.0) : mean;
}
