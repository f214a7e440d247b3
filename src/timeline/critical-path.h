/* The critical path of a run: the chain of what was done and waited for that, shortened, shortens the run.
 *
 * It is walked back from the end of the lane that ended last. Where that lane was kept from going on by
 * another (a lock not given back, nothing put, an end not come), the path goes over to the other at the
 * moment it let go; where it was ready and another task had their event loop, to that one; where it was
 * started, to the one that started it. What a lane did itself, running or sleeping, and what nobody ended, a
 * processor not to be had or a timer, stays on the path as it is.
 *
 * That is the critical path of a program activity graph after C.-Q. Yang and B. P. Miller, "Critical Path
 * Analysis for the Execution of Parallel and Distributed Programs", ICDCS 1988. It is found after the run,
 * from its end, where J. K. Hollingsworth, "Critical Path Profiling of Message Passing and Shared-Memory
 * Programs", IEEE Transactions on Parallel and Distributed Systems 9(10), 1998, finds it during the run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/causes.h"

typedef struct {
  int64_t from, to;
  uint32_t lane;     /* lane id; GANTRY_NO_LANE: no lane is known to have lived then */
  uint32_t line;     /* in the scenario, 0 if unknown */
  uint32_t object;   /* as an interval's */
  GantryState state; /* meaningless without a lane */
} GantryPathSegment;

typedef struct {
  GArray *
      segments; /* GantryPathSegment, from time 0 to the run's end, each beginning where the last one ended */
  int64_t times[GANTRY_N_STATES];
  int64_t unknown_ns; /* of segments without a lane; with it the times add up to the run's length */
  bool is_incomplete; /* a lane's file lost what it did last: in such segments something may have happened */
  bool is_of_slices;  /* nobody told who was on a processor */
} GantryCriticalPath;

/* Of a finished timeline; NULL for `causes`: they are made for it. It ends for any timeline, in O(n log n).
 * Any thread. Free with gantry_critical_path_free(). */
GantryCriticalPath *gantry_critical_path_new (const GantryTimeline *timeline, const GantryCauses *causes);
void gantry_critical_path_free (GantryCriticalPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryCriticalPath, gantry_critical_path_free)

/* The same, found when it is asked for first and kept as long as the timeline, which owns it. NULL while the
 * run goes on. Any thread. */
const GantryCriticalPath *gantry_timeline_get_critical_path (const GantryTimeline *timeline);

/* Index of the segment that covers `time`; FALSE outside of the run. O(log n). */
bool gantry_critical_path_find (const GantryCriticalPath *path, int64_t time, guint *index);

/* "Critical path: 84.0 ms: 60.0 ms running, 20.0 ms waiting for locks, 4.0 ms sleeping". Newly allocated,
 * translated.
 */
char *gantry_critical_path_words (const GantryCriticalPath *path);
