/* What the tasks printed, and which expectations were broken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_OUTPUT_PANE (gantry_output_pane_get_type())
G_DECLARE_FINAL_TYPE(GantryOutputPane, gantry_output_pane, GANTRY, OUTPUT_PANE, GtkBox)

GtkWidget *gantry_output_pane_new (void);
/* Another run begins: the pane is emptied. */
void gantry_output_pane_clear (GantryOutputPane *self);
/* Appends what came since the last call. */
void gantry_output_pane_update (GantryOutputPane *self, GantryTimeline *timeline);
