/* The pointer held down: on the ruler, or with Shift, it chooses a range of time; elsewhere it moves the
 * chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/part-words.h"
#include "chart/snap.h"
#include "ui/chart-walk.h"

#define DRAG_THRESHOLD 4
#define PLAYHEAD_REACH 28.0 /* half of its label */
#define REACH 7.0           /* pixels that an edge is taken hold of from */

static GdkModifierType
state_of (GtkGesture *gesture)
{
  return gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
}

/* The moment under the pointer, within the plot; Alt: just there, whatever edges are near. */
static int64_t
moment_at (GantryChartView *self, double x, double y, GdkModifierType state)
{
  x = CLAMP(x, self->layout->plot_left, self->layout->plot_right);
  int64_t newest = gantry_timeline_get_now(self->timeline);
  int64_t time = state & GDK_ALT_MASK ? gantry_layout_time(self->layout, x)
                                      : gantry_layout_snap(self->layout, self->timeline, x, y, REACH);
  return CLAMP(time, 0, newest);
}

/* Close to one end of the range that is chosen: that end is moved, the other stays. */
static bool
find_end (GantryChartView *self, double x, int64_t *anchor)
{
  int64_t from, to;
  if (!gantry_chart_view_get_selection(self, &from, &to))
    return false;
  double to_first = ABS(x - gantry_layout_x(self->layout, from));
  double to_last = ABS(x - gantry_layout_x(self->layout, to));
  *anchor = to_first < to_last ? to : from;
  return MIN(to_first, to_last) <= REACH;
}

static bool
is_on_ruler (GantryChartView *self, double x, double y)
{
  const GantryRow *row = gantry_layout_row_at(self->layout, y);
  return row && row->kind == GANTRY_ROW_RULER && x >= self->layout->plot_left - REACH &&
         x <= self->layout->plot_right + REACH;
}

/* Where its moment is told, above the line. */
static bool
is_on_playhead (GantryChartView *self, double x)
{
  int64_t playhead = gantry_chart_view_get_playhead(self);
  return playhead != GANTRY_NO_TIME &&
         ABS(x - gantry_layout_x(self->layout, playhead)) <= PLAYHEAD_REACH * self->view.text_scale;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  GdkModifierType state = state_of(GTK_GESTURE(gesture));
  gtk_widget_grab_focus(GTK_WIDGET(self));
  gantry_chart_view_stop_motion(self);
  self->drag =
      (GantryDrag){.x = x, .y = y, .scroll = self->view.scroll, .from = self->view.from, .to = self->view.to};
  if (!self->layout || !self->timeline)
    return;
  bool on_ruler = is_on_ruler(self, x, y);
  if (!on_ruler && !(state & GDK_SHIFT_MASK)) {
    if (gantry_chart_view_begin_lane_drag(self, x, y))
      self->drag.kind = GANTRY_DRAG_LANE;
    return;
  }
  if (on_ruler && is_on_playhead(self, x)) {
    self->drag.kind = GANTRY_DRAG_PLAYHEAD;
    return;
  }
  self->drag.kind = GANTRY_DRAG_RANGE;
  self->drag.is_held = true;
  if (!on_ruler || !find_end(self, x, &self->drag.anchor))
    self->drag.anchor = moment_at(self, x, y, state);
}

static void
pan (GantryChartView *self, double dx, double dy)
{
  double pixels = MAX(self->layout->plot_right - self->layout->plot_left, 1);
  int64_t by = (int64_t)(dx / pixels * (double)(self->drag.to - self->drag.from));
  self->view.scroll = MAX(self->drag.scroll - dy, 0);
  gantry_chart_view_set_range(self, self->drag.from - by, self->drag.to - by);
}

static void
choose (GantryChartView *self, double x, double y, GdkModifierType state)
{
  int64_t from, to, moment = moment_at(self, x, y, state);
  gantry_chart_view_set_selection(self, self->drag.anchor, moment);
  self->range_anchor = self->drag.anchor;
  if (!gantry_chart_view_get_selection(self, &from, &to))
    return;
  g_autofree char *words = gantry_range_words(from, to);
  gantry_chart_view_tell(self, words);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  GantryChartView *self = data;
  GantryDrag *drag = &self->drag;
  if (!self->layout || !self->timeline || (!drag->moved && MAX(ABS(dx), ABS(dy)) < DRAG_THRESHOLD))
    return;
  if (!drag->moved)
    drag->burst = gantry_chart_view_new_gesture(self);
  self->burst = drag->burst;
  if (drag->kind == GANTRY_DRAG_PLAYHEAD) {
    gantry_chart_view_set_playhead(
        self, moment_at(self, drag->x + dx, drag->y + dy, state_of(GTK_GESTURE(gesture))));
  } else if (drag->kind == GANTRY_DRAG_RANGE) {
    gantry_chart_view_keep_place(self);
    choose(self, drag->x + dx, drag->y + dy, state_of(GTK_GESTURE(gesture)));
  } else if (drag->kind == GANTRY_DRAG_LANE) {
    gantry_chart_view_drag_lane(self, drag->y + dy);
  } else {
    gantry_chart_view_remember(self);
    pan(self, dx, dy);
  }
  drag->moved = true;
  self->burst = GANTRY_BURST_NONE;
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  GantryChartView *self = data;
  int64_t from, to;
  self->drag.is_held = false;
  if (self->drag.kind == GANTRY_DRAG_RANGE && self->drag.moved && self->timeline &&
      gantry_chart_view_get_selection(self, &from, &to))
    gantry_chart_view_speak_range(self, from, to);
}

void
gantry_chart_view_add_drag (GantryChartView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new();
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
}
