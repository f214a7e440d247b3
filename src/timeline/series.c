/* Steps with prefix sums.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/series.h"

#define BLOCK 64

static const GantryStep *
step_at (const GantrySeries *series, size_t index)
{
  return gantry_append_store_at(&series->steps, index);
}

static int64_t
number_at (const GantryAppendStore *store, size_t index)
{
  return *(const int64_t *)gantry_append_store_at(store, index);
}

void
gantry_series_init (GantrySeries *series)
{
  gantry_append_store_init(&series->steps, sizeof(GantryStep));
  gantry_append_store_init(&series->integrals, sizeof(int64_t));
  gantry_append_store_init(&series->maxima, sizeof(int64_t));
}

void
gantry_series_clear (GantrySeries *series)
{
  gantry_append_store_clear(&series->steps);
  gantry_append_store_clear(&series->integrals);
  gantry_append_store_clear(&series->maxima);
}

static void
append_maximum (GantrySeries *series, size_t count)
{
  int64_t most = INT64_MIN;
  for (size_t i = count - BLOCK; i < count; i++)
    most = MAX(most, step_at(series, i)->value);
  gantry_append_store_append(&series->maxima, &most);
}

void
gantry_series_append (GantrySeries *series, int64_t time, int64_t value)
{
  size_t count = gantry_append_store_count(&series->steps);
  int64_t integral = 0;
  if (count > 0) {
    const GantryStep *last = step_at(series, count - 1);
    if (last->value == value)
      return;
    time = MAX(time, last->time);
    /* Unsigned: a variable may hold any number, and its integral means nothing. */
    integral = (int64_t)((uint64_t)number_at(&series->integrals, count - 1) +
                         (uint64_t)last->value * (uint64_t)(time - last->time));
  }
  /* What a step stands for is there before the step is. */
  if (count > 0 && count % BLOCK == 0)
    append_maximum(series, count);
  gantry_append_store_append(&series->integrals, &integral);
  GantryStep step = {time, value};
  gantry_append_store_append(&series->steps, &step);
}

bool
gantry_series_find (const GantrySeries *series, int64_t time, size_t *index)
{
  size_t count = gantry_append_store_count(&series->steps);
  if (count == 0 || time < step_at(series, 0)->time)
    return false;
  size_t low = 0, high = count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (step_at(series, middle)->time <= time)
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
  if (!gantry_series_find(series, time, &index))
    return 0;
  const GantryStep *step = step_at(series, index);
  return (int64_t)((uint64_t)number_at(&series->integrals, index) +
                   (uint64_t)step->value * (uint64_t)(time - step->time));
}

double
gantry_series_mean (const GantrySeries *series, int64_t from, int64_t to)
{
  if (from >= to)
    return 0;
  return (double)(integral_until(series, to) - integral_until(series, from)) / (double)(to - from);
}

int64_t
gantry_series_max (const GantrySeries *series, int64_t from, int64_t to)
{
  size_t first = 0, last;
  if (from >= to || !gantry_series_find(series, to - 1, &last))
    return 0;
  /* Where the range begins before the first step, the value there is 0. */
  int64_t most = gantry_series_find(series, from, &first) ? INT64_MIN : 0;
  for (size_t i = first; i <= last;) {
    /* A block's maximum was published before the step after it. */
    if (i % BLOCK == 0 && i + BLOCK <= last) {
      most = MAX(most, number_at(&series->maxima, i / BLOCK));
      i += BLOCK;
    } else {
      most = MAX(most, step_at(series, i)->value);
      i++;
    }
  }
  return most;
}
