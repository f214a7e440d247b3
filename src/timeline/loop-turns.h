/* Who had an event loop when: its tasks take turns on the one thread, and whoever is ready waits for the one
 * whose turn it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* The loop that a task runs on; NULL where the lane is none of a loop's tasks. It lives as long as the
 * timeline. Any thread. */
const GantryLane *gantry_loop_of (const GantryTimeline *timeline, const GantryLane *lane);

typedef struct GantryLoopTurns GantryLoopTurns;

/* Of a finished timeline, which must outlive it. Once it is made, any number of threads may ask it.
 * O(intervals of tasks, and turns log turns). Free with gantry_loop_turns_free(). */
GantryLoopTurns *gantry_loop_turns_new (const GantryTimeline *timeline);
void gantry_loop_turns_free (GantryLoopTurns *turns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryLoopTurns, gantry_loop_turns_free)

/* The last turn on the loop of the task `lane` to end behind `from` and no later than `until` (ns): `*holder`
 * is set to whose it was and `*end` to when it was over. FALSE: nobody had the loop then, or the lane is on
 * none. O(log turns). Any thread. */
bool gantry_loop_turns_find (const GantryLoopTurns *turns, const GantryLane *lane, int64_t from,
                             int64_t until, const GantryLane **holder, int64_t *end);
