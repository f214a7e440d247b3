/* gantry-cli compare: runs one scenario on each of its models, one after the other, or reads saved traces,
 * and says how they differ.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/words.h"
#include "cli/command.h"
#include "cli/comparison-report.h"
#include "cli/messages.h"
#include "cli/outcome.h"
#include "cli/trace.h"
#include "cli/wishes.h"
#include "run/scenario-of-run.h"

#include <glib/gi18n-lib.h>

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
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  bool written = gantry_report_comparison(wishes, timelines, head->title, head->ends);
  return !all || !written      ? GANTRY_EXIT_WRONG
         : comparison.as_meant ? GANTRY_EXIT_DONE
                               : GANTRY_EXIT_OTHERWISE;
}

/* Runs that were saved. */
static int
compare_traces (const GantryWishes *wishes, char *const *paths, guint n_paths)
{
  g_autoptr(GPtrArray) timelines = g_ptr_array_new_with_free_func(timeline_unref);
  for (guint i = 0; i < n_paths; i++) {
    GantryTimeline *timeline = gantry_read_trace_or_complain(paths[i], NULL);
    if (timeline == NULL)
      return GANTRY_EXIT_WRONG;
    g_ptr_array_add(timelines, timeline);
  }
  g_autoptr(GantryScenario) scenario = gantry_scenario_of_run(timelines->pdata[0], paths[0]);
  const GantryHead *head = scenario != NULL ? &gantry_scenario_get_program(scenario)->head : NULL;
  const char *title = gantry_timeline_get_facts(timelines->pdata[0])->title;
  return gantry_report_comparison(wishes, timelines, title, head != NULL ? head->ends : GANTRY_RUN_OK)
             ? GANTRY_EXIT_DONE
             : GANTRY_EXIT_WRONG;
}

int
gantry_command_compare (int argc, char **argv)
{
  return gantry_wishes_command(
      "gantry-cli compare SCENARIO|TRACE… [OPTION…] [-o FILE]…",
      N_("Runs a scenario on each of its models, one after the other, and says which one fits the work.\n"
         "--on names the models instead, and may be given several times; the simulation is run only where\n"
         "it is named. Status 1: a run ended otherwise than it is meant to. Of two to four saved traces it\n"
         "runs nothing, and tells how they differ."),
      compare_traces, argc, argv, compare);
}
