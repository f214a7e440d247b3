/* Clocks that lead to each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-clocks.h"

#define MOST_CLOCKS 65535u
#define MOST_STEPS 8 /* from one clock to the trace's own */

/* A moment on this clock and on another one. */
typedef struct {
  gint64 time;
  gint64 other_time;
  guint16 other;
} Reading;

typedef struct {
  guint32 id;
  bool is_incremental;
  bool is_sorted;
  bool is_set;      /* was in a snapshot */
  gint64 unit;      /* ns */
  gint64 last;      /* where an incremental one stands */
  GArray *readings; /* Reading; NULL: none */
} Clock;

static void
clear_clock (gpointer data)
{
  Clock *clock = data;
  g_clear_pointer(&clock->readings, g_array_unref);
}

void
gantry_perfetto_clocks_init (GantryPerfettoClocks *clocks)
{
  *clocks = (GantryPerfettoClocks){
      .clocks = g_array_new(FALSE, FALSE, sizeof(Clock)),
      .found = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
      .primary = PERFETTO__BUILTIN_CLOCK__CLOCK_BOOTTIME,
  };
  g_array_set_clear_func(clocks->clocks, clear_clock);
}

void
gantry_perfetto_clocks_clear (GantryPerfettoClocks *clocks)
{
  g_array_unref(clocks->clocks);
  g_hash_table_unref(clocks->found);
}

static Clock *
clock_at (const GantryPerfettoClocks *clocks, guint16 number)
{
  return &g_array_index(clocks->clocks, Clock, number);
}

static bool
is_of_sequence (guint32 id)
{
  return id > PERFETTO__BUILTIN_CLOCK__CLOCK_LAST_BUILTIN &&
         id <= PERFETTO__BUILTIN_CLOCK__CLOCK_LAST_OF_SEQUENCE;
}

/* FALSE: they are too many. */
static bool
find_clock (GantryPerfettoClocks *clocks, guint32 sequence, guint32 id, guint16 *number)
{
  gint64 key = (gint64)((guint64)(is_of_sequence(id) ? sequence : 0) << 32 | id);
  guint found = GPOINTER_TO_UINT(g_hash_table_lookup(clocks->found, &key));
  if (found == 0) {
    if (clocks->clocks->len == MOST_CLOCKS)
      return false;
    Clock clock = {.id = id, .unit = 1, .is_sorted = true};
    g_array_append_val(clocks->clocks, clock);
    found = clocks->clocks->len;
    g_hash_table_insert(clocks->found, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(found));
  }
  *number = (guint16)(found - 1);
  return true;
}

static gint64
add (gint64 a, gint64 b)
{
  gint64 sum;
  if (!__builtin_add_overflow(a, b, &sum))
    return sum;
  return a < 0 ? G_MININT64 : G_MAXINT64;
}

static gint64
in_nanoseconds (const Clock *clock, guint64 timestamp)
{
  gint64 time;
  if (timestamp > G_MAXINT64 || __builtin_mul_overflow((gint64)timestamp, clock->unit, &time))
    return G_MAXINT64;
  return time;
}

/* How well a clock serves to tell others by. */
static int
rank (const GantryPerfettoClocks *clocks, guint32 id)
{
  if (id == clocks->primary)
    return 3;
  if (id == PERFETTO__BUILTIN_CLOCK__CLOCK_BOOTTIME)
    return 2;
  return id == PERFETTO__BUILTIN_CLOCK__CLOCK_MONOTONIC ? 1 : 0;
}

/* The best of the snapshot's other clocks, or NULL. */
static const Perfetto__ClockReading *
find_best (const GantryPerfettoClocks *clocks, const Perfetto__ClockSnapshot *snapshot)
{
  const Perfetto__ClockReading *best = NULL;
  for (size_t i = 0; i < snapshot->n_clocks; i++)
    if (best == NULL || rank(clocks, snapshot->clocks[i]->clock_id) > rank(clocks, best->clock_id))
      best = snapshot->clocks[i];
  return best;
}

static void
set_clock (Clock *clock, const Perfetto__ClockReading *reading)
{
  clock->is_set = true;
  clock->is_incremental = reading->is_incremental;
  if (reading->unit_multiplier_ns > 0 && reading->unit_multiplier_ns < G_MAXINT64)
    clock->unit = (gint64)reading->unit_multiplier_ns;
  clock->last = in_nanoseconds(clock, reading->timestamp);
}

static void
add_reading (Clock *clock, const Reading *reading)
{
  if (clock->readings == NULL)
    clock->readings = g_array_new(FALSE, FALSE, sizeof *reading);
  guint count = clock->readings->len;
  if (count > 0 && g_array_index(clock->readings, Reading, count - 1).time > reading->time)
    clock->is_sorted = false;
  g_array_append_val(clock->readings, *reading);
}

void
gantry_perfetto_clocks_take (GantryPerfettoClocks *clocks, guint32 sequence,
                             const Perfetto__ClockSnapshot *snapshot)
{
  guint16 best_number, number;
  if (snapshot->has_primary_trace_clock && !clocks->has_primary) {
    clocks->has_primary = true;
    clocks->primary = snapshot->primary_trace_clock;
  }
  const Perfetto__ClockReading *best = find_best(clocks, snapshot);
  if (best == NULL || !find_clock(clocks, sequence, best->clock_id, &best_number))
    return;
  set_clock(clock_at(clocks, best_number), best);
  gint64 best_time = clock_at(clocks, best_number)->last;
  for (size_t i = 0; i < snapshot->n_clocks; i++) {
    if (!find_clock(clocks, sequence, snapshot->clocks[i]->clock_id, &number) || number == best_number)
      continue;
    Clock *clock = clock_at(clocks, number);
    set_clock(clock, snapshot->clocks[i]);
    add_reading(clock, &(Reading){clock->last, best_time, best_number});
  }
}

bool
gantry_perfetto_clocks_read (GantryPerfettoClocks *clocks, guint32 sequence, guint32 id, guint64 timestamp,
                             guint16 *number, gint64 *time)
{
  if (!find_clock(clocks, sequence, id, number))
    return false;
  Clock *clock = clock_at(clocks, *number);
  if (is_of_sequence(id) && !clock->is_set)
    return false;
  *time = in_nanoseconds(clock, timestamp);
  if (clock->is_incremental)
    *time = clock->last = add(clock->last, *time);
  return true;
}

static int
compare_readings (gconstpointer a, gconstpointer b)
{
  const Reading *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

/* The last reading before that time, or the first one. */
static const Reading *
find_reading (Clock *clock, gint64 time)
{
  if (!clock->is_sorted)
    g_array_sort(clock->readings, compare_readings);
  clock->is_sorted = true;
  guint low = 0, high = clock->readings->len;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(clock->readings, Reading, middle).time <= time)
      low = middle;
    else
      high = middle;
  }
  return &g_array_index(clock->readings, Reading, low);
}

gint64
gantry_perfetto_clocks_convert (GantryPerfettoClocks *clocks, guint16 number, gint64 time)
{
  for (int step = 0; step < MOST_STEPS; step++) {
    Clock *clock = clock_at(clocks, number);
    if (clock->id == clocks->primary || clock->readings == NULL)
      break;
    const Reading *reading = find_reading(clock, time);
    time = add(add(time, -reading->time), reading->other_time);
    number = reading->other;
  }
  return time;
}
