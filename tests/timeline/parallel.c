/* Work on many rows at once: each index once, whoever takes it, and all done when it returns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/parallel.h"

typedef struct {
  guint calls[5000]; /* written by whoever takes the index: a second one would be a race */
} Calls;

static void
count_call (guint index, gpointer data)
{
  Calls *calls = data;
  calls->calls[index]++;
}

static void
do_all (guint count, GantryParallelWork work, gpointer data)
{
  gantry_parallel_end(gantry_parallel_begin(count, true, work, data));
}

static void
run (Calls *calls, guint count)
{
  *calls = (Calls){{0}};
  do_all(count, count_call, calls);
  for (guint i = 0; i < G_N_ELEMENTS(calls->calls); i++)
    g_assert_cmpuint(calls->calls[i], ==, i < count ? 1 : 0);
}

static void
test_each_once (void)
{
  g_autofree Calls *calls = g_new0(Calls, 1);
  const guint counts[] = {0, 1, 2, 3, 40, 5000};
  for (guint round = 0; round < 50; round++)
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
      run(calls, counts[i]);
}

static gpointer
run_many (gpointer data)
{
  g_autofree Calls *calls = g_new0(Calls, 1);
  for (guint round = 0; round < 100; round++)
    run(calls, 300);
  return NULL;
}

/* Several that paint at once share the threads, and none waits for another's work. */
static void
test_several_callers (void)
{
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("caller", run_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_thread_join(threads[i]);
}

static void
call_again (guint index, gpointer data)
{
  Calls *calls = (Calls *)data + index;
  do_all(100, count_call, calls);
}

/* Work that is itself split up ends, though all threads may be in it. */
static void
test_within_itself (void)
{
  g_autofree Calls *calls = g_new0(Calls, 8);
  do_all(8, call_again, calls);
  for (guint i = 0; i < 8; i++)
    for (guint j = 0; j < 100; j++)
      g_assert_cmpuint(calls[i].calls[j], ==, 1);
}

/* Whoever waits for one finds it done, and does the others meanwhile or leaves them. */
static void
test_waits (void)
{
  for (guint wake = 0; wake < 2; wake++)
    for (guint round = 0; round < 200; round++) {
      g_autofree Calls *calls = g_new0(Calls, 1);
      GantryParallel *parallel = gantry_parallel_begin(60, wake == 1, count_call, calls);
      for (guint i = 0; i < 60; i += 7) {
        guint index = round % 2 == 0 ? i : 59 - i;
        gantry_parallel_wait(parallel, index);
        g_assert_cmpuint(calls->calls[index], ==, 1);
      }
      gantry_parallel_end(parallel);
      for (guint i = 0; i < 61; i++)
        g_assert_cmpuint(calls->calls[i], ==, i < 60 ? 1 : 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/parallel/each-once", test_each_once);
  g_test_add_func("/parallel/several-callers", test_several_callers);
  g_test_add_func("/parallel/within-itself", test_within_itself);
  g_test_add_func("/parallel/waits", test_waits);
  return g_test_run();
}
