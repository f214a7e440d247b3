/* A task on a thread of its own (in whichever process): serves its requests by blocking the thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/gil.h"
#include "run/tasks.h"
#include "run/things.h"
#include "run/value-log.h"
#include "scenario/vm.h"

typedef struct GantryBlockingRun GantryBlockingRun;

/* Hands a slot to a new thread or process. FALSE and a reason: the machine refused. */
typedef bool (*GantrySpawn)(GantryBlockingRun *blocking, GantryTaskSlot *slot, char **reason);

/* What all tasks of the run share; the pointers are the same in each process. */
struct GantryBlockingRun {
  GantryRun *run;
  GantryTasks *tasks;
  GantryThingState *things;
  _Atomic int64_t *shared; /* variables */
  _Atomic int64_t *plain;  /* of this process */
  GantryLaneKind lane_kind;
  GantrySpawn spawn;
  GantryGil *gil; /* NULL: none, or each process has its own and nobody to share it with */
};

/* One task, on its own thread's stack. */
typedef struct {
  GantryBlockingRun *blocking;
  GantryTaskSlot *slot;
  GantryRecorder recorder;
  GantryVm *vm;
  GantryVariables variables;
  GantryValueLog *values;
  bool has_gil;
  uint32_t lane;
  uint32_t *reading; /* by thing: how often the task reads it (rwlocks) */
} GantryBlockingTask;

void gantry_blocking_init (GantryBlockingRun *blocking, GantryRun *run, GantryLaneKind lane_kind,
                           GantrySpawn spawn);
/* Starts main, recorded by the run's own recorder. */
bool gantry_blocking_start_main (GantryBlockingRun *blocking, GError **error);
/* Runs the slot's task to its end on the calling thread. */
void gantry_blocking_run_task (GantryBlockingRun *blocking, GantryTaskSlot *slot);

/* The parts that serve requests: blocking-waits.c. FALSE: the deadline passed and the VM was told. */
bool gantry_blocking_sleep (GantryBlockingTask *task, const GantryRequest *request);
bool gantry_blocking_join (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_acquire (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_release (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_wait_event (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_set_event (GantryBlockingTask *task, const GantryRequest *request, bool to);
void gantry_blocking_put (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_get (GantryBlockingTask *task, const GantryRequest *request);
/* blocking-sync.c: what is not a plain lock. */
void gantry_blocking_acquire_other (GantryBlockingTask *task, const GantryRequest *request,
                                    GantryThingKind kind);
void gantry_blocking_release_other (GantryBlockingTask *task, const GantryRequest *request,
                                    GantryThingKind kind);
void gantry_blocking_wait_condition (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_notify (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_wait_barrier (GantryBlockingTask *task, const GantryRequest *request);
/* Their shared parts, of blocking-waits.c. */
/* The interpreter lock is given up around every wait and taken again when the request is done, with no other
 * lock held. */
void gantry_blocking_drop_gil (GantryBlockingTask *task);
uint64_t gantry_blocking_stamp (GantryBlockingTask *task);
void gantry_blocking_begin_wait (GantryBlockingTask *task, const GantryRequest *request, GantryState state,
                                 uint32_t object);
uint64_t gantry_blocking_end_wait (GantryBlockingTask *task, const GantryRequest *request,
                                   const GantryStamp *cause);
bool gantry_blocking_give_up (GantryBlockingTask *task, const GantryRequest *request);
/* Ends the task: it released what it does not hold. */
void gantry_blocking_not_held (GantryBlockingTask *task, const GantryRequest *request);
void gantry_blocking_length (GantryBlockingTask *task, const GantryRequest *request);
