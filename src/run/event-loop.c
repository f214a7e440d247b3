/* The loop: a GLib main context with sources of our own.
 *
 * One source runs what is ready, a batch a turn as asyncio does; the second is a timerfd behind a heap of
 * deadlines, because the context's own timeouts are only exact to the millisecond; the third tells that
 * others have changed something; the fourth is an epoll descriptor for fetches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/event-loop-private.h"

#include "run/fetch.h"
#include "run/servers.h"
#include "run/supervisor.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

static _Thread_local GantryEventLoop *polling; /* the poll function of a context gets no data of ours */

typedef struct {
  GSource source;
  GantryEventLoop *loop;
} LoopSource;

static GantryEventLoop *
loop_of (GSource *source)
{
  return ((LoopSource *)source)->loop;
}

bool
gantry_event_loop_is_idle (const GantryEventLoop *loop)
{
  return loop->ready.length == 0 && !gantry_timer_heap_first(&loop->base.timers) && loop->n_fetching == 0 &&
         loop->base.asking.length == 0;
}

static gboolean
ready_prepare (GSource *source, gint *timeout)
{
  *timeout = gantry_event_loop_is_idle(loop_of(source)) ? GANTRY_SUPERVISOR_PERIOD_MS : -1;
  return !g_queue_is_empty(&loop_of(source)->ready);
}

static gboolean
ready_check (GSource *source)
{
  return !g_queue_is_empty(&loop_of(source)->ready);
}

static gboolean
ready_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryEventLoop *loop = loop_of(source);
  for (guint batch = loop->ready.length; batch > 0; batch--)
    gantry_event_loop_run_task(loop, g_queue_pop_head_link(&loop->ready)->data);
  return G_SOURCE_CONTINUE;
}

static void
empty (int fd)
{
  uint64_t number;
  ssize_t got = read(fd, &number, sizeof number);
  (void)got; /* nothing there: it was emptied meanwhile */
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryEventLoop *loop = loop_of(source);
  empty(loop->timer_fd);
  gantry_cooperative_take_due(&loop->base, (int64_t)gantry_monotonic_ns());
  return G_SOURCE_CONTINUE;
}

static gboolean
news_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryEventLoop *loop = loop_of(source);
  empty(loop->base.world->tasks->loop_fds[loop->base.loop]);
  gantry_cooperative_look(&loop->base);
  return G_SOURCE_CONTINUE;
}

static gboolean
fetch_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryEventLoop *loop = loop_of(source);
  struct epoll_event events[64];
  int n_events = epoll_wait(loop->epoll_fd, events, G_N_ELEMENTS(events), 0);
  for (int i = 0; i < n_events; i++) {
    GantryLoopTask *task = events[i].data.ptr;
    /* One whose deadline has come, or that was cancelled, is among the ready ones already. */
    if (task->base.request && task->fetch && !task->base.woken)
      gantry_event_loop_step_fetch(loop, task);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
death_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  gantry_servers_look(loop_of(source)->base.world);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs ready_funcs = {
    .prepare = ready_prepare, .check = ready_check, .dispatch = ready_dispatch};
static GSourceFuncs timer_funcs = {.dispatch = timer_dispatch};
static GSourceFuncs news_funcs = {.dispatch = news_dispatch};
static GSourceFuncs fetch_funcs = {.dispatch = fetch_dispatch};
static GSourceFuncs death_funcs = {.dispatch = death_dispatch};

static void
add_source (GantryEventLoop *loop, GSourceFuncs *funcs, int fd)
{
  GSource *source = g_source_new(funcs, sizeof(LoopSource));
  ((LoopSource *)source)->loop = loop;
  if (fd >= 0)
    g_source_add_unix_fd(source, fd, G_IO_IN);
  g_source_attach(source, loop->context);
  g_source_unref(source);
}

void
gantry_event_loop_fall_asleep (GantryEventLoop *loop, GantryTaskSlot *sleeper)
{
  loop->is_asleep = true;
  loop->sleeper = sleeper;
  gantry_tasks_fall_asleep(loop->base.world->tasks, sleeper);
}

/* Before anything is dispatched. */
static gint
poll_and_wake_up (GantryEventLoop *loop, GPollFD *fds, guint n_fds, gint timeout)
{
  gint result = g_poll(fds, n_fds, timeout);
  if (loop->is_asleep)
    gantry_tasks_wake_up(loop->base.world->tasks, loop->sleeper);
  loop->is_asleep = false;
  return result;
}

/* The loop's own lane is idle while it polls. */
static gint
poll_and_record (GPollFD *fds, guint n_fds, gint timeout)
{
  GantryEventLoop *loop = polling;
  GantryRecorder *recorder = loop->base.recorder;
  if (timeout == 0)
    return poll_and_wake_up(loop, fds, n_fds, timeout);
  gantry_record_state(recorder, gantry_recorder_stamp(recorder, loop->lane), loop->lane,
                      GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, 0);
  gantry_event_loop_drop_gil(loop);
  gint result = poll_and_wake_up(loop, fds, n_fds, timeout);
  gantry_record_state(recorder, gantry_recorder_resume(recorder), loop->lane, GANTRY_STATE_RUNNING, 0,
                      GANTRY_NO_OBJECT, 0);
  gantry_event_loop_keep_gil(loop);
  return result;
}

void
gantry_event_loop_turn (GantryEventLoop *loop)
{
  polling = loop;
  gantry_timer_heap_arm(&loop->base.timers, loop->timer_fd);
  g_main_context_iteration(loop->context, TRUE);
}

static void
drop_parts (GantryEventLoop *loop)
{
  gantry_tasks_remove_loop(loop->base.world->tasks, loop->base.loop);
  g_main_context_unref(loop->context);
  if (loop->timer_fd >= 0)
    close(loop->timer_fd);
  if (loop->epoll_fd >= 0)
    close(loop->epoll_fd);
  gantry_cooperative_clear(&loop->base);
}

static bool
give_up (GantryEventLoop *loop, GError **error)
{
  gantry_run_refused(error);
  drop_parts(loop);
  return false;
}

bool
gantry_event_loop_open (GantryEventLoop *loop, GantryWorld *world, GantryRecorder *recorder, uint32_t parent,
                        GError **error)
{
  uint32_t lane = gantry_segment_new_lane(world->run->segment);
  int number = gantry_tasks_add_loop(world->tasks, lane);
  if (number < 0) {
    g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE,
                        _("More than 64 event loops at once"));
    return false;
  }
  *loop = (GantryEventLoop){.lane = lane, .block_lane = parent};
  gantry_cooperative_init(&loop->base, world, &gantry_event_loop_host, recorder, number);
  loop->context = g_main_context_new();
  loop->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (loop->timer_fd < 0 || loop->epoll_fd < 0)
    return give_up(loop, error);
  g_main_context_push_thread_default(loop->context);
  g_main_context_set_poll_func(loop->context, poll_and_record);
  add_source(loop, &ready_funcs, -1);
  add_source(loop, &timer_funcs, loop->timer_fd);
  add_source(loop, &news_funcs, world->tasks->loop_fds[number]);
  if (gantry_fetch_address())
    add_source(loop, &fetch_funcs, loop->epoll_fd);
  uint64_t ticks = gantry_recorder_resume(recorder);
  gantry_record_lane_created(recorder, ticks, loop->lane, GANTRY_LANE_LOOP, parent, 0, 0, "loop");
  gantry_record_lane_started(recorder, ticks, loop->lane, 0);
  return true;
}

void
gantry_event_loop_close (GantryEventLoop *loop)
{
  GantryRecorder *recorder = loop->base.recorder;
  gantry_record_lane_ended(recorder, gantry_recorder_stamp(recorder, loop->lane), loop->lane,
                           GANTRY_OUTCOME_OK, 0, NULL);
  g_main_context_pop_thread_default(loop->context);
  drop_parts(loop);
}

/* A loop that waits for others is not awake. */
static void
turn_of_block (GantryEventLoop *loop, GantryTaskSlot *slot)
{
  if (gantry_event_loop_is_idle(loop))
    gantry_event_loop_fall_asleep(loop, slot);
  gantry_event_loop_turn(loop);
}

/* Those that are left when a block's loop is over. */
static void
end_daemons (GantryEventLoop *loop, const GantryTaskSlot *block)
{
  g_autoptr(GList) tasks = gantry_cooperative_list_tasks(&loop->base);
  for (GList *link = tasks; link; link = link->next) {
    GantryCooperativeTask *task = link->data;
    if (task->slot == block)
      continue;
    gantry_cooperative_unpark(task);
    gantry_timer_heap_remove(&loop->base.timers, &task->timer);
    gantry_cooperative_kill(&loop->base, task, GANTRY_OUTCOME_DAEMON_KILLED, NULL);
  }
}

void
gantry_event_loop_run_block (GantryBlockingTask *task, const GantryRequest *request)
{
  GantryEventLoop loop;
  g_autoptr(GError) error = NULL;
  uint32_t line = request->line;
  if (!gantry_event_loop_open(&loop, task->world, &task->recorder, task->lane, &error)) {
    gantry_vm_fail(task->vm, error->message);
    return;
  }
  gantry_vm_set_variables(task->vm, &loop.base.variables);
  GantryCooperativeTask *block = gantry_cooperative_adopt(&loop.base, task->slot, task->vm);
  block->is_block = block->started = true;
  loop.has_gil = task->has_gil;
  gantry_cooperative_wake(&loop.base, block, GANTRY_WOKEN_TO_GO_ON, GANTRY_NO_LANE, 0);
  while (!loop.block_is_done || loop.base.live > 0)
    turn_of_block(&loop, task->slot);
  gantry_wait_end(task->slot);
  end_daemons(&loop, task->slot);
  if (block->request)
    gantry_record_woken(&task->recorder, gantry_recorder_stamp(&task->recorder, task->lane), task->lane,
                        GANTRY_NO_LANE, 0, line);
  task->slot->loop = -1;
  task->has_gil = loop.has_gil;
  gantry_vm_set_variables(task->vm, &task->variables);
  if (block->given_up)
    gantry_blocking_interrupt(task);
  gantry_event_loop_host.ended(&loop.base, block);
  gantry_event_loop_close(&loop);
}

bool
gantry_run_async (GantryRun *run, GantryRunEnd *end, GError **error)
{
  static GantryWorld world; /* offloaded threads may use both until the process ends */
  static GantryEventLoop loop;
  if (!gantry_world_init(&world, run, GANTRY_CARRIER_THREAD, error) ||
      !gantry_supervisor_prepare(&world, error) ||
      !gantry_event_loop_open(&loop, &world, run->recorder, GANTRY_NO_LANE, error) ||
      !gantry_cooperative_start_main(&loop.base, loop.lane, error))
    return false;
  if (gantry_servers_get_fd() >= 0)
    add_source(&loop, &death_funcs, gantry_servers_get_fd());
  atomic_fetch_add(&world.tasks->awake, 1);
  gantry_event_loop_keep_gil(&loop);
  while (gantry_supervisor_goes_on(&world)) {
    bool idle = gantry_event_loop_is_idle(&loop);
    if (idle)
      gantry_event_loop_fall_asleep(&loop, NULL);
    if (idle && gantry_supervisor_finds_deadlock(&world, end))
      break;
    gantry_event_loop_turn(&loop);
  }
  gantry_supervisor_finish(&world, end);
  return true;
}
