/* Critical paths of the built-in scenarios, simulated: they add up, they can be retraced, and they show what
 * each scenario is about. And on each model: what a cancel ended leads back to the canceller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "scenario/library.h"
#include "timeline/critical-path.h"

static GantrySession *
run_from_library (const char *id, GantryModel model)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) text = gantry_library_get(id);
  gsize length;
  const char *data = g_bytes_get_data(text, &length);
  g_autoptr(GantryScenario) scenario = gantry_scenario_new(id, data, (gssize)length, NULL, &error);
  g_assert_no_error(error);
  return run_to_end(scenario, model);
}

static void
test_scenario (gconstpointer id)
{
  g_autoptr(GantrySession) session = run_from_library(id, GANTRY_MODEL_SIMULATED);
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(gantry_session_get_timeline(session), NULL);
  g_autofree char *words = gantry_critical_path_words(path);
  g_test_message("%s", words);
  g_assert_cmpint(path->unknown_ns, ==, 0);
}

static const GantryModel models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES, GANTRY_MODEL_ASYNC,
                                     GANTRY_MODEL_SIMULATED};

/* The worker would sleep for a minute: not its sleep made the run as long as it was, but main's. */
static void
test_cancelled_sleep (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    g_autoptr(GantrySession) session = run_from_library("cancellation", models[i]);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, NULL);
    bool main_sleeps = false;
    for (guint place = 0; place < path->segments->len; place++) {
      const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, place);
      if (segment->lane == GANTRY_NO_LANE || segment->state != GANTRY_STATE_SLEEPING)
        continue;
      g_assert_cmpstr(gantry_lane_get_name(gantry_timeline_find_lane(timeline, segment->lane)), ==, "main");
      main_sleeps = true;
    }
    g_assert_true(main_sleeps);
  }
}

static guint
count_arrows_to (const GantryTimeline *timeline, const GantryLane *lane)
{
  guint count = 0;
  for (size_t i = 0; i < gantry_timeline_get_n_arrows(timeline); i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    const GantryLane *from = gantry_timeline_find_lane(timeline, arrow.from_lane);
    count += arrow.kind == GANTRY_ARROW_SET && arrow.to_lane == gantry_lane_get_id(lane) &&
             g_str_equal(gantry_lane_get_name(from), "main");
  }
  return count;
}

/* Whatever it was that they waited for, main told them to end. */
static void
test_cancelled_waits (void)
{
  static const char text[] =
      "lock l\ncondition c\nsemaphore s(0)\nevent e\nevent go\nbarrier b(9)\nqueue q(1)\n"
      "task on_lock:\n    acquire l\ntask on_condition:\n    with c:\n        wait c\n"
      "task on_semaphore:\n    acquire s\ntask on_event:\n    wait e\ntask on_barrier:\n    wait b\n"
      "task on_queue:\n    get q as x\ntask on_sleep:\n    sleep 60s\ntask on_fetch:\n    fetch 60s\n"
      "task on_result:\n    offload endless to thread\ntask endless:\n    wait go\n"
      "main:\n    acquire l\n    start on_lock\n    start on_condition\n    start on_semaphore\n"
      "    start on_event\n    start on_barrier\n    start on_queue\n    start on_sleep\n    start on_fetch\n"
      "    start on_result\n    sleep 200ms\n"
      "    cancel on_lock\n    cancel on_condition\n    cancel on_semaphore\n    cancel on_event\n    cancel "
      "on_barrier\n"
      "    cancel on_queue\n    cancel on_sleep\n    cancel on_fetch\n    cancel on_result\n"
      "    join on_result\n    set go\n    join\n";
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    g_autoptr(GantrySession) session = start_run(text, models[i], 0, 0);
    gantry_session_wait(session);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    guint n_patients = 0;
    for (uint32_t index = 0; index < gantry_timeline_get_n_lanes(timeline); index++) {
      const GantryLane *lane = gantry_timeline_get_lane(timeline, index);
      if (!g_str_has_prefix(gantry_lane_get_name(lane), "on_"))
        continue;
      g_test_message("%s: %s", gantry_model_id(models[i]), gantry_lane_get_name(lane));
      g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_CANCELLED);
      g_assert_cmpuint(count_arrows_to(timeline, lane), ==, 1);
      n_patients++;
    }
    g_assert_cmpuint(n_patients, ==, 9);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  for (const char *const *id = gantry_library_list(); *id; id++) {
    g_autofree char *name = g_strdup_printf("/run/paths/%s", *id);
    g_test_add_data_func(name, *id, test_scenario);
  }
  g_test_add_func("/run/paths-of-cancels/sleep", test_cancelled_sleep);
  g_test_add_func("/run/paths-of-cancels/any-wait", test_cancelled_waits);
  return g_test_run();
}
