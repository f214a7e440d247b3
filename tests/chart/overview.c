/* The strip: its frame, what a pointer takes hold of, and that every lane is in its picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/overview.h"

#include "fixture.h"

static const GantryOverview strip = {.left = 100.0, .right = 1100.0, .length = 1000000};

static void
test_places (void)
{
  g_assert_cmpfloat(gantry_overview_x(&strip, 500000), ==, 600.0);
  g_assert_cmpint(gantry_overview_time(&strip, 600.0), ==, 500000);
  g_assert_cmpint(gantry_overview_time(&strip, -50.0), ==, 0);
  g_assert_cmpint(gantry_overview_time(&strip, 5000.0), ==, 1000000);
}

static void
test_frame (void)
{
  double left, right;
  gantry_overview_frame(&strip, 200000, 400000, &left, &right);
  g_assert_cmpfloat(left, ==, 300.0);
  g_assert_cmpfloat(right, ==, 500.0);
  gantry_overview_frame(&strip, -200000, 4000000, &left, &right); /* more than there is */
  g_assert_cmpfloat(left, ==, 100.0);
  g_assert_cmpfloat(right, ==, 1100.0);
  const int64_t places[] = {-1000, 0, 500000, 999999, 2000000};
  for (gsize i = 0; i < G_N_ELEMENTS(places); i++) { /* less than can be seen */
    gantry_overview_frame(&strip, places[i], places[i] + 10, &left, &right);
    g_assert_cmpfloat(right - left, >=, 4.0);
    g_assert_cmpfloat(left, >=, 100.0);
    g_assert_cmpfloat(right, <=, 1100.0);
  }
}

static void
test_parts (void)
{
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 200.0), ==, GANTRY_OVERVIEW_OUTSIDE);
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 296.0), ==, GANTRY_OVERVIEW_FROM);
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 304.0), ==, GANTRY_OVERVIEW_FROM);
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 400.0), ==, GANTRY_OVERVIEW_INSIDE);
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 503.0), ==, GANTRY_OVERVIEW_TO);
  g_assert_cmpint(gantry_overview_part(&strip, 200000, 400000, 600.0), ==, GANTRY_OVERVIEW_OUTSIDE);
  /* The narrowest can still be moved as a whole. */
  g_assert_cmpint(gantry_overview_part(&strip, 500000, 500010, 600.0), ==, GANTRY_OVERVIEW_INSIDE);
  g_assert_cmpint(gantry_overview_part(&strip, 500000, 500010, 594.0), ==, GANTRY_OVERVIEW_FROM);
}

static void
assert_drag (GantryOverviewPart part, int64_t by, int64_t expected_from, int64_t expected_to)
{
  int64_t from = 200000, to = 400000;
  gantry_overview_drag(&strip, part, by, &from, &to);
  g_assert_cmpint(from, ==, expected_from);
  g_assert_cmpint(to, ==, expected_to);
}

static void
test_drag (void)
{
  assert_drag(GANTRY_OVERVIEW_INSIDE, 100000, 300000, 500000);
  assert_drag(GANTRY_OVERVIEW_INSIDE, 5000000, 1000000, 1200000); /* the end stays in sight */
  assert_drag(GANTRY_OVERVIEW_INSIDE, -5000000, -200000, 0);
  assert_drag(GANTRY_OVERVIEW_FROM, -50000, 150000, 400000);
  assert_drag(GANTRY_OVERVIEW_FROM, 900000, 399900, 400000);
  assert_drag(GANTRY_OVERVIEW_TO, -900000, 200000, 200100);
  assert_drag(GANTRY_OVERVIEW_OUTSIDE, 900000, 200000, 400000);
  int64_t from = 200000, to = 400000;
  gantry_overview_centre(&strip, 700000, &from, &to);
  g_assert_cmpint(from, ==, 600000);
  g_assert_cmpint(to, ==, 800000);
}

/* Pixels of a drawn strip that are not the ground, by row. */
static guint
count_drawn (GantryTimeline *timeline, int height)
{
  const GantryTheme *theme = gantry_theme_get(GANTRY_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 400, height);
  cairo_t *cr = cairo_create(surface);
  GantryOverview overview = {
      .left = 10.0, .right = 390.0, .length = MAX(gantry_timeline_get_now(timeline), 1)};
  gantry_overview_draw(cr, &overview, timeline, theme, 2.0, height - 2.0);
  g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  guint n_rows = 0;
  for (int y = 0; y < height; y++) {
    const uint32_t *pixels = (const uint32_t *)(void *)(cairo_image_surface_get_data(surface) +
                                                        y * cairo_image_surface_get_stride(surface));
    bool is_drawn = false;
    for (int x = 0; x < 400; x++) {
      is_drawn = is_drawn || pixels[x] != 0;
      g_assert_true(pixels[x] == 0 || (x >= 10 && x < 390)); /* within the strip */
    }
    n_rows += is_drawn;
  }
  cairo_surface_destroy(surface);
  return n_rows;
}

static void
test_picture (void)
{
  g_autoptr(GantryTimeline) few = gantry_fixture_kitchen(), none = gantry_fixture_empty(),
                            many = gantry_fixture_many_lanes(500, 20);
  g_assert_cmpuint(count_drawn(few, 40), >=, 4 * 2); /* a row of some pixels for each of four lanes */
  g_assert_cmpuint(count_drawn(none, 40), ==, 0);
  g_assert_cmpuint(count_drawn(many, 40), >=, 10);
  g_assert_cmpuint(count_drawn(few, 4), ==, 0); /* no room */
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/overview/places", test_places);
  g_test_add_func("/overview/frame", test_frame);
  g_test_add_func("/overview/parts", test_parts);
  g_test_add_func("/overview/drag", test_drag);
  g_test_add_func("/overview/picture", test_picture);
  return g_test_run();
}
