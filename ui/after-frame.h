/* What can be done only when a widget has been laid out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

/* FALSE: the widget is not ready yet, and is asked again after the next frame. */
typedef bool (*GantryAfterFrame)(GtkWidget *widget);

/* Calls it after the next frame, in place of what was to be called for this widget before; NULL: nothing. A
 * widget that is in no window is not waited for: returns FALSE. Nothing is called once it is gone. */
bool gantry_after_frame (GtkWidget *widget, GantryAfterFrame callback);
