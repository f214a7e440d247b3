/* What is at a point of the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter.h"

#include <math.h>

#define REACH 4 /* pixels that a mark may be off the pointer */

static bool
is_in_box (const GantryLayout *layout, GantryLegend legend, double x, double y)
{
  double left, top, width, height;
  return gantry_painter_legend_box(layout, legend, &left, &top, &width, &height) && x >= left &&
         x < left + width && y >= top && y < top + height;
}

static int
legend_at (const GantryLayout *layout, double x, double y)
{
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    if (is_in_box(layout, (GantryLegend)i, x, y))
      return i;
  return -1;
}

static const GantryMark *
mark_near (const GantryTimeline *timeline, uint32_t lane, int64_t time, int64_t reach)
{
  const GantryMark *nearest = NULL;
  size_t count = gantry_timeline_get_n_marks(timeline);
  for (size_t i = gantry_timeline_first_mark(timeline, time - reach); i < count; i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->time > time + reach)
      break;
    if (mark->lane == lane && (nearest == NULL || ABS(mark->time - time) < ABS(nearest->time - time)))
      nearest = mark;
  }
  return nearest;
}

static const GantryLoss *
loss_at (const GantryLane *lane, int64_t time)
{
  for (size_t i = 0; i < gantry_lane_get_n_losses(lane); i++) {
    const GantryLoss *loss = gantry_lane_get_loss(lane, i);
    if (time >= loss->from && time <= loss->to)
      return loss;
  }
  return NULL;
}

static void
find_interval (GantryHit *hit, const GantryLane *lane)
{
  size_t index;
  hit->has_interval = gantry_lane_find(lane, hit->time, &index);
  if (hit->has_interval)
    gantry_lane_get_interval(lane, index, &hit->interval);
}

static void
hit_lane (GantryHit *hit, const GantryTimeline *timeline)
{
  const GantryLane *lane = gantry_timeline_get_lane(timeline, hit->row->index);
  hit->lane = gantry_lane_get_id(lane);
  if (!hit->in_plot)
    return;
  find_interval(hit, lane);
  hit->mark = mark_near(timeline, hit->lane, hit->time, hit->resolution * REACH);
  hit->loss = loss_at(lane, hit->time);
}

static void
hit_group (GantryHit *hit, const GantryLayout *layout, const GantryTimeline *timeline)
{
  const GantryLaneGroup *group = layout->groups->pdata[hit->row->index];
  hit->n_lanes = group->lanes->len;
  for (guint i = 0; i < group->lanes->len && hit->in_plot; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, g_array_index(group->lanes, uint32_t, i));
    GantryInterval interval;
    size_t index;
    if (!gantry_lane_find(lane, hit->time, &index))
      continue;
    gantry_lane_get_interval(lane, index, &interval);
    hit->in_legend[gantry_state_legend(interval.state)]++;
  }
}

static void
hit_core (GantryHit *hit, const GantryTimeline *timeline)
{
  if (!hit->in_plot)
    return;
  const GantryLane *core = gantry_timeline_get_core(timeline, hit->row->index);
  find_interval(hit, core);
  hit->loss = loss_at(core, hit->time);
  if (hit->has_interval && hit->interval.state == GANTRY_STATE_RUNNING)
    hit->lane = hit->interval.object;
}

/* Of how many were on processors: what was lost of any of these. */
static void
hit_counters (GantryHit *hit, const GantryTimeline *timeline)
{
  uint32_t n_cores = hit->in_plot ? gantry_timeline_get_n_cores(timeline) : 0;
  for (uint32_t i = 0; i < n_cores && !hit->loss; i++)
    hit->loss = loss_at(gantry_timeline_get_core(timeline, i), hit->time);
}

void
gantry_layout_hit (const GantryLayout *layout, const GantryTimeline *timeline, double x, double y,
                   GantryHit *hit)
{
  double span = (double)(layout->view.to - layout->view.from);
  *hit = (GantryHit){
      .row = gantry_layout_row_at(layout, y),
      .time = gantry_layout_time(layout, x),
      .in_plot = x >= layout->plot_left && x < layout->plot_right,
      .lane = GANTRY_NO_LANE,
      .legend = -1,
      .resolution = (int64_t)ceil(span / (layout->plot_right - layout->plot_left)),
      .vocabulary = layout->view.vocabulary,
  };
  if (hit->row == NULL)
    return;
  if (hit->row->kind == GANTRY_ROW_LANE)
    hit_lane(hit, timeline);
  else if (hit->row->kind == GANTRY_ROW_GROUP)
    hit_group(hit, layout, timeline);
  else if (hit->row->kind == GANTRY_ROW_CORE)
    hit_core(hit, timeline);
  else if (hit->row->kind == GANTRY_ROW_COUNTERS)
    hit_counters(hit, timeline);
  else if (hit->row->kind == GANTRY_ROW_LEGEND)
    hit->legend = legend_at(layout, x, y);
}
