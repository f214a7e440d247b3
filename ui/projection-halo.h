/* A halo that follows the pointer, so that the last row sees what is pointed at. It lies over the chart and
 * is no part of it: no picture has it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_PROJECTION_HALO (gantry_projection_halo_get_type())
G_DECLARE_FINAL_TYPE(GantryProjectionHalo, gantry_projection_halo, GANTRY, PROJECTION_HALO, GtkWidget)

/* To be laid over what it is a halo in; takes no events. */
GtkWidget *gantry_projection_halo_new (void);
/* The pointer's place in the halo's widget; x < 0: there is none. */
void gantry_projection_halo_move (GantryProjectionHalo *self, double x, double y);
