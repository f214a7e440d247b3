/* The simulator: who ends with whom, and what its managers answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

/* Runs it on two cores, and says how it ended: "outcome at ns: lane outcome, ...". */
static void
assert_ends (const char *text, const char *expected)
{
  g_autoptr(GantrySession) session = simulate(text, (Wish){.cores = 2});
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_autoptr(GString) ends = g_string_new(NULL);
  GantryRunResult result = result_of(session);
  g_string_append_printf(ends, "%s at %" G_GINT64_FORMAT ":", gantry_run_outcome_id(result.outcome),
                         result.wall_ns);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (gantry_lane_is_task(lane))
      g_string_append_printf(ends, " %s %s", gantry_lane_get_name(lane),
                             gantry_outcome_id(gantry_lane_get_outcome(lane)));
  }
  g_assert_cmpstr(ends->str, ==, expected);
}

#define STARTER_CRASHES                                                                                      \
  "ends crashed\ntask t:\n    sleep 30ms\nmain:\n    start t\n    sleep 5ms\n    crash\n"

/* Main is one process of several, or it is the only one. */
static void
test_main_crashes (void)
{
  assert_ends("on processes, threads\n" STARTER_CRASHES, "crashed at 30000000: main killed t ok");
  assert_ends("on threads, processes\n" STARTER_CRASHES, "crashed at 5000000: main killed t killed");
}

/* Daemons of a loop end with it, wherever they wait; those of others go on. */
static void
test_daemons_of_loop (void)
{
  assert_ends(
      "event never\n"
      "task waits:\n    wait never\ntask sleeps:\n    repeat forever:\n        sleep 1ms\n"
      "task short:\n    sleep 5ms\n"
      "task host:\n    run async:\n        start daemon waits\n        start daemon sleeps\n"
      "        start short\n        join\n"
      "main:\n    start daemon sleeps as outer\n    start host\n    join\n    sleep 10ms\n",
      "ok at 15000000: main ok outer daemon-killed host ok waits daemon-killed sleeps 2 daemon-killed "
      "short ok");
}

/* Each manager keeps numbers of its own, by name; asking changes none, and one that was never stored is 0. */
static void
test_managed_numbers (void)
{
  assert_ends(
      "manager m\nmanager n\n"
      "main:\n    store m.a = 5\n    store m.b = 6\n    load n.a as none\n    expect none == 0 \"other\"\n"
      "    load m.a as x\n    load m.a as y\n    expect x == 5 \"kept\"\n    expect y == 5 \"still\"\n"
      "    load m.b as z\n    expect z == 6 \"by name\"\n    load m.c as no\n    expect no == 0 \"new\"\n",
      "ok at 70000: main ok");
}

/* Who does not wait for the answer goes on at his deadline, not when it comes. */
static void
test_late_answer (void)
{
  assert_ends(
      "manager m\nmain:\n    within 1us:\n        load m.a as x\n    else:\n        fail \"too late\"\n",
      "failed at 1000: main failed");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/simulated-ends/main-crashes", test_main_crashes);
  g_test_add_func("/simulated-ends/daemons-of-loop", test_daemons_of_loop);
  g_test_add_func("/simulated-ends/managed-numbers", test_managed_numbers);
  g_test_add_func("/simulated-ends/late-answer", test_late_answer);
  return g_test_run();
}
