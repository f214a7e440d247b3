/* The consumer's side of a segment: passes over the rings, decoding, and the merge with the kernel's records.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/collector.h"

#include "trace/switch-queues.h"

#include <string.h>

/* The kernel's records of a moment are surely in its buffers this long after it. */
#define KERNEL_MARGIN_NS 200000
#define SAMPLE_EVERY_NS 100000000
#define EXPIRE_AFTER_NS 1000000000
/* The tail is given back this often within a pass, so that a busy producer finds room. */
#define CONSUME_EVERY 1024u
#define TEXT_BYTES 16u

typedef struct {
  int64_t last_time; /* no record of this ring may be earlier */
  uint32_t tid;
  bool alive;
} RingState;

struct GantryCollector {
  GantrySegment *segment;
  GantryKernelSwitches *switches;
  GantrySwitchQueues *queues;
  GantrySink sink;
  gpointer user_data;
  GantryClockMap map;
  bool is_virtual;
  bool from_self;
  bool has_zero;
  int64_t start_ns; /* CLOCK_MONOTONIC of the run's zero */
  int64_t sampled_ns;
  int64_t expired_ns;
  int64_t newest;
  uint64_t handed_on; /* records, LOST among them */
  GArray *rings;      /* RingState */
  GantryCollectorTotals totals;
  GArray *lost_told; /* uint64_t, by lane: handed on as LOST */
  bool has_drained;  /* this pass has left nothing in any ring that could be read */
  char text[GANTRY_TEXT_MAX + 1];
};

GantryCollector *
gantry_collector_new (GantrySegment *segment, GantryKernelSwitches *switches, const GantrySink *sink,
                      gpointer user_data)
{
  GantryCollector *collector = g_new0(GantryCollector, 1);
  collector->segment = segment;
  collector->switches = switches;
  collector->sink = *sink;
  collector->user_data = user_data;
  collector->is_virtual = gantry_segment_get_clock(segment) == GANTRY_CLOCK_VIRTUAL;
  collector->from_self = gantry_segment_get_on_cpu_from(segment) == GANTRY_ON_CPU_FROM_SELF;
  collector->queues = gantry_switch_queues_new();
  collector->rings = g_array_new(FALSE, TRUE, sizeof(RingState));
  collector->lost_told = g_array_new(FALSE, TRUE, sizeof(uint64_t));
  gantry_clock_map_init(&collector->map, gantry_segment_get_clock(segment));
  gantry_collector_start(collector);
  return collector;
}

void
gantry_collector_free (GantryCollector *collector)
{
  if (!collector)
    return;
  gantry_switch_queues_free(collector->queues);
  g_array_unref(collector->rings);
  g_array_unref(collector->lost_told);
  g_free(collector);
}

void
gantry_collector_start (GantryCollector *collector)
{
  collector->start_ns = collector->is_virtual ? 0 : (int64_t)gantry_monotonic_ns();
}

/* The run's zero is its first event, not the moment somebody began to look. FALSE: there is none yet. */
static bool
find_zero (GantryCollector *collector)
{
  bool found = false, damaged = false;
  int64_t first = INT64_MAX;
  uint32_t n_used = gantry_segment_get_n_used(collector->segment);
  for (uint32_t i = 0; i < n_used && !collector->is_virtual; i++) {
    GantryRingView view = gantry_segment_get_ring(collector->segment, i);
    if (gantry_ring_readable(&view, &damaged) == 0)
      continue;
    first = MIN(first, gantry_clock_map_to_ns(&collector->map, gantry_ring_peek(&view, 0)->time));
    found = true;
  }
  if (found)
    collector->start_ns = CLAMP(first, collector->start_ns, (int64_t)gantry_monotonic_ns());
  collector->has_zero = found || collector->is_virtual;
  return collector->has_zero;
}

int64_t
gantry_collector_now (const GantryCollector *collector)
{
  if (collector->is_virtual)
    return collector->newest;
  return (int64_t)gantry_monotonic_ns() - collector->start_ns;
}

static int64_t
run_time (const GantryCollector *collector, uint64_t ticks)
{
  return gantry_clock_map_to_ns(&collector->map, ticks) - collector->start_ns;
}

static void
take_switch (const GantrySwitch *record, gpointer user_data)
{
  GantryCollector *collector = user_data;
  collector->totals.switches++;
  gantry_switch_queues_push(collector->queues, record);
}

static void
hand_on_switches (GantryCollector *collector, uint32_t index, RingState *state, int64_t until)
{
  GantrySwitch record;
  if (!collector->switches || until < 0)
    return;
  while (gantry_switch_queues_pop(collector->queues, state->tid, (uint64_t)(until + collector->start_ns),
                                  &record)) {
    int64_t time = MAX((int64_t)record.monotonic_ns - collector->start_ns, state->last_time);
    state->last_time = time;
    collector->sink.context_switch(index, time, CLAMP(record.cpu, -1, GANTRY_MAX_CPUS), record.out,
                                   record.preempted, collector->user_data);
  }
}

static bool
has_text (uint16_t kind)
{
  return kind == GANTRY_EVENT_LANE_CREATED || kind == GANTRY_EVENT_LANE_ENDED || kind == GANTRY_EVENT_PRINT ||
         kind == GANTRY_EVENT_NOTE_BEGIN || kind == GANTRY_EVENT_EXPECT || kind == GANTRY_EVENT_RUN_ENDED;
}

static bool
detail_is_sane (const GantryEvent *event)
{
  switch (event->kind) {
  case GANTRY_EVENT_LANE_CREATED:
    return event->detail < GANTRY_N_LANE_KINDS;
  case GANTRY_EVENT_LANE_ENDED:
    return event->detail > GANTRY_OUTCOME_NONE && event->detail < GANTRY_N_OUTCOMES;
  case GANTRY_EVENT_STATE:
    return gantry_detail_state(event->detail) < GANTRY_N_STATES;
  case GANTRY_EVENT_RUN_ENDED:
    return event->detail > GANTRY_RUN_UNFINISHED && event->detail < GANTRY_RUN_STOPPED;
  default:
    return true;
  }
}

static bool
event_is_sane (const GantryCollector *collector, const GantryEvent *event)
{
  if (event->kind == GANTRY_EVENT_NONE || event->kind == GANTRY_EVENT_TEXT ||
      event->kind >= GANTRY_N_EVENT_KINDS)
    return false;
  bool lane_is_sane = event->lane < MIN(gantry_segment_get_n_lanes(collector->segment), GANTRY_MOST_LANES);
  if (event->kind == GANTRY_EVENT_RUN_ENDED)
    lane_is_sane = true;
  return lane_is_sane && detail_is_sane(event);
}

/* Puts the TEXT events behind the one at `at` together. Returns how many there are, or -1 if they are not as
 * told. */
static int64_t
gather_text (GantryCollector *collector, const GantryRingView *view, uint64_t at, uint64_t readable,
             uint32_t length)
{
  uint64_t pieces = (length + TEXT_BYTES - 1) / TEXT_BYTES;
  if (length > GANTRY_TEXT_MAX || at + 1 + pieces > readable)
    return -1;
  for (uint64_t i = 0; i < pieces; i++) {
    GantryEvent piece = *gantry_ring_peek(view, at + 1 + i);
    if (piece.kind != GANTRY_EVENT_TEXT)
      return -1;
    uint64_t words[2] = {piece.first, piece.second};
    size_t offset = i * TEXT_BYTES;
    memcpy(collector->text + offset, words, MIN(TEXT_BYTES, length - offset));
  }
  collector->text[length] = '\0';
  char *text = collector->text;
  const char *bad;
  while (!g_utf8_validate(text, -1, &bad))
    collector->text[bad - collector->text] = '?';
  return (int64_t)pieces;
}

/* Times inside the arguments, in nanoseconds of the run; a tick of 0 means unknown. */
static void
convert_arguments (const GantryCollector *collector, const GantryEvent *event, GantryRecord *record)
{
  switch (event->kind) {
  case GANTRY_EVENT_WOKEN:
  case GANTRY_EVENT_LANE_STARTED:
    record->second = (uint64_t)(event->second == 0 ? -1 : MAX(run_time(collector, event->second), 0));
    break;
  case GANTRY_EVENT_LOST:
    record->second = (uint64_t)MAX(run_time(collector, event->second), 0);
    break;
  case GANTRY_EVENT_GAP:
    record->first =
        (uint64_t)((double)MIN(event->first, (uint64_t)INT64_MAX / 4) * collector->map.ns_per_tick);
    break;
  default:
    break;
  }
}

static uint64_t *
lost_told (GantryCollector *collector, uint32_t lane)
{
  if (lane >= collector->lost_told->len)
    g_array_set_size(collector->lost_told, lane + 1);
  return &g_array_index(collector->lost_told, uint64_t, lane);
}

/* A LOST event stands for others, and is none of them. */
static void
count_handed_on (GantryCollector *collector, const GantryRecord *record)
{
  collector->newest = MAX(collector->newest, record->time);
  collector->handed_on++;
  if (record->kind == GANTRY_EVENT_LOST)
    *lost_told(collector, record->lane) += record->first;
  else
    collector->totals.events++;
}

typedef enum { TAKEN, REFUSED, LATER } Verdict;

/* Hands on the event at `*at` and moves `*at` behind it. */
static Verdict
take_event (GantryCollector *collector, uint32_t index, RingState *state, const GantryRingView *view,
            uint64_t *at, uint64_t readable, int64_t until)
{
  /* A copy: whoever holds the segment may still write to it. */
  GantryEvent event = *gantry_ring_peek(view, *at);
  if (!event_is_sane(collector, &event)) {
    if (event.kind != GANTRY_EVENT_TEXT)
      collector->totals.damaged++;
    *at += 1;
    return TAKEN;
  }
  int64_t time = run_time(collector, event.time);
  if (time > until)
    return LATER;
  GantryRecord record = {
      .time = MAX(time, state->last_time),
      .ring = index,
      .lane = event.lane,
      .kind = event.kind,
      .detail = event.detail,
      .first = event.first,
      .second = event.second,
  };
  int64_t pieces = 0;
  if (has_text(event.kind)) {
    pieces = gather_text(collector, view, *at, readable, gantry_low32(event.second));
    if (pieces < 0) {
      collector->totals.damaged++;
      *at += 1;
      return TAKEN;
    }
    record.text = collector->text;
  }
  convert_arguments(collector, &event, &record);
  hand_on_switches(collector, index, state, record.time);
  record.time = MAX(record.time, state->last_time);
  if (!collector->sink.event(&record, collector->user_data))
    return REFUSED;
  state->last_time = record.time;
  count_handed_on(collector, &record);
  *at += (uint64_t)(1 + pieces);
  return TAKEN;
}

/* Drains what is readable. LATER also where what follows cannot be read. */
static Verdict
take_events (GantryCollector *collector, uint32_t index, RingState *state, GantryRingView *view,
             int64_t until)
{
  bool damaged = false;
  uint64_t readable = gantry_ring_readable(view, &damaged);
  if (damaged)
    collector->totals.damaged++;
  uint64_t at = 0;
  Verdict verdict = TAKEN;
  while (at < readable) {
    verdict = take_event(collector, index, state, view, &at, readable, until);
    if (verdict != TAKEN)
      break;
    if (at >= CONSUME_EVERY) {
      gantry_ring_consume(view, at);
      readable -= at;
      at = 0;
    }
  }
  if (at > 0)
    gantry_ring_consume(view, at);
  return verdict == TAKEN && damaged ? LATER : verdict;
}

static void
drain_ring (GantryCollector *collector, uint32_t index, int64_t now, bool last)
{
  GantryRingView view = gantry_segment_get_ring(collector->segment, index);
  RingState *state = &g_array_index(collector->rings, RingState, index);
  /* Acquire, and before head is read: a ring that is retired now has its final head. */
  uint32_t ring_state = atomic_load_explicit(&view.ring->state, memory_order_acquire);
  if (ring_state == GANTRY_RING_FREE)
    return;
  if (!state->alive) {
    uint32_t tid = atomic_load_explicit(&view.ring->tid, memory_order_acquire);
    if (tid == 0) /* its owner is about to say who it is, and has recorded nothing yet */
      return;
    *state = (RingState){.alive = true};
    state->tid = tid;
    state->last_time = 0;
  }
  /* Acquire, and before head is read: all that was recorded before this moment is then seen. */
  uint64_t seen_ticks = atomic_load_explicit(&view.ring->seen, memory_order_acquire);
  int64_t until = collector->switches && !last ? now : INT64_MAX;
  Verdict verdict = take_events(collector, index, state, &view, until);
  /* What was refused comes again, with its own time: nothing later may be handed on before it. */
  if (verdict != REFUSED)
    hand_on_switches(collector, index, state, last ? INT64_MAX / 4 : now);
  collector->has_drained = collector->has_drained && verdict != REFUSED;
  int64_t seen = now;
  if (collector->from_self)
    seen = MIN(now, MAX(run_time(collector, seen_ticks), state->last_time));
  collector->sink.drained(index, seen, collector->user_data);
  if (ring_state == GANTRY_RING_RETIRED && verdict == TAKEN) {
    gantry_switch_queues_forget(collector->queues, state->tid);
    state->alive = false;
    gantry_segment_recycle_ring(collector->segment, index);
    collector->sink.retired(index, collector->user_data);
  }
}

static void
prepare_pass (GantryCollector *collector, int64_t now)
{
  if (now - collector->sampled_ns >= SAMPLE_EVERY_NS) {
    gantry_clock_map_sample(&collector->map);
    collector->sampled_ns = now;
  }
  if (!collector->switches)
    return;
  collector->totals.switches_lost +=
      gantry_kernel_switches_drain(collector->switches, take_switch, collector);
  if (now - collector->expired_ns >= EXPIRE_AFTER_NS) {
    gantry_switch_queues_expire(collector->queues, (uint64_t)(now + collector->start_ns - EXPIRE_AFTER_NS));
    collector->expired_ns = now;
  }
}

/* What is counted as lost of a lane and was not told by a LOST event. */
static uint64_t
untold_loss (const GantryCollector *collector, uint32_t lane, int64_t *since)
{
  const GantryLaneLoss *loss = gantry_segment_get_loss(collector->segment, lane);
  /* Acquire: pairs with the count's release; since when was written before. */
  uint64_t total = atomic_load_explicit(&loss->total, memory_order_acquire);
  uint64_t told = lane < collector->lost_told->len ? g_array_index(collector->lost_told, uint64_t, lane) : 0;
  *since = run_time(collector, atomic_load_explicit(&loss->since, memory_order_relaxed));
  return total - MIN(told, total);
}

/* All rings are empty and their writers gone. Those who were killed, or whose ring had no room to the end,
 * have left losses that no event tells. */
static void
tell_losses (GantryCollector *collector)
{
  uint32_t n_lanes = MIN(gantry_segment_get_n_lanes(collector->segment), GANTRY_MOST_LANES);
  for (uint32_t lane = 0; lane < n_lanes; lane++) {
    int64_t since;
    GantryRecord record = {.lane = lane, .kind = GANTRY_EVENT_LOST};
    record.first = untold_loss(collector, lane, &since);
    record.time = collector->newest;
    record.second = (uint64_t)CLAMP(since, 0, record.time);
    if (record.first > 0 && collector->sink.event(&record, collector->user_data))
      count_handed_on(collector, &record);
  }
}

uint64_t
gantry_collector_pass (GantryCollector *collector, bool last)
{
  uint64_t before = collector->handed_on;
  if (!collector->has_zero && !find_zero(collector))
    return 0;
  int64_t now = gantry_collector_now(collector);
  if (collector->switches && !last)
    now -= KERNEL_MARGIN_NS;
  now = MAX(now, 0);
  prepare_pass(collector, now);
  uint32_t n_used = gantry_segment_get_n_used(collector->segment);
  if (collector->rings->len < n_used)
    g_array_set_size(collector->rings, n_used);
  collector->has_drained = true;
  for (uint32_t i = 0; i < n_used; i++)
    drain_ring(collector, i, now, last);
  if (last && collector->has_drained)
    tell_losses(collector);
  /* More may come of a simulated run's newest moment; what is known does not depend on when it was looked at.
   */
  if (collector->is_virtual)
    now = last ? collector->newest : MAX(collector->newest - 1, 0);
  collector->sink.pass(now, collector->user_data);
  return collector->handed_on - before;
}

void
gantry_collector_get_totals (const GantryCollector *collector, GantryCollectorTotals *totals)
{
  int64_t since;
  *totals = collector->totals;
  totals->lost = untold_loss(collector, GANTRY_NO_LANE, &since);
  uint32_t n_lanes = MIN(gantry_segment_get_n_lanes(collector->segment), GANTRY_MOST_LANES);
  for (uint32_t lane = 0; lane < n_lanes; lane++)
    totals->lost += untold_loss(collector, lane, &since);
  for (guint lane = 0; lane < collector->lost_told->len; lane++)
    totals->lost += g_array_index(collector->lost_told, uint64_t, lane);
}
