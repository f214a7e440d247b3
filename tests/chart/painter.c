/* The painter: whatever the view, and what shares a pixel is shown in proportion.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter.h"

#include "chart/painter-private.h"
#include "chart/picture.h"
#include "fixture.h"

#include <math.h>

static cairo_surface_t *
paint (const GantryTimeline *timeline, const GantryView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, (int)CLAMP(view->width, 1.0, 2000.0), (int)CLAMP(view->height, 1.0, 2000.0));
  cairo_t *cr = cairo_create(surface);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  gantry_painter_draw(cr, layout, timeline);
  g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static void
test_extreme_views (void)
{
  const int64_t moments[] = {
      INT64_MIN, -INT64_MAX / 3,    -86400000000000, -1,       0, 1, 50000000, 50000001,
      112000000, 31536000000000000, INT64_MAX / 3,   INT64_MAX};
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  for (unsigned i = 0; i < G_N_ELEMENTS(moments); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS(moments); j++) {
      GantryView view;
      gantry_fixture_view(&view, timeline);
      view.from = moments[i];
      view.to = moments[j];
      view.arrows = GANTRY_ARROWS_ALL;
      view.cursor = moments[(i + j) % G_N_ELEMENTS(moments)];
      view.selected_lane = 2;
      cairo_surface_destroy(paint(timeline, &view));
    }
}

/* Three arrows from one lane to the next, and some more after `LATER` ms; none crosses another. */
#define FEW 3
#define LATER 200

static GantryTimeline *
make_arrows (int n_more)
{
  g_autoptr(GString) text =
      g_string_new("0ms one created thread\n 0ms one started ring 0\n"
                   "0ms two created thread\n 0ms two started ring 1\n 0ms two wait-event\n");
  for (int i = 1; i <= FEW + n_more; i++) {
    int time = i <= FEW ? 10 * i : LATER + 5 * i;
    g_string_append_printf(text, "%dms two woken by one at %dms\n %dms two running\n %dms two wait-event\n",
                           time, time - 2, time, time + 1);
  }
  g_string_append(text, "400ms two ended ok\n 400ms one ended ok\n");
  return gantry_script_play(text->str);
}

/* Many arrows are laid through a mask: they look as few, which are stroked each on its own. */
static void
test_many_arrows (void)
{
  g_autoptr(GantryTimeline) few = make_arrows(0);
  g_autoptr(GantryTimeline) many = make_arrows(30);
  GantryView view;
  gantry_fixture_view(&view, many);
  view.arrows = GANTRY_ARROWS_ALL;
  view.show_footer = view.show_title = false;
  g_autoptr(GantryLayout) layout = gantry_layout_new(few, &view);
  g_assert_cmpuint(layout->arrows->len, ==, FEW);
  cairo_surface_t *with_arrows = paint(few, &view), *together = paint(many, &view);
  view.arrows = GANTRY_ARROWS_NONE;
  cairo_surface_t *without = paint(few, &view);
  int n_differ = 0, right = (int)gantry_layout_x(layout, LATER / 2 * INT64_C(1000000));
  for (int y = 0; y < (int)view.height; y++)
    for (int x = 0; x < right; x++) {
      uint32_t one = gantry_fixture_pixel(with_arrows, x, y), other = gantry_fixture_pixel(together, x, y);
      n_differ += one != gantry_fixture_pixel(without, x, y);
      for (int shift = 0; shift < 32; shift += 8)
        g_assert_cmpint(abs((int)(one >> shift & 255) - (int)(other >> shift & 255)), <=, 3);
    }
  g_assert_cmpint(n_differ, >, 20 * FEW);
  cairo_surface_destroy(with_arrows);
  cairo_surface_destroy(together);
  cairo_surface_destroy(without);
}

static void
test_sizes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  const double sizes[] = {1.0, 3.0, 25.0, 90.0, 400.0};
  const double texts[] = {0.25, 1.0, 3.0};
  for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS(sizes); j++)
      for (unsigned k = 0; k < G_N_ELEMENTS(texts); k++) {
        GantryView view;
        gantry_fixture_view(&view, timeline);
        view.width = sizes[i];
        view.height = sizes[j];
        view.text_scale = texts[k];
        view.squeeze = (i + j) % 2 == 0;
        cairo_surface_destroy(paint(timeline, &view));
      }
}

/* Random places and zooms of all fixtures. */
static void
test_random_views (void)
{
  GantryTimeline *timelines[] = {gantry_fixture_all_shapes(), gantry_fixture_kitchen(),
                                 gantry_fixture_empty(), gantry_fixture_slices(3, 1, 5000),
                                 gantry_fixture_many_lanes(30, 200)};
  GRand *random = g_rand_new_with_seed(7);
  for (int i = 0; i < 300; i++) {
    GantryTimeline *timeline = timelines[i % (int)G_N_ELEMENTS(timelines)];
    GantryView view;
    gantry_fixture_view(&view, timeline);
    view.width = g_rand_double_range(random, 50.0, 700.0);
    view.height = g_rand_double_range(random, 50.0, 500.0);
    view.from = (int64_t)g_rand_double_range(random, -5e7, 3e8);
    view.to = view.from + 1 + (int64_t)pow(10.0, g_rand_double_range(random, 0.0, 11.0));
    view.theme = (GantryThemeId)g_rand_int_range(random, 0, GANTRY_N_THEMES);
    view.arrows = (GantryArrows)g_rand_int_range(random, 0, 3);
    view.selected_lane = (uint32_t)g_rand_int_range(random, 0, 5);
    view.dimmed = g_rand_int(random);
    view.squeeze = g_rand_boolean(random);
    view.scroll = g_rand_double_range(random, 0.0, 900.0);
    view.pixel_ratio = i % 3 == 0 ? g_rand_double_range(random, 0.5, 3.0) : 0.0;
    cairo_surface_destroy(paint(timeline, &view));
  }
  g_rand_free(random);
  for (unsigned i = 0; i < G_N_ELEMENTS(timelines); i++)
    gantry_timeline_unref(timelines[i]);
}

static void
test_strange_names_and_values (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title 'עברית <b>&amp;</b> \xf0\x9f\x8d\xb3'\n thing 'shared variable' v\n thing "
                         "queue q\n thing lock l\n"
                         "0ms '' created thread\n 0ms '' started\n 0ms '' running line 4000000\n"
                         "0ms 'a\tb' created thread\n 0ms 'a\tb' started\n 0ms 'a\tb' wait-lock for l\n"
                         "1ms '' value v -9223372036854775808\n 2ms '' value v 9223372036854775807\n"
                         "1ms '' length q 1000000\n"
                         "1ns '' value v 3\n"
                         "3ms '' print '%s%n' line 1\n"
                         "4ms '' lost 9223372036854775807 since 0ms\n 4ms '' running\n"
                         "5ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.arrows = GANTRY_ARROWS_ALL;
  cairo_surface_destroy(paint(timeline, &view));
  view.to = 3;
  view.from = 0;
  cairo_surface_destroy(paint(timeline, &view));
}

/* A live run has neither an end nor ends. */
static void
test_live (void)
{
  g_autoptr(GantryScript) script = gantry_script_new("0ms main created thread\n 0ms main started cpu 0\n"
                                                     "1ms main running cpu 0 line 1\n");
  GantryView view;
  gantry_view_init(&view);
  view.without_text = true;
  for (int i = 2; i < 40; i++) {
    g_autofree char *line =
        g_strdup_printf("%dms main %s line 1\n%dms pass\n", i, i % 2 == 0 ? "sleeping" : "running cpu 0", i);
    gantry_script_feed(script, line);
    gantry_view_fit(&view, gantry_script_get_timeline(script));
    cairo_surface_destroy(paint(gantry_script_get_timeline(script), &view));
  }
}

/* The bar of lane 0 in a picture: its rows of pixels and its columns. */
typedef struct {
  cairo_surface_t *surface;
  int top, bottom, left, right;
} Bar;

static Bar
paint_bar (const GantryTimeline *timeline, const GantryView *view)
{
  Bar bar = {.surface = paint(timeline, view)};
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  const GantryRow *row = gantry_layout_find_lane(layout, 0);
  GantryPainter painter = {.scale = 1.0};
  GantryBox box = gantry_painter_bar(&painter, row);
  bar.top = (int)box.y;
  bar.bottom = (int)(box.y + box.height);
  bar.left = (int)layout->plot_left;
  bar.right = (int)layout->plot_right;
  return bar;
}

/* How much of a column is of the lock's colour and not of running: by what its pixels are mixed of. */
static double
lock_share (const Bar *bar, int x)
{
  const GantryTheme *theme = gantry_theme_get(GANTRY_THEME_LIGHT);
  double running = theme->states[GANTRY_STATE_RUNNING].red * 255.0, sum = 0.0;
  double lock = theme->states[GANTRY_STATE_WAIT_LOCK].red * 255.0;
  for (int y = bar->top; y < bar->bottom; y++)
    sum += ((double)(gantry_fixture_pixel(bar->surface, x, y) >> 16 & 255) - running) / (lock - running);
  return sum / (bar->bottom - bar->top);
}

static void
slices_view (GantryView *view, const GantryTimeline *timeline, int64_t from, int64_t to)
{
  gantry_fixture_view(view, timeline);
  view->without_text = true;
  view->show_title = view->show_counters = view->show_cores = view->show_footer = false;
  view->height = 300.0;
  view->from = from;
  view->to = to;
}

/* 3 microseconds of every 100 it waits: 3 % at every zoom, as long as the waits are shorter than a pixel. */
static void
test_proportion (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_slices(97, 3, 20000);
  const int64_t spans[] = {1900000000, 500000000, 100000000, 20000000, 5000000, 3000000};
  for (unsigned i = 0; i < G_N_ELEMENTS(spans); i++) {
    GantryView view;
    slices_view(&view, timeline, 50000000, 50000000 + spans[i]);
    Bar bar = paint_bar(timeline, &view);
    double sum = 0.0;
    for (int x = bar.left; x < bar.right; x++) {
      double share = lock_share(&bar, x);
      sum += share;
      g_assert_cmpfloat(share, >=, -0.01);
    }
    g_assert_cmpfloat_with_epsilon(sum / (bar.right - bar.left), 0.03, 0.004);
    cairo_surface_destroy(bar.surface);
  }
}

/* One wait of a microsecond in two seconds of running still leaves its tint, in one column. */
static void
test_short_wait_is_seen (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing lock door\n 0ms a created thread\n 0ms a started cpu 0\n"
                         "0ms a running cpu 0\n 1000ms a wait-lock for door\n 1000.001ms a running cpu 0\n"
                         "2000ms a ended ok\n");
  GantryView view;
  slices_view(&view, timeline, 100000000, 1900000000);
  Bar bar = paint_bar(timeline, &view);
  int tinted = 0;
  for (int x = bar.left; x < bar.right; x++)
    tinted += lock_share(&bar, x) > 0.002;
  g_assert_cmpint(tinted, ==, 1);
  cairo_surface_destroy(bar.surface);
}

static bool
is_shifted (const Bar *one, const Bar *other, int by)
{
  for (int y = one->top; y < one->bottom; y++)
    for (int x = one->left + 4; x + by < one->right - 4; x++) /* corners may be cut at the view's edges */
      if (gantry_fixture_pixel(one->surface, x + by, y) != gantry_fixture_pixel(other->surface, x, y))
        return false;
  return true;
}

/* Panning moves all columns and marks by whole pixels, and changes none of them. */
static void
test_panning (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_slices(3700, 1430, 390);
  GantryView view;
  slices_view(&view, timeline, 123456789, 223456789);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  int n_columns = (int)(layout->plot_right - layout->plot_left);
  const int64_t column_times[] = {20000, 300000, 2600000}; /* ns: marks, both, all mixed */
  for (unsigned i = 0; i < G_N_ELEMENTS(column_times); i++) {
    view.to = view.from + n_columns * column_times[i];
    Bar start = paint_bar(timeline, &view);
    for (int tenths = 0; tenths < 400; tenths += 37) { /* of a pixel */
      int64_t by = tenths * column_times[i] / 10;
      GantryView moved = view;
      moved.from += by;
      moved.to += by;
      Bar after = paint_bar(timeline, &moved);
      g_assert_true(is_shifted(&start, &after, tenths / 10) ||
                    (tenths % 10 != 0 && is_shifted(&start, &after, tenths / 10 + 1)));
      cairo_surface_destroy(after.surface);
    }
    cairo_surface_destroy(start.surface);
  }
}

/* Dimming takes a state's colour away, from marks and from mixed columns. */
static void
test_dimmed (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_slices(500, 500, 1000);
  const int64_t spans[] = {5000000, 900000000};
  for (unsigned i = 0; i < G_N_ELEMENTS(spans); i++) {
    GantryView view;
    slices_view(&view, timeline, 1000000, 1000000 + spans[i]);
    view.show_legend = false;
    view.dimmed = 1u << GANTRY_LEGEND_LOCK;
    Bar bar = paint_bar(timeline, &view);
    const GantryColor *lock = &gantry_theme_get(GANTRY_THEME_LIGHT)->states[GANTRY_STATE_WAIT_LOCK];
    for (int x = bar.left; x < bar.right; x++)
      for (int y = bar.top; y < bar.bottom; y++) {
        uint32_t pixel = gantry_fixture_pixel(bar.surface, x, y);
        GantryColor color = {(pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0,
                             1.0};
        double distance =
            fabs(color.red - lock->red) + fabs(color.green - lock->green) + fabs(color.blue - lock->blue);
        g_assert_cmpfloat(distance, >, 0.3);
      }
    cairo_surface_destroy(bar.surface);
  }
}

/* Blank never stands for a state. */
static void
test_nothing_where_no_task_was (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("0ms a created thread\n 40ms b created thread\n 40ms b started cpu 0\n"
                         "40ms b running cpu 0\n 60ms b ended ok\n 100ms end ok\n");
  GantryView view;
  slices_view(&view, timeline, 0, 100000000);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  cairo_surface_t *surface = paint(timeline, &view);
  const GantryRow *row = gantry_layout_find_lane(layout, 1);
  int y = (int)(row->y + row->height / 2.0);
  const GantryColor *ground = &gantry_theme_get(GANTRY_THEME_LIGHT)->ground;
  const double blank[] = {13.3, 36.7, 73.3, 96.7};
  for (unsigned i = 0; i < G_N_ELEMENTS(blank); i++) {
    uint32_t pixel =
        gantry_fixture_pixel(surface, (int)gantry_layout_x(layout, (int64_t)(blank[i] * 1e6)), y);
    g_assert_cmpint((int)(pixel >> 16 & 255), ==, (int)lround(ground->red * 255.0));
  }
  uint32_t running = gantry_fixture_pixel(surface, (int)gantry_layout_x(layout, 50000000), y);
  g_assert_cmphex(running & 0xffffff, ==, 0x1b8553);
  cairo_surface_destroy(surface);
}

static void
test_colors_of_tasks (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "model async\n 0ms loop created loop\n 0ms main created task\n 1ms a created task by main\n"
      "1ms b created task by main\n 2ms end ok\n");
  const GantryTheme *theme = gantry_theme_get(GANTRY_THEME_DARK);
  GantryColor color = gantry_lane_color(theme, timeline, 2);
  g_assert_cmpmem(&color, sizeof color, &theme->tasks[0], sizeof color);
  color = gantry_lane_color(theme, timeline, 3);
  g_assert_cmpmem(&color, sizeof color, &theme->tasks[1], sizeof color);
  for (uint32_t id = 0; id < 2; id++) {
    color = gantry_lane_color(theme, timeline, id);
    g_assert_cmpmem(&color, sizeof color, &theme->main_task, sizeof color);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/painter/many-arrows", test_many_arrows);
  g_test_add_func("/painter/extreme-views", test_extreme_views);
  g_test_add_func("/painter/sizes", test_sizes);
  g_test_add_func("/painter/random-views", test_random_views);
  g_test_add_func("/painter/strange-names-and-values", test_strange_names_and_values);
  g_test_add_func("/painter/live", test_live);
  g_test_add_func("/painter/proportion", test_proportion);
  g_test_add_func("/painter/short-wait-is-seen", test_short_wait_is_seen);
  g_test_add_func("/painter/panning", test_panning);
  g_test_add_func("/painter/dimmed", test_dimmed);
  g_test_add_func("/painter/nothing-where-no-task-was", test_nothing_where_no_task_was);
  g_test_add_func("/painter/colors-of-tasks", test_colors_of_tasks);
  return g_test_run();
}
