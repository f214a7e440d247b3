/* The dialog that writes the chart as a picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

/* Told on the main thread: what was done, or why not. */
typedef void (*GantryExported)(const char *message, gpointer user_data);

/* Opens it over `parent`, for what `view` shows of the first of `timelines` (element GantryTimeline*, not to
 * be changed any more; a reference is taken), or of all of them with the sentence `verdict` (nullable: no
 * comparison) at their foot. */
void gantry_export_dialog_present (GtkWindow *parent, GPtrArray *timelines, const char *verdict,
                                   const GantryView *view, GantryExported exported, gpointer user_data);
