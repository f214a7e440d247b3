/* Several runs in one picture: one time scale, one legend, and a sentence that follows from the figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/comparison.h"

#include "chart/picture.h"
#include "chart/verdict.h"
#include "fixture.h"

#include <math.h>
#include <string.h>

#define MS INT64_C(1000000)

/* A run of two tasks after `start`; `work` is what each of them does, line by line, with %s for its name. */
static GantryTimeline *
run_of (const char *model, const char *facts, const char *work, int wall_ms, const char *end)
{
  const char *kind = strcmp(model, "processes") == 0                                  ? "process"
                     : strcmp(model, "async") == 0 || strcmp(model, "simulated") == 0 ? "task"
                                                                                      : "thread";
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text,
                         "title Work\n model %s\n cores 2\n %s\n"
                         "0ms main created %s\n0ms main started cpu 0 pid 7\n0ms main running cpu 0\n"
                         "1ms a created %s by main\n1ms a started cpu 0\n"
                         "1ms b created %s by main\n1ms b started cpu 1\n"
                         "1ms main wait-join for a\n",
                         model, facts, kind, kind, kind);
  g_auto(GStrv) lines = g_strsplit(work, "\n", -1);
  for (const char *name = "a"; name != NULL; name = *name == 'a' ? "b" : NULL)
    for (char **line = lines; *line != NULL && **line != '\0'; line++) {
      char **words = g_strsplit(*line, "%s", 2);
      g_string_append_printf(text, "%s%s%s\n", words[0], name, words[1]);
      g_strfreev(words);
    }
  g_string_append_printf(text, "%dms a ended ok\n%dms b ended ok\n%dms main ended ok\n%dms %s\n", wall_ms,
                         wall_ms, wall_ms, wall_ms, end);
  return gantry_script_play(text->str);
}

static GantryTimeline *
waiting (const char *model, int cpu_ms, int memory_mb)
{
  g_autofree char *facts =
      g_strdup_printf("cpu-time %dms\n peak-memory %d000000\n context-switches 9", cpu_ms, memory_mb);
  return run_of(model, facts, "1ms %s sleeping line 2\n", 100, "end ok");
}

static GantryTimeline *
computing (const char *model, int wall_ms, const char *work)
{
  return run_of(model, "cpu-time 200ms\n peak-memory 6000000\n context-switches 9", work, wall_ms, "end ok");
}

/* GLib sets sizes with a space that does not break, or, in other versions, a plain one. */
static void
assert_text (const char *text, const char *expected)
{
  g_autoptr(GString) plain = g_string_new(text);
  g_string_replace(plain, "\302\240", " ", 0);
  g_assert_cmpstr(plain->str, ==, expected);
}

static void
assert_verdict (GantryTimeline *one, GantryTimeline *two, GantryTimeline *three, GantryRunOutcome meant,
                const char *expected)
{
  GantryTimeline *timelines[3];
  guint n_timelines = 0;
  if (one != NULL)
    timelines[n_timelines++] = one;
  if (two != NULL)
    timelines[n_timelines++] = two;
  if (three != NULL)
    timelines[n_timelines++] = three;
  g_autofree char *verdict = gantry_verdict_new(timelines, n_timelines, meant);
  assert_text(verdict, expected);
  while (n_timelines > 0)
    gantry_timeline_unref(timelines[--n_timelines]);
}

static void
test_verdict_of_waiting (void)
{
  assert_verdict(waiting("threads", 4, 8), waiting("processes", 20, 12), waiting("async", 12, 8),
                 GANTRY_RUN_OK,
                 "This work mostly waits, and takes about as long on threads, processes and async (100 ms); "
                 "it fits threads best, which needs the least CPU time, 4.00 ms.");
  assert_verdict(
      waiting("threads", 4, 8), waiting("async", 4, 6), NULL, GANTRY_RUN_OK,
      "This work mostly waits, and takes about as long on threads and async (100 ms); it fits async "
      "best, which needs the least memory, 6.0 MB.");
  assert_verdict(waiting("threads", 4, 8), waiting("async", 5, 8), NULL, GANTRY_RUN_OK,
                 "This work mostly waits, and takes about as long on threads and async (100 ms); they cost "
                 "about the same, too, so any of them fits.");
}

static void
test_verdict_of_computing (void)
{
  static const char at_once[] = "1ms %s running cpu 0\n";
  static const char locked[] = "1ms %s wait-gil\n100ms %s running cpu 0\n";
  static const char on_loop[] = "1ms %s running cpu 0\n";
  assert_verdict(
      computing("threads", 200, locked), computing("processes", 100, at_once),
      computing("async", 201, on_loop), GANTRY_RUN_OK,
      "This work mostly computes, and fits processes best, done in 100 ms; on threads it takes 200 "
      "ms, because tasks wait for the interpreter lock; on async it takes 201 ms, because one loop "
      "computes for all tasks, one after the other.");
}

/* Where other programs had the processors, the model is not to blame. */
static void
test_verdict_of_busy_machine (void)
{
  static const char loop[] = "title Work\n model async\n cpu-time 200ms\n"
                             "0ms loop created loop\n0ms loop started cpu 0 pid 7\n0ms loop ready\n"
                             "1ms main created task by loop\n1ms main started ring 0\n1ms main ready\n"
                             "300ms loop running cpu 0\n300ms main running cpu 0\n"
                             "400ms main ended ok\n400ms loop ended ok\n400ms end ok\n";
  assert_verdict(computing("threads", 100, "1ms %s running cpu 0\n"), gantry_script_play(loop), NULL,
                 GANTRY_RUN_OK,
                 "This work mostly computes, and fits threads best, done in 100 ms with 2.0 tasks on a "
                 "processor at once on average; on async it takes 400 ms, "
                 "because the loop waits for a processor, which other programs have.");
}

static void
test_verdict_of_failures (void)
{
  GantryTimeline *stuck = run_of("threads", "", "1ms %s wait-lock\n", 50, "finish deadlock 'a waits for b'");
  assert_verdict(gantry_timeline_ref(stuck), waiting("async", 4, 8), NULL, GANTRY_RUN_OK,
                 "This work fits async alone, where it ends as it is meant to (in 100 ms); it ends otherwise "
                 "than it is meant to on others (threads: deadlock).");
  assert_verdict(gantry_timeline_ref(stuck), NULL, NULL, GANTRY_RUN_OK,
                 "This work ends on no model as it is meant to (threads: deadlock).");
  assert_verdict(gantry_timeline_ref(stuck), waiting("async", 4, 8), NULL, GANTRY_RUN_DEADLOCK,
                 "On threads this work ends as it is meant to (deadlock), so how long it takes says nothing; "
                 "it ends otherwise than it is meant to on others (async: ended well).");
  gantry_timeline_unref(stuck);
}

static void
test_verdict_of_little (void)
{
  assert_verdict(
      waiting("threads", 4, 8), NULL, NULL, GANTRY_RUN_OK,
      "This work mostly waits; it was run on threads alone (100 ms), so there is nothing to compare it "
      "with.");
  assert_verdict(
      waiting("simulated", 0, 8), NULL, NULL, GANTRY_RUN_OK,
      "Simulated times are computed, not measured, so they cannot say which model fits this work.");
  assert_verdict(
      waiting("threads", 4, 8), waiting("simulated", 0, 1), NULL, GANTRY_RUN_OK,
      "This work mostly waits; but for the simulation it was run on threads alone (100 ms), so there is "
      "nothing to compare it with.");
  assert_verdict(NULL, NULL, NULL, GANTRY_RUN_OK, "Nothing was run.");
}

/* Three runs of unlike lengths, names and states. */
static void
make_runs (GantryTimeline *timelines[3])
{
  timelines[0] = gantry_fixture_kitchen();
  timelines[1] = gantry_fixture_all_shapes();
  timelines[2] = waiting("async", 4, 8);
}

static void
free_runs (GantryTimeline *timelines[3])
{
  for (int i = 0; i < 3; i++)
    gantry_timeline_unref(timelines[i]);
}

static GantryComparison *
compare (GantryTimeline *const *timelines, guint n_timelines, double height)
{
  GantryView view;
  gantry_fixture_view(&view, timelines[0]);
  gantry_comparison_fit(&view, timelines, n_timelines, NULL);
  view.width = 900.0;
  view.height = height;
  return gantry_comparison_new(timelines, n_timelines, "This fits.", NULL, &view);
}

static void
test_one_time_scale (void)
{
  GantryTimeline *timelines[3];
  make_runs(timelines);
  g_autoptr(GantryComparison) comparison = compare(timelines, 3, 0.0);
  double top, bottom = 0.0;
  const GantryLayout *first = gantry_comparison_get_layout(comparison, 0, &top);
  for (guint i = 0; i < 3; i++) {
    const GantryLayout *layout = gantry_comparison_get_layout(comparison, i, &top);
    g_assert_cmpfloat(top, >, bottom); /* the heading stands between */
    g_assert_cmpfloat(fmod(top, 4.0), ==, 0.0);
    g_assert_cmpfloat(layout->plot_left, ==, first->plot_left);
    g_assert_cmpfloat(layout->plot_right, ==, first->plot_right);
    g_assert_cmpfloat(gantry_layout_x(layout, 100 * MS), ==, gantry_layout_x(first, 100 * MS));
    g_assert_cmpfloat(gantry_layout_x(layout, 212 * MS), <, layout->plot_right); /* the longest */
    g_assert_cmpuint(layout->lanes_cut, ==, 0);
    bottom = top + layout->view.height;
  }
  g_assert_cmpfloat(gantry_comparison_get_height(comparison), >, bottom); /* the sentence */
  free_runs(timelines);
}

/* Below the last run stands what any of them was in. */
static void
test_one_legend (void)
{
  GantryTimeline *timelines[3];
  make_runs(timelines);
  g_autoptr(GantryComparison) comparison = compare(timelines, 3, 0.0);
  double top;
  for (guint i = 0; i < 3; i++) {
    const GantryLayout *layout = gantry_comparison_get_layout(comparison, i, &top);
    const GantryRow *last = &g_array_index(layout->rows, GantryRow, layout->rows->len - 1);
    g_assert_cmpint(last->kind == GANTRY_ROW_LEGEND, ==, i == 2);
    g_assert_cmpuint(layout->legend_present & 1u << GANTRY_LEGEND_GIL, !=, 0);
  }
  free_runs(timelines);
}

/* A height that is given is kept, however many runs share it. */
static void
test_given_height (void)
{
  static const double heights[] = {40.0, 500.0, 800.0, 3000.0};
  GantryTimeline *timelines[3];
  make_runs(timelines);
  for (gsize i = 0; i < G_N_ELEMENTS(heights); i++) {
    g_autoptr(GantryComparison) comparison = compare(timelines, 3, heights[i]);
    double top;
    const GantryLayout *last = gantry_comparison_get_layout(comparison, 2, &top);
    g_assert_cmpfloat(gantry_comparison_get_height(comparison), ==, heights[i]);
    if (heights[i] >= 500.0)
      g_assert_cmpfloat(top + last->view.height, <=, heights[i]);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) png = gantry_picture_render_comparison(comparison, 1.5, GANTRY_PICTURE_PNG, &error);
    g_assert_no_error(error);
    g_assert_nonnull(png);
  }
  free_runs(timelines);
}

static void
test_figures (void)
{
  g_autoptr(GantryTimeline) well = waiting("threads", 4, 8);
  g_autofree char *figures = gantry_comparison_figures(well);
  assert_text(figures, "wall time 100 ms · CPU time 4.00 ms · peak memory 8.0 MB · 9 context switches");
  g_autoptr(GantryTimeline) stuck =
      run_of("threads", "", "1ms %s wait-lock\n", 50, "finish deadlock 'stuck'");
  g_autofree char *others = gantry_comparison_figures(stuck);
  g_assert_true(g_str_has_suffix(others, " · deadlock"));
}

static void
test_formats (void)
{
  GantryTimeline *timelines[3];
  make_runs(timelines);
  g_autoptr(GantryComparison) one = compare(timelines, 3, 0.0), other = compare(timelines, 3, 0.0);
  for (int format = GANTRY_PICTURE_PNG; format <= GANTRY_PICTURE_PDF; format++) {
    g_autoptr(GBytes) first = gantry_picture_render_comparison(one, 1.0, (GantryPictureFormat)format, NULL);
    g_autoptr(GBytes) second =
        gantry_picture_render_comparison(other, 1.0, (GantryPictureFormat)format, NULL);
    g_assert_nonnull(first);
    g_assert_true(g_bytes_equal(first, second));
  }
  g_autoptr(GError) error = NULL;
  g_assert_null(gantry_picture_render_comparison(one, 100.0, GANTRY_PICTURE_PNG, &error));
  g_assert_error(error, GANTRY_PICTURE_ERROR, GANTRY_PICTURE_ERROR_SIZE);
  free_runs(timelines);
}

/* Ends, or first steps, stand one below the other, and all runs are within. */
static void
test_alignment (void)
{
  static const GantryRunAlignment alignments[] = {
      {GANTRY_ALIGN_END, NULL}, {GANTRY_ALIGN_LANE, "a"}, {GANTRY_ALIGN_LANE, "nobody"}};
  GantryTimeline *runs[] = {computing("threads", 100, "2ms %s running cpu 0 line 2\n"),
                            gantry_script_play("model threads\n cores 2\n0ms main created thread\n"
                                               "0ms main started cpu 0 pid 7\n0ms main running cpu 0\n"
                                               "41ms a created thread by main\n41ms a started cpu 1\n"
                                               "220ms a ended ok\n220ms main ended ok\n220ms end ok\n")};
  for (gsize i = 0; i < G_N_ELEMENTS(alignments); i++) {
    const int64_t anchors[][2] = {{100 * MS, 220 * MS}, {MS, 41 * MS}, {0, 0}};
    GantryView view;
    double top;
    gantry_view_init(&view);
    gantry_comparison_fit(&view, runs, 2, &alignments[i]);
    g_autoptr(GantryComparison) comparison = gantry_comparison_new(runs, 2, NULL, &alignments[i], &view);
    const GantryLayout *one = gantry_comparison_get_layout(comparison, 0, &top);
    const GantryLayout *other = gantry_comparison_get_layout(comparison, 1, &top);
    g_assert_cmpfloat_with_epsilon(gantry_layout_x(one, anchors[i][0]), gantry_layout_x(other, anchors[i][1]),
                                   1e-6);
    g_assert_cmpfloat(gantry_layout_x(one, 0), >=, one->plot_left);
    g_assert_cmpfloat(gantry_layout_x(other, 0), >=, other->plot_left);
    g_assert_cmpfloat(gantry_layout_x(other, 220 * MS), <=, other->plot_right);
  }
  gantry_timeline_unref(runs[0]);
  gantry_timeline_unref(runs[1]);
}

/* As few words as tell the runs apart. */
static void
test_names (void)
{
  GantryTimeline *runs[] = {waiting("threads", 1, 1), waiting("async", 1, 1), waiting("threads", 2, 1)};
  g_auto(GStrv) models = gantry_comparison_names(runs, 2);
  g_assert_cmpstr(models[0], ==, "Threads");
  g_assert_cmpstr(models[1], ==, "Tasks on an event loop");
  g_assert_null(models[2]);
  g_auto(GStrv) alike = gantry_comparison_names(runs, 3);
  g_assert_cmpstr(alike[0], ==, "Run 1 · Threads");
  g_assert_cmpstr(alike[1], ==, "Run 2 · Tasks on an event loop");
  g_assert_cmpstr(alike[2], ==, "Run 3 · Threads");
  g_auto(GStrv) one = gantry_comparison_names(&runs[2], 1);
  g_assert_cmpstr(one[0], ==, "Threads");
  g_autoptr(GantryTimeline) other = gantry_script_play("title Other\n model threads\n cores 4\n0ms end ok\n");
  GantryTimeline *titled[] = {runs[0], other};
  g_auto(GStrv) titles = gantry_comparison_names(titled, 2);
  g_assert_cmpstr(titles[0], ==, "Work");
  g_assert_cmpstr(titles[1], ==, "Other");
  for (gsize i = 0; i < G_N_ELEMENTS(runs); i++)
    gantry_timeline_unref(runs[i]);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/comparison/verdict-of-waiting", test_verdict_of_waiting);
  g_test_add_func("/comparison/verdict-of-computing", test_verdict_of_computing);
  g_test_add_func("/comparison/verdict-of-busy-machine", test_verdict_of_busy_machine);
  g_test_add_func("/comparison/verdict-of-failures", test_verdict_of_failures);
  g_test_add_func("/comparison/verdict-of-little", test_verdict_of_little);
  g_test_add_func("/comparison/one-time-scale", test_one_time_scale);
  g_test_add_func("/comparison/one-legend", test_one_legend);
  g_test_add_func("/comparison/given-height", test_given_height);
  g_test_add_func("/comparison/figures", test_figures);
  g_test_add_func("/comparison/formats", test_formats);
  g_test_add_func("/comparison/alignment", test_alignment);
  g_test_add_func("/comparison/names", test_names);
  return g_test_run();
}
