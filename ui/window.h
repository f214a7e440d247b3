/* The main window: gallery, chart, scenario text, output, and the run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#define GANTRY_TYPE_WINDOW (gantry_window_get_type())
G_DECLARE_FINAL_TYPE(GantryWindow, gantry_window, GANTRY, WINDOW, AdwApplicationWindow)

/* `file`: a scenario to open, or NULL for the first of the gallery. */
GantryWindow *gantry_window_new (AdwApplication *application, GFile *file);
void gantry_window_open (GantryWindow *self, GFile *file);
