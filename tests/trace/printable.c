/* Strangers' texts on their way to people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/printable.h"

typedef struct {
  const char *text, *in_lines, *on_one_line;
} Case;

static void
test_signs (void)
{
  static const Case cases[] = {
      {"cook 1", "cook 1", "cook 1"},
      {"K\303\266chin \360\237\215\262", "K\303\266chin \360\237\215\262", "K\303\266chin \360\237\215\262"},
      {"a\tb", "a\tb", "a b"},
      {"a\nb", "a\n  b", "a\342\220\212b"},
      {"\033[2J", "\342\220\233[2J", "\342\220\233[2J"},
      /* Line and paragraph ends of Unicode's own, and what turns the direction of writing. */
      {"a\342\200\250b", "a\357\277\275b", "a\357\277\275b"},
      {"a\342\200\251b", "a\357\277\275b", "a\357\277\275b"},
      {"a\342\200\256b", "a\357\277\275b", "a\357\277\275b"},
      {"\377", "\357\277\275", "\357\277\275"},
      {"", "", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *in_lines = gantry_printable(cases[i].text, 2);
    g_autofree char *on_one_line = gantry_printable(cases[i].text, -1);
    g_assert_cmpstr(in_lines, ==, cases[i].in_lines);
    g_assert_cmpstr(on_one_line, ==, cases[i].on_one_line);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/printable/signs", test_signs);
  return g_test_run();
}
