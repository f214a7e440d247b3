/* Shared things: what they are made of, and the rules of waiting for them, once for all models.
 *
 * A request about a thing is tried under the thing's guard. It is done, or it waits; then it is tried again
 * each time that the thing has changed, until it is done or given up. How a task waits is its carrier's
 * business: threads and processes sleep on the thing's eventcount, loops and the simulator park the task.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/shared-memory.h"
#include "run/tasks.h"
#include "scenario/vm.h"

typedef struct GantryWorld GantryWorld;

typedef struct {
  int64_t value;
  GantryStamp put;
} GantryQueueItem;

/* A submitted call. */
typedef struct {
  uint32_t task;
  uint32_t n_args;
  const int64_t *args;
  int64_t index;
  uint64_t seed;
  GantryStamp put;
} GantryCall;

/* Waits have two channels, so that one that is woken is one that can go on: [1] has putters of a queue or
 * pipe, writers of an rwlock, those who wait for a notify, and those who join a pool; [0] all others. */
#define GANTRY_CHANNELS 2

typedef struct {
  pthread_mutex_t guard;
  GantrySharedCondition changed[GANTRY_CHANNELS];
  uint32_t sleepers[GANTRY_CHANNELS]; /* threads that wait on it */
  uint64_t loops;                     /* bit set of the loops that have parked tasks for it */
  uint32_t owner;                     /* locks: lane or GANTRY_NO_LANE */
  uint32_t depth;                     /* rlocks, conditions: how often the owner holds it */
  const GantryTaskSlot *left_by;      /* it was killed while it held the lock; until that was told */
  GantryStamp released;               /* the last that gave something back, or made room */
  GantryStamp set;                    /* the last that set, opened, notified or finished */
  bool is_set;                        /* events */
  int64_t count;       /* semaphores: free places; barriers: how many have come; pools: calls not finished */
  uint32_t writers;    /* rwlocks: waiting to write; readers let them go first */
  uint64_t generation; /* events: sets; barriers: openings; conditions: waits so far */
  int64_t waiting;     /* conditions: for a notify */
  int64_t permits;     /* conditions: notifies that nobody has taken yet, */
  uint64_t horizon;    /* and who may: waits below */
  /* Semaphores, readers of an rwlock: lanes, and GANTRY_NO_LANE where one has left; the last is never that. A
   * change is one store. */
  _Atomic uint32_t n_holders;
  _Atomic uint32_t *holders;
  uint32_t vacant_from; /* below there is no place that one has left */
  int64_t capacity;     /* queues, pipes, pools */
  /* How many were ever put in and taken out: each is changed by one store, so that whoever is killed has done
   * it or has not. */
  _Atomic int64_t put, taken;
  GantryQueueItem *items; /* queues */
  int fds[2];             /* pipes */
  GantryCall *calls;      /* pools */
  uint32_t n_workers;
  uint32_t n_idle;
  int manager_fds[2]; /* managers: the pipe of requests */
} GantryThing;

/* By the program's indices, in shared memory. NULL where the machine refuses it. */
GantryThing *gantry_things_new (const GantryProgram *program, GError **error);

/* Only where nobody can be using them any more. `program`: that they were made for. */
void gantry_things_free (GantryThing *things, const GantryProgram *program);

/* Who asks, when, and where it is recorded. */
typedef struct {
  GantryWorld *world;
  GantryTaskSlot *slot;
  GantryRecorder *recorder;
  uint64_t ticks;
  int loop;                  /* number of the loop that carries the task; -1: none */
  int wake[GANTRY_CHANNELS]; /* how many of the thing's waiters shall look again; at unlock */
} GantryActor;

typedef enum {
  GANTRY_TRY_DONE,
  GANTRY_TRY_WAIT,
  GANTRY_TRY_NOT_HELD, /* the task uses what it does not hold */
} GantryTry;

void gantry_thing_lock (GantryWorld *world, uint32_t object);
/* Wakes whom the actor's tries have made able to go on. TRUE: so may be tasks of the actor's own loop, whose
 * business that is. */
bool gantry_thing_unlock (GantryActor *actor, uint32_t object);

/* With the guard held, as the following. Records what it does (acquired, released, lengths, values) as the
 * actor's. After WAIT the slot's wait says so to the supervisor, and the same request is tried again. After
 * DONE the wait's `result` is what was got, and `cause` who made it possible if it had to wait. */
GantryTry gantry_thing_try (GantryActor *actor, const GantryRequest *request);
/* The wait is given up. WAIT: not before the condition's lock is held again; try on, with no deadline. */
GantryTry gantry_thing_give_up (GantryActor *actor, const GantryRequest *request);
/* The state that the wait is, and the channel that it is on. */
GantryState gantry_thing_wait_state (const GantryWorld *world, const GantryTaskSlot *slot);
int gantry_thing_wait_channel (const GantryWorld *world, const GantryTaskSlot *slot);

/* Says what the task waits for; `target`: for joins. And that it does not wait any more. */
void gantry_wait_begin (GantryTaskSlot *slot, const GantryRequest *request, uint64_t target);
void gantry_wait_end (GantryTaskSlot *slot);

/* Whether the wait that the slot tells of cannot go on as things are; the guard is not held. Lanes of those
 * who hold what it waits for are appended to `holders` (nullable, uint32_t). Any thread. */
bool gantry_thing_blocks (GantryWorld *world, GantryTaskSlot *slot, GArray *holders);
/* The slot's process was killed: what it waited for does not count it any more, and what it held is free, and
 * remembers it. `actor` is whoever found it. */
void gantry_things_bury (GantryActor *actor, GantryTaskSlot *dead);
/* Whether calls of some pool are not finished. */
bool gantry_things_have_calls (GantryWorld *world);
