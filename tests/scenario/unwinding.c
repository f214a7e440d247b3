/* Leaving blocks: by their end, break, return, failure, cancellation and deadlines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

static const char *const head = "lock a\nlock b\nrwlock rw\nevent e\nqueue q\nsemaphore s(1)\n";

static Player *
play_main (const char *statements)
{
  g_autoptr(GString) text = g_string_new(head);
  g_auto(GStrv) lines = g_strsplit(statements, "\n", -1);
  g_string_append(text, "main:\n");
  for (char **line = lines; *line; line++)
    g_string_append_printf(text, "    %s\n", *line);
  return player_new(text->str, "main", NULL, 0);
}

static void
interrupt (Player *player, GantryInterrupt how)
{
  gantry_vm_interrupt(player->vm, how, player->now);
}

static void
test_break (void)
{
  assert_main_plays(
      head,
      "repeat 2:\n    with a:\n        note \"n\":\n            within 5ms:\n                with b:\n       "
      "             break\nyield",
      "acquire a\nnote n\nwithin 5000000\nacquire b\nrelease b\nnote ends\nrelease a\nyield\nend ok 0");
  /* A loop inside the block leaves nothing of it. */
  assert_main_plays(head, "with a:\n    repeat 3:\n        break\n    yield",
                    "acquire a\nyield\nrelease a\nend ok 0");
}

static void
test_return (void)
{
  assert_main_plays(head, "with a:\n    with reading rw:\n        note \"n\":\n            return 9",
                    "acquire a\nacquire reading rw\nnote n\nnote ends (unwinding)\nrelease rw "
                    "(unwinding)\nrelease a (unwinding)\nend ok 9");
}

static void
test_failure (void)
{
  assert_main_plays(head, "with s:\n    run async:\n        x = 1 / 0",
                    "acquire s\nrun async\nrun async ends (unwinding)\nrelease s (unwinding)\nend failed "
                    "(line 10: division by zero)");
}

/* The driver refuses a request. */
static void
test_refused (void)
{
  g_autoptr(Player) player = play_main("with a:\n    release b\n    yield");
  player_until(player, "release b");
  gantry_vm_fail(player->vm, "‘b’ is not held");
  player_finish(player);
  assert_played(player, "acquire a\nrelease b\nrelease a (unwinding)\nend failed (line 9: ‘b’ is not held)");
  gantry_vm_fail(player->vm, "too late");
  player_step(player);
  assert_played(player, "end failed (line 9: ‘b’ is not held)");
}

/* What could not be begun is not ended. */
static void
test_refused_loop (void)
{
  g_autoptr(Player) player = play_main("run async:\n    run async:\n        yield");
  player_step(player);
  player_until(player, "run async");
  gantry_vm_fail(player->vm, "an event loop is already running in this thread");
  player_finish(player);
  assert_played(player, "run async\nrun async\nrun async ends (unwinding)\n"
                        "end failed (line 9: an event loop is already running in this thread)");
}

static void
test_cancel (void)
{
  g_autoptr(Player) player = play_main(
      "with a:\n    within 1s:\n        with b:\n            sleep 5ms\n    else:\n        yield\nyield");
  player_until(player, "sleep 5000000");
  interrupt(player, GANTRY_INTERRUPT_CANCEL);
  interrupt(player, GANTRY_INTERRUPT_CANCEL); /* once more changes nothing */
  player_finish(player);
  assert_played(
      player,
      "acquire a\nwithin 1000000000\nacquire b\nsleep 5000000\nrelease b (unwinding)\nrelease a (unwinding)\n"
      "end cancelled");
}

/* A lock that is only being waited for is not released. */
static void
test_cancel_while_acquiring (void)
{
  g_autoptr(Player) player = play_main("with a:\n    with b:\n        yield");
  player_until(player, "acquire b");
  interrupt(player, GANTRY_INTERRUPT_CANCEL);
  player_finish(player);
  assert_played(player, "acquire a\nacquire b\nrelease a (unwinding)\nend cancelled");
}

static void
test_deadline (void)
{
  g_autoptr(Player) player = play_main(
      "with a:\n    within 50ms:\n        with b:\n            wait e\n            yield\n    else:\n"
      "        print \"late\"\n    print \"on\"");
  player_until(player, "wait e");
  g_assert_cmpint(player->request->deadline, ==, 50000000);
  player->now = 50000000;
  interrupt(player, GANTRY_INTERRUPT_DEADLINE);
  player_finish(player);
  assert_played(player, "acquire a\nwithin 50000000\nacquire b\nwait e\nrelease b (unwinding)\nprint "
                        "late\nprint on\nrelease a\nend ok 0");
}

/* In time: `else` does not run, and the deadline is gone behind the block. */
static void
test_deadline_kept (void)
{
  g_autoptr(Player) player = play_main("within 50ms:\n    wait e\nelse:\n    print \"late\"\nwait e");
  player_step(player);
  g_assert_cmpint(player->request->deadline, ==, GANTRY_NO_DEADLINE); /* making a deadline waits for none */
  player_step(player);
  g_assert_cmpint(player->request->deadline, ==, 50000000);
  player_step(player);
  g_assert_cmpint(player->request->deadline, ==, GANTRY_NO_DEADLINE);
  player_finish(player);
  assert_played(player, "within 50000000\nwait e\nwait e\nend ok 0");
}

/* Each wait carries the nearest deadline; of those over, the outermost block is left. */
static void
test_nested_deadlines (void)
{
  const char *statements = "within 100ms:\n    within 50ms:\n        within 70ms:\n            wait e\n      "
                           "  else:\n            print \"70\"\n"
                           "    else:\n        print \"50\"\n        wait e\nelse:\n    print \"100\"";
  g_autoptr(Player) early = play_main(statements);
  player_until(early, "wait e");
  g_assert_cmpint(early->request->deadline, ==, 50000000);
  early->now = 60000000;
  interrupt(early, GANTRY_INTERRUPT_DEADLINE);
  player_until(early, "wait e");
  g_assert_cmpint(early->request->deadline, ==, 100000000);
  early->now = 100000000;
  interrupt(early, GANTRY_INTERRUPT_DEADLINE);
  player_finish(early);
  assert_played(
      early,
      "within 100000000\nwithin 50000000\nwithin 70000000\nwait e\nprint 50\nwait e\nprint 100\nend ok 0");

  g_autoptr(Player) late = play_main(statements);
  player_until(late, "wait e");
  late->now = 200000000;
  interrupt(late, GANTRY_INTERRUPT_DEADLINE);
  player_finish(late);
  assert_played(late, "within 100000000\nwithin 50000000\nwithin 70000000\nwait e\nprint 100\nend ok 0");
}

/* A clock that was read a little before the deadline must not turn a wait given up into one that was served.
 */
static void
test_deadline_by_an_early_clock (void)
{
  g_autoptr(Player) player =
      play_main("within 50ms:\n    get q as x\n    print \"{x}\"\nelse:\n    print \"late\"");
  player_until(player, "get q");
  player->now = 49999999;
  interrupt(player, GANTRY_INTERRUPT_DEADLINE);
  player_finish(player);
  assert_played(player, "within 50000000\nget q\nprint late\nend ok 0");
}

/* Without an `else` it goes on behind the block; half-evaluated expressions are dropped. */
static void
test_deadline_in_an_expression (void)
{
  g_autoptr(Player) player = play_main(
      "repeat 2 as i:\n    within 50ms:\n        x = 1 + (2 + len(q))\n        y = x\n    print \"{i}\"");
  player_until(player, "length q");
  player->now = 50000000;
  interrupt(player, GANTRY_INTERRUPT_DEADLINE);
  player_finish(player);
  assert_played(player, "within 50000000\nlength q\nprint 1\nwithin 50000000\nlength q\nprint 2\nend ok 0");
}

/* Cancelled on the way to an `else`: the task ends, and releases each lock once. */
static void
test_cancel_during_a_deadline (void)
{
  g_autoptr(Player) player = play_main("with a:\n    within 50ms:\n        with b:\n            note "
                                       "\"n\":\n                wait e\n    else:\n        yield");
  player_until(player, "wait e");
  player->now = 50000000;
  interrupt(player, GANTRY_INTERRUPT_DEADLINE);
  player_step(player);
  interrupt(player, GANTRY_INTERRUPT_CANCEL);
  player_finish(player);
  assert_played(
      player,
      "acquire a\nwithin 50000000\nacquire b\nnote n\nwait e\nnote ends (unwinding)\nrelease b (unwinding)\n"
      "release a (unwinding)\nend cancelled");
}

/* A join that was given up has joined nobody: the next one waits for them again. */
static void
test_join_given_up (void)
{
  g_autoptr(Player) player =
      player_new("task t:\n    yield\nmain:\n    start t x 2\n    within 50ms:\n        join t\n    else:\n"
                 "        cancel t\n    join\n    join\n",
                 "main", NULL, 0);
  player_until(player, "join 1 2");
  player->now = 50000000;
  interrupt(player, GANTRY_INTERRUPT_DEADLINE);
  player_finish(player);
  assert_played(player,
                "start t() x 2 numbered\nwithin 50000000\njoin 1 2\ncancel 1 2\njoin 1 2\njoin\nend ok 0");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/unwinding/break", test_break);
  g_test_add_func("/scenario/unwinding/return", test_return);
  g_test_add_func("/scenario/unwinding/failure", test_failure);
  g_test_add_func("/scenario/unwinding/refused", test_refused);
  g_test_add_func("/scenario/unwinding/refused-loop", test_refused_loop);
  g_test_add_func("/scenario/unwinding/cancel", test_cancel);
  g_test_add_func("/scenario/unwinding/cancel-while-acquiring", test_cancel_while_acquiring);
  g_test_add_func("/scenario/unwinding/deadline", test_deadline);
  g_test_add_func("/scenario/unwinding/deadline-kept", test_deadline_kept);
  g_test_add_func("/scenario/unwinding/nested-deadlines", test_nested_deadlines);
  g_test_add_func("/scenario/unwinding/deadline-by-an-early-clock", test_deadline_by_an_early_clock);
  g_test_add_func("/scenario/unwinding/deadline-in-an-expression", test_deadline_in_an_expression);
  g_test_add_func("/scenario/unwinding/cancel-during-a-deadline", test_cancel_during_a_deadline);
  g_test_add_func("/scenario/unwinding/join-given-up", test_join_given_up);
  return g_test_run();
}
