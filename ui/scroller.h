/* A scrolled window for views that the program scrolls.
 *
 * GTK glides to where it was told to scroll. Up to 4.8 it logs a critical where the view goes out of sight
 * meanwhile; here the gliding is over before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#define GANTRY_TYPE_SCROLLER (gantry_scroller_get_type())
G_DECLARE_FINAL_TYPE(GantryScroller, gantry_scroller, GANTRY, SCROLLER, GtkWidget)

/* Around a view that can scroll; it grows with the room there is. */
GtkWidget *gantry_scroller_new (GtkWidget *view);
