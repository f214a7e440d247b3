/* Runs whose runner keeps no rule: this program is started in its place, and does to the trace what it likes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/control.h"
#include "run/session.h"
#include "trace/recorder.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Passed on to the runner, for its name begins so. */
#define DEED "GANTRY_TEST_DEED"
/* Whoever is left behind by a failure is gone after this. */
#define LONGEST_S 60
/* Not hostile, but as a machine can make one that has much to do. */
#define SLOW "slow"
#define SILENT "silent"
#define SLOW_START_MS 300
#define SHORT_LIMIT_NS INT64_C(50000000)

static GantryRecorder recorder;

static void
begin_lane (GantrySegment *segment)
{
  uint32_t lane = gantry_segment_new_lane(segment);
  g_assert_true(gantry_recorder_init(&recorder, segment, lane, NULL));
  gantry_record_lane_created(&recorder, gantry_recorder_now(&recorder), lane, GANTRY_LANE_THREAD,
                             GANTRY_NO_LANE, 0, 1, "main");
  gantry_record_lane_started(&recorder, gantry_recorder_now(&recorder), lane, 0);
}

static void
write_rubbish (GantrySegment *segment)
{
  GantryEvent event = {.time = gantry_recorder_now(&recorder), .kind = UINT16_MAX};
  *gantry_ring_slot(&recorder.view, 0) = event;
  gantry_ring_publish(&recorder.view, 1);
  gantry_record_lane_ended(&recorder, gantry_recorder_now(&recorder), 0, GANTRY_OUTCOME_OK, 0, NULL);
  gantry_record_text(&recorder, gantry_recorder_now(&recorder), GANTRY_NO_LANE, GANTRY_EVENT_RUN_ENDED,
                     GANTRY_RUN_OK, 0, NULL);
}

/* Says of more and more rings that they are full. */
static void
flood (GantrySegment *segment)
{
  uint32_t index;
  while (gantry_segment_claim_ring(segment, 0, &index)) {
    GantryRingView view = gantry_segment_get_ring(segment, index);
    gantry_ring_publish(&view, view.mask + 1);
  }
  pause();
}

static void
record_for_ever (GantrySegment *segment)
{
  for (;;)
    gantry_record_state(&recorder, gantry_recorder_stamp(&recorder, 0), 0, GANTRY_STATE_RUNNING, 1,
                        GANTRY_NO_OBJECT, 0);
}

/* Leaves its group, and so is not killed with it. */
static void
survive (GantrySegment *segment)
{
  if (fork() == 0) {
    setsid();
    alarm(LONGEST_S);
    begin_lane(segment);
    record_for_ever(segment);
  }
  g_usleep(50000);
}

static void
cut_off (GantrySegment *segment)
{
  struct stat info;
  int fd = gantry_segment_get_fd(segment);
  if (fstat(fd, &info) != 0 || ftruncate(fd, 0) == 0 || ftruncate(fd, info.st_size * 2) == 0)
    _exit(99);
  (void)fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, info.st_size);
}

typedef struct {
  const char *name;
  void (*deed)(GantrySegment *segment);
  GantryRunOutcome outcome;
  bool is_stopped;
  bool is_damaged;
} Case;

static const Case cases[] = {
    {"rubbish", write_rubbish, GANTRY_RUN_CRASHED, false, true},
    {"flood", flood, GANTRY_RUN_CRASHED, false, true},
    {"record-for-ever", record_for_ever, GANTRY_RUN_STOPPED, true, false},
    {"survive", survive, GANTRY_RUN_CRASHED, false, false},
    {"cut-off", cut_off, GANTRY_RUN_CRASHED, false, false},
};

/* In the runner's place. */
static int
be_runner (const char *deed)
{
  g_autoptr(GantrySegment) segment = gantry_segment_open(GANTRY_RUNNER_SEGMENT_FD, NULL);
  alarm(LONGEST_S);
  g_assert_nonnull(segment);
  if (g_str_equal(deed, SILENT))
    pause();
  if (g_str_equal(deed, SLOW))
    g_usleep(SLOW_START_MS * 1000);
  begin_lane(segment);
  if (g_str_equal(deed, SLOW))
    pause();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    if (g_str_equal(deed, cases[i].name))
      cases[i].deed(segment);
  return 0;
}

/* Whoever is still there was not killed with its group: the run is over all the same. */
static void
kill_survivors (const GantryTimeline *timeline)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    pid_t pid = (pid_t)gantry_lane_get_pid(gantry_timeline_get_lane(timeline, i));
    if (pid > 0 && i > 0)
      g_assert_cmpint(kill(pid, SIGKILL), ==, 0);
  }
}

/* Times of 0: a minute. */
static GantrySession *
start (const char *deed, int64_t limit_ns, int64_t begins_within_ns)
{
  static const char text[] = "main:\n    compute 1ms\n";
  const int64_t minute = LONGEST_S * INT64_C(1000000000);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("hostile", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = GANTRY_MODEL_THREADS;
  options.limit_ns = limit_ns > 0 ? limit_ns : minute;
  options.begins_within_ns = begins_within_ns > 0 ? begins_within_ns : minute;
  g_setenv(DEED, deed, TRUE);
  GantrySession *session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  return session;
}

static void
test_deed (gconstpointer data)
{
  const Case *deed = data;
  GantryRunResult result;
  g_autoptr(GantrySession) session = start(deed->name, 0, 0);
  if (deed->is_stopped) {
    g_usleep(100000);
    gantry_session_stop(session);
  }
  gantry_session_wait(session);
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_test_message("%s: %s; %" G_GUINT64_FORMAT " events", deed->name, result.reason, result.events);
  kill_survivors(gantry_session_get_timeline(session));
  g_assert_cmpint(result.outcome, ==, deed->outcome);
  g_assert_cmpint(strstr(result.reason, "make no sense") != NULL, ==, deed->is_damaged);
  g_assert_null(strstr(result.reason, "99"));
}

/* What the machine takes to start a runner is no part of the run, nor of its limit. */
static void
test_slow_start (void)
{
  GantryRunResult result;
  g_autoptr(GantrySession) session = start(SLOW, SHORT_LIMIT_NS, 0);
  GantryTimeline *timeline = gantry_session_get_timeline(session);
  gantry_session_wait(session);
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_LIMIT);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 1);
  g_assert_cmpint(result.wall_ns, >=, SHORT_LIMIT_NS);
}

static void
test_no_start (void)
{
  GantryRunResult result;
  g_autoptr(GantrySession) session = start(SILENT, 0, SHORT_LIMIT_NS);
  gantry_session_wait(session);
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  g_assert_cmpint(result.outcome, ==, GANTRY_RUN_FAILED);
  g_assert_nonnull(strstr(result.reason, "had not begun the run after 0.05 s"));
}

int
main (int argc, char *argv[])
{
  const char *deed = g_getenv(DEED);
  if (deed)
    return be_runner(deed);
  g_test_init(&argc, &argv, NULL);
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
  g_setenv("GANTRY_RUNNER", self, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strconcat("/hostile-runner/", cases[i].name, NULL);
    g_test_add_data_func(path, &cases[i], test_deed);
  }
  g_test_add_func("/hostile-runner/slow-start", test_slow_start);
  g_test_add_func("/hostile-runner/no-start", test_no_start);
  return g_test_run();
}
