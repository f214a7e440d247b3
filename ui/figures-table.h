/* One table of a run's figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/words.h"
#include "format/figures.h"

#include <gtk/gtk.h>

/* Signal "row-chosen" (uint: the lane's, thing's or core's index in the timeline). */
#define GANTRY_TYPE_FIGURES_TABLE (gantry_figures_table_get_type())
G_DECLARE_FINAL_TYPE(GantryFiguresTable, gantry_figures_table, GANTRY, FIGURES_TABLE, GtkBox)

/* Empty. `label` is for screen readers. */
GtkWidget *gantry_figures_table_new (const char *label);
/* Takes the figures (nullable), which are the timeline's. Sorting stays as it is where the columns do. */
void gantry_figures_table_set (GantryFiguresTable *self, GantryTimeline *timeline, GantryFigures *figures,
                               GantryVocabulary vocabulary);
/* As it is sorted now; newly allocated. */
char *gantry_figures_table_to_csv (GantryFiguresTable *self);
char *gantry_figures_table_to_markdown (GantryFiguresTable *self);
guint gantry_figures_table_get_n_rows (GantryFiguresTable *self);
/* No other row is chosen; nothing is told about it. */
void gantry_figures_table_select (GantryFiguresTable *self, uint32_t row);
