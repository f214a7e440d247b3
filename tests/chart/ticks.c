/* Ticks stamped as pixels, beside the one path that cairo draws of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-ticks.h"
#include "fixture.h"

#define N_COLUMNS 200
#define WIDTH (N_COLUMNS + 60)
#define HEIGHT 60
#define N_ROUNDS 100
#define MOST_LEVELS                                                                                          \
  5 /* of 255: the covers of up to a dozen ticks in a pixel, and of what they share, are rounded */

static cairo_t *
begin (double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t *cr = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_set_source_rgb(cr, 0.9, 0.95, 0.8);
  cairo_paint(cr);
  return cr;
}

typedef struct {
  double scale, unit;
  GArray *edges; /* int */
  bool band;     /* from the first one to the last instead */
} Picture;

static cairo_t *
draw (const Picture *picture, bool vector)
{
  static const GantryColor color = {0.1, 0.2, 0.3, 1.0};
  GantryLayout layout = {.plot_left = 30.0 / picture->scale};
  cairo_t *cr = begin(picture->scale);
  GantryPainter painter = {.cr = cr,
                           .layout = &layout,
                           .scale = picture->scale,
                           .unit = picture->unit,
                           .column = 1.0 / picture->scale,
                           .n_columns = N_COLUMNS,
                           .vector = vector};
  GantryBox bar = {.y = 40.0 / picture->scale, .height = 10.0 / picture->scale};
  painter.tick_stamps = gantry_tick_stamps_new(&painter);
  g_assert_true((painter.tick_stamps == NULL) == vector);
  GantryTicks *ticks = gantry_ticks_new(&painter, &bar);
  const int *edges = (const int *)(void *)picture->edges->data;
  guint count = picture->edges->len;
  if (picture->band && count > 0)
    gantry_ticks_add_band(ticks, edges[0], edges[count - 1]);
  for (guint i = 0; i < count && !picture->band; i++)
    gantry_ticks_add(ticks, edges[i]);
  gantry_ticks_make(ticks);
  gantry_ticks_draw(ticks, &color);
  gantry_ticks_free(ticks);
  gantry_tick_stamps_free(painter.tick_stamps);
  cairo_surface_flush(cairo_get_target(cr));
  return cr;
}

static void
compare (const Picture *picture, int round)
{
  cairo_t *stamped = draw(picture, false), *path = draw(picture, true);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      uint32_t is = gantry_fixture_pixel(cairo_get_target(stamped), x, y);
      uint32_t wanted = gantry_fixture_pixel(cairo_get_target(path), x, y);
      for (int shift = 0; shift < 32; shift += 8)
        if (abs((int)(is >> shift & 255) - (int)(wanted >> shift & 255)) > MOST_LEVELS)
          g_error("round %d, scale %g, unit %g: pixel %d, %d is %08x instead of %08x", round, picture->scale,
                  picture->unit, x, y, is, wanted);
    }
  cairo_destroy(stamped);
  cairo_destroy(path);
}

/* From edge to edge of the plot, some so close that each overlaps several others. */
static void
compare_all (gconstpointer band)
{
  static const double scales[] = {1.0, 1.25, 2.0}, units[] = {0.8, 1.0, 1.5};
  GRand *random = g_rand_new_with_seed(23);
  for (int round = 0; round < N_ROUNDS; round++) {
    Picture picture = {.scale = scales[round % 3], .unit = units[round / 3 % 3], .band = band != NULL};
    picture.edges = g_array_new(FALSE, FALSE, sizeof(int));
    int most = g_rand_int_range(random, 2, 20);
    for (int edge = 0; edge <= N_COLUMNS; edge += g_rand_int_range(random, 1, most))
      g_array_append_val(picture.edges, edge);
    compare(&picture, round);
    g_array_unref(picture.edges);
  }
  g_rand_free(random);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/ticks/overlapping", NULL, compare_all);
  g_test_add_data_func("/ticks/bands", "band", compare_all);
  return g_test_run();
}
