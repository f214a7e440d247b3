/* How many events a second the collector takes in, alone and with the timeline built from them; what the
 * timeline then takes of memory; and what is lost when two threads record as the collector works.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"
#include "trace/recorder.h"
#include "trace/sink.h"

#include <string.h>

#define MILLION 1000000u
#define CAPACITY (1u << 17)
/* Between two passes, and in all. */
#define BATCH 20000u
#define N_EVENTS (5 * MILLION)
#define N_TASKS 4u
#define N_PRODUCERS 2
#define LIVE_SECONDS 10
#define LIVE_RATE MILLION
#define LIVE_CAPACITY 65536
#define PASS_EVERY_US 4000
#define BUSY_EVENTS 16384

static bool
take (const GantryRecord *record, gpointer data)
{
  ++*(uint64_t *)data;
  return true;
}

/* Of this thread: others may have the processor, too. */
static double
cpu_seconds (void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int64_t
resident_bytes (void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
    return 0;
  const char *resident = strchr(text, ' ');
  return resident ? g_ascii_strtoll(resident, NULL, 10) * 4096 : 0;
}

typedef void (*Recording)(GantryRecorder *recorders, const uint32_t *lanes, uint32_t n);

/* One task that runs and sleeps. */
static void
record_sleeps (GantryRecorder *recorders, const uint32_t *lanes, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    gantry_record_state(recorders, gantry_recorder_now(recorders), lanes[0],
                        i % 2 ? GANTRY_STATE_SLEEPING : GANTRY_STATE_RUNNING, i % 100, GANTRY_NO_OBJECT, 0);
}

/* Four tasks that pass a lock around: six events each time. */
static void
record_locks (GantryRecorder *recorders, const uint32_t *lanes, uint32_t n)
{
  for (uint32_t i = 0; i < n / 6; i++) {
    uint32_t task = i % N_TASKS, before = lanes[(i + N_TASKS - 1) % N_TASKS];
    GantryRecorder *recorder = &recorders[task];
    uint64_t begin = gantry_recorder_now(recorder);
    gantry_record_state(recorder, begin, lanes[task], GANTRY_STATE_WAIT_LOCK, 3, 0, 0);
    gantry_record_woken(recorder, gantry_recorder_now(recorder), lanes[task], before, begin + 20, 3);
    gantry_record_acquired(recorder, gantry_recorder_now(recorder), lanes[task], 0, 0, before);
    gantry_record_state(recorder, gantry_recorder_now(recorder), lanes[task], GANTRY_STATE_RUNNING, 4,
                        GANTRY_NO_OBJECT, 0);
    gantry_record_released(recorder, gantry_recorder_now(recorder), lanes[task], 0);
  }
}

static void
begin_tasks (GantrySegment *segment, GantryRecorder *recorders, uint32_t *lanes, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++) {
    lanes[i] = gantry_segment_new_lane(segment);
    gantry_recorder_init(&recorders[i], segment, lanes[i], NULL);
    gantry_record_lane_created(&recorders[i], gantry_recorder_now(&recorders[i]), lanes[i],
                               GANTRY_LANE_THREAD, GANTRY_NO_LANE, 0, 1, "task");
    gantry_record_lane_started(&recorders[i], gantry_recorder_now(&recorders[i]), lanes[i], 0);
  }
}

static double
events_per_second (Recording record, uint32_t n_tasks, const GantrySink *sink, gpointer data)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, N_TASKS, CAPACITY, NULL);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, sink, data);
  GantryRecorder recorders[N_TASKS];
  uint32_t lanes[N_TASKS];
  begin_tasks(segment, recorders, lanes, n_tasks);
  double seconds = 0;
  uint64_t events = 0;
  while (events < N_EVENTS) {
    record(recorders, lanes, BATCH);
    double begin = cpu_seconds();
    events += gantry_collector_pass(collector, false);
    seconds += cpu_seconds() - begin;
  }
  return (double)events / seconds;
}

static size_t
count_intervals (const GantryTimeline *timeline)
{
  size_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_core(timeline, i));
  return count;
}

static GantryTimeline *
make_timeline (void)
{
  GantryRunFacts facts = {
      .title = "bench", .model = "threads", .cores = 2, .on_cpu_from = GANTRY_ON_CPU_FROM_KERNEL};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  gantry_timeline_add_thing(timeline, GANTRY_THING_LOCK, "lock", 1);
  return timeline;
}

static void
measure_building (const char *what, Recording record, uint32_t n_tasks)
{
  g_autoptr(GantryTimeline) timeline = make_timeline();
  g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
  int64_t before = resident_bytes();
  double rate = events_per_second(record, n_tasks, gantry_builder_get_sink(), builder);
  size_t n_intervals = count_intervals(timeline);
  g_print("%-44s %6.1f million events a second of processor time\n", what, rate / 1e6);
  g_print("%-44s %6.1f bytes an interval of lanes and cores, with all that belongs to it\n", "",
          (double)(resident_bytes() - before) / (double)n_intervals);
}

static GantrySegment *live_segment;

/* A million events a second, as evenly as a clock that is looked at all the time makes them. */
static gpointer
produce (gpointer data)
{
  GantryRecorder recorder;
  uint32_t lane;
  begin_tasks(live_segment, &recorder, &lane, 1);
  double ticks = 1e9 / LIVE_RATE / gantry_clock_tick_ns(recorder.clock);
  uint64_t begin = gantry_recorder_now(&recorder);
  for (uint64_t i = 0; i < (uint64_t)LIVE_SECONDS * LIVE_RATE; i++) {
    uint64_t due = begin + (uint64_t)((double)i * ticks), now;
    while ((now = gantry_recorder_now(&recorder)) < due) {
    }
    gantry_record_state(&recorder, now, lane, i % 2 ? GANTRY_STATE_SLEEPING : GANTRY_STATE_RUNNING, 1,
                        GANTRY_NO_OBJECT, 0);
  }
  gantry_recorder_retire(&recorder);
  return NULL;
}

/* Three threads on what may be two processors: the collector gets its turns as it does in a run. */
static void
measure_live (void)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, N_PRODUCERS, LIVE_CAPACITY, NULL);
  g_autoptr(GantryTimeline) timeline = make_timeline();
  g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
  g_autoptr(GantryCollector) collector =
      gantry_collector_new(segment, NULL, gantry_builder_get_sink(), builder);
  GThread *threads[N_PRODUCERS];
  live_segment = segment;
  for (int i = 0; i < N_PRODUCERS; i++)
    threads[i] = g_thread_new("producer", produce, NULL);
  double begin = cpu_seconds();
  uint64_t end = gantry_monotonic_ns() + LIVE_SECONDS * UINT64_C(1000000000);
  for (uint64_t events = 0; gantry_monotonic_ns() < end;) {
    if (events < BUSY_EVENTS)
      g_usleep(PASS_EVERY_US);
    events = gantry_collector_pass(collector, false);
  }
  for (int i = 0; i < N_PRODUCERS; i++)
    g_thread_join(threads[i]);
  gantry_collector_pass(collector, true);
  GantryCollectorTotals totals;
  gantry_collector_get_totals(collector, &totals);
  g_print("%-44s %6.1f million events, %" G_GUINT64_FORMAT " lost, %.2f s of processor time\n",
          "two threads, a million a second each, 10 s", (double)totals.events / 1e6, totals.lost,
          cpu_seconds() - begin);
}

int
main (void)
{
  const GantrySink nothing = {take, gantry_test_no_switch, gantry_test_no_drained, gantry_test_no_retired,
                              gantry_test_no_pass};
  uint64_t count = 0;
  g_print("%-44s %6.1f million events a second of processor time\n", "collected",
          events_per_second(record_sleeps, 1, &nothing, &count) / 1e6);
  measure_building("built: a task that runs and sleeps", record_sleeps, 1);
  measure_building("built: four tasks that pass a lock around", record_locks, N_TASKS);
  measure_live();
  return 0;
}
