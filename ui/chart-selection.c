/* What is chosen in the chart: a lane, an interval of it, a range of time, a moment; and bringing it into
 * sight.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"

#define SHARE_OF_SIGHT 0.8 /* of the width, at most, for what is brought into sight */

void
gantry_chart_view_select (GantryChartView *self, uint32_t lane)
{
  bool had_interval = self->view.selected_start != GANTRY_NO_TIME;
  if (self->view.selected_lane == lane && !had_interval)
    return;
  bool is_other = self->view.selected_lane != lane;
  gantry_chart_view_keep_place(self);
  self->view.selected_lane = lane;
  self->view.selected_start = GANTRY_NO_TIME;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (is_other)
    g_signal_emit_by_name(self, "selected", lane);
  if (had_interval)
    g_signal_emit_by_name(self, "interval-selected");
}

void
gantry_chart_view_select_interval (GantryChartView *self, uint32_t lane_id, size_t index)
{
  const GantryLane *lane = self->timeline ? gantry_timeline_find_lane(self->timeline, lane_id) : NULL;
  if (!lane || index >= gantry_lane_get_n_intervals(lane))
    return;
  GantryInterval interval;
  gantry_lane_get_interval(lane, index, &interval);
  bool is_other = self->view.selected_lane != lane_id;
  if (!is_other && self->view.selected_start == interval.start)
    return;
  gantry_chart_view_keep_place(self);
  self->view.selected_lane = lane_id;
  self->view.selected_start = interval.start;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (is_other)
    g_signal_emit_by_name(self, "selected", lane_id);
  g_signal_emit_by_name(self, "interval-selected");
}

bool
gantry_chart_view_get_interval (GantryChartView *self, uint32_t *lane_id, size_t *index,
                                GantryInterval *interval)
{
  const GantryLane *lane = self->timeline && self->view.selected_start != GANTRY_NO_TIME
                               ? gantry_timeline_find_lane(self->timeline, self->view.selected_lane)
                               : NULL;
  if (!lane || !gantry_lane_find(lane, self->view.selected_start, index))
    return false;
  *lane_id = self->view.selected_lane;
  if (interval)
    gantry_lane_get_interval(lane, *index, interval);
  return true;
}

void
gantry_chart_view_set_selection (GantryChartView *self, int64_t from, int64_t to)
{
  int64_t first = MIN(from, to), last = MAX(from, to);
  if (first == GANTRY_NO_TIME)
    last = GANTRY_NO_TIME;
  if (self->view.selection_from == first && self->view.selection_to == last)
    return;
  gantry_chart_view_keep_place(self);
  self->view.selection_from = first;
  self->view.selection_to = last;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit_by_name(self, "range-selected");
}

bool
gantry_chart_view_get_selection (GantryChartView *self, int64_t *from, int64_t *to)
{
  *from = self->view.selection_from;
  *to = self->view.selection_to;
  return self->view.selection_from != GANTRY_NO_TIME;
}

void
gantry_chart_view_set_playhead (GantryChartView *self, int64_t moment)
{
  if (self->view.cursor == moment)
    return;
  self->view.cursor = moment;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  g_signal_emit_by_name(self, "playhead-changed");
}

int64_t
gantry_chart_view_get_playhead (GantryChartView *self)
{
  return self->view.cursor;
}

/* The time's place: stays where all of it is seen, else pans as little as it can, and zooms out where the
 * place is wider than the sight. */
static void
reveal_time (GantryChartView *self, int64_t from, int64_t to)
{
  double sight = (double)(self->view.to - self->view.from) * SHARE_OF_SIGHT;
  int64_t room = (int64_t)(sight * (1 - SHARE_OF_SIGHT) / 2), by = 0;
  if (from >= self->view.from && to <= self->view.to)
    return;
  if ((double)(to - from) > sight) {
    int64_t around = (int64_t)((double)(to - from) * (1 / SHARE_OF_SIGHT - 1) / 2);
    gantry_chart_view_set_range(self, from - around, to + around);
    return;
  }
  if (from < self->view.from + room)
    by = from - room - self->view.from;
  else if (to > self->view.to - room)
    by = to + room - self->view.to;
  if (by != 0)
    gantry_chart_view_set_range(self, self->view.from + by, self->view.to + by);
}

static void
reveal_lane (GantryChartView *self, uint32_t lane_id)
{
  const GantryRow *row = self->layout ? gantry_layout_find_lane(self->layout, lane_id) : NULL;
  guint place = row ? (guint)(row - &g_array_index(self->layout->rows, GantryRow, 0)) : 0;
  if (!row || place < self->layout->first_content + self->layout->n_pinned)
    return;
  /* The layout may be of a frame before the last scroll. */
  double moved = self->view.scroll - self->layout->view.scroll;
  double top = row->y - moved - self->layout->pinned_bottom;
  double bottom = row->y + row->height - moved - self->layout->lanes_bottom;
  if (top < 0.0)
    gantry_chart_view_scroll(self, top);
  else if (bottom > 0.0)
    gantry_chart_view_scroll(self, bottom);
}

void
gantry_chart_view_reveal (GantryChartView *self, uint32_t lane, int64_t from, int64_t to)
{
  if (!self->timeline)
    return;
  if (from == GANTRY_NO_TIME) {
    gantry_chart_view_keep_place(self);
    reveal_lane(self, lane);
    return;
  }
  gantry_chart_view_remember(self);
  gantry_chart_view_glide(self);
  reveal_time(self, from, MAX(from, to));
  reveal_lane(self, lane);
}
