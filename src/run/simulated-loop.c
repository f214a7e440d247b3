/* The event loop that all of a simulated run's tasks are on, where the scenario names that model first: its
 * lane. What its thread does is what the task does that has its turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/simulated-private.h"

void
gantry_simulator_open_loop (GantrySimulator *simulator)
{
  GantryRecorder *recorder = simulator->base.recorder;
  simulator->loop = gantry_simulated_turn_new(true);
  simulator->loop->block_lane = GANTRY_NO_LANE;
  simulator->loop->n_users = 1; /* the run */
  simulator->loop_lane = gantry_segment_new_lane(simulator->base.world->run->segment);
  simulator->loop_state = GANTRY_STATE_CREATED;
  gantry_record_lane_created(recorder, 0, simulator->loop_lane, GANTRY_LANE_LOOP, GANTRY_NO_LANE, 0, 0,
                             "loop");
  gantry_record_lane_started_in(recorder, 0, simulator->loop_lane, 1);
}

static GantryState
state_of_loop (const GantrySimulatedTask *task)
{
  if (!task)
    return GANTRY_STATE_SLEEPING;
  if (task->core)
    return GANTRY_STATE_RUNNING;
  if (task->holds_thread && !task->base.woken)
    return task->base.request->kind == GANTRY_REQUEST_BLOCK ? GANTRY_STATE_BLOCKED : GANTRY_STATE_IO_FILE;
  return task->waits_in ? GANTRY_STATE_WAIT_GIL : GANTRY_STATE_READY;
}

void
gantry_simulator_follow_loop (GantrySimulator *simulator)
{
  if (!simulator->loop)
    return;
  const GantrySimulatedTask *task = simulator->loop->holder;
  GantryState state = state_of_loop(task);
  bool holds_thread = state == GANTRY_STATE_BLOCKED || state == GANTRY_STATE_IO_FILE;
  /* One call after another is told each time. */
  const GantryRequest *call = holds_thread ? task->base.request : NULL;
  if (state == simulator->loop_state && call == simulator->loop_call)
    return;
  simulator->loop_state = state;
  simulator->loop_call = call;
  gantry_record_state_on(simulator->base.recorder, (uint64_t)simulator->now, simulator->loop_lane, state,
                         state == GANTRY_STATE_RUNNING ? task->core->number : GANTRY_NO_CPU,
                         call ? call->line : 0, GANTRY_NO_OBJECT, call ? (uint64_t)call->amount : 0);
}
