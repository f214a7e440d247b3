/* A run among strangers: what its processes have, and who else on the machine gets something out of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/session.h"
#include "support.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST_NS (60 * INT64_C(1000000000))
#define SILENT_ONES 300

static char *
read_about (int pid, const char *file, gsize *length)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/%s", pid, file);
  char *text;
  return g_file_get_contents(path, &text, length, NULL) ? text : NULL;
}

/* Processes of the run's group: it has the number of the runner. */
static GArray *
members (GantrySession *session)
{
  GArray *pids = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GDir) all = g_dir_open("/proc", 0, NULL);
  for (const char *name; (name = g_dir_read_name(all));) {
    int pid = atoi(name);
    if (pid > 0 && getpgid(pid) == gantry_session_get_pid(session))
      g_array_append_val(pids, pid);
  }
  return pids;
}

/* Until there are so many of them. */
static GArray *
wait_for_members (GantrySession *session, guint least)
{
  for (;;) {
    GArray *pids = members(session);
    if (pids->len >= least)
      return pids;
    g_array_unref(pids);
    g_usleep(10000);
  }
}

static int
status_of (int pid, const char *key)
{
  g_autofree char *status = read_about(pid, "status", NULL);
  const char *line = status ? strstr(status, key) : NULL;
  return line ? atoi(line + strlen(key)) : -1;
}

static bool
has_walls (int pid)
{
  for (int i = 0; i < 500 && status_of(pid, "\nSeccomp:") == 0; i++) /* it may have just begun */
    g_usleep(10000);
  return status_of(pid, "\nSeccomp:") == 2 && status_of(pid, "\nNoNewPrivs:") == 1;
}

static bool
is_watched (void)
{
  const char *preloaded = g_getenv("LD_PRELOAD");
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#endif
  return preloaded && strstr(preloaded, "vgpreload");
}

/* All of them: the runner, its steward, servers, tasks. */
static void
test_walls_stand (void)
{
  const char *text = "task t:\n    fetch 10s\nmain:\n    start t x 3\n    join\n";
  if (is_watched()) {
    g_test_skip("sanitizers and valgrind need what seccomp takes away");
    return;
  }
  GantrySession *session = start_run(text, GANTRY_MODEL_PROCESSES, 0, LONGEST_NS);
  g_autoptr(GArray) pids = wait_for_members(session, 7);
  for (guint i = 0; i < pids->len; i++)
    g_assert_true(has_walls(g_array_index(pids, int, i)));
  gantry_session_free(session);
}

/* Neither what this process has open, nor the names of keys and sockets. */
static void
test_nothing_is_inherited (void)
{
  int kept = open("/etc/passwd", O_RDONLY); /* without O_CLOEXEC */
  g_assert_cmpint(fcntl(kept, F_DUPFD, 50), ==, 50);
  g_setenv("GTK_OF_THE_TEST", "secret", TRUE);
  GantrySession *session = start_run("main:\n    sleep 10s\n", GANTRY_MODEL_THREADS, 0, LONGEST_NS);
  g_autoptr(GArray) pids = wait_for_members(session, 1);
  int pid = g_array_index(pids, int, 0);
  gsize length = 0;
  g_autofree char *environment = NULL;
  while (!environment || length == 0 || memmem(environment, length, "secret", 6)) { /* until it has begun */
    g_free(environment);
    environment = read_about(pid, "environ", &length);
    g_usleep(10000);
  }
  g_autofree char *place = g_strdup_printf("/proc/%d/fd/50", pid);
  while (
      g_file_test(place, G_FILE_TEST_IS_SYMLINK)) /* until it has closed it, which is before the scenario */
    g_usleep(10000);
  g_autofree char *input = g_strdup_printf("/proc/%d/fd/0", pid);
  g_autofree char *from = g_file_read_link(input, NULL);
  g_assert_cmpstr(from, ==, "/dev/null");
  gantry_session_free(session);
  g_unsetenv("GTK_OF_THE_TEST");
  close(50);
  close(kept);
}

/* The program's terminal, which does what is printed on it, is none of a run's. */
static void
test_no_terminal (void)
{
  int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
    g_test_skip("there are no terminals here");
    return;
  }
  char name[64];
  g_assert_cmpint(ptsname_r(terminal, name, sizeof name), ==, 0);
  int kept = dup(STDERR_FILENO), other = open(name, O_RDWR | O_NOCTTY);
  g_assert_cmpint(dup2(other, STDERR_FILENO), ==, STDERR_FILENO);
  GantrySession *session = start_run("main:\n    sleep 10s\n", GANTRY_MODEL_THREADS, 0, LONGEST_NS);
  g_assert_cmpint(dup2(kept, STDERR_FILENO), ==, STDERR_FILENO);
  g_autoptr(GArray) pids = wait_for_members(session, 1);
  g_autofree char *output = g_strdup_printf("/proc/%d/fd/2", g_array_index(pids, int, 0));
  g_autofree char *to = g_file_read_link(output, NULL);
  g_assert_cmpstr(to, ==, "/dev/null");
  gantry_session_free(session);
  close(kept);
  close(other);
  close(terminal);
}

/* Of the socket with this number, if it listens on the loopback address and nowhere else; else 0. */
static int
port_of (const char *table, const char *inode)
{
  g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
  for (char **line = lines; *line; line++) {
    unsigned address, port, state;
    char found[32];
    if (sscanf(*line, "%*s %8X:%4X %*s %2X %*s %*s %*s %*s %*s %31s", &address, &port, &state, found) == 4 &&
        state == 0x0A && g_str_equal(found, inode)) {
      g_assert_cmpuint(address, ==, htonl(INADDR_LOOPBACK));
      return (int)port;
    }
  }
  return 0;
}

static int
port_of_process (int pid)
{
  g_autofree char *folder = g_strdup_printf("/proc/%d/fd", pid), *table = read_about(pid, "net/tcp", NULL);
  g_autoptr(GDir) descriptors = g_dir_open(folder, 0, NULL);
  int port = 0;
  for (const char *name; table && descriptors && port == 0 && (name = g_dir_read_name(descriptors));) {
    g_autofree char *path = g_build_filename(folder, name, NULL), *target = g_file_read_link(path, NULL);
    if (!target || !g_str_has_prefix(target, "socket:["))
      continue;
    char *inode = target + strlen("socket:[");
    inode[strlen(inode) - 1] = '\0';
    port = port_of(table, inode);
  }
  return port;
}

/* As any other program can find it. */
static int
find_port (GantrySession *session, pid_t *server)
{
  for (;;) {
    g_autoptr(GArray) pids = members(session);
    for (guint i = 0; i < pids->len; i++) {
      int port = port_of_process(g_array_index(pids, int, i));
      *server = g_array_index(pids, int, i);
      if (port != 0 &&
          *server != gantry_session_get_pid(session)) /* the runner begins with it, and closes it */
        return port;
    }
    g_usleep(10000);
  }
}

static int
call (int port)
{
  struct sockaddr_in address = {AF_INET, htons((uint16_t)port), {htonl(INADDR_LOOPBACK)}, {0}};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return fd;
}

static void
assert_no_answer (int port, const char *request, gsize length)
{
  char byte;
  int fd = call(port);
  g_assert_cmpint(send(fd, request, length, MSG_NOSIGNAL), ==, length);
  g_assert_cmpint(recv(fd, &byte, 1, 0), <=, 0); /* closed, and not a byte */
  close(fd);
}

static void
assert_ends_well (GantrySession *session)
{
  GantryRunResult result;
  gantry_session_wait(session);
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_test_message("%s", result.reason ? result.reason : "ended well");
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_OK);
  gantry_session_free(session);
}

/* A page in a browser can make it ask anything, another user can guess. */
static void
test_no_answer (void)
{
  static const char page[] = "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://example.org\r\n\r\n"
                             "a body that is long enough to be a request of the run's own";
  const char guess[256] = {0};
  GantrySession *session =
      start_run("main:\n    fetch 2s 64KB\n    fetch 1ms 64KB\n", GANTRY_MODEL_THREADS, 0, LONGEST_NS);
  pid_t server;
  int port = find_port(session, &server);
  assert_no_answer(port, page, strlen(page));
  assert_no_answer(port, guess, sizeof guess);
  assert_ends_well(session);
}

/* Many who call, and say nothing or little: the run's own are served all the same. */
static void
test_silence (void)
{
  const struct rlimit few = {40, 40};
  int silent[SILENT_ONES];
  pid_t server;
  GantrySession *session = start_run("task t:\n    fetch 1s 64KB\n    repeat 20:\n        fetch 1ms 1KB\n"
                                     "main:\n    start t x 4\n    join\n",
                                     GANTRY_MODEL_THREADS, 0, LONGEST_NS);
  int port = find_port(session, &server);
  g_assert_cmpint(prlimit(server, RLIMIT_NOFILE, &few, NULL), ==, 0);
  for (int i = 0; i < SILENT_ONES; i++) {
    silent[i] = call(port);
    g_assert_cmpint(send(silent[i], "GET ", (gsize)(i % 5), MSG_NOSIGNAL), >=, 0);
  }
  assert_ends_well(session);
  for (int i = 0; i < SILENT_ONES; i++)
    close(silent[i]);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/strangers/walls-stand", test_walls_stand);
  g_test_add_func("/strangers/nothing-is-inherited", test_nothing_is_inherited);
  g_test_add_func("/strangers/no-terminal", test_no_terminal);
  g_test_add_func("/strangers/no-answer", test_no_answer);
  g_test_add_func("/strangers/silence", test_silence);
  return g_test_run();
}
