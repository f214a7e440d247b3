/* Work on many things at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/parallel.h"

#include <stdatomic.h>

struct GantryParallel {
  GantryParallelWork work;
  gpointer data;
  guint count;
  atomic_uint next; /* the index to be taken */
  GMutex mutex;
  GCond is_one_done;
  guint n_done;       /* under the mutex */
  atomic_bool done[]; /* by index; set under the mutex */
};

static void
parallel_clear (gpointer data)
{
  GantryParallel *parallel = data;
  g_mutex_clear(&parallel->mutex);
  g_cond_clear(&parallel->is_one_done);
}

/* Takes an index that nobody has taken, and does it; FALSE: there is none. */
static bool
take_one (GantryParallel *parallel)
{
  /* Relaxed: who takes an index needs nothing of who took another; what is done is handed over by the mutex.
   * Looked at first, so that it cannot go round. */
  if (atomic_load_explicit(&parallel->next, memory_order_relaxed) >= parallel->count)
    return false;
  guint index = atomic_fetch_add_explicit(&parallel->next, 1, memory_order_relaxed);
  if (index >= parallel->count)
    return false;
  parallel->work(index, parallel->data);
  g_mutex_lock(&parallel->mutex);
  /* Release: who sees it without the mutex sees what the work has written. */
  atomic_store_explicit(&parallel->done[index], true, memory_order_release);
  parallel->n_done++;
  g_cond_signal(&parallel->is_one_done);
  g_mutex_unlock(&parallel->mutex);
  return true;
}

/* What is to be helped with: work for each helper that is wanted. */
static GMutex waiting_mutex;
static GCond is_waiting;
static GQueue waiting = G_QUEUE_INIT; /* GantryParallel; under the mutex */

/* A helper may come when all is done already, and its caller gone: the work is held by each. */
static gpointer
help (gpointer data)
{
  for (;;) {
    g_mutex_lock(&waiting_mutex);
    while (g_queue_is_empty(&waiting))
      g_cond_wait(&is_waiting, &waiting_mutex);
    GantryParallel *parallel = g_queue_pop_head(&waiting);
    g_mutex_unlock(&waiting_mutex);
    while (take_one(parallel))
      continue;
    g_atomic_rc_box_release_full(parallel, parallel_clear);
  }
  return NULL;
}

/* They live as long as the program, asleep while there is nothing to do. Returns their number. */
static gpointer
start_helpers (gpointer data)
{
  guint most = g_get_num_processors() - 1, count = 0;
  GThread *helper;
  /* Those that the machine refuses are not missed: whoever calls them takes part itself. */
  while (count < most && (helper = g_thread_try_new("helper", help, NULL, NULL))) {
    g_thread_unref(helper);
    count++;
  }
  return GUINT_TO_POINTER(count);
}

static void
call_helpers (GantryParallel *parallel, guint count)
{
  g_mutex_lock(&waiting_mutex);
  for (guint i = 0; i < count; i++)
    g_queue_push_tail(&waiting, g_atomic_rc_box_acquire(parallel));
  g_cond_broadcast(&is_waiting);
  g_mutex_unlock(&waiting_mutex);
}

GantryParallel *
gantry_parallel_begin (guint count, bool wake, GantryParallelWork work, gpointer data)
{
  static GOnce once = G_ONCE_INIT;
  GantryParallel *parallel = g_atomic_rc_box_alloc0(sizeof *parallel + count * sizeof parallel->done[0]);
  parallel->work = work;
  parallel->data = data;
  parallel->count = count;
  g_mutex_init(&parallel->mutex);
  g_cond_init(&parallel->is_one_done);
  if (wake && count > 1)
    call_helpers(parallel, MIN(GPOINTER_TO_UINT(g_once(&once, start_helpers, NULL)), count - 1));
  return parallel;
}

static bool
is_done (GantryParallel *parallel, guint index)
{
  /* Acquire: pairs with take_one(). */
  return atomic_load_explicit(&parallel->done[index], memory_order_acquire);
}

void
gantry_parallel_wait (GantryParallel *parallel, guint index)
{
  while (!is_done(parallel, index) && take_one(parallel))
    continue;
  if (is_done(parallel, index))
    return;
  g_mutex_lock(&parallel->mutex);
  while (!is_done(parallel, index))
    g_cond_wait(&parallel->is_one_done, &parallel->mutex);
  g_mutex_unlock(&parallel->mutex);
}

void
gantry_parallel_end (GantryParallel *parallel)
{
  while (take_one(parallel))
    continue;
  g_mutex_lock(&parallel->mutex);
  while (parallel->n_done < parallel->count)
    g_cond_wait(&parallel->is_one_done, &parallel->mutex);
  g_mutex_unlock(&parallel->mutex);
  g_atomic_rc_box_release_full(parallel, parallel_clear);
}
