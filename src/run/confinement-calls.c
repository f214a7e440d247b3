/* seccomp: the system calls that drivers need, and no other.
 *
 * A list of what is allowed, not of what is refused: nobody can tell what the kernel will offer next year,
 * while what a driver does is known. Its weakness is a C library that begins to use another call: to such a
 * call the answer is that there is none (ENOSYS), which libraries know from older kernels and get along with.
 * (So it is with clone3, whose arguments lie in memory and cannot be judged.) The names are those of all
 * architectures together; the library leaves out what is not there.
 *
 * Hosts: the address lies in memory, but its place can be judged: on a page that is not writable and below
 * all that may be mapped, unmapped or protected anew (sealed-page.h). So it cannot be another address than
 * the one that was put there. Files: so it is with the path, and only files that never get a name may be
 * opened by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/confinement-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAMELESS (O_TMPFILE | O_EXCL) /* O_EXCL: and no name can be given to it later */
#define NEW_SPACES                                                                                           \
  ((uint64_t)CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |    \
   CLONE_NEWNET)
#define KIND_OF_SOCKET 0xfu /* without SOCK_NONBLOCK and the like */

static const char *const common_calls[] = {
    /* what is open already */
    "read", "write", "readv", "writev", "close", "fstat", "fstat64", "lseek", "_llseek", "poll", "ppoll",
    "ppoll_time64",
    /* memory; processes in general */
    "brk", "madvise", "getpid", "gettid", "getppid", "getpgid", "getpgrp", "getuid", "geteuid", "getgid",
    "getegid", "getrandom", "sysinfo", "getrusage", "exit", "exit_group", "restart_syscall", "futex",
    "futex_time64", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "sigaltstack", "pause",
    "rt_sigsuspend", "clock_gettime", "clock_gettime64", "clock_getres", "clock_getres_time64",
    "gettimeofday", "time", "nanosleep", "clock_nanosleep", "clock_nanosleep_time64", "sched_yield", NULL};
static const char *const driver_calls[] = {
    /* threads and processes */
    "fork", "vfork", "wait4", "waitpid", "waitid", "set_tid_address", "set_robust_list", "rseq",
    "sched_getaffinity", "membarrier", "getcpu", "get_thread_area", "set_thread_area", "getrlimit",
    "ugetrlimit",
    /* descriptors */
    "pread64", "pwrite64", "fsync", "fdatasync", "memfd_create", "pipe", "pipe2", "eventfd2", "signalfd4",
    "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "timerfd_create", "timerfd_settime",
    "timerfd_settime64", NULL};
static const char *const steward_calls[] = {
    "pidfd_open", "pidfd_send_signal", "tgkill", "newfstatat", "statx", NULL};

static bool
add (scmp_filter_ctx filter, uint32_t action, const char *name, unsigned n_conditions,
     const struct scmp_arg_cmp *conditions)
{
  int call = seccomp_syscall_resolve_name(name);
  return call == __NR_SCMP_ERROR ||
         seccomp_rule_add_array(filter, action, call, n_conditions, conditions) == 0;
}

static bool
allow_all (scmp_filter_ctx filter, const char *const *names)
{
  for (; *names; names++)
    if (!add(filter, SCMP_ACT_ALLOW, *names, 0, NULL))
      return false;
  return true;
}

static bool
allow_where (scmp_filter_ctx filter, const char *name, struct scmp_arg_cmp condition)
{
  return add(filter, SCMP_ACT_ALLOW, name, 1, &condition);
}

/* Where one argument is of these values (ended by a negative one). */
static bool
allow_values (scmp_filter_ctx filter, const char *name, unsigned argument, const int *values)
{
  for (; *values >= 0; values++)
    if (!allow_where(filter, name, SCMP_CMP(argument, SCMP_CMP_EQ, (scmp_datum_t)*values, 0)))
      return false;
  return true;
}

static bool
allow_bits (scmp_filter_ctx filter, const char *name, unsigned argument, uint64_t mask, uint64_t bits)
{
  return allow_where(filter, name, SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, mask, bits));
}

/* Neither code that was not there from the beginning, nor anything where the address lies. */
static bool
allow_memory (scmp_filter_ctx filter, const GantryDoors *doors)
{
  static const char *const mapping[] = {"mmap", "mmap2"};
  uintptr_t highest = MAX((uintptr_t)doors->address, (uintptr_t)doors->dot);
  uint64_t above = highest > 0 ? (uint64_t)highest + (uint64_t)sysconf(_SC_PAGESIZE) : 0;
  struct scmp_arg_cmp is_above = SCMP_CMP64(0, SCMP_CMP_GE, above, 0);
  struct scmp_arg_cmp is_no_code = SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp placed[] = {is_above, is_no_code};
  const struct scmp_arg_cmp anywhere[] = {SCMP_CMP64(0, SCMP_CMP_EQ, 0, 0), is_no_code,
                                          SCMP_CMP64(3, SCMP_CMP_MASKED_EQ, MAP_FIXED, 0)};
  /* Growing and moving, but to no place that is asked for. */
  const struct scmp_arg_cmp moved[] = {is_above, SCMP_CMP64(3, SCMP_CMP_MASKED_EQ, MREMAP_FIXED, 0)};
  for (int i = 0; i < 2; i++)
    if (!add(filter, SCMP_ACT_ALLOW, mapping[i], 2, placed) ||
        !add(filter, SCMP_ACT_ALLOW, mapping[i], 3, anywhere))
      return false;
  return add(filter, SCMP_ACT_ALLOW, "mprotect", 2, placed) && allow_where(filter, "munmap", is_above) &&
         add(filter, SCMP_ACT_ALLOW, "mremap", 2, moved);
}

/* Signals to itself only: the steward sends those to others of the run. */
static bool
allow_processes (scmp_filter_ctx filter)
{
  static const int process_settings[] = {PR_SET_PDEATHSIG, PR_SET_TIMERSLACK, PR_SET_NAME, -1};
  const int self[] = {getpid(), -1}, calling[] = {0, -1};
  const struct scmp_arg_cmp own_limits[] = {SCMP_CMP64(0, SCMP_CMP_EQ, 0, 0),
                                            SCMP_CMP64(2, SCMP_CMP_EQ, 0, 0)};
  /* The kernel gives clone()'s flags as its first argument but on s390. */
  return allow_bits(filter, "clone", 0, NEW_SPACES, 0) &&
         allow_values(filter, "prctl", 0, process_settings) && allow_values(filter, "kill", 0, self) &&
         allow_values(filter, "tgkill", 0, self) && allow_values(filter, "sched_setaffinity", 0, calling) &&
         add(filter, SCMP_ACT_ALLOW, "prlimit64", 2, own_limits);
}

static bool
allow_descriptors (scmp_filter_ctx filter)
{
  /* Not those that send signals to whom one names (F_SETOWN). */
  static const int commands[] = {F_GETFD,         F_SETFD,      F_GETFL,      F_SETFL, F_DUPFD,
                                 F_DUPFD_CLOEXEC, F_SETPIPE_SZ, F_GETPIPE_SZ, -1};
  return allow_values(filter, "fcntl", 1, commands) && allow_values(filter, "fcntl64", 1, commands);
}

static bool
allow_files (scmp_filter_ctx filter, const GantryDoors *doors)
{
  /* With O_PATH the kernel would overlook the others, and look for a folder. */
  const struct scmp_arg_cmp nameless[] = {SCMP_CMP64(0, SCMP_CMP_EQ, (scmp_datum_t)doors->temporary, 0),
                                          SCMP_CMP64(1, SCMP_CMP_EQ, (scmp_datum_t)(uintptr_t)doors->dot, 0),
                                          SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, NAMELESS | O_PATH, NAMELESS)};
  return doors->temporary < 0 || add(filter, SCMP_ACT_ALLOW, "openat", 3, nameless);
}

static bool
allow_fetches (scmp_filter_ctx filter, const GantryDoors *doors)
{
  if (!doors->address)
    return true;
  const struct scmp_arg_cmp stream[] = {SCMP_CMP64(0, SCMP_CMP_EQ, AF_INET, 0),
                                        SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, KIND_OF_SOCKET, SOCK_STREAM),
                                        SCMP_CMP64(2, SCMP_CMP_EQ, 0, 0)};
  const struct scmp_arg_cmp server[] = {
      SCMP_CMP64(1, SCMP_CMP_EQ, (scmp_datum_t)(uintptr_t)doors->address, 0),
      SCMP_CMP64(2, SCMP_CMP_EQ, sizeof *doors->address, 0)};
  /* Others would choose a way for the packets that does not end here (IP_OPTIONS, SO_BINDTODEVICE). */
  const struct scmp_arg_cmp lingering[] = {SCMP_CMP64(1, SCMP_CMP_EQ, SOL_SOCKET, 0),
                                           SCMP_CMP64(2, SCMP_CMP_EQ, SO_LINGER, 0)};
  return add(filter, SCMP_ACT_ALLOW, "socket", 3, stream) &&
         add(filter, SCMP_ACT_ALLOW, "connect", 2, server) &&
         add(filter, SCMP_ACT_ALLOW, "setsockopt", 2, lingering) &&
         add(filter, SCMP_ACT_ALLOW, "accept4", 0, NULL);
}

/* As cheap as can be: a tree, and what needs no look at its arguments is known to the kernel beforehand. And
 * without the brake on speculation that older kernels put on with it: nothing secret is in these processes.
 */
static void
tune (scmp_filter_ctx filter)
{
  (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
}

bool
gantry_confine_calls (const GantryDoors *doors)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
  if (!filter)
    return false;
  tune(filter);
  bool made = allow_all(filter, common_calls) && allow_all(filter, driver_calls) &&
              allow_memory(filter, doors) && allow_processes(filter) && allow_descriptors(filter) &&
              allow_files(filter, doors) && allow_fetches(filter, doors);
  bool stands = made && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return stands;
}

bool
gantry_confine_steward (void)
{
  static const GantryDoors no_doors = GANTRY_NO_DOORS;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
  if (!filter)
    return false;
  tune(filter);
  uint64_t more_than_reading = O_ACCMODE | O_CREAT | O_TRUNC;
  bool made = allow_all(filter, common_calls) && allow_all(filter, steward_calls) &&
              allow_memory(filter, &no_doors) && allow_descriptors(filter) &&
              allow_bits(filter, "openat", 2, more_than_reading, O_RDONLY) &&
              allow_bits(filter, "open", 1, more_than_reading, O_RDONLY);
  bool stands = made && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return stands;
}
