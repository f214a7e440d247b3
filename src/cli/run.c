/* gantry-cli run: runs one scenario, draws it, counts it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/messages.h"
#include "cli/outcome.h"
#include "cli/outputs.h"
#include "cli/run-options.h"
#include "cli/watch.h"
#include "format/stats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  GantryRunWishes run;
  GantryPictureWishes picture;
  GantryOutputs outputs;
} Wishes;

/* What can be known to be wrong before anything runs. */
static bool
check_wishes (const Wishes *wishes, GError **error)
{
  if (wishes->run.stats != GANTRY_STATS_NONE && gantry_outputs_use_standard_output(&wishes->outputs)) {
    g_set_error(error, GANTRY_USAGE_ERROR, GANTRY_USAGE_ERROR_VALUE,
                _("--stats and ‘-o -’ both write to standard output; give what is written a file’s name"));
    return false;
  }
  return gantry_picture_wishes_check(&wishes->picture, error) &&
         gantry_outputs_check(&wishes->outputs, false, error);
}

static GantryPrintPlace
print_place (const Wishes *wishes)
{
  if (wishes->run.quiet)
    return GANTRY_PRINT_NOTHING;
  if (wishes->run.stats == GANTRY_STATS_JSON || gantry_outputs_use_standard_output(&wishes->outputs))
    return GANTRY_PRINT_TO_ERROR;
  return GANTRY_PRINT_TO_OUTPUT;
}

static void
print_stats (const GantryTimeline *timeline, GantryStatsForm form)
{
  if (form == GANTRY_STATS_NONE)
    return;
  g_autofree char *text =
      form == GANTRY_STATS_JSON ? gantry_stats_to_json(timeline) : gantry_stats_to_table(timeline);
  gantry_put(text, strlen(text));
}

static int
run (const Wishes *wishes, GantryScenario *scenario)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_run_wishes_apply(&wishes->run, scenario, &options);
  gantry_warn_of_model(scenario, options.model);

  g_autoptr(GantrySession) session = gantry_watch_run(scenario, &options, print_place(wishes), NULL, &error);
  if (session == NULL) {
    gantry_complain("%s", error->message);
    return GANTRY_EXIT_WRONG;
  }
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  bool as_meant = gantry_tell_outcome(session);
  bool written = gantry_outputs_write(&wishes->outputs, timeline, &wishes->picture);
  print_stats(timeline, wishes->run.stats);
  return !written ? GANTRY_EXIT_WRONG : as_meant ? GANTRY_EXIT_DONE : GANTRY_EXIT_OTHERWISE;
}

int
gantry_command_run (int argc, char **argv)
{
  Wishes wishes = {.run = GANTRY_RUN_WISHES_INIT, .picture = GANTRY_PICTURE_WISHES_INIT};
  const GantryOptionGroup groups[] = {
      {gantry_run_options, &wishes.run},
      {gantry_output_options, &wishes.outputs},
      {gantry_picture_options, &wishes.picture},
      {0},
  };
  const GantrySyntax syntax = {
      "gantry-cli run SCENARIO [OPTION…] [-o FILE]…",
      N_("Runs a scenario: a built-in’s id or a file. Status 1: it ended otherwise than it is meant to."),
      groups};
  g_autoptr(GPtrArray) others = NULL;
  int status = GANTRY_EXIT_WRONG;
  if (gantry_arguments_take(&syntax, argc, argv, 1, 1, &others, &status)) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GantryScenario) scenario = NULL;
    if (!check_wishes(&wishes, &error))
      gantry_complain("%s", error->message);
    else if ((scenario = gantry_load_or_complain(others->pdata[0])) != NULL)
      status = run(&wishes, scenario);
  }
  gantry_outputs_clear(&wishes.outputs);
  return status;
}
