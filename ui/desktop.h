/* What the desktop's settings ask of pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/theme.h"

#include <gtk/gtk.h>

/* Dark, light or of high contrast. */
GantryThemeId gantry_desktop_theme (void);
/* The same for a picture in that widget, which is of high contrast where it is projected. */
GantryThemeId gantry_desktop_picture_theme (GtkWidget *widget);
/* The one of the two of high contrast that is as light or dark as the desktop. */
GantryThemeId gantry_desktop_projector_theme (void);
/* 1: letters of usual size; larger in a window that is projected. */
double gantry_desktop_text_scale (GtkWidget *widget);
/* How much larger than the desktop's the letters of a projected window are; 1 in any other. */
double gantry_desktop_projection_scale (GtkWidget *widget);
/* Draws the widget anew when the theme changes. */
void gantry_desktop_watch_theme (GtkWidget *widget);
