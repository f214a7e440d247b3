/* Which arrows the view asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/layout-private.h"
#include "timeline/lower-bound.h"

/* Longer stretches are not looked through: their number alone says that they are too many. */
#define MOST_LOOKED_AT 10000

/* The arrows to choose from: all, or those of the selected lane. */
typedef struct {
  const GantryTimeline *timeline;
  const GArray *indices; /* size_t; NULL: all */
  size_t count;
} Choice;

static GantryArrow
arrow_at (const Choice *choice, size_t place)
{
  size_t index = choice->indices != NULL ? g_array_index(choice->indices, size_t, place) : place;
  return gantry_timeline_get_arrow(choice->timeline, index);
}

static int64_t
arrival (gconstpointer choice, size_t place)
{
  return arrow_at(choice, place).to_time;
}

/* Place of the first arrow that arrives at `time` or later. */
static size_t
first_arrival (const Choice *choice, int64_t time)
{
  return gantry_lower_bound(0, choice->count, time, arrival, choice);
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
look_through (GantryLayout *layout, const Choice *choice)
{
  const GantryView *view = &layout->view;
  size_t begin = first_arrival(choice, view->from), arrived = first_arrival(choice, view->to);
  if (arrived - begin > MOST_LOOKED_AT) {
    layout->n_arrows = arrived - begin;
    return;
  }
  /* Those that arrive beyond the right edge may set out within it; the farther, the fewer. */
  size_t end = MIN(choice->count, arrived + MOST_LOOKED_AT);
  for (size_t i = begin; i < end; i++) {
    GantryArrow arrow = arrow_at(choice, i);
    if (!is_wanted(layout, &arrow))
      continue;
    if (layout->n_arrows++ < GANTRY_MOST_ARROWS)
      g_array_append_val(layout->arrows, arrow);
  }
}

void
gantry_layout_find_arrows (GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryView *view = &layout->view;
  Choice choice = {.timeline = timeline};
  g_array_set_size(layout->arrows, 0);
  layout->n_arrows = 0;
  if (view->arrows == GANTRY_ARROWS_NONE ||
      (view->arrows == GANTRY_ARROWS_SELECTED && view->selected_lane == GANTRY_NO_LANE))
    return;
  if (view->arrows == GANTRY_ARROWS_SELECTED)
    choice.indices = gantry_chart_cache_arrows_of(layout->cache, timeline, view->selected_lane);
  choice.count = choice.indices != NULL ? choice.indices->len : gantry_timeline_get_n_arrows(timeline);
  look_through(layout, &choice);
  if (layout->n_arrows > GANTRY_MOST_ARROWS)
    g_array_set_size(layout->arrows, 0);
}
