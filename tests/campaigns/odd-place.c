/* Loaded before a program: what ODD_PLACE names is not as usual there; several by commas.
 *
 *   perf memfd pidfd   refused, as by a kernel without it or by a container's filter
 *   full               shared memory lies in the folder ODD_FOLDER, which is the only place with room for it
 *   stepped            somebody sets the clock by an hour, to and fro, each time that it is read
 *   slept              CLOCK_MONOTONIC is suddenly three seconds later, and the processor's counter is not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

long syscall (long number, ...);
int memfd_create (const char *name, unsigned flags);
int pidfd_open (int pid, unsigned flags);
int fcntl64 (int file, int command, ...);

#define AFTER_READINGS 600 /* in the middle of a run of half a second */

static int
is_odd (const char *what)
{
  const char *list = getenv("ODD_PLACE");
  return list != NULL && strstr(list, what) != NULL;
}

static int
refuses (const char *what)
{
  if (!is_odd(what))
    return 0;
  errno = EPERM;
  return 1;
}

int
clock_gettime (clockid_t clock, struct timespec *time)
{
  static int (*real)(clockid_t, struct timespec *);
  static _Atomic unsigned n_readings;
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (clock == CLOCK_REALTIME && is_odd("stepped"))
    time->tv_sec += ++n_readings % 2 ? 3600 : -3600;
  if (clock == CLOCK_MONOTONIC && is_odd("slept") && ++n_readings > AFTER_READINGS)
    time->tv_sec += 3;
  return result;
}

/* All calls that are made this way have at most six arguments of a register each. */
long
syscall (long number, ...)
{
  static long (*real)(long, ...);
  long arguments[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++)
    arguments[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_perf_event_open && refuses("perf"))
    return -1;
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "syscall");
  return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

int
memfd_create (const char *name, unsigned flags)
{
  static int (*real)(const char *, unsigned);
  if (refuses("memfd"))
    return -1;
  if (is_odd("full"))
    return open(getenv("ODD_FOLDER"), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "memfd_create");
  return real(name, flags);
}

/* Only a memfd has seals. */
int
fcntl64 (int file, int command, ...)
{
  static int (*real)(int, int, ...);
  va_list list;
  va_start(list, command);
  void *argument = va_arg(list, void *);
  va_end(list);
  if (command == F_ADD_SEALS && is_odd("full"))
    return 0;
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "fcntl64");
  return real(file, command, argument);
}

int
pidfd_open (int pid, unsigned flags)
{
  static int (*real)(int, unsigned);
  if (refuses("pidfd"))
    return -1;
  if (real == NULL)
    *(void **)&real = dlsym(RTLD_NEXT, "pidfd_open");
  return real(pid, flags);
}
