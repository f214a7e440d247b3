/* Simulated tasks that do not end by themselves: a process crashes, and all that is in it, or a loop is over,
 * and its daemons.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

#include "run/requests.h"

/* Wherever it waits or runs. */
static void
end_task (GantrySimulator *simulator, GantrySimulatedTask *task, GantryOutcome outcome)
{
  gantry_cooperative_unpark(&task->base);
  gantry_timer_heap_remove(&simulator->base.timers, &task->base.timer);
  if (task->is_ready)
    g_queue_unlink(&simulator->ready, &task->base.link);
  if (task->waits_in)
    g_queue_unlink(task->waits_in, &task->link);
  task->is_ready = false;
  task->waits_in = NULL;
  gantry_cooperative_kill(&simulator->base, &task->base, outcome, NULL);
  GantrySimulatedTask *next = gantry_simulated_turn_drop(simulator, task);
  gantry_simulator_leave_core(simulator, task);
  if (next)
    gantry_simulator_make_ready(simulator, next);
  gantry_simulated_task_free(simulator, task);
}

void
gantry_simulator_end_daemons (GantrySimulator *simulator, const GantrySimulatedTask *block)
{
  g_autoptr(GList) tasks = gantry_cooperative_list_tasks(&simulator->base);
  for (GList *link = tasks; link; link = link->next) {
    GantrySimulatedTask *task = link->data;
    if (task != block && task->turn == block->turn)
      end_task(simulator, task, GANTRY_OUTCOME_DAEMON_KILLED);
  }
}

/* With it die all that are in its process; it alone is freed by whoever runs it. */
static void
end_process (GantrySimulator *simulator, GantrySimulatedTask *task, const GantryRequest *request)
{
  const GantrySimulatedProcess *process = task->process;
  g_autofree char *reason = gantry_reason_crash(request);
  g_autoptr(GList) tasks = gantry_cooperative_list_tasks(&simulator->base);
  for (GList *link = tasks; link; link = link->next) {
    const GantrySimulatedTask *other = link->data;
    if (other->process != process || !other->turn)
      continue;
    /* Nobody goes on with a block when the rest of its loop is gone. */
    other->turn->block = NULL;
    if (other->turn->is_loop)
      gantry_simulated_loop_close(simulator, other->turn, GANTRY_OUTCOME_KILLED);
  }
  gantry_cooperative_kill(&simulator->base, &task->base, GANTRY_OUTCOME_KILLED, reason);
  for (GList *link = tasks; link; link = link->next) {
    GantrySimulatedTask *other = link->data;
    if (other != task && other->process == process)
      end_task(simulator, other, GANTRY_OUTCOME_KILLED);
  }
}

void
gantry_simulator_crash (GantrySimulator *simulator, GantrySimulatedTask *task, const GantryRequest *request)
{
  simulator->crashed = task->process == &simulator->process && !simulator->has_processes;
  if (simulator->crashed)
    gantry_record_crash(simulator->base.recorder, (uint64_t)simulator->now, task->base.slot, request);
  else
    end_process(simulator, task, request);
}
