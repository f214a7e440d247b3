/* Words of a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/text-lines.h"

static bool
is_in_name (char character)
{
  return g_ascii_isalnum(character) || character == '_';
}

bool
gantry_text_names (const char *text, const char *name)
{
  size_t length = strlen(name);
  for (const char *found = strstr(text, name); found && length > 0; found = strstr(found + 1, name))
    if ((found == text || !is_in_name(found[-1])) && !is_in_name(found[length]))
      return true;
  return false;
}
