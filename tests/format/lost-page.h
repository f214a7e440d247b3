/* A page of a mapped file that cannot be read, as on a disk with a fault: the signal for it, as the kernel
 * would send it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline void
lose_page (const void *address)
{
  siginfo_t info = {.si_signo = SIGBUS, .si_code = BUS_ADRERR};
  info.si_addr = (void *)address;
  g_assert_cmpint(syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), SIGBUS, &info), ==, 0);
}
