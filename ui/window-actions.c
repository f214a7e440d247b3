/* The window's actions and keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/chart-popover.h"
#include "ui/chart-walk.h"
#include "ui/lecture.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

static void
run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_start(GANTRY_WINDOW(widget));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_compare(GANTRY_WINDOW(widget));
}

static void
compare_with_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_compare_with(GANTRY_WINDOW(widget));
}

/* Back to the run that was made last. */
static void
leave_comparison (GantryWindow *self)
{
  gantry_window_end_comparison(self);
  gtk_stack_set_visible_child_name(self->stage,
                                   gantry_chart_view_get_timeline(self->chart) ? "chart" : "empty");
  gantry_window_update_actions(self);
  gantry_window_refresh(self);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  if (gantry_chart_entry_close(self->chart) || gantry_projection_leave(self->projection))
    return;
  if (self->opening)
    gantry_window_give_up_opening(self);
  else if (gantry_find_lane_close(self->find_lane))
    return;
  else if (gantry_gallery_clear_search(self->gallery))
    return;
  else if (self->running)
    gantry_window_stop(self);
  else if (gantry_gallery_is_searching(self->gallery))
    gtk_widget_child_focus(GTK_WIDGET(self->stage), GTK_DIR_TAB_FORWARD);
  else if (gantry_drawer_leave(self->drawer))
    return;
  else if (gantry_window_shows_prediction(self))
    gantry_window_cancel_prediction(self);
  else if (gantry_window_shows_comparison(self))
    leave_comparison(self);
  else if (!gantry_replay_leave(self->replay))
    gantry_chart_view_clear_choice(self->chart);
}

static void
live_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  gantry_chart_view_set_following(self->chart, !gantry_chart_view_is_following(self->chart));
}

static void
fit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_chart_view_fit(GANTRY_WINDOW(widget)->chart);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  gtk_widget_set_visible(GTK_WIDGET(self->gallery), TRUE);
  gantry_gallery_focus_search(self->gallery);
}

static void
toggle_pane (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_toggle_pane(GANTRY_WINDOW(widget), g_str_has_suffix(name, "gallery"));
}

static void
critical_path_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryWindow *self = GANTRY_WINDOW(widget);
  self->shows_path = !self->shows_path;
  gantry_chart_view_show_critical_path(self->chart, self->shows_path);
  gantry_comparison_view_show_critical_path(self->comparison, self->shows_path);
  gantry_window_refresh(self);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_export(GANTRY_WINDOW(widget));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_print(GANTRY_WINDOW(widget));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(widget));
  /* Where the focus is in a text or a table, that is copied. */
  if (!focus || !gtk_widget_activate_action(focus, "clipboard.copy", NULL))
    gantry_window_copy_picture(GANTRY_WINDOW(widget));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_choose_to_open(GANTRY_WINDOW(widget));
}

static void
open_recent_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr(GFile) file = g_file_new_for_uri(g_variant_get_string(parameter, NULL));
  gantry_window_open(GANTRY_WINDOW(widget), file);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_window_choose_to_save(GANTRY_WINDOW(widget));
}

static void
project_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GantryProjection *projection = GANTRY_WINDOW(widget)->projection;
  gantry_projection_set_black(projection, false);
  if (!gantry_projection_leave(projection))
    gantry_projection_enter(projection);
}

void
gantry_window_update_actions (GantryWindow *self)
{
  gantry_window_update_lecture_actions(self);
  bool has_text =
      self->scenario != NULL || gantry_editor_has_text(gantry_source_pane_get_editor(self->source));
  bool has_run = gantry_chart_view_get_timeline(self->chart) != NULL;
  bool has_picture = has_run || gantry_window_shows_comparison(self);
  bool following = gantry_chart_view_is_following(self->chart);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.run", has_text);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.compare", has_text && !self->running);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.predict", has_text && !self->running);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.save-scenario-as", has_text);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.save-scenario", has_text || has_run);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.export", has_picture);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.print", has_picture);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.copy", has_picture);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.compare-with", !self->running);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.save", has_run && !self->running);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.live", self->running);
  gtk_widget_set_sensitive(GTK_WIDGET(self->stop), self->running);
  gtk_widget_set_visible(GTK_WIDGET(self->live), self->running);
  gtk_button_set_icon_name(self->live,
                           following ? "media-playback-pause-symbolic" : "media-seek-forward-symbolic");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self->live),
                              following ? _("Hold the view (Space)") : _("Follow the run (L)"));
}

void
gantry_window_class_add_actions (GtkWidgetClass *class)
{
  gantry_window_class_add_writing_actions(class);
  gantry_window_class_add_predict_actions(class);
  gtk_widget_class_install_action(class, "win.run", NULL, run_action);
  gtk_widget_class_install_action(class, "win.compare", NULL, compare_action);
  gtk_widget_class_install_action(class, "win.compare-with", NULL, compare_with_action);
  gtk_widget_class_install_action(class, "win.stop", NULL, stop_action);
  gtk_widget_class_install_action(class, "win.live", NULL, live_action);
  gtk_widget_class_install_action(class, "win.project", NULL, project_action);
  gantry_window_class_add_lecture_actions(class);
  gtk_widget_class_install_action(class, "win.fit", NULL, fit_action);
  gtk_widget_class_install_action(class, "win.search", NULL, search_action);
  gtk_widget_class_install_action(class, "win.toggle-gallery", NULL, toggle_pane);
  gtk_widget_class_install_action(class, "win.toggle-panes", NULL, toggle_pane);
  gtk_widget_class_install_action(class, "win.critical-path", NULL, critical_path_action);
  gtk_widget_class_install_action(class, "win.export", NULL, export_action);
  gtk_widget_class_install_action(class, "win.print", NULL, print_action);
  gtk_widget_class_install_action(class, "win.copy", NULL, copy_action);
  gtk_widget_class_install_action(class, "win.open", NULL, open_action);
  gtk_widget_class_install_action(class, "win.open-recent", "s", open_recent_action);
  gtk_widget_class_install_action(class, "win.save", NULL, save_action);
  gantry_window_class_add_mark_actions(class);
  gantry_window_class_add_lane_actions(class);
  gantry_window_class_add_table_actions(class);
}
