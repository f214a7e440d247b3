/* The chosen vocabulary.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/vocabulary.h"

#include "ui/settings.h"

#include <glib/gi18n-lib.h>

#define KEY "state-words"

GantryVocabulary
gantry_vocabulary_get_chosen (void)
{
  return (GantryVocabulary)g_settings_get_enum(gantry_settings_get(), KEY);
}

void
gantry_vocabulary_watch (GtkWidget *widget)
{
  gantry_settings_watch(KEY, widget);
}

void
gantry_vocabulary_add_action (GActionMap *map)
{
  gantry_settings_add_action(KEY, map);
}

GMenuModel *
gantry_vocabulary_make_menu (void)
{
  GMenu *menu = g_menu_new();
  g_menu_append(menu, _("_Plain: waits for a lock"), "win." KEY "::plain");
  g_menu_append(menu, _("_Textbook: blocked"), "win." KEY "::textbook");
  g_menu_append(menu, _("_Linux: S, as ps shows it"), "win." KEY "::linux");
  return G_MENU_MODEL(menu);
}
