/* Simulated tasks, their processes and their loops: made, and given back as soon as nobody is left in them,
 * so that a run which starts many one after the other needs no more memory than one that starts one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

static void
process_free (GantrySimulator *simulator, GantrySimulatedProcess *process)
{
  if (process->gil)
    gantry_simulated_turn_free(simulator, process->gil);
  g_free((gpointer)process->variables.plain);
  g_free(process);
}

/* One that was prepared for a task that could not be started. */
static void
drop_next_process (GantrySimulator *simulator)
{
  if (simulator->next_process)
    process_free(simulator, simulator->next_process);
  simulator->next_process = NULL;
}

void
gantry_simulator_prepare_process (GantrySimulator *simulator)
{
  const GantrySimulatedTask *parent = (const GantrySimulatedTask *)simulator->base.current;
  uint32_t n_things = simulator->base.world->run->program->n_things;
  GantrySimulatedProcess *process = g_new0(GantrySimulatedProcess, 1);
  process->number = ++simulator->n_processes;
  process->variables = simulator->base.variables;
  process->variables.plain = g_malloc0(sizeof(int64_t) * (n_things + 1));
  for (uint32_t i = 0; i < n_things; i++)
    atomic_init(&process->variables.plain[i], atomic_load(&parent->process->variables.plain[i]));
  if (simulator->process.gil)
    process->gil = gantry_simulated_turn_new(false);
  drop_next_process(simulator);
  simulator->next_process = process;
}

/* Main is on the run's loop, if there is one. A thread that is started from a loop runs at its side, as far
 * as an interpreter lock lets the two. */
static GantrySimulatedTurn *
turn_of_new (const GantrySimulator *simulator, const GantrySimulatedTask *parent)
{
  if (!parent && simulator->loop)
    return simulator->loop;
  bool has_thread = !parent || simulator->next_process ||
                    (simulator->next_has_thread && parent->turn && parent->turn->is_loop);
  const GantrySimulatedProcess *process = simulator->next_process ? simulator->next_process
                                          : parent                ? parent->process
                                                                  : &simulator->process;
  return has_thread ? process->gil : parent->turn;
}

GantrySimulatedTask *
gantry_simulated_task_new (GantrySimulator *simulator, const GantrySimulatedTask *parent)
{
  GantrySimulatedTask *task = g_new0(GantrySimulatedTask, 1);
  task->last_core = -1;
  task->turn = turn_of_new(simulator, parent);
  task->process = simulator->next_process ? simulator->next_process
                  : parent                ? parent->process
                                          : &simulator->process;
  task->base.is_process = simulator->next_process || (!parent && simulator->has_processes);
  task->base.is_thread =
      simulator->has_loops && !task->base.is_process && !(task->turn && task->turn->is_loop);
  task->process->n_tasks++;
  task->base.loop_block = task->turn && task->turn->is_loop ? task->turn->block_lane : GANTRY_NO_LANE;
  if (task->turn)
    task->turn->n_users++;
  simulator->next_process = NULL;
  simulator->next_has_thread = false;
  return task;
}

static void
leave_turn (GantrySimulator *simulator, GantrySimulatedTurn *turn)
{
  if (turn && --turn->n_users == 0 && turn->is_loop)
    gantry_simulated_turn_free(simulator, turn);
}

void
gantry_simulated_task_set_loop (GantrySimulator *simulator, GantrySimulatedTask *task,
                                GantrySimulatedTurn *loop)
{
  if (loop) {
    task->turn_before = task->turn;
    task->turn = loop;
    loop->n_users++;
  } else {
    leave_turn(simulator, task->turn);
    task->turn = task->turn_before;
    task->turn_before = NULL;
  }
}

void
gantry_simulated_task_free (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedProcess *process = task->process;
  leave_turn(simulator, task->turn);
  leave_turn(simulator, task->turn_before);
  g_free(task);
  if (--process->n_tasks == 0 && process != &simulator->process)
    process_free(simulator, process);
}

static void
free_tasks (GantrySimulator *simulator)
{
  g_autoptr(GList) tasks = gantry_cooperative_list_tasks(&simulator->base);
  for (GList *link = tasks; link; link = link->next) {
    GantrySimulatedTask *task = link->data;
    gantry_vm_free(task->base.vm);
    gantry_simulated_task_free(simulator, task);
  }
}

void
gantry_simulator_clear (GantrySimulator *simulator)
{
  free_tasks(simulator);
  drop_next_process(simulator);
  if (simulator->process.gil)
    gantry_simulated_turn_free(simulator, simulator->process.gil);
  leave_turn(simulator, simulator->loop);
  gantry_simulator_close_servers(simulator);
  g_free(simulator->cores);
  gantry_timer_heap_clear(&simulator->events);
  gantry_cooperative_clear(&simulator->base);
  *simulator = (GantrySimulator){0};
}
