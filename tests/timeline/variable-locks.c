/* Which lock guards a variable, and what lets an update be lost, as a scenario's text tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/variable-locks.h"

#define HEAD                                                                                                 \
  "lock guard\nrwlock table\nsemaphore one(1)\nsemaphore three(3)\ncondition ready\nvariable v = 0\n" /* 1-6 \
                                                                                                       */

static const char *const kinds[] = {"unknown", "no lock", "one line", "given back"};

static GStrv
lines_of (const char *task)
{
  g_autofree char *whole = g_strconcat(HEAD, task, NULL);
  return g_strsplit(whole, "\n", -1);
}

/* `expected`: kind, line, other line, what the first does, lock. The text's task begins at line 7. */
static void
assert_gap (const char *task, const char *expected)
{
  g_auto(GStrv) lines = lines_of(task);
  g_auto(GantryLockGap) gap = gantry_lock_gap_find((const char *const *)lines, "v");
  g_autofree char *found = g_strdup_printf("%s %u %u%s%s%s%s", kinds[gap.kind], gap.line, gap.other_line,
                                           gap.reads ? " reads" : "", gap.writes ? " writes" : "",
                                           gap.lock ? " " : "", gap.lock ? gap.lock : "");
  g_assert_cmpstr(found, ==, expected);
}

static void
test_none (void)
{
  assert_gap("task a:\n    seen = v\n    compute 1ms\n    v = seen + 1\n", "no lock 8 10 reads");
  assert_gap("task a:\n    v = v + 1 # more\n", "no lock 8 8 reads writes");
  /* Three at a time are no protection, nor is a lock that is held elsewhere. */
  assert_gap("task a:\n    with three:\n        v = v + 1\n    with guard:\n        sleep 1ms\n",
             "no lock 9 9 reads writes");
  /* Who only reads the table may not be alone. */
  assert_gap("task a:\n    with reading table:\n        v = v + 1\n", "no lock 9 9 reads writes");
  /* Longer names are others. */
  assert_gap("task a:\n    vv = x_v\n    v = v + 1\n", "no lock 9 9 reads writes");
}

static void
test_one_line (void)
{
  assert_gap("task a:\n    seen = v\n    with guard:\n        v = seen + 1\n", "one line 8 10 reads guard");
  assert_gap("task a:\n    with one:\n        seen = v\n    v = seen + 1\n", "one line 10 9 writes one");
  assert_gap("task a:\n    with writing table:\n        v = v + 1\ntask b:\n    v = v + 1\n",
             "one line 11 9 reads writes table");
  /* Two locks do not keep each other out. */
  assert_gap("task a:\n    with guard:\n        v = v + 1\ntask b:\n    with one:\n        v = v + 1\n",
             "one line 12 9 reads writes guard");
  /* What one task reads another does not write. */
  assert_gap("task a:\n    x = v\ntask b:\n    v = v + 1\n", "no lock 10 10 reads writes");
  /* Main has the variable to itself before and after; it only reads it here. */
  assert_gap("task a:\n    with guard:\n        seen = v\n    v = seen + 1\nmain:\n    last = v\n",
             "one line 10 9 writes guard");
}

static void
test_given_back (void)
{
  assert_gap("task a:\n    with guard:\n        seen = v\n    with guard:\n        v = seen + 1\n",
             "given back 9 11 reads guard");
  assert_gap("task a:\n    acquire guard\n    seen = v\n    release guard\n\n    acquire guard\n"
             "    v = seen + 1\n    release guard\n",
             "given back 9 13 reads guard");
}

/* What is held all the way leaves no gap. */
static void
test_held (void)
{
  assert_gap(
      "task a:\n    with guard:\n        seen = v\n        # still\n    # here\n        v = seen + 1\n",
      "unknown 0 0");
  assert_gap("task a:\n    acquire guard\n    if v < 3:\n        seen = v\n        v = seen + 1\n"
             "    release guard\n",
             "unknown 0 0");
  assert_gap("task a:\n    with one:\n        with guard:\n            v = v + 1\n", "unknown 0 0");
}

/* Nothing is said where the lines do not tell. */
static void
test_unclear (void)
{
  assert_gap("task a:\n    if x:\n        acquire guard\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    release guard\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    with guard:\n        release guard\n        v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    acquire guard\n    if x:\n        release guard\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    acquire guard\n    acquire one\n    release guard\n    v = v + 1\n",
             "unknown 0 0");
  assert_gap("task a:\n    acquire guard\ntask b:\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    with ready:\n        seen = v\n        wait ready\n        v = seen + 1\n",
             "unknown 0 0");
  assert_gap("task a:\n    atomically v = v + 1\ntask b:\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    v = v + 1\nmain:\n    start a\n    v = v + 1\n", "unknown 0 0");
  assert_gap("task a:\n    sleep 1ms\n", "unknown 0 0");
  assert_gap("task a:\n    v = 3\n", "unknown 0 0");
  assert_gap("", "unknown 0 0");
}

/* More locks than are told apart. */
static void
test_many_locks (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < 70; i++)
    g_string_append_printf(text, "lock l%d\n", i);
  g_string_append(text, "task a:\n    with l69:\n        v = v + 1\n");
  assert_gap(text->str, "unknown 0 0");
}

static void
assert_guard (const char *task, const char *expected)
{
  g_auto(GStrv) lines = lines_of(task);
  g_autofree char *guard = gantry_variable_guard((const char *const *)lines, "v");
  g_assert_cmpstr(guard, ==, expected);
}

static void
test_guard (void)
{
  assert_guard("task a:\n    with guard:\n        v = v - 3\n", "guard");
  /* Who only reads it holds the lock, too, and gives it back; main is alone before it starts the others. */
  assert_guard("task a:\n    with guard:\n        x = v\n    sleep 1ms\ntask b:\n    acquire guard\n"
               "    v = 3\n    release guard\nmain:\n    v = 7\n",
               "guard");
  assert_guard("task a:\n    with guard:\n        v = v + 1\ntask b:\n    v = v + 1\n", NULL);
  assert_guard("task a:\n    with guard:\n        x = v\n    with guard:\n        v = x + 1\n", NULL);
  assert_guard("task a:\n    with three:\n        v = v + 1\n", NULL);
  assert_guard("task a:\n    atomically v = v + 1\n", NULL);
  /* Given back in another order than they were taken. */
  assert_guard("task a:\n    acquire guard\n    acquire one\n    release guard\n    v = v + 1\n", NULL);
  /* Who waits on a condition gives its lock up meanwhile. */
  assert_guard("task a:\n    with ready:\n        v = v + 1\n", "ready");
  assert_guard("task a:\n    with ready:\n        wait ready\n        v = v + 1\n", NULL);
  assert_guard("main:\n    v = 1\n", NULL);
  g_assert_null(gantry_variable_guard(NULL, "v"));
}

/* A file may carry anything in the place of a scenario. */
static void
test_enormous (void)
{
  g_autoptr(GString) text = g_string_new("task a:\n    with guard:\n        v = v + 1\n");
  while (text->len < 1000000)
    g_string_append(text, "        v = v + 1\n");
  assert_guard(text->str, NULL);
  g_string_assign(text, "task a:\n    with guard:\n        v = v + 1");
  while (text->len < 1000000)
    g_string_append(text, " + v");
  assert_guard(text->str, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/variable-locks/none", test_none);
  g_test_add_func("/variable-locks/one-line", test_one_line);
  g_test_add_func("/variable-locks/given-back", test_given_back);
  g_test_add_func("/variable-locks/held", test_held);
  g_test_add_func("/variable-locks/unclear", test_unclear);
  g_test_add_func("/variable-locks/many-locks", test_many_locks);
  g_test_add_func("/variable-locks/guard", test_guard);
  g_test_add_func("/variable-locks/enormous", test_enormous);
  return g_test_run();
}
