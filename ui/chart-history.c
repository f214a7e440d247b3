/* The way back: what a person did to the chart, undone and redone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"

static void
get_place (GantryChartView *self, GantryPlace *place)
{
  *place = (GantryPlace){
      .from = self->view.from,
      .to = self->view.to,
      .scroll = self->view.scroll,
      .following = self->following,
      .selected_lane = self->view.selected_lane,
      .selected_start = self->view.selected_start,
      .selection_from = self->view.selection_from,
      .selection_to = self->view.selection_to,
      .dimmed = self->view.dimmed,
      .arrangement = self->view.arrangement,
  };
}

static gboolean
on_turn (gpointer data)
{
  GANTRY_CHART_VIEW(data)->kept = 0;
  return G_SOURCE_REMOVE;
}

void
gantry_chart_view_keep_place (GantryChartView *self)
{
  GantryPlace place;
  if (!self->timeline || self->is_restoring || (self->burst == GANTRY_BURST_NONE && self->kept))
    return;
  if (self->burst == GANTRY_BURST_NONE)
    self->kept = g_idle_add_full(G_PRIORITY_HIGH, on_turn, self, NULL);
  get_place(self, &place);
  gantry_history_push(self->history, &place, self->burst, g_get_monotonic_time() / 1000);
}

void
gantry_chart_view_remember (GantryChartView *self)
{
  gantry_chart_view_keep_place(self);
  self->navigated = true;
  gantry_chart_view_set_following(self, false);
}

void
gantry_chart_view_forget_places (GantryChartView *self)
{
  gantry_history_clear(self->history);
  g_clear_handle_id(&self->kept, g_source_remove);
}

unsigned
gantry_chart_view_new_gesture (GantryChartView *self)
{
  return GANTRY_BURST_GESTURES + self->n_gestures++;
}

static void
restore_choice (GantryChartView *self, const GantryPlace *place)
{
  const GantryLane *lane = gantry_timeline_find_lane(self->timeline, place->selected_lane);
  size_t index;
  if (lane && place->selected_start != GANTRY_NO_TIME &&
      gantry_lane_find(lane, place->selected_start, &index))
    gantry_chart_view_select_interval(self, place->selected_lane, index);
  else
    gantry_chart_view_select(self, place->selected_lane);
  gantry_chart_view_set_selection(self, place->selection_from, place->selection_to);
}

static void
restore (GantryChartView *self, const GantryPlace *place)
{
  self->is_restoring = true;
  self->navigated = true;
  self->range_anchor = GANTRY_NO_TIME;
  g_clear_handle_id(&self->kept, g_source_remove);
  gantry_chart_view_stop_motion(self);
  restore_choice(self, place);
  self->view.dimmed = place->dimmed;
  gantry_chart_view_set_arrangement(self, (GantryLaneArrangement *)place->arrangement);
  gantry_chart_view_set_following(self, place->following);
  if (!self->following) {
    gantry_chart_view_glide(self);
    self->view.scroll = place->scroll;
    gantry_chart_view_set_range(self, place->from, place->to);
  }
  self->is_restoring = false;
}

void
gantry_chart_view_undo (GantryChartView *self)
{
  GantryPlace place;
  get_place(self, &place);
  if (self->timeline && gantry_history_undo(self->history, &place))
    restore(self, &place);
}

void
gantry_chart_view_redo (GantryChartView *self)
{
  GantryPlace place;
  get_place(self, &place);
  if (self->timeline && gantry_history_redo(self->history, &place))
    restore(self, &place);
}
