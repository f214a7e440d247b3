/* Labels of lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/labels.h"

#include <string.h>

#define MOST_CHARACTERS 28

static gsize
length_without_comment (const char *line)
{
  bool in_string = false;
  gsize i = 0;
  for (; line[i]; i++) {
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
      in_string = !in_string;
    else if (line[i] == '#' && !in_string)
      break;
  }
  return i;
}

char *
gantry_line_label (const char *line)
{
  g_autofree char *label = g_strndup (line, length_without_comment (line));
  g_strstrip (label);
  gsize length = strlen (label);
  if (length > 0 && label[length - 1] == ':')
    label[length - 1] = '\0';
  if (!g_utf8_validate (label, -1, NULL) || g_utf8_strlen (label, -1) <= MOST_CHARACTERS)
    return g_steal_pointer (&label);
  g_autofree char *cut = g_utf8_substring (label, 0, MOST_CHARACTERS - 1);
  return g_strconcat (cut, "…", NULL);
}
