/* The models in one button.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/model-menu.h"

#include <glib/gi18n-lib.h>

/* Beside runs of several models none is lit. */
static void
on_toggled (GtkToggleButton *button, gpointer data)
{
  const char *its = gtk_button_get_label(GTK_BUTTON(button));
  if (gtk_toggle_button_get_active(button))
    gtk_menu_button_set_label(data, its);
  else if (g_strcmp0(gtk_menu_button_get_label(data), its) == 0)
    gtk_menu_button_set_label(data, _("Model"));
}

static void
on_chosen (GtkCheckButton *check, gpointer data)
{
  if (gtk_check_button_get_active(check))
    gtk_popover_popdown(data);
}

GtkWidget *
gantry_model_menu_new (GtkToggleButton *const *buttons, guint count)
{
  GtkWidget *menu = gtk_menu_button_new(), *popover = gtk_popover_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkCheckButton *first = NULL;
  for (guint i = 0; i < count; i++) {
    GtkWidget *check = gtk_check_button_new_with_label(gtk_button_get_label(GTK_BUTTON(buttons[i])));
    gtk_check_button_set_group(GTK_CHECK_BUTTON(check), first);
    first = first ? first : GTK_CHECK_BUTTON(check);
    g_object_bind_property(buttons[i], "active", check, "active",
                           G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
    g_object_bind_property(buttons[i], "sensitive", check, "sensitive", G_BINDING_SYNC_CREATE);
    g_signal_connect_object(buttons[i], "toggled", G_CALLBACK(on_toggled), menu, 0);
    g_signal_connect_object(check, "toggled", G_CALLBACK(on_chosen), popover, 0);
    on_toggled(buttons[i], menu);
    gtk_box_append(GTK_BOX(box), check);
  }
  gtk_popover_set_child(GTK_POPOVER(popover), box);
  gtk_menu_button_set_popover(GTK_MENU_BUTTON(menu), popover);
  gtk_widget_set_halign(menu, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text(menu, _("What the scenario runs on"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What the scenario runs on"), -1);
  return menu;
}
