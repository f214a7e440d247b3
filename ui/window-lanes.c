/* What the window has around the chart to arrange and find its lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/find-lane.h"
#include "ui/lane-bar.h"
#include "ui/overview.h"
#include "ui/window-private.h"

/* Lanes where there are some to look at, else scenarios. */
static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  bool shows_run = g_strcmp0(gtk_stack_get_visible_child_name(self->stage), "chart") == 0 &&
                   gantry_chart_view_get_timeline(self->chart);
  if (shows_run)
    gantry_find_lane_open(self->find_lane);
  else
    gtk_widget_activate_action(widget, "win.search", NULL);
}

void
gantry_window_class_add_lane_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.find", NULL, find_action);
}

GtkWidget *
gantry_window_make_chart_page (GantryWindow *self)
{
  GtkWidget *page = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = gtk_overlay_new();
  self->find_lane = GANTRY_FIND_LANE(gantry_find_lane_new(self->chart));
  gtk_overlay_set_child(GTK_OVERLAY(overlay), GTK_WIDGET(self->chart));
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), GTK_WIDGET(self->find_lane));
  gtk_box_append(GTK_BOX(page), overlay);
  gtk_box_append(GTK_BOX(page), gantry_overview_strip_new(self->chart));
  gtk_box_append(GTK_BOX(page), gantry_lane_bar_new(self->chart));
  return page;
}
