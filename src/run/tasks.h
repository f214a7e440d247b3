/* The tasks of a run on threads or processes: one slot each, in shared memory, so that any of them can wait
 * for any other and the supervisor sees all.
 *
 * A slot is never used twice; its memory is touched only when it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/driver.h"
#include "run/ending.h"
#include "run/shared-memory.h"

#define GANTRY_MOST_STARTS 1000000u
#define GANTRY_MOST_ARGUMENTS 16u
#define GANTRY_TASK_NAME_BYTES 80u

typedef struct {
  _Atomic uint32_t ended; /* futex: 1 when it has */
  uint32_t lane;
  uint32_t task;
  uint32_t n_args;
  int64_t args[GANTRY_MOST_ARGUMENTS];
  int64_t index;
  uint64_t seed;
  uint64_t ready_ticks; /* when it was handed to the scheduler */
  uint64_t end_ticks;
  int64_t result;
  uint64_t plain_offset; /* of its starter's plain variables, in GantryTasks.plain_copies; processes only */
  _Atomic uint32_t pid;  /* of a process */
  bool daemon;
  char name[GANTRY_TASK_NAME_BYTES];
} GantryTaskSlot;

/* In shared memory, made before the first fork. */
typedef struct {
  _Atomic uint32_t n_slots;
  _Atomic uint32_t live; /* tasks begun or about to, daemons not counted */
  uint64_t plain_bytes;
  _Atomic uint64_t plain_used;
  int wake_fd; /* eventfd: `live` has become 0 */
  GantryEnding *ending;
  GantryTaskSlot *slots;
  char *plain_copies;
  _Atomic int64_t *indices; /* of each task: instances so far */
} GantryTasks;

GantryTasks *gantry_tasks_new (const GantryProgram *program);
/* A new slot for one more instance, counted as live unless it is a daemon. `name`: as in the request. NULL
 * and a reason (owned by the caller) where there is no room. */
GantryTaskSlot *gantry_tasks_add (GantryTasks *tasks, GantryRun *run, uint32_t task, const int64_t *args,
                                  uint32_t n_args, bool daemon, const char *name, bool numbered,
                                  int64_t number, char **reason);
/* The task has ended: wakes who joins it, and the supervisor if it was the last. Once for each slot; later
 * calls do nothing. */
bool gantry_tasks_end (GantryTasks *tasks, GantryTaskSlot *slot, int64_t result, uint64_t ticks);
