/* A value over time, as steps in order; means are exact in O(log n), maxima by blocks.
 *
 * One writer; any thread may read without a lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/packed-steps.h"

/* What is known of a block of steps that is whole. */
typedef struct {
  int64_t integral; /* value times ns from the first step of all to the next block's first */
  int64_t most;     /* of its values */
} GantryBlockSum;

typedef struct {
  GantryPackedSteps steps;
  GantryAppendStore sums;    /* GantryBlockSum */
  _Atomic int64_t low, high; /* least and most of all values, 0 among them */
  /* the writer's */
  GantryStep last;
  int64_t integral; /* up to the last step */
  int64_t most;     /* of the block that goes on */
} GantrySeries;

void gantry_series_init (GantrySeries *series);
void gantry_series_clear (GantrySeries *series);
/* A time before the last step's is clamped to it. A step that changes nothing is not kept. */
void gantry_series_append (GantrySeries *series, int64_t time, int64_t value);
/* Fills a series that has none with steps that lie in order, are not to be appended to, and outlive it, as
 * far as their times do not go back and lie from 0 to GANTRY_MOST_TIME. Returns how many that are. */
size_t gantry_series_borrow (GantrySeries *series, const GantryStep *steps, size_t count);
/* What the integral of a range may reach: more goes round. */
#define GANTRY_MOST_AREA 4.0e18
/* The bounds of all values that were there when the steps were last counted, or more; 0 among them. */
void gantry_series_get_bounds (const GantrySeries *series, int64_t *low, int64_t *high);
/* The most that the integral of a range of that length, ns, can reach, below 0 or above. */
double gantry_series_most_area (const GantrySeries *series, double length);
/* The last step at or before `time`; FALSE if there is none. */
bool gantry_series_find (const GantrySeries *series, int64_t time, size_t *index);
/* Value times ns from the first step to `time`, at which the step `index` holds. It goes round where it does
 * not fit; differences of two are right all the same. */
int64_t gantry_series_integral (const GantrySeries *series, size_t index, int64_t time);
/* Says that a block of steps, whose first is given, and the integral before it will be looked at soon: they
 * come from memory meanwhile. */
void gantry_series_fetch_block (const GantrySeries *series, size_t first);
/* Before the first step the value is 0. Both are 0 for an empty range. */
double gantry_series_mean (const GantrySeries *series, int64_t from, int64_t to);
int64_t gantry_series_max (const GantrySeries *series, int64_t from, int64_t to);
