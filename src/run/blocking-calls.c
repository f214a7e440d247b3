/* Requests of a thread that are done elsewhere: by another carrier, a pool, a manager, the server, the disk.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include "run/fetch.h"
#include "run/manager.h"
#include "run/pools.h"
#include "run/requests.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

void
gantry_blocking_offload (GantryBlockingTask *task, const GantryRequest *request)
{
  g_autofree char *reason = NULL;
  GantrySlotStart start = gantry_offload_start(task->world, request);
  GantryTaskSlot *slot = gantry_tasks_add(task->world->tasks, task->world->run, &start, &reason);
  task->actor.ticks = gantry_blocking_stamp(task);
  if (!slot || !gantry_blocking_spawn(&task->actor, slot, request->line, &reason))
    gantry_vm_fail(task->vm, reason);
  else if (gantry_blocking_wait_for(task, request, slot, GANTRY_STATE_WAIT_RESULT))
    gantry_vm_answer(task->vm, slot->result);
}

void
gantry_blocking_submit (GantryBlockingTask *task, const GantryRequest *request)
{
  g_autofree char *reason = NULL;
  bool retry;
  task->actor.ticks = gantry_blocking_stamp(task);
  if (!gantry_pool_submit(&task->actor, request, gantry_blocking_spawn, &retry, &reason))
    gantry_vm_fail(task->vm, reason);
}

void
gantry_blocking_ask_manager (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryTaskSlot *slot = task->slot;
  bool in_time = true;
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_WAIT_MANAGER, request->object, false);
  gantry_manager_ask(task->world, slot, request, gantry_recorder_now(&task->recorder));
  atomic_store(&slot->sleeps_on, &slot->mail);
  for (;;) {
    uint32_t seen = atomic_load(&slot->mail);
    if (gantry_manager_has_answered(slot) || !in_time || gantry_task_slot_is_cancelled(slot))
      break;
    in_time = gantry_futex_wait(&slot->mail, seen, request->deadline);
  }
  atomic_store(&slot->sleeps_on, NULL);
  bool answered = gantry_manager_has_answered(slot);
  gantry_blocking_end_wait(task, request, gantry_recorder_resume(&task->recorder),
                           answered ? &slot->answer_stamp : NULL, false);
  if (answered)
    gantry_vm_answer(task->vm, slot->answer);
  else
    gantry_blocking_interrupt(task);
}

/* Waits for the descriptor, the deadline, or a canceller's signal, which is let through only here. */
static bool
poll_fetch (GantryBlockingTask *task, const GantryFetch *fetch, int64_t deadline)
{
  struct pollfd event = {.fd = fetch->fd, .events = fetch->sent ? POLLIN : POLLOUT};
  int64_t left = deadline - (int64_t)gantry_monotonic_ns();
  struct timespec timeout = gantry_timespec_of(MAX(left, 0));
  sigset_t none;
  sigemptyset(&none);
  if (gantry_task_slot_is_cancelled(task->slot))
    return false;
  return ppoll(&event, 1, deadline == GANTRY_NO_DEADLINE ? NULL : &timeout, &none) != 0;
}

static GantryFetchStep
run_fetch (GantryBlockingTask *task, GantryFetch *fetch, const GantryRequest *request)
{
  GantryFetchStep step;
  bool in_time = true;
  atomic_store(&task->slot->polls, (uint32_t)gettid());
  while ((step = gantry_fetch_step(fetch, request, task->lane)) == GANTRY_FETCH_WAIT && in_time &&
         !gantry_task_slot_is_cancelled(task->slot))
    in_time = poll_fetch(task, fetch, request->deadline);
  atomic_store(&task->slot->polls, 0);
  return step;
}

void
gantry_blocking_fetch (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryFetch fetch;
  GantryStamp network = {GANTRY_NO_LANE, 0};
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_IO_NETWORK, GANTRY_NO_OBJECT, false);
  bool begun = gantry_fetch_begin(&fetch, request);
  GantryFetchStep step = begun ? run_fetch(task, &fetch, request) : GANTRY_FETCH_FAILED;
  int code = errno;
  if (begun)
    gantry_fetch_end(&fetch);
  gantry_blocking_end_wait(task, request, gantry_recorder_resume(&task->recorder),
                           step == GANTRY_FETCH_WAIT ? NULL : &network, false);
  if (step == GANTRY_FETCH_FAILED)
    gantry_blocking_fail(task, gantry_reason_no_fetch(code));
  else if (step == GANTRY_FETCH_WAIT)
    gantry_blocking_interrupt(task);
}

void
gantry_blocking_use_file (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryStamp disk = {GANTRY_NO_LANE, 0};
  gantry_blocking_begin_wait(task, request, GANTRY_STATE_IO_FILE, GANTRY_NO_OBJECT, false);
  bool done = request->kind == GANTRY_REQUEST_READ ? gantry_file_read(&task->file, request->amount)
                                                   : gantry_file_write(&task->file, request->amount);
  int code = errno;
  gantry_blocking_end_wait(task, request, gantry_recorder_resume(&task->recorder), &disk, false);
  if (!done)
    gantry_blocking_fail(task, gantry_reason_no_file(code));
}
