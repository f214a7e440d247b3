/* The lock-free protocols of a run in small: every schedule, and every value that a weakly ordered machine
 * may show. And the proof that this would find a mistake: each memory order that a protocol asks for is
 * weakened to relaxed, which must break it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lanes.h"

#include "run/shared-memory.h"
#include "trace/collector.h"
#include "trace/loss-tally.h"
#include "trace/recorder.h"

#include <inttypes.h>
#include <string.h>

/* Far more than any of these needs; slow ones (-m slow) are larger. */
#define MOST_EXECUTIONS (g_test_slow() ? 50000000 : 1000000)
#define MOST_ORDERS 64
/* Of the orders, those that no scenario needs. */
#define MOST_SPARE 16

/* The test's own bookkeeping is no part of what is checked. */
#define UNWATCHED __attribute__((no_sanitize("thread")))

static void
nothing (void)
{
}

/* The ring: one records more than there is room for, one reads. */

static GantrySegment *segment;
static GantryRingView consumer;
static GantryRecorder producer;
static struct {
  uint64_t begun, recorded, read, told, last;
} account;

/* As it was made, but for where the search for a free ring begins. */
static void
make_segment (void)
{
  if (!segment)
    segment = gantry_segment_new(GANTRY_CLOCK_VIRTUAL, GANTRY_ON_CPU_FROM_VIRTUAL, 1, 16, NULL);
  memset(&account, 0, sizeof account);
  memset((void *)gantry_segment_get_ring(segment, 0).ring, 0, sizeof(GantryRing));
  memset((void *)gantry_segment_get_loss(segment, 0), 0, sizeof(GantryLaneLoss));
  while (gantry_segment_get_n_lanes(segment) < 2)
    gantry_segment_new_lane(segment);
}

static void
set_up_ring (void)
{
  make_segment();
  g_assert_true(gantry_recorder_init(&producer, segment, 0, NULL));
  producer.clock = GANTRY_CLOCK_MONOTONIC; /* it counts losses */
  consumer = gantry_segment_get_ring(segment, 0);
  producer.view.mask = consumer.mask = 1; /* two slots of the sixteen */
}

UNWATCHED static void
take_event (const GantryEvent *event)
{
  if (event->kind == GANTRY_EVENT_LOST) {
    explore_assert(event->second >= 1 && event->second <= account.begun);
    account.told += event->first;
    return;
  }
  explore_assert(event->kind == GANTRY_EVENT_RELEASED && event->lane == 0);
  explore_assert(gantry_low32(event->first) == event->time && event->time > account.last);
  account.last = event->time;
  account.read++;
}

static void
drain (void)
{
  bool damaged = false;
  uint64_t readable = gantry_ring_readable(&consumer, &damaged);
  explore_assert(!damaged);
  for (uint64_t i = 0; i < readable; i++) {
    GantryEvent event = gantry_ring_read(&consumer, i);
    take_event(&event);
  }
  if (readable > 0)
    gantry_ring_consume(&consumer, readable);
}

UNWATCHED static uint64_t
count_lost (void)
{
  GantryLossTally tally;
  uint64_t since;
  gantry_loss_tally_init(&tally);
  uint64_t lost = gantry_loss_tally_untold(&tally, segment, 0, &since);
  explore_assert(lost == 0 || (since >= 1 && since <= account.begun));
  gantry_loss_tally_clear(&tally);
  return lost;
}

UNWATCHED static void
record (int n)
{
  for (int i = 1; i <= n; i++) {
    account.begun++;
    gantry_record_released(&producer, (uint64_t)i, 0, (uint32_t)i);
    account.recorded++;
  }
}

static void
record_some (void)
{
  record(g_test_slow() ? 5 : 4);
}

static void
read_some (void)
{
  drain();
  count_lost();
  drain();
  if (g_test_slow())
    drain();
}

/* Each event was read, in order, or is counted as lost; none twice. */
UNWATCHED static void
check_account (void)
{
  drain();
  uint64_t all = account.read + count_lost();
  explore_assert(all >= account.recorded && all <= account.begun);
  explore_assert(account.told <= count_lost());
}

/* A recorder that publishes before it writes. */
static void
record_wrongly (void)
{
  GantryEvent event = {.time = 1, .kind = GANTRY_EVENT_RELEASED, .first = 1};
  gantry_ring_publish(&producer.view, 1);
  *gantry_ring_slot(&producer.view, 0) = event;
}

static const ExploreScenario ring = {
    .name = "ring",
    .n_threads = 2,
    .set_up = set_up_ring,
    .tear_down = nothing,
    .check = check_account,
    .threads = {record_some, read_some},
};

static const ExploreScenario killed = {
    .name = "killed",
    .n_threads = 2,
    .mortal = 1,
    .set_up = set_up_ring,
    .tear_down = nothing,
    .check = check_account,
    .threads = {record_some, drain},
};

static const ExploreScenario published_first = {
    .name = "published-first",
    .n_threads = 2,
    .set_up = set_up_ring,
    .tear_down = nothing,
    .threads = {record_wrongly, drain},
};

/* Rings that are given on: two threads, one after the other or at once, want the one ring; the real collector
 * drains it and makes it free again. */

static GantryCollector *collector;
static uint64_t n_came, n_claims;

UNWATCHED static bool
on_event (const GantryRecord *event, gpointer data)
{
  explore_assert(event->kind == GANTRY_EVENT_RELEASED && event->lane < 2);
  explore_assert(gantry_low32(event->first) == event->lane + 10);
  n_came++;
  return true;
}

static void
on_switch (uint32_t index, int64_t time, int cpu, bool out, bool preempted, gpointer data)
{
}

static void
on_drained (uint32_t index, int64_t seen, gpointer data)
{
}

static void
on_retired (uint32_t index, gpointer data)
{
}

static void
on_pass (int64_t now, gpointer data)
{
}

static void
set_up_handing_on (void)
{
  static const GantrySink sink = {on_event, on_switch, on_drained, on_retired, on_pass};
  make_segment();
  n_came = n_claims = 0;
  collector = gantry_collector_new(segment, NULL, &sink, NULL);
  gantry_collector_pass(collector, false);
}

UNWATCHED static void
own_a_ring (uint32_t lane)
{
  GantryRecorder own;
  if (!gantry_recorder_init(&own, segment, lane, NULL))
    return;
  n_claims++;
  gantry_record_released(&own, lane, lane, lane + 10);
  gantry_recorder_retire(&own);
}

static void
own_first (void)
{
  own_a_ring(0);
}

static void
own_second (void)
{
  own_a_ring(1);
}

static void
collect (void)
{
  gantry_collector_pass(collector, false);
}

UNWATCHED static void
check_handing_on (void)
{
  gantry_collector_pass(collector, true);
  explore_assert(n_came == n_claims);
}

static void
tear_down_collector (void)
{
  gantry_collector_free(collector);
}

static const ExploreScenario handing_on = {
    .name = "handing-on",
    .n_threads = 3,
    .set_up = set_up_handing_on,
    .tear_down = tear_down_collector,
    .check = check_handing_on,
    .threads = {own_first, collect, own_second},
};

/* The eventcount: nobody sleeps for ever. */

static pthread_mutex_t mutex;
static GantrySharedCondition condition;
static _Atomic uint32_t is_ended;
static int is_set, n_seen;

static void
set_up_condition (void)
{
  atomic_store(&condition, 0);
  atomic_store(&is_ended, 0);
  is_set = n_seen = 0;
}

static void
wait_for_it (void)
{
  gantry_shared_mutex_lock(&mutex);
  while (!is_set)
    gantry_shared_condition_wait(&condition, &mutex, INT64_MAX);
  n_seen = is_set;
  pthread_mutex_unlock(&mutex);
}

static void
set_it (void)
{
  gantry_shared_mutex_lock(&mutex);
  is_set = 1;
  pthread_mutex_unlock(&mutex);
  gantry_shared_condition_notify_all(&condition);
}

static void
set_it_only (void)
{
  gantry_shared_mutex_lock(&mutex);
  is_set = 1;
  pthread_mutex_unlock(&mutex);
}

/* As a joiner does: there is no mutex. */
static void
join_it (void)
{
  for (;;) {
    uint32_t seen = atomic_load(&condition);
    if (atomic_load(&is_ended))
      break;
    gantry_futex_wait(&condition, seen, INT64_MAX);
  }
  explore_assert(is_set == 1);
}

static void
end_it (void)
{
  is_set = 1;
  atomic_store(&is_ended, 1);
  gantry_shared_condition_notify_all(&condition);
}

static const ExploreScenario waiting = {
    .name = "waiting",
    .n_threads = 2,
    .set_up = set_up_condition,
    .tear_down = nothing,
    .threads = {wait_for_it, set_it},
};

static const ExploreScenario unwoken = {
    .name = "unwoken",
    .n_threads = 2,
    .set_up = set_up_condition,
    .tear_down = nothing,
    .threads = {wait_for_it, set_it_only},
};

static const ExploreScenario joining = {
    .name = "joining",
    .n_threads = 2,
    .set_up = set_up_condition,
    .tear_down = nothing,
    .threads = {join_it, end_it},
};

static void
test_holds (gconstpointer data)
{
  const ExploreScenario *scenario = data;
  ExploreResult result;
  explore(scenario, MOST_EXECUTIONS, &result);
  g_test_message("%s: %" PRIu64 " executions, %" PRIu64 " cut", scenario->name, result.n_executions,
                 result.n_cut);
  if (result.failure)
    g_test_message("%s", result.failure);
  g_assert_null(result.failure);
  g_assert_true(result.is_complete);
}

/* What is wrong on purpose is found. */
static void
test_fails (gconstpointer data)
{
  ExploreResult result;
  explore(data, MOST_EXECUTIONS, &result);
  g_assert_nonnull(result.failure);
  g_test_message("found: %s", result.failure);
  g_free(result.failure);
}

static const ExploreScenario *const sound[] = {
    &ring, &killed, &handing_on, &waiting, &joining, &explore_growing, &explore_ending, &explore_going_on};

/* Whether one of the scenarios breaks without the order. */
static bool
is_needed (unsigned order, bool came_by[][G_N_ELEMENTS(sound)])
{
  bool is_needed = false;
  for (gsize i = 0; i < G_N_ELEMENTS(sound) && !is_needed; i++) {
    ExploreResult result = {0};
    if (came_by[order][i])
      explore_with_weak_order(sound[i], order, MOST_EXECUTIONS, &result);
    is_needed = result.failure != NULL;
    if (is_needed)
      g_test_message("%#" PRIxPTR ": %s: %s", explore_order_address(order), sound[i]->name, result.failure);
    g_free(result.failure);
  }
  return is_needed;
}

/* Each order in the code that was come by is weakened by itself. Spare ones there are, where another one that
 * is asked for does as much in these scenarios: not more than there were when it was written. */
static void
test_orders_are_needed (void)
{
  static bool came_by[MOST_ORDERS][G_N_ELEMENTS(sound)];
  unsigned n_spare = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(sound); i++) {
    ExploreResult result;
    explore(sound[i], MOST_EXECUTIONS, &result);
    g_assert_cmpuint(explore_n_orders(), <=, MOST_ORDERS);
    for (unsigned order = 0; order < explore_n_orders(); order++)
      came_by[order][i] = explore_came_by(order);
  }
  for (unsigned order = 0; order < explore_n_orders(); order++) {
    if (is_needed(order, came_by))
      continue;
    n_spare++;
    g_test_message("%#" PRIxPTR ": spare", explore_order_address(order));
  }
  g_test_message("%u orders, %u of them spare", explore_n_orders(), n_spare);
  g_assert_cmpuint(n_spare, <=, MOST_SPARE);
  g_assert_cmpuint(explore_n_orders() - n_spare, >=, 20);
}

int
main (int argc, char *argv[])
{
  static const ExploreScenario *const wrong[] = {&published_first, &unwoken};
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(sound); i++) {
    g_autofree char *path = g_strconcat("/model/holds/", sound[i]->name, NULL);
    g_test_add_data_func(path, sound[i], test_holds);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *path = g_strconcat("/model/fails/", wrong[i]->name, NULL);
    g_test_add_data_func(path, wrong[i], test_fails);
  }
  g_test_add_func("/model/orders-are-needed", test_orders_are_needed);
  return g_test_run();
}
