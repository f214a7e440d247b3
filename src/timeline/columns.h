/* A timeline's columns as plain data: taken out for a file, put back from one.
 *
 * Taking out is reading: any thread, at any time, also while the run goes on; what was taken stays true, and
 * the rest can be taken later. Putting back makes a new timeline, on one thread, before anyone else sees it;
 * it takes nothing that would break the timeline's promises, whatever it is given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* What is put back lies between 0 and this: 36 years, so that sums of times cannot overflow. */
#define GANTRY_MOST_TIME ((int64_t)1 << 60)

/* An interval as it is kept: its end is the next one's start, or the lane's end. */
typedef struct {
  int64_t start;
  uint32_t state_and_line; /* 5 and 27 bits */
  uint32_t object;
} GantryStoredInterval;

/* All that a lane is besides its intervals and losses. */
typedef struct {
  uint32_t id;
  uint32_t parent;
  GantryLaneKind kind;
  bool daemon;
  bool is_uncounted;
  uint32_t pid;
  uint32_t line; /* of the statement that started it */
  int64_t created;
  int64_t started; /* GANTRY_NO_TIME: not yet */
  int64_t ended;   /* GANTRY_NO_TIME: not yet */
  int64_t known;   /* it is in its last state up to here; GANTRY_NO_TIME: up to the timeline's newest moment.
                      Before `ended`: nobody knows what it did in between */
  GantryOutcome outcome;
  int64_t result;
  const char *name;
  const char *reason; /* NULL: none */
} GantryLaneFacts;

/* Taking out. */

/* The texts are owned by the lane. */
void gantry_lane_get_facts (const GantryLane *lane, GantryLaneFacts *facts);
/* Of the intervals published so far, those from `first` on, `count` at most; returns how many. Those that are
 * there do not change any more, but for the end of the last. */
size_t gantry_lane_copy_stored (const GantryLane *lane, size_t first, size_t count, GantryStoredInterval *to);
size_t gantry_lane_get_n_stored (const GantryLane *lane);

/* Putting back. `cores`: into the cores' lanes instead of the others. NULL where there is a lane of that id,
 * or the facts make no sense. */
GantryLane *gantry_timeline_restore_lane (GantryTimeline *timeline, const GantryLaneFacts *facts, bool core);
/* Takes intervals as far as they are sound, after those that it has; returns how many. `borrow`: they outlive
 * the timeline (gantry_timeline_keep_bytes()) and are all that there are of this lane. */
size_t gantry_lane_restore_intervals (GantryLane *lane, const GantryStoredInterval *intervals, size_t count,
                                      bool borrow);
/* FALSE: it makes no sense. */
bool gantry_lane_restore_loss (GantryLane *lane, const GantryLoss *loss);
/* After its intervals: its end, or how far it is known. */
void gantry_lane_restore_end (GantryLane *lane, const GantryLaneFacts *facts);
void gantry_timeline_restore_figures (GantryTimeline *timeline, uint32_t thing,
                                      const GantryThingFigures *figures);
/* Steps after those that are there; those that go back are moved to the one before. `borrow`: they outlive
 * the timeline, and are all that there are. FALSE: some make no sense, and those from the first of them on
 * were left out. */
bool gantry_timeline_restore_thing_steps (GantryTimeline *timeline, uint32_t thing, const GantryStep *steps,
                                          size_t count, bool borrow);
/* The same of its uses, copied. */
bool gantry_timeline_restore_thing_uses (GantryTimeline *timeline, uint32_t thing, const GantryThingUse *uses,
                                         size_t count);
bool gantry_timeline_restore_steps (GantryTimeline *timeline, GantryCounter counter, const GantryStep *steps,
                                    size_t count, bool borrow);
/* After the lanes. FALSE: it names a lane or thing that is not there, and was left out. Marks' and spans'
 * texts must outlive the timeline. */
bool gantry_timeline_restore_arrow (GantryTimeline *timeline, const GantryArrow *arrow);
/* All that there are, as far as they are sound, from memory that outlives the timeline. Returns how many. */
size_t gantry_timeline_borrow_arrows (GantryTimeline *timeline, const GantryArrow *arrows, size_t count);
bool gantry_timeline_restore_mark (GantryTimeline *timeline, const GantryMark *mark);
bool gantry_timeline_restore_span (GantryTimeline *timeline, const GantrySpan *span);
bool gantry_timeline_restore_deadlock_wait (GantryTimeline *timeline, const GantryDeadlockWait *wait);
/* Memory that the timeline's columns lie in: kept until it is gone. */
void gantry_timeline_keep_bytes (GantryTimeline *timeline, GBytes *bytes);
/* GBytes; the timeline's. Any thread, once it is whole. */
GPtrArray *gantry_timeline_get_kept_bytes (const GantryTimeline *timeline);
/* It is whole. `result` is copied. */
void gantry_timeline_restore_result (GantryTimeline *timeline, const GantryRunResult *result);
