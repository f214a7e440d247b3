/* Buttons for the pages of a stack. Where there is no room for all their words, each shows the beginning of
 * its own, and the whole where it is pointed at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* The stack may get its pages later. */
GtkWidget *gantry_switcher_new (GtkStack *stack);
