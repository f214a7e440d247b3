/* Requests that may wait: recorded when they do, and by whom the wait was ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <time.h>

static int64_t
now_ns (void)
{
  return (int64_t)gantry_monotonic_ns();
}

uint64_t
gantry_blocking_stamp (GantryBlockingTask *task)
{
  return gantry_recorder_stamp(&task->recorder, task->lane);
}

void
gantry_blocking_begin_wait (GantryBlockingTask *task, const GantryRequest *request, GantryState state,
                            uint32_t object)
{
  gantry_record_state(&task->recorder, gantry_blocking_stamp(task), task->lane, state, request->line, object,
                      (uint64_t)request->amount);
  gantry_blocking_drop_gil(task);
}

void
gantry_blocking_drop_gil (GantryBlockingTask *task)
{
  if (!task->has_gil)
    return;
  task->has_gil = false;
  gantry_gil_drop(task->blocking->gil, task->lane, gantry_recorder_now(&task->recorder));
}

uint64_t
gantry_blocking_end_wait (GantryBlockingTask *task, const GantryRequest *request, const GantryStamp *cause)
{
  uint64_t ticks = gantry_recorder_resume(&task->recorder);
  gantry_record_woken(&task->recorder, ticks, task->lane, cause->lane, cause->ticks, request->line);
  return ticks;
}

/* The wait was given up: the deadline is the cause. */
bool
gantry_blocking_give_up (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryStamp timer = {GANTRY_NO_LANE, 0};
  gantry_blocking_end_wait(task, request, &timer);
  gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_DEADLINE, now_ns());
  return false;
}

bool
gantry_blocking_sleep (GantryBlockingTask *task, const GantryRequest *request)
{
  bool blocks = request->kind == GANTRY_REQUEST_BLOCK;
  uint64_t ticks = gantry_blocking_stamp(task);
  int64_t begin = now_ns();
  int64_t end = request->amount > INT64_MAX - begin ? INT64_MAX : begin + request->amount;
  /* A blocking call knows no deadline: that is what is wrong with it. */
  int64_t until = blocks ? end : MIN(end, request->deadline);
  struct timespec when = {.tv_sec = until / 1000000000, .tv_nsec = until % 1000000000};
  gantry_record_state(&task->recorder, ticks, task->lane,
                      blocks ? GANTRY_STATE_BLOCKED : GANTRY_STATE_SLEEPING, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  gantry_blocking_drop_gil(task);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
  }
  double ns_per_tick = gantry_clock_tick_ns(task->recorder.clock);
  GantryStamp timer = {GANTRY_NO_LANE, ticks + (uint64_t)((double)MAX(until - begin, 0) / ns_per_tick)};
  gantry_blocking_end_wait(task, request, &timer);
  if (until == end)
    return true;
  gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_DEADLINE, now_ns());
  return false;
}

static bool
join_one (GantryBlockingTask *task, const GantryRequest *request, GantryTaskSlot *slot)
{
  /* Acquire: pairs with the end's release; the result is there. */
  if (atomic_load_explicit(&slot->ended, memory_order_acquire))
    return true;
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_JOIN, slot->lane);
  while (!atomic_load_explicit(&slot->ended, memory_order_acquire))
    if (!gantry_futex_wait(&slot->ended, 0, request->deadline))
      return gantry_blocking_give_up(task, request);
  GantryStamp end = {slot->lane, slot->end_ticks};
  gantry_blocking_end_wait(task, request, &end);
  return true;
}

bool
gantry_blocking_join (GantryBlockingTask *task, const GantryRequest *request)
{
  int64_t result = 0;
  for (uint32_t i = 0; i < request->n_handles; i++) {
    GantryTaskSlot *slot = (GantryTaskSlot *)(uintptr_t)request->handles[i];
    if (!join_one(task, request, slot))
      return false;
    result = slot->result;
  }
  gantry_vm_answer(task->vm, result);
  return true;
}

static GantryThingState *
thing_of (GantryBlockingTask *task, const GantryRequest *request)
{
  return &task->blocking->things[request->object];
}

void
gantry_blocking_not_held (GantryBlockingTask *task, const GantryRequest *request)
{
  g_autofree char *reason = g_strdup_printf(_("‘%s’ is used by a task that does not hold it"),
                                            task->blocking->run->program->things[request->object].name);
  if (!request->unwinding)
    gantry_vm_fail(task->vm, reason);
}

void
gantry_blocking_acquire (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *lock = thing_of(task, request);
  uint32_t from = GANTRY_NO_LANE;
  uint64_t ticks;
  int code = pthread_mutex_trylock(&lock->mutex);
  if (code == EOWNERDEAD)
    pthread_mutex_consistent(&lock->mutex);
  if (code == 0 || code == EOWNERDEAD) {
    ticks = gantry_blocking_stamp(task);
  } else {
    gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_LOCK, request->object);
    if (!gantry_shared_mutex_lock_until(&lock->mutex, request->deadline)) {
      gantry_blocking_give_up(task, request);
      return;
    }
    ticks = gantry_blocking_end_wait(task, request, &lock->released);
    from = lock->released.lane;
  }
  lock->owner = task->lane;
  gantry_record_acquired(&task->recorder, ticks, task->lane, request->object, 0, from);
}

void
gantry_blocking_release (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *lock = thing_of(task, request);
  /* Only this task can have made itself the owner, so the look needs no lock. */
  if (lock->owner != task->lane) {
    gantry_blocking_not_held(task, request);
    return;
  }
  uint64_t ticks = gantry_blocking_stamp(task);
  lock->owner = GANTRY_NO_LANE;
  lock->released = (GantryStamp){task->lane, ticks};
  gantry_record_released(&task->recorder, ticks, task->lane, request->object);
  pthread_mutex_unlock(&lock->mutex);
}

void
gantry_blocking_wait_event (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *event = thing_of(task, request);
  gantry_shared_mutex_lock(&event->mutex);
  if (event->is_set) {
    pthread_mutex_unlock(&event->mutex);
    gantry_blocking_stamp(task);
    return;
  }
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_EVENT, request->object);
  bool in_time = true;
  while (!event->is_set && in_time)
    in_time = gantry_shared_condition_wait(&event->changed, &event->mutex, request->deadline);
  bool is_set = event->is_set;
  GantryStamp cause = event->set;
  pthread_mutex_unlock(&event->mutex);
  if (is_set)
    gantry_blocking_end_wait(task, request, &cause);
  else
    gantry_blocking_give_up(task, request);
}

void
gantry_blocking_set_event (GantryBlockingTask *task, const GantryRequest *request, bool to)
{
  GantryThingState *event = thing_of(task, request);
  gantry_shared_mutex_lock(&event->mutex);
  uint64_t ticks = gantry_blocking_stamp(task);
  gantry_record_value(&task->recorder, ticks, task->lane, request->object, 1, to);
  event->is_set = to;
  event->set = (GantryStamp){task->lane, ticks};
  pthread_mutex_unlock(&event->mutex);
  if (to)
    gantry_shared_condition_notify_all(&event->changed);
}

/* Waits until the queue is not full (or not empty). FALSE: given up, and the guard is free again. */
static bool
wait_for_queue (GantryBlockingTask *task, const GantryRequest *request, GantryThingState *queue,
                GantrySharedCondition *cond, int64_t bad_length)
{
  bool in_time = true;
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_QUEUE, request->object);
  while (queue->length == bad_length && in_time)
    in_time = gantry_shared_condition_wait(cond, &queue->mutex, request->deadline);
  if (queue->length != bad_length)
    return true;
  pthread_mutex_unlock(&queue->mutex);
  return gantry_blocking_give_up(task, request);
}

void
gantry_blocking_put (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *queue = thing_of(task, request);
  uint64_t ticks;
  gantry_shared_mutex_lock(&queue->mutex);
  if (queue->length == queue->capacity) {
    if (!wait_for_queue(task, request, queue, &queue->room, queue->capacity))
      return;
    ticks = gantry_blocking_end_wait(task, request, &queue->released);
  } else {
    ticks = gantry_blocking_stamp(task);
  }
  int64_t place = (queue->first + queue->length) % queue->capacity;
  queue->items[place] = (GantryQueueItem){request->value, {task->lane, ticks}};
  queue->length++;
  gantry_record_length(&task->recorder, ticks, task->lane, request->object, false, (uint64_t)queue->length);
  pthread_mutex_unlock(&queue->mutex);
  gantry_shared_condition_notify_all(&queue->changed);
}

void
gantry_blocking_get (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *queue = thing_of(task, request);
  gantry_shared_mutex_lock(&queue->mutex);
  bool waits = queue->length == 0;
  if (waits && !wait_for_queue(task, request, queue, &queue->changed, 0))
    return;
  GantryQueueItem item = queue->items[queue->first];
  uint64_t ticks = waits ? gantry_blocking_end_wait(task, request, &item.put) : gantry_blocking_stamp(task);
  queue->first = (queue->first + 1) % queue->capacity;
  queue->length--;
  queue->released = (GantryStamp){task->lane, ticks};
  gantry_record_length(&task->recorder, ticks, task->lane, request->object, true, (uint64_t)queue->length);
  pthread_mutex_unlock(&queue->mutex);
  gantry_shared_condition_notify_all(&queue->room);
  gantry_vm_answer(task->vm, item.value);
}

void
gantry_blocking_length (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryThingState *queue = thing_of(task, request);
  gantry_shared_mutex_lock(&queue->mutex);
  int64_t length = queue->length;
  pthread_mutex_unlock(&queue->mutex);
  gantry_vm_answer(task->vm, length);
}
