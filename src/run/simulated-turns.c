/* The interpreter lock in virtual time, by CPython's protocol (gil.h), and the thread of a loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

static void
ask (GantrySimulator *simulator, gpointer owner)
{
  GantrySimulatedTurn *turn = owner;
  GantrySimulatedTask *holder = turn->holder;
  /* What the holder comes to the end of at this very moment, it does first. */
  if (holder && holder->core && holder->core->event.timer.place != 0 &&
      holder->core->event.timer.when == simulator->now) {
    gantry_simulator_add_event(simulator, &turn->ask, simulator->now);
    return;
  }
  turn->is_asked_for = true;
  /* One that has lost its core lets go when it has one again. */
  if (holder && holder->core)
    gantry_simulated_turn_check(simulator, holder);
}

GantrySimulatedTurn *
gantry_simulated_turn_new (bool is_loop)
{
  GantrySimulatedTurn *turn = g_new0(GantrySimulatedTurn, 1);
  turn->is_loop = is_loop;
  turn->ask.happen = ask;
  return turn;
}

void
gantry_simulated_turn_free (GantrySimulator *simulator, GantrySimulatedTurn *turn)
{
  gantry_timer_heap_remove(&simulator->events, &turn->ask.timer);
  if (turn->is_open)
    g_queue_unlink(&simulator->loops, &turn->link);
  g_free(turn);
}

/* Those who wait ask after an interval in which nobody got it. */
static void
restart_interval (GantrySimulator *simulator, GantrySimulatedTurn *turn)
{
  gantry_timer_heap_remove(&simulator->events, &turn->ask.timer);
  turn->is_asked_for = false;
  if (!turn->is_loop && !g_queue_is_empty(&turn->waiters))
    gantry_simulator_add_event(
        simulator, &turn->ask,
        gantry_moment_after(simulator->now, simulator->base.world->run->options->gil_interval_ns));
}

/* What keeps the task's thread apart from the others of its process: a loop's thread has an interpreter lock
 * as every other, whichever of the loop's tasks it runs. NULL: nothing. */
static GantrySimulatedTurn *
gil_of (const GantrySimulatedTask *task)
{
  return task->turn && task->turn->is_loop ? task->process->gil : task->turn;
}

bool
gantry_simulated_turn_reserve (GantrySimulatedTask *task)
{
  GantrySimulatedTurn *turn = task->turn;
  if (!turn || !turn->is_loop || (turn->holder == task && !task->core))
    return true;
  if (!turn->holder) {
    turn->holder = task;
    return true;
  }
  task->link.data = task;
  g_queue_push_tail_link(&turn->waiters, &task->link);
  task->waits_in = &turn->waiters;
  return false;
}

static void
wait_for_turn (GantrySimulator *simulator, GantrySimulatedTurn *turn, GantrySimulatedTask *task)
{
  gantry_cooperative_record_state(&simulator->base, &task->base,
                                  turn->is_loop ? GANTRY_STATE_READY : GANTRY_STATE_WAIT_GIL,
                                  task->base.vm ? gantry_vm_get_line(task->base.vm) : 0, GANTRY_NO_OBJECT, 0);
  task->link.data = task;
  g_queue_push_tail_link(&turn->waiters, &task->link);
  task->waits_in = &turn->waiters;
  gantry_simulator_leave_core(simulator, task);
  if (turn->waiters.length == 1)
    restart_interval(simulator, turn);
}

/* Has this one, or waits for it. */
static bool
take (GantrySimulator *simulator, GantrySimulatedTurn *turn, GantrySimulatedTask *task)
{
  if (!turn || turn->holder == task)
    return true;
  if (turn->holder) {
    wait_for_turn(simulator, turn, task);
    return false;
  }
  turn->holder = task;
  return true;
}

bool
gantry_simulated_turn_take (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  return take(simulator, task->turn, task) && take(simulator, gil_of(task), task);
}

/* The first that waits has it now. */
static void
pass_on (GantrySimulator *simulator, GantrySimulatedTurn *turn)
{
  GList *link = g_queue_pop_head_link(&turn->waiters);
  turn->holder = link ? link->data : NULL;
  if (turn->holder)
    turn->holder->waits_in = NULL;
  restart_interval(simulator, turn);
}

void
gantry_simulated_turn_drop_gil (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedTurn *gil = gil_of(task);
  if (!gil || gil->holder != task)
    return;
  pass_on(simulator, gil);
  if (!gil->holder)
    return;
  gantry_record_woken_on(simulator->base.recorder, (uint64_t)simulator->now, gil->holder->base.slot->lane,
                         task->base.slot->lane, (uint64_t)simulator->now, false, GANTRY_STATE_READY,
                         GANTRY_NO_CPU, gil->holder->base.vm ? gantry_vm_get_line(gil->holder->base.vm) : 0);
  gantry_simulator_make_ready(simulator, gil->holder);
}

GantrySimulatedTask *
gantry_simulated_turn_drop (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedTurn *turn = task->turn, *gil = gil_of(task);
  GantrySimulatedTask *next = NULL;
  if (turn && turn->is_loop && turn->holder == task) {
    pass_on(simulator, turn);
    next = turn->holder;
  }
  if (!next)
    gantry_simulated_turn_drop_gil(simulator, task);
  else if (gil && gil->holder == task)
    gil->holder = next;
  return next;
}

bool
gantry_simulated_turn_check (GantrySimulator *simulator, GantrySimulatedTask *task)
{
  GantrySimulatedTurn *gil = gil_of(task);
  if (!gil || !gil->is_asked_for || g_queue_is_empty(&gil->waiters))
    return false;
  gantry_simulated_turn_drop_gil(simulator, task);
  wait_for_turn(simulator, gil, task);
  return true;
}
