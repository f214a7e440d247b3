/* The figures as a table for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "timeline/statistics.h"

#include <glib/gi18n-lib.h>

#define MS(ns) ((double)(ns) / 1e6)

static int64_t
waiting (const int64_t *sums)
{
  int64_t total = 0;
  for (int i = GANTRY_STATE_BLOCKED; i < GANTRY_N_STATES; i++)
    total += sums[i];
  return total;
}

static void
add_lane (GString *table, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES];
  gantry_statistics_lane(lane, sums);
  const char *outcome = gantry_outcome_id(gantry_lane_get_outcome(lane));
  g_string_append_printf(table, "%-20s %12.3f %12.3f %12.3f %12.3f  %s\n", gantry_lane_get_name(lane),
                         MS(sums[GANTRY_STATE_RUNNING]), MS(sums[GANTRY_STATE_READY]), MS(waiting(sums)),
                         MS(sums[GANTRY_STATE_SLEEPING]), outcome ? outcome : "");
}

static void
add_things (GString *table, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  if (statistics->n_things == 0)
    return;
  g_string_append_printf(table, "\n%-20s %12s %12s %12s %12s\n", _("shared"), _("acquired"), _("contended"),
                         _("waited ms"), _("held ms"));
  for (uint32_t i = 0; i < statistics->n_things; i++) {
    const GantryThingStatistics *figures = &statistics->things[i];
    g_string_append_printf(table, "%-20s %12" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT " %12.3f %12.3f\n",
                           gantry_thing_get_name(gantry_timeline_get_thing(timeline, i)), figures->acquired,
                           figures->contended, MS(figures->wait_ns), MS(figures->held_ns));
  }
}

char *
gantry_stats_to_table (const GantryTimeline *timeline)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GString *table = g_string_new(NULL);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_string_append_printf(table, _("%s, on %s: %s\n"), facts->title, facts->model,
                         gantry_run_outcome_id(result.outcome));
  g_string_append_printf(
      table,
      _("wall %.3f ms, CPU %.3f ms, %d cores, %" G_GINT64_FORMAT " context switches, peak memory %.1f MiB\n"),
      MS(result.wall_ns), MS(result.cpu_ns), facts->cores, result.context_switches,
      (double)result.peak_rss_bytes / 1048576.0);
  g_string_append_printf(table,
                         _("in flight %.2f on average, %" G_GINT64_FORMAT
                           " at most; on a processor %.2f on average, %" G_GINT64_FORMAT
                           " at most (from %s)\n"),
                         statistics->in_flight_mean, statistics->in_flight_max, statistics->on_cpu_mean,
                         statistics->on_cpu_max, gantry_on_cpu_from_id(facts->on_cpu_from));
  g_string_append_printf(table, _("%" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " lost\n\n"),
                         result.events, result.lost);
  g_string_append_printf(table, "%-20s %12s %12s %12s %12s\n", _("lane"), _("running ms"), _("ready ms"),
                         _("waiting ms"), _("sleeping ms"));
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    add_lane(table, gantry_timeline_get_lane(timeline, i));
  add_things(table, timeline, statistics);
  return g_string_free(table, FALSE);
}
