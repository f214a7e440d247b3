/* Before the first task of a run, and after the last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/supervisor.h"

#include "run/deadlock.h"
#include "run/fetch.h"
#include "run/manager.h"
#include "run/memory.h"
#include "run/needs.h"
#include "run/processes.h"
#include "run/servers.h"
#include "run/steward.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_WAITS 200
#define WAIT_US 1000

static void
ignore_signal (int number)
{
}

/* A canceller's signal ends a poll and does nothing else; it is let through only there. */
static void
set_up_signals (void)
{
  struct sigaction action = {.sa_handler = ignore_signal};
  sigset_t cancels;
  sigemptyset(&cancels);
  sigaddset(&cancels, SIGUSR1);
  sigaction(SIGUSR1, &action, NULL);
  signal(SIGPIPE, SIG_IGN); /* whoever is written to may have been killed */
  sigprocmask(SIG_BLOCK, &cancels, NULL);
}

bool
gantry_supervisor_prepare (GantryWorld *world, GError **error)
{
  const GantryRunOptions *options = world->run->options;
  bool processes = world->carrier == GANTRY_CARRIER_PROCESS;
  set_up_signals();
  /* Whatever is forked from here on may ask them, whoever serves. */
  if (!gantry_managers_open(world, error))
    return false;
  if (gantry_program_uses_request(world->run->program, GANTRY_REQUEST_FETCH) &&
      !gantry_fetch_server_start(world, error))
    return false;
  /* Managers' threads must come after all forks of this process, managers' processes before the tasks'. */
  if (processes && !gantry_managers_start(world, true, error))
    return false;
  if (!processes && gantry_program_uses_processes(world->run->program) &&
      !gantry_fork_server_start(world, error))
    return false;
  if (!processes && !gantry_managers_start(world, false, error))
    return false;
  if (options->gil && !processes)
    world->gil = gantry_gil_new(options->gil_interval_ns);
  return true;
}

/* By the slots themselves, whose ends are each told by one store. */
static bool
somebody_is_left (GantryWorld *world)
{
  static uint32_t first; /* all before it have ended */
  GantryTasks *tasks = world->tasks;
  uint32_t n_slots = MIN(atomic_load(&tasks->n_slots), GANTRY_MOST_STARTS);
  while (first < n_slots && atomic_load(&tasks->slots[first].ended))
    first++;
  for (uint32_t i = first; i < n_slots; i++)
    if (tasks->slots[i].counts && !atomic_load(&tasks->slots[i].ended))
      return true;
  return gantry_things_have_calls(world);
}

bool
gantry_supervisor_goes_on (GantryWorld *world)
{
  if (!atomic_load(&world->tasks->is_doubtful))
    return gantry_tasks_go_on(world->tasks);
  return !atomic_load(&world->tasks->over) && somebody_is_left(world);
}

bool
gantry_supervisor_finds_deadlock (GantryWorld *world, GantryRunEnd *end)
{
  g_autoptr(GArray) waits = gantry_deadlock_find(world);
  if (!waits)
    return false;
  gantry_deadlock_record(world, waits);
  *end = (GantryRunEnd){GANTRY_RUN_DEADLOCK, gantry_deadlock_describe(world, waits)};
  return true;
}

/* Their work is done: they are closed as having ended well. */
static void
close_workers (GantryWorld *world)
{
  GantryRun *run = world->run;
  uint64_t ticks = gantry_recorder_resume(run->recorder);
  uint32_t n_slots = MIN(atomic_load(&world->tasks->n_slots), GANTRY_MOST_STARTS);
  run->ended_ticks = ticks;
  for (uint32_t i = 0; i < n_slots; i++) {
    GantryTaskSlot *slot = &world->tasks->slots[i];
    if (atomic_load(&slot->starter_pid) && slot->pool != GANTRY_NO_OBJECT && !atomic_load(&slot->ended))
      gantry_record_lane_ended(run->recorder, ticks, slot->lane, GANTRY_OUTCOME_OK, 0, NULL);
  }
}

/* Kills the processes that carry tasks: all, or those that will not end by themselves. What is not of this
 * run's group any more is another's, under a number used again. */
static void
kill_carriers (GantryWorld *world, bool all)
{
  uint32_t n_slots = MIN(atomic_load(&world->tasks->n_slots), GANTRY_MOST_STARTS);
  for (uint32_t i = 0; i < n_slots; i++) {
    GantryTaskSlot *slot = &world->tasks->slots[i];
    pid_t pid = (pid_t)atomic_load(&slot->pid);
    bool will_end = !slot->lingers && atomic_load(&slot->ended);
    if (pid <= 0 || pid == getpid() || (will_end && !all) || getpgid(pid) != getpgrp())
      continue;
    if (slot->carrier == GANTRY_CARRIER_PROCESS && slot->own_bytes == 0)
      slot->own_bytes = gantry_steward_own_bytes(pid);
    gantry_steward_kill(pid);
  }
}

/* FALSE: some are left. */
static bool
reap_children (void)
{
  pid_t pid;
  while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
  }
  return pid < 0;
}

/* Processes of ended tasks are on their way out: they are waited for, so that their processor time is
 * counted, but not for long: one may have had a thread to stay for. */
static void
gather_children (GantryWorld *world)
{
  kill_carriers(world, false);
  gantry_servers_kill();
  for (int i = 0; i < MOST_WAITS && !reap_children(); i++)
    g_usleep(WAIT_US);
  kill_carriers(world, true);
  /* What is not gone by then goes with this process, its parent. */
  for (int i = 0; i < 10 * MOST_WAITS && !reap_children(); i++)
    g_usleep(WAIT_US);
}

void
gantry_supervisor_finish (GantryWorld *world, GantryRunEnd *end)
{
  GantryRunEnd told;
  gantry_servers_look(world); /* what failed for want of one is told as that */
  close_workers(world);
  gantry_ending_get(world->tasks->ending, &told);
  if (end->outcome == GANTRY_RUN_UNFINISHED)
    *end = told;
  else
    g_free(told.reason);
  if (world->run->options->model == GANTRY_MODEL_SIMULATED) /* it started nothing, and tells another figure */
    return;
  gather_children(world);
  world->run->recorder->run_figure = (uint64_t)gantry_memory_peak(world);
}
