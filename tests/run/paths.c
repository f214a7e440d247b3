/* Critical paths of the built-in scenarios, simulated: they add up, they can be retraced, and they show what
 * each scenario is about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "scenario/library.h"
#include "timeline/critical-path.h"

static void
test_scenario (gconstpointer id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = gantry_library_get(id);
  gsize length;
  const char *data = g_bytes_get_data(text, &length);
  g_autoptr(GantryScenario) scenario = gantry_scenario_new(id, data, (gssize)length, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GantrySession) session = run_to_end(scenario, GANTRY_MODEL_SIMULATED);
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(gantry_session_get_timeline(session), NULL);
  g_autofree char *words = gantry_critical_path_words(path);
  g_test_message("%s", words);
  g_assert_cmpint(path->unknown_ns, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  for (const char *const *id = gantry_library_list(); *id; id++) {
    g_autofree char *name = g_strdup_printf("/run/paths/%s", *id);
    g_test_add_data_func(name, *id, test_scenario);
  }
  return g_test_run();
}
