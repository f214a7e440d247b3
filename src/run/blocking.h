/* A task on a thread of its own (in whichever process): serves its requests by blocking the thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/file-work.h"
#include "run/value-log.h"
#include "run/world.h"

/* One task, or one worker of a pool, on its own thread's stack. */
typedef struct {
  GantryWorld *world;
  GantryTaskSlot *slot;
  GantryActor actor;
  GantryRecorder recorder;
  GantryVm *vm;
  GantryVariables variables;
  GantryValueLog *values;
  GantryFileWork file;
  bool has_gil;
  uint32_t lane;
} GantryBlockingTask;

/* Starts main, recorded by the run's own recorder. */
bool gantry_blocking_start_main (GantryWorld *world, GError **error);
/* Runs the slot's task, or its work for a pool, to its end on the calling thread. */
void gantry_blocking_run_task (GantryWorld *world, GantryTaskSlot *slot);
/* Records the lane of a new slot and hands it to its carrier. A GantrySpawnWorker. FALSE and a reason: the
 * machine refused, and the slot has ended. */
bool gantry_blocking_spawn (GantryActor *actor, GantryTaskSlot *slot, uint32_t line, char **reason);

/* The parts of blocking.c */

/* Serves a request of the task's VM. */
void gantry_blocking_serve (GantryBlockingTask *task, const GantryRequest *request);
/* Instructions between two looks at the clock while a task only reckons: a few microseconds. */
#define GANTRY_BLOCKING_BUDGET 400
/* Runs the VM until it ends; returns that request. */
const GantryRequest *gantry_blocking_run_vm (GantryBlockingTask *task);
GantryVm *gantry_blocking_new_vm (GantryBlockingTask *task, const GantryVmStart *start);
/* A pool's worker: blocking-worker.c. */
void gantry_blocking_work (GantryBlockingTask *task);

/* blocking-waits.c */

uint64_t gantry_blocking_stamp (GantryBlockingTask *task);
/* The interpreter lock is given up around every wait and taken again when the request is done, with no other
 * lock held. */
void gantry_blocking_drop_gil (GantryBlockingTask *task);
void gantry_blocking_keep_gil (GantryBlockingTask *task);
/* Whether this is a waiting point at which the task, asked to end, ends. */
bool gantry_blocking_is_cancelled_at (GantryBlockingTask *task, const GantryRequest *request);
/* A request about a thing, but for the manager's. */
void gantry_blocking_use_thing (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_sleep (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_join (GantryBlockingTask *task, const GantryRequest *request);
/* Waits for the end of the other; `state` and `object` are recorded. FALSE: given up, the VM was told. */
bool gantry_blocking_wait_for (GantryBlockingTask *task, const GantryRequest *request, GantryTaskSlot *other,
                               GantryState state);

/* blocking-calls.c: what is done elsewhere. */

void gantry_blocking_offload (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_submit (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_ask_manager (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_fetch (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_use_file (GantryBlockingTask *task, const GantryRequest *request);

/* Their shared parts, of blocking-waits.c. */

/* Records that a wait begins, and gives the interpreter lock up. `only_another`: only another task can end
 * it. */
void gantry_blocking_begin_wait (GantryBlockingTask *task, const GantryRequest *request, GantryState state,
                                 uint32_t object, bool only_another);
/* `cause`: NULL where the wait was given up, for its deadline or because the task was asked to end. */
void gantry_blocking_end_wait (GantryBlockingTask *task, const GantryRequest *request, uint64_t ticks,
                               const GantryStamp *cause, bool only_another);
/* After the end of a wait that was given up. */
void gantry_blocking_interrupt (GantryBlockingTask *task);
/* Takes the reason. */
void gantry_blocking_fail (GantryBlockingTask *task, char *reason);
