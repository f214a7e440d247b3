/* What stands in the menu, and below which heading.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/main-menu.h"

#include "ui/density.h"
#include "ui/vocabulary.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *label;
  const char *action;
} Item;

static void
append_items (GMenu *menu, const Item *items, gsize count)
{
  for (gsize i = 0; i < count; i++)
    g_menu_append(menu, _(items[i].label), items[i].action);
}

static void
append_section (GMenu *menu, const Item *items, gsize count)
{
  g_autoptr(GMenu) section = g_menu_new();
  append_items(section, items, count);
  g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
}

static void
append_files (GMenu *menu, GMenuModel *recent)
{
  static const Item first[] = {{N_("_New scenario"), "win.new-scenario"}, {N_("_Open…"), "win.open"}};
  static const Item kinds[] = {{N_("Sa_ve scenario"), "win.save-scenario"},
                               {N_("Save scenario _as…"), "win.save-scenario-as"},
                               {N_("_Save run…"), "win.save"}};
  static const Item last[] = {{N_("_Print…"), "win.print"}, {N_("_Copy picture"), "win.copy"}};
  g_autoptr(GMenu) section = g_menu_new();
  g_autoptr(GMenu) saving = g_menu_new();
  append_items(section, first, G_N_ELEMENTS(first));
  g_menu_append_submenu(section, _("Open _recent"), recent);
  append_items(saving, kinds, G_N_ELEMENTS(kinds));
  g_menu_append_submenu(section, _("_Save"), G_MENU_MODEL(saving));
  append_items(section, last, G_N_ELEMENTS(last));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
}

static GMenuModel *
make_view_menu (void)
{
  static const Item parts[] = {{N_("Show _whole run"), "win.fit"},
                               {N_("Show or hide _gallery"), "win.toggle-gallery"},
                               {N_("Show or hide _panes"), "win.toggle-panes"}};
  static const Item arrows[] = {{N_("Arrows of the _selected lane"), "win.arrows::selected"},
                                {N_("_All arrows"), "win.arrows::all"},
                                {N_("_No arrows"), "win.arrows::none"},
                                {N_("Show or hide the critical pa_th"), "win.critical-path"}};
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) looks = g_menu_new();
  g_autoptr(GMenuModel) names = gantry_vocabulary_make_menu();
  g_autoptr(GMenuModel) heights = gantry_density_make_menu();
  append_section(menu, parts, G_N_ELEMENTS(parts));
  append_section(menu, arrows, G_N_ELEMENTS(arrows));
  g_menu_append_submenu(looks, _("_Names of states"), names);
  g_menu_append_submenu(looks, _("_Height of rows"), heights);
  g_menu_append_section(menu, NULL, G_MENU_MODEL(looks));
  return G_MENU_MODEL(menu);
}

GMenuModel *
gantry_main_menu_new (GMenuModel *recent)
{
  static const Item comparing[] = {{N_("P_redict, then run"), "win.predict"},
                                   {N_("Co_mpare models"), "win.compare"},
                                   {N_("Compare with _runs…"), "win.compare-with"}};
  static const Item lists[] = {{N_("_Go to a moment…"), "win.go-to-time"},
                               {N_("_Marks"), "win.marks"},
                               {N_("_Events"), "win.events"},
                               {N_("S_tatistics"), "win.statistics"}};
  static const Item last[] = {{N_("_Preferences"), "app.preferences"},
                              {N_("_How to read the chart"), "app.help"},
                              {N_("_Keyboard shortcuts"), "app.shortcuts"},
                              {N_("_About Gantry"), "app.about"}};
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) looking = g_menu_new();
  g_autoptr(GMenuModel) view = make_view_menu();
  append_files(menu, recent);
  append_section(menu, comparing, G_N_ELEMENTS(comparing));
  g_menu_append_submenu(looking, _("_View"), view);
  append_items(looking, lists, G_N_ELEMENTS(lists));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(looking));
  append_section(menu, last, G_N_ELEMENTS(last));
  return G_MENU_MODEL(menu);
}
