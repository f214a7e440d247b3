/* When it is not known who had a processor: what its lane lacks, nobody's counts of tasks on processors tell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

/* GantryLoss (of no count), in order of time and apart from each other: when it is not known of one processor
 * or another. Any thread; the array is the caller's. */
GArray *gantry_core_gaps_new (const GantryTimeline *timeline);
/* How many tasks were on processors on average, over what is known of the range; over all of it where nothing
 * is. Any thread. */
double gantry_core_gaps_on_cpu_mean (const GantryTimeline *timeline, int64_t from, int64_t to);
