/* Random programs: plots about tasks themselves. How they are started, named, left and joined; loops in
 * threads; calls within calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "random-writer.h"

#define N writer->plot

/* A name that is given again means the newest; a task's own name means all. */
static void
write_names (Writer *writer)
{
  int rounds = roll(writer, 1, 4), unnamed = roll(writer, 0, 2);
  say(writer->tasks, 0, "task named_%d(n):", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "return n * 10\n");
  say(writer->host->starts, 1, "repeat %d as n_%d:\n        start named_%d(n_%d) as star_%d", rounds, N, N, N,
      N);
  say(writer->host->starts, 1, "start named_%d(7) x %d", N, unnamed);
  say(writer->host->ends, 1, "join star_%d as newest_%d", N, N);
  say(writer->host->ends, 1, "expect newest_%d == %d \"the newest of that name\"", N, rounds * 10);
  say(writer->host->ends, 1, "join named_%d as last_%d\n    print \"all are joined, {last_%d}\"", N, N, N);
}

/* All ways out of blocks. */
static void
write_ways_out (Writer *writer)
{
  say(writer->things, 0, "rlock door_%d\nshared variable inside_%d = 0\nshared variable left_%d = 0", N, N,
      N);
  say(writer->tasks, 0, "task leaver_%d:\n    repeat %d as round:", N, roll(writer, 1, 6));
  say(writer->tasks, 2, "with door_%d:\n            inside_%d = inside_%d + 1", N, N, N);
  say(writer->tasks, 3,
      "note \"inside\":\n                within 50s:\n                    with door_%d:", N);
  write_filler(writer, writer->tasks, 6);
  say(writer->tasks, 6, "left_%d = left_%d + 1", N, N);
  say(writer->tasks, 6, "if round == %d:\n                            return round", roll(writer, 1, 6));
  say(writer->tasks, 6, "if random(1, 4) == 1:\n                            break\n");
  say(writer->host->starts, 1, "start leaver_%d x %d", N, roll(writer, 1, 4));
  say(writer->host->ends, 1, "join leaver_%d\n    with door_%d:", N, N);
  say(writer->host->ends, 2, "expect inside_%d == left_%d \"who came in has left\"", N, N);
  say(writer->host->ends, 1, "print \"{left_%d} have left\"", N);
}

static void
write_crowd (Writer *writer)
{
  int tasks = roll(writer, 10, 40);
  say(writer->things, 0, "shared variable met_%d = 0\nevent open_%d", N, N);
  say(writer->tasks, 0, "task guest_%d:\n    wait open_%d", N, N);
  say(writer->tasks, 1, "atomically met_%d = met_%d + index\n", N, N);
  say(writer->host->starts, 1, "start guest_%d x %d", N, tasks);
  say(writer->host->ends, 1, "set open_%d\n    join guest_%d", N, N);
  say(writer->host->ends, 1, "expect met_%d == %d \"everyone came\"", N, tasks * (tasks + 1) / 2);
}

/* More than a kernel's pipe has room for. */
static void
write_flood (Writer *writer)
{
  bool pipe = once_in(writer, 3);
  int items = pipe ? roll(writer, 8200, 8500) : roll(writer, 100, 3000);
  say(writer->things, 0, "%s river_%d", pipe ? "pipe" : "queue", N);
  say(writer->tasks, 0, "task source_%d:\n    repeat %d as i:\n        %s river_%d i\n", N, items,
      pipe ? "send" : "put", N);
  say(writer->tasks, 0, "task sea_%d:\n    sleep 0..2ms\n    sum = 0\n    repeat %d:", N, items);
  say(writer->tasks, 2, "%s river_%d as drop\n        sum = sum + drop", pipe ? "receive" : "get", N);
  say(writer->tasks, 1, "return sum\n");
  say(writer->host->starts, 1, "start source_%d\n    start sea_%d", N, N);
  say(writer->host->ends, 1, "join sea_%d as sum_%d\n    join source_%d", N, N, N);
  say(writer->host->ends, 1, "expect sum_%d == %d \"every drop\"", N, items * (items + 1) / 2);
}

/* Main's plain variables, as they were when the tasks began, are seen on every model. */
static void
write_plain (Writer *writer)
{
  int value = roll(writer, 1, 99);
  say(writer->things, 0, "variable plain_%d = -1", N);
  say(writer->tasks, 0, "task looker_%d:\n    return plain_%d\n", N, N);
  say(writer->tasks, 0, "task parent_%d:\n    start looker_%d as child\n    join child as seen", N, N);
  say(writer->tasks, 1, "return seen\n");
  say(writer->host->starts, 1, "plain_%d = %d\n    start parent_%d", N, value, N);
  say(writer->host->ends, 1, "join parent_%d as seen_%d", N, N);
  say(writer->host->ends, 1, "expect seen_%d == %d \"it came along\"", N, value);
}

/* A call that makes calls, here and there. */
static void
write_calls (Writer *writer)
{
  static const char *const places[] = {"thread", "process"};
  writer->anonymous = true;
  say(writer->tasks, 0, "task call_inner_%d(n):", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "return n + random(1, 50)\n");
  say(writer->tasks, 0, "task call_%d(n):", N);
  say(writer->tasks, 1, "offload call_inner_%d(n) to %s as x", N, places[roll(writer, 0, 1)]);
  say(writer->tasks, 1, "start call_inner_%d(x) as part\n    join part as y\n    return x + y\n", N);
  writer->anonymous = false;
  say(writer->host->starts, 1, "offload call_%d(%d) to %s as far_%d", N, roll(writer, 1, 9),
      places[roll(writer, 0, 1)], N);
  say(writer->host->ends, 1, "print \"from far: {far_%d}\"", N);
}

/* A loop in a thread or a process, whose tasks are its own. */
static void
write_loops (Writer *writer)
{
  int visitors = roll(writer, 1, 4);
  writer->no_loop = true;
  say(writer->things, 0, "shared variable visits_%d = 0\nqueue bell_%d", N, N);
  say(writer->tasks, 0, "task visitor_%d:", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "atomically visits_%d = visits_%d + 1\n    get bell_%d as n\n    return n\n", N, N,
      N);
  say(writer->tasks, 0, "task looper_%d:\n    run async:\n        start visitor_%d x %d", N, N, visitors);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "repeat %d:\n            put bell_%d 5\n        join visitor_%d as met", visitors, N,
      N);
  say(writer->tasks, 1, "return met\n");
  say(writer->host->starts, 1, "start looper_%d", N);
  say(writer->host->ends, 1, "join looper_%d as met_%d", N, N);
  say(writer->host->ends, 1, "expect met_%d == 5 and visits_%d == %d \"all were there\"", N, N, visitors);
}

void
write_task_plot (Writer *writer)
{
  static void (*const plots[])(Writer * writer) = {
      write_names,
      write_ways_out,
      write_crowd,
      write_flood,
      write_plain,
      write_calls,
      write_loops /* last: not on a loop */,
  };
  plots[roll(writer, 0, G_N_ELEMENTS(plots) - 1 - writer->host->is_loop)](writer);
}
