/* The dialog that writes the chart as a picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

/* Told on the main thread: what was done, or why not. */
typedef void (*GantryExported)(const char *message, gpointer user_data);

/* Opens it over `parent`, for what `view` shows of `timeline`. */
void gantry_export_dialog_present (GtkWindow *parent, GantryTimeline *timeline, const GantryView *view,
                                   GantryExported exported, gpointer user_data);
