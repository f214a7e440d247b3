/* The errors of a text: collected, put in order, written out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lexer.h"

static void
diagnostic_free (gpointer data)
{
  GantryDiagnostic *diagnostic = data;
  g_free(diagnostic->message);
  g_free(diagnostic);
}

GPtrArray *
gantry_diagnostics_new (void)
{
  return g_ptr_array_new_with_free_func(diagnostic_free);
}

void
gantry_diagnose_valist (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format,
                        va_list arguments)
{
  GantryDiagnostic *diagnostic = g_new0(GantryDiagnostic, 1);
  diagnostic->line = line;
  diagnostic->column = column;
  diagnostic->message = g_strdup_vprintf(format, arguments);
  g_ptr_array_add(diagnostics, diagnostic);
}

void
gantry_diagnose (GPtrArray *diagnostics, uint32_t line, uint32_t column, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  gantry_diagnose_valist(diagnostics, line, column, format, arguments);
  va_end(arguments);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const GantryDiagnostic *left = *(GantryDiagnostic *const *)a, *right = *(GantryDiagnostic *const *)b;
  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  return (left->column > right->column) - (left->column < right->column);
}

void
gantry_diagnostics_sort (GPtrArray *diagnostics)
{
  g_ptr_array_sort(diagnostics, compare_places);
}

char *
gantry_diagnostic_format (const GantryDiagnostic *diagnostic, const char *name)
{
  return g_strdup_printf("%s:%u:%u: error: %s", name, diagnostic->line, diagnostic->column,
                         diagnostic->message);
}
