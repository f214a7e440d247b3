/* The chosen height of rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/density.h"

#include "ui/settings.h"

#include <glib/gi18n-lib.h>

#define KEY "density"

GantryDensity
gantry_density_get_chosen (void)
{
  return (GantryDensity)g_settings_get_enum(gantry_settings_get(), KEY);
}

void
gantry_density_watch (GtkWidget *widget)
{
  /* Keys that have not been read yet are not watched. */
  gantry_density_get_chosen();
  g_signal_connect_object(gantry_settings_get(), "changed::" KEY, G_CALLBACK(gtk_widget_queue_draw), widget,
                          G_CONNECT_SWAPPED);
}

void
gantry_density_add_action (GActionMap *map)
{
  g_autoptr(GAction) action = g_settings_create_action(gantry_settings_get(), KEY);
  g_action_map_add_action(map, action);
}

GMenuModel *
gantry_density_make_menu (void)
{
  GMenu *menu = g_menu_new();
  g_menu_append(menu, _("_Compact"), "win." KEY "::compact");
  g_menu_append(menu, _("_Normal"), "win." KEY "::normal");
  g_menu_append(menu, _("_Large"), "win." KEY "::large");
  return G_MENU_MODEL(menu);
}
