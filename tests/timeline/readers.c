/* One thread writes, others read at the same time: what they see holds together at every moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"

#define N_READERS 2
#define N_LANES 6
#define N_ROUNDS 4000
#define N_COLUMNS 40

typedef struct {
  GantryTimeline *timeline;
  _Atomic bool done;
  _Atomic int n_looks;
} World;

static void
check_lane (const GantryLane *lane, size_t *n_seen)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  int64_t end = gantry_lane_get_created(lane);
  g_assert_cmpuint(n_intervals, >=, *n_seen);
  /* The last few: the rest was looked at before. */
  size_t first = n_intervals > 8 ? n_intervals - 8 : 0;
  for (size_t i = first; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    if (i > first)
      g_assert_cmpint(interval.start, ==, end);
    g_assert_cmpint(interval.end, >, interval.start);
    /* What the writer below does: the line says the state. */
    g_assert_cmpuint(interval.line, ==, interval.state == GANTRY_STATE_CREATED ? 0 : 100 + interval.state);
    end = interval.end;
  }
  *n_seen = n_intervals;
}

/* Columns of one look: each is filled. */
static void
check_columns (const GantryLane *lane, int64_t from, int64_t to)
{
  int64_t bounds[N_COLUMNS + 1], sums[N_COLUMNS][GANTRY_N_STATES] = {{0}};
  for (int i = 0; i <= N_COLUMNS; i++)
    bounds[i] = from + (to - from) * i / N_COLUMNS;
  gantry_lane_add_columns(lane, bounds, N_COLUMNS, sums, NULL);
  for (int i = 0; i < N_COLUMNS; i++) {
    int64_t total = 0;
    for (int state = 0; state < GANTRY_N_STATES; state++) {
      g_assert_cmpint(sums[i][state], >=, 0);
      total += sums[i][state];
    }
    g_assert_cmpint(total, ==, bounds[i + 1] - bounds[i]);
  }
}

/* A range that has long been over has its times for good. */
static void
check_times (const GantryLane *lane)
{
  int64_t known = gantry_lane_get_known_until(lane), created = gantry_lane_get_created(lane), total = 0;
  int64_t sums[GANTRY_N_STATES] = {0};
  if (known - created < 2000)
    return;
  gantry_lane_add_times(lane, created, known - 1000, sums);
  for (int i = 0; i < GANTRY_N_STATES; i++) {
    g_assert_cmpint(sums[i], >=, 0);
    total += sums[i];
  }
  g_assert_cmpint(total, ==, known - 1000 - created);
  check_columns(lane, created, known - 1000);
  check_columns(lane, MAX(known - 3000, created), known - 1000);
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    g_assert_cmpint(gantry_lane_get_outcome(lane), !=, GANTRY_OUTCOME_NONE);
}

static void
check_rest (const GantryTimeline *timeline, size_t *n_marks)
{
  size_t count = gantry_timeline_get_n_marks(timeline);
  for (; *n_marks < count; (*n_marks)++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, *n_marks);
    g_assert_cmpstr(mark->text, ==, "mark");
    g_assert_nonnull(gantry_timeline_find_lane(timeline, mark->lane));
  }
  int64_t now = gantry_timeline_get_now(timeline);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, now), <=, N_LANES);
  g_assert_cmpfloat(gantry_timeline_counter_mean(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, now), <=, N_LANES);
  size_t n_steps = gantry_timeline_get_n_steps(timeline, GANTRY_COUNTER_ON_CPU);
  if (n_steps > 1)
    g_assert_cmpint(gantry_timeline_get_step(timeline, GANTRY_COUNTER_ON_CPU, n_steps - 2).time, <,
                    gantry_timeline_get_step(timeline, GANTRY_COUNTER_ON_CPU, n_steps - 1).time);
}

static gpointer
read_all_the_time (gpointer data)
{
  World *world = data;
  size_t n_seen[N_LANES] = {0}, n_marks = 0;
  uint64_t revision = 0;
  bool done;
  do {
    done = atomic_load_explicit(&world->done, memory_order_acquire);
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(world->timeline); i++) {
      check_lane(gantry_timeline_get_lane(world->timeline, i), &n_seen[i]);
      check_times(gantry_timeline_get_lane(world->timeline, i));
    }
    for (uint32_t i = 0; i < gantry_timeline_get_n_cores(world->timeline); i++) {
      const GantryLane *core = gantry_timeline_get_core(world->timeline, i);
      g_assert_cmpint(gantry_lane_get_kind(core), ==, GANTRY_LANE_CORE);
      check_times(core);
    }
    check_rest(world->timeline, &n_marks);
    g_assert_cmpuint(gantry_timeline_get_revision(world->timeline), >=, revision);
    revision = gantry_timeline_get_revision(world->timeline);
    atomic_fetch_add_explicit(&world->n_looks, 1, memory_order_relaxed);
  } while (!done);
  g_assert_true(gantry_timeline_is_finished(world->timeline));
  return NULL;
}

static void
tell (GantryBuilder *builder, int64_t time, uint32_t lane, GantryEventKind kind, uint16_t detail,
      uint64_t first)
{
  GantryRecord record = {.time = time, .ring = lane, .lane = lane, .kind = (uint16_t)kind, .detail = detail};
  record.first = first;
  record.second = kind == GANTRY_EVENT_LANE_CREATED ? 0 : (uint64_t)-1;
  record.text = "mark";
  g_assert_true(gantry_builder_get_sink()->event(&record, builder));
}

static void
tell_state (GantryBuilder *builder, int64_t time, uint32_t lane, GantryState state)
{
  tell(builder, time, lane, GANTRY_EVENT_STATE, gantry_detail_pack(state, (int)lane % 3),
       gantry_pack32(100 + state, GANTRY_NO_OBJECT));
}

/* The seventh round of a lane has no length; each tenth one is a print, too. */
static void
write_all (World *world, GantryBuilder *builder)
{
  const GantrySink *sink = gantry_builder_get_sink();
  GRand *random = g_rand_new_with_seed(3);
  int64_t time = 0;
  for (int round = 0; round < N_ROUNDS; round++) {
    uint32_t lane = (uint32_t)g_rand_int_range(random, 0, N_LANES);
    if (!gantry_timeline_find_lane(world->timeline, lane))
      tell(builder, time, lane, GANTRY_EVENT_LANE_CREATED, GANTRY_LANE_THREAD,
           gantry_pack32(GANTRY_NO_LANE, 0));
    time += round % 7 == 0 ? 0 : g_rand_int_range(random, 1, 400);
    tell_state(builder, time, lane, round % 2 ? GANTRY_STATE_RUNNING : GANTRY_STATE_SLEEPING);
    if (round % 10 == 0)
      tell(builder, time, lane, GANTRY_EVENT_PRINT, 0, 1);
    for (uint32_t ring = 0; ring < N_LANES; ring++)
      sink->drained(ring, time - 10, builder);
    if (round % 5 == 0)
      sink->pass(time, builder);
    if (round % 100 == 0)
      g_thread_yield();
    if (round == N_ROUNDS - 20)
      tell(builder, time, 0, GANTRY_EVENT_LANE_ENDED, GANTRY_OUTCOME_OK, 0);
  }
  GantryRunResult result = {.outcome = GANTRY_RUN_OK};
  gantry_builder_finish(builder, time, &result, true);
  g_rand_free(random);
}

static void
test_readers (gconstpointer data)
{
  GantryRunFacts facts = {
      .title = "readers", .model = "threads", .on_cpu_from = (GantryOnCpuFrom)GPOINTER_TO_INT(data)};
  World world = {.timeline = gantry_timeline_new(&facts)};
  g_autoptr(GantryBuilder) builder = gantry_builder_new(world.timeline);
  GThread *readers[N_READERS];
  for (int i = 0; i < N_READERS; i++)
    readers[i] = g_thread_new("reader", read_all_the_time, &world);
  while (atomic_load_explicit(&world.n_looks, memory_order_relaxed) < N_READERS)
    g_thread_yield();
  write_all(&world, builder);
  atomic_store_explicit(&world.done, true, memory_order_release);
  for (int i = 0; i < N_READERS; i++)
    g_thread_join(readers[i]);
  gantry_timeline_unref(world.timeline);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_data_func("/readers/kernel", GINT_TO_POINTER(GANTRY_ON_CPU_FROM_KERNEL), test_readers);
  g_test_add_data_func("/readers/self", GINT_TO_POINTER(GANTRY_ON_CPU_FROM_SELF), test_readers);
  return g_test_run();
}
