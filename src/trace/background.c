/* Work on a thread of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/background.h"

typedef struct {
  GTask *task;
  GTaskThreadFunc work;
} Job;

static void
do_work (const Job *job)
{
  job->work(job->task, g_task_get_source_object(job->task), g_task_get_task_data(job->task),
            g_task_get_cancellable(job->task));
}

static gboolean
let_go (gpointer task)
{
  return G_SOURCE_REMOVE;
}

static gpointer
do_beside (gpointer data)
{
  Job *job = data;
  do_work(job);
  /* The last who holds it also ends what it is about: a window's part, which is no other thread's to end. */
  g_autoptr(GSource) source = g_idle_source_new();
  g_source_set_callback(source, let_go, job->task, g_object_unref);
  g_source_set_priority(source, G_PRIORITY_DEFAULT);
  g_source_attach(source, g_task_get_context(job->task));
  g_free(job);
  return NULL;
}

void
gantry_run_in_background (GTask *task, GTaskThreadFunc work)
{
  Job *job = g_new(Job, 1);
  *job = (Job){g_object_ref(task), work};
  GThread *thread = g_thread_try_new("gantry-work", do_beside, job, NULL);
  if (thread) {
    g_thread_unref(thread);
    return;
  }
  do_work(job);
  g_object_unref(job->task);
  g_free(job);
}
