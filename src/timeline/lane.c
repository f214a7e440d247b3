/* A lane: its facts, and its intervals as they are written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

GantryLane *
gantry_lane_new (uint32_t id, GantryLaneKind kind, const char *name, uint32_t parent, bool daemon,
                 int64_t created, uint32_t line, const _Atomic int64_t *now)
{
  GantryLane *lane = g_new0(GantryLane, 1);
  lane->id = id;
  lane->kind = kind;
  lane->name = g_strdup(name);
  lane->parent = parent;
  lane->daemon = daemon;
  lane->created = created;
  lane->now = now;
  lane->since = created;
  lane->line_created = line;
  lane->ring = lane->home_ring = GANTRY_NO_RING;
  lane->waited_for = GANTRY_NO_OBJECT;
  lane->core = GANTRY_NO_CPU;
  lane->end_at = GANTRY_NO_TIME;
  lane->older_loop = GANTRY_NO_LANE;
  atomic_init(&lane->loop, GANTRY_NO_LANE);
  atomic_init(&lane->started, GANTRY_NO_TIME);
  atomic_init(&lane->ended, GANTRY_NO_TIME);
  atomic_init(&lane->known, created);
  gantry_append_store_init(&lane->intervals, sizeof(GantryStoredInterval));
  gantry_lane_set(lane, created, GANTRY_STATE_CREATED, line, GANTRY_NO_OBJECT, true);
  return lane;
}

static void
store_free (GantryAppendStore *store)
{
  if (store)
    gantry_append_store_clear(store);
  g_free(store);
}

void
gantry_lane_free (GantryLane *lane)
{
  gantry_append_store_clear(&lane->intervals);
  /* Relaxed: no reader is left. */
  gantry_lane_sums_free(atomic_load_explicit(&lane->sums, memory_order_relaxed));
  store_free(atomic_load_explicit(&lane->losses, memory_order_relaxed));
  g_free(lane->name);
  g_free(atomic_load_explicit(&lane->reason, memory_order_relaxed));
  g_clear_pointer(&lane->notes, g_array_unref);
  g_free(lane);
}

/* Writer: the store, made when it is first needed. */
static GantryAppendStore *
ensure_store (_Atomic(GantryAppendStore *) *place, size_t element_size)
{
  /* Relaxed: stored by this thread alone. */
  GantryAppendStore *store = atomic_load_explicit(place, memory_order_relaxed);
  if (!store) {
    store = g_new(GantryAppendStore, 1);
    gantry_append_store_init(store, element_size);
    /* Release: readers see it initialised. */
    atomic_store_explicit(place, store, memory_order_release);
  }
  return store;
}

/* Makes the sums up to the block that begins at `start`. */
static void
follow_sums (GantryLane *lane, size_t n_blocks, int64_t start)
{
  /* Relaxed: stored by this thread alone. */
  GantryLaneSums *sums = atomic_load_explicit(&lane->sums, memory_order_relaxed);
  GantryLaneSums *made = sums ? NULL : gantry_lane_sums_new();
  gantry_lane_sums_follow(sums ? sums : made, &lane->intervals, n_blocks, start);
  /* Release: readers see the first sums whole. */
  if (made)
    atomic_store_explicit(&lane->sums, made, memory_order_release);
}

static void
publish_pending (GantryLane *lane)
{
  /* Relaxed: stored by this thread alone. */
  size_t count = atomic_load_explicit(&lane->intervals.count, memory_order_relaxed);
  /* The sums first: whoever sees an interval finds those of all blocks before it. */
  if (count % GANTRY_SUMS_BLOCK == 0 && count >= GANTRY_SUMS_LEAST)
    follow_sums(lane, count / GANTRY_SUMS_BLOCK + 1, lane->pending.start);
  GantryStoredInterval *place = gantry_append_store_reserve(&lane->intervals);
  *place = lane->pending;
  gantry_append_store_publish(&lane->intervals);
  lane->has_pending = false;
}

/* How many of them are sound, after one that starts at `last`. */
static size_t
count_sound (const GantryStoredInterval *intervals, size_t count, int64_t last)
{
  size_t i = 0;
  for (; i < count && gantry_stored_state(&intervals[i]) < GANTRY_N_STATES && intervals[i].start > last &&
         intervals[i].start < GANTRY_MOST_TIME;
       i++)
    last = intervals[i].start;
  return i;
}

size_t
gantry_lane_fill (GantryLane *lane, const GantryStoredInterval *intervals, size_t count, bool borrow)
{
  size_t n_before = gantry_append_store_count(&lane->intervals);
  int64_t last = n_before > 0 ? gantry_lane_stored_at(lane, n_before - 1)->start : lane->created - 1;
  size_t n_sound = count_sound(intervals, count, last);
  /* Nothing is missing at the beginning of a lane. */
  bool begins = n_before > 0 || (count > 0 && intervals[0].start == lane->created);
  if (n_sound == 0 || !begins || gantry_append_store_is_borrowed(&lane->intervals))
    return 0;
  if (borrow && n_before == 0)
    gantry_append_store_borrow(&lane->intervals, intervals, n_sound);
  else
    for (size_t i = 0; i < n_sound; i++)
      gantry_append_store_append(&lane->intervals, &intervals[i]);
  size_t last_block = (n_before + n_sound - 1) / GANTRY_SUMS_BLOCK;
  if (n_before + n_sound > GANTRY_SUMS_LEAST)
    follow_sums(lane, last_block + 1, gantry_lane_stored_at(lane, last_block * GANTRY_SUMS_BLOCK)->start);
  const GantryStoredInterval *newest = &intervals[n_sound - 1];
  lane->has_pending = false;
  lane->state = gantry_stored_state(newest);
  lane->line = newest->state_and_line & GANTRY_LINE_MASK;
  lane->object = newest->object;
  lane->since = newest->start;
  return n_sound;
}

static void
set_known (GantryLane *lane, int64_t known)
{
  /* Release: the intervals up to this moment were published before. */
  atomic_store_explicit(&lane->known, known, memory_order_release);
}

int64_t
gantry_lane_clamp (const GantryLane *lane, int64_t time)
{
  int64_t floor = lane->since;
  /* What readers have seen stays, for a nanosecond at least. */
  if (!lane->has_pending) {
    size_t count = gantry_append_store_count(&lane->intervals);
    if (count > 0)
      floor = MAX(floor, gantry_lane_stored_at(lane, count - 1)->start + 1);
  }
  return MAX(time, floor);
}

/* Whether the newest published interval is just this; then it may go on. */
static bool
goes_on (const GantryLane *lane, uint32_t state_and_line, uint32_t object)
{
  size_t count = gantry_append_store_count(&lane->intervals);
  if (count == 0)
    return false;
  const GantryStoredInterval *last = gantry_lane_stored_at(lane, count - 1);
  return last->state_and_line == state_and_line && last->object == object;
}

void
gantry_lane_set (GantryLane *lane, int64_t time, GantryState state, uint32_t line, uint32_t object,
                 bool fresh)
{
  uint32_t state_and_line = (uint32_t)state << GANTRY_LINE_BITS | (line & GANTRY_LINE_MASK);
  time = gantry_lane_clamp(lane, time);
  if (lane->has_pending && time > lane->pending.start)
    publish_pending(lane);
  bool merged = !fresh && goes_on(lane, state_and_line, object);
  lane->has_pending = !merged;
  if (!merged)
    lane->pending = (GantryStoredInterval){time, state_and_line, object};
  lane->state = state;
  lane->line = line;
  lane->object = object;
  lane->since = time;
  set_known(lane, time);
}

void
gantry_lane_show (GantryLane *lane, int64_t known)
{
  /* Relaxed: this thread alone stores it. What was known stays known (GANTRY_NO_TIME is the smallest). */
  known = MAX(known, atomic_load_explicit(&lane->known, memory_order_relaxed));
  if (lane->has_pending && known > lane->pending.start)
    publish_pending(lane);
  set_known(lane, known);
}

void
gantry_lane_show_now (GantryLane *lane)
{
  if (lane->has_pending)
    publish_pending(lane);
  set_known(lane, GANTRY_NO_TIME);
}

int64_t
gantry_lane_end (GantryLane *lane, int64_t time, GantryOutcome outcome, int64_t result, const char *reason)
{
  time = gantry_lane_clamp(lane, time);
  gantry_lane_show(lane, time);
  lane->has_pending = false;
  /* Relaxed, these three: the release of the end publishes them. */
  if (reason && *reason)
    atomic_store_explicit(&lane->reason, g_strdup(reason), memory_order_relaxed);
  atomic_store_explicit(&lane->result, result, memory_order_relaxed);
  atomic_store_explicit(&lane->outcome, (int)outcome, memory_order_relaxed);
  /* Release: whoever sees the end sees outcome, result, reason and all intervals. */
  atomic_store_explicit(&lane->ended, time, memory_order_release);
  return time;
}

void
gantry_lane_limit (GantryLane *lane, int64_t known)
{
  set_known(lane, known);
}

void
gantry_lane_start (GantryLane *lane, int64_t time)
{
  /* Release: whoever sees that it has started sees its process, stored before. */
  atomic_store_explicit(&lane->started, time, memory_order_release);
}

void
gantry_lane_add_loss (GantryLane *lane, int64_t from, int64_t to, uint64_t count)
{
  GantryLoss loss = {MIN(from, to), to, count};
  gantry_append_store_append(ensure_store(&lane->losses, sizeof(GantryLoss)), &loss);
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

bool
gantry_lane_is_counted (const GantryLane *lane)
{
  return !lane->is_uncounted;
}

bool
gantry_lane_is_task (const GantryLane *lane)
{
  bool can_be =
      lane->kind == GANTRY_LANE_THREAD || lane->kind == GANTRY_LANE_PROCESS || lane->kind == GANTRY_LANE_TASK;
  return can_be && !lane->is_uncounted;
}

uint32_t
gantry_lane_get_pid (const GantryLane *lane)
{
  /* Relaxed: stands for itself. */
  return atomic_load_explicit(&lane->pid, memory_order_relaxed);
}

int64_t
gantry_lane_get_created (const GantryLane *lane)
{
  return lane->created;
}

int64_t
gantry_lane_get_started (const GantryLane *lane)
{
  /* Acquire: pairs with gantry_lane_start(). */
  return atomic_load_explicit(&lane->started, memory_order_acquire);
}

int64_t
gantry_lane_get_ended (const GantryLane *lane)
{
  /* Acquire: pairs with gantry_lane_end(); all intervals, outcome, result and reason are seen. */
  return atomic_load_explicit(&lane->ended, memory_order_acquire);
}

/* The three below are written before `ended` and mean nothing without it. */

GantryOutcome
gantry_lane_get_outcome (const GantryLane *lane)
{
  if (gantry_lane_get_ended(lane) == GANTRY_NO_TIME)
    return GANTRY_OUTCOME_NONE;
  return (GantryOutcome)atomic_load_explicit(&lane->outcome, memory_order_relaxed);
}

int64_t
gantry_lane_get_result (const GantryLane *lane)
{
  if (gantry_lane_get_ended(lane) == GANTRY_NO_TIME)
    return 0;
  return atomic_load_explicit(&lane->result, memory_order_relaxed);
}

const char *
gantry_lane_get_reason (const GantryLane *lane)
{
  if (gantry_lane_get_ended(lane) == GANTRY_NO_TIME)
    return NULL;
  return atomic_load_explicit(&lane->reason, memory_order_relaxed);
}

size_t
gantry_lane_get_n_losses (const GantryLane *lane)
{
  /* Acquire: pairs with ensure_store(). */
  const GantryAppendStore *losses = atomic_load_explicit(&lane->losses, memory_order_acquire);
  return losses ? gantry_append_store_count(losses) : 0;
}

const GantryLoss *
gantry_lane_get_loss (const GantryLane *lane, size_t index)
{
  return gantry_append_store_at(atomic_load_explicit(&lane->losses, memory_order_acquire), index);
}
