/* What the tests of whole runs share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "timeline/critical-path.h"
#include "timeline/statistics.h"

#include <signal.h>

/* From the run's beginning to its end without a gap. */
static void
assert_path_adds_up (GantryTimeline *timeline, int64_t wall)
{
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, NULL);
  int64_t time = 0, sum = path->unknown_ns;
  for (guint i = 0; i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    g_assert_cmpint(segment->from, ==, time);
    g_assert_cmpint(segment->to, >, time);
    time = segment->to;
  }
  for (int state = 0; state < GANTRY_N_STATES; state++)
    sum += path->times[state];
  g_assert_cmpint(time, ==, wall);
  g_assert_cmpint(sum, ==, wall);
}

static GantrySession *
start_as_wished (const char *text, GantryModel model, Wish wish)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = model;
  options.cores = wish.cores > 0 ? wish.cores : options.cores;
  options.gil = wish.gil > 0 ? 1 : options.gil;
  options.limit_ns = wish.limit_ns > 0 ? wish.limit_ns : options.limit_ns;
  GantrySession *session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  return session;
}

GantrySession *
start_run (const char *text, GantryModel model, int cores, int64_t limit_ns)
{
  return start_as_wished(text, model, (Wish){.cores = cores, .limit_ns = limit_ns});
}

GantrySession *
simulate (const char *text, Wish wish)
{
  GantrySession *session = start_as_wished(text, GANTRY_MODEL_SIMULATED, wish);
  gantry_session_wait(session);
  return session;
}

GantryRunResult
result_of (GantrySession *session)
{
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  return result;
}

void
assert_lanes_add_up (const GantryTimeline *timeline)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t sums[GANTRY_N_STATES], total = 0;
    gantry_statistics_lane(lane, sums);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      total += sums[state];
    g_assert_cmpint(total, ==, gantry_lane_get_ended(lane) - gantry_lane_get_created(lane));
  }
}

/* On a busy machine the kernel may have had no room for all switches: then a processor's lane has a gap. */
static bool
has_lost_switches (const GantryTimeline *timeline)
{
  size_t n_losses = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    n_losses += gantry_lane_get_n_losses(gantry_timeline_get_core(timeline, i));
  return n_losses > 0;
}

void
assert_lost (const GantryTimeline *timeline, uint64_t of_lanes)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  if (has_lost_switches(timeline))
    g_assert_cmpuint(result.lost, >, of_lanes);
  else
    g_assert_cmpuint(result.lost, ==, of_lanes);
}

/* What is true of every run, however it ended. */
static void
assert_sound (GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  assert_lost(timeline, 0);
  assert_lanes_add_up(timeline);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    g_assert_cmpint(gantry_lane_get_ended(lane), <=, result.wall_ns);
    if (gantry_lane_get_started(lane) != GANTRY_NO_TIME) /* a pool's worker may never have had its turn */
      g_assert_cmpint(gantry_lane_get_started(lane), >=, gantry_lane_get_created(lane));
  }
  assert_path_adds_up(timeline, result.wall_ns);
}

GantrySession *
run_to_end (GantryScenario *scenario, GantryModel model)
{
  g_autoptr(GError) error = NULL;
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = model;
  options.limit_ns = MIN(options.limit_ns, LONGEST_RUN_NS);
  GantrySession *session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  GPid pid = gantry_session_get_pid(session);
  gantry_session_wait(session);
  g_assert_true(gantry_timeline_is_finished(gantry_session_get_timeline(session)));
  assert_sound(gantry_session_get_timeline(session));
  if (pid != 0)
    g_assert_cmpint(kill(-pid, 0), ==, -1); /* nobody of its group is left */
  return session;
}

char *
ending_of (GantrySession *session)
{
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  return g_strdup_printf("%s: %s", gantry_run_outcome_id(result.outcome), result.reason ? result.reason : "");
}

int
number_from_environment (const char *name, int otherwise)
{
  const char *text = g_getenv(name);
  return text ? MAX(1, (int)g_ascii_strtoll(text, NULL, 10)) : otherwise;
}
