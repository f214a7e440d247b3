/* Times as long as a number can tell: what takes 292 years has not ended when the run is stopped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

#define YEARS "9223372036.8s"

static const char text[] = "on threads, processes, async\n"
                           "limit 300ms\n"
                           "task sleeps:\n    sleep " YEARS "\n    fail \"a sleep ended\"\n"
                           "task fetches:\n    fetch " YEARS "\n    fail \"a fetch ended\"\n"
                           "task fetches_much:\n    fetch 0s 9223372036854775807B\n"
                           "    fail \"a long answer ended\"\n"
                           "task within_limits:\n"
                           "    within " YEARS ":\n        sleep " YEARS "\n    else:\n"
                           "        fail \"a deadline passed\"\n"
                           "task blocks:\n    sleep 10ms\n    block " YEARS "\n    fail \"a call ended\"\n"
                           "main:\n    start sleeps\n    start fetches\n    start fetches_much\n"
                           "    start within_limits\n    start blocks\n    join\n";

static const char simulated_text[] =
    "on simulated\nlimit 300ms\nmanager m\n"
    "task reads:\n    read 9223372036854775807B\n    fail \"a file ended\"\n"
    "task computes:\n    yield\n    compute " YEARS "\n    compute " YEARS "\n"
    "    fail \"a reckoning ended\"\n"
    "task blocks:\n    block " YEARS "\n    fail \"a call ended\"\n"
    "main:\n    start reads\n    start computes\n    start blocks\n    join\n";

static void
assert_stopped (const char *what, GantryModel model)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("long", what, strlen(what), NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GantrySession) session = run_to_end(scenario, model);
  g_autofree char *ending = ending_of(session);
  g_assert_cmpstr(ending, ==, "limit: stopped after 0.3 s, its limit");
}

static void
test_model (gconstpointer model)
{
  assert_stopped(text, (GantryModel)GPOINTER_TO_INT(model));
}

static void
test_simulated (void)
{
  assert_stopped(simulated_text, GANTRY_MODEL_SIMULATED);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/long-times/threads", GINT_TO_POINTER(GANTRY_MODEL_THREADS), test_model);
  g_test_add_data_func("/long-times/processes", GINT_TO_POINTER(GANTRY_MODEL_PROCESSES), test_model);
  g_test_add_data_func("/long-times/async", GINT_TO_POINTER(GANTRY_MODEL_ASYNC), test_model);
  g_test_add_func("/long-times/simulated", test_simulated);
  return g_test_run();
}
