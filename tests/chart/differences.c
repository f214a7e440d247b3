/* What runs differ in: the figures, how much more, and the table as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/differences.h"

#include "chart/layout-private.h"
#include "chart/part-words.h"
#include "chart/verdict.h"
#include "fixture.h"
#include "timeline/columns.h"

#include <math.h>
#include <string.h>

#define MS 1e6

/* Two workers for `ms`; the second of them is called as `name` says. */
static GantryTimeline *
run_of (int ms, const char *name)
{
  g_autofree char *script = g_strdup_printf(
      "title Work\n model threads\n cores 2\n cpu-time %dms\n context-switches 4\n0ms main created thread\n"
      "0ms main started cpu 0 pid 7\n0ms main running cpu 0\n1ms a created thread by main\n"
      "1ms a started cpu 0\n1ms %s created thread by main\n1ms %s started cpu 1\n1ms main wait-join for a\n"
      "%dms a sleeping line 2\n%dms a ended ok\n%dms %s ended ok\n%dms main ended ok\n%dms end ok\n",
      2 * ms, name, name, ms / 2, ms, ms, name, ms, ms);
  return gantry_script_play(script);
}

static const GantryDifference *
find (const GantryDifferences *differences, const char *lane, const char *label)
{
  for (guint i = 0; i < differences->rows->len; i++) {
    const GantryDifference *row = differences->rows->pdata[i];
    if (g_strcmp0(row->lane, lane) == 0 && strcmp(row->label, label) == 0)
      return row;
  }
  return NULL;
}

static void
assert_change (const GantryDifference *row, guint run, const char *expected)
{
  g_autofree char *text = gantry_difference_format_change(row, run);
  g_assert_cmpstr(text, ==, expected);
}

static void
test_figures (void)
{
  GantryTimeline *runs[] = {run_of(100, "b"), run_of(150, "c")};
  g_autoptr(GantryDifferences) differences = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_PLAIN);
  const GantryDifference *wall = find(differences, NULL, "Wall time");
  g_assert_cmpfloat(wall->values[0], ==, 100 * MS);
  g_assert_cmpfloat(gantry_difference_change(wall, 1), ==, 50 * MS);
  g_assert_cmpfloat(gantry_difference_ratio(wall, 1), ==, 0.5);
  assert_change(wall, 1, "+50.0 ms (+50 %)");
  assert_change(find(differences, NULL, "Context switches"), 1, "±0");
  assert_change(find(differences, NULL, "Peak memory"), 1, ""); /* nobody knows it */
  g_autofree char *none = gantry_difference_format(find(differences, NULL, "Peak memory"), 0);
  g_assert_cmpstr(none, ==, "–");
  /* Lanes of one name are compared; what is in one run alone is left out. */
  g_assert_cmpfloat(find(differences, "a", "Running")->values[0], ==, 49 * MS);
  g_assert_cmpfloat(find(differences, "a", "Waiting")->values[1], ==, 75 * MS);
  g_assert_cmpfloat(find(differences, "main", "End")->values[1], ==, 150 * MS);
  g_assert_null(find(differences, "b", "Running"));
  g_assert_null(find(differences, "c", "Running"));
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* Neither an empty run nor one alone divides by nothing. */
static void
test_little (void)
{
  GantryTimeline *runs[] = {gantry_script_play("model threads\n0ms end ok\n"), run_of(10, "b")};
  g_autoptr(GantryDifferences) one = gantry_differences_new(runs, 1, GANTRY_VOCABULARY_PLAIN);
  g_assert_cmpuint(one->n_runs, ==, 1);
  g_autofree char *alone = gantry_differences_to_text(one);
  g_assert_nonnull(strstr(alone, "Wall time"));
  g_autoptr(GantryDifferences) two = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_PLAIN);
  const GantryDifference *wall = find(two, NULL, "Wall time");
  g_assert_true(isnan(gantry_difference_ratio(wall, 1)));
  assert_change(wall, 1, "+10.0 ms");
  g_autofree char *verdict = gantry_verdict_of_runs(runs, 2);
  g_assert_true(g_str_has_suffix(verdict, "takes 10.0 ms longer."));
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

static void
test_text (void)
{
  GantryTimeline *runs[] = {run_of(100, "=b|x"), run_of(50, "=b|x")};
  g_autoptr(GantryDifferences) differences = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_LINUX);
  g_autofree char *csv = gantry_differences_to_csv(differences);
  g_autofree char *markdown = gantry_differences_to_markdown(differences);
  g_assert_true(g_str_has_prefix(csv, "lane,figure,unit,\"Run 1 · Threads\",\"Run 2 · Threads\",difference_2,"
                                      "percent_2\n,\"Wall time\",ns,100000000,50000000,-50000000,-50\n"));
  g_assert_nonnull(strstr(csv, "\n\"'=b|x\",\"Running\",ns,99000000,49000000,-50000000,"));
  g_assert_true(g_str_has_prefix(markdown, "| Lane | Figure | Run 1 · Threads | Run 2 · Threads | Difference "
                                           "|\n|---|---|--:|--:|--:|\n|  | Wall time | 100 ms | 50.0 ms | "
                                           "−50.0 ms (−50 %) |\n"));
  g_assert_nonnull(strstr(markdown, "| =b\\|x | Running |"));
  g_autofree char *verdict = gantry_verdict_new(runs, 2, GANTRY_RUN_OK); /* of one model alone */
  g_assert_cmpstr(verdict, ==,
                  "Done soonest: Run 2 · Threads, in 50.0 ms; Run 1 · Threads takes 50.0 ms longer (100 %).");
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* Lanes of which some begin to sleep at once, for 28 years each: of 20 no sum is a number any more. */
static GantryTimeline *
decades_of (const char *model, int n_lanes, int n_sleeping)
{
  g_autoptr(GString) script = g_string_new(NULL);
  g_string_append_printf(script, "model %s\n", model);
  for (int i = 0; i < n_lanes; i++)
    g_string_append_printf(script, "0ms t%d created thread\n0ms t%d started cpu 0\n0ms t%d running cpu 0\n",
                           i, i, i);
  for (int i = 0; i < n_sleeping; i++)
    g_string_append_printf(script, "0ms t%d sleeping\n", i);
  for (int i = 0; i < n_lanes; i++)
    g_string_append_printf(script, "900000000s t%d ended ok\n", i);
  g_string_append(script, "900000000s end ok\n");
  return gantry_script_play(script->str);
}

static void
test_much (void)
{
  GantryTimeline *runs[] = {decades_of("threads", 20, 0), decades_of("async", 20, 0)};
  g_autoptr(GantryDifferences) differences = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_PLAIN);
  const GantryDifference *running = NULL;
  for (guint i = 0; i < differences->rows->len; i++) {
    const GantryDifference *row = differences->rows->pdata[i];
    if (!row->lane && g_str_has_prefix(row->label, "All tasks: "))
      running = row;
  }
  g_assert_nonnull(running);
  g_assert_cmpfloat(running->values[0], ==, (double)GANTRY_MOST_TIME);
  g_autofree char *verdict = gantry_verdict_new(runs, 2, GANTRY_RUN_OK);
  g_assert_true(g_str_has_prefix(verdict, "This work mostly computes"));
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* Who is ready on a loop waits for the loop, whatever cores are free: a row of a threads' run and a loop's
 * has words that are true of both. */
static void
test_words_of_all (void)
{
  const char *tasks =
      "model async\n0ms loop created loop\n0ms loop started cpu 0\n0ms a created task by loop\n"
      "0ms a started\n0ms a ready\n9ms a ended ok\n9ms loop ended ok\n9ms end ok\n";
  const char *threads = "model threads\n0ms a created thread\n0ms a started\n0ms a ready\n9ms a ended ok\n"
                        "9ms end ok\n";
  GantryTimeline *runs[] = {gantry_script_play(threads), gantry_script_play(tasks)};
  g_autoptr(GantryDifferences) alone = gantry_differences_new(runs, 1, GANTRY_VOCABULARY_PLAIN);
  g_autoptr(GantryDifferences) both = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_PLAIN);
  g_assert_nonnull(find(alone, NULL, "All tasks: Ready, no core free"));
  g_assert_nonnull(find(both, NULL, "All tasks: Ready, waits for its turn"));
  g_assert_null(find(both, NULL, "All tasks: Ready, no core free"));
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* Of each state as much as a sum can hold: the shares are still right. */
static void
test_shares_of_much (void)
{
  g_autoptr(GantryTimeline) run = decades_of("threads", 24, 12);
  g_autofree char *words =
      gantry_share_words(run, GANTRY_NO_LANE, 0, GANTRY_MOST_TIME, GANTRY_VOCABULARY_PLAIN);
  g_assert_cmpstr(words, ==, "Running 50\302\240% \302\267 Sleeps 50\302\240%");
}

/* What no run can have come to, but a file may say. */
static void
test_absurd (void)
{
  const char *const models[] = {"threads", "processes"};
  GantryTimeline *runs[2];
  for (int i = 0; i < 2; i++) {
    const GantryRunFacts facts = {.title = "absurd", .model = models[i]};
    const int64_t most = i == 0 ? INT64_MIN : INT64_MAX;
    const GantryRunResult result = {.outcome = GANTRY_RUN_OK,
                                    .wall_ns = 1000,
                                    .cpu_ns = most,
                                    .peak_rss_bytes = most,
                                    .context_switches = most,
                                    .events = UINT64_MAX,
                                    .record_ns = i == 0 ? -1e300 : 1e300};
    GantryRunResult kept;
    runs[i] = gantry_timeline_new(&facts);
    gantry_timeline_restore_result(runs[i], &result);
    gantry_timeline_get_result(runs[i], &kept);
    g_assert_cmpint(kept.cpu_ns, ==, i == 0 ? 0 : INT64_MAX);
    g_assert_cmpint(kept.peak_rss_bytes, ==, i == 0 ? 0 : INT64_MAX);
    g_assert_cmpint(kept.context_switches, ==, i == 0 ? 0 : INT64_MAX);
    g_assert_cmpfloat(kept.record_ns, ==, i == 0 ? 0.0 : 1e9);
  }
  g_autofree char *verdict = gantry_verdict_new(runs, 2, GANTRY_RUN_OK);
  g_assert_nonnull(strstr(verdict, "fits threads best"));
  GantryView view;
  gantry_view_init(&view);
  g_autoptr(GantryLayout) layout = gantry_layout_new(runs[1], &view);
  g_autofree char *footer = gantry_caption_footer(layout, runs[1]);
  g_assert_cmpstr(strstr(footer, "recording took"), ==, "recording took 13344 d 0 h in all");
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* Of a trace of slices nobody knows when its tasks were on a processor: it is compared by nothing of that. */
static void
test_slices (void)
{
  const char *const ends = "0ms a created thread\n0ms a started cpu 0\n9ms a ended ok\n9ms end ok\n";
  g_autofree char *told = g_strconcat("model threads\nfrom kernel\n", ends, NULL);
  g_autofree char *untold = g_strconcat("model threads\nfrom auto\n", ends, NULL);
  GantryTimeline *runs[] = {gantry_script_play(told), gantry_script_play(untold)};
  g_autoptr(GantryDifferences) differences = gantry_differences_new(runs, 2, GANTRY_VOCABULARY_PLAIN);
  const char *const rows[] = {"CPU time", "Tasks on CPU, mean", "Tasks on CPU, most"};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    const GantryDifference *row = find(differences, NULL, rows[i]);
    g_assert_nonnull(row);
    g_assert_false(isnan(row->values[0]));
    g_assert_true(isnan(row->values[1]));
  }
  g_assert_cmpfloat(find(differences, NULL, "Tasks in flight, mean")->values[1], ==, 1.0);
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/differences/figures", test_figures);
  g_test_add_func("/differences/little", test_little);
  g_test_add_func("/differences/text", test_text);
  g_test_add_func("/differences/much", test_much);
  g_test_add_func("/differences/words-of-all", test_words_of_all);
  g_test_add_func("/differences/shares-of-much", test_shares_of_much);
  g_test_add_func("/differences/absurd", test_absurd);
  g_test_add_func("/differences/slices", test_slices);
  return g_test_run();
}
