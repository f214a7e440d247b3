/* What an interval's `object` stands for, and how files name intervals and arrows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* Any thread. */

/* The name of what the interval waits for, a shared thing or a lane; in a core's lane the name of the lane
 * that runs. NULL where there is none or it is not known. Owned by the timeline. */
const char *gantry_interval_get_object_name (const GantryTimeline *timeline, const GantryLane *lane,
                                             const GantryInterval *interval);
/* The core that a running interval is on, GANTRY_NO_CPU where it is not known or the lane does not run. A
 * core's lane is always on its own. */
int64_t gantry_interval_get_core (const GantryLane *lane, const GantryInterval *interval);
/* What a viewer writes on the interval: the statement's label where it runs, in a core's lane the lane that
 * runs, else the state. Owned by the timeline. */
const char *gantry_interval_get_name (const GantryTimeline *timeline, const GantryLane *lane,
                                      const GantryInterval *interval);
/* "start", "join", "release", "put", "set"; NULL for a value out of range. */
const char *gantry_arrow_kind_id (GantryArrowKind kind);
