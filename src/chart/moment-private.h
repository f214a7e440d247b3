/* What the sentences about a moment share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/moment-words.h"
#include "timeline/name-list.h"

typedef struct {
  const GantryTimeline *timeline;
  const GantryLane *lane;
  const char *name; /* the lane's */
  int64_t moment;
  GantryInterval interval; /* that it is in */
} GantryMoment;

#define GANTRY_MOMENT_NAMES 3 /* in a sentence */

/* FALSE: looking at all lanes for each sentence would take longer than the pointer rests. Then sentences say
 * what the lane itself tells. */
bool gantry_moment_has_few_lanes (const GantryMoment *moment);
/* What another lane is in at that moment, FALSE if it does not live. */
bool gantry_moment_is_in (const GantryMoment *moment, const GantryLane *lane, GantryState state);
/* The name of a task on that loop that is in `state`, NULL if there is none, or if nobody looks for it. */
const char *gantry_moment_task_on (const GantryMoment *moment, const GantryLane *loop, GantryState state);

/* The sentence of one that is ready, and of one that waits for others. Newly allocated. */
char *gantry_moment_ready (const GantryMoment *moment);
char *gantry_moment_wait (const GantryMoment *moment);
