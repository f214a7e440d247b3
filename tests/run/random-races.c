/* Random programs: plots that race on purpose. A deadline or a cancel comes at about the moment at which the
 * wait is over; who wins is open, but nothing may be lost, kept or made up by it.
 *
 * What happens is counted, and looked at when all is over: how often a statement is reached depends on the
 * race.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "random-writer.h"

#define N writer->plot

static const char *
declare_flow (Writer *writer, bool *pipe)
{
  *pipe = once_in(writer, 3);
  if (*pipe)
    say(writer->things, 0, "pipe q_%d", N);
  else if (once_in(writer, 2))
    say(writer->things, 0, "queue q_%d(%d)", N, roll(writer, 1, 2));
  else
    say(writer->things, 0, "queue q_%d", N);
  return *pipe ? "send" : "put";
}

static void
write_late_flow (Writer *writer)
{
  bool pipe;
  const char *put = declare_flow(writer, &pipe);
  say(writer->things, 0, "shared variable sent_%d = 0\nshared variable got_%d = 0", N, N);
  say(writer->tasks, 0, "task putter_%d:\n    repeat %d:", N, roll(writer, 1, 8));
  say(writer->tasks, 2, "sleep 0..%dus\n        within 0..%dus:", roll(writer, 0, 200), roll(writer, 0, 200));
  say(writer->tasks, 3, "%s q_%d 1\n            atomically sent_%d = sent_%d + 1\n", put, N, N, N);
  say(writer->tasks, 0, "task getter_%d:\n    repeat %d:", N, roll(writer, 1, 8));
  say(writer->tasks, 2, "within 0..%dus:", roll(writer, 0, 200));
  say(writer->tasks, 3, "%s q_%d as item", pipe ? "receive" : "get", N);
  say(writer->tasks, 3, "atomically got_%d = got_%d + item\n", N, N);
  say(writer->host->starts, 1, "start putter_%d x %d\n    start getter_%d x %d", N, roll(writer, 1, 3), N,
      roll(writer, 1, 3));
  say(writer->host->ends, 1, "join putter_%d\n    join getter_%d", N, N);
  say(writer->host->ends, 1, "expect got_%d + len(q_%d) == sent_%d \"each item is somewhere\"", N, N, N);
}

/* The answer and the deadline, or the one that cancels, come in the same moment. */
static void
write_late_answer (Writer *writer)
{
  int tasks = roll(writer, 1, 6), times = roll(writer, 1, 4), late = roll(writer, 0, 2);
  say(writer->things, 0, "shared variable answers_%d = 0", N);
  say(writer->tasks, 0, "task asker_%d:\n    repeat %d:", N, times);
  say(writer->tasks, 2, "within %d..%dus:\n            fetch %d..%dus", late * 300, late * 500, late * 300,
      late * 500);
  say(writer->tasks, 2, "atomically answers_%d = answers_%d + 1\n", N, N);
  say(writer->tasks, 0, "task client_%d:\n    repeat forever:\n        fetch 0..%dus\n", N, late * 100);
  say(writer->host->starts, 1, "start asker_%d x %d\n    start client_%d x %d", N, tasks, N, tasks);
  say(writer->host->ends, 1, "sleep 0..%dus\n    cancel client_%d\n    join client_%d\n    join asker_%d",
      roll(writer, 0, 1000), N, N, N);
  say(writer->host->ends, 1, "expect answers_%d == %d \"all went on\"", N, tasks * times);
}

static void
write_cancelled_flow (Writer *writer)
{
  bool pipe;
  const char *put = declare_flow(writer, &pipe);
  say(writer->things, 0, "shared variable sent_%d = 0\nshared variable got_%d = 0", N, N);
  say(writer->tasks, 0, "task putter_%d:\n    repeat forever:\n        sleep 0..%dus", N,
      roll(writer, 1, 200));
  say(writer->tasks, 2, "%s q_%d 1\n        atomically sent_%d = sent_%d + 1\n", put, N, N, N);
  say(writer->tasks, 0, "task getter_%d:\n    repeat forever:", N);
  say(writer->tasks, 2, "%s q_%d as item", pipe ? "receive" : "get", N);
  say(writer->tasks, 2, "atomically got_%d = got_%d + item\n", N, N);
  say(writer->host->starts, 1, "start putter_%d x %d\n    start getter_%d x %d", N, roll(writer, 1, 3), N,
      roll(writer, 1, 3));
  say(writer->host->ends, 1, "sleep 0..%dus\n    cancel getter_%d", roll(writer, 0, 1000), N);
  say(writer->host->ends, 1, "sleep 0..%dus\n    cancel putter_%d", roll(writer, 0, 300), N);
  say(writer->host->ends, 1, "join putter_%d\n    join getter_%d", N, N);
  say(writer->host->ends, 1, "expect got_%d + len(q_%d) == sent_%d \"each item is somewhere\"", N, N, N);
}

static const char *
declare_lock (Writer *writer)
{
  static const char *const declarations[] = {"lock l_%d\n", "rlock l_%d\n", "rwlock l_%d\n",
                                             "semaphore l_%d(1)\n", "condition l_%d\n"};
  int kind = roll(writer, 0, G_N_ELEMENTS(declarations) - 1);
  g_string_append_printf(writer->things, declarations[kind], N);
  say(writer->things, 0, "shared variable inside_%d = 0\nshared variable broken_%d = 0", N, N);
  return kind == 2 ? "writing " : "";
}

/* A visit to the lock that can be given up before and after, but not in between. */
static void
write_visit (Writer *writer, int depth, const char *mode)
{
  say(writer->tasks, depth, "with %sl_%d:", mode, N);
  if (once_in(writer, 3))
    say(writer->tasks, depth + 1, "sleep 0..100us");
  say(writer->tasks, depth + 1, "inside_%d = inside_%d + 1", N, N);
  say(writer->tasks, depth + 1, "compute 0..10us");
  say(writer->tasks, depth + 1, "if inside_%d != 1:", N);
  say(writer->tasks, depth + 2, "atomically broken_%d = broken_%d + 1", N, N);
  say(writer->tasks, depth + 1, "inside_%d = inside_%d - 1", N, N);
  if (once_in(writer, 2))
    say(writer->tasks, depth + 1, "sleep 0..100us");
}

static void
say_lock_is_free (Writer *writer, const char *mode)
{
  say(writer->host->ends, 1, "within 20s:\n        with %sl_%d:", mode, N);
  say(writer->host->ends, 3, "expect inside_%d == 0 and broken_%d == 0 \"one at a time\"", N, N);
  say(writer->host->ends, 1, "else:\n        print \"nobody gave it back\"");
}

static void
write_late_lock (Writer *writer)
{
  const char *mode = declare_lock(writer);
  say(writer->tasks, 0, "task racer_%d:\n    repeat %d:", N, roll(writer, 1, 8));
  say(writer->tasks, 2, "within 0..%dus:", roll(writer, 0, 200));
  write_visit(writer, 3, mode);
  say(writer->tasks, 0, "%s", "");
  say(writer->host->starts, 1, "start racer_%d x %d", N, roll(writer, 2, 4));
  say(writer->host->ends, 1, "join racer_%d", N);
  say_lock_is_free(writer, mode);
}

static void
write_cancelled_lock (Writer *writer)
{
  const char *mode = declare_lock(writer);
  say(writer->tasks, 0, "task racer_%d:\n    repeat forever:", N);
  write_visit(writer, 2, mode);
  say(writer->tasks, 2, "sleep 0..%dus\n", roll(writer, 0, 100));
  say(writer->host->starts, 1, "start racer_%d x %d", N, roll(writer, 2, 4));
  say(writer->host->ends, 1, "sleep 0..%dus\n    cancel racer_%d\n    join racer_%d", roll(writer, 0, 1000),
      N, N);
  say_lock_is_free(writer, mode);
}

/* Who gives up a wait has the lock again all the same. */
static void
write_late_news (Writer *writer)
{
  int waiters = roll(writer, 1, 3), tellers = roll(writer, 1, 2), times = roll(writer, 1, 5);
  say(writer->things, 0, "condition news_%d\nshared variable seen_%d = 0", N, N);
  say(writer->tasks, 0, "task waiter_%d:\n    repeat %d:\n        with news_%d:", N, times, N);
  say(writer->tasks, 3, "within 0..%dus:\n                wait news_%d", roll(writer, 0, 200), N);
  say(writer->tasks, 3, "seen_%d = seen_%d + 1\n", N, N);
  say(writer->tasks, 0, "task teller_%d:\n    repeat %d:\n        sleep 0..100us", N, times);
  say(writer->tasks, 2, "with news_%d:\n            seen_%d = seen_%d + 1", N, N, N);
  say(writer->tasks, 3, "notify news_%d%s\n", N, once_in(writer, 2) ? " all" : "");
  say(writer->host->starts, 1, "start waiter_%d x %d\n    start teller_%d x %d", N, waiters, N, tellers);
  say(writer->host->ends, 1, "join waiter_%d\n    join teller_%d", N, N);
  say(writer->host->ends, 1, "expect seen_%d == %d \"always one at a time\"", N, (waiters + tellers) * times);
}

static void
write_late_signal (Writer *writer)
{
  int signals = roll(writer, 1, 8);
  say(writer->things, 0, "semaphore signal_%d(0)\nshared variable got_%d = 0", N, N);
  say(writer->tasks, 0, "task giver_%d:\n    repeat %d:\n        sleep 0..100us", N, signals);
  say(writer->tasks, 2, "release signal_%d\n", N);
  say(writer->tasks, 0, "task taker_%d:\n    repeat %d:", N, signals);
  say(writer->tasks, 2, "within 0..%dus:\n            acquire signal_%d", roll(writer, 0, 200), N);
  say(writer->tasks, 3, "atomically got_%d = got_%d + 1\n", N, N);
  say(writer->host->starts, 1, "start taker_%d x 2\n    start giver_%d", N, N);
  say(writer->host->ends, 1, "join taker_%d\n    join giver_%d", N, N);
  say(writer->host->ends, 1, "repeat %d - got_%d:\n        acquire signal_%d", signals, N, N);
  say(writer->host->ends, 1, "within 200us:\n        acquire signal_%d\n        print \"one too many\"", N);
}

static void
write_late_join (Writer *writer)
{
  say(writer->tasks, 0, "task brief_%d:\n    sleep 0..%dus\n    return %d\n", N, roll(writer, 0, 400),
      roll(writer, 1, 99));
  say(writer->host->starts, 1, "start brief_%d\n    came_%d = 0", N, N);
  say(writer->host->ends, 1, "while came_%d == 0:\n        within 0..%dus:", N, roll(writer, 1, 100));
  say(writer->host->ends, 3, "join brief_%d as came_%d", N, N);
  say(writer->host->ends, 1, "print \"at last {came_%d}\"", N);
}

void
write_race (Writer *writer)
{
  static void (*const races[])(Writer * writer) = {
      write_late_flow, write_cancelled_flow, write_late_lock, write_cancelled_lock,
      write_late_news, write_late_signal,    write_late_join, write_late_answer,
  };
  races[roll(writer, 0, G_N_ELEMENTS(races) - 1)](writer);
}
