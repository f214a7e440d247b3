/* Any bytes as what hostile workers do to the segment while it is collected: events that a recorder would
 * write and ones that none would, and stores to any place of it, between the passes and in the midst of them.
 * Whatever they do, the passes end, what is handed on can be, the losses are told, and the timeline that
 * becomes of it is whole.
 *
 * The first byte chooses clock and source; the others are a script (see step()).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"
#include "sound.h"

#include "timeline/builder.h"
#include "timeline/statistics.h"
#include "trace/collector.h"
#include "trace/loss-tally.h"

#include <string.h>

#define N_RINGS 4u
#define CAPACITY 64u
#define HEADER_BYTES 4096u
#define HEADER_CONSTANT 64u /* of these, which are only read when the segment is opened */
/* Many lanes take long to make, and no other path. */
#define MOST_LANES 300u
#define MOST_LAST_PASSES 2000

typedef struct {
  const uint8_t *data;
  size_t size;
} Script;

/* What is written to of the segment. */
#define N_AREAS 4

typedef struct {
  uint8_t *memory;
  size_t bytes;
} Area;

typedef struct {
  GantrySegment *segment;
  Area areas[N_AREAS];
} Shared;

typedef struct {
  Shared *shared;
  Script script;
  GantryBuilder *builder;
  GantryCollector *collector;
  uint64_t now; /* ticks of the events written next */
  uint64_t n_events, told_lost;
  int64_t last_times[N_RINGS];
  bool scribbles; /* also while a pass goes on */
  bool counts;    /* all figures of the timeline: it takes ten times as long as the rest */
} Fuzz;

static uint64_t
take (Script *script, size_t n_bytes)
{
  uint64_t value = 0;
  n_bytes = MIN(n_bytes, script->size);
  memcpy(&value, script->data, n_bytes);
  script->data += n_bytes;
  script->size -= n_bytes;
  return value;
}

/* A number as an attacker likes them: small, at an edge, or any. */
static uint64_t
take_number (Script *script)
{
  static const uint64_t edges[] = {0,
                                   1,
                                   INT32_MAX,
                                   UINT32_MAX,
                                   INT64_MAX,
                                   (uint64_t)INT64_MAX + 1,
                                   UINT64_MAX,
                                   CAPACITY,
                                   CAPACITY + 1,
                                   (uint64_t)1 << 60,
                                   (uint64_t)1 << 61,
                                   (uint64_t)1 << 48,
                                   GANTRY_MOST_LANES,
                                   GANTRY_MOST_LANES - 1,
                                   4096,
                                   65535};
  uint64_t kind = take(script, 1);
  if (kind < 200)
    return kind;
  return kind < 216 ? edges[kind - 200] : take(script, 8);
}

static void
poke (Fuzz *fuzz)
{
  const Area *area = &fuzz->shared->areas[take(&fuzz->script, 1) % N_AREAS];
  size_t offset = take(&fuzz->script, 2) % (area->bytes / 8);
  uint64_t value = take_number(&fuzz->script);
  memcpy(area->memory + offset * 8, &value, sizeof value);
}

static GantryRingView
take_ring (Fuzz *fuzz)
{
  return gantry_segment_get_ring(fuzz->shared->segment, (uint32_t)take(&fuzz->script, 1) % N_RINGS);
}

static void
publish (const GantryRingView *view, uint64_t ahead, const GantryEvent *event)
{
  *gantry_ring_slot(view, ahead) = *event;
}

/* Nearly as a recorder does. */
static void
write_event (Fuzz *fuzz)
{
  Script *script = &fuzz->script;
  GantryRingView view = take_ring(fuzz);
  fuzz->now += take(script, 1) * 16;
  GantryEvent event = {
      .time = fuzz->now,
      .kind = (uint16_t)(take(script, 1) % (GANTRY_N_EVENT_KINDS + 1)),
      .lane = (uint32_t)take(script, 1) % 16,
  };
  uint64_t shape = take(script, 1);
  event.detail = (uint16_t)take(script, shape & 1 ? 2 : 1);
  event.first =
      shape & 2 ? take_number(script) : gantry_pack32((uint32_t)take(script, 1), (uint32_t)take(script, 1));
  event.second = shape & 4   ? take_number(script)
                 : shape & 8 ? fuzz->now - take(script, 1)
                             : take(script, 1) % 40;
  if (shape & 16)
    event.time = take_number(script);
  if (shape & 32)
    event.lane = (uint32_t)take_number(script);
  publish(&view, 0, &event);
  uint64_t n_pieces =
      shape & 64 ? (gantry_low32(event.second) % GANTRY_TEXT_MAX + 15) / 16 % (CAPACITY / 2) : 0;
  for (uint64_t i = 0; i < n_pieces; i++) {
    const GantryEvent piece = {
        .time = fuzz->now, .kind = GANTRY_EVENT_TEXT, .first = take(script, 8), .second = ~event.first};
    publish(&view, 1 + i, &piece);
  }
  gantry_ring_publish(&view, 1 + n_pieces);
}

static void
set_head (Fuzz *fuzz)
{
  GantryRingView view = take_ring(fuzz);
  GantryRing *ring = view.ring;
  uint64_t which = take(&fuzz->script, 1) % 8, value = take_number(&fuzz->script);
  switch (which) {
  case 0:
    atomic_store(&ring->head, value);
    break;
  case 1: /* a little to and fro */
    atomic_fetch_add(&ring->head, value - 100);
    break;
  case 2:
    atomic_store(&ring->tail, value);
    break;
  case 3:
    atomic_store(&gantry_segment_get_loss(fuzz->shared->segment, (uint32_t)value % 16)->total, value);
    break;
  case 4:
    atomic_store(&ring->seen, value);
    break;
  case 5:
    atomic_store(&ring->state, (uint32_t)value);
    break;
  default:
    atomic_store(&ring->tid, (uint32_t)value);
    break;
  }
}

static void
write_lanes (Fuzz *fuzz)
{
  uint32_t n_lanes = (uint32_t)(take_number(&fuzz->script) % MOST_LANES);
  while (gantry_segment_get_n_lanes(fuzz->shared->segment) < n_lanes)
    gantry_segment_new_lane(fuzz->shared->segment);
}

/* FALSE: the script is over. */
static bool
step (Fuzz *fuzz)
{
  uint32_t index;
  if (fuzz->script.size == 0)
    return false;
  switch (take(&fuzz->script, 1) % 8) {
  case 0:
    gantry_collector_pass(fuzz->collector, false);
    break;
  case 1:
    set_head(fuzz);
    break;
  case 2:
    poke(fuzz);
    break;
  case 3:
    gantry_segment_claim_ring(fuzz->shared->segment, (uint32_t)take(&fuzz->script, 1), &index);
    break;
  case 4:
    gantry_segment_retire_ring(fuzz->shared->segment, (uint32_t)take(&fuzz->script, 1) % N_RINGS);
    break;
  case 5:
    write_lanes(fuzz);
    break;
  default:
    write_event(fuzz);
    break;
  }
  return true;
}

static bool
on_event (const GantryRecord *record, gpointer user_data)
{
  Fuzz *fuzz = user_data;
  g_assert(record->ring < N_RINGS);
  g_assert_cmpint(record->time, >=, fuzz->last_times[record->ring]);
  g_assert_cmpint(record->time, <=, GANTRY_TRACE_MOST_NS);
  g_assert(record->kind > GANTRY_EVENT_NONE && record->kind < GANTRY_N_EVENT_KINDS &&
           record->kind != GANTRY_EVENT_TEXT);
  g_assert(record->kind == GANTRY_EVENT_RUN_ENDED || record->lane < GANTRY_MOST_LANES);
  g_assert(!record->text || g_utf8_validate(record->text, -1, NULL));
  if (fuzz->scribbles && fuzz->script.size > 0)
    poke(fuzz);
  if (!gantry_builder_get_sink()->event(record, fuzz->builder))
    return false;
  fuzz->last_times[record->ring] = record->time;
  fuzz->n_events += record->kind != GANTRY_EVENT_LOST;
  fuzz->told_lost += record->kind == GANTRY_EVENT_LOST ? record->first : 0;
  return true;
}

static void
on_switch (uint32_t ring, int64_t time, int cpu, bool out, bool preempted, gpointer user_data)
{
  g_assert_not_reached(); /* none is given */
}

static void
on_drained (uint32_t ring, int64_t seen, gpointer user_data)
{
  gantry_builder_get_sink()->drained(ring, seen, ((Fuzz *)user_data)->builder);
}

static void
on_retired (uint32_t ring, gpointer user_data)
{
  Fuzz *fuzz = user_data;
  fuzz->last_times[ring] = 0;
  gantry_builder_get_sink()->retired(ring, fuzz->builder);
}

static void
on_pass (int64_t now, gpointer user_data)
{
  g_assert(now >= 0);
  gantry_builder_get_sink()->pass(now, ((Fuzz *)user_data)->builder);
}

static GantryTimeline *
make_timeline (GantryOnCpuFrom from)
{
  const GantryRunFacts facts = {.title = "hostile", .model = "threads", .cores = 2, .on_cpu_from = from};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  static const GantryThingKind kinds[] = {GANTRY_THING_SHARED_VARIABLE, GANTRY_THING_LOCK,
                                          GANTRY_THING_RWLOCK, GANTRY_THING_SEMAPHORE, GANTRY_THING_EVENT};
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    gantry_timeline_add_thing(timeline, kinds[i], "thing", 1);
  return timeline;
}

/* One mapping for each clock and source, used again: a memfd for each try would take most of the time. */
static Shared *
get_shared (GantryClockKind clock, GantryOnCpuFrom from)
{
  static Shared all[4];
  Shared *shared = &all[from];
  if (!shared->segment) {
    GantrySegment *segment = shared->segment = gantry_segment_new(clock, from, N_RINGS, CAPACITY, NULL);
    g_assert(segment);
    GantryRingView first = gantry_segment_get_ring(segment, 0);
    uint8_t *rings = (uint8_t *)first.ring;
    shared->areas[0] = (Area){rings - HEADER_BYTES + HEADER_CONSTANT, 3 * GANTRY_CACHE_LINE};
    shared->areas[1] = (Area){rings, N_RINGS * sizeof(GantryRing)};
    shared->areas[2] =
        (Area){(uint8_t *)gantry_segment_get_loss(segment, 0), MOST_LANES * sizeof(GantryLaneLoss)};
    shared->areas[3] = (Area){(uint8_t *)first.slots, N_RINGS * CAPACITY * sizeof(GantryEvent)};
  }
  for (int i = 0; i < N_AREAS; i++)
    memset(shared->areas[i].memory, 0, shared->areas[i].bytes);
  return shared;
}

/* As a session does when all writers are gone. */
static void
finish (Fuzz *fuzz, const GantryTimeline *timeline)
{
  GantryCollectorTotals totals;
  fuzz->scribbles = false;
  /* A million lanes' losses take long to look through, which the rest of the script has done. */
  uint32_t *n_lanes = (uint32_t *)(void *)fuzz->shared->areas[0].memory;
  *n_lanes = MIN(*n_lanes, MOST_LANES);
  int n_passes = 0;
  while (gantry_collector_pass(fuzz->collector, true) > 0)
    g_assert_cmpint(++n_passes, <, MOST_LAST_PASSES);
  gantry_builder_set_last(fuzz->builder);
  gantry_collector_pass(fuzz->collector, true);
  g_assert(!gantry_collector_is_behind(fuzz->collector));
  gantry_collector_get_totals(fuzz->collector, &totals);
  g_assert_cmpuint(totals.events, ==, fuzz->n_events);
  g_assert_cmpuint(totals.lost, >=, fuzz->told_lost);
  g_assert_cmpuint(totals.lost, <=, GANTRY_TRACE_MOST_LOST_IN_ALL);
  const GantryRunResult result = {
      .outcome = GANTRY_RUN_CRASHED, .events = totals.events, .lost = totals.lost};
  gantry_builder_finish(fuzz->builder, gantry_collector_now(fuzz->collector), &result, false);
  fuzz_check_timeline(timeline);
  if (fuzz->counts)
    fuzz_check_figures(timeline);
  g_autoptr(GantryStatistics) part =
      gantry_statistics_new_range(timeline, 100, gantry_timeline_get_now(timeline) / 2);
  for (uint32_t i = 0; i < part->n_things; i++)
    g_assert(part->things[i].held_ns >= 0 && part->things[i].wait_ns >= 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Fuzz fuzz = {.script = {data, size}};
  uint64_t choice = take(&fuzz.script, 1);
  bool is_virtual = (choice & 1) != 0;
  GantryOnCpuFrom from = choice & 2 ? GANTRY_ON_CPU_FROM_SELF : GANTRY_ON_CPU_FROM_KERNEL;
  if (is_virtual)
    from = GANTRY_ON_CPU_FROM_VIRTUAL;
  fuzz.scribbles = (choice & 4) != 0;
  fuzz.counts = fuzz_samples(16, data, size);
  fuzz.shared = get_shared(is_virtual ? GANTRY_CLOCK_VIRTUAL : GANTRY_CLOCK_MONOTONIC, from);
  g_autoptr(GantryTimeline) timeline = make_timeline(from);
  g_autoptr(GantryBuilder) builder = gantry_builder_new(timeline);
  fuzz.builder = builder;
  const GantrySink sink = {on_event, on_switch, on_drained, on_retired, on_pass};
  g_autoptr(GantryCollector) collector = gantry_collector_new(fuzz.shared->segment, NULL, &sink, &fuzz);
  fuzz.collector = collector;
  fuzz.now = is_virtual ? 0 : gantry_monotonic_ns();
  while (step(&fuzz)) {
  }
  finish(&fuzz, timeline);
  return 0;
}
