/* What a runner that has been led astray could try to reach: hosts, the kernel, more than its share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ways-out.h"

#include "run/fetch.h"
#include "run/file-work.h"
#include "run/run-limits.h"
#include "run/socket-calls.h"
#include "run/steward.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

const struct sockaddr_in *server;
struct sockaddr_in stranger;

static int
open_internet_socket (void)
{
  return code_of(socket(AF_INET, SOCK_STREAM, 0));
}

static int
open_packet_socket (void)
{
  return code_of(socket(AF_INET, SOCK_DGRAM, 0));
}

static int
open_new_internet_socket (void)
{
  return code_of(socket(AF_INET6, SOCK_STREAM, 0));
}

static int
open_local_socket (void)
{
  return code_of(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
connect_to (const struct sockaddr_in *address)
{
  int fd = gantry_call_socket(SOCK_CLOEXEC);
  return fd < 0 ? EBADF : code_of(gantry_call_connect(fd, address));
}

static int
connect_to_stranger (void)
{
  return connect_to(&stranger);
}

static int
connect_abroad (void)
{
  const struct sockaddr_in abroad = {AF_INET, server ? server->sin_port : 0, {htonl(0xC0000201)}, {0}};
  return connect_to(&abroad);
}

/* The right address, but not where it is known to be right. */
static int
connect_by_copy (void)
{
  const struct sockaddr_in copy = *server;
  return connect_to(&copy);
}

/* From the right address by way of another: a first packet would leave the machine. */
static int
route_abroad (void)
{
  const uint8_t by_way_of[] = {0x83 /* LSRR, RFC 791 */, 7, 4, 192, 0, 2, 1, 1};
  int fd = gantry_call_socket(SOCK_CLOEXEC);
  return fd < 0 ? EBADF
                : code_of(syscall(SYS_setsockopt, fd, IPPROTO_IP, IP_OPTIONS, by_way_of, sizeof by_way_of));
}

static int
leave_by_device (void)
{
  int fd = gantry_call_socket(SOCK_CLOEXEC);
  return fd < 0 ? EBADF : code_of(syscall(SYS_setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2));
}

static int
listen_to_others (void)
{
  int fd = gantry_call_socket(SOCK_CLOEXEC);
  const struct sockaddr_in any = {.sin_family = AF_INET};
  return code_of(bind(fd, (const struct sockaddr *)&any, sizeof any));
}

static int
make_address_writable (void)
{
  return code_of(mprotect((void *)(uintptr_t)server, 4096, PROT_READ | PROT_WRITE));
}

static int
map_over_address (void)
{
  return code_of_place(mmap((void *)(uintptr_t)server, 4096, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

static int
move_over_address (void)
{
  void *own = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return code_of_place(mremap(own, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, server));
}

static int
unmap_address (void)
{
  return code_of(munmap((void *)(uintptr_t)server, 4096));
}

static int
unmap_from_below_address (void)
{
  return code_of(syscall(SYS_munmap, 4096L, 1L << 24));
}

static int
let_kernel_write_address (void)
{
  int ends[2];
  if (pipe(ends) != 0 || write(ends[1], "12345678", 8) != 8)
    return EBADF;
  return code_of(read(ends[0], (void *)(uintptr_t)server, 8));
}

static int
enter_own_space (void)
{
  return code_of(unshare(CLONE_NEWUSER));
}

static int
fork_into_own_space (void)
{
  long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0)
    _exit(0);
  return code_of(pid);
}

static int
call_rarely_used (long number)
{
  return code_of(syscall(number, 0L, 0L, 0L, 0L, 0L, 0L));
}

static int
mount_something (void)
{
  return call_rarely_used(SYS_mount);
}

static int
use_bpf (void)
{
  return call_rarely_used(SYS_bpf);
}

static int
use_keys (void)
{
  return call_rarely_used(SYS_keyctl);
}

static int
use_rings (void)
{
  return call_rarely_used(SYS_io_uring_setup);
}

static int
handle_faults (void)
{
  return call_rarely_used(SYS_userfaultfd);
}

static int
watch_kernel (void)
{
  return call_rarely_used(SYS_perf_event_open);
}

static int
type_into_terminal (void)
{
  return call_rarely_used(SYS_ioctl);
}

static int
change_user (void)
{
  return code_of(syscall(SYS_setuid, 0));
}

static int
be_dumped (void)
{
  return code_of(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int
raise_limits (void)
{
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  return code_of(syscall(SYS_prlimit64, 0, RLIMIT_DATA, &limit, NULL));
}

static int
take_much_memory (void)
{
  /* Of 32 bits no process has so many addresses at all. */
  size_t bytes = (size_t)MIN((uint64_t)GANTRY_MOST_PROCESS_BYTES + 1, SIZE_MAX);
  return code_of_place(
      mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
}

static int
make_long_file (void)
{
  GantryFileWork file = GANTRY_FILE_WORK_INIT;
  return gantry_file_write(&file, 1) ? code_of(pwrite(file.fd, "", 1, GANTRY_MOST_FILE_BYTES)) : EBADF;
}

static int
open_very_many (void)
{
  for (unsigned i = 0; i <= GANTRY_MOST_DESCRIPTORS; i++)
    if (fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0) < 0)
      return errno;
  return 0;
}

/* What a run does need. */
static int
connect_to_own_server (void)
{
  const GantryRequest request = {.kind = GANTRY_REQUEST_FETCH};
  GantryFetch fetch;
  return gantry_fetch_begin(&fetch, &request) ? 0 : errno;
}

static int
leave_at_once (void)
{
  const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  return code_of(gantry_call_linger(gantry_call_socket(SOCK_CLOEXEC), &at_once));
}

static void *
do_nothing (void *data)
{
  return data;
}

static int
start_thread (void)
{
  pthread_t thread;
  int code = pthread_create(&thread, NULL, do_nothing, NULL);
  return code ? code : pthread_join(thread, NULL);
}

static int
start_process (void)
{
  pid_t pid = fork();
  if (pid == 0)
    _exit(0);
  return code_of(waitpid(pid, NULL, 0));
}

static int
kill_own_child (void)
{
  int status = 0;
  pid_t pid = fork();
  if (pid == 0)
    for (;;)
      pause();
  if (gantry_steward_own_bytes(pid) <= 0)
    return ENODATA;
  gantry_steward_kill(pid);
  waitpid(pid, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 0 : ECHILD;
}

const Attempt attempts_on_hosts[] = {
    {"hosts/socket-not-needed", open_internet_socket, GANTRY_NEEDS_PROCESSES, ENOSYS},
    {"hosts/packets", open_packet_socket, ALL_NEEDS, ENOSYS},
    {"hosts/version-6", open_new_internet_socket, ALL_NEEDS, ENOSYS},
    {"hosts/local", open_local_socket, ALL_NEEDS, ENOSYS},
    {"hosts/other-on-loopback", connect_to_stranger, ALL_NEEDS, ENOSYS},
    {"hosts/abroad", connect_abroad, ALL_NEEDS, ENOSYS},
    {"hosts/copied-address", connect_by_copy, ALL_NEEDS, ENOSYS},
    {"hosts/listen", listen_to_others, ALL_NEEDS, ENOSYS},
    {"hosts/route-abroad", route_abroad, ALL_NEEDS, ENOSYS},
    {"hosts/by-device", leave_by_device, ALL_NEEDS, ENOSYS},
    {"address/writable", make_address_writable, ALL_NEEDS, ENOSYS},
    {"address/map-over", map_over_address, ALL_NEEDS, ENOSYS},
    {"address/move-over", move_over_address, ALL_NEEDS, ENOSYS},
    {"address/unmap", unmap_address, ALL_NEEDS, ENOSYS},
    {"address/unmap-from-below", unmap_from_below_address, ALL_NEEDS, ENOSYS},
    {"address/by-kernel", let_kernel_write_address, ALL_NEEDS, EFAULT},
    {"kernel/own-space", enter_own_space, ALL_NEEDS, ENOSYS},
    {"kernel/fork-into-own-space", fork_into_own_space, ALL_NEEDS, ENOSYS},
    {"kernel/mount", mount_something, ALL_NEEDS, ENOSYS},
    {"kernel/bpf", use_bpf, ALL_NEEDS, ENOSYS},
    {"kernel/keys", use_keys, ALL_NEEDS, ENOSYS},
    {"kernel/rings", use_rings, ALL_NEEDS, ENOSYS},
    {"kernel/faults", handle_faults, ALL_NEEDS, ENOSYS},
    {"kernel/watch", watch_kernel, ALL_NEEDS, ENOSYS},
    {"kernel/terminal", type_into_terminal, ALL_NEEDS, ENOSYS},
    {"kernel/user", change_user, ALL_NEEDS, ENOSYS},
    {"kernel/dumped", be_dumped, ALL_NEEDS, ENOSYS},
    {"limits/raise", raise_limits, ALL_NEEDS, ENOSYS},
    {"limits/memory", take_much_memory, ALL_NEEDS, ENOMEM},
    {"limits/file", make_long_file, ALL_NEEDS, EFBIG},
    {"limits/descriptors", open_very_many, ALL_NEEDS, EMFILE},
    {"needed/own-server", connect_to_own_server, ALL_NEEDS, 0},
    {"needed/leave-at-once", leave_at_once, ALL_NEEDS, 0},
    {"needed/thread", start_thread, ALL_NEEDS, 0},
    {"needed/process", start_process, ALL_NEEDS, 0},
    {"needed/kill-own-child", kill_own_child, ALL_NEEDS, 0},
    {0},
};

const Attempt landlock_attempts_on_hosts[] = {
    {"hosts/other-on-loopback", connect_to_stranger, GANTRY_WALL_HOSTS, EACCES},
    {"hosts/listen", listen_to_others, GANTRY_WALL_HOSTS, EACCES},
    {0},
};
