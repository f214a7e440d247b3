/* A lane's intervals: written in one order, read in any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

#define LINE_BITS 27

GantryLane *
gantry_lane_new (uint32_t id, GantryLaneKind kind, const char *name, uint32_t parent, bool daemon, int64_t created,
                 const _Atomic int64_t *now)
{
  GantryLane *lane = g_new0 (GantryLane, 1);
  lane->id = id;
  lane->kind = kind;
  lane->name = g_strdup (name);
  lane->parent = parent;
  lane->daemon = daemon;
  lane->created = created;
  lane->now = now;
  lane->cpu = GANTRY_NO_CPU;
  atomic_init (&lane->started, GANTRY_NO_TIME);
  atomic_init (&lane->ended, GANTRY_NO_TIME);
  atomic_init (&lane->known, created);
  gantry_append_store_init (&lane->intervals, sizeof (GantryStoredInterval));
  gantry_append_store_init (&lane->blocks, sizeof (GantryLaneSums));
  gantry_append_store_init (&lane->losses, sizeof (GantryLoss));
  gantry_lane_set (lane, created, GANTRY_STATE_CREATED, 0, GANTRY_NO_OBJECT);
  return lane;
}

void
gantry_lane_free (GantryLane *lane)
{
  gantry_append_store_clear (&lane->intervals);
  gantry_append_store_clear (&lane->blocks);
  gantry_append_store_clear (&lane->losses);
  g_free (lane->name);
  g_free (atomic_load_explicit (&lane->reason, memory_order_relaxed));
  if (lane->notes)
    g_array_unref (lane->notes);
  g_free (lane);
}

static GantryState
stored_state (const GantryStoredInterval *stored)
{
  return stored->state_and_line >> LINE_BITS;
}

int64_t
gantry_lane_floor (const GantryLane *lane)
{
  return lane->since;
}

/* Publishes the pending interval; the one before it is closed by that. */
static void
publish_pending (GantryLane *lane)
{
  size_t count = gantry_append_store_count (&lane->intervals);
  if (count > 0) {
    const GantryStoredInterval *last = gantry_append_store_at (&lane->intervals, count - 1);
    lane->sums.sums[stored_state (last)] += lane->pending.start - last->start;
  }
  if (count % GANTRY_LANE_BLOCK == 0) {
    GantryLaneSums *block = gantry_append_store_reserve (&lane->blocks);
    *block = lane->sums;
    gantry_append_store_publish (&lane->blocks);
  }
  GantryStoredInterval *stored = gantry_append_store_reserve (&lane->intervals);
  *stored = lane->pending;
  gantry_append_store_publish (&lane->intervals);
  lane->has_pending = false;
}

void
gantry_lane_set (GantryLane *lane, int64_t time, GantryState state, uint32_t line, uint32_t object)
{
  time = MAX (time, gantry_lane_floor (lane));
  if (lane->has_pending && time > lane->pending.start)
    publish_pending (lane);
  lane->pending = (GantryStoredInterval){
      .start = time,
      .state_and_line = (uint32_t) state << LINE_BITS | (line & ((1u << LINE_BITS) - 1)),
      .object = object,
  };
  lane->has_pending = true;
  lane->state = state;
  lane->line = line;
  lane->object = object;
  lane->since = time;
  gantry_lane_set_known (lane, time);
}

bool
gantry_lane_flush (GantryLane *lane, int64_t now)
{
  if (!lane->has_pending)
    return true;
  if (now <= lane->pending.start)
    return false;
  publish_pending (lane);
  return true;
}

void
gantry_lane_set_known (GantryLane *lane, int64_t known)
{
  /* Release: pairs with readers' acquire; intervals up to this moment were published before. */
  atomic_store_explicit (&lane->known, known, memory_order_release);
}

void
gantry_lane_end (GantryLane *lane, int64_t time, GantryOutcome outcome, int64_t result, const char *reason)
{
  time = MAX (time, gantry_lane_floor (lane));
  if (lane->has_pending && time > lane->pending.start)
    publish_pending (lane);
  lane->has_pending = false;
  if (reason && *reason)
    atomic_store_explicit (&lane->reason, g_strdup (reason), memory_order_relaxed);
  atomic_store_explicit (&lane->result, result, memory_order_relaxed);
  atomic_store_explicit (&lane->outcome, outcome, memory_order_relaxed);
  gantry_lane_set_known (lane, time);
  /* Release: whoever sees the end sees outcome, result and all intervals. */
  atomic_store_explicit (&lane->ended, time, memory_order_release);
}

void
gantry_lane_add_loss (GantryLane *lane, int64_t from, int64_t to, uint64_t count)
{
  GantryLoss *loss = gantry_append_store_reserve (&lane->losses);
  *loss = (GantryLoss){MIN (from, to), to, count};
  gantry_append_store_publish (&lane->losses);
}

uint32_t
gantry_lane_get_id (const GantryLane *lane)
{
  return lane->id;
}

GantryLaneKind
gantry_lane_get_kind (const GantryLane *lane)
{
  return lane->kind;
}

const char *
gantry_lane_get_name (const GantryLane *lane)
{
  return lane->name;
}

uint32_t
gantry_lane_get_parent (const GantryLane *lane)
{
  return lane->parent;
}

bool
gantry_lane_is_daemon (const GantryLane *lane)
{
  return lane->daemon;
}

uint32_t
gantry_lane_get_pid (const GantryLane *lane)
{
  return atomic_load_explicit (&lane->pid, memory_order_relaxed);
}

int64_t
gantry_lane_get_created (const GantryLane *lane)
{
  return lane->created;
}

int64_t
gantry_lane_get_started (const GantryLane *lane)
{
  return atomic_load_explicit (&lane->started, memory_order_relaxed);
}

int64_t
gantry_lane_get_ended (const GantryLane *lane)
{
  return atomic_load_explicit (&lane->ended, memory_order_acquire);
}

GantryOutcome
gantry_lane_get_outcome (const GantryLane *lane)
{
  return (GantryOutcome) atomic_load_explicit (&lane->outcome, memory_order_relaxed);
}

int64_t
gantry_lane_get_result (const GantryLane *lane)
{
  return atomic_load_explicit (&lane->result, memory_order_relaxed);
}

const char *
gantry_lane_get_reason (const GantryLane *lane)
{
  return atomic_load_explicit (&lane->reason, memory_order_relaxed);
}

size_t
gantry_lane_get_n_intervals (const GantryLane *lane)
{
  return gantry_append_store_count (&lane->intervals);
}

int64_t
gantry_lane_get_known_until (const GantryLane *lane)
{
  int64_t ended = gantry_lane_get_ended (lane);
  if (ended != GANTRY_NO_TIME)
    return ended;
  int64_t known = atomic_load_explicit (&lane->known, memory_order_acquire);
  return known != GANTRY_NO_TIME ? known : atomic_load_explicit (lane->now, memory_order_acquire);
}

void
gantry_lane_get_interval (const GantryLane *lane, size_t index, GantryInterval *interval)
{
  /* Known first: if the count then still ends here, the interval reaches at least as far. */
  int64_t known = gantry_lane_get_known_until (lane);
  size_t count = gantry_append_store_count (&lane->intervals);
  const GantryStoredInterval *stored = gantry_append_store_at (&lane->intervals, index);
  bool is_last = index + 1 == count;
  int64_t end = known;
  if (!is_last)
    end = ((const GantryStoredInterval *) gantry_append_store_at (&lane->intervals, index + 1))->start;
  *interval = (GantryInterval){
      .start = stored->start,
      .end = MAX (end, stored->start),
      .state = stored_state (stored),
      .line = stored->state_and_line & ((1u << LINE_BITS) - 1),
      .object = stored->object,
      .open = is_last && gantry_lane_get_ended (lane) == GANTRY_NO_TIME,
  };
}

static int64_t
start_of (const GantryLane *lane, size_t index)
{
  return ((const GantryStoredInterval *) gantry_append_store_at (&lane->intervals, index))->start;
}

bool
gantry_lane_find (const GantryLane *lane, int64_t time, size_t *index)
{
  size_t count = gantry_append_store_count (&lane->intervals);
  if (count == 0 || time < start_of (lane, 0) || time >= gantry_lane_get_known_until (lane))
    return false;
  size_t low = 0, high = count; /* start_of (low) <= time < start_of (high) */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (start_of (lane, middle) <= time)
      low = middle;
    else
      high = middle;
  }
  *index = low;
  return true;
}

/* Adds to `sums` the time from the lane's first interval to `time`, with `sign`. */
static void
add_times_until (const GantryLane *lane, int64_t time, int64_t sign, int64_t *sums)
{
  size_t count = gantry_append_store_count (&lane->intervals);
  if (count == 0 || time <= start_of (lane, 0))
    return;
  int64_t last = gantry_lane_get_known_until (lane);
  size_t index = count - 1;
  if (time < last && gantry_lane_find (lane, time, &index))
    last = time;
  size_t block = MIN (index, count - 1) / GANTRY_LANE_BLOCK;
  const GantryLaneSums *before = gantry_append_store_at (&lane->blocks, block);
  for (int i = 0; i < GANTRY_N_STATES; i++)
    sums[i] += sign * before->sums[i];
  for (size_t i = block * GANTRY_LANE_BLOCK; i <= index; i++) {
    const GantryStoredInterval *stored = gantry_append_store_at (&lane->intervals, i);
    int64_t end = i < index ? start_of (lane, i + 1) : last;
    sums[stored_state (stored)] += sign * MAX (end - stored->start, 0);
  }
}

void
gantry_lane_add_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums)
{
  if (from >= to)
    return;
  add_times_until (lane, to, 1, sums);
  add_times_until (lane, from, -1, sums);
}

size_t
gantry_lane_get_n_losses (const GantryLane *lane)
{
  return gantry_append_store_count (&lane->losses);
}

const GantryLoss *
gantry_lane_get_loss (const GantryLane *lane, size_t index)
{
  return gantry_append_store_at (&lane->losses, index);
}
