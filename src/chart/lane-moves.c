/* From lane to lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/lane-moves.h"

#include "chart/layout-private.h"

#include <string.h>

static uint32_t
id_at (const GantryTimeline *timeline, const GArray *indices, guint place)
{
  return gantry_lane_get_id(gantry_timeline_get_lane(timeline, g_array_index(indices, uint32_t, place)));
}

/* The lane that a row of the content stands for. */
static uint32_t
lane_of_row (const GantryLayout *layout, const GantryTimeline *timeline, guint place)
{
  const GantryRow *row = &g_array_index(layout->rows, GantryRow, layout->first_content + place);
  if (row->kind == GANTRY_ROW_LANE)
    return gantry_lane_get_id(gantry_timeline_get_lane(timeline, row->index));
  if (row->kind != GANTRY_ROW_GROUP)
    return GANTRY_NO_LANE;
  const GantryLaneGroup *group = layout->groups->pdata[row->index];
  return id_at(timeline, group->lanes, 0);
}

uint32_t
gantry_layout_next_lane (const GantryLayout *layout, const GantryTimeline *timeline, uint32_t lane, int step)
{
  const GantryRow *here = lane != GANTRY_NO_LANE ? gantry_layout_find_lane(layout, lane) : NULL;
  const GantryRow *first = &g_array_index(layout->rows, GantryRow, layout->first_content);
  int64_t place = here != NULL ? here - first : step > 0 ? -1 : (int64_t)layout->n_content;
  uint32_t reached = here != NULL ? lane : GANTRY_NO_LANE;
  int direction = step > 0 ? 1 : -1, left = ABS(step);
  for (place += direction; left > 0 && place >= 0 && place < layout->n_content; place += direction) {
    uint32_t other = lane_of_row(layout, timeline, (guint)place);
    if (other == GANTRY_NO_LANE)
      continue;
    reached = other;
    left--;
  }
  return reached;
}

static bool
is_match (const GantryLaneArrangement *search, const GantryLane *lane)
{
  return gantry_lane_arrangement_matches(search, gantry_lane_get_name(lane));
}

GArray *
gantry_layout_search_lanes (const GantryLayout *layout, const GantryTimeline *timeline, const char *text,
                            guint *n_shown)
{
  g_autoptr(GantryLaneArrangement) search = gantry_lane_arrangement_filter(NULL, text);
  GArray *found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  *n_shown = 0;
  if (*text == '\0')
    return found;
  for (guint i = 0; i < layout->groups->len; i++) {
    const GantryLaneGroup *group = layout->groups->pdata[i];
    for (guint j = 0; j < group->lanes->len; j++) {
      const GantryLane *lane = gantry_timeline_get_lane(timeline, g_array_index(group->lanes, uint32_t, j));
      uint32_t id = gantry_lane_get_id(lane);
      if (is_match(search, lane))
        g_array_append_val(found, id);
    }
  }
  *n_shown = found->len;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && layout->lanes_hidden > 0; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    uint32_t id = gantry_lane_get_id(lane);
    if (gantry_layout_find_lane(layout, id) == NULL && is_match(search, lane))
      g_array_append_val(found, id);
  }
  return found;
}

/* The group that a lane is in, and its place there; NULL if it is in none. */
static GantryLaneGroup *
find_group (const GPtrArray *groups, const GantryTimeline *timeline, uint32_t lane, guint *place)
{
  for (guint i = 0; i < groups->len; i++) {
    GantryLaneGroup *group = groups->pdata[i];
    for (*place = 0; *place < group->lanes->len; ++*place)
      if (id_at(timeline, group->lanes, *place) == lane)
        return group;
  }
  return NULL;
}

GantryLaneArrangement *
gantry_lane_move_to (const GantryTimeline *timeline, const GantryView *view, uint32_t lane, uint32_t target)
{
  /* Those that are hidden keep their places among the others. */
  g_autoptr(GantryLaneArrangement) all = gantry_lane_arrangement_show_all(view->arrangement);
  GantryView everything = *view;
  everything.arrangement = all;
  uint32_t n_hidden;
  g_autoptr(GPtrArray) groups = gantry_lane_groups_new(timeline, &everything, &n_hidden);
  guint from, to;
  const GantryLaneGroup *group = find_group(groups, timeline, lane, &from);
  if (lane == target || group == NULL || find_group(groups, timeline, target, &to) != group)
    return NULL;
  g_autofree uint32_t *ids = g_new(uint32_t, group->lanes->len);
  for (guint i = 0; i < group->lanes->len; i++)
    ids[i] = id_at(timeline, group->lanes, i);
  if (from < to)
    memmove(ids + from, ids + from + 1, (to - from) * sizeof *ids);
  else
    memmove(ids + to + 1, ids + to, (from - to) * sizeof *ids);
  ids[to] = lane;
  return group->key == GANTRY_GROUP_PINNED
             ? gantry_lane_arrangement_order_pinned(view->arrangement, ids, group->lanes->len)
             : gantry_lane_arrangement_order(view->arrangement, ids, group->lanes->len);
}

GantryLaneArrangement *
gantry_lane_move_by (const GantryTimeline *timeline, const GantryView *view, uint32_t lane, int places)
{
  uint32_t n_hidden;
  g_autoptr(GPtrArray) groups = gantry_lane_groups_new(timeline, view, &n_hidden);
  guint place;
  const GantryLaneGroup *group = find_group(groups, timeline, lane, &place);
  if (group == NULL)
    return NULL;
  int64_t target = CLAMP((int64_t)place + places, 0, (int64_t)group->lanes->len - 1);
  return gantry_lane_move_to(timeline, view, lane, id_at(timeline, group->lanes, (guint)target));
}
