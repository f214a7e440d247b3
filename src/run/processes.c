/* Tasks as processes of their own, forked by the supervisor, which has no other thread.
 *
 * A starter fills a slot, lays its plain variables beside it and sends the slot's number through a pipe; the
 * supervisor forks. So one process is the parent of all, sees each death at once, and no task has to look
 * after its children. Where tasks are threads or live on a loop, a small process forked before all others is
 * that supervisor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/processes.h"

#include "run/blocking.h"
#include "run/control.h"
#include "run/pools.h"
#include "run/servers.h"
#include "run/steward.h"
#include "run/supervisor.h"
#include "run/trace-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLAIN_COPIES_BYTES (UINT64_C(1) << 30)

typedef struct {
  GantryWorld *world;
  GantryRecorder *recorder; /* the supervisor's own */
  int requests;             /* slot numbers, from starters */
  int deaths;               /* signalfd */
  pid_t pid;
  GHashTable *by_pid; /* GantryTaskSlot */
} Supervisor;

static Supervisor supervisor;

bool
gantry_process_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason)
{
  GantryTasks *tasks = world->tasks;
  slot->plain_offset = atomic_fetch_add(&tasks->plain_used, tasks->plain_bytes);
  if (slot->plain_offset + tasks->plain_bytes > PLAIN_COPIES_BYTES) {
    *reason = g_strdup(_("too many processes with variables of their own were started in one run"));
    return false;
  }
  memcpy(tasks->plain_copies + slot->plain_offset, (const void *)world->plain, tasks->plain_bytes);
  uint32_t number = (uint32_t)(slot - tasks->slots);
  ssize_t written;
  while ((written = write(world->fork_requests, &number, sizeof number)) < 0 && errno == EINTR) {
  }
  if (written == sizeof number)
    return true;
  *reason = g_strdup_printf(_("the process could not be asked for (%s)"), g_strerror(errno));
  return false;
}

/* Threads that the task has started go on without it, and a pool's may be wanted by others. */
static void
linger (GantryWorld *world, GantryTaskSlot *slot)
{
  uint32_t n_threads;
  slot->lingers = atomic_load(&world->n_threads) > 0;
  while ((n_threads = atomic_load(&world->n_threads)) > 0)
    gantry_futex_wait(&world->n_threads, n_threads, INT64_MAX);
}

static void
child_main (GantryTaskSlot *slot)
{
  GantryWorld *world = supervisor.world;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  if (getppid() != supervisor.pid)
    _exit(1);
  sigset_t deaths;
  sigemptyset(&deaths);
  sigaddset(&deaths, SIGCHLD);
  sigprocmask(SIG_UNBLOCK, &deaths, NULL);
  /* From a starter in this child on, threads are threads of this process. */
  memcpy((void *)world->plain, world->tasks->plain_copies + slot->plain_offset, world->tasks->plain_bytes);
  if (world->run->options->gil)
    world->gil = gantry_gil_new(world->run->options->gil_interval_ns);
  atomic_store(&slot->pid, (uint32_t)getpid());
  gantry_blocking_run_task(world, slot);
  slot->own_bytes = gantry_steward_own_bytes(getpid());
  linger(world, slot);
  _exit(0);
}

static GantryActor
actor_for (GantryTaskSlot *slot)
{
  return (GantryActor){
      .world = supervisor.world,
      .slot = slot,
      .recorder = supervisor.recorder,
      .ticks = gantry_recorder_resume(supervisor.recorder),
      .loop = -1,
  };
}

/* A task that ended without saying so itself. */
static void
bury (GantryTaskSlot *slot, GantryOutcome outcome, const char *reason)
{
  GantryTasks *tasks = supervisor.world->tasks;
  GantryActor actor = actor_for(slot);
  if (atomic_load(&slot->ended))
    return;
  g_autofree char *name = gantry_task_slot_name(supervisor.world->run->program, slot);
  if (outcome == GANTRY_OUTCOME_KILLED)
    atomic_store(&tasks->is_doubtful, 1);
  gantry_record_lane_ended(supervisor.recorder, actor.ticks, slot->lane, outcome, 0, reason);
  gantry_ending_task(tasks->ending, name, outcome, reason);
  atomic_fetch_add(&tasks->moves, 1);
  gantry_things_bury(&actor, slot);
  if (slot->pool != GANTRY_NO_OBJECT)
    gantry_pool_bury(&actor, slot, gantry_blocking_spawn);
  bool was_awake = !atomic_load(&slot->asleep);
  gantry_tasks_end(tasks, slot, 0, actor.ticks);
  if (was_awake)
    atomic_fetch_sub(&tasks->awake, 1);
}

static void
fork_slot (uint32_t number)
{
  GantryTaskSlot *slot = &supervisor.world->tasks->slots[number];
  guint n_processes = g_hash_table_size(supervisor.by_pid);
  pid_t pid = n_processes < GANTRY_MOST_PROCESSES ? fork() : -1;
  if (pid == 0)
    child_main(slot);
  if (pid > 0) {
    atomic_store(&slot->pid, (uint32_t)pid);
    g_hash_table_insert(supervisor.by_pid, GINT_TO_POINTER(pid), slot);
    return;
  }
  g_autofree char *reason =
      n_processes < GANTRY_MOST_PROCESSES
          ? g_strdup_printf(_("line %u: the machine refused process number %u (%s)"), slot->line,
                            n_processes + 1, g_strerror(errno))
          : g_strdup_printf(_("line %u: more than %u processes at once"), slot->line, GANTRY_MOST_PROCESSES);
  slot->stops_run = true;
  bury(slot, GANTRY_OUTCOME_FAILED, reason);
}

static void
take_requests (void)
{
  uint32_t number;
  while (read(supervisor.requests, &number, sizeof number) == sizeof number)
    if (number < GANTRY_MOST_STARTS)
      fork_slot(number);
}

/* Whether it was to be in the process that is no more, or to be started by it. */
static bool
died_with (const GantryTaskSlot *slot, pid_t pid)
{
  bool is_own_process = slot->carrier == GANTRY_CARRIER_PROCESS;
  if (atomic_load(&slot->ended) || atomic_load(&slot->starter_pid) != (uint32_t)pid)
    return false;
  return !is_own_process || atomic_load(&slot->pid) == 0;
}

static void
bury_loops (pid_t pid)
{
  GantryTasks *tasks = supervisor.world->tasks;
  uint64_t ticks = gantry_recorder_resume(supervisor.recorder);
  for (int i = 0; i < GANTRY_MOST_LOOPS; i++) {
    if (atomic_load(&tasks->loop_pids[i]) != (uint32_t)pid)
      continue;
    gantry_record_lane_ended(supervisor.recorder, ticks, tasks->loop_lanes[i], GANTRY_OUTCOME_KILLED, 0,
                             NULL);
    gantry_tasks_remove_loop(tasks, i);
  }
}

/* Those of a process that is no more. */
static void
bury_others (pid_t pid)
{
  GantryTasks *tasks = supervisor.world->tasks;
  /* What it has still asked for is begun: the rest of what it made never will be. */
  take_requests();
  uint32_t n_slots = MIN(atomic_load(&tasks->n_slots), GANTRY_MOST_STARTS);
  for (uint32_t i = 0; i < n_slots; i++) {
    GantryTaskSlot *slot = &tasks->slots[i];
    if (!died_with(slot, pid))
      continue;
    if (slot->carrier == GANTRY_CARRIER_THREAD && atomic_load(&slot->pid) == (uint32_t)pid)
      atomic_fetch_sub(&tasks->n_threads, 1);
    bury(slot, GANTRY_OUTCOME_KILLED, NULL);
  }
  bury_loops(pid);
}

static char *
reason_of_death (int status)
{
  return WIFSIGNALED(status) ? g_strdup_printf(_("its process was ended by signal %d"), WTERMSIG(status))
                             : g_strdup_printf(_("its process gave up (status %d)"), WEXITSTATUS(status));
}

static void
take_deaths (void)
{
  struct signalfd_siginfo info;
  int status;
  pid_t pid;
  while (read(supervisor.deaths, &info, sizeof info) == sizeof info) {
  }
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    g_autofree char *reason = reason_of_death(status);
    GantryTaskSlot *slot = g_hash_table_lookup(supervisor.by_pid, GINT_TO_POINTER(pid));
    g_hash_table_remove(supervisor.by_pid, GINT_TO_POINTER(pid));
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS)
      gantry_ending_crash(supervisor.world->tasks->ending, gantry_trace_no_page_reason());
    if (slot)
      bury(slot, GANTRY_OUTCOME_KILLED, reason);
    if (status != 0)
      bury_others(pid);
    gantry_servers_bury(supervisor.world, pid);
  }
}

/* The pipe to the one that forks: known to all processes. */
static bool
open_requests (GantryWorld *world, GError **error)
{
  int fds[2];
  supervisor.world = world;
  supervisor.by_pid = g_hash_table_new(NULL, NULL);
  if (pipe2(fds, O_CLOEXEC) != 0)
    return gantry_run_refused(error);
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  supervisor.requests = fds[0];
  world->fork_requests = fds[1];
  return true;
}

/* This process is the one that forks. */
static bool
become_supervisor (GantryRecorder *recorder, GError **error)
{
  sigset_t deaths;
  sigemptyset(&deaths);
  sigaddset(&deaths, SIGCHLD);
  sigprocmask(SIG_BLOCK, &deaths, NULL);
  supervisor.recorder = recorder;
  supervisor.pid = getpid();
  supervisor.deaths = signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK);
  return supervisor.deaths >= 0 || gantry_run_refused(error);
}

static void
supervise (int wake_fd, int timeout_ms)
{
  struct pollfd events[] = {
      {.fd = supervisor.requests, .events = POLLIN},
      {.fd = supervisor.deaths, .events = POLLIN},
      {.fd = wake_fd, .events = POLLIN},
  };
  poll(events, G_N_ELEMENTS(events), timeout_ms);
  take_requests();
  take_deaths();
}

static void
fork_server_main (pid_t parent)
{
  static GantryRecorder recorder;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  g_autoptr(GError) error = NULL;
  if (getppid() != parent)
    _exit(1);
  if (!gantry_recorder_init(&recorder, supervisor.world->run->segment, GANTRY_NO_LANE, &error) ||
      !become_supervisor(&recorder, &error)) {
    /* Whoever asks for a process would wait to the end of the run. */
    gantry_control_complain(GANTRY_RUNNER_CONTROL_FD, error->message);
    _exit(1);
  }
  for (;;)
    supervise(-1, -1);
}

bool
gantry_fork_server_start (GantryWorld *world, GError **error)
{
  pid_t parent = getpid();
  int life[2];
  if (!open_requests(world, error))
    return false;
  pid_t pid = gantry_servers_open_life(life) ? fork() : -1;
  if (pid == 0)
    fork_server_main(parent);
  if (pid < 0)
    return gantry_run_refused(error);
  gantry_servers_add(pid, life, GANTRY_NO_LANE, g_strdup(_("the process that starts the others was killed")));
  atomic_fetch_add(&world->tasks->n_processes, 1);
  return true;
}

bool
gantry_run_processes (GantryRun *run, GantryRunEnd *end, GError **error)
{
  static GantryWorld world;
  if (!gantry_world_init(&world, run, GANTRY_CARRIER_PROCESS, error))
    return false;
  atomic_fetch_add(&world.tasks->n_processes, 1);
  if (!open_requests(&world, error) || !become_supervisor(run->recorder, error) ||
      !gantry_supervisor_prepare(&world, error) || !gantry_blocking_start_main(&world, error))
    return false;
  while (gantry_supervisor_goes_on(&world) && !gantry_supervisor_finds_deadlock(&world, end))
    supervise(world.tasks->wake_fd, GANTRY_SUPERVISOR_PERIOD_MS);
  gantry_supervisor_finish(&world, end);
  return true;
}
