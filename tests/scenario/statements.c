/* What each statement asks of the world, and in which order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

static void
test_work (void)
{
  assert_main_plays("",
                    "compute 20ms\nsleep 1.5s\nblock 250ns\nread 64KB\nwrite 2MB\nfetch 30ms\nfetch 30ms "
                    "8KB\nyield\ncompute 0ms",
                    "compute 20000000\nsleep 1500000000\nblock 250\nread 65536\nwrite 2097152\n"
                    "fetch 30000000 1024\nfetch 30000000 8192\nyield\ncompute 0\nend ok 0");
  assert_main_plays("", "sleep 0.123456789s\nsleep 500us\nread 512B\nread 1.5KB",
                    "sleep 123456789\nsleep 500000\nread 512\nread 1536\nend ok 0");
}

static void
test_texts (void)
{
  assert_main_plays(
      "queue q\nvariable v = 7\n",
      "x = 3\nprint \"{name} {index} {x + 1} {v} {len(q)} {{}} \\\"\\\\\\n|\"\nprint \"\"\nprint \"{ x }\"",
      "length q\nprint main 1 4 7 0 {} \"\\\n|\nprint \nprint 3\nend ok 0");
  assert_main_plays("", "note \"part {1}\":\n    compute 1ms\nnote \"empty\":\n    yield",
                    "note part 1\ncompute 1000000\nnote ends\nnote empty\nyield\nnote ends\nend ok 0");
  assert_main_plays("", "fail \"no more {6 * 7}\"", "end failed (line 2: no more 42)");
}

/* A text ends after a thousand bytes, and not within a character. */
static void
test_long_text (void)
{
  g_autoptr(GString) text = g_string_new("main:\n    print \"x");
  for (int i = 0; i < 600; i++)
    g_string_append(text, "é");
  g_string_append(text, "{1}\"\n");
  g_autoptr(Player) player = player_new(text->str, "main", NULL, 0);
  player_step(player);
  g_assert_cmpint(player->request->kind, ==, GANTRY_REQUEST_PRINT);
  g_assert_cmpuint(strlen(player->request->text), ==, 999);
  g_assert_true(g_utf8_validate(player->request->text, -1, NULL));
}

static void
test_things (void)
{
  const char *head = "lock l\nrlock r\nrwlock rw\nsemaphore s(3)\ncondition c\nevent e\nbarrier b(2)\n";
  assert_main_plays(head,
                    "acquire l\nrelease l\nacquire r\nacquire s\nacquire c\nacquire reading rw\nrelease "
                    "rw\nacquire writing rw",
                    "acquire l\nrelease l\nacquire r\nacquire s\nacquire c\nacquire reading rw\nrelease "
                    "rw\nacquire rw\nend ok 0");
  assert_main_plays(
      head, "with l:\n    yield\nwith reading rw:\n    with writing rw:\n        yield",
      "acquire l\nyield\nrelease l\nacquire reading rw\nacquire rw\nyield\nrelease rw\nrelease rw\nend ok 0");
  assert_main_plays(head, "wait e\nset e\nclear e\nwait b\nwait c\nnotify c\nnotify c 1 + 1\nnotify c all",
                    "wait e\nset e\nclear e\nwait b\nwait c\nnotify c 1\nnotify c 2\nnotify c "
                    "9223372036854775807\nend ok 0");
}

static void
test_messages (void)
{
  const int64_t answers[] = {10, 20, 30, 40, 50};
  const char *text =
      "queue q(3)\npipe p\nmanager m\nmain:\n"
      "    put q 1 + 2\n    get q as a\n    get q\n    send p a\n    receive p as b\n    receive p\n"
      "    store m.count = a + b\n    load m.count as c\n    load m.queue\n    return a + b + c\n";
  g_autoptr(Player) player = player_new(text, "main", answers, G_N_ELEMENTS(answers));
  player_finish(player);
  assert_played(player,
                "put q 3\nget q\nget q\nsend p 10\nreceive p\nreceive p\nstore m.count 40\nload m.count\n"
                "load m.queue\nend ok 90");
}

/* `as` assigns a variable of the head as `=` would. */
static void
test_results_in_variables (void)
{
  const int64_t answers[] = {5, 6, 7};
  const char *text = "variable v = 1\nshared variable w = 2\nqueue q\ntask t:\n    return 1\nmain:\n"
                     "    get q as v\n    start t\n    join t as w\n    repeat 2 as v:\n        yield\n    "
                     "return v * 100 + w\n";
  g_autoptr(Player) player = player_new(text, "main", answers, G_N_ELEMENTS(answers));
  player_finish(player);
  assert_played(player, "get q\nstart t() x 1\njoin 1\nyield\nyield\nend ok 206");
}

static void
test_calls (void)
{
  const int64_t answers[] = {11, 12};
  const char *text =
      "pool p(2)\ntask t(a, b):\n    return a\nmain:\n"
      "    submit p t(1, 2)\n    join p\n    offload t(3, 4) to thread\n    offload t(5, 6) to process as r\n"
      "    return r\n";
  g_autoptr(Player) player = player_new(text, "main", answers, G_N_ELEMENTS(answers));
  player_finish(player);
  assert_played(
      player,
      "submit p: call t(1, 2)\njoin pool p\nto threads: call t(3, 4)\nto processes: call t(5, 6)\nend ok 12");
}

static void
test_start_and_join (void)
{
  const char *tasks = "task one:\n    yield\ntask two(n):\n    yield\n";
  /* Handles count from 1 in the order of starts. */
  assert_main_plays(
      tasks, "start one\nstart two(5) x 3\nstart daemon one\nstart two(6) x 2 as w\njoin two\njoin\njoin",
      "start one() x 1 numbered\nstart two(5) x 3 numbered\nstart daemon one() x 1 numbered\nstart two(6) x "
      "2 as w numbered\n"
      "join 2 3 4 6 7\njoin 1\njoin\nend ok 0");
  /* A name given again means the newest; older ones are joined by `join` alone. */
  assert_main_plays(
      tasks, "start two(1) as w\nstart two(2) as w\njoin w\njoin w\njoin\nstart two(3) x 0 as w\njoin w",
      "start two(1) x 1 as w\nstart two(2) x 1 as w\njoin 2\njoin 2\njoin 1\nstart two(3) x 0 as "
      "w\njoin\nend ok 0");
  /* Nobody waits for daemons, but they can be cancelled. */
  assert_main_plays(tasks,
                    "start daemon one as d\nstart one as o\njoin d\njoin one\ncancel d\ncancel one\ncancel o",
                    "start daemon one() x 1 as d\nstart one() x 1 as o\njoin\njoin 2\ncancel 1\ncancel "
                    "1\ncancel 2\nend ok 0");
}

static void
test_start_wrong (void)
{
  const char *tasks = "task t:\n    yield\n";
  assert_main_plays(tasks, "if 0:\n    start t as w\njoin w",
                    "end failed (line 6: ‘w’ has not been started yet)");
  assert_main_plays(tasks, "n = -1\nstart t x n",
                    "end failed (line 5: a start makes 0 to 1,000,000 tasks, no fewer and no more)");
  assert_main_plays(tasks, "start t x 1000001",
                    "end failed (line 4: a start makes 0 to 1,000,000 tasks, no fewer and no more)");
}

static void
test_control (void)
{
  assert_main_plays("", "repeat 3 as i:\n    print \"{i}\"", "print 1\nprint 2\nprint 3\nend ok 0");
  assert_main_plays("", "repeat -5:\n    yield\nrepeat 0:\n    yield\nrepeat 1:\n    yield",
                    "yield\nend ok 0");
  assert_main_plays("", "n = 3\nrepeat n:\n    n = n + 1\n    print \"{n}\"",
                    "print 4\nprint 5\nprint 6\nend ok 0");
  assert_main_plays("", "i = 0\nwhile i < 2:\n    i = i + 1\n    print \"{i}\"\nreturn i",
                    "print 1\nprint 2\nend ok 2");
  assert_main_plays(
      "", "repeat forever as i:\n    if i == 3:\n        break\n    else:\n        print \"{i}\"\nreturn i",
      "print 1\nprint 2\nend ok 3");
  assert_main_plays(
      "",
      "repeat 2 as i:\n    repeat 2 as k:\n        repeat 5:\n            break\n        print \"{i}{k}\"",
      "print 11\nprint 12\nprint 21\nprint 22\nend ok 0");
  assert_main_plays("", "if 1:\n    print \"yes\"\nif 0:\n    print \"no\"\nelse:\n    print \"else\"",
                    "print yes\nprint else\nend ok 0");
  assert_main_plays("", "return 1\nprint \"never\"", "end ok 1");
  assert_main_plays("", "return", "end ok 0");
  assert_main_plays("", "crash", "crash\nend ok 0");
}

static void
test_expect (void)
{
  assert_main_plays("",
                    "x = 2\nexpect x == 2 \"two\"\nexpect x - 2 \"not two\"\nexpect x + 1 > 5 # by itself",
                    "expect 1 two\nexpect 0 not two\nexpect 0 x + 1 > 5\nend ok 0");
}

static void
test_variables (void)
{
  assert_main_plays("variable v = -4\nshared variable w = 10\n",
                    "v = v + 1\natomically w = w + v\natomically v = 100\nx = v\nx = x + w\nreturn x",
                    "end ok 107");
}

/* Another task's store between the reading and the writing of an atomic step: the step begins again. */
static void
test_atomic_step_begins_again (void)
{
  const char *text =
      "shared variable v = 5\nqueue q\nmain:\n    atomically v = v * 10 + len(q)\n    return v\n";
  g_autoptr(Player) player = player_new(text, "main", NULL, 0);
  player_step(player); /* len(q), in the midst of the step */
  atomic_store(&player->variables.shared[0], 6);
  player_finish(player);
  assert_played(player, "length q\nlength q\nend ok 60");
}

/* A plain assignment does not: that is the lost update. */
static void
test_update_is_lost (void)
{
  const char *text = "shared variable v = 5\nqueue q\nmain:\n    v = v + 1 + len(q)\n    return v\n";
  g_autoptr(Player) player = player_new(text, "main", NULL, 0);
  player_step(player);
  atomic_store(&player->variables.shared[0], 100);
  player_finish(player);
  assert_played(player, "length q\nend ok 6");
}

typedef struct {
  uint32_t object, line;
  int64_t value;
  int count;
} Stored;

static void
note_stored (uint32_t object, int64_t value, uint32_t line, gpointer user_data)
{
  Stored *stored = user_data;
  *stored = (Stored){object, line, value, stored->count + 1};
}

static void
test_stores_are_told (void)
{
  Stored stored = {0};
  g_autoptr(Player) player = player_new(
      "lock l\nvariable v = 0\nmain:\n    v = 3\n    atomically v = v + 1\n    x = v\n", "main", NULL, 0);
  player->variables.stored = note_stored;
  player->variables.user_data = &stored;
  player_finish(player);
  g_assert_cmpint(stored.count, ==, 2);
  g_assert_cmpuint(stored.object, ==, 1);
  g_assert_cmpuint(stored.line, ==, 5);
  g_assert_cmpint(stored.value, ==, 4);
}

static void
test_parameters (void)
{
  g_autoptr(GantryScenario) scenario =
      scenario_of("task t(a, b):\n    a = a * b\n    return a + index\nmain:\n    start t(1, 2)\n");
  const int64_t args[] = {6, 7};
  GantryVmStart start = {.task = 0, .n_args = 2, .args = args, .name = "t 5", .index = 5};
  GantryVariables variables = {0};
  g_autoptr(GantryVm) vm = gantry_vm_new(gantry_scenario_get_program(scenario), &start, &variables);
  const GantryRequest *request = gantry_vm_run(vm, 1000);
  g_assert_cmpint(request->kind, ==, GANTRY_REQUEST_END);
  g_assert_cmpint(request->value, ==, 47);
}

/* However small the budget, the same requests come. After the end there is nothing but the end. */
static void
test_budget (void)
{
  const char *text = "queue q\nlock l\nmain:\n    within 5ms:\n        repeat 3 as i:\n            with l:\n "
                     "               x = i * 2 + len(q)\n"
                     "                note \"{x}\":\n                    put q x\n    return 7\n";
  const char *expected =
      "within 5000000\nacquire l\nlength q\nnote 2\nput q 2\nnote ends\nrelease l\nacquire l\nlength q\nnote "
      "4\n"
      "put q 4\nnote ends\nrelease l\nacquire l\nlength q\nnote 6\nput q 6\nnote ends\nrelease l\nend ok 7";
  for (uint32_t budget = 1; budget < 12; budget++) {
    g_autoptr(Player) player = player_new(text, "main", NULL, 0);
    player->budget = budget;
    player_finish(player);
    assert_played(player, expected);
    player_step(player);
    assert_played(player, "end ok 7");
  }
}

static void
test_lines (void)
{
  g_autoptr(Player) player =
      player_new("lock l\n\nmain:\n    with l:\n\n        compute 1ms\n    yield\n", "main", NULL, 0);
  const uint32_t lines[] = {4, 6, 4, 7, 7};
  g_assert_cmpuint(gantry_vm_get_line(player->vm), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
    player_step(player);
    g_assert_cmpuint(player->request->line, ==, lines[i]);
    g_assert_cmpuint(gantry_vm_get_line(player->vm), ==, lines[i]);
  }
}

static void
test_names (void)
{
  g_autofree char *plain = gantry_vm_instance_name("cook", false, 3);
  g_autofree char *numbered = gantry_vm_instance_name("cook", true, 3);
  g_assert_cmpstr(plain, ==, "cook");
  g_assert_cmpstr(numbered, ==, "cook 3");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/statements/work", test_work);
  g_test_add_func("/scenario/statements/texts", test_texts);
  g_test_add_func("/scenario/statements/long-text", test_long_text);
  g_test_add_func("/scenario/statements/things", test_things);
  g_test_add_func("/scenario/statements/messages", test_messages);
  g_test_add_func("/scenario/statements/results-in-variables", test_results_in_variables);
  g_test_add_func("/scenario/statements/calls", test_calls);
  g_test_add_func("/scenario/statements/start-and-join", test_start_and_join);
  g_test_add_func("/scenario/statements/start-wrong", test_start_wrong);
  g_test_add_func("/scenario/statements/control", test_control);
  g_test_add_func("/scenario/statements/expect", test_expect);
  g_test_add_func("/scenario/statements/variables", test_variables);
  g_test_add_func("/scenario/statements/atomic-step-begins-again", test_atomic_step_begins_again);
  g_test_add_func("/scenario/statements/update-is-lost", test_update_is_lost);
  g_test_add_func("/scenario/statements/stores-are-told", test_stores_are_told);
  g_test_add_func("/scenario/statements/parameters", test_parameters);
  g_test_add_func("/scenario/statements/budget", test_budget);
  g_test_add_func("/scenario/statements/lines", test_lines);
  g_test_add_func("/scenario/statements/names", test_names);
  return g_test_run();
}
