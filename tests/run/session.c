/* Whole runs through a session, on each model: what must be true of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/session.h"
#include "support.h"

#include "timeline/findings.h"
#include "timeline/statistics.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define MS INT64_C(1000000)

static const GantryModel real_models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES, GANTRY_MODEL_ASYNC};

static GantrySession *
run (const char *text, GantryModel model, int cores, GantryRunOutcome outcome)
{
  GantrySession *session = start_run(text, model, cores, 0);
  GantryRunResult result;
  gantry_session_wait(session);
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  if (result.outcome != outcome)
    g_test_message("on %s: %s", gantry_model_id(model), result.reason);
  g_assert_cmpint(result.outcome, ==, outcome);
  assert_lanes_add_up(gantry_session_get_timeline(session));
  return session;
}

static void
run_on_all (const char *text, GantryRunOutcome outcome)
{
  for (gsize i = 0; i < G_N_ELEMENTS(real_models); i++)
    gantry_session_free(run(text, real_models[i], 0, outcome));
}

static int64_t
wall (GantrySession *session)
{
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  return result.wall_ns;
}

static int64_t
on_cpu_max (GantrySession *session)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(gantry_session_get_timeline(session));
  return statistics->on_cpu_max;
}

static void
test_sleeps_overlap (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(real_models); i++) {
    GantrySession *session =
        run("task s:\n    sleep 200ms\nmain:\n    start s x 5\n    join\n", real_models[i], 0, GANTRY_RUN_OK);
    g_assert_cmpint(wall(session), >=, 200 * MS);
    g_assert_cmpint(wall(session), <, 1000 * MS); /* one after the other they would take at least this */
    gantry_session_free(session);
  }
}

static void
test_computes_share_cores (void)
{
  const char *text = "task c:\n    compute 50ms\nmain:\n    start c x 2\n    join\n";
  GantrySession *async = run(text, GANTRY_MODEL_ASYNC, 0, GANTRY_RUN_OK);
  g_assert_cmpint(wall(async), >=, 100 * MS);
  g_assert_cmpint(on_cpu_max(async), ==, 1);
  gantry_session_free(async);
  for (int i = 0; i < 2; i++) {
    GantrySession *one = run(text, real_models[i], 1, GANTRY_RUN_OK);
    g_assert_cmpint(wall(one), >=, 100 * MS);
    g_assert_cmpint(on_cpu_max(one), ==, 1);
    gantry_session_free(one);
  }
}

/* Whether one that asks again and again, and yields in between, is told to have run for most of what he had
 * of processors; also true where that was much less than one: somebody else wanted it, too. */
static bool
keeps_processor (GantryModel model)
{
  const char *text = "shared variable go = 0\ntask asks:\n    while go == 0:\n        yield\n"
                     "main:\n    start asks\n    sleep 60ms\n    go = 1\n    join\n";
  GantrySession *session = run(text, model, 0, GANTRY_RUN_OK);
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  int64_t sums[GANTRY_N_STATES] = {0};
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  for (uint32_t lane = 0; lane < gantry_timeline_get_n_lanes(timeline); lane++)
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, lane), 0, result.wall_ns, sums);
  gantry_session_free(session);
  bool is_busy = result.cpu_ns < result.wall_ns * 8 / 10;
  return is_busy || sums[GANTRY_STATE_RUNNING] * 2 > result.cpu_ns;
}

/* What processes have used that are killed with the run's end is the run's, too. */
static void
test_processor_time_of_killed (void)
{
  const char *text = "limit 200ms\ntask burns:\n    repeat forever:\n        compute 1ms\n"
                     "main:\n    start burns\n    join\n";
  for (int i = 0; i < 2; i++) {
    GantrySession *session = run(text, real_models[i], 0, GANTRY_RUN_LIMIT);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    int64_t sums[GANTRY_N_STATES] = {0};
    GantryRunResult result;
    gantry_timeline_get_result(timeline, &result);
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, 1), 0, result.wall_ns, sums);
    g_assert_cmpint(sums[GANTRY_STATE_RUNNING], >, 0);
    g_assert_cmpint(result.cpu_ns, >, sums[GANTRY_STATE_RUNNING] / 10 * 9);
    gantry_session_free(session);
  }
}

/* Who yields where nobody else wants the processor keeps it. */
static void
test_yield_keeps_processor (void)
{
  for (int i = 0; i < 2; i++) {
    bool keeps = false;
    for (int turn = 0; turn < 5 && !keeps; turn++)
      keeps = keeps_processor(real_models[i]);
    g_assert_true(keeps);
  }
}

/* Two that yield to each other on one processor have it by turns. */
static void
test_yields_take_turns (void)
{
  const char *text = "cores 1\nshared variable go = 0\ntask asks:\n    while go == 0:\n        yield\n"
                     "main:\n    start asks x 2\n    sleep 60ms\n    go = 1\n    join\n";
  for (int i = 0; i < 2; i++) {
    GantrySession *session = run(text, real_models[i], 0, GANTRY_RUN_OK);
    g_autoptr(GantryStatistics) statistics = gantry_statistics_new(gantry_session_get_timeline(session));
    g_assert_cmpfloat(statistics->on_cpu_mean, <, 1.0);
    gantry_session_free(session);
  }
}

static void
test_names_and_results (void)
{
  const char *text =
      "task cook(n):\n    return n * 2\nmain:\n    start cook(1) x 2\n    start cook(21) as chef\n"
      "    join chef as meals\n    expect meals == 42 \"the result comes\"\n    join\n";
  for (gsize i = 0; i < G_N_ELEMENTS(real_models); i++) {
    GantrySession *session = run(text, real_models[i], 0, GANTRY_RUN_OK);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    guint found = 0;
    for (uint32_t lane = 0; lane < gantry_timeline_get_n_lanes(timeline); lane++) {
      const char *name = gantry_lane_get_name(gantry_timeline_get_lane(timeline, lane));
      found += g_str_equal(name, "cook 1") || g_str_equal(name, "cook 2") || g_str_equal(name, "chef");
    }
    g_assert_cmpuint(found, ==, 3);
    gantry_session_free(session);
  }
}

static void
test_queue_and_lock (void)
{
  run_on_all(
      "queue q(2)\nlock l\nshared variable sum = 0\ntask producer:\n    repeat 200 as i:\n        put q i\n"
      "task consumer:\n    repeat 100:\n        get q as x\n        with l:\n            sum = sum + x\n"
      "main:\n    start producer\n    start consumer x 2\n    join\n    expect sum == 20100 \"all came\"\n"
      "    expect len(q) == 0 \"nothing is left\"\n",
      GANTRY_RUN_OK);
}

static void
test_lost_updates (void)
{
  const char *text = "shared variable v = 0\ntask t:\n    repeat 20:\n        old = v\n        compute 1ms\n "
                     "       v = old + 1\n"
                     "main:\n    start t x 2\n    join\n    expect v == 40 \"none is lost\"\n";
  gantry_session_free(run(text, GANTRY_MODEL_ASYNC, 0, GANTRY_RUN_OK));
  gantry_session_free(run(text, GANTRY_MODEL_THREADS, 0, GANTRY_RUN_FAILED));
  gantry_session_free(run(text, GANTRY_MODEL_PROCESSES, 0, GANTRY_RUN_FAILED));
}

static void
test_plain_variable_is_copied (void)
{
  const char *text =
      "variable v = 5\ntask t:\n    v = v + 1\n    expect v == 8 \"its starter's value came along\"\n"
      "main:\n    v = 7\n    start t\n    join\n    expect v == %d \"main's own\"\n";
  g_autofree char *copied = g_strdup_printf(text, 7), *shared = g_strdup_printf(text, 8);
  gantry_session_free(run(copied, GANTRY_MODEL_PROCESSES, 0, GANTRY_RUN_OK));
  gantry_session_free(run(shared, GANTRY_MODEL_THREADS, 0, GANTRY_RUN_OK));
  gantry_session_free(run(shared, GANTRY_MODEL_ASYNC, 0, GANTRY_RUN_OK));
}

static void
test_event_daemon_within (void)
{
  run_on_all(
      "event e\ntask waiter:\n    wait e\n    return 1\ntask ticker:\n    repeat forever:\n        sleep "
      "1ms\n"
      "main:\n    start daemon ticker\n    start waiter x 3\n    sleep 5ms\n    set e\n    join\n"
      "    within 10ms:\n        sleep 5s\n        fail \"never\"\n    else:\n        print \"late\"\n",
      GANTRY_RUN_OK);
}

static void
test_failures (void)
{
  run_on_all("main:\n    x = 1 / 0\n", GANTRY_RUN_FAILED);
  run_on_all("lock l\nmain:\n    release l\n", GANTRY_RUN_FAILED);
  run_on_all("main:\n    expect 1 == 2 \"never\"\n", GANTRY_RUN_FAILED);
  run_on_all("main:\n    crash\n", GANTRY_RUN_CRASHED);
  run_on_all("limit 50ms\nmain:\n    repeat forever:\n        x = 1\n", GANTRY_RUN_LIMIT);
}

/* Where it came to its end, in its own words, on each model. */
static void
test_crash_tells_where (void)
{
  static const GantryModel models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES, GANTRY_MODEL_ASYNC,
                                       GANTRY_MODEL_SIMULATED};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    GantrySession *session =
        run("task faulty:\n    sleep 1ms\n    crash\nmain:\n    start faulty\n    join\n", models[i], 0,
            GANTRY_RUN_CRASHED);
    g_autoptr(GPtrArray) findings = gantry_findings_new(gantry_session_get_timeline(session));
    const GantryFinding *finding = findings->pdata[0];
    g_assert_cmpint(finding->kind, ==, GANTRY_FINDING_KILLED);
    g_assert_cmpstr(
        finding->text, ==,
        models[i] == GANTRY_MODEL_PROCESSES
            ? "faulty was killed: it crashed in line 3."
            : "faulty was killed: it crashed in line 3. 1 other task of its process ended with it.");
    gantry_session_free(session);
  }
}

static const GantryLane *
wait_for_lane (GantryTimeline *timeline, const char *name)
{
  for (int tries = 0; tries < 500; tries++) {
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
      const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
      if (g_str_equal(gantry_lane_get_name(lane), name) && gantry_lane_get_pid(lane) != 0)
        return lane;
    }
    g_usleep(10000);
  }
  g_assert_not_reached();
}

static void
test_killed_worker (void)
{
  GantrySession *session = start_run("task victim:\n    sleep 30s\ntask other:\n    sleep 100ms\n"
                                     "main:\n    start victim\n    start other\n    join\n",
                                     GANTRY_MODEL_PROCESSES, 0, 0);
  const GantryLane *victim = wait_for_lane(gantry_session_get_timeline(session), "victim");
  g_assert_cmpint(kill((pid_t)gantry_lane_get_pid(victim), SIGKILL), ==, 0);
  gantry_session_wait(session);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_CRASHED);
  g_assert_cmpint(gantry_lane_get_outcome(victim), ==, GANTRY_OUTCOME_KILLED);
  g_assert_cmpstr(gantry_lane_get_reason(victim), ==, "its process was ended by signal 9");
  g_assert_cmpint(gantry_lane_get_outcome(wait_for_lane(gantry_session_get_timeline(session), "other")), ==,
                  GANTRY_OUTCOME_OK);
  assert_lanes_add_up(gantry_session_get_timeline(session));
  gantry_session_free(session);
}

static void
test_killed_runner (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(real_models); i++) {
    GantrySession *session =
        start_run("task t:\n    sleep 30s\nmain:\n    start t x 3\n    join\n", real_models[i], 0, 0);
    const GantryLane *lane = wait_for_lane(gantry_session_get_timeline(session), "t 3");
    GPid pid = gantry_session_get_pid(session);
    kill(pid, SIGKILL);
    gantry_session_wait(session);
    g_assert_cmpint(kill(-pid, 0), ==, -1); /* nobody of its group is left */
    g_assert_cmpint(gantry_lane_get_outcome(lane), ==, GANTRY_OUTCOME_KILLED);
    g_assert_cmpuint(gantry_timeline_get_n_lanes(gantry_session_get_timeline(session)), >=, 4);
    assert_lanes_add_up(gantry_session_get_timeline(session));
    gantry_session_free(session);
  }
}

static void
test_stop (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(real_models); i++) {
    GantrySession *session =
        start_run("main:\n    repeat forever:\n        compute 1ms\n", real_models[i], 0, 0);
    wait_for_lane(gantry_session_get_timeline(session), "main");
    GPid pid = gantry_session_get_pid(session);
    gantry_session_stop(session);
    gantry_session_wait(session);
    GantryRunResult result;
    gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
    g_assert_cmpint(result.outcome, ==, GANTRY_RUN_STOPPED);
    g_assert_cmpint(kill(-pid, 0), ==, -1);
    gantry_session_free(session);
  }
}

static void
test_many_short_tasks (void)
{
  run_on_all("shared variable n = 0\ntask t:\n    atomically n = n + 1\nmain:\n    repeat 40:\n        start "
             "t x 10\n"
             "        join\n    expect n == 400 \"all ran\"\n",
             GANTRY_RUN_OK);
}

static void
test_missing_runner (void)
{
  g_autofree char *before = g_strdup(g_getenv("GANTRY_RUNNER"));
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", "main:\n    yield\n", 16, NULL, NULL);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  g_setenv("GANTRY_RUNNER", "/nonexistent", TRUE);
  g_assert_null(gantry_session_start(scenario, &options, NULL, NULL, &error));
  g_assert_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RUNNER);
  if (before)
    g_setenv("GANTRY_RUNNER", before, TRUE);
  else
    g_unsetenv("GANTRY_RUNNER");
}

static void
test_freed_while_running (void)
{
  GantrySession *session = start_run("main:\n    sleep 30s\n", GANTRY_MODEL_THREADS, 0, 0);
  gantry_session_free(session);
}

static void
test_async_deadlock (void)
{
  GantrySession *session = run("queue q\nmain:\n    get q\n", GANTRY_MODEL_ASYNC, 0, GANTRY_RUN_DEADLOCK);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_nonnull(strstr(result.reason, "main waits for the queue ‘q’ (line 3)"));
  gantry_session_free(session);
}

/* In one turn of the loop both are there: the task goes on once. */
static void
test_answers_at_deadlines (void)
{
  static const char text[] = "shared variable passed = 0\n"
                             "task asker:\n    repeat 20:\n        within 0s:\n            fetch 1ms\n"
                             "        passed = passed + 1\n"
                             "task client:\n    repeat forever:\n        fetch 0s\n"
                             "main:\n    start client x 10\n    start asker x 20\n    join asker\n"
                             "    cancel client\n    join\n    expect passed == 400 \"each once\"\n";
  for (int i = 0; i < 3; i++)
    gantry_session_free(run(text, GANTRY_MODEL_ASYNC, 0, GANTRY_RUN_OK));
}

/* On each model that has loops of tasks' own. */
static void
assert_deadlock (const char *text, const char *told, const char *also, size_t n_waits)
{
  const GantryModel models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES, GANTRY_MODEL_SIMULATED};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    GantrySession *session = run(text, models[i], 0, GANTRY_RUN_DEADLOCK);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    GantryRunResult result;
    gantry_timeline_get_result(timeline, &result);
    g_assert_nonnull(strstr(result.reason, told));
    g_assert_nonnull(strstr(result.reason, also));
    g_assert_cmpuint(gantry_timeline_get_n_deadlock_waits(timeline), ==, n_waits);
    gantry_session_free(session);
  }
}

/* The thread of a loop waits for the loop's tasks, which is neither a thing nor a join. */
static void
test_loop_deadlock (void)
{
  assert_deadlock("event gate\ntask stuck:\n    wait gate\n"
                  "task looper:\n    run async:\n        start stuck x 2\n"
                  "main:\n    start looper\n    join\n",
                  "looper waits for the tasks of its loop (line 5)", "waits for the event ‘gate’ (line 3)",
                  4);
}

/* What the loop's thread holds is what its task wants: the cycle, which is told first, leads through the
 * loop. */
static void
test_loop_cycle (void)
{
  assert_deadlock("lock l\ntask stuck:\n    acquire l\n"
                  "task looper:\n    with l:\n        run async:\n            start stuck\n"
                  "main:\n    start looper\n    join\n",
                  "deadlock: looper waits for the tasks of its loop (line 6); stuck waits for the lock ‘l’ "
                  "(line 3), held by looper; ",
                  "; main waits for the end of looper (line 10)", 3);
}

/* What the daemons of a loop that is over were fetching is given up with them. */
static void
test_daemons_of_loops (void)
{
  static const char text[] = "task client:\n    fetch 30s\n"
                             "task looper:\n    sleep 100ms\n    repeat 250:\n        run async:\n"
                             "            start daemon client\n            sleep 200us\n"
                             "main:\n    start looper\n    join\n";
  const struct rlimit few = {200, 200}; /* 64 are those of loops */
  GantrySession *session = start_run(text, GANTRY_MODEL_THREADS, 0, 0);
  g_assert_cmpint(prlimit(gantry_session_get_pid(session), RLIMIT_NOFILE, &few, NULL), ==, 0);
  gantry_session_wait(session);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpstr(result.reason, ==, NULL);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_OK);
  gantry_session_free(session);
}

/* However large the program is that starts it, a small run is small. */
static void
test_memory_is_its_own (void)
{
  const gsize size = 96 << 20;
  char *ballast = g_malloc(size);
  memset(ballast, 1, size);
  GantrySession *session = run("main:\n    sleep 30ms\n", GANTRY_MODEL_THREADS, 0, GANTRY_RUN_OK);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpint(result.peak_rss_bytes, >, 1 << 20);
  if (g_getenv("ASAN_OPTIONS") == NULL) /* what looks over its shoulder takes memory of its own */
    g_assert_cmpint(result.peak_rss_bytes, <, 64 << 20);
  gantry_session_free(session);
  g_free(ballast);
}

/* A core that was asked for has a lane also if nothing ran on it; where none was, only those have one that
 * were used. */
static void
test_idle_cores (void)
{
  const GantryModel models[] = {GANTRY_MODEL_SIMULATED, GANTRY_MODEL_THREADS};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    int asked_for = models[i] == GANTRY_MODEL_SIMULATED ? 3 : 1;
    GantrySession *session = run("main:\n    compute 2ms\n", models[i], asked_for, GANTRY_RUN_OK);
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, asked_for);
    assert_lanes_add_up(timeline);
    for (uint32_t core = 1; core < gantry_timeline_get_n_cores(timeline); core++) {
      int64_t sums[GANTRY_N_STATES];
      gantry_statistics_lane(gantry_timeline_get_core(timeline, core), sums);
      g_assert_cmpint(sums[GANTRY_STATE_RUNNING], ==, 0);
      g_assert_cmpint(sums[GANTRY_STATE_SLEEPING], >=, 2 * 1000000);
    }
    gantry_session_free(session);
    session = run("main:\n    compute 2ms\n", models[i], 0, GANTRY_RUN_OK);
    g_assert_cmpuint(gantry_timeline_get_n_cores(gantry_session_get_timeline(session)), >=, 1);
    if (models[i] == GANTRY_MODEL_SIMULATED)
      g_assert_cmpuint(gantry_timeline_get_n_cores(gantry_session_get_timeline(session)), ==, 1);
    gantry_session_free(session);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run/sleeps-overlap", test_sleeps_overlap);
  g_test_add_func("/run/computes-share-cores", test_computes_share_cores);
  g_test_add_func("/run/processor-time-of-killed", test_processor_time_of_killed);
  g_test_add_func("/run/yield-keeps-processor", test_yield_keeps_processor);
  g_test_add_func("/run/yields-take-turns", test_yields_take_turns);
  g_test_add_func("/run/names-and-results", test_names_and_results);
  g_test_add_func("/run/queue-and-lock", test_queue_and_lock);
  g_test_add_func("/run/lost-updates", test_lost_updates);
  g_test_add_func("/run/plain-variable-is-copied", test_plain_variable_is_copied);
  g_test_add_func("/run/event-daemon-within", test_event_daemon_within);
  g_test_add_func("/run/failures", test_failures);
  g_test_add_func("/run/crash-tells-where", test_crash_tells_where);
  g_test_add_func("/run/killed-worker", test_killed_worker);
  g_test_add_func("/run/killed-runner", test_killed_runner);
  g_test_add_func("/run/stop", test_stop);
  g_test_add_func("/run/many-short-tasks", test_many_short_tasks);
  g_test_add_func("/run/missing-runner", test_missing_runner);
  g_test_add_func("/run/freed-while-running", test_freed_while_running);
  g_test_add_func("/run/async-deadlock", test_async_deadlock);
  g_test_add_func("/run/answers-at-deadlines", test_answers_at_deadlines);
  g_test_add_func("/run/daemons-of-loops", test_daemons_of_loops);
  g_test_add_func("/run/loop-deadlock", test_loop_deadlock);
  g_test_add_func("/run/loop-cycle", test_loop_cycle);
  g_test_add_func("/run/idle-cores", test_idle_cores);
  g_test_add_func("/run/memory-is-its-own", test_memory_is_its_own);
  return g_test_run();
}
