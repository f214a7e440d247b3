/* How a loop serves what only it does: turns, computing and blocking on the loop's thread, files, fetches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/event-loop-private.h"

#include "run/manager.h"
#include "run/requests.h"
#include "run/steward.h"
#include "run/workload.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BUDGET 400

static GantryEventLoop *
loop_of (GantryCooperative *self)
{
  return (GantryEventLoop *)self;
}

static int64_t
now_ns (GantryCooperative *self)
{
  return (int64_t)gantry_monotonic_ns();
}

static uint64_t
ticks_of (GantryCooperative *self, int64_t ns)
{
  double ns_per_tick = gantry_clock_tick_ns(self->recorder->clock);
  return gantry_recorder_now(self->recorder) - (uint64_t)(int64_t)((double)(now_ns(self) - ns) / ns_per_tick);
}

static GantryCooperativeTask *
new_task (GantryCooperative *self)
{
  GantryLoopTask *task = g_new0(GantryLoopTask, 1);
  task->base.loop_block = loop_of(self)->block_lane;
  return &task->base;
}

static void
ready (GantryCooperative *self, GantryCooperativeTask *task)
{
  task->link.data = task;
  g_queue_push_tail_link(&loop_of(self)->ready, &task->link);
}

void
gantry_event_loop_keep_gil (GantryEventLoop *loop)
{
  GantryGil *gil = loop->base.world->gil;
  if (!gil || loop->has_gil)
    return;
  gantry_gil_take(gil, loop->base.recorder, loop->lane, 0);
  loop->has_gil = true;
}

void
gantry_event_loop_drop_gil (GantryEventLoop *loop)
{
  if (!loop->has_gil)
    return;
  gantry_gil_drop(loop->base.world->gil, loop->lane, gantry_recorder_now(loop->base.recorder));
  loop->has_gil = false;
}

/* The thread waits for the interpreter lock: so do the task that has it, and the loop. */
static bool
check_gil (gpointer data)
{
  GantryEventLoop *loop = data;
  GantryCooperative *self = &loop->base;
  if (!gantry_gil_is_asked_for(self->world->gil))
    return true;
  uint32_t line = gantry_vm_get_line(self->current->vm);
  gantry_record_state(self->recorder, gantry_recorder_stamp(self->recorder, self->current->slot->lane),
                      loop->lane, GANTRY_STATE_WAIT_GIL, 0, GANTRY_NO_OBJECT, 0);
  gantry_gil_check(self->world->gil, self->recorder, self->current->slot->lane, line);
  gantry_record_woken(self->recorder, gantry_recorder_resume(self->recorder), loop->lane, GANTRY_NO_LANE, 0,
                      0);
  return true;
}

static void
serve_compute (GantryEventLoop *loop, GantryCooperativeTask *task, const GantryRequest *request)
{
  GantryRecorder *recorder = loop->base.recorder;
  gantry_record_state(recorder, gantry_recorder_stamp(recorder, task->slot->lane), task->slot->lane,
                      GANTRY_STATE_RUNNING, request->line, GANTRY_NO_OBJECT, (uint64_t)request->amount);
  gantry_workload_compute(recorder, task->slot->lane, request->amount, loop->has_gil ? check_gil : NULL,
                          loop);
}

/* The thread is in a call that holds it, and the loop with it. */
static void
begin_blocking (GantryEventLoop *loop, const GantryCooperativeTask *task, const GantryRequest *request,
                GantryState state)
{
  GantryRecorder *recorder = loop->base.recorder;
  uint64_t ticks = gantry_recorder_stamp(recorder, task->slot->lane);
  gantry_record_state(recorder, ticks, task->slot->lane, state, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  gantry_record_state(recorder, ticks, loop->lane, state, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  gantry_event_loop_drop_gil(loop);
}

static void
end_blocking (GantryEventLoop *loop, const GantryCooperativeTask *task, const GantryRequest *request,
              uint64_t ended)
{
  GantryRecorder *recorder = loop->base.recorder;
  uint64_t ticks = gantry_recorder_resume(recorder);
  gantry_record_woken(recorder, ticks, loop->lane, GANTRY_NO_LANE, ended, request->line);
  gantry_record_woken(recorder, ticks, task->slot->lane, GANTRY_NO_LANE, ended, request->line);
  gantry_event_loop_keep_gil(loop);
}

static void
serve_block (GantryEventLoop *loop, GantryCooperativeTask *task, const GantryRequest *request)
{
  int64_t until = gantry_moment_after(now_ns(&loop->base), request->amount);
  struct timespec when = gantry_timespec_of(until);
  begin_blocking(loop, task, request, GANTRY_STATE_BLOCKED);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
  }
  end_blocking(loop, task, request, ticks_of(&loop->base, until));
}

static void
serve_file (GantryEventLoop *loop, GantryLoopTask *task, const GantryRequest *request)
{
  if (!task->file) {
    task->file = g_new(GantryFileWork, 1);
    *task->file = (GantryFileWork)GANTRY_FILE_WORK_INIT;
  }
  begin_blocking(loop, &task->base, request, GANTRY_STATE_IO_FILE);
  bool done = request->kind == GANTRY_REQUEST_READ ? gantry_file_read(task->file, request->amount)
                                                   : gantry_file_write(task->file, request->amount);
  int code = errno;
  end_blocking(loop, &task->base, request, 0);
  if (done)
    return;
  g_autofree char *reason = gantry_reason_no_file(code);
  gantry_vm_fail(task->base.vm, reason);
}

static void
fail_fetch (GantryLoopTask *task, int code)
{
  g_autofree char *reason = gantry_reason_no_fetch(code);
  gantry_vm_fail(task->base.vm, reason);
}

static void
watch_fetch (GantryEventLoop *loop, GantryLoopTask *task, bool is_new)
{
  struct epoll_event event = {.events = task->fetch->sent ? EPOLLIN : EPOLLOUT, .data.ptr = task};
  epoll_ctl(loop->epoll_fd, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, task->fetch->fd, &event);
}

void
gantry_event_loop_step_fetch (GantryEventLoop *loop, GantryLoopTask *task)
{
  bool was_sent = task->fetch->sent;
  GantryFetchStep step = gantry_fetch_step(task->fetch, task->base.request, task->base.slot->lane);
  if (step == GANTRY_FETCH_WAIT) {
    if (task->fetch->sent != was_sent)
      watch_fetch(loop, task, false);
    return;
  }
  task->fetch_error = step == GANTRY_FETCH_FAILED ? (errno ? errno : ECONNRESET) : 0;
  gantry_cooperative_wake(&loop->base, &task->base, GANTRY_WOKEN_DONE, GANTRY_NO_LANE, 0);
}

static void
end_fetch (GantryEventLoop *loop, GantryLoopTask *task)
{
  if (!task->fetch)
    return;
  gantry_fetch_end(task->fetch); /* closing it ends the watch */
  g_clear_pointer(&task->fetch, g_free);
  loop->n_fetching--;
}

static bool
serve_fetch (GantryEventLoop *loop, GantryLoopTask *task, const GantryRequest *request)
{
  task->fetch = g_new(GantryFetch, 1);
  task->fetch_error = 0;
  if (!gantry_fetch_begin(task->fetch, request)) {
    int code = errno;
    g_clear_pointer(&task->fetch, g_free);
    fail_fetch(task, code);
    return true;
  }
  loop->n_fetching++;
  gantry_cooperative_park(&loop->base, &task->base, request, GANTRY_STATE_IO_NETWORK, GANTRY_NO_OBJECT, NULL);
  /* The answer may be there at once, and nothing more would come then. */
  GantryFetchStep step = gantry_fetch_step(task->fetch, request, task->base.slot->lane);
  if (step != GANTRY_FETCH_WAIT) {
    task->fetch_error = step == GANTRY_FETCH_FAILED ? ECONNREFUSED : 0;
    gantry_cooperative_wake(&loop->base, &task->base, GANTRY_WOKEN_DONE, GANTRY_NO_LANE, 0);
  } else {
    watch_fetch(loop, task, true);
  }
  return false;
}

static bool
serve_manager (GantryEventLoop *loop, GantryCooperativeTask *task, const GantryRequest *request)
{
  gantry_cooperative_park(&loop->base, task, request, GANTRY_STATE_WAIT_MANAGER, request->object,
                          &loop->base.asking);
  gantry_manager_ask(loop->base.world, task->slot, request, gantry_recorder_now(loop->base.recorder));
  return false;
}

static bool
serve_yield (GantryEventLoop *loop, GantryCooperativeTask *task, const GantryRequest *request)
{
  gantry_cooperative_park(&loop->base, task, request, GANTRY_STATE_READY, GANTRY_NO_OBJECT, NULL);
  gantry_cooperative_wake(&loop->base, task, GANTRY_WOKEN_BY_TIME, GANTRY_NO_LANE, 0);
  return false;
}

static bool
is_on_loop (const GantryCooperativeTask *task, const GantryCooperativeTask *but)
{
  return true;
}

/* The block waits for the rest of its loop; which it takes with it, if it is left before its end. */
static bool
serve_end_of_block (GantryEventLoop *loop, GantryCooperativeTask *task, const GantryRequest *request)
{
  loop->block_is_done = true;
  gantry_wait_begin(task->slot, request, 0);
  if (request->unwinding)
    gantry_cooperative_cancel_rest(&loop->base, task, is_on_loop);
  if (loop->base.live > 0)
    gantry_cooperative_park(&loop->base, task, request, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_OBJECT, NULL);
  return false;
}

static bool
serve (GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request)
{
  GantryEventLoop *loop = loop_of(self);
  switch (request->kind) {
  case GANTRY_REQUEST_COMPUTE:
    serve_compute(loop, task, request);
    return true;
  case GANTRY_REQUEST_BLOCK:
    serve_block(loop, task, request);
    return true;
  case GANTRY_REQUEST_YIELD:
    return serve_yield(loop, task, request);
  case GANTRY_REQUEST_READ:
  case GANTRY_REQUEST_WRITE:
    serve_file(loop, (GantryLoopTask *)task, request);
    return true;
  case GANTRY_REQUEST_FETCH:
    return serve_fetch(loop, (GantryLoopTask *)task, request);
  case GANTRY_REQUEST_STORE:
  case GANTRY_REQUEST_LOAD:
    return serve_manager(loop, task, request);
  case GANTRY_REQUEST_CRASH:
    gantry_record_crash(self->recorder, gantry_recorder_stamp(self->recorder, task->slot->lane), task->slot,
                        request);
    gantry_steward_kill_self();
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
    gantry_vm_fail(task->vm, _("an event loop is already running in this thread"));
    return true;
  case GANTRY_REQUEST_RUN_ASYNC_END:
    return !task->is_block || serve_end_of_block(loop, task, request);
  default:
    gantry_recorder_stamp(self->recorder, task->slot->lane);
    return true;
  }
}

static void
ended (GantryCooperative *self, GantryCooperativeTask *base)
{
  GantryLoopTask *task = (GantryLoopTask *)base;
  end_fetch(loop_of(self), task); /* a daemon's, whose loop is over */
  if (task->file)
    gantry_file_close(task->file);
  g_free(task->file);
  g_free(task);
}

const GantryCooperativeHost gantry_event_loop_host = {
    .now = now_ns,
    .ticks_of = ticks_of,
    .new_task = new_task,
    .ready = ready,
    .serve = serve,
    .spawn = gantry_blocking_spawn,
    .ended = ended,
};

/* The block's wait for the rest is given up: so is the rest. */
static bool
give_up_loop (GantryEventLoop *loop, GantryCooperativeTask *block)
{
  const GantryRequest *request = block->request;
  block->given_up = true;
  block->woken = false;
  gantry_wait_begin(block->slot, request, 0);
  gantry_cooperative_park(&loop->base, block, request, GANTRY_STATE_WAIT_JOIN, GANTRY_NO_OBJECT, NULL);
  gantry_cooperative_cancel_rest(&loop->base, block, is_on_loop);
  return false;
}

static void
record_woken (GantryRecorder *recorder, uint64_t ticks, const GantryCooperativeTask *task)
{
  uint32_t lane = task->slot->lane, line = task->request->line;
  if (task->how == GANTRY_WOKEN_TO_LEAVE)
    gantry_record_cancelled(recorder, ticks, lane, task->woken_by, task->woken_at, line);
  else
    gantry_record_woken(recorder, ticks, lane, task->woken_by, task->woken_at, line);
}

/* It has its turn: what it waited for is over. TRUE: it runs. */
static bool
resume (GantryEventLoop *loop, GantryLoopTask *task)
{
  GantryCooperativeTask *base = &task->base;
  GantryRecorder *recorder = loop->base.recorder;
  uint64_t ticks = gantry_recorder_stamp(recorder, loop->lane);
  bool fetched = task->fetch != NULL;
  if (!base->started) {
    base->started = true;
    base->woken = false;
    gantry_record_lane_started(recorder, ticks, base->slot->lane, base->woken_at);
    return true;
  }
  if (base->request)
    record_woken(recorder, ticks, base);
  end_fetch(loop, task);
  if (base->request && base->request->kind == GANTRY_REQUEST_RUN_ASYNC_END)
    return give_up_loop(loop, base);
  if (!fetched || task->fetch_error == 0 || base->how != GANTRY_WOKEN_DONE)
    return gantry_cooperative_go_on(&loop->base, base);
  base->request = NULL;
  fail_fetch(task, task->fetch_error);
  return true;
}

void
gantry_event_loop_run_task (GantryEventLoop *loop, GantryLoopTask *task)
{
  GantryCooperative *self = &loop->base;
  GantryCooperativeTask *base = &task->base;
  self->current = base;
  bool goes_on = resume(loop, task);
  while (goes_on) {
    const GantryRequest *request = gantry_vm_run(base->vm, BUDGET);
    if (request->kind != GANTRY_REQUEST_CONTINUE)
      gantry_value_log_flush(self->values, self->recorder, base->slot->lane);
    if (request->kind == GANTRY_REQUEST_END) {
      gantry_cooperative_end(self, base, request);
      return;
    }
    goes_on = gantry_cooperative_serve(self, base, request);
    if (loop->has_gil && goes_on)
      check_gil(loop);
  }
}
