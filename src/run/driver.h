/* Inside gantry-runner: what a driver is given and what it must do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/options.h"
#include "trace/recorder.h"

/* The run, as all drivers see it. Owned by the runner. */
typedef struct {
  const GantryScenario *scenario;
  const GantryProgram *program;
  const GantryRunOptions *options; /* decided: no AUTO in it; cores at least 1 */
  GantrySegment *segment;
  GantryRecorder *recorder; /* the main thread's: RUN_ENDED, deaths of processes */
  uint64_t ended_ticks;     /* set by a driver that had to tidy up after the end; else 0: now */
} GantryRun;

/* How it ended; UNFINISHED before. `reason` in plain words, owned by the caller, nullable. */
typedef struct {
  GantryRunOutcome outcome;
  char *reason;
} GantryRunEnd;

/* Runs the whole scenario on the calling (main, only) thread and returns when it is over: all tasks that are
 * no daemons have ended, or the limit is reached. Daemons' lanes are closed as daemon-killed. What it cannot
 * stop dies with the process, which ends right after. Fails only when the run could not be started. */
typedef bool (*GantryDriver)(GantryRun *run, GantryRunEnd *end, GError **error);

bool gantry_run_threads (GantryRun *run, GantryRunEnd *end, GError **error);
bool gantry_run_processes (GantryRun *run, GantryRunEnd *end, GError **error);
bool gantry_run_async (GantryRun *run, GantryRunEnd *end, GError **error);
bool gantry_run_simulated (GantryRun *run, GantryRunEnd *end, GError **error);
