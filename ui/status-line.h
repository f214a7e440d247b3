/* The line below the chart, which has room for two lines: what the window does, what is pointed at, or where
 * the keys have come to. Projected, the foot says it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

GtkWidget *gantry_status_line_new (void);
/* Shows words, all of them: the line grows. `is_pointed`: they follow the pointer, below which the chart must
 * not move, and beside which the tooltip has them, too: then what two lines do not hold is cut. */
void gantry_status_line_show (GtkLabel *line, const char *text, bool is_pointed);
