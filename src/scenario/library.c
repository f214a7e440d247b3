/* The built-in scenarios, out of the resources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/library.h"

#include "scenario/scenarios-resource.h"

#include <gio/gio.h>
#include <string.h>

#define PREFIX "/io/github/gantry/scenarios/"

static GBytes *
look_up (const char *file)
{
  g_autofree char *path = g_strconcat(PREFIX, file, NULL);
  return g_resource_lookup_data(gantry_scenarios_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static char **
read_order (void)
{
  g_autoptr(GBytes) bytes = look_up("order");
  g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GPtrArray *ids = g_ptr_array_new();
  for (char **line = lines; *line; line++) {
    g_strstrip(*line);
    if (**line && **line != '#')
      g_ptr_array_add(ids, g_strdup(*line));
  }
  g_ptr_array_add(ids, NULL);
  return (char **)g_ptr_array_free(ids, FALSE);
}

const char *const *
gantry_library_list (void)
{
  static gsize once = 0;
  static char **ids = NULL;
  if (g_once_init_enter(&once)) {
    ids = read_order();
    g_once_init_leave(&once, 1);
  }
  return (const char *const *)ids;
}

GBytes *
gantry_library_get (const char *id)
{
  const char *const *ids = gantry_library_list();
  if (!g_strv_contains(ids, id))
    return NULL;
  g_autofree char *file = g_strconcat(id, ".scenario", NULL);
  return look_up(file);
}
