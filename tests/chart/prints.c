/* Prints that stand so thick that the painter passes most of them by: the picture is that of the first one of
 * each slot alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache-marks.h"
#include "chart/painter-private.h"
#include "fixture.h"

#include <math.h>

#define WIDTH 700
#define HEIGHT 260
#define SLOT 4 /* columns, of a text of common size on a pixel each */
#define WHOLE_US 1000000
#define N_ROUNDS 30

/* Of one lane that is there for a second: prints at these moments (microseconds), and now and then an
 * expectation that held. */
static GantryTimeline *
make_run (const GArray *times, int one_in_expected)
{
  g_autoptr(GString) text = g_string_new("0ms main created thread\n 0ms main started\n");
  for (guint i = 0; i < times->len; i++) {
    bool expects = one_in_expected > 0 && i % (guint)one_in_expected == 0;
    g_string_append_printf(text, "%dus main %s \"x\" line 1\n", g_array_index(times, int, i),
                           expects ? "expect held" : "print");
  }
  g_string_append_printf(text, "%dus main ended ok\n", WHOLE_US);
  return gantry_script_play(text->str);
}

/* Some bursts, each as thick as it likes, and moments on their own. */
static GArray *
random_times (GRand *random)
{
  GArray *times = g_array_new(FALSE, FALSE, sizeof(int));
  int time = 1;
  while (time < WHOLE_US) {
    int most = 1 << g_rand_int_range(random, 1, 15), count = g_rand_int_range(random, 1, 1500);
    for (int i = 0; i < count && time < WHOLE_US; i++) {
      g_array_append_val(times, time);
      time += g_rand_int_range(random, 1, most + 1);
    }
    time += g_rand_int_range(random, 0, WHOLE_US / 4);
  }
  return times;
}

static GantryPainter
painter_of (const GantryLayout *layout)
{
  GantryPainter painter = {.layout = layout, .scale = 1.0, .column = 1.0, .from = layout->view.from};
  painter.n_columns = (int)(round(layout->plot_right) - round(layout->plot_left));
  painter.ns_per_column = (double)(layout->view.to - layout->view.from) / painter.n_columns;
  long double columns = (long double)painter.from / (long double)painter.ns_per_column;
  painter.phase = (double)(columns - rintl(columns));
  painter.first_column = (int64_t)rintl(columns);
  return painter;
}

static GArray *
first_of_slots (const GArray *times, const GantryLayout *layout)
{
  GArray *firsts = g_array_new(FALSE, FALSE, sizeof(int));
  GantryPainter painter = painter_of(layout);
  double last = -INFINITY;
  for (guint i = 0; i < times->len; i++) {
    int time = g_array_index(times, int, i);
    int64_t edge =
        painter.first_column + (int64_t)round(gantry_painter_place(&painter, time * INT64_C(1000)));
    double slot = floor((double)edge / SLOT);
    if (slot != last)
      g_array_append_val(firsts, time);
    last = slot;
  }
  return firsts;
}

static void
compare (GRand *random, const GArray *times)
{
  GantryView view;
  g_autoptr(GantryTimeline) thick = make_run(times, 0);
  gantry_fixture_view(&view, thick);
  view.show_footer = false; /* it counts all events */
  view.width = WIDTH;
  view.height = HEIGHT;
  view.from = g_rand_boolean(random) ? 0 : g_rand_int_range(random, 0, WHOLE_US / 2) * INT64_C(1000);
  view.to = view.from + g_rand_int_range(random, WHOLE_US / 4, WHOLE_US) * INT64_C(1000);
  g_autoptr(GantryLayout) layout = gantry_layout_new(thick, &view);
  cairo_surface_t *all = gantry_fixture_paint(thick, layout, WIDTH, HEIGHT, 1.0);
  GArray *firsts = first_of_slots(times, layout);
  g_autoptr(GantryTimeline) thin = make_run(firsts, 0);
  g_autoptr(GantryLayout) other = gantry_layout_new(thin, &view);
  cairo_surface_t *some = gantry_fixture_paint(thin, other, WIDTH, HEIGHT, 1.0);
  g_assert_cmpmem(cairo_image_surface_get_data(all), (size_t)HEIGHT * WIDTH * 4,
                  cairo_image_surface_get_data(some), (size_t)HEIGHT * WIDTH * 4);
  g_array_unref(firsts);
  cairo_surface_destroy(all);
  cairo_surface_destroy(some);
}

static void
test_thick (void)
{
  GRand *random = g_rand_new_with_seed(8);
  for (int i = 0; i < N_ROUNDS; i++) {
    GArray *times = random_times(random);
    compare(random, times);
    g_array_unref(times);
  }
  g_rand_free(random);
}

/* What says that a block can be passed by is so of each of its marks. */
static void
test_gaps (void)
{
  GRand *random = g_rand_new_with_seed(9);
  GArray *times = random_times(random);
  g_autoptr(GantryTimeline) timeline = make_run(times, 150);
  GantryMarkIndex *index = gantry_mark_index_new();
  gantry_mark_index_follow(index, timeline);
  const GantryMarkList *list = gantry_mark_index_get(index, 0, false);
  g_assert_cmpuint(list->places->len, ==, times->len);
  g_assert_cmpuint(list->gaps->len, ==, (times->len - 1) / GANTRY_MARKS_BLOCK);
  for (guint block = 0; block < list->gaps->len; block++) {
    int64_t longest = 0;
    for (guint i = block * GANTRY_MARKS_BLOCK; i < (block + 1) * GANTRY_MARKS_BLOCK; i++) {
      const GantryMarkPlace *mark = &g_array_index(list->places, GantryMarkPlace, i);
      longest = mark->kind == GANTRY_MARK_PRINT ? MAX(longest, mark[1].time - mark->time) : INT64_MAX;
      if (longest == INT64_MAX)
        break;
    }
    g_assert_cmpint(g_array_index(list->gaps, int64_t, block), ==, longest);
  }
  gantry_mark_index_free(index);
  g_array_unref(times);
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/prints/thick", test_thick);
  g_test_add_func("/prints/gaps", test_gaps);
  return g_test_run();
}
