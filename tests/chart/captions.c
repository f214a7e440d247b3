/* What stands above a picture: of how many tasks it tells, and of which kinds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/comparison.h"
#include "chart/layout-private.h"
#include "fixture.h"
#include "timeline/columns.h"
#include "timeline/script.h"

#include <string.h>

static void
add_lane (GantryTimeline *timeline, GantryLaneKind kind, const char *name, bool is_uncounted)
{
  const GantryLaneFacts lane = {.id = gantry_timeline_get_n_lanes(timeline),
                                .kind = kind,
                                .name = name,
                                .parent = GANTRY_NO_LANE,
                                .started = GANTRY_NO_TIME,
                                .ended = GANTRY_NO_TIME,
                                .is_uncounted = is_uncounted};
  g_assert_nonnull(gantry_timeline_restore_lane(timeline, &lane, false));
}

static void
assert_begins (const GantryTimeline *timeline, const char *expected)
{
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const char *subtitle = gantry_caption_subtitle(layout, timeline);
  if (!g_str_has_prefix(subtitle, expected))
    g_error("“%s” does not begin with “%s”", subtitle, expected);
}

/* Main starts the others, and is none of them. */
static void
test_run (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  assert_begins(timeline, "3 threads · 2 cores");
}

/* A thread may run a loop: what lives on that is no thread, and the loop is no task. */
static void
test_loop_in_thread (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "model threads\n cores 2\n0ms main created thread\n0ms main started cpu 0 pid 7\n"
      "0ms looper created thread by main\n0ms looper started cpu 0\n1ms loop created loop by looper\n"
      "1ms loop started cpu 0\n1ms visitor created task by looper\n1ms visitor started\n"
      "2ms guest created task by looper\n2ms guest started\n9ms end ok\n");
  assert_begins(timeline, "1 thread · 2 tasks · 2 cores");
}

/* Any thread may be called main; what only shows what others do is none. */
static void
test_foreign (void)
{
  const GantryRunFacts facts = {.title = "foreign", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  add_lane(timeline, GANTRY_LANE_PROCESS, "browser", true);
  assert_begins(timeline, "0 threads · ");
  add_lane(timeline, GANTRY_LANE_TASK, "request", false);
  assert_begins(timeline, "1 task · ");
  add_lane(timeline, GANTRY_LANE_THREAD, "main", false);
  add_lane(timeline, GANTRY_LANE_THREAD, "worker", false);
  assert_begins(timeline, "2 threads · 1 task · ");
}

/* A run that came by way of another program's format has no text, but main started the others. */
static void
test_run_without_text (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("cores 2\n0ms main created thread\n0ms main started cpu 0\n"
                         "0ms a created thread by main\n0ms a started cpu 1\n"
                         "9ms a ended ok\n9ms main ended ok\n9ms end ok\n");
  assert_begins(timeline, "1 thread · 2 cores");
}

/* Of slices alone nobody tells when tasks were on a processor: nothing is called so. */
static void
test_slices (void)
{
  const char *const ends = "0ms a created thread\n0ms a started cpu 0\n9ms a ended ok\n9ms end ok\n";
  for (int told = 0; told < 2; told++) {
    g_autofree char *script =
        g_strconcat("model threads\n", told ? "from kernel\n" : "from auto\n", ends, NULL);
    g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
    GantryView view;
    gantry_fixture_view(&view, timeline);
    g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
    g_autofree char *footer = gantry_caption_footer(layout, timeline);
    g_autofree char *figures = gantry_comparison_figures(timeline);
    g_assert_cmpstr(gantry_caption_on_cpu(timeline), ==, told ? "On CPU at once" : "At work at once");
    g_assert_cmpint(strstr(footer, "on CPU") != NULL, ==, told);
    g_assert_cmpint(strstr(figures, "CPU time not told") == NULL, ==, told);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/captions/run", test_run);
  g_test_add_func("/captions/run-without-text", test_run_without_text);
  g_test_add_func("/captions/loop-in-thread", test_loop_in_thread);
  g_test_add_func("/captions/foreign", test_foreign);
  g_test_add_func("/captions/slices", test_slices);
  return g_test_run();
}
