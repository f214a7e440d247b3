/* What a value over time is drawn from: one number for each column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-private.h"
#include "timeline/step-cursor.h"

typedef struct {
  const GantryPainter *painter;
  GantryStepCursor cursor;
  int64_t ends; /* when the last step's value ends to hold */
  bool is_one;  /* the last column's value is that of one step alone */
} GantrySteps;

/* Says that columns will be asked for one after the other, from `left` to `right`. */
void gantry_steps_expect (GantrySteps *steps, int left, int right);
/* The value of a column between two moments, of which the first is not before the first step: where one long
 * step meets another that of the longer part, so that the edge is sharp; else the mean, weighted by time. */
double gantry_steps_value (GantrySteps *steps, int64_t from, int64_t to);
/* The first column from `column` to `last` whose value can differ from the last one asked for: columns within
 * one step are all alike. */
int gantry_steps_next_column (const GantrySteps *steps, int column, int last);
