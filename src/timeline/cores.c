/* Segments of each core, sorted, then published.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/cores.h"

typedef struct {
  int64_t from, to;
  uint32_t lane;
} Segment;

typedef struct {
  GantryLane *lane;
  GArray *segments;
  int64_t end; /* of the last one published */
} Core;

static void
core_free (gpointer data)
{
  Core *core = data;
  g_array_unref (core->segments);
  g_free (core);
}

void
gantry_cores_init (GantryCores *cores, GantryTimeline *timeline)
{
  cores->timeline = timeline;
  cores->by_cpu = g_ptr_array_new_with_free_func (core_free);
}

void
gantry_cores_clear (GantryCores *cores)
{
  g_ptr_array_unref (cores->by_cpu);
}

static Core *
core_of (GantryCores *cores, int cpu)
{
  /* Those below come with it, so that they stand in order. */
  while ((int) cores->by_cpu->len <= cpu) {
    Core *core = g_new0 (Core, 1);
    g_autofree char *name = g_strdup_printf ("core %u", cores->by_cpu->len);
    core->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
    core->lane = gantry_lane_new (cores->by_cpu->len, GANTRY_LANE_CORE, name, GANTRY_NO_LANE, false, 0, &cores->timeline->now);
    gantry_lane_set (core->lane, 0, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT);
    atomic_store_explicit (&core->lane->started, 0, memory_order_relaxed);
    gantry_timeline_add_core (cores->timeline, core->lane);
    g_ptr_array_add (cores->by_cpu, core);
  }
  return g_ptr_array_index (cores->by_cpu, cpu);
}

void
gantry_cores_add (GantryCores *cores, int cpu, uint32_t lane, int64_t from, int64_t to)
{
  if (cpu < 0 || cpu > GANTRY_MAX_CPUS || from >= to)
    return;
  Segment segment = {from, to, lane};
  g_array_append_val (core_of (cores, cpu)->segments, segment);
}

static int
compare_segments (gconstpointer a, gconstpointer b)
{
  const Segment *left = a, *right = b;
  return (left->from > right->from) - (left->from < right->from);
}

static void
publish (Core *core, int64_t until)
{
  guint i = 0;
  g_array_sort (core->segments, compare_segments);
  for (; i < core->segments->len; i++) {
    const Segment *segment = &g_array_index (core->segments, Segment, i);
    if (segment->from >= until)
      break;
    /* Where two measurements overlap by an instant, the earlier one keeps it. */
    int64_t from = MAX (segment->from, core->end);
    if (segment->to <= from)
      continue;
    gantry_lane_set (core->lane, from, GANTRY_STATE_RUNNING, 0, segment->lane);
    gantry_lane_set (core->lane, segment->to, GANTRY_STATE_SLEEPING, 0, GANTRY_NO_OBJECT);
    core->end = segment->to;
  }
  g_array_remove_range (core->segments, 0, i);
}

static int64_t
earliest_running (const GPtrArray *running, int cpu)
{
  int64_t earliest = INT64_MAX;
  for (guint i = 0; i < running->len; i++) {
    const GantryLane *lane = g_ptr_array_index (running, i);
    if (lane->cpu == cpu && lane->run_since != GANTRY_NO_TIME)
      earliest = MIN (earliest, lane->run_since);
  }
  return earliest;
}

void
gantry_cores_release (GantryCores *cores, int64_t until, const GPtrArray *running)
{
  for (guint cpu = 0; cpu < cores->by_cpu->len; cpu++) {
    Core *core = g_ptr_array_index (cores->by_cpu, cpu);
    int64_t limit = MIN (until, earliest_running (running, (int) cpu));
    publish (core, limit);
    gantry_lane_flush (core->lane, MAX (core->end, limit));
    gantry_lane_set_known (core->lane, MAX (core->end, limit));
  }
}

void
gantry_cores_end (GantryCores *cores, int64_t time)
{
  for (guint cpu = 0; cpu < cores->by_cpu->len; cpu++) {
    Core *core = g_ptr_array_index (cores->by_cpu, cpu);
    publish (core, INT64_MAX);
    gantry_lane_end (core->lane, time, GANTRY_OUTCOME_OK, 0, NULL);
  }
}
