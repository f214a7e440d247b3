/* Steps, and by blocks what comes before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/series.h"

#include "timeline/columns.h"

#include <math.h>

#define BLOCK GANTRY_STEPS_BLOCK
#define MOST_PARTS 1000 /* of a range whose integral would go round */

static const GantryBlockSum *
sum_at (const GantrySeries *series, size_t block)
{
  return gantry_append_store_at(&series->sums, block);
}

void
gantry_series_init (GantrySeries *series)
{
  *series = (GantrySeries){.most = INT64_MIN};
  gantry_packed_steps_init(&series->steps);
  gantry_append_store_init(&series->sums, sizeof(GantryBlockSum));
}

void
gantry_series_clear (GantrySeries *series)
{
  gantry_packed_steps_clear(&series->steps);
  gantry_append_store_clear(&series->sums);
}

/* Unsigned: a variable may hold any number, and its integral means nothing. */
static int64_t
add_area (int64_t integral, const GantryStep *step, int64_t until)
{
  return (int64_t)((uint64_t)integral + (uint64_t)step->value * (uint64_t)(until - step->time));
}

/* A step is about to follow the `count` that there are: where it begins a block, the one before is whole, and
 * what is known of it is there before the step is. */
static void
end_block (GantrySeries *series, size_t count, int64_t integral, int64_t *most)
{
  if (count == 0 || count % BLOCK != 0)
    return;
  const GantryBlockSum sum = {integral, *most};
  gantry_append_store_append(&series->sums, &sum);
  *most = INT64_MIN;
}

/* Before the value can be seen. */
static void
widen (GantrySeries *series, int64_t value)
{
  /* Relaxed: stored by this thread alone; whoever sees the step, which is published after it, sees this. */
  if (value < atomic_load_explicit(&series->low, memory_order_relaxed))
    atomic_store_explicit(&series->low, value, memory_order_relaxed);
  if (value > atomic_load_explicit(&series->high, memory_order_relaxed))
    atomic_store_explicit(&series->high, value, memory_order_relaxed);
}

void
gantry_series_append (GantrySeries *series, int64_t time, int64_t value)
{
  /* This thread alone appends. */
  size_t count = gantry_packed_steps_count(&series->steps);
  if (count > 0) {
    if (series->last.value == value)
      return;
    time = MAX(time, series->last.time);
    series->integral = add_area(series->integral, &series->last, time);
  }
  end_block(series, count, series->integral, &series->most);
  series->most = MAX(series->most, value);
  series->last = (GantryStep){time, value};
  widen(series, value);
  gantry_packed_steps_append(&series->steps, time, value);
}

size_t
gantry_series_borrow (GantrySeries *series, const GantryStep *steps, size_t count)
{
  size_t n_sound = 0;
  int64_t integral = 0, most = INT64_MIN, last = 0;
  for (; n_sound < count && steps[n_sound].time >= last && steps[n_sound].time < GANTRY_MOST_TIME;
       n_sound++) {
    const GantryStep *step = &steps[n_sound];
    if (n_sound > 0)
      integral = add_area(integral, step - 1, step->time);
    end_block(series, n_sound, integral, &most);
    most = MAX(most, step->value);
    widen(series, step->value);
    last = step->time;
  }
  gantry_packed_steps_borrow(&series->steps, steps, n_sound);
  return n_sound;
}

void
gantry_series_get_bounds (const GantrySeries *series, int64_t *low, int64_t *high)
{
  /* Relaxed: what was counted of the steps was published after them. */
  *low = atomic_load_explicit(&series->low, memory_order_relaxed);
  *high = atomic_load_explicit(&series->high, memory_order_relaxed);
}

double
gantry_series_most_area (const GantrySeries *series, double length)
{
  int64_t low, high;
  gantry_series_get_bounds(series, &low, &high);
  return MAX(-(double)low, (double)high) * length;
}

bool
gantry_series_find (const GantrySeries *series, int64_t time, size_t *index)
{
  size_t count = gantry_packed_steps_count(&series->steps);
  if (count == 0 || time < gantry_packed_steps_get(&series->steps, 0).time)
    return false;
  *index = gantry_packed_steps_find(&series->steps, count, time);
  return true;
}

int64_t
gantry_series_integral (const GantrySeries *series, size_t index, int64_t time)
{
  size_t block = index / BLOCK, last = index % BLOCK;
  int64_t integral = block > 0 ? sum_at(series, block - 1)->integral : 0;
  GantryStep steps[BLOCK];
  gantry_packed_steps_read(&series->steps, block * BLOCK, last + 1, steps);
  for (size_t i = 0; i < last; i++)
    integral = add_area(integral, &steps[i], steps[i + 1].time);
  return add_area(integral, &steps[last], time);
}

void
gantry_series_fetch_block (const GantrySeries *series, size_t first)
{
  if (first >= BLOCK)
    __builtin_prefetch(sum_at(series, first / BLOCK - 1));
  gantry_packed_steps_fetch(&series->steps, first, BLOCK);
}

static uint64_t
integral_until (const GantrySeries *series, int64_t time)
{
  size_t index;
  return gantry_series_find(series, time, &index) ? (uint64_t)gantry_series_integral(series, index, time) : 0;
}

/* The sums may have gone round, their difference has not. */
static double
area_between (const GantrySeries *series, int64_t from, int64_t to)
{
  return (double)(int64_t)(integral_until(series, to) - integral_until(series, from));
}

double
gantry_series_mean (const GantrySeries *series, int64_t from, int64_t to)
{
  double area = 0.0;
  if (from >= to)
    return 0;
  /* A hundred thousand tasks over a day: in as many parts as it takes. */
  double n_parts = ceil(gantry_series_most_area(series, (double)(to - from)) / GANTRY_MOST_AREA);
  int64_t part = (int64_t)((double)(to - from) / CLAMP(n_parts, 1.0, MOST_PARTS)) + 1;
  for (int64_t begin = from, end; begin < to; begin = end) {
    end = to - begin > part ? begin + part : to;
    area += area_between(series, begin, end);
  }
  return area / (double)(to - from);
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
      most = MAX(most, sum_at(series, i / BLOCK)->most);
      i += BLOCK;
    } else {
      int64_t value = gantry_packed_steps_get(&series->steps, i).value;
      most = MAX(most, value);
      i++;
    }
  }
  return most;
}
