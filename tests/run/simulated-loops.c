/* The simulator: event loops, of a whole run and of blocks, whose tasks take turns on one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "timeline/findings.h"
#include "timeline/simulated-model.h"

#define MS INT64_C(1000000)

/* It ends well, then. */
static void
assert_wall (const char *text, Wish wish, int64_t wall_ns)
{
  g_autoptr(GantrySession) session = simulate(text, wish);
  g_assert_cmpstr(gantry_run_outcome_id(result_of(session).outcome), ==, "ok");
  g_assert_cmpint(result_of(session).wall_ns, ==, wall_ns);
}

/* A thread that a loop's task gives a call to computes at the loop's side, and so does a pool's worker. */
static void
test_offload_from_loop (void)
{
  static const char offloads[] = "task c:\n    compute 20ms\ntask o:\n    offload c to thread\n"
                                 "main:\n    run async:\n        start o\n        start c\n";
  static const char submits[] = "pool p(1)\ntask c:\n    compute 20ms\ntask o:\n    submit p c\n    join p\n"
                                "main:\n    run async:\n        start o\n        start c\n";
  assert_wall(offloads, (Wish){.cores = 2}, 20 * MS);
  assert_wall(submits, (Wish){.cores = 2}, 20 * MS);
}

/* What tasks of a loop compute is computed in its thread's time, and counts once. */
static void
test_processor_time_of_loop (void)
{
  static const char whole[] = "on async\ntask c:\n    compute 20ms\nmain:\n    start c x 2\n";
  static const char block[] =
      "task c:\n    compute 20ms\nmain:\n    run async:\n        start c x 2\n    compute 5ms\n";
  g_autoptr(GantrySession) of_whole = simulate(whole, (Wish){.cores = 2});
  g_autoptr(GantrySession) of_block = simulate(block, (Wish){.cores = 2});
  g_assert_cmpint(result_of(of_whole).cpu_ns, ==, 40 * MS);
  g_assert_cmpint(result_of(of_block).cpu_ns, ==, 45 * MS);
}

/* A loop's thread has the interpreter lock as every other: who is on the loop takes turns with a thread by
 * the lock's rules, and the loop keeps the lock from one of its tasks to the next. */
static void
test_interpreter_lock_of_loop (void)
{
  static const char offloads[] = "task c:\n    compute 20ms\ntask o:\n    offload c to thread\n"
                                 "main:\n    run async:\n        start o\n        start c\n        start c\n";
  g_autoptr(GantrySession) session = simulate(offloads, (Wish){.cores = 4, .gil = 1});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(result_of(session).wall_ns, ==, 60 * MS);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, 60 * MS), ==, 1);
  /* The thread and the first task of the loop have it in turns until both are done: main, its loop, o, c 1,
   * c 2, and the thread's c 3. */
  for (int lane = 3; lane <= 5; lane += 2) {
    int64_t times[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(gantry_timeline_get_lane(timeline, (uint32_t)lane), 0, INT64_MAX, times);
    g_assert_cmpint(times[GANTRY_STATE_RUNNING], ==, 20 * MS);
    g_assert_cmpint(times[GANTRY_STATE_WAIT_GIL], >=, 15 * MS);
  }
  /* It is the loop's thread that waits for it. */
  int64_t of_loop[GANTRY_N_STATES] = {0};
  gantry_lane_add_times(gantry_timeline_get_lane(timeline, 1), 0, INT64_MAX, of_loop);
  g_assert_cmpint(of_loop[GANTRY_STATE_RUNNING], ==, 40 * MS);
  g_assert_cmpint(of_loop[GANTRY_STATE_WAIT_GIL], >=, 15 * MS);
  g_assert_cmpuint(gantry_lane_get_pid(gantry_timeline_get_lane(timeline, 1)), ==,
                   gantry_lane_get_pid(gantry_timeline_get_lane(timeline, 0)));
  /* It is given up by a loop that is in a call, as by one that has nothing to do. */
  static const char calls[] = "task c:\n    compute 20ms\ntask b:\n    block 20ms\ntask o:\n"
                              "    offload c to thread\nmain:\n    run async:\n        start o\n"
                              "        start b\n";
  assert_wall(calls, (Wish){.cores = 2, .gil = 1}, 20 * MS);
}

/* A call that blocks has the thread, and all of its loop waits. */
static void
test_blocked_loop (void)
{
  static const char two[] = "task b:\n    block 20ms\nmain:\n    run async:\n        start b x 2\n";
  static const char files[] = "task f:\n    write 2MB\nmain:\n    run async:\n        start f x 2\n";
  static const char one[] = "task f:\n    write 2MB\nmain:\n    start f\n    join\n";
  assert_wall(two, (Wish){.cores = 2}, 40 * MS);
  g_autoptr(GantrySession) alone = simulate(one, (Wish){.cores = 2});
  assert_wall(files, (Wish){.cores = 2}, 2 * result_of(alone).wall_ns);
}

/* The lane of that name has been in a state for that long. */
static void
assert_time_of (GantrySession *session, const char *name, GantryState state, int64_t ns)
{
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  int64_t times[GANTRY_N_STATES] = {0};
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (g_str_equal(gantry_lane_get_name(lane), name))
      gantry_lane_add_times(lane, 0, INT64_MAX, times);
  }
  g_assert_cmpint(times[state], ==, ns);
}

static GantryLaneKind
kind_of (GantrySession *session, uint32_t index)
{
  return gantry_lane_get_kind(gantry_timeline_get_lane(gantry_session_get_timeline(session), index));
}

/* Where the scenario names that model first, all tasks are on one loop: the second that blocks waits for the
 * first, as does a third that only sleeps, and the loop's own lane shows what its thread does. */
static void
test_tasks_of_loop (void)
{
  static const char text[] = "on async, threads\ntask rude:\n    block 20ms\n"
                             "task polite:\n    repeat 3:\n        sleep 10ms\n        compute 1ms\n"
                             "main:\n    start polite\n    start rude x 2\n    join\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  /* The polite one's first sleep is over at 10 ms, and it goes on at 40 ms. */
  g_assert_cmpint(result_of(session).wall_ns, ==, 63 * MS);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, 63 * MS), ==, 1);
  g_assert_cmpint(gantry_lane_get_kind(gantry_timeline_get_lane(timeline, 0)), ==, GANTRY_LANE_LOOP);
  assert_time_of(session, "loop", GANTRY_STATE_BLOCKED, 40 * MS);
  assert_time_of(session, "loop", GANTRY_STATE_RUNNING, 3 * MS);
  assert_time_of(session, "loop", GANTRY_STATE_SLEEPING, 20 * MS);
  assert_time_of(session, "polite", GANTRY_STATE_READY, 30 * MS);
  assert_time_of(session, "rude 2", GANTRY_STATE_READY, 20 * MS);
  assert_lanes_add_up(timeline);
  /* On its core there are its tasks, not the loop besides. */
  const GantryLane *core = gantry_timeline_get_core(timeline, 0);
  for (size_t i = 0; i < gantry_lane_get_n_intervals(core); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(core, i, &interval);
    g_assert_true(interval.state != GANTRY_STATE_RUNNING || interval.end - interval.start == MS);
  }
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  g_assert_cmpuint(findings->len, >=, 1);
  g_assert_cmpint(((const GantryFinding *)findings->pdata[0])->kind, ==, GANTRY_FINDING_BLOCKED_LOOP);
  g_assert_cmpstr(gantry_simulated_model(timeline), ==, "async");
}

/* Who is beside the loop is a thread or a process, and runs at its side; a loop in the loop is refused. */
static void
test_beside_loop (void)
{
  static const char text[] = "on async\ntask c:\n    compute 20ms\n    return 5\n"
                             "task t:\n    offload c to thread\ntask p:\n    offload c to process\n"
                             "main:\n    start t\n    start p\n    compute 20ms\n    join\n";
  static const char nested[] = "on async\nmain:\n    run async:\n        sleep 1ms\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 3});
  /* Main computes first, then the loop gets to the two who ask. */
  g_assert_cmpint(result_of(session).wall_ns, ==, 40 * MS);
  g_assert_cmpint(kind_of(session, 1), ==, GANTRY_LANE_TASK);
  g_assert_cmpint(kind_of(session, 4), ==, GANTRY_LANE_THREAD);
  g_assert_cmpint(kind_of(session, 5), ==, GANTRY_LANE_PROCESS);
  g_autoptr(GantrySession) alone = simulate(text, (Wish){.cores = 3, .gil = 1});
  g_assert_cmpint(result_of(alone).wall_ns, ==, 40 * MS);
  g_autoptr(GantrySession) failed = simulate(nested, (Wish){.cores = 1});
  g_assert_cmpstr(gantry_run_outcome_id(result_of(failed).outcome), ==, "failed");
}

/* Tasks of a loop that give way have turns in order, and no core changes hands. */
static void
test_turns_of_loop (void)
{
  static const char text[] = "on async\nvariable order\ntask t(k):\n    repeat 3:\n"
                             "        order = order * 10 + k\n        yield\n"
                             "main:\n    start t(1)\n    start t(2)\n    start t(3)\n    join\n"
                             "    expect order == 123123123\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4});
  g_assert_cmpstr(gantry_run_outcome_id(result_of(session).outcome), ==, "ok");
  g_assert_cmpint(result_of(session).wall_ns, ==, 0);
  g_assert_cmpint(result_of(session).context_switches, ==, 1);
}

/* The loops of a run, by their order; NULL: there are no more. */
static const GantryLane *
loop_at (const GantryTimeline *timeline, uint32_t place)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP && place-- == 0)
      return lane;
  }
  return NULL;
}

/* Each block has a loop of its own, whose tasks are told from all else; it is gone with the block, also where
 * a crash ends both. */
static void
test_loops_of_blocks (void)
{
  static const char text[] = "task c:\n    compute 10ms\ntask looping:\n    run async:\n"
                             "        start c\n        sleep 30ms\n    sleep 5ms\n"
                             "main:\n    start looping x 2\n    start c\n    join\n";
  static const char crash[] = "on processes\ntask dying:\n    compute 10ms\n    crash\n"
                              "task looping:\n    run async:\n        start dying\n        sleep 30ms\n"
                              "main:\n    start looping\n    join\n    sleep 10ms\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 4});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_assert_cmpint(result_of(session).wall_ns, ==, 35 * MS);
  for (uint32_t i = 0; i < 2; i++) {
    const GantryLane *loop = loop_at(timeline, i);
    const GantryLane *block = gantry_timeline_find_lane(timeline, gantry_lane_get_parent(loop));
    int64_t times[GANTRY_N_STATES] = {0};
    gantry_lane_add_times(loop, 0, INT64_MAX, times);
    g_assert_cmpint(times[GANTRY_STATE_RUNNING], ==, 10 * MS);
    g_assert_cmpint(times[GANTRY_STATE_SLEEPING], ==, 20 * MS);
    g_assert_cmpint(gantry_lane_get_ended(loop), ==, 30 * MS);
    g_assert_cmpint(gantry_lane_get_kind(block), ==, GANTRY_LANE_THREAD);
    g_assert_cmpint(gantry_lane_get_ended(block), ==, 35 * MS);
  }
  g_assert_null(loop_at(timeline, 2));
  assert_lanes_add_up(timeline);
  g_autoptr(GantrySession) crashing = simulate(crash, (Wish){.cores = 2});
  const GantryLane *killed = loop_at(gantry_session_get_timeline(crashing), 0);
  g_assert_cmpint(gantry_lane_get_ended(killed), ==, 10 * MS);
  g_assert_cmpint(gantry_lane_get_outcome(killed), ==, GANTRY_OUTCOME_KILLED);
}

/* A worker is no task of the loop that it was started from, and goes on when that is over. */
static void
test_pool_outlives_loop (void)
{
  static const char text[] = "pool p(1)\ntask c:\n    compute 20ms\n"
                             "main:\n    run async:\n        submit p c\n        submit p c\n    join p\n";
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 2});
  g_assert_cmpstr(gantry_run_outcome_id(result_of(session).outcome), ==, "ok");
  g_assert_cmpint(result_of(session).wall_ns, ==, 40 * MS);
  /* Main, its loop and the worker. */
  g_assert_cmpint(gantry_timeline_get_n_lanes(gantry_session_get_timeline(session)), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/simulated-loops/offload-from-loop", test_offload_from_loop);
  g_test_add_func("/simulated-loops/interpreter-lock-of-loop", test_interpreter_lock_of_loop);
  g_test_add_func("/simulated-loops/blocked-loop", test_blocked_loop);
  g_test_add_func("/simulated-loops/tasks-of-loop", test_tasks_of_loop);
  g_test_add_func("/simulated-loops/beside-loop", test_beside_loop);
  g_test_add_func("/simulated-loops/turns-of-loop", test_turns_of_loop);
  g_test_add_func("/simulated-loops/loops-of-blocks", test_loops_of_blocks);
  g_test_add_func("/simulated-loops/pool-outlives-loop", test_pool_outlives_loop);
  g_test_add_func("/simulated-loops/processor-time-of-loop", test_processor_time_of_loop);
  return g_test_run();
}
