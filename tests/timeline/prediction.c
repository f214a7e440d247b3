/* What is predicted, as it is drawn, and how runs differ from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/prediction.h"

#include "script.h"

#define MS INT64_C(1000000)

/* Two tasks under an interpreter lock: a from 0 to 60, b from 0 to 40, never both. */
static const char gil[] =
    "model threads\ncores 2\ngil\nfrom virtual\n"
    "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
    "0ms b wait-gil line 3\n20ms a wait-gil line 3\n20ms b running cpu 1\n"
    "40ms b ended ok\n40ms a running cpu 0\n60ms a ended ok\n60ms end ok\n";

/* The same on two processors without one. */
static const char parallel[] =
    "model threads\ncores 2\nfrom virtual\n"
    "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
    "40ms a ended ok\n40ms b ended ok\n40ms end ok\n";

static void
assert_stretches (const GantryPrediction *prediction, uint32_t lane, const char *expected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < gantry_prediction_get_n_stretches(prediction, lane); i++) {
    const GantryPredictedStretch *stretch = gantry_prediction_get_stretch(prediction, lane, i);
    g_string_append_printf(text, "%s%c%g-%g", i > 0 ? " " : "",
                           stretch->state == GANTRY_PREDICTED_RUNNING ? 'r' : 'w',
                           (double)stretch->from / 1e6, (double)stretch->to / 1e6);
  }
  g_assert_cmpstr(text->str, ==, expected);
}

static void
assert_differences (const GantryPrediction *prediction, const GantryTimeline *timeline, const char *expected)
{
  g_autoptr(GPtrArray) sentences = gantry_prediction_compare(prediction, timeline);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < sentences->len; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", (char *)sentences->pdata[i]);
  gantry_script_assert_text(g_string_free(text, FALSE), expected);
}

static void
test_drawing (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gil);
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  g_assert_cmpuint(gantry_prediction_get_n_lanes(prediction), ==, 2);
  g_assert_cmpstr(gantry_prediction_get_name(prediction, 1), ==, "b");
  g_assert_cmpint(gantry_prediction_get_length(prediction), ==, 100 * MS);
  g_assert_false(gantry_prediction_is_drawn(prediction));
  gantry_prediction_draw(prediction, 0, 10 * MS, 30 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 0, 30 * MS, 40 * MS, GANTRY_PREDICTED_RUNNING);
  assert_stretches(prediction, 0, "r10-40");
  gantry_prediction_draw(prediction, 0, 20 * MS, 25 * MS, GANTRY_PREDICTED_WAITING);
  assert_stretches(prediction, 0, "r10-20 w20-25 r25-40");
  gantry_prediction_draw(prediction, 0, 15 * MS, 30 * MS, GANTRY_PREDICTED_NOTHING);
  assert_stretches(prediction, 0, "r10-15 r30-40");
  gantry_prediction_draw(prediction, 0, 0, 90 * MS, GANTRY_PREDICTED_WAITING);
  assert_stretches(prediction, 0, "w0-90");
  gantry_prediction_draw(prediction, 0, 90 * MS, 90 * MS, GANTRY_PREDICTED_RUNNING); /* of no length */
  assert_stretches(prediction, 0, "w0-90");
  gantry_prediction_set_length(prediction, 50 * MS);
  assert_stretches(prediction, 0, "w0-50");
  gantry_prediction_draw(prediction, 1, 60 * MS, 70 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 1, 10 * MS, 20 * MS,
                         GANTRY_PREDICTED_RUNNING); /* before what is there */
  assert_stretches(prediction, 1, "r10-20 r60-70");
  g_assert_true(gantry_prediction_is_drawn(prediction));
  gantry_prediction_clear(prediction);
  g_assert_false(gantry_prediction_is_drawn(prediction));
}

static void
test_interpreter_lock (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gil);
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  gantry_prediction_draw(prediction, 0, 0, 40 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 1, 0, 41 * MS, GANTRY_PREDICTED_RUNNING);
  assert_differences(
      prediction, timeline,
      "Your drawing and the run agree for 49 % of the time.\n"
      "You expected a to finish first; it finished second, 20.0 ms after you said.\n"
      "You expected b to finish second; it finished first, 1.00 ms before you said.\n"
      "You had a and b computing at once for 40.0 ms; they were never on a processor at once: the "
      "interpreter lock.\n"
      "You did not expect a to wait; it waited for 20.0 ms.\n"
      "You gave b 41.0 ms of computing; it computed for 20.0 ms.\n"
      "You did not expect b to wait; it waited for 20.0 ms.\n"
      "You drew 41.0 ms in all; the run took 60.0 ms.");
}

static void
test_right (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(parallel);
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  gantry_prediction_draw(prediction, 0, 0, 40 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 1, 0, 40 * MS, GANTRY_PREDICTED_RUNNING);
  assert_differences(prediction, timeline,
                     "Your drawing and the run agree for 100 % of the time.\n"
                     "The tasks finished in the order that you expected.");
}

static void
test_one_after_the_other (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(parallel);
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  gantry_prediction_draw(prediction, 0, 0, 40 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 1, 0, 40 * MS, GANTRY_PREDICTED_WAITING);
  gantry_prediction_draw(prediction, 1, 40 * MS, 80 * MS, GANTRY_PREDICTED_RUNNING);
  assert_differences(
      prediction, timeline,
      "Your drawing and the run agree for 50 % of the time.\n"
      "The tasks finished in the order that you expected.\n" /* both at once: no order is wrong */
      "You had a and b computing at different times; they were on processors at once for "
      "40.0 ms.\n"
      "You expected b to wait for 40.0 ms; it never did.\n"
      "You drew 80.0 ms in all; the run took 40.0 ms.");
}

static void
test_order (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(gil);
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  assert_differences(prediction, timeline, "You predicted nothing.");
  gantry_prediction_set_ordered(prediction, true);
  assert_differences(prediction, timeline,
                     "You expected a to finish first; it finished second.\n"
                     "You expected b to finish second; it finished first.");
  gantry_prediction_move_finisher(prediction, 1, 0);
  g_assert_cmpuint(gantry_prediction_get_finisher(prediction, 0), ==, 1);
  g_assert_true(gantry_prediction_is_ordered(prediction));
  assert_differences(prediction, timeline, "The tasks finished in the order that you expected.");
}

/* Predicted of one run, and another happened: tasks that are not there, and one that got stuck. */
static void
test_other_tasks (void)
{
  g_autoptr(GantryTimeline) expected = gantry_script_play(gil);
  g_autoptr(GantryTimeline) stuck = gantry_script_play("model threads\ncores 2\nfrom virtual\n"
                                                       "0ms c created thread\n0ms c started cpu 0\n"
                                                       "0ms a created thread\n0ms a started cpu 1\n"
                                                       "20ms c ended ok\n40ms end deadlock\n");
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(expected);
  gantry_prediction_draw(prediction, 0, 0, 40 * MS, GANTRY_PREDICTED_RUNNING);
  gantry_prediction_draw(prediction, 1, 0, 20 * MS, GANTRY_PREDICTED_RUNNING);
  g_assert_null(gantry_prediction_find_lane(prediction, 1, stuck));
  const GantryLane *a = gantry_prediction_find_lane(prediction, 0, stuck);
  g_assert_cmpstr(gantry_lane_get_name(a), ==, "a");
  g_assert_cmpuint(gantry_prediction_find(prediction, stuck, a), ==, 0);
  g_assert_cmpuint(gantry_prediction_find(prediction, stuck, gantry_timeline_get_lane(stuck, 0)), ==,
                   UINT32_MAX);
  assert_differences(prediction, stuck,
                     "Your drawing and the run agree for 75 % of the time.\n"
                     "You expected b to finish; it never did.\n"
                     "You expected a to finish; it never did.");
}

static void
test_nothing_there (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model threads\ncores 2\nfrom virtual\n0ms end ok\n");
  g_autoptr(GantryPrediction) prediction = gantry_prediction_new(timeline);
  g_assert_cmpuint(gantry_prediction_get_n_lanes(prediction), ==, 0);
  g_assert_cmpint(gantry_prediction_get_length(prediction), >, 0);
  assert_differences(prediction, timeline, "You predicted nothing.");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/timeline/prediction/drawing", test_drawing);
  g_test_add_func("/timeline/prediction/interpreter-lock", test_interpreter_lock);
  g_test_add_func("/timeline/prediction/right", test_right);
  g_test_add_func("/timeline/prediction/one-after-the-other", test_one_after_the_other);
  g_test_add_func("/timeline/prediction/order", test_order);
  g_test_add_func("/timeline/prediction/other-tasks", test_other_tasks);
  g_test_add_func("/timeline/prediction/nothing-there", test_nothing_there);
  return g_test_run();
}
