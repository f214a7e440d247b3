/* Any text as one that is being written, and any place in it: proposals that are words, and indentation that
 * the language allows.
 *
 * The first two bytes are the line and the column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "scenario/complete.h"
#include "scenario/labels.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2 || !g_utf8_validate((const char *)data + 2, (gssize)size - 2, NULL))
    return 0;
  g_autofree char *text = g_strndup((const char *)data + 2, size - 2);
  uint32_t line = data[0], column = data[1];
  g_autoptr(GPtrArray) proposals = gantry_complete(text, line, column);
  for (guint i = 0; i < proposals->len; i++) {
    const GantryProposal *proposal = g_ptr_array_index(proposals, i);
    g_assert_true(*proposal->word && g_utf8_validate(proposal->word, -1, NULL));
    g_assert_true(g_utf8_validate(proposal->help, -1, NULL));
    g_assert_null(strchr(proposal->help, '\n'));
  }
  (void)gantry_indentation_of_else(text, line);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **each = lines; *each; each++) {
    g_autofree char *statement = gantry_line_statement(*each);
    g_assert_true(g_utf8_validate(statement, -1, NULL));
    g_assert_cmpuint(gantry_indentation_after(*each), <=, strlen(*each) + 4);
  }
  return 0;
}
