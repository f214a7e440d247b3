/* Tells ThreadSanitizer about GLib's locks, which it cannot see: GLib is not built with it, and locks by
 * futex.
 *
 * Loaded before GLib; each function calls GLib's own and says what it orders. Where there is no sanitizer in
 * the program (a shell that starts a test), it says nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <glib.h>

void __tsan_acquire (void *address) __attribute__((weak));
void __tsan_release (void *address) __attribute__((weak));

static void
acquire (void *lock)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire(lock);
}

static void
release (void *lock)
{
  if (__tsan_release != NULL)
    __tsan_release(lock);
}

#define CALL_NEXT(function, ...) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))(__VA_ARGS__)

void
g_mutex_lock (GMutex *mutex)
{
  CALL_NEXT(g_mutex_lock, mutex);
  acquire(mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  gboolean locked = CALL_NEXT(g_mutex_trylock, mutex);
  if (locked)
    acquire(mutex);
  return locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  release(mutex);
  CALL_NEXT(g_mutex_unlock, mutex);
}

void
g_cond_wait (GCond *condition, GMutex *mutex)
{
  release(mutex);
  CALL_NEXT(g_cond_wait, condition, mutex);
  acquire(mutex);
}

gboolean
g_cond_wait_until (GCond *condition, GMutex *mutex, gint64 end_time)
{
  release(mutex);
  gboolean woken = CALL_NEXT(g_cond_wait_until, condition, mutex, end_time);
  acquire(mutex);
  return woken;
}
