/* Semaphores, rlocks, rwlocks, conditions and barriers of one loop. Whoever gives something up hands it to
 * who waits first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/async-private.h"

#include <glib/gi18n-lib.h>

static GantryAsyncThing *
thing_of (GantryAsyncLoop *loop, const GantryRequest *request)
{
  return &loop->things[request->object];
}

static GantryThingKind
kind_of (const GantryAsyncLoop *loop, uint32_t object)
{
  return loop->run->program->things[object].kind;
}

static bool
is_reading (const GantryAsyncLoop *loop, const GantryRequest *request)
{
  return kind_of(loop, request->object) == GANTRY_THING_RWLOCK && request->mode == 1;
}

static bool
is_free (const GantryAsyncThing *thing, const GantryAsyncTask *task, GantryThingKind kind, bool reading)
{
  switch (kind) {
  case GANTRY_THING_SEMAPHORE:
    return thing->count > 0;
  case GANTRY_THING_RWLOCK:
    return !thing->owner && (reading || g_hash_table_size(thing->readers) == 0);
  default:
    return !thing->owner || thing->owner == task;
  }
}

static void
take (GantryAsyncThing *thing, GantryAsyncTask *task, GantryThingKind kind, bool reading)
{
  if (kind == GANTRY_THING_SEMAPHORE) {
    thing->count--;
  } else if (reading) {
    g_hash_table_add(thing->readers, task);
  } else {
    thing->owner = task;
    thing->depth++;
  }
}

bool
gantry_async_acquire_other (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *thing = thing_of(loop, request);
  GantryThingKind kind = kind_of(loop, request->object);
  bool reading = is_reading(loop, request);
  uint32_t from = task->handed_over ? task->woken_by : GANTRY_NO_LANE;
  /* First come, first served: a free rwlock is not for a reader who comes after a waiting writer. */
  bool others_first = kind == GANTRY_THING_RWLOCK && !g_queue_is_empty(&thing->waiters);
  if (!task->handed_over && (!is_free(thing, task, kind, reading) || others_first)) {
    GantryState state = kind == GANTRY_THING_SEMAPHORE ? GANTRY_STATE_WAIT_SEMAPHORE : GANTRY_STATE_WAIT_LOCK;
    gantry_async_park(loop, task, request, state, request->object, &thing->waiters);
    return false;
  }
  if (!task->handed_over)
    take(thing, task, kind, reading);
  task->handed_over = false;
  if (kind == GANTRY_THING_SEMAPHORE || reading || thing->depth == 1)
    gantry_record_acquired(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, request->object,
                           reading, from);
  return true;
}

/* Gives what is free to those who wait for it, in their order. */
static void
hand_on (GantryAsyncLoop *loop, uint32_t object, uint32_t by, uint64_t ticks)
{
  GantryAsyncThing *thing = &loop->things[object];
  GantryThingKind kind = kind_of(loop, object);
  GantryAsyncTask *next;
  while ((next = g_queue_peek_head(&thing->waiters))) {
    bool reading = next->request->kind == GANTRY_REQUEST_ACQUIRE && is_reading(loop, next->request);
    if (!is_free(thing, next, kind, reading))
      return;
    g_queue_pop_head(&thing->waiters);
    next->waiting_in = NULL;
    take(thing, next, kind, reading);
    next->handed_over = true;
    gantry_async_wake(loop, next, by, ticks);
  }
}

static bool
give_back (GantryAsyncThing *thing, GantryAsyncTask *task, GantryThingKind kind)
{
  if (kind == GANTRY_THING_SEMAPHORE)
    thing->count++; /* anyone may */
  else if (kind == GANTRY_THING_RWLOCK && g_hash_table_remove(thing->readers, task))
    return true;
  else if (thing->owner != task)
    return false;
  else if (--thing->depth == 0)
    thing->owner = NULL;
  return true;
}

void
gantry_async_release_other (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *thing = thing_of(loop, request);
  if (!give_back(thing, task, kind_of(loop, request->object))) {
    gantry_async_not_held(loop, task, request);
    return;
  }
  if (thing->owner == task)
    return;
  uint64_t ticks = gantry_async_stamp(loop, task);
  gantry_record_released(loop->run->recorder, ticks, task->lane, request->object);
  hand_on(loop, request->object, task->lane, ticks);
}

/* Three stages: the lock is given up and the task waits; it is notified (or its time is up) and waits for the
 * lock; it has it. */
bool
gantry_async_wait_condition (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *condition = thing_of(loop, request);
  GantryRecorder *recorder = loop->run->recorder;
  if (task->handed_over) {
    task->handed_over = false;
    condition->depth = task->depth;
    gantry_record_acquired(recorder, gantry_async_stamp(loop, task), task->lane, request->object, 0,
                           task->woken_by);
    return true;
  }
  if (condition->owner != task) {
    gantry_async_not_held(loop, task, request);
    return true;
  }
  uint64_t ticks = gantry_async_stamp(loop, task);
  task->depth = condition->depth;
  condition->depth = 0;
  condition->owner = NULL;
  gantry_record_released(recorder, ticks, task->lane, request->object);
  hand_on(loop, request->object, task->lane, ticks);
  gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_CONDITION, request->object, &condition->putters);
  return false;
}

void
gantry_async_notify (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *condition = thing_of(loop, request);
  if (condition->owner != task) {
    gantry_async_not_held(loop, task, request);
    return;
  }
  GantryAsyncTask *waiter;
  for (int64_t i = 0; i < request->value && (waiter = g_queue_pop_head(&condition->putters)); i++) {
    /* It goes on when it has the lock, which the notifier still holds. */
    gantry_timer_heap_remove(&loop->timers, &waiter->timer);
    waiter->waiting_in = &condition->waiters;
    g_queue_push_tail(&condition->waiters, waiter);
  }
}

bool
gantry_async_wait_barrier (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *barrier = thing_of(loop, request);
  if (task->handed_over) {
    task->handed_over = false;
    return true;
  }
  if ((int64_t)barrier->waiters.length + 1 < loop->run->program->things[request->object].initial) {
    gantry_async_park(loop, task, request, GANTRY_STATE_WAIT_BARRIER, request->object, &barrier->waiters);
    return false;
  }
  uint64_t ticks = gantry_async_stamp(loop, task);
  GantryAsyncTask *waiter;
  while ((waiter = g_queue_pop_head(&barrier->waiters))) {
    waiter->waiting_in = NULL;
    waiter->handed_over = true;
    gantry_async_wake(loop, waiter, task->lane, ticks);
  }
  return true;
}

/* A condition's wait whose time is up: the lock is waited for like anyone else, and the deadline is told once
 * it is held. */
bool
gantry_async_condition_late (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncThing *condition = thing_of(loop, request);
  if (!condition->owner) {
    condition->owner = task;
    condition->depth = task->depth;
    gantry_record_acquired(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, request->object,
                           0, GANTRY_NO_LANE);
    return true;
  }
  task->late = true;
  gantry_record_state(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, GANTRY_STATE_WAIT_LOCK,
                      request->line, request->object, 0);
  task->request = request;
  task->waiting_in = &condition->waiters;
  g_queue_push_tail(&condition->waiters, task);
  return false;
}
