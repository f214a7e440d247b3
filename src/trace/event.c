/* The contract's words for states, kinds and outcomes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/event.h"

#include <stddef.h>

static const char *const state_ids[GANTRY_N_STATES] = {
    "created",    "running",      "ready",       "sleeping",       "blocked",
    "io-file",    "io-network",   "wait-lock",   "wait-semaphore", "wait-condition",
    "wait-event", "wait-barrier", "wait-queue",  "wait-pipe",      "wait-join",
    "wait-pool",  "wait-manager", "wait-result", "wait-gil",
};

static const char *const lane_kind_ids[GANTRY_N_LANE_KINDS] = {"thread", "process", "task",
                                                               "loop",   "core",    "server"};

static const char *const outcome_ids[GANTRY_N_OUTCOMES] = {NULL,        "ok",     "failed",
                                                           "cancelled", "killed", "daemon-killed"};

/* The contract has no word for a run that its user stopped: it did not end as it should have. */
static const char *const run_outcome_ids[GANTRY_N_RUN_OUTCOMES] = {
    NULL, "ok", "failed", "deadlock", "limit", "crashed", "failed",
};

static const char *const thing_kind_ids[GANTRY_N_THING_KINDS] = {
    "variable", "shared variable", "lock",  "rlock", "rwlock",  "semaphore", "condition",
    "event",    "barrier",         "queue", "pipe",  "manager", "pool",
};

const char *
gantry_state_id (GantryState state)
{
  return (unsigned)state < GANTRY_N_STATES ? state_ids[state] : NULL;
}

const char *
gantry_lane_kind_id (GantryLaneKind kind)
{
  return (unsigned)kind < GANTRY_N_LANE_KINDS ? lane_kind_ids[kind] : NULL;
}

const char *
gantry_outcome_id (GantryOutcome outcome)
{
  return (unsigned)outcome < GANTRY_N_OUTCOMES ? outcome_ids[outcome] : NULL;
}

const char *
gantry_run_outcome_id (GantryRunOutcome outcome)
{
  return (unsigned)outcome < GANTRY_N_RUN_OUTCOMES ? run_outcome_ids[outcome] : NULL;
}

const char *
gantry_thing_kind_id (GantryThingKind kind)
{
  return (unsigned)kind < GANTRY_N_THING_KINDS ? thing_kind_ids[kind] : NULL;
}

bool
gantry_state_is_wait (GantryState state)
{
  return state >= GANTRY_STATE_SLEEPING && state < GANTRY_N_STATES;
}
