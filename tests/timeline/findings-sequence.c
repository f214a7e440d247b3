/* Findings about what came one after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

static void
test_long_tail (void)
{
  assert_findings("model threads\ncores 2\nfrom virtual\n"
                  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
                  "10ms b ended ok\n10ms c created thread by a\n10ms c started cpu 1\n20ms a ended ok\n"
                  "60ms c ended ok\n60ms end ok\n",
                  "long-tail: For the last 40 ms only c was left to compute; the run had no work for the "
                  "other processors. "
                  "[c] 20-60");
  /* Who has computed before, and waits for them all, is none of those who are left. */
#define LAST_OF_THREE                                                                                        \
  "model threads\ncores 2\nfrom virtual\n0ms main created thread\n0ms main started cpu 0\n"                  \
  "10ms a created thread by main\n10ms a started cpu 0\n10ms main wait-join\n"                               \
  "10ms b created thread by main\n10ms b started cpu 1\n20ms a ended ok\n"
  assert_findings(LAST_OF_THREE "60ms b ended ok\n60ms main running cpu 0\n61ms main ended ok\n61ms end ok\n",
                  "long-tail: For the last 40 ms only b was left to compute; the run had no work for the "
                  "other processors. [b] 20-60");
  /* Who shares a processor computes to the end of his last turn. */
  assert_findings(LAST_OF_THREE "20ms c created thread by main\n20ms c started cpu 0\n26ms c ready\n"
                                "28ms c running cpu 0\n32ms c ended ok\n80ms b ended ok\n"
                                "80ms main running cpu 0\n81ms main ended ok\n81ms end ok\n",
                  "long-tail: For the last 48 ms only b was left to compute; the run had no work for the "
                  "other processors. [b] 32-80");
  /* Nor was anybody alone beside a daemon, or beside many that compute for a moment each. */
  assert_findings(LAST_OF_THREE
                  "20ms d created thread by main daemon\n20ms d started cpu 0\n60ms b ended ok\n"
                  "60ms main running cpu 1\n61ms main ended ok\n61ms end ok\n",
                  "");
  g_autoptr(GString) moments = g_string_new(LAST_OF_THREE);
  for (int i = 20; i < 60; i += 4)
    g_string_append_printf(moments,
                           "%dms m%d created thread by main\n%dms m%d started cpu 0\n%dms m%d ended ok\n", i,
                           i, i, i, i + 3, i);
  g_string_append(moments, "60ms b ended ok\n60ms main running cpu 0\n61ms main ended ok\n61ms end ok\n");
  assert_findings(moments->str, "");
  /* On a loop each is alone while it computes. */
  assert_findings("model async\ncores 2\nfrom virtual\n0ms loop created loop\n0ms loop started cpu 0\n"
                  "0ms a created task by loop ring 0\n0ms a started cpu 0 ring 0\n20ms a ended ok ring 0\n"
                  "20ms b created task by loop ring 0\n20ms b started cpu 0 ring 0\n40ms b ended ok ring 0\n"
                  "40ms c created task by loop ring 0\n40ms c started cpu 0 ring 0\n60ms c ended ok ring 0\n"
                  "60ms loop ended ok\n60ms end ok\n",
                  "");
}

#define FORKED_BY                                                                                            \
  "model threads\ncores 2\nfrom virtual\nthing queue q 0\n0ms main created thread\n0ms main started cpu 0\n" \
  "0ms a created thread by main\n0ms a started cpu 0\n0ms b created thread by main\n0ms b started cpu 1\n"
#define FORKED FORKED_BY "0ms main wait-join\n"

/* Who begins when the others are done is left over by nobody. */
static void
test_last_part (void)
{
  assert_findings(FORKED "18ms a ended ok\n20ms b ended ok\n20ms main woken by b at 20ms\n"
                         "20ms main running cpu 0\n20ms sum created thread by main\n20ms sum started cpu 0\n"
                         "20ms main wait-join for sum\n60ms sum ended ok\n60ms main woken by sum at 60ms\n"
                         "60ms main ended ok\n60ms end ok\n",
                  "long-tail: For the last 40 ms only sum computed, which could not begin before b was done; "
                  "the run had no work for the other processors. [sum] 20-60");
  /* Who is started at a certain time has waited for nobody. */
  assert_findings(FORKED_BY "0ms main sleeping\n18ms a ended ok\n20ms b ended ok\n"
                            "24ms main running cpu 0\n24ms sum created thread by main\n"
                            "24ms sum started cpu 0\n24ms main wait-join for sum\n70ms sum ended ok\n"
                            "70ms main woken by sum at 70ms\n70ms main ended ok\n70ms end ok\n",
                  "");
  /* Who cuts the run off leaves open who would have come next. */
  assert_findings(FORKED "18ms a ended ok\n20ms b ended ok\n20ms main woken by b at 20ms\n"
                         "20ms main running cpu 0\n20ms sum created thread by main\n20ms sum started cpu 0\n"
                         "20ms main wait-join for sum\n60ms finish stopped\n",
                  "");
}

/* Nor is one who waits for what others give him now and then. */
static void
test_no_tail (void)
{
  assert_findings(FORKED "0ms c created thread by main\n0ms c started ready 0ms\n10ms c running cpu 0\n"
                         "18ms a ended ok\n20ms b wait-queue for q\n25ms c wait-queue for q\n"
                         "45ms c running cpu 0\n70ms c ended ok\n70ms b ended ok\n70ms main ended ok\n"
                         "70ms end ok\n",
                  "");
}

/* Each begins when the one before has ended. */
static void
test_never_parallel (void)
{
#define ONE_AFTER                                                                                            \
  "0ms main created thread\n0ms main started cpu 1\n"                                                        \
  "0ms a created thread by main\n0ms a started cpu 0\n0ms main wait-join for a\n"                            \
  "20ms a ended ok\n20ms main woken by a at 20ms\n20ms main running cpu 1\n"                                 \
  "20ms b created thread by main\n20ms b started cpu 0\n20ms main wait-join for b\n"                         \
  "40ms b ended ok\n40ms main woken by b at 40ms\n"
#define ONE_AFTER_THE_OTHER ONE_AFTER "40ms main ended ok\n"
#define TWO_CORES "model threads\ncores 2\nfrom virtual\n"
#define NEVER                                                                                                \
  "never-parallel: 2 tasks computed, one after the other: main waits for the end of each before it starts "  \
  "the next. What needs nothing of the one before can be started beside it, and be waited for later. [a, "   \
  "b] "                                                                                                      \
  "0-40"
  /* What was still to come is not known. */
  assert_findings(TWO_CORES ONE_AFTER_THE_OTHER "40ms finish unknown 'the file breaks off'\n", "");
  assert_findings(TWO_CORES ONE_AFTER_THE_OTHER "40ms end ok\n", NEVER);
  /* The last of them is not told a second time, as one who is alone. */
  assert_findings(
      TWO_CORES ONE_AFTER
      "40ms main running cpu 1\n40ms c created thread by main\n"
      "40ms c started cpu 0\n40ms main wait-result\n80ms c ended ok\n80ms main woken by c at 80ms\n"
      "80ms main running cpu 1\n81ms main ended ok\n81ms end ok\n",
      "never-parallel: 3 tasks computed, one after the other: main waits for the end of each "
      "before it starts the next. What needs nothing of the one before can be started beside it, "
      "and be waited for later. [a, b, c] 0-81");
  /* Nor where it was cut off, and by whom. */
  assert_findings(TWO_CORES ONE_AFTER_THE_OTHER "40ms finish stopped\n", "");
  assert_findings(TWO_CORES ONE_AFTER_THE_OTHER "40ms end limit 'too long'\n", "");
  /* Each process has an interpreter lock of its own. */
  assert_findings("model processes\ncores 2\ngil\nfrom virtual\n" ONE_AFTER_THE_OTHER "40ms end ok\n", NEVER);
  assert_findings("model threads\ncores 2\ngil\nfrom virtual\n" ONE_AFTER_THE_OTHER "40ms end ok\n", "");
  /* One slept while the other computed: they have waited for nobody. */
  assert_findings(TWO_CORES "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n"
                            "0ms b started cpu 1\n0ms b sleeping\n20ms a ended ok\n25ms b woken\n"
                            "25ms b running cpu 1\n45ms b ended ok\n45ms end ok\n",
                  "");
}

/* Who starts the others computes, too, when they have ended. */
static void
test_computing_starter (void)
{
  assert_findings(TWO_CORES "0ms main created thread\n0ms main started cpu 1\n"
                            "20ms a created thread by main\n20ms a started cpu 0\n"
                            "21ms main wait-join for a\n40ms a ended ok\n40ms main woken by a at 40ms\n"
                            "40ms main ready\n41ms main running cpu 1\n50ms main ended ok\n50ms end ok\n",
                  "never-parallel: 2 tasks computed, but never two at the same time: main waits for the end "
                  "of what it has started before it goes on. What needs nothing of another can be computed "
                  "beside it, and be waited for later. [main, a] 0-50");
}

#define NOBODY_STARTED                                                                                       \
  "never-parallel: 2 tasks computed, but never two at the same time, though there were 2 processors: each "  \
  "waited for another to end or to hand something over. "

/* It was no join that kept them apart: both were there, or they were started by different tasks, or by one
 * who did not wait for the first one's end. */
static void
test_other_chains (void)
{
#define EVENT "thing event go\n"
#define MAIN "0ms main created thread\n0ms main started cpu 1\n"
  assert_findings(TWO_CORES EVENT MAIN "0ms a created thread by main\n0ms a started cpu 0\n"
                                       "0ms b created thread by main\n0ms b started cpu 1\n"
                                       "0ms main wait-join\n0ms b wait-event for go\n20ms a ended ok\n"
                                       "20ms b woken by a at 20ms\n20ms b running cpu 1\n40ms b ended ok\n"
                                       "40ms main woken by b at 40ms\n40ms main ended ok\n40ms end ok\n",
                  NOBODY_STARTED "[a, b] 0-40");
  assert_findings(TWO_CORES MAIN "0ms a created thread by main\n0ms a started cpu 0\n0ms main wait-join\n"
                                 "20ms b created thread by a\n20ms b started cpu 1\n20ms a wait-join for b\n"
                                 "40ms b ended ok\n40ms a woken by b at 40ms\n40ms a ended ok\n"
                                 "40ms main woken by a at 40ms\n40ms main ended ok\n40ms end ok\n",
                  "never-parallel: 2 tasks computed, but never two at the same time: a waits for the end of "
                  "what it has started before it goes on. What needs nothing of another can be computed "
                  "beside it, and be waited for later. [a, b] 0-40");
  assert_findings(TWO_CORES EVENT MAIN "0ms a created thread by main\n0ms a started cpu 0\n"
                                       "0ms main wait-event for go\n20ms a ended ok\n"
                                       "20ms main woken by a at 20ms\n20ms main running cpu 1\n"
                                       "20ms b created thread by main\n20ms b started cpu 0\n"
                                       "20ms main wait-join\n40ms b ended ok\n40ms main woken by b at 40ms\n"
                                       "40ms main ended ok\n40ms end ok\n",
                  NOBODY_STARTED "[a, b] 0-40");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings-sequence/long-tail", test_long_tail);
  g_test_add_func("/findings-sequence/last-part", test_last_part);
  g_test_add_func("/findings-sequence/no-tail", test_no_tail);
  g_test_add_func("/findings-sequence/never-parallel", test_never_parallel);
  g_test_add_func("/findings-sequence/computing-starter", test_computing_starter);
  g_test_add_func("/findings-sequence/other-chains", test_other_chains);
  return g_test_run();
}
