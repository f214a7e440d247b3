/* A list that Tab enters and leaves at once, however many rows it has: rows are the arrows'.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_TAB_STOP (gantry_tab_stop_get_type())
G_DECLARE_FINAL_TYPE(GantryTabStop, gantry_tab_stop, GANTRY, TAB_STOP, GtkWidget)

/* Around a list or table whose rows have nothing within them that takes the focus, or around what scrolls it.
 * As large as that, and growing as that does. */
GtkWidget *gantry_tab_stop_new (GtkWidget *child);
