/* gantry-runner: runs one scenario in a process of its own, which is killed to stop it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/control.h"
#include "run/driver.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The runner must not outlive who started it, gain rights, or leave a core file; and timers shall be as exact
 * as the kernel can. */
static void
confine (pid_t parent)
{
  const struct rlimit no_core = {0, 0};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_TIMERSLACK, 1);
  setrlimit(RLIMIT_CORE, &no_core);
}

/* Holds the run to the first `cores` of the processors that it may use. */
static void
hold_to_cores (int cores)
{
  cpu_set_t allowed, chosen;
  CPU_ZERO(&chosen);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
    return;
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&chosen) < cores; cpu++)
    if (CPU_ISSET(cpu, &allowed))
      CPU_SET(cpu, &chosen);
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

int
main (void)
{
  GantryRunOptions options;
  GantryRecorder recorder;
  g_autoptr(GError) error = NULL;
  gantry_language_init();
  confine(getppid());
  g_autoptr(GantryScenario) scenario = gantry_control_receive(GANTRY_RUNNER_CONTROL_FD, &options, &error);
  g_autoptr(GantrySegment) segment = scenario ? gantry_segment_open(GANTRY_RUNNER_SEGMENT_FD, &error) : NULL;
  if (!segment) {
    fprintf(stderr, "gantry-runner: %s\n", error->message);
    return 2;
  }
  close(GANTRY_RUNNER_CONTROL_FD);
  close(GANTRY_RUNNER_SEGMENT_FD);
  if (options.model != GANTRY_MODEL_SIMULATED)
    hold_to_cores(options.cores);
  (void)gantry_clock_tick_ns(gantry_segment_get_clock(segment));
  if (!gantry_recorder_init(&recorder, segment, GANTRY_NO_LANE, &error)) {
    fprintf(stderr, "gantry-runner: %s\n", error->message);
    return 2;
  }
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
