/* How a run ended, and whether it was meant to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/outcome.h"

#include "cli/messages.h"
#include "trace/language.h"

#include <glib/gi18n-lib.h>

void
gantry_warn_of_model (const GantryScenario *scenario, GantryModel model)
{
  const GantryHead *head = &gantry_scenario_get_program(scenario)->head;
  if ((head->models & (1u << model)) == 0)
    gantry_complain(_("‘%s’ is not meant for %s: its ‘on’ line names other models"),
                    gantry_scenario_get_name(scenario), gantry_model_id(model));
}

/* How it ended, without the end of the sentence. */
static char *
describe_outcome (GantryRunOutcome outcome, const char *title)
{
  switch (outcome) {
  case GANTRY_RUN_OK:
    return g_strdup_printf(_("‘%s’ ended well"), title);
  case GANTRY_RUN_FAILED:
    return g_strdup_printf(_("‘%s’ failed"), title);
  case GANTRY_RUN_DEADLOCK:
    return g_strdup_printf(_("‘%s’ ended in a deadlock"), title);
  case GANTRY_RUN_LIMIT:
    return g_strdup_printf(_("‘%s’ was stopped at its limit"), title);
  case GANTRY_RUN_CRASHED:
    return g_strdup_printf(_("‘%s’ crashed"), title);
  case GANTRY_RUN_STOPPED:
    return g_strdup_printf(_("‘%s’ was stopped"), title);
  default:
    return g_strdup_printf(_("‘%s’ did not end"), title);
  }
}

bool
gantry_tell_outcome (GantrySession *session)
{
  const GantryHead *head = &gantry_scenario_get_program(gantry_session_get_scenario(session))->head;
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  bool as_meant = result.outcome == head->ends;
  if (as_meant && result.outcome == GANTRY_RUN_OK)
    return true;

  g_autofree char *how = describe_outcome(result.outcome, gantry_scenario_text(head->title));
  g_autofree char *meant = as_meant                      ? g_strdup(_(", as it is meant to"))
                           : head->ends != GANTRY_RUN_OK ? g_strdup_printf(_(", but its ‘ends’ line says %s"),
                                                                           gantry_run_outcome_id(head->ends))
                                                         : g_strdup("");
  if (result.reason != NULL)
    gantry_complain("%s%s: %s", how, meant, result.reason);
  else
    gantry_complain("%s%s", how, meant);
  return as_meant;
}
