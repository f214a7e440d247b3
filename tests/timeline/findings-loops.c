/* Findings about event loops: who kept one for himself, and that the longest such time is told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

static void
test_blocked_loop (void)
{
  assert_findings(
      "model async\ncores 2\nfrom virtual\n"
      "0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n"
      "0ms kind created task by loop ring 0\n"
      "1ms rude blocked line 7 ring 0\n1ms loop blocked line 7\n1ms kind ready ring 0\n"
      "31ms loop running cpu 0\n31ms rude running cpu 0 ring 0\n32ms rude ended ok ring 0\n"
      "32ms kind started cpu 0 ring 0\n33ms kind ended ok ring 0\n33ms end ok\n",
      "blocked-loop: rude blocked its event loop for 30 ms (line 7); 1 task that was ready had to wait. "
      "[rude, loop] 1-31");
}

/* Two threads with a loop each, which stand still at once: each of its own task's doing, and only its own
 * tasks had to wait for it. */
static void
test_two_blocked_loops (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms loop-a created loop by a ring 0\n0ms loop-a started cpu 0 ring 0\n"
      "0ms loop-b created loop by b ring 1\n0ms loop-b started cpu 1 ring 1\n"
      "0ms rude-a created task by a ring 0\n0ms rude-a started cpu 0 ring 0\n"
      "0ms kind-a created task by a ring 0\n0ms rude-b created task by b ring 1\n"
      "0ms rude-b started cpu 1 ring 1\n0ms kind-b created task by b ring 1\n"
      "1ms rude-a blocked line 7 ring 0\n1ms loop-a blocked line 7 ring 0\n1ms kind-a ready ring 0\n"
      "1ms rude-b blocked line 7 ring 1\n1ms loop-b blocked line 7 ring 1\n1ms kind-b ready ring 1\n"
      "31ms loop-a running cpu 0 ring 0\n31ms rude-a running cpu 0 ring 0\n31ms loop-b running cpu 1 ring 1\n"
      "31ms rude-b running cpu 1 ring 1\n31ms kind-a running cpu 0 ring 0\n31ms kind-b running cpu 1 ring 1\n"
      "32ms end ok\n",
      "blocked-loop: rude-a blocked its event loop for 30 ms (line 7); 1 task that was ready had to wait. "
      "[rude-a, loop-a] 1-31\n"
      "blocked-loop: rude-b blocked its event loop for 30 ms (line 7); 1 task that was ready had to wait. "
      "[rude-b, loop-b] 1-31");
}

/* Of many stretches the longest are told, not those that were before. */
static void
test_longest_blocked (void)
{
  const int lengths[] = {11, 12, 11, 12, 90, 11};
  int time = 1;
  g_autoptr(GString) script =
      g_string_new("model async\ncores 2\nfrom virtual\n"
                   "0ms loop created loop\n0ms loop started cpu 0\n"
                   "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n"
                   "0ms kind created task by loop ring 0\n");
  for (unsigned i = 0; i < G_N_ELEMENTS(lengths); i++) {
    g_string_append_printf(script, "%dms rude blocked line 7 ring 0\n%dms loop blocked line 7\n", time, time);
    time += lengths[i];
    g_string_append_printf(script, "%dms loop running cpu 0\n%dms rude running cpu 0 ring 0\n", time, time);
    time++;
  }
  g_string_append_printf(script, "%dms rude ended ok ring 0\n%dms kind started cpu 0 ring 0\n", time, time);
  g_string_append_printf(script, "%dms kind ended ok ring 0\n%dms end ok\n", time + 1, time + 1);
#define BLOCKED(ms, span)                                                                                    \
  "blocked-loop: rude blocked its event loop for " ms                                                        \
  " ms (line 7); 1 task that was ready had to wait. [rude, loop] " span
  assert_findings(script->str,
                  BLOCKED("90", "51-141") "\n" BLOCKED("12", "13-25") "\n" BLOCKED("12", "38-50"));
}

/* The loop had no processor, and its task computed for a moment only: nobody kept it. */
static void
test_loop_without_processor (void)
{
#define KEPT(computed)                                                                                       \
  "model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"                      \
  "0ms modest created task by loop ring 0\n0ms modest started cpu 0 ring 0\n"                                \
  "0ms kind created task by loop ring 0\n0ms kind ready ring 0\n0ms modest running cpu 0 ring 0\n" computed  \
  " modest ready ring 0\n" computed " loop ready ring 0\n60ms loop running cpu 0 ring 0\n"                   \
  "60ms modest running cpu 0 ring 0\n65ms modest ended ok ring 0\n65ms kind running cpu 0 ring 0\n"          \
  "66ms kind ended ok ring 0\n66ms loop ended ok\n66ms end ok\n"
  assert_findings(KEPT("10ms"), "");
  assert_findings(KEPT("30ms"), "blocked-loop: modest kept its event loop for 65 ms without giving way, and "
                                "had a processor for 35 ms of it; 1 task "
                                "that was ready had to wait. [modest] 0-65");
}

/* A loop that is ready has no processor because of others: unless what it has given away computes, too. */
static void
test_loop_on_busy_machine (void)
{
#define LACKING(more)                                                                                        \
  "model async\ncores 2\nfrom kernel\n0ms loop created loop\n0ms loop started cpu 0\n"                       \
  "0ms a created task by loop ring 0\n0ms a started cpu 0 ring 0\n0ms a running cpu 0 ring 0\n" more         \
  "10ms ring 0 preempted\n40ms ring 0 in cpu 0\n50ms a ended ok ring 0\n50ms loop ended ok\n50ms end ok\n"
  assert_findings(LACKING(""), "busy-machine: The event loop was ready for 30 ms and had no processor: other "
                               "programs had them. [loop] 0-50");
  assert_findings(LACKING("0ms away created thread by a\n0ms away started cpu 1\n20ms away ended ok\n"), "");
}

static void
test_kept_loop (void)
{
  assert_findings(
      "model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n0ms rude running line 4 cpu 0 "
      "ring 0\n"
      "0ms kind created task by loop ring 0\n0ms kind started ready 0ms ring 0\n0ms kind sleeping ring 0\n"
      "10ms kind woken at 10ms ring 0\n10ms kind ready ring 0\n80ms rude ended ok ring 0\n"
      "80ms kind running cpu 0 ring 0\n81ms kind ended ok ring 0\n81ms end ok\n",
      "blocked-loop: rude kept its event loop for 70 ms without giving way; 1 task that was ready had "
      "to wait. [rude] 10-80");
}

/* Who never has a first turn waits for it, too. */
static void
test_kept_loop_from_start (void)
{
  assert_findings(
      "model async\ncores 1\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n"
      "0ms rude running cpu 0 ring 0\n0ms kind created task by loop ring 0\n"
      "80ms finish limit 'stopped after 80 ms, its limit'\n",
      "blocked-loop: rude kept its event loop for 80 ms without giving way; 1 task that was ready had "
      "to wait. [rude] 0-80");
}

/* Half of the time the loop itself had no processor: its keeper is no other one for it, and none of those who
 * had to wait for the keeper. */
static void
test_kept_loop_without_processor (void)
{
  assert_findings(
      "model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n0ms rude running cpu 0 ring 0\n"
      "0ms kind created task by loop ring 0\n0ms kind started ready 0ms ring 0\n0ms kind ready ring 0\n"
      "30ms rude ready ring 0\n30ms loop ready\n65ms loop running cpu 0\n65ms rude running cpu 0 ring 0\n"
      "80ms rude ended ok ring 0\n80ms kind running cpu 0 ring 0\n81ms kind ended ok ring 0\n81ms end ok\n",
      "blocked-loop: rude kept its event loop for 80 ms without giving way, and had a processor for 45 ms of "
      "it; 1 task that was ready had "
      "to wait. [rude] 0-80");
}

/* Several have it one after the other: each is told to have kept it for its own turn at most, and nobody
 * where all of these are short. */
static void
test_kept_loop_by_several (void)
{
  for (int length = 20; length <= 60; length += 40) {
    g_autofree char *script = g_strdup_printf(
        "model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
        "0ms a created task by loop ring 0\n0ms b created task by loop ring 0\n"
        "0ms kind created task by loop ring 0\n0ms a started cpu 0 ring 0\n0ms a running cpu 0 ring 0\n"
        "0ms b started ready 0ms ring 0\n0ms b ready ring 0\n0ms kind started ready 0ms ring 0\n0ms kind "
        "ready ring 0\n"
        "%dms a ended ok ring 0\n%dms b running cpu 0 ring 0\n%dms b sleeping ring 0\n%dms c created task by "
        "loop ring 0\n"
        "%dms c started cpu 0 ring 0\n%dms c running cpu 0 ring 0\n%dms c ended ok ring 0\n"
        "%dms kind running cpu 0 ring 0\n%dms kind ended ok ring 0\n%dms b ended ok ring 0\n%dms end ok\n",
        length, length, length + 15, length + 15, length + 15, length + 15, length + 30, length + 30,
        length + 31, length + 31, length + 31);
    g_autofree char *expected = g_strdup_printf("blocked-loop: a kept its event loop for 60 ms without "
                                                "giving way; 2 tasks that were ready had to wait. "
                                                "[a] 0-60\none-at-a-time: 3 tasks computed one after the "
                                                "other, for they share the one thread of their "
                                                "loop. [a, b, c] 0-%d",
                                                length + 31);
    assert_findings(script, length < 30 ? strchr(expected, '\n') + 1 : expected);
  }
}

/* In the longest wait many have a turn, each a short one; in a shorter one of another task somebody keeps the
 * loop. */
static void
test_kept_in_shorter_wait (void)
{
  g_autoptr(GString) script = g_string_new(
      "model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms kind created task by loop ring 0\n0ms kind started ready 0ms ring 0\n0ms kind ready ring 0\n");
  for (int i = 0; i < 25; i++) {
    g_string_append_printf(script, "%dms s%d created task by loop ring 0\n", i * 4, i);
    g_string_append_printf(script, "%dms s%d started cpu 0 ring 0\n%dms s%d ended ok ring 0\n", i * 4, i,
                           i * 4 + 4, i);
  }
  g_string_append(script, "100ms kind running cpu 0 ring 0\n101ms kind sleeping ring 0\n"
                          "101ms rude created task by loop ring 0\n101ms rude started cpu 0 ring 0\n"
                          "110ms kind woken at 110ms ring 0\n110ms kind ready ring 0\n"
                          "150ms rude ended ok ring 0\n150ms kind running cpu 0 ring 0\n"
                          "151ms kind ended ok ring 0\n151ms end ok\n");
  assert_findings(script->str, "blocked-loop: rude kept its event loop for 40 ms without giving way; 1 task "
                               "that was ready had to wait. [rude] 110-150");
}

/* Nobody feels that a loop stands still for less than ten milliseconds. */
static void
test_shortly_blocked (void)
{
  assert_findings("model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
                  "0ms rude created task by loop ring 0\n0ms rude started cpu 0 ring 0\n"
                  "0ms kind created task by loop ring 0\n1ms rude blocked line 7 ring 0\n"
                  "1ms loop blocked line 7\n10ms loop running cpu 0\n10ms rude running cpu 0 ring 0\n"
                  "11ms rude ended ok ring 0\n11ms kind started cpu 0 ring 0\n12ms kind ended ok ring 0\n"
                  "12ms end ok\n",
                  "");
}

/* Those that compute for as long as the one that has the loop must share it with him. */
static void
test_nobody_modest (void)
{
  assert_findings("model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
                  "0ms a created task by loop ring 0\n0ms a started cpu 0 ring 0\n"
                  "0ms b created task by loop ring 0\n0ms b started ready 0ms ring 0\n0ms b ready ring 0\n"
                  "40ms a ready ring 0\n40ms b running cpu 0 ring 0\n80ms b ended ok ring 0\n"
                  "80ms a running cpu 0 ring 0\n120ms a ended ok ring 0\n120ms end ok\n",
                  "one-at-a-time: 2 tasks computed one after the other, for they share the one thread of "
                  "their loop. [a, b] 0-120");
}

/* While a task of one loop waits for many short turns, another task keeps another loop. */
static void
test_kept_other_loop (void)
{
  g_autoptr(GString) script = g_string_new(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms loop-a created loop by a ring 0\n0ms loop-a started cpu 0 ring 0\n"
      "0ms loop-b created loop by b ring 1\n0ms loop-b started cpu 1 ring 1\n"
      "0ms kind-a created task by a ring 0\n0ms kind-a started ready 0ms ring 0\n0ms kind-a ready ring 0\n"
      "0ms rude created task by b ring 1\n0ms rude started cpu 1 ring 1\n"
      "0ms kind-b created task by b ring 1\n0ms kind-b started ready 0ms ring 1\n0ms kind-b ready ring 1\n");
  for (int i = 0; i < 25; i++)
    g_string_append_printf(script,
                           "%dms s%d created task by a ring 0\n%dms s%d started cpu 0 ring 0\n"
                           "%dms s%d ended ok ring 0\n",
                           i * 4, i, i * 4, i, i * 4 + 4, i);
  g_string_append(script, "40ms rude ended ok ring 1\n40ms kind-b running cpu 1 ring 1\n"
                          "41ms kind-b ended ok ring 1\n100ms kind-a running cpu 0 ring 0\n"
                          "101ms kind-a ended ok ring 0\n101ms end ok\n");
  assert_findings(script->str, "blocked-loop: rude kept its event loop for 40 ms without giving way; 1 task "
                               "that was ready had to wait. [rude] 0-40");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings-loops/blocked", test_blocked_loop);
  g_test_add_func("/findings-loops/two-blocked", test_two_blocked_loops);
  g_test_add_func("/findings-loops/longest-blocked", test_longest_blocked);
  g_test_add_func("/findings-loops/kept", test_kept_loop);
  g_test_add_func("/findings-loops/kept-without-processor", test_kept_loop_without_processor);
  g_test_add_func("/findings-loops/kept-from-start", test_kept_loop_from_start);
  g_test_add_func("/findings-loops/kept-by-several", test_kept_loop_by_several);
  g_test_add_func("/findings-loops/kept-in-shorter-wait", test_kept_in_shorter_wait);
  g_test_add_func("/findings-loops/shortly-blocked", test_shortly_blocked);
  g_test_add_func("/findings-loops/nobody-modest", test_nobody_modest);
  g_test_add_func("/findings-loops/kept-other-loop", test_kept_other_loop);
  g_test_add_func("/findings-loops/loop-without-processor", test_loop_without_processor);
  g_test_add_func("/findings-loops/loop-on-busy-machine", test_loop_on_busy_machine);
  return g_test_run();
}
