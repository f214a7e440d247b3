/* From interval to interval: along a lane, by state, and along what caused what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/causes.h"

/* An interval of a lane. */
typedef struct {
  uint32_t lane; /* its id */
  size_t index;
} GantryStop;

/* The interval of the lane that a walk along it begins with: that at `time`, or the first or last one where
 * it does not live then. FALSE: it has none. Any thread. */
bool gantry_walk_begin (const GantryTimeline *timeline, uint32_t lane, int64_t time, GantryStop *stop);
/* To the next (`step` > 0) or previous interval of the lane. FALSE, with the stop as it was: there is none.
 * Any thread. */
bool gantry_walk_step (const GantryTimeline *timeline, GantryStop *stop, int step);
/* The same to one of the same state, however far. O(log² n) of the lane. Any thread. */
bool gantry_walk_same_state (const GantryTimeline *timeline, GantryStop *stop, int step);
/* Back to what another lane was in as it ended this wait; from one that runs, as it ended the wait before, or
 * started it.  * `causes`: of this timeline, which is finished. FALSE: nobody ended it. Any thread. */
bool gantry_walk_to_cause (const GantryTimeline *timeline, const GantryCauses *causes, GantryStop *stop);
/* Forth to the wait of another lane that this interval ended, or else to what another lane was in as
 * something from this one reached it: the earliest. FALSE: there is none, or none among the arrows that
 * follow closely (they are looked through one by one). Any thread. */
bool gantry_walk_to_effect (const GantryTimeline *timeline, const GantryCauses *causes, GantryStop *stop);
