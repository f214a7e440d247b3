/* The rings at their limit: producers record as fast as they can into rings of several sizes, while the
 * collector drains them and sometimes stalls. Some producers are killed in mid-write and replaced, others end
 * and begin anew. Each event carries its number within its lane, and each producer counts in shared memory
 * what it has produced. For each lane every event must then be handed on, in order, once, undamaged and
 * whole, or be told as lost exactly where it is missing. Of a producer that was killed the one call that it
 * was in may be missing, too.
 *
 *   ring-limit SECONDS THREADS PROCESSES SEED
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/collector.h"
#include "trace/recorder.h"
#include "trace/sink.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_RINGS 2048u
#define MOST_LANES_OF_ONE 4u
/* Of one call: both halves of the end of a wait. */
#define MOST_IN_FLIGHT 2u
#define LONGEST_TEXT 300u
/* A producer that is not killed ends by itself after about so many events. */
#define MEAN_LIFE 3000000u
/* Most producers pause now and then, so that the rings are full again and again, not all the time. */
#define LONGEST_PAUSE_US 10000u
#define KILL_EVERY_US 20000
#define PROGRESS_EVERY_NS (60 * INT64_C(1000000000))

static const uint32_t capacities[] = {64, 2048, 65536};
#define N_SEGMENTS G_N_ELEMENTS(capacities)

/* Written by a lane's producer alone; the rest of the lane's accounts are the checker's. */
typedef struct {
  _Atomic uint64_t produced;
  _Atomic bool has_ended; /* by itself */
} Tally;

typedef struct {
  uint64_t next; /* number of the event that must come */
  uint64_t told; /* lost, since the last that came */
  uint64_t handed_on, lost;
  int64_t time;
} Account;

typedef struct {
  GantrySegment *segment;
  GantryCollector *collector;
  Tally *tallies; /* shared; by lane */
  GArray *accounts;
  uint64_t n_violations;
  uint64_t n_retired;
} Side;

typedef struct {
  Side *side;
  uint64_t random;
  pid_t pid; /* of a process */
  GThread *thread;
  _Atomic bool has_ended; /* of a thread */
} Producer;

typedef struct {
  GantryRecorder recorder;
  Tally *tallies;
  uint32_t lanes[MOST_LANES_OF_ONE];
  uint64_t numbers[MOST_LANES_OF_ONE];
  uint32_t n_lanes;
  uint64_t random;
} Production;

static _Atomic bool *must_end; /* shared */
static _Atomic bool collector_must_end;

/* George Marsaglia, "Xorshift RNGs", 2003. */
static uint64_t
draw (uint64_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void *
shared_memory (size_t bytes)
{
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_assert(memory != MAP_FAILED);
  return memory;
}

/* The text of an event follows from its number. */
static size_t
write_text (char *text, uint32_t number)
{
  size_t length = number * UINT32_C(2654435761) % (LONGEST_TEXT + 1);
  for (size_t i = 0; i < length; i++)
    text[i] = (char)('a' + (number + i) % 26);
  text[length] = '\0';
  return length;
}

/* --- producers -------------------------------------------------------------------------------------------
 */

static void
produce_one (Production *production, GantryRecorder *recorder, uint32_t which)
{
  uint32_t lane = production->lanes[which];
  uint64_t number = production->numbers[which], now = gantry_recorder_now(recorder);
  uint32_t kind = (uint32_t)(draw(&production->random) % 64);
  char text[LONGEST_TEXT + 1];
  bool is_pair = kind < 8;
  production->numbers[which] += is_pair ? 2 : 1;
  /* Before it is recorded: whoever is killed has produced at most one call more than it has recorded. */
  atomic_store_explicit(&production->tallies[lane].produced, production->numbers[which],
                        memory_order_relaxed);
  if (is_pair) {
    gantry_record_woken(recorder, now, lane, (uint32_t)number, now, (uint32_t)number + 1);
  } else if (kind < 16) {
    gantry_record_value(recorder, now, lane, 0, 1, (int64_t)number);
  } else if (kind == 16) {
    write_text(text, (uint32_t)number);
    gantry_record_text(recorder, now, lane, GANTRY_EVENT_PRINT, 0, (uint32_t)number, text);
  } else if (kind < 24) {
    gantry_record_length(recorder, now, lane, 0, false, number);
  } else {
    gantry_record_state(recorder, now, lane, GANTRY_STATE_RUNNING, 0, GANTRY_NO_OBJECT, number);
  }
}

static void
produce (Producer *producer)
{
  Side *side = producer->side;
  Production production = {.tallies = side->tallies, .random = producer->random};
  production.n_lanes = 1 + (uint32_t)(draw(&production.random) % MOST_LANES_OF_ONE);
  for (uint32_t i = 0; i < production.n_lanes; i++)
    production.lanes[i] = gantry_segment_new_lane(side->segment);
  if (!gantry_recorder_init(&production.recorder, side->segment, production.lanes[0], NULL))
    return;
  uint64_t life = 1 + draw(&production.random) % (UINT64_C(2) * MEAN_LIFE);
  bool has_pauses = draw(&production.random) % 8 > 0;
  uint64_t burst = 1 + draw(&production.random) % (2 * (production.recorder.view.mask + 1));
  for (uint64_t i = 0; i < life && !atomic_load_explicit(must_end, memory_order_relaxed); i++) {
    produce_one(&production, &production.recorder, (uint32_t)(draw(&production.random) % production.n_lanes));
    if (has_pauses && draw(&production.random) % burst == 0)
      g_usleep(draw(&production.random) % LONGEST_PAUSE_US);
  }
  for (uint32_t i = 0; i < production.n_lanes; i++)
    atomic_store(&side->tallies[production.lanes[i]].has_ended, true);
  gantry_recorder_retire(&production.recorder);
}

static gpointer
producer_thread (gpointer data)
{
  Producer *producer = data;
  produce(producer);
  atomic_store(&producer->has_ended, true);
  return NULL;
}

static void
start_thread (Producer *producer)
{
  atomic_store(&producer->has_ended, false);
  producer->thread = g_thread_new("producer", producer_thread, producer);
}

static void
start_process (Producer *producer)
{
  pid_t parent = getpid();
  producer->pid = fork();
  g_assert_cmpint(producer->pid, >=, 0);
  if (producer->pid > 0)
    return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent)
    produce(producer);
  _exit(0);
}

/* Its ring, which it may not have lived to tell of, is the collector's from now on. */
static void
bury (const Producer *producer)
{
  GantrySegment *segment = producer->side->segment;
  uint32_t n_used = gantry_segment_get_n_used(segment);
  for (uint32_t i = 0; i < n_used; i++) {
    GantryRing *ring = gantry_segment_get_ring(segment, i).ring;
    if (atomic_load(&ring->state) == GANTRY_RING_OWNED && atomic_load(&ring->pid) == (uint32_t)producer->pid)
      gantry_segment_retire_ring(segment, i);
  }
}

/* --- the collector's side --------------------------------------------------------------------------------
 */

static void
violated (Side *side, uint32_t lane, const char *what, uint64_t number, uint64_t expected)
{
  if (side->n_violations++ < 20)
    g_printerr("lane %u: %s: %" G_GUINT64_FORMAT ", expected %" G_GUINT64_FORMAT "\n", lane, what, number,
               expected);
}

static Account *
account_of (Side *side, uint32_t lane)
{
  if (lane >= side->accounts->len)
    g_array_set_size(side->accounts, lane + 1);
  return &g_array_index(side->accounts, Account, lane);
}

/* The number that an event carries; the low half of it where there is no room for more. */
static uint64_t
number_of (const GantryRecord *record, uint64_t expected)
{
  uint64_t high = expected & ~(uint64_t)UINT32_MAX;
  switch (record->kind) {
  case GANTRY_EVENT_WOKEN:
    return high | gantry_low32(record->first);
  case GANTRY_EVENT_PRINT:
    return high | gantry_low32(record->first);
  case GANTRY_EVENT_STATE:
    return record->second > 0 ? record->second : high | gantry_low32(record->first);
  default:
    return record->second;
  }
}

static bool
take (const GantryRecord *record, gpointer data)
{
  Side *side = data;
  Account *account = account_of(side, record->lane);
  char text[LONGEST_TEXT + 1];
  if (record->time < account->time)
    violated(side, record->lane, "earlier than the one before", (uint64_t)record->time,
             (uint64_t)account->time);
  account->time = record->time;
  if (record->kind == GANTRY_EVENT_LOST) {
    account->told += record->first;
    account->lost += record->first;
    return true;
  }
  uint64_t expected = account->next + account->told;
  uint64_t number = number_of(record, expected);
  if (number != expected)
    violated(side, record->lane, "number", number, expected);
  if (record->kind == GANTRY_EVENT_PRINT) {
    write_text(text, (uint32_t)number);
    if (strcmp(text, record->text) != 0)
      violated(side, record->lane, "another text than was written", number, number);
  }
  account->next = number + 1;
  account->told = 0;
  account->handed_on++;
  return true;
}

static void
take_retired (uint32_t ring, gpointer data)
{
  ((Side *)data)->n_retired++;
}

/* As fast as it can, as in a run, or after a stall: up to a fifth of a second. */
static void
pause_between_passes (uint64_t *random)
{
  uint64_t kind = draw(random) % 100;
  if (kind < 60)
    return;
  g_usleep(kind < 99 ? (gulong)(draw(random) % 8000) : (gulong)(draw(random) % 200000));
}

static gpointer
collect (gpointer data)
{
  Side *sides = data;
  uint64_t random = 88172645463325252u;
  while (!atomic_load(&collector_must_end)) {
    for (guint i = 0; i < N_SEGMENTS; i++)
      gantry_collector_pass(sides[i].collector, false);
    pause_between_passes(&random);
  }
  for (guint i = 0; i < N_SEGMENTS; i++)
    while (gantry_collector_pass(sides[i].collector, true) > 0) {
    }
  return NULL;
}

/* --- the campaign ----------------------------------------------------------------------------------------
 */

typedef struct {
  Side sides[N_SEGMENTS];
  Producer *threads, *processes;
  guint n_threads, n_processes;
  uint64_t random;
  uint64_t n_killed, n_ended;
} Campaign;

static void
open_sides (Campaign *campaign)
{
  static const GantrySink sink = {take, gantry_test_no_switch, gantry_test_no_drained, take_retired,
                                  gantry_test_no_pass};
  for (guint i = 0; i < N_SEGMENTS; i++) {
    Side *side = &campaign->sides[i];
    g_autoptr(GError) error = NULL;
    side->segment =
        gantry_segment_new(gantry_clock_best(), GANTRY_ON_CPU_FROM_KERNEL, N_RINGS, capacities[i], &error);
    g_assert_no_error(error);
    side->tallies = shared_memory(GANTRY_MOST_LANES * sizeof(Tally));
    side->accounts = g_array_new(FALSE, TRUE, sizeof(Account));
    side->collector = gantry_collector_new(side->segment, NULL, &sink, side);
  }
}

static void
give_birth (Campaign *campaign, Producer *producer, bool is_process)
{
  producer->side = &campaign->sides[draw(&campaign->random) % N_SEGMENTS];
  producer->random = draw(&campaign->random);
  if (is_process)
    start_process(producer);
  else
    start_thread(producer);
}

static void
replace_ended (Campaign *campaign)
{
  for (guint i = 0; i < campaign->n_threads; i++) {
    if (!atomic_load(&campaign->threads[i].has_ended))
      continue;
    g_thread_join(campaign->threads[i].thread);
    give_birth(campaign, &campaign->threads[i], false);
    campaign->n_ended++;
  }
  for (guint i = 0; i < campaign->n_processes; i++) {
    if (waitpid(campaign->processes[i].pid, NULL, WNOHANG) <= 0)
      continue;
    give_birth(campaign, &campaign->processes[i], true);
    campaign->n_ended++;
  }
}

static void
kill_one (Campaign *campaign)
{
  if (campaign->n_processes == 0)
    return;
  Producer *producer = &campaign->processes[draw(&campaign->random) % campaign->n_processes];
  int status = 0;
  kill(producer->pid, SIGKILL);
  waitpid(producer->pid, &status, 0);
  /* One that had ended by itself has given its ring back, which may be another's by now. */
  if (WIFSIGNALED(status)) {
    campaign->n_killed++;
    bury(producer);
  }
  give_birth(campaign, producer, true);
}

static void
print_progress (Campaign *campaign, int64_t seconds)
{
  g_print("%5d s: %" G_GUINT64_FORMAT " killed, %" G_GUINT64_FORMAT " ended and replaced\n", (int)seconds,
          campaign->n_killed, campaign->n_ended);
}

static void
run_campaign (Campaign *campaign, int64_t seconds)
{
  int64_t begin = (int64_t)gantry_monotonic_ns(), told = begin, now = begin;
  GThread *collector = g_thread_new("collector", collect, campaign->sides);
  for (guint i = 0; i < campaign->n_threads; i++)
    give_birth(campaign, &campaign->threads[i], false);
  for (guint i = 0; i < campaign->n_processes; i++)
    give_birth(campaign, &campaign->processes[i], true);
  for (; now < begin + seconds * INT64_C(1000000000); now = (int64_t)gantry_monotonic_ns()) {
    g_usleep((gulong)(draw(&campaign->random) % (2 * KILL_EVERY_US)));
    kill_one(campaign);
    replace_ended(campaign);
    if (now - told >= PROGRESS_EVERY_NS) {
      print_progress(campaign, (now - begin) / 1000000000);
      told = now;
    }
  }
  atomic_store(must_end, true);
  for (guint i = 0; i < campaign->n_threads; i++)
    g_thread_join(campaign->threads[i].thread);
  for (guint i = 0; i < campaign->n_processes; i++)
    waitpid(campaign->processes[i].pid, NULL, 0);
  atomic_store(&collector_must_end, true);
  g_thread_join(collector);
  print_progress(campaign, seconds);
}

/* What became of a segment's events. */
typedef struct {
  uint64_t produced, handed_on, lost, missing, n_lanes, n_lossy, n_missing;
} Sums;

static void
check_lane (Side *side, uint32_t lane, Sums *sums)
{
  const Account *account = account_of(side, lane);
  const Tally *tally = &side->tallies[lane];
  uint64_t produced = atomic_load(&tally->produced), accounted = account->handed_on + account->lost;
  if (account->next + account->told != accounted)
    violated(side, lane, "handed on and lost", accounted, account->next + account->told);
  uint64_t missing = produced - accounted;
  if (missing > (atomic_load(&tally->has_ended) ? 0 : MOST_IN_FLIGHT))
    violated(side, lane, "missing in the end", missing, 0);
  sums->produced += produced;
  sums->handed_on += account->handed_on;
  sums->lost += account->lost;
  sums->missing += missing;
  sums->n_missing += missing > 0;
  sums->n_lossy += account->lost > 0;
  sums->n_lanes++;
}

static Sums
check_side (Side *side)
{
  Sums sums = {0};
  GantryCollectorTotals totals;
  for (uint32_t lane = 0; lane < gantry_segment_get_n_lanes(side->segment); lane++)
    check_lane(side, lane, &sums);
  gantry_collector_get_totals(side->collector, &totals);
  if (totals.damaged > 0)
    violated(side, GANTRY_NO_LANE, "damaged", totals.damaged, 0);
  if (totals.events != sums.handed_on)
    violated(side, GANTRY_NO_LANE, "collected in all", totals.events, sums.handed_on);
  if (totals.lost != sums.lost)
    violated(side, GANTRY_NO_LANE, "lost in all", totals.lost, sums.lost);
  return sums;
}

static bool
check_campaign (Campaign *campaign)
{
  uint64_t n_violations = 0, n_missing = 0, produced = 0;
  g_print("%8s %16s %16s %16s %10s %10s %9s\n", "capacity", "produced", "handed on", "lost", "in flight",
          "lanes", "with loss");
  for (guint i = 0; i < N_SEGMENTS; i++) {
    Sums sums = check_side(&campaign->sides[i]);
    g_print("%8u %16" G_GUINT64_FORMAT " %16" G_GUINT64_FORMAT " %16" G_GUINT64_FORMAT " %10" G_GUINT64_FORMAT
            " %10" G_GUINT64_FORMAT " %9" G_GUINT64_FORMAT "\n",
            capacities[i], sums.produced, sums.handed_on, sums.lost, sums.missing, sums.n_lanes,
            sums.n_lossy);
    n_violations += campaign->sides[i].n_violations;
    n_missing += sums.n_missing;
    produced += sums.produced;
  }
  /* The one call that each was in. */
  if (n_missing > campaign->n_killed)
    n_violations++;
  g_print("%" G_GUINT64_FORMAT " violations\n", n_violations);
  return n_violations == 0 && produced > 0;
}

static void
close_sides (Campaign *campaign)
{
  for (guint i = 0; i < N_SEGMENTS; i++) {
    Side *side = &campaign->sides[i];
    gantry_collector_free(side->collector);
    gantry_segment_free(side->segment);
    g_array_unref(side->accounts);
    munmap(side->tallies, GANTRY_MOST_LANES * sizeof(Tally));
  }
}

int
main (int argc, char *argv[])
{
  static Campaign campaign;
  if (argc != 5) {
    g_printerr("ring-limit SECONDS THREADS PROCESSES SEED\n");
    return 2;
  }
  must_end = shared_memory(sizeof *must_end);
  campaign.n_threads = (guint)g_ascii_strtoull(argv[2], NULL, 10);
  campaign.n_processes = (guint)g_ascii_strtoull(argv[3], NULL, 10);
  campaign.random = g_ascii_strtoull(argv[4], NULL, 10) * UINT64_C(2862933555777941757) + 3037000493u;
  campaign.threads = g_new0(Producer, campaign.n_threads);
  campaign.processes = g_new0(Producer, campaign.n_processes);
  open_sides(&campaign);
  run_campaign(&campaign, (int64_t)g_ascii_strtoull(argv[1], NULL, 10));
  bool is_good = check_campaign(&campaign);
  close_sides(&campaign);
  g_free(campaign.threads);
  g_free(campaign.processes);
  return is_good ? 0 : 1;
}
