/* Keys of the chart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-walk.h"

static void
zoom (GantryChartView *self, double factor)
{
  gantry_chart_view_glide(self);
  gantry_chart_view_zoom(self, factor, -1);
}

static void
pan (GantryChartView *self, double parts)
{
  gantry_chart_view_glide(self);
  gantry_chart_view_pan(self, parts);
}

/* W, S, A and D by their place on the keyboard, whatever letters stand there. */
static bool
key_by_place (GantryChartView *self, guint keycode)
{
  switch (keycode) {
  case 25: /* W */
    zoom(self, GANTRY_ZOOM_STEP);
    return true;
  case 39: /* S */
    zoom(self, 1 / GANTRY_ZOOM_STEP);
    return true;
  case 38: /* A */
    pan(self, -GANTRY_PAN_STEP);
    return true;
  case 40: /* D */
    pan(self, GANTRY_PAN_STEP);
    return true;
  default:
    return false;
  }
}

static bool
key_for_zoom (GantryChartView *self, guint keyval)
{
  switch (keyval) {
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    zoom(self, GANTRY_ZOOM_STEP);
    return true;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    zoom(self, 1 / GANTRY_ZOOM_STEP);
    return true;
  case GDK_KEY_0:
    gantry_chart_view_fit(self);
    return true;
  default:
    return false;
  }
}

static bool
key_with_control (GantryChartView *self, guint keyval, GdkModifierType state)
{
  if (gdk_keyval_to_lower(keyval) != GDK_KEY_z)
    return key_for_zoom(self, keyval);
  if (state & GDK_SHIFT_MASK)
    gantry_chart_view_redo(self);
  else
    gantry_chart_view_undo(self);
  return true;
}

static bool
key_with_alt (GantryChartView *self, guint keyval)
{
  if (keyval == GDK_KEY_Left)
    gantry_chart_view_undo(self);
  else if (keyval == GDK_KEY_Right)
    gantry_chart_view_redo(self);
  else
    return false;
  return true;
}

/* Along the lane, or through time where none is chosen. */
static void
go_sideways (GantryChartView *self, int step, GdkModifierType state)
{
  if (state & GDK_SHIFT_MASK)
    gantry_chart_view_extend_range(self, step);
  else if (self->view.selected_lane != GANTRY_NO_LANE)
    gantry_chart_view_walk(self, step > 0 ? GANTRY_WALK_NEXT : GANTRY_WALK_PREVIOUS);
  else
    pan(self, step * GANTRY_PAN_STEP / 2);
}

static void
show_beginning (GantryChartView *self)
{
  int64_t span = self->view.to - self->view.from;
  gantry_chart_view_remember(self);
  gantry_chart_view_glide(self);
  gantry_chart_view_set_range(self, -span / 50, span - span / 50);
}

static void
show_end (GantryChartView *self)
{
  int64_t span = self->view.to - self->view.from, end = gantry_timeline_get_now(self->timeline);
  gantry_chart_view_remember(self);
  gantry_chart_view_glide(self);
  gantry_chart_view_set_range(self, end - span + span / 50, end + span / 50);
}

/* By what is in sight, but for a lane that shows the way. */
static void
scroll_page (GantryChartView *self, int step)
{
  if (!self->layout)
    return;
  double sight = self->layout->lanes_bottom - self->layout->lanes_top;
  gantry_chart_view_scroll(self, step * MAX(sight - self->layout->heights.lane, sight / 2));
}

static bool
key_for_place (GantryChartView *self, guint keyval, GdkModifierType state)
{
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    go_sideways(self, -1, state);
    return true;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    go_sideways(self, 1, state);
    return true;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    gantry_chart_view_select_step(self, -1);
    return true;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    gantry_chart_view_select_step(self, 1);
    return true;
  case GDK_KEY_Page_Up:
  case GDK_KEY_Page_Down:
    scroll_page(self, keyval == GDK_KEY_Page_Up ? -1 : 1);
    return true;
  case GDK_KEY_Home:
    show_beginning(self);
    return true;
  case GDK_KEY_End:
    show_end(self);
    return true;
  default:
    return false;
  }
}

/* Shift makes other signs of comma and period on other keyboards. */
static bool
key_for_walk (GantryChartView *self, guint keyval, GdkModifierType state)
{
  bool shift = (state & GDK_SHIFT_MASK) != 0;
  switch (keyval) {
  case GDK_KEY_comma:
    gantry_chart_view_walk(self, shift ? GANTRY_WALK_PREVIOUS_SAME : GANTRY_WALK_PREVIOUS);
    return true;
  case GDK_KEY_period:
    gantry_chart_view_walk(self, shift ? GANTRY_WALK_NEXT_SAME : GANTRY_WALK_NEXT);
    return true;
  case GDK_KEY_less:
    gantry_chart_view_walk(self, GANTRY_WALK_PREVIOUS_SAME);
    return true;
  case GDK_KEY_greater:
    gantry_chart_view_walk(self, GANTRY_WALK_NEXT_SAME);
    return true;
  case GDK_KEY_semicolon:
    if (shift)
      gantry_chart_view_walk(self, GANTRY_WALK_PREVIOUS_SAME);
    return shift;
  case GDK_KEY_colon:
    if (shift)
      gantry_chart_view_walk(self, GANTRY_WALK_NEXT_SAME);
    return shift;
  case GDK_KEY_bracketleft:
    gantry_chart_view_walk(self, GANTRY_WALK_CAUSE);
    return true;
  case GDK_KEY_bracketright:
    gantry_chart_view_walk(self, GANTRY_WALK_EFFECT);
    return true;
  default:
    return false;
  }
}

static bool
key_with_letter (GantryChartView *self, guint keyval, GdkModifierType state)
{
  switch (gdk_keyval_to_lower(keyval)) {
  case GDK_KEY_f:
    gantry_chart_view_fit_choice(self);
    return true;
  case GDK_KEY_r:
    gantry_chart_view_range_of_interval(self);
    return true;
  case GDK_KEY_n:
    gantry_chart_view_go_to_bookmark(self, state & GDK_SHIFT_MASK ? -1 : 1);
    return true;
  case GDK_KEY_m:
    gtk_widget_activate_action(GTK_WIDGET(self), "win.mark", NULL);
    return true;
  case GDK_KEY_c:
    gtk_widget_activate_action(GTK_WIDGET(self), "win.critical-path", NULL);
    return true;
  case GDK_KEY_l:
    gantry_chart_view_set_following(self, true);
    return true;
  case GDK_KEY_e:
    gtk_widget_activate_action(GTK_WIDGET(self),
                               state & GDK_SHIFT_MASK ? "win.previous-event" : "win.next-event", NULL);
    return true;
  case GDK_KEY_space:
    if (self->live)
      gantry_chart_view_set_following(self, !gantry_chart_view_is_following(self));
    else
      gtk_widget_activate_action(GTK_WIDGET(self), "win.replay", NULL);
    return true;
  default:
    return false;
  }
}

bool
gantry_chart_view_key (GantryChartView *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (!self->timeline)
    return false;
  if (gantry_chart_view_lane_key(self, keyval, state))
    return true;
  if (state & GDK_ALT_MASK)
    return key_with_alt(self, keyval);
  if (state & GDK_CONTROL_MASK)
    return key_with_control(self, keyval, state);
  return key_for_zoom(self, keyval) || key_with_letter(self, keyval, state) ||
         key_for_walk(self, keyval, state) || key_for_place(self, keyval, state) ||
         key_by_place(self, keycode);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer data)
{
  return gantry_chart_view_key(data, keyval, keycode, state);
}

void
gantry_chart_view_add_keys (GantryChartView *self)
{
  GtkEventController *key = gtk_event_controller_key_new();
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
}
