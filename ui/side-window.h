/* A small window beside the main one, with a head and one thing to read or to choose in it: help,
 * preferences.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* A window of so many pixels around `content`, which has the keys and is taken over; Escape closes it. To be
 * presented by the caller. */
GtkWidget *gantry_side_window_new (const char *title, GtkWidget *content, int width, int height);
