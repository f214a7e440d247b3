/* The menu of lectures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/lecture-menu.h"

#include "scenario/lecture.h"
#include "scenario/library.h"

#include <glib/gi18n-lib.h>

/* The built-in lectures are read when somebody wants to see them. */
static void
fill_menu (GtkMenuButton *button, gpointer data)
{
  g_autoptr(GMenu) menu = g_menu_new();
  g_autoptr(GMenu) ready = g_menu_new();
  g_autoptr(GMenu) own = g_menu_new();
  for (const char *const *id = gantry_lecture_library_list(); *id; id++) {
    g_autoptr(GantryLecture) lecture = gantry_lecture_load(*id, NULL, NULL);
    g_autoptr(GMenuItem) item = g_menu_item_new(lecture ? lecture->title : *id, NULL);
    g_menu_item_set_action_and_target(item, "win.lecture", "s", *id);
    g_menu_append_item(ready, item);
  }
  g_menu_append(own, _("_New list"), "win.lecture-new");
  g_menu_append(own, _("_Open a list…"), "win.lecture-open");
  g_menu_append(own, _("_Save the list…"), "win.lecture-save");
  g_menu_append(own, _("_Close the list"), "win.lecture-close");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(ready));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(own));
  gtk_menu_button_set_menu_model(button, G_MENU_MODEL(menu));
}

GtkWidget *
gantry_lecture_menu_button_new (const char *label)
{
  GtkWidget *button = gtk_menu_button_new();
  if (label)
    gtk_menu_button_set_label(GTK_MENU_BUTTON(button), label);
  else
    gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "view-more-symbolic");
  gtk_menu_button_set_direction(GTK_MENU_BUTTON(button), GTK_ARROW_UP);
  gtk_menu_button_set_has_frame(GTK_MENU_BUTTON(button), FALSE);
  gtk_menu_button_set_create_popup_func(GTK_MENU_BUTTON(button), fill_menu, NULL, NULL);
  if (!label) /* else it would lie over the menu */
    gtk_widget_set_tooltip_text(button, _("Lectures: scenarios to walk through in order"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lectures"), -1);
  return button;
}
