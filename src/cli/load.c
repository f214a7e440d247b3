/* Loads a scenario for a command.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/load.h"

#include "cli/messages.h"

GantryScenario *
gantry_load_or_complain (const char *id_or_path)
{
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autoptr(GError) error = NULL;
  GantryScenario *scenario = gantry_scenario_load(id_or_path, &diagnostics, &error);
  if (scenario != NULL)
    return scenario;

  if (!g_error_matches(error, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_INVALID))
    gantry_complain("%s", error->message);
  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++) {
    g_autofree char *line = gantry_diagnostic_format(diagnostics->pdata[i], id_or_path);
    gantry_say(line);
  }
  return NULL;
}
