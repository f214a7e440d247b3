/* gantry-cli compare: runs one scenario on each of its models, one after the other, and says which fits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/verdict.h"
#include "chart/words.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/outcome.h"
#include "cli/wishes.h"
#include "format/json-writer.h"
#include "format/stats.h"
#include "format/table.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* What came of them. */
typedef struct {
  GPtrArray *timelines; /* GantryTimeline*, in the order of the runs */
  bool as_meant;        /* all ended as they are meant to */
  bool stopped;         /* by Ctrl+C: the models that are left are not run */
} Comparison;

static void
timeline_unref (gpointer timeline)
{
  gantry_timeline_unref(timeline);
}

/* Those that --on names, else those of the scenario; simulated only where --on names it, beside the others.
 */
static unsigned
choose_models (const GantryWishes *wishes, const GantryScenario *scenario)
{
  const unsigned simulated = 1u << GANTRY_MODEL_SIMULATED;
  unsigned own = gantry_scenario_get_program(scenario)->head.models & ~simulated;
  unsigned named = wishes->run.models & ~simulated;
  return (named != 0 ? named : own) | (wishes->run.models & simulated);
}

/* FALSE where the run could not be started. */
static bool
run_on (const GantryWishes *wishes, GantryScenario *scenario, GantryModel model, Comparison *comparison)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_run_wishes_apply(&wishes->run, scenario, &options);
  options.model = model;
  gantry_warn_of_model(scenario, model);
  g_autofree char *heading = g_strdup_printf("%s:", gantry_model_words(gantry_model_id(model)));
  g_autoptr(GantrySession) session =
      gantry_watch_run(scenario, &options, gantry_wishes_print_place(wishes), heading, NULL, NULL, &error);
  if (session == NULL) {
    gantry_complain("%s: %s", gantry_model_id(model), error->message);
    return false;
  }
  GantryTimeline *timeline = gantry_session_get_timeline(session);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_ptr_array_add(comparison->timelines, gantry_timeline_ref(timeline));
  comparison->as_meant = gantry_tell_outcome(session) && comparison->as_meant;
  comparison->stopped = result.outcome == GANTRY_RUN_STOPPED;
  return true;
}

static void
add_row (GantryTable *table, const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  const char *outcome = gantry_run_outcome_id(result.outcome);
  gantry_table_add(table, g_strdup(gantry_timeline_get_facts(timeline)->model));
  gantry_table_add(table, gantry_format_duration(result.wall_ns));
  gantry_table_add(table, gantry_format_duration(result.cpu_ns));
  gantry_table_add(table,
                   result.peak_rss_bytes > 0 ? g_format_size((guint64)result.peak_rss_bytes) : g_strdup("-"));
  gantry_table_add(table, g_strdup_printf("%" PRId64, result.context_switches));
  gantry_table_add(table, g_strdup(outcome != NULL ? outcome : ""));
}

static void
print_table (const Comparison *comparison, const char *verdict)
{
  const char *const labels[] = {_("Model"),       _("Wall time"),        _("CPU time"),
                                _("Peak memory"), _("Context switches"), _("Outcome")};
  g_autoptr(GString) text = g_string_new(NULL);
  GantryTable table;
  gantry_table_init(&table, "lrrrrl");
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
    gantry_table_add(&table, g_strdup(labels[i]));
  for (guint i = 0; i < comparison->timelines->len; i++)
    add_row(&table, comparison->timelines->pdata[i]);
  gantry_table_print(&table, text);
  gantry_table_clear(&table);
  g_string_append_printf(text, "\n%s\n", verdict);
  gantry_put(text->str, text->len);
}

static void
print_json (const Comparison *comparison, const char *title, const char *verdict)
{
  g_autoptr(GString) text = g_string_new(NULL);
  GantryJsonWriter json = {.text = text, .is_first = true};
  gantry_json_open(&json, NULL, '{');
  gantry_json_add_string(&json, "title", title);
  gantry_json_open(&json, "models", '[');
  for (guint i = 0; i < comparison->timelines->len; i++) {
    g_autofree char *stats = gantry_stats_to_json(comparison->timelines->pdata[i]);
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
print_details (const Comparison *comparison)
{
  for (guint i = 0; i < comparison->timelines->len; i++) {
    g_autofree char *text = gantry_stats_to_table(comparison->timelines->pdata[i]);
    gantry_put(text, strlen(text));
    gantry_put("\n", 1);
  }
}

static bool
write_pictures (const GantryWishes *wishes, const Comparison *comparison, const char *verdict)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;
  if (wishes->outputs.paths == NULL)
    return true;
  g_autoptr(GantryComparison) picture =
      gantry_picture_wishes_compare(&wishes->picture, (GantryTimeline *const *)comparison->timelines->pdata,
                                    comparison->timelines->len, verdict, &note, &error);
  if (note != NULL)
    gantry_complain("%s", note);
  if (picture != NULL)
    return gantry_outputs_write_comparison(&wishes->outputs, picture, wishes->picture.scale);
  gantry_complain("%s", error->message);
  return false;
}

static bool
tell (const GantryWishes *wishes, const GantryScenario *scenario, const Comparison *comparison)
{
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  g_autofree char *verdict = gantry_verdict_new((GantryTimeline *const *)comparison->timelines->pdata,
                                                comparison->timelines->len, head->ends);
  bool written = write_pictures(wishes, comparison, verdict);
  if (wishes->run.stats == GANTRY_STATS_TABLE)
    print_details(comparison);
  if (wishes->run.stats == GANTRY_STATS_JSON)
    print_json(comparison, head->title, verdict);
  else if (!gantry_outputs_use_standard_output(&wishes->outputs))
    print_table(comparison, verdict);
  return written;
}

static int
compare (const GantryWishes *wishes, GantryScenario *scenario)
{
  g_autoptr(GPtrArray) timelines = g_ptr_array_new_with_free_func(timeline_unref);
  Comparison comparison = {.timelines = timelines, .as_meant = true};
  unsigned models = choose_models(wishes, scenario);
  bool all = true;
  for (int i = 0; i < GANTRY_N_MODELS && !comparison.stopped; i++)
    if ((models & (1u << i)) != 0)
      all = run_on(wishes, scenario, (GantryModel)i, &comparison) && all;
  if (timelines->len == 0)
    return GANTRY_EXIT_WRONG;
  bool written = tell(wishes, scenario, &comparison);
  return !all || !written      ? GANTRY_EXIT_WRONG
         : comparison.as_meant ? GANTRY_EXIT_DONE
                               : GANTRY_EXIT_OTHERWISE;
}

int
gantry_command_compare (int argc, char **argv)
{
  return gantry_wishes_command(
      "gantry-cli compare SCENARIO [OPTION…] [-o FILE]…",
      N_("Runs a scenario on each of its models, one after the other, and says which one fits the work.\n"
         "--on names the models instead, and may be given several times; the simulation is run only where\n"
         "it is named. Status 1: a run ended otherwise than it is meant to."),
      true, argc, argv, compare);
}
