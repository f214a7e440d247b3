/* Tasks as processes of their own, forked by the supervisor, which has no other thread.
 *
 * A starter fills a slot, lays its plain variables beside it and sends the slot's number through a pipe; the
 * supervisor forks. So one process is the parent of all, sees each death at once, and no task has to look
 * after its children.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

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
#define MOST_PROCESSES 500

typedef struct {
  GantryBlockingRun blocking;
  int requests[2]; /* slot numbers, from starters to the supervisor */
  int deaths;      /* signalfd */
  pid_t supervisor;
  GHashTable *by_pid; /* GantryTaskSlot */
} Supervisor;

static Supervisor supervisor;

static bool
spawn_process (GantryBlockingRun *blocking, GantryTaskSlot *slot, char **reason)
{
  GantryTasks *tasks = blocking->tasks;
  slot->plain_offset = atomic_fetch_add(&tasks->plain_used, tasks->plain_bytes);
  if (slot->plain_offset + tasks->plain_bytes > PLAIN_COPIES_BYTES) {
    *reason = g_strdup(_("too many processes with variables of their own were started in one run"));
    return false;
  }
  memcpy(tasks->plain_copies + slot->plain_offset, (const void *)blocking->plain, tasks->plain_bytes);
  uint32_t number = (uint32_t)(slot - tasks->slots);
  if (write(supervisor.requests[1], &number, sizeof number) == sizeof number)
    return true;
  *reason = g_strdup_printf(_("the process could not be asked for (%s)"), g_strerror(errno));
  return false;
}

static void
child_main (GantryTaskSlot *slot)
{
  GantryBlockingRun *blocking = &supervisor.blocking;
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != supervisor.supervisor)
    _exit(1);
  memcpy((void *)blocking->plain, blocking->tasks->plain_copies + slot->plain_offset,
         blocking->tasks->plain_bytes);
  gantry_blocking_run_task(blocking, slot);
  _exit(0);
}

/* A task that ended without saying so itself. */
static void
bury (GantryTaskSlot *slot, GantryOutcome outcome, const char *reason)
{
  GantryRun *run = supervisor.blocking.run;
  uint64_t ticks = gantry_recorder_resume(run->recorder);
  if (!gantry_tasks_end(supervisor.blocking.tasks, slot, 0, ticks))
    return;
  gantry_record_lane_ended(run->recorder, ticks, slot->lane, outcome, 0, reason);
  gantry_ending_task(supervisor.blocking.tasks->ending, slot->name, outcome, reason);
}

static void
fork_slot (uint32_t number)
{
  GantryTaskSlot *slot = &supervisor.blocking.tasks->slots[number];
  pid_t pid = -1;
  errno = EAGAIN;
  if (g_hash_table_size(supervisor.by_pid) < MOST_PROCESSES)
    pid = fork();
  if (pid == 0)
    child_main(slot);
  if (pid > 0) {
    atomic_store(&slot->pid, (uint32_t)pid);
    g_hash_table_insert(supervisor.by_pid, GINT_TO_POINTER(pid), slot);
    return;
  }
  g_autofree char *reason = g_strdup_printf(_("the machine refused process number %u (%s)"),
                                            g_hash_table_size(supervisor.by_pid) + 1, g_strerror(errno));
  bury(slot, GANTRY_OUTCOME_FAILED, reason);
}

static void
take_requests (void)
{
  uint32_t number;
  while (read(supervisor.requests[0], &number, sizeof number) == sizeof number)
    if (number < GANTRY_MOST_STARTS)
      fork_slot(number);
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
    GantryTaskSlot *slot = g_hash_table_lookup(supervisor.by_pid, GINT_TO_POINTER(pid));
    g_hash_table_remove(supervisor.by_pid, GINT_TO_POINTER(pid));
    if (slot)
      bury(slot, GANTRY_OUTCOME_KILLED, NULL);
  }
}

static bool
open_descriptors (GError **error)
{
  sigset_t deaths;
  sigemptyset(&deaths);
  sigaddset(&deaths, SIGCHLD);
  sigprocmask(SIG_BLOCK, &deaths, NULL);
  supervisor.deaths = signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK);
  if (supervisor.deaths >= 0 && pipe2(supervisor.requests, O_CLOEXEC) == 0) {
    fcntl(supervisor.requests[0], F_SETFL, O_NONBLOCK);
    return true;
  }
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RESOURCE, _("The machine refused a pipe (%s)"),
              g_strerror(errno));
  return false;
}

/* Ended tasks are on their way out: they are waited for, so that their processor time is counted. Daemons are
 * killed. */
static void
gather_children (void)
{
  GHashTableIter iter;
  gpointer pid, value;
  g_hash_table_iter_init(&iter, supervisor.by_pid);
  while (g_hash_table_iter_next(&iter, &pid, &value))
    if (!atomic_load(&((GantryTaskSlot *)value)->ended))
      kill(GPOINTER_TO_INT(pid), SIGKILL);
  while (wait(NULL) > 0) {
  }
}

bool
gantry_run_processes (GantryRun *run, GantryRunEnd *end, GError **error)
{
  supervisor.supervisor = getpid();
  supervisor.by_pid = g_hash_table_new(NULL, NULL);
  if (!open_descriptors(error))
    return false;
  gantry_blocking_init(&supervisor.blocking, run, GANTRY_LANE_PROCESS, spawn_process);
  if (!gantry_blocking_start_main(&supervisor.blocking, error))
    return false;
  GantryTasks *tasks = supervisor.blocking.tasks;
  while (atomic_load(&tasks->live) > 0) {
    struct pollfd events[] = {
        {.fd = supervisor.requests[0], .events = POLLIN},
        {.fd = supervisor.deaths, .events = POLLIN},
        {.fd = tasks->wake_fd, .events = POLLIN},
    };
    poll(events, G_N_ELEMENTS(events), -1);
    take_requests();
    take_deaths();
  }
  gantry_ending_get(tasks->ending, end);
  run->ended_ticks = gantry_recorder_resume(run->recorder);
  gather_children();
  return true;
}
