/* gantry-cli stats: the figures of a saved trace.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/trace.h"

#include <glib/gi18n-lib.h>

static bool
take_json (const char *value, gpointer target, GError **error)
{
  *(GantryStatsForm *)target = GANTRY_STATS_JSON;
  return true;
}

int
gantry_command_stats (int argc, char **argv)
{
  static const GantryOption options[] = {
      {"json", 0, false, NULL, N_("One JSON object instead of a table"), take_json},
      {0},
  };
  GantryStatsForm form = GANTRY_STATS_TABLE;
  const GantryOptionGroup groups[] = {{options, &form}, {0}};
  const GantrySyntax syntax = {"gantry-cli stats TRACE [--json]", N_("Prints the figures of a saved trace."),
                               groups};
  g_autoptr(GPtrArray) others = NULL;
  int status;
  if (!gantry_arguments_take(&syntax, argc, argv, 1, 1, &others, &status))
    return status;
  g_autoptr(GantryTimeline) timeline = gantry_read_trace_or_complain(others->pdata[0], NULL);
  if (timeline == NULL)
    return GANTRY_EXIT_WRONG;
  gantry_print_stats(timeline, form);
  return GANTRY_EXIT_DONE;
}
