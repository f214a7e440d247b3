/* The switch of models as one button, for windows in which four have no room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* Shows which of the `count` buttons is active, and offers the others; what is chosen here is chosen there.
 * The buttons, of one group, must outlive it. */
GtkWidget *gantry_model_menu_new (GtkToggleButton *const *buttons, guint count);
