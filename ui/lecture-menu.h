/* The menu of lectures: those that are built in, and what is done with a list of one's own. Its items are the
 * window's actions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* A GtkMenuButton; `label` NULL: with an icon. */
GtkWidget *gantry_lecture_menu_button_new (const char *label);
