/* The picture as it will be written, drawn beside the window's thread, fitted into its room or larger.
 *
 * Signal: "drawn" (no arguments): the last picture that was asked for is there, or cannot be drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/export-job.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_EXPORT_PREVIEW (gantry_export_preview_get_type())
G_DECLARE_FINAL_TYPE(GantryExportPreview, gantry_export_preview, GANTRY, EXPORT_PREVIEW, GtkBox)

GtkWidget *gantry_export_preview_new (void);
/* Draws it as soon as the picture before it is done; what was asked for in between is left out. A reference
 * is taken. */
void gantry_export_preview_show (GantryExportPreview *self, GantryExportJob *job);
/* By steps; 0: fitted into its room. */
void gantry_export_preview_zoom (GantryExportPreview *self, int step);
/* Whether the last picture that was asked for is there. */
bool gantry_export_preview_is_drawn (GantryExportPreview *self);
/* The picture's size in pixels, 0 x 0 where there is none. */
void gantry_export_preview_get_size (GantryExportPreview *self, int *width, int *height);
