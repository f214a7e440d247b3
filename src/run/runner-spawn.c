/* Starting gantry-runner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/runner-spawn.h"

#include "run/control.h"
#include "run/runner-path.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#define FIRST_FREE_FD 10

/* What is printed to a terminal gives it orders, and a run is no friend. Whoever looks for a fault in a
 * runner wants its words all the same, and sets G_MESSAGES_DEBUG or gives it a file. */
static bool
keeps_standard_error (void)
{
  return !isatty(STDERR_FILENO) || g_getenv("G_MESSAGES_DEBUG");
}

/* Returns an errno, or 0. */
static int
spawn (char *path, int segment, int control, GantryNeeds needs, pid_t *pid)
{
  char sum[16];
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, segment, GANTRY_RUNNER_SEGMENT_FD);
  posix_spawn_file_actions_adddup2(&actions, control, GANTRY_RUNNER_CONTROL_FD);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  if (!keeps_standard_error())
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  g_snprintf(sum, sizeof sum, "%d", (int)needs);
  char *arguments[] = {path, sum, NULL};
  g_auto(GStrv) environment = gantry_runner_environment();
  int code = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return code;
}

bool
gantry_runner_spawn (int segment_fd, int control_fd, GantryNeeds needs, pid_t *pid, GError **error)
{
  g_autofree char *path = gantry_runner_find(error);
  if (!path)
    return false;
  /* Out of the way of the numbers that the runner is to find them at. */
  int segment = fcntl(segment_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
  int control = fcntl(control_fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
  int code = segment < 0 || control < 0 ? errno : spawn(path, segment, control, needs, pid);
  if (segment >= 0)
    close(segment);
  if (control >= 0)
    close(control);
  if (code != 0)
    g_set_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RUNNER,
                _("gantry-runner could not be started (%s); close something and try again"),
                g_strerror(code));
  return code == 0;
}
