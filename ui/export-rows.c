/* Rows of the export dialog.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/export-rows.h"

AdwComboRow *
gantry_export_add_list (AdwPreferencesGroup *group, const char *title, const char *const *choices)
{
  AdwComboRow *row = ADW_COMBO_ROW(adw_combo_row_new());
  g_autoptr(GtkStringList) model = gtk_string_list_new(choices);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_combo_row_set_model(row, G_LIST_MODEL(model));
  adw_preferences_group_add(group, GTK_WIDGET(row));
  return row;
}

/* A row with a control at its end that is named as the row is. */
static void
add_control (AdwPreferencesGroup *group, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new();
  gtk_widget_set_valign(control, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  if (subtitle)
    adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle);
  adw_action_row_add_suffix(ADW_ACTION_ROW(row), control);
  adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), control);
  gtk_accessible_update_property(GTK_ACCESSIBLE(control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_group_add(group, row);
}

GtkSwitch *
gantry_export_add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *toggle = gtk_switch_new();
  add_control(group, title, subtitle, toggle);
  return GTK_SWITCH(toggle);
}

GtkSpinButton *
gantry_export_add_number (AdwPreferencesGroup *group, const char *title, const char *subtitle, double low,
                          double high, double step, guint digits)
{
  GtkWidget *spin = gtk_spin_button_new_with_range(low, high, step);
  gtk_spin_button_set_digits(GTK_SPIN_BUTTON(spin), digits);
  gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(spin), TRUE);
  add_control(group, title, subtitle, spin);
  return GTK_SPIN_BUTTON(spin);
}

GtkEditable *
gantry_export_add_entry (AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new();
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
  adw_preferences_group_add(group, row);
  return GTK_EDITABLE(row);
}

GtkWidget *
gantry_export_row_of (gpointer control)
{
  return gtk_widget_get_ancestor(control, ADW_TYPE_PREFERENCES_ROW);
}
