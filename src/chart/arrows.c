/* Which arrows the view asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/layout-private.h"
#include "timeline/lower-bound.h"

/* Longer stretches are not looked through: their number alone says that they are too many. */
#define MOST_LOOKED_AT 10000
/* Arrows that arrive beyond the view among which those are looked for that set out within it. */
#define MOST_BEYOND 300000

static int64_t
arrival (gconstpointer arrows, size_t place)
{
  return gantry_packed_arrows_get(arrows, place).to_time;
}

/* Place of the first arrow that arrives at `time` or later. */
static size_t
first_arrival (const GantryPackedArrows *arrows, int64_t time)
{
  return gantry_lower_bound(0, gantry_packed_arrows_count(arrows), time, arrival, arrows);
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
  const GantryRow *from = gantry_layout_find_lane(layout, arrow->from_lane);
  const GantryRow *to = gantry_layout_find_lane(layout, arrow->to_lane);
  return from != NULL && to != NULL && from != to && (row_is_seen(layout, from) || row_is_seen(layout, to));
}

/* Up to GANTRY_MOST_ARROWS are kept, all are counted. */
static void
look_through (GantryLayout *layout, const GantryPackedArrows *arrows)
{
  const GantryView *view = &layout->view;
  size_t begin = first_arrival(arrows, view->from), arrived = first_arrival(arrows, view->to);
  if (arrived - begin > MOST_LOOKED_AT) {
    layout->n_arrows = arrived - begin;
    return;
  }
  /* Those that arrive beyond the right edge may set out within it; the farther, the fewer. */
  size_t end = MIN(gantry_packed_arrows_count(arrows), arrived + MOST_BEYOND), i = begin;
  while ((i = gantry_packed_arrows_pass_by(arrows, i, end, view->to)) < end) {
    GantryArrow arrow = gantry_packed_arrows_get(arrows, i++);
    if (!is_wanted(layout, &arrow))
      continue;
    if (layout->n_arrows++ < GANTRY_MOST_ARROWS)
      g_array_append_val(layout->arrows, arrow);
  }
}

/* Those to choose from: all, or those of the selected lane; NULL: none. */
static const GantryPackedArrows *
choose_from (const GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryView *view = &layout->view;
  switch (view->arrows) {
  case GANTRY_ARROWS_ALL:
    return gantry_timeline_get_arrows(timeline);
  case GANTRY_ARROWS_SELECTED:
    return view->selected_lane != GANTRY_NO_LANE
               ? gantry_chart_cache_arrows_of(layout->cache, timeline, view->selected_lane)
               : NULL;
  default:
    return NULL;
  }
}

void
gantry_layout_find_arrows (GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryPackedArrows *arrows = choose_from(layout, timeline);
  g_array_set_size(layout->arrows, 0);
  layout->n_arrows = 0;
  if (arrows)
    look_through(layout, arrows);
  if (layout->n_arrows > GANTRY_MOST_ARROWS)
    g_array_set_size(layout->arrows, 0);
}
