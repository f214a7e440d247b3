/* How often the run starts each task: it decides whether its instances are numbered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/checker-private.h"

#define SEVERAL 2

static int
compare_callers (gconstpointer a, gconstpointer b)
{
  const GantryStartSite *left = a, *right = b;
  return (left->caller > right->caller) - (left->caller < right->caller);
}

/* Number of the first of the sites, sorted by caller, that are in the task or after it. */
static guint
first_site (const GArray *sites, uint32_t caller)
{
  guint low = 0, high = sites->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(sites, GantryStartSite, middle).caller < caller)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
add_starts (GantryChecker *checker, GQueue *risen, uint32_t task, uint64_t times)
{
  GantryTaskSyntax *syntax = gantry_checker_task(checker, task);
  uint64_t before = syntax->started;
  syntax->started = MIN(before + times, SEVERAL);
  if (syntax->started == before)
    return;
  syntax->risen += syntax->started - before;
  g_queue_push_tail(risen, GUINT_TO_POINTER(task));
}

void
gantry_check_count_starts (GantryChecker *checker)
{
  /* Each rise of a task's number is passed on to those that it starts. A number rises twice at most. */
  GQueue risen = G_QUEUE_INIT;
  uint32_t main_task = gantry_checker_lookup(checker->tasks, "main");
  g_array_sort(checker->sites, compare_callers);
  if (main_task != UINT32_MAX)
    add_starts(checker, &risen, main_task, 1);
  while (!g_queue_is_empty(&risen)) {
    uint32_t caller = GPOINTER_TO_UINT(g_queue_pop_head(&risen));
    GantryTaskSyntax *syntax = gantry_checker_task(checker, caller);
    uint64_t times = syntax->risen;
    syntax->risen = 0;
    for (guint i = first_site(checker->sites, caller); times > 0 && i < checker->sites->len; i++) {
      const GantryStartSite *site = &g_array_index(checker->sites, GantryStartSite, i);
      if (site->caller != caller)
        break;
      add_starts(checker, &risen, site->callee, site->times * times);
    }
  }
}
