/* The critical path: where it goes, and that it always adds up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/critical-path.h"

#include "script.h"

#define HEAD "model threads\ncores 2\nfrom virtual\nthing lock kitchen 0\n"

static void
assert_adds_up (const GantryTimeline *timeline, const GantryCriticalPath *path)
{
  GantryRunResult result;
  int64_t time = 0, sum = path->unknown_ns;
  guint index;
  gantry_timeline_get_result(timeline, &result);
  for (guint i = 0; i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    g_assert_cmpint(segment->from, ==, time);
    g_assert_cmpint(segment->to, >, time);
    g_assert_true(gantry_critical_path_find(path, segment->from, &index));
    g_assert_cmpuint(index, ==, i);
    g_assert_true(gantry_critical_path_find(path, segment->to - 1, &index));
    g_assert_cmpuint(index, ==, i);
    time = segment->to;
  }
  for (int state = 0; state < GANTRY_N_STATES; state++)
    sum += path->times[state];
  g_assert_cmpint(time, ==, result.wall_ns);
  g_assert_cmpint(sum, ==, result.wall_ns);
  g_assert_false(gantry_critical_path_find(path, -1, &index));
  g_assert_false(gantry_critical_path_find(path, time, &index));
}

/* "main running 0-1, one running 1-20": lane, state, milliseconds. */
static char *
describe (GantryTimeline *timeline)
{
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, NULL);
  GString *text = g_string_new(NULL);
  assert_adds_up(timeline, path);
  for (guint i = 0; i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    const GantryLane *lane = gantry_timeline_find_lane(timeline, segment->lane);
    g_string_append_printf(text, "%s%s %s %g-%g", i > 0 ? ", " : "", lane ? gantry_lane_get_name(lane) : "-",
                           lane ? gantry_state_id(segment->state) : "-", (double)segment->from / 1e6,
                           (double)segment->to / 1e6);
  }
  return g_string_free(text, FALSE);
}

static void
assert_path (const char *script, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  gantry_script_assert_text(describe(timeline), expected);
}

/* Over the lock to the one that held it, and over starts and ends. */
static void
test_lock (void)
{
  assert_path(
      HEAD "0ms main created thread\n0ms main started cpu 0\n"
           "1ms one created thread by main\n1ms one started cpu 1\n"
           "2ms two created thread by main\n2ms two started cpu 0\n"
           "2ms main wait-join for one\n4ms two wait-lock for kitchen\n30ms one ended ok\n"
           "20ms two woken by one at 20ms\n22ms two running cpu 0\n"
           "30ms main woken by one at 30ms\n30ms main wait-join for two\n"
           "40ms two ended ok\n40ms main woken by two at 40ms\n41ms main running cpu 0\n"
           "50ms main ended ok\n50ms end ok\n",
      "main running 0-1, one running 1-20, two ready 20-22, two running 22-40, main ready 40-41, main "
      "running 41-50");
}

/* A timer ended the waits, and the sleep is its own. */
static void
test_timers (void)
{
  assert_path(HEAD "0ms a created thread\n0ms a started cpu 0\n1ms a sleeping\n5ms a running cpu 0\n"
                   "6ms a wait-lock for kitchen\n9ms a woken\n9ms a running cpu 0\n10ms a ended ok\n"
                   "0ms b created thread\n0ms b started cpu 1\n8ms b ended ok\n10ms end ok\n",
              "a running 0-1, a sleeping 1-5, a running 5-6, a wait-lock 6-9, a running 9-10");
}

/* The path keeps to tasks: the loop is on it before the first and after the last; a daemon never. */
static void
test_loop_and_daemon (void)
{
  assert_path(
      "model async\ncores 1\nfrom virtual\n"
      "0ms loop created loop\n0ms loop started cpu 0\n"
      "1ms main created task by loop ring 0\n1ms main started cpu 0 ring 0\n"
      "1ms idle created task by main daemon ring 0\n1ms idle started ring 0\n1ms idle sleeping ring 0\n"
      "2ms main sleeping ring 0\n2ms loop sleeping\n8ms loop running cpu 0\n"
      "9ms main running cpu 0 ring 0\n10ms main ended ok ring 0\n12ms loop sleeping\n13ms end ok\n",
      "loop running 0-1, main running 1-2, main sleeping 2-9, main running 9-10, loop running 10-12, "
      "loop sleeping 12-13");
}

/* A daemon, and a loop that is none of the last task's, may be put away after it: the end has not waited for
 * them. */
static void
test_put_away (void)
{
  assert_path(HEAD "0ms main created thread\n0ms main started cpu 0\n"
                   "1ms idle created thread by main daemon\n1ms idle started cpu 1\n1ms idle sleeping\n"
                   "1ms loop created loop by idle\n1ms loop started cpu 1\n"
                   "10ms main ended ok\n11ms idle ended daemon-killed\n12ms loop ended ok\n12ms end ok\n",
              "main running 0-10, - - 10-12");
}

#define POOL                                                                                                 \
  "model threads\ncores 2\nfrom virtual\nthing pool p 2\n"                                                   \
  "0ms main created thread\n0ms main started cpu 0\n0ms 'p 1' created thread by main\n"                      \
  "0ms 'p 1' started cpu 0\n0ms 'p 2' created thread by main\n0ms 'p 2' started cpu 1\n"

/* Workers end after the task that waits for their pool: it has waited for the call that ended last, whoever
 * of them ended last. */
static void
test_idle_workers (void)
{
  assert_path(POOL "0ms main wait-pool for p\n4ms 'p 1' wait-pool for p\n"
                   "20ms main woken by 'p 2' at 20ms\n20ms main running cpu 0\n"
                   "20ms 'p 2' ready\n22ms main ended ok\n22.2ms 'p 2' running cpu 1\n"
                   "22.25ms 'p 2' ended ok\n22.5ms 'p 1' ended ok\n22.5ms end ok\n",
              "p 2 running 0-20, main running 20-22, - - 22-22.5");
}

/* Where nobody waits for the pool, the end waits for its calls, and for no worker that has none. */
static void
test_work_after_tasks (void)
{
  assert_path(POOL "2ms main ended ok\n4ms 'p 1' wait-pool for p\n20ms 'p 2' wait-pool for p\n"
                   "21ms 'p 1' ended ok\n21ms 'p 2' ended ok\n21ms end ok\n",
              "p 2 running 0-20, - - 20-21");
  assert_path(POOL "2ms main ended ok\n4ms 'p 1' wait-pool for p\n4ms 'p 2' sleeping\n"
                   "20ms 'p 1' ended ok\n20ms 'p 2' ended ok\n20ms end ok\n",
              "p 2 running 0-4, p 2 sleeping 4-20");
  assert_path(POOL "2ms main ended ok\n10ms 'p 2' wait-pool for p\n20ms 'p 1' wait-pool for p\n"
                   "21ms 'p 1' ended ok\n21ms 'p 2' ended ok\n21ms end ok\n",
              "p 1 running 0-20, - - 20-21");
}

#define LOOP_HEAD                                                                                            \
  "model async\ncores 1\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"                      \
  "0ms main created task by loop ring 0\n0ms main started cpu 0 ring 0\n"                                    \
  "1ms rude created task by main ring 0\n1ms rude ready ring 0\n"                                            \
  "1ms meek created task by main ring 0\n1ms meek ready ring 0\n"

/* A task that is ready waits for the one that has their loop, whether that one computes or blocks it. */
static void
test_turns (void)
{
  assert_path(LOOP_HEAD "2ms main wait-join ring 0\n3ms rude running cpu 0 ring 0\n"
                        "30ms rude ended ok ring 0\n32ms meek running cpu 0 ring 0\n"
                        "40ms meek ended ok ring 0\n40ms loop ended ok\n40ms end ok\n",
              "main running 0-2, rude ready 2-3, rude running 3-30, meek ready 30-32, meek running 32-40");
  assert_path(LOOP_HEAD "2ms main wait-join ring 0\n2ms meek sleeping ring 0\n3ms rude running cpu 0 ring 0\n"
                        "4ms loop blocked\n4ms rude blocked ring 0\n10ms meek ready ring 0\n"
                        "30ms loop running cpu 0\n30ms rude sleeping ring 0\n"
                        "31ms meek running cpu 0 ring 0\n40ms meek ended ok ring 0\n35ms rude ready ring 0\n"
                        "35ms rude ended ok ring 0\n40ms loop ended ok\n40ms end ok\n",
              "main running 0-2, rude ready 2-3, rude running 3-4, rude blocked 4-30, meek ready 30-31, meek "
              "running 31-40");
}

/* In a thread that has a loop, and had another before, its tasks are the thread's; a task of a loop elsewhere
 * holds up nobody here. */
static void
test_turns_in_a_thread (void)
{
  assert_path(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms host created thread\n0ms host started cpu 0\n"
      "0ms other created thread\n0ms other started cpu 1\n"
      "0ms old created loop by host ring 0\n0ms old started cpu 0 ring 0\n1ms old ended ok ring 0\n"
      "0ms away created loop by other ring 1\n0ms away started cpu 1 ring 1\n"
      "1ms far created task by other ring 1\n1ms far started cpu 1 ring 1\n29ms far ended ok ring 1\n"
      "2ms loop created loop by host ring 0\n2ms loop started cpu 0 ring 0\n"
      "2ms rude created task by host ring 0\n2ms rude ready ring 0\n"
      "2ms meek created task by host ring 0\n2ms meek ready ring 0\n"
      "3ms host wait-join ring 0\n3ms rude running cpu 0 ring 0\n4ms loop blocked ring 0\n"
      "4ms rude blocked ring 0\n28ms loop running cpu 0 ring 0\n28ms rude ended ok ring 0\n"
      "30ms meek running cpu 0 ring 0\n40ms meek ended ok ring 0\n40ms loop ended ok ring 0\n40ms end ok\n",
      "host running 0-2, rude ready 2-3, rude running 3-4, rude blocked 4-28, meek ready 28-30, meek running "
      "30-40");
}

/* Who is in a file, or blocked, while the loop is not, is so elsewhere; and the end of a turn before a task
 * became ready is nothing that it waited for. */
static void
test_no_turn (void)
{
  assert_path(LOOP_HEAD "2ms main wait-join ring 0\n3ms rude io-file ring 0\n3ms meek sleeping ring 0\n"
                        "3ms loop sleeping\n9ms meek ready ring 0\n12ms rude ready ring 0\n"
                        "14ms loop running cpu 0\n14ms meek running cpu 0 ring 0\n15ms rude ended ok ring 0\n"
                        "40ms meek ended ok ring 0\n40ms loop ended ok\n40ms end ok\n",
              "main running 0-2, meek ready 2-3, meek sleeping 3-9, meek ready 9-14, meek running 14-40");
}

/* A wait that a cancel ended, and the join for whom it ended: back to the canceller, and to what that one
 * waited for. Also where it waited for a thing, which it did not get. */
static void
test_cancel (void)
{
  static const char *const waits[] = {"sleeping", "wait-event for lunch", "wait-join for slow"};
  for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
    g_autofree char *script = g_strdup_printf(
        HEAD "thing event lunch 0\n0ms main created thread\n0ms main started cpu 0\n"
             "1ms slow created thread by main\n1ms slow started cpu 1\n"
             "1ms patient created thread by main\n1ms patient started cpu 0\n2ms patient %s\n"
             "2ms main wait-join for slow\n20ms slow ended ok\n20ms main woken by slow at 20ms\n"
             "20ms main running cpu 0\n22ms main wait-join for patient\n"
             "23ms patient woken by main at 21ms cancelled\n23ms patient running cpu 1\n"
             "24ms patient ended cancelled\n24ms main woken by patient at 24ms\n24ms main running cpu 0\n"
             "25ms main ended ok\n25ms end ok\n",
        waits[i]);
    assert_path(script,
                "main running 0-1, slow running 1-20, main running 20-21, patient ready 21-23, patient "
                "running 23-24, main running 24-25");
    g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
    g_autofree char *arrows = gantry_script_describe_arrows(timeline);
    g_assert_nonnull(strstr(arrows, "set main 21 - patient 23"));
    GantryThingFigures figures;
    gantry_thing_get_figures(gantry_timeline_get_thing(timeline, 1), &figures);
    g_assert_cmpuint(figures.acquired, ==, 0);
  }
}

/* As in a simulated run: main wakes, cancels, joins and ends at one moment, and its sleep is its own. */
static void
test_cancel_at_once (void)
{
  assert_path(HEAD "0ms main created thread\n0ms main started cpu 0\n"
                   "0ms patient created thread by main\n0ms patient started cpu 1\n0ms patient sleeping\n"
                   "0ms main sleeping\n100ms main woken\n100ms main running cpu 0\n"
                   "100ms patient woken by main at 100ms cancelled\n100ms main wait-join for patient\n"
                   "100ms patient running cpu 1\n100ms patient ended cancelled\n"
                   "100ms main woken by patient at 100ms\n100ms main running cpu 0\n"
                   "100ms main ended ok\n100ms end ok\n",
              "main sleeping 0-100");
}

/* Stuck: nothing ended the last waits. */
static void
test_deadlock (void)
{
  assert_path(HEAD
              "0ms a created thread\n0ms a started cpu 0\n5ms a wait-lock for kitchen\n"
              "0ms b created thread\n0ms b started cpu 1\n3ms b wait-lock for kitchen\n9ms end deadlock\n",
              "a running 0-5, a wait-lock 5-9");
}

/* Woken by one whose clock is late: it had ended by then. */
static void
test_late_clock (void)
{
  assert_path(HEAD "0ms a created thread\n0ms a started cpu 0\n2ms a wait-lock for kitchen\n"
                   "0ms b created thread\n0ms b started cpu 1\n7ms b ended ok\n"
                   "9ms a woken by b at 8ms\n9ms a running cpu 0\n10ms a ended ok\n10ms end ok\n",
              "b running 0-7, a wait-lock 7-8, a ready 8-9, a running 9-10");
}

/* Nothing is known of the time before the first lane, nor after the last. */
static void
test_unknown (void)
{
  assert_path(HEAD "2ms a created thread\n2ms a started cpu 0\n7ms a ended ok\n9ms end ok\n",
              "- - 0-2, a running 2-7, - - 7-9");
  assert_path("5ms end ok\n", "- - 0-5");
  assert_path("0ms end ok\n", "");
}

/* Two that, by their arrows, woke each other at the same moment, and are each other's parents. */
static void
test_circle (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(
      HEAD "1ms a created thread by b\n1ms a started\n1ms b created thread by a\n1ms b started\n"
           "1ms a wait-event\n1ms b wait-event\n9ms a running\n9ms b running\n10ms a ended ok\n"
           "10ms b ended ok\n");
  GantryTimeline *timeline = gantry_script_get_timeline(script);
  gantry_script_add_arrow(timeline, 0, 1, 9, 9);
  gantry_script_add_arrow(timeline, 1, 0, 9, 9);
  gantry_script_feed(script, "10ms end ok\n10ms finish");
  gantry_script_assert_text(describe(timeline), "- - 0-1, b wait-event 1-9, a running 9-10");
}

/* A chain of handovers that takes no time at all, over many lanes, is followed to its beginning. */
static void
test_handovers_at_once (void)
{
  g_autoptr(GString) text = g_string_new(HEAD "0ms lane0 created thread\n0ms lane0 started\n");
  const int n_lanes = 500;
  for (int i = 1; i < n_lanes; i++)
    g_string_append_printf(text, "0ms lane%d created thread\n0ms lane%d started\n0ms lane%d wait-event\n", i,
                           i, i);
  for (int i = 1; i < n_lanes; i++)
    g_string_append_printf(text,
                           "5ms lane%d woken by lane%d at 5ms\n5ms lane%d running\n%dms lane%d sleeping\n", i,
                           i - 1, i, 5, i);
  g_string_append(text, "5ms lane0 sleeping\n");
  for (int i = 0; i < n_lanes; i++)
    g_string_append_printf(text, "%dms lane%d ended ok\n", i == n_lanes - 1 ? 9 : 7, i);
  g_string_append(text, "9ms end ok\n");
  g_autofree char *expected = g_strdup_printf("lane0 running 0-5, lane%d sleeping 5-9", n_lanes - 1);
  assert_path(text->str, expected);
}

/* Random lanes and arrows that fit nothing. */
static void
test_random (void)
{
  for (int round = 0; round < 200; round++) {
    g_autoptr(GString) text = g_string_new(HEAD);
    int n_lanes = g_test_rand_int_range(1, 9), now = 0;
    for (int i = 0; i < n_lanes; i++)
      g_string_append_printf(text, "%dus l%d created thread by l%d\n%dus l%d started\n",
                             g_test_rand_int_range(0, 5), i, g_test_rand_int_range(0, n_lanes), 5, i);
    for (int i = 0; i < 200; i++) {
      int lane = g_test_rand_int_range(0, n_lanes), state = g_test_rand_int_range(1, GANTRY_N_STATES);
      now += g_test_rand_int_range(0, 3);
      if (g_test_rand_bit())
        g_string_append_printf(text, "%dus l%d woken by l%d at %dus\n", now, lane,
                               g_test_rand_int_range(0, n_lanes), g_test_rand_int_range(0, now + 5));
      g_string_append_printf(text, "%dus l%d %s\n", now, lane, gantry_state_id((GantryState)state));
      if (g_test_rand_int_range(0, 60) == 0)
        g_string_append_printf(text, "%dus l%d ended ok\n", now, lane);
    }
    g_string_append_printf(text, "%dus end ok\n", now + g_test_rand_int_range(0, 5));
    g_autoptr(GantryTimeline) timeline = gantry_script_play(text->str);
    g_autofree char *words = describe(timeline);
    g_assert_nonnull(words);
  }
}

static void
assert_words (const char *head, const char *words)
{
  g_autofree char *script =
      g_strconcat(head,
                  "0ms a created thread\n0ms a started cpu 0\n60ms a sleeping\n"
                  "80ms a running\n84ms a wait-lock\n84.1ms a ended ok\n84.1ms end ok\n",
                  NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autoptr(GantryCriticalPath) path = gantry_critical_path_new(timeline, NULL);
  gantry_script_assert_text(gantry_critical_path_words(path), words);
}

static void
test_words (void)
{
  assert_words(HEAD, "Critical path: 84.1 ms: 64.0 ms running, 20.0 ms sleeping");
  assert_words("from auto\n", "Critical path: 84.1 ms: 64.0 ms at work, 20.0 ms not at work");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/critical-path/lock", test_lock);
  g_test_add_func("/critical-path/timers", test_timers);
  g_test_add_func("/critical-path/loop-and-daemon", test_loop_and_daemon);
  g_test_add_func("/critical-path/put-away", test_put_away);
  g_test_add_func("/critical-path/idle-workers", test_idle_workers);
  g_test_add_func("/critical-path/work-after-tasks", test_work_after_tasks);
  g_test_add_func("/critical-path/turns", test_turns);
  g_test_add_func("/critical-path/no-turn", test_no_turn);
  g_test_add_func("/critical-path/turns-in-a-thread", test_turns_in_a_thread);
  g_test_add_func("/critical-path/cancel", test_cancel);
  g_test_add_func("/critical-path/cancel-at-once", test_cancel_at_once);
  g_test_add_func("/critical-path/deadlock", test_deadlock);
  g_test_add_func("/critical-path/late-clock", test_late_clock);
  g_test_add_func("/critical-path/unknown", test_unknown);
  g_test_add_func("/critical-path/circle", test_circle);
  g_test_add_func("/critical-path/handovers-at-once", test_handovers_at_once);
  g_test_add_func("/critical-path/random", test_random);
  g_test_add_func("/critical-path/words", test_words);
  return g_test_run();
}
