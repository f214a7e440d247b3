/* Shortened paths: the same places in fewer letters; what is no path of cairo's stays as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/svg-paths.h"

#include <string.h>

static void
assert_shortened (const char *svg, const char *expected)
{
  GByteArray *bytes = g_byte_array_new();
  g_byte_array_append(bytes, (const guint8 *)svg, (guint)strlen(svg));
  GByteArray *shortened = gantry_svg_shorten_paths(bytes);
  g_autofree char *text = g_strndup(shortened->len > 0 ? (const char *)shortened->data : "", shortened->len);
  g_assert_cmpstr(text, ==, expected);
  g_byte_array_unref(shortened);
  g_byte_array_unref(bytes);
}

static void
test_lines (void)
{
  assert_shortened("<path d=\"M 193 1142 L 193 1122.300781 L 193.5 1122.300781 L 194 1120 Z M 193 1142 \"/>",
                   "<path d=\"M193 1142V1122.3H193.5L194 1120ZM193 1142\"/>");
  assert_shortened("<path d=\"M -0.001 0 L -12.25 0 L -12.25 -7 \"/>", "<path d=\"M0 0H-12.25V-7\"/>");
  assert_shortened("<path d=\"M 1 2 C 1.5 2.5 -3 4 5 6 L 5 8 \"/>", "<path d=\"M1 2C1.5 2.5-3 4 5 6V8\"/>");
  assert_shortened("<path d=\"M 10 20 L 10 20 \"/>", "<path d=\"M10 20H10\"/>");
}

/* Behind a Z the pen is where the part began: nothing is short for what is not known. */
static void
test_closed (void)
{
  assert_shortened("<path d=\"M 0 0 L 0 9 Z L 0 5 \"/>", "<path d=\"M0 0V9ZL0 5\"/>");
}

static void
test_left_alone (void)
{
  static const char *const kept[] = {
      "",
      "<svg/>",
      "<path d=\"",
      "<path d=\"m 1 2 l 3 4\"/>",
      "<path d=\"M 1\"/>",
      "<path d=\"M 1 2 L x y\"/>",
      "<path d=\"M 1 2 L 3\"/><text x=\"4 5\"/>",
      "<path d=\"A 1 1 0 0 0 2 2\"/>",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
    assert_shortened(kept[i], kept[i]);
  assert_shortened("<a d=\"none\"/><path d=\"M 1 2 \"/><b/>", "<a d=\"none\"/><path d=\"M1 2\"/><b/>");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/svg-paths/lines", test_lines);
  g_test_add_func("/svg-paths/closed", test_closed);
  g_test_add_func("/svg-paths/left-alone", test_left_alone);
  return g_test_run();
}
