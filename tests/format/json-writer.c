/* JSON as it is written: strings that any reader takes, numbers exactly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-writer.h"

#include <json-glib/json-glib.h>

static char *
write_string (const char *value)
{
  GantryJsonWriter json = {.text = g_string_new(NULL), .is_first = true};
  gantry_json_add_string(&json, NULL, value);
  return g_string_free(json.text, FALSE);
}

/* A JSON library reads it back; no control character is in it. */
static void
assert_string (const char *value)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = write_string(value);
  g_autoptr(JsonNode) node = json_from_string(text, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(json_node_get_string(node), ==, value);
  for (const char *c = text; *c != '\0'; c++)
    g_assert_false(g_ascii_iscntrl(*c));
}

static void
test_strings (void)
{
  for (char c = 1; c > 0 && c < 127; c++)
    assert_string((const char[]){'a', c, c, 'b', '\0'});
  assert_string("\x7f");
  assert_string("");
  assert_string("Schlüssel, 料理人, 😀, \u2028");
  g_autofree char *text = write_string("\"\\/\b\f\n\r\t\x01\x1f\x7fü");
  g_assert_cmpstr(text, ==, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007fü\"");
}

static void
test_null (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  GantryJsonWriter json = {.text = text, .is_first = true};
  gantry_json_add_string(&json, "name", NULL);
  g_assert_cmpstr(text->str, ==, "\"name\": null");
}

static void
assert_thousandths (int64_t value, const char *expected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  GantryJsonWriter json = {.text = text, .is_first = true};
  gantry_json_add_thousandths(&json, NULL, value);
  g_assert_cmpstr(text->str, ==, expected);
}

static void
test_thousandths (void)
{
  assert_thousandths(0, "0.000");
  assert_thousandths(1, "0.001");
  assert_thousandths(-1, "-0.001");
  assert_thousandths(1000, "1.000");
  assert_thousandths(-1234567, "-1234.567");
  assert_thousandths(INT64_MAX, "9223372036854775.807");
  assert_thousandths(INT64_MIN, "-9223372036854775.808");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/json-writer/strings", test_strings);
  g_test_add_func("/json-writer/null", test_null);
  g_test_add_func("/json-writer/thousandths", test_thousandths);
  return g_test_run();
}
