/* JSON, member by member.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-writer.h"

#include <json-glib/json-glib.h>

static bool
has_own_lines (const GantryJsonWriter *json)
{
  return json->depth == 1 || (json->depth == 2 && json->brackets[2] == '[');
}

static void
begin_member (GantryJsonWriter *json, const char *name)
{
  if (!json->is_first)
    g_string_append_c(json->text, ',');
  if (has_own_lines(json))
    g_string_append_printf(json->text, "\n%*s", 2 * json->depth, "");
  else if (!json->is_first)
    g_string_append_c(json->text, ' ');
  if (name)
    g_string_append_printf(json->text, "\"%s\": ", name);
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
    g_string_append_printf(json->text, "\n%*s", 2 * (json->depth - 1), "");
  g_string_append_c(json->text, json->brackets[json->depth] == '[' ? ']' : '}');
  json->depth--;
  json->is_first = false;
}

void
gantry_json_add_int (GantryJsonWriter *json, const char *name, int64_t value)
{
  begin_member(json, name);
  g_string_append_printf(json->text, "%" G_GINT64_FORMAT, value);
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
gantry_json_add_bool (GantryJsonWriter *json, const char *name, bool value)
{
  begin_member(json, name);
  g_string_append(json->text, value ? "true" : "false");
}

void
gantry_json_add_string (GantryJsonWriter *json, const char *name, const char *value)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_NULL);
  if (value)
    json_node_init_string(node, value);
  g_autofree char *quoted = json_to_string(node, FALSE);
  begin_member(json, name);
  g_string_append(json->text, quoted);
}
