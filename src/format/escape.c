/* Comma-separated values and Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/escape.h"

#include <stdbool.h>
#include <string.h>

/* Whether a cell that begins so needs an apostrophe. */
static bool
needs_apostrophe (const char *cell)
{
  static const char *const wide[] = {"＝", "＋", "－", "＠"};
  for (gsize i = 0; i < G_N_ELEMENTS(wide); i++)
    if (g_str_has_prefix(cell, wide[i]))
      return true;
  return *cell != '\0' && strchr("=+-@\t\r'", *cell) != NULL;
}

static void
append_cell (GString *text, const char *name)
{
  bool begins = true;
  for (const char *c = name; *c != '\0'; c++) {
    if (begins && needs_apostrophe(c))
      g_string_append_c(text, '\'');
    begins = strchr(";|\t\r\n", *c) != NULL;
    if (*c == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, *c);
  }
}

void
gantry_csv_append_quoted (GString *text, const char *name)
{
  if (name == NULL)
    return;
  g_string_append_c(text, '"');
  append_cell(text, name);
  g_string_append_c(text, '"');
}

void
gantry_csv_append_name (GString *text, const char *name)
{
  if (name != NULL && strpbrk(name, ",\"\r\n") != NULL)
    gantry_csv_append_quoted(text, name);
  else if (name != NULL)
    append_cell(text, name);
}

void
gantry_markdown_append (GString *text, const char *words)
{
  for (const char *c = words; *c != '\0'; c++) {
    if (strchr("\\|`*<[]", *c) != NULL)
      g_string_append_c(text, '\\');
    g_string_append_c(text, *c == '\n' || *c == '\r' ? ' ' : *c);
  }
}
