/* Dense lanes read back from the pixels: each column shows the exact shares of its time, and moves unchanged
 * as the view is panned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"
#include "fixture.h"

#include <math.h>

#define WIDTH 700
#define HEIGHT 260

static void
set_view (GantryView *view, const GantryTimeline *timeline)
{
  gantry_fixture_view(view, timeline);
  view->width = WIDTH;
  view->height = HEIGHT;
  view->without_text = true;
  view->show_counters = view->show_legend = false;
}

/* The columns' places in time, as the painter has them. */
static GantryPainter
columns_of (const GantryLayout *layout, double scale)
{
  double left = round(layout->plot_left * scale), right = round(layout->plot_right * scale);
  GantryPainter painter = {
      .layout = layout, .scale = scale, .column = 1.0 / scale, .from = layout->view.from};
  painter.n_columns = (int)(right - left);
  painter.ns_per_column = (double)(layout->view.to - layout->view.from) / painter.n_columns;
  long double columns = (long double)painter.from / (long double)painter.ns_per_column;
  painter.phase = (double)(columns - rintl(columns));
  return painter;
}

/* How much of a column is of the second colour and not of the first. */
static double
share_in_pixels (cairo_surface_t *surface, int x, int top, int bottom, const GantryColor *one,
                 const GantryColor *other)
{
  double sum = 0.0;
  for (int y = top; y < bottom; y++) {
    double red = (double)(gantry_fixture_pixel(surface, x, y) >> 16 & 255) / 255.0;
    sum += (red - one->red) / (other->red - one->red);
  }
  return sum / (bottom - top);
}

static void
check_columns (const GantryTimeline *timeline, const GantryView *view, double scale)
{
  const GantryTheme *theme = gantry_theme_get(view->theme);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  cairo_surface_t *surface = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, scale);
  const GantryLane *lane = gantry_timeline_get_lane(timeline, 0);
  GantryPainter painter = columns_of(layout, scale);
  GantryBox bar = gantry_painter_bar(&painter, gantry_layout_find_lane(layout, gantry_lane_get_id(lane)));
  int top = (int)round(bar.y * scale), bottom = (int)round((bar.y + bar.height) * scale), n_checked = 0;
  for (int column = 0; column < painter.n_columns; column++) {
    int64_t from = gantry_painter_column_time(&painter, column);
    int64_t to = gantry_painter_column_time(&painter, column + 1), times[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(lane, from, to, times);
    if (times[GANTRY_STATE_RUNNING] + times[GANTRY_STATE_WAIT_LOCK] != to - from)
      continue; /* the lane begins or ends there */
    if (times[GANTRY_STATE_RUNNING] == 0 || times[GANTRY_STATE_WAIT_LOCK] == 0)
      continue; /* a part of a mark */
    int x = (int)round(layout->plot_left * scale) + column;
    double shown = share_in_pixels(surface, x, top, bottom, &theme->states[GANTRY_STATE_RUNNING],
                                   &theme->states[GANTRY_STATE_WAIT_LOCK]);
    double exact = (double)times[GANTRY_STATE_WAIT_LOCK] / (double)(to - from);
    g_assert_cmpfloat(fabs(shown - exact), <, 1.0 / 255.0);
    n_checked++;
  }
  g_assert_cmpint(n_checked, >, 20);
  cairo_surface_destroy(surface);
}

/* 3 of 100 microseconds, from columns of two slices to columns of hundreds, at whole and broken scales. */
static void
test_shares (void)
{
  const double scales[] = {1.0, 1.25, 1.5, 2.0};
  g_autoptr(GantryTimeline) timeline = gantry_fixture_slices(97, 3, 4000);
  for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++)
    for (double span = 3e8; span < 4e9; span *= 1.37) {
      GantryView view;
      set_view(&view, timeline);
      view.from = (int64_t)(span * 0.0137) + 12345;
      view.to = view.from + (int64_t)span;
      check_columns(timeline, &view, scales[i]);
    }
}

/* What a column's pixels add up to, from red (16) to blue (0), of 255. */
static double
mean_level (cairo_surface_t *surface, int x, int top, int bottom, int shift)
{
  double sum = 0.0;
  for (int y = top; y < bottom; y++)
    sum += (double)(gantry_fixture_pixel(surface, x, y) >> shift & 255);
  return sum / (bottom - top);
}

static void
check_mixture (const GantryTimeline *timeline, const GantryView *view, double scale)
{
  const GantryTheme *theme = gantry_theme_get(view->theme);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  cairo_surface_t *surface = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, scale);
  const GantryLane *lane = gantry_timeline_get_lane(timeline, 0);
  GantryPainter painter = columns_of(layout, scale);
  GantryBox bar = gantry_painter_bar(&painter, gantry_layout_find_lane(layout, gantry_lane_get_id(lane)));
  int top = (int)round(bar.y * scale), bottom = (int)round((bar.y + bar.height) * scale), n_checked = 0;
  for (int column = 0; column < painter.n_columns; column++) {
    int64_t from = gantry_painter_column_time(&painter, column), all = 0;
    int64_t to = gantry_painter_column_time(&painter, column + 1), times[GANTRY_N_STATES] = {0};
    double red = 0.0, green = 0.0, blue = 0.0;
    gantry_lane_add_times(lane, from, to, times);
    for (int state = 0; state < GANTRY_N_STATES; state++) {
      GantryColor color = theme->states[gantry_legend_state(gantry_state_legend((GantryState)state))];
      double levels = 255.0 * (double)times[state] / (double)(to - from);
      all += times[state];
      red += color.red * levels;
      green += color.green * levels;
      blue += color.blue * levels;
    }
    if (all != to - from)
      continue; /* the lane begins or ends there */
    int x = (int)round(layout->plot_left * scale) + column;
    g_assert_cmpfloat(fabs(mean_level(surface, x, top, bottom, 16) - red), <, 1.0);
    g_assert_cmpfloat(fabs(mean_level(surface, x, top, bottom, 8) - green), <, 1.0);
    g_assert_cmpfloat(fabs(mean_level(surface, x, top, bottom, 0) - blue), <, 1.0);
    n_checked++;
  }
  g_assert_cmpint(n_checked, >, 20);
  cairo_surface_destroy(surface);
}

/* Columns that five states share are, all in all, of the colour that they give together. */
static void
test_mixture (void)
{
  const double scales[] = {1.0, 1.25, 2.0};
  g_autoptr(GantryTimeline) timeline = gantry_fixture_mixture(7, 4000);
  for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++)
    for (double span = 2.5e8; span < 2e9; span *= 1.77) {
      GantryView view;
      set_view(&view, timeline);
      view.from = (int64_t)(span * 0.0137) + 12345;
      view.to = view.from + (int64_t)span;
      check_mixture(timeline, &view, scales[i]);
    }
}

/* Whether both pictures show the lane alike, the second one `by` pixels farther left. */
static void
compare_panned (cairo_surface_t *one, cairo_surface_t *other, const GantryLayout *layout, double scale,
                int by)
{
  int left = (int)round(layout->plot_left * scale), right = (int)round(layout->plot_right * scale);
  GantryPainter painter = columns_of(layout, scale);
  GantryBox bar = gantry_painter_bar(&painter, gantry_layout_find_lane(layout, 0));
  int top = (int)round(bar.y * scale), bottom = (int)round((bar.y + bar.height) * scale);
  for (int y = top; y < bottom; y++)
    for (int x = left; x + by < right - 4; x++)
      if (gantry_fixture_pixel(one, x + by, y) != gantry_fixture_pixel(other, x, y))
        g_error("panned by %d at scale %g: pixel %d, %d is %08x, was %08x", by, scale, x, y,
                gantry_fixture_pixel(other, x, y), gantry_fixture_pixel(one, x + by, y));
}

static void
test_panning (void)
{
  const double scales[] = {1.0, 1.25, 1.5, 2.0};
  const int steps[] = {1, 2, 7, 100};
  g_autoptr(GantryTimeline) timeline = gantry_fixture_slices(97, 3, 4000);
  for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++)
    for (double ns = 7.0; ns < 4e6; ns *= 3.7) {
      GantryView view;
      set_view(&view, timeline);
      g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
      int n_columns = (int)(round(layout->plot_right * scales[i]) - round(layout->plot_left * scales[i]));
      int64_t per_column = (int64_t)ns;
      view.from = 50000000 + (int64_t)(ns * 0.37);
      view.to = view.from + per_column * n_columns;
      layout = gantry_layout_renew(g_steal_pointer(&layout), timeline, &view);
      cairo_surface_t *first = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, scales[i]);
      for (unsigned j = 0; j < G_N_ELEMENTS(steps); j++) {
        GantryView panned = view;
        panned.from += per_column * steps[j];
        panned.to += per_column * steps[j];
        layout = gantry_layout_renew(g_steal_pointer(&layout), timeline, &panned);
        cairo_surface_t *second = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, scales[i]);
        compare_panned(first, second, layout, scales[i], steps[j]);
        cairo_surface_destroy(second);
      }
      cairo_surface_destroy(first);
    }
}

/* Waits for a lock and for another one in turn, for a column and a bit each, many times or a few; then for
 * long, and runs. What precedes a long wait of its kind melts into it, or is mixed with it, whether the view
 * begins in the midst of it or before. */
static GantryTimeline *
waits_in_turn (int per_column_us)
{
  g_autoptr(GString) text = g_string_new("0ms main created thread\n 0ms main started\n");
  GRand *random = g_rand_new_with_seed(5);
  int time = 0;
  for (int round = 0; round < 60; round++) {
    for (int i = g_rand_int_range(random, 0, 50); i > 0; i--) {
      g_string_append_printf(text, "%dus main %s\n", time, i % 2 ? "wait-lock" : "wait-semaphore");
      time += per_column_us * g_rand_int_range(random, 10, 14) / 10;
    }
    g_string_append_printf(text, "%dus main wait-lock\n", time);
    time += per_column_us * g_rand_int_range(random, 2, 9);
    g_string_append_printf(text, "%dus main running\n", time);
    time += per_column_us * g_rand_int_range(random, 1, 30) / 3;
  }
  g_string_append_printf(text, "%dus main ended ok\n", time);
  g_rand_free(random);
  return gantry_script_play(text->str);
}

/* At the left edge, too. */
static void
test_edge (void)
{
  const int per_column_us = 100;
  g_autoptr(GantryTimeline) timeline = waits_in_turn(per_column_us);
  GantryView view;
  set_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  int n_columns = (int)(round(layout->plot_right) - round(layout->plot_left));
  cairo_surface_t *before = NULL;
  for (int first = 100; first < 500; first++) {
    view.from = INT64_C(1000) * per_column_us * first;
    view.to = view.from + INT64_C(1000) * per_column_us * n_columns;
    layout = gantry_layout_renew(g_steal_pointer(&layout), timeline, &view);
    cairo_surface_t *now = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, 1.0);
    if (before)
      compare_panned(before, now, layout, 1.0, 1);
    g_clear_pointer(&before, cairo_surface_destroy);
    before = now;
  }
  cairo_surface_destroy(before);
}

/* Runs long, goes on with other statements for parts of a column, and then waits now and then: what has
 * melted into a mark counts in the column behind it, and so does the mark's own end. */
static void
test_melted (void)
{
  GRand *random = g_rand_new_with_seed(3);
  g_autoptr(GString) text = g_string_new("0ms main created thread\n 0ms main started\n");
  int time = 0, line = 1; /* microseconds */
  while (time < 400000) {
    g_string_append_printf(text, "%dus main running line %d\n", time, line++ % 50 + 1);
    time += g_rand_int_range(random, 3000, 9000);
    for (int i = g_rand_int_range(random, 1, 4); i > 0; i--) {
      g_string_append_printf(text, "%dus main running line %d\n", time, line++ % 50 + 1);
      time += g_rand_int_range(random, 50, 300);
    }
    for (int i = g_rand_int_range(random, 1, 6); i > 0; i--) {
      g_string_append_printf(text, "%dus main wait-lock\n %dus main running\n", time, time + 200);
      time += 200 + g_rand_int_range(random, 100, 300);
    }
  }
  g_string_append_printf(text, "%dus main ended ok\n", time);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text->str);
  GantryView view;
  set_view(&view, timeline);
  check_columns(timeline, &view, 1.0);
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/exact/shares", test_shares);
  g_test_add_func("/exact/mixture", test_mixture);
  g_test_add_func("/exact/panning", test_panning);
  g_test_add_func("/exact/edge", test_edge);
  g_test_add_func("/exact/melted", test_melted);
  return g_test_run();
}
