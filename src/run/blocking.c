/* The life of a task that has a thread to itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include "run/request-words.h"
#include "run/workload.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

/* Instructions between two looks at the clock while a task only reckons: a few microseconds. */
#define BUDGET 400

void
gantry_blocking_init (GantryBlockingRun *blocking, GantryRun *run, GantryLaneKind lane_kind,
                      GantrySpawn spawn)
{
  const GantryProgram *program = run->program;
  gsize bytes = sizeof(int64_t) * (program->n_things + 1);
  *blocking = (GantryBlockingRun){
      .run = run,
      .tasks = gantry_tasks_new(program),
      .things = gantry_things_new(program),
      .shared = gantry_shared_new(bytes),
      .plain = g_malloc0(bytes),
      .lane_kind = lane_kind,
      .spawn = spawn,
  };
  g_assert(blocking->shared);
  for (uint32_t i = 0; i < program->n_things; i++) {
    atomic_init(&blocking->shared[i], program->things[i].initial);
    atomic_init(&blocking->plain[i], program->things[i].initial);
  }
}

static void
stored (uint32_t object, int64_t value, uint32_t line, gpointer user_data)
{
  GantryBlockingTask *task = user_data;
  gantry_value_log_store(task->values, &task->recorder, task->lane, object, value);
}

bool
gantry_blocking_start_main (GantryBlockingRun *blocking, GError **error)
{
  GantryRun *run = blocking->run;
  g_autofree char *reason = NULL;
  GantryTaskSlot *slot = gantry_tasks_add(blocking->tasks, run, run->program->main_task, NULL, 0, false, NULL,
                                          false, 1, &reason);
  slot->seed = gantry_vm_main_seed(run->options->seed);
  uint64_t ticks = gantry_recorder_resume(run->recorder);
  gantry_record_lane_created(run->recorder, ticks, slot->lane, blocking->lane_kind, GANTRY_NO_LANE, 0,
                             run->program->tasks[slot->task].line, slot->name);
  slot->ready_ticks = gantry_recorder_resume(run->recorder);
  if (blocking->spawn(blocking, slot, &reason))
    return true;
  g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, reason);
  return false;
}

static bool
start_one (GantryBlockingTask *task, const GantryRequest *request, uint32_t number)
{
  GantryBlockingRun *blocking = task->blocking;
  g_autofree char *reason = NULL;
  uint64_t ticks = gantry_recorder_stamp(&task->recorder, task->lane);
  GantryTaskSlot *slot =
      gantry_tasks_add(blocking->tasks, blocking->run, request->task, request->args, request->n_args,
                       request->daemon, request->name, request->numbered, number + 1, &reason);
  if (slot) {
    slot->seed = gantry_vm_seed_of(request->seed, request->ordinal + number);
    gantry_record_lane_created(&task->recorder, ticks, slot->lane, blocking->lane_kind, task->lane,
                               request->daemon ? GANTRY_LANE_FLAG_DAEMON : 0, request->line, slot->name);
    slot->ready_ticks = gantry_recorder_stamp(&task->recorder, task->lane);
    if (blocking->spawn(blocking, slot, &reason)) {
      gantry_vm_answer_started(task->vm, (uint64_t)(uintptr_t)slot);
      return true;
    }
    ticks = gantry_recorder_stamp(&task->recorder, task->lane);
    gantry_record_lane_ended(&task->recorder, ticks, slot->lane, GANTRY_OUTCOME_FAILED, 0, reason);
    gantry_tasks_end(blocking->tasks, slot, 0, ticks);
  }
  gantry_vm_fail(task->vm, reason);
  return false;
}

static void
serve_start (GantryBlockingTask *task, const GantryRequest *request)
{
  /* The request is the VM's and changes when it is told something. */
  GantryRequest copy = *request;
  for (uint32_t i = 0; i < copy.count; i++)
    if (!start_one(task, &copy, i))
      return;
}

static bool
check_gil (gpointer data)
{
  GantryBlockingTask *task = data;
  gantry_gil_check(task->blocking->gil, &task->recorder, task->lane, gantry_vm_get_line(task->vm));
  return true;
}

/* After each request and each slice of instructions, as an interpreter does between its own. */
static void
keep_gil (GantryBlockingTask *task)
{
  if (!task->blocking->gil)
    return;
  if (task->has_gil)
    check_gil(task);
  else
    gantry_gil_take(task->blocking->gil, &task->recorder, task->lane, gantry_vm_get_line(task->vm));
  task->has_gil = true;
}

static void
serve_compute (GantryBlockingTask *task, const GantryRequest *request)
{
  uint64_t ticks = gantry_recorder_stamp(&task->recorder, task->lane);
  gantry_record_state(&task->recorder, ticks, task->lane, GANTRY_STATE_RUNNING, request->line,
                      GANTRY_NO_OBJECT, (uint64_t)request->amount);
  gantry_workload_compute(&task->recorder, task->lane, request->amount,
                          task->blocking->gil ? check_gil : NULL, task);
}

static void
serve_text (GantryBlockingTask *task, const GantryRequest *request)
{
  uint64_t ticks = gantry_recorder_stamp(&task->recorder, task->lane);
  GantryEventKind kind = request->kind == GANTRY_REQUEST_PRINT    ? GANTRY_EVENT_PRINT
                         : request->kind == GANTRY_REQUEST_EXPECT ? GANTRY_EVENT_EXPECT
                                                                  : GANTRY_EVENT_NOTE_BEGIN;
  gantry_record_text(&task->recorder, ticks, task->lane, kind, (uint16_t)request->value, request->line,
                     request->text);
  if (request->kind == GANTRY_REQUEST_EXPECT && !request->value)
    gantry_ending_broken_expect(task->blocking->tasks->ending, request->line, request->text);
}

static void
serve_yield (GantryBlockingTask *task, const GantryRequest *request)
{
  uint64_t ticks = gantry_recorder_stamp(&task->recorder, task->lane);
  gantry_record_state(&task->recorder, ticks, task->lane, GANTRY_STATE_READY, request->line, GANTRY_NO_OBJECT,
                      0);
  sched_yield();
  ticks = gantry_recorder_resume(&task->recorder);
  gantry_record_state(&task->recorder, ticks, task->lane, GANTRY_STATE_RUNNING, request->line,
                      GANTRY_NO_OBJECT, 0);
}

static void
refuse (GantryBlockingTask *task, const GantryRequest *request)
{
  g_autofree char *reason = gantry_request_not_here(task->blocking->run->program, request);
  gantry_vm_fail(task->vm, reason);
}

/* Requests about a thing. FALSE: this kind of thing is not served here. */
static bool
serve_thing (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingKind kind = task->blocking->run->program->things[request->object].kind;
  switch (request->kind) {
  case GANTRY_REQUEST_ACQUIRE:
    if (kind == GANTRY_THING_LOCK)
      gantry_blocking_acquire(task, request);
    else
      gantry_blocking_acquire_other(task, request, kind);
    return true;
  case GANTRY_REQUEST_RELEASE:
    if (kind == GANTRY_THING_LOCK)
      gantry_blocking_release(task, request);
    else
      gantry_blocking_release_other(task, request, kind);
    return true;
  case GANTRY_REQUEST_WAIT:
    if (kind == GANTRY_THING_EVENT)
      gantry_blocking_wait_event(task, request);
    else if (kind == GANTRY_THING_CONDITION)
      gantry_blocking_wait_condition(task, request);
    else
      gantry_blocking_wait_barrier(task, request);
    return true;
  case GANTRY_REQUEST_NOTIFY:
    gantry_blocking_notify(task, request);
    return true;
  case GANTRY_REQUEST_SET:
  case GANTRY_REQUEST_CLEAR:
    gantry_blocking_set_event(task, request, request->kind == GANTRY_REQUEST_SET);
    return true;
  case GANTRY_REQUEST_PUT:
    gantry_blocking_put(task, request);
    return true;
  case GANTRY_REQUEST_GET:
    gantry_blocking_get(task, request);
    return true;
  case GANTRY_REQUEST_LENGTH:
    if (kind == GANTRY_THING_QUEUE)
      gantry_blocking_length(task, request);
    return kind == GANTRY_THING_QUEUE;
  default:
    return false;
  }
}

static void
serve (GantryBlockingTask *task, const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_CONTINUE:
    gantry_recorder_stamp(&task->recorder, task->lane);
    return;
  case GANTRY_REQUEST_COMPUTE:
    serve_compute(task, request);
    return;
  case GANTRY_REQUEST_SLEEP:
  case GANTRY_REQUEST_BLOCK:
    gantry_blocking_sleep(task, request);
    return;
  case GANTRY_REQUEST_PRINT:
  case GANTRY_REQUEST_NOTE_BEGIN:
  case GANTRY_REQUEST_EXPECT:
    serve_text(task, request);
    return;
  case GANTRY_REQUEST_NOTE_END:
    gantry_record_note_end(&task->recorder, gantry_recorder_stamp(&task->recorder, task->lane), task->lane,
                           request->line);
    return;
  case GANTRY_REQUEST_START:
    serve_start(task, request);
    return;
  case GANTRY_REQUEST_JOIN:
    gantry_blocking_join(task, request);
    return;
  case GANTRY_REQUEST_YIELD:
    serve_yield(task, request);
    return;
  case GANTRY_REQUEST_WITHIN:
    gantry_vm_answer(task->vm, (int64_t)gantry_monotonic_ns() + request->amount);
    return;
  case GANTRY_REQUEST_CRASH:
    kill(getpid(), SIGKILL);
    pause();
    return;
  default:
    if (request->object == GANTRY_NO_OBJECT || !serve_thing(task, request))
      refuse(task, request);
  }
}

static void
end_task (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryTasks *tasks = task->blocking->tasks;
  uint64_t ticks = gantry_recorder_stamp(&task->recorder, task->lane);
  gantry_ending_task(tasks->ending, task->slot->name, request->outcome, request->text);
  gantry_record_lane_ended(&task->recorder, ticks, task->lane, request->outcome, request->value,
                           request->text);
  int64_t result = request->value;
  gantry_blocking_drop_gil(task);
  gantry_vm_free(task->vm);
  gantry_value_log_free(task->values);
  g_free(task->reading);
  gantry_recorder_retire(&task->recorder);
  gantry_tasks_end(tasks, task->slot, result, ticks);
}

static void
make_vm (GantryBlockingTask *task)
{
  GantryBlockingRun *blocking = task->blocking;
  GantryTaskSlot *slot = task->slot;
  GantryVmStart start = {
      .task = slot->task,
      .n_args = slot->n_args,
      .args = slot->args,
      .name = slot->name,
      .index = slot->index,
      .seed = slot->seed,
  };
  task->variables = (GantryVariables){blocking->plain, blocking->shared, stored, task};
  task->reading = g_new0(uint32_t, blocking->run->program->n_things + 1);
  task->values = gantry_value_log_new(blocking->run->program->n_things);
  task->vm = gantry_vm_new(blocking->run->program, &start, &task->variables);
}

void
gantry_blocking_run_task (GantryBlockingRun *blocking, GantryTaskSlot *slot)
{
  GantryBlockingTask task = {.blocking = blocking, .slot = slot, .lane = slot->lane};
  g_autoptr(GError) error = NULL;
  if (!gantry_recorder_init(&task.recorder, blocking->run->segment, slot->lane, &error)) {
    gantry_ending_task(blocking->tasks->ending, slot->name, GANTRY_OUTCOME_FAILED, error->message);
    gantry_tasks_end(blocking->tasks, slot, 0, 0);
    return;
  }
  gantry_record_lane_started(&task.recorder, gantry_recorder_resume(&task.recorder), task.lane,
                             slot->ready_ticks);
  make_vm(&task);
  keep_gil(&task);
  for (;;) {
    const GantryRequest *request = gantry_vm_run(task.vm, BUDGET);
    if (request->kind != GANTRY_REQUEST_CONTINUE)
      gantry_value_log_flush(task.values, &task.recorder, task.lane);
    if (request->kind == GANTRY_REQUEST_END) {
      end_task(&task, request);
      return;
    }
    serve(&task, request);
    keep_gil(&task);
  }
}
