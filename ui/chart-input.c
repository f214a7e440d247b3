/* What the pointer points at, and clicks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/moment-words.h"
#include "ui/chart-view-private.h"
#include "ui/lane-arranging.h"
#include "ui/marks.h"

#include <math.h>

/* Whatever opens or closes under a pointer that lies still is no word from it. */
static void
on_motion (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  bool lies_still = x == self->moved_x && y == self->moved_y;
  self->pointer_x = self->moved_x = x;
  self->pointer_y = self->moved_y = y;
  if (self->drag.is_held || (self->by_keys && lies_still))
    return;
  self->by_keys = false;
  gantry_chart_view_update_hover(self);
}

static void
on_leave (GtkEventControllerMotion *controller, gpointer data)
{
  GantryChartView *self = data;
  self->pointer_x = self->pointer_y = -1;
  if (!self->by_keys)
    gantry_chart_view_update_hover(self);
}

/* A click upon an interval chooses it; upon what is chosen, or beside the lanes, takes the choice back. */
static void
select_hit (GantryChartView *self, const GantryHit *hit)
{
  const GantryLane *lane = hit->has_interval && hit->lane != GANTRY_NO_LANE
                               ? gantry_timeline_find_lane(self->timeline, hit->lane)
                               : NULL;
  bool is_chosen = hit->lane == self->view.selected_lane;
  size_t index;
  if (lane && gantry_lane_find(lane, hit->interval.start, &index)) {
    if (!is_chosen || self->view.selected_start != hit->interval.start)
      gantry_chart_view_select_interval(self, hit->lane, index);
    else
      gantry_chart_view_select(self, GANTRY_NO_LANE);
  } else {
    gantry_chart_view_select(self, is_chosen ? GANTRY_NO_LANE : hit->lane);
  }
}

static bool
is_with_control (GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
  return (state & GDK_CONTROL_MASK) != 0;
}

static void
on_release (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  GantryHit hit;
  if (self->drag.moved || !self->layout || !self->timeline)
    return;
  if (gantry_marks_ask_at(self, x, y))
    return;
  gantry_layout_hit(self->layout, self->timeline, x, y, &hit);
  if (hit.legend >= 0) {
    gantry_chart_view_choose_legend(self, (GantryLegend)hit.legend, is_with_control(GTK_GESTURE(gesture)));
  } else if (hit.row && hit.row->kind == GANTRY_ROW_HEADING) {
    gantry_chart_view_fold(self, hit.row->group);
  } else if (n_press == 2 && hit.has_interval) {
    gantry_chart_view_show_range(self, hit.interval.start, hit.interval.end);
  } else if (n_press == 1 && hit.row && hit.row->kind == GANTRY_ROW_RULER && hit.in_plot && !self->live) {
    gantry_chart_view_set_playhead(self, CLAMP(hit.time, 0, gantry_timeline_get_now(self->timeline)));
  } else if (n_press == 1) {
    select_hit(self, &hit);
  }
}

/* Asked for a tooltip, one is told whole pixels: where the pointer is within one, it is the same moment that
 * all others tell. */
static double
exact_place (int asked, double pointer)
{
  return pointer >= 0 && fabs(pointer - asked) <= 1.0 ? pointer : asked;
}

static gboolean
on_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  GantryHit hit;
  if (keyboard || !self->layout || !self->timeline)
    return FALSE;
  gantry_layout_hit(self->layout, self->timeline, exact_place(x, self->pointer_x),
                    exact_place(y, self->pointer_y), &hit);
  g_autofree char *text = gantry_hit_describe(&hit, self->timeline);
  if (!text || !*text || !hit.has_interval)
    return FALSE;
  /* In a lane: first why, as a sentence, then the figures. */
  g_autofree char *why =
      hit.row->kind == GANTRY_ROW_LANE
          ? gantry_moment_sentence(self->timeline, hit.lane, hit.time, self->view.vocabulary)
          : NULL;
  g_autofree char *both = why ? g_strconcat(why, "\n", text, NULL) : NULL;
  gtk_tooltip_set_text(tooltip, both ? both : text);
  return TRUE;
}

void
gantry_chart_view_add_controllers (GantryChartView *self)
{
  GtkWidget *widget = GTK_WIDGET(self);
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkGesture *click = gtk_gesture_click_new();
  g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect(click, "released", G_CALLBACK(on_release), self);
  g_signal_connect(self, "query-tooltip", G_CALLBACK(on_tooltip), NULL);
  gtk_widget_add_controller(widget, motion);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
  gantry_chart_view_add_scrolling(self);
  gantry_chart_view_add_drag(self);
  gantry_chart_view_add_lane_menu(self);
  gantry_chart_view_add_keys(self);
}
