/* Records as a worker that keeps no rule may have them: each can be, all together cannot. The timeline stays
 * whole, takes no more time than there are records, and not much more room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/builder.h"
#include "timeline/columns.h"
#include "timeline/statistics.h"

typedef struct {
  GantryTimeline *timeline;
  GantryBuilder *builder;
  uint64_t n_records;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const GantryRunFacts facts = {.title = "hostile",
                                .model = "threads",
                                .cores = 2,
                                .on_cpu_from = (GantryOnCpuFrom)GPOINTER_TO_INT(data)};
  fixture->timeline = gantry_timeline_new(&facts);
  gantry_timeline_add_thing(fixture->timeline, GANTRY_THING_SEMAPHORE, "semaphore", 1);
  gantry_timeline_add_thing(fixture->timeline, GANTRY_THING_LOCK, "lock", 0);
  fixture->builder = gantry_builder_new(fixture->timeline);
  gantry_builder_set_last(fixture->builder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gantry_builder_free(fixture->builder);
  gantry_timeline_unref(fixture->timeline);
}

static void
tell (Fixture *fixture, int64_t time, uint32_t lane, GantryEventKind kind, uint16_t detail, uint64_t first)
{
  const GantryRecord record = {
      .time = time, .lane = lane, .kind = (uint16_t)kind, .detail = detail, .first = first, .text = ""};
  g_assert_true(gantry_builder_get_sink()->event(&record, fixture->builder));
  fixture->n_records++;
}

static void
finish (Fixture *fixture, int64_t time)
{
  const GantryRunResult result = {.outcome = GANTRY_RUN_CRASHED};
  gantry_builder_get_sink()->pass(time, fixture->builder);
  gantry_builder_finish(fixture->builder, time, &result, false);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(fixture->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(fixture->timeline, i);
    int64_t sums[GANTRY_N_STATES], total = 0;
    gantry_statistics_lane(lane, sums);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      total += sums[state];
    g_assert_cmpint(total, ==, gantry_lane_get_ended(lane) - gantry_lane_get_created(lane));
  }
}

/* A search for each through all others would take hours. */
static void
test_many_holders (Fixture *fixture, gconstpointer data)
{
  for (uint32_t i = 0; i < 400000; i++)
    tell(fixture, i, i % 100, GANTRY_EVENT_ACQUIRED, 0, i % 2);
  for (uint32_t i = 0; i < 400000; i++)
    tell(fixture, 400000 + i, 200 + i % 2, GANTRY_EVENT_RELEASED, 0, i % 2);
  finish(fixture, 1000000);
}

/* One thread cannot run thousands of lanes, each of which would take part in all of its gaps. */
static void
test_lanes_of_one_thread (Fixture *fixture, gconstpointer data)
{
  uint16_t running = gantry_detail_pack(GANTRY_STATE_RUNNING, 0),
           ready = gantry_detail_pack(GANTRY_STATE_READY, 1);
  for (uint32_t i = 0; i < 3000; i++)
    tell(fixture, i, i, GANTRY_EVENT_STATE, running, 1);
  for (uint32_t i = 0; i < 3000; i++)
    tell(fixture, 10000 + 10 * i, i, GANTRY_EVENT_GAP, ready, 5);
  finish(fixture, 100000);
  uint64_t n_intervals = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(fixture->timeline); i++)
    n_intervals += gantry_lane_get_n_stored(gantry_timeline_get_lane(fixture->timeline, i));
  g_assert_cmpuint(n_intervals, <, 32 * fixture->n_records);
}

/* Only threads that measure themselves tell of gaps. */
static void
test_gap_beside_the_kernel (Fixture *fixture, gconstpointer data)
{
  tell(fixture, 0, 0, GANTRY_EVENT_STATE, gantry_detail_pack(GANTRY_STATE_RUNNING, 0), 1);
  tell(fixture, 10, 0, GANTRY_EVENT_GAP, gantry_detail_pack(GANTRY_STATE_READY, 1), INT64_MAX);
  finish(fixture, 20);
  g_assert_cmpint(gantry_timeline_get_now(fixture->timeline), ==, 20);
}

/* Centuries of waiting, holding and running, by many lanes: sums stay sums. */
static void
test_sums (Fixture *fixture, gconstpointer data)
{
  GantryRunResult result;
  for (uint32_t i = 0; i < 64; i++) {
    tell(fixture, 0, i, GANTRY_EVENT_ACQUIRED, 0, 0);
    tell(fixture, 0, i, GANTRY_EVENT_STATE, gantry_detail_pack(GANTRY_STATE_RUNNING, 0), 1);
    tell(fixture, GANTRY_MOST_TIME / 2, i, GANTRY_EVENT_STATE, GANTRY_STATE_WAIT_SEMAPHORE, 1);
  }
  tell(fixture, GANTRY_MOST_TIME - 1, GANTRY_NO_LANE, GANTRY_EVENT_RUN_ENDED, GANTRY_RUN_OK, UINT64_MAX);
  finish(fixture, GANTRY_MOST_TIME - 1);
  g_autoptr(GantryStatistics) part =
      gantry_statistics_new_range(fixture->timeline, 10, GANTRY_MOST_TIME - 10);
  g_autoptr(GantryStatistics) all = gantry_statistics_new(fixture->timeline);
  g_assert_cmpint(part->things[0].held_ns, ==, GANTRY_MOST_TIME);
  g_assert_cmpint(part->things[0].wait_ns, ==, GANTRY_MOST_TIME);
  g_assert_cmpint(all->things[0].held_ns, ==, GANTRY_MOST_TIME);
  gantry_timeline_get_result(fixture->timeline, &result);
  g_assert_cmpint(result.cpu_ns, ==, GANTRY_MOST_TIME);
  g_assert_cmpint(result.context_switches, ==, INT64_MAX);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  gpointer self = GINT_TO_POINTER(GANTRY_ON_CPU_FROM_SELF),
           kernel = GINT_TO_POINTER(GANTRY_ON_CPU_FROM_KERNEL);
  gpointer simulated = GINT_TO_POINTER(GANTRY_ON_CPU_FROM_VIRTUAL);
  g_test_add("/hostile/many-holders", Fixture, self, set_up, test_many_holders, tear_down);
  g_test_add("/hostile/lanes-of-one-thread", Fixture, self, set_up, test_lanes_of_one_thread, tear_down);
  g_test_add("/hostile/gap-beside-the-kernel", Fixture, kernel, set_up, test_gap_beside_the_kernel,
             tear_down);
  g_test_add("/hostile/sums", Fixture, simulated, set_up, test_sums, tear_down);
  return g_test_run();
}
