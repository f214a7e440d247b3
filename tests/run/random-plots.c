/* Random programs: the plots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "random-writer.h"

/* Most plots have things and tasks that end in the plot's number. */
#define N writer->plot

static void
write_counting (Writer *writer)
{
  int tasks = roll(writer, 1, 4), times = roll(writer, 1, 4), step = roll(writer, 1, 9);
  say(writer->things, 0, "shared variable count_%d = 0", N);
  say(writer->tasks, 0, "task counter_%d(step):\n    repeat %d:", N, times);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "atomically count_%d = count_%d + step", N, N);
  say(writer->tasks, 1, "return step + index\n");
  say(writer->host->starts, 1, "start counter_%d(%d) x %d", N, step, tasks);
  say(writer->host->ends, 1, "join counter_%d", N);
  say(writer->host->ends, 1, "expect count_%d == %d \"all is counted\"", N, tasks * times * step);
}

static void
write_locking (Writer *writer)
{
  static const struct {
    const char *kind, *mode;
  } locks[] = {{"lock l_%d", ""},
               {"rlock l_%d", ""},
               {"rwlock l_%d", "writing "},
               {"semaphore l_%d(1)", ""},
               {"condition l_%d", ""}};
  int kind = roll(writer, 0, G_N_ELEMENTS(locks) - 1), tasks = roll(writer, 1, 4), times = roll(writer, 1, 5);
  g_string_append_printf(writer->things, locks[kind].kind, N);
  say(writer->things, 0, "\nshared variable guarded_%d = 0", N);
  say(writer->tasks, 0, "task locker_%d:\n    repeat %d:", N, times);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "with %sl_%d:\n            old = guarded_%d", locks[kind].mode, N, N);
  write_filler(writer, writer->tasks, 3);
  say(writer->tasks, 3, "guarded_%d = old + 1", N);
  say(writer->tasks, 1, "return %d\n", roll(writer, -5, 5));
  say(writer->host->starts, 1, "start locker_%d x %d", N, tasks);
  say(writer->host->ends, 1, "join locker_%d", N);
  say(writer->host->ends, 1, "expect guarded_%d == %d \"nothing is lost\"", N, tasks * times);
}

/* Readers see nothing of a writer's that is half done. */
static void
write_reading (Writer *writer)
{
  int readers = roll(writer, 1, 4), writers = roll(writer, 1, 2), times = roll(writer, 1, 4);
  say(writer->things, 0, "rwlock book_%d\nshared variable left_%d = 0\nshared variable right_%d = 0", N, N,
      N);
  say(writer->tasks, 0, "task reader_%d:\n    repeat %d:", N, times);
  say(writer->tasks, 2, "with reading book_%d:\n            before = left_%d", N, N);
  write_filler(writer, writer->tasks, 3);
  say(writer->tasks, 3, "expect left_%d == before and right_%d == before \"nobody writes\"\n", N, N);
  say(writer->tasks, 0, "task writer_%d:\n    repeat %d:\n        acquire writing book_%d", N, times, N);
  say(writer->tasks, 2, "left_%d = left_%d + 1", N, N);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "right_%d = right_%d + 1\n        release book_%d\n", N, N, N);
  say(writer->host->starts, 1, "start reader_%d x %d\n    start writer_%d x %d", N, readers, N, writers);
  say(writer->host->ends, 1, "join reader_%d\n    join writer_%d", N, N);
  say(writer->host->ends, 1, "expect left_%d + right_%d == %d \"all is written\"", N, N, 2 * writers * times);
}

/* One to one through a queue or a pipe: in order. */
static void
write_flow (Writer *writer)
{
  bool pipe = once_in(writer, 3);
  int items = roll(writer, 1, 12);
  if (pipe)
    say(writer->things, 0, "pipe q_%d", N);
  else if (once_in(writer, 3))
    say(writer->things, 0, "queue q_%d", N);
  else
    say(writer->things, 0, "queue q_%d(%d)", N, roll(writer, 1, 3));
  say(writer->tasks, 0, "task source_%d:\n    repeat %d as i:", N, items);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "%s q_%d i * i\n", pipe ? "send" : "put", N);
  say(writer->tasks, 0, "task sink_%d:\n    sum = 0\n    repeat %d:", N, items);
  say(writer->tasks, 2, "%s q_%d as item", pipe ? "receive" : "get", N);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "sum = (sum * 7 + item) %% 1000003");
  say(writer->tasks, 1, "return sum\n");
  say(writer->host->starts, 1, "start source_%d\n    start sink_%d", N, N);
  say(writer->host->ends, 1, "join sink_%d as sum_%d\n    join source_%d", N, N, N);
  say(writer->host->ends, 1, "print \"the flow gave {sum_%d}\"", N);
  say(writer->host->ends, 1, "expect len(q_%d) == 0 \"nothing is left\"", N);
}

/* Several to several: who gets which is open, the sum is not. */
static void
write_sharing (Writer *writer)
{
  int producers = roll(writer, 1, 3), consumers = roll(writer, 1, 3), each = roll(writer, 1, 4);
  bool pipe = once_in(writer, 4);
  if (pipe)
    say(writer->things, 0, "pipe q_%d\nshared variable got_%d = 0", N, N);
  else
    say(writer->things, 0, "queue q_%d(%d)\nshared variable got_%d = 0", N, roll(writer, 1, 4), N);
  say(writer->tasks, 0, "task producer_%d:\n    repeat %d as i:", N, consumers * each);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "%s q_%d i + index\n", pipe ? "send" : "put", N);
  say(writer->tasks, 0, "task consumer_%d:\n    repeat %d:", N, producers * each);
  say(writer->tasks, 2, "%s q_%d as item", pipe ? "receive" : "get", N);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "atomically got_%d = got_%d + item\n", N, N);
  say(writer->host->starts, 1, "start producer_%d x %d", N, producers);
  say(writer->host->starts, 1, "start consumer_%d x %d", N, consumers);
  say(writer->host->ends, 1, "join consumer_%d\n    join producer_%d", N, N);
  say(writer->host->ends, 1, "print \"they got {got_%d}, and {len(q_%d)} are left\"", N, N);
}

static void
write_gate (Writer *writer)
{
  int waiters = roll(writer, 1, 5);
  say(writer->things, 0, "event gate_%d", N);
  say(writer->tasks, 0, "task waiter_%d:", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "wait gate_%d\n    print \"{name} is through\"", N);
  say(writer->tasks, 1, "return index * 10\n");
  say(writer->tasks, 0, "task opener_%d:", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "set gate_%d\n", N);
  say(writer->host->starts, 1, "start waiter_%d x %d\n    start opener_%d", N, waiters, N);
  say(writer->host->ends, 1, "join waiter_%d as last_%d\n    join opener_%d", N, N, N);
  say(writer->host->ends, 1, "expect last_%d == %d \"the last one's result\"", N, waiters * 10);
}

static void
write_meeting (Writer *writer)
{
  int parties = roll(writer, 1, 4), rounds = roll(writer, 1, 4);
  say(writer->things, 0, "barrier line_%d(%d)\nshared variable arrived_%d = 0", N, parties, N);
  say(writer->tasks, 0, "task runner_%d:\n    repeat %d as round:", N, rounds);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "atomically arrived_%d = arrived_%d + 1", N, N);
  say(writer->tasks, 2, "wait line_%d", N);
  say(writer->tasks, 2, "expect arrived_%d == round * %d \"all are here\"", N, parties);
  say(writer->tasks, 2, "wait line_%d\n", N);
  say(writer->host->starts, 1, "start runner_%d x %d", N, parties);
  say(writer->host->ends, 1, "join runner_%d", N);
  say(writer->host->ends, 1, "print \"{arrived_%d} have arrived\"", N);
}

static void
write_signalling (Writer *writer)
{
  int givers = roll(writer, 1, 3), takers = roll(writer, 1, 3), each = roll(writer, 1, 3);
  say(writer->things, 0, "semaphore signal_%d(0)", N);
  say(writer->tasks, 0, "task giver_%d:\n    repeat %d:", N, takers * each);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "release signal_%d\n", N);
  say(writer->tasks, 0, "task taker_%d:\n    repeat %d:", N, givers * each);
  say(writer->tasks, 2, "acquire signal_%d", N);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 1, "print \"{name} has all\"\n");
  say(writer->host->starts, 1, "start taker_%d x %d\n    start giver_%d x %d", N, takers, N, givers);
  say(writer->host->ends, 1, "join giver_%d\n    join taker_%d", N, N);
}

static void
write_telling (Writer *writer)
{
  int tellers = roll(writer, 1, 3), times = roll(writer, 1, 3), listeners = roll(writer, 1, 3);
  say(writer->things, 0, "condition news_%d\nshared variable told_%d = 0", N, N);
  say(writer->tasks, 0, "task teller_%d:\n    repeat %d:", N, times);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "with news_%d:\n            told_%d = told_%d + 1", N, N, N);
  say(writer->tasks, 3, "notify news_%d all\n", N);
  say(writer->tasks, 0, "task listener_%d(n):\n    with news_%d:", N, N);
  say(writer->tasks, 2, "while told_%d < n:\n            wait news_%d", N, N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "print \"{name} has heard {n}\"\n");
  for (int i = 0; i < listeners; i++)
    say(writer->host->starts, 1, "start listener_%d(%d)", N, roll(writer, 1, tellers * times));
  say(writer->host->starts, 1, "start teller_%d x %d", N, tellers);
  say(writer->host->ends, 1, "join listener_%d\n    join teller_%d", N, N);
}

static void
write_tree (Writer *writer)
{
  writer->anonymous = true;
  say(writer->tasks, 0, "task node_%d(depth):", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "if depth == 0:\n        return random(1, 100)");
  say(writer->tasks, 1, "start node_%d(depth - 1) as left", N);
  say(writer->tasks, 1, "start node_%d(0) as right", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "join left as a\n    join right as b\n    return a * 2 + b\n");
  say(writer->host->starts, 1, "start node_%d(%d) as root_%d", N, roll(writer, 0, 3), N);
  say(writer->host->ends, 1, "join root_%d as sum_%d\n    print \"the tree gave {sum_%d}\"", N, N, N);
  writer->anonymous = false;
}

static void
write_daemon (Writer *writer)
{
  /* A loop ends its daemons with itself, wherever they are. */
  if (writer->ends_badly || writer->host->is_loop)
    return;
  writer->anonymous = true;
  say(writer->tasks, 0, "task daemon_%d:\n    repeat forever:", N);
  say(writer->tasks, 2, "%s", once_in(writer, 2) ? "sleep 300us" : "yield\n        sleep 0..2ms");
  say(writer->tasks, 2, "with common_%d:\n            yield\n", once_in(writer, 2) ? 1 : 4);
  say(writer->host->starts, 1, "start daemon daemon_%d x %d", N, roll(writer, 1, 2));
  writer->anonymous = false;
}

static void
write_pool (Writer *writer)
{
  int calls = roll(writer, 0, 6);
  writer->anonymous = true;
  say(writer->things, 0, "pool pool_%d(%d)%s\nshared variable done_%d = 0", N, roll(writer, 1, 3),
      once_in(writer, 3) ? (once_in(writer, 2) ? " of threads" : " of processes") : "", N);
  say(writer->tasks, 0, "task call_%d(n):", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "atomically done_%d = done_%d + n * random(1, 100)\n", N, N);
  say(writer->host->starts, 1, "repeat %d as n_%d:\n        submit pool_%d call_%d(n_%d)", calls, N, N, N, N);
  say(writer->host->ends, 1, "join pool_%d\n    print \"the calls gave {done_%d}\"", N, N);
  writer->anonymous = false;
}

static void
write_offloading (Writer *writer)
{
  writer->anonymous = true;
  say(writer->tasks, 0, "task call_%d(n):", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "return n * random(1, 100)\n");
  writer->anonymous = false;
  say(writer->tasks, 0, "task asker_%d:", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "offload call_%d(index) to %s as answer", N,
      once_in(writer, 2) ? "thread" : "process");
  say(writer->tasks, 1, "print \"{name} got {answer}\"\n    return answer\n");
  say(writer->host->starts, 1, "start asker_%d x %d", N, roll(writer, 1, 3));
  say(writer->host->ends, 1, "join asker_%d", N);
}

static void
write_managing (Writer *writer)
{
  int tasks = roll(writer, 1, 3), times = roll(writer, 1, 3);
  say(writer->things, 0, "manager office_%d\nlock turn_%d", N, N);
  say(writer->tasks, 0, "task clerk_%d:\n    repeat %d:", N, times);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "with turn_%d:\n            load office_%d.visits as visits", N, N);
  say(writer->tasks, 3, "store office_%d.visits = visits + index\n", N);
  say(writer->host->starts, 1, "start clerk_%d x %d", N, tasks);
  say(writer->host->ends, 1, "join clerk_%d\n    load office_%d.visits as visits_%d", N, N, N);
  say(writer->host->ends, 1, "load office_%d.other as other_%d", N, N);
  say(writer->host->ends, 1, "print \"{visits_%d} visits, {other_%d} others\"", N, N);
}

static void
write_cancelling (Writer *writer)
{
  static const char *const waits[] = {"sleep 50s", "get nothing", "wait never", "acquire no_place"};
  say(writer->things, 0, "event begun_%d\nlock held_%d\nshared variable reached_%d = 0", N, N, N);
  say(writer->tasks, 0, "task victim_%d:\n    with held_%d:", N, N);
  write_filler(writer, writer->tasks, 2);
  say(writer->tasks, 2, "set begun_%d\n        %s", N, waits[roll(writer, 0, G_N_ELEMENTS(waits) - 1)]);
  say(writer->tasks, 2, "reached_%d = 1\n", N);
  say(writer->host->starts, 1, "start victim_%d", N);
  say(writer->host->ends, 1, "wait begun_%d\n    cancel victim_%d\n    join victim_%d", N, N, N);
  say(writer->host->ends, 1, "with held_%d:", N);
  say(writer->host->ends, 2, "expect reached_%d == 0 \"it did not get to its end\"", N);
}

static void
write_input_and_output (Writer *writer)
{
  static const char *const statements[] = {"fetch 0..1ms", "fetch 200us 1..40KB", "read 1..8KB",
                                           "write 1..2KB"};
  say(writer->tasks, 0, "task outside_%d:", N);
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "%s", statements[roll(writer, 0, G_N_ELEMENTS(statements) - 1)]);
  write_filler(writer, writer->tasks, 1);
  if (once_in(writer, 2)) {
    say(writer->tasks, 1, "within 200us:\n        fetch 50s\n        print \"this never came\"\n    else:");
    say(writer->tasks, 2, "print \"{name} gave it up\"");
  }
  say(writer->tasks, 1, "return index\n");
  say(writer->host->starts, 1, "start outside_%d x %d", N, roll(writer, 1, 3));
  say(writer->host->ends, 1, "join outside_%d", N);
}

void
write_plot (Writer *writer)
{
  static void (*const plots[])(Writer * writer) = {
      write_counting, write_locking,    write_reading,    write_flow,
      write_sharing,  write_gate,       write_meeting,    write_signalling,
      write_telling,  write_tree,       write_daemon,     write_pool,
      write_managing, write_offloading, write_cancelling, write_input_and_output,
  };
  if (once_in(writer, 5))
    write_race(writer);
  else if (once_in(writer, 4))
    write_task_plot(writer);
  else
    plots[roll(writer, 0, G_N_ELEMENTS(plots) - 1)](writer);
}

static void
write_deadlock (Writer *writer)
{
  static const char *const waits[] = {"get nothing", "wait never", "acquire no_place",
                                      "put full 2",  "wait short", "receive dry"};
  say(writer->things, 0, "barrier short(9)\npipe dry");
  say(writer->tasks, 0, "task stuck(n):");
  if (once_in(writer, 2)) {
    say(writer->tasks, 1, "with common_%d:", once_in(writer, 2) ? 1 : 2);
    say(writer->tasks, 2, "%s\n", waits[roll(writer, 0, G_N_ELEMENTS(waits) - 1)]);
  } else {
    say(writer->tasks, 1, "%s\n", waits[roll(writer, 0, G_N_ELEMENTS(waits) - 1)]);
  }
  bool on_loop = writer->no_loop && once_in(writer, 2);
  if (on_loop)
    say(writer->tasks, 0, "task looping:\n    run async:\n        start stuck(1) x %d\n", roll(writer, 1, 3));
  say(writer->host->ends, 1, "start %s x %d\n    join\n    print \"this never came\"",
      on_loop ? "looping" : "stuck(1)", roll(writer, 1, 3));
}

/* Each holds a lock of its own and wants another's, or none: stuck if somebody's wishes lead round for ever.
 */
static void
write_tangle (Writer *writer, GString *head)
{
  int wants[6], n = roll(writer, 2, 6);
  bool stuck = false;
  say(writer->things, 0, "barrier all_hold(%d)", n);
  for (int i = 0; i < n; i++) {
    wants[i] = roll(writer, -n, n - 1);
    bool lets_in_again = once_in(writer, 2);
    say(writer->things, 0, "%s own_%d", lets_in_again ? "condition" : "lock", i);
    say(writer->tasks, 0, "task holder_%d:\n    with own_%d:\n        wait all_hold", i, i);
    if (wants[i] >= 0)
      say(writer->tasks, 2, "with own_%d:\n            print \"{name} has both\"", wants[i]);
    if (wants[i] == i && lets_in_again)
      wants[i] = -1;
    say(writer->host->ends, 1, "start holder_%d", i);
  }
  for (int i = 0; i < n; i++) {
    int at = i;
    for (int steps = 0; steps < n && at >= 0; steps++)
      at = wants[at];
    stuck = stuck || at >= 0;
  }
  if (stuck)
    say(head, 0, "ends deadlock");
  say(writer->host->ends, 1, "join\n    print \"all are free\"");
}

void
write_bad_end (Writer *writer, GString *head)
{
  static const char *const failures[] = {"x = 1 / (index - 1)", "release common_1", "fail \"on purpose\"",
                                         "expect 1 == 2 \"on purpose\""};
  if (once_in(writer, 3)) {
    say(head, 0, "ends deadlock");
    write_deadlock(writer);
    return;
  }
  if (once_in(writer, 2)) {
    write_tangle(writer, head);
    return;
  }
  say(head, 0, "ends failed");
  say(writer->tasks, 0, "task failing:");
  write_filler(writer, writer->tasks, 1);
  say(writer->tasks, 1, "with common_5:\n        %s", failures[roll(writer, 0, G_N_ELEMENTS(failures) - 1)]);
  say(writer->tasks, 2, "atomically total = total + 1000\n");
  say(writer->host->ends, 1,
      "start failing\n    join failing as failed\n    print \"after it {failed} {total}\"");
}
