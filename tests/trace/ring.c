/* The ring buffer: full, wrapped, raced, killed, lied to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/recorder.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static GantrySegment *
segment_of (uint32_t capacity)
{
  GError *error = NULL;
  GantrySegment *segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, 4, capacity, &error);
  g_assert_no_error(error);
  return segment;
}

static void
test_empty (void)
{
  g_autoptr(GantrySegment) segment = segment_of(16);
  GantryRingView view = gantry_segment_get_ring(segment, 0);
  bool damaged = false;
  g_assert_cmpuint(gantry_ring_readable(&view, &damaged), ==, 0);
  g_assert_false(damaged);
}

static void
test_full_counts_losses (void)
{
  g_autoptr(GantrySegment) segment = segment_of(16);
  GantryRecorder recorder;
  bool damaged = false;
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  for (int i = 0; i < 30; i++)
    gantry_record_released(&recorder, 100 + (uint64_t)i, 7, 0);
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==,
                   15); /* one is kept for the lane's end */
  gantry_ring_consume(&recorder.view, 15);
  gantry_record_released(&recorder, 200, 7, 0);
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==, 2);
  const GantryEvent lost = gantry_ring_read(&recorder.view, 0);
  g_assert_cmpuint(lost.kind, ==, GANTRY_EVENT_LOST);
  g_assert_cmpuint(lost.first, ==, 15);
  g_assert_cmpuint(lost.second, ==, 115);
  g_assert_cmpuint(lost.lane, ==, 7);
  g_assert_cmpuint(gantry_ring_read(&recorder.view, 1).kind, ==, GANTRY_EVENT_RELEASED);
}

static void
test_values_leave_room_for_states (void)
{
  g_autoptr(GantrySegment) segment = segment_of(16);
  GantryRecorder recorder;
  bool damaged = false;
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  for (int i = 0; i < 30; i++)
    gantry_record_value(&recorder, 1, 0, 0, 1, i);
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==, 12);
  gantry_record_state(&recorder, 2, 0, GANTRY_STATE_RUNNING, 1, GANTRY_NO_OBJECT, 0);
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==, 14); /* the loss is told before it */
}

static void
test_text_is_whole_or_absent (void)
{
  g_autoptr(GantrySegment) segment = segment_of(16);
  GantryRecorder recorder;
  bool damaged = false;
  g_autofree char *text = g_strnfill(16 * 14, 'x');
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  gantry_record_text(&recorder, 1, 0, GANTRY_EVENT_PRINT, 0, 1, text);
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==, 15);
  gantry_record_text(&recorder, 2, 0, GANTRY_EVENT_PRINT, 0, 1, "two");
  g_assert_cmpuint(gantry_ring_readable(&recorder.view, &damaged), ==, 15);
  g_assert_cmpuint(atomic_load(&gantry_segment_get_loss(segment, 0)->total), ==, 1);
}

static void
test_hostile_indices (void)
{
  g_autoptr(GantrySegment) segment = segment_of(16);
  GantryRingView view = gantry_segment_get_ring(segment, 0);
  bool damaged = false;
  atomic_store(&view.ring->head, UINT64_C(1) << 60);
  g_assert_cmpuint(gantry_ring_readable(&view, &damaged), ==, 0);
  g_assert_true(damaged);
}

typedef struct {
  GantrySegment *segment;
  uint64_t produced;
} Producer;

static gpointer
produce (gpointer data)
{
  Producer *producer = data;
  GantryRecorder recorder;
  g_assert_true(gantry_recorder_init(&recorder, producer->segment, 0, NULL));
  for (uint64_t i = 1; i <= producer->produced; i++)
    gantry_record_state(&recorder, i, 0, GANTRY_STATE_RUNNING, 1, GANTRY_NO_OBJECT, i);
  gantry_recorder_retire(&recorder);
  return NULL;
}

/* Every event is either read, in order, or told as lost. */
static void
test_exact_accounting (void)
{
  g_autoptr(GantrySegment) segment = segment_of(64);
  Producer producer = {segment, 300000};
  GThread *thread = g_thread_new("producer", produce, &producer);
  uint64_t read = 0, lost = 0, last = 0;
  bool damaged = false;
  GantryRingView view = gantry_segment_get_ring(segment, 0);
  for (;;) {
    bool retired = atomic_load(&view.ring->state) == GANTRY_RING_RETIRED;
    uint64_t readable = gantry_ring_readable(&view, &damaged);
    for (uint64_t i = 0; i < readable; i++) {
      const GantryEvent event = gantry_ring_read(&view, i);
      if (event.kind == GANTRY_EVENT_LOST) {
        lost += event.first;
        continue;
      }
      g_assert_cmpuint(event.second, >, last);
      g_assert_cmpuint(event.second, ==, event.time);
      last = event.second;
      read++;
    }
    gantry_ring_consume(&view, readable);
    if (retired && readable == 0)
      break;
  }
  g_thread_join(thread);
  g_assert_false(damaged);
  uint64_t total = atomic_load(&gantry_segment_get_loss(segment, 0)->total);
  g_assert_cmpuint(lost, <=, total);
  g_assert_cmpuint(read + total, ==, producer.produced);
}

/* A writer killed at any moment leaves whole events behind. */
static void
test_killed_writer (void)
{
  for (int round = 0; round < 50; round++) {
    g_autoptr(GantrySegment) segment = segment_of(1024);
    pid_t pid = fork();
    if (pid == 0) {
      GantryRecorder recorder;
      gantry_recorder_init(&recorder, segment, 0, NULL);
      for (uint64_t i = 1;; i++)
        gantry_record_state(&recorder, i, (uint32_t)i, GANTRY_STATE_RUNNING, (uint32_t)i, (uint32_t)i, i);
    }
    g_usleep(200 + 37 * (gulong)round);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    GantryRingView view = gantry_segment_get_ring(segment, 0);
    bool damaged = false;
    uint64_t readable = gantry_ring_readable(&view, &damaged);
    g_assert_false(damaged);
    for (uint64_t i = 0; i < readable; i++) {
      const GantryEvent event = gantry_ring_read(&view, i);
      g_assert_cmpuint(event.time, ==, i + 1);
      g_assert_cmpuint(event.second, ==, i + 1);
      g_assert_cmpuint(event.lane, ==, (uint32_t)(i + 1));
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ring/empty", test_empty);
  g_test_add_func("/ring/full-counts-losses", test_full_counts_losses);
  g_test_add_func("/ring/values-leave-room-for-states", test_values_leave_room_for_states);
  g_test_add_func("/ring/text-is-whole-or-absent", test_text_is_whole_or_absent);
  g_test_add_func("/ring/hostile-indices", test_hostile_indices);
  g_test_add_func("/ring/exact-accounting", test_exact_accounting);
  g_test_add_func("/ring/killed-writer", test_killed_writer);
  return g_test_run();
}
