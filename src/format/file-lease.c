/* Leases, and the thread that the kernel tells of those that are wanted back.
 *
 * It tells by SIGIO, which is sent to that thread alone, and is blocked there: no handler runs, and no other
 * thread is disturbed. Which file it is for does not matter, as all are asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/file-lease.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <signal.h>
#include <sys/statfs.h>
#include <unistd.h>

#define ZFS_MAGIC 0x2fc12fc1

struct _GantryFileLease {
  int descriptor; /* its own; -1: it was given back to who waited */
  const GantryLeaseCalls *calls;
  gpointer data;
};

/* Guards all below, and is held while a call is made. */
static GMutex lock;
static GCond has_begun;
static GPtrArray *leases; /* GantryFileLease */
static pid_t watcher;     /* the thread's number; 0: there is none yet */

static void
end_lease (GantryFileLease *lease)
{
  lease->calls->keep(lease->data);
  /* What is no longer there cannot be given back. */
  if (fcntl(lease->descriptor, F_SETLEASE, F_UNLCK) != 0)
    lease->calls->lost(lease->data);
  close(lease->descriptor);
  lease->descriptor = -1;
}

static gpointer
watch (gpointer data)
{
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGIO);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  g_mutex_lock(&lock);
  watcher = gettid();
  g_cond_signal(&has_begun);
  for (;;) {
    g_mutex_unlock(&lock);
    sigwaitinfo(&signals, NULL);
    g_mutex_lock(&lock);
    for (guint i = 0; i < leases->len; i++) {
      GantryFileLease *lease = leases->pdata[i];
      if (lease->descriptor >= 0 && fcntl(lease->descriptor, F_GETLEASE) != F_RDLCK)
        end_lease(lease);
    }
  }
  return NULL;
}

static bool
begin_watching (void)
{
  if (watcher != 0)
    return true;
  GThread *thread = g_thread_try_new("gantry-leases", watch, NULL, NULL);
  if (!thread)
    return false;
  g_thread_unref(thread);
  leases = g_ptr_array_new();
  while (watcher == 0)
    g_cond_wait(&has_begun, &lock);
  return true;
}

/* Elsewhere a lease holds up the programs of this machine at most. */
static bool
is_local (int descriptor)
{
  struct statfs system;
  if (fstatfs(descriptor, &system) != 0)
    return false;
  switch ((guint32)system.f_type) {
  case EXT4_SUPER_MAGIC: /* and before it 2 and 3 */
  case BTRFS_SUPER_MAGIC:
  case F2FS_SUPER_MAGIC:
  case TMPFS_MAGIC:
  case XFS_SUPER_MAGIC:
  case ZFS_MAGIC:
    return true;
  default:
    return false;
  }
}

static bool
ask_kernel (int descriptor)
{
  /* First, or the signal would be the whole program's, and end it. */
  struct f_owner_ex owner = {.type = F_OWNER_TID, .pid = watcher};
  return fcntl(descriptor, F_SETOWN_EX, &owner) == 0 && fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0;
}

GantryFileLease *
gantry_file_lease_take (int descriptor, const GantryLeaseCalls *calls, gpointer data)
{
  GantryFileLease *lease = NULL;
  int own = is_local(descriptor) ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1;
  if (own < 0)
    return NULL;
  g_mutex_lock(&lock);
  if (begin_watching() && ask_kernel(own)) {
    lease = g_new(GantryFileLease, 1);
    *lease = (GantryFileLease){.descriptor = own, .calls = calls, .data = data};
    g_ptr_array_add(leases, lease);
  }
  g_mutex_unlock(&lock);
  if (!lease)
    close(own);
  return lease;
}

void
gantry_file_lease_give_back (GantryFileLease *lease)
{
  g_mutex_lock(&lock);
  g_ptr_array_remove_fast(leases, lease);
  if (lease->descriptor >= 0) {
    /* By name: the file may be open in a copy of the descriptor still. */
    fcntl(lease->descriptor, F_SETLEASE, F_UNLCK);
    close(lease->descriptor);
  }
  g_mutex_unlock(&lock);
  g_free(lease);
}
