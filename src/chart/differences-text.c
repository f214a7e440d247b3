/* The table of differences as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/differences.h"
#include "format/escape.h"
#include "format/table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Digits that give the value back, with a point in every language; nothing for none. */
static void
add_value (GString *text, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (!isnan(value))
    g_string_append_printf(text, ",%s", g_ascii_formatd(digits, sizeof digits, "%.10g", value));
  else
    g_string_append_c(text, ',');
}

static const char *
unit_id (GantryUnit unit)
{
  static const char *const ids[] = {[GANTRY_UNIT_TIME] = "ns",
                                    [GANTRY_UNIT_COUNT] = "",
                                    [GANTRY_UNIT_MEAN] = "",
                                    [GANTRY_UNIT_BYTES] = "bytes"};
  return ids[unit];
}

char *
gantry_differences_to_csv (const GantryDifferences *self)
{
  GString *text = g_string_new("lane,figure,unit");
  for (guint run = 0; run < self->n_runs; run++) {
    g_string_append_c(text, ',');
    gantry_csv_append_quoted(text, self->names[run]);
  }
  for (guint run = 1; run < self->n_runs; run++)
    g_string_append_printf(text, ",difference_%u,percent_%u", run + 1, run + 1);
  g_string_append_c(text, '\n');
  for (guint i = 0; i < self->rows->len; i++) {
    const GantryDifference *row = self->rows->pdata[i];
    if (row->lane != NULL)
      gantry_csv_append_quoted(text, row->lane);
    g_string_append_c(text, ',');
    gantry_csv_append_quoted(text, row->label);
    g_string_append_printf(text, ",%s", unit_id(row->unit));
    for (guint run = 0; run < self->n_runs; run++)
      add_value(text, row->values[run]);
    for (guint run = 1; run < self->n_runs; run++) {
      add_value(text, gantry_difference_change(row, run));
      add_value(text, gantry_difference_ratio(row, run) * 100.0);
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(text, FALSE);
}

/* The cells of a row as people read them, by column; the heading where `row` is NULL. */
static GPtrArray *
make_cells (const GantryDifferences *self, const GantryDifference *row)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(cells, g_strdup(row == NULL ? _("Lane") : row->lane != NULL ? row->lane : ""));
  g_ptr_array_add(cells, g_strdup(row == NULL ? _("Figure") : row->label));
  for (guint run = 0; run < self->n_runs; run++) {
    g_ptr_array_add(cells, row == NULL ? g_strdup(self->names[run]) : gantry_difference_format(row, run));
    if (run > 0)
      g_ptr_array_add(cells,
                      row == NULL ? g_strdup(_("Difference")) : gantry_difference_format_change(row, run));
  }
  return cells;
}

static void
add_markdown_row (GString *text, const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++) {
    g_string_append(text, "| ");
    gantry_markdown_append(text, cells->pdata[i]);
    g_string_append_c(text, ' ');
  }
  g_string_append(text, "|\n");
}

char *
gantry_differences_to_markdown (const GantryDifferences *self)
{
  GString *text = g_string_new(NULL);
  g_autoptr(GPtrArray) heads = make_cells(self, NULL);
  add_markdown_row(text, heads);
  for (guint i = 0; i < heads->len; i++)
    g_string_append(text, i < 2 ? "|---" : "|--:");
  g_string_append(text, "|\n");
  for (guint i = 0; i < self->rows->len; i++) {
    g_autoptr(GPtrArray) cells = make_cells(self, self->rows->pdata[i]);
    add_markdown_row(text, cells);
  }
  return g_string_free(text, FALSE);
}

static void
add_table_row (GantryTable *table, const GantryDifferences *self, const GantryDifference *row)
{
  g_autoptr(GPtrArray) cells = make_cells(self, row);
  for (guint i = 0; i < cells->len; i++)
    gantry_table_add(table, g_strdup(cells->pdata[i]));
}

char *
gantry_differences_to_text (const GantryDifferences *self)
{
  static const char columns[] = "llrrrrrrr"; /* of four runs */
  GString *text = g_string_new(NULL);
  GantryTable table;
  g_autofree char *alignment = g_strndup(columns, 1 + 2 * self->n_runs);
  gantry_table_init(&table, alignment);
  add_table_row(&table, self, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    add_table_row(&table, self, self->rows->pdata[i]);
  gantry_table_print(&table, text);
  gantry_table_clear(&table);
  return g_string_free(text, FALSE);
}
