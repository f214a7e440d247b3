/* Tasks on one GLib main context, each parked at its waits.
 *
 * Two sources of our own carry the loop: one runs what is ready, a batch a turn as asyncio does, the other is
 * a timerfd behind a heap of deadlines, because the context's own timeouts are only exact to the millisecond.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/async-private.h"

#include "run/request-words.h"
#include "run/workload.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BUDGET 400

static GantryAsyncLoop the_loop; /* the poll function of a context gets no data of ours */

static int64_t
now_ns (void)
{
  return (int64_t)gantry_monotonic_ns();
}

uint64_t
gantry_async_stamp (GantryAsyncLoop *loop, GantryAsyncTask *task)
{
  return gantry_recorder_stamp(loop->run->recorder, task->lane);
}

static uint64_t
ticks_of (const GantryAsyncLoop *loop, int64_t ns)
{
  double ns_per_tick = gantry_clock_tick_ns(loop->run->recorder->clock);
  return gantry_recorder_now(loop->run->recorder) -
         (uint64_t)(int64_t)((double)(now_ns() - ns) / ns_per_tick);
}

void
gantry_async_wake (GantryAsyncLoop *loop, GantryAsyncTask *task, uint32_t by, uint64_t at)
{
  gantry_timer_heap_remove(&loop->timers, &task->timer);
  task->woken_by = by;
  task->woken_at = at;
  g_queue_push_tail(&loop->ready, task);
}

void
gantry_async_park (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request,
                   GantryState state, uint32_t object, GQueue *queue)
{
  gantry_record_state(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, state, request->line,
                      object, (uint64_t)request->amount);
  task->request = request;
  task->waiting_in = queue;
  if (queue)
    g_queue_push_tail(queue, task);
  if (request->kind != GANTRY_REQUEST_SLEEP && request->deadline != GANTRY_NO_DEADLINE)
    gantry_timer_heap_add(&loop->timers, &task->timer, request->deadline);
}

static GantryAsyncTask *
add_task (GantryAsyncLoop *loop, const GantryVmStart *like, bool daemon, const char *name, bool numbered,
          int64_t number, uint32_t parent, uint32_t line)
{
  GantryRun *run = loop->run;
  GantryAsyncTask *task = g_new0(GantryAsyncTask, 1);
  GantryVmStart start = *like;
  start.index = ++loop->indices[like->task];
  task->name = gantry_vm_instance_name(name ? name : run->program->tasks[like->task].name, numbered,
                                       name ? number : start.index);
  start.name = task->name;
  task->lane = gantry_segment_new_lane(run->segment);
  task->daemon = daemon;
  task->vm = gantry_vm_new(run->program, &start, &loop->variables);
  g_ptr_array_add(loop->tasks, task);
  loop->live += !daemon;
  gantry_record_lane_created(run->recorder, gantry_recorder_resume(run->recorder), task->lane,
                             GANTRY_LANE_TASK, parent, daemon ? GANTRY_LANE_FLAG_DAEMON : 0, line,
                             task->name);
  gantry_async_wake(loop, task, GANTRY_NO_LANE, gantry_recorder_now(run->recorder));
  return task;
}

static void
serve_start (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryRequest copy = *request;
  if (loop->tasks->len + copy.count > 1000000) {
    gantry_vm_fail(task->vm, _("more than 1,000,000 tasks started in one run"));
    return;
  }
  gantry_async_stamp(loop, task);
  for (uint32_t i = 0; i < copy.count; i++) {
    GantryVmStart start = {
        .task = copy.task,
        .n_args = copy.n_args,
        .args = copy.args,
        .seed = gantry_vm_seed_of(copy.seed, copy.ordinal + i),
    };
    GantryAsyncTask *child =
        add_task(loop, &start, copy.daemon, copy.name, copy.numbered, (int64_t)i + 1, task->lane, copy.line);
    gantry_vm_answer_started(task->vm, (uint64_t)(uintptr_t)child);
  }
}

static void
serve_compute (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  gantry_record_state(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, GANTRY_STATE_RUNNING,
                      request->line, GANTRY_NO_OBJECT, (uint64_t)request->amount);
  gantry_workload_compute(loop->run->recorder, task->lane, request->amount, NULL, NULL);
}

/* A blocking call: the thread sleeps, and the loop with it. */
static void
serve_block (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  int64_t until = now_ns() + request->amount;
  struct timespec when = {.tv_sec = until / 1000000000, .tv_nsec = until % 1000000000};
  uint64_t ticks = gantry_async_stamp(loop, task);
  GantryRecorder *recorder = loop->run->recorder;
  gantry_record_state(recorder, ticks, task->lane, GANTRY_STATE_BLOCKED, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  gantry_record_state(recorder, ticks, loop->lane, GANTRY_STATE_BLOCKED, request->line, GANTRY_NO_OBJECT,
                      (uint64_t)request->amount);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
  }
  ticks = gantry_recorder_resume(recorder);
  uint64_t ended = ticks_of(loop, until);
  gantry_record_woken(recorder, ticks, loop->lane, GANTRY_NO_LANE, ended, request->line);
  gantry_record_woken(recorder, ticks, task->lane, GANTRY_NO_LANE, ended, request->line);
}

static void
serve_text (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryEventKind kind = request->kind == GANTRY_REQUEST_PRINT    ? GANTRY_EVENT_PRINT
                         : request->kind == GANTRY_REQUEST_EXPECT ? GANTRY_EVENT_EXPECT
                                                                  : GANTRY_EVENT_NOTE_BEGIN;
  gantry_record_text(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, kind,
                     (uint16_t)request->value, request->line, request->text);
  if (request->kind == GANTRY_REQUEST_EXPECT && !request->value)
    gantry_ending_broken_expect(loop->ending, request->line, request->text);
}

static bool
serve_sleep (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  int64_t begin = now_ns();
  int64_t end = request->amount > INT64_MAX - begin ? INT64_MAX : begin + request->amount;
  gantry_async_park(loop, task, request, GANTRY_STATE_SLEEPING, GANTRY_NO_OBJECT, NULL);
  gantry_timer_heap_add(&loop->timers, &task->timer, MIN(end, request->deadline));
  return false;
}

static bool
serve_yield (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  gantry_async_park(loop, task, request, GANTRY_STATE_READY, GANTRY_NO_OBJECT, NULL);
  gantry_async_wake(loop, task, GANTRY_NO_LANE, 0);
  return false;
}

static bool
refuse (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  g_autofree char *reason = gantry_request_not_here(loop->run->program, request);
  gantry_vm_fail(task->vm, reason);
  return true;
}

static bool
serve_thing (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryThingKind kind = loop->run->program->things[request->object].kind;
  switch (request->kind) {
  case GANTRY_REQUEST_ACQUIRE:
    return kind == GANTRY_THING_LOCK ? gantry_async_acquire(loop, task, request)
                                     : gantry_async_acquire_other(loop, task, request);
  case GANTRY_REQUEST_RELEASE:
    if (kind == GANTRY_THING_LOCK)
      gantry_async_release(loop, task, request);
    else
      gantry_async_release_other(loop, task, request);
    return true;
  case GANTRY_REQUEST_WAIT:
    return kind == GANTRY_THING_EVENT       ? gantry_async_wait_event(loop, task, request)
           : kind == GANTRY_THING_CONDITION ? gantry_async_wait_condition(loop, task, request)
                                            : gantry_async_wait_barrier(loop, task, request);
  case GANTRY_REQUEST_NOTIFY:
    gantry_async_notify(loop, task, request);
    return true;
  case GANTRY_REQUEST_SET:
  case GANTRY_REQUEST_CLEAR:
    gantry_async_set_event(loop, task, request);
    return true;
  case GANTRY_REQUEST_PUT:
    return gantry_async_put(loop, task, request);
  case GANTRY_REQUEST_GET:
    return gantry_async_get(loop, task, request);
  case GANTRY_REQUEST_LENGTH:
    if (kind != GANTRY_THING_QUEUE)
      return refuse(loop, task, request);
    gantry_vm_answer(task->vm, gantry_async_length(loop, request->object));
    return true;
  default:
    return refuse(loop, task, request);
  }
}

/* TRUE: done, go on. FALSE: the task waits. */
static bool
serve (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  switch (request->kind) {
  case GANTRY_REQUEST_CONTINUE:
    gantry_async_stamp(loop, task);
    return true;
  case GANTRY_REQUEST_COMPUTE:
    serve_compute(loop, task, request);
    return true;
  case GANTRY_REQUEST_BLOCK:
    serve_block(loop, task, request);
    return true;
  case GANTRY_REQUEST_SLEEP:
    return serve_sleep(loop, task, request);
  case GANTRY_REQUEST_YIELD:
    return serve_yield(loop, task, request);
  case GANTRY_REQUEST_PRINT:
  case GANTRY_REQUEST_NOTE_BEGIN:
  case GANTRY_REQUEST_EXPECT:
    serve_text(loop, task, request);
    return true;
  case GANTRY_REQUEST_NOTE_END:
    gantry_record_note_end(loop->run->recorder, gantry_async_stamp(loop, task), task->lane, request->line);
    return true;
  case GANTRY_REQUEST_START:
    serve_start(loop, task, request);
    return true;
  case GANTRY_REQUEST_JOIN:
    return gantry_async_join(loop, task, request);
  case GANTRY_REQUEST_WITHIN:
    gantry_vm_answer(task->vm, now_ns() + request->amount);
    return true;
  case GANTRY_REQUEST_RUN_ASYNC_BEGIN:
    gantry_vm_fail(task->vm, _("an event loop is already running in this thread"));
    return true;
  case GANTRY_REQUEST_CRASH:
    kill(getpid(), SIGKILL);
    return true;
  default:
    return request->object == GANTRY_NO_OBJECT ? refuse(loop, task, request)
                                               : serve_thing(loop, task, request);
  }
}

static void
end_task (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  GantryAsyncTask *joiner;
  task->end_ticks = gantry_async_stamp(loop, task);
  task->value = request->value;
  task->ended = true;
  gantry_ending_task(loop->ending, task->name, request->outcome, request->text);
  gantry_record_lane_ended(loop->run->recorder, task->end_ticks, task->lane, request->outcome, request->value,
                           request->text);
  while ((joiner = g_queue_pop_head(&task->joiners))) {
    joiner->waiting_in = NULL;
    gantry_async_wake(loop, joiner, task->lane, task->end_ticks);
  }
  g_clear_pointer(&task->vm, gantry_vm_free);
  loop->live -= !task->daemon;
}

/* Goes on with the request that the task waited in. TRUE: it is done. */
static bool
go_on (GantryAsyncLoop *loop, GantryAsyncTask *task, const GantryRequest *request)
{
  bool waits_for_time = request->kind == GANTRY_REQUEST_SLEEP || request->kind == GANTRY_REQUEST_YIELD;
  bool waits_for_notify = request->kind == GANTRY_REQUEST_WAIT &&
                          loop->run->program->things[request->object].kind == GANTRY_THING_CONDITION;
  if (task->timed_out && waits_for_notify && !gantry_async_condition_late(loop, task, request)) {
    task->timed_out = false;
    return false;
  }
  bool late = task->timed_out && (!waits_for_time || request->deadline <= now_ns());
  if (task->late && task->handed_over)
    late = gantry_async_wait_condition(loop, task, request); /* has its lock again */
  if (late) {
    task->timed_out = false;
    task->late = false;
    task->join_at = 0;
    gantry_vm_interrupt(task->vm, GANTRY_INTERRUPT_DEADLINE, now_ns());
    return true;
  }
  task->timed_out = false;
  return waits_for_time || serve(loop, task, request);
}

static bool
resume (GantryAsyncLoop *loop, GantryAsyncTask *task)
{
  GantryRecorder *recorder = loop->run->recorder;
  const GantryRequest *request = task->request;
  uint64_t ticks = gantry_recorder_stamp(recorder, loop->lane);
  if (!task->started) {
    task->started = true;
    gantry_record_lane_started(recorder, ticks, task->lane, task->woken_at);
    return true;
  }
  gantry_record_woken(recorder, ticks, task->lane, task->woken_by, task->woken_at, request->line);
  task->request = NULL;
  return go_on(loop, task, request);
}

/* One turn of a task: until it waits or ends. */
static void
run_task (GantryAsyncLoop *loop, GantryAsyncTask *task)
{
  loop->current = task;
  bool goes_on = resume(loop, task);
  while (goes_on) {
    const GantryRequest *request = gantry_vm_run(task->vm, BUDGET);
    if (request->kind != GANTRY_REQUEST_CONTINUE)
      gantry_value_log_flush(loop->values, loop->run->recorder, task->lane);
    if (request->kind == GANTRY_REQUEST_END) {
      end_task(loop, task, request);
      return;
    }
    goes_on = serve(loop, task, request);
  }
}

static void
stored (uint32_t object, int64_t value, uint32_t line, gpointer user_data)
{
  GantryAsyncLoop *loop = user_data;
  gantry_value_log_store(loop->values, loop->run->recorder, loop->current->lane, object, value);
}

typedef struct {
  GSource source;
  GantryAsyncLoop *loop;
  gpointer tag;
} LoopSource;

static gboolean
ready_prepare (GSource *source, gint *timeout)
{
  *timeout = -1;
  return !g_queue_is_empty(&((LoopSource *)source)->loop->ready);
}

static gboolean
ready_check (GSource *source)
{
  return !g_queue_is_empty(&((LoopSource *)source)->loop->ready);
}

static gboolean
ready_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryAsyncLoop *loop = ((LoopSource *)source)->loop;
  for (guint batch = loop->ready.length; batch > 0; batch--)
    run_task(loop, g_queue_pop_head(&loop->ready));
  return G_SOURCE_CONTINUE;
}

static void
take_due_timers (GantryAsyncLoop *loop)
{
  int64_t now = now_ns();
  GantryTimer *timer;
  while ((timer = gantry_timer_heap_first(&loop->timers)) && timer->when <= now) {
    GantryAsyncTask *task = (GantryAsyncTask *)timer;
    task->timed_out = true;
    if (task->waiting_in)
      g_queue_remove(task->waiting_in, task);
    task->waiting_in = NULL;
    gantry_async_wake(loop, task, GANTRY_NO_LANE, ticks_of(loop, timer->when));
  }
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GantryAsyncLoop *loop = ((LoopSource *)source)->loop;
  uint64_t expirations;
  ssize_t got = read(loop->timer_fd, &expirations, sizeof expirations);
  (void)got; /* nothing there: it was set anew meanwhile */
  take_due_timers(loop);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs ready_funcs = {
    .prepare = ready_prepare, .check = ready_check, .dispatch = ready_dispatch};
static GSourceFuncs timer_funcs = {.dispatch = timer_dispatch};

static GSource *
add_source (GantryAsyncLoop *loop, GSourceFuncs *funcs)
{
  GSource *source = g_source_new(funcs, sizeof(LoopSource));
  ((LoopSource *)source)->loop = loop;
  g_source_attach(source, loop->context);
  return source;
}

static void
arm_timer (GantryAsyncLoop *loop)
{
  const GantryTimer *first = gantry_timer_heap_first(&loop->timers);
  int64_t when = first ? MAX(first->when, 1) : 0;
  struct itimerspec setting = {.it_value = {.tv_sec = when / 1000000000, .tv_nsec = when % 1000000000}};
  timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &setting, NULL);
}

/* The loop's own lane is idle while it polls. */
static gint
poll_and_record (GPollFD *fds, guint n_fds, gint timeout)
{
  GantryAsyncLoop *loop = &the_loop;
  GantryRecorder *recorder = loop->run->recorder;
  if (timeout == 0)
    return g_poll(fds, n_fds, timeout);
  gantry_record_state(recorder, gantry_recorder_stamp(recorder, loop->lane), loop->lane,
                      GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT, 0);
  gint result = g_poll(fds, n_fds, timeout);
  gantry_record_state(recorder, gantry_recorder_resume(recorder), loop->lane, GANTRY_STATE_RUNNING, 0,
                      GANTRY_NO_OBJECT, 0);
  return result;
}

static void
make_things (GantryAsyncLoop *loop)
{
  const GantryProgram *program = loop->run->program;
  loop->things = g_new0(GantryAsyncThing, program->n_things + 1);
  loop->cells = g_malloc0(sizeof(int64_t) * (program->n_things + 1));
  loop->indices = g_new0(int64_t, program->n_tasks);
  loop->values = gantry_value_log_new(program->n_things);
  for (uint32_t i = 0; i < program->n_things; i++) {
    atomic_init(&loop->cells[i], program->things[i].initial);
    loop->things[i].count = program->things[i].initial;
    if (program->things[i].kind == GANTRY_THING_RWLOCK)
      loop->things[i].readers = g_hash_table_new(NULL, NULL);
    if (program->things[i].kind == GANTRY_THING_QUEUE)
      loop->things[i].items = g_array_new(FALSE, FALSE, sizeof(int64_t));
  }
  loop->variables = (GantryVariables){loop->cells, loop->cells, stored, loop};
}

static void
start_main (GantryAsyncLoop *loop)
{
  GantryRun *run = loop->run;
  GantryVmStart start = {.task = run->program->main_task, .seed = gantry_vm_main_seed(run->options->seed)};
  loop->lane = gantry_segment_new_lane(run->segment);
  uint64_t ticks = gantry_recorder_resume(run->recorder);
  gantry_record_lane_created(run->recorder, ticks, loop->lane, GANTRY_LANE_LOOP, GANTRY_NO_LANE, 0, 0,
                             "loop");
  gantry_record_lane_started(run->recorder, ticks, loop->lane, 0);
  add_task(loop, &start, false, NULL, false, 1, loop->lane, run->program->tasks[start.task].line);
}

bool
gantry_run_async (GantryRun *run, GantryRunEnd *end, GError **error)
{
  GantryAsyncLoop *loop = &the_loop;
  *loop = (GantryAsyncLoop){.run = run, .context = g_main_context_new(), .ending = gantry_ending_new()};
  loop->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (loop->timer_fd < 0) {
    g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, _("The machine refused a timer (%s)"),
                g_strerror(errno));
    return false;
  }
  gantry_timer_heap_init(&loop->timers);
  loop->tasks = g_ptr_array_new();
  make_things(loop);
  g_main_context_push_thread_default(loop->context);
  g_main_context_set_poll_func(loop->context, poll_and_record);
  add_source(loop, &ready_funcs);
  g_source_add_unix_fd(add_source(loop, &timer_funcs), loop->timer_fd, G_IO_IN);
  start_main(loop);
  while (loop->live > 0) {
    if (g_queue_is_empty(&loop->ready) && !gantry_timer_heap_first(&loop->timers)) {
      *end = (GantryRunEnd){GANTRY_RUN_DEADLOCK, gantry_async_describe_deadlock(loop)};
      return true;
    }
    arm_timer(loop);
    g_main_context_iteration(loop->context, TRUE);
  }
  gantry_ending_get(loop->ending, end);
  return true;
}
