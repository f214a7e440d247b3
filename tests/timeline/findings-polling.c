/* Findings about who asks again and again for what he could wait for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

/* Who does nothing but ask for a variable that another changes. */
static void
test_busy_waiting (void)
{
  const struct {
    const char *loop, *body, *setter;
    bool is_told;
  } cases[] = {
      {"while not go:", "compute 1ms", "go = 1", true},
      {"while go == 0:  # not yet", "yield", "go = go + 1", true},
      {"while not go:", "sleep 0ms", "atomically go = 1", true},
      {"while not go:", "compute 5ms", "go = 1", false},
      {"while not go:", "get q", "go = 1", false},
      {"while not gone:", "compute 1ms", "go = 1", false},
      {"while not go:", "compute 1ms", "stop = 1", false},
      {"repeat 50:", "compute 1ms", "go = 1", false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *script = g_strdup_printf(
        "model threads\ncores 2\nfrom virtual\nthing 'shared variable' go 0\nsource 1 'shared variable go = "
        "0'\n"
        "source 3 'task asker:'\nsource 4 '    %s'\nsource 5 '        %s'\nsource 6 '    print go'\n"
        "source 8 'task setter:'\nsource 9 '    sleep 60ms'\nsource 10 '    %s'\n"
        "0ms asker created thread\n0ms asker started cpu 0\n0ms setter created thread\n0ms setter started "
        "cpu 1\n"
        "0ms setter sleeping line 9\n0ms asker running line 5 cpu 0\n30ms asker ready line 5\n"
        "40ms asker running line 5 cpu 0\n60ms setter running line 10 cpu 1\n60ms setter ended ok\n"
        "61ms asker running line 6 cpu 0\n62ms asker ended ok\n62ms end ok\n",
        cases[i].loop, cases[i].body, cases[i].setter);
    assert_findings(script,
                    cases[i].is_told
                        ? "busy-waiting: asker asked again and again for 61 ms whether “go” has changed "
                          "(line 4), and had a processor for 51 ms of it: who waits for an event needs "
                          "none. [asker] 0-61"
                        : "");
  }
}

/* What was done between two such loops is none of the asking. */
static void
test_busy_waiting_twice (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' go 0\nsource 1 'shared variable go = "
      "0'\n"
      "source 3 'task asker:'\nsource 4 '    repeat 2 as i:'\nsource 5 '        while go < i:'\n"
      "source 6 '            compute 1ms'\nsource 7 '        sleep 80ms'\n"
      "source 9 'task setter:'\nsource 10 '    go = go + 1'\n"
      "0ms asker created thread\n0ms asker started cpu 0\n0ms asker running line 6 cpu 0\n"
      "30ms asker sleeping line 7\n110ms asker running line 6 cpu 0\n130ms asker sleeping line 7\n"
      "150ms asker ended ok\n150ms end ok\n",
      "busy-waiting: asker asked again and again for 50 ms whether “go” has changed (line 5), and had a "
      "processor for 50 ms of it: who waits for an event needs none. [asker] 0-130");
}

/* Who asks for a moment does no harm, nor who does so for a small part of a long run; a loop is no task that
 * asks; and an empty line or a comment in the loop is nothing that it does. */
static void
test_little_asking (void)
{
  const struct {
    const char *kind;
    int asked_ms, end_ms;
    const char *line;
    bool is_told;
  } cases[] = {
      {"thread", 25, 100, "", true},       {"thread", 15, 100, "", false},
      {"thread", 25, 300, "", false},      {"loop", 25, 100, "", false},
      {"thread", 25, 100, "# wait", true}, {"thread", 25, 100, "        print 1", false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *script = g_strdup_printf(
        "model threads\ncores 2\nfrom virtual\nthing lock door\nthing 'shared variable' go 0\n"
        "source 1 'shared variable go = 0'\nsource 2 'lock door'\n"
        "source 3 'task setter:'\nsource 4 '    go = 1'\nsource 6 'task asker:'\nsource 7 '    while not "
        "go:'\n"
        "source 8 '%s'\nsource 9 '        compute 1ms'\nsource 10 '    sleep 1ms'\n"
        "0ms asker created %s\n0ms asker started cpu 0\n0ms asker running line 9 cpu 0\n"
        "%dms asker sleeping line 10\n%dms asker ended ok\n%dms end ok\n",
        cases[i].line, cases[i].kind, cases[i].asked_ms, cases[i].end_ms, cases[i].end_ms);
    assert_findings(script,
                    cases[i].is_told
                        ? "busy-waiting: asker asked again and again for 25 ms whether “go” has changed "
                          "(line 7), and had a processor for 25 ms of it: who waits for an event needs "
                          "none. [asker] 0-25"
                        : "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings-polling/busy-waiting", test_busy_waiting);
  g_test_add_func("/findings-polling/busy-waiting-twice", test_busy_waiting_twice);
  g_test_add_func("/findings-polling/little-asking", test_little_asking);
  return g_test_run();
}
