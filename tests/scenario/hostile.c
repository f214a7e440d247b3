/* Texts that no one would write: always errors or a program, never a crash, and no endless checking.
 *
 * The draws have fixed seeds, so that a failure can be looked into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../fuzz/fuzz.h"
#include "scenario/library.h"
#include "scenario/scenario.h"

#include <glib.h>
#include <string.h>

static void
feed (const GString *text)
{
  LLVMFuzzerTestOneInput((const uint8_t *)text->str, text->len);
}

static void
test_random_bytes (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  for (int i = 0; i < 2000; i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int k = g_rand_int_range(rand, 0, 300); k > 0; k--)
      g_string_append_c(text, (char)g_rand_int_range(rand, 0, 256));
    feed(text);
  }
}

/* Bytes of the language's own alphabet get further than others. */
static void
test_random_words (void)
{
  static const char *const words[] = {
      "main",   "task",    "t",        "(",     ")",      ":\n",        "\n",    "    ",   "        ",
      "repeat", "3",       "as",       "i",     "if",     "else",       "while", "within", "5ms",
      "5..9ms", "\"{i}\"", "print",    "note",  "with",   "l",          "lock",  "queue",  "q",
      "put",    "get",     "start",    "join",  "x",      "=",          "+",     "-",      "*",
      "/",      "and",     "not",      "break", "return", "index",      "len",   ",",      "random",
      "expect", "shared",  "variable", "v",     "yield",  "atomically",
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed(2);
  for (int i = 0; i < 3000; i++) {
    g_autoptr(GString) text = g_string_new("lock l\nqueue q\nvariable v = 1\nmain:\n");
    for (int k = g_rand_int_range(rand, 1, 60); k > 0; k--) {
      g_string_append(text, words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
      if (g_rand_boolean(rand))
        g_string_append_c(text, ' ');
    }
    feed(text);
  }
}

static void
mutate (GString *text, GRand *rand)
{
  gsize at = (gsize)g_rand_int_range(rand, 0, (int)text->len);
  gsize drawn = (gsize)g_rand_int_range(rand, 1, 12);
  gsize length = MIN(drawn, text->len - at);
  switch (g_rand_int_range(rand, 0, 4)) {
  case 0:
    text->str[at] = (char)g_rand_int_range(rand, 0, 256);
    break;
  case 1:
    g_string_erase(text, (gssize)at, (gssize)length);
    break;
  case 2: {
    g_autofree char *piece = g_strndup(text->str + at, length);
    g_string_insert(text, g_rand_int_range(rand, 0, (int)text->len), piece);
    break;
  }
  default:
    g_string_insert_c(text, (gssize)at, "\n \":()=0123456789xab"[g_rand_int_range(rand, 0, 19)]);
    break;
  }
}

/* The built-in scenarios with a few small changes. */
static void
test_mutations (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  for (const char *const *id = gantry_library_list(); *id; id++) {
    g_autoptr(GBytes) bytes = gantry_library_get(*id);
    for (int i = 0; i < 40; i++) {
      g_autoptr(GString) text =
          g_string_new_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes));
      for (int k = g_rand_int_range(rand, 1, 6); k > 0 && text->len > 1; k--)
        mutate(text, rand);
      feed(text);
    }
  }
}

/* Cut off anywhere. */
static void
test_beginnings (void)
{
  g_autoptr(GBytes) bytes = gantry_library_get("cigarette-smokers");
  g_assert_nonnull(bytes);
  for (gsize length = 0; length <= g_bytes_get_size(bytes); length++)
    LLVMFuzzerTestOneInput(g_bytes_get_data(bytes, NULL), length);
}

/* A lot of one thing, which must not take the square of its time, nor the stack. */
static void
test_masses (void)
{
  static const char *const pieces[] = {
      "(",
      "\"",
      "a",
      "1",
      "\n",
      " ",
      "\t\n",
      "main:\n",
      "task a:\n",
      "\"{",
      "{",
      "a b\n",
      "lock a\n",
      "lock main\n",
      "\xff",
      "\xff\n",
      "é",
      "1..",
      "if 1:\n",
      "else:\n",
      "#",
      "title \"\"\n",
      "about \"a\"\n",
      "- ",
      "not ",
      "x = 1\n",
      "main:\n x=",
      "\r\n",
      "\\",
      "\x01",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len + strlen(pieces[i]) < 256 * 1024)
      g_string_append(text, pieces[i]);
    g_autofree char *name = g_strescape(pieces[i], NULL);
    g_test_message("%s", name);
    feed(text);
  }
}

/* Many names, none of which is the other. */
static void
test_many_unknown_names (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 30000; i++)
    g_string_append_printf(text, "lock l%d\n", i);
  g_string_append(text, "main:\n");
  for (int i = 0; i < 30000; i++)
    g_string_append_printf(text, " wait k%d\n", i);
  feed(text);
}

/* Each of which could be any of the others, but for one letter: so many hints nobody reads, nor waits for. */
static void
test_many_near_names (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GPtrArray) diagnostics = NULL;
  guint n_hints = 0;
  for (int i = 0; i < 20000; i++)
    g_string_append_printf(text, "lock lockname%d\n", i);
  g_string_append(text, "main:\n");
  for (int i = 0; i < 20000; i++)
    g_string_append_printf(text, " acquire lockame%d\n", i);
  g_assert_null(gantry_scenario_new("near", text->str, text->len, &diagnostics, NULL));
  for (guint i = 0; i < diagnostics->len; i++)
    n_hints += strstr(((GantryDiagnostic *)diagnostics->pdata[i])->message, "did you mean") != NULL;
  g_assert_cmpuint(n_hints, >, 0);
  g_assert_cmpuint(n_hints, <=, 100);
}

/* Each value of a text has its place in the line. */
static void
test_many_values (void)
{
  g_autoptr(GString) text = g_string_new("on simulated\nmain:\n    print \"");
  while (text->len < 1000000)
    g_string_append(text, "{index}");
  g_string_append(text, "\"\n");
  feed(text);
}

/* As deep as a mebibyte goes. */
static void
test_deep_blocks (void)
{
  g_autoptr(GString) text = g_string_new("main:\n");
  for (int depth = 1; text->len < 1024 * 1024 - 3000; depth++) {
    for (int i = 0; i < depth; i++)
      g_string_append_c(text, ' ');
    g_string_append(text, "if 1:\n");
  }
  feed(text);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/hostile/random-bytes", test_random_bytes);
  g_test_add_func("/scenario/hostile/random-words", test_random_words);
  g_test_add_func("/scenario/hostile/mutations", test_mutations);
  g_test_add_func("/scenario/hostile/beginnings", test_beginnings);
  g_test_add_func("/scenario/hostile/masses", test_masses);
  g_test_add_func("/scenario/hostile/many-unknown-names", test_many_unknown_names);
  g_test_add_func("/scenario/hostile/many-near-names", test_many_near_names);
  g_test_add_func("/scenario/hostile/many-values", test_many_values);
  g_test_add_func("/scenario/hostile/deep-blocks", test_deep_blocks);
  return g_test_run();
}
