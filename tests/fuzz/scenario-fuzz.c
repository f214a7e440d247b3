/* Any bytes as a scenario: errors or a program, and whatever the program does, its requests make sense.
 *
 * For libFuzzer (meson setup with CC=clang), and for replay.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "scenario/scenario.h"
#include "scenario/vm.h"

#include <string.h>

#define MOST_TASKS 16
#define MOST_STEPS 10000
#define BUDGET 100

/* The run of one task, with answers drawn from the text itself. */
typedef struct {
  const GantryProgram *program;
  GantryVm *vm;
  uint64_t state;
  int64_t now;
  uint64_t handle;
  int notes, loops;
  bool interrupted;
} Play;

static uint64_t
draw (Play *play)
{
  play->state = play->state * UINT64_C(6364136223846793005) + 1442695040888963407;
  return play->state >> 33;
}

static void
check_text (const GantryRequest *request)
{
  g_assert_nonnull(request->text);
  g_assert_true(g_utf8_validate(request->text, -1, NULL));
}

static void
check_request (Play *play, const GantryRequest *request)
{
  g_assert_cmpint(request->amount, >=, 0);
  g_assert_cmpuint(request->line, >=, 1);
  g_assert_cmpuint(request->line, <=, play->program->n_lines);
  g_assert_true(request->object == GANTRY_NO_OBJECT || request->object < play->program->n_things);
  g_assert_cmpuint(request->task, <, play->program->n_tasks);
  switch (request->kind) {
  case GANTRY_REQUEST_PRINT:
  case GANTRY_REQUEST_EXPECT:
    check_text(request);
    break;
  case GANTRY_REQUEST_NOTE_BEGIN:
    check_text(request);
    play->notes++;
    break;
  case GANTRY_REQUEST_NOTE_END:
    play->notes--;
    break;
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
    play->loops++;
    break;
  case GANTRY_REQUEST_RUN_ASYNC_END:
    play->loops--;
    break;
  case GANTRY_REQUEST_START:
  case GANTRY_REQUEST_SUBMIT:
  case GANTRY_REQUEST_OFFLOAD:
    g_assert_cmpuint(request->n_args, ==, play->program->tasks[request->task].n_params);
    break;
  case GANTRY_REQUEST_END:
    g_assert_cmpint(play->notes, ==, 0);
    g_assert_cmpint(play->loops, ==, 0);
    g_assert_true((request->outcome == GANTRY_OUTCOME_FAILED) == (request->text != NULL));
    break;
  default:
    break;
  }
}

/* Serves a request, or now and then does not. */
static void
serve (Play *play, const GantryRequest *request)
{
  uint64_t chance = draw(play) % 16;
  if (request->kind == GANTRY_REQUEST_START) {
    for (uint32_t i = 0; i < MIN(request->count, 100); i++)
      gantry_vm_answer_started(play->vm, ++play->handle);
  } else if (request->kind == GANTRY_REQUEST_WITHIN) {
    gantry_vm_answer(play->vm, play->now + MIN(request->amount, INT64_MAX / 4));
  } else if (request->kind == GANTRY_REQUEST_ACQUIRE && chance == 0) {
    gantry_vm_fail(play->vm, "refused");
  } else if (request->deadline != GANTRY_NO_DEADLINE && !request->unwinding && chance < 4 &&
             (request->kind == GANTRY_REQUEST_WAIT || request->kind == GANTRY_REQUEST_GET ||
              request->kind == GANTRY_REQUEST_SLEEP || request->kind == GANTRY_REQUEST_ACQUIRE)) {
    play->now = MAX(play->now, request->deadline);
    gantry_vm_interrupt(play->vm, GANTRY_INTERRUPT_DEADLINE, play->now);
  } else if (request->kind == GANTRY_REQUEST_JOIN && chance == 1) {
    gantry_vm_interrupt(play->vm, GANTRY_INTERRUPT_CANCEL, play->now);
  } else {
    gantry_vm_answer(play->vm, (int64_t)(draw(play) % 5));
  }
}

static void
play_task (const GantryProgram *program, uint32_t task, uint64_t state, const GantryVariables *variables)
{
  g_autofree int64_t *args = g_new0(int64_t, program->tasks[task].n_params + 1);
  const GantryVmStart start = {
      .task = task,
      .n_args = program->tasks[task].n_params,
      .args = args,
      .name = program->tasks[task].name,
      .index = 1,
      .seed = state,
  };
  Play play = {.program = program, .vm = gantry_vm_new(program, &start, variables), .state = state};
  const GantryRequest *request;
  for (int i = 0; i < MOST_STEPS; i++) {
    request = gantry_vm_run(play.vm, BUDGET);
    if (request->kind == GANTRY_REQUEST_CONTINUE)
      continue;
    check_request(&play, request);
    if (request->kind == GANTRY_REQUEST_END)
      break;
    serve(&play, request);
  }
  gantry_vm_free(play.vm);
}

static void
play_program (const GantryProgram *program, uint64_t state)
{
  _Atomic int64_t *cells = g_malloc0((program->n_things + 1) * sizeof *cells);
  const GantryVariables variables = {.plain = cells, .shared = cells};
  for (uint32_t i = 0; i < MIN(program->n_tasks, MOST_TASKS); i++)
    play_task(program, i, state + i, &variables);
  g_free((gpointer)cells);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario =
      gantry_scenario_new("fuzz", (const char *)data, size, &diagnostics, &error);
  g_assert_true((scenario != NULL) == (diagnostics->len == 0));
  g_assert_true((scenario != NULL) == (error == NULL));
  for (guint i = 0; i < diagnostics->len; i++) {
    const GantryDiagnostic *diagnostic = g_ptr_array_index(diagnostics, i);
    g_assert_cmpuint(diagnostic->line, >=, 1);
    g_assert_cmpuint(diagnostic->column, >=, 1);
    g_assert_true(g_utf8_validate(diagnostic->message, -1, NULL));
  }
  if (scenario) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    play_program(gantry_scenario_get_program(scenario), g_bytes_hash(bytes));
  }
  return 0;
}
