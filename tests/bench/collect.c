/* How many events a second the collector takes in: alone, and with the timeline built from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"
#include "trace/recorder.h"

#define CAPACITY (1u << 20)
#define BATCH 1000000

static bool
take (const GantryRecord *record, gpointer data)
{
  ++*(uint64_t *)data;
  return true;
}

static void
take_switch (uint32_t ring, int64_t time, int cpu, bool out, bool preempted, gpointer data)
{
}

static void
take_drained (uint32_t ring, int64_t seen, gpointer data)
{
}

static void
take_retired (uint32_t ring, gpointer data)
{
}

static void
take_pass (int64_t now, gpointer data)
{
}

static double
events_per_second (const GantrySink *sink, gpointer data)
{
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, 1, CAPACITY, NULL);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, sink, data);
  GantryRecorder recorder;
  gantry_recorder_init(&recorder, segment, 0, NULL);
  uint32_t lane = gantry_segment_new_lane(segment);
  gantry_record_lane_created(&recorder, gantry_recorder_now(&recorder), lane, GANTRY_LANE_THREAD,
                             GANTRY_NO_LANE, 0, 1, "task");
  gantry_record_lane_started(&recorder, gantry_recorder_now(&recorder), lane, 0);
  for (uint32_t i = 0; i < BATCH; i++)
    gantry_record_state(&recorder, gantry_recorder_now(&recorder), lane,
                        i % 2 ? GANTRY_STATE_SLEEPING : GANTRY_STATE_RUNNING, i % 100, GANTRY_NO_OBJECT, 0);
  uint64_t begin = gantry_monotonic_ns();
  uint64_t events = gantry_collector_pass(collector, true);
  return (double)events / ((double)(gantry_monotonic_ns() - begin) / 1e9);
}

int
main (void)
{
  const GantrySink nothing = {take, take_switch, take_drained, take_retired, take_pass};
  GantryRunFacts facts = {
      .title = "bench", .model = "threads", .cores = 1, .on_cpu_from = GANTRY_ON_CPU_FROM_KERNEL};
  double alone[5], built[5];
  for (int i = 0; i < 5; i++) {
    uint64_t count = 0;
    g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
    g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
    alone[i] = events_per_second(&nothing, &count);
    built[i] = events_per_second(gantry_builder_get_sink(), builder);
  }
  double best_alone = 0, best_built = 0;
  for (int i = 0; i < 5; i++) {
    best_alone = MAX(best_alone, alone[i]);
    best_built = MAX(best_built, built[i]);
  }
  g_print("collected               %6.1f million events a second (goal: at least 5)\n", best_alone / 1e6);
  g_print("and built into lanes    %6.1f million events a second\n", best_built / 1e6);
  return 0;
}
