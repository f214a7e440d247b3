/* gantry-cli run: runs one scenario, draws it, counts it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/outcome.h"
#include "cli/wishes.h"
#include "format/stats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
run (const GantryWishes *wishes, GantryScenario *scenario)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_run_wishes_apply(&wishes->run, scenario, &options);
  gantry_warn_of_model(scenario, options.model);

  g_autoptr(GantrySession) session =
      gantry_watch_run(scenario, &options, gantry_wishes_print_place(wishes), NULL, &error);
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
  return gantry_wishes_command(
      "gantry-cli run SCENARIO [OPTION…] [-o FILE]…",
      N_("Runs a scenario: a built-in’s id or a file. Status 1: it ended otherwise than it is meant to."),
      false, argc, argv, run);
}
