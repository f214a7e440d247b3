/* The reference of the language: it names every word, and the checker takes every example; the highlighting
 * knows the same words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/reference.h"

#include "scenario/lexer.h"
#include "scenario/parser-private.h"
#include "support.h"

#include <string.h>

static void
test_examples (void)
{
  gsize n;
  const GantryReferenceEntry *entries = gantry_reference_entries(&n);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *text = gantry_reference_example_text(&entries[i]);
    g_test_message("%s", entries[i].word);
    assert_errors(text, "");
    g_assert_nonnull(strstr(text, entries[i].word));
  }
  assert_errors(gantry_reference_template(), "");
}

static void
test_every_word (void)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  gantry_parser_add_head_words(words);
  gantry_parser_add_statement_words(words);
  g_assert_cmpuint(words->len, >, 50);
  for (guint i = 0; i < words->len; i++) {
    const GantryReferenceEntry *entry = gantry_reference_find(words->pdata[i]);
    g_assert_nonnull(entry);
    g_assert_true(g_str_has_prefix(entry->form, words->pdata[i]));
  }
  g_assert_null(gantry_reference_find("elif"));
}

static void
test_entries_are_of_the_language (void)
{
  gsize n;
  const GantryReferenceEntry *entries = gantry_reference_entries(&n);
  for (gsize i = 0; i < n; i++) {
    g_assert_true(gantry_is_keyword(entries[i].word) || g_str_equal(entries[i].word, "="));
    g_assert_true(gantry_reference_find(entries[i].word) == &entries[i]); /* no word twice */
  }
}

static void
test_search (void)
{
  g_assert_true(gantry_reference_matches(gantry_reference_find("put"), ""));
  g_assert_true(gantry_reference_matches(gantry_reference_find("put"), "QUEUE add"));
  g_assert_false(gantry_reference_matches(gantry_reference_find("put"), "queue lock"));
}

/* What stands between two marks, again and again. */
static GPtrArray *
all_between (const char *text, const char *open, const char *close)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = text; (at = strstr(at, open));) {
    at += strlen(open);
    const char *end = strstr(at, close);
    g_assert_nonnull(end);
    g_ptr_array_add(found, g_strndup(at, (gsize)(end - at)));
  }
  return found;
}

static void
test_highlighting (void)
{
  g_autofree char *path =
      g_test_build_filename(G_TEST_DIST, "..", "..", "data", "gantry-scenario.lang", NULL);
  g_autofree char *text = NULL;
  gsize n;
  const GantryReferenceEntry *entries = gantry_reference_entries(&n);
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_autoptr(GPtrArray) words = all_between(text, "<keyword>", "</keyword>");
  for (guint i = 0; i < words->len; i++) {
    GantryModel model;
    g_assert_true(gantry_is_keyword(words->pdata[i]) || gantry_model_parse(words->pdata[i], &model));
  }
  for (gsize i = 0; i < n; i++)
    g_assert_true(g_str_equal(entries[i].word, "=") ||
                  g_ptr_array_find_with_equal_func(words, entries[i].word, g_str_equal, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/reference/examples", test_examples);
  g_test_add_func("/scenario/reference/every-word", test_every_word);
  g_test_add_func("/scenario/reference/of-the-language", test_entries_are_of_the_language);
  g_test_add_func("/scenario/reference/search", test_search);
  g_test_add_func("/scenario/reference/highlighting", test_highlighting);
  return g_test_run();
}
