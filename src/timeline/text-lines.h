/* What findings ask of a line of a scenario's text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* How many blanks it begins with. */
static inline size_t
gantry_line_indentation (const char *line)
{
  return strspn(line, " ");
}

/* Whether it says nothing, or is a comment. */
static inline bool
gantry_line_is_empty (const char *line)
{
  const char *text = line + gantry_line_indentation(line);
  return *text == '\0' || *text == '#';
}

/* Whether a name stands in the text as a word of its own. Any thread. */
bool gantry_text_names (const char *text, const char *name);
