/* A table of text with aligned columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  guint n_columns;
  const char *alignment; /* 'l' or 'r' for each column */
  GPtrArray *cells;      /* char*, row by row */
} GantryTable;

/* `alignment` is borrowed: "lrr" makes three columns. */
void gantry_table_init (GantryTable *table, const char *alignment);
void gantry_table_clear (GantryTable *table);
/* The next cell; the text is taken. */
void gantry_table_add (GantryTable *table, char *text);
/* Appends the table's lines, two spaces between columns, no space at a line's end. */
void gantry_table_print (const GantryTable *table, GString *to);
