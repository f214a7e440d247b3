/* What a good text becomes: head, things, tasks, labels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

static const GantryProgram *
program_of (const char *text, GantryScenario **scenario)
{
  *scenario = scenario_of(text);
  return gantry_scenario_get_program(*scenario);
}

static void
test_defaults (void)
{
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryProgram *program = program_of("main:\n    yield\n", &scenario);
  const GantryHead *head = &program->head;
  g_assert_cmpstr(head->title, ==, "test");
  g_assert_cmpstr(head->about, ==, "");
  g_assert_cmpstr(head->topic, ==, "");
  g_assert_cmpuint(head->models, ==, 15);
  g_assert_cmpint(head->model, ==, GANTRY_MODEL_THREADS);
  g_assert_cmpint(head->seed, ==, 1);
  g_assert_cmpint(head->cores, ==, 0);
  g_assert_false(head->gil);
  g_assert_cmpint(head->gil_interval_ns, ==, 5000000);
  g_assert_cmpint(head->ends, ==, GANTRY_RUN_OK);
  g_assert_cmpint(head->limit_ns, ==, 60000000000);
  g_assert_cmpuint(program->n_things, ==, 0);
  g_assert_cmpuint(program->n_tasks, ==, 1);
}

static void
test_head (void)
{
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryHead *head = &program_of("title \"A \\\"B\\\" {c} \\\\\"\nabout \"one\"\nabout \"two\"\ntopic "
                                       "\"T\"\non async, processes\nseed -42\n"
                                       "cores 1\ngil 2.5ms\nends deadlock\nlimit 1.5s\nmain:\n    yield\n",
                                       &scenario)
                                ->head;
  g_assert_cmpstr(head->title, ==, "A \"B\" {c} \\");
  g_assert_cmpstr(head->about, ==, "one\n\ntwo");
  g_assert_cmpstr(head->topic, ==, "T");
  g_assert_cmpuint(head->models, ==,
                   1u << GANTRY_MODEL_ASYNC | 1u << GANTRY_MODEL_PROCESSES | 1u << GANTRY_MODEL_SIMULATED);
  g_assert_cmpint(head->model, ==, GANTRY_MODEL_ASYNC);
  g_assert_cmpint(head->seed, ==, -42);
  g_assert_cmpint(head->cores, ==, 1);
  g_assert_true(head->gil);
  g_assert_cmpint(head->gil_interval_ns, ==, 2500000);
  g_assert_cmpint(head->ends, ==, GANTRY_RUN_DEADLOCK);
  g_assert_cmpint(head->limit_ns, ==, 1500000000);
}

static void
test_outcomes (void)
{
  static const char *const words[] = {"ok", "failed", "crashed", "limit", "deadlock"};
  static const GantryRunOutcome outcomes[] = {GANTRY_RUN_OK, GANTRY_RUN_FAILED, GANTRY_RUN_CRASHED,
                                              GANTRY_RUN_LIMIT, GANTRY_RUN_DEADLOCK};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *text = g_strdup_printf("ends %s\nmain:\n    yield\n", words[i]);
    g_autoptr(GantryScenario) scenario = NULL;
    g_assert_cmpint(program_of(text, &scenario)->head.ends, ==, outcomes[i]);
  }
}

static void
test_things (void)
{
  static const struct {
    GantryThingKind kind;
    const char *name;
    int64_t initial, capacity;
  } expected[] = {
      {GANTRY_THING_VARIABLE, "v", -3, 0}, {GANTRY_THING_SHARED_VARIABLE, "w", INT64_MIN, 0},
      {GANTRY_THING_LOCK, "l", 0, 0},      {GANTRY_THING_RLOCK, "r", 0, 0},
      {GANTRY_THING_RWLOCK, "rw", 0, 0},   {GANTRY_THING_SEMAPHORE, "s", 3, 0},
      {GANTRY_THING_CONDITION, "c", 0, 0}, {GANTRY_THING_EVENT, "e", 0, 0},
      {GANTRY_THING_BARRIER, "b", 4, 0},   {GANTRY_THING_QUEUE, "q", 0, 0},
      {GANTRY_THING_QUEUE, "q3", 0, 3},    {GANTRY_THING_PIPE, "p", 0, 0},
      {GANTRY_THING_MANAGER, "m", 0, 0},   {GANTRY_THING_POOL, "pool1", 4, 0},
      {GANTRY_THING_POOL, "pool2", 2, 0},  {GANTRY_THING_POOL, "pool3", 1, 0},
  };
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryProgram *program = program_of("variable v = -3\nshared variable w = -9223372036854775808\nlock "
                                            "l\nrlock r\nrwlock rw\nsemaphore s(3)\ncondition c\n"
                                            "event e\nbarrier b(4)\nqueue q\nqueue q3(3)\npipe p\nmanager "
                                            "m\npool pool1(4)\npool pool2(2) of threads\n"
                                            "pool pool3(1) of processes\nmain:\n    yield\n",
                                            &scenario);
  g_assert_cmpuint(program->n_things, ==, G_N_ELEMENTS(expected));
  for (uint32_t i = 0; i < program->n_things; i++) {
    g_assert_cmpint(program->things[i].kind, ==, expected[i].kind);
    g_assert_cmpstr(program->things[i].name, ==, expected[i].name);
    g_assert_cmpint(program->things[i].initial, ==, expected[i].initial);
    g_assert_cmpint(program->things[i].capacity, ==, expected[i].capacity);
    g_assert_cmpuint(program->things[i].line, ==, i + 1);
  }
  g_assert_false(program->things[13].pool_has_model);
  g_assert_true(program->things[14].pool_has_model);
  g_assert_cmpint(program->things[14].pool_model, ==, GANTRY_MODEL_THREADS);
  g_assert_cmpint(program->things[15].pool_model, ==, GANTRY_MODEL_PROCESSES);
}

static void
test_tasks (void)
{
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryProgram *program = program_of(
      "main:\n    start b(1, 2)\n\ntask a():\n    yield\ntask b(x, y):\n    z = x + y\n    start a\n",
      &scenario);
  g_assert_cmpuint(program->n_tasks, ==, 3);
  g_assert_cmpuint(program->main_task, ==, 0);
  g_assert_cmpstr(program->tasks[1].name, ==, "a");
  g_assert_cmpuint(program->tasks[1].line, ==, 4);
  g_assert_cmpuint(program->tasks[2].n_params, ==, 2);
  g_assert_cmpstr(program->tasks[2].params[0], ==, "x");
  g_assert_cmpstr(program->tasks[2].params[1], ==, "y");
  g_assert_cmpuint(program->tasks[2].n_locals, ==, 3);
}

/* Loops side by side share the locals that count them. */
static void
test_locals (void)
{
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryProgram *program = program_of(
      "main:\n    repeat 2:\n        yield\n    repeat 2 as i:\n        repeat 3 as k:\n            yield\n"
      "    repeat 2:\n        yield\n",
      &scenario);
  g_assert_cmpuint(program->tasks[0].n_locals, ==, 2 + 4);
}

/* Instances of a task are numbered where the run starts several of it. */
static void
test_numbering (void)
{
  static const struct {
    const char *text;
    bool numbered;
  } cases[] = {
      {"main:\n    start t\n", false},
      {"main:\n    start t\n    start t\n", true},
      {"main:\n    start t x 2\n", true},
      {"main:\n    start t x 1\n", false},
      {"main:\n    start t x 0\n    start t\n", false},
      {"main:\n    n = 1\n    start t x n\n", true},
      {"main:\n    repeat 3:\n        start t\n", true},
      {"main:\n    repeat 1:\n        start t\n", false},
      {"main:\n    repeat 1:\n        repeat 2:\n            start t\n", true},
      {"main:\n    while 0:\n        start t\n", true},
      {"main:\n    repeat forever:\n        start t\n", true},
      {"main:\n    if 1:\n        start t\n", false},
      {"main:\n    if 1:\n        start t\n    else:\n        start t\n", true},
      {"main:\n    start u\ntask u:\n    start t\n", false},
      {"main:\n    start u x 2\ntask u:\n    start t\n", true},
      {"main:\n    start a\n    start b\ntask a:\n    start t\ntask b:\n    start t\n", true},
      {"main:\n    yield\ntask u:\n    start t x 5\n", false}, /* nobody starts u */
      {"main:\n    start u\ntask u:\n    start t\n    start u\n", true},
      {"pool p(1)\nmain:\n    submit p t\n    start t\n", true},
      {"main:\n    offload t to thread\n", false},
      {"main:\n    repeat 2:\n        offload t to thread\n", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strconcat("task t:\n    yield\n", cases[i].text, NULL);
    g_autoptr(GantryScenario) scenario = NULL;
    g_test_message("%s", text);
    g_assert_cmpint(program_of(text, &scenario)->tasks[0].numbered, ==, cases[i].numbered);
  }
}

static void
test_labels (void)
{
  static const char *const expected[] = {
      "",
      "",
      "",
      "",
      "compute 20ms",
      "",
      "start t(3) × 2",
      "start t(1) as x",
      "with l",
      "print \"# no comment\"",
      "served = served + 1",
      "if served > 1",
      "a_very_long_name_for_a_…",
      "",
      "yield",
      "",
  };
  const char *text =
      "title \"x\"\nlock l\nvariable served = 0\ntask t(a):  # takes one\n    compute 20ms   # some "
      "time\nmain:\n"
      "    start t(3) x 2\n    start t(1) as x\n    with l:  # entered\n        print \"# no comment\"\n"
      "        served = served + 1\n    if served > 1:\n        a_very_long_name_for_a_local = 1\n    "
      "else:\n        yield\r\n";
  g_autoptr(GantryScenario) scenario = NULL;
  const GantryProgram *program = program_of(text, &scenario);
  g_assert_cmpuint(program->n_lines, ==, G_N_ELEMENTS(expected));
  for (uint32_t i = 0; i < program->n_lines; i++)
    g_assert_cmpstr(program->line_labels[i], ==, expected[i]);
  g_assert_null(program->line_labels[program->n_lines]);
  g_assert_null(program->lines[program->n_lines]);
  g_assert_cmpstr(program->lines[14], ==, "        yield");
  g_assert_cmpstr(gantry_scenario_get_text(scenario), ==, text);
}

/* Ways of writing that mean the same. */
static void
test_layout (void)
{
  static const char *const texts[] = {
      "main:\n    if 1:\n        yield\n    yield\n",
      "main:\n if 1:\n  yield\n yield",
      "\xef\xbb\xbfmain:\r\n    if 1:\r\n        yield\r\n    yield\r\n",
      ("\n\n# first\nmain :  # here\n\n  # deeper\n    if 1 :\n# at the margin\n            yield\n\t\n      "
       "\n    yield # last"),
      "main:\n    if (1):\n        yield\n    yield\n\n\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    assert_plays(texts[i], "yield\nyield\nend ok 0");
}

/* Words that have a meaning only in their place are names elsewhere. */
static void
test_free_words (void)
{
  assert_plays("manager thread\nmain:\n    x = 2\n    all = 3\n    async = x * all\n    store thread.lock = "
               "async\n    return async\n",
               "store thread.lock 6\nend ok 6");
}

/* A local may be called like a task, and a started one like both: each is meant in places of its own. */
static void
test_names_apart (void)
{
  assert_plays(
      "task cook:\n    yield\nmain:\n    start cook as cook\n    join cook as cook\n    return cook + 1\n",
      "start cook() x 1 as cook\njoin 1\nend ok 1");
}

static void
test_models (void)
{
  GantryModel model;
  for (int i = 0; i < GANTRY_N_MODELS; i++) {
    g_assert_true(gantry_model_parse(gantry_model_id((GantryModel)i), &model));
    g_assert_cmpint(model, ==, i);
  }
  g_assert_false(gantry_model_parse("thread", &model));
  g_assert_false(gantry_model_parse("", &model));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/grammar/defaults", test_defaults);
  g_test_add_func("/scenario/grammar/head", test_head);
  g_test_add_func("/scenario/grammar/outcomes", test_outcomes);
  g_test_add_func("/scenario/grammar/things", test_things);
  g_test_add_func("/scenario/grammar/tasks", test_tasks);
  g_test_add_func("/scenario/grammar/locals", test_locals);
  g_test_add_func("/scenario/grammar/numbering", test_numbering);
  g_test_add_func("/scenario/grammar/labels", test_labels);
  g_test_add_func("/scenario/grammar/layout", test_layout);
  g_test_add_func("/scenario/grammar/free-words", test_free_words);
  g_test_add_func("/scenario/grammar/names-apart", test_names_apart);
  g_test_add_func("/scenario/grammar/models", test_models);
  return g_test_run();
}
