/* Any bytes as a Perfetto trace: a timeline or an error; whatever the timeline holds, its lanes are without
 * gaps, it can be counted, and it goes out and comes back as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"
#include "sound.h"

#include "format/perfetto-read.h"
#include "format/perfetto-write.h"

static GantryTimeline *
read_bytes (GBytes *bytes, GantryReport *report, GError **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
  return gantry_perfetto_read(stream, "fuzz", NULL, report, error);
}

/* The same lanes with the same times in each state. */
static void
check_trip (const GantryTimeline *timeline)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GBytes) bytes = gantry_timeline_to_perfetto(timeline);
  g_autoptr(GantryTimeline) again = read_bytes(bytes, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  g_assert_cmpuint(report.skipped, ==, 0);
  fuzz_check_timeline(again);
  g_assert_cmpuint(gantry_timeline_get_n_marks(again), ==, gantry_timeline_get_n_marks(timeline));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    int64_t sums[GANTRY_N_STATES] = {0}, expected[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, i), INT64_MIN, INT64_MAX, expected);
    gantry_lane_add_times(gantry_timeline_get_lane(again, i), INT64_MIN, INT64_MAX, sums);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      g_assert_cmpint(sums[state], ==, expected[state]);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
  g_autoptr(GantryTimeline) timeline = read_bytes(bytes, &report, &error);
  g_assert_true((timeline != NULL) == (error == NULL));
  g_assert_cmpuint(report.skipped, <=, report.events);
  if (timeline != NULL) {
    fuzz_check_timeline(timeline);
  }
  if (timeline != NULL && fuzz_samples(4, data, size)) {
    check_trip(timeline);
    fuzz_check_figures(timeline);
  }
  return 0;
}
