/* Edges that a pointer takes hold of, and those that follow each other along a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/snap.h"

#include "fixture.h"
#include "timeline/bookmarks.h"

#define MS 1000000.0

static double
row_middle (const GantryLayout *layout, const GantryTimeline *timeline, const char *name)
{
  const GantryRow *row =
      gantry_layout_find_lane(layout, gantry_lane_get_id(gantry_script_find_lane(timeline, name)));
  g_assert_nonnull(row);
  return row->y + row->height / 2.0;
}

static double
ruler_middle (const GantryLayout *layout)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind == GANTRY_ROW_RULER)
      return row->y + row->height / 2.0;
  }
  g_assert_not_reached();
}

/* At 50 to 62 ms. */
static GantryLayout *
close_look (const GantryTimeline *timeline)
{
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.from = (int64_t)(50 * MS);
  view.to = (int64_t)(62 * MS);
  return gantry_layout_new(timeline, &view);
}

/* Within a few pixels of an edge it is the edge; farther off it is the moment itself. */
static void
test_lane (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GantryLayout) layout = close_look(timeline);
  double y = row_middle(layout, timeline, "cook 1"), edge = gantry_layout_x(layout, (int64_t)(52 * MS));
  g_assert_cmpint(gantry_layout_snap(layout, timeline, edge + 4.0, y, 6.0), ==, (int64_t)(52 * MS));
  g_assert_cmpint(gantry_layout_snap(layout, timeline, edge - 4.0, y, 6.0), ==, (int64_t)(52 * MS));
  int64_t far = gantry_layout_time(layout, edge + 20.0);
  g_assert_cmpint(gantry_layout_snap(layout, timeline, edge + 20.0, y, 6.0), ==, far);
  g_assert_cmpint(gantry_layout_snap(layout, timeline, edge + 20.0, y, 0.0), ==, far);
}

/* On the ruler: of the selected lane, else of any; marks and the run's ends always. */
static void
test_ruler (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GantryLayout) layout = close_look(timeline);
  double y = ruler_middle(layout), edge = gantry_layout_x(layout, (int64_t)(52 * MS));
  g_assert_cmpint(gantry_layout_snap(layout, timeline, edge + 2.0, y, 6.0), ==, (int64_t)(52 * MS));
  gantry_timeline_set_bookmark(timeline, (int64_t)(57.3 * MS), "here");
  double mark = gantry_layout_x(layout, (int64_t)(57.3 * MS));
  g_assert_cmpint(gantry_layout_snap(layout, timeline, mark + 3.0, y, 6.0), ==, (int64_t)(57.3 * MS));
  GantryView view;
  gantry_fixture_view(&view, timeline);
  gantry_view_fit(&view, timeline);
  g_autoptr(GantryLayout) whole = gantry_layout_new(timeline, &view);
  double begin = gantry_layout_x(whole, 0);
  g_assert_cmpint(gantry_layout_snap(whole, timeline, begin - 5.0, y, 6.0), ==, 0);
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_empty();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  int64_t time = gantry_layout_time(layout, layout->plot_left + 300.0);
  g_assert_cmpint(gantry_layout_snap(layout, timeline, layout->plot_left + 300.0, 40.0, 6.0), ==, time);
}

/* From edge to edge a lane is gone through, from outside to its near end. */
static void
test_edges (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  const GantryLane *lane = gantry_script_find_lane(timeline, "cook 1");
  size_t count = gantry_lane_get_n_intervals(lane), n_forth = 0, n_back = 0;
  int64_t time = -5;
  while (gantry_lane_next_edge(lane, time, 1, &time))
    n_forth++;
  g_assert_cmpint(time, ==, gantry_lane_get_known_until(lane));
  time += 1000;
  while (gantry_lane_next_edge(lane, time, -1, &time))
    n_back++;
  g_assert_cmpint(time, ==, gantry_lane_get_created(lane));
  g_assert_cmpuint(n_forth, ==, count + 1);
  g_assert_cmpuint(n_back, ==, count + 1);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/snap/lane", test_lane);
  g_test_add_func("/snap/ruler", test_ruler);
  g_test_add_func("/snap/empty", test_empty);
  g_test_add_func("/snap/edges", test_edges);
  return g_test_run();
}
