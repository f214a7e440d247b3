/* Records in any order, sensible or not: what must hold of a timeline holds all the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"
#include "timeline/statistics.h"

#include <math.h>
#include <string.h>

#define N_RINGS 5
#define N_LANES 9
#define N_CPUS 3
#define N_THINGS 3

typedef struct {
  GRand *random;
  GantryTimeline *timeline;
  GantryBuilder *builder;
  int64_t time;
  int64_t now;
  /* what was seen of each lane and counter before; the closed part of it must stay */
  GArray *seen[N_LANES + N_CPUS]; /* GantryInterval */
  size_t n_steps[GANTRY_N_COUNTERS];
  GantryStep last_steps[GANTRY_N_COUNTERS];
} World;

static int
draw (World *world, int below)
{
  return g_rand_int_range(world->random, 0, below);
}

static void
world_init (World *world, guint32 seed, GantryOnCpuFrom from)
{
  GantryRunFacts facts = {.title = "disorder", .model = "threads", .cores = N_CPUS, .on_cpu_from = from};
  *world = (World){.random = g_rand_new_with_seed(seed), .timeline = gantry_timeline_new(&facts)};
  gantry_timeline_add_thing(world->timeline, GANTRY_THING_LOCK, "lock", 0);
  gantry_timeline_add_thing(world->timeline, GANTRY_THING_QUEUE, "queue", 3);
  gantry_timeline_add_thing(world->timeline, GANTRY_THING_SEMAPHORE, "semaphore", 2);
  world->builder = gantry_builder_new(world->timeline);
  for (gsize i = 0; i < G_N_ELEMENTS(world->seen); i++)
    world->seen[i] = g_array_new(FALSE, FALSE, sizeof(GantryInterval));
}

static void
world_clear (World *world)
{
  for (gsize i = 0; i < G_N_ELEMENTS(world->seen); i++)
    g_array_unref(world->seen[i]);
  gantry_builder_free(world->builder);
  gantry_timeline_unref(world->timeline);
  g_rand_free(world->random);
}

/* Mostly a little later than the last one, often the same, at times far off. */
static int64_t
some_time (World *world)
{
  int kind = draw(world, 20);
  if (kind == 0)
    return draw(world, 2000000);
  if (kind > 4)
    world->time += draw(world, 3) == 0 ? draw(world, 20000) : draw(world, 3);
  return MAX(world->time - (kind == 1 ? draw(world, 50000) : 0), 0);
}

static void
fill_record (World *world, GantryRecord *record)
{
  static const char *const texts[] = {"", "hello", "äöü"};
  record->kind = (uint16_t)(1 + draw(world, GANTRY_EVENT_TEXT - 1));
  if (draw(world, 2) == 0)
    record->kind = GANTRY_EVENT_STATE;
  record->text = texts[draw(world, 3)];
  switch (record->kind) {
  case GANTRY_EVENT_LANE_CREATED:
    record->detail = (uint16_t)draw(world, GANTRY_N_LANE_KINDS);
    record->first = gantry_pack32((uint32_t)draw(world, N_LANES + 2), (uint32_t)draw(world, 2));
    break;
  case GANTRY_EVENT_STATE:
  case GANTRY_EVENT_GAP:
  case GANTRY_EVENT_LANE_STARTED:
    record->detail = gantry_detail_pack(draw(world, 2) == 0 ? GANTRY_STATE_RUNNING
                                                            : (GantryState)draw(world, GANTRY_N_STATES),
                                        draw(world, N_CPUS + 1) - 1);
    record->first = gantry_pack32((uint32_t)draw(world, 30000), (uint32_t)draw(world, N_THINGS + 1));
    record->second = (uint64_t)(draw(world, 3) - 1) * (uint64_t)some_time(world);
    break;
  case GANTRY_EVENT_LANE_ENDED:
    record->detail = (uint16_t)(1 + draw(world, GANTRY_N_OUTCOMES - 1));
    break;
  default:
    record->detail = (uint16_t)draw(world, 2);
    record->first = (uint64_t)draw(world, N_LANES);
    record->second = (uint64_t)some_time(world);
  }
}

static void
play_one (World *world)
{
  const GantrySink *sink = gantry_builder_get_sink();
  uint32_t ring = (uint32_t)draw(world, N_RINGS);
  int64_t time = some_time(world);
  switch (draw(world, 30)) {
  case 0:
    sink->drained(ring, time, world->builder);
    return;
  case 1:
  case 2:
    sink->context_switch(ring, time, draw(world, N_CPUS + 1) - 1, draw(world, 2) == 0, draw(world, 2) == 0,
                         world->builder);
    return;
  case 3:
    if (draw(world, 10) == 0)
      sink->retired(ring, world->builder);
    return;
  default:
    break;
  }
  GantryRecord record = {.time = time, .ring = ring, .lane = (uint32_t)draw(world, N_LANES)};
  fill_record(world, &record);
  if (record.kind == GANTRY_EVENT_LANE_ENDED && draw(world, 6) != 0)
    return;
  if (record.kind == GANTRY_EVENT_RUN_ENDED && draw(world, 500) != 0)
    return;
  sink->event(&record, world->builder);
}

/* Gapless, nothing empty, up to where it is known; and what was closed once has not changed. */
static void
check_intervals (const GantryLane *lane, GArray *seen)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  int64_t end = gantry_lane_get_created(lane), sums[GANTRY_N_STATES] = {0}, counted[GANTRY_N_STATES] = {0};
  g_assert_cmpuint(n_intervals, >=, seen->len);
  for (size_t i = 0; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    g_assert_cmpint(interval.start, ==, end);
    g_assert_cmpint(interval.end, >, interval.start);
    g_assert_true(!interval.open || i + 1 == n_intervals);
    if (i < seen->len) {
      const GantryInterval *before = &g_array_index(seen, GantryInterval, i);
      g_assert_cmpint(before->start, ==, interval.start);
      g_assert_cmpint(before->state, ==, interval.state);
      g_assert_cmpuint(before->line, ==, interval.line);
      g_assert_cmpuint(before->object, ==, interval.object);
      if (i + 1 < seen->len)
        g_assert_cmpint(before->end, ==, interval.end);
    }
    counted[interval.state] += interval.end - interval.start;
    end = interval.end;
    if (i < seen->len)
      g_array_index(seen, GantryInterval, i) = interval;
    else
      g_array_append_val(seen, interval);
  }
  if (n_intervals > 0)
    g_assert_cmpint(end, ==, gantry_lane_get_known_until(lane));
  gantry_statistics_lane(lane, sums);
  g_assert_cmpmem(sums, sizeof sums, counted, sizeof counted);
}

static void
check_counters (World *world)
{
  for (int i = 0; i < GANTRY_N_COUNTERS; i++) {
    size_t n_steps = gantry_timeline_get_n_steps(world->timeline, (GantryCounter)i),
           before = world->n_steps[i];
    g_assert_cmpuint(n_steps, >=, before);
    if (before > 0) {
      GantryStep step = gantry_timeline_get_step(world->timeline, (GantryCounter)i, before - 1);
      g_assert_cmpmem(&step, sizeof step, &world->last_steps[i], sizeof step);
    }
    for (size_t k = before; k < n_steps; k++) {
      GantryStep step = gantry_timeline_get_step(world->timeline, (GantryCounter)i, k);
      g_assert_cmpint(step.value, >=, 0);
      if (k > 0)
        g_assert_cmpint(step.time, >,
                        gantry_timeline_get_step(world->timeline, (GantryCounter)i, k - 1).time);
      world->last_steps[i] = step;
    }
    world->n_steps[i] = n_steps;
  }
}

static void
check_live (World *world)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(world->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(world->timeline, i);
    check_intervals(lane, world->seen[gantry_lane_get_id(lane)]);
  }
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(world->timeline); i++) {
    const GantryLane *core = gantry_timeline_get_core(world->timeline, i);
    check_intervals(core, world->seen[N_LANES + gantry_lane_get_id(core)]);
  }
  check_counters(world);
}

static void
check_sorted (const GantryTimeline *timeline)
{
  for (size_t i = 1; i < gantry_timeline_get_n_arrows(timeline); i++)
    g_assert_cmpint(gantry_timeline_get_arrow(timeline, i - 1).to_time, <=,
                    gantry_timeline_get_arrow(timeline, i).to_time);
  for (size_t i = 0; i < gantry_timeline_get_n_arrows(timeline); i++) {
    GantryArrow arrow = gantry_timeline_get_arrow(timeline, i);
    g_assert_cmpint(arrow.from_time, <=, arrow.to_time);
    g_assert_nonnull(gantry_timeline_find_lane(timeline, arrow.from_lane));
    g_assert_nonnull(gantry_timeline_find_lane(timeline, arrow.to_lane));
  }
  for (size_t i = 1; i < gantry_timeline_get_n_marks(timeline); i++)
    g_assert_cmpint(gantry_timeline_get_mark(timeline, i - 1)->time, <=,
                    gantry_timeline_get_mark(timeline, i)->time);
  for (size_t i = 1; i < gantry_timeline_get_n_spans(timeline); i++)
    g_assert_cmpint(gantry_timeline_get_span(timeline, i - 1)->to, <=,
                    gantry_timeline_get_span(timeline, i)->to);
  for (uint32_t i = 0; i < N_THINGS; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    for (size_t k = 1; k < gantry_thing_get_n_steps(thing); k++)
      g_assert_cmpint(gantry_thing_get_step(thing, k - 1).time, <=, gantry_thing_get_step(thing, k).time);
  }
}

/* The integral of a counter's steps, whose last value must be 0. */
static int64_t
integral_of (const GantryTimeline *timeline, GantryCounter counter)
{
  int64_t integral = 0;
  size_t n_steps = gantry_timeline_get_n_steps(timeline, counter);
  for (size_t i = 0; i + 1 < n_steps; i++) {
    GantryStep step = gantry_timeline_get_step(timeline, counter, i);
    integral += step.value * (gantry_timeline_get_step(timeline, counter, i + 1).time - step.time);
  }
  if (n_steps > 0)
    g_assert_cmpint(gantry_timeline_get_step(timeline, counter, n_steps - 1).value, ==, 0);
  return integral;
}

static void
check_finished (World *world)
{
  const GantryTimeline *timeline = world->timeline;
  GantryRunResult result;
  int64_t ran = 0, in_flight = 0;
  gantry_timeline_get_result(timeline, &result);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t sums[GANTRY_N_STATES], life = 0;
    gantry_statistics_lane(lane, sums);
    for (int k = 0; k < GANTRY_N_STATES; k++)
      life += sums[k];
    g_assert_cmpint(life, ==, gantry_lane_get_ended(lane) - gantry_lane_get_created(lane));
    g_assert_cmpint(gantry_lane_get_ended(lane), <=, result.wall_ns);
    g_assert_cmpint(gantry_lane_get_outcome(lane), !=, GANTRY_OUTCOME_NONE);
    if (gantry_lane_get_kind(lane) > GANTRY_LANE_TASK)
      continue;
    ran += sums[GANTRY_STATE_RUNNING];
    if (gantry_lane_get_started(lane) != GANTRY_NO_TIME)
      in_flight += gantry_lane_get_ended(lane) - gantry_lane_get_started(lane);
  }
  g_assert_cmpint(ran, ==, integral_of(timeline, GANTRY_COUNTER_ON_CPU));
  g_assert_cmpint(in_flight, ==, integral_of(timeline, GANTRY_COUNTER_IN_FLIGHT));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++) {
    const GantryLane *core = gantry_timeline_get_core(timeline, i);
    g_assert_cmpint(gantry_lane_get_created(core), ==, 0);
    g_assert_cmpint(gantry_lane_get_ended(core), ==, result.wall_ns);
  }
  check_sorted(timeline);
}

static void
test_any_order (gconstpointer data)
{
  for (guint32 seed = 0; seed < 300; seed++) {
    World world;
    GantryRunResult result = {.outcome = GANTRY_RUN_CRASHED};
    world_init(&world, seed, (GantryOnCpuFrom)GPOINTER_TO_INT(data));
    int n_records = 20 + draw(&world, 1500);
    for (int i = 0; i < n_records; i++) {
      play_one(&world);
      if (draw(&world, 25) == 0) {
        world.now = MAX(world.now, draw(&world, 3) == 0 ? some_time(&world) : world.time);
        gantry_builder_get_sink()->pass(world.now, world.builder);
        check_live(&world);
      }
    }
    gantry_builder_finish(world.builder, MAX(world.now, world.time), &result, draw(&world, 2) == 0);
    check_live(&world);
    check_finished(&world);
    world_clear(&world);
  }
}

/* A run that makes sense: tasks on cores, one at a time on each. */
typedef struct {
  int cpu; /* or -1: waits */
  bool ended;
} Task;

static void
tell (World *world, uint32_t lane, GantryState state, int cpu)
{
  GantryRecord record = {
      .time = world->time,
      .lane = lane,
      .kind = GANTRY_EVENT_STATE,
      .detail = gantry_detail_pack(state, cpu),
      .first = gantry_pack32(1 + (uint32_t)draw(world, 9), GANTRY_NO_OBJECT),
  };
  g_assert_true(gantry_builder_get_sink()->event(&record, world->builder));
}

static void
step_task (World *world, Task *tasks, bool *is_busy)
{
  uint32_t lane = (uint32_t)draw(world, N_LANES);
  Task *task = &tasks[lane];
  int cpu = draw(world, N_CPUS);
  if (task->cpu >= 0) {
    is_busy[task->cpu] = false;
    task->cpu = -1;
    tell(world, lane, draw(world, 2) == 0 ? GANTRY_STATE_READY : GANTRY_STATE_SLEEPING, -1);
  } else if (!is_busy[cpu]) {
    is_busy[cpu] = true;
    task->cpu = cpu;
    tell(world, lane, GANTRY_STATE_RUNNING, cpu);
  }
}

/* The cores' lanes say just what the tasks' lanes say. */
static void
check_cores (const GantryTimeline *timeline)
{
  int64_t on_lanes = 0, on_cores = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    int64_t sums[GANTRY_N_STATES];
    gantry_statistics_lane(gantry_timeline_get_lane(timeline, i), sums);
    on_lanes += sums[GANTRY_STATE_RUNNING];
  }
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++) {
    const GantryLane *core = gantry_timeline_get_core(timeline, i);
    for (size_t k = 0; k < gantry_lane_get_n_intervals(core); k++) {
      GantryInterval on_core, on_lane;
      size_t index;
      gantry_lane_get_interval(core, k, &on_core);
      if (on_core.state != GANTRY_STATE_RUNNING)
        continue;
      const GantryLane *lane = gantry_timeline_find_lane(timeline, on_core.object);
      g_assert_true(gantry_lane_find(lane, on_core.start, &index));
      gantry_lane_get_interval(lane, index, &on_lane);
      g_assert_cmpint(on_lane.state, ==, GANTRY_STATE_RUNNING);
      g_assert_cmpuint(on_lane.object, ==, gantry_lane_get_id(core) + 1);
      on_cores += on_core.end - on_core.start;
    }
  }
  g_assert_cmpint(on_lanes, ==, on_cores);
}

static void
test_cores_agree (void)
{
  for (guint32 seed = 0; seed < 50; seed++) {
    World world;
    Task tasks[N_LANES];
    bool is_busy[N_CPUS] = {false};
    GantryRunResult result = {.outcome = GANTRY_RUN_OK};
    world_init(&world, seed, GANTRY_ON_CPU_FROM_VIRTUAL);
    for (uint32_t i = 0; i < N_LANES; i++) {
      GantryRecord record = {
          .lane = i, .kind = GANTRY_EVENT_LANE_CREATED, .detail = GANTRY_LANE_TASK, .text = "t"};
      record.first = GANTRY_NO_LANE;
      tasks[i] = (Task){.cpu = -1};
      g_assert_true(gantry_builder_get_sink()->event(&record, world.builder));
    }
    for (int i = 0; i < 600; i++) {
      world.time += draw(&world, 4);
      step_task(&world, tasks, is_busy);
      if (draw(&world, 20) == 0)
        gantry_builder_get_sink()->pass(world.time, world.builder);
    }
    gantry_builder_finish(world.builder, world.time, &result, true);
    check_cores(world.timeline);
    check_finished(&world);
    g_assert_cmpint(gantry_timeline_counter_max(world.timeline, GANTRY_COUNTER_ON_CPU, 0, world.time), <=,
                    N_CPUS);
    world_clear(&world);
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/disorder/any-order/kernel", GINT_TO_POINTER(GANTRY_ON_CPU_FROM_KERNEL),
                       test_any_order);
  g_test_add_data_func("/disorder/any-order/self", GINT_TO_POINTER(GANTRY_ON_CPU_FROM_SELF), test_any_order);
  g_test_add_data_func("/disorder/any-order/virtual", GINT_TO_POINTER(GANTRY_ON_CPU_FROM_VIRTUAL),
                       test_any_order);
  g_test_add_func("/disorder/cores-agree", test_cores_agree);
  return g_test_run();
}
