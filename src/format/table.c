/* Columns as wide as their widest cell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/table.h"

#include "trace/printable.h"

#include <string.h>

/* A cell that is wider makes its row longer, but not each of a million others. */
#define WIDEST 120u

void
gantry_table_init (GantryTable *table, const char *alignment)
{
  table->n_columns = (guint)strlen(alignment);
  table->alignment = alignment;
  table->cells = g_ptr_array_new_with_free_func(g_free);
}

void
gantry_table_clear (GantryTable *table)
{
  g_ptr_array_unref(table->cells);
}

void
gantry_table_add (GantryTable *table, char *text)
{
  g_ptr_array_add(table->cells, gantry_printable(text, -1));
  g_free(text);
}

/* How many columns of a terminal the text takes. */
static guint
width_of (const char *text)
{
  guint width = 0;
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (!g_unichar_iszerowidth(c))
      width += g_unichar_iswide(c) ? 2 : 1;
  }
  return width;
}

static guint *
measure (const GantryTable *table)
{
  guint *widths = g_new0(guint, table->n_columns);
  for (guint i = 0; i < table->cells->len; i++) {
    guint width = MIN(width_of(g_ptr_array_index(table->cells, i)), WIDEST);
    widths[i % table->n_columns] = MAX(widths[i % table->n_columns], width);
  }
  return widths;
}

static void
strip (GString *text)
{
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate(text, text->len - 1);
}

void
gantry_table_print (const GantryTable *table, GString *to)
{
  g_autofree guint *widths = measure(table);
  for (guint i = 0; i < table->cells->len; i++) {
    const char *cell = g_ptr_array_index(table->cells, i);
    guint column = i % table->n_columns;
    int padding = MAX((int)widths[column] - (int)width_of(cell), 0);
    bool is_right = table->alignment[column] == 'r';
    g_string_append_printf(to, "%s%*s%s%*s", column > 0 ? "  " : "", is_right ? padding : 0, "", cell,
                           is_right ? 0 : padding, "");
    if (column + 1 < table->n_columns)
      continue;
    strip(to);
    g_string_append_c(to, '\n');
  }
}
