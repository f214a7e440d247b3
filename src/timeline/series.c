/* Steps, and by blocks what comes before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/series.h"

#include "timeline/columns.h"

#define BLOCK 32
#define STEPS_IN_LINE 4 /* of a cache */

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
  *series = (GantrySeries){.most = INT64_MIN};
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

/* Unsigned: a variable may hold any number, and its integral means nothing. */
static int64_t
add_area (int64_t integral, const GantryStep *step, int64_t until)
{
  return (int64_t)((uint64_t)integral + (uint64_t)step->value * (uint64_t)(until - step->time));
}

void
gantry_series_append (GantrySeries *series, int64_t time, int64_t value)
{
  /* Relaxed: this thread alone stores it. */
  size_t count = atomic_load_explicit(&series->steps.count, memory_order_relaxed);
  if (count > 0) {
    if (series->last.value == value)
      return;
    time = MAX(time, series->last.time);
    series->integral = add_area(series->integral, &series->last, time);
  }
  /* What a step stands on is there before the step is. */
  if (count > 0 && count % BLOCK == 0) {
    gantry_append_store_append(&series->integrals, &series->integral);
    gantry_append_store_append(&series->maxima, &series->most);
    series->most = INT64_MIN;
  }
  series->most = MAX(series->most, value);
  series->last = (GantryStep){time, value};
  GantryStep *place = gantry_append_store_reserve(&series->steps);
  *place = series->last;
  gantry_append_store_publish(&series->steps);
}

void
gantry_series_borrow (GantrySeries *series, const GantryStep *steps, size_t count)
{
  size_t n_sound = 0;
  int64_t integral = 0, most = INT64_MIN, last = 0;
  for (; n_sound < count && steps[n_sound].time >= last && steps[n_sound].time < GANTRY_MOST_TIME;
       n_sound++) {
    const GantryStep *step = &steps[n_sound];
    if (n_sound > 0)
      integral = add_area(integral, step - 1, step->time);
    if (n_sound > 0 && n_sound % BLOCK == 0) {
      gantry_append_store_append(&series->integrals, &integral);
      gantry_append_store_append(&series->maxima, &most);
      most = INT64_MIN;
    }
    most = MAX(most, step->value);
    last = step->time;
  }
  gantry_append_store_borrow(&series->steps, steps, n_sound);
}

bool
gantry_series_find (const GantrySeries *series, int64_t time, size_t *index)
{
  size_t count = gantry_append_store_count(&series->steps);
  if (count == 0 || time < step_at(series, 0)->time)
    return false;
  *index = gantry_append_store_find_time(&series->steps, count, time);
  return true;
}

int64_t
gantry_series_integral (const GantrySeries *series, size_t index, int64_t time)
{
  size_t block = index / BLOCK;
  int64_t integral = block > 0 ? number_at(&series->integrals, block - 1) : 0;
  for (size_t i = block * BLOCK; i < index; i++)
    integral = add_area(integral, step_at(series, i), step_at(series, i + 1)->time);
  return add_area(integral, step_at(series, index), time);
}

void
gantry_series_fetch (const GantrySeries *series, size_t index)
{
  size_t block = index / BLOCK;
  if (block == 0) /* it does not lie in one piece, and is near */
    return;
  const GantryStep *steps = step_at(series, block * BLOCK);
  __builtin_prefetch(gantry_append_store_at(&series->integrals, block - 1));
  for (size_t i = 0; i < BLOCK; i += STEPS_IN_LINE)
    __builtin_prefetch(&steps[i]);
}

static int64_t
integral_until (const GantrySeries *series, int64_t time)
{
  size_t index;
  return gantry_series_find(series, time, &index) ? gantry_series_integral(series, index, time) : 0;
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
