/* Curves as pixels: what cairo would cover, at all slopes and places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-curves.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define WIDTH 120
#define HEIGHT 200

static cairo_surface_t *
mask_new (void)
{
  cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT);
  cairo_surface_flush(mask);
  return mask;
}

static void
stroke (cairo_surface_t *mask, const GantryCurve *curve, double width)
{
  cairo_t *cr = cairo_create(mask);
  double bend = (curve->y2 - curve->y1) * GANTRY_CURVE_PULL;
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cr, width);
  cairo_move_to(cr, curve->x1, curve->y1);
  cairo_curve_to(cr, curve->x1, curve->y1 + bend, curve->x2, curve->y2 - bend, curve->x2, curve->y2);
  cairo_stroke(cr);
  cairo_destroy(cr);
  cairo_surface_flush(mask);
}

static int
pixel (cairo_surface_t *mask, int x, int y)
{
  return cairo_image_surface_get_data(mask)[y * cairo_image_surface_get_stride(mask) + x];
}

static int64_t
sum_of (cairo_surface_t *mask)
{
  int64_t sum = 0;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      sum += pixel(mask, x, y);
  return sum;
}

/* The same in all by a thirtieth; no pixel differs by more than a third, but at the ends' tips. */
static void
assert_alike (const GantryCurve *curve, double width)
{
  cairo_surface_t *ours = mask_new(), *theirs = mask_new();
  g_assert_true(gantry_curve_is_steep(curve));
  gantry_curves_cover(ours, curve, 1, width);
  stroke(theirs, curve, width);
  double low = fmin(curve->y1, curve->y2), high = fmax(curve->y1, curve->y2);
  int64_t sum = sum_of(theirs);
  g_assert_cmpint(llabs(sum_of(ours) - sum), <=, sum / 30);
  for (int y = (int)fmax(ceil(low), 0.0); y < (int)fmin(floor(high), HEIGHT); y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmpint(abs(pixel(ours, x, y) - pixel(theirs, x, y)), <=, 85);
  cairo_surface_destroy(ours);
  cairo_surface_destroy(theirs);
}

static void
test_slopes (void)
{
  static const double widths[] = {1.3, 3.6, 7.2};
  for (int way = -60; way <= 60; way += 3)
    for (unsigned i = 0; i < G_N_ELEMENTS(widths); i++) {
      const GantryCurve down = {60.3, 20.0, 60.3 + way, 170.25}, up = {60.0, 180.5, 60.0 + way, 12.75};
      assert_alike(&down, widths[i]);
      assert_alike(&up, widths[i]);
    }
}

/* Half of it, and most of it, out of the mask. */
static void
test_edges (void)
{
  const GantryCurve curves[] = {{0.5, 20.0, -10.0, 150.0},
                                {119.0, 20.0, 125.0, 150.0},
                                {50.0, -90.0, 60.0, 120.0},
                                {50.0, 150.0, 60.0, 400.0},
                                {1.0, -50.0, -1.0, 300.0}};
  for (unsigned i = 0; i < G_N_ELEMENTS(curves); i++)
    assert_alike(&curves[i], 3.6);
  cairo_surface_t *mask = mask_new();
  const GantryCurve outside[] = {
      {-50.0, 20.0, -40.0, 150.0}, {500.0, 20.0, 510.0, 150.0}, {50.0, -300.0, 50.0, -100.0}};
  gantry_curves_cover(mask, outside, G_N_ELEMENTS(outside), 3.6);
  g_assert_cmpint(sum_of(mask), ==, 0);
  cairo_surface_destroy(mask);
}

/* Those are for cairo. */
static void
test_flat (void)
{
  const GantryCurve flat[] = {
      {10.0, 20.0, 110.0, 60.0}, {10.0, 20.0, 11.0, 20.0}, {10.0, 20.0, 10.0, 20.5}, {1e9, 0.0, 1e9, 99.0}};
  for (unsigned i = 0; i < G_N_ELEMENTS(flat); i++)
    g_assert_false(gantry_curve_is_steep(&flat[i]));
}

/* Where many lie over each other, nothing goes beyond a whole pixel. */
static void
test_crossing (void)
{
  cairo_surface_t *mask = mask_new();
  for (int way = -30; way <= 30; way++) {
    const GantryCurve curve = {60.5 - way, 20.0, 60.5 + way, 180.0};
    gantry_curves_cover(mask, &curve, 1, 3.6);
  }
  g_assert_cmpint(pixel(mask, 60, 100), ==, 255);
  g_assert_cmpint(pixel(mask, 5, 100), ==, 0);
  cairo_surface_destroy(mask);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/curves/slopes", test_slopes);
  g_test_add_func("/curves/edges", test_edges);
  g_test_add_func("/curves/flat", test_flat);
  g_test_add_func("/curves/crossing", test_crossing);
  return g_test_run();
}
