/* The window explains: replay, findings and their places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/replay-bar.h"
#include "ui/settings.h"
#include "ui/window-private.h"

/* Words beside the chart need not change with each frame. */
#define REFRESH_US 50000

static void
on_playhead (GantryChartView *chart, gpointer data)
{
  GantryWindow *self = data;
  gint64 now = g_get_monotonic_time();
  if (gantry_replay_is_playing(self->replay) && now - self->told_us < REFRESH_US)
    return;
  self->told_us = now;
  gantry_window_refresh(self);
}

/* What was left out while it played. */
static void
on_replay_changed (GantryReplay *replay, gpointer data)
{
  GantryWindow *self = data;
  if (!gantry_replay_is_playing(replay) && gantry_chart_view_get_playhead(self->chart) != GANTRY_NO_TIME)
    gantry_window_refresh(self);
}

static void
on_lane (GantryMomentList *list, guint lane_id, gpointer data)
{
  GantryWindow *self = data;
  int64_t moment = gantry_chart_view_get_moment(self->chart);
  gantry_chart_view_reveal(self->chart, lane_id, moment, moment);
  gantry_chart_view_select(self->chart, lane_id);
  gantry_window_refresh(self);
}

/* Chooses what is to be looked at there: an interval, else the stretch of time if it is not the whole run. */
static void
choose_place (GantryWindow *self, uint32_t lane_id, int64_t from, int64_t to)
{
  const GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  bool is_part = from > 0 || to < gantry_timeline_get_now(timeline);
  size_t index;
  if (lane && is_part && gantry_lane_find(lane, from, &index))
    gantry_chart_view_select_interval(self->chart, lane_id, index);
  else
    gantry_chart_view_select(self->chart, lane_id);
  gantry_chart_view_set_selection(self->chart, is_part ? from : GANTRY_NO_TIME,
                                  is_part ? to : GANTRY_NO_TIME);
}

static void
on_place (GantryFindingsList *list, guint lane_id, gint64 from, gint64 to, gpointer data)
{
  GantryWindow *self = data;
  if (!gantry_chart_view_get_timeline(self->chart))
    return;
  gantry_chart_view_reveal(self->chart, lane_id, from, to);
  choose_place(self, lane_id, from, to);
  gantry_window_refresh(self);
}

static void
on_path (GantryFindingsList *list, gpointer data)
{
  gtk_widget_activate_action(data, "win.critical-path", NULL);
}

GtkWidget *
gantry_window_make_replay_bar (GantryWindow *self)
{
  self->replay = gantry_replay_new(self->chart);
  gantry_replay_add_actions(self->replay, G_ACTION_MAP(self));
  g_signal_connect_object(self->chart, "playhead-changed", G_CALLBACK(on_playhead), self, 0);
  g_signal_connect_object(self->replay, "changed", G_CALLBACK(on_replay_changed), self, 0);
  g_signal_connect_object(gantry_state_pane_get_findings(self->state), "place-activated",
                          G_CALLBACK(on_place), self, 0);
  g_signal_connect_object(gantry_state_pane_get_findings(self->state), "path-activated", G_CALLBACK(on_path),
                          self, 0);
  g_signal_connect_object(gantry_state_pane_get_moment_list(self->state), "lane-activated",
                          G_CALLBACK(on_lane), self, 0);
  g_signal_connect_object(gantry_settings_get(), "changed::state-words", G_CALLBACK(gantry_window_refresh),
                          self, G_CONNECT_SWAPPED);
  return gantry_replay_bar_new(self->replay, self->chart);
}
