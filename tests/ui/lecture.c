/* The window's lecture: going through it, making a list of one's own, and not losing it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture.h"

#include "scenario/library.h"
#include "support.h"
#include "ui/window-private.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static GantryWindow *
shown_window (void)
{
  GantryWindow *window = gantry_window_new(NULL, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(30);
  return window;
}

static void
wait_for_run (GantryWindow *window)
{
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
}

static void
close_window (GantryWindow *window)
{
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static char *
write_lecture (const char *name, const char *text)
{
  char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static void
assert_place (GantryWindow *window, const char *expected)
{
  g_autofree char *place = gantry_window_lecture_place(window);
  g_assert_cmpstr(place, ==, expected);
}

/* Each step runs its scenario on the model and with the lock that the list says. */
static void
test_walk (void)
{
  GantryWindow *window = shown_window();
  g_autofree char *path =
      write_lecture("walk.lecture", "title \"Walk\"\nrun hello-thread on simulated\nnote \"Look.\"\n"
                                    "run gil-computing-threads on simulated without gil\n"
                                    "run missing.scenario\nrun five-sleepers-tasks on simulated with gil\n");
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_window_open(window, file);
  for (int i = 0; i < 100 && !gantry_window_has_lecture(window); i++)
    gantry_test_turn_loop(2);
  assert_place(window, "");
  g_assert_false(gantry_window_lecture_step(window, 1) && !window->running);
  assert_place(window, "1 of 4");
  g_assert_cmpstr(gantry_window_lecture_note(window), ==, "Look.");
  g_assert_cmpstr(gantry_scenario_get_name(window->scenario), ==, "hello-thread");
  g_assert_cmpint(gantry_window_get_model(window), ==, GANTRY_MODEL_SIMULATED);
  wait_for_run(window);
  g_assert_true(gantry_window_lecture_key(window, GDK_KEY_Page_Down, 0));
  g_assert_false(gtk_switch_get_active(window->lock));
  g_assert_cmpstr(gantry_window_lecture_note(window), ==, "");
  wait_for_run(window);
  /* A step that cannot be run is told about and passed. */
  g_assert_true(gantry_window_lecture_step(window, 1));
  g_assert_false(window->running);
  assert_place(window, "3 of 4");
  g_assert_true(gantry_window_lecture_step(window, 1));
  g_assert_true(gtk_switch_get_active(window->lock));
  wait_for_run(window);
  g_assert_false(gantry_window_lecture_step(window, 1));
  assert_place(window, "4 of 4");
  g_assert_true(gantry_window_lecture_key(window, GDK_KEY_Page_Up, 0));
  g_assert_false(gantry_window_lecture_key(window, GDK_KEY_Page_Up, GDK_CONTROL_MASK));
  assert_place(window, "3 of 4");
  close_window(window);
}

static void
test_nothing_to_walk (void)
{
  GantryWindow *window = shown_window();
  g_autofree char *bad = write_lecture("bad.lecture", "run no-such-thing-at-all\n");
  g_assert_false(gantry_window_has_lecture(window));
  g_assert_false(gantry_window_lecture_step(window, 1));
  g_assert_false(gantry_window_lecture_key(window, GDK_KEY_Page_Down, 0));
  gantry_window_open_lecture(window, bad);
  gantry_window_open_lecture(window, "/no/such/file.lecture");
  g_assert_false(gantry_window_has_lecture(window));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.lecture-new", NULL);
  g_assert_true(gantry_window_has_lecture(window));
  g_assert_false(gantry_window_lecture_step(window, 1));
  g_assert_true(gantry_window_lecture_may_close(window));
  close_window(window);
}

static void
test_built_in (void)
{
  GantryWindow *window = shown_window();
  for (const char *const *id = gantry_lecture_library_list(); *id; id++) {
    gtk_widget_activate_action(GTK_WIDGET(window), "win.lecture", "s", *id);
    g_assert_true(gantry_window_has_lecture(window));
    g_assert_null(gantry_lecture_pane_get_path(window->lecture));
  }
  gtk_widget_activate_action(GTK_WIDGET(window), "win.lecture-close", NULL);
  g_assert_false(gantry_window_has_lecture(window));
  close_window(window);
}

/* Whoever is asked about the list, is asked in a dialog; texts found from before may ask in one of theirs. */
static void
answer (const char *response)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  guint dialogs = 0;
  for (GList *item = toplevels; item; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG(item->data) &&
        g_str_equal(adw_message_dialog_get_heading(item->data), "Save the list?")) {
      adw_message_dialog_response(item->data, response);
      gtk_window_destroy(item->data);
      dialogs++;
    }
  g_assert_cmpuint(dialogs, ==, 1);
  gantry_test_turn_loop(5);
}

/* What is shown is added as it is chosen; the list is written so that it says the same from its file. */
static void
test_own_list (void)
{
  GantryWindow *window = shown_window();
  gantry_window_load(window, "gil-computing-threads");
  gtk_switch_set_active(window->lock, FALSE);
  g_signal_emit_by_name(window->lecture, "add");
  gantry_window_load(window, "gather");
  g_signal_emit_by_name(window->lecture, "add");
  const GantryLecture *lecture = gantry_lecture_pane_get(window->lecture);
  g_assert_cmpuint(lecture->steps->len, ==, 2);
  g_assert_cmpint(gantry_lecture_get_step(lecture, 0)->lock, ==, GANTRY_LECTURE_LOCK_OFF);
  g_assert_cmpint(gantry_lecture_get_step(lecture, 1)->lock, ==, GANTRY_LECTURE_LOCK_AS_SCENARIO);
  g_assert_cmpint(gantry_lecture_get_step(lecture, 1)->model, ==, GANTRY_MODEL_ASYNC);
  g_assert_true(gantry_lecture_pane_is_changed(window->lecture));
  g_assert_false(gantry_window_lecture_may_close(window));
  gantry_test_turn_loop(5);
  answer("cancel");
  g_assert_true(gantry_window_has_lecture(window));
  g_autofree char *path = g_build_filename(folder, "own.lecture", NULL);
  g_autofree char *text = gantry_lecture_pane_to_text(window->lecture, path);
  g_autoptr(GantryLecture) again = gantry_lecture_parse("own", folder, text, strlen(text), NULL, NULL);
  g_assert_cmpuint(again->steps->len, ==, 2);
  gantry_lecture_pane_set_saved(window->lecture, path);
  g_assert_false(gantry_lecture_pane_is_changed(window->lecture));
  g_assert_cmpstr(gantry_lecture_pane_get_path(window->lecture), ==, path);
  g_assert_true(gantry_window_lecture_may_close(window));
  g_signal_emit_by_name(window->lecture, "add"); /* and given up */
  gtk_widget_activate_action(GTK_WIDGET(window), "win.lecture", "s", "async");
  g_assert_cmpstr(gantry_lecture_pane_get_path(window->lecture), ==, path);
  gantry_test_turn_loop(5);
  answer("discard");
  g_assert_null(gantry_lecture_pane_get_path(window->lecture));
  close_window(window);
}

static void
test_text_without_a_file_is_not_added (void)
{
  GantryWindow *window = shown_window();
  const char *text = "main:\n    compute 1ms\n";
  g_autoptr(GantryScenario) scenario =
      gantry_scenario_new("nowhere.scenario", text, strlen(text), NULL, NULL);
  gantry_window_show_scenario(window, scenario);
  g_signal_emit_by_name(window->lecture, "add");
  g_assert_false(gantry_window_has_lecture(window));
  close_window(window);
}

static void
remove_files (void)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(folder);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  folder = g_dir_make_tmp("gantry-lecture-XXXXXX", NULL);
  g_test_add_func("/ui/lecture/walk", test_walk);
  g_test_add_func("/ui/lecture/nothing-to-walk", test_nothing_to_walk);
  g_test_add_func("/ui/lecture/built-in", test_built_in);
  g_test_add_func("/ui/lecture/own-list", test_own_list);
  g_test_add_func("/ui/lecture/text-without-a-file", test_text_without_a_file_is_not_added);
  int result = g_test_run();
  remove_files();
  g_free(folder);
  return result;
}
