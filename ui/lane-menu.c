/* The menu of a lane, of a heading, or of the chart beside them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-view-private.h"
#include "ui/lane-arranging.h"

#include <glib/gi18n-lib.h>

static void
append (GMenu *menu, const char *label, const char *action)
{
  g_menu_append(menu, label, action);
}

static void
add_lane (GantryChartView *self, GMenu *menu)
{
  g_autoptr(GMenu) items = g_menu_new();
  const GantryLane *lane = gantry_timeline_find_lane(self->timeline, self->view.selected_lane);
  if (!lane)
    return;
  bool pinned = gantry_lane_arrangement_is_pinned(self->view.arrangement, self->view.selected_lane);
  append(items, pinned ? _("Do not _pin any more") : _("_Pin to the top"), "lane.pin");
  append(items, _("_Hide"), "lane.hide");
  append(items, _("Move _up"), "lane.up");
  append(items, _("Move _down"), "lane.down");
  g_menu_append_section(menu, gantry_lane_get_name(lane), G_MENU_MODEL(items));
}

static void
add_groups (GantryChartView *self, GMenu *menu)
{
  g_autoptr(GMenu) items = g_menu_new();
  const GantryRow *row = self->view.selected_lane != GANTRY_NO_LANE
                             ? gantry_layout_find_lane(self->layout, self->view.selected_lane)
                             : NULL;
  GantryGroupKey group = self->menu_group != GANTRY_NO_GROUP ? self->menu_group
                         : row                               ? row->group
                                                             : GANTRY_NO_GROUP;
  if (group != GANTRY_NO_GROUP && group != GANTRY_GROUP_PINNED)
    append(items,
           gantry_lane_arrangement_is_folded(self->view.arrangement, group) ? _("Un_fold the group")
                                                                            : _("_Fold the group"),
           "lane.fold");
  append(items, _("Fold _all groups"), "lane.fold-all");
  append(items, _("_Unfold all groups"), "lane.unfold-all");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(items));
}

static void
add_hidden (GantryChartView *self, GMenu *menu)
{
  g_autoptr(GMenu) items = g_menu_new();
  append(items, _("Find or filter _lanes…"), "win.find");
  if (gantry_chart_view_get_n_hidden(self) > 0)
    append(items, _("_Show all lanes"), "lane.show-all");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(items));
}

/* Where the menu belongs if nobody pointed: the selected lane's name. */
static void
find_place (GantryChartView *self, double *x, double *y)
{
  const GantryRow *row = self->view.selected_lane != GANTRY_NO_LANE
                             ? gantry_layout_find_lane(self->layout, self->view.selected_lane)
                             : NULL;
  *x = (self->layout->panel_left + self->layout->plot_left) / 2;
  *y = self->layout->lanes_top;
  if (row)
    *y = CLAMP(row->y + row->height / 2, self->layout->lanes_top, self->layout->lanes_bottom);
}

/* What was pointed at is what the menu is about. */
static void
take_up (GantryChartView *self, double x, double y)
{
  GantryHit hit;
  gantry_layout_hit(self->layout, self->timeline, x, y, &hit);
  self->menu_group = GANTRY_NO_GROUP;
  if (hit.row && (hit.row->kind == GANTRY_ROW_HEADING || hit.row->kind == GANTRY_ROW_GROUP))
    self->menu_group = hit.row->group;
  gantry_chart_view_select(self, hit.row && hit.row->kind == GANTRY_ROW_LANE ? hit.lane : GANTRY_NO_LANE);
}

void
gantry_chart_view_open_lane_menu (GantryChartView *self, double x, double y)
{
  g_autoptr(GMenu) menu = g_menu_new();
  if (!self->layout || !self->timeline)
    return;
  if (x >= 0) {
    take_up(self, x, y);
  } else {
    self->menu_group = GANTRY_NO_GROUP;
    find_place(self, &x, &y);
  }
  add_lane(self, menu);
  add_groups(self, menu);
  add_hidden(self, menu);
  if (!self->menu) {
    self->menu = gtk_popover_menu_new_from_model(NULL);
    gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
    gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
    gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
  }
  gtk_popover_menu_set_menu_model(GTK_POPOVER_MENU(self->menu), G_MENU_MODEL(menu));
  gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), &(GdkRectangle){(int)x, (int)y, 1, 1});
  gtk_popover_popup(GTK_POPOVER(self->menu));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  gtk_widget_grab_focus(GTK_WIDGET(data));
  gantry_chart_view_open_lane_menu(data, x, y);
}

static void
on_long_press (GtkGestureLongPress *gesture, double x, double y, gpointer data)
{
  gantry_chart_view_open_lane_menu(data, x, y);
}

void
gantry_chart_view_add_lane_menu (GantryChartView *self)
{
  GtkGesture *click = gtk_gesture_click_new();
  GtkGesture *press = gtk_gesture_long_press_new();
  self->menu_group = GANTRY_NO_GROUP;
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only(GTK_GESTURE_SINGLE(press), TRUE);
  g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
  g_signal_connect(press, "pressed", G_CALLBACK(on_long_press), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(press));
}
