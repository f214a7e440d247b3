/* Tasks as POSIX threads of one process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/threads.h"

#include "run/blocking.h"
#include "run/processes.h"
#include "run/servers.h"
#include "run/supervisor.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <unistd.h>

/* The VM and our own frames need a few kilobytes, a fetch a buffer of 64 KiB; 10,000 threads shall fit. */
#define STACK_BYTES (256 * 1024)

typedef struct {
  GantryWorld *world;
  GantryTaskSlot *slot;
} ThreadStart;

static void *
thread_main (void *data)
{
  ThreadStart start = *(ThreadStart *)data;
  g_free(data);
  gantry_blocking_run_task(start.world, start.slot);
  atomic_fetch_sub(&start.world->tasks->n_threads, 1);
  atomic_fetch_sub(&start.world->n_threads, 1);
  gantry_futex_wake_all(&start.world->n_threads);
  return NULL;
}

int
gantry_thread_start (void *(*run)(void *), gpointer data)
{
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  int code = pthread_create(&thread, &attributes, run, data);
  pthread_attr_destroy(&attributes);
  return code;
}

bool
gantry_thread_spawn (GantryWorld *world, GantryTaskSlot *slot, char **reason)
{
  if (atomic_fetch_add(&world->tasks->n_threads, 1) >= GANTRY_MOST_THREADS) {
    atomic_fetch_sub(&world->tasks->n_threads, 1);
    *reason = g_strdup_printf(_("more than %u threads at once"), GANTRY_MOST_THREADS);
    return false;
  }
  ThreadStart *start = g_new(ThreadStart, 1);
  *start = (ThreadStart){world, slot};
  atomic_store(&slot->pid, (uint32_t)getpid());
  atomic_fetch_add(&world->n_threads, 1);
  int code = gantry_thread_start(thread_main, start);
  if (code == 0)
    return true;
  atomic_fetch_sub(&world->tasks->n_threads, 1);
  atomic_fetch_sub(&world->n_threads, 1);
  g_free(start);
  *reason = g_strdup_printf(_("the machine refused thread number %u (%s)"),
                            atomic_load(&world->n_threads) + 1, g_strerror(code));
  return false;
}

bool
gantry_run_threads (GantryRun *run, GantryRunEnd *end, GError **error)
{
  static GantryWorld world; /* daemons may use it until the process ends */
  if (!gantry_world_init(&world, run, GANTRY_CARRIER_THREAD, error) ||
      !gantry_supervisor_prepare(&world, error) || !gantry_blocking_start_main(&world, error))
    return false;
  struct pollfd wake[] = {
      {.fd = world.tasks->wake_fd, .events = POLLIN},
      {.fd = gantry_servers_get_fd(), .events = POLLIN},
  };
  while (gantry_supervisor_goes_on(&world) && !gantry_supervisor_finds_deadlock(&world, end)) {
    poll(wake, G_N_ELEMENTS(wake), GANTRY_SUPERVISOR_PERIOD_MS);
    if (wake[1].revents != 0)
      gantry_servers_look(&world);
  }
  gantry_supervisor_finish(&world, end);
  return true;
}
