/* Figures, summed up from the timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/statistics.h"

#include "timeline/add-time.h"
#include "timeline/core-gaps.h"
#include "timeline/lower-bound.h"
#include "timeline/timeline-private.h"

void
gantry_statistics_lane (const GantryLane *lane, int64_t *sums)
{
  for (int i = 0; i < GANTRY_N_STATES; i++)
    sums[i] = 0;
  gantry_lane_add_times(lane, INT64_MIN, INT64_MAX, sums);
}

static GantryStatistics *
new_statistics (const GantryTimeline *timeline, int64_t from, int64_t to)
{
  GantryStatistics *statistics = g_new0(GantryStatistics, 1);
  statistics->in_flight_mean = gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_IN_FLIGHT, from, to);
  statistics->in_flight_max = gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, from, to);
  statistics->on_cpu_mean = gantry_core_gaps_on_cpu_mean(timeline, from, to);
  statistics->on_cpu_max = gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, from, to);
  /* Tasks that measure themselves do not see that they are away for a few microseconds while another runs in
   * their place, and both seem to run then; and so they do where the kernel lost that one has gone. But more
   * than there are processors they cannot be. */
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  bool has_lost = facts->on_cpu_from == GANTRY_ON_CPU_FROM_KERNEL && result.lost > 0;
  if ((facts->on_cpu_from == GANTRY_ON_CPU_FROM_SELF || has_lost) && facts->cores > 0)
    statistics->on_cpu_max = MIN(statistics->on_cpu_max, facts->cores);
  statistics->n_things = gantry_timeline_get_n_things(timeline);
  statistics->things = g_new0(GantryThingFigures, MAX(statistics->n_things, 1));
  return statistics;
}

GantryStatistics *
gantry_statistics_new (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  GantryStatistics *statistics = new_statistics(timeline, 0, result.wall_ns);
  for (uint32_t i = 0; i < statistics->n_things; i++)
    gantry_thing_get_figures(gantry_timeline_get_thing(timeline, i), &statistics->things[i]);
  return statistics;
}

static int64_t
use_time (gconstpointer thing, size_t place)
{
  return gantry_thing_get_use(thing, place).time;
}

/* The first use at `time` or later. */
static size_t
first_use (const GantryThing *thing, int64_t time)
{
  return gantry_lower_bound(0, gantry_thing_get_n_uses(thing), time, use_time, thing);
}

static uint32_t
holders_after (GantryThingUse use)
{
  return use.holders & ~GANTRY_USE_CONTENDED;
}

/* `wall`: the run's end; whatever is told to have happened at it or later belongs to the part that ends
 * there. */
static void
add_uses (const GantryThing *thing, int64_t from, int64_t to, int64_t wall, GantryThingFigures *figures)
{
  size_t i = from == 0 ? 0 : first_use(thing, from);
  size_t end = to == wall ? gantry_thing_get_n_uses(thing) : first_use(thing, to);
  uint32_t n_holders = i > 0 ? holders_after(gantry_thing_get_use(thing, i - 1)) : 0;
  int64_t since = from;
  for (; i < end; i++) {
    GantryThingUse use = gantry_thing_get_use(thing, i);
    int64_t time = CLAMP(use.time, from, to);
    figures->held_ns = gantry_add_times(figures->held_ns, time - since, n_holders);
    figures->acquired += use.acquired;
    figures->contended += (use.holders & GANTRY_USE_CONTENDED) != 0;
    n_holders = holders_after(use);
    since = time;
  }
  figures->held_ns = gantry_add_times(figures->held_ns, to - since, n_holders);
}

static bool
is_for_thing (GantryState state)
{
  return (state >= GANTRY_STATE_WAIT_LOCK && state <= GANTRY_STATE_WAIT_PIPE) ||
         state == GANTRY_STATE_WAIT_POOL || state == GANTRY_STATE_WAIT_MANAGER;
}

static void
add_wait (GantryThingFigures *figures, int64_t ns)
{
  figures->wait_ns = gantry_add_time(figures->wait_ns, ns);
}

/* A lane that waits for nothing in that range costs no more than two searches. */
static void
add_waits (const GantryLane *lane, int64_t from, int64_t to, GantryStatistics *statistics)
{
  int64_t sums[GANTRY_N_STATES] = {0}, left = 0;
  size_t index, n_intervals = gantry_lane_get_n_intervals(lane);
  gantry_lane_add_times(lane, from, to, sums);
  for (int state = 0; state < GANTRY_N_STATES; state++)
    left += is_for_thing((GantryState)state) ? sums[state] : 0;
  if (left == 0)
    return;
  if (!gantry_lane_find(lane, MAX(from, gantry_lane_get_created(lane)), &index))
    return;
  for (; index < n_intervals && left > 0; index++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, index, &interval);
    int64_t length = MIN(interval.end, to) - MAX(interval.start, from);
    if (!is_for_thing(interval.state))
      continue;
    left -= length;
    if (interval.object < statistics->n_things)
      add_wait(&statistics->things[interval.object], length);
  }
}

GantryStatistics *
gantry_statistics_new_range (const GantryTimeline *timeline, int64_t from, int64_t to)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  from = CLAMP(from, 0, result.wall_ns);
  to = CLAMP(to, from, result.wall_ns);
  GantryStatistics *statistics = new_statistics(timeline, from, to);
  for (uint32_t i = 0; i < statistics->n_things && (from < to || result.wall_ns == 0); i++)
    add_uses(gantry_timeline_get_thing(timeline, i), from, to, result.wall_ns, &statistics->things[i]);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline) && statistics->n_things > 0; i++)
    add_waits(gantry_timeline_get_lane(timeline, i), from, to, statistics);
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
