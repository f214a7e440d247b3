/* Findings about waits: in a queue, too long, for one who sleeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

/* Everybody queues; the place to look at is the longest single wait. */
static void
test_convoy (void)
{
  assert_findings(
      "model threads\ncores 1\nfrom virtual\nthing semaphore door 1\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms a running cpu 0\n0ms a acquired door\n"
      "0ms b created thread\n0ms b started\n1ms b wait-semaphore for door\n"
      "4ms a released door\n4ms b woken by a\n4ms b acquired door from a\n4ms b running cpu 0\n"
      "4ms a wait-semaphore for door\n"
      "14ms b released door\n14ms a woken by b\n14ms a acquired door from b\n14ms a running cpu 0\n"
      "14ms b wait-semaphore for door\n"
      "20ms a released door\n20ms b woken by a\n20ms b acquired door from a\n20ms b running cpu 0\n"
      "20ms a ended ok\n24ms b released door\n24ms b ended ok\n24ms end ok\n",
      "lock-convoy: Tasks queue for “door”: it was taken 4 times, 3 of them after a wait, 19 ms in all. [a] "
      "4-14");
}

/* One takes the lock again and again, the other waits all the time. */
static void
test_starved (void)
{
  g_autoptr(GString) script = g_string_new(
      "model threads\ncores 1\nfrom virtual\nthing lock microphone\n"
      "0ms greedy created thread\n0ms greedy started cpu 0\n0ms modest created thread\n"
      "0ms modest started\n0ms greedy acquired microphone\n1ms modest wait-lock for microphone\n");
  for (int i = 1; i <= 6; i++)
    g_string_append_printf(script, "%dms greedy released microphone\n%dms greedy acquired microphone\n",
                           i * 10, i * 10);
  g_string_append(
      script, "70ms greedy released microphone\n70ms greedy ended ok\n70ms modest woken by greedy\n"
              "70ms modest running\n70ms modest acquired microphone\n71ms modest ended ok\n71ms end ok\n");
  assert_findings(script->str,
                  "starved: modest waited 69 ms for “microphone” in one go, while greedy took it 6 "
                  "times: a lock does not ask who has waited longest. [modest] 1-70");
}

/* The longest wait was for one who kept the lock; it is in a shorter one that somebody takes it again and
 * again. */
static void
test_starved_in_shorter_wait (void)
{
  g_autoptr(GString) script =
      g_string_new("model threads\ncores 1\nfrom virtual\nthing lock microphone\n"
                   "0ms greedy created thread\n0ms greedy started cpu 0\n0ms greedy acquired microphone\n"
                   "0ms greedy sleeping\n"
                   "0ms modest created thread\n0ms modest started\n1ms modest wait-lock for microphone\n"
                   "80ms greedy woken\n80ms greedy running cpu 0\n80ms greedy released microphone\n"
                   "80ms modest woken by greedy\n80ms modest running\n80ms modest acquired microphone\n"
                   "81ms modest released microphone\n81ms greedy acquired microphone\n82ms modest wait-lock "
                   "for microphone\n");
  for (int i = 9; i <= 14; i++)
    g_string_append_printf(script, "%dms greedy released microphone\n%dms greedy acquired microphone\n",
                           i * 10, i * 10);
  g_string_append(
      script,
      "150ms greedy released microphone\n150ms greedy ended ok\n150ms modest woken by greedy\n"
      "150ms modest running\n150ms modest acquired microphone\n151ms modest ended ok\n151ms end ok\n");
  assert_findings(script->str,
                  "starved: modest waited 68 ms for “microphone” in one go, while greedy took it 6 "
                  "times: a lock does not ask who has waited longest. [modest] 82-150\n"
                  "sleeping-holder: “microphone” was held for 80 ms by tasks that slept or waited for data, "
                  "and others waited 147 ms for it: what can be done without it is better done without it. "
                  "[greedy] 0-80");
}

static void
test_sleeping_holder (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing lock kitchen\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms a acquired kitchen\n0ms a sleeping\n1ms b wait-lock for kitchen\n"
      "50ms a running cpu 0\n50ms a released kitchen\n50ms b woken by a\n50ms b running cpu 1\n"
      "51ms a ended ok\n51ms b ended ok\n51ms end ok\n",
      "sleeping-holder: “kitchen” was held for 50 ms by tasks that slept or waited for data, and "
      "others waited 49 ms for it: what can be done without it is better done without it. [a] 0-50");
  /* Who waited, did so for one who computed, and nobody for the one who slept. */
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing lock kitchen\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms a acquired kitchen\n0ms b wait-lock for kitchen\n"
      "30ms a released kitchen\n30ms a ended ok\n30ms b woken by a at 30ms\n30ms b running cpu 1\n"
      "30ms b acquired kitchen\n31ms b sleeping\n81ms b woken\n81ms b running cpu 1\n"
      "81ms b released kitchen\n81ms b ended ok\n81ms end ok\n",
      "");
}

/* Most of the waiting was for one who computed, and only a moment of the sleeping was in anybody's way. Of
 * two who slept the one who kept others waiting for longer is told. */
static void
test_sleeping_in_the_way (void)
{
#define TWO_HOLDERS                                                                                          \
  "model threads\ncores 2\nfrom virtual\nthing lock kitchen\n"                                               \
  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"                   \
  "0ms a acquired kitchen\n"
  assert_findings(TWO_HOLDERS
                  "0ms b wait-lock for kitchen\n30ms a released kitchen\n30ms b woken by a at 30ms\n"
                  "30ms b running cpu 1\n30ms b acquired kitchen\n30ms b sleeping\n"
                  "75ms a wait-lock for kitchen\n80ms b woken\n80ms b running cpu 1\n"
                  "80ms b released kitchen\n80ms b ended ok\n80ms a woken by b at 80ms\n"
                  "80ms a running cpu 0\n81ms a ended ok\n81ms end ok\n",
                  "");
  assert_findings(
      TWO_HOLDERS "0ms a sleeping\n0ms b wait-lock for kitchen\n40ms a running cpu 0\n"
                  "40ms a released kitchen\n40ms b woken by a at 40ms\n40ms b running cpu 1\n"
                  "40ms b acquired kitchen\n40ms b sleeping\n41ms a wait-lock for kitchen\n"
                  "60ms b woken\n60ms b running cpu 1\n60ms b released kitchen\n60ms b ended ok\n"
                  "60ms a woken by b at 60ms\n60ms a running cpu 0\n61ms a ended ok\n61ms end ok\n",
      "sleeping-holder: “kitchen” was held for 60 ms by tasks that slept or waited for data, and "
      "others waited 59 ms for it: what can be done without it is better done without it. [a] 0-40");
}

/* Several locks are in demand, and each has its own waits: who slept with one kept nobody waiting for the
 * other, and who starved for one is told beside who starved for the other. */
static void
test_two_locks (void)
{
  assert_findings("model threads\ncores 4\nfrom virtual\nthing lock hot\nthing lock cold\n"
                  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
                  "0ms c created thread\n0ms c started cpu 2\n0ms d created thread\n0ms d started cpu 3\n"
                  "0ms a acquired hot\n0ms b wait-lock for hot\n0ms c acquired cold\n0ms c sleeping\n"
                  "0ms d wait-lock for cold\n"
                  "50ms a released hot\n50ms b woken by a at 50ms\n50ms b running cpu 1\n"
                  "50ms c running cpu 2\n50ms c released cold\n50ms d woken by c at 50ms\n"
                  "50ms d running cpu 3\n60ms a ended ok\n60ms b ended ok\n60ms c ended ok\n60ms d ended ok\n"
                  "60ms end ok\n",
                  "sleeping-holder: “cold” was held for 50 ms by tasks that slept or waited for data, and "
                  "others waited 50 ms for it: what can be done without it is better done without it. [c] "
                  "0-50");
}

static void
test_two_starve (void)
{
  g_autoptr(GString) script = g_string_new(
      "model threads\ncores 4\nfrom virtual\nthing lock one\nthing lock two\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms c created thread\n0ms c started cpu 2\n0ms d created thread\n0ms d started cpu 3\n"
      "0ms a acquired one\n0ms c acquired two\n1ms b wait-lock for one\n2ms d wait-lock for two\n");
  for (int i = 10; i < 70; i += 10)
    g_string_append_printf(
        script, "%dms a released one\n%dms a acquired one\n%dms c released two\n%dms c acquired two\n", i, i,
        i, i);
  g_string_append(script, "70ms a released one\n70ms a ended ok\n70ms b woken by a\n70ms b running cpu 1\n"
                          "70ms c released two\n70ms c ended ok\n70ms d woken by c\n70ms d running cpu 3\n"
                          "71ms b ended ok\n71ms d ended ok\n71ms end ok\n");
  assert_findings(script->str, "starved: b waited 69 ms for “one” in one go, while a took it 6 times: a lock "
                               "does not ask who has waited longest. [b] 1-70\n"
                               "starved: d waited 68 ms for “two” in one go, while c took it 6 times: a lock "
                               "does not ask who has waited longest. [d] 2-70");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings-waits/convoy", test_convoy);
  g_test_add_func("/findings-waits/starved", test_starved);
  g_test_add_func("/findings-waits/starved-in-shorter-wait", test_starved_in_shorter_wait);
  g_test_add_func("/findings-waits/sleeping-holder", test_sleeping_holder);
  g_test_add_func("/findings-waits/sleeping-in-the-way", test_sleeping_in_the_way);
  g_test_add_func("/findings-waits/two-locks", test_two_locks);
  g_test_add_func("/findings-waits/two-starve", test_two_starve);
  return g_test_run();
}
