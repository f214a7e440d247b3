/* Scenarios that would take all of a machine: each ends in a sentence, soon, and takes what it may at most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/run-limits.h"
#include "run/session.h"
#include "run/tasks.h"

#include <string.h>

#define LONGEST_NS (50 * INT64_C(1000000000))
#define FEW_EVENTS 100000

static GantryScenario *
compile (const char *text)
{
  g_autoptr(GError) error = NULL;
  GantryScenario *scenario = gantry_scenario_new("test", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  return scenario;
}

/* Runs it until it is ended, and not by its limit of time; the reason holds this. */
static void
assert_ends (const char *text, GantryModel model, uint64_t most_events, const char *reason)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = compile(text);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = model;
  options.limit_ns = LONGEST_NS;
  options.most_events = MIN(options.most_events, most_events);
  GantrySession *session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  gantry_session_wait(session);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_test_message("%s: %s", gantry_model_id(model), result.reason);
  g_assert_cmpint(result.outcome, ==, most_events == UINT64_MAX ? GANTRY_RUN_FAILED : GANTRY_RUN_LIMIT);
  g_assert_nonnull(strstr(result.reason, reason));
  gantry_session_free(session);
}

static void
test_output (void)
{
  const char *text = "main:\n    repeat forever:\n        print \"and again\"\n";
  for (int model = 0; model < GANTRY_N_MODELS; model++)
    assert_ends(text, (GantryModel)model, FEW_EVENTS, "events");
}

static void
test_queue (void)
{
  const char *text =
      "queue q\ntask t:\n    repeat forever:\n        put q 1\nmain:\n    start t x 4\n    join\n";
  for (int model = 0; model < GANTRY_N_MODELS; model++)
    assert_ends(text, (GantryModel)model, FEW_EVENTS, "events");
}

static void
test_files (void)
{
  static const GantryModel models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES, GANTRY_MODEL_ASYNC};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++)
    assert_ends("main:\n    sleep 1ms\n    write 2000MB\n", models[i], UINT64_MAX,
                "line 3: the temporary file");
}

static void
test_starts (void)
{
  const char *text = "task t:\n    sleep 40s\n"
                     "task u:\n    repeat 5:\n        start t x 1000000\n    join\n"
                     "main:\n    start u x 2\n    join\n";
  assert_ends(text, GANTRY_MODEL_SIMULATED, FEW_EVENTS, "events");
  assert_ends(text, GANTRY_MODEL_PROCESSES, UINT64_MAX, "more than 500 processes at once");
}

/* A task with as many variables of its own as there can be: not a million of them. */
static void
test_memory (void)
{
  g_autoptr(GString) text = g_string_new("task t:\n");
  for (int i = 0; i < 9000; i++)
    g_string_append_printf(text, "    v%d = 1\n", i);
  g_string_append(text, "main:\n    start t\n");
  g_autoptr(GantryScenario) scenario = compile(text->str);
  const GantryProgram *program = gantry_scenario_get_program(scenario);
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 1, 16, NULL);
  GantryRun run = {.program = program, .segment = segment};
  GantryTasks *tasks = gantry_tasks_new(program, false, NULL);
  GantrySlotStart start = {.task = program->main_task == 0 ? 1 : 0, .pool = GANTRY_NO_OBJECT};
  g_autofree char *reason = NULL;
  GantryTaskSlot *first = gantry_tasks_add(tasks, &run, &start, &reason);
  uint64_t n_tasks = 1;
  g_assert_cmpuint(first->bytes, >, 9000 * sizeof(int64_t));
  while (gantry_tasks_add(tasks, &run, &start, &reason))
    n_tasks++;
  g_test_message("after %" G_GUINT64_FORMAT ": %s", n_tasks, reason);
  g_assert_nonnull(strstr(reason, "MiB of memory"));
  g_assert_cmpuint(n_tasks * first->bytes, <=, GANTRY_MOST_TASK_BYTES);
  g_assert_cmpuint((n_tasks + 1) * first->bytes, >, tasks->most_bytes);
  gantry_tasks_end(tasks, first, 0, 0); /* what one gives back another may have */
  g_autofree char *no_reason = NULL;
  g_assert_nonnull(gantry_tasks_add(tasks, &run, &start, &no_reason));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/exhaustion/output", test_output);
  g_test_add_func("/exhaustion/queue", test_queue);
  g_test_add_func("/exhaustion/files", test_files);
  g_test_add_func("/exhaustion/starts", test_starts);
  g_test_add_func("/exhaustion/memory", test_memory);
  return g_test_run();
}
