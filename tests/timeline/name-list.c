/* Names in a sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/name-list.h"

static void
assert_words (guint count, guint most, const char *expected)
{
  static const char *const names[] = {"ann", "bob", "cem", "dee"};
  GantryNameList list;
  gantry_name_list_init(&list, most);
  for (guint i = 0; i < count; i++)
    gantry_name_list_add(&list, names[i]);
  g_autofree char *words = gantry_name_list_finish(&list);
  g_assert_cmpstr(words, ==, expected);
}

static void
test_words (void)
{
  assert_words(0, 3, "");
  assert_words(1, 3, "ann");
  assert_words(2, 3, "ann and bob");
  assert_words(3, 3, "ann, bob and cem");
  assert_words(4, 3, "ann, bob, cem and 1 more");
  assert_words(4, 1, "ann and 3 more");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/name-list/words", test_words);
  return g_test_run();
}
