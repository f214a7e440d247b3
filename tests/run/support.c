/* What the tests of whole runs share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <signal.h>

GantrySession *
run_to_end (GantryScenario *scenario, GantryModel model)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = model;
  options.limit_ns = MIN(options.limit_ns, LONGEST_RUN_NS);
  GantrySession *session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  GPid pid = gantry_session_get_pid(session);
  gantry_session_wait(session);
  g_assert_true(gantry_timeline_is_finished(gantry_session_get_timeline(session)));
  if (pid != 0)
    g_assert_cmpint(kill(-pid, 0), ==, -1); /* nobody of its group is left */
  return session;
}

char *
ending_of (GantrySession *session)
{
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  return g_strdup_printf("%s: %s", gantry_run_outcome_id(result.outcome), result.reason ? result.reason : "");
}

int
number_from_environment (const char *name, int otherwise)
{
  const char *text = g_getenv(name);
  return text ? MAX(1, (int)g_ascii_strtoll(text, NULL, 10)) : otherwise;
}
