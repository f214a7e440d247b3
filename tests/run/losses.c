/* A run whose collector has no processor for a while: what its tasks did is recorded or counted as lost, for
 * each lane, and shown where it is missing; how they ended is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PRINTS 100000
#define N_TASKS 3
#define STOPPED_US 400000

/* Each line that a task prints is one event of its lane, and little else is. */
static const char text[] = "task printer:\n    repeat 100000 as i:\n        print \"{i}\"\n"
                           "main:\n    start printer x 3\n    join\n";

/* Another process stops this one, with all its threads, and lets it go on. */
static pid_t
stop_for_a_while (void)
{
  pid_t self = getpid(), pid = fork();
  if (pid == 0) {
    kill(self, SIGSTOP);
    usleep(STOPPED_US);
    kill(self, SIGCONT);
    _exit(0);
  }
  return pid;
}

static uint64_t
lost_of (const GantryLane *lane, int64_t *time)
{
  uint64_t lost = 0;
  for (size_t i = 0; i < gantry_lane_get_n_losses(lane); i++) {
    const GantryLoss *loss = gantry_lane_get_loss(lane, i);
    lost += loss->count;
    *time += loss->to - loss->from;
    g_assert_cmpint(loss->from, <=, loss->to);
    g_assert_cmpint(loss->from, >=, gantry_lane_get_created(lane));
    g_assert_cmpint(loss->to, <=, gantry_lane_get_ended(lane));
  }
  return lost;
}

/* How many lines came of a lane; they come in order, and those that do not were lost where it says so. */
static uint64_t
count_prints (const GantryTimeline *timeline, const GantryLane *lane)
{
  uint64_t n_prints = 0, expected = 0;
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->lane != gantry_lane_get_id(lane))
      continue;
    uint64_t number = strtoull(mark->text, NULL, 10);
    g_assert_cmpuint(number, >=, expected);
    expected = number + 1;
    n_prints++;
  }
  return n_prints;
}

static void
test_lanes_add_up (gconstpointer data)
{
  GError *error = NULL;
  GantryRunOptions options;
  GantryRunResult result;
  uint64_t lost = 0;
  int64_t time = 0;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  gantry_run_options_init(&options, scenario);
  options.model = (GantryModel)GPOINTER_TO_INT(data);
  g_autoptr(GantrySession) session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  waitpid(stop_for_a_while(), NULL, 0);
  gantry_session_wait(session);
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  gantry_timeline_get_result(timeline, &result);
  bool is_exact = options.model == GANTRY_MODEL_SIMULATED ||
                  gantry_session_get_options(session)->on_cpu_from == GANTRY_ON_CPU_FROM_KERNEL;
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_OK);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    uint64_t lost_here = lost_of(lane, &time);
    lost += lost_here;
    g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_OK);
    if (!g_str_has_prefix(gantry_lane_get_name(lane), "printer"))
      continue;
    uint64_t missing = N_PRINTS - count_prints(timeline, lane);
    /* A thread that measures itself also records when it was away. */
    g_assert_cmpuint(lost_here, >=, missing);
    if (is_exact)
      g_assert_cmpuint(lost_here, ==, missing);
  }
  assert_lost(timeline, lost);
  g_assert_cmpuint(result.events + result.lost, >=, (uint64_t)N_PRINTS * N_TASKS);
  g_test_message("%" PRIu64 " events, %" PRIu64 " lost", result.events, result.lost);
  if (options.model == GANTRY_MODEL_SIMULATED)
    g_assert_cmpuint(lost, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  for (int model = 0; model < GANTRY_N_MODELS; model++) {
    g_autofree char *path = g_strdup_printf("/losses/%s", gantry_model_id((GantryModel)model));
    g_test_add_data_func(path, GINT_TO_POINTER(model), test_lanes_add_up);
  }
  return g_test_run();
}
