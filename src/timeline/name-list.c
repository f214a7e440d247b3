/* Names in a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/name-list.h"

#include <glib/gi18n-lib.h>

void
gantry_name_list_init (GantryNameList *list, guint most)
{
  *list = (GantryNameList){.names = g_ptr_array_new(), .most = most};
}

void
gantry_name_list_add (GantryNameList *list, const char *name)
{
  if (list->count++ < list->most)
    g_ptr_array_add(list->names, (gpointer)name);
}

char *
gantry_name_list_finish (GantryNameList *list)
{
  const char *const *told = (const char *const *)list->names->pdata;
  guint n_told = list->names->len, more = list->count - n_told;
  char *words = g_strdup(n_told > 0 ? told[0] : "");
  for (guint i = 1; i < n_told; i++) {
    g_autofree char *before = words;
    words = g_strdup_printf(i + 1 < n_told || more > 0 ? _("%s, %s") : _("%s and %s"), before, told[i]);
  }
  if (more > 0) {
    g_autofree char *before = words;
    words = g_strdup_printf(_("%s and %u more"), before, more);
  }
  g_clear_pointer(&list->names, g_ptr_array_unref);
  return words;
}
