/* Which arrows the view asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"

/* Longer stretches are not looked through: their number alone says that they are too many. */
#define MOST_LOOKED_AT 200000

/* Index of the first arrow that arrives at `time` or later. */
static size_t
first_arrival (const GantryTimeline *timeline, int64_t time)
{
  size_t low = 0, high = gantry_timeline_get_n_arrows(timeline);
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (gantry_timeline_get_arrow(timeline, middle)->to_time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool
row_is_seen (const GantryLayout *layout, const GantryRow *row)
{
  return row->y + row->height > layout->lanes_top && row->y < layout->lanes_bottom;
}

static bool
is_wanted (const GantryLayout *layout, const GantryArrow *arrow)
{
  const GantryView *view = &layout->view;
  if (arrow->from_time > view->to || arrow->from_lane == arrow->to_lane)
    return false;
  if (view->arrows == GANTRY_ARROWS_SELECTED && arrow->from_lane != view->selected_lane &&
      arrow->to_lane != view->selected_lane)
    return false;
  const GantryRow *from = gantry_layout_find_lane(layout, arrow->from_lane);
  const GantryRow *to = gantry_layout_find_lane(layout, arrow->to_lane);
  return from != NULL && to != NULL && (row_is_seen(layout, from) || row_is_seen(layout, to));
}

size_t
gantry_layout_find_arrows (const GantryLayout *layout, const GantryTimeline *timeline, GPtrArray *found)
{
  const GantryView *view = &layout->view;
  if (view->arrows == GANTRY_ARROWS_NONE ||
      (view->arrows == GANTRY_ARROWS_SELECTED && view->selected_lane == GANTRY_NO_LANE))
    return 0;
  size_t begin = first_arrival(timeline, view->from), end = gantry_timeline_get_n_arrows(timeline);
  if (view->arrows == GANTRY_ARROWS_ALL && end - begin > MOST_LOOKED_AT) {
    size_t arriving = first_arrival(timeline, view->to) - begin;
    if (arriving > MOST_LOOKED_AT)
      return arriving;
  }
  /* Those that arrive beyond the right edge may set out within it; the farther, the fewer. */
  end = MIN(end, first_arrival(timeline, view->to) + MOST_LOOKED_AT);
  size_t count = 0;
  for (size_t i = begin; i < end; i++) {
    const GantryArrow *arrow = gantry_timeline_get_arrow(timeline, i);
    if (!is_wanted(layout, arrow))
      continue;
    if (found != NULL && count < GANTRY_MOST_ARROWS)
      g_ptr_array_add(found, (gpointer)arrow);
    count++;
  }
  return count;
}
