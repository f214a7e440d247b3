/* Preferences and recent files that cannot be written: the window says so, whole, and once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "trace/standard-files.h"
#include "ui/settings.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define A_MOMENT 100  /* turns of the loop */
#define PATIENCE 4000 /* on a machine that does much else */

static char *folder;

/* As on a disk that is full: files can be made, and have no room. */
static void
fill_disk (bool is_full)
{
  static struct rlimit before;
  if (is_full)
    getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit now = {is_full ? 0 : before.rlim_cur, before.rlim_max};
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &now), ==, 0);
  /* GIO and GTK complain, too. */
  g_log_set_always_fatal(is_full ? G_LOG_LEVEL_ERROR : G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL);
}

static GtkWidget *
find_sentence (GtkWidget *root, const char *begin)
{
  bool is_it = GTK_IS_LABEL(root) && g_str_has_prefix(gtk_label_get_text(GTK_LABEL(root)), begin);
  GtkWidget *found = is_it ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_sentence(child, begin);
  return found;
}

static void
change_preference (void)
{
  GSettings *settings = gantry_settings_get();
  g_settings_set_boolean(settings, "reopen-last", !g_settings_get_boolean(settings, "reopen-last"));
}

/* Preferences are changed until it is told, if it ever is. */
static GtkWidget *
wait_for_sentence (GantryWindow *window, const char *begin, int turns)
{
  GtkWidget *found = NULL;
  for (int i = 0; i < turns && !found; i++) {
    if (i % 20 == 0)
      change_preference();
    gantry_test_turn_loop(1);
    found = find_sentence(GTK_WIDGET(window->toasts), begin);
  }
  return found;
}

static void
test_room (void)
{
  GantryWindow *window = gantry_test_window();
  g_assert_null(wait_for_sentence(window, "Preferences", A_MOMENT));
  g_autofree char *file = gantry_settings_get_file();
  g_assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
  gtk_window_destroy(GTK_WINDOW(window));
}

static void
test_told_once (void)
{
  GantryWindow *window = gantry_test_window();
  fill_disk(true);
  GtkWidget *label = wait_for_sentence(window, "Preferences and recent files cannot be kept in ", PATIENCE);
  g_assert_nonnull(label);
  const char *sentence = gtk_label_get_text(GTK_LABEL(label));
  g_assert_nonnull(strstr(sentence, folder));
  g_assert_nonnull(strstr(sentence, "Make room"));
  /* All of it can be read. */
  g_assert_false(pango_layout_is_ellipsized(gtk_label_get_layout(GTK_LABEL(label))));
  gtk_window_destroy(GTK_WINDOW(window));

  window = gantry_test_window();
  g_assert_null(wait_for_sentence(window, "Preferences", A_MOMENT));
  fill_disk(false);
  gtk_window_destroy(GTK_WINDOW(window));
}

/* A preference that was changed in vain is no worse off than before. */
static void
test_kept_when_there_is_room_again (void)
{
  g_autofree char *file = gantry_settings_get_file();
  g_autofree char *contents = NULL;
  change_preference();
  bool wanted = g_settings_get_boolean(gantry_settings_get(), "reopen-last");
  g_assert_true(g_file_get_contents(file, &contents, NULL, NULL));
  g_assert_nonnull(strstr(contents, wanted ? "reopen-last=true" : "reopen-last=false"));
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
  for (const char *name; files && (name = g_dir_read_name(files));) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    remove_all(inner);
  }
  g_remove(path);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  folder = g_dir_make_tmp("gantry-ui-XXXXXX", &error);
  g_assert_no_error(error);
  static const char *const places[] = {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"};
  for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
    g_autofree char *place = g_build_filename(folder, places[i], NULL);
    g_setenv(places[i], place, TRUE);
  }
  g_setenv("GSETTINGS_BACKEND", "keyfile", TRUE);
  gantry_standard_files_init();
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/remembering/room", test_room);
  g_test_add_func("/ui/remembering/told-once", test_told_once);
  g_test_add_func("/ui/remembering/room-again", test_kept_when_there_is_room_again);
  int status = g_test_run();
  remove_all(folder);
  g_free(folder);
  return status;
}
