/* Wheels, touchpads and two fingers. A gesture scrolls or zooms as it began, never both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"

#include <math.h>

#define PIXELS_A_NOTCH 48.0
#define PIXELS_A_ZOOM_STEP 40.0 /* of a touchpad */
#define MOST_NOTCHES 8.0        /* at once */

void
gantry_chart_view_move (GantryChartView *self, double dx, double dy)
{
  if (!self->layout)
    return;
  if (dx != 0)
    gantry_chart_view_pan(self, dx / MAX(self->layout->plot_right - self->layout->plot_left, 1));
  if (dy != 0)
    gantry_chart_view_scroll(self, dy);
}

/* Whether it is a touchpad's gesture, with a beginning and an end, in pixels. */
static bool
is_in_pixels (GtkEventControllerScroll *controller)
{
  return gtk_event_controller_scroll_get_unit(controller) == GDK_SCROLL_UNIT_SURFACE;
}

static GdkModifierType
state_of (GantryChartView *self, GtkEventControllerScroll *controller)
{
  if (self->is_scrolling && is_in_pixels(controller))
    return self->scroll_state;
  return gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
}

static void
on_scroll_begin (GtkEventControllerScroll *controller, gpointer data)
{
  GantryChartView *self = data;
  gantry_chart_view_stop_motion(self);
  self->is_scrolling = true;
  self->scroll_state = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller)) &
                       (GDK_CONTROL_MASK | GDK_SHIFT_MASK);
}

static void
on_scroll_end (GtkEventControllerScroll *controller, gpointer data)
{
  GANTRY_CHART_VIEW(data)->is_scrolling = false;
}

/* To pixels of the way: right and down. With Shift a wheel that has one axis moves through time. */
static void
way_of (GantryChartView *self, GdkModifierType state, bool in_pixels, double *dx, double *dy)
{
  double width = self->layout ? self->layout->plot_right - self->layout->plot_left : 0;
  if (state & GDK_SHIFT_MASK) {
    *dx += *dy;
    *dy = 0;
  }
  if (in_pixels)
    return;
  *dx *= width * GANTRY_PAN_STEP / 2;
  *dy *= PIXELS_A_NOTCH;
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  GantryChartView *self = data;
  bool in_pixels = is_in_pixels(controller);
  GdkModifierType state = state_of(self, controller);
  if (self->is_pinching)
    return GDK_EVENT_STOP;
  if (state & GDK_CONTROL_MASK) {
    double steps = CLAMP(in_pixels ? dy / PIXELS_A_ZOOM_STEP : dy, -MOST_NOTCHES, MOST_NOTCHES);
    self->burst = GANTRY_BURST_WHEEL_ZOOM;
    if (steps != 0)
      gantry_chart_view_zoom(self, pow(GANTRY_ZOOM_STEP, -steps), self->pointer_x);
  } else {
    way_of(self, state, in_pixels, &dx, &dy);
    self->burst = dx != 0 ? GANTRY_BURST_WHEEL_PAN : GANTRY_BURST_WHEEL_SCROLL;
    gantry_chart_view_move(self, dx, dy);
  }
  self->burst = GANTRY_BURST_NONE;
  return GDK_EVENT_STOP;
}

static void
on_decelerate (GtkEventControllerScroll *controller, double velocity_x, double velocity_y, gpointer data)
{
  GantryChartView *self = data;
  if ((self->scroll_state & GDK_CONTROL_MASK) || self->is_pinching)
    return;
  way_of(self, self->scroll_state, is_in_pixels(controller), &velocity_x, &velocity_y);
  gantry_chart_view_coast(self, velocity_x, velocity_y);
}

/* Where the fingers are, as a share of the width shown. */
static double
share_of_fingers (GantryChartView *self, GtkGesture *gesture)
{
  double x = 0, y = 0;
  gtk_gesture_get_bounding_box_center(gesture, &x, &y);
  return CLAMP((x - self->layout->plot_left) / MAX(self->layout->plot_right - self->layout->plot_left, 1), 0,
               1);
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  GantryChartView *self = data;
  if (!self->layout || !self->timeline)
    return;
  gantry_chart_view_stop_motion(self);
  gtk_gesture_set_state(gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->is_pinching = true;
  self->pinch_span = self->view.to - self->view.from;
  self->pinch_anchor =
      self->view.from + (int64_t)((double)self->pinch_span * share_of_fingers(self, gesture));
  self->burst = gantry_chart_view_new_gesture(self);
  gantry_chart_view_remember(self);
  self->burst = GANTRY_BURST_NONE;
}

/* The moment that the fingers took hold of stays between them. */
static void
on_pinch (GtkGestureZoom *gesture, double scale, gpointer data)
{
  GantryChartView *self = data;
  if (self->is_pinching && self->layout && scale > 0)
    gantry_chart_view_zoom_to(self, (double)self->pinch_span / scale, self->pinch_anchor,
                              share_of_fingers(self, GTK_GESTURE(gesture)));
}

static void
on_pinch_end (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  GANTRY_CHART_VIEW(data)->is_pinching = false;
}

void
gantry_chart_view_add_scrolling (GantryChartView *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES |
                                                               GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkGesture *pinch = gtk_gesture_zoom_new();
  g_signal_connect(scroll, "scroll-begin", G_CALLBACK(on_scroll_begin), self);
  g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect(scroll, "scroll-end", G_CALLBACK(on_scroll_end), self);
  g_signal_connect(scroll, "decelerate", G_CALLBACK(on_decelerate), self);
  g_signal_connect(pinch, "begin", G_CALLBACK(on_pinch_begin), self);
  g_signal_connect(pinch, "scale-changed", G_CALLBACK(on_pinch), self);
  g_signal_connect(pinch, "end", G_CALLBACK(on_pinch_end), self);
  g_signal_connect(pinch, "cancel", G_CALLBACK(on_pinch_end), self);
  gtk_widget_add_controller(GTK_WIDGET(self), scroll);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(pinch));
}
