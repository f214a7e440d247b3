/* The figures that runs differ in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/differences.h"

#include "chart/comparison.h"
#include "timeline/add-time.h"
#include "timeline/secret-hash.h"
#include "timeline/statistics.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void
row_free (gpointer data)
{
  GantryDifference *row = data;
  g_free(row->lane);
  g_free(row->label);
  g_free(row);
}

static GantryDifference *
add_row (GantryDifferences *self, const char *lane, const char *label, GantryUnit unit)
{
  GantryDifference *row = g_new0(GantryDifference, 1);
  row->lane = g_strdup(lane);
  row->label = g_strdup(label);
  row->unit = unit;
  for (gsize i = 0; i < G_N_ELEMENTS(row->values); i++)
    row->values[i] = NAN;
  g_ptr_array_add(self->rows, row);
  return row;
}

static void
add_results (GantryDifferences *self, GantryTimeline *const *timelines)
{
  GantryDifference *wall = add_row(self, NULL, _("Wall time"), GANTRY_UNIT_TIME);
  GantryDifference *cpu = add_row(self, NULL, _("CPU time"), GANTRY_UNIT_TIME);
  GantryDifference *memory = add_row(self, NULL, _("Peak memory"), GANTRY_UNIT_BYTES);
  GantryDifference *switches = add_row(self, NULL, _("Context switches"), GANTRY_UNIT_COUNT);
  for (guint i = 0; i < self->n_runs; i++) {
    GantryRunResult result;
    gantry_timeline_get_result(timelines[i], &result);
    wall->values[i] = (double)result.wall_ns;
    cpu->values[i] = gantry_timeline_tells_on_cpu(timelines[i]) ? (double)result.cpu_ns : NAN;
    memory->values[i] = result.peak_rss_bytes > 0 ? (double)result.peak_rss_bytes : NAN;
    switches->values[i] = (double)result.context_switches;
  }
}

/* Concurrency and parallelism. */
static void
add_counters (GantryDifferences *self, GantryTimeline *const *timelines)
{
  GantryDifference *in_flight = add_row(self, NULL, _("Tasks in flight, mean"), GANTRY_UNIT_MEAN);
  GantryDifference *in_flight_most = add_row(self, NULL, _("Tasks in flight, most"), GANTRY_UNIT_COUNT);
  GantryDifference *on_cpu = add_row(self, NULL, _("Tasks on CPU, mean"), GANTRY_UNIT_MEAN);
  GantryDifference *on_cpu_most = add_row(self, NULL, _("Tasks on CPU, most"), GANTRY_UNIT_COUNT);
  for (guint i = 0; i < self->n_runs; i++) {
    g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timelines[i]);
    in_flight->values[i] = statistics->in_flight_mean;
    in_flight_most->values[i] = (double)statistics->in_flight_max;
    if (!gantry_timeline_tells_on_cpu(timelines[i])) {
      on_cpu->values[i] = on_cpu_most->values[i] = NAN;
      continue;
    }
    on_cpu->values[i] = statistics->on_cpu_mean;
    on_cpu_most->values[i] = (double)statistics->on_cpu_max;
  }
}

/* A row's words have to be true of each run in it. */
static unsigned
words_of (GantryTimeline *const *timelines, guint n_runs)
{
  unsigned words = 0;
  for (guint i = 0; i < n_runs; i++)
    words |= gantry_words_of(timelines[i]);
  return words;
}

/* The time of all tasks in each of the states that the legend tells apart. */
static void
add_states (GantryDifferences *self, GantryTimeline *const *timelines, GantryVocabulary vocabulary)
{
  int64_t sums[GANTRY_MOST_COMPARED][GANTRY_N_LEGEND] = {{0}};
  unsigned words = words_of(timelines, self->n_runs);
  for (guint i = 0; i < self->n_runs; i++) {
    for (uint32_t at = 0; at < gantry_timeline_get_n_lanes(timelines[i]); at++) {
      const GantryLane *lane = gantry_timeline_get_lane(timelines[i], at);
      int64_t states[GANTRY_N_STATES] = {0};
      if (!gantry_lane_is_task(lane))
        continue;
      gantry_statistics_lane(lane, states);
      for (int state = 0; state < GANTRY_N_STATES; state++)
        gantry_sum_time(&sums[i][gantry_state_legend((GantryState)state)], states[state]);
    }
  }
  for (int legend = 0; legend < GANTRY_N_LEGEND; legend++) {
    bool is_nowhere = true;
    for (guint i = 0; i < self->n_runs; i++)
      is_nowhere = is_nowhere && sums[i][legend] == 0;
    if (is_nowhere)
      continue;
    g_autofree char *label =
        g_strdup_printf(_("All tasks: %s"), gantry_legend_label_in(words, (GantryLegend)legend, vocabulary));
    GantryDifference *row = add_row(self, NULL, label, GANTRY_UNIT_TIME);
    for (guint i = 0; i < self->n_runs; i++)
      row->values[i] = (double)sums[i][legend];
  }
}

/* Lanes of one name, by run; NULL: there is none. */
typedef struct {
  const GantryLane *lanes[GANTRY_MOST_COMPARED];
} Namesakes;

static void
add_lane (GantryDifferences *self, const char *name, const Namesakes *namesakes)
{
  guint count = 0;
  for (guint i = 0; i < self->n_runs; i++)
    count += namesakes->lanes[i] != NULL;
  if (count < 2)
    return;
  GantryDifference *running = add_row(self, name, _("Running"), GANTRY_UNIT_TIME);
  GantryDifference *waiting = add_row(self, name, _("Waiting"), GANTRY_UNIT_TIME);
  GantryDifference *end = add_row(self, name, _("End"), GANTRY_UNIT_TIME);
  for (guint i = 0; i < self->n_runs; i++) {
    int64_t states[GANTRY_N_STATES] = {0};
    const GantryLane *lane = namesakes->lanes[i];
    if (lane == NULL)
      continue;
    gantry_statistics_lane(lane, states);
    running->values[i] = (double)states[GANTRY_STATE_RUNNING];
    waiting->values[i] = 0.0;
    for (int state = 0; state < GANTRY_N_STATES; state++)
      if (state != GANTRY_STATE_RUNNING && state != GANTRY_STATE_READY && state != GANTRY_STATE_CREATED)
        waiting->values[i] += (double)states[state];
    if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
      end->values[i] = (double)gantry_lane_get_ended(lane);
  }
}

/* In the order in which they first occur. Of several lanes of one name in a run the first one counts. */
static void
add_lanes (GantryDifferences *self, GantryTimeline *const *timelines)
{
  g_autoptr(GHashTable) table = g_hash_table_new_full(gantry_hash_text, g_str_equal, NULL, g_free);
  g_autoptr(GPtrArray) order = g_ptr_array_new();
  for (guint i = 0; i < self->n_runs; i++) {
    for (uint32_t at = 0; at < gantry_timeline_get_n_lanes(timelines[i]); at++) {
      const GantryLane *lane = gantry_timeline_get_lane(timelines[i], at);
      const char *name = gantry_lane_get_name(lane);
      Namesakes *namesakes = g_hash_table_lookup(table, name);
      if (namesakes == NULL) {
        namesakes = g_new0(Namesakes, 1);
        g_hash_table_insert(table, (gpointer)name, namesakes);
        g_ptr_array_add(order, (gpointer)name);
      }
      if (namesakes->lanes[i] == NULL)
        namesakes->lanes[i] = lane;
    }
  }
  for (guint i = 0; i < order->len; i++)
    add_lane(self, order->pdata[i], g_hash_table_lookup(table, order->pdata[i]));
}

GantryDifferences *
gantry_differences_new (GantryTimeline *const *timelines, guint n_timelines, GantryVocabulary vocabulary)
{
  GantryDifferences *self = g_new0(GantryDifferences, 1);
  self->n_runs = MIN(n_timelines, GANTRY_MOST_COMPARED);
  self->names = gantry_comparison_names(timelines, self->n_runs);
  self->rows = g_ptr_array_new_with_free_func(row_free);
  add_results(self, timelines);
  add_counters(self, timelines);
  add_states(self, timelines, vocabulary);
  add_lanes(self, timelines);
  return self;
}

void
gantry_differences_free (GantryDifferences *self)
{
  if (self == NULL)
    return;
  g_strfreev(self->names);
  g_ptr_array_unref(self->rows);
  g_free(self);
}

static char *
format_value (double value, GantryUnit unit)
{
  switch (unit) {
  case GANTRY_UNIT_TIME:
    return gantry_format_duration((int64_t)value);
  case GANTRY_UNIT_COUNT:
    return g_strdup_printf("%.0f", value);
  case GANTRY_UNIT_MEAN:
    return g_strdup_printf("%.2f", value);
  case GANTRY_UNIT_BYTES:
    return g_format_size((guint64)value);
  }
  g_assert_not_reached();
}

char *
gantry_difference_format (const GantryDifference *row, guint run)
{
  return isnan(row->values[run]) ? g_strdup("–") : format_value(row->values[run], row->unit);
}

double
gantry_difference_change (const GantryDifference *row, guint run)
{
  return row->values[run] - row->values[0];
}

double
gantry_difference_ratio (const GantryDifference *row, guint run)
{
  double change = gantry_difference_change(row, run);
  return row->values[0] > 0.0 ? change / row->values[0] : NAN;
}

char *
gantry_difference_format_change (const GantryDifference *row, guint run)
{
  double change = gantry_difference_change(row, run), ratio = gantry_difference_ratio(row, run);
  if (isnan(change))
    return g_strdup("");
  if (change == 0.0 || (row->unit == GANTRY_UNIT_MEAN && fabs(change) < 0.005))
    return g_strdup("±0");
  g_autofree char *size = format_value(fabs(change), row->unit);
  const char *sign = change > 0.0 ? "+" : "−";
  if (isnan(ratio) || fabs(ratio) < 0.005)
    return g_strdup_printf("%s%s", sign, size);
  return g_strdup_printf(_("%s%s (%s%.0f %%)"), sign, size, sign, fabs(ratio) * 100.0);
}
