/* What the desktop's settings ask of pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/theme.h"

#include <gtk/gtk.h>

/* Dark, light or of high contrast. */
GantryThemeId gantry_desktop_theme (void);
/* The one of the two of high contrast that is as light or dark as the desktop. */
GantryThemeId gantry_desktop_projector_theme (void);
/* 1: letters of usual size. */
double gantry_desktop_text_scale (GtkWidget *widget);
/* Draws the widget anew when the theme changes. */
void gantry_desktop_watch_theme (GtkWidget *widget);
