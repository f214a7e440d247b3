/* The consumer's side of a segment: passes over the rings, decoding, and the merge with the kernel's records.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/collector.h"

#include "trace/event-check.h"
#include "trace/loss-tally.h"
#include "trace/switch-queues.h"

/* The kernel's records of a moment are surely in its buffers this long after it. */
#define KERNEL_MARGIN_NS 200000
#define EXPIRE_AFTER_NS 1000000000
/* The tail is given back this often within a pass, so that a busy producer finds room, and the pass looks at
 * the clock. */
#define CONSUME_EVERY 1024u
/* A pass that takes longer is cut: whoever wants to stop the run waits no longer for it. */
#define LONGEST_PASS_NS 20000000
/* Where there is little in each ring, it does so after some rings. */
#define LOOK_EVERY_RINGS 64u
/* What does not keep to the rules so often keeps to none. */
#define MOST_DAMAGED 256u

typedef struct {
  GantryRingView view;
  int64_t last_time; /* no record of this ring may be earlier */
  /* as the turn found them; what comes later is the next turn's */
  uint64_t end; /* the head */
  uint64_t seen_ticks;
  uint32_t state; /* GantryRingState */
  uint32_t tid;
  uint32_t n_damaged;
  bool alive;
  bool has_turn;
  bool is_broken; /* its head cannot be, or too much of it is senseless: it is not read any more */
  bool is_final;  /* `end` does not move any more */
} RingState;

struct GantryCollector {
  GantrySegment *segment;
  GantryKernelSwitches *switches;
  GantrySwitchQueues *queues;
  GantrySink sink;
  gpointer user_data;
  GantryClockMap map;
  GantryEventCheck check;
  bool is_virtual;
  bool from_self;
  bool has_zero;
  int64_t start_ns; /* CLOCK_MONOTONIC of the run's zero */
  int64_t expired_ns;
  int64_t newest;
  uint64_t handed_on; /* records, LOST among them */
  GArray *rings;      /* RingState */
  GantryLossTally losses;
  bool has_drained; /* this round has left nothing in any ring that could be read */
  /* the round that goes on */
  bool in_round;
  bool is_last;  /* it began when all writers were gone */
  uint32_t next; /* ring */
  uint32_t n_rings;
  int64_t round_now;
  uint64_t deadline; /* of the pass, monotonic ns; 0: none */
  GantryCollectorTotals totals;
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
  gantry_loss_tally_init(&collector->losses);
  gantry_clock_map_init(&collector->map, gantry_segment_get_clock(segment));
  gantry_event_check_init(&collector->check, gantry_segment_get_clock(segment));
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
  gantry_loss_tally_clear(&collector->losses);
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
    first = MIN(first, gantry_clock_map_to_ns(&collector->map, gantry_ring_read(&view, 0).time));
    found = true;
  }
  if (found)
    collector->start_ns = CLAMP(first, collector->start_ns, (int64_t)gantry_monotonic_ns());
  collector->has_zero = found || collector->is_virtual;
  return collector->has_zero;
}

bool
gantry_collector_has_begun (const GantryCollector *collector)
{
  return collector->has_zero || collector->is_virtual;
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

static void
count_damage (GantryCollector *collector, RingState *state)
{
  collector->totals.damaged++;
  state->n_damaged++;
  if (state->n_damaged >= MOST_DAMAGED)
    state->is_broken = true;
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
    /* From moment to moment: the counter may have jumped between them. The sum wraps around where it fell. */
    record->first = (uint64_t)MAX(run_time(collector, event->time + event->first) - record->time, 0);
    break;
  default:
    break;
  }
}

/* A LOST event stands for others, and is none of them. */
static void
count_handed_on (GantryCollector *collector, const GantryRecord *record)
{
  collector->newest = MAX(collector->newest, record->time);
  collector->handed_on++;
  if (record->kind == GANTRY_EVENT_LOST)
    gantry_loss_tally_add(&collector->losses, record->lane, record->first);
  else
    collector->totals.events++;
}

typedef enum {
  TAKEN,
  REFUSED,
  LATER, /* also where what follows cannot be read */
  CUT,   /* the pass has taken long enough */
} Verdict;

/* Hands on the event at `*at` and moves `*at` behind it. */
static Verdict
take_event (GantryCollector *collector, uint32_t index, RingState *state, uint64_t *at, uint64_t readable,
            int64_t until)
{
  GantryEvent event = gantry_ring_read(&state->view, *at);
  uint32_t n_lanes = gantry_segment_get_n_lanes(collector->segment);
  if (!gantry_event_check(&collector->check, &event, n_lanes) ||
      (event.kind == GANTRY_EVENT_LOST && !gantry_loss_tally_takes(&collector->losses, event.first))) {
    count_damage(collector, state);
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
  if (gantry_event_has_text(event.kind)) {
    pieces =
        gantry_event_gather_text(&state->view, *at, readable, gantry_low32(event.second), collector->text);
    if (pieces < 0) {
      count_damage(collector, state);
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

static bool
is_late (const GantryCollector *collector)
{
  return collector->deadline > 0 && gantry_monotonic_ns() > collector->deadline;
}

/* Drains what the turn found in the ring. */
static Verdict
take_events (GantryCollector *collector, uint32_t index, RingState *state, int64_t until)
{
  uint64_t readable = state->end - state->view.tail, at = 0;
  Verdict verdict = TAKEN;
  while (at < readable && verdict == TAKEN && !state->is_broken) {
    verdict = take_event(collector, index, state, &at, readable, until);
    if (at < CONSUME_EVERY)
      continue;
    gantry_ring_consume(&state->view, at);
    readable -= at;
    at = 0;
    if (readable > 0 && is_late(collector))
      verdict = CUT;
  }
  if (at > 0)
    gantry_ring_consume(&state->view, at);
  return verdict == TAKEN && state->is_broken ? LATER : verdict;
}

/* Looks at the ring: all that is shared is read here, once. FALSE: there is nothing in it to look for. */
static bool
begin_turn (GantryCollector *collector, uint32_t index, RingState *state, bool last)
{
  if (!state->view.ring)
    state->view = gantry_segment_get_ring(collector->segment, index);
  GantryRing *ring = state->view.ring;
  /* Acquire, and before head is read: a ring that is retired now has its final head. */
  state->state = atomic_load_explicit(&ring->state, memory_order_acquire);
  if (state->state == GANTRY_RING_FREE)
    return false;
  if (!state->alive) {
    /* Acquire: pairs with the claim's release; whose ring it is is told before. */
    uint32_t tid = atomic_load_explicit(&ring->tid, memory_order_acquire);
    if (tid == 0) /* its owner is about to say who it is, and has recorded nothing yet */
      return false;
    state->alive = true;
    state->tid = tid;
    state->last_time = 0;
  }
  /* Acquire, and before head is read: all that was recorded before this moment is then seen. */
  state->seen_ticks = atomic_load_explicit(&ring->seen, memory_order_acquire);
  bool damaged = false;
  if (!state->is_final && !state->is_broken)
    state->end = state->view.tail + gantry_ring_readable(&state->view, &damaged);
  state->is_final = last;
  if (damaged) {
    state->is_broken = true;
    collector->totals.damaged++;
  }
  state->has_turn = true;
  return true;
}

static void
end_turn (GantryCollector *collector, uint32_t index, RingState *state, Verdict verdict, bool last)
{
  int64_t now = collector->round_now;
  /* What was refused comes again, with its own time: nothing later may be handed on before it. */
  if (verdict != REFUSED)
    hand_on_switches(collector, index, state, last ? INT64_MAX / 4 : now);
  collector->has_drained = collector->has_drained && verdict != REFUSED;
  int64_t seen = now;
  if (collector->from_self)
    seen = MIN(now, MAX(run_time(collector, state->seen_ticks), state->last_time));
  collector->sink.drained(index, seen, collector->user_data);
  state->has_turn = false;
  if (state->state == GANTRY_RING_RETIRED && verdict == TAKEN) {
    gantry_switch_queues_forget(collector->queues, state->tid);
    state->alive = false;
    gantry_segment_recycle_ring(collector->segment, index);
    collector->sink.retired(index, collector->user_data);
  }
}

/* FALSE: the pass was cut, and the next one goes on here. */
static bool
drain_ring (GantryCollector *collector, uint32_t index, bool last)
{
  RingState *state = &g_array_index(collector->rings, RingState, index);
  if (!state->has_turn && !begin_turn(collector, index, state, last))
    return true;
  int64_t until = collector->switches && !last ? collector->round_now : INT64_MAX;
  Verdict verdict = take_events(collector, index, state, until);
  if (verdict == CUT)
    return false;
  end_turn(collector, index, state, verdict, last);
  return true;
}

/* Of which lanes they were is not known: whoever has lanes knows which of them may have been there. */
static void
tell_lost_switches (GantryCollector *collector)
{
  const GArray *losses = gantry_kernel_switches_get_losses(collector->switches);
  for (guint i = 0; i < losses->len; i++) {
    const GantrySwitchLoss *loss = &g_array_index(losses, GantrySwitchLoss, i);
    GantryRecord record = {
        .time = MAX((int64_t)loss->to_ns - collector->start_ns, 0),
        .ring = UINT32_MAX,
        .lane = GANTRY_NO_LANE,
        .kind = GANTRY_EVENT_LOST,
        .detail = (uint16_t)(CLAMP(loss->cpu, GANTRY_NO_CPU, GANTRY_MAX_CPUS) + 1),
        .first = MIN(loss->count, GANTRY_TRACE_MOST_LOST),
        .second = (uint64_t)MAX((int64_t)loss->from_ns - collector->start_ns, 0),
    };
    collector->totals.switches_lost += record.first;
    collector->sink.event(&record, collector->user_data);
  }
}

static void
prepare_pass (GantryCollector *collector, int64_t now, bool last)
{
  gantry_clock_map_sample(&collector->map);
  if (!collector->switches)
    return;
  gantry_kernel_switches_drain(collector->switches, last, take_switch, collector);
  tell_lost_switches(collector);
  if (now - collector->expired_ns >= EXPIRE_AFTER_NS) {
    gantry_switch_queues_expire(collector->queues, (uint64_t)(now + collector->start_ns - EXPIRE_AFTER_NS));
    collector->expired_ns = now;
  }
}

/* FALSE: nothing was recorded yet. */
static bool
begin_round (GantryCollector *collector, bool last)
{
  if (!collector->has_zero && !find_zero(collector))
    return false;
  int64_t now = gantry_collector_now(collector);
  if (collector->switches && !last)
    now -= KERNEL_MARGIN_NS;
  collector->round_now = MAX(now, 0);
  prepare_pass(collector, collector->round_now, last);
  collector->n_rings = gantry_segment_get_n_used(collector->segment);
  if (collector->rings->len < collector->n_rings)
    g_array_set_size(collector->rings, collector->n_rings);
  collector->next = 0;
  collector->in_round = true;
  collector->is_last = last;
  collector->has_drained = true;
  return true;
}

/* All rings are empty and their writers gone. Those who were killed, or whose ring had no room to the end,
 * have left losses that no event tells. */
static void
tell_losses (GantryCollector *collector)
{
  uint32_t n_lanes = gantry_loss_tally_n_lanes(collector->segment);
  for (uint32_t lane = 0; lane < n_lanes; lane++) {
    uint64_t since;
    GantryRecord record = {.lane = lane, .kind = GANTRY_EVENT_LOST};
    record.first = gantry_loss_tally_untold(&collector->losses, collector->segment, lane, &since);
    record.time = collector->newest;
    record.second = (uint64_t)CLAMP(run_time(collector, since), 0, record.time);
    if (record.first > 0 && gantry_loss_tally_takes(&collector->losses, record.first) &&
        collector->sink.event(&record, collector->user_data))
      count_handed_on(collector, &record);
  }
}

/* A round that began earlier does not know what came since to the rings that it had seen: losses among it. */
static void
end_round (GantryCollector *collector)
{
  int64_t now = collector->round_now;
  if (collector->is_last && collector->has_drained)
    tell_losses(collector);
  /* More may come of a simulated run's newest moment; what is known does not depend on when it was looked at.
   */
  if (collector->is_virtual)
    now = collector->is_last ? collector->newest : MAX(collector->newest - 1, 0);
  collector->in_round = false;
  collector->sink.pass(now, collector->user_data);
}

/* FALSE: the pass was cut. */
static bool
go_round (GantryCollector *collector, bool last)
{
  while (collector->next < collector->n_rings) {
    if (!drain_ring(collector, collector->next, last))
      return false;
    collector->next++;
    if (collector->next % LOOK_EVERY_RINGS == 0 && is_late(collector))
      break;
  }
  if (collector->next < collector->n_rings)
    return false;
  end_round(collector);
  return true;
}

uint64_t
gantry_collector_pass (GantryCollector *collector, bool last)
{
  uint64_t before = collector->handed_on;
  collector->deadline = last ? 0 : gantry_monotonic_ns() + LONGEST_PASS_NS;
  /* A round that was cut ends first: what it has told of is known up to its own moment and no further. */
  bool goes_on = collector->in_round;
  if (goes_on)
    go_round(collector, last);
  if ((!goes_on || last) && begin_round(collector, last))
    go_round(collector, last);
  return collector->handed_on - before;
}

bool
gantry_collector_is_behind (const GantryCollector *collector)
{
  return collector->in_round;
}

const GantryCollectorTotals *
gantry_collector_get_taken (const GantryCollector *collector)
{
  return &collector->totals;
}

void
gantry_collector_get_totals (const GantryCollector *collector, GantryCollectorTotals *totals)
{
  *totals = collector->totals;
  totals->clock_jumps = collector->map.n_jumps;
  totals->clock_jump_ns = collector->map.jump_ns;
  totals->lost = gantry_loss_tally_sum(&collector->losses, collector->segment);
}
