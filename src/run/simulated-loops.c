/* The lanes of simulated loops. What a loop's thread does is what the task does that has its turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

GantrySimulatedTurn *
gantry_simulated_loop_open (GantrySimulator *simulator, const GantrySimulatedTask *block)
{
  GantryRecorder *recorder = simulator->base.recorder;
  uint64_t now = (uint64_t)simulator->now;
  GantrySimulatedTurn *loop = gantry_simulated_turn_new(true);
  loop->block_lane = block ? block->base.slot->lane : GANTRY_NO_LANE;
  loop->lane = gantry_segment_new_lane(simulator->base.world->run->segment);
  loop->state = GANTRY_STATE_CREATED;
  loop->is_open = true;
  loop->link.data = loop;
  g_queue_push_tail_link(&simulator->loops, &loop->link);
  gantry_record_lane_created(recorder, now, loop->lane, GANTRY_LANE_LOOP, loop->block_lane, 0, 0, "loop");
  gantry_record_lane_started_in(recorder, now, loop->lane, block ? block->process->number + 1 : 1);
  return loop;
}

void
gantry_simulated_loop_close (GantrySimulator *simulator, GantrySimulatedTurn *loop, GantryOutcome outcome)
{
  if (!loop->is_open)
    return;
  loop->is_open = false;
  g_queue_unlink(&simulator->loops, &loop->link);
  gantry_record_lane_ended(simulator->base.recorder, (uint64_t)simulator->now, loop->lane, outcome, 0, NULL);
}

static GantryState
state_of (const GantrySimulatedTask *task)
{
  if (!task)
    return GANTRY_STATE_SLEEPING;
  if (task->core)
    return GANTRY_STATE_RUNNING;
  if (task->holds_thread && !task->base.woken)
    return task->base.request->kind == GANTRY_REQUEST_BLOCK ? GANTRY_STATE_BLOCKED : GANTRY_STATE_IO_FILE;
  return task->waits_in ? GANTRY_STATE_WAIT_GIL : GANTRY_STATE_READY;
}

static void
follow (GantrySimulator *simulator, GantrySimulatedTurn *loop)
{
  const GantrySimulatedTask *task = loop->holder;
  GantryState state = state_of(task);
  bool holds_thread = state == GANTRY_STATE_BLOCKED || state == GANTRY_STATE_IO_FILE;
  /* One call after another is told each time. */
  const GantryRequest *call = holds_thread ? task->base.request : NULL;
  if (state == loop->state && call == loop->call)
    return;
  loop->state = state;
  loop->call = call;
  gantry_record_state_on(simulator->base.recorder, (uint64_t)simulator->now, loop->lane, state,
                         state == GANTRY_STATE_RUNNING ? task->core->number : GANTRY_NO_CPU,
                         call ? call->line : 0, GANTRY_NO_OBJECT, call ? (uint64_t)call->amount : 0);
}

void
gantry_simulator_follow_loops (GantrySimulator *simulator)
{
  for (GList *link = simulator->loops.head; link; link = link->next)
    follow(simulator, link->data);
}
