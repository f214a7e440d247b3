/* Each way out is tried behind the walls that a runner puts up, and must be closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/confinement-private.h"
#include "run/fetch.h"
#include "ways-out.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_WALL 250 /* status of a child before which the wanted one does not stand */

/* The status of a child that does this; a group of its own is the run's. */
static int
status_of (int (*main_of_child)(const Attempt *), const Attempt *attempt)
{
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    setpgid(0, 0);
    _exit(main_of_child(attempt));
  }
  g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  kill(-pid, SIGKILL); /* the steward */
  if (WIFSIGNALED(status))
    g_test_message("killed by signal %d", WTERMSIG(status));
  g_assert_true(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static int
confined_child (const Attempt *attempt)
{
  GantryWalls walls;
  g_autoptr(GError) error = NULL;
  if (!gantry_confine((GantryNeeds)attempt->behind, &walls, &error))
    return NO_WALL - 1;
  if (!(walls & GANTRY_WALL_CALLS) || (attempt->code == EACCES && !(walls & GANTRY_WALL_FILES)))
    return NO_WALL;
  server = gantry_fetch_address();
  return attempt->is_tried();
}

static int
landlocked_child (const Attempt *attempt)
{
  const GantryDoors no_doors = GANTRY_NO_DOORS;
  if (gantry_confinement_is_watched())
    return NO_WALL;
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return gantry_confine_files(&no_doors) & (GantryWalls)attempt->behind ? attempt->is_tried() : NO_WALL;
}

static void
assert_refused (int (*main_of_child)(const Attempt *), const Attempt *attempt)
{
  int status = status_of(main_of_child, attempt);
  if (status == NO_WALL)
    g_test_skip("the kernel has no such wall, or the program is watched by a sanitizer or valgrind");
  else
    g_assert_cmpstr(g_strerror(status), ==, g_strerror(attempt->code));
}

static void
test_confined (gconstpointer attempt)
{
  assert_refused(confined_child, attempt);
}

static void
test_landlocked (gconstpointer attempt)
{
  assert_refused(landlocked_child, attempt);
}

static void
listen_as_stranger (void)
{
  socklen_t length = sizeof stranger;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  stranger = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  g_assert_cmpint(bind(fd, (struct sockaddr *)&stranger, sizeof stranger), ==, 0);
  g_assert_cmpint(listen(fd, 1), ==, 0);
  g_assert_cmpint(getsockname(fd, (struct sockaddr *)&stranger, &length), ==, 0);
}

static void
add_tests (const char *prefix, const Attempt *attempts, GTestDataFunc test)
{
  for (gsize i = 0; attempts[i].name; i++) {
    g_autofree char *path = g_strconcat(prefix, attempts[i].name, NULL);
    g_test_add_data_func(path, &attempts[i], test);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  listen_as_stranger();
  add_tests("/confinement/", attempts_on_files, test_confined);
  add_tests("/confinement/", attempts_on_hosts, test_confined);
  add_tests("/landlock/", landlock_attempts_on_files, test_landlocked);
  add_tests("/landlock/", landlock_attempts_on_hosts, test_landlocked);
  return g_test_run();
}
