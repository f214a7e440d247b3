/* The margin right of the text: chips with the names of the tasks that are at a line, in their states'
 * colours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/event.h"

#include <gtksourceview/gtksource.h>

/* Names on one line, if they have room; the others are counted. */
#define GANTRY_CHIPS_AT_ONCE 2

/* The tasks at one line. */
typedef struct {
  guint count; /* of all, at least 1 */
  /* of the first few; that with the most telling state is the very first, and tints the line */
  const char *names[GANTRY_CHIPS_AT_ONCE]; /* the timeline's */
  GantryState states[GANTRY_CHIPS_AT_ONCE];
} GantryLineTasks;

#define GANTRY_TYPE_TASK_GUTTER (gantry_task_gutter_get_type())
G_DECLARE_FINAL_TYPE(GantryTaskGutter, gantry_task_gutter, GANTRY, TASK_GUTTER, GtkSourceGutterRenderer)

GtkSourceGutterRenderer *gantry_task_gutter_new (void);
/* By line from 1: GantryLineTasks*, copied; NULL: none, and the margin is gone. */
void gantry_task_gutter_set_lines (GantryTaskGutter *self, GHashTable *lines);
/* What a line is tinted with upon the text's ground: by the state's colour, see-through. */
GdkRGBA gantry_task_gutter_tint (GantryState state);
