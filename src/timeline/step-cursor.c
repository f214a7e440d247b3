/* Steps from left to right.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/step-cursor.h"

#include "timeline/thing.h"
#include "timeline/timeline-private.h"

#define FEW 32 /* steps that are added up one by one */

static void
init (GantryStepCursor *cursor, const GantrySeries *series)
{
  size_t count = gantry_packed_steps_count(&series->steps);
  int64_t begin = count > 0 ? gantry_packed_steps_get(&series->steps, 0).time : INT64_MAX;
  *cursor = (GantryStepCursor){.series = series, .count = count, .begin = begin, .time = begin};
}

void
gantry_step_cursor_init_thing (GantryStepCursor *cursor, const GantryThing *thing)
{
  init(cursor, &thing->series);
}

void
gantry_step_cursor_init_counter (GantryStepCursor *cursor, const GantryTimeline *timeline,
                                 GantryCounter counter)
{
  init(cursor, &timeline->counters[counter]);
}

static int64_t
time_at (const GantryStepCursor *cursor, size_t index)
{
  return gantry_step_cursor_get(cursor, index).time;
}

void
gantry_step_cursor_expect (GantryStepCursor *cursor, const int64_t *times, size_t n)
{
  cursor->expected = times;
  cursor->n_expected = n;
}

/* A block that the moment lies in or near. Those of the next moments are asked of memory meanwhile. */
static size_t
find_near (GantryStepCursor *cursor, int64_t time)
{
  size_t near = MIN(cursor->index + cursor->stride, cursor->count - 1);
  while (cursor->next < cursor->n_expected && cursor->expected[cursor->next] < time)
    cursor->next++;
  if (cursor->next == cursor->n_expected)
    return near;
  if (cursor->looked_for <= cursor->next)
    cursor->looked_for = cursor->next;
  else
    near = cursor->blocks[(cursor->looked_for - 1) % GANTRY_STEPS_AHEAD] + cursor->stride;
  size_t end = MIN(cursor->next + GANTRY_STEPS_AHEAD, cursor->n_expected);
  for (; cursor->looked_for < end; cursor->looked_for++) {
    near = gantry_packed_steps_find_block(&cursor->series->steps, cursor->count, MIN(near, cursor->count - 1),
                                          cursor->expected[cursor->looked_for]);
    cursor->blocks[cursor->looked_for % GANTRY_STEPS_AHEAD] = near;
    gantry_series_fetch_block(cursor->series, near);
    near += cursor->stride;
  }
  return cursor->blocks[cursor->next % GANTRY_STEPS_AHEAD];
}

static bool
is_later (GantryStepCursor *cursor, int64_t time)
{
  if (!cursor->has_until)
    cursor->until = cursor->index + 1 < cursor->count ? time_at(cursor, cursor->index + 1) : INT64_MAX;
  cursor->has_until = true;
  return time >= cursor->until;
}

/* Steps are looked at as seldom as can be: each look may have to wait for memory. */
bool
gantry_step_cursor_find (GantryStepCursor *cursor, int64_t time, size_t *index)
{
  if (cursor->count == 0 || time < cursor->begin)
    return false;
  *index = cursor->index;
  bool is_next = is_later(cursor, time);
  if (is_next || (time < cursor->time && time_at(cursor, cursor->index) > time)) {
    size_t near = is_next && cursor->stride > FEW ? find_near(cursor, time) : cursor->index;
    *index = gantry_packed_steps_find_near(&cursor->series->steps, cursor->count, near, time);
    cursor->stride = *index > cursor->index ? *index - cursor->index : 0;
    cursor->index = *index;
    cursor->has_until = false;
  }
  cursor->time = time;
  return true;
}

static double
sum_one_by_one (const GantryStepCursor *cursor, size_t first, size_t last, int64_t from, int64_t to)
{
  GantryStep steps[FEW + 1];
  double sum = 0.0;
  for (size_t n; first < last; first += n) {
    n = MIN(last - first, FEW);
    gantry_packed_steps_read(&cursor->series->steps, first, n + 1, steps);
    for (size_t i = 0; i < n; i++)
      sum += (double)(steps[i + 1].time - MAX(steps[i].time, from)) * (double)steps[i].value;
  }
  steps[0] = gantry_step_cursor_get(cursor, last);
  return sum + (double)(to - MAX(steps[0].time, from)) * (double)steps[0].value;
}

static uint64_t
integral_at (GantryStepCursor *cursor, size_t index, int64_t time)
{
  if (!cursor->has_integral || cursor->integral_time != time)
    cursor->integral = gantry_series_integral(cursor->series, index, time);
  cursor->has_integral = true;
  cursor->integral_time = time;
  return (uint64_t)cursor->integral;
}

double
gantry_step_cursor_mean (GantryStepCursor *cursor, size_t first, size_t last, int64_t from, int64_t to)
{
  double length = (double)(to - from);
  if (last - first < FEW || gantry_series_most_area(cursor->series, length) > GANTRY_MOST_AREA)
    return sum_one_by_one(cursor, first, last, from, to) / length;
  /* The sums may have gone round, their difference has not. */
  uint64_t before = integral_at(cursor, first, from);
  return (double)(int64_t)(integral_at(cursor, last, to) - before) / length;
}
