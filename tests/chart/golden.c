/* Pictures of fixed runs, compared with those that people have looked at and found right.
 *
 * Shapes without letters must agree in every pixel. With letters a few pixels may differ a little: fonts are
 * drawn by other versions of libraries elsewhere. From 1.18 on cairo rounds some edges and baselines to the
 * next pixel; there each pixel must be found within one of its place, in either picture.
 * GANTRY_UPDATE_GOLDEN=1 writes them anew, with an older cairo; look at them then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"
#include "fixture.h"

#include <stdlib.h>

#define NEWER_CAIRO CAIRO_VERSION_ENCODE(1, 17, 0)
#define LETTERS_LEVELS 32      /* that a pixel may be off, of 255 */
#define LETTERS_PART 0.005     /* of the pixels that may be off by more */
#define LETTERS_PART_NEAR 0.01 /* the same, where letters stand a part of a pixel aside */

typedef struct {
  const char *name;
  GantryTimeline *(*run)(void);
  GantryThemeId theme;
  double width, height;
  void (*change)(GantryView *view);
} Golden;

static GantryTimeline *
run_slices (void)
{
  return gantry_fixture_slices(900, 300, 300);
}

static GantryTimeline *
run_many (void)
{
  return gantry_fixture_many_lanes(24, 300);
}

static void
select_cook (GantryView *view)
{
  view->selected_lane = 3;
  view->cursor = 96400000;
}

static void
show_all_arrows (GantryView *view)
{
  view->arrows = GANTRY_ARROWS_ALL;
}

static void
show_path (GantryView *view)
{
  view->show_critical_path = true;
}

static void
dim_and_enlarge (GantryView *view)
{
  view->dimmed = 1u << GANTRY_LEGEND_RUNNING | 1u << GANTRY_LEGEND_MESSAGE;
  view->text_scale = 1.5;
}

static void
zoom_in (GantryView *view)
{
  view->from = 15000000;
  view->to = 65000000;
  view->show_title = view->show_footer = false;
}

static void
half_dense (GantryView *view)
{
  view->from = 1000000;
  view->to = 361000000;
}

static const Golden goldens[] = {
    {"kitchen-light", gantry_fixture_kitchen, GANTRY_THEME_LIGHT, 800, 620, select_cook},
    {"kitchen-dark", gantry_fixture_kitchen, GANTRY_THEME_DARK, 800, 620, show_all_arrows},
    {"kitchen-zoomed", gantry_fixture_kitchen, GANTRY_THEME_LIGHT, 640, 480, zoom_in},
    {"kitchen-dimmed", gantry_fixture_kitchen, GANTRY_THEME_DARK, 900, 700, dim_and_enlarge},
    {"shapes-print", gantry_fixture_all_shapes, GANTRY_THEME_PRINT, 800, 700, show_all_arrows},
    {"shapes-contrast", gantry_fixture_all_shapes, GANTRY_THEME_CONTRAST, 520, 600, NULL},
    {"shapes-contrast-dark", gantry_fixture_all_shapes, GANTRY_THEME_CONTRAST_DARK, 520, 600, NULL},
    {"slices", run_slices, GANTRY_THEME_LIGHT, 640, 360, half_dense},
    {"squeezed", run_many, GANTRY_THEME_LIGHT, 640, 500, NULL},
    {"deadlock-light", gantry_fixture_deadlock, GANTRY_THEME_LIGHT, 800, 600, NULL},
    {"deadlock-print", gantry_fixture_deadlock, GANTRY_THEME_PRINT, 420, 560, NULL},
    {"path-light", gantry_fixture_kitchen, GANTRY_THEME_LIGHT, 800, 620, show_path},
    {"path-contrast", run_many, GANTRY_THEME_CONTRAST, 640, 500, show_path},
    {"empty", gantry_fixture_empty, GANTRY_THEME_LIGHT, 400, 200, NULL},
};

static cairo_surface_t *
draw (const Golden *golden, bool letters)
{
  g_autoptr(GantryTimeline) timeline = golden->run();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.theme = golden->theme;
  view.width = golden->width;
  view.height = golden->height;
  view.without_text = !letters;
  if (golden->change != NULL)
    golden->change(&view);
  g_autoptr(GError) error = NULL;
  cairo_surface_t *surface = gantry_picture_surface(timeline, &view, 1.0, &error);
  g_assert_no_error(error);
  cairo_surface_flush(surface);
  return surface;
}

static int
channel_distance (uint32_t one, uint32_t other)
{
  int most = 0;
  for (int shift = 0; shift < 32; shift += 8)
    most = MAX(most, abs((int)(one >> shift & 255) - (int)(other >> shift & 255)));
  return most;
}

/* Of an opaque picture, a PNG may be read without alpha. */
static uint32_t
pixel_at (cairo_surface_t *picture, int x, int y)
{
  const void *row =
      cairo_image_surface_get_data(picture) + (ptrdiff_t)y * cairo_image_surface_get_stride(picture);
  return ((const uint32_t *)row)[x] | 0xff000000u;
}

/* Whether a colour lies, give or take `levels`, between those around that place. */
static bool
is_near (cairo_surface_t *picture, int x, int y, uint32_t colour, int levels)
{
  int width = cairo_image_surface_get_width(picture), height = cairo_image_surface_get_height(picture);
  for (int shift = 0; shift < 32; shift += 8) {
    int value = (int)(colour >> shift & 255), least = 255, most = 0;
    for (int row = MAX(y - 1, 0); row < MIN(y + 2, height); row++)
      for (int column = MAX(x - 1, 0); column < MIN(x + 2, width); column++) {
        int there = (int)(pixel_at(picture, column, row) >> shift & 255);
        least = MIN(least, there);
        most = MAX(most, there);
      }
    if (value < least - levels || value > most + levels)
      return false;
  }
  return true;
}

/* How many pixels differ by more than `levels`, and are not `near` in either; all, if the sizes do. */
static double
part_that_differs (cairo_surface_t *one, cairo_surface_t *other, int levels, bool near)
{
  int width = cairo_image_surface_get_width(one), height = cairo_image_surface_get_height(one);
  if (width != cairo_image_surface_get_width(other) || height != cairo_image_surface_get_height(other))
    return 1.0;
  unsigned count = 0;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      uint32_t a = pixel_at(one, x, y), b = pixel_at(other, x, y);
      count += channel_distance(a, b) > levels &&
               !(near && is_near(one, x, y, b, LETTERS_LEVELS) && is_near(other, x, y, a, LETTERS_LEVELS));
    }
  return (double)count / ((double)width * height);
}

static void
compare (const Golden *golden, bool letters)
{
  g_autofree char *file = g_strdup_printf("%s%s.png", golden->name, letters ? "-letters" : "");
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "golden", file, NULL);
  cairo_surface_t *drawn = draw(golden, letters);
  if (g_getenv("GANTRY_UPDATE_GOLDEN") != NULL) {
    g_assert_cmpint(cairo_surface_write_to_png(drawn, path), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(drawn);
    return;
  }
  cairo_surface_t *expected = cairo_image_surface_create_from_png(path);
  if (cairo_surface_status(expected) != CAIRO_STATUS_SUCCESS)
    g_error("%s: %s", path, cairo_status_to_string(cairo_surface_status(expected)));
  bool near = cairo_version() >= NEWER_CAIRO;
  double part = part_that_differs(drawn, expected, letters ? LETTERS_LEVELS : 0, near);
  if (part > (!letters ? 0.0 : near ? LETTERS_PART_NEAR : LETTERS_PART)) {
    g_autofree char *is = g_test_build_filename(G_TEST_BUILT, file, NULL);
    cairo_surface_write_to_png(drawn, is);
    g_error("%s: %.3f %% of the pixels differ; what is drawn now is in %s", file, part * 100.0, is);
  }
  cairo_surface_destroy(expected);
  cairo_surface_destroy(drawn);
}

static void
test_shapes (gconstpointer data)
{
  compare(data, false);
}

static void
test_letters (gconstpointer data)
{
  compare(data, true);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS(goldens); i++) {
    g_autofree char *shapes = g_strdup_printf("/golden/%s/shapes", goldens[i].name);
    g_autofree char *letters = g_strdup_printf("/golden/%s/letters", goldens[i].name);
    g_test_add_data_func(shapes, &goldens[i], test_shapes);
    g_test_add_data_func(letters, &goldens[i], test_letters);
  }
  return g_test_run();
}
