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

/* Words that are longer may need more room, or none. */
static void
renew (GtkWidget *widget)
{
  gtk_widget_queue_resize(widget);
  gtk_widget_queue_draw(widget);
}

void
gantry_vocabulary_watch (GtkWidget *widget)
{
  /* Keys that have not been read yet are not watched. */
  gantry_vocabulary_get_chosen();
  g_signal_connect_object(gantry_settings_get(), "changed::" KEY, G_CALLBACK(renew), widget,
                          G_CONNECT_SWAPPED);
}

void
gantry_vocabulary_add_action (GActionMap *map)
{
  g_autoptr(GAction) action = g_settings_create_action(gantry_settings_get(), KEY);
  g_action_map_add_action(map, action);
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
