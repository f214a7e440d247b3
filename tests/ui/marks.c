/* Marks in the window: asked for when it closes, kept in the run's file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/marks.h"

#include "support.h"
#include "timeline/bookmarks.h"
#include "timeline/script.h"

#include <glib/gstdio.h>

#define MS INT64_C(1000000)

static AdwApplication *application; /* one for all tests, as a desktop has it */

/* A window that shows a run with a mark at 4 ms; `*timeline` is the caller's to unref. */
static GantryWindow *
window_with_mark (GantryTimeline **timeline)
{
  if (!application) {
    application = gantry_application_new();
    g_application_register(G_APPLICATION(application), NULL, NULL);
    g_application_hold(G_APPLICATION(application));
  }
  GantryWindow *window = gantry_window_new(application, NULL);
  *timeline = gantry_script_play("cores 1\n0ms main created thread\n0ms main started cpu 0\n"
                                 "9ms main ended ok\n9ms end ok\n");
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(40);
  gantry_window_show_trace(window, *timeline, NULL, "short");
  gantry_test_turn_loop(5);
  gantry_marks_set(window->chart, 4 * MS, "here");
  return window;
}

/* Marks that are in no file are asked for when the window closes. */
static void
test_unsaved (void)
{
  GantryTimeline *timeline;
  GantryWindow *window = window_with_mark(&timeline);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.marks", NULL);
  g_assert_true(gantry_drawer_is_shown(window->drawer, "marks"));
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(window)));
  GtkWindow *dialog = NULL;
  g_autoptr(GListModel) windows = g_object_ref(gtk_window_get_toplevels());
  for (guint i = 0; i < g_list_model_get_n_items(windows); i++) {
    g_autoptr(GtkWindow) toplevel = g_list_model_get_item(windows, i);
    if (ADW_IS_MESSAGE_DIALOG(toplevel))
      dialog = toplevel;
  }
  g_assert_nonnull(dialog);
  adw_message_dialog_response(ADW_MESSAGE_DIALOG(dialog), "discard");
  gtk_window_destroy(dialog);
  gantry_test_turn_loop(20);
  gantry_timeline_unref(timeline);
}

/* Saved and opened again they are there, and nothing is unsaved. */
static void
test_saved (void)
{
  GantryTimeline *timeline;
  GantryWindow *window = window_with_mark(&timeline);
  g_autofree char *folder = g_dir_make_tmp("gantry-marks-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "kitchen.gantry", NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_window_save(window, file);
  for (int i = 0; i < 200 && gantry_timeline_has_unsaved_bookmarks(timeline); i++)
    gantry_test_turn_loop(2);
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(timeline));
  gantry_window_open(window, file);
  for (int i = 0; i < 200 && gantry_chart_view_get_timeline(window->chart) == timeline; i++)
    gantry_test_turn_loop(2);
  GantryTimeline *again = gantry_chart_view_get_timeline(window->chart);
  g_assert_true(again != timeline);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(again);
  g_assert_cmpuint(bookmarks->len, ==, 1);
  g_assert_cmpstr(((const GantryBookmark *)bookmarks->pdata[0])->name, ==, "here");
  gtk_window_close(GTK_WINDOW(window)); /* without a question */
  gantry_test_turn_loop(10);
  gantry_timeline_unref(timeline);
  g_unlink(path);
  g_rmdir(folder);
}

/* Renamed in the list, by Enter or by leaving it; what was deleted does not come back with its row. */
static void
test_list (void)
{
  GantryTimeline *timeline;
  GantryWindow *window = window_with_mark(&timeline);
  gantry_drawer_show(window->drawer, "marks");
  gantry_test_turn_loop(10);
  GtkWidget *page = gantry_test_find(GTK_WIDGET(window->drawer), GTK_TYPE_ENTRY);
  while (!GTK_IS_LIST_BOX(page))
    page = gtk_widget_get_parent(page);
  GtkWidget *entry = gantry_test_find(page, GTK_TYPE_ENTRY);
  for (int i = 0; i < 5; i++) {
    g_autofree char *name = g_strdup_printf("name %d", i);
    gtk_widget_grab_focus(entry);
    gtk_editable_set_text(GTK_EDITABLE(entry), name);
    if (i % 2)
      g_signal_emit_by_name(entry, "activate");
    else
      gtk_widget_grab_focus(GTK_WIDGET(window->chart));
    gantry_test_turn_loop(3);
    g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
    g_assert_cmpstr(((const GantryBookmark *)bookmarks->pdata[0])->name, ==, name);
    g_assert_true(gantry_test_find(page, GTK_TYPE_ENTRY) == entry); /* it stays where it is */
  }
  gtk_widget_grab_focus(entry);
  gtk_editable_set_text(GTK_EDITABLE(entry), "half typed");
  gantry_marks_remove(window->chart, 4 * MS);
  gantry_test_turn_loop(10);
  g_assert_null(gantry_test_find(page, GTK_TYPE_ENTRY));
  g_autoptr(GPtrArray) none = gantry_timeline_get_bookmarks(timeline);
  g_assert_cmpuint(none->len, ==, 0);
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
  gantry_timeline_unref(timeline);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77;
  g_test_add_func("/marks/unsaved", test_unsaved);
  g_test_add_func("/marks/list", test_list);
  g_test_add_func("/marks/saved", test_saved);
  return g_test_run();
}
