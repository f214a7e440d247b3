/* The menu of files that were opened or saved last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/background.h"
#include "ui/window-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MOST_SHOWN 8
#define GONE "gone"       /* GHashTable of URIs that were not there when the menu was looked at last */
#define LOOKING "looking" /* set while that goes on */

/* GTK's list, borrowed. NULL: it could not be written, of which GTK would complain each time. */
static GtkRecentManager *
recent_manager (void)
{
  const char *folder = g_get_user_data_dir();
  bool can_be_written = g_mkdir_with_parents(folder, 0700) == 0 && g_access(folder, W_OK) == 0;
  return can_be_written ? gtk_recent_manager_get_default() : NULL;
}

void
gantry_window_remember (GantryWindow *self, const char *path)
{
  g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
  GtkRecentManager *manager = recent_manager();
  if (uri && manager)
    gtk_recent_manager_add_item(manager, uri);
  gantry_window_check_remembering(self);
}

void
gantry_window_forget (const char *path)
{
  g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
  GtkRecentManager *manager = recent_manager();
  if (uri && manager && gtk_recent_manager_has_item(manager, uri))
    gtk_recent_manager_remove_item(manager, uri, NULL);
}

static int
compare_visits (gconstpointer a, gconstpointer b)
{
  GDateTime *left = gtk_recent_info_get_visited(*(GtkRecentInfo *const *)a);
  GDateTime *right = gtk_recent_info_get_visited(*(GtkRecentInfo *const *)b);
  return g_date_time_compare(right, left);
}

static void
info_unref (gpointer info)
{
  gtk_recent_info_unref(info);
}

/* Ours, the newest first. */
static GPtrArray *
recent_files (void)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(info_unref);
  GtkRecentManager *manager = recent_manager();
  GList *items = manager ? gtk_recent_manager_get_items(manager) : NULL;
  for (GList *item = items; item; item = item->next) {
    GtkRecentInfo *info = item->data;
    if (gtk_recent_info_has_application(info, g_get_application_name()) && gtk_recent_info_is_local(info))
      g_ptr_array_add(found, gtk_recent_info_ref(info));
  }
  g_list_free_full(items, info_unref);
  g_ptr_array_sort(found, compare_visits);
  return found;
}

static void
fill (GMenu *menu)
{
  g_autoptr(GPtrArray) files = recent_files();
  GHashTable *gone = g_object_get_data(G_OBJECT(menu), GONE);
  guint n_shown = 0;
  g_menu_remove_all(menu);
  for (guint i = 0; i < files->len && n_shown < MOST_SHOWN; i++) {
    GtkRecentInfo *info = files->pdata[i];
    if (gone && g_hash_table_contains(gone, gtk_recent_info_get_uri(info)))
      continue;
    g_autoptr(GString) label = g_string_new(gtk_recent_info_get_display_name(info));
    g_string_replace(label, "_", "__", 0); /* menus take one of them for a key to press */
    g_string_replace(label, "\n", " ", 0);
    g_autoptr(GMenuItem) item = g_menu_item_new(label->str, NULL);
    g_menu_item_set_action_and_target(item, "win.open-recent", "s", gtk_recent_info_get_uri(info));
    g_menu_append_item(menu, item);
    n_shown++;
  }
  if (n_shown == 0)
    g_menu_append(menu, _("Nothing was opened yet"), "win.none");
}

/* On a thread of its own: a disk may be slow, or a server not answer. What cannot be looked at is not gone.
 */
static void
find_gone (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GHashTable *gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (char **uri = data; *uri; uri++) {
    g_autofree char *path = g_filename_from_uri(*uri, NULL, NULL);
    if (path && g_access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
      g_hash_table_add(gone, g_strdup(*uri));
  }
  g_task_return_pointer(task, gone, (GDestroyNotify)g_hash_table_unref);
}

static void
on_gone_found (GObject *menu, GAsyncResult *result, gpointer data)
{
  GHashTable *gone = g_task_propagate_pointer(G_TASK(result), NULL);
  g_object_set_data_full(menu, GONE, gone, (GDestroyNotify)g_hash_table_unref);
  g_object_set_data(menu, LOOKING, NULL);
  fill(G_MENU(menu));
}

void
gantry_window_look_at_recent (GMenuModel *menu)
{
  if (g_object_get_data(G_OBJECT(menu), LOOKING))
    return;
  g_autoptr(GPtrArray) files = recent_files();
  GStrvBuilder *uris = g_strv_builder_new();
  for (guint i = 0; i < files->len; i++)
    g_strv_builder_add(uris, gtk_recent_info_get_uri(files->pdata[i]));
  g_autoptr(GTask) task = g_task_new(menu, NULL, on_gone_found, NULL);
  g_task_set_task_data(task, g_strv_builder_end(uris), (GDestroyNotify)g_strfreev);
  g_strv_builder_unref(uris);
  g_object_set_data(G_OBJECT(menu), LOOKING, menu);
  gantry_run_in_background(task, find_gone);
}

static void
on_changed (GtkRecentManager *manager, gpointer menu)
{
  fill(menu);
}

GMenuModel *
gantry_window_make_recent_menu (void)
{
  GMenu *menu = g_menu_new();
  fill(menu);
  GtkRecentManager *manager = recent_manager();
  if (manager)
    g_signal_connect_object(manager, "changed", G_CALLBACK(on_changed), menu, 0);
  gantry_window_look_at_recent(G_MENU_MODEL(menu));
  return G_MENU_MODEL(menu);
}
