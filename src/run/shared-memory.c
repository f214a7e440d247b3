/* Process-shared memory, mutexes, conditions and futexes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/shared-memory.h"

#include "trace/clock.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

gpointer
gantry_shared_new (gsize bytes)
{
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void
gantry_shared_free (gpointer memory, gsize bytes)
{
  if (memory)
    munmap(memory, bytes);
}

void
gantry_shared_mutex_init (pthread_mutex_t *mutex)
{
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

static void
take_over (pthread_mutex_t *mutex, int code)
{
  if (code == EOWNERDEAD)
    pthread_mutex_consistent(mutex);
}

void
gantry_shared_mutex_lock (pthread_mutex_t *mutex)
{
  take_over(mutex, pthread_mutex_lock(mutex));
}

bool
gantry_futex_wait (_Atomic uint32_t *word, uint32_t value, int64_t deadline)
{
  struct timespec until = gantry_timespec_of(deadline);
  long code = syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value, deadline == INT64_MAX ? NULL : &until, NULL,
                      FUTEX_BITSET_MATCH_ANY);
  return code == 0 || errno != ETIMEDOUT;
}

void
gantry_futex_wake (_Atomic uint32_t *word, int most)
{
  syscall(SYS_futex, word, FUTEX_WAKE, most, NULL, NULL, 0);
}

void
gantry_futex_wake_all (_Atomic uint32_t *word)
{
  gantry_futex_wake(word, INT_MAX);
}

bool
gantry_shared_condition_wait (GantrySharedCondition *condition, pthread_mutex_t *mutex, int64_t deadline)
{
  /* Under the mutex: a change after this moment changes the number, and the futex does not sleep on it. */
  uint32_t seen = atomic_load_explicit(condition, memory_order_relaxed);
  pthread_mutex_unlock(mutex);
  bool in_time = gantry_futex_wait(condition, seen, deadline);
  gantry_shared_mutex_lock(mutex);
  return in_time;
}

void
gantry_shared_condition_touch (GantrySharedCondition *condition)
{
  atomic_fetch_add(condition, 1);
}

void
gantry_shared_condition_notify_all (GantrySharedCondition *condition)
{
  atomic_fetch_add(condition, 1);
  gantry_futex_wake_all(condition);
}
