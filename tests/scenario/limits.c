/* The limits of the language: the last that is allowed, and the first that is not, told with its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <malloc.h>
#include <string.h>

static void
repeat_text (GString *text, const char *piece, int times)
{
  for (int i = 0; i < times; i++)
    g_string_append(text, piece);
}

/* main with that many blocks in each other. */
static char *
nested_blocks (int depth)
{
  GString *text = g_string_new("main:\n");
  for (int i = 1; i <= depth; i++) {
    repeat_text(text, " ", i);
    g_string_append(text, "if 1:\n");
  }
  repeat_text(text, " ", depth + 1);
  g_string_append(text, "yield\n");
  return g_string_free(text, FALSE);
}

static void
test_blocks (void)
{
  g_autofree char *deepest = nested_blocks(64);
  g_autofree char *too_deep = nested_blocks(65);
  g_autofree char *far_too_deep = nested_blocks(1000);
  assert_plays(deepest, "yield\nend ok 0");
  assert_errors(too_deep,
                "67:67: blocks are nested deeper than 64 here; move the inner ones into a task of their own");
  assert_errors(far_too_deep,
                "67:67: blocks are nested deeper than 64 here; move the inner ones into a task of their own");
}

/* Each kind of nesting by itself. */
static void
test_expression_levels (void)
{
  static const struct {
    const char *open, *close;
  } nestings[] = {{"(", ")"}, {"-", ""}, {"not ", ""}, {"1 + (", ")"}, {"random(1, ", ")"}};
  for (gsize i = 0; i < G_N_ELEMENTS(nestings); i++)
    for (int too_many = 0; too_many < 2; too_many++) {
      g_autoptr(GString) text = g_string_new("main:\n    x = ");
      repeat_text(text, nestings[i].open, 64 + too_many);
      g_string_append(text, "y");
      repeat_text(text, nestings[i].close, 64 + too_many);
      g_autofree char *errors = errors_of(text->str, text->len);
      g_assert_cmpint(strstr(errors, "more than 64 levels") != NULL, ==, too_many);
      g_assert_true(g_str_has_prefix(errors, "2:"));
    }
}

/* A chain is not deep, however long it is. */
static void
test_long_chains (void)
{
  g_autoptr(GString) text = g_string_new("main:\n    return 0");
  repeat_text(text, " + 1", 200000);
  assert_plays(text->str, "end ok 200000");
  g_string_assign(text, "main:\n    return 0");
  repeat_text(text, " or 0", 100000);
  g_string_append(text, " or 7 and 0 or 8");
  assert_plays(text->str, "end ok 8");
  g_string_assign(text, "main:\n    x = ");
  repeat_text(text, "((((", 100000);
  g_autofree char *errors = errors_of(text->str, text->len);
  g_assert_true(g_str_has_prefix(errors, "2:"));
}

static void
test_statements (void)
{
  g_autoptr(GString) text = g_string_new("main:\n");
  repeat_text(text, "    yield\n", 10000);
  g_autoptr(Player) player = player_new(text->str, "main", NULL, 0);
  player_finish(player);
  g_assert_cmpuint(player->log->len, ==, 10000 * strlen("yield\n") + strlen("end ok 0"));
  repeat_text(text, "    yield\n", 5);
  assert_errors(text->str, "10002:5: more than 10000 statements from here on; split the scenario");
}

static void
test_things (void)
{
  g_autoptr(GString) text = g_string_new("main:\n    yield\n");
  for (int i = 0; i < 1000; i++)
    g_string_append_printf(text, "lock l%d\n", i);
  assert_plays(text->str, "yield\nend ok 0");
  g_string_append(text, "lock  m\nlock n\n");
  assert_errors(text->str, "1003:7: more than 1000 shared things from here on; do with fewer");
}

static void
test_size (void)
{
  g_autoptr(GString) text = g_string_new("main:\n    yield\n#");
  while (text->len < GANTRY_SCENARIO_MAX_BYTES)
    g_string_append_c(text, '#');
  g_autofree char *fits = errors_of(text->str, text->len);
  g_assert_cmpstr(fits, ==, "");
  g_string_append_c(text, '#');
  g_autofree char *too_large = errors_of(text->str, text->len);
  g_assert_cmpstr(too_large, ==, "1:1: a scenario has at most 1 MiB; split it");
}

/* More locals and arguments than sixteen bits can count. */
static void
test_many_locals (void)
{
  g_autoptr(GString) text = g_string_new("main:\n    start t(0");
  for (int i = 1; i < 70000; i++)
    g_string_append(text, ",0");
  g_string_append(text, ")\ntask t(a0");
  for (int i = 1; i < 70000; i++)
    g_string_append_printf(text, ",a%d", i);
  g_string_append(text, "):\n    a69999 = 7\n    return a69999 - a4463\n");
  g_autoptr(Player) player = player_new(text->str, "t", NULL, 0);
  player_finish(player);
  assert_played(player, "end ok 7");
}

/* A chain of tasks that start each other, the last one first: no one's patience is tried. */
static void
test_many_tasks (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 9000; i > 0; i--)
    g_string_append_printf(text, "task t%d:\n start t%d\n", i, i - 1);
  g_string_append(text, "task t0:\n yield\nmain:\n start t9000 x 2\n");
  g_autoptr(GantryScenario) scenario = scenario_of(text->str);
  const GantryProgram *program = gantry_scenario_get_program(scenario);
  for (uint32_t i = 0; i + 1 < program->n_tasks; i++)
    g_assert_true(program->tasks[i].numbered);
}

/* A million of them must fit: mallinfo2() counts what malloc has handed out. */
static void
test_memory_of_a_task (void)
{
  enum { TASKS = 1000 };
  g_autoptr(GantryScenario) scenario =
      scenario_of("lock l\nmain:\n    start t(1) x 1000000\n"
                  "task t(a):\n    b = a\n    with l:\n        sleep 1s\n    return b + a\n");
  const GantryProgram *program = gantry_scenario_get_program(scenario);
  const GantryVariables variables = {0};
  const int64_t args[] = {1};
  const GantryVmStart start = {.task = 1, .n_args = 1, .args = args, .name = "t 1000000", .index = 1000000};
  GantryVm *vms[TASKS];
  size_t before = mallinfo2().uordblks;
  for (int i = 0; i < TASKS; i++) {
    vms[i] = gantry_vm_new(program, &start, &variables);
    gantry_vm_run(vms[i], 1000);
    g_assert_cmpint(gantry_vm_run(vms[i], 1000)->kind, ==, GANTRY_REQUEST_SLEEP);
  }
  size_t bytes = (mallinfo2().uordblks - before) / TASKS; /* 0 where a sanitizer has its own malloc */
  g_test_message("%zu bytes a task", bytes);
  g_assert_cmpuint(bytes, <, 512);
  for (int i = 0; i < TASKS; i++)
    gantry_vm_free(vms[i]);
}

/* A task with a name and a text as long as a scenario may be takes what it is counted for. */
static void
test_memory_of_long_texts (void)
{
  enum { TASKS = 100 };
  g_autofree char *name = g_strnfill(200000, 't'), *words = g_strnfill(200000, 'w');
  g_autofree char *text =
      g_strdup_printf("task %s:\n    print \"%s\"\nmain:\n    start %s x 100\n", name, words, name);
  g_autoptr(GantryScenario) scenario = scenario_of(text);
  const GantryProgram *program = gantry_scenario_get_program(scenario);
  const GantryVariables variables = {0};
  const GantryVmStart start = {.task = 0, .name = name, .index = 1};
  GantryVm *vms[TASKS];
  size_t before = mallinfo2().uordblks;
  for (int i = 0; i < TASKS; i++) {
    vms[i] = gantry_vm_new(program, &start, &variables);
    const GantryRequest *request = gantry_vm_run(vms[i], 1000);
    g_assert_cmpint(request->kind, ==, GANTRY_REQUEST_PRINT);
    g_assert_cmpuint(strlen(request->text), ==, 1000);
  }
  size_t bytes = (mallinfo2().uordblks - before) / TASKS; /* 0 where a sanitizer has its own malloc */
  g_test_message("%zu bytes a task", bytes);
  g_assert_cmpuint(bytes, <, gantry_vm_bytes(&program->tasks[0]) + gantry_vm_name_bytes(name) + 256);
  for (int i = 0; i < TASKS; i++)
    gantry_vm_free(vms[i]);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/limits/blocks", test_blocks);
  g_test_add_func("/scenario/limits/expression-levels", test_expression_levels);
  g_test_add_func("/scenario/limits/long-chains", test_long_chains);
  g_test_add_func("/scenario/limits/statements", test_statements);
  g_test_add_func("/scenario/limits/things", test_things);
  g_test_add_func("/scenario/limits/size", test_size);
  g_test_add_func("/scenario/limits/many-locals", test_many_locals);
  g_test_add_func("/scenario/limits/many-tasks", test_many_tasks);
  g_test_add_func("/scenario/limits/memory-of-a-task", test_memory_of_a_task);
  g_test_add_func("/scenario/limits/memory-of-long-texts", test_memory_of_long_texts);
  return g_test_run();
}
