/* Figures, summed up from the timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/statistics.h"

#include "timeline/timeline-private.h"

void
gantry_statistics_lane (const GantryLane *lane, int64_t *sums)
{
  for (int i = 0; i < GANTRY_N_STATES; i++)
    sums[i] = 0;
  gantry_lane_add_times(lane, INT64_MIN, INT64_MAX, sums);
}

static void
add_thing (const GantryThing *thing, GantryThingStatistics *figures)
{
  /* Relaxed: each stands for itself. */
  *figures = (GantryThingStatistics){
      .acquired = atomic_load_explicit(&thing->acquired, memory_order_relaxed),
      .contended = atomic_load_explicit(&thing->contended, memory_order_relaxed),
      .wait_ns = atomic_load_explicit(&thing->wait_ns, memory_order_relaxed),
      .held_ns = atomic_load_explicit(&thing->held_ns, memory_order_relaxed),
  };
}

GantryStatistics *
gantry_statistics_new (const GantryTimeline *timeline)
{
  GantryStatistics *statistics = g_new0(GantryStatistics, 1);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  int64_t end = result.wall_ns;
  statistics->in_flight_mean = gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, end);
  statistics->in_flight_max = gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, end);
  statistics->on_cpu_mean = gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_ON_CPU, 0, end);
  statistics->on_cpu_max = gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, end);
  /* Tasks that measure themselves do not see that they are away for a few microseconds while another runs in
   * their place, and both seem to run then; but more than there are processors they cannot be. */
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  if (facts->on_cpu_from == GANTRY_ON_CPU_FROM_SELF && facts->cores > 0)
    statistics->on_cpu_max = MIN(statistics->on_cpu_max, facts->cores);
  statistics->n_things = gantry_timeline_get_n_things(timeline);
  statistics->things = g_new0(GantryThingStatistics, statistics->n_things);
  for (uint32_t i = 0; i < statistics->n_things; i++)
    add_thing(gantry_timeline_get_thing(timeline, i), &statistics->things[i]);
  return statistics;
}

void
gantry_statistics_free (GantryStatistics *statistics)
{
  if (!statistics)
    return;
  g_free(statistics->things);
  g_free(statistics);
}
