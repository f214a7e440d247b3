/* Lanes that are workers of a pool: nobody joins them, and between two calls they wait for work.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* The pool that the lane works in, NULL where it is no worker's. It is told by the lane's name, which is the
 * pool's and a number. It lives as long as the timeline. O(shared things). Any thread. */
const GantryThing *gantry_pool_of (const GantryTimeline *timeline, const GantryLane *lane);
