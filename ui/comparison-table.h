/* The table of what runs differ in, to be sorted by any column and copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/differences.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_COMPARISON_TABLE (gantry_comparison_table_get_type())
G_DECLARE_FINAL_TYPE(GantryComparisonTable, gantry_comparison_table, GANTRY, COMPARISON_TABLE, GtkBox)

GtkWidget *gantry_comparison_table_new (void);
/* Takes them. */
void gantry_comparison_table_set (GantryComparisonTable *self, GantryDifferences *differences);
/* What the table shows, in the order that it is sorted in; for tests. Owned by the table. */
GListModel *gantry_comparison_table_get_rows (GantryComparisonTable *self);
/* "Wall time" of a row of the model. */
const char *gantry_comparison_table_get_label (gpointer row);
/* Chooses a column by its number to sort by. */
void gantry_comparison_table_sort (GantryComparisonTable *self, guint column, GtkSortType order);
