/* How high the rows of the chart are, as a person chose, kept in the settings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

GantryDensity gantry_density_get_chosen (void);
/* Draws the widget anew whenever another one is chosen. */
void gantry_density_watch (GtkWidget *widget);
/* The action "density", whose state is the settings'. */
void gantry_density_add_action (GActionMap *map);
/* Radio items for that action of a window; owned by the caller. */
GMenuModel *gantry_density_make_menu (void);
