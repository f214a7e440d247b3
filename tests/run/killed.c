/* Whoever of a run is killed or stopped: the others go on, or the run ends and says why; nothing stays
 * behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../campaigns/tree.h"
#include "run/control.h"
#include "support.h"
#include "timeline/statistics.h"
#include "trace/segment.h"

#include <fcntl.h>

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND INT64_C(1000000000)
#define PATIENCE_MS 20000 /* on a machine that does much else */

static const GantryLane *
find_lane (GantrySession *session, const char *name)
{
  GantryTimeline *timeline = gantry_session_get_timeline(session);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (g_str_equal(gantry_lane_get_name(lane), name) && gantry_lane_get_pid(lane) != 0)
      return lane;
  }
  return NULL;
}

static const GantryLane *
wait_for_lane (GantrySession *session, const char *name)
{
  const GantryLane *lane = NULL;
  for (int i = 0; i < PATIENCE_MS && !(lane = find_lane(session, name)); i++)
    g_usleep(1000);
  g_assert_nonnull(lane);
  return lane;
}

static pid_t
wait_for_child (pid_t parent)
{
  for (int i = 0; i < PATIENCE_MS; i++) {
    g_autoptr(GArray) children = tree_children(parent);
    if (children->len > 0)
      return g_array_index(children, pid_t, 0);
    g_usleep(1000);
  }
  g_assert_not_reached();
}

/* Waits, and asserts how it ended and that it did so long before its limit. */
static void
assert_ends (GantrySession *session, const char *ending)
{
  GantryRunResult result;
  gantry_session_wait(session);
  g_autofree char *told = ending_of(session);
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpstr(told, ==, ending);
  g_assert_cmpint(result.wall_ns, <, 30 * SECOND);
  assert_lanes_add_up(gantry_session_get_timeline(session));
}

static void
test_manager (void)
{
  g_autoptr(GantrySession) session =
      start_run("manager m\ntask ask:\n    repeat forever:\n        load m.k as x\n"
                "main:\n    start ask x 2\n    join\n",
                GANTRY_MODEL_PROCESSES, 0, 0);
  const GantryLane *manager = wait_for_lane(session, "m");
  wait_for_lane(session, "ask 2");
  kill((pid_t)gantry_lane_get_pid(manager), SIGKILL);
  assert_ends(session, "crashed: the manager ‘m’ was killed");
  g_assert_cmpint(gantry_lane_get_outcome(manager), ==, GANTRY_OUTCOME_KILLED);
}

/* As the kernel does where it has no page for the rings: it is not as if somebody had killed the task. */
static void
test_no_page (void)
{
  g_autoptr(GantrySession) session =
      start_run("task nap:\n    sleep 30s\nmain:\n    start nap\n    join\n", GANTRY_MODEL_PROCESSES, 0, 0);
  const GantryLane *nap = wait_for_lane(session, "nap");
  kill((pid_t)gantry_lane_get_pid(nap), SIGBUS);
  assert_ends(session,
              "crashed: the machine had no memory left for the trace; close something and run again");
  g_assert_cmpint(gantry_lane_get_outcome(nap), ==, GANTRY_OUTCOME_KILLED);
}

static void
test_fetch_server (void)
{
  for (int model = 0; model < GANTRY_MODEL_SIMULATED; model++) {
    g_autoptr(GantrySession) session = start_run("main:\n    fetch 30s\n", (GantryModel)model, 0, 0);
    const GantryLane *server = wait_for_lane(session, "server");
    wait_for_lane(session, "main");
    kill((pid_t)gantry_lane_get_pid(server), SIGKILL);
    gantry_session_wait(session);
    g_autofree char *told = ending_of(session);
    if (g_str_has_prefix(told,
                         "failed: main failed: ")) /* it saw its connection cut before the server was gone */
      continue;
    g_assert_cmpstr(told, ==, "crashed: the server that answers the fetches was killed");
    g_assert_cmpint(gantry_lane_get_outcome(server), ==, GANTRY_OUTCOME_KILLED);
    assert_lanes_add_up(gantry_session_get_timeline(session));
  }
}

static void
test_starter_of_processes (void)
{
  const GantryModel models[] = {GANTRY_MODEL_THREADS, GANTRY_MODEL_ASYNC};
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    g_autoptr(GantrySession) session =
        start_run("task away:\n    sleep 30s\nmain:\n    offload away to process\n", models[i], 0, 0);
    wait_for_lane(session, "away");
    kill(wait_for_child(gantry_session_get_pid(session)), SIGKILL);
    assert_ends(session, "crashed: the process that starts the others was killed");
    g_assert_cmpint(gantry_lane_get_outcome(wait_for_lane(session, "away")), ==, GANTRY_OUTCOME_KILLED);
  }
}

/* With its process die the tasks of its loop; and the run does not wait for them. */
static void
test_host_of_loop (void)
{
  g_autoptr(GantrySession) session = start_run("task nap:\n    sleep 30s\ntask host:\n    run async:\n"
                                               "        start nap x 3\n        join\n"
                                               "main:\n    start host\n    join\n",
                                               GANTRY_MODEL_PROCESSES, 0, 0);
  const GantryLane *host = wait_for_lane(session, "host");
  wait_for_lane(session, "nap 3");
  kill((pid_t)gantry_lane_get_pid(host), SIGKILL);
  gantry_session_wait(session);
  for (int i = 1; i <= 3; i++) {
    g_autofree char *name = g_strdup_printf("nap %d", i);
    g_assert_cmpint(gantry_lane_get_outcome(find_lane(session, name)), ==, GANTRY_OUTCOME_KILLED);
  }
  g_assert_cmpint(gantry_lane_get_outcome(find_lane(session, "loop")), ==, GANTRY_OUTCOME_KILLED);
  g_assert_cmpint(gantry_lane_get_outcome(find_lane(session, "main")), ==, GANTRY_OUTCOME_OK);
  assert_lanes_add_up(gantry_session_get_timeline(session));
}

/* The calls that it has not taken are for others. */
static void
test_worker_of_pool (void)
{
  g_autoptr(GantrySession) session =
      start_run("pool p(2) of processes\nshared variable n = 0\ntask call:\n    compute 1ms\n"
                "    atomically n = n + 1\nmain:\n    repeat 400:\n        submit p call()\n    join p\n",
                GANTRY_MODEL_THREADS, 0, 0);
  for (int i = 1; i <= 2; i++) {
    g_autofree char *name = g_strdup_printf("p %d", i);
    kill((pid_t)gantry_lane_get_pid(wait_for_lane(session, name)), SIGKILL);
  }
  gantry_session_wait(session);
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_CRASHED);
  g_assert_cmpint(gantry_lane_get_outcome(find_lane(session, "main")), ==, GANTRY_OUTCOME_OK);
  assert_lanes_add_up(gantry_session_get_timeline(session));
}

/* What it left locked is told to whoever takes it next. */
static void
test_holder_of_lock (void)
{
  g_autoptr(GantrySession) session = start_run(
      "lock l\ntask holder:\n    with l:\n        sleep 30s\ntask next:\n    with l:\n        yield\n"
      "main:\n    start holder\n    sleep 20ms\n    start next\n    join\n",
      GANTRY_MODEL_PROCESSES, 0, 0);
  const GantryLane *holder = wait_for_lane(session, "holder");
  wait_for_lane(session, "next");
  kill((pid_t)gantry_lane_get_pid(holder), SIGKILL);
  assert_ends(session, "crashed: holder was killed");
  bool is_told = false;
  GantryTimeline *timeline = gantry_session_get_timeline(session);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++)
    is_told = is_told || strstr(gantry_timeline_get_mark(timeline, i)->text, "‘l’ was held by holder");
  g_assert_true(is_told);
}

static guint
count_descriptors (void)
{
  guint count = 0;
  g_autoptr(GDir) descriptors = g_dir_open("/proc/self/fd", 0, NULL);
  while (g_dir_read_name(descriptors))
    count++;
  return count;
}

static void
test_nothing_is_kept (void)
{
  guint before = 0;
  for (int i = 0; i < 12; i++) {
    g_autoptr(GantrySession) session = start_run("task t:\n    sleep 30s\nmain:\n    start t x 3\n    join\n",
                                                 (GantryModel)(i % GANTRY_MODEL_SIMULATED), 0, 0);
    GPid runner = gantry_session_get_pid(session);
    if (i % 2 == 0)
      wait_for_lane(session, "t 3");
    kill(runner, SIGKILL);
    gantry_session_wait(session);
    g_assert_cmpint(kill(-runner, 0), ==, -1); /* nobody of its group is left */
    g_clear_pointer(&session, gantry_session_free);
    if (i == 3)
      before = count_descriptors();
  }
  g_assert_cmpuint(count_descriptors(), ==, before);
}

/* What stands still is stopped like what runs. */
static void
test_stopped (void)
{
  for (int model = 0; model < GANTRY_MODEL_SIMULATED; model++) {
    g_autoptr(GantrySession) session =
        start_run("task t:\n    repeat forever:\n        compute 1ms\nmain:\n    start t x 2\n    join\n",
                  (GantryModel)model, 0, 0);
    pid_t runner = gantry_session_get_pid(session);
    kill((pid_t)gantry_lane_get_pid(wait_for_lane(session, "t 1")), SIGSTOP);
    kill(runner, SIGSTOP);
    gantry_session_stop(session);
    gantry_session_wait(session);
    g_autofree char *told = ending_of(session);
    g_assert_cmpstr(told, ==, "failed: stopped");
    g_assert_cmpint(kill(-runner, 0), ==, -1);
    assert_lanes_add_up(gantry_session_get_timeline(session));
  }
}

static void
test_resumed (void)
{
  g_autoptr(GantrySession) session =
      start_run("queue q\ntask giver:\n    sleep 50ms\n    put q 1\ntask taker:\n    get q as x\n"
                "main:\n    start giver\n    start taker\n    join\n",
                GANTRY_MODEL_PROCESSES, 0, 0);
  pid_t giver = (pid_t)gantry_lane_get_pid(wait_for_lane(session, "giver"));
  kill(giver, SIGSTOP);
  g_usleep(100000);
  kill(giver, SIGCONT);
  assert_ends(session, "ok: ");
}

/* In place of the runner, until put_runner_back(). */
static char *runner_before, *script;

static void
put_script_in_place (const char *text)
{
  int descriptor = g_file_open_tmp("gantry-runner-XXXXXX", &script, NULL);
  g_assert_cmpint(write(descriptor, text, strlen(text)), ==, strlen(text));
  g_assert_cmpint(fchmod(descriptor, 0700), ==, 0);
  close(descriptor);
  runner_before = g_strdup(g_getenv("GANTRY_RUNNER"));
  g_setenv("GANTRY_RUNNER", script, TRUE);
}

static void
put_runner_back (void)
{
  g_setenv("GANTRY_RUNNER", runner_before, TRUE);
  unlink(script);
  g_clear_pointer(&script, g_free);
  g_clear_pointer(&runner_before, g_free);
}

/* Killed as it begins: that is what is told, and not something that failed for want of it. */
static void
test_killed_as_it_begins (void)
{
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", "main:\n    yield\n", 16, NULL, NULL);
  put_script_in_place("#!/bin/sh\nkill -9 $$\n");
  for (int i = 0; i < 20; i++) {
    g_autoptr(GError) error = NULL;
    GantryRunOptions options;
    gantry_run_options_init(&options, scenario);
    g_autoptr(GantrySession) session = gantry_session_start(scenario, &options, NULL, NULL, &error);
    if (session)
      assert_ends(session, "crashed: the process that ran it was killed (signal 9)");
    else
      g_assert_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_RUNNER);
  }
  put_runner_back();
}

/* A runner that lives and does not listen is not waited for: it does not read the long text that it is to
 * run, or has hung up. */
static void
test_deaf_as_it_begins (void)
{
  static const char *const deaf[] = {"#!/bin/sh\nexec sleep 1000\n", "#!/bin/sh\nexec 4>&- sleep 1000\n"};
  g_autoptr(GString) text = g_string_new("main:\n    yield\n");
  while (text->len < 900000)
    g_string_append(text, "# a text that does not fit into a socket\n");
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", text->str, text->len, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(deaf); i++) {
    g_autoptr(GError) error = NULL;
    GantryRunOptions options;
    put_script_in_place(deaf[i]);
    gantry_run_options_init(&options, scenario);
    options.on_cpu_from = GANTRY_ON_CPU_FROM_SELF;
    g_assert_null(gantry_session_start(scenario, &options, NULL, NULL, &error));
    g_assert_error(error, GANTRY_RUN_ERROR, GANTRY_RUN_ERROR_CONTROL);
    put_runner_back();
  }
}

/* In the child that is to become a runner whose starter is no more: all that it is to run is there already.
 */
static void
become_orphan (int control, int segment, pid_t starter)
{
  while (getppid() == starter)
    g_usleep(1000);
  dup2(segment, GANTRY_RUNNER_SEGMENT_FD);
  dup2(control, GANTRY_RUNNER_CONTROL_FD);
  execl(g_getenv("GANTRY_RUNNER"), "gantry-runner", NULL);
  _exit(127);
}

static void
start_orphan (void)
{
  const char *text = "main:\n    repeat forever:\n        sleep 1ms\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("orphan", text, strlen(text), NULL, NULL);
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_SELF, 64, 1024, NULL);
  GantryRunOptions options;
  int pair[2];
  gantry_run_options_init(&options, scenario);
  options.on_cpu_from = GANTRY_ON_CPU_FROM_SELF;
  options.cores = 1;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
      !gantry_control_send(pair[0], scenario, &options, NULL))
    _exit(1);
  pid_t starter = getpid();
  if (fork() == 0)
    become_orphan(fcntl(pair[1], F_DUPFD, 10), fcntl(gantry_segment_get_fd(segment), F_DUPFD, 10), starter);
  _exit(0);
}

static void
test_orphan_at_start (void)
{
  int status = 0;
  prctl(PR_SET_CHILD_SUBREAPER, 1); /* the orphan comes to us */
  pid_t starter = fork();
  if (starter == 0)
    start_orphan();
  g_assert_cmpint(waitpid(starter, &status, 0), ==, starter);
  g_assert_cmpint(status, ==, 0);
  pid_t orphan = 0;
  for (int i = 0; i < PATIENCE_MS && orphan == 0; i++) {
    orphan = waitpid(-1, &status, WNOHANG);
    g_usleep(1000);
  }
  g_assert_cmpint(orphan, >, 0); /* else it would run for ever */
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run/killed/orphan-at-start", test_orphan_at_start);
  g_test_add_func("/run/killed/manager", test_manager);
  g_test_add_func("/run/killed/no-page", test_no_page);
  g_test_add_func("/run/killed/fetch-server", test_fetch_server);
  g_test_add_func("/run/killed/starter-of-processes", test_starter_of_processes);
  g_test_add_func("/run/killed/host-of-loop", test_host_of_loop);
  g_test_add_func("/run/killed/worker-of-pool", test_worker_of_pool);
  g_test_add_func("/run/killed/holder-of-lock", test_holder_of_lock);
  g_test_add_func("/run/killed/nothing-is-kept", test_nothing_is_kept);
  g_test_add_func("/run/killed/stopped", test_stopped);
  g_test_add_func("/run/killed/resumed", test_resumed);
  g_test_add_func("/run/killed/as-it-begins", test_killed_as_it_begins);
  g_test_add_func("/run/killed/deaf-as-it-begins", test_deaf_as_it_begins);
  return g_test_run();
}
