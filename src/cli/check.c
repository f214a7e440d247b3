/* gantry-cli check: every error of the files given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/load.h"

#include <glib/gi18n-lib.h>

int
gantry_command_check (int argc, char **argv)
{
  const GantrySyntax syntax = {"gantry-cli check FILE…",
                               N_("Checks scenarios without running them; tells every error of each."), NULL};
  g_autoptr(GPtrArray) others = NULL;
  int status;
  if (!gantry_arguments_take(&syntax, argc, argv, 1, G_MAXUINT, &others, &status))
    return status;

  status = GANTRY_EXIT_DONE;
  for (guint i = 0; i < others->len; i++) {
    g_autoptr(GantryScenario) scenario = gantry_load_or_complain(others->pdata[i]);
    if (scenario == NULL)
      status = GANTRY_EXIT_WRONG;
  }
  return status;
}
