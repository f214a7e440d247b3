/* A session's thread: starts the runner, collects, finishes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/session.h"

#include "run/control.h"
#include "run/needs.h"
#include "run/process-memory.h"
#include "run/processors.h"
#include "run/runner-death.h"
#include "run/runner-spawn.h"
#include "run/timeline-of-run.h"
#include "run/trace-watch.h"
#include "trace/collector.h"
#include "trace/recorder.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASS_EVERY_MS 4
/* After a pass that brought so many events the next one follows at once. */
#define BUSY_EVENTS 16384
/* 65536 events are 2 MiB: at a pass every 4 ms a task may record sixteen million a second before it loses
 * any, or a million while the collector waits 60 ms for a processor. Memory is used as it is written. */
/* Where addresses are short there are few: fewer rings, and shorter ones, of 320 and 256 MiB in all. */
#define SHARE (sizeof(void *) >= sizeof(uint64_t) ? 1u : 8u)
#define THREAD_RINGS (10240 / SHARE)
#define THREAD_CAPACITY (65536 / SHARE)
#define LOOP_RINGS (1024 / SHARE)
#define LOOP_CAPACITY (524288 / SHARE)
/* Each may bring one lane that others wait for; honest runs need a few. */
#define MOST_LAST_PASSES 4096
/* Where that is refused: 128 MiB. */
#define FEW_RINGS 512u
#define FEW_CAPACITY 8192u
#define LONGEST_SIMULATION_NS (300 * INT64_C(1000000000))

struct GantrySession {
  GantryScenario *scenario;
  GantryRunOptions options;
  GantryTimeline *timeline;
  GantrySegment *segment;
  GantryKernelSwitches *switches;
  GantrySessionDone done;
  gpointer user_data;
  GThread *thread;
  GMutex mutex;
  GCond changed;
  bool started; /* or could not be */
  bool finished;
  GError *start_error;
  _Atomic bool stop;
  _Atomic int pid;
  int control;               /* to the runner; -1: none */
  char *complaint;           /* why the runner, or a process of its, gave up; NULL: it did not */
  int64_t own_peak_bytes;    /* of this process when it started the runner */
  int64_t peak_bytes;        /* of the runner, as far as it was seen */
  bool trace_ended_it;       /* its trace was the reason to end the run; */
  bool never_began;          /* or that there was none of it for too long */
  bool cores_were_asked_for; /* so many, by the scenario or whoever runs it */
};

/* Cost of recording one event here, measured once: ns. */
static double
measure_record_ns (void)
{
  static gsize once = 0;
  static double ns = 0;
  if (!g_once_init_enter(&once))
    return ns;
  GantryClockKind clock = gantry_clock_best();
  g_autoptr(GantrySegment) segment = gantry_segment_new(clock, GANTRY_ON_CPU_FROM_KERNEL, 1, 4096, NULL);
  GantryRecorder recorder;
  if (segment && gantry_recorder_init(&recorder, segment, 0, NULL)) {
    uint64_t before = gantry_monotonic_ns();
    for (int i = 0; i < 4096; i++)
      gantry_record_state(&recorder, gantry_recorder_now(&recorder), 0, GANTRY_STATE_RUNNING, 1,
                          GANTRY_NO_OBJECT, 0);
    ns = (double)(gantry_monotonic_ns() - before) / 4096;
  }
  g_once_init_leave(&once, 1);
  return ns;
}

static bool
make_segment (GantrySession *session, GError **error)
{
  GantryRunOptions *options = &session->options;
  bool simulated = options->model == GANTRY_MODEL_SIMULATED;
  bool threads = options->model == GANTRY_MODEL_THREADS || options->model == GANTRY_MODEL_PROCESSES;
  if (simulated)
    options->on_cpu_from = GANTRY_ON_CPU_FROM_VIRTUAL;
  else if (options->on_cpu_from == GANTRY_ON_CPU_FROM_AUTO)
    options->on_cpu_from =
        gantry_kernel_switches_available() ? GANTRY_ON_CPU_FROM_KERNEL : GANTRY_ON_CPU_FROM_SELF;
  (void)gantry_clock_tick_ns(gantry_clock_best()); /* measured before the run, not during it */
  GantryClockKind clock = simulated ? GANTRY_CLOCK_VIRTUAL : gantry_clock_best();
  session->segment = gantry_segment_new(clock, options->on_cpu_from, threads ? THREAD_RINGS : LOOP_RINGS,
                                        threads ? THREAD_CAPACITY : LOOP_CAPACITY, NULL);
  if (session->segment)
    return true;
  /* Twenty gigabytes of addresses are much where somebody limited them; the memory itself was not asked for.
   */
  session->segment = gantry_segment_new(clock, options->on_cpu_from, FEW_RINGS, FEW_CAPACITY, error);
  if (session->segment)
    g_message(
        _("this machine gives little memory for the trace: more than %u threads at once cannot be recorded"),
        FEW_RINGS);
  return session->segment != NULL;
}

/* A runner that gave up is in the way of all that follows: what it says of it is the reason. */
static void
prefer_complaint (GantrySession *session, GError **error)
{
  session->complaint = gantry_control_read_complaint(session->control);
  if (!session->complaint || !error)
    return;
  g_clear_error(error);
  g_set_error_literal(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, session->complaint);
}

/* Starts the runner and tells it what to run. */
static bool
launch (GantrySession *session, pid_t *pid, GError **error)
{
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, _("No connection to the runner (%s)"),
                g_strerror(errno));
    return false;
  }
  session->own_peak_bytes = gantry_process_peak_bytes(getpid());
  bool spawned = gantry_runner_spawn(
      gantry_segment_get_fd(session->segment), pair[1],
      gantry_needs_of(gantry_scenario_get_program(session->scenario), session->options.model), pid, error);
  close(pair[1]);
  if (spawned && session->options.on_cpu_from == GANTRY_ON_CPU_FROM_KERNEL)
    session->switches = gantry_kernel_switches_new(*pid, error);
  bool told = spawned && (session->switches || session->options.on_cpu_from != GANTRY_ON_CPU_FROM_KERNEL) &&
              gantry_control_send(pair[0], session->scenario, &session->options, error);
  session->control = pair[0];
  if (spawned && !told) {
    gantry_runner_tell_early_death(*pid, error);
    kill(-*pid, SIGKILL);
    waitpid(*pid, NULL, 0);
    prefer_complaint(session, error);
  }
  return told;
}

/* Whether it goes on for longer than it may: by the run's own clock, which begins with what is recorded
 * first. Until then the machine may have been slow to start the runner, and that is no part of the run. */
static bool
is_over_time (GantrySession *session, const GantryCollector *collector, int64_t since_launch)
{
  const GantryRunOptions *options = &session->options;
  bool has_begun = gantry_collector_has_begun(collector);
  session->never_began = !has_begun && since_launch > options->begins_within_ns;
  if (options->model == GANTRY_MODEL_SIMULATED) /* keeps its limit itself, but may not go on for ever */
    return since_launch > MAX(options->limit_ns, LONGEST_SIMULATION_NS);
  return session->never_began || (has_begun && gantry_collector_now(collector) > options->limit_ns);
}

/* Why the runner must be killed now, or UNFINISHED. */
static GantryRunOutcome
must_end (GantrySession *session, const GantryCollector *collector, uint64_t launched)
{
  if (is_over_time(session, collector, (int64_t)(gantry_monotonic_ns() - launched)))
    return session->never_began ? GANTRY_RUN_FAILED : GANTRY_RUN_LIMIT;
  /* Relaxed: stands for itself. */
  if (atomic_load_explicit(&session->stop, memory_order_relaxed))
    return GANTRY_RUN_STOPPED;
  GantryRunOutcome outcome = gantry_trace_watch(session->segment, gantry_collector_get_taken(collector),
                                                session->options.most_events);
  session->trace_ended_it = outcome != GANTRY_RUN_UNFINISHED;
  return outcome;
}

/* One process that gives up ends the run: others may wait for it for ever. */
static void
hear_complaint (GantrySession *session, pid_t pid, struct pollfd *control)
{
  if (control->revents == 0)
    return;
  control->fd = -1; /* there is only one, or nobody left to complain */
  session->complaint = gantry_control_read_complaint(session->control);
  if (session->complaint)
    kill(-pid, SIGKILL);
}

/* Collects until the runner has ended or must. Returns the outcome that overrides what it tells, or
 * UNFINISHED. */
static GantryRunOutcome
collect (GantrySession *session, GantryCollector *collector, pid_t pid, int64_t *ended_at)
{
  GantryRunOutcome override = GANTRY_RUN_UNFINISHED;
  int pidfd = pidfd_open(pid, 0);
  struct pollfd watched[] = {{.fd = pidfd, .events = POLLIN}, {.fd = session->control, .events = POLLIN}};
  uint64_t launched = gantry_monotonic_ns(), n_events = 0;
  for (;;) {
    bool is_behind = n_events >= BUSY_EVENTS || gantry_collector_is_behind(collector);
    poll(watched, G_N_ELEMENTS(watched), is_behind ? 0 : PASS_EVERY_MS);
    hear_complaint(session, pid, &watched[1]);
    n_events = gantry_collector_pass(collector, false);
    session->peak_bytes = MAX(session->peak_bytes, gantry_process_peak_bytes(pid));
    /* Where the run did not tell its end itself, this is it: not when all is cleared away. */
    *ended_at = gantry_collector_now(collector);
    if (gantry_runner_is_dead(pid))
      break;
    if (override == GANTRY_RUN_UNFINISHED) {
      override = must_end(session, collector, launched);
      if (override != GANTRY_RUN_UNFINISHED)
        kill(-pid, SIGKILL);
    }
  }
  if (pidfd >= 0)
    close(pidfd);
  return override;
}

static int64_t
timeval_ns (struct timeval time)
{
  return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

/* How the runner ended that did not tell it in its trace. */
static GantryRunOutcome
outcome_of (GantryRunOutcome override, const char *complaint)
{
  if (override != GANTRY_RUN_UNFINISHED)
    return override;
  return complaint ? GANTRY_RUN_FAILED : GANTRY_RUN_CRASHED;
}

static char *
reason_of (GantryRunOutcome outcome, const GantrySession *session, const GantryCollectorTotals *totals,
           int status)
{
  if (session->trace_ended_it)
    return gantry_trace_reason(outcome, totals);
  if (outcome == GANTRY_RUN_LIMIT)
    return g_strdup_printf(_("stopped after %g s, its limit"), (double)session->options.limit_ns / 1e9);
  if (outcome == GANTRY_RUN_STOPPED)
    return g_strdup(_("stopped"));
  if (session->complaint)
    return g_strdup(session->complaint);
  if (session->never_began)
    return g_strdup_printf(
        _("gantry-runner had not begun the run after %g s; run again when this machine has less to do"),
        (double)session->options.begins_within_ns / 1e9);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS)
    return g_strdup(gantry_trace_no_page_reason());
  if (WIFSIGNALED(status))
    return g_strdup_printf(_("the process that ran it was killed (signal %d)"), WTERMSIG(status));
  return g_strdup_printf(_("the process that ran it gave up (status %d)"), WEXITSTATUS(status));
}

/* What a process is accounted begins with what the one that started it had used: only if it is more can it be
 * the run's own. */
static int64_t
peak_of_run (const GantrySession *session, const struct rusage *usage)
{
  int64_t accounted = (int64_t)usage->ru_maxrss * 1024;
  bool is_own = accounted > session->own_peak_bytes + session->own_peak_bytes / 16;
  return is_own || session->peak_bytes == 0 ? accounted : session->peak_bytes;
}

static void
finish (GantrySession *session, GantryCollector *collector, GantryBuilder *builder, int64_t ended,
        GantryRunOutcome override, int status, const struct rusage *usage)
{
  GantryCollectorTotals totals;
  gantry_collector_get_totals(collector, &totals);
  if (totals.damaged > 0 && !session->trace_ended_it && override == GANTRY_RUN_UNFINISHED) {
    /* However well the run says that it ended. */
    session->trace_ended_it = true;
    override = GANTRY_RUN_CRASHED;
  }
  if (!session->complaint)
    session->complaint = gantry_control_read_complaint(session->control);
  if (totals.clock_jumps > 0)
    g_message(_("the machine slept or was moved during the run: its clocks jumped apart by %.3g s, and times "
                "around that moment are uncertain"),
              ABS((double)totals.clock_jump_ns) / 1e9);
  GantryRunResult result = {
      .outcome = outcome_of(override, session->complaint),
      .cpu_ns = timeval_ns(usage->ru_utime) + timeval_ns(usage->ru_stime),
      .peak_rss_bytes = peak_of_run(session, usage),
      .context_switches = usage->ru_nvcsw + usage->ru_nivcsw,
      .events = totals.events,
      .lost = totals.lost + totals.switches_lost,
      .record_ns = measure_record_ns(),
  };
  result.reason = reason_of(result.outcome, session, &totals, status);
  gantry_builder_finish(builder, ended, &result, override != GANTRY_RUN_UNFINISHED);
  g_free(result.reason);
}

static void
tell (GantrySession *session, bool *what)
{
  g_mutex_lock(&session->mutex);
  *what = true;
  g_cond_broadcast(&session->changed);
  g_mutex_unlock(&session->mutex);
}

static gpointer
session_thread (gpointer data)
{
  GantrySession *session = data;
  pid_t pid = 0;
  int status = 0;
  struct rusage usage = {0};
  prctl(PR_SET_CHILD_SUBREAPER, 1); /* of the process: what a killed runner leaves behind comes here */
  if (!launch(session, &pid, &session->start_error)) {
    tell(session, &session->started);
    return NULL;
  }
  atomic_store(&session->pid, pid);
  g_autoptr(GantryBuilder) builder = gantry_builder_new(session->timeline);
  if (session->cores_were_asked_for)
    gantry_expect_cores_of_run(builder, &session->options);
  g_autoptr(GantryCollector) collector =
      gantry_collector_new(session->segment, session->switches, gantry_builder_get_sink(), builder);
  tell(session, &session->started);
  int64_t ended = 0;
  GantryRunOutcome override = collect(session, collector, pid, &ended);
  atomic_store(&session->pid, 0);
  gantry_runner_reap(pid, &status, &usage);
  /* Each pass may bring the lanes that others wait for; what still waits then waits for a lane that was lost.
   */
  for (int i = 0; i < MOST_LAST_PASSES && gantry_collector_pass(collector, true) > 0; i++) {
  }
  gantry_builder_set_last(builder);
  gantry_collector_pass(collector, true);
  finish(session, collector, builder, ended, override, status, &usage);
  if (session->done)
    session->done(session, session->user_data);
  tell(session, &session->finished);
  return NULL;
}

static void
session_destroy (GantrySession *session)
{
  gantry_kernel_switches_free(session->switches);
  gantry_segment_free(session->segment);
  if (session->control >= 0)
    close(session->control);
  g_free(session->complaint);
  if (session->timeline)
    gantry_timeline_unref(session->timeline);
  gantry_scenario_unref(session->scenario);
  g_mutex_clear(&session->mutex);
  g_cond_clear(&session->changed);
  g_free(session);
}

static GantrySession *
start (GantryScenario *scenario, const GantryRunOptions *options, GantrySessionDone done, gpointer user_data,
       GError **error)
{
  GantrySession *session = g_new0(GantrySession, 1);
  session->scenario = gantry_scenario_ref(scenario);
  session->options = *options;
  session->control = -1;
  session->done = done;
  session->user_data = user_data;
  g_mutex_init(&session->mutex);
  g_cond_init(&session->changed);
  int wanted = options->cores;
  session->cores_were_asked_for = wanted > 0;
  if (options->model == GANTRY_MODEL_SIMULATED)
    session->options.cores = wanted > 0 ? wanted : gantry_processors_count();
  else
    session->options.cores = wanted > 0 ? MIN(wanted, gantry_processors_count()) : gantry_processors_count();
  if (!make_segment(session, error)) {
    session_destroy(session);
    return NULL;
  }
  session->timeline = gantry_timeline_of_run(session->scenario, &session->options);
  session->thread = g_thread_try_new("gantry-session", session_thread, session, NULL);
  if (!session->thread) {
    errno = EAGAIN;
    gantry_run_refused(error);
    session_destroy(session);
    return NULL;
  }
  g_mutex_lock(&session->mutex);
  while (!session->started)
    g_cond_wait(&session->changed, &session->mutex);
  g_mutex_unlock(&session->mutex);
  if (!session->start_error)
    return session;
  g_propagate_error(error, g_steal_pointer(&session->start_error));
  g_thread_join(session->thread);
  session_destroy(session);
  return NULL;
}

GantrySession *
gantry_session_start (GantryScenario *scenario, const GantryRunOptions *options, GantrySessionDone done,
                      gpointer user_data, GError **error)
{
  g_autoptr(GError) refused = NULL;
  GantrySession *session = start(scenario, options, done, user_data, &refused);
  /* It may have allowed it a moment ago, and be short of something now: nobody has asked for the kernel's
   * times. */
  if (!session && options->on_cpu_from == GANTRY_ON_CPU_FROM_AUTO &&
      g_error_matches(refused, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_KERNEL)) {
    GantryRunOptions own = *options;
    own.on_cpu_from = GANTRY_ON_CPU_FROM_SELF;
    return start(scenario, &own, done, user_data, error);
  }
  if (!session)
    g_propagate_error(error, g_steal_pointer(&refused));
  return session;
}

void
gantry_session_stop (GantrySession *session)
{
  /* Relaxed: stands for itself, and is asked for at each pass. */
  atomic_store_explicit(&session->stop, true, memory_order_relaxed);
}

void
gantry_session_wait (GantrySession *session)
{
  g_mutex_lock(&session->mutex);
  while (!session->finished)
    g_cond_wait(&session->changed, &session->mutex);
  g_mutex_unlock(&session->mutex);
}

void
gantry_session_free (GantrySession *session)
{
  if (!session)
    return;
  gantry_session_stop(session);
  g_thread_join(session->thread);
  session_destroy(session);
}

GantryTimeline *
gantry_session_get_timeline (GantrySession *session)
{
  return session->timeline;
}

GantryScenario *
gantry_session_get_scenario (GantrySession *session)
{
  return session->scenario;
}

const GantryRunOptions *
gantry_session_get_options (GantrySession *session)
{
  return &session->options;
}

GPid
gantry_session_get_pid (GantrySession *session)
{
  return atomic_load(&session->pid);
}
