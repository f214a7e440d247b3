/* The scenario that a run carries with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/scenario-of-run.h"

#include <string.h>

GantryScenario *
gantry_scenario_of_run (const GantryTimeline *timeline, const char *name)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  if (facts->source_lines == NULL)
    return NULL;
  g_autofree char *joined = g_strjoinv("\n", (char **)facts->source_lines);
  g_autofree char *text = g_strconcat(joined, g_str_has_suffix(joined, "\n") ? "" : "\n", NULL);
  return gantry_scenario_new(facts->source_name != NULL ? facts->source_name : name, text, strlen(text), NULL,
                             NULL);
}
