/* How far lines are indented, while they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/complete.h"
#include "scenario/labels.h"

#include <string.h>

#define STEP 4u

static uint32_t
indentation_of (const char *line)
{
  return (uint32_t)strspn(line, " ");
}

static bool
begins_with_word (const char *statement, const char *word)
{
  gsize length = strlen(word);
  return strncmp(statement, word, length) == 0 && !g_ascii_isalnum(statement[length]) &&
         statement[length] != '_';
}

uint32_t
gantry_indentation_after (const char *line)
{
  static const char *const last[] = {"break", "return", "crash", "fail"};
  uint32_t indentation = indentation_of(line);
  g_autofree char *statement = gantry_line_statement(line);
  if (g_str_has_suffix(statement, ":"))
    return indentation + STEP;
  for (gsize i = 0; i < G_N_ELEMENTS(last); i++)
    if (begins_with_word(statement, last[i]))
      return indentation - MIN(indentation, STEP);
  return indentation;
}

uint32_t
gantry_indentation_of_else (const char *text, uint32_t line)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  if (line >= g_strv_length(lines))
    return UINT32_MAX;
  g_autofree char *itself = gantry_line_statement(lines[line]);
  if (!begins_with_word(itself, "else"))
    return UINT32_MAX;
  uint32_t limit = indentation_of(lines[line]);
  while (line-- > 0) {
    g_autofree char *statement = gantry_line_statement(lines[line]);
    uint32_t indentation = indentation_of(lines[line]);
    if (*statement == '\0' || indentation > limit)
      continue;
    if (begins_with_word(statement, "if") || begins_with_word(statement, "within"))
      return indentation;
    /* One that has its `else` already stands above this line, equally deep: further up it may be. */
    limit = begins_with_word(statement, "else") ? indentation - MIN(indentation, 1) : indentation;
  }
  return UINT32_MAX;
}
