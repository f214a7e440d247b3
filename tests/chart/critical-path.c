/* The critical path in the chart: its place in the legend, its totals, and that its line runs below the marks
 * of the lane that it is on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cause-words.h"
#include "chart/layout-private.h"
#include "chart/picture.h"
#include "fixture.h"

#include <string.h>

static const char hand_over[] =
    "model threads\ncores 2\nfrom virtual\nthing lock kitchen 0\n"
    "0ms one created thread\n0ms one started cpu 0\n0ms two created thread\n0ms two started cpu 1\n"
    "0ms two wait-lock for kitchen\n50ms one ended ok\n50ms two woken by one at 50ms\n50ms two running cpu "
    "1\n"
    "100ms two ended ok\n100ms end ok\n";

static void
set_view (GantryView *view, const GantryTimeline *timeline)
{
  gantry_fixture_view(view, timeline);
  view->show_critical_path = true;
}

/* Whether the line is there below the marks of a lane at a moment. */
static bool
has_line (const GantryTimeline *timeline, const GantryView *view, uint32_t lane, int64_t ms)
{
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  const GantryRow *row = gantry_layout_find_lane(layout, lane);
  const GantryColor *ink = &gantry_theme_get(view->theme)->text;
  uint32_t black = 0xff000000u | (uint32_t)(ink->red * 255.0 + 0.5) << 16 |
                   (uint32_t)(ink->green * 255.0 + 0.5) << 8 | (uint32_t)(ink->blue * 255.0 + 0.5);
  cairo_surface_t *surface = gantry_picture_surface(timeline, view, 1.0, NULL);
  bool found = false;
  g_assert_nonnull(row);
  cairo_surface_flush(surface);
  int x = (int)gantry_layout_x(layout, ms * 1000000);
  for (int y = (int)(row->y + row->height * 0.84); y < (int)(row->y + row->height) && !found; y++) {
    const void *line =
        cairo_image_surface_get_data(surface) + (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
    found = ((const uint32_t *)line)[x] == black;
  }
  cairo_surface_destroy(surface);
  return found;
}

static void
test_line (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(hand_over);
  GantryView view;
  set_view(&view, timeline);
  for (GantryThemeId theme = 0; theme < GANTRY_N_THEMES; theme++) {
    view.theme = theme;
    g_assert_true(has_line(timeline, &view, 0, 25));
    g_assert_false(has_line(timeline, &view, 1, 25));
    g_assert_false(has_line(timeline, &view, 0, 75));
    g_assert_true(has_line(timeline, &view, 1, 75));
  }
  view.show_critical_path = false;
  g_assert_false(has_line(timeline, &view, 0, 25));
}

/* Zoomed in, scrolled beyond its ends, or without the lanes that it is on. */
static void
test_parts (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(hand_over);
  GantryView view;
  set_view(&view, timeline);
  view.from = 60000000;
  view.to = 61000000;
  g_assert_true(has_line(timeline, &view, 1, 60));
  view.from = 40000000;
  view.to = 300000000;
  g_assert_false(has_line(timeline, &view, 1, 200));
  gantry_fixture_view(&view, timeline);
  view.show_critical_path = true;
  view.lanes_glob = "two";
  g_assert_true(has_line(timeline, &view, 1, 75));
  g_assert_false(has_line(timeline, &view, 1, 25));
}

static void
test_legend (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(hand_over);
  GantryView view;
  set_view(&view, timeline);
  g_autoptr(GantryLayout) with = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(with->path_box.width, >, 0.0);
  g_autofree char *footer = gantry_caption_footer(with, timeline);
  g_assert_nonnull(strstr(footer, "Critical path: 100 ms: 100 ms running"));
  view.show_critical_path = false;
  g_autoptr(GantryLayout) without = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(without->path_box.width, ==, 0.0);
  g_autofree char *plain = gantry_caption_footer(without, timeline);
  g_assert_null(strstr(plain, "Critical path"));
}

/* Who waits for whom, as a sentence. */
static void
test_cause_words (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(hand_over);
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  gantry_script_assert_text(gantry_causes_words(causes, timeline, 1, 25000000, GANTRY_VOCABULARY_PLAIN),
                            "two waits for the lock “kitchen” until one lets it go at 50.0 ms");
  gantry_script_assert_text(gantry_causes_words(causes, timeline, 1, 75000000, GANTRY_VOCABULARY_PLAIN), "");
  gantry_script_assert_text(gantry_causes_words(causes, timeline, 7, 25000000, GANTRY_VOCABULARY_PLAIN), "");
}

/* Who is ready has what it waited for: what ended the wait lies behind it. */
static void
test_cause_words_of_ready (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model threads\ncores 2\nfrom virtual\nthing lock kitchen 0\n"
                         "0ms one created thread\n0ms one started cpu 0\n"
                         "0ms two created thread by one\n0ms two started cpu 1\n"
                         "30ms two wait-lock for kitchen\n50ms one ended ok\n50ms two woken by one at 50ms\n"
                         "60ms two running cpu 1\n100ms two ended ok\n100ms end ok\n");
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  gantry_script_assert_text(gantry_causes_words(causes, timeline, 1, 45000000, GANTRY_VOCABULARY_PLAIN),
                            "two waits for the lock “kitchen” until one lets it go at 50.0 ms");
  gantry_script_assert_text(gantry_causes_words(causes, timeline, 1, 55000000, GANTRY_VOCABULARY_PLAIN),
                            "two ready, no core free since one let it go at 50.0 ms");
}

/* There is none before the run is over. */
static void
test_unfinished (void)
{
  g_autoptr(GantryScript) script =
      gantry_script_new("0ms one created thread\n0ms one started cpu 0\n50ms pass\n");
  const GantryTimeline *timeline = gantry_script_get_timeline(script);
  GantryView view;
  set_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(layout->path_box.width, ==, 0.0);
  g_assert_false(has_line(timeline, &view, 0, 25));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/critical-path/line", test_line);
  g_test_add_func("/critical-path/parts", test_parts);
  g_test_add_func("/critical-path/legend", test_legend);
  g_test_add_func("/critical-path/cause-words", test_cause_words);
  g_test_add_func("/critical-path/cause-words-of-ready", test_cause_words_of_ready);
  g_test_add_func("/critical-path/unfinished", test_unfinished);
  return g_test_run();
}
