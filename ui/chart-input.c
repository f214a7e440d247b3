/* Pointer and keys of the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"

#define ZOOM_STEP 1.25
#define PAN_STEP 0.25
#define SCROLL_PIXELS 48
#define DRAG_THRESHOLD 4

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  GantryChartView *self = data;
  GdkModifierType state = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
  if (state & GDK_CONTROL_MASK)
    gantry_chart_view_zoom(self, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, self->pointer_x);
  else if (state & GDK_SHIFT_MASK)
    gantry_chart_view_pan(self, (dy + dx) * PAN_STEP / 2);
  else if (dx != 0)
    gantry_chart_view_pan(self, dx * PAN_STEP / 2);
  if (!(state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) && dy != 0)
    gantry_chart_view_scroll(self, dy * SCROLL_PIXELS);
  return GDK_EVENT_STOP;
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  self->pointer_x = x;
  self->pointer_y = y;
  gantry_chart_view_update_hover(self);
}

static void
on_leave (GtkEventControllerMotion *controller, gpointer data)
{
  GantryChartView *self = data;
  self->pointer_x = self->pointer_y = -1;
  gantry_chart_view_update_hover(self);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  self->dragged = false;
  self->drag_from = self->view.from;
  self->drag_to = self->view.to;
  self->drag_scroll = self->view.scroll;
  gtk_widget_grab_focus(GTK_WIDGET(self));
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  GantryChartView *self = data;
  if (!self->layout || (!self->dragged && MAX(ABS(dx), ABS(dy)) < DRAG_THRESHOLD))
    return;
  if (!self->dragged)
    gantry_chart_view_remember(self);
  self->dragged = true;
  double pixels = MAX(self->layout->plot_right - self->layout->plot_left, 1);
  int64_t by = (int64_t)(dx / pixels * (double)(self->drag_to - self->drag_from));
  self->view.scroll = MAX(self->drag_scroll - dy, 0);
  gantry_chart_view_set_range(self, self->drag_from - by, self->drag_to - by);
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

static void
on_release (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  GantryChartView *self = data;
  GantryHit hit;
  if (self->dragged || !self->layout || !self->timeline)
    return;
  gantry_layout_hit(self->layout, self->timeline, x, y, &hit);
  if (hit.legend >= 0) {
    self->view.dimmed ^= 1u << hit.legend;
    gtk_widget_queue_draw(GTK_WIDGET(self));
  } else if (n_press == 2 && hit.has_interval) {
    gantry_chart_view_show_range(self, hit.interval.start, hit.interval.end);
  } else if (n_press == 1) {
    select_hit(self, &hit);
  }
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  GantryChartView *self = data;
  gantry_chart_view_remember(self);
  self->pinch_from = self->view.from;
  self->pinch_to = self->view.to;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, gpointer data)
{
  GantryChartView *self = data;
  double x = 0, y = 0;
  if (!self->layout || scale <= 0)
    return;
  gtk_gesture_get_bounding_box_center(GTK_GESTURE(gesture), &x, &y);
  double share =
      CLAMP((x - self->layout->plot_left) / MAX(self->layout->plot_right - self->layout->plot_left, 1), 0, 1);
  double span = (double)(self->pinch_to - self->pinch_from);
  int64_t anchor = self->pinch_from + (int64_t)(span * share);
  int64_t from = anchor - (int64_t)(span / scale * share);
  gantry_chart_view_set_range(self, from, from + (int64_t)(span / scale));
}

static gboolean
on_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer data)
{
  GantryChartView *self = GANTRY_CHART_VIEW(widget);
  GantryHit hit;
  if (keyboard || !self->layout || !self->timeline)
    return FALSE;
  gantry_layout_hit(self->layout, self->timeline, x, y, &hit);
  g_autofree char *text = gantry_hit_describe(&hit, self->timeline);
  if (!text || !*text || !hit.has_interval)
    return FALSE;
  gtk_tooltip_set_text(tooltip, text);
  return TRUE;
}

/* W, S, A and D by their place on the keyboard, whatever letters stand there. */
static bool
key_by_place (GantryChartView *self, guint keycode)
{
  switch (keycode) {
  case 25: /* W */
    gantry_chart_view_zoom(self, ZOOM_STEP, -1);
    return true;
  case 39: /* S */
    gantry_chart_view_zoom(self, 1 / ZOOM_STEP, -1);
    return true;
  case 38: /* A */
    gantry_chart_view_pan(self, -PAN_STEP);
    return true;
  case 40: /* D */
    gantry_chart_view_pan(self, PAN_STEP);
    return true;
  default:
    return false;
  }
}

static bool
key_with_control (GantryChartView *self, guint keyval, GdkModifierType state)
{
  switch (gdk_keyval_to_lower(keyval)) {
  case GDK_KEY_z:
    if (state & GDK_SHIFT_MASK)
      gantry_chart_view_redo(self);
    else
      gantry_chart_view_undo(self);
    return true;
  case GDK_KEY_0:
    gantry_chart_view_fit(self);
    return true;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    gantry_chart_view_zoom(self, ZOOM_STEP, -1);
    return true;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    gantry_chart_view_zoom(self, 1 / ZOOM_STEP, -1);
    return true;
  default:
    return false;
  }
}

static bool
key_for_place (GantryChartView *self, guint keyval)
{
  int64_t span = self->view.to - self->view.from;
  switch (keyval) {
  case GDK_KEY_Left:
    gantry_chart_view_pan(self, -PAN_STEP / 2);
    return true;
  case GDK_KEY_Right:
    gantry_chart_view_pan(self, PAN_STEP / 2);
    return true;
  case GDK_KEY_Up:
    gantry_chart_view_select_step(self, -1);
    return true;
  case GDK_KEY_Down:
    gantry_chart_view_select_step(self, 1);
    return true;
  case GDK_KEY_Home:
    gantry_chart_view_remember(self);
    gantry_chart_view_set_range(self, -span / 50, span - span / 50);
    return true;
  case GDK_KEY_End: {
    int64_t end = self->timeline ? gantry_timeline_get_now(self->timeline) : 0;
    gantry_chart_view_remember(self);
    gantry_chart_view_set_range(self, end - span + span / 50, end + span / 50);
    return true;
  }
  default:
    return false;
  }
}

bool
gantry_chart_view_key (GantryChartView *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (!self->timeline || (state & GDK_ALT_MASK))
    return false;
  if (state & GDK_CONTROL_MASK)
    return key_with_control(self, keyval, state);
  switch (gdk_keyval_to_lower(keyval)) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    gantry_chart_view_zoom(self, ZOOM_STEP, -1);
    return true;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    gantry_chart_view_zoom(self, 1 / ZOOM_STEP, -1);
    return true;
  case GDK_KEY_f:
  case GDK_KEY_0:
    gantry_chart_view_fit(self);
    return true;
  case GDK_KEY_c:
    gtk_widget_activate_action(GTK_WIDGET(self), "win.critical-path", NULL);
    return true;
  case GDK_KEY_l:
    gantry_chart_view_set_following(self, true);
    return true;
  case GDK_KEY_space:
    gantry_chart_view_set_following(self, !gantry_chart_view_is_following(self));
    return true;
  default:
    return key_for_place(self, keyval) || key_by_place(self, keycode);
  }
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  return gantry_chart_view_key(data, keyval, keycode, state);
}

void
gantry_chart_view_add_controllers (GantryChartView *self)
{
  GtkWidget *widget = GTK_WIDGET(self);
  GtkEventController *scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkGesture *drag = gtk_gesture_drag_new();
  GtkGesture *click = gtk_gesture_click_new();
  GtkGesture *pinch = gtk_gesture_zoom_new();
  g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(click, "released", G_CALLBACK(on_release), self);
  g_signal_connect(pinch, "begin", G_CALLBACK(on_pinch_begin), self);
  g_signal_connect(pinch, "scale-changed", G_CALLBACK(on_pinch), self);
  g_signal_connect(self, "query-tooltip", G_CALLBACK(on_tooltip), NULL);
  gtk_widget_add_controller(widget, scroll);
  gtk_widget_add_controller(widget, motion);
  gtk_widget_add_controller(widget, key);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(pinch));
}
