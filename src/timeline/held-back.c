/* Sorting before publishing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/held-back.h"

#include <string.h>

typedef struct {
  int64_t time;
  int64_t value;
  uint32_t thing;
} HeldStep;

typedef struct {
  int64_t time;
  int delta;
} HeldDelta;

void
gantry_held_back_init (GantryHeldBack *held, GantryTimeline *timeline)
{
  *held = (GantryHeldBack){.timeline = timeline};
  held->steps = g_array_new (FALSE, FALSE, sizeof (HeldStep));
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    held->deltas[i] = g_array_new (FALSE, FALSE, sizeof (HeldDelta));
  held->arrows = g_array_new (FALSE, FALSE, sizeof (GantryArrow));
  held->marks = g_array_new (FALSE, FALSE, sizeof (GantryMark));
}

void
gantry_held_back_clear (GantryHeldBack *held)
{
  g_array_unref (held->steps);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    g_array_unref (held->deltas[i]);
  g_array_unref (held->arrows);
  g_array_unref (held->marks);
}

void
gantry_held_back_step (GantryHeldBack *held, uint32_t thing, int64_t time, int64_t value)
{
  HeldStep step = {time, value, thing};
  g_array_append_val (held->steps, step);
}

void
gantry_held_back_delta (GantryHeldBack *held, GantryCounter counter, int64_t time, int delta)
{
  HeldDelta entry = {time, delta};
  g_array_append_val (held->deltas[counter], entry);
}

void
gantry_held_back_arrow (GantryHeldBack *held, const GantryArrow *arrow)
{
  g_array_append_vals (held->arrows, arrow, 1);
}

void
gantry_held_back_mark (GantryHeldBack *held, const GantryMark *mark)
{
  g_array_append_vals (held->marks, mark, 1);
}

static int
compare_times (int64_t left, int64_t right)
{
  return (left > right) - (left < right);
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  return compare_times (((const HeldStep *) a)->time, ((const HeldStep *) b)->time);
}

/* At the same moment one leaves before another comes: no maximum that never was. */
static int
compare_deltas (gconstpointer a, gconstpointer b)
{
  const HeldDelta *left = a, *right = b;
  int order = compare_times (left->time, right->time);
  return order ? order : left->delta - right->delta;
}

static int
compare_arrows (gconstpointer a, gconstpointer b)
{
  return compare_times (((const GantryArrow *) a)->to_time, ((const GantryArrow *) b)->to_time);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  return compare_times (((const GantryMark *) a)->time, ((const GantryMark *) b)->time);
}

static void
release_steps (GantryHeldBack *held, int64_t until)
{
  guint i = 0;
  g_array_sort (held->steps, compare_steps);
  for (; i < held->steps->len; i++) {
    const HeldStep *step = &g_array_index (held->steps, HeldStep, i);
    if (step->time > until)
      break;
    GantryThing *thing = gantry_timeline_get_own_thing (held->timeline, step->thing);
    gantry_series_append (&thing->series, step->time, step->value);
  }
  g_array_remove_range (held->steps, 0, i);
}

static void
release_deltas (GantryHeldBack *held, GantryCounter counter, int64_t until)
{
  GArray *deltas = held->deltas[counter];
  guint i = 0;
  g_array_sort (deltas, compare_deltas);
  while (i < deltas->len && g_array_index (deltas, HeldDelta, i).time <= until) {
    int64_t time = g_array_index (deltas, HeldDelta, i).time;
    for (; i < deltas->len && g_array_index (deltas, HeldDelta, i).time == time; i++)
      held->counts[counter] += g_array_index (deltas, HeldDelta, i).delta;
    gantry_series_append (&held->timeline->counters[counter], time, held->counts[counter]);
  }
  g_array_remove_range (deltas, 0, i);
}

static void
release_records (GArray *records, int (*compare) (gconstpointer, gconstpointer), gsize size, gsize time_offset, int64_t until,
                 GantryAppendStore *store)
{
  guint i = 0;
  g_array_sort (records, compare);
  for (; i < records->len; i++) {
    const char *record = records->data + i * size;
    int64_t time;
    memcpy (&time, record + time_offset, sizeof time);
    if (time > until)
      break;
    memcpy (gantry_append_store_reserve (store), record, size);
    gantry_append_store_publish (store);
  }
  g_array_remove_range (records, 0, i);
}

void
gantry_held_back_release (GantryHeldBack *held, int64_t until, int64_t on_cpu_until)
{
  release_steps (held, until);
  release_deltas (held, GANTRY_COUNTER_IN_FLIGHT, until);
  release_deltas (held, GANTRY_COUNTER_ON_CPU, MIN (until, on_cpu_until));
  release_records (held->arrows, compare_arrows, sizeof (GantryArrow), G_STRUCT_OFFSET (GantryArrow, to_time), until,
                   &held->timeline->arrows);
  release_records (held->marks, compare_marks, sizeof (GantryMark), G_STRUCT_OFFSET (GantryMark, time), until,
                   &held->timeline->marks);
}
