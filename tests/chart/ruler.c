/* What is marked upon the ruler: moments with a name, and a chosen range.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter.h"
#include "fixture.h"
#include "timeline/bookmarks.h"

#include <string.h>

static const GantryRow *
ruler_of (const GantryLayout *layout)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind == GANTRY_ROW_RULER)
      return row;
  }
  g_assert_not_reached();
}

static cairo_surface_t *
picture_of (const GantryLayout *layout, const GantryTimeline *timeline)
{
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)layout->view.width, (int)layout->view.height);
  cairo_t *cr = cairo_create(surface);
  gantry_painter_draw(cr, layout, timeline);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static guint
count_differences (cairo_surface_t *one, cairo_surface_t *other, double top, double bottom)
{
  guint count = 0;
  int stride = cairo_image_surface_get_stride(one);
  for (int y = (int)top; y < (int)bottom; y++)
    for (int x = 0; x < cairo_image_surface_get_width(one); x++)
      count += memcmp(cairo_image_surface_get_data(one) + y * stride + x * 4,
                      cairo_image_surface_get_data(other) + y * stride + x * 4, 4) != 0;
  return count;
}

/* What people marked has a band of its own above the ruler, in pictures as on the screen; flags too close to
 * each other leave out their names and nothing else. */
static void
test_bookmarks (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) without = gantry_layout_new(timeline, &view);
  double low = ruler_of(without)->height;
  gantry_timeline_set_bookmark(timeline, 100000000, "");
  g_autoptr(GantryLayout) nameless = gantry_layout_new(timeline, &view);
  const GantryRow *row = ruler_of(nameless);
  g_assert_cmpfloat(row->height, >, low);
  cairo_surface_t *flag = picture_of(nameless, timeline);
  gantry_timeline_set_bookmark(timeline, 100000000, "a name");
  cairo_surface_t *named = picture_of(nameless, timeline);
  g_assert_cmpuint(count_differences(flag, named, row->y, row->y + row->height), >, 100);
  g_assert_cmpuint(count_differences(flag, named, nameless->lanes_top, nameless->lanes_bottom), ==, 0);
  gantry_timeline_set_bookmark(timeline, 100000001, "a name");
  gantry_timeline_set_bookmark(timeline, 100000000, "");
  gantry_timeline_set_bookmark(timeline, INT64_C(1) << 59, "far away");
  cairo_surface_t *close = picture_of(nameless, timeline);
  g_assert_cmpuint(count_differences(named, close, row->y, row->y + row->height), <, 60);
  cairo_surface_destroy(flag);
  cairo_surface_destroy(named);
  cairo_surface_destroy(close);
}

/* A chosen range is told upon the ruler, however narrow it is; one that is elsewhere is not. */
static void
test_selected_range (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) none = gantry_layout_new(timeline, &view);
  cairo_surface_t *plain = picture_of(none, timeline);
  const int64_t ranges[][2] = {{72000000, 100000000}, {72000000, 72000001}, {-5000, 900000000000}};
  const GantryRow *row = ruler_of(none);
  for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
    view.selection_from = ranges[i][0];
    view.selection_to = ranges[i][1];
    g_autoptr(GantryLayout) some = gantry_layout_new(timeline, &view);
    cairo_surface_t *chosen = picture_of(some, timeline);
    g_assert_cmpuint(count_differences(plain, chosen, row->y, row->y + row->height), >, 100);
    cairo_surface_destroy(chosen);
  }
  view.selection_from = INT64_C(900000000000);
  view.selection_to = INT64_C(900000000001);
  g_autoptr(GantryLayout) elsewhere = gantry_layout_new(timeline, &view);
  cairo_surface_t *same = picture_of(elsewhere, timeline);
  g_assert_cmpuint(count_differences(plain, same, 0, view.height), ==, 0);
  cairo_surface_destroy(same);
  cairo_surface_destroy(plain);
}

/* At the end of the chart there is no room behind a flag: its name stands before it, unless another's does.
 */
static void
test_bookmark_at_end (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  int64_t end = view.to - view.to / 100, before = end - view.to / 50;
  gantry_timeline_set_bookmark(timeline, end, "");
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const GantryRow *row = ruler_of(layout);
  double bottom = row->y + GANTRY_BOOKMARKS_HEIGHT;
  cairo_surface_t *flag = picture_of(layout, timeline);
  gantry_timeline_set_bookmark(timeline, end, "a name");
  cairo_surface_t *named = picture_of(layout, timeline);
  g_assert_cmpuint(count_differences(flag, named, row->y, bottom), >, 100);
  gantry_timeline_set_bookmark(timeline, end, "");
  gantry_timeline_set_bookmark(timeline, before, "");
  cairo_surface_t *alone = picture_of(layout, timeline);
  gantry_timeline_set_bookmark(timeline, end, "a name");
  cairo_surface_t *both = picture_of(layout, timeline);
  g_assert_cmpuint(count_differences(alone, both, row->y, bottom), ==, 0);
  cairo_surface_destroy(flag);
  cairo_surface_destroy(named);
  cairo_surface_destroy(alone);
  cairo_surface_destroy(both);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ruler/bookmarks", test_bookmarks);
  g_test_add_func("/ruler/bookmark-at-end", test_bookmark_at_end);
  g_test_add_func("/ruler/selected-range", test_selected_range);
  return g_test_run();
}
