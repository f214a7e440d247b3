/* What drop-downs tell those who do not see them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

/* Names a drop-down of strings: what is chosen with it, and which of it is. It is the button within it that
 * takes the focus, and that one has no name of its own. */
void gantry_drop_down_name (GtkDropDown *drop_down, const char *label);
