/* What expressions are worth, and how draws are drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

/* Values worked out by Python 3: //, %, and, or, not and precedence are its own. */
static const struct {
  const char *expression;
  int64_t value;
} values[] = {
    {"7 / 2", 3},
    {"-7 / 2", -4},
    {"7 / -2", -4},
    {"-7 / -2", 3},
    {"7 % 3", 1},
    {"-7 % 3", 2},
    {"7 % -3", -2},
    {"-7 % -3", -1},
    {"6 / 3", 2},
    {"-6 / 3", -2},
    {"6 % -3", 0},
    {"0 / -5", 0},
    {"0 % -5", 0},
    {"1 / 9223372036854775807", 0},
    {"-1 / 9223372036854775807", -1},
    {"-1 % 9223372036854775807", 9223372036854775806},
    {"-9223372036854775808 % -1", 0},
    {"-9223372036854775808 / 2", -4611686018427387904},
    {"-9223372036854775808", INT64_MIN},
    {"9223372036854775807", INT64_MAX},
    {"-9223372036854775807 - 1", INT64_MIN},
    {"2 + 3 * 4", 14},
    {"(2 + 3) * 4", 20},
    {"20 - 5 - 3", 12},
    {"100 / 5 / 2", 10},
    {"2 * 7 % 4", 2},
    {"-2 * 3", -6},
    {"2 - -3", 5},
    {"- - 5", 5},
    {"-(2 + 3)", -5},
    {"1 < 2", 1},
    {"2 < 1", 0},
    {"2 <= 2", 1},
    {"3 >= 4", 0},
    {"4 > 3", 1},
    {"3 == 3", 1},
    {"3 != 3", 0},
    {"1 + 1 == 2", 1},
    {"not 0", 1},
    {"not 5", 0},
    {"not not 5", 1},
    {"not 1 == 2", 1},
    {"3 and 5", 5},
    {"0 and 5", 0},
    {"3 or 5", 3},
    {"0 or 5", 5},
    {"0 or 0 or 7", 7},
    {"1 or 0 and 0", 1},
    {"not 0 and 2", 2},
    {"1 and 2 and 3", 3},
    {"(1 < 2) + (2 < 3)", 2},
    {"0 and 1 / 0", 0},
    {"1 or 1 / 0", 1},
    {"index", 1},
    {"random(4, 4)", 4},
    {"random(-9223372036854775808, -9223372036854775808)", INT64_MIN},
};

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autofree char *statement = g_strdup_printf("return %s", values[i].expression);
    g_autofree char *end = g_strdup_printf("end ok %" G_GINT64_FORMAT, values[i].value);
    g_test_message("%s", statement);
    assert_main_plays("", statement, end);
  }
}

static const struct {
  const char *expression;
  const char *reason;
} failures[] = {
    {"1 / 0", "division by zero"},
    {"1 % 0", "division by zero"},
    {"0 / 0", "division by zero"},
    {"9223372036854775807 + 1", "overflow: the result does not fit into 64 bits"},
    {"-9223372036854775808 - 1", "overflow: the result does not fit into 64 bits"},
    {"4611686018427387904 * 2", "overflow: the result does not fit into 64 bits"},
    {"-9223372036854775808 / -1", "overflow: the result does not fit into 64 bits"},
    {"-9223372036854775808 * -1", "overflow: the result does not fit into 64 bits"},
    {"-(-9223372036854775808)", "overflow: the result does not fit into 64 bits"},
    {"random(2, 1)", "random(a, b) needs an a that is not above b"},
};

static void
test_failures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
    g_autofree char *statement = g_strdup_printf("yield\nreturn %s", failures[i].expression);
    g_autofree char *end = g_strdup_printf("yield\nend failed (line 3: %s)", failures[i].reason);
    assert_main_plays("", statement, end);
  }
}

/* The same in ways that no one types: as an operand, an argument, a count, a condition, in a text. */
static void
test_failures_everywhere (void)
{
  const char *head = "task t(a):\n    yield\nqueue q\n";
  static const char *const statements[] = {
      "put q 1 / 0",          "start t(1 / 0)",          "start t(1) x 1 / 0", "repeat 1 / 0:\n    yield",
      "if 1 / 0:\n    yield", "while 1 / 0:\n    yield", "print \"{1 / 0}\"",  "x = len(q) + 1 / 0",
      "expect 1 / 0 \"\"",    "notify c 1 / 0"};
  for (gsize i = 0; i < G_N_ELEMENTS(statements); i++) {
    g_autofree char *text = g_strconcat(head, "condition c\n", NULL);
    bool asks = strstr(statements[i], "len") != NULL;
    assert_main_plays(text, statements[i],
                      asks ? "length q\nend failed (line 6: division by zero)"
                           : "end failed (line 6: division by zero)");
  }
}

/* Evaluated from the left, each operand once. */
static void
test_order (void)
{
  const int64_t answers[] = {100, 10, 1};
  g_autoptr(Player) player =
      player_new("queue a\nqueue b\npipe c\nmain:\n    return len(a) - len(b) * len(c)\n", "main", answers,
                 G_N_ELEMENTS(answers));
  player_finish(player);
  assert_played(player, "length a\nlength b\nlength c\nend ok 90");
}

/* Draws of a task with the seed, as text. */
static char *
draws_of (uint64_t seed, const char *statements)
{
  g_autofree char *text = g_strconcat("main:\n", statements, NULL);
  g_autoptr(GantryScenario) scenario = scenario_of(text);
  GantryVariables variables = {0};
  GantryVmStart start = {.name = "main", .seed = seed};
  g_autoptr(GantryVm) vm = gantry_vm_new(gantry_scenario_get_program(scenario), &start, &variables);
  GString *draws = g_string_new(NULL);
  const GantryRequest *request;
  while ((request = gantry_vm_run(vm, 100000))->kind != GANTRY_REQUEST_END)
    g_string_append_printf(draws, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%s ", request->amount,
                           request->value, request->text ? request->text : "");
  return g_string_free(draws, FALSE);
}

static void
test_draws_repeat (void)
{
  const char *statements = "    repeat 20:\n        compute 5..20ms\n        fetch 1..9ms 1..64KB\n        "
                           "print \"{random(1, 1000000)}\"\n";
  g_autofree char *first = draws_of(42, statements);
  g_autofree char *again = draws_of(42, statements);
  g_autofree char *other = draws_of(43, statements);
  g_assert_cmpstr(first, ==, again);
  g_assert_cmpstr(first, !=, other);
}

/* All of a range comes up, its ends included, nothing else, and about equally often. */
static void
test_draws_are_fair (void)
{
  g_autoptr(GantryScenario) scenario =
      scenario_of("main:\n    repeat 70000:\n        yield\n        put q random(-3, 3)\nqueue q\n");
  GantryVariables variables = {0};
  GantryVmStart start = {.name = "main", .seed = 7};
  g_autoptr(GantryVm) vm = gantry_vm_new(gantry_scenario_get_program(scenario), &start, &variables);
  int counts[7] = {0};
  const GantryRequest *request;
  while ((request = gantry_vm_run(vm, 1000))->kind != GANTRY_REQUEST_END) {
    if (request->kind != GANTRY_REQUEST_PUT)
      continue;
    g_assert_cmpint(request->value, >=, -3);
    g_assert_cmpint(request->value, <=, 3);
    counts[request->value + 3]++;
  }
  for (int i = 0; i < 7; i++) { /* 10,000 each expected; 500 is five standard deviations */
    g_assert_cmpint(counts[i], >, 9500);
    g_assert_cmpint(counts[i], <, 10500);
  }
}

static void
test_amounts_stay_in_range (void)
{
  g_autoptr(GantryScenario) scenario = scenario_of("main:\n    repeat 5000:\n        compute 5..7ns\n");
  GantryVariables variables = {0};
  GantryVmStart start = {.name = "main", .seed = 1};
  g_autoptr(GantryVm) vm = gantry_vm_new(gantry_scenario_get_program(scenario), &start, &variables);
  bool seen[3] = {false};
  const GantryRequest *request;
  while ((request = gantry_vm_run(vm, 1000))->kind != GANTRY_REQUEST_END) {
    g_assert_cmpint(request->amount, >=, 5);
    g_assert_cmpint(request->amount, <=, 7);
    seen[request->amount - 5] = true;
  }
  g_assert_true(seen[0] && seen[1] && seen[2]);
}

/* Each place in the tree of starts has a seed of its own, the same one every time. */
static void
test_seeds (void)
{
  g_autoptr(GHashTable) seeds = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  uint64_t main_seed = gantry_vm_main_seed(1);
  for (uint64_t i = 0; i < 100; i++)
    for (uint64_t k = 0; k < 100; k++) {
      uint64_t seed = gantry_vm_seed_of(gantry_vm_seed_of(main_seed, i), k);
      g_assert_cmpuint(seed, ==, gantry_vm_seed_of(gantry_vm_seed_of(main_seed, i), k));
      g_assert_true(g_hash_table_add(seeds, g_memdup2(&seed, sizeof seed)));
    }
  g_assert_cmpuint(gantry_vm_main_seed(1), !=, gantry_vm_main_seed(2));
}

/* Requests tell the starter's seed, and how many it had started before. */
static void
test_ordinals (void)
{
  const char *text = "pool p(1)\ntask t:\n    yield\nmain:\n    start t x 3\n    submit p t\n    offload t "
                     "to thread\n    start t\n";
  g_autoptr(Player) player = player_new(text, "main", NULL, 0);
  const uint64_t ordinals[] = {0, 3, 4, 5};
  for (gsize i = 0; i < G_N_ELEMENTS(ordinals); i++) {
    player_step(player);
    g_assert_cmpuint(player->request->ordinal, ==, ordinals[i]);
    g_assert_cmpuint(player->request->seed, ==, gantry_vm_main_seed(1));
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/expressions/values", test_values);
  g_test_add_func("/scenario/expressions/failures", test_failures);
  g_test_add_func("/scenario/expressions/failures-everywhere", test_failures_everywhere);
  g_test_add_func("/scenario/expressions/order", test_order);
  g_test_add_func("/scenario/expressions/draws-repeat", test_draws_repeat);
  g_test_add_func("/scenario/expressions/draws-are-fair", test_draws_are_fair);
  g_test_add_func("/scenario/expressions/amounts-stay-in-range", test_amounts_stay_in_range);
  g_test_add_func("/scenario/expressions/seeds", test_seeds);
  g_test_add_func("/scenario/expressions/ordinals", test_ordinals);
  return g_test_run();
}
