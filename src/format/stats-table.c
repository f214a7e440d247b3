/* The figures as a table for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "format/table.h"
#include "timeline/critical-path.h"
#include "timeline/findings.h"
#include "timeline/statistics.h"
#include "timeline/units.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* "-" stands for no time at all, so that what counts is seen at a glance. */
static char *
format_time (int64_t ns)
{
  return ns > 0 ? gantry_format_duration(ns) : g_strdup("-");
}

static char *
format_counter (double mean, int64_t most)
{
  return g_strdup_printf(_("%.2f on average, %" PRId64 " at most"), mean, most);
}

static void
add_pair (GantryTable *table, const char *label, char *value)
{
  gantry_table_add(table, g_strdup(label));
  gantry_table_add(table, value);
}

/* What a trace may not tell: of another program, or of a run that was still going on. */
static char *
format_told (bool is_told, char *words)
{
  if (is_told)
    return words;
  g_free(words);
  return g_strdup(_("not told"));
}

static char *
format_outcome (const GantryRunResult *result)
{
  const char *outcome = gantry_run_outcome_id(result->outcome);
  if (!result->reason)
    return format_told(outcome != NULL, g_strdup(outcome));
  return g_strdup_printf(_("%s: %s"), outcome ? outcome : _("not told"), result->reason);
}

static char *
format_events (const GantryRunResult *result)
{
  if (result->lost == 0)
    return g_strdup_printf(_("%" PRIu64 ", none lost"), result->events);
  return g_strdup_printf(_("%" PRIu64 ", %" PRIu64 " lost"), result->events, result->lost);
}

/* Who measured the times on the processor. */
static char *
format_source (GantryOnCpuFrom from)
{
  switch (from) {
  case GANTRY_ON_CPU_FROM_KERNEL:
    return g_strdup(_("by the kernel"));
  case GANTRY_ON_CPU_FROM_VIRTUAL:
    return g_strdup(_("simulated"));
  case GANTRY_ON_CPU_FROM_AUTO:
    return g_strdup(_("not told"));
  default:
    return g_strdup(_("by the tasks themselves"));
  }
}

static void
print_run (GString *to, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  GantryTable table;
  gantry_timeline_get_result(timeline, &result);
  /* What comes with the end of a run comes all at once, and some memory every real one took. */
  bool tells_on_cpu = gantry_timeline_tells_on_cpu(timeline);
  bool has_result = result.peak_rss_bytes > 0 || strcmp(facts->model, "simulated") == 0;
  gantry_table_init(&table, "ll");
  add_pair(&table, _("Model"), g_strdup(facts->model));
  add_pair(&table, _("Cores"), format_told(facts->cores > 0, g_strdup_printf("%d", facts->cores)));
  add_pair(&table, _("Outcome"), format_outcome(&result));
  add_pair(&table, _("Wall time"), gantry_format_duration(result.wall_ns));
  add_pair(
      &table, _("CPU time"),
      format_told(tells_on_cpu && (has_result || result.cpu_ns > 0), gantry_format_duration(result.cpu_ns)));
  add_pair(&table, _("In flight"), format_counter(statistics->in_flight_mean, statistics->in_flight_max));
  add_pair(&table, _("On CPU"),
           format_told(tells_on_cpu, format_counter(statistics->on_cpu_mean, statistics->on_cpu_max)));
  add_pair(&table, _("Measured"), format_source(facts->on_cpu_from));
  add_pair(&table, _("Peak memory"),
           format_told(result.peak_rss_bytes > 0, g_format_size((guint64)result.peak_rss_bytes)));
  add_pair(&table, _("Context switches"),
           format_told(has_result, g_strdup_printf("%" PRId64, result.context_switches)));
  add_pair(&table, _("Events"), format_events(&result));
  g_string_append_printf(to, "%s\n\n", gantry_scenario_text(facts->title));
  gantry_table_print(&table, to);
  gantry_table_clear(&table);
}

/* Everything that is neither having a processor, wanting one, nor sleeping by choice. */
static int64_t
sum_waiting (const int64_t *sums)
{
  int64_t total = 0;
  for (int i = 0; i < GANTRY_N_STATES; i++)
    if (gantry_state_is_wait((GantryState)i) && i != GANTRY_STATE_SLEEPING)
      total += sums[i];
  return total;
}

static void
add_lane (GantryTable *table, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES];
  const char *outcome = gantry_outcome_id(gantry_lane_get_outcome(lane));
  gantry_statistics_lane(lane, sums);
  gantry_table_add(table, g_strdup(gantry_lane_get_name(lane)));
  gantry_table_add(table, format_time(sums[GANTRY_STATE_RUNNING]));
  gantry_table_add(table, format_time(sums[GANTRY_STATE_READY]));
  gantry_table_add(table, format_time(sum_waiting(sums)));
  gantry_table_add(table, format_time(sums[GANTRY_STATE_SLEEPING]));
  gantry_table_add(table, g_strdup(outcome ? outcome : ""));
}

static void
add_head (GantryTable *table, const char *const *labels)
{
  for (guint i = 0; i < table->n_columns; i++)
    gantry_table_add(table, g_strdup(_(labels[i])));
}

static void
print_lanes (GString *to, const GantryTimeline *timeline)
{
  static const char *const labels[] = {N_("Lane"),    N_("Running"),  N_("Ready"),
                                       N_("Waiting"), N_("Sleeping"), N_("Outcome")};
  static const char *const of_slices[] = {N_("Lane"),    N_("At work"),     N_("Ready"),
                                          N_("Waiting"), N_("Not at work"), N_("Outcome")};
  GantryTable table;
  gantry_table_init(&table, "lrrrrl");
  add_head(&table, gantry_timeline_tells_on_cpu(timeline) ? labels : of_slices);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    add_lane(&table, gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    add_lane(&table, gantry_timeline_get_core(timeline, i));
  g_string_append_c(to, '\n');
  gantry_table_print(&table, to);
  gantry_table_clear(&table);
}

static void
print_things (GString *to, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  static const char *const labels[] = {N_("Shared"),    N_("Kind"),   N_("Acquired"),
                                       N_("Contended"), N_("Waited"), N_("Held")};
  GantryTable table;
  if (statistics->n_things == 0)
    return;
  gantry_table_init(&table, "llrrrr");
  add_head(&table, labels);
  for (uint32_t i = 0; i < statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    const GantryThingFigures *figures = &statistics->things[i];
    gantry_table_add(&table, g_strdup(gantry_thing_get_name(thing)));
    gantry_table_add(&table, g_strdup(gantry_thing_kind_id(gantry_thing_get_kind(thing))));
    gantry_table_add(&table, g_strdup_printf("%" PRIu64, figures->acquired));
    gantry_table_add(&table, g_strdup_printf("%" PRIu64, figures->contended));
    gantry_table_add(&table, format_time(figures->wait_ns));
    gantry_table_add(&table, format_time(figures->held_ns));
  }
  g_string_append_c(to, '\n');
  gantry_table_print(&table, to);
  gantry_table_clear(&table);
}

static void
print_findings (GString *text, const GantryTimeline *timeline)
{
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  for (guint i = 0; i < findings->len; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    g_string_append_printf(text, "%s%s\n", i == 0 ? "\n" : "", finding->text);
  }
}

static void
print_critical_path (GString *text, const GantryTimeline *timeline)
{
  const GantryCriticalPath *path = gantry_timeline_get_critical_path(timeline);
  g_autofree char *words = path && path->segments->len > 0 ? gantry_critical_path_words(path) : NULL;
  if (words)
    g_string_append_printf(text, "\n%s\n", words);
}

char *
gantry_stats_to_table (const GantryTimeline *timeline)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  GString *text = g_string_new(NULL);
  print_run(text, timeline, statistics);
  print_lanes(text, timeline);
  print_things(text, timeline, statistics);
  print_critical_path(text, timeline);
  print_findings(text, timeline);
  return g_string_free(text, FALSE);
}
