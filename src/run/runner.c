/* gantry-runner: runs one scenario in a process of its own, which is killed to stop it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/confinement.h"
#include "run/control.h"
#include "run/driver.h"
#include "run/processors.h"
#include "trace/language.h"
#include "trace/refusals.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Who made the socket that tells what to run: the parent, if it still lives. 0: nobody knows (it is in
 * another namespace). */
static pid_t
maker_of (int socket)
{
  struct ucred maker = {0};
  socklen_t length = sizeof maker;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &maker, &length) == 0 ? maker.pid : 0;
}

/* The runner must not outlive who started it; and timers shall be as exact as the kernel can. */
static void
tie_to (pid_t parent)
{
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  /* It may have died before that was set, with all that is to be run already on its way. */
  if (parent > 0 && getppid() != parent)
    _exit(1);
  prctl(PR_SET_TIMERSLACK, 1);
}

/* Whatever else its parent had open, by its own fault or a library's. */
static void
close_others (int first)
{
  syscall(SYS_close_range, (unsigned)first, ~0u, 0);
}

/* Whoever started it says it: a runner has no place of its own to say anything. */
static int
give_up (const char *reason)
{
  gantry_control_complain(GANTRY_RUNNER_CONTROL_FD, reason);
  return 2;
}

static void
hold_to_cores (int cores)
{
  cpu_set_t chosen;
  if (gantry_processors_first(cores, &chosen))
    sched_setaffinity(0, sizeof chosen, &chosen);
}

static void
drive (GantryRun *run)
{
  static const GantryDriver drivers[GANTRY_N_MODELS] = {
      [GANTRY_MODEL_THREADS] = gantry_run_threads,
      [GANTRY_MODEL_PROCESSES] = gantry_run_processes,
      [GANTRY_MODEL_ASYNC] = gantry_run_async,
      [GANTRY_MODEL_SIMULATED] = gantry_run_simulated,
  };
  GantryRunEnd end = {.outcome = GANTRY_RUN_UNFINISHED};
  g_autoptr(GError) error = NULL;
  if (!drivers[run->options->model](run, &end, &error))
    end = (GantryRunEnd){GANTRY_RUN_FAILED, g_strdup(error->message)};
  uint64_t ticks = run->ended_ticks ? run->ended_ticks : gantry_recorder_now(run->recorder);
  gantry_record_text(run->recorder, ticks, GANTRY_NO_LANE, GANTRY_EVENT_RUN_ENDED, (uint16_t)end.outcome, 0,
                     end.reason);
  g_free(end.reason);
}

static GantryNeeds
wanted_needs (int n_arguments, char **arguments)
{
  return n_arguments > 1 ? (GantryNeeds)g_ascii_strtoull(arguments[1], NULL, 10) : 0;
}

/* Libraries end the process for want of something: not without a reason that is told. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *refusal = gantry_refusal_find(level, fields, n_fields);
  if (refusal)
    _exit(give_up(refusal));
  return g_log_writer_default(level, fields, n_fields, user_data);
}

/* usage: gantry-runner NEEDS, a sum of GantryNeeds */
int
main (int n_arguments, char **arguments)
{
  GantryRunOptions options;
  GantryRecorder recorder;
  g_autoptr(GError) error = NULL;
  GantryWalls walls;
  gantry_language_init();
  gantry_refusals_init();
  g_log_set_writer_func(write_log, NULL, NULL);
  /* A library that complains was given what it must not be: what is drawn of such a run may be untrue. */
  g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL);
  tie_to(maker_of(GANTRY_RUNNER_CONTROL_FD));
  close_others(GANTRY_RUNNER_CONTROL_FD + 1);
  /* What comes from the one that started it is read before the walls stand, what comes from a stranger after.
   */
  g_autoptr(GantrySegment) segment = gantry_segment_open(GANTRY_RUNNER_SEGMENT_FD, &error);
  if (!segment || !gantry_confine(wanted_needs(n_arguments, arguments), &walls, &error))
    return give_up(error->message);
  g_autoptr(GantryScenario) scenario = gantry_control_receive(GANTRY_RUNNER_CONTROL_FD, &options, &error);
  if (!scenario)
    return give_up(error->message);
  close(GANTRY_RUNNER_SEGMENT_FD);
  if (options.model != GANTRY_MODEL_SIMULATED)
    hold_to_cores(options.cores);
  (void)gantry_clock_tick_ns(gantry_segment_get_clock(segment));
  if (!gantry_recorder_init(&recorder, segment, GANTRY_NO_LANE, &error))
    return give_up(error->message);
  GantryRun run = {
      .scenario = scenario,
      .program = gantry_scenario_get_program(scenario),
      .options = &options,
      .segment = segment,
      .recorder = &recorder,
  };
  drive(&run);
  /* Not exit(): daemons may still be running, and their memory must stay. */
  _exit(0);
}
