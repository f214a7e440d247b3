/* Calls for processes, threads and what they speak through, each of which may be refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

FAULTS_EXPORT pid_t
fork (void)
{
  return faults_refuse("fork", "process", 0) ? -1 : FAULTS_REAL(fork)();
}

FAULTS_EXPORT int
posix_spawn (pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[])
{
  return faults_refuse("posix_spawn", "process", 0)
             ? errno
             : FAULTS_REAL(posix_spawn)(pid, path, actions, attributes, arguments, environment);
}

FAULTS_EXPORT int
pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *data)
{
  return faults_refuse("pthread_create", "process", 0)
             ? errno
             : FAULTS_REAL(pthread_create)(thread, attributes, run, data);
}

static bool
refuse_descriptor (const char *name)
{
  return faults_refuse(name, "descriptor", 0);
}

FAULTS_EXPORT int
socket (int domain, int type, int protocol)
{
  return refuse_descriptor("socket") ? -1 : FAULTS_REAL(socket)(domain, type, protocol);
}

FAULTS_EXPORT int
socketpair (int domain, int type, int protocol, int pair[2])
{
  return refuse_descriptor("socketpair") ? -1 : FAULTS_REAL(socketpair)(domain, type, protocol, pair);
}

FAULTS_EXPORT int
pipe (int ends[2])
{
  return refuse_descriptor("pipe") ? -1 : FAULTS_REAL(pipe)(ends);
}

FAULTS_EXPORT int
pipe2 (int ends[2], int flags)
{
  return refuse_descriptor("pipe") ? -1 : FAULTS_REAL(pipe2)(ends, flags);
}

FAULTS_EXPORT int
eventfd (unsigned value, int flags)
{
  return refuse_descriptor("eventfd") ? -1 : FAULTS_REAL(eventfd)(value, flags);
}

FAULTS_EXPORT int
timerfd_create (int clock, int flags)
{
  return refuse_descriptor("timerfd_create") ? -1 : FAULTS_REAL(timerfd_create)(clock, flags);
}

FAULTS_EXPORT int
epoll_create1 (int flags)
{
  return refuse_descriptor("epoll_create1") ? -1 : FAULTS_REAL(epoll_create1)(flags);
}

FAULTS_EXPORT int
signalfd (int file, const sigset_t *signals, int flags)
{
  return refuse_descriptor("signalfd") ? -1 : FAULTS_REAL(signalfd)(file, signals, flags);
}

FAULTS_EXPORT int
pidfd_open (pid_t pid, unsigned flags)
{
  return refuse_descriptor("pidfd_open") ? -1 : FAULTS_REAL(pidfd_open)(pid, flags);
}

FAULTS_EXPORT int
accept (int listener, struct sockaddr *address, socklen_t *length)
{
  return refuse_descriptor("accept") ? -1 : FAULTS_REAL(accept)(listener, address, length);
}

FAULTS_EXPORT int
accept4 (int listener, struct sockaddr *address, socklen_t *length, int flags)
{
  return refuse_descriptor("accept") ? -1 : FAULTS_REAL(accept4)(listener, address, length, flags);
}

FAULTS_EXPORT int
fcntl (int file, int command, ...)
{
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  bool copies = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
  return copies && refuse_descriptor("dup") ? -1 : FAULTS_REAL(fcntl)(file, command, argument);
}

FAULTS_EXPORT int fcntl64 (int file, int command, ...) __attribute__((alias("fcntl")));

FAULTS_EXPORT int
bind (int file, const struct sockaddr *address, socklen_t length)
{
  return faults_refuse("bind", "connection", 0) ? -1 : FAULTS_REAL(bind)(file, address, length);
}

FAULTS_EXPORT int
listen (int file, int backlog)
{
  return faults_refuse("listen", "connection", 0) ? -1 : FAULTS_REAL(listen)(file, backlog);
}

FAULTS_EXPORT int
connect (int file, const struct sockaddr *address, socklen_t length)
{
  return faults_refuse("connect", "connection", 0) ? -1 : FAULTS_REAL(connect)(file, address, length);
}

FAULTS_EXPORT ssize_t
send (int file, const void *data, size_t bytes, int flags)
{
  return faults_refuse_transfer("send", "message", file, &bytes)
             ? -1
             : FAULTS_REAL(send)(file, data, bytes, flags);
}

FAULTS_EXPORT ssize_t
recv (int file, void *data, size_t bytes, int flags)
{
  return faults_refuse_transfer("recv", "message", file, &bytes)
             ? -1
             : FAULTS_REAL(recv)(file, data, bytes, flags);
}

FAULTS_EXPORT ssize_t
sendmsg (int file, const struct msghdr *message, int flags)
{
  return faults_refuse("sendmsg", "message", 0) ? -1 : FAULTS_REAL(sendmsg)(file, message, flags);
}

FAULTS_EXPORT ssize_t
recvmsg (int file, struct msghdr *message, int flags)
{
  return faults_refuse("recvmsg", "message", 0) ? -1 : FAULTS_REAL(recvmsg)(file, message, flags);
}

FAULTS_EXPORT int
poll (struct pollfd *files, nfds_t count, int timeout)
{
  return faults_refuse("poll", "poll", 0) ? -1 : FAULTS_REAL(poll)(files, count, timeout);
}

FAULTS_EXPORT int
ppoll (struct pollfd *files, nfds_t count, const struct timespec *timeout, const sigset_t *signals)
{
  return faults_refuse("ppoll", "poll", 0) ? -1 : FAULTS_REAL(ppoll)(files, count, timeout, signals);
}

FAULTS_EXPORT int
epoll_wait (int file, struct epoll_event *events, int most, int timeout)
{
  return faults_refuse("epoll_wait", "poll", 0) ? -1 : FAULTS_REAL(epoll_wait)(file, events, most, timeout);
}

/* Those that have no function of their own: six words, whatever they are. */
FAULTS_EXPORT long
syscall (long number, ...)
{
  long words[6];
  va_list rest;
  va_start(rest, number);
  for (int i = 0; i < 6; i++)
    words[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_perf_event_open && faults_refuse("perf_event_open", "perf", 0))
    return -1;
  return FAULTS_REAL(syscall)(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}
