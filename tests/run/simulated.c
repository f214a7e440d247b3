/* The simulator: its figures are those of the book, to the nanosecond, and the same each time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "support.h"
#include "timeline/findings.h"
#include "timeline/statistics.h"

#include <string.h>
#include <sys/resource.h>

#define MS INT64_C(1000000)

/* All that lanes of tasks spent in a state. */
static int64_t
time_in (GantrySession *session, GantryState state)
{
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  int64_t times[GANTRY_N_STATES] = {0};
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, i), 0, INT64_MAX, times);
  return times[state];
}

static void
assert_wall (const char *text, Wish wish, GantryRunOutcome outcome, int64_t wall_ns)
{
  g_autoptr(GantrySession) session = simulate(text, wish);
  GantryRunResult result = result_of(session);
  g_assert_cmpstr(gantry_run_outcome_id(result.outcome), ==, gantry_run_outcome_id(outcome));
  g_assert_cmpint(result.wall_ns, ==, wall_ns);
}

/* What shared things are before anybody does anything to them is known, and stays so until the end. */
static void
test_first_values (void)
{
  static const int64_t values[] = {5, -7, 3, -1, 0, 0, 0, 0, 0, 0};
  g_autoptr(GantrySession) session = simulate(
      "variable v = 5\nshared variable w = -7\nsemaphore s(3)\nlock l\nrwlock r\nqueue q(4)\nevent e\n"
      "pipe p\nbarrier b(2)\npool o(2)\nmain:\n    sleep 10ms\n",
      (Wish){.cores = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  for (uint32_t i = 0; i < G_N_ELEMENTS(values); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    g_assert_cmpuint(gantry_thing_get_n_steps(thing), ==, 1);
    g_assert_cmpint(gantry_thing_get_step(thing, 0).time, ==, 0);
    g_assert_cmpint(gantry_thing_get_step(thing, 0).value, ==, values[i]);
    g_assert_cmpuint(gantry_thing_get_n_uses(thing), ==, 0);
  }
  for (uint32_t i = G_N_ELEMENTS(values); i < gantry_timeline_get_n_things(timeline); i++)
    g_assert_cmpuint(gantry_thing_get_n_steps(gantry_timeline_get_thing(timeline, i)), ==, 0);
}

/* Of four that pass a barrier three wait, and whoever finds an event set waits for nothing. */
static void
test_passages (void)
{
  g_autoptr(GantrySession) session =
      simulate("barrier b(4)\nevent e\ntask t:\n    repeat 3:\n        wait b\n    wait e\n"
               "main:\n    set e\n    start t x 4\n    join\n",
               (Wish){.cores = 2});
  static const uint64_t acquired[] = {12, 4}, contended[] = {9, 0};
  for (uint32_t i = 0; i < G_N_ELEMENTS(acquired); i++) {
    GantryThingFigures figures;
    gantry_thing_get_figures(gantry_timeline_get_thing(gantry_session_get_timeline(session), i), &figures);
    g_assert_cmpuint(figures.acquired, ==, acquired[i]);
    g_assert_cmpuint(figures.contended, ==, contended[i]);
    g_assert_cmpint(figures.held_ns, ==, 0);
  }
}

/* Six calls to a pool of two: four wait until both workers are done with their first, and so on. */
static void
test_calls_waiting (void)
{
  g_autoptr(GantrySession) session =
      simulate("pool p(2)\ntask t:\n    sleep 10ms\nmain:\n    repeat 6:\n        submit p t\n    join p\n",
               (Wish){.cores = 2});
  const GantryThing *pool = gantry_timeline_get_thing(gantry_session_get_timeline(session), 0);
  for (int i = 0; i < 3; i++) {
    size_t index;
    g_assert_true(gantry_thing_find_step(pool, i * 10 * MS + 5 * MS, &index));
    g_assert_cmpint(gantry_thing_get_step(pool, index).value, ==, 4 - 2 * i);
  }
}

static void
test_sleeps (void)
{
  assert_wall("task s:\n    sleep 2s\nmain:\n    start s x 5\n    join\n", (Wish){.cores = 1}, GANTRY_RUN_OK,
              2000 * MS);
}

static const char two_computes[] = "task c:\n    compute 20ms\nmain:\n    start c x 2\n    join\n";

static void
test_cores (void)
{
  assert_wall(two_computes, (Wish){.cores = 2}, GANTRY_RUN_OK, 20 * MS);
  assert_wall(two_computes, (Wish){.cores = 1}, GANTRY_RUN_OK, 40 * MS);
  assert_wall(two_computes, (Wish){.cores = 1024}, GANTRY_RUN_OK, 20 * MS);
}

/* One after the other in slices of 4 ms: the first ends at 36 ms, when it has had its five. */
static void
test_round_robin (void)
{
  g_autoptr(GantrySession) session = simulate(two_computes, (Wish){.cores = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 1)), ==, 36 * MS);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 2)), ==, 40 * MS);
  g_assert_cmpint(time_in(session, GANTRY_STATE_RUNNING), ==, 40 * MS);
  g_assert_cmpint(result_of(session).cpu_ns, ==, 40 * MS);
}

static void
test_interpreter_lock (void)
{
  g_autoptr(GantrySession) session = simulate(two_computes, (Wish){.cores = 2, .gil = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(result_of(session).wall_ns, ==, 40 * MS);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, MS, 40 * MS), ==, 1);
  g_assert_cmpint(time_in(session, GANTRY_STATE_WAIT_GIL), >=, 35 * MS);
}

/* Whoever has it is asked for it five milliseconds after the first began to wait, however many come after;
 * and what ends at that very moment ends first. */
static void
test_interpreter_lock_is_asked_for (void)
{
  static const char text[] = "task holder:\n    compute 20ms\ntask second:\n    sleep 2ms\n    compute 1ms\n"
                             "task third:\n    sleep 4ms\n    compute 1ms\n"
                             "main:\n    start second\n    start third\n    start holder\n    join\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4, .gil = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 1)), ==, 8 * MS);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 2)), ==, 9 * MS);
  static const char ends[] = "task c:\n    compute 5ms\nmain:\n    start c x 2\n    join\n";
  g_autoptr(GantrySession) last = simulate(ends, (Wish){.cores = 2, .gil = 1});
  timeline = gantry_session_get_timeline(last);
  g_assert_cmpint(gantry_lane_get_ended(gantry_timeline_get_lane(timeline, 1)), ==, 5 * MS);
}

/* Given up around waits: as if it were not there. */
static void
test_interpreter_lock_waits (void)
{
  static const char text[] = "task c:\n    sleep 20ms\nmain:\n    start c x 9\n    join\n";
  assert_wall(text, (Wish){.cores = 2, .gil = 1}, GANTRY_RUN_OK, 20 * MS);
}

/* A thread shares the lock with who waits for it, a process has its own. */
static void
test_offload (void)
{
  static const char thread[] = "task c:\n    compute 20ms\ntask o:\n    offload c to thread\n"
                               "main:\n    start c\n    start o\n    join\n";
  static const char process[] = "task c:\n    compute 20ms\ntask o:\n    offload c to process\n"
                                "main:\n    start c\n    start o\n    join\n";
  assert_wall(thread, (Wish){.cores = 2, .gil = 1}, GANTRY_RUN_OK, 40 * MS);
  /* It gets the lock after an interval, to ask for the process, which then computes at its side. */
  assert_wall(process, (Wish){.cores = 2, .gil = 1}, GANTRY_RUN_OK, 25 * MS);
}

/* Runs what offloads a call to a process, with a thousand variables of its own, so many times. Returns the
 * most memory that a runner has had so far, bytes. */
static int64_t
offload_times (int n_times)
{
  g_autoptr(GString) text = g_string_new(NULL);
  struct rusage usage;
  for (int i = 0; i < 990; i++)
    g_string_append_printf(text, "variable v%d\n", i);
  g_string_append_printf(text, "task c:\n    yield\nmain:\n    repeat %d:\n        offload c to process\n",
                         n_times);
  g_autoptr(GantrySession) session = simulate(text->str, (Wish){.cores = 1});
  g_assert_cmpstr(gantry_run_outcome_id(result_of(session).outcome), ==, "ok");
  g_assert_cmpint(getrusage(RUSAGE_CHILDREN, &usage), ==, 0);
  return (int64_t)usage.ru_maxrss * 1024;
}

/* A process that has ended leaves nothing behind. 8,000 of them would have had 64 MB. */
static void
test_memory_of_processes (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_assert_cmpint(offload_times(10), >, 0);
  g_test_skip("what is freed is kept for a while");
#else
  int64_t few = offload_times(100);
  g_assert_cmpint(offload_times(8100) - few, <, 32 * INT64_C(1000000));
#endif
}

static void
test_deadlock (void)
{
  static const char text[] =
      "lock a\nlock b\nbarrier both(2)\n"
      "task one:\n    with a:\n        wait both\n        with b:\n            print \"\"\n"
      "task two:\n    with b:\n        wait both\n        with a:\n            print \"\"\n"
      "main:\n    start one\n    start two\n    join\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 2});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(result_of(session).outcome, ==, GANTRY_RUN_DEADLOCK);
  g_assert_cmpstr(result_of(session).reason, ==,
                  "deadlock: one waits for the lock ‘b’ (line 7), held by two; two waits for the lock ‘a’ "
                  "(line 12), held by one; main waits for the end of one (line 17)");
  g_assert_cmpuint(gantry_timeline_get_n_deadlock_waits(timeline), ==, 3);
  const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(timeline, 0);
  g_assert_cmpuint(wait->object, ==, 1);
  g_assert_cmpuint(wait->line, ==, 7);
  g_assert_cmpuint(wait->n_holders, ==, 1);
  g_assert_cmpuint(wait->holders[0], ==, gantry_timeline_get_deadlock_wait(timeline, 1)->lane);
}

/* A deadline that passed while the task computed ends its next wait at once, and time goes on from there. */
static void
test_late_deadline (void)
{
  static const char text[] =
      "task other:\n    compute 8ms\n"
      "main:\n    start other\n    within 1ms:\n        compute 5ms\n        sleep 10ms\n"
      "        print \"never\"\n    else:\n        print \"late\"\n    compute 2ms\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 2});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  int64_t sums[GANTRY_N_STATES];
  g_assert_cmpint(result_of(session).outcome, ==, GANTRY_RUN_OK);
  g_assert_cmpint(result_of(session).wall_ns, ==, 8 * MS);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
  g_assert_cmpint(gantry_timeline_get_mark(timeline, 0)->time, ==, 5 * MS);
  const GantryLane *main = gantry_timeline_get_lane(timeline, 0);
  gantry_statistics_lane(main, sums);
  g_assert_cmpint(gantry_lane_get_ended(main), ==, 7 * MS);
  g_assert_cmpint(sums[GANTRY_STATE_RUNNING], ==, 7 * MS);
}

/* What could still wake somebody is no deadlock. */
static void
test_no_deadlock (void)
{
  static const char daemon[] = "event e\ntask d:\n    repeat forever:\n        sleep 1ms\n"
                               "main:\n    start daemon d\n    wait e\n";
  static const char deadline[] =
      "event e\nmain:\n    within 5ms:\n        wait e\n    else:\n        sleep 1ms\n";
  assert_wall(daemon, (Wish){.cores = 1, .limit_ns = 50 * MS}, GANTRY_RUN_LIMIT, 50 * MS);
  assert_wall(deadline, (Wish){.cores = 1}, GANTRY_RUN_OK, 6 * MS);
}

static void
test_limit (void)
{
  assert_wall("main:\n    compute 10s\n", (Wish){.limit_ns = 300 * MS}, GANTRY_RUN_LIMIT, 300 * MS);
}

/* A loop that only looks does not stop the clock. */
static void
test_busy_waiting (void)
{
  static const char text[] = "shared variable done = 0\ntask t:\n    sleep 10ms\n    done = 1\n"
                             "main:\n    start t\n    while done == 0:\n        x = 1\n    join\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 2});
  g_assert_cmpint(result_of(session).outcome, ==, GANTRY_RUN_OK);
  g_assert_cmpint(result_of(session).wall_ns, >=, 10 * MS);
  g_assert_cmpint(result_of(session).wall_ns, <, 11 * MS);
}

static void
test_many (void)
{
  static const char text[] =
      "event go\nshared variable n = 0\ntask t:\n    wait go\n    atomically n = n + 1\n"
      "main:\n    start t x 100000\n    set go\n    join\n    expect n == 100000\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 16});
  g_assert_cmpint(result_of(session).outcome, ==, GANTRY_RUN_OK);
  g_assert_cmpuint(result_of(session).lost, ==, 0);
}

/* The whole account of a run, twice. */
static void
test_repeats_itself (void)
{
  static const char text[] =
      "queue q(3)\nlock l\nsemaphore s(2)\npool p(2)\nmanager m\npipe w\nshared variable sum = 0\n"
      "task square(n):\n    compute 1..3ms\n    atomically sum = sum + n * n\n"
      "task producer:\n    repeat 20 as i:\n        compute 0..2ms\n        put q i\n"
      "        submit p square(i)\n"
      "task consumer:\n    repeat 20:\n        get q as x\n        with l:\n            compute 500us\n"
      "            store m.last = x\n        with s:\n            sleep 1ms\n    send w 1\n"
      "main:\n    start producer x 2\n    start consumer x 2\n    receive w as a\n    receive w as b\n    "
      "join p\n"
      "    join\n    expect sum == 5740\n    print \"{a + b} {sum} {random(1, 1000)}\"\n";
  g_autoptr(GantrySession) first = simulate(text, (Wish){.cores = 3, .gil = 1});
  g_autofree char *expected = gantry_stats_to_json(gantry_session_get_timeline(first));
  g_assert_cmpint(result_of(first).outcome, ==, GANTRY_RUN_OK);
  for (int i = 0; i < 5; i++) {
    g_autoptr(GantrySession) again = simulate(text, (Wish){.cores = 3, .gil = 1});
    g_autofree char *got = gantry_stats_to_json(gantry_session_get_timeline(again));
    g_assert_cmpstr(got, ==, expected);
  }
}

/* As many answers as a real manager gives, and each is the manager's doing; one that comes too late is none.
 */
static void
test_manager (void)
{
  static const char text[] = "manager m\ntask t:\n    store m.a = 1\n    load m.a as x\n"
                             "task late:\n    within 1us:\n        load m.a as x\n"
                             "main:\n    start t x 2\n    join\n    start late\n    join\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  GantryThingFigures figures;
  gantry_thing_get_figures(gantry_timeline_get_thing(timeline, 0), &figures);
  g_assert_cmpuint(figures.acquired, ==, 4);
  g_assert_cmpuint(figures.contended, ==, 4);
  size_t n_answers = 0, n_questions = 0;
  for (size_t i = 0; i < gantry_timeline_get_n_arrows(timeline); i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    const GantryLane *from = gantry_timeline_find_lane(timeline, arrow.from_lane);
    const GantryLane *to = gantry_timeline_find_lane(timeline, arrow.to_lane);
    n_answers += gantry_lane_get_kind(from) == GANTRY_LANE_SERVER;
    n_questions += gantry_lane_get_kind(to) == GANTRY_LANE_SERVER;
  }
  /* The two keep it at work, once one of them has woken it; then the late one wakes it. */
  g_assert_cmpuint(n_questions, ==, 2);
  g_assert_cmpuint(n_answers, ==, 4);
}

/* What a scenario that names processes first is about holds when it is simulated: each has variables and an
 * interpreter lock of its own, and dies alone. */
static void
test_processes (void)
{
  static const char text[] =
      "on processes, threads\ngil\nends crashed\nvariable own = 0\npool p(1)\n"
      "task t:\n    compute 10ms\n    own = own + 1\n    expect own == 1 \"alone\"\n"
      "task faulty:\n    offload deep to thread\n"
      "task deep:\n    sleep 1ms\n    crash\n"
      "main:\n    start t x 2\n    start faulty\n    submit p t\n    join\n    join p\n"
      "    expect own == 0 \"a copy\"\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  GantryRunResult result = result_of(session);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_CRASHED);
  g_assert_cmpint(result.wall_ns, ==, 10 * MS);
  g_assert_cmpint(time_in(session, GANTRY_STATE_WAIT_GIL), ==, 0);
  g_autoptr(GString) lanes = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    g_string_append_printf(lanes, "%s: %s %s, ", gantry_lane_get_name(lane),
                           gantry_lane_kind_id(gantry_lane_get_kind(lane)),
                           gantry_outcome_id(gantry_lane_get_outcome(lane)));
  }
  g_assert_cmpstr(lanes->str, ==,
                  "main: process ok, t 1: process ok, t 2: process ok, faulty: process killed, "
                  "p 1: process ok, deep: task killed, ");
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  g_autoptr(GString) kinds = g_string_new(NULL);
  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf(kinds, "%s ", gantry_finding_id(((GantryFinding *)findings->pdata[i])->kind));
  g_assert_cmpstr(kinds->str, ==, "killed own-copies ");
}

/* A crash in another process takes all with it that is there, wherever it waits, and nobody else. */
static void
test_crash_of_process (void)
{
  static const char text[] =
      "ends crashed\nlock l\nshared variable done = 0\n"
      "task sleeper:\n    sleep 30ms\n    done = done + 1\ntask worker:\n    compute 30ms\n    done = done + "
      "1\n"
      "task locked:\n    with l:\n        sleep 30ms\n    done = done + 1\n"
      "task looping:\n    run async:\n        start sleeper\n        start worker\n        join\n"
      "task bad:\n    start sleeper\n    start worker\n    start locked x 2\n    start looping\n    sleep "
      "10ms\n"
      "    crash\n"
      "main:\n    offload bad to process\n    expect done == 0 \"gone\"\n    with l:\n        sleep 50ms\n"
      "    expect done == 0 \"still\"\n";
  for (int cores = 1; cores <= 3; cores++) {
    g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = cores, .gil = cores == 2});
    GantryRunResult result = result_of(session);
    g_assert_cmpint(result.outcome, ==, GANTRY_RUN_CRASHED);
    g_assert_cmpstr(result.reason, ==, "bad was killed");
  }
}

/* A question that reaches a manager at work waits for what is left of the answer before, and no longer; and
 * the manager rests when it has answered, however late those who asked have a core. */
static void
test_manager_at_work (void)
{
  static const char text[] = "manager m\ntask early:\n    load m.a as x\n"
                             "task late:\n    sleep 4us\n    load m.a as x\n"
                             "task busy:\n    compute 1ms\n"
                             "main:\n    start early\n    start late\n    start busy\n    join\n";
  for (int cores = 1; cores <= 2; cores++) {
    g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = cores});
    const GantryTimeline *timeline = gantry_session_get_timeline(session);
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
      const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
      int64_t times[GANTRY_N_STATES] = {0};
      gantry_lane_add_times(lane, 0, INT64_MAX, times);
      if (gantry_lane_get_kind(lane) == GANTRY_LANE_SERVER)
        g_assert_cmpint(times[GANTRY_STATE_RUNNING], ==, 20000);
      if (cores == 2 && g_str_equal(gantry_lane_get_name(lane), "late"))
        g_assert_cmpint(times[GANTRY_STATE_WAIT_MANAGER], ==, 16000);
    }
  }
}

/* Who is in a process of its own is told apart by its number, the same each time: only those of one process
 * can wait for each other's interpreter lock. */
static void
test_processes_have_numbers (void)
{
  static const char text[] = "pool p(2) of processes\ntask t:\n    compute 1ms\n"
                             "main:\n    start t\n    submit p t\n    submit p t\n    join\n    join p\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4, .gil = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_autoptr(GString) numbers = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    g_string_append_printf(numbers, "%s: %u, ", gantry_lane_get_name(lane), gantry_lane_get_pid(lane));
  }
  g_assert_cmpstr(numbers->str, ==, "main: 1, t 1: 1, p 1: 2, p 2: 3, ");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/simulated/first-values", test_first_values);
  g_test_add_func("/simulated/passages", test_passages);
  g_test_add_func("/simulated/calls-waiting", test_calls_waiting);
  g_test_add_func("/simulated/sleeps", test_sleeps);
  g_test_add_func("/simulated/cores", test_cores);
  g_test_add_func("/simulated/round-robin", test_round_robin);
  g_test_add_func("/simulated/interpreter-lock", test_interpreter_lock);
  g_test_add_func("/simulated/interpreter-lock-waits", test_interpreter_lock_waits);
  g_test_add_func("/simulated/interpreter-lock-is-asked-for", test_interpreter_lock_is_asked_for);
  g_test_add_func("/simulated/manager", test_manager);
  g_test_add_func("/simulated/processes", test_processes);
  g_test_add_func("/simulated/crash-of-process", test_crash_of_process);
  g_test_add_func("/simulated/manager-at-work", test_manager_at_work);
  g_test_add_func("/simulated/processes-have-numbers", test_processes_have_numbers);
  g_test_add_func("/simulated/offload", test_offload);
  g_test_add_func("/simulated/memory-of-processes", test_memory_of_processes);
  g_test_add_func("/simulated/deadlock", test_deadlock);
  g_test_add_func("/simulated/late-deadline", test_late_deadline);
  g_test_add_func("/simulated/no-deadlock", test_no_deadlock);
  g_test_add_func("/simulated/limit", test_limit);
  g_test_add_func("/simulated/busy-waiting", test_busy_waiting);
  g_test_add_func("/simulated/many", test_many);
  g_test_add_func("/simulated/repeats-itself", test_repeats_itself);
  return g_test_run();
}
