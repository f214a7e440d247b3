/* What the rules of findings share: the run that is searched, and how a finding is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/findings.h"
#include "timeline/statistics.h"

#define GANTRY_MS INT64_C(1000000)
/* Who computes for less does not count as computing. */
#define GANTRY_COMPUTES_NS (5 * GANTRY_MS)

typedef struct {
  const GantryTimeline *timeline;
  const GantryRunFacts *facts;
  GantryStatistics *statistics;
  int64_t wall;
  GPtrArray *findings; /* GantryFinding */
  guint n_found[GANTRY_N_FINDINGS], n_left_out[GANTRY_N_FINDINGS];
} GantrySearch;

/* The finding is the search's; its text is to be set. */
GantryFinding *gantry_search_add (GantrySearch *search, GantryFindingKind kind, int64_t from, int64_t to);
/* Whether one more of that kind is to be told. FALSE: nobody reads so many, and only their number is told. */
bool gantry_search_has_room (GantrySearch *search, GantryFindingKind kind);
void gantry_finding_add_lane (GantryFinding *finding, const GantryLane *lane);
bool gantry_search_has (const GantrySearch *search, GantryFindingKind kind);
/* "84 ms", newly allocated. */
char *gantry_finding_length (int64_t ns);

uint32_t gantry_search_n_lanes (const GantrySearch *search);
const GantryLane *gantry_search_lane (const GantrySearch *search, uint32_t index);
const char *gantry_search_lane_name (const GantrySearch *search, uint32_t id);
int64_t gantry_search_time_in (const GantryLane *lane, GantryState state, int64_t from, int64_t to);
/* On that model. */
bool gantry_search_is_on (const GantrySearch *search, const char *model);
/* Whether tasks are processes, be they simulated. */
bool gantry_search_has_processes (const GantrySearch *search);

/* All that compute, together; sums over lanes, ns, may exceed an integer. */
typedef struct {
  uint32_t n_tasks;
  double ran, most_ran; /* all of them, and the one that ran most */
  double ready;         /* and without a processor */
  double alive;
} GantryComputing;

/* Whether it is a task that computes for more than a trifle. */
bool gantry_search_computes (const GantryLane *lane);
GantryComputing gantry_search_sum_computing (const GantrySearch *search);
/* A loop's task is ready for a turn, not for a processor. */
bool gantry_search_wants_processors (const GantrySearch *search, const GantryLane *lane);
/* Whether it may be the interpreter lock that keeps tasks apart: not where each has one of his own. */
bool gantry_search_shares_gil (const GantrySearch *search);
/* Time in which at least two tasks were on processors, ns. */
int64_t gantry_search_parallel_time (const GantrySearch *search);

/* findings-data.c: what became of variables */
void gantry_find_lost_updates (GantrySearch *search);
void gantry_find_own_copies (GantrySearch *search);
/* findings-ends.c: who failed or was killed */
void gantry_find_failures (GantrySearch *search);
void gantry_find_killed (GantrySearch *search);
/* findings-loops.c: who kept an event loop for himself */
void gantry_find_blocked_loops (GantrySearch *search);
void gantry_find_kept_loops (GantrySearch *search);
/* findings-polling.c: who asked for what he could have waited for */
void gantry_find_busy_waiting (GantrySearch *search);
/* findings-processors.c: why processors were not used, or not enough of them */
void gantry_find_gil_bound (GantrySearch *search);
void gantry_find_one_at_a_time (GantrySearch *search);
void gantry_find_idle_cores (GantrySearch *search);
void gantry_find_oversubscription (GantrySearch *search);
void gantry_find_busy_machine (GantrySearch *search);
/* findings-sequence.c: what came one after the other */
void gantry_find_never_parallel (GantrySearch *search);
void gantry_find_long_tail (GantrySearch *search);
/* findings-waits.c: who waited for what, and how long */
void gantry_find_deadlock (GantrySearch *search);
void gantry_find_lock_convoys (GantrySearch *search);
void gantry_find_starved (GantrySearch *search);
void gantry_find_sleeping_holders (GantrySearch *search);
