/* Waits of a thread: recorded when they begin, and by whom they were ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include "run/requests.h"
#include "run/timer-heap.h"

#include <errno.h>

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
                            uint32_t object, bool only_another)
{
  gantry_record_state(&task->recorder, gantry_blocking_stamp(task), task->lane, state, request->line, object,
                      (uint64_t)request->amount);
  gantry_blocking_drop_gil(task);
  /* After what it waits for was told: who sees nobody awake sees all waits. */
  if (only_another)
    gantry_tasks_fall_asleep(task->world->tasks, task->slot);
}

/* A timer's doing, unless somebody asked it to end. */
static void
record_given_up (GantryBlockingTask *task, const GantryRequest *request, uint64_t ticks)
{
  GantryStamp by = gantry_task_slot_get_canceller(task->slot);
  if (gantry_task_slot_is_cancelled(task->slot))
    gantry_record_cancelled(&task->recorder, ticks, task->lane, by.lane, by.ticks, request->line);
  else
    gantry_record_woken(&task->recorder, ticks, task->lane, GANTRY_NO_LANE, 0, request->line);
}

void
gantry_blocking_end_wait (GantryBlockingTask *task, const GantryRequest *request, uint64_t ticks,
                          const GantryStamp *cause, bool only_another)
{
  if (only_another)
    gantry_tasks_wake_up(task->world->tasks, task->slot);
  if (cause)
    gantry_record_woken(&task->recorder, ticks, task->lane, cause->lane, cause->ticks, request->line);
  else
    record_given_up(task, request, ticks);
}

void
gantry_blocking_interrupt (GantryBlockingTask *task)
{
  gantry_vm_interrupt(task->vm,
                      gantry_task_slot_is_cancelled(task->slot) ? GANTRY_INTERRUPT_CANCEL
                                                                : GANTRY_INTERRUPT_DEADLINE,
                      now_ns());
}

void
gantry_blocking_fail (GantryBlockingTask *task, char *reason)
{
  gantry_vm_fail(task->vm, reason);
  g_free(reason);
}

bool
gantry_blocking_is_cancelled_at (GantryBlockingTask *task, const GantryRequest *request)
{
  if (!gantry_request_is_waiting_point(request) || !gantry_task_slot_is_cancelled(task->slot))
    return false;
  gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_CANCEL, now_ns());
  return true;
}

/* Sleeps until `*word` is no longer `seen`, for no longer than to the deadline. FALSE: that has passed. The
 * word is one that a canceller can change. */
static bool
sleep_on (GantryBlockingTask *task, GantrySharedCondition *word, uint32_t seen, int64_t deadline)
{
  return gantry_task_slot_is_cancelled(task->slot) || gantry_futex_wait(word, seen, deadline);
}

/* One sleep for the thing, whose guard is held before and after. FALSE: the deadline passed. */
static bool
sleep_on_thing (GantryBlockingTask *task, uint32_t object, int64_t deadline)
{
  GantryThing *thing = &task->world->things[object];
  int channel = gantry_thing_wait_channel(task->world, task->slot);
  GantrySharedCondition *changed = &thing->changed[channel];
  atomic_store(&task->slot->sleeps_on, changed);
  uint32_t seen = atomic_load(changed);
  thing->sleepers[channel]++;
  gantry_thing_unlock(&task->actor, object);
  bool in_time = sleep_on(task, changed, seen, deadline);
  gantry_thing_lock(task->world, object);
  thing->sleepers[channel]--;
  return in_time;
}

/* The wait for a thing, from its beginning to its end; the guard is held before and after. Returns whether it
 * was given up. */
static bool
wait_for_thing (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryTry result = GANTRY_TRY_WAIT;
  GantryState state = gantry_thing_wait_state(task->world, task->slot);
  bool only_another = request->deadline == GANTRY_NO_DEADLINE;
  bool given_up = false;
  const GantryStamp *cause = &task->slot->wait.cause;
  gantry_blocking_begin_wait(task, request, state, request->object, only_another);
  while (result == GANTRY_TRY_WAIT) {
    bool in_time = sleep_on_thing(task, request->object, given_up ? GANTRY_NO_DEADLINE : request->deadline);
    bool cancelled = gantry_task_slot_is_cancelled(task->slot);
    task->actor.ticks = gantry_recorder_resume(&task->recorder);
    result = gantry_thing_try(&task->actor, request);
    if (result == GANTRY_TRY_WAIT && !given_up && (!in_time || cancelled)) {
      given_up = true;
      result = gantry_thing_give_up(&task->actor, request);
      /* One that has yet to wait for its condition's lock gets that from another. */
      cause = result == GANTRY_TRY_WAIT ? cause : NULL;
    }
    GantryState next = result == GANTRY_TRY_WAIT ? gantry_thing_wait_state(task->world, task->slot) : state;
    if (next != state)
      gantry_record_state(&task->recorder, task->actor.ticks, task->lane, next, request->line,
                          request->object, 0);
    state = next;
  }
  atomic_store(&task->slot->sleeps_on, NULL);
  gantry_blocking_end_wait(task, request, task->actor.ticks, cause, only_another);
  return given_up;
}

/* A worker that takes a call has no VM yet. */
static void
answer (GantryBlockingTask *task, int64_t value)
{
  if (task->vm)
    gantry_vm_answer(task->vm, value);
}

void
gantry_blocking_use_thing (GantryBlockingTask *task, const GantryRequest *request)
{
  bool given_up = false;
  gantry_thing_lock(task->world, request->object);
  task->actor.ticks = gantry_blocking_stamp(task);
  GantryTry result = gantry_thing_try(&task->actor, request);
  if (result == GANTRY_TRY_WAIT)
    given_up = wait_for_thing(task, request);
  gantry_thing_unlock(&task->actor, request->object);
  if (given_up)
    gantry_blocking_interrupt(task);
  else if (result != GANTRY_TRY_NOT_HELD)
    answer(task, task->slot->wait.result);
  else if (!request->unwinding)
    gantry_blocking_fail(task, gantry_reason_not_held(task->world, request));
}

void
gantry_blocking_sleep (GantryBlockingTask *task, const GantryRequest *request)
{
  bool blocks = request->kind == GANTRY_REQUEST_BLOCK;
  uint64_t ticks = gantry_blocking_stamp(task);
  int64_t begin = now_ns();
  int64_t end = gantry_moment_after(begin, request->amount);
  /* A blocking call knows no deadline: that is what is wrong with it. */
  int64_t until = blocks ? end : MIN(end, request->deadline);
  struct timespec when = gantry_timespec_of(until);
  gantry_record_state(&task->recorder, ticks, task->lane,
                      blocks ? GANTRY_STATE_BLOCKED : GANTRY_STATE_SLEEPING, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  gantry_blocking_drop_gil(task);
  if (blocks) {
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
    }
  } else {
    while (gantry_futex_wait(&task->slot->cancel, 0, until) && !gantry_task_slot_is_cancelled(task->slot)) {
    }
  }
  bool cancelled = !blocks && gantry_task_slot_is_cancelled(task->slot);
  double ns_per_tick = gantry_clock_tick_ns(task->recorder.clock);
  GantryStamp timer = {GANTRY_NO_LANE, ticks + (uint64_t)((double)MAX(until - begin, 0) / ns_per_tick)};
  gantry_blocking_end_wait(task, request, gantry_recorder_resume(&task->recorder), cancelled ? NULL : &timer,
                           false);
  if (cancelled || until != end)
    gantry_blocking_interrupt(task);
}

bool
gantry_blocking_wait_for (GantryBlockingTask *task, const GantryRequest *request, GantryTaskSlot *other,
                          GantryState state)
{
  bool only_another = request->deadline == GANTRY_NO_DEADLINE, in_time = true;
  if (atomic_load(&other->ended))
    return true;
  gantry_wait_begin(task->slot, request, (uint64_t)(uintptr_t)other);
  gantry_blocking_begin_wait(task, request, state, other->lane, only_another);
  atomic_store(&task->slot->sleeps_on, &other->done);
  for (;;) {
    uint32_t seen = atomic_load(&other->done);
    if (atomic_load(&other->ended) || !in_time || gantry_task_slot_is_cancelled(task->slot))
      break;
    in_time = gantry_futex_wait(&other->done, seen, request->deadline);
  }
  atomic_store(&task->slot->sleeps_on, NULL);
  gantry_wait_end(task->slot);
  bool ended = atomic_load(&other->ended);
  GantryStamp end = {other->lane, ended ? other->end_ticks : 0};
  gantry_blocking_end_wait(task, request, gantry_recorder_resume(&task->recorder), ended ? &end : NULL,
                           only_another);
  if (!ended)
    gantry_blocking_interrupt(task);
  return ended;
}

void
gantry_blocking_join (GantryBlockingTask *task, const GantryRequest *request)
{
  int64_t result = 0;
  for (uint32_t i = 0; i < request->n_handles; i++) {
    GantryTaskSlot *other = (GantryTaskSlot *)(uintptr_t)request->handles[i];
    if (!gantry_blocking_wait_for(task, request, other, GANTRY_STATE_WAIT_JOIN))
      return;
    result = other->result;
  }
  gantry_vm_answer(task->vm, result);
}

void
gantry_blocking_drop_gil (GantryBlockingTask *task)
{
  if (!task->has_gil)
    return;
  task->has_gil = false;
  gantry_gil_drop(task->world->gil, task->lane, gantry_recorder_now(&task->recorder));
}

void
gantry_blocking_keep_gil (GantryBlockingTask *task)
{
  GantryGil *gil = task->world->gil;
  if (!gil)
    return;
  if (task->has_gil)
    gantry_gil_check(gil, &task->recorder, task->lane, gantry_vm_get_line(task->vm));
  else
    gantry_gil_take(gil, &task->recorder, task->lane, gantry_vm_get_line(task->vm));
  task->has_gil = true;
}
