/* A run of our own that went out in another program's format tells the same when it is opened again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-read.h"
#include "format/perfetto-trace.h"
#include "format/perfetto-write.h"
#include "format/stats.h"
#include "timeline/columns.h"
#include "timeline/script.h"
#include "timeline/timeline-private.h"

/* Two of one name; a lane that never starts; a child between others; an idle core; all that waits say. */
static const char busy[] =
    "title \"Two cooks\"\nmodel threads\nseed 7\ncores 4\nfrom kernel\n"
    "thing lock kitchen\nthing queue orders 3\nthing variable served\nthing rlock pantry\n"
    "label 21 \"start cook\"\nlabel 22 \"compute 5ms\"\n"
    "5ms main created thread line 20\n6ms main started pid 700 cpu 0\n6ms main running line 21 cpu 0\n"
    "7ms cook created thread by main line 21\n7ms cook started ready 7ms pid 700 cpu 1\n"
    "7ms helper created thread by main\n7.5ms maid created thread by cook\n8ms late created thread by main\n"
    "8ms cook running line 22 cpu 1\n8ms maid started pid 700 cpu 3\n8ms helper started pid 700 cpu 3\n"
    "8ms cook note \"outer\" line 30\n9ms main wait-lock for kitchen line 23\n9ms cook acquired kitchen\n"
    "9ms maid wait-lock for pantry line 29\n9ms cook length orders 1\n9ms cook io-file line 24\n"
    "10ms cook running line 22 cpu 1\n11ms cook running line 22 cpu 1\n"
    "12.000001ms cook print \"order 1\" line 33\n13ms cook length orders 0 get\n13ms cook value served -3\n"
    "14ms cook released kitchen\n14ms cook note-end\n14.5ms main woken by cook at 14ms\n"
    "14.5ms main running line 22 cpu 2\n15ms cook ended failed reason \"burnt\"\n"
    "14.8ms main expect held \"one served\" line 24\n15ms main wait-join for helper line 26\n"
    "17ms helper ended ok\n17ms main woken by helper at 17ms\n17ms main running line 27 cpu 0\n"
    "18ms main ended ok result 42\n18ms maid ended cancelled\n18ms late ended cancelled\n20ms end deadlock\n";

static const char loop[] =
    "title loop\nmodel async\nseed -5\nfrom self\n"
    "0ms loop created loop\n0ms loop started cpu 0\n0ms main created task by loop\n0ms main started cpu 0\n"
    "0ms a created task by main\n0ms a started cpu 0\n1ms a sleeping line 3\n2ms main wait-join for a\n"
    "2ms loop sleeping\n5ms loop running cpu 1\n5ms a woken\n5ms a running line 3 cpu 1\n7ms a ended ok\n"
    "7ms main woken by a at 7ms\n7ms main running cpu 1\n8ms main ended ok\n8ms loop ended ok\n8ms end ok\n";

static GantryTimeline *
through_chrome (const GantryTimeline *timeline)
{
  GantryReport report = {0};
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gantry_timeline_to_chrome_json(timeline);
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text, -1, NULL);
  GantryTimeline *after = gantry_chrome_read(stream, NULL, NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(report.fault, ==, NULL);
  g_assert_cmpuint(report.skipped, ==, 0);
  gantry_report_clear(&report);
  return after;
}

static GantryTimeline *
through_perfetto (const GantryTimeline *timeline)
{
  g_autoptr(GBytes) bytes = gantry_timeline_to_perfetto(timeline);
  g_autoptr(GByteArray) trace = g_bytes_unref_to_array(g_steal_pointer(&bytes));
  return perfetto_read(trace, 0, NULL);
}

static GantryTimeline *(*const ways[])(const GantryTimeline *) = {through_chrome, through_perfetto};

/* Two that wait for each other; one waits for a third one's end. */
static GantryTimeline *
play (const char *script)
{
  GantryTimeline *timeline = gantry_script_play(script);
  const GantryDeadlockWait waits[] = {
      {.lane = 0, .object = 3, .joins = GANTRY_NO_LANE, .line = 23, .n_holders = 2, .holders = {1, 2}},
      {.lane = 1, .object = GANTRY_NO_OBJECT, .joins = 2, .line = 29, .n_holders = 1, .holders = {0}},
  };
  for (gsize i = 0; script == busy && i < G_N_ELEMENTS(waits); i++)
    g_assert_true(gantry_timeline_restore_deadlock_wait(timeline, &waits[i]));
  return timeline;
}

static void
test_figures (gconstpointer script)
{
  g_autoptr(GantryTimeline) before = play(script);
  g_autofree char *expected = gantry_stats_to_json(before);
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GantryTimeline) after = ways[i](before);
    g_autofree char *figures = gantry_stats_to_json(after);
    g_assert_cmpstr(figures, ==, expected);
  }
}

/* "6 running 21 1": a line each, of each lane. */
static char *
describe_intervals (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    g_string_append_printf(text, "%s, process %u\n", gantry_lane_get_name(lane), gantry_lane_get_pid(lane));
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      g_string_append_printf(text, "%g %s %u %u\n", (double)interval.start / 1e6,
                             gantry_state_id(interval.state), interval.line, interval.object);
    }
  }
  return g_string_free(text, FALSE);
}

static void
test_intervals (gconstpointer script)
{
  g_autoptr(GantryTimeline) before = play(script);
  g_autofree char *expected = describe_intervals(before);
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GantryTimeline) after = ways[i](before);
    gantry_script_assert_text(describe_intervals(after), expected);
  }
}

/* The scenario itself, of any length, and where its marks and notes are. */
static void
test_scenario (void)
{
  g_autofree char *comment = g_strnfill(3 * GANTRY_TEXT_MAX, '#');
  const char *const lines[] = {"title \"One\"", "", comment, "main:", "\tprint \"hi\"", "", NULL};
  const char *const labels[] = {"", "", "", "", "print", NULL};
  const GantryRunFacts facts = {.title = "One",
                                .model = "threads",
                                .source_name = "one.scenario",
                                .source_lines = lines,
                                .line_labels = labels};
  g_autoptr(GantryTimeline) before = gantry_timeline_new(&facts);
  const GantryLaneFacts lane = {
      .kind = GANTRY_LANE_THREAD, .name = "main", .parent = GANTRY_NO_LANE, .ended = 9};
  gantry_lane_restore_end(gantry_timeline_restore_lane(before, &lane, false), &lane);
  g_assert_true(gantry_timeline_restore_mark(before, &(GantryMark){GANTRY_MARK_PRINT, 0, 5, 4, "hi"}));
  g_assert_true(gantry_timeline_restore_span(before, &(GantrySpan){0, 4, 2, 6, "note"}));
  gantry_timeline_finish(before, &(GantryRunResult){.wall_ns = 10});
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GantryTimeline) after = ways[i](before);
    const GantryRunFacts *told = gantry_timeline_get_facts(after);
    g_assert_cmpstrv(told->source_lines, lines);
    g_assert_cmpstrv(told->line_labels, labels);
    g_assert_cmpstr(told->source_name, ==, "one.scenario");
    g_assert_cmpuint(gantry_timeline_get_mark(after, 0)->line, ==, 5);
    g_assert_cmpstr(gantry_timeline_get_mark(after, 0)->text, ==, "hi");
    g_assert_cmpuint(gantry_timeline_get_span(after, 0)->line, ==, 4);
    g_assert_cmpstr(gantry_timeline_get_span(after, 0)->text, ==, "note");
    g_assert_cmpint(gantry_timeline_get_span(after, 0)->from, ==, 2);
  }
}

/* A file may hold any bytes where the scenario should be; findings look through its lines. */
static void
test_damaged_scenario (void)
{
  const char *const lines[] = {"variable n = \xc3", "n = n + 1\xff\xe2\x82", NULL};
  const GantryRunFacts facts = {.model = "threads", .source_lines = lines, .line_labels = lines};
  g_autoptr(GantryTimeline) before = gantry_timeline_new(&facts);
  gantry_timeline_finish(before, &(GantryRunResult){.wall_ns = 10});
  for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GantryTimeline) after = ways[i](before);
    const GantryRunFacts *told = gantry_timeline_get_facts(after);
    for (int line = 0; line < 2; line++) {
      g_assert_true(g_utf8_validate(told->source_lines[line], -1, NULL));
      g_assert_true(g_utf8_validate(told->line_labels[line], -1, NULL));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/own-runs/figures", busy, test_figures);
  g_test_add_data_func("/own-runs/figures-of-a-loop", loop, test_figures);
  g_test_add_data_func("/own-runs/intervals", busy, test_intervals);
  g_test_add_data_func("/own-runs/intervals-of-a-loop", loop, test_intervals);
  g_test_add_func("/own-runs/scenario", test_scenario);
  g_test_add_func("/own-runs/damaged-scenario", test_damaged_scenario);
  return g_test_run();
}
