/* Locks, queues and events on real, process-shared primitives, with who passed them on and when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/driver.h"
#include "run/shared-memory.h"

/* Who did something, and when (ticks): the cause of another's going on. */
typedef struct {
  uint32_t lane;
  uint64_t ticks;
} GantryStamp;

typedef struct {
  int64_t value;
  GantryStamp put;
} GantryQueueItem;

typedef struct {
  pthread_mutex_t mutex; /* a lock itself; of the others the guard of what follows */
  GantrySharedCondition changed;
  GantrySharedCondition room; /* queues: somebody took one */
  uint32_t owner;             /* locks: lane or GANTRY_NO_LANE */
  GantryStamp released;       /* locks; queues: the last get */
  GantryStamp set;            /* events, barriers, conditions: the last that let others go on */
  bool is_set;
  uint32_t depth;   /* rlocks, conditions: how often the owner holds it */
  int64_t count;    /* semaphores: free places; rwlocks: readers; barriers: how many have come */
  uint32_t writers; /* rwlocks: waiting to write; readers let them go first */
  uint64_t tickets; /* conditions: waits so far; those below `served` may go on. barriers: `served` counts
                       openings */
  uint64_t served;
  int64_t capacity;
  int64_t length;
  int64_t first;
  GantryQueueItem *items;
} GantryThingState;

/* By the program's indices, in shared memory. */
GantryThingState *gantry_things_new (const GantryProgram *program);
