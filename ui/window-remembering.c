/* Preferences and recent files that cannot be written: GIO and GTK, who write them, tell only programmers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/background.h"
#include "ui/settings.h"
#include "ui/window-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOM 4096 /* that what is kept may grow by */

/* A program tells it once: who works on with a full disk knows. */
static bool is_looking, is_told;

typedef struct {
  char *preferences; /* NULL: they are in memory, as was asked for */
  char *recent;
} Files;

static void
files_free (gpointer data)
{
  Files *files = data;
  g_free(files->preferences);
  g_free(files->recent);
  g_free(files);
}

/* One that has no name, or none any more: nobody else meets it. */
static int
open_nameless (const char *folder)
{
  int descriptor = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor >= 0)
    return descriptor;
  g_autofree char *name = g_build_filename(folder, ".gantry-XXXXXX", NULL);
  descriptor = g_mkstemp_full(name, O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor >= 0)
    g_unlink(name);
  return descriptor;
}

/* What is kept is written anew beside itself, which is tried here. 0: there is room for it; else an errno. */
static int
try_to_replace (const char *file, const char *folder)
{
  struct stat status;
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return errno;
  int descriptor = open_nameless(folder);
  if (descriptor < 0)
    return errno;
  int refused = posix_fallocate(descriptor, 0, (stat(file, &status) == 0 ? status.st_size : 0) + ROOM);
  close(descriptor);
  return refused == EINVAL || refused == EOPNOTSUPP ? 0 : refused;
}

/* NULL: it can be written. With "%s" twice in `format`: where, and why not. */
static char *
refusal_of (const char *file, const char *format)
{
  g_autofree char *folder = g_path_get_dirname(file);
  int refused = try_to_replace(file, folder);
  g_autofree char *where = g_filename_display_name(folder);
  g_autoptr(GString) text = g_string_new(refused ? format : "");
  g_string_replace(text, "%s", where, 1);
  g_string_replace(text, "%s", g_strerror(refused), 1);
  return refused ? g_strdup(text->str) : NULL;
}

/* On a thread of its own: a home on a network may take its time. */
static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Files *files = data;
  g_autofree char *recent = refusal_of(
      files->recent, _("Recent files cannot be kept in %s (%s). Make room there, or allow writing to it"));
  const char *both =
      _("Preferences and recent files cannot be kept in %s (%s). Make room there, or allow writing to it");
  const char *alone = _("Preferences cannot be kept in %s (%s). Make room there, or allow writing to it");
  char *preferences = files->preferences ? refusal_of(files->preferences, recent ? both : alone) : NULL;
  g_task_return_pointer(task, preferences ? preferences : g_steal_pointer(&recent), g_free);
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autofree char *sentence = g_task_propagate_pointer(G_TASK(result), NULL);
  is_looking = false;
  if (!sentence || is_told)
    return;
  is_told = true;
  gantry_window_tell(GANTRY_WINDOW(object), sentence);
}

void
gantry_window_check_remembering (GantryWindow *self)
{
  if (is_looking || is_told)
    return;
  is_looking = true;
  Files *files = g_new0(Files, 1);
  files->preferences = gantry_settings_get_file();
  files->recent = g_build_filename(g_get_user_data_dir(), "recently-used.xbel", NULL);
  g_autoptr(GTask) task = g_task_new(self, NULL, on_looked, NULL);
  g_task_set_task_data(task, files, files_free);
  gantry_run_in_background(task, look);
}

static void
on_setting_changed (GSettings *settings, const char *key, gpointer data)
{
  gantry_window_check_remembering(data);
}

void
gantry_window_watch_remembering (GantryWindow *self)
{
  g_signal_connect_object(gantry_settings_get(), "changed", G_CALLBACK(on_setting_changed), self, 0);
  gantry_window_check_remembering(self);
}
