/* Signs in the place of orders.
 *
 * Literature: Unicode Standard Annex 9 (bidirectional algorithm), section 2; N. Boucher, R. Anderson, "Trojan
 * Source" (2021).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/printable.h"

bool
gantry_is_order (gunichar character)
{
  return g_unichar_iscntrl(character) || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069) || character == 0x200E || character == 0x200F ||
         character == 0x061C || character == 0x2028 || character == 0x2029;
}

static void
append (GString *line, gunichar character, int indent)
{
  if (character == '\n' && indent >= 0)
    g_string_append_printf(line, "\n%*s", indent, "");
  else if (character == '\t' && indent < 0)
    g_string_append_c(line, ' ');
  else if (!gantry_is_order(character) || character == '\t')
    g_string_append_unichar(line, character);
  else
    g_string_append_unichar(line, character < 0x20 ? 0x2400 + character : 0xFFFD); /* the symbol for it */
}

char *
gantry_printable (const char *text, int indent)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *line = g_string_new(NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at))
    append(line, g_utf8_get_char(at), indent);
  return g_string_free(line, FALSE);
}
