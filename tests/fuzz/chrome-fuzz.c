/* Any bytes as a Chrome trace: a timeline or an error; whatever the timeline holds, its lanes are without
 * gaps, and it can be counted and written again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "format/chrome-json.h"
#include "format/chrome-read.h"
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

static void
check (const GantryTimeline *timeline)
{
  g_assert_true(gantry_timeline_is_finished(timeline));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    check_lane(gantry_timeline_get_lane(timeline, i));
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++)
    g_assert_true(g_utf8_validate(gantry_timeline_get_mark(timeline, i)->text, -1, NULL));
  g_autofree char *stats = gantry_stats_to_json(timeline), *again = gantry_timeline_to_chrome_json(timeline);
  g_assert_true(g_utf8_validate(again, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(data, (gssize)size, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_chrome_read(stream, "fuzz", NULL, &report, &error);
  g_assert_true((timeline != NULL) == (error == NULL));
  g_assert_cmpuint(report.skipped, <=, report.events);
  if (timeline)
    check(timeline);
  return 0;
}
