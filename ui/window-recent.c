/* The menu of files that were opened or saved last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MOST_SHOWN 8

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

/* Ours, the newest first, as far as they are still there. */
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
  guint n_shown = 0;
  g_menu_remove_all(menu);
  for (guint i = 0; i < files->len && n_shown < MOST_SHOWN; i++) {
    GtkRecentInfo *info = files->pdata[i];
    if (!gtk_recent_info_exists(info))
      continue;
    g_autoptr(GString) label = g_string_new(gtk_recent_info_get_display_name(info));
    g_string_replace(label, "_", "__", 0); /* menus take one of them for a key to press */
    g_autoptr(GMenuItem) item = g_menu_item_new(label->str, NULL);
    g_menu_item_set_action_and_target(item, "win.open-recent", "s", gtk_recent_info_get_uri(info));
    g_menu_append_item(menu, item);
    n_shown++;
  }
  if (n_shown == 0)
    g_menu_append(menu, _("Nothing was opened yet"), "win.none");
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
  return G_MENU_MODEL(menu);
}
