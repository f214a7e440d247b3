/* Steps with prefix sums.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/series.h"

#define BLOCK 64

static const GantryStep *
step_at (const GantrySeries *series, size_t index)
{
  return gantry_append_store_at (&series->steps, index);
}

void
gantry_series_init (GantrySeries *series)
{
  gantry_append_store_init (&series->steps, sizeof (GantryStep));
  gantry_append_store_init (&series->integrals, sizeof (int64_t));
  gantry_append_store_init (&series->maxima, sizeof (int64_t));
}

void
gantry_series_clear (GantrySeries *series)
{
  gantry_append_store_clear (&series->steps);
  gantry_append_store_clear (&series->integrals);
  gantry_append_store_clear (&series->maxima);
}

static void
append_number (GantryAppendStore *store, int64_t number)
{
  int64_t *place = gantry_append_store_reserve (store);
  *place = number;
  gantry_append_store_publish (store);
}

void
gantry_series_append (GantrySeries *series, int64_t time, int64_t value)
{
  size_t count = gantry_append_store_count (&series->steps);
  int64_t integral = 0;
  if (count > 0) {
    const GantryStep *last = step_at (series, count - 1);
    if (last->value == value)
      return;
    time = MAX (time, last->time);
    integral = *(const int64_t *) gantry_append_store_at (&series->integrals, count - 1) + last->value * (time - last->time);
  }
  if (count > 0 && count % BLOCK == 0) {
    int64_t most = INT64_MIN;
    for (size_t i = count - BLOCK; i < count; i++)
      most = MAX (most, step_at (series, i)->value);
    append_number (&series->maxima, most);
  }
  append_number (&series->integrals, integral);
  GantryStep *step = gantry_append_store_reserve (&series->steps);
  *step = (GantryStep){time, value};
  gantry_append_store_publish (&series->steps);
}

/* The last step at or before `time`. */
bool
gantry_series_find (const GantrySeries *series, int64_t time, size_t *index)
{
  size_t count = gantry_append_store_count (&series->steps);
  if (count == 0 || time < step_at (series, 0)->time)
    return false;
  size_t low = 0, high = count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (step_at (series, middle)->time <= time)
      low = middle;
    else
      high = middle;
  }
  *index = low;
  return true;
}

static int64_t
integral_until (const GantrySeries *series, int64_t time)
{
  size_t index;
  if (!gantry_series_find (series, time, &index))
    return 0;
  const GantryStep *step = step_at (series, index);
  return *(const int64_t *) gantry_append_store_at (&series->integrals, index) + step->value * (time - step->time);
}

double
gantry_series_mean (const GantrySeries *series, int64_t from, int64_t to)
{
  if (from >= to)
    return 0;
  return (double) (integral_until (series, to) - integral_until (series, from)) / (double) (to - from);
}

int64_t
gantry_series_max (const GantrySeries *series, int64_t from, int64_t to)
{
  size_t first = 0, last;
  int64_t most = 0;
  if (from >= to || !gantry_series_find (series, to - 1, &last))
    return 0;
  (void) gantry_series_find (series, from, &first);
  for (size_t i = first; i <= last;) {
    size_t block = i / BLOCK;
    if (i % BLOCK == 0 && i + BLOCK <= last && block < gantry_append_store_count (&series->maxima)) {
      most = MAX (most, *(const int64_t *) gantry_append_store_at (&series->maxima, block));
      i += BLOCK;
    } else {
      most = MAX (most, step_at (series, i)->value);
      i++;
    }
  }
  return most;
}
