/* Keys, wheel and pointer of a comparison; as in the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/comparison-moves.h"

#include "chart/history.h"
#include "ui/chart-view-private.h"

#include <math.h>

static bool
zoom_by_key (GantryComparisonPicture *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    gantry_comparison_picture_zoom(self, GANTRY_ZOOM_STEP, -1, GANTRY_BURST_NONE);
    return true;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    gantry_comparison_picture_zoom(self, 1 / GANTRY_ZOOM_STEP, -1, GANTRY_BURST_NONE);
    return true;
  case GDK_KEY_0:
  case GDK_KEY_f:
  case GDK_KEY_F:
    gantry_comparison_picture_fit(self);
    return true;
  default:
    return false;
  }
}

static bool
pan_by_key (GantryComparisonPicture *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    gantry_comparison_picture_pan(self, -GANTRY_PAN_STEP / 2, GANTRY_BURST_NONE);
    return true;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    gantry_comparison_picture_pan(self, GANTRY_PAN_STEP / 2, GANTRY_BURST_NONE);
    return true;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return gantry_comparison_picture_scroll(self, -1);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return gantry_comparison_picture_scroll(self, 1);
  default:
    return false;
  }
}

/* W, S, A and D by their place on the keyboard, whatever letters stand there. */
static bool
move_by_place (GantryComparisonPicture *self, guint keycode)
{
  static const struct {
    guint keycode;
    double zoom, pan;
  } moves[] = {{25, GANTRY_ZOOM_STEP, 0}, {39, 1 / GANTRY_ZOOM_STEP, 0}, {38, 0, -1}, {40, 0, 1}};
  for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
    if (moves[i].keycode != keycode)
      continue;
    if (moves[i].zoom > 0)
      gantry_comparison_picture_zoom(self, moves[i].zoom, -1, GANTRY_BURST_NONE);
    else
      gantry_comparison_picture_pan(self, moves[i].pan * GANTRY_PAN_STEP, GANTRY_BURST_NONE);
    return true;
  }
  return false;
}

static bool
undo_or_redo (GantryComparisonPicture *self, bool undo)
{
  if (undo)
    gantry_comparison_picture_undo(self);
  else
    gantry_comparison_picture_redo(self);
  return true;
}

bool
gantry_comparison_picture_key (GantryComparisonPicture *self, guint keyval, guint keycode,
                               GdkModifierType state)
{
  if (state & GDK_ALT_MASK)
    return (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right) && undo_or_redo(self, keyval == GDK_KEY_Left);
  if ((state & GDK_CONTROL_MASK) && gdk_keyval_to_lower(keyval) == GDK_KEY_z)
    return undo_or_redo(self, (state & GDK_SHIFT_MASK) == 0);
  if (state & GDK_CONTROL_MASK)
    return gdk_keyval_to_lower(keyval) != GDK_KEY_f && zoom_by_key(self, keyval);
  if (gdk_keyval_to_lower(keyval) == GDK_KEY_c)
    return gtk_widget_activate_action(GTK_WIDGET(self), "win.critical-path", NULL);
  return zoom_by_key(self, keyval) || pan_by_key(self, keyval) || move_by_place(self, keycode);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  return gantry_comparison_picture_key(data, keyval, keycode, state);
}

/* With Ctrl closer, with Shift through time; else the page scrolls. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  GantryComparisonPicture *self = data;
  GdkModifierType state = gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
  double x = -1, y = -1;
  GdkEvent *event = gtk_event_controller_get_current_event(GTK_EVENT_CONTROLLER(controller));
  double way = state & GDK_SHIFT_MASK ? dx + dy : dx;
  if (state & GDK_CONTROL_MASK) {
    GtkNative *native = gtk_widget_get_native(GTK_WIDGET(self));
    double left = 0, top = 0;
    gtk_native_get_surface_transform(native, &left, &top);
    if (event && gdk_event_get_position(event, &x, &y))
      gtk_widget_translate_coordinates(GTK_WIDGET(native), GTK_WIDGET(self), x - left, y - top, &x, &y);
    gantry_comparison_picture_zoom(self, pow(GANTRY_ZOOM_STEP, -CLAMP(dy, -8, 8)), x,
                                   GANTRY_BURST_WHEEL_ZOOM);
    return GDK_EVENT_STOP;
  }
  if (way == 0)
    return GDK_EVENT_PROPAGATE;
  gantry_comparison_picture_pan(self, way * GANTRY_PAN_STEP / 2, GANTRY_BURST_WHEEL_PAN);
  return GDK_EVENT_STOP;
}

typedef struct {
  double dx;      /* so far */
  unsigned burst; /* one drag is one step */
} Drag;

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  gtk_widget_grab_focus(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(gesture)));
  drag->dx = 0;
  drag->burst = drag->burst < GANTRY_BURST_GESTURES ? GANTRY_BURST_GESTURES : drag->burst + 1;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, Drag *drag)
{
  GantryComparisonPicture *self =
      GANTRY_COMPARISON_PICTURE(gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(gesture)));
  gantry_comparison_picture_pan(self, (drag->dx - dx) / gantry_comparison_picture_get_plot_width(self),
                                drag->burst);
  drag->dx = dx;
}

void
gantry_comparison_picture_add_controllers (GantryComparisonPicture *self)
{
  GtkEventController *key = gtk_event_controller_key_new();
  GtkEventController *scroll = gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *gesture = gtk_gesture_drag_new();
  Drag *drag = g_new0(Drag, 1);
  g_object_set_data_full(G_OBJECT(gesture), "drag", drag, g_free);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect(gesture, "drag-begin", G_CALLBACK(on_drag_begin), drag);
  g_signal_connect(gesture, "drag-update", G_CALLBACK(on_drag_update), drag);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_widget_add_controller(GTK_WIDGET(self), scroll);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(gesture));
}
