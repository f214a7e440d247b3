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
  gantry_settings_watch(KEY, widget);
}

void
gantry_density_add_action (GActionMap *map)
{
  gantry_settings_add_action(KEY, map);
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
