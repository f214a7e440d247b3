/* What a window that is gone left behind, and what is being written when one is closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "trace/standard-files.h"
#include "ui/recovery.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define TEXT "main:\n    yield\n"

static char *folder;

/* A process that keeps a text and is killed on the spot. */
static void
leave_text_behind (void)
{
  g_test_trap_subprocess("/ui/recovery/subprocess/keep", 0, 0);
  g_assert_false(g_test_trap_has_passed());
}

static void
keep_and_die (void)
{
  GantryRecovery *recovery = gantry_recovery_new(NULL, NULL);
  gantry_recovery_keep(recovery, "lost.scenario", NULL, TEXT);
  g_assert_true(gantry_recovery_wait(recovery));
  kill(getpid(), SIGKILL);
}

static guint
count_offered (void)
{
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  return texts->len;
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG(at->data))
      return at->data;
  return NULL;
}

static GantryWindow *
new_window_that_asks (void)
{
  GantryWindow *window = gantry_test_window();
  for (int i = 0; i < 400 && !find_dialog(); i++)
    gantry_test_turn_loop(1);
  g_assert_nonnull(find_dialog());
  return window;
}

static void
answer (const char *response)
{
  GtkWindow *dialog = find_dialog();
  adw_message_dialog_response(ADW_MESSAGE_DIALOG(dialog), response);
  gtk_window_destroy(dialog);
}

static GantryEditor *
editor_of (GantryWindow *window)
{
  return gantry_source_pane_get_editor(window->source);
}

/* Closed before the pause after which a text is kept is over. */
static void
test_closed_at_once (void)
{
  leave_text_behind();
  GantryWindow *window = new_window_that_asks();
  answer("recover");
  g_autofree char *text = gantry_editor_get_text(editor_of(window));
  g_assert_cmpstr(text, ==, TEXT);
  gantry_editor_set_modified(editor_of(window), false);
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(200);
  g_assert_cmpuint(count_offered(), ==, 0);
}

/* Where the disk is full it is shown, and not thrown away: it stands nowhere else. */
static void
test_full (void)
{
  struct rlimit before, none;
  leave_text_behind();
  GantryWindow *window = new_window_that_asks();
  getrlimit(RLIMIT_FSIZE, &before);
  none = (struct rlimit){0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &none);
  answer("recover");
  gantry_test_turn_loop(5);
  setrlimit(RLIMIT_FSIZE, &before);
  g_autofree char *text = gantry_editor_get_text(editor_of(window));
  g_assert_cmpstr(text, ==, TEXT);
  gantry_editor_set_modified(editor_of(window), false);
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  g_assert_cmpuint(count_offered(), ==, 1);
}

static void
test_given_back (void)
{
  g_autoptr(GPtrArray) texts = gantry_recovery_find();
  for (guint i = 0; i < texts->len; i++)
    gantry_recovered_text_done(texts->pdata[i]);
}

/* Closed while a run is being saved: it stays until the run is written. */
static void
test_closed_while_saving (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryTimeline) timeline =
      gantry_test_run("task t:\n    repeat 50:\n        yield\nmain:\n    start t x 3\n    join\n");
  g_autofree char *path = g_build_filename(folder, "closed.gantry", NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  gantry_window_show_trace(window, timeline, NULL, "run");
  g_object_add_weak_pointer(G_OBJECT(window), (gpointer *)&window);
  gantry_window_save(window, file);
  gtk_window_close(GTK_WINDOW(window));
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(window)));
  for (int i = 0; i < 1000 && window; i++)
    gantry_test_turn_loop(1);
  g_assert_null(window);
  g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
  g_assert_cmpint(g_unlink(path), ==, 0);
}

/* It cannot be written: the window stays, and says so. */
static void
test_closed_while_saving_fails (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryTimeline) timeline = gantry_test_run("main:\n    yield\n");
  g_autoptr(GFile) file = g_file_new_for_path("/dev/null/closed.gantry");
  gantry_window_show_trace(window, timeline, NULL, "run");
  gantry_window_save(window, file);
  gtk_window_close(GTK_WINDOW(window));
  for (int i = 0; i < 1000 && window->n_saving > 0; i++)
    gantry_test_turn_loop(1);
  gantry_test_turn_loop(20);
  g_assert_true(gtk_widget_get_visible(GTK_WIDGET(window)));
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
}

static void
remove_folder (void)
{
  g_autofree char *ours = g_build_filename(folder, "gantry", NULL);
  g_autofree char *inner = g_build_filename(ours, "recovery", NULL);
  g_autoptr(GDir) files = g_dir_open(inner, 0, NULL);
  for (const char *file; files && (file = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(inner, file, NULL);
    g_unlink(path);
  }
  g_rmdir(inner);
  g_rmdir(ours);
  g_rmdir(folder);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  const char *given = g_getenv("GANTRY_TEST_STATE"); /* a subprocess’s is its parent’s */
  folder = given ? g_strdup(given) : g_dir_make_tmp("gantry-ui-XXXXXX", &error);
  g_assert_no_error(error);
  g_setenv("GANTRY_TEST_STATE", folder, TRUE);
  g_setenv("XDG_STATE_HOME", folder, TRUE);
  gantry_standard_files_init();
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/recovery/closed-at-once", test_closed_at_once);
  g_test_add_func("/ui/recovery/full", test_full);
  g_test_add_func("/ui/recovery/given-back", test_given_back);
  g_test_add_func("/ui/recovery/closed-while-saving", test_closed_while_saving);
  g_test_add_func("/ui/recovery/closed-while-saving-fails", test_closed_while_saving_fails);
  g_test_add_func("/ui/recovery/subprocess/keep", keep_and_die);
  int status = g_test_run();
  if (!given)
    remove_folder();
  return status;
}
