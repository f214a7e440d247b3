/* The part of the chart that scrolls: cores, lanes under their headings, shared things.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Pinned lanes stay in sight while the others scroll, unless they take more than this part of the room. */
#define MOST_PINNED 0.6

static bool
is_folded (const GantryLayout *layout, GantryGroupKey group)
{
  return gantry_lane_arrangement_is_folded(layout->view.arrangement, group);
}

void
gantry_content_count (GantryContent *content, GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryView *view = &layout->view;
  layout->groups = gantry_chart_cache_groups(layout->cache, timeline, view, &layout->lanes_hidden);
  *content = (GantryContent){
      .all_cores = view->show_cores ? gantry_timeline_get_n_cores(timeline) : 0,
  };
  content->n_cores = is_folded(layout, GANTRY_GROUP_CORES) ? 0 : content->all_cores;
  content->n_headings = layout->groups->len + (content->all_cores > 0);
  layout->thing_groups = view->show_things ? gantry_chart_cache_thing_groups(layout->cache, timeline) : NULL;
  for (guint i = 0; layout->thing_groups != NULL && i < layout->thing_groups->len; i++) {
    const GantryThingGroup *group = layout->thing_groups->pdata[i];
    content->n_headings += group->things->len > 0;
    content->n_things += is_folded(layout, group->key) ? 0 : group->things->len;
  }
  layout->lanes_shown = 0;
  for (guint i = 0; i < layout->groups->len; i++) {
    const GantryLaneGroup *group = layout->groups->pdata[i];
    content->n_lanes += group->folded ? 1 : group->lanes->len;
    content->n_pinned += group->key == GANTRY_GROUP_PINNED ? group->lanes->len : 0;
    layout->lanes_shown += group->lanes->len;
  }
}

double
gantry_content_height (const GantryContent *content, const GantryView *view, const GantryRowHeights *heights)
{
  return content->n_headings * heights->heading + content->n_cores * heights->core +
         content->n_lanes * heights->lane + content->n_things * heights->thing +
         floor(8.0 * view->text_scale); /* room before what stands below */
}

static GantryRow *
add_row (GantryLayout *layout, GantryRowKind kind, uint32_t index, GantryGroupKey group, double *y,
         double height)
{
  GantryRow *row = gantry_layout_add_row(layout, kind, y, height);
  row->index = index;
  row->group = group;
  return row;
}

/* `n_folded`: rows that are not to be seen for it. */
static void
add_heading (GantryLayout *layout, const char *text, GantryGroupKey group, uint32_t n_folded, double *y)
{
  GantryRow *row = add_row(layout, GANTRY_ROW_HEADING, 0, group, y, layout->heights.heading);
  row->text = n_folded > 0 ? g_strdup_printf(_("%s (%u)"), text, n_folded) : g_strdup(text);
}

/* The lane is found in the row that comes next. */
static void
remember_row (GantryLayout *layout, const GantryTimeline *timeline, uint32_t index)
{
  uint32_t id = gantry_lane_get_id(gantry_timeline_get_lane(timeline, index));
  if (id >= layout->row_of_lane->len)
    g_array_set_size(layout->row_of_lane, (guint)id + 1);
  g_array_index(layout->row_of_lane, uint32_t, id) = layout->rows->len + 1;
}

static void
add_group (GantryLayout *layout, const GantryTimeline *timeline, guint place, double *y)
{
  const GantryLaneGroup *group = layout->groups->pdata[place];
  double height = layout->heights.lane;
  add_heading(layout, group->text, group->key, 0, y);
  for (guint i = 0; i < group->lanes->len; i++) {
    uint32_t index = g_array_index(group->lanes, uint32_t, i);
    remember_row(layout, timeline, index);
    if (!group->folded)
      add_row(layout, GANTRY_ROW_LANE, index, group->key, y, height);
  }
  if (group->folded)
    add_row(layout, GANTRY_ROW_GROUP, place, group->key, y, height);
}

static void
add_things (GantryLayout *layout, const GantryThingGroup *group, double *y)
{
  bool folded = is_folded(layout, group->key);
  if (group->things->len > 0)
    add_heading(layout, group->text, group->key, folded ? group->things->len : 0, y);
  for (guint i = 0; i < group->things->len && !folded; i++)
    add_row(layout, GANTRY_ROW_THING, g_array_index(group->things, uint32_t, i), group->key, y,
            layout->heights.thing);
}

/* The pinned ones stay if there is room; returns how many groups they are. */
static guint
place_pinned (const GantryContent *content, GantryLayout *layout, const GantryTimeline *timeline)
{
  double y = layout->lanes_top;
  double height = layout->heights.heading + content->n_pinned * layout->heights.lane;
  layout->n_pinned = 0;
  layout->pinned_bottom = layout->lanes_top;
  if (content->n_pinned == 0 || height > MOST_PINNED * (layout->lanes_bottom - layout->lanes_top))
    return 0;
  add_group(layout, timeline, 0, &y);
  layout->n_pinned = layout->rows->len - layout->first_content;
  layout->pinned_bottom = y;
  return 1;
}

static void
count_cut_rows (GantryLayout *layout)
{
  layout->lanes_cut = layout->things_cut = 0;
  for (guint i = layout->n_pinned; i < layout->n_content; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, layout->first_content + i);
    double middle = row->y + row->height / 2.0;
    bool is_cut = middle < layout->pinned_bottom || middle > layout->lanes_bottom;
    layout->lanes_cut += is_cut && row->kind == GANTRY_ROW_LANE;
    layout->things_cut += is_cut && row->kind == GANTRY_ROW_THING;
  }
}

void
gantry_content_place (const GantryContent *content, GantryLayout *layout, const GantryTimeline *timeline)
{
  layout->first_content = layout->rows->len;
  guint first_group = place_pinned(content, layout, timeline);
  double y = layout->pinned_bottom - layout->view.scroll;
  if (content->all_cores > 0)
    add_heading(layout, _("Cores"), GANTRY_GROUP_CORES, content->all_cores - content->n_cores, &y);
  for (uint32_t i = 0; i < content->n_cores; i++)
    add_row(layout, GANTRY_ROW_CORE, i, GANTRY_GROUP_CORES, &y, layout->heights.core);
  for (guint i = first_group; i < layout->groups->len; i++)
    add_group(layout, timeline, i, &y);
  for (guint i = 0; layout->thing_groups != NULL && i < layout->thing_groups->len; i++)
    add_things(layout, layout->thing_groups->pdata[i], &y);
  layout->n_content = layout->rows->len - layout->first_content;
  count_cut_rows(layout);
}
