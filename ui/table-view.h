/* What the tables of the drawer have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

/* Sets a cell's text; the item is borrowed, the words are freed. */
typedef char *(*GantryCellWords)(gpointer item, guint column, gpointer data);

/* A table of one selected row; takes the model. `label` is for screen readers. */
GtkWidget *gantry_table_view_new (GListModel *model, const char *label, GtkSingleSelection **selection);
/* A column of text cells, `words` for each. `sorter` is taken, nullable. */
GtkColumnViewColumn *gantry_table_view_add (GtkColumnView *view, const char *title, guint column,
                                            GantryCellWords words, gpointer data, GtkSorter *sorter);
/* Tells screen readers what a row says, once the label in its last cell has its text; till then does nothing.
 */
void gantry_table_view_name_row (GtkWidget *label);
/* Brings the selected row into sight, when the table has been laid out. */
void gantry_table_view_show_selected (GtkColumnView *view);
/* Selects the first row, and moves the focus to it. */
void gantry_table_view_enter (GtkColumnView *view);
/* Whether the focus is at the first row. */
bool gantry_table_view_is_at_first (GtkColumnView *view);
