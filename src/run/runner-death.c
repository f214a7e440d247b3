/* The runner's end, as its parent sees it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/runner-death.h"

#include "run/options.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define GONE_WITHIN_MS 5000 /* on a machine that does much else; it ends sooner as soon as they are */
#define DYING_MS 1000       /* from closing its end of the socket until it is gone */

/* Whether it dies within that time; it stays to be waited for. */
static bool
is_dead (pid_t pid, siginfo_t *info, int within_ms)
{
  struct pollfd watched = {.fd = within_ms > 0 ? pidfd_open(pid, 0) : -1, .events = POLLIN};
  if (within_ms > 0)
    poll(&watched, 1, within_ms);
  if (watched.fd >= 0)
    close(watched.fd);
  *info = (siginfo_t){0};
  return waitid(P_PID, (id_t)pid, info, WEXITED | WNOWAIT | WNOHANG) == 0 && info->si_pid == pid;
}

bool
gantry_runner_is_dead (pid_t pid)
{
  siginfo_t info;
  return is_dead(pid, &info, 0);
}

void
gantry_runner_tell_early_death (pid_t pid, GError **error)
{
  siginfo_t info;
  /* What is dying closes its end of the socket first. What cannot be spoken to may live, though. */
  bool is_gone = error && (g_error_matches(*error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_GONE) ||
                           g_error_matches(*error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_CONTROL));
  if (!is_dead(pid, &info, is_gone ? DYING_MS : 0) || info.si_code == CLD_EXITED)
    return;
  g_clear_error(error);
  g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RUNNER,
              _("gantry-runner was killed before it knew what to run (signal %d); run again"),
              info.si_status);
}

static void
add_usage (struct rusage *sum, const struct rusage *usage)
{
  timeradd(&sum->ru_utime, &usage->ru_utime, &sum->ru_utime);
  timeradd(&sum->ru_stime, &usage->ru_stime, &sum->ru_stime);
  sum->ru_maxrss = MAX(sum->ru_maxrss, usage->ru_maxrss);
  sum->ru_nvcsw += usage->ru_nvcsw;
  sum->ru_nivcsw += usage->ru_nivcsw;
}

/* Nothing of the run may stay behind: the group is killed before its number can be used again. */
void
gantry_runner_reap (pid_t pid, int *status, struct rusage *usage)
{
  kill(-pid, SIGKILL);
  while (wait4(pid, status, 0, usage) < 0 && errno == EINTR) {
  }
  struct rusage left_behind;
  for (int i = 0; i < GONE_WITHIN_MS && kill(-pid, 0) == 0; i++) {
    /* Its children, if it died before them, have become ours, and are in no account of its own. */
    while (wait4(-pid, NULL, WNOHANG, &left_behind) > 0)
      add_usage(usage, &left_behind);
    g_usleep(1000);
  }
}
