/* Findings about ends: who failed, who was killed, and who with whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

static void
test_failed (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "3ms a sleeping line 4\n5ms a running cpu 0\n6ms a ended failed reason \"division by zero\"\n"
      "7ms b ended failed\n7ms end failed \"division by zero\"\n",
      "failed: a failed: division by zero. [a] 5-6\n"
      "failed: b failed. [b] 0-7");
}

/* Each process that died is told once, with those whom it took along; who was cancelled is no finding, nor
 * are those who were alive when the run was stopped. */
static void
test_killed (void)
{
  assert_findings("model processes\ncores 2\nfrom virtual\n"
                  "0ms main created process\n0ms main started cpu 0 pid 10\n"
                  "0ms a created process by main\n0ms a started cpu 1 pid 11\n"
                  "0ms b created process by main\n0ms b started cpu 1 pid 12\n"
                  "0ms inner created thread by b\n0ms inner started pid 12\n0ms late created thread by b\n"
                  "1ms main wait-join\n3ms a sleeping line 4\n5ms b running cpu 0\n"
                  "6ms a ended killed reason \"it crashed in line 5\"\n6ms inner sleeping line 8\n"
                  "7ms b ended killed\n8ms inner ended killed\n8ms late ended killed\n"
                  "9ms main ended ok\n9ms end crashed \"a was killed\"\n",
                  "killed: a was killed: it crashed in line 5. [a] 3-6\n"
                  "killed: b was killed. 2 other tasks of its process ended with it. [b, inner, late] 5-7");
}

static void
test_killed_run (void)
{
  const char *const threads =
      "model threads\ncores 2\nfrom virtual\n"
      "0ms main created thread\n0ms main started cpu 0 pid 10\n1ms main wait-join\n"
      "0ms a created thread by main\n0ms a started cpu 1 pid 10\n"
      "0ms b created thread by main\n0ms b started cpu 0 pid 10\n2ms b sleeping line 4\n";
  const struct {
    const char *end, *expected;
  } ends[] = {
      {"8ms finish crashed \"the process that ran it was killed (signal 9)\"\n",
       "killed: 3 tasks ended with the run: the process that ran it was killed (signal 9). [main, a, b] 2-8"},
      {"8ms b ended killed reason \"it crashed in line 5\"\n8ms finish crashed\n",
       "killed: b was killed: it crashed in line 5. 2 other tasks of its process ended with it. [b, main, a] "
       "2-8"},
      {"7.5ms b ended killed\n8ms finish crashed\n", "killed: 3 tasks ended with the run. [main, a, b] 2-8"},
      {"5ms b ended killed\n8ms finish limit \"stopped after 8 ms, its limit\"\n", ""},
      {"8ms finish limit \"stopped after 8 ms, its limit\"\n", ""},
      {"8ms finish stopped \"stopped\"\n", ""},
      {"7ms b ended cancelled\n8ms finish stopped\n", ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
    g_autofree char *script = g_strconcat(threads, ends[i].end, NULL);
    assert_findings(script, ends[i].expected);
  }
}

/* Of those that die at one moment the one that says why is told, whoever was there first; a loop is no task
 * that ended with it; and where the run was stopped for them, only who says why is told. */
static void
test_killed_together (void)
{
#define TOGETHER                                                                                             \
  "model processes\ncores 2\nfrom virtual\n"                                                                 \
  "0ms main created process\n0ms main started cpu 0 pid 10\n1ms main wait-join\n"                            \
  "0ms a created process by main\n0ms a started cpu 1 pid 11\n"                                              \
  "0ms loop created loop by a\n0ms loop started pid 11\n"                                                    \
  "0ms b created thread by a\n0ms b started cpu 1 pid 11\n2ms b sleeping line 4\n"                           \
  "6ms a ended killed\n6ms loop ended killed\n6ms b ended killed reason \"it crashed in line 5\"\n"
#define B_AND_A                                                                                              \
  "killed: b was killed: it crashed in line 5. 1 other task of its process ended with it. [b, a] 2-6"
  assert_findings(TOGETHER "9ms main ended ok\n9ms end crashed \"b was killed\"\n", B_AND_A);
  assert_findings(TOGETHER "20ms finish stopped \"stopped\"\n", B_AND_A);
  assert_findings("model processes\ncores 2\nfrom virtual\n"
                  "0ms main created process\n0ms main started cpu 0 pid 10\n"
                  "0ms a created process by main\n0ms a started cpu 1 pid 11\n"
                  "3ms a ended killed\n20ms finish stopped \"stopped\"\n",
                  "");
}

/* Three of one process, of which the last one in the file died first. */
static void
test_killed_first (void)
{
  assert_findings("model processes\ncores 2\nfrom virtual\n"
                  "0ms main created process\n0ms main started cpu 0 pid 10\n1ms main wait-join\n"
                  "0ms a created process by main\n0ms a started cpu 1 pid 11\n"
                  "0ms b created thread by a\n0ms b started cpu 1 pid 11\n"
                  "0ms c created thread by a\n0ms c started cpu 1 pid 11\n2ms c sleeping line 4\n"
                  "4ms c ended killed\n5ms b ended killed\n6ms a ended killed\n"
                  "9ms main ended ok\n9ms end crashed \"c was killed\"\n",
                  "killed: c was killed. 2 other tasks of its process ended with it. [c, a, b] 2-4");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings-ends/failed", test_failed);
  g_test_add_func("/findings-ends/killed", test_killed);
  g_test_add_func("/findings-ends/killed-run", test_killed_run);
  g_test_add_func("/findings-ends/killed-together", test_killed_together);
  g_test_add_func("/findings-ends/killed-first", test_killed_first);
  return g_test_run();
}
