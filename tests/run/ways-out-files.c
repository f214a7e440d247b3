/* What a runner that has been led astray could try with files, programs and other processes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ways-out.h"

#include "run/file-work.h"
#include "run/steward.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
try_open (const char *path, int flags)
{
  return code_of(open(path, flags, 0600));
}

static int
read_passwords (void)
{
  return try_open("/etc/passwd", O_RDONLY);
}

static int
list_home (void)
{
  return try_open(g_get_home_dir(), O_RDONLY | O_DIRECTORY);
}

static int
write_file (void)
{
  return try_open("/tmp/gantry-way-out", O_WRONLY | O_CREAT);
}

static int
look_at_another_process (void)
{
  return try_open("/proc/1/cmdline", O_RDONLY);
}

static int
write_own_memory (void)
{
  return try_open("/proc/self/mem", O_RDWR);
}

static int
make_nameless_file (void)
{
  return try_open(g_get_tmp_dir(), O_TMPFILE | O_EXCL | O_RDWR);
}

static int
write_nameless_file (void)
{
  GantryFileWork file = GANTRY_FILE_WORK_INIT;
  return gantry_file_write(&file, 1) ? 0 : errno;
}

/* What is nothing but a place cannot be read, but asked whether it is there, how large and how old. */
static int
find_folder (void)
{
  return try_open("/", O_PATH | O_TMPFILE | O_EXCL);
}

/* By the reason of the refusal it could be told what is there. */
static int
probe_name (void)
{
  return try_open("/there/is/nothing", O_TMPFILE | O_EXCL | O_RDWR);
}

static int
make_nameless_file_elsewhere (void)
{
  return try_open("/", O_TMPFILE | O_EXCL | O_RDWR);
}

static int
make_file_that_may_get_name (void)
{
  return try_open(g_get_tmp_dir(), O_TMPFILE | O_RDWR);
}

static int
look_at_file (void)
{
  struct stat status;
#ifdef SYS_newfstatat
  return code_of(syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &status, 0));
#else
  return code_of(syscall(SYS_fstatat64, AT_FDCWD, "/etc/passwd", &status, 0));
#endif
}

static int
remove_file (void)
{
  return code_of(unlink("/tmp/gantry-way-out"));
}

static int
rename_file (void)
{
  return code_of(rename("/tmp/gantry-way-out", "/tmp/gantry-way-out-2"));
}

static int
link_file (void)
{
  return code_of(symlink("/etc/passwd", "/tmp/gantry-way-out"));
}

static int
make_folder (void)
{
  return code_of(mkdir("/tmp/gantry-way-out", 0700));
}

static int
change_rights (void)
{
  return code_of(chmod("/tmp", 01777));
}

static int
start_program (void)
{
  char program[] = "/bin/true", *arguments[] = {program, NULL};
  return code_of(execv(arguments[0], arguments));
}

static int
start_program_by_descriptor (void)
{
  char program[] = "true", *arguments[] = {program, NULL};
  return code_of(syscall(SYS_execveat, STDERR_FILENO, "", arguments, arguments, AT_EMPTY_PATH));
}

static int
map_code (void)
{
  return code_of_place(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

static int
make_code (void)
{
  void *own = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return code_of(mprotect(own, 4096, PROT_READ | PROT_EXEC));
}

static int
end_parent (void)
{
  return code_of(kill(getppid(), SIGTERM));
}

static int
end_all_of_user (void)
{
  return code_of(kill(-1, 0));
}

static int
end_thread_of_parent (void)
{
  return code_of(syscall(SYS_tgkill, getppid(), getppid(), SIGTERM));
}

static int
take_hold_of_parent (void)
{
  return code_of(syscall(SYS_pidfd_open, getppid(), 0));
}

static int
be_told_by_signal (void)
{
  return code_of(fcntl(STDERR_FILENO, F_SETOWN, getppid()));
}

static int
trace_parent (void)
{
  return code_of(syscall(SYS_ptrace, 16 /* PTRACE_ATTACH */, getppid(), 0, 0));
}

static int
read_parent (void)
{
  char byte;
  struct iovec to = {&byte, 1}, from = {&server, 1};
  return code_of(syscall(SYS_process_vm_readv, getppid(), &to, 1L, &from, 1L, 0L));
}

static int
limit_parent (void)
{
  struct rlimit limit = {10, 10};
  return code_of(syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, &limit, NULL));
}

static int
move_parent (void)
{
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(0, &set);
  return code_of(sched_setaffinity(getppid(), sizeof set, &set));
}

static int
leave_group (void)
{
  return code_of(syscall(SYS_setpgid, 0, 0));
}

static int
have_parent_killed (void)
{
  bool is_told = gantry_steward_own_bytes(getppid()) > 0;
  gantry_steward_wake(getppid(), getppid());
  gantry_steward_kill(getppid());
  (void)gantry_steward_own_bytes(getpid()); /* answered after the others */
  return is_told ? 0 : EPERM;               /* and the parent lives to see it */
}

/* With what such a runner needs: less would be less to get past. ENOSYS is seccomp's answer, EACCES
 * Landlock's. */
const Attempt attempts_on_files[] = {
    {"files/read-passwords", read_passwords, ALL_NEEDS, ENOSYS},
    {"files/list-home", list_home, ALL_NEEDS, ENOSYS},
    {"files/write", write_file, ALL_NEEDS, ENOSYS},
    {"files/other-process", look_at_another_process, ALL_NEEDS, ENOSYS},
    {"files/own-memory", write_own_memory, ALL_NEEDS, ENOSYS},
    {"files/nameless-elsewhere", make_nameless_file_elsewhere, ALL_NEEDS, ENOSYS},
    {"files/find", find_folder, ALL_NEEDS, ENOSYS},
    {"files/probe", probe_name, ALL_NEEDS, ENOSYS},
    {"files/to-be-named", make_file_that_may_get_name, ALL_NEEDS, ENOSYS},
    {"files/nameless-not-needed", make_nameless_file, 0, ENOSYS},
    {"files/look-at", look_at_file, ALL_NEEDS, ENOSYS},
    {"files/remove", remove_file, ALL_NEEDS, ENOSYS},
    {"files/rename", rename_file, ALL_NEEDS, ENOSYS},
    {"files/link", link_file, ALL_NEEDS, ENOSYS},
    {"files/make-folder", make_folder, ALL_NEEDS, ENOSYS},
    {"files/change-rights", change_rights, ALL_NEEDS, ENOSYS},
    {"programs/start", start_program, ALL_NEEDS, ENOSYS},
    {"programs/start-by-descriptor", start_program_by_descriptor, ALL_NEEDS, ENOSYS},
    {"programs/map-code", map_code, ALL_NEEDS, ENOSYS},
    {"programs/make-code", make_code, ALL_NEEDS, ENOSYS},
    {"processes/end-parent", end_parent, ALL_NEEDS, ENOSYS},
    {"processes/end-all", end_all_of_user, ALL_NEEDS, ENOSYS},
    {"processes/end-thread", end_thread_of_parent, ALL_NEEDS, ENOSYS},
    {"processes/hold", take_hold_of_parent, ALL_NEEDS, ENOSYS},
    {"processes/told-by-signal", be_told_by_signal, ALL_NEEDS, ENOSYS},
    {"processes/trace", trace_parent, ALL_NEEDS, ENOSYS},
    {"processes/read", read_parent, ALL_NEEDS, ENOSYS},
    {"processes/limit", limit_parent, ALL_NEEDS, ENOSYS},
    {"processes/move", move_parent, ALL_NEEDS, ENOSYS},
    {"processes/leave-group", leave_group, ALL_NEEDS, ENOSYS},
    {"processes/by-steward", have_parent_killed, ALL_NEEDS, EPERM},
    {"needed/nameless-file", write_nameless_file, ALL_NEEDS, 0},
    {0},
};

/* Behind Landlock alone, for the kernel that has no seccomp, or the day when that has a hole. */
const Attempt landlock_attempts_on_files[] = {
    {"files/read-passwords", read_passwords, GANTRY_WALL_FILES, EACCES},
    {"files/list-home", list_home, GANTRY_WALL_FILES, EACCES},
    {"files/write", write_file, GANTRY_WALL_FILES, EACCES},
    {"files/other-process", look_at_another_process, GANTRY_WALL_FILES, EACCES},
    {"files/make-folder", make_folder, GANTRY_WALL_FILES, EACCES},
    {"files/link", link_file, GANTRY_WALL_FILES, EACCES},
    {"programs/start", start_program, GANTRY_WALL_FILES, EACCES},
    {"processes/trace", trace_parent, GANTRY_WALL_FILES, EPERM},
    {"processes/read", read_parent, GANTRY_WALL_FILES, EPERM},
    {"processes/end-parent", end_parent, GANTRY_WALL_SIGNALS, EPERM},
    {0},
};
