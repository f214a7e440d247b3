/* The life of a task that has a thread to itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include "run/event-loop.h"
#include "run/requests.h"
#include "run/steward.h"
#include "run/timer-heap.h"
#include "run/workload.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <unistd.h>

/* A yield that lets nobody in takes less. */
#define LONGEST_YIELD_NS 1000.0

static void
stored (uint32_t object, int64_t value, uint32_t line, gpointer user_data)
{
  GantryBlockingTask *task = user_data;
  gantry_value_log_store(task->values, &task->recorder, task->lane, object, value);
}

bool
gantry_blocking_spawn (GantryActor *actor, GantryTaskSlot *slot, uint32_t line, char **reason)
{
  GantryWorld *world = actor->world;
  gantry_record_slot_created(actor->recorder, actor->ticks, world, slot,
                             actor->slot ? actor->slot->lane : GANTRY_NO_LANE, line);
  slot->line = line;
  slot->ready_ticks = gantry_recorder_now(actor->recorder);
  /* Before it runs: a run with nobody awake is stuck. */
  atomic_fetch_add(&world->tasks->awake, 1);
  if (gantry_world_spawn(world, slot, reason))
    return true;
  atomic_fetch_sub(&world->tasks->awake, 1);
  if (actor->slot)
    actor->slot->stops_run = true;
  uint64_t ticks = gantry_recorder_now(actor->recorder);
  gantry_record_lane_ended(actor->recorder, ticks, slot->lane, GANTRY_OUTCOME_FAILED, 0, *reason);
  gantry_tasks_end(world->tasks, slot, 0, ticks);
  return false;
}

bool
gantry_blocking_start_main (GantryWorld *world, GError **error)
{
  GantryRun *run = world->run;
  g_autofree char *reason = NULL;
  GantrySlotStart start = gantry_main_start(world, world->carrier);
  GantryTaskSlot *slot = gantry_tasks_add(world->tasks, run, &start, &reason);
  GantryActor actor = {
      .world = world,
      .recorder = run->recorder,
      .ticks = gantry_recorder_resume(run->recorder),
      .loop = -1,
  };
  if (slot && gantry_blocking_spawn(&actor, slot, run->program->tasks[start.task].line, &reason))
    return true;
  g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, reason);
  return false;
}

static void
serve_start (GantryBlockingTask *task, const GantryRequest *request)
{
  /* The request is the VM's and changes when it is told something. */
  GantryRequest copy = *request;
  for (uint32_t i = 0; i < copy.count; i++) {
    g_autofree char *reason = NULL;
    GantrySlotStart start = gantry_start_start(task->world, &copy, i);
    task->actor.ticks = gantry_blocking_stamp(task);
    GantryTaskSlot *slot = gantry_tasks_add(task->world->tasks, task->world->run, &start, &reason);
    if (!slot || !gantry_blocking_spawn(&task->actor, slot, copy.line, &reason)) {
      task->slot->stops_run = true;
      gantry_vm_fail(task->vm, reason);
      return;
    }
    gantry_vm_answer_started(task->vm, (uint64_t)(uintptr_t)slot);
  }
}

static bool
check_gil (gpointer data)
{
  GantryBlockingTask *task = data;
  gantry_gil_check(task->world->gil, &task->recorder, task->lane, gantry_vm_get_line(task->vm));
  return true;
}

static void
serve_compute (GantryBlockingTask *task, const GantryRequest *request)
{
  gantry_record_state(&task->recorder, gantry_blocking_stamp(task), task->lane, GANTRY_STATE_RUNNING,
                      request->line, GANTRY_NO_OBJECT, (uint64_t)request->amount);
  gantry_workload_compute(&task->recorder, task->lane, request->amount, task->world->gil ? check_gil : NULL,
                          task);
}

/* Where nobody else wants the processor the call comes back at once, and the task had it all the time. It has
 * been ready only if that took longer, which is told afterwards: of so many switches the kernel may lose
 * some.
 */
static void
serve_yield (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryRecorder *recorder = &task->recorder;
  gantry_record_state(recorder, gantry_blocking_stamp(task), task->lane, GANTRY_STATE_RUNNING, request->line,
                      GANTRY_NO_OBJECT, 0);
  gantry_blocking_drop_gil(task);
  uint64_t before = gantry_blocking_stamp(task);
  sched_yield();
  double took_ns = (double)(gantry_recorder_now(recorder) - before) * gantry_clock_tick_ns(recorder->clock);
  if (took_ns <= LONGEST_YIELD_NS)
    return;
  gantry_record_state(recorder, before, task->lane, GANTRY_STATE_READY, request->line, GANTRY_NO_OBJECT, 0);
  gantry_record_state(recorder, gantry_recorder_resume(recorder), task->lane, GANTRY_STATE_RUNNING,
                      request->line, GANTRY_NO_OBJECT, 0);
}

static void
serve_cancel (GantryBlockingTask *task, const GantryRequest *request)
{
  for (uint32_t i = 0; i < request->n_handles; i++) {
    GantryStamp by = {task->lane, gantry_blocking_stamp(task)};
    gantry_tasks_cancel(task->world->tasks, (GantryTaskSlot *)(uintptr_t)request->handles[i], &by);
  }
}

static void
serve_elsewhere (GantryBlockingTask *task, const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_OFFLOAD:
    gantry_blocking_offload(task, request);
    return;
  case GANTRY_REQUEST_SUBMIT:
    gantry_blocking_submit(task, request);
    return;
  case GANTRY_REQUEST_STORE:
  case GANTRY_REQUEST_LOAD:
    gantry_blocking_ask_manager(task, request);
    return;
  case GANTRY_REQUEST_FETCH:
    gantry_blocking_fetch(task, request);
    return;
  case GANTRY_REQUEST_READ:
  case GANTRY_REQUEST_WRITE:
    gantry_blocking_use_file(task, request);
    return;
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
    gantry_event_loop_run_block(task, request);
    return;
  case GANTRY_REQUEST_RUN_ASYNC_END:
    return; /* left by a failure before its loop began */
  default:
    gantry_blocking_use_thing(task, request);
  }
}

void
gantry_blocking_serve (GantryBlockingTask *task, const GantryRequest *request)
{
  if (gantry_blocking_is_cancelled_at(task, request))
    return;
  switch (request->kind) {
  case GANTRY_REQUEST_CONTINUE:
    gantry_blocking_stamp(task);
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
    gantry_record_request_text(&task->recorder, gantry_blocking_stamp(task), task->world, task->slot,
                               request);
    return;
  case GANTRY_REQUEST_NOTE_END:
    gantry_record_note_end(&task->recorder, gantry_blocking_stamp(task), task->lane, request->line);
    return;
  case GANTRY_REQUEST_START:
    serve_start(task, request);
    return;
  case GANTRY_REQUEST_JOIN:
    gantry_blocking_join(task, request);
    return;
  case GANTRY_REQUEST_CANCEL:
    serve_cancel(task, request);
    return;
  case GANTRY_REQUEST_YIELD:
    serve_yield(task, request);
    return;
  case GANTRY_REQUEST_WITHIN:
    gantry_vm_answer(task->vm, gantry_moment_after((int64_t)gantry_monotonic_ns(), request->amount));
    return;
  case GANTRY_REQUEST_CRASH:
    gantry_record_crash(&task->recorder, gantry_blocking_stamp(task), task->slot, request);
    gantry_steward_kill_self();
  default:
    serve_elsewhere(task, request);
  }
}

GantryVm *
gantry_blocking_new_vm (GantryBlockingTask *task, const GantryVmStart *start)
{
  return gantry_vm_new(task->world->run->program, start, &task->variables);
}

const GantryRequest *
gantry_blocking_run_vm (GantryBlockingTask *task)
{
  for (;;) {
    const GantryRequest *request = gantry_vm_run(task->vm, GANTRY_BLOCKING_BUDGET);
    if (request->kind != GANTRY_REQUEST_CONTINUE)
      gantry_value_log_flush(task->values, &task->recorder, task->lane);
    if (request->kind == GANTRY_REQUEST_END)
      return request;
    gantry_blocking_serve(task, request);
    gantry_blocking_keep_gil(task);
  }
}

static void
end_task (GantryBlockingTask *task, const char *name, const GantryRequest *request)
{
  GantryTasks *tasks = task->world->tasks;
  uint64_t ticks = gantry_blocking_stamp(task);
  int64_t result = request->value;
  gantry_ending_task(tasks->ending, name, request->outcome, request->text);
  gantry_record_lane_ended(&task->recorder, ticks, task->lane, request->outcome, result, request->text);
  gantry_blocking_drop_gil(task);
  gantry_vm_free(task->vm);
  gantry_value_log_free(task->values);
  gantry_file_close(&task->file);
  gantry_recorder_retire(&task->recorder);
  atomic_fetch_sub(&tasks->awake, 1);
  gantry_tasks_end(tasks, task->slot, result, ticks);
}

static void
run_task (GantryBlockingTask *task)
{
  g_autofree char *name = gantry_task_slot_name(task->world->run->program, task->slot);
  GantryVmStart start = gantry_slot_vm_start(task->slot, name);
  task->vm = gantry_blocking_new_vm(task, &start);
  gantry_blocking_keep_gil(task);
  end_task(task, name, gantry_blocking_run_vm(task));
}

void
gantry_blocking_run_task (GantryWorld *world, GantryTaskSlot *slot)
{
  GantryBlockingTask task = {
      .world = world,
      .slot = slot,
      .lane = slot->lane,
      .file = GANTRY_FILE_WORK_INIT,
  };
  g_autoptr(GError) error = NULL;
  if (!gantry_recorder_init(&task.recorder, world->run->segment, slot->lane, &error)) {
    g_autofree char *name = gantry_task_slot_name(world->run->program, slot);
    gantry_ending_task(world->tasks->ending, name, GANTRY_OUTCOME_FAILED, error->message);
    atomic_fetch_sub(&world->tasks->awake, 1);
    gantry_tasks_end(world->tasks, slot, 0, 0);
    return;
  }
  task.actor = (GantryActor){.world = world, .slot = slot, .recorder = &task.recorder, .loop = -1};
  task.variables = (GantryVariables){world->plain, world->shared, stored, &task};
  task.values = gantry_value_log_new(world->run->program->n_things);
  gantry_record_lane_started(&task.recorder, gantry_recorder_resume(&task.recorder), task.lane,
                             slot->ready_ticks);
  if (slot->pool != GANTRY_NO_OBJECT)
    gantry_blocking_work(&task);
  else
    run_task(&task);
}
