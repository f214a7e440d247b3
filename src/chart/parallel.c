/* Work on many rows at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/parallel.h"

#include <stdatomic.h>

typedef struct {
  void (*work)(guint index, gpointer data);
  gpointer data;
  guint count;
  atomic_uint next; /* the index to be taken */
  GMutex mutex;
  GCond all_done;
  guint done; /* under the mutex */
} Job;

static void
job_clear (gpointer data)
{
  Job *job = data;
  g_mutex_clear(&job->mutex);
  g_cond_clear(&job->all_done);
}

/* Takes index after index until there is none left. */
static void
take_part (Job *job)
{
  guint done = 0;
  /* Relaxed: who takes an index needs nothing of who took another; what is done is handed over by the mutex.
   */
  for (guint i; (i = atomic_fetch_add_explicit(&job->next, 1, memory_order_relaxed)) < job->count; done++)
    job->work(i, job->data);
  g_mutex_lock(&job->mutex);
  job->done += done;
  if (job->done == job->count)
    g_cond_signal(&job->all_done);
  g_mutex_unlock(&job->mutex);
}

/* What is to be helped with: a job for each helper that is wanted. */
static GMutex waiting_mutex;
static GCond is_waiting;
static GQueue waiting = G_QUEUE_INIT; /* Job; under the mutex */

/* A helper may come when all is done already, and its caller gone: the job is held by each. */
static gpointer
help (gpointer data)
{
  for (;;) {
    g_mutex_lock(&waiting_mutex);
    while (g_queue_is_empty(&waiting))
      g_cond_wait(&is_waiting, &waiting_mutex);
    Job *job = g_queue_pop_head(&waiting);
    g_mutex_unlock(&waiting_mutex);
    take_part(job);
    g_atomic_rc_box_release_full(job, job_clear);
  }
  return NULL;
}

/* They live as long as the program, asleep while nothing is painted. Returns their number. */
static gpointer
start_helpers (gpointer data)
{
  guint count = g_get_num_processors() - 1;
  for (guint i = 0; i < count; i++)
    g_thread_unref(g_thread_new("painter", help, NULL));
  return GUINT_TO_POINTER(count);
}

static void
call_helpers (Job *job, guint count)
{
  g_mutex_lock(&waiting_mutex);
  for (guint i = 0; i < count; i++)
    g_queue_push_tail(&waiting, g_atomic_rc_box_acquire(job));
  g_cond_broadcast(&is_waiting);
  g_mutex_unlock(&waiting_mutex);
}

void
gantry_parallel_for (guint count, void (*work)(guint index, gpointer data), gpointer data)
{
  static GOnce once = G_ONCE_INIT;
  guint n_helpers = GPOINTER_TO_UINT(g_once(&once, start_helpers, NULL));
  Job *job = g_atomic_rc_box_new0(Job);
  job->work = work;
  job->data = data;
  job->count = count;
  g_mutex_init(&job->mutex);
  g_cond_init(&job->all_done);
  if (count > 1)
    call_helpers(job, MIN(n_helpers, count - 1));
  take_part(job);
  g_mutex_lock(&job->mutex);
  while (job->done < job->count)
    g_cond_wait(&job->all_done, &job->mutex);
  g_mutex_unlock(&job->mutex);
  g_atomic_rc_box_release_full(job, job_clear);
}
