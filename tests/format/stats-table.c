/* The figures as a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "timeline/script.h"

#include <locale.h>
#include <string.h>

/* The whole of it, as a golden text: columns aligned by what is seen, wide characters included. */
static void
test_whole (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title \"Two cooks\"\ncores 2\n"
                         "cpu-time 1.5s\npeak-memory 5242880\ncontext-switches 12\n"
                         "thing lock kitchen\n"
                         "0ms main created thread\n"
                         "0ms main started cpu 0\n"
                         "0ms 料理人 created thread by main\n"
                         "0.00085ms 料理人 started ready 0ms cpu 1\n"
                         "1ms main wait-join for 料理人\n"
                         "2ms 料理人 acquired kitchen\n"
                         "12.5ms 料理人 released kitchen\n"
                         "13ms 料理人 sleeping\n"
                         "2000ms 料理人 ended failed reason \"burnt\"\n"
                         "2000ms main woken by 料理人 at 2000ms\n"
                         "2000ms main running cpu 0\n"
                         "2500ms main ended ok\n"
                         "2500ms end failed \"料理人 failed\"\n");
  g_autofree char *text = gantry_stats_to_table(timeline);
  g_assert_cmpstr(text, ==,
                  "Two cooks\n"
                  "\n"
                  "Model             threads\n"
                  "Cores             2\n"
                  "Outcome           failed: 料理人 failed\n"
                  "Wall time         2.50 s\n"
                  "CPU time          1.50 s\n"
                  "In flight         1.80 on average, 2 at most\n"
                  "On CPU            0.21 on average, 2 at most\n"
                  "Measured          by the tasks themselves\n"
                  "Peak memory       5.2\u00a0MB\n"
                  "Context switches  12\n"
                  "Events            13, none lost\n"
                  "\n"
                  "Lane    Running   Ready  Waiting  Sleeping  Outcome\n"
                  "main     501 ms       -   2.00 s         -  ok\n"
                  "料理人  13.0 ms  850 ns        -    1.99 s  failed\n"
                  "core 0   501 ms       -        -    2.00 s  ok\n"
                  "core 1  13.0 ms       -        -    2.49 s  ok\n"
                  "\n"
                  "Shared   Kind  Acquired  Contended  Waited     Held\n"
                  "kitchen  lock         1          0       -  10.5 ms\n"
                  "\n"
                  "Critical path: 2.50 s: 1.99 s sleeping, 513 ms running\n"
                  "\n"
                  "料理人 failed: burnt.\n");
}

static void
test_losses (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("from virtual\n0ms a created task\n"
                                                          "3ms a lost 17 since 2ms\n4ms finish stopped\n");
  g_autofree char *text = gantry_stats_to_table(timeline);
  g_assert_nonnull(g_strstr_len(text, -1, "\nEvents            1, 17 lost\n"));
  g_assert_nonnull(g_strstr_len(text, -1, "\nOutcome           failed\n"));
  g_assert_nonnull(g_strstr_len(text, -1, "\nMeasured          simulated\n"));
  /* No thing is shared: no table of them. */
  g_assert_null(g_strstr_len(text, -1, "Shared"));
}

static void
assert_rows (const char *script, const char *const *rows)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autofree char *text = gantry_stats_to_table(timeline);
  for (; *rows; rows++)
    if (!strstr(text, *rows))
      g_error("“%s” is not in “%s”", *rows, text);
}

/* What a trace says nothing of is not nothing. */
static void
test_not_told (void)
{
  static const char *const rows[] = {"Cores             not told\n", "CPU time          not told\n",
                                     "Peak memory       not told\n", "Context switches  not told\n", NULL};
  /* Slices alone: who waits within one has no processor. */
  static const char *const rows_of_slices[] = {"CPU time          not told\n", "On CPU            not told\n",
                                               "Measured          not told\n",
                                               "Lane  At work  Ready  Waiting  Not at work  Outcome\n", NULL};
  assert_rows("title \"Half\"\ncores 0\n0ms a created thread\n0ms a started\n3ms a sleeping\n", rows);
  assert_rows("cpu-time 3ms\nfrom auto\n0ms a created thread\n0ms a started\n3ms a ended ok\n3ms end ok\n",
              rows_of_slices);
}

int
main (int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/stats-table/whole", test_whole);
  g_test_add_func("/stats-table/losses", test_losses);
  g_test_add_func("/stats-table/not-told", test_not_told);
  return g_test_run();
}
