/* Findings: what stands out is told, and what does not is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "script.h"

#define assert_findings gantry_script_assert_findings

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

/* A thread takes the lock from a loop, whose tasks are ready meanwhile; what is in a process of its own has
 * no part in it. */
static void
test_gil_of_loop (void)
{
  assert_findings(
      "model async\ncores 2\ngil\nfrom virtual\n"
      "0ms loop created loop\n0ms loop started cpu 0\n0ms main created task by loop ring 0\n"
      "0ms main started cpu 0 ring 0\n0ms away created process by main\n0ms away started cpu 1\n"
      "20ms away ended ok\n0ms helper created thread by main\n0ms helper started cpu 1\n0ms helper wait-gil\n"
      "10ms main ready ring 0\n10ms loop wait-gil\n10ms helper running cpu 1\n"
      "30ms helper ended ok\n30ms loop running cpu 0\n30ms main running cpu 0 ring 0\n"
      "32ms main ended ok ring 0\n32ms loop ended ok\n32ms end ok\n",
      "gil-bound: 2 tasks computed, and waited 30 ms in all for the interpreter lock: it lets only one of "
      "a process compute at a time, however many processors there are. [loop, helper] 0-32");
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

#define UNDER_LOCK(kind)                                                                                     \
  "model threads\ncores 2\nfrom virtual\nthing " kind " l\n"                                                 \
  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
#define ONE_UNDER_LOCK                                                                                          \
  "one-at-a-time: 2 tasks computed, but hardly ever two at the same time: they do so while they hold “l”, " \
  "which one alone can hold. [a, b] 0-60"

/* All that they compute they compute under one lock: that is why, however much of the time they sleep or lack
 * a processor besides, and whoever else waits for it. Who holds it and sleeps is not kept apart by it. */
static void
test_one_at_a_time_under_lock (void)
{
  static const char turns[] =
      "0ms a acquired l\n0ms b sleeping\n15ms b wait-lock for l\n20ms a released l\n20ms a sleeping\n"
      "20ms b acquired l\n20ms b ready\n25ms b running cpu 1\n45ms b released l\n45ms b ended ok\n"
      "40ms a wait-lock for l\n45ms a acquired l\n45ms a running cpu 0\n60ms a released l\n60ms a ended ok\n"
      "0ms c created thread\n0ms c started cpu 0\n0ms c wait-lock for l\n60ms c ended ok\n60ms end ok\n";
  g_autofree char *lock = g_strconcat(UNDER_LOCK("lock"), turns, NULL);
  g_autofree char *rwlock = g_strconcat(UNDER_LOCK("rwlock"), turns, NULL);
  assert_findings(lock, ONE_UNDER_LOCK);
  assert_findings(rwlock, ONE_UNDER_LOCK);
  assert_findings(
      UNDER_LOCK(
          "lock") "0ms a acquired l\n0ms a sleeping\n30ms b sleeping\n30ms a running cpu 0\n"
                  "0ms c created thread\n0ms c started cpu 0\n0ms c wait-lock for l\n"
                  "60ms c ended ok\n60ms a released l\n60ms a ended ok\n60ms b ended ok\n60ms end ok\n",
      "sleeping-holder: “l” was held for 30 ms by tasks that slept or waited for data, and others waited "
      "60 ms for it: what can be done without it is better done without it. [a] 0-60");
}

/* The second task is there when the first one has ended: it waited for the processor that its loop lacked. */
static void
test_loop_without_processor (void)
{
#define TWO_ON_LOOP(created, began)                                                                          \
  "model async\ncores 2\nfrom virtual\n0ms loop created loop ring 0\n0ms loop started cpu 0 ring 0\n"        \
  "0ms a created task by loop ring 0\n0ms a started cpu 0 ring 0\n" created "20ms a ended ok ring 0\n" began \
  "35ms loop running cpu 0 ring 0\n35ms b running cpu 0 ring 0\n50ms b ended ok ring 0\n"                    \
  "50ms loop ended ok ring 0\n50ms end ok\n"
#define CREATED(ms)                                                                                          \
  ms " b created task by loop ring 0\n" ms " b started ready " ms " ring 0\n" ms " b ready ring 0\n"
  assert_findings(TWO_ON_LOOP("", CREATED("20ms") "20ms loop ready ring 0\n"), "");
  assert_findings(TWO_ON_LOOP(CREATED("5ms"), "20ms loop ready ring 0\n"),
                  "one-at-a-time: 2 tasks computed one after the other, for they share the one thread of "
                  "their loop. [a, b] 0-50");
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

/* One computes for long and is ready most of the time, but for many others that compute for a moment each: it
 * is they that have the processors. */
static void
test_many_small_tasks (void)
{
  g_autoptr(GString) script = g_string_new("model threads\ncores 2\nfrom virtual\n"
                                           "0ms big created thread\n0ms big started cpu 0\n");
  for (int i = 0; i < 20; i++)
    g_string_append_printf(script,
                           "%dms t%d created thread by big\n%dms t%d started cpu %d\n%dms t%d ended ok\n",
                           10 + i / 2 * 4, i, 10 + i / 2 * 4, i, i % 2, 14 + i / 2 * 4, i);
  g_string_append(script, "10ms big ready\n50ms big running cpu 0\n60ms big ended ok\n60ms end ok\n");
  assert_findings(script->str, "");
}

/* They wait for a place that somebody gives back who never computes, and nobody runs meanwhile. */
static void
test_not_for_a_holder (void)
{
  assert_findings("model threads\ncores 2\nfrom virtual\nthing semaphore s 1\n"
                  "0ms giver created thread\n0ms giver started cpu 0\n0ms giver sleeping\n"
                  "0ms a created thread\n0ms a started cpu 0\n0ms a wait-semaphore for s\n"
                  "0ms b created thread\n0ms b started cpu 1\n0ms b sleeping\n"
                  "20ms a woken by giver\n20ms a running cpu 0\n30ms a ended ok\n"
                  "30ms b woken\n30ms b wait-semaphore for s\n"
                  "50ms b woken by giver\n50ms b running cpu 1\n60ms b ended ok\n"
                  "60ms giver ended ok\n60ms end ok\n",
                  "");
}

/* A lock lets one in at a time, but they lacked processors for half of the time as well. */
static void
test_lock_and_no_processor (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing lock l\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms a running cpu 0\n"
      "0ms b created thread\n0ms b started cpu 1\n0ms b wait-lock for l\n"
      "10ms a ready\n20ms a running cpu 0\n30ms a ended ok\n30ms b running cpu 1\n"
      "40ms b ready\n50ms b running cpu 1\n60ms b ended ok\n60ms end ok\n",
      "busy-machine: Tasks were ready for 20 ms in all and had no processor, though there was one "
      "for each: other programs had them. [] 0-60");
}

/* Tasks of a loop within a thread are ready for a turn: no processor would help them. */
static void
test_ready_on_a_loop (void)
{
  assert_findings(
      "model threads\ncores 4\nfrom virtual\n"
      "0ms host created thread\n0ms host started cpu 0\n0ms loop created loop by host ring 0\n"
      "0ms loop started cpu 0 ring 0\n0ms a created task by host ring 0\n0ms b created task by host ring 0\n"
      "0ms a started cpu 0 ring 0\n0ms b started ready 0ms ring 0\n0ms b ready ring 0\n"
      "0ms host wait-join for b ring 0\n20ms a ended ok ring 0\n20ms b running cpu 0 ring 0\n"
      "40ms b ended ok ring 0\n40ms host ended ok ring 0\n40ms end ok\n",
      "one-at-a-time: 2 tasks computed one after the other, for they share the one thread of their loop. "
      "[a, b] 0-40");
}

#define COUNTER_SOURCE                                                                                       \
  "source 1 'shared variable counter = 0'\nsource 3 'task adder:'\nsource 4 '    seen = counter'\n"          \
  "source 5 '    compute 2ms'\nsource 6 '    counter = seen + 1  # one more'\nsource 8 'main:'\n"            \
  "source 9 '    start adder x 2'\nsource 10 '    print counter'\n"
#define TWO_ADDERS                                                                                           \
  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"                   \
  "0ms a running line 5 cpu 0\n0ms b running line 5 cpu 1\n"
#define END_OF_ADDERS "9ms a ended ok\n9ms b ended ok\n9ms end ok\n"

static void
test_lost_update (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n" COUNTER_SOURCE TWO_ADDERS
      "2ms a value counter 1\n4ms a value counter 2\n5ms b value counter 1\n" END_OF_ADDERS,
      "lost-update: 1 of 3 updates of “counter” were lost: tasks read it, and by the time they wrote "
      "back what they had read plus 1, others had written, too. No lock keeps others out between "
      "line 4, which reads it, and line 6, which writes it. [a, b] 4-5");
}

/* Those that never come to tell a line are known by their names, and nobody else who tells none. */
static void
test_lost_update_without_lines (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n" COUNTER_SOURCE
      "0ms 'adder 1' created thread\n0ms 'adder 1' started cpu 0\n"
      "0ms 'adder 2' created thread\n0ms 'adder 2' started cpu 1\n"
      "0ms 'adder of 3' created thread\n0ms 'adder of 3' started cpu 1\n"
      "2ms 'adder 1' value counter 1\n4ms 'adder 1' value counter 2\n5ms 'adder 2' value counter 1\n"
      "9ms 'adder 1' ended ok\n9ms 'adder 2' ended ok\n9ms 'adder of 3' ended ok\n9ms end ok\n",
      "lost-update: 1 of 3 updates of “counter” were lost: tasks read it, and by the time they wrote "
      "back what they had read plus 1, others had written, too. No lock keeps others out between "
      "line 4, which reads it, and line 6, which writes it. [adder 1, adder 2] 4-5");
}

/* The same value twice leaves no step. */
static void
test_lost_update_unseen (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n" COUNTER_SOURCE TWO_ADDERS
      "2ms a value counter 1\n4ms b value counter 1\n6ms a value counter 2\n" END_OF_ADDERS,
      "lost-update: 1 of 3 updates of “counter” were lost: tasks read it, and by the time they wrote "
      "back what they had read plus 1, others had written, too. No lock keeps others out between "
      "line 4, which reads it, and line 6, which writes it. [a, b] 2-6");
}

/* All were kept; the clocks of two stores disagree about their order. */
/* What is taken off is lost as what is added; and what is all there is not, however far down it went. */
static void
test_lost_downwards (void)
{
#define DOWN                                                                                                 \
  "model threads\ncores 2\nfrom virtual\nthing 'shared variable' places 10\n"                                \
  "source 1 'shared variable places = 10'\nsource 3 'task adder:'\nsource 4 '    seen = places'\n"           \
  "source 5 '    compute 2ms'\nsource 6 '    places = seen - 2'\n" TWO_ADDERS
  assert_findings(DOWN "2ms a value places 8\n4ms a value places 6\n5ms b value places 8\n" END_OF_ADDERS,
                  "lost-update: 1 of 3 updates of “places” were lost: tasks read it, and by the time they "
                  "wrote back what they had read minus 2, others had written, too. No lock keeps others out "
                  "between line 4, which reads it, and line 6, which writes it. [a, b] 4-5");
  assert_findings(DOWN "2ms a value places 8\n4ms a value places 4\n4ms b value places 6\n" END_OF_ADDERS,
                  "");
}

static void
test_no_lost_update (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n" COUNTER_SOURCE TWO_ADDERS
      "2ms a value counter 1\n4ms a value counter 3\n4ms b value counter 2\n" END_OF_ADDERS,
      "");
}

/* Nothing is claimed where something else is ever done to it, however little came of the stores. */
static void
test_other_stores (void)
{
  static const char *const others[] = {"counter = 0",
                                       "counter = counter - 1",
                                       "counter = seen + other",
                                       "counter = 2 * seen",
                                       "counter = seen + 2",
                                       "seen = 7",
                                       "receive p as seen",
                                       "atomically counter = counter + 2"};
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
    g_autofree char *script = g_strdup_printf(
        "model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n" COUNTER_SOURCE
        "source 11 '    %s'\n" TWO_ADDERS
        "2ms a value counter 1\n4ms a value counter 2\n5ms b value counter 1\n" END_OF_ADDERS,
        others[i]);
    assert_findings(script, "");
  }
  /* What the adders add to is what they were given, though main calls so what it has read. */
  assert_findings("model threads\ncores 2\nfrom virtual\nthing 'shared variable' counter\n"
                  "source 1 'shared variable counter = 0'\nsource 3 'task adder(pause, seen):'\n"
                  "source 6 '    counter = seen + 1'\nsource 8 'main:'\nsource 9 '    seen = counter'\n"
                  "source 10 '    start adder(5, 0) x 2'\n" TWO_ADDERS
                  "2ms a value counter 1\n5ms b value counter 1\n" END_OF_ADDERS,
                  "");
}

/* As processes, each adds to its own; that is another matter, and worth another word. */
static void
test_own_copies (void)
{
  assert_findings(
      "model processes\ncores 2\nfrom virtual\nthing variable counter\n"
      "source 1 'variable counter = 0'\nsource 3 'task adder:'\n"
      "source 5 '    counter = counter + 1'\nsource 8 'main:'\n" TWO_ADDERS
      "2ms a value counter 1\n4ms b value counter 1\n" END_OF_ADDERS,
      "own-copies: “counter” is no shared variable: each process changed a copy of its own, which no "
      "other process sees. [a, b] 2-9");
}

/* Who is somewhere else in the block that assigns the variable does so, too. */
static void
test_own_copies_behind (void)
{
  assert_findings("model processes\ncores 2\nfrom virtual\nthing variable own\n"
                  "source 1 'variable own = 0'\nsource 3 'task adder:'\nsource 4 '    own = own + 1'\n"
                  "source 5 '    sleep 5ms'\nsource 6 'main:'\nsource 7 '    start adder'\n"
                  "0ms main created process\n0ms main started cpu 0\n0ms main running line 7 cpu 0\n"
                  "0ms adder created process by main line 7\n0ms adder started cpu 1\n"
                  "1ms adder value own 1\n1ms adder sleeping line 5\n6ms adder running cpu 1\n"
                  "7ms adder ended ok\n8ms main ended ok\n8ms end ok\n",
                  "own-copies: “own” is no shared variable: each process changed a copy of its own, which no "
                  "other process sees. [adder] 1-8");
}

static void
test_idle_cores (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started ready 0ms\n"
      "0ms c created thread\n0ms c started ready 0ms\n0ms b ready\n0ms c ready\n"
      "20ms a ended ok\n20ms b running cpu 0\n40ms b ended ok\n40ms c running cpu 0\n50ms c ended ok\n"
      "50ms end ok\n",
      "idle-cores: For 40 ms a task was ready while fewer tasks had processors than there are: other "
      "programs had them, or the system was slow to share them out. [] 0-50");
}

#define FROM_ZERO(name) "0ms " name " created thread\n0ms " name " started ready 0ms\n0ms " name " ready\n"

/* Another program has one of the two processors: they are too many all the same. */
static void
test_oversubscribed_on_busy_machine (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n" FROM_ZERO("a") FROM_ZERO("b") FROM_ZERO("c") FROM_ZERO(
          "d") "0ms a running cpu 0\n20ms a ready\n20ms b running cpu 0\n40ms b ready\n40ms c running cpu 0\n"
               "60ms c ready\n60ms d running cpu 0\n72ms d ready\n72ms a running cpu 0\n74ms a ended ok\n"
               "74ms b running cpu 0\n76ms b ended ok\n76ms c running cpu 0\n78ms c ended ok\n78ms d running "
               "cpu 0\n"
               "80ms d ended ok\n80ms end ok\n",
      "oversubscribed: 4 tasks wanted 2 processors: on average, each was ready and had none for 74 % of its "
      "time. [] 0-80\nidle-cores: For 78 ms a task was ready while fewer tasks had processors than there "
      "are: "
      "other programs had them, or the system was slow to share them out. [] 0-80");
}

/* There may be more tasks than processors: each of them had one free for it when it wanted one. */
static void
test_busy_machine_for_many (void)
{
  assert_findings(
      "model threads\ncores 2\nfrom virtual\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms c created thread\n0ms c started cpu 1\n0ms c sleeping\n"
      "0ms a running cpu 0\n0ms b ready\n20ms a sleeping\n20ms b running cpu 1\n20ms c ready\n"
      "40ms b ended ok\n40ms c running cpu 0\n40ms a ready\n50ms c ended ok\n50ms a running cpu 0\n"
      "60ms a ended ok\n60ms end ok\n",
      "busy-machine: Tasks were ready for 50 ms in all and had no processor, though there was one for each: "
      "other programs had them. [] 0-60");
}

/* Of processors nothing is claimed where much of who had them was lost; of waits for a lock it is. */
static void
test_much_lost (void)
{
#define LOST "30ms switches lost 100 since 1ms\n"
  assert_findings(
      "model threads\ncores 1\nfrom kernel\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 0 ready 0ms\n"
      "0ms b ready\n20ms a ended ok\n20ms b running cpu 0\n" LOST "40ms b ended ok\n40ms end ok\n",
      "");
  assert_findings(
      "model threads\ncores 2\nfrom kernel\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 0 ready 0ms\n"
      "0ms b ready\n20ms a ended ok\n20ms b running cpu 0\n" LOST "40ms b ended ok\n40ms end ok\n",
      "");
  assert_findings("model threads\ncores 2\nfrom kernel\n"
                  "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started ready 0ms\n"
                  "0ms c created thread\n0ms c started ready 0ms\n0ms b ready\n0ms c ready\n"
                  "20ms a ended ok\n20ms b running cpu 0\n" LOST "40ms b ended ok\n40ms c running cpu 0\n"
                  "50ms c ended ok\n50ms end ok\n",
                  "");
  assert_findings(
      "model threads\ncores 2\nfrom kernel\nthing lock l 0\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n0ms b started cpu 1\n"
      "0ms b wait-lock for l line 3\n20ms a ended ok\n20ms b running cpu 1\n" LOST
      "40ms b ended ok\n40ms end ok\n",
      "one-at-a-time: 2 tasks computed, but hardly ever two at the same time: while one ran, the others "
      "waited for what it held. [a, b] 0-40");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/findings/nothing", test_nothing);
  g_test_add_func("/findings/gil-bound", test_gil_bound);
  g_test_add_func("/findings/gil-of-loop", test_gil_of_loop);
  g_test_add_func("/findings/one-at-a-time", test_one_at_a_time);
  g_test_add_func("/findings/loop-without-processor", test_loop_without_processor);
  g_test_add_func("/findings/one-at-a-time-under-lock", test_one_at_a_time_under_lock);
  g_test_add_func("/findings/oversubscribed", test_oversubscribed);
  g_test_add_func("/findings/oversubscribed-on-busy-machine", test_oversubscribed_on_busy_machine);
  g_test_add_func("/findings/busy-machine-for-many", test_busy_machine_for_many);
  g_test_add_func("/findings/busy-machine", test_busy_machine);
  g_test_add_func("/findings/many-small-tasks", test_many_small_tasks);
  g_test_add_func("/findings/not-for-a-holder", test_not_for_a_holder);
  g_test_add_func("/findings/lock-and-no-processor", test_lock_and_no_processor);
  g_test_add_func("/findings/ready-on-a-loop", test_ready_on_a_loop);
  g_test_add_func("/findings/lost-update", test_lost_update);
  g_test_add_func("/findings/lost-update-without-lines", test_lost_update_without_lines);
  g_test_add_func("/findings/lost-update-unseen", test_lost_update_unseen);
  g_test_add_func("/findings/lost-downwards", test_lost_downwards);
  g_test_add_func("/findings/no-lost-update", test_no_lost_update);
  g_test_add_func("/findings/other-stores", test_other_stores);
  g_test_add_func("/findings/own-copies", test_own_copies);
  g_test_add_func("/findings/own-copies-behind", test_own_copies_behind);
  g_test_add_func("/findings/idle-cores", test_idle_cores);
  g_test_add_func("/findings/much-lost", test_much_lost);
  return g_test_run();
}
