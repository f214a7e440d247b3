/* Lanes without gaps, texts, figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sound.h"

#include "format/stats.h"

static void
check_lane (const GantryLane *lane)
{
  int64_t end = gantry_lane_get_created(lane), sums[GANTRY_N_STATES] = {0}, all = 0;
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    g_assert_cmpint(interval.start, ==, end);
    g_assert_cmpint(interval.end, >, interval.start);
    end = interval.end;
  }
  g_assert_cmpint(end, ==, gantry_lane_get_ended(lane));
  gantry_lane_add_times(lane, INT64_MIN, INT64_MAX, sums);
  for (int i = 0; i < GANTRY_N_STATES; i++)
    all += sums[i];
  g_assert_cmpint(all, ==, end - gantry_lane_get_created(lane));
}

void
fuzz_check_lanes (const GantryTimeline *timeline)
{
  g_assert_true(gantry_timeline_is_finished(timeline));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    check_lane(gantry_timeline_get_lane(timeline, i));
}

void
fuzz_check_timeline (const GantryTimeline *timeline)
{
  fuzz_check_lanes(timeline);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++)
    g_assert_true(g_utf8_validate(gantry_timeline_get_mark(timeline, i)->text, -1, NULL));
}

void
fuzz_check_figures (const GantryTimeline *timeline)
{
  g_autofree char *stats = gantry_stats_to_json(timeline);
  g_assert_true(g_utf8_validate(stats, -1, NULL));
}
