/* Tasks as POSIX threads of one process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/blocking.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>

/* The VM and our own frames need a few kilobytes; 10,000 threads shall fit. */
#define STACK_BYTES (256 * 1024)

typedef struct {
  GantryBlockingRun *blocking;
  GantryTaskSlot *slot;
} ThreadStart;

static void *
thread_main (void *data)
{
  ThreadStart start = *(ThreadStart *)data;
  g_free(data);
  gantry_blocking_run_task(start.blocking, start.slot);
  return NULL;
}

static bool
spawn_thread (GantryBlockingRun *blocking, GantryTaskSlot *slot, char **reason)
{
  pthread_attr_t attributes;
  pthread_t thread;
  ThreadStart *start = g_new(ThreadStart, 1);
  *start = (ThreadStart){blocking, slot};
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  int code = pthread_create(&thread, &attributes, thread_main, start);
  pthread_attr_destroy(&attributes);
  if (code == 0)
    return true;
  g_free(start);
  *reason = g_strdup_printf(_("the machine refused thread number %u (%s)"),
                            atomic_load(&blocking->tasks->n_slots), g_strerror(code));
  return false;
}

bool
gantry_run_threads (GantryRun *run, GantryRunEnd *end, GError **error)
{
  static GantryBlockingRun blocking; /* daemons may use it until the process ends */
  gantry_blocking_init(&blocking, run, GANTRY_LANE_THREAD, spawn_thread);
  if (run->options->gil)
    blocking.gil = gantry_gil_new(run->options->gil_interval_ns);
  if (!gantry_blocking_start_main(&blocking, error))
    return false;
  struct pollfd wake = {.fd = blocking.tasks->wake_fd, .events = POLLIN};
  while (atomic_load(&blocking.tasks->live) > 0)
    poll(&wake, 1, -1);
  gantry_ending_get(blocking.tasks->ending, end);
  return true;
}
