/* Chrome traces as texts, and what becomes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-trace.h"

#include "timeline/script.h"

#include <string.h>

void
chrome_reading_clear (ChromeReading *reading)
{
  gantry_timeline_unref(reading->timeline);
  gantry_report_clear(&reading->report);
  g_clear_error(&reading->error);
}

ChromeReading
chrome_read_bytes (const char *bytes, gsize length)
{
  ChromeReading reading = {0};
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(bytes, (gssize)length, NULL);
  reading.timeline = gantry_chrome_read(stream, "a trace", NULL, &reading.report, &reading.error);
  g_assert_true((reading.timeline == NULL) == (reading.error != NULL));
  return reading;
}

ChromeReading
chrome_read_text (const char *text)
{
  return chrome_read_bytes(text, strlen(text));
}

GantryTimeline *
chrome_timeline_of (const char *text)
{
  ChromeReading reading = chrome_read_text(text);
  g_assert_no_error(reading.error);
  g_assert_cmpstr(reading.report.fault, ==, NULL);
  gantry_report_clear(&reading.report);
  return reading.timeline;
}

char *
chrome_describe_lanes (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_PROCESS)
      continue;
    g_string_append_printf(text, "%s%s:", text->len > 0 ? "; " : "", gantry_lane_get_name(lane));
    for (size_t j = 0; j < gantry_lane_get_n_intervals(lane); j++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, j, &interval);
      const char *label = gantry_timeline_get_line_label(timeline, interval.line);
      g_string_append_printf(text, "%s%s %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "%s%s", j > 0 ? ", " : " ",
                             gantry_state_id(interval.state), interval.start, interval.end, label ? " " : "",
                             label ? label : "");
      if (interval.state == GANTRY_STATE_RUNNING && interval.object > 0)
        g_string_append_printf(text, " cpu %u", interval.object - 1);
    }
  }
  return g_string_free(text, FALSE);
}

void
chrome_assert_lanes (const char *trace, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = chrome_timeline_of(trace);
  gantry_script_assert_text(chrome_describe_lanes(timeline), expected);
}
