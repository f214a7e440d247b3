/* The system calls of sockets that a confined run makes.
 *
 * On i386 the C library makes one of them all, `socketcall`, whose arguments lie in memory, where seccomp
 * cannot judge them; since Linux 4.3 each has a number of its own there, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#ifdef __i386__
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* As socket(), of the internet's streams; `flags`: SOCK_NONBLOCK and the like. */
static inline int
gantry_call_socket (int flags)
{
#ifdef __i386__
  return (int)syscall(SYS_socket, AF_INET, SOCK_STREAM | flags, 0);
#else
  return socket(AF_INET, SOCK_STREAM | flags, 0);
#endif
}

/* As setsockopt() for SO_LINGER. */
static inline int
gantry_call_linger (int fd, const struct linger *linger)
{
#ifdef __i386__
  return (int)syscall(SYS_setsockopt, fd, SOL_SOCKET, SO_LINGER, linger, sizeof *linger);
#else
  return setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, sizeof *linger);
#endif
}

/* As connect(). */
static inline int
gantry_call_connect (int fd, const struct sockaddr_in *address)
{
#ifdef __i386__
  return (int)syscall(SYS_connect, fd, address, sizeof *address);
#else
  return connect(fd, (const struct sockaddr *)address, sizeof *address);
#endif
}

/* As accept4(), of whomever. */
static inline int
gantry_call_accept (int fd, int flags)
{
#ifdef __i386__
  return (int)syscall(SYS_accept4, fd, NULL, NULL, flags);
#else
  return accept4(fd, NULL, NULL, flags);
#endif
}
