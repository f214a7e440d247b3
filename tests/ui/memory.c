/* A window that is used for long: after many runs it holds no more memory than after a few.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

/* A tenth of them come first, until all that is kept for once is there. Sanitizers keep what was freed. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RUNS 20
#define GROWTH_PER_RUN (1024 * 1024)
#else
#define RUNS 100
#define GROWTH_PER_RUN (64 * 1024)
#endif

static const char scenario_text[] = "queue q(2)\nlock l\ntask t:\n    repeat 5:\n        get q\n        with "
                                    "l:\n            compute 3ms\nmain:\n"
                                    "    start t x 3\n    repeat 15 as i:\n        sleep 1ms\n        put q "
                                    "i\n    join\n    print \"done\"\n";

/* Bytes of memory that the process has in use. */
static gint64
resident_bytes (void)
{
  long total = 0, resident = 0;
  malloc_trim(0);
  FILE *file = fopen("/proc/self/statm", "r");
  g_assert_nonnull(file);
  g_assert_cmpint(fscanf(file, "%ld %ld", &total, &resident), ==, 2);
  fclose(file);
  return (gint64)resident * sysconf(_SC_PAGESIZE);
}

static void
run_once (GantryWindow *window)
{
  g_assert_true(gantry_window_start_on(window, GANTRY_MODEL_SIMULATED));
  for (int i = 0; i < 2000 && window->running; i++)
    gantry_test_turn_loop(1);
  g_assert_false(window->running);
  gantry_test_turn_loop(2);
}

static void
test_runs_leave_nothing (void)
{
  g_autoptr(AdwApplication) application = gantry_application_new();
  g_application_register(G_APPLICATION(application), NULL, NULL);
  GantryWindow *window = gantry_window_new(application, NULL);
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(scenario_text);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  gantry_window_show_scenario(window, scenario);
  for (int i = 0; i < RUNS / 10; i++)
    run_once(window);
  gint64 after_few = resident_bytes();
  for (int i = 0; i < RUNS - RUNS / 10; i++)
    run_once(window);
  gint64 growth = resident_bytes() - after_few;
  g_test_message("%.1f MB after %d runs, %.2f MB more after %d", (double)after_few / 1e6, RUNS / 10,
                 (double)growth / 1e6, RUNS);
  g_assert_cmpint(growth, <, (gint64)GROWTH_PER_RUN * RUNS);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/memory/runs-leave-nothing", test_runs_leave_nothing);
  return g_test_run();
}
