/* How late sleeps end and how exact computing is, on each real model, beside the system's own
 * clock_nanosleep.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#define SLEEPS 100
#define SLEEP_NS INT64_C(5000000)
#define COMPUTES 20
#define COMPUTE_NS INT64_C(20000000)

static const char sleeps[] = "main:\n    repeat 100:\n        sleep 5ms\n";
static const char computes[] = "main:\n    repeat 20:\n        compute 20ms\n";

/* Mean lateness of the system's own sleep, ns. */
static double
measure_floor (void)
{
  int64_t late = 0;
  prctl(PR_SET_TIMERSLACK, 1);
  for (int i = 0; i < SLEEPS; i++) {
    int64_t until = (int64_t)gantry_monotonic_ns() + SLEEP_NS;
    struct timespec when = {.tv_sec = until / 1000000000, .tv_nsec = until % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
    }
    late += (int64_t)gantry_monotonic_ns() - until;
  }
  return (double)late / SLEEPS;
}

/* What main spent in each state. */
static void
run (const char *text, GantryModel model, int64_t *times, GantryRunResult *result)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("bench", text, strlen(text), NULL, &error);
  GantryRunOptions options;
  g_assert_no_error(error);
  gantry_run_options_init(&options, scenario);
  options.model = model;
  g_autoptr(GantrySession) session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  gantry_session_wait(session);
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  gantry_timeline_get_result(timeline, result);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    if (g_str_equal(gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)), "main"))
      gantry_lane_add_times(gantry_timeline_get_lane(timeline, i), 0, INT64_MAX, times);
}

int
main (void)
{
  double floor_ns = measure_floor();
  printf("clock_nanosleep is late by %.1f us on average\n", floor_ns / 1e3);
  for (int model = GANTRY_MODEL_THREADS; model <= GANTRY_MODEL_ASYNC; model++) {
    int64_t asleep[GANTRY_N_STATES] = {0}, busy[GANTRY_N_STATES] = {0};
    GantryRunResult slept, computed;
    run(sleeps, (GantryModel)model, asleep, &slept);
    run(computes, (GantryModel)model, busy, &computed);
    double late = (double)(slept.wall_ns - SLEEPS * SLEEP_NS) / SLEEPS;
    double burned = (double)busy[GANTRY_STATE_RUNNING] / (double)(COMPUTES * COMPUTE_NS);
    printf("%-10s a sleep's whole step is late by %.1f us (%.2f times the floor); computing took %.4f of "
           "what was "
           "asked\n",
           gantry_model_id((GantryModel)model), late / 1e3, late / floor_ns, burned);
  }
  return 0;
}
