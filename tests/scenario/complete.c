/* What is proposed at each place of a text, and how lines are indented.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/complete.h"

#include "support.h"

#include <string.h>

static const char head[] = "queue orders(3)\nlock kitchen\nrwlock book\nevent go\npool crew(2)\n"
                           "shared variable served = 0\ntask cook(meals):\n    get orders as order\n    ";

/* What is proposed at the end of `line`, in cook, which has an error in it as long as it is not finished. */
static GPtrArray *
proposed_in_cook (const char *line)
{
  g_autofree char *text = g_strconcat(head, line, "\nmain:\n    start cook(1) as chef\n    join\n", NULL);
  return gantry_complete(text, 8, (uint32_t)(4 + g_utf8_strlen(line, -1)));
}

static const GantryProposal *
find (const GPtrArray *proposals, const char *word)
{
  for (guint i = 0; i < proposals->len; i++)
    if (g_str_equal(((GantryProposal *)proposals->pdata[i])->word, word))
      return proposals->pdata[i];
  return NULL;
}

static void
test_places (void)
{
  static const struct {
    const char *line;
    const char *there; /* all of them, separated by blanks */
    const char *not_there;
  } places[] = {
      {"", "compute put start else served meals order", "lock task title kitchen go"},
      {"co", "compute put", "lock"},
      {"start ", "cook daemon", "main kitchen x as"},
      {"start daemon ", "cook", "daemon"},
      {"start cook(", "meals order served index len random", "cook as"},
      {"start cook(1) ", "x as", "cook"},
      {"join ", "cook crew as", "kitchen"},
      {"with ", "kitchen book reading writing", "orders go"},
      {"with reading ", "book", "kitchen reading"},
      {"release ", "kitchen book", "orders reading"},
      {"wait ", "go", "kitchen"},
      {"put ", "orders", "kitchen served"},
      {"put orders ", "meals order served", "kitchen orders"},
      {"get orders ", "as", "served"},
      {"get orders as ", NULL, "served as order"},
      {"submit ", "crew", "cook"},
      {"submit crew ", "cook", "crew"},
      {"offload cook(1) ", "to as", "thread"},
      {"offload cook(1) to ", "thread process", "as"},
      {"compute ", NULL, "served"},
      {"served = ", "served meals len not", "kitchen"},
      {"x = len(", "orders", "served"},
      {"if served > ", "meals", "kitchen"},
      {"repeat ", "forever meals", "kitchen"},
      {"run ", "async", "served"},
      {"atomically ", "served", "meals"},
      {"print \"", NULL, "name served"},
      {"print \"äß {", "name served meals", "kitchen"},
      {"print \"{{", NULL, "name"},
      {"print \"{name}", NULL, "name"},
      {"yield # with ", NULL, "kitchen"},
      {"store m.", NULL, "served"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
    g_autoptr(GPtrArray) proposals = proposed_in_cook(places[i].line);
    g_auto(GStrv) there = g_strsplit(places[i].there ? places[i].there : "", " ", -1);
    g_auto(GStrv) not_there = g_strsplit(places[i].not_there, " ", -1);
    g_test_message("‘%s’", places[i].line);
    for (guint j = 0; there[j]; j++)
      g_assert_nonnull(find(proposals, there[j]));
    for (guint j = 0; not_there[j]; j++)
      g_assert_null(find(proposals, not_there[j]));
    g_assert_true(places[i].there || proposals->len == 0);
  }
}

static void
test_margin (void)
{
  g_autoptr(GPtrArray) begin = gantry_complete("lo", 0, 2);
  g_assert_nonnull(find(begin, "lock"));
  g_assert_nonnull(find(begin, "task"));
  g_assert_null(find(begin, "compute"));
  g_autoptr(GPtrArray) models = gantry_complete("on threads, ", 0, 12);
  g_assert_nonnull(find(models, "async"));
  g_autoptr(GPtrArray) beyond = gantry_complete("on threads, ", 7, 3);
  g_assert_cmpuint(beyond->len, ==, 0);
  g_autoptr(GPtrArray) far_right = gantry_complete("", 0, 99);
  g_assert_nonnull(find(far_right, "title"));
}

static void
test_help (void)
{
  g_autoptr(GPtrArray) tasks = proposed_in_cook("start ");
  g_assert_cmpstr(find(tasks, "cook")->help, ==, "task cook(meals), line 7");
  g_autoptr(GPtrArray) values = proposed_in_cook("served = ");
  g_assert_cmpstr(find(values, "served")->help, ==, "a shared variable, line 6");
  g_assert_cmpstr(find(values, "meals")->help, ==, "argument of cook");
  g_assert_cmpint(find(values, "meals")->kind, ==, GANTRY_PROPOSAL_LOCAL);
  g_autoptr(GPtrArray) words = proposed_in_cook("");
  g_assert_cmpstr(find(words, "yield")->help, ==, "Lets others run, then goes on.");
}

static void
test_indentation (void)
{
  g_assert_cmpuint(gantry_indentation_after("main:"), ==, 4);
  g_assert_cmpuint(gantry_indentation_after("    if x > 1:  # why"), ==, 8);
  g_assert_cmpuint(gantry_indentation_after("    print \"a:\""), ==, 4);
  g_assert_cmpuint(gantry_indentation_after("        break"), ==, 4);
  g_assert_cmpuint(gantry_indentation_after("        return 3"), ==, 4);
  g_assert_cmpuint(gantry_indentation_after("        returned = 3"), ==, 8);
  g_assert_cmpuint(gantry_indentation_after("  return"), ==, 0);
  g_assert_cmpuint(gantry_indentation_after(""), ==, 0);
}

static void
test_indentation_of_else (void)
{
  const char *text = "main:\n    if 1:\n        within 5ms:\n            yield\n        else:\n"
                     "            yield\n            else:\n    x = 1\n    else:\n";
  g_assert_cmpuint(gantry_indentation_of_else(text, 4), ==, 8);
  g_assert_cmpuint(gantry_indentation_of_else(text, 6), ==, 4); /* the inner one has its own */
  g_assert_cmpuint(gantry_indentation_of_else(text, 8), ==, 4);
  g_assert_cmpuint(gantry_indentation_of_else(text, 3), ==, UINT32_MAX);
  g_assert_cmpuint(gantry_indentation_of_else("else:\n", 0), ==, UINT32_MAX);
  g_assert_cmpuint(gantry_indentation_of_else(text, 99), ==, UINT32_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/complete/places", test_places);
  g_test_add_func("/scenario/complete/margin", test_margin);
  g_test_add_func("/scenario/complete/help", test_help);
  g_test_add_func("/scenario/complete/indentation", test_indentation);
  g_test_add_func("/scenario/complete/indentation-of-else", test_indentation_of_else);
  return g_test_run();
}
