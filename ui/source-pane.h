/* The scenario's text, with the lines that are being executed marked by task.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"
#include "ui/editor.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_SOURCE_PANE (gantry_source_pane_get_type())
G_DECLARE_FINAL_TYPE(GantrySourcePane, gantry_source_pane, GANTRY, SOURCE_PANE, GtkBox)

GtkWidget *gantry_source_pane_new (void);
/* `text` NULL: there is none. */
void gantry_source_pane_set_text (GantrySourcePane *self, const char *name, const char *text);
GantryEditor *gantry_source_pane_get_editor (GantrySourcePane *self);
/* Marks the lines at a moment of a run; NULL: none. See gantry_line_marks_show(). */
void gantry_source_pane_mark (GantrySourcePane *self, const GantryTimeline *timeline, int64_t moment,
                              bool follow, uint32_t selected);
