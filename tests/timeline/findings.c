/* Findings: what stands out is told, and what does not is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings.h"

#include "script.h"

/* "kind: text [lanes] from-to" of each, in milliseconds. */
static char *
describe (const GantryTimeline *timeline)
{
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < findings->len; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    g_string_append_printf(text, "%s%s: %s [", i > 0 ? "\n" : "", gantry_finding_id(finding->kind),
                           finding->text);
    for (guint k = 0; k < finding->lanes->len; k++)
      g_string_append_printf(text, "%s%s", k > 0 ? ", " : "",
                             gantry_lane_get_name(gantry_timeline_find_lane(
                                 timeline, g_array_index(finding->lanes, uint32_t, k))));
    g_string_append_printf(text, "] %g-%g", (double)finding->from / 1e6, (double)finding->to / 1e6);
  }
  return g_string_free(text, FALSE);
}

static void
assert_findings (const char *script, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  gantry_script_assert_text(describe(timeline), expected);
}

static void
test_nothing (void)
{
  assert_findings("model threads\ncores 2\nfrom virtual\n"
                  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
                  "40ms a ended ok\n40ms b ended ok\n40ms end ok\n",
                  "");
}

static void
test_gil_bound (void)
{
  assert_findings(
      "model threads\ncores 2\ngil\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms b wait-gil line 3\n20ms a wait-gil line 3\n20ms b running cpu 1\n"
      "40ms b ended ok\n40ms a running cpu 0\n60ms a ended ok\n60ms end ok\n",
      "gil-bound: 2 tasks computed, and waited 40 ms in all for the interpreter lock: it lets only one of "
      "a process compute at a time, however many processors there are. [a, b] 0-60");
}

/* The same waits without a lock that could be to blame. */
static void
test_one_at_a_time (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing lock l 0\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms b wait-lock for l line 3\n20ms a ended ok\n20ms b running cpu 1\n40ms b ended ok\n40ms end ok\n",
      "one-at-a-time: 2 tasks computed, but hardly ever two at the same time: while one ran, the others "
      "waited for what it held. [a, b] 0-40");
}

static void
test_blocked_loop (void)
{
  assert_findings(
      "model async\ncores 2\nfrom virtual\n"
      "0ms loop created loop\n0ms loop started cpu 0\n"
      "0ms rude created task ring 0\n0ms rude started cpu 0 ring 0\n"
      "0ms kind created task ring 0\n"
      "1ms rude blocked line 7 ring 0\n1ms loop blocked line 7\n1ms kind ready ring 0\n"
      "31ms loop running cpu 0\n31ms rude running cpu 0 ring 0\n32ms rude ended ok ring 0\n"
      "32ms kind started cpu 0 ring 0\n33ms kind ended ok ring 0\n33ms end ok\n",
      "blocked-loop: rude blocked its event loop for 30 ms (line 7); 1 task that was ready had to wait. "
      "[rude, loop] 1-31");
}

static void
test_oversubscribed (void)
{
  assert_findings(
      "model threads\ncores 1\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 0 ready 0ms\n"
      "0ms b ready\n20ms a ended ok\n20ms b running cpu 0\n40ms b ended ok\n40ms end ok\n",
      "oversubscribed: 2 tasks wanted 1 processor: on average, each was ready and had none for 33 % of its "
      "time. [] 0-40");
}

/* A processor each, and yet they take turns on one. */
static void
test_busy_machine (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 0 ready 0ms\n"
      "0ms b ready\n20ms a ended ok\n20ms b running cpu 0\n40ms b ended ok\n40ms end ok\n",
      "busy-machine: Tasks were ready for 20 ms in all and had no processor, though there was one for "
      "each: other programs had them. [] 0-40");
}

static void
test_long_tail (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "10ms b ended ok\n10ms c created thread by a\n10ms c started cpu 1\n20ms a ended ok\n"
      "60ms c ended ok\n60ms end ok\n",
      "long-tail: For the last 40 ms only c was left to compute; the other processors had nothing to do. "
      "[c] 20-60");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings/nothing", test_nothing);
  g_test_add_func("/findings/gil-bound", test_gil_bound);
  g_test_add_func("/findings/one-at-a-time", test_one_at_a_time);
  g_test_add_func("/findings/blocked-loop", test_blocked_loop);
  g_test_add_func("/findings/oversubscribed", test_oversubscribed);
  g_test_add_func("/findings/busy-machine", test_busy_machine);
  g_test_add_func("/findings/long-tail", test_long_tail);
  return g_test_run();
}
