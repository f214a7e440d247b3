/* JSON, member by member.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-writer.h"

#include "trace/printable.h"

#include <inttypes.h>
#include <string.h>

static bool
has_own_lines (const GantryJsonWriter *json)
{
  return json->depth == 1 || (json->depth == 2 && json->brackets[2] == '[');
}

/* A line of its own, indented for so many brackets around. */
static void
begin_line (GantryJsonWriter *json, int depth)
{
  g_string_append_c(json->text, '\n');
  for (int i = 0; i < depth; i++)
    g_string_append(json->text, "  ");
}

static void
begin_member (GantryJsonWriter *json, const char *name)
{
  if (!json->is_first)
    g_string_append_c(json->text, ',');
  if (has_own_lines(json))
    begin_line(json, json->depth);
  else if (!json->is_first)
    g_string_append_c(json->text, ' ');
  if (name) {
    g_string_append_c(json->text, '"');
    g_string_append(json->text, name);
    g_string_append(json->text, "\": ");
  }
  json->is_first = false;
}

void
gantry_json_open (GantryJsonWriter *json, const char *name, char bracket)
{
  begin_member(json, name);
  g_string_append_c(json->text, bracket);
  json->depth++;
  g_assert(json->depth < GANTRY_JSON_DEPTH);
  json->brackets[json->depth] = bracket;
  json->is_first = true;
}

void
gantry_json_close (GantryJsonWriter *json)
{
  if (has_own_lines(json) && !json->is_first)
    begin_line(json, json->depth - 1);
  g_string_append_c(json->text, json->brackets[json->depth] == '[' ? ']' : '}');
  json->depth--;
  json->is_first = false;
}

void
gantry_json_add_int (GantryJsonWriter *json, const char *name, int64_t value)
{
  char digits[24];
  begin_member(json, name);
  g_snprintf(digits, sizeof digits, "%" PRId64, value);
  g_string_append(json->text, digits);
}

void
gantry_json_add_number (GantryJsonWriter *json, const char *name, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  begin_member(json, name);
  g_string_append(json->text, g_ascii_formatd(digits, sizeof digits, "%.6f", value));
  while (json->text->str[json->text->len - 1] == '0' && json->text->str[json->text->len - 2] != '.')
    g_string_truncate(json->text, json->text->len - 1);
}

void
gantry_json_add_thousandths (GantryJsonWriter *json, const char *name, int64_t thousandths)
{
  uint64_t size = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
  begin_member(json, name);
  g_string_append_printf(json->text, "%s%" PRIu64 ".%03u", thousandths < 0 ? "-" : "", size / 1000,
                         (unsigned)(size % 1000));
}

void
gantry_json_add_double (GantryJsonWriter *json, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  begin_member(json, name);
  g_string_append(json->text, g_ascii_dtostr(text, sizeof text, value));
}

void
gantry_json_add_bool (GantryJsonWriter *json, const char *name, bool value)
{
  begin_member(json, name);
  g_string_append(json->text, value ? "true" : "false");
}

static void
append_escaped (GString *text, char c)
{
  static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  const char *found = strchr(plain, c);
  if (found != NULL)
    g_string_append_printf(text, "\\%c", letters[found - plain]);
  else
    g_string_append_printf(text, "\\u%04x", (unsigned)c);
}

static bool
is_escaped (char c)
{
  return g_ascii_iscntrl(c) || c == '"' || c == '\\';
}

/* How many bytes the character takes, if it is one that a terminal obeys; else 0. */
static gsize
order_bytes (const char *text)
{
  gunichar character = (*text & 0x80) != 0 ? g_utf8_get_char_validated(text, -1) : 0;
  bool is_whole = character < 0x110000; /* not (gunichar)-1 or -2 */
  return is_whole && gantry_is_order(character) ? (gsize)(g_utf8_next_char(text) - text) : 0;
}

void
gantry_json_add_string (GantryJsonWriter *json, const char *name, const char *value)
{
  begin_member(json, name);
  if (value == NULL) {
    g_string_append(json->text, "null");
    return;
  }
  g_string_append_c(json->text, '"');
  for (const char *c = value; *c != '\0';) {
    gsize order = order_bytes(c);
    if (order > 1)
      g_string_append_printf(json->text, "\\u%04x", (unsigned)g_utf8_get_char(c));
    else if (is_escaped(*c))
      append_escaped(json->text, *c);
    else
      g_string_append_c(json->text, *c);
    c += MAX(order, 1);
  }
  g_string_append_c(json->text, '"');
}
