/* The trace's parts, each written in order, as the builder writes them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "enormous.h"

#include "timeline/timeline-private.h"

#include <math.h>

#define WHOLE_NS 60e9
#define N_CORES 4
#define N_THINGS 6
#define LINES 40

typedef struct {
  GantryTimeline *timeline;
  uint32_t n_lanes;
  size_t n_intervals;
  uint64_t random;
} Maker;

/* 0 to 1; xorshift: fifty million of them in no time. */
static double
any (Maker *maker)
{
  maker->random ^= maker->random << 13;
  maker->random ^= maker->random >> 7;
  maker->random ^= maker->random << 17;
  return (double)(maker->random >> 11) / (double)(UINT64_C(1) << 53);
}

static uint32_t
any_of (Maker *maker, uint32_t count)
{
  return (uint32_t)(any(maker) * count);
}

/* How long the next interval of a lane lasts, before all are stretched to fill the whole. */
static double
length_of (Maker *maker, uint32_t lane, size_t index)
{
  switch (lane % 4) {
  case 0: /* 3 of 100 in slices */
    return index % 2 == 0 ? 97.0 : 3.0;
  case 1: /* as events of a Poisson process */
    return -log(1.0 - any(maker)) + 0.01;
  case 2: /* all magnitudes alike */
    return pow(10.0, any(maker) * 5.0);
  default: /* bursts of a thousand slices */
    return index % 1000 == 0 ? 30000.0 : 1.0 + any(maker);
  }
}

static GantryState
state_of (Maker *maker, uint32_t lane, size_t index)
{
  static const GantryState others[] = {
      GANTRY_STATE_READY,   GANTRY_STATE_WAIT_LOCK, GANTRY_STATE_WAIT_QUEUE, GANTRY_STATE_SLEEPING,
      GANTRY_STATE_IO_FILE, GANTRY_STATE_BLOCKED,   GANTRY_STATE_WAIT_EVENT, GANTRY_STATE_WAIT_LOCK};
  if (lane % 4 == 0)
    return index % 2 == 0 ? GANTRY_STATE_RUNNING : GANTRY_STATE_WAIT_LOCK;
  if (lane % 4 == 3 && index % 1000 == 0)
    return GANTRY_STATE_SLEEPING;
  return index % 2 == 0 ? GANTRY_STATE_RUNNING : others[any_of(maker, G_N_ELEMENTS(others))];
}

static double
sum_of_lengths (Maker *maker, uint32_t lane)
{
  uint64_t random = maker->random;
  double sum = 0.0;
  for (size_t i = 0; i < maker->n_intervals; i++)
    sum += length_of(maker, lane, i);
  maker->random = random;
  return sum;
}

static void
add_lane (Maker *maker, uint32_t number)
{
  g_autofree char *name = g_strdup_printf("worker %u", number);
  GantryLane *lane = gantry_lane_new(number + 1, GANTRY_LANE_THREAD, name, GANTRY_NO_LANE, false, 0, 1,
                                     &maker->timeline->now);
  Maker lengths = *maker; /* a sequence of its own, so that it can be gone through twice */
  double stretch = (WHOLE_NS - (double)maker->n_intervals) / sum_of_lengths(&lengths, number), time = 1.0;
  gantry_lane_start(lane, 1);
  for (size_t i = 0; i < maker->n_intervals; i++) {
    GantryState state = state_of(maker, number, i);
    uint32_t object = state == GANTRY_STATE_RUNNING      ? number % N_CORES + 1
                      : state == GANTRY_STATE_WAIT_LOCK  ? 0
                      : state == GANTRY_STATE_WAIT_QUEUE ? 1
                                                         : GANTRY_NO_OBJECT;
    gantry_lane_set(lane, (int64_t)time, state, 1 + (uint32_t)(i % LINES), object, false);
    time += 1.0 + length_of(&lengths, number, i) * stretch;
  }
  gantry_lane_end(lane, (int64_t)WHOLE_NS, GANTRY_OUTCOME_OK, 0, NULL);
  gantry_timeline_add_lane(maker->timeline, lane);
}

static void
add_core (Maker *maker, uint32_t number)
{
  GantryLane *core =
      gantry_lane_new(number, GANTRY_LANE_CORE, "", GANTRY_NO_LANE, false, 0, 0, &maker->timeline->now);
  size_t count = maker->n_intervals * 2;
  for (size_t i = 0; i < count; i++) {
    bool busy = any(maker) < 0.8;
    gantry_lane_set(core, 1 + (int64_t)((double)i * WHOLE_NS / (double)count),
                    busy ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING, 0,
                    busy ? 1 + any_of(maker, maker->n_lanes) : GANTRY_NO_OBJECT, false);
  }
  gantry_lane_end(core, (int64_t)WHOLE_NS, GANTRY_OUTCOME_OK, 0, NULL);
  gantry_timeline_add_core(maker->timeline, core);
}

static void
add_steps (Maker *maker)
{
  size_t count = maker->n_intervals * 2;
  for (size_t i = 0; i < count; i++) {
    int64_t time = (int64_t)((double)i * WHOLE_NS / (double)count);
    for (uint32_t thing = 0; thing < N_THINGS; thing++) {
      int64_t value = thing == 0 || thing == 5 ? (int64_t)any_of(maker, maker->n_lanes + 2) - 1
                                               : (int64_t)any_of(maker, 4u << (2 * thing));
      gantry_series_append(&gantry_timeline_get_own_thing(maker->timeline, thing)->series, time, value);
    }
    for (int counter = 0; counter < GANTRY_N_COUNTERS; counter++)
      gantry_series_append(&maker->timeline->counters[counter], time,
                           (int64_t)any_of(maker, counter == 0 ? N_CORES + 1 : maker->n_lanes + 1));
  }
}

static void
add_events (Maker *maker)
{
  size_t count = maker->n_lanes * maker->n_intervals / 10;
  const char *text = gantry_timeline_keep_text(maker->timeline, "step");
  for (size_t i = 0; i < count; i++) {
    int64_t time = (int64_t)((double)i * WHOLE_NS / (double)count);
    int64_t before = time - (int64_t)any_of(maker, 50000),
            long_before = time - (int64_t)any_of(maker, 10000000);
    uint32_t lane = 1 + any_of(maker, maker->n_lanes), other = 1 + any_of(maker, maker->n_lanes);
    GantryArrow arrow = {GANTRY_ARROW_RELEASE, lane, other, MAX(before, 0), time};
    GantryMark mark = {GANTRY_MARK_PRINT, lane, 1 + (uint32_t)(i % LINES), time, text};
    gantry_packed_arrows_append(&maker->timeline->arrows, &arrow);
    gantry_append_store_append(&maker->timeline->marks, &mark);
    if (i % 10 == 0) {
      GantrySpan span = {lane, 1, MAX(long_before, 0), time, text};
      gantry_append_store_append(&maker->timeline->spans, &span);
    }
  }
}

static void
add_things (GantryTimeline *timeline)
{
  gantry_timeline_add_thing(timeline, GANTRY_THING_LOCK, "kitchen", 0);
  gantry_timeline_add_thing(timeline, GANTRY_THING_QUEUE, "orders", 16);
  gantry_timeline_add_thing(timeline, GANTRY_THING_SEMAPHORE, "seats", 64);
  gantry_timeline_add_thing(timeline, GANTRY_THING_SHARED_VARIABLE, "served", 0);
  gantry_timeline_add_thing(timeline, GANTRY_THING_VARIABLE, "waiting", 0);
  gantry_timeline_add_thing(timeline, GANTRY_THING_RLOCK, "till", 0);
}

static Maker
begin (uint32_t n_lanes, size_t n_intervals)
{
  const char *labels[LINES + 1];
  for (int i = 0; i < LINES; i++)
    labels[i] = i % 3 == 0 ? "compute 20us" : i % 3 == 1 ? "with kitchen" : "get orders";
  labels[LINES] = NULL;
  GantryRunFacts facts = {.title = "Enormous",
                          .model = "threads",
                          .cores = N_CORES,
                          .on_cpu_from = GANTRY_ON_CPU_FROM_KERNEL,
                          .line_labels = labels};
  Maker maker = {gantry_timeline_new(&facts), n_lanes, n_intervals, 0x9e3779b97f4a7c15u};
  add_things(maker.timeline);
  for (uint32_t i = 0; i < n_lanes; i++)
    add_lane(&maker, i);
  return maker;
}

static GantryTimeline *
end (const Maker *maker)
{
  GantryRunResult result = {.outcome = GANTRY_RUN_OK,
                            .wall_ns = (int64_t)WHOLE_NS,
                            .events = maker->n_lanes * maker->n_intervals,
                            .record_ns = 21.0};
  gantry_timeline_set_now(maker->timeline, (int64_t)WHOLE_NS);
  gantry_timeline_finish(maker->timeline, &result);
  return maker->timeline;
}

GantryTimeline *
gantry_enormous_new (uint32_t n_lanes, size_t n_intervals)
{
  Maker maker = begin(n_lanes, n_intervals);
  for (uint32_t i = 0; i < N_CORES; i++)
    add_core(&maker, i);
  add_steps(&maker);
  add_events(&maker);
  return end(&maker);
}

GantryTimeline *
gantry_enormous_lanes_new (uint32_t n_lanes, size_t n_intervals)
{
  Maker maker = begin(n_lanes, n_intervals);
  return end(&maker);
}
