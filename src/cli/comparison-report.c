/* What a comparison says and writes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/comparison-report.h"

#include "chart/verdict.h"
#include "chart/words.h"
#include "cli/messages.h"
#include "format/json-writer.h"
#include "format/stats.h"
#include "format/table.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static void
add_row (GantryTable *table, const GantryTimeline *timeline, const char *name)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  const char *outcome = gantry_run_outcome_id(result.outcome);
  gantry_table_add(table, g_strdup(name));
  gantry_table_add(table, gantry_format_duration(result.wall_ns));
  gantry_table_add(table, gantry_timeline_tells_on_cpu(timeline) ? gantry_format_duration(result.cpu_ns)
                                                                 : g_strdup(_("not told")));
  gantry_table_add(table,
                   result.peak_rss_bytes > 0 ? g_format_size((guint64)result.peak_rss_bytes) : g_strdup("-"));
  gantry_table_add(table, g_strdup_printf("%" PRId64, result.context_switches));
  gantry_table_add(table, g_strdup(outcome != NULL ? outcome : _("not told")));
}

/* The models' ids, where they tell the runs apart. */
static bool
has_models (const GPtrArray *timelines)
{
  for (guint i = 0; i < timelines->len; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp(gantry_timeline_get_facts(timelines->pdata[i])->model,
                 gantry_timeline_get_facts(timelines->pdata[j])->model) == 0)
        return false;
  return true;
}

static void
print_table (const GPtrArray *timelines, const char *verdict)
{
  bool models = has_models(timelines);
  g_auto(GStrv) names = gantry_comparison_names((GantryTimeline *const *)timelines->pdata, timelines->len);
  const char *const labels[] = {
      models ? _("Model") : _("Run"), _("Wall time"), _("CPU time"), _("Peak memory"),
      _("Context switches"),          _("Outcome")};
  g_autoptr(GString) text = g_string_new(NULL);
  GantryTable table;
  gantry_table_init(&table, "lrrrrl");
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
    gantry_table_add(&table, g_strdup(labels[i]));
  for (guint i = 0; i < timelines->len; i++)
    add_row(&table, timelines->pdata[i],
            models ? gantry_timeline_get_facts(timelines->pdata[i])->model : names[i]);
  gantry_table_print(&table, text);
  gantry_table_clear(&table);
  g_string_append_printf(text, "\n%s\n", verdict);
  gantry_put(text->str, text->len);
}

static void
print_json (const GPtrArray *timelines, const char *title, const char *verdict)
{
  g_autoptr(GString) text = g_string_new(NULL);
  GantryJsonWriter json = {.text = text, .is_first = true};
  gantry_json_open(&json, NULL, '{');
  gantry_json_add_string(&json, "title", title);
  gantry_json_open(&json, "models", '[');
  for (guint i = 0; i < timelines->len; i++) {
    g_autofree char *stats = gantry_stats_to_json(timelines->pdata[i]);
    g_string_append_printf(text, "%s\n%s", i > 0 ? "," : "", g_strchomp(stats));
    json.is_first = false;
  }
  gantry_json_close(&json);
  gantry_json_add_string(&json, "verdict", verdict);
  gantry_json_close(&json);
  gantry_put(text->str, text->len);
}

/* The figures of each run in full, where they are asked for. */
static void
print_details (const GPtrArray *timelines)
{
  for (guint i = 0; i < timelines->len; i++) {
    g_autofree char *text = gantry_stats_to_table(timelines->pdata[i]);
    gantry_put(text, strlen(text));
    gantry_put("\n", 1);
  }
}

static void
print_differences (const GantryWishes *wishes, const GPtrArray *timelines)
{
  g_autoptr(GantryDifferences) differences = gantry_differences_new(
      (GantryTimeline *const *)timelines->pdata, timelines->len, wishes->picture.vocabulary);
  g_autofree char *text =
      wishes->differences == GANTRY_DIFFERENCES_CSV        ? gantry_differences_to_csv(differences)
      : wishes->differences == GANTRY_DIFFERENCES_MARKDOWN ? gantry_differences_to_markdown(differences)
                                                           : gantry_differences_to_text(differences);
  if (wishes->differences == GANTRY_DIFFERENCES_TEXT)
    gantry_put("\n", 1);
  gantry_put(text, strlen(text));
}

static bool
write_pictures (const GantryWishes *wishes, GPtrArray *timelines, const char *verdict)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;
  if (wishes->outputs.paths == NULL)
    return true;
  g_autoptr(GantryComparison) picture = gantry_picture_wishes_compare(
      &wishes->picture, (GantryTimeline *const *)timelines->pdata, timelines->len, verdict, &note, &error);
  if (note != NULL)
    gantry_complain("%s", note);
  if (picture != NULL)
    return gantry_outputs_write_comparison(&wishes->outputs, picture, wishes->picture.scale);
  gantry_complain("%s", error->message);
  return false;
}

bool
gantry_report_comparison (const GantryWishes *wishes, GPtrArray *timelines, const char *title,
                          GantryRunOutcome meant)
{
  g_autofree char *verdict =
      gantry_verdict_new((GantryTimeline *const *)timelines->pdata, timelines->len, meant);
  bool written = write_pictures(wishes, timelines, verdict);
  if (wishes->run.stats == GANTRY_STATS_TABLE)
    print_details(timelines);
  if (wishes->run.stats == GANTRY_STATS_JSON)
    print_json(timelines, title, verdict);
  else if (!gantry_outputs_use_standard_output(&wishes->outputs) &&
           wishes->differences <= GANTRY_DIFFERENCES_TEXT)
    print_table(timelines, verdict);
  if (wishes->differences != GANTRY_DIFFERENCES_NONE)
    print_differences(wishes, timelines);
  return written;
}
