/* The values of options.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/values.h"

#include "cli/arguments.h"
#include "scenario/lexer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

bool
gantry_value_integer (const char *text, int64_t low, int64_t high, int64_t *value, GError **error)
{
  g_autoptr(GError) refused = NULL;
  if (g_ascii_string_to_signed(text, 10, low, high, value, &refused))
    return true;
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
              _("‘%s’ is no whole number from %" PRId64 " to %" PRId64), text, low, high);
  return false;
}

/* The nanoseconds of a number token; FALSE where they do not fit. */
static bool
token_duration (const GantryToken *token, int64_t *ns)
{
  int64_t whole, fraction;
  if (__builtin_mul_overflow(token->whole, token->scale, &whole) ||
      __builtin_mul_overflow(token->fraction, token->scale, &fraction))
    return false;
  return !__builtin_add_overflow(whole, fraction / token->fraction_scale, ns);
}

/* No second line, no comment, nothing that only the lexer would tell. */
static bool
may_be_duration (const char *text)
{
  return g_ascii_isdigit(*text) &&
         text[strspn(text, " .0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
}

bool
gantry_value_duration (const char *text, int64_t *ns, GError **error)
{
  /* The language's own lexer, so that a time is written here as it is there. */
  g_autoptr(GPtrArray) diagnostics = gantry_diagnostics_new();
  if (may_be_duration(text)) {
    g_autoptr(GPtrArray) tokens = gantry_lex(text, diagnostics);
    const GantryToken *first = tokens->pdata[0];
    const GantryToken *next = first->kind == TOKEN_NUMBER ? tokens->pdata[1] : NULL;
    bool alone = next != NULL && (next->kind == TOKEN_NEWLINE || next->kind == TOKEN_END);
    if (diagnostics->len == 0 && alone && first->unit == UNIT_TIME && token_duration(first, ns))
      return true;
  }
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
              _("‘%s’ is no time; write it with its unit, as in 250us, 20ms or 1.5s"), text);
  return false;
}

bool
gantry_value_moment (const char *text, int64_t *ns, GError **error)
{
  bool before = *text == '-';
  if (!gantry_value_duration(before ? text + 1 : text, ns, error))
    return false;
  *ns = before ? -*ns : *ns;
  return true;
}

bool
gantry_value_real (const char *text, double low, double high, double *value, GError **error)
{
  char *end;
  double number = g_ascii_strtod(text, &end);
  if (end != text && *end == '\0' && number >= low && number <= high) { /* false for what is not a number */
    *value = number;
    return true;
  }
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, _("‘%s’ is no number from %g to %g"), text,
              low, high);
  return false;
}

bool
gantry_value_size (const char *text, int most, int *width, int *height, GError **error)
{
  g_auto(GStrv) parts = g_strsplit(text, "x", 2);
  guint64 across, down = 0;
  guint n_parts = g_strv_length(parts);
  if (n_parts > 0 && g_ascii_string_to_unsigned(parts[0], 10, 1, (guint64)most, &across, NULL) &&
      (n_parts == 1 || g_ascii_string_to_unsigned(parts[1], 10, 1, (guint64)most, &down, NULL))) {
    *width = (int)across;
    *height = (int)down;
    return true;
  }
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
              _("‘%s’ is no size; write width x height as in 1920x1080, each at most %d"), text, most);
  return false;
}

void
gantry_value_set_choice_error (GError **error, const char *text, const char *choices)
{
  g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE, _("‘%s’ is none of %s"), text, choices);
}
