/* What the tests of whole runs share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/session.h"

/* Long enough for a machine that does much else. */
#define LONGEST_RUN_NS (40 * INT64_C(1000000000))

/* Begins a run that must begin. `cores` and `limit_ns`: 0 for what the scenario says. Owned by the caller. */
GantrySession *start_run (const char *text, GantryModel model, int cores, int64_t limit_ns);
/* What a simulation is wished to have; 0: what the scenario says. */
typedef struct {
  int cores;
  int gil;
  int64_t limit_ns;
} Wish;

/* Simulates it to its end. Owned by the caller. */
GantrySession *simulate (const char *text, Wish wish);
GantryRunResult result_of (GantrySession *session);
/* In each lane the states add up to its life. */
void assert_lanes_add_up (const GantryTimeline *timeline);
/* Nothing else was lost but so many events of lanes, and context switches, which are of no lane. */
void assert_lost (const GantryTimeline *timeline, uint64_t of_lanes);
/* Runs it to its end, and sees that no process of it is left. Owned by the caller. */
GantrySession *run_to_end (GantryScenario *scenario, GantryModel model);
/* "deadlock: main waits for …" and the like. Newly allocated. */
char *ending_of (GantrySession *session);
/* A number from the environment, at least 1. */
int number_from_environment (const char *name, int otherwise);
