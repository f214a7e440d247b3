/* The lines of a scenario's text that tasks are at: tinted by the most telling state, with the tasks' names
 * in the margin.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gtksourceview/gtksource.h>

typedef struct GantryLineMarks GantryLineMarks;

/* For that view and the buffer that it has; `view` is borrowed, and must outlive them. */
GantryLineMarks *gantry_line_marks_new (GtkSourceView *view);
void gantry_line_marks_free (GantryLineMarks *marks);
/* Marks the lines at a moment of a run (NULL: none). A line that reads otherwise than when the run was made
 * is not marked. `follow`: the line of lane `selected`, or where none is selected the line that was come to
 * last, is scrolled into sight. */
void gantry_line_marks_show (GantryLineMarks *marks, const GantryTimeline *timeline, int64_t moment,
                             bool follow, uint32_t selected);
