/* The margin right of the text: chips with the names of the tasks that are at a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtksourceview/gtksource.h>

#define GANTRY_TYPE_TASK_GUTTER (gantry_task_gutter_get_type())
G_DECLARE_FINAL_TYPE(GantryTaskGutter, gantry_task_gutter, GANTRY, TASK_GUTTER, GtkSourceGutterRendererText)

GtkSourceGutterRenderer *gantry_task_gutter_new (void);
/* By line from 0: Pango markup or NULL. Takes the array (element char*). */
void gantry_task_gutter_set_chips (GantryTaskGutter *self, GPtrArray *chips);
