/* The reference of the language beside the text: searched, with examples to insert or to try.
 *
 * Signals: "insert" (string: lines; boolean: they stand at the margin), "try" (string: a whole scenario).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_REFERENCE_PAGE (gantry_reference_page_get_type())
G_DECLARE_FINAL_TYPE(GantryReferencePage, gantry_reference_page, GANTRY, REFERENCE_PAGE, GtkBox)

GtkWidget *gantry_reference_page_new (void);
