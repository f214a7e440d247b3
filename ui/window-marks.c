/* The window's part in marks: its actions, and that none is lost without a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/bookmarks.h"
#include "ui/go-to-time.h"
#include "ui/marks-list.h"
#include "ui/marks.h"
#include "ui/question.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

static void
mark_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_marks_ask(GANTRY_WINDOW(widget)->chart);
}

static void
marks_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_drawer_toggle(GANTRY_WINDOW(widget)->drawer, "marks");
}

static void
go_to_time_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gantry_go_to_time_open(GANTRY_WINDOW(widget)->chart);
}

void
gantry_window_class_add_mark_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action(class, "win.mark", NULL, mark_action);
  gtk_widget_class_install_action(class, "win.marks", NULL, marks_action);
  gtk_widget_class_install_action(class, "win.go-to-time", NULL, go_to_time_action);
}

/* A run that goes away with marks that stand in no file can still be saved. */
typedef struct {
  GWeakRef window;
  GantryTimeline *timeline;
} Leaving;

static void
leaving_free (gpointer data, GClosure *closure)
{
  Leaving *leaving = data;
  g_weak_ref_clear(&leaving->window);
  gantry_timeline_unref(leaving->timeline);
  g_free(leaving);
}

static void
on_save_left (AdwToast *toast, gpointer data)
{
  Leaving *leaving = data;
  g_autoptr(GantryWindow) self = g_weak_ref_get(&leaving->window);
  if (self)
    gantry_window_choose_to_save_run(self, leaving->timeline);
}

static void
on_run_left (GantryChartView *chart, gpointer timeline, gpointer data)
{
  GantryWindow *self = data;
  if (!gantry_timeline_has_unsaved_bookmarks(timeline))
    return;
  Leaving *leaving = g_new0(Leaving, 1);
  g_weak_ref_init(&leaving->window, self);
  leaving->timeline = gantry_timeline_ref(timeline);
  AdwToast *toast = adw_toast_new(_("The marks of the run before are not saved"));
  adw_toast_set_button_label(toast, _("_Save run…"));
  adw_toast_set_priority(toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout(toast, 0);
  g_signal_connect_data(toast, "button-clicked", G_CALLBACK(on_save_left), leaving, leaving_free, 0);
  adw_toast_overlay_add_toast(self->toasts, toast);
}

/* When the dialog, which belongs to the window, is gone. */
static gboolean
close_later (gpointer window)
{
  gtk_window_close(window);
  return G_SOURCE_REMOVE;
}

void
gantry_window_run_saved (GantryWindow *self, bool is_saved)
{
  if (self->closes_when_saved && is_saved)
    g_idle_add_full(G_PRIORITY_DEFAULT, close_later, g_object_ref(self), g_object_unref);
  self->closes_when_saved = false;
}

static void
on_close_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  GantryWindow *self = data;
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (g_str_equal(response, "save")) {
    self->closes_when_saved = true;
    gantry_window_choose_to_save(self);
  } else if (g_str_equal(response, "discard") && timeline) {
    g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
    gantry_timeline_bookmarks_saved(timeline, bookmarks);
    g_idle_add_full(G_PRIORITY_DEFAULT, close_later, g_object_ref(self), g_object_unref);
  }
}

static gboolean
on_close (GtkWindow *window, gpointer data)
{
  GantryWindow *self = GANTRY_WINDOW(window);
  GantryTimeline *timeline = gantry_chart_view_get_timeline(self->chart);
  if (self->n_saving > 0) { /* it stays to say so where that does not go well */
    self->closes_when_saved = true;
    return GDK_EVENT_STOP;
  }
  if (!timeline || !gantry_timeline_has_unsaved_bookmarks(timeline))
    return GDK_EVENT_PROPAGATE;
  GtkWidget *dialog = gantry_question_new(window, _("Save the marks?"),
                                          _("This run’s marks stand in no file yet. They are kept in a "
                                            ".gantry file of the run."));
  adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(dialog), "cancel", _("_Cancel"), "discard",
                                   _("_Discard"), "save", _("_Save run…"), NULL);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "save");
  adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
  g_signal_connect(dialog, "response", G_CALLBACK(on_close_response), self);
  gtk_window_present(GTK_WINDOW(dialog));
  return GDK_EVENT_STOP;
}

void
gantry_window_keep_marks (GantryWindow *self)
{
  gantry_drawer_add(self->drawer, "marks", _("Marks"), gantry_marks_list_new(self->chart));
  g_signal_connect(self->chart, "run-left", G_CALLBACK(on_run_left), self);
  g_signal_connect(self, "close-request", G_CALLBACK(on_close), NULL);
}
