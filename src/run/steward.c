/* Serving requests from a pipe, one after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/steward.h"

#include "run/confinement-private.h"
#include "run/process-memory.h"
#include "run/shared-memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A steward that is stopped or gone keeps nobody for ever. */
#define LONGEST_ANSWER_NS (2 * INT64_C(1000000000))
#define FIRST_FREE 3

typedef enum { REQUEST_OWN_BYTES, REQUEST_KILL, REQUEST_WAKE } RequestKind;

typedef struct {
  uint32_t kind;
  int32_t pid;
  int32_t thread;
  uint32_t number; /* of a question */
} Request;

/* Shared; one question at a time. */
typedef struct {
  pthread_mutex_t mutex;
  uint32_t asked;
  int64_t bytes;
  _Atomic uint32_t answered; /* futex: number of the last question that was */
} Answers;

static int requests = -1; /* to write to */
static Answers *answers;

static bool
is_of_this_run (pid_t pid)
{
  return pid > 1 && getpgid(pid) == getpgrp();
}

/* A number may be given to another process at any moment, a descriptor means one for good: if that one is
 * there at the end, it was there when its group was asked for. */
static void
kill_member (pid_t pid)
{
  int process = pidfd_open(pid, 0);
  if (process >= 0 && is_of_this_run(pid))
    pidfd_send_signal(process, SIGKILL, NULL, 0);
  if (process >= 0)
    close(process);
}

static void
serve (const Request *request)
{
  switch (request->kind) {
  case REQUEST_OWN_BYTES:
    answers->bytes = is_of_this_run(request->pid) ? gantry_process_own_bytes(request->pid) : 0;
    /* Sequentially consistent: who sees the number sees the bytes. */
    atomic_store(&answers->answered, request->number);
    gantry_futex_wake_all(&answers->answered);
    break;
  case REQUEST_KILL:
    kill_member(request->pid);
    break;
  case REQUEST_WAKE:
    if (is_of_this_run(request->pid))
      syscall(SYS_tgkill, request->pid, request->thread, SIGUSR1);
    break;
  default:
    break;
  }
}

static _Noreturn void
steward_main (int from)
{
  Request request;
  ssize_t got;
  /* Of what the runner has open it needs but the pipe. */
  if (dup2(from, FIRST_FREE) == FIRST_FREE) {
    syscall(SYS_close_range, FIRST_FREE + 1u, ~0u, 0);
    from = FIRST_FREE;
  }
  if (!gantry_confinement_is_watched())
    (void)gantry_confine_steward();
  while ((got = read(from, &request, sizeof request)) != 0)
    if (got == (ssize_t)sizeof request)
      serve(&request);
  _exit(0);
}

bool
gantry_steward_start (void)
{
  int ends[2];
  answers = gantry_shared_new(sizeof *answers);
  if (!answers || pipe2(ends, O_CLOEXEC) != 0)
    return false;
  gantry_shared_mutex_init(&answers->mutex);
  /* A grandchild: nobody's child in the run, which waits for all that it has. */
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[1]);
    pid_t steward = fork();
    if (steward == 0)
      steward_main(ends[0]);
    _exit(steward > 0 ? 0 : errno);
  }
  int status = 1;
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  close(ends[0]);
  requests = ends[1];
  if (pid > 0 && status != 0)
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EAGAIN;
  return pid > 0 && status == 0;
}

static bool
ask (const Request *request)
{
  ssize_t written = -1;
  while (requests >= 0 && (written = write(requests, request, sizeof *request)) < 0 && errno == EINTR) {
  }
  return written == (ssize_t)sizeof *request;
}

int64_t
gantry_steward_own_bytes (pid_t pid)
{
  int64_t bytes = 0;
  if (requests < 0)
    return gantry_process_own_bytes(pid);
  gantry_shared_mutex_lock(&answers->mutex);
  Request request = {.kind = REQUEST_OWN_BYTES, .pid = pid, .number = ++answers->asked};
  int64_t deadline = (int64_t)gantry_monotonic_ns() + LONGEST_ANSWER_NS;
  uint32_t seen;
  if (ask(&request)) {
    while ((seen = atomic_load(&answers->answered)) != request.number)
      if (!gantry_futex_wait(&answers->answered, seen, deadline))
        break;
    bytes = seen == request.number ? answers->bytes : 0;
  }
  pthread_mutex_unlock(&answers->mutex);
  return bytes;
}

void
gantry_steward_kill (pid_t pid)
{
  Request request = {.kind = REQUEST_KILL, .pid = pid};
  if (!ask(&request))
    kill(pid, SIGKILL);
}

void
gantry_steward_kill_self (void)
{
  kill(getpid(), SIGKILL);
  gantry_steward_kill(getpid());
  for (;;)
    pause();
}

void
gantry_steward_wake (pid_t pid, pid_t thread)
{
  Request request = {.kind = REQUEST_WAKE, .pid = pid, .thread = thread};
  if ((pid == getpid() && syscall(SYS_tgkill, pid, thread, SIGUSR1) == 0) || ask(&request))
    return;
  syscall(SYS_tgkill, pid, thread, SIGUSR1);
}
