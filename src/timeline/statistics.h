/* The figures of a timeline: exact, over the whole run or any part of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct {
  double in_flight_mean, on_cpu_mean;
  int64_t in_flight_max, on_cpu_max;
  uint32_t n_things;
  GantryThingFigures *things; /* by index */
} GantryStatistics;

/* Any thread. Free with gantry_statistics_free(). */
GantryStatistics *gantry_statistics_new (const GantryTimeline *timeline);
/* The same of a part of a finished run, from `from` to before `to`: what parts that follow each other have
 * adds up to what the whole has. Acquisitions count where they happen, waiting and holding as far as it lies
 * within. O(log n) for each counter and lane, and the waits and uses within. Any thread. */
GantryStatistics *gantry_statistics_new_range (const GantryTimeline *timeline, int64_t from, int64_t to);
void gantry_statistics_free (GantryStatistics *statistics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryStatistics, gantry_statistics_free)

/* A lane's time in each state over its life; they add up to it exactly (`sums`: GANTRY_N_STATES). */
void gantry_statistics_lane (const GantryLane *lane, int64_t *sums);
