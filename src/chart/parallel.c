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

/* A thread may come when all is done already, and its caller gone: the job is held by each. */
static void
help (gpointer data, gpointer user_data)
{
  take_part(data);
  g_atomic_rc_box_release_full(data, job_clear);
}

static gpointer
make_pool (gpointer data)
{
  return g_thread_pool_new(help, NULL, (int)MAX(g_get_num_processors() - 1, 1), FALSE, NULL);
}

void
gantry_parallel_for (guint count, void (*work)(guint index, gpointer data), gpointer data)
{
  static GOnce once = G_ONCE_INIT;
  GThreadPool *pool = g_once(&once, make_pool, NULL);
  Job *job = g_atomic_rc_box_new0(Job);
  guint helpers = count > 0 ? MIN(count, g_get_num_processors()) - 1 : 0;
  job->work = work;
  job->data = data;
  job->count = count;
  g_mutex_init(&job->mutex);
  g_cond_init(&job->all_done);
  for (guint i = 0; i < helpers; i++)
    g_thread_pool_push(pool, g_atomic_rc_box_acquire(job), NULL);
  take_part(job);
  g_mutex_lock(&job->mutex);
  while (job->done < job->count)
    g_cond_wait(&job->all_done, &job->mutex);
  g_mutex_unlock(&job->mutex);
  g_atomic_rc_box_release_full(job, job_clear);
}
