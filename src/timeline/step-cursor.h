/* Going along the steps of a value from left to right: each search starts where the last one ended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/series.h"

/* Moments whose waits for memory overlap. */
#define GANTRY_STEPS_AHEAD 8

/* Plain data; one thread at a time. It sees the steps that there were when it was made. */
typedef struct {
  const GantrySeries *series;
  size_t count;  /* of the steps */
  int64_t begin; /* when the first of them is; INT64_MAX: there is none */
  size_t index;  /* the step found last, */
  int64_t time;  /* and a moment that it holds at */
  int64_t until; /* when the step after it is, INT64_MAX: never; good if `has_until` */
  bool has_until;
  size_t stride; /* how far it was from the one before: the next one is about as far again */
  /* Moments that will be asked for, the next of them, and up to which the blocks are looked for: */
  const int64_t *expected;
  size_t n_expected, next, looked_for;
  size_t blocks[GANTRY_STEPS_AHEAD]; /* first steps of those blocks, from the next moment's on, in a ring */
  bool has_integral;
  int64_t integral_time, integral; /* the sum that was asked for last: a column begins where one ended */
} GantryStepCursor;

void gantry_step_cursor_init_thing (GantryStepCursor *cursor, const GantryThing *thing);
void gantry_step_cursor_init_counter (GantryStepCursor *cursor, const GantryTimeline *timeline,
                                      GantryCounter counter);
/* Says which moments will be asked for, in their order, each exactly or a nanosecond before it; they outlive
 * the cursor. What else is asked for is found as well. */
void gantry_step_cursor_expect (GantryStepCursor *cursor, const int64_t *times, size_t n);
/* The last step at or before `time`; FALSE if there is none. O(log n) of the way from the last one. */
bool gantry_step_cursor_find (GantryStepCursor *cursor, int64_t time, size_t *index);
static inline GantryStep
gantry_step_cursor_get (const GantryStepCursor *cursor, size_t index)
{
  return gantry_packed_steps_get(&cursor->series->steps, index);
}

/* Mean from the step `first`, which holds at `from`, to `last`, the last one before `to`. Exact to a double's
 * precision, by the sums where there are many steps and their area fits them. */
double gantry_step_cursor_mean (GantryStepCursor *cursor, size_t first, size_t last, int64_t from,
                                int64_t to);
