/* What drop-downs tell those who do not see them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/drop-down.h"

static void
on_chosen (GtkDropDown *drop_down, GParamSpec *property, gpointer label)
{
  GtkWidget *button = gtk_widget_get_first_child(GTK_WIDGET(drop_down));
  gpointer chosen = gtk_drop_down_get_selected_item(drop_down);
  const char *word = GTK_IS_STRING_OBJECT(chosen) ? gtk_string_object_get_string(chosen) : "";
  g_autofree char *name = g_strjoin(*word ? ": " : "", label, word, NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
free_label (gpointer label, GClosure *closure)
{
  g_free(label);
}

void
gantry_drop_down_name (GtkDropDown *drop_down, const char *label)
{
  gtk_accessible_update_property(GTK_ACCESSIBLE(drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_data(drop_down, "notify::selected-item", G_CALLBACK(on_chosen), g_strdup(label),
                        free_label, 0);
  on_chosen(drop_down, NULL, (gpointer)label);
}
