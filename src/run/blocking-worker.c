/* A worker of a pool: one call after the other, each with a VM of its own, until the run is over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"
#include "run/pools.h"

static void
do_call (GantryBlockingTask *task, const GantryCall *call, uint32_t line)
{
  const GantryProgram *program = task->world->run->program;
  g_autofree char *name = gantry_pool_call_name(program, call);
  GantryVmStart start = {
      .task = call->task,
      .n_args = call->n_args,
      .args = call->args,
      .name = name,
      .index = call->index,
      .seed = call->seed,
  };
  task->vm = gantry_blocking_new_vm(task, &start);
  gantry_record_text(&task->recorder, gantry_blocking_stamp(task), task->lane, GANTRY_EVENT_NOTE_BEGIN, 0,
                     line, name);
  gantry_blocking_keep_gil(task);
  const GantryRequest *end = gantry_blocking_run_vm(task);
  gantry_ending_task(task->world->tasks->ending, name, end->outcome, end->text);
  gantry_record_note_end(&task->recorder, gantry_blocking_stamp(task), task->lane, line);
  gantry_blocking_drop_gil(task);
  g_clear_pointer(&task->vm, gantry_vm_free);
}

static int64_t
take_call (GantryBlockingTask *task, const GantryRequest *request)
{
  gantry_blocking_use_thing(task, request);
  return task->slot->wait.result;
}

void
gantry_blocking_work (GantryBlockingTask *task)
{
  uint32_t object = task->slot->pool;
  uint32_t line = task->world->run->program->things[object].line;
  GantryRequest request = gantry_pool_take_request(object, line);
  for (;;) {
    GantryCall call = gantry_pool_get_call(task->world, object, take_call(task, &request));
    do_call(task, &call, line);
    task->actor.ticks = gantry_blocking_stamp(task);
    gantry_pool_finish(&task->actor, object);
  }
}
