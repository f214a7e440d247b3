/* What a worker that keeps no rule may leave in the segment, or do to it while it is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sink.h"
#include "trace/collector.h"
#include "trace/loss-tally.h"
#include "trace/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_RINGS 8u
#define CAPACITY 1024u
#define N_LANES 5u

typedef struct {
  GantrySegment *segment;
  GantryCollector *collector;
  GantryRingView view; /* of ring 0, which is owned */
  GArray *records;     /* GantryRecord, without texts */
  gulong pause_us;     /* for each event */
  guint n_rounds;
} Fixture;

static bool
take (const GantryRecord *record, gpointer data)
{
  Fixture *fixture = data;
  g_assert_cmpint(record->time, >=, 0);
  g_assert_cmpint(record->time, <=, GANTRY_TRACE_MOST_NS);
  g_assert_true(!record->text || g_utf8_validate(record->text, -1, NULL));
  g_array_append_vals(fixture->records, record, 1);
  if (fixture->pause_us > 0)
    g_usleep(fixture->pause_us);
  return true;
}

static void
take_pass (int64_t now, gpointer data)
{
  ((Fixture *)data)->n_rounds++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const GantrySink sink = {take, gantry_test_no_switch, gantry_test_no_drained, gantry_test_no_retired,
                                  take_pass};
  uint32_t index;
  fixture->segment =
      gantry_segment_new(GANTRY_CLOCK_MONOTONIC, GANTRY_ON_CPU_FROM_SELF, N_RINGS, CAPACITY, NULL);
  fixture->collector = gantry_collector_new(fixture->segment, NULL, &sink, fixture);
  fixture->records = g_array_new(FALSE, FALSE, sizeof(GantryRecord));
  g_assert_true(gantry_segment_claim_ring(fixture->segment, 0, &index));
  fixture->view = gantry_segment_get_ring(fixture->segment, index);
  for (uint32_t i = 0; i < N_LANES; i++)
    gantry_segment_new_lane(fixture->segment);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gantry_collector_free(fixture->collector);
  gantry_segment_free(fixture->segment);
  g_array_unref(fixture->records);
}

static void
put (Fixture *fixture, GantryEvent event)
{
  *gantry_ring_slot(&fixture->view, 0) = event;
  gantry_ring_publish(&fixture->view, 1);
}

/* A sound one, now. */
static GantryEvent
sound (void)
{
  return (GantryEvent){.time = gantry_monotonic_ns(), .kind = GANTRY_EVENT_RELEASED};
}

static const GantryCollectorTotals *
pass (Fixture *fixture)
{
  gantry_collector_pass(fixture->collector, false);
  return gantry_collector_get_taken(fixture->collector);
}

static void
test_times (Fixture *fixture, gconstpointer data)
{
  uint64_t now = gantry_monotonic_ns(), later = UINT64_C(100000000000);
  put(fixture, sound());
  const uint64_t wrong[] = {now + later, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    GantryEvent event = sound(), gap = sound();
    event.time = wrong[i];
    gap.kind = GANTRY_EVENT_GAP;
    gap.first = i == 0 ? later : wrong[i];
    put(fixture, event);
    put(fixture, gap);
  }
  GantryEvent early = sound();
  early.time = 0; /* long before the run: it counts from where the thread is */
  put(fixture, early);
  const GantryCollectorTotals *totals = pass(fixture);
  g_assert_cmpuint(totals->damaged, ==, 2 * G_N_ELEMENTS(wrong));
  g_assert_cmpuint(totals->events, ==, 2);
  for (guint i = 0; i < fixture->records->len; i++)
    g_assert_cmpint(g_array_index(fixture->records, GantryRecord, i).time, <, (int64_t)later);
}

/* Times within the arguments do not overflow either. */
static void
test_causes (Fixture *fixture, gconstpointer data)
{
  const uint64_t causes[] = {1, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX};
  for (gsize i = 0; i < G_N_ELEMENTS(causes); i++) {
    GantryEvent woken = sound();
    woken.kind = GANTRY_EVENT_WOKEN;
    woken.second = causes[i];
    put(fixture, woken);
  }
  g_assert_cmpuint(pass(fixture)->events, ==, G_N_ELEMENTS(causes));
  for (guint i = 0; i < fixture->records->len; i++)
    g_assert_cmpint((int64_t)g_array_index(fixture->records, GantryRecord, i).second, >=, 0);
}

static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  const uint32_t wrong[] = {N_LANES, GANTRY_MOST_LANES - 1, GANTRY_MOST_LANES, INT32_MAX, UINT32_MAX};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    GantryEvent event = sound();
    event.lane = wrong[i];
    put(fixture, event);
  }
  g_assert_cmpuint(pass(fixture)->damaged, ==, G_N_ELEMENTS(wrong));
  g_assert_cmpuint(fixture->records->len, ==, 0);
}

static void
test_losses (Fixture *fixture, gconstpointer data)
{
  GantryCollectorTotals totals;
  GantryEvent event = sound();
  event.kind = GANTRY_EVENT_LOST;
  event.first = UINT64_MAX;
  put(fixture, event);
  event.first = GANTRY_TRACE_MOST_LOST + 1;
  put(fixture, event);
  event.first = 3;
  put(fixture, event);
  atomic_store(&gantry_segment_get_loss(fixture->segment, 1)->total, UINT64_MAX);
  gantry_collector_pass(fixture->collector, true);
  gantry_collector_get_totals(fixture->collector, &totals);
  g_assert_cmpuint(totals.damaged, ==, 2);
  g_assert_cmpuint(totals.lost, ==, 3);
}

/* The longest, of bytes that are none: mended in one go. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  GantryEvent event = sound(), piece = sound();
  event.kind = GANTRY_EVENT_PRINT;
  event.second = GANTRY_TEXT_MAX;
  piece.kind = GANTRY_EVENT_TEXT;
  piece.first = piece.second = UINT64_MAX;
  put(fixture, event);
  for (int i = 0; i < GANTRY_TEXT_MAX / 16; i++)
    put(fixture, piece);
  event.second = GANTRY_TEXT_MAX + 1; /* too long */
  put(fixture, event);
  event.second = 64; /* and cut off by the end of what is there */
  put(fixture, event);
  const GantryCollectorTotals *totals = pass(fixture);
  g_assert_cmpuint(totals->events, ==, 1);
  g_assert_cmpuint(totals->damaged, ==, 2);
}

/* The tail is told by the collector, and believed by none but the writer. */
static void
test_tail (Fixture *fixture, gconstpointer data)
{
  put(fixture, sound());
  pass(fixture);
  atomic_store(&fixture->view.ring->tail, UINT64_MAX);
  put(fixture, sound());
  pass(fixture);
  g_assert_cmpuint(atomic_load(&fixture->view.ring->tail), ==, 2);
  g_assert_cmpuint(fixture->records->len, ==, 2);
  g_assert_cmpuint(pass(fixture)->damaged, ==, 0);
}

/* What cannot be read is said once, and others are read as ever. */
static void
test_head (Fixture *fixture, gconstpointer data)
{
  GantryRecorder other;
  g_assert_true(gantry_recorder_init(&other, fixture->segment, 1, NULL));
  put(fixture, sound());
  put(fixture, sound());
  pass(fixture);
  atomic_store(&fixture->view.ring->head, 1); /* back */
  for (int i = 0; i < 5; i++) {
    gantry_record_released(&other, gantry_recorder_now(&other), 1, 0);
    pass(fixture);
  }
  g_assert_cmpuint(fixture->records->len, ==, 7);
  atomic_store(&fixture->view.ring->head, 3); /* too late */
  g_assert_cmpuint(pass(fixture)->damaged, ==, 1);
  g_assert_cmpuint(fixture->records->len, ==, 7);
}

/* Where nearly nothing makes sense, no more is looked at. */
static void
test_rubbish (Fixture *fixture, gconstpointer data)
{
  atomic_store(&fixture->view.ring->head, CAPACITY);
  const GantryCollectorTotals *totals = pass(fixture);
  g_assert_cmpuint(totals->damaged, >, 0);
  g_assert_cmpuint(totals->damaged, <, CAPACITY / 2);
}

/* A pass that takes long is cut, and what it left comes with the next; only the whole round is one. */
static void
test_long_pass (Fixture *fixture, gconstpointer data)
{
  GantryRecorder other;
  g_autoptr(GantrySegment) large =
      gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 2, 4096, NULL);
  static const GantrySink sink = {take, gantry_test_no_switch, gantry_test_no_drained, gantry_test_no_retired,
                                  take_pass};
  g_autoptr(GantryCollector) collector = gantry_collector_new(large, NULL, &sink, fixture);
  g_assert_true(gantry_recorder_init(&other, large, 0, NULL));
  gantry_segment_new_lane(large);
  for (int i = 0; i < 3000; i++)
    gantry_record_released(&other, 1, 0, 0);
  fixture->pause_us = 50;
  gantry_collector_pass(collector, false);
  g_assert_true(gantry_collector_is_behind(collector));
  g_assert_cmpuint(fixture->n_rounds, ==, 0);
  gantry_record_released(&other, 2, 0, 0); /* of the next round */
  int n_passes = 1;
  for (; gantry_collector_is_behind(collector); n_passes++)
    gantry_collector_pass(collector, false);
  g_assert_cmpuint(fixture->records->len, ==, 3000);
  g_assert_cmpint(n_passes, >=, 2);
  g_assert_cmpuint(fixture->n_rounds, ==, 1);
  gantry_collector_pass(collector, true);
  g_assert_cmpuint(fixture->records->len, ==, 3001);
}

/* Somebody who was not killed goes on writing: the end comes all the same. */
static void
test_last_passes (Fixture *fixture, gconstpointer data)
{
  put(fixture, sound());
  gantry_collector_pass(fixture->collector, true);
  for (int i = 0; i < 3; i++) {
    put(fixture, sound());
    g_assert_cmpuint(gantry_collector_pass(fixture->collector, true), ==, 0);
  }
}

static void
test_truncation (Fixture *fixture, gconstpointer data)
{
  pid_t pid = fork();
  if (pid == 0) {
    int fd = gantry_segment_get_fd(fixture->segment);
    struct stat info;
    bool is_kept = fstat(fd, &info) == 0 && ftruncate(fd, 0) != 0 &&
                   ftruncate(fd, info.st_size + 4096) != 0 &&
                   fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE) != 0 && errno == EPERM;
    (void)fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, info.st_size); /* zeros, no less */
    _exit(is_kept ? 0 : 1);
  }
  int status = -1;
  waitpid(pid, &status, 0);
  g_assert_cmpint(status, ==, 0);
  pass(fixture);
  gantry_collector_pass(fixture->collector, true);
}

static G_GNUC_NORETURN void
scribble (const GantrySegment *segment, guint32 seed)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(seed);
  GantryRingView first = gantry_segment_get_ring(segment, 0);
  uint8_t *areas[] = {(uint8_t *)first.ring - 4096 + 64, (uint8_t *)first.ring, (uint8_t *)first.slots};
  const gint32 bytes[] = {192, N_RINGS * sizeof(GantryRing), N_RINGS * CAPACITY * sizeof(GantryEvent)};
  for (;;) {
    int area = g_rand_int_range(random, 0, 3);
    uint64_t value = g_rand_int(random) >> g_rand_int_range(random, 0, 32);
    if (g_rand_boolean(random))
      value = gantry_monotonic_ns();
    memcpy(areas[area] + g_rand_int_range(random, 0, bytes[area] / 8) * 8, &value, sizeof value);
  }
}

/* All over the segment, while it is read. */
static void
test_scribbler (Fixture *fixture, gconstpointer data)
{
  guint32 seed = (guint32)g_test_rand_int();
  pid_t pid = fork();
  if (pid == 0)
    scribble(fixture->segment, seed);
  for (int i = 0; i < 300; i++) {
    pass(fixture);
    g_array_set_size(fixture->records, 0);
    g_usleep(100);
  }
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  for (int i = 0; i < 10; i++)
    gantry_collector_pass(fixture->collector, true);
  g_assert_cmpuint(gantry_collector_pass(fixture->collector, true), ==, 0);
  g_assert_false(gantry_collector_is_behind(fixture->collector));
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*test)(Fixture *fixture, gconstpointer data);
  } tests[] = {
      {"/hostile/times", test_times},
      {"/hostile/causes", test_causes},
      {"/hostile/lanes", test_lanes},
      {"/hostile/losses", test_losses},
      {"/hostile/text", test_text},
      {"/hostile/tail", test_tail},
      {"/hostile/head", test_head},
      {"/hostile/rubbish", test_rubbish},
      {"/hostile/long-pass", test_long_pass},
      {"/hostile/last-passes", test_last_passes},
      {"/hostile/truncation", test_truncation},
      {"/hostile/scribbler", test_scribbler},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run();
}
