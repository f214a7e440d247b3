/* Skylines filled as pixels, beside those that cairo draws of the same steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-skyline.h"
#include "fixture.h"

#include <math.h>

#define N_COLUMNS 120
#define ROWS 40
#define LEFT 10 /* pixels beside the columns */
#define N_ROUNDS 60

static const GantryColor ground = {0.93, 0.41, 0.2, 1.0}, area = {0.123, 0.777, 0.5, 1.0},
                         edge = {0.05, 0.3501, 0.999, 1.0};

/* A row of steps, in pixels. */
typedef struct {
  int first, right;
  int tops[N_COLUMNS];
  int base;
  int width, below; /* of the line: pixels, half pixels */
} Steps;

static void
make_steps (Steps *steps, GRand *random)
{
  int top = g_rand_int_range(random, 0, ROWS), often = g_rand_int_range(random, 1, 6);
  steps->first = g_rand_int_range(random, 0, 20);
  steps->right = g_rand_int_range(random, steps->first, N_COLUMNS);
  steps->base = g_rand_int_range(random, 0, ROWS);
  steps->width = g_rand_int_range(random, 1, 6);
  steps->below = g_rand_int_range(random, 0, 5);
  for (int column = 0; column < N_COLUMNS; column++) {
    if (g_rand_int_range(random, 0, often) == 0)
      top = g_rand_int_range(random, 0, ROWS);
    steps->tops[column] = top;
  }
}

static cairo_t *
begin (double scale)
{
  int width = N_COLUMNS + 2 * LEFT;
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, 3 * ROWS);
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t *cr = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_set_source_rgb(cr, ground.red, ground.green, ground.blue);
  cairo_paint(cr);
  return cr;
}

/* The skyline's top row of all is at pixel ROWS. With or without a strip. */
static cairo_t *
draw (const Steps *steps, double scale, bool strip_wanted)
{
  GantryLayout layout = {.plot_left = LEFT / scale};
  cairo_t *cr = begin(scale);
  GantryPainter painter = {.cr = cr,
                           .layout = &layout,
                           .scale = scale,
                           .column = 1.0 / scale,
                           .n_columns = N_COLUMNS,
                           .vector = !strip_wanted,
                           .at_once = true};
  GantryBox box = {.y = ROWS / scale, .height = ROWS / scale};
  GantrySkyline skyline;
  gantry_skyline_init(&skyline, &painter, (ROWS + steps->base) / scale);
  skyline.right = steps->right;
  for (int column = steps->first; column < steps->right; column++)
    if (column == steps->first || steps->tops[column] != steps->tops[column - 1])
      gantry_skyline_add(&skyline, column, (ROWS + steps->tops[column]) / scale);
  double width = steps->width / scale, below = steps->below / 2.0 / scale;
  g_autoptr(GantryStrip) strip = gantry_skyline_strip(&painter, &box, width + below);
  g_assert_true((strip != NULL) == strip_wanted);
  gantry_skyline_fill(&skyline, strip, &area);
  gantry_skyline_line(&skyline, strip, &edge, width, below);
  gantry_strip_flush(strip);
  gantry_skyline_clear(&skyline);
  cairo_surface_flush(cairo_get_target(cr));
  return cr;
}

static void
compare (const Steps *steps, double scale, int round)
{
  cairo_t *pixels = draw(steps, scale, true), *paths = draw(steps, scale, false);
  for (int y = 0; y < 3 * ROWS; y++)
    for (int x = 0; x < N_COLUMNS + 2 * LEFT; x++) {
      uint32_t is = gantry_fixture_pixel(cairo_get_target(pixels), x, y);
      uint32_t wanted = gantry_fixture_pixel(cairo_get_target(paths), x, y);
      if (is != wanted)
        g_error("round %d, scale %g: pixel %d, %d is %08x instead of %08x", round, scale, x, y, is, wanted);
    }
  cairo_destroy(pixels);
  cairo_destroy(paths);
}

static void
test_pixels (void)
{
  const double scales[] = {1.0, 1.25, 1.5, 2.0};
  GRand *random = g_rand_new_with_seed(17);
  for (int round = 0; round < N_ROUNDS; round++) {
    Steps steps;
    make_steps(&steps, random);
    for (unsigned i = 0; i < G_N_ELEMENTS(scales); i++)
      compare(&steps, scales[i], round);
  }
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/skyline/pixels", test_pixels);
  return g_test_run();
}
