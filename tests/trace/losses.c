/* What a full ring loses: counted for each lane, told where it is missing, whoever is killed; and what is
 * never lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sink.h"
#include "trace/collector.h"
#include "trace/recorder.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_LANES 4u

typedef struct {
  GantrySegment *segment;
  GantryCollector *collector;
  GString *told; /* what came, in order */
  uint64_t lost[N_LANES];
} Fixture;

static bool
take (const GantryRecord *record, gpointer data)
{
  Fixture *fixture = data;
  if (record->kind == GANTRY_EVENT_LOST) {
    fixture->lost[record->lane] += record->first;
    g_string_append_printf(fixture->told, "%u:%d..%d-%d ", record->lane, (int)record->second,
                           (int)record->time, (int)record->first);
  } else if (record->kind == GANTRY_EVENT_RUN_ENDED) {
    g_string_append(fixture->told, "end ");
  } else {
    g_string_append_printf(fixture->told, "%u:%d ", record->lane, (int)record->time);
  }
  return true;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GantrySink sink = {take, gantry_test_no_switch, gantry_test_no_drained, gantry_test_no_retired,
                                  gantry_test_no_pass};
  fixture->segment = gantry_segment_new(GANTRY_CLOCK_MONOTONIC, GANTRY_ON_CPU_FROM_KERNEL, 4, 16, NULL);
  fixture->collector = gantry_collector_new(fixture->segment, NULL, &sink, fixture);
  fixture->told = g_string_new(NULL);
  for (uint32_t i = 0; i < N_LANES; i++)
    gantry_segment_new_lane(fixture->segment);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gantry_collector_free(fixture->collector);
  gantry_segment_free(fixture->segment);
  g_string_free(fixture->told, TRUE);
}

static GantryRecorder
recorder_of (Fixture *fixture, uint32_t lane)
{
  GantryRecorder recorder;
  g_assert_true(gantry_recorder_init(&recorder, fixture->segment, lane, NULL));
  return recorder;
}

/* The run's zero is its first event. */
static uint64_t
begin (GantryRecorder *recorder, uint32_t lane)
{
  uint64_t zero = gantry_recorder_now(recorder);
  gantry_record_released(recorder, zero, lane, 0);
  return zero;
}

static void
fill (GantryRecorder *recorder, uint64_t ticks, uint32_t lane)
{
  bool damaged = false;
  while (gantry_ring_readable(&recorder->view, &damaged) < 15)
    gantry_record_released(recorder, ticks, lane, 0);
}

static uint64_t
lost_in_all (Fixture *fixture)
{
  GantryCollectorTotals totals;
  gantry_collector_get_totals(fixture->collector, &totals);
  return totals.lost;
}

/* As the tasks of a loop: each is told its own. */
static void
test_lanes_of_one_ring (Fixture *fixture, gconstpointer data)
{
  GantryRecorder recorder = recorder_of(fixture, 0);
  uint64_t zero = begin(&recorder, 0);
  fill(&recorder, zero, 0);
  for (uint32_t i = 0; i < 30; i++)
    gantry_record_released(&recorder, zero + 10 + i, 1 + i % 3, 0);
  gantry_collector_pass(fixture->collector, false);
  g_string_truncate(fixture->told, 0);
  gantry_record_released(&recorder, zero + 100, 2, 0);
  gantry_record_released(&recorder, zero + 101, 0, 0);
  gantry_record_released(&recorder, zero + 102, 3, 0);
  gantry_record_released(&recorder, zero + 103, 3, 0);
  gantry_recorder_retire(&recorder);
  gantry_collector_pass(fixture->collector, true);
  /* Of lane 1 nothing follows: it is told at last. */
  g_assert_cmpstr(fixture->told->str, ==, "2:11..100-10 2:100 0:101 3:12..102-10 3:102 3:103 1:10..103-10 ");
  g_assert_cmpuint(lost_in_all(fixture), ==, 30);
}

/* Two threads record for one lane, as who starts a task and the task itself. */
static void
test_lane_of_two_rings (Fixture *fixture, gconstpointer data)
{
  GantryRecorder starter = recorder_of(fixture, 0);
  uint64_t zero = begin(&starter, 0);
  fill(&starter, zero, 0);
  gantry_record_released(&starter, zero + 10, 1, 0);
  GantryRecorder own = recorder_of(fixture, 1);
  gantry_record_released(&own, zero + 20, 1, 0);
  gantry_collector_pass(fixture->collector, false);
  g_string_truncate(fixture->told, 0);
  gantry_record_released(&starter, zero + 30, 1, 0);
  gantry_collector_pass(fixture->collector, true);
  g_assert_cmpstr(fixture->told->str, ==, "1:30 ");
  g_assert_cmpuint(fixture->lost[1], ==, 1);
  g_assert_cmpuint(lost_in_all(fixture), ==, 1);
}

/* Its ring is full to the end, and then another's. */
static void
test_killed_before_it_could_tell (Fixture *fixture, gconstpointer data)
{
  GantryRecorder other = recorder_of(fixture, 0);
  uint64_t zero = begin(&other, 0);
  pid_t pid = fork();
  if (pid == 0) {
    GantryRecorder recorder;
    gantry_recorder_init(&recorder, fixture->segment, 1, NULL);
    for (uint32_t i = 0; i < 40; i++)
      gantry_record_released(&recorder, zero + 1 + i, 1 + i % 2, 0);
    kill(getpid(), SIGKILL);
  }
  waitpid(pid, NULL, 0);
  gantry_segment_retire_ring(fixture->segment, 1);
  gantry_collector_pass(fixture->collector, false);
  GantryRecorder successor = recorder_of(fixture, 3);
  g_assert_cmpuint(successor.ring_index, ==, 1);
  gantry_record_released(&successor, zero + 100, 3, 0);
  gantry_collector_pass(fixture->collector, true);
  g_assert_cmpuint(fixture->lost[1], ==, 12);
  g_assert_cmpuint(fixture->lost[2], ==, 13);
  g_assert_cmpuint(fixture->lost[3], ==, 0);
  g_assert_cmpuint(lost_in_all(fixture), ==, 25);
  g_assert_true(g_str_has_suffix(fixture->told->str, "3:100 1:17..100-12 2:16..100-13 "));
}

/* However full the ring: how a lane ends is known. */
static void
test_ends_have_room (Fixture *fixture, gconstpointer data)
{
  GantryRecorder recorder = recorder_of(fixture, 0);
  uint64_t zero = begin(&recorder, 0);
  for (int i = 0; i < 40; i++) {
    gantry_record_state(&recorder, zero + 1, 0, GANTRY_STATE_READY, 1, GANTRY_NO_OBJECT, 0);
    gantry_record_woken(&recorder, zero + 1, 0, 0, zero + 1, 1);
    gantry_record_text(&recorder, zero + 1, 0, GANTRY_EVENT_PRINT, 0, 1, "");
  }
  gantry_record_lane_ended(&recorder, zero + 2, 0, GANTRY_OUTCOME_OK, 0, NULL);
  gantry_recorder_retire(&recorder);
  gantry_collector_pass(fixture->collector, true);
  g_assert_nonnull(strstr(fixture->told->str, " 0:2 "));
}

static gpointer
end_run (gpointer data)
{
  GantryRecorder *recorder = data;
  gantry_record_text(recorder, gantry_recorder_now(recorder), GANTRY_NO_LANE, GANTRY_EVENT_RUN_ENDED,
                     GANTRY_RUN_OK, 0, "all is well that ends well, even if it is told in many words");
  return NULL;
}

/* The collector had no processor for long: the run ends all the same as it did. */
static void
test_end_of_run_waits (Fixture *fixture, gconstpointer data)
{
  GantryRecorder recorder = recorder_of(fixture, 0);
  uint64_t zero = begin(&recorder, 0);
  fill(&recorder, zero, 0);
  GThread *thread = g_thread_new("run", end_run, &recorder);
  g_usleep(2000);
  gantry_collector_pass(fixture->collector, false);
  g_thread_join(thread);
  gantry_collector_pass(fixture->collector, true);
  g_assert_true(g_str_has_suffix(fixture->told->str, " end "));
  g_assert_cmpuint(lost_in_all(fixture), ==, 0);
}

#define MANY 3000u

/* Takes so long that a pass is cut. */
static bool
take_slowly (const GantryRecord *record, gpointer data)
{
  if (record->lane == 1 && record->second == 1)
    g_usleep(30000);
  return take(record, data);
}

/* A round that was cut ends when all writers are gone: what they told since is not told again. */
static void
test_round_that_was_cut (Fixture *fixture, gconstpointer data)
{
  static const GantrySink sink = {take_slowly, gantry_test_no_switch, gantry_test_no_drained,
                                  gantry_test_no_retired, gantry_test_no_pass};
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(GANTRY_CLOCK_MONOTONIC, GANTRY_ON_CPU_FROM_KERNEL, 2, 4096, NULL);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &sink, fixture);
  GantryRecorder first, second;
  for (uint32_t i = 0; i < N_LANES; i++)
    gantry_segment_new_lane(segment);
  g_assert_true(gantry_recorder_init(&first, segment, 0, NULL));
  g_assert_true(gantry_recorder_init(&second, segment, 1, NULL));
  uint64_t zero = begin(&first, 0);
  for (uint32_t i = 0; i < MANY; i++)
    gantry_record_state(&second, zero + 1, 1, GANTRY_STATE_RUNNING, 1, GANTRY_NO_OBJECT, i);
  gantry_collector_pass(collector, false);
  g_assert_true(gantry_collector_is_behind(collector));
  for (uint32_t i = 0; i < 2 * MANY; i++)
    gantry_record_state(&first, zero + 2, 0, GANTRY_STATE_RUNNING, 1, GANTRY_NO_OBJECT, i);
  uint64_t lost = atomic_load(&gantry_segment_get_loss(segment, 0)->total);
  g_assert_cmpuint(lost, >, 0);
  gantry_record_lane_ended(&first, zero + 3, 0, GANTRY_OUTCOME_OK, 0, NULL);
  while (gantry_collector_pass(collector, true) > 0) {
  }
  g_assert_cmpuint(fixture->lost[0], ==, lost);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/losses/lanes-of-one-ring", Fixture, NULL, set_up, test_lanes_of_one_ring, tear_down);
  g_test_add("/losses/lane-of-two-rings", Fixture, NULL, set_up, test_lane_of_two_rings, tear_down);
  g_test_add("/losses/killed-before-it-could-tell", Fixture, NULL, set_up, test_killed_before_it_could_tell,
             tear_down);
  g_test_add("/losses/ends-have-room", Fixture, NULL, set_up, test_ends_have_room, tear_down);
  g_test_add("/losses/end-of-run-waits", Fixture, NULL, set_up, test_end_of_run_waits, tear_down);
  g_test_add("/losses/round-that-was-cut", Fixture, NULL, set_up, test_round_that_was_cut, tear_down);
  return g_test_run();
}
