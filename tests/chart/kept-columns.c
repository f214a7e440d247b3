/* Columns that are taken from the frame before: whatever is moved, scrolled or chosen, the picture is the one
 * that is painted of nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fixture.h"

#include <math.h>

#define WIDTH 640
#define HEIGHT 420
#define N_LANES 5
#define N_FRAMES 300
#define WHOLE_US 400000

/* Threads that pass a lock around on two cores, some in bursts, most of it far narrower than a column. */
static GantryTimeline *
make_run (GRand *random)
{
  static const char *const waits[] = {"wait-lock for kitchen", "sleeping", "ready", "io-file", "blocked"};
  g_autoptr(GString) text = g_string_new("cores 2\nthing lock kitchen\n");
  for (int lane = 0; lane < N_LANES; lane++)
    g_string_append_printf(text, "0us t%d created thread\n 0us t%d started ring %d\n", lane, lane, lane);
  int next[N_LANES] = {0}, holder = -1;
  for (int time = 1; time < WHOLE_US;) {
    int lane = g_rand_int_range(random, 0, N_LANES);
    if (next[lane] > time) {
      time++;
      continue;
    }
    bool is_long = g_rand_int_range(random, 0, 400) == 0;
    next[lane] = time + g_rand_int_range(random, 1, is_long ? 40000 : 30 << (2 * lane));
    if (g_rand_boolean(random))
      g_string_append_printf(text, "%dus t%d running cpu %d\n", time, lane, lane % 2);
    else
      g_string_append_printf(text, "%dus t%d %s\n", time, lane, waits[g_rand_int_range(random, 0, 5)]);
    if (holder == lane) {
      g_string_append_printf(text, "%dus t%d released kitchen\n", time, lane);
      holder = -1;
    } else if (holder < 0) {
      g_string_append_printf(text, "%dus t%d acquired kitchen\n", time, lane);
      holder = lane;
    }
    if (g_rand_int_range(random, 0, 20) == 0)
      g_string_append_printf(text, "%dus t%d print \"x\"\n", time, lane);
  }
  g_string_append_printf(text, "%dus end ok\n", WHOLE_US);
  return gantry_script_play(text->str);
}

/* Pans most of the time, as one does; now and then something else. */
static void
change (GRand *random, GantryView *view)
{
  static const GantryThemeId themes[] = {GANTRY_THEME_LIGHT, GANTRY_THEME_DARK, GANTRY_THEME_CONTRAST};
  int64_t span = view->to - view->from, whole = WHOLE_US * INT64_C(1000);
  switch (g_rand_int_range(random, 0, 14)) {
  case 0: /* zoomed */
    span = (int64_t)((double)whole * pow(0.5, g_rand_double_range(random, 0.0, 8.0)));
    view->from = (int64_t)(g_rand_double(random) * (double)(whole - span));
    break;
  case 1:
    view->selected_lane = (uint32_t)g_rand_int_range(random, 0, N_LANES + 1);
    break;
  case 2:
    view->theme = themes[g_rand_int_range(random, 0, 3)];
    break;
  case 3:
    view->height = g_rand_int_range(random, HEIGHT / 2, HEIGHT);
    break;
  case 4:
    view->scroll = g_rand_int_range(random, 0, 60);
    view->squeeze = g_rand_boolean(random);
    break;
  case 5:
    view->show_things = !view->show_things;
    break;
  case 6:
    view->dimmed = (unsigned)g_rand_int_range(random, 0, 1 << GANTRY_N_LEGEND);
    break;
  case 7: /* as it was */
    break;
  default:
    view->from += g_rand_int_range(random, -(int)(span / 8), (int)(span / 8));
  }
  view->to = view->from + span;
}

static void
test_same (gconstpointer data)
{
  double scale = *(const double *)data;
  GRand *random = g_rand_new_with_seed(12);
  g_autoptr(GantryTimeline) timeline = make_run(random);
  g_assert_cmpuint(gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, 0)), >, 1000);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = WIDTH;
  view.height = HEIGHT;
  GantryLayout *layout = NULL;
  for (int i = 0; i < N_FRAMES; i++) {
    change(random, &view);
    layout = gantry_layout_renew(layout, timeline, &view);
    cairo_surface_t *renewed = gantry_fixture_paint(timeline, layout, WIDTH, HEIGHT, scale);
    g_autoptr(GantryLayout) fresh = gantry_layout_new(timeline, &view);
    cairo_surface_t *anew = gantry_fixture_paint(timeline, fresh, WIDTH, HEIGHT, scale);
    size_t size = (size_t)cairo_image_surface_get_stride(anew) * (size_t)cairo_image_surface_get_height(anew);
    g_assert_cmpmem(cairo_image_surface_get_data(renewed), size, cairo_image_surface_get_data(anew), size);
    cairo_surface_destroy(renewed);
    cairo_surface_destroy(anew);
  }
  gantry_layout_free(layout);
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  static const double scales[] = {1.0, 2.0};
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/kept-columns/same", &scales[0], test_same);
  g_test_add_data_func("/kept-columns/same-at-2", &scales[1], test_same);
  return g_test_run();
}
