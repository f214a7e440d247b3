/* Each candidate is offered, and the nearest one is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/snap.h"

#include "timeline/bookmarks.h"

typedef struct {
  int64_t time; /* at the pointer */
  int64_t best;
  int64_t away; /* of the best so far, ns */
} Search;

static void
offer (Search *search, int64_t time)
{
  int64_t away = ABS(time - search->time);
  if (away < search->away) {
    search->best = time;
    search->away = away;
  }
}

static void
offer_lane (Search *search, const GantryLane *lane)
{
  GantryInterval interval;
  size_t index;
  if (!lane || gantry_lane_get_n_intervals(lane) == 0)
    return;
  offer(search, gantry_lane_get_created(lane));
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    offer(search, gantry_lane_get_ended(lane));
  if (!gantry_lane_find(lane, search->time, &index))
    return;
  gantry_lane_get_interval(lane, index, &interval);
  offer(search, interval.start);
  offer(search, interval.end);
}

/* Those of the rows that are in sight, which stand in order. */
static void
offer_rows (Search *search, const GantryLayout *layout, const GantryTimeline *timeline, guint first,
            guint end)
{
  for (guint i = first; i < end; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->y >= layout->lanes_bottom)
      break;
    if (row->kind == GANTRY_ROW_LANE)
      offer_lane(search, gantry_timeline_get_lane(timeline, row->index));
  }
}

static void
offer_lanes_in_sight (Search *search, const GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryRow *first = gantry_layout_row_at(layout, layout->pinned_bottom);
  guint content_end = layout->first_content + layout->n_content;
  guint scrolled = first ? (guint)(first - &g_array_index(layout->rows, GantryRow, 0)) : content_end;
  offer_rows(search, layout, timeline, layout->first_content, layout->first_content + layout->n_pinned);
  offer_rows(search, layout, timeline, scrolled, content_end);
}

int64_t
gantry_layout_snap (const GantryLayout *layout, const GantryTimeline *timeline, double x, double y,
                    double reach)
{
  const GantryRow *row = gantry_layout_row_at(layout, y);
  double ns_per_pixel =
      (double)(layout->view.to - layout->view.from) / MAX(layout->plot_right - layout->plot_left, 1.0);
  Search search = {.time = gantry_layout_time(layout, x), .away = (int64_t)(ns_per_pixel * reach) + 1};
  search.best = search.time;
  if (row && row->kind == GANTRY_ROW_LANE)
    offer_lane(&search, gantry_timeline_get_lane(timeline, row->index));
  else if (layout->view.selected_lane != GANTRY_NO_LANE)
    offer_lane(&search, gantry_timeline_find_lane(timeline, layout->view.selected_lane));
  else
    offer_lanes_in_sight(&search, layout, timeline);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
  const GantryBookmark *bookmark = gantry_bookmarks_near(bookmarks, search.time, search.away - 1);
  if (bookmark)
    offer(&search, bookmark->time);
  if (layout->view.cursor != GANTRY_NO_TIME)
    offer(&search, layout->view.cursor);
  offer(&search, 0);
  offer(&search, gantry_timeline_get_now(timeline));
  return search.best;
}

bool
gantry_lane_next_edge (const GantryLane *lane, int64_t time, int step, int64_t *edge)
{
  int64_t created = gantry_lane_get_created(lane), known = gantry_lane_get_known_until(lane);
  GantryInterval interval;
  size_t index;
  if (gantry_lane_get_n_intervals(lane) == 0 || (step < 0 ? time <= created : time >= known))
    return false;
  if (step < 0 ? time > known : time < created) { /* from outside of its life to its near end */
    *edge = step < 0 ? known : created;
    return true;
  }
  if (!gantry_lane_find(lane, step < 0 ? time - 1 : time, &index))
    return false;
  gantry_lane_get_interval(lane, index, &interval);
  *edge = step < 0 ? interval.start : interval.end;
  return true;
}
