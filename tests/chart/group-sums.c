/* A folded group of very many lanes: added up on another thread, while the frame goes on; the same picture in
 * the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter.h"
#include "fixture.h"

#include <string.h>

#define N_LANES 600
#define WIDTH 400
#define HEIGHT 300

typedef struct {
  GantryTimeline *timeline;
  GantryView view;
  GantryLayout *layout;
  guint n_ready;
} Chart;

static void
on_ready (gpointer data)
{
  ((Chart *)data)->n_ready++;
}

static void
set_up (Chart *chart)
{
  *chart = (Chart){.timeline = gantry_fixture_many_lanes(N_LANES, 12)};
  gantry_fixture_view(&chart->view, chart->timeline);
  chart->view.width = WIDTH;
  chart->view.height = HEIGHT;
  chart->view.show_title = chart->view.show_legend = chart->view.show_counters = false;
  chart->view.show_cores = chart->view.show_footer = chart->view.squeeze = false;
  g_autoptr(GantryLayout) unfolded = gantry_layout_new(chart->timeline, &chart->view);
  chart->view.arrangement =
      gantry_lane_arrangement_fold(NULL, gantry_layout_find_lane(unfolded, 0)->group, true);
}

static void
clear (Chart *chart)
{
  gantry_layout_free(chart->layout);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)chart->view.arrangement);
  gantry_timeline_unref(chart->timeline);
}

static cairo_surface_t *
paint (Chart *chart, GantryLayout *layout)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create(surface);
  gantry_painter_draw(cr, layout, chart->timeline);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

/* The next frame of a window. */
static cairo_surface_t *
paint_frame (Chart *chart)
{
  chart->layout = gantry_layout_renew(chart->layout, chart->timeline, &chart->view);
  gantry_layout_set_ready(chart->layout, on_ready, chart);
  return paint(chart, chart->layout);
}

/* As in a file: nobody can be told later. */
static cairo_surface_t *
paint_at_once (Chart *chart)
{
  g_autoptr(GantryLayout) layout = gantry_layout_new(chart->timeline, &chart->view);
  return paint(chart, layout);
}

/* Takes both. */
static bool
are_same (cairo_surface_t *one, cairo_surface_t *other)
{
  size_t bytes = (size_t)cairo_image_surface_get_stride(one) * HEIGHT;
  bool same = memcmp(cairo_image_surface_get_data(one), cairo_image_surface_get_data(other), bytes) == 0;
  cairo_surface_destroy(one);
  cairo_surface_destroy(other);
  return same;
}

static void
wait_until_ready (Chart *chart, guint times)
{
  while (chart->n_ready < times)
    g_main_context_iteration(NULL, TRUE);
}

static void
test_same_picture (void)
{
  Chart chart;
  set_up(&chart);
  g_assert_false(are_same(paint_frame(&chart), paint_at_once(&chart))); /* it says that it is not there yet */
  wait_until_ready(&chart, 1);
  g_assert_true(are_same(paint_frame(&chart), paint_at_once(&chart)));
  g_assert_true(are_same(paint_frame(&chart), paint_at_once(&chart)));
  for (int i = 0; i < 50;
       i++) { /* nothing was new, and nothing is made: only the thread that is done lets go */
    g_main_context_iteration(NULL, FALSE);
    g_usleep(1000);
  }
  g_assert_cmpuint(chart.n_ready, ==, 1);
  clear(&chart);
}

/* A little to the side is known already; elsewhere, or closer, it is made anew, with the old one shown first.
 */
static void
test_moved (void)
{
  Chart chart;
  set_up(&chart);
  cairo_surface_destroy(paint_frame(&chart));
  wait_until_ready(&chart, 1);
  int64_t by = gantry_layout_time(chart.layout, chart.layout->plot_left + 20.0) - chart.view.from;
  chart.view.from += by;
  chart.view.to += by;
  g_assert_true(are_same(paint_frame(&chart), paint_at_once(&chart)));
  g_assert_cmpuint(chart.n_ready, ==, 1);
  chart.view.to = chart.view.from + (chart.view.to - chart.view.from) / 3;
  g_autoptr(GantryLayout) blank = gantry_layout_new(chart.timeline, &chart.view);
  gantry_layout_set_ready(blank, on_ready, &chart);
  g_assert_false(are_same(paint_frame(&chart), paint(&chart, blank)));
  wait_until_ready(&chart, 3);
  g_assert_true(are_same(paint_frame(&chart), paint_at_once(&chart)));
  clear(&chart);
}

/* The chart goes while it is being added up: nobody is told. */
static void
test_gone (void)
{
  for (int i = 0; i < 30; i++) {
    Chart chart;
    set_up(&chart);
    cairo_surface_destroy(paint_frame(&chart));
    if (i % 3 == 0)
      g_usleep(1000);
    clear(&chart);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_assert_cmpuint(chart.n_ready, ==, 0);
  }
}

/* Few lanes are not worth waiting for. */
static void
test_few (void)
{
  Chart chart;
  set_up(&chart);
  gantry_timeline_unref(chart.timeline);
  chart.timeline = gantry_fixture_many_lanes(40, 12);
  g_assert_true(are_same(paint_frame(&chart), paint_at_once(&chart)));
  clear(&chart);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/group-sums/same-picture", test_same_picture);
  g_test_add_func("/group-sums/moved", test_moved);
  g_test_add_func("/group-sums/gone", test_gone);
  g_test_add_func("/group-sums/few", test_few);
  return g_test_run();
}
