/* A list that Tab enters and leaves at once, however many rows it has: rows are the arrows'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_TAB_STOP (gantry_tab_stop_get_type())
G_DECLARE_FINAL_TYPE(GantryTabStop, gantry_tab_stop, GANTRY, TAB_STOP, GtkWidget)

/* Around a list or table, or around what scrolls it; what takes the focus within a row is the arrows', too.
 * Tab comes back to the row that is chosen, or was left where rows are not chosen. As large as that, and
 * growing as that does. */
GtkWidget *gantry_tab_stop_new (GtkWidget *child);
