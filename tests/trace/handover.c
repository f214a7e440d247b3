/* Few rings for many threads: each takes one that is free, records, and gives it up to the next, while the
 * collector drains them all. Nothing is lost untold, and no event goes to another's account.
 *
 * Threads stand for processes here: at first on one mapping, so that a sanitizer, which knows memory by its
 * address, sees every access to the shared memory; then each on a mapping of its own, at other addresses, as
 * processes that were started anew have them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sink.h"
#include "trace/collector.h"

#include "trace/recorder.h"

#define N_RINGS 3
#define N_PRODUCERS 4
#define TURNS 150
#define EVENTS 40

typedef struct {
  GantrySegment *segment;
  _Atomic uint32_t *n_over;
} Producer;

typedef struct {
  uint64_t recorded, lost, foreign;
  uint64_t of_lane[N_PRODUCERS * TURNS];
} Account;

static bool
take (const GantryRecord *record, gpointer data)
{
  Account *account = data;
  g_assert_cmpuint(record->lane, <, G_N_ELEMENTS(account->of_lane));
  if (record->kind == GANTRY_EVENT_LOST) {
    account->lost += record->first;
    account->of_lane[record->lane] += record->first;
    return true;
  }
  /* Each event says whose it is once more. */
  account->foreign += record->second != record->lane;
  account->recorded++;
  account->of_lane[record->lane]++;
  return true;
}

static const GantrySink functions = {take, gantry_test_no_switch, gantry_test_no_drained,
                                     gantry_test_no_retired, gantry_test_no_pass};

static gpointer
produce (gpointer data)
{
  const Producer *producer = data;
  for (int turn = 0; turn < TURNS; turn++) {
    GantryRecorder recorder;
    uint32_t lane = gantry_segment_new_lane(producer->segment);
    while (!gantry_recorder_init(&recorder, producer->segment, lane, NULL))
      g_thread_yield();
    for (int i = 0; i < EVENTS; i++)
      gantry_record_state(&recorder, gantry_recorder_now(&recorder), lane, GANTRY_STATE_RUNNING, 1,
                          GANTRY_NO_OBJECT, lane);
    gantry_recorder_retire(&recorder);
  }
  atomic_fetch_add(producer->n_over, 1);
  return NULL;
}

static void
hand_over (bool own_mappings)
{
  GError *error = NULL;
  GThread *threads[N_PRODUCERS];
  Producer producers[N_PRODUCERS];
  _Atomic uint32_t n_over = 0;
  Account account = {0};
  g_autoptr(GantrySegment) segment =
      gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, N_RINGS, 64, &error);
  g_assert_no_error(error);
  g_autoptr(GantryCollector) collector = gantry_collector_new(segment, NULL, &functions, &account);
  for (int i = 0; i < N_PRODUCERS; i++) {
    producers[i] = (Producer){segment, &n_over};
    if (own_mappings)
      producers[i].segment = gantry_segment_open(gantry_segment_get_fd(segment), &error);
    g_assert_no_error(error);
    threads[i] = g_thread_new("producer", produce, &producers[i]);
  }
  while (atomic_load(&n_over) < N_PRODUCERS) {
    gantry_collector_pass(collector, false);
    g_thread_yield();
  }
  for (int i = 0; i < N_PRODUCERS; i++) {
    g_thread_join(threads[i]);
    if (own_mappings)
      gantry_segment_free(producers[i].segment);
  }
  gantry_collector_pass(collector, true);
  g_assert_cmpuint(account.foreign, ==, 0);
  g_assert_cmpuint(account.recorded + account.lost, ==, N_PRODUCERS * TURNS * EVENTS);
  for (guint i = 0; i < G_N_ELEMENTS(account.of_lane); i++)
    g_assert_cmpuint(account.of_lane[i], ==, EVENTS);
}

static void
test_one_mapping (void)
{
  hand_over(false);
}

static void
test_own_mappings (void)
{
  hand_over(true);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/handover/one-mapping", test_one_mapping);
  g_test_add_func("/handover/own-mappings", test_own_mappings);
  return g_test_run();
}
