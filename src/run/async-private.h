/* The event loop's own: tasks, their waits, and the loop.
 *
 * All of it belongs to the loop's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/driver.h"
#include "run/ending.h"
#include "run/timer-heap.h"
#include "run/value-log.h"
#include "scenario/vm.h"

typedef struct GantryAsyncTask {
  GantryTimer timer; /* first: a timer is its task */
  GantryVm *vm;
  char *name;
  uint32_t lane;
  bool daemon;
  bool started;
  bool ended;
  bool timed_out;
  bool late;                    /* a condition's wait was too long: told when its lock is held again */
  uint32_t depth;               /* how often it held the condition that it waits for */
  bool handed_over;             /* what it waited for is its own now */
  uint32_t join_at;             /* which of the handles it waits for */
  const GantryRequest *request; /* that it waits in; NULL: it runs */
  GQueue *waiting_in;
  uint32_t woken_by;
  uint64_t woken_at;
  uint64_t end_ticks;
  int64_t value; /* got, or its result */
  GQueue joiners;
} GantryAsyncTask;

typedef struct {
  GantryAsyncTask *owner; /* locks */
  bool is_set;            /* events */
  uint32_t depth;         /* rlocks, conditions: how often the owner holds it */
  int64_t count;          /* semaphores: free places */
  GHashTable *readers;    /* rwlocks: GantryAsyncTask */
  GQueue waiters;         /* for the lock, the event, an item */
  GQueue putters;         /* for room; conditions: for a notify */
  GArray *items;          /* int64_t, from `first` on */
  guint first;
  int64_t handed; /* items given to waiters that have not run yet */
} GantryAsyncThing;

typedef struct {
  GantryRun *run;
  GMainContext *context;
  GantryEnding *ending;
  GantryTimerHeap timers;
  int timer_fd;
  GQueue ready; /* GantryAsyncTask */
  uint32_t lane;
  uint64_t live; /* tasks that are no daemons and have not ended */
  GPtrArray *tasks;
  GantryAsyncThing *things;
  int64_t *indices;
  _Atomic int64_t *cells;
  GantryVariables variables;
  GantryValueLog *values;
  GantryAsyncTask *current;
} GantryAsyncLoop;

/* Makes the task ready; `by` and `at` (ticks) say what ended its wait. */
void gantry_async_wake (GantryAsyncLoop *loop, GantryAsyncTask *task, uint32_t by, uint64_t at);
/* Parks the current task in `queue` (nullable) and tells why; its deadline, if any, is set. */
void gantry_async_park (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request,
                        GantryState state, uint32_t object, GQueue *queue);
uint64_t gantry_async_stamp (GantryAsyncLoop *loop, GantryAsyncTask *task);

/* async-things.c: each returns TRUE if the request is done, FALSE if the task waits. They are called again
 * when it goes on. */
bool gantry_async_acquire (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
void gantry_async_release (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_wait_event (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
void gantry_async_set_event (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_put (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_get (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
int64_t gantry_async_length (const GantryAsyncLoop *loop, uint32_t object);
/* async-sync.c: what is not a plain lock. */
bool gantry_async_acquire_other (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
void gantry_async_release_other (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_wait_condition (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_condition_late (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
void gantry_async_notify (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_wait_barrier (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
/* Ends the task: it used what it does not hold. */
void gantry_async_not_held (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
bool gantry_async_join (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request);
/* Who waits for whom, where nothing can go on; newly allocated. */
char *gantry_async_describe_deadlock (GantryAsyncLoop *loop);
