/* Rows of the export dialog, each made in one call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* A list to choose from; `choices` are translated, NULL-terminated. */
AdwComboRow *gantry_export_add_list (AdwPreferencesGroup *group, const char *title,
                                     const char *const *choices);
GtkSwitch *gantry_export_add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle);
GtkSpinButton *gantry_export_add_number (AdwPreferencesGroup *group, const char *title, const char *subtitle,
                                         double low, double high, double step, guint digits);
GtkEditable *gantry_export_add_entry (AdwPreferencesGroup *group, const char *title);
/* The row that a control stands in. */
GtkWidget *gantry_export_row_of (gpointer control);
