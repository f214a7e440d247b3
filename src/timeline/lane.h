/* A lane: what one thread, process, task, loop, core or server went through, as a gapless sequence of
 * intervals.
 *
 * Written by the timeline's builder alone; any other thread may read at any time. All times are nanoseconds
 * since the run's start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/append-store.h"
#include "trace/event.h"

#define GANTRY_NO_TIME INT64_MIN

/* One interval. Intervals of a lane follow each other without gap or overlap, none is empty. */
typedef struct {
  int64_t start;
  int64_t end;
  GantryState state;
  uint32_t line;   /* in the scenario, from 1; 0 if unknown */
  uint32_t object; /* running: the cpu + 1 (0 unknown). A wait: the shared thing's index, or for wait-join the
                      lane; else GANTRY_NO_OBJECT. In a core's lane: the lane that runs */
  bool open;       /* the lane is still in it; `end` is as far as is known */
} GantryInterval;

/* Events that a full ring lost. */
typedef struct {
  int64_t from;
  int64_t to;
  uint64_t count;
} GantryLoss;

typedef struct GantryLane GantryLane;

uint32_t gantry_lane_get_id (const GantryLane *lane);
GantryLaneKind gantry_lane_get_kind (const GantryLane *lane);
/* Owned by the lane. */
const char *gantry_lane_get_name (const GantryLane *lane);
uint32_t gantry_lane_get_parent (const GantryLane *lane); /* lane id or GANTRY_NO_LANE */
bool gantry_lane_is_daemon (const GantryLane *lane);
/* FALSE: it shows what other lanes account for, as the process of a trace that another program recorded shows
 * when any of its threads runs, and its time counts in no sum. */
bool gantry_lane_is_counted (const GantryLane *lane);
/* Whether its time counts as a task's: that of a thread, process or task. Loops and servers carry tasks and
 * are none. */
bool gantry_lane_is_task (const GantryLane *lane);
uint32_t gantry_lane_get_pid (const GantryLane *lane); /* 0 before it started */
int64_t gantry_lane_get_created (const GantryLane *lane);
int64_t gantry_lane_get_started (const GantryLane *lane); /* GANTRY_NO_TIME: not yet */
int64_t gantry_lane_get_ended (const GantryLane *lane);   /* GANTRY_NO_TIME: not yet */
GantryOutcome gantry_lane_get_outcome (const GantryLane *lane);
int64_t gantry_lane_get_result (const GantryLane *lane);
/* Why it failed, or NULL. Owned by the lane. */
const char *gantry_lane_get_reason (const GantryLane *lane);

/* Intervals known so far, the open one included; none at a lane that was just created. Counts only grow. */
size_t gantry_lane_get_n_intervals (const GantryLane *lane);
void gantry_lane_get_interval (const GantryLane *lane, size_t index, GantryInterval *interval);
/* Its start alone; and with it, in a core's lane, the lane that runs. FALSE: none does. */
int64_t gantry_lane_get_start (const GantryLane *lane, size_t index);
bool gantry_lane_get_runner (const GantryLane *lane, size_t index, int64_t *start, uint32_t *runner);
/* Says that some intervals will be looked at soon: they come from memory meanwhile. */
void gantry_lane_fetch (const GantryLane *lane, size_t index, size_t count);
/* Index of the interval that covers `time`; FALSE outside the lane's life. By binary search. */
bool gantry_lane_find (const GantryLane *lane, int64_t time, size_t *index);
/* As far as its state is known: its end, or while it lives up to when; before its end where the file that it
 * was read from lost what it did last. A wait that is known to go on may turn out to have been over already,
 * when its end comes with its cause: then the open interval was too long. */
int64_t gantry_lane_get_known_until (const GantryLane *lane);
/* Whether it ended later than it is known what it did: its file lost that. */
bool gantry_lane_is_incomplete (const GantryLane *lane);
/* Adds the time spent in each state between two moments to `sums` (GANTRY_N_STATES of them), of which none
 * grows beyond 2^62. O(log n). */
void gantry_lane_add_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums);
/* The same for `n` columns side by side, of which each ends where the next begins: column i is that from
 * bounds[i] to bounds[i + 1], and its times are added to sums[i]. The bounds do not descend. All columns are
 * of one look at the lane. Several times faster than one by one. `indices`: set to the interval at each of
 * the n + 1 bounds, the first or last one outside of the lane's life; nullable. */
void gantry_lane_add_columns (const GantryLane *lane, const int64_t *bounds, size_t n,
                              int64_t (*sums)[GANTRY_N_STATES], size_t *indices);

/* How many classes states may be put into. */
#define GANTRY_MOST_STATE_CLASSES 10
/* The interval at a moment; the first or last one outside of the lane's life. */
typedef struct {
  size_t index;
  int64_t start;
  int64_t end; /* as far as is known */
} GantryLanePlace;
/* As gantry_lane_add_columns(), quicker for whoever draws: sets `sums` to the times of states put together in
 * classes (below GANTRY_MOST_STATE_CLASSES, by state), and `places` to what is at the n + 1 bounds. FALSE:
 * the lane has no interval yet, and nothing is set. */
bool gantry_lane_get_columns (const GantryLane *lane, const int64_t *bounds, size_t n,
                              const uint8_t classes[GANTRY_N_STATES],
                              int64_t (*sums)[GANTRY_MOST_STATE_CLASSES], GantryLanePlace *places);

size_t gantry_lane_get_n_losses (const GantryLane *lane);
const GantryLoss *gantry_lane_get_loss (const GantryLane *lane, size_t index);
