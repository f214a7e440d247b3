/* Moments at which something changes in a run: a lane begins, goes into another state or ends, or leaves a
 * mark.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* The next or the previous one, seen from `time`; GANTRY_NO_TIME if there is none. What lies within the same
 * `grain` ns of a ruler that begins at 0 counts as one moment, at its last change: steps of less than a pixel
 * are seen by nobody. Steps forth and back lead to the same moments. O(lanes log intervals). Any thread. */
int64_t gantry_changes_next (const GantryTimeline *timeline, int64_t time, int64_t grain);
int64_t gantry_changes_previous (const GantryTimeline *timeline, int64_t time, int64_t grain);
/* A lane that changes within the same part of the ruler, at `time` or before: `preferred` if it does, else
 * the one that did so last. GANTRY_NO_LANE: none. O(lanes log intervals). Any thread. */
uint32_t gantry_changes_lane (const GantryTimeline *timeline, int64_t time, int64_t grain,
                              uint32_t preferred);
