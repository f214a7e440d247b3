/* The collector: order, text, refused lanes, senseless events; and the segment and clock beneath it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/collector.h"
#include "sink.h"

#include "trace/recorder.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  GArray *records; /* GantryRecord, texts owned */
  uint32_t refuse; /* lane not known yet */
  guint passes, retired;
} Sink;

static bool
take (const GantryRecord *record, gpointer data)
{
  Sink *sink = data;
  GantryRecord copy = *record;
  if (record->lane == sink->refuse)
    return false;
  copy.text = g_strdup(record->text);
  g_array_append_val(sink->records, copy);
  return true;
}

static void
take_retired (uint32_t ring, gpointer data)
{
  ((Sink *)data)->retired++;
}

static void
take_pass (int64_t now, gpointer data)
{
  ((Sink *)data)->passes++;
}

static const GantrySink functions = {take, gantry_test_no_switch, gantry_test_no_drained, take_retired,
                                     take_pass};

static void
record_free (gpointer data)
{
  g_free((char *)((GantryRecord *)data)->text);
}

static void
sink_init (Sink *sink)
{
  *sink = (Sink){.records = g_array_new(FALSE, FALSE, sizeof(GantryRecord)), .refuse = GANTRY_NO_LANE};
  g_array_set_clear_func(sink->records, record_free);
}

#define RECORD(sink, i) (&g_array_index((sink)->records, GantryRecord, i))

static void
test_text_and_times (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, 2, 1024, NULL);
  GantryRecorder recorder;
  Sink sink;
  sink_init(&sink);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &functions, &sink);
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  g_assert_cmpuint(gantry_segment_new_lane(segment), ==, 0);
  g_autofree char *longest = g_strnfill(3000, 'y');
  const char *texts[] = {"", "a", "sixteen bytes !!", "seventeen bytes !", "äöü – “quoted”", longest};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    gantry_record_text(&recorder, gantry_recorder_stamp(&recorder, 0), 0, GANTRY_EVENT_PRINT, 0, (uint32_t)i,
                       texts[i]);
  gantry_collector_pass(collector, true);
  g_assert_cmpuint(sink.records->len, ==, G_N_ELEMENTS(texts));
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *expected = g_strndup(texts[i], GANTRY_TEXT_MAX);
    g_assert_cmpstr(RECORD(&sink, i)->text, ==, expected);
    g_assert_cmpint(RECORD(&sink, i)->time, >=, i > 0 ? RECORD(&sink, i - 1)->time : 0);
    g_assert_cmpint(RECORD(&sink, i)->time, <, INT64_C(1000000000));
  }
  g_assert_cmpint(RECORD(&sink, 0)->time, ==, 0); /* the first event is the run's zero */
  g_array_unref(sink.records);
}

static void
test_refused_lane_comes_later (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 2, 1024, NULL);
  GantryRecorder recorder;
  Sink sink;
  sink_init(&sink);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &functions, &sink);
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  gantry_segment_new_lane(segment);
  gantry_segment_new_lane(segment);
  gantry_record_released(&recorder, 10, 0, 0);
  gantry_record_released(&recorder, 20, 1, 0);
  gantry_record_released(&recorder, 30, 0, 0);
  sink.refuse = 1;
  g_assert_cmpuint(gantry_collector_pass(collector, false), ==, 1);
  sink.refuse = GANTRY_NO_LANE;
  gantry_recorder_retire(&recorder);
  g_assert_cmpuint(gantry_collector_pass(collector, false), ==, 2);
  g_assert_cmpuint(sink.retired, ==, 1);
  g_assert_cmpint(RECORD(&sink, 2)->time, ==, 30);
  g_array_unref(sink.records);
}

static void
test_hostile_events (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  for (int round = 0; round < 200; round++) {
    g_autoptr(GantrySegment) segment =
        gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 2, 256, NULL);
    Sink sink;
    uint32_t index;
    sink_init(&sink);
    g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &functions, &sink);
    g_assert_true(gantry_segment_claim_ring(segment, 0, &index));
    for (int i = 0; i < 5; i++)
      gantry_segment_new_lane(segment);
    GantryRingView view = gantry_segment_get_ring(segment, index);
    uint32_t *words = (uint32_t *)(void *)view.slots;
    for (gsize i = 0; i < 256 * sizeof(GantryEvent) / sizeof(uint32_t); i++)
      words[i] = g_rand_int(random) & (g_rand_boolean(random) ? 0x1f001fu : UINT32_MAX);
    atomic_store(&view.ring->head, 256);
    gantry_collector_pass(collector, true);
    GantryCollectorTotals totals;
    gantry_collector_get_totals(collector, &totals);
    g_assert_cmpuint(totals.events, ==, sink.records->len);
    for (guint i = 0; i < sink.records->len; i++) {
      g_assert_cmpint(RECORD(&sink, i)->time, >=, i > 0 ? RECORD(&sink, i - 1)->time : 0);
      g_assert_true(RECORD(&sink, i)->lane < 5 || RECORD(&sink, i)->kind == GANTRY_EVENT_RUN_ENDED);
      g_assert_true(!RECORD(&sink, i)->text || g_utf8_validate(RECORD(&sink, i)->text, -1, NULL));
    }
    g_array_unref(sink.records);
  }
}

static void
test_gap_is_recorded (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_SELF, 2, 64, NULL);
  GantryRecorder recorder;
  Sink sink;
  sink_init(&sink);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &functions, &sink);
  g_assert_true(gantry_recorder_init(&recorder, segment, 0, NULL));
  gantry_segment_new_lane(segment);
  gantry_record_released(&recorder, gantry_recorder_resume(&recorder), 0, 0);
  g_usleep(3000); /* off the processor without having said so */
  gantry_recorder_stamp(&recorder, 0);
  gantry_collector_pass(collector, true);
  g_assert_cmpuint(sink.records->len, ==, 2);
  g_assert_cmpuint(RECORD(&sink, 1)->kind, ==, GANTRY_EVENT_GAP);
  g_assert_cmpuint(RECORD(&sink, 1)->first, >=, 2900000);
  g_array_unref(sink.records);
}

static void
test_bad_descriptors (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  int file = g_file_open_tmp("gantry-XXXXXX", &path, NULL);
  g_assert_null(gantry_segment_open(file, &error));
  g_assert_error(error, GANTRY_TRACE_ERROR, GANTRY_TRACE_ERROR_FORMAT);
  g_assert_cmpint(ftruncate(file, 1 << 20), ==, 0);
  g_assert_null(gantry_segment_open(file, NULL));
  g_assert_cmpint(close(file) + g_unlink(path), ==, 0);
  g_assert_null(gantry_segment_open(-1, NULL));
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 2, 16, NULL);
  g_autoptr(GantrySegment) same = gantry_segment_open(gantry_segment_get_fd(segment), NULL);
  g_assert_nonnull(same);
  g_assert_cmpint(ftruncate(gantry_segment_get_fd(segment), 16), ==, -1); /* nobody can make it shorter */
}

static gpointer
claim (gpointer data)
{
  uint32_t index;
  g_assert_true(gantry_segment_claim_ring(data, 0, &index));
  return GUINT_TO_POINTER(index);
}

static void
test_claims_are_distinct (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 16, 16, NULL);
  GThread *threads[16];
  guint seen = 0;
  uint32_t index;
  for (int i = 0; i < 16; i++)
    threads[i] = g_thread_new("claim", claim, segment);
  for (int i = 0; i < 16; i++)
    seen |= 1u << GPOINTER_TO_UINT(g_thread_join(threads[i]));
  g_assert_cmpuint(seen, ==, 0xffff);
  g_assert_false(gantry_segment_claim_ring(segment, 0, &index));
  gantry_segment_retire_ring(segment, 3);
  gantry_segment_recycle_ring(segment, 3);
  g_assert_true(gantry_segment_claim_ring(segment, 0, &index));
  g_assert_cmpuint(index, ==, 3);
}

static void
test_clock_rises (void)
{
  GantryClockMap map;
  int64_t last = 0;
  gantry_clock_map_init(&map, gantry_clock_best());
  for (int i = 0; i < 2000; i++) {
    int64_t now = gantry_clock_map_to_ns(&map, gantry_clock_read(map.kind));
    g_assert_cmpint(now, >=, last);
    g_assert_cmpint(ABS(now - (int64_t)gantry_monotonic_ns()), <, 50000000);
    last = now;
    if (i % 50 == 0)
      gantry_clock_map_sample(&map);
    if (i % 100 == 0)
      g_usleep(1000);
  }
}

#define TICK_NS 0.5
#define SECOND INT64_C(1000000000)

/* A counter of 2 GHz that jumps ahead of the other clock by so much, 10 s after its beginning; what is mapped
 * before and after lies where it was, and in order. */
static void
assert_jump_is_mended (int64_t jump_ns)
{
  const int64_t ahead = jump_ns * 2, begin = 50 * SECOND;
  GantryClockMap map = {.kind = GANTRY_CLOCK_COUNTER,
                        .line = {.base_ticks = 1000 * (uint64_t)SECOND,
                                 .base_ns = (double)begin,
                                 .ns_per_tick = TICK_NS,
                                 .first_ticks = 1000 * (uint64_t)SECOND,
                                 .first_ns = (uint64_t)begin,
                                 .newest_ticks = 1000 * (uint64_t)SECOND},
                        .steered_ns = (uint64_t)begin};
  const int64_t last_before = 10 * SECOND - 1000000;
  for (int64_t at = 0; at < 20 * SECOND; at += 4000000) {
    int64_t ticks = 1000 * SECOND + at * 2 + (at >= 10 * SECOND ? ahead : 0);
    gantry_clock_map_take(&map, (uint64_t)ticks, (uint64_t)(begin + at), 0);
    int64_t mapped = gantry_clock_map_to_ns(&map, (uint64_t)ticks + 200);
    g_assert_cmpint(ABS(mapped - (begin + at)), <, 1000);
    if (at >= 10 * SECOND && at < 10 * SECOND + SECOND / 2) { /* it is read late */
      mapped = gantry_clock_map_to_ns(&map, (uint64_t)(1000 * SECOND + last_before * 2));
      g_assert_cmpint(mapped, <=,
                      begin + 10 * SECOND + SECOND / 50); /* what jumps by less cannot be told apart */
      g_assert_cmpint(mapped, >=, begin + 9 * SECOND);
    }
  }
  g_assert_cmpuint(map.n_jumps, ==, 1);
  g_assert_cmpint(ABS(map.jump_ns - jump_ns), <, 1000000);
}

static void
test_clock_jumps (void)
{
  assert_jump_is_mended(3 * SECOND);
  assert_jump_is_mended(3600 * SECOND);
  assert_jump_is_mended(-3 * SECOND);
  assert_jump_is_mended(-400 * SECOND); /* as if it had begun again */
  assert_jump_is_mended(-SECOND / 50);
}

/* Whatever a stranger's ticks are, the result is a number. */
static void
test_clock_stands_any_ticks (void)
{
  const uint64_t ticks[] = {0, 1, UINT64_MAX, UINT64_MAX / 2, UINT64_MAX / 2 + 1, UINT64_C(1) << 62};
  GantryClockMap map;
  gantry_clock_map_init(&map, GANTRY_CLOCK_COUNTER);
  map.line.ns_per_tick = 40; /* of a slow counter */
  for (int i = 0; i < 2; i++) {
    for (gsize k = 0; k < G_N_ELEMENTS(ticks); k++)
      g_assert_cmpint(ABS(gantry_clock_map_to_ns(&map, ticks[k]) - (int64_t)map.line.base_ns), <=,
                      (INT64_C(1) << 61) + 1000 + ABS((int64_t)map.line.base_ns));
    gantry_clock_map_take(&map, map.line.newest_ticks + 1, map.line.first_ns + 100 * SECOND, 0);
    g_assert_cmpuint(map.n_jumps, ==, (guint)i + 1);
  }
}

typedef struct {
  uint32_t pid;
  guint outs; /* of its own will */
  uint64_t last;
  bool in_order;
} Sleeps;

static void
count_sleep (const GantrySwitch *record, gpointer data)
{
  Sleeps *sleeps = data;
  sleeps->in_order = record->monotonic_ns >= sleeps->last;
  sleeps->last = record->monotonic_ns;
  sleeps->outs += record->pid == sleeps->pid && record->out && !record->preempted;
}

static void
test_kernel_switches (void)
{
  int go[2];
  g_assert_cmpint(pipe(go), ==, 0);
  pid_t pid = fork();
  if (pid == 0) {
    char byte;
    if (read(go[0], &byte, 1) == 1)
      for (int i = 0; i < 5; i++)
        g_usleep(2000);
    _exit(0);
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryKernelSwitches) switches = gantry_kernel_switches_new(pid, &error);
  g_assert_cmpint(write(go[1], "x", 1), ==, 1);
  waitpid(pid, NULL, 0);
  close(go[0]);
  close(go[1]);
  if (!switches) {
    g_test_skip(error->message);
    return;
  }
  Sleeps sleeps = {.pid = (uint32_t)pid};
  gantry_kernel_switches_drain(switches, false, count_sleep, &sleeps);
  g_assert_cmpuint(sleeps.outs, >=, 5);
  g_assert_true(sleeps.in_order);
}

#define MANY_SLEEPS 9000

static void
sleep_often (int n_sleeps)
{
  const struct timespec moment = {.tv_nsec = 1};
  for (int i = 0; i < n_sleeps; i++)
    nanosleep(&moment, NULL);
}

/* On one processor; more than its buffer holds, and a few more when there is room again. */
static pid_t
fork_sleeper (int cpu, int go, int done)
{
  pid_t pid = fork();
  if (pid != 0)
    return pid;
  cpu_set_t cpus;
  char byte;
  CPU_ZERO(&cpus);
  CPU_SET(cpu, &cpus);
  if (sched_setaffinity(0, sizeof cpus, &cpus) == 0 && read(go, &byte, 1) == 1)
    sleep_often(MANY_SLEEPS);
  if (write(done, "x", 1) == 1 && read(go, &byte, 1) == 1)
    sleep_often(5);
  _exit(0);
}

/* Adds what this drain tells as lost to what was told before. */
static void
drain_sleeps (GantryKernelSwitches *switches, Sleeps *sleeps, GArray *losses)
{
  gantry_kernel_switches_drain(switches, false, count_sleep, sleeps);
  const GArray *told = gantry_kernel_switches_get_losses(switches);
  g_array_append_vals(losses, told->data, told->len);
}

/* What the kernel had no room for is told: how many, of which processor and when. It is told with the next
 * switch that there is room for, which the first drain makes: the sleeper may still be on its way to wait for
 * its second byte then, so either drain may be the one that tells. */
static void
test_kernel_losses (void)
{
  int go[2], done[2], cpu = sched_getcpu();
  char byte;
  Sleeps sleeps = {0};
  g_autoptr(GArray) losses = g_array_new(FALSE, FALSE, sizeof(GantrySwitchLoss));
  g_assert_true(pipe(go) == 0 && pipe(done) == 0);
  pid_t pid = fork_sleeper(cpu, go[0], done[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryKernelSwitches) switches = gantry_kernel_switches_new(pid, &error);
  g_assert_cmpint(write(go[1], "x", 1), ==, 1);
  g_assert_cmpint(read(done[0], &byte, 1), ==, 1);
  sleeps.pid = (uint32_t)pid;
  uint64_t full_ns = gantry_monotonic_ns();
  if (switches)
    drain_sleeps(switches, &sleeps, losses);
  g_assert_cmpint(write(go[1], "x", 1), ==, 1);
  waitpid(pid, NULL, 0);
  for (int i = 0; i < 2; i++) {
    close(go[i]);
    close(done[i]);
  }
  if (!switches) {
    g_test_skip(error->message);
    return;
  }
  drain_sleeps(switches, &sleeps, losses);
  g_assert_cmpuint(losses->len, ==, 1);
  const GantrySwitchLoss *loss = &g_array_index(losses, GantrySwitchLoss, 0);
  g_assert_cmpint(loss->cpu, ==, cpu);
  g_assert_cmpuint(loss->count, >, 2);
  g_assert_cmpuint(loss->from_ns, <, full_ns);
  g_assert_cmpuint(loss->to_ns, >, full_ns);
  /* A sleep that is over before it has begun is none. */
  g_assert_cmpuint(sleeps.outs + loss->count / 2, >=, MANY_SLEEPS / 10 * 9);
  gantry_kernel_switches_drain(switches, true, count_sleep, &sleeps);
  g_assert_cmpuint(gantry_kernel_switches_get_losses(switches)->len, ==, 0);
}

/* Nobody makes a switch after those that were lost last, which would tell of them. */
static void
test_kernel_losses_at_the_end (void)
{
  int go[2], done[2], cpu = sched_getcpu();
  char byte;
  Sleeps sleeps = {0};
  g_assert_true(pipe(go) == 0 && pipe(done) == 0);
  pid_t pid = fork_sleeper(cpu, go[0], done[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryKernelSwitches) switches = gantry_kernel_switches_new(pid, &error);
  g_assert_cmpint(write(go[1], "xx", 2), ==, 2);
  waitpid(pid, NULL, 0);
  g_assert_cmpint(read(done[0], &byte, 1), ==, 1);
  for (int i = 0; i < 2; i++) {
    close(go[i]);
    close(done[i]);
  }
  if (!switches) {
    g_test_skip(error->message);
    return;
  }
  sleeps.pid = (uint32_t)pid;
  uint64_t ended_ns = gantry_monotonic_ns();
  gantry_kernel_switches_drain(switches, true, count_sleep, &sleeps);
  const GArray *losses = gantry_kernel_switches_get_losses(switches);
  if (losses->len == 0) {
    g_test_skip("this kernel does not count what it has lost");
    return;
  }
  const GantrySwitchLoss *loss = &g_array_index(losses, GantrySwitchLoss, 0);
  g_assert_cmpuint(losses->len, ==, 1);
  g_assert_cmpint(loss->cpu, ==, cpu);
  g_assert_cmpuint(loss->from_ns, >, 0);
  g_assert_cmpuint(loss->from_ns, <, ended_ns);
  g_assert_cmpuint(loss->to_ns, >=, ended_ns);
  g_assert_cmpuint(sleeps.outs + loss->count / 2, >=, MANY_SLEEPS / 10 * 9);
  gantry_kernel_switches_drain(switches, true, count_sleep, &sleeps);
  g_assert_cmpuint(losses->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/collector/text-and-times", test_text_and_times);
  g_test_add_func("/collector/refused-lane-comes-later", test_refused_lane_comes_later);
  g_test_add_func("/collector/hostile-events", test_hostile_events);
  g_test_add_func("/collector/gap-is-recorded", test_gap_is_recorded);
  g_test_add_func("/segment/bad-descriptors", test_bad_descriptors);
  g_test_add_func("/segment/claims-are-distinct", test_claims_are_distinct);
  g_test_add_func("/clock/rises", test_clock_rises);
  g_test_add_func("/clock/jumps", test_clock_jumps);
  g_test_add_func("/clock/stands-any-ticks", test_clock_stands_any_ticks);
  g_test_add_func("/kernel/switches", test_kernel_switches);
  g_test_add_func("/kernel/losses", test_kernel_losses);
  g_test_add_func("/kernel/losses-at-the-end", test_kernel_losses_at_the_end);
  return g_test_run();
}
