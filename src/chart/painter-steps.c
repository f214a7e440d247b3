/* Values of columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-steps.h"

#include <math.h>

static int64_t
start_of (const GantrySteps *steps, size_t index)
{
  return gantry_step_cursor_get(&steps->cursor, index).time;
}

static int64_t
end_of (const GantrySteps *steps, size_t index)
{
  return index + 1 < steps->cursor.count ? start_of(steps, index + 1) : steps->ends;
}

static bool
is_wide (const GantrySteps *steps, size_t index)
{
  return (double)end_of(steps, index) - (double)start_of(steps, index) >= 1.5 * steps->painter->ns_per_column;
}

/* A column in which the first step begins. Before it there was nothing. */
static double
first_value (GantrySteps *steps, int64_t from, int64_t to)
{
  steps->is_one = false;
  if (steps->cursor.count == 0 || start_of(steps, 0) >= to)
    return 0.0;
  int64_t begins = start_of(steps, 0);
  double value = gantry_steps_value(steps, begins, to) * ((double)(to - begins) / (double)(to - from));
  steps->is_one = false;
  return value;
}

void
gantry_steps_expect (GantrySteps *steps, int left, int right)
{
  const int64_t *times = steps->painter->times;
  if (times && left < right)
    gantry_step_cursor_expect(&steps->cursor, &times[left], (size_t)(right - left) + 1);
}

double
gantry_steps_value (GantrySteps *steps, int64_t from, int64_t to)
{
  size_t first = 0, last = 0;
  if (!gantry_step_cursor_find(&steps->cursor, from, &first))
    return first_value(steps, from, to);
  (void)gantry_step_cursor_find(&steps->cursor, to - 1, &last);
  steps->is_one = first == last;
  if (first == last || (last == first + 1 && is_wide(steps, first) && is_wide(steps, last))) {
    bool second = start_of(steps, last) <= from + (to - from) / 2;
    return (double)gantry_step_cursor_get(&steps->cursor, second ? last : first).value;
  }
  return gantry_step_cursor_mean(&steps->cursor, first, last, from, to);
}

int
gantry_steps_next_column (const GantrySteps *steps, int column, int last)
{
  if (!steps->is_one)
    return column;
  /* One earlier: a column's moments are rounded to whole nanoseconds. */
  double place = floor(gantry_painter_place(steps->painter, end_of(steps, steps->cursor.index))) - 1.0;
  return (int)CLAMP(place, (double)column, (double)MAX(last, column));
}
