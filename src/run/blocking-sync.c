/* Semaphores, rlocks, rwlocks, conditions and barriers: a robust mutex that guards a few numbers, and a
 * condition to wait on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

static GantryThingState *
thing_of (GantryBlockingTask *task, const GantryRequest *request)
{
  return &task->blocking->things[request->object];
}

/* Whether the task could have it at once. With the guard held. */
static bool
is_free (const GantryBlockingTask *task, const GantryThingState *thing, GantryThingKind kind, bool reading)
{
  switch (kind) {
  case GANTRY_THING_SEMAPHORE:
    return thing->count > 0;
  case GANTRY_THING_RWLOCK:
    return thing->owner == GANTRY_NO_LANE && (reading ? thing->writers == 0 : thing->count == 0);
  default:
    return thing->owner == GANTRY_NO_LANE || thing->owner == task->lane;
  }
}

static void
take (GantryBlockingTask *task, GantryThingState *thing, GantryThingKind kind, uint32_t object, bool reading)
{
  if (kind == GANTRY_THING_SEMAPHORE) {
    thing->count--;
  } else if (reading) {
    thing->count++;
    task->reading[object]++;
  } else {
    thing->owner = task->lane;
    thing->depth++;
  }
}

/* Waits until it is free; the guard is held before and after. FALSE: given up, the guard is not held. */
static bool
wait_until_free (GantryBlockingTask *task, const GantryRequest *request, GantryThingKind kind, bool reading,
                 uint64_t *ticks)
{
  GantryThingState *thing = thing_of(task, request);
  bool writes = kind == GANTRY_THING_RWLOCK && !reading;
  bool in_time = true;
  gantry_blocking_begin_wait(
      task, request, kind == GANTRY_THING_SEMAPHORE ? GANTRY_STATE_WAIT_SEMAPHORE : GANTRY_STATE_WAIT_LOCK,
      request->object);
  thing->writers += writes;
  while (!is_free(task, thing, kind, reading) && in_time)
    in_time = gantry_shared_condition_wait(&thing->changed, &thing->mutex, request->deadline);
  thing->writers -= writes;
  if (is_free(task, thing, kind, reading)) {
    *ticks = gantry_blocking_end_wait(task, request, &thing->released);
    return true;
  }
  pthread_mutex_unlock(&thing->mutex);
  gantry_shared_condition_notify_all(&thing->changed); /* readers may have stood back for this writer */
  return gantry_blocking_give_up(task, request);
}

void
gantry_blocking_acquire_other (GantryBlockingTask *task, const GantryRequest *request, GantryThingKind kind)
{
  GantryThingState *thing = thing_of(task, request);
  bool reading = kind == GANTRY_THING_RWLOCK && request->mode == 1;
  uint32_t from = GANTRY_NO_LANE;
  uint64_t ticks = 0;
  gantry_shared_mutex_lock(&thing->mutex);
  if (is_free(task, thing, kind, reading)) {
    ticks = gantry_blocking_stamp(task);
  } else {
    if (!wait_until_free(task, request, kind, reading, &ticks))
      return;
    from = thing->released.lane;
  }
  take(task, thing, kind, request->object, reading);
  if (kind == GANTRY_THING_SEMAPHORE || reading || thing->depth == 1)
    gantry_record_acquired(&task->recorder, ticks, task->lane, request->object, reading, from);
  pthread_mutex_unlock(&thing->mutex);
}

/* Gives it up, with the guard held. FALSE: the task does not have it. */
static bool
give_back (GantryBlockingTask *task, GantryThingState *thing, GantryThingKind kind, uint32_t object)
{
  if (kind == GANTRY_THING_SEMAPHORE) {
    thing->count++; /* anyone may */
  } else if (kind == GANTRY_THING_RWLOCK && task->reading[object] > 0) {
    thing->count--;
    task->reading[object]--;
  } else if (thing->owner == task->lane) {
    if (--thing->depth == 0)
      thing->owner = GANTRY_NO_LANE;
  } else {
    return false;
  }
  return true;
}

void
gantry_blocking_release_other (GantryBlockingTask *task, const GantryRequest *request, GantryThingKind kind)
{
  GantryThingState *thing = thing_of(task, request);
  gantry_shared_mutex_lock(&thing->mutex);
  uint64_t ticks = gantry_blocking_stamp(task);
  bool held = give_back(task, thing, kind, request->object);
  bool still = thing->owner == task->lane;
  if (held && !still) {
    thing->released = (GantryStamp){task->lane, ticks};
    gantry_record_released(&task->recorder, ticks, task->lane, request->object);
  }
  pthread_mutex_unlock(&thing->mutex);
  if (!held)
    gantry_blocking_not_held(task, request);
  else if (!still)
    gantry_shared_condition_notify_all(&thing->changed);
}

/* Has the condition's own lock again after a wait, however long that takes: a deadline does not spare it. */
static void
take_lock_again (GantryBlockingTask *task, const GantryRequest *request, GantryThingState *condition,
                 uint32_t depth)
{
  uint64_t ticks;
  if (condition->owner != GANTRY_NO_LANE) {
    gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_LOCK, request->object);
    while (condition->owner != GANTRY_NO_LANE)
      gantry_shared_condition_wait(&condition->changed, &condition->mutex, INT64_MAX);
    ticks = gantry_blocking_end_wait(task, request, &condition->released);
  } else {
    ticks = gantry_blocking_stamp(task);
  }
  condition->owner = task->lane;
  condition->depth = depth;
  gantry_record_acquired(&task->recorder, ticks, task->lane, request->object, 0, condition->released.lane);
}

void
gantry_blocking_wait_condition (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *condition = thing_of(task, request);
  gantry_shared_mutex_lock(&condition->mutex);
  if (condition->owner != task->lane) {
    pthread_mutex_unlock(&condition->mutex);
    gantry_blocking_not_held(task, request);
    return;
  }
  uint32_t depth = condition->depth;
  uint64_t ticket = condition->tickets++;
  uint64_t ticks = gantry_blocking_stamp(task);
  bool in_time = true;
  condition->owner = GANTRY_NO_LANE;
  condition->depth = 0;
  condition->released = (GantryStamp){task->lane, ticks};
  gantry_record_released(&task->recorder, ticks, task->lane, request->object);
  gantry_shared_condition_notify_all(&condition->changed);
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_CONDITION, request->object);
  while (ticket >= condition->served && in_time)
    in_time = gantry_shared_condition_wait(&condition->room, &condition->mutex, request->deadline);
  bool notified = ticket < condition->served;
  GantryStamp cause = notified ? condition->set : (GantryStamp){GANTRY_NO_LANE, 0};
  gantry_blocking_end_wait(task, request, &cause);
  take_lock_again(task, request, condition, depth);
  pthread_mutex_unlock(&condition->mutex);
  if (!notified)
    gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_DEADLINE, (int64_t)gantry_monotonic_ns());
}

void
gantry_blocking_notify (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *condition = thing_of(task, request);
  gantry_shared_mutex_lock(&condition->mutex);
  bool held = condition->owner == task->lane;
  if (held) {
    uint64_t waiting = condition->tickets - condition->served;
    condition->served += MIN(waiting, (uint64_t)MAX(request->value, 0));
    condition->set = (GantryStamp){task->lane, gantry_blocking_stamp(task)};
  }
  pthread_mutex_unlock(&condition->mutex);
  if (held)
    gantry_shared_condition_notify_all(&condition->room);
  else
    gantry_blocking_not_held(task, request);
}

void
gantry_blocking_wait_barrier (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *barrier = thing_of(task, request);
  gantry_shared_mutex_lock(&barrier->mutex);
  if (++barrier->count == task->blocking->run->program->things[request->object].initial) {
    barrier->count = 0;
    barrier->served++;
    barrier->set = (GantryStamp){task->lane, gantry_blocking_stamp(task)};
    pthread_mutex_unlock(&barrier->mutex);
    gantry_shared_condition_notify_all(&barrier->changed);
    return;
  }
  uint64_t opening = barrier->served;
  bool in_time = true;
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_BARRIER, request->object);
  while (barrier->served == opening && in_time)
    in_time = gantry_shared_condition_wait(&barrier->changed, &barrier->mutex, request->deadline);
  bool opened = barrier->served != opening;
  barrier->count -= !opened;
  GantryStamp cause = barrier->set;
  pthread_mutex_unlock(&barrier->mutex);
  if (opened)
    gantry_blocking_end_wait(task, request, &cause);
  else
    gantry_blocking_give_up(task, request);
}
