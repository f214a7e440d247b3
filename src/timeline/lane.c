/* A lane's intervals: written in one order, read in any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

/* Of a cache. */
#define INTERVALS_IN_LINE 4
/* Whose waits for memory overlap. */
#define BOUNDS_AT_ONCE 16

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
  GantryAppendStore *store = atomic_load_explicit(place, memory_order_relaxed);
  if (!store) {
    store = g_new(GantryAppendStore, 1);
    gantry_append_store_init(store, element_size);
    /* Release: readers see it initialised. */
    atomic_store_explicit(place, store, memory_order_release);
  }
  return store;
}

static const GantryStoredInterval *
stored_at (const GantryLane *lane, size_t index)
{
  return gantry_append_store_at(&lane->intervals, index);
}

/* Makes the sums up to the block that begins at `start`. */
static void
follow_sums (GantryLane *lane, size_t n_blocks, int64_t start)
{
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
  int64_t last = n_before > 0 ? stored_at(lane, n_before - 1)->start : lane->created - 1;
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
    follow_sums(lane, last_block + 1, stored_at(lane, last_block * GANTRY_SUMS_BLOCK)->start);
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
      floor = MAX(floor, stored_at(lane, count - 1)->start + 1);
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
  const GantryStoredInterval *last = stored_at(lane, count - 1);
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
  if (reason && *reason)
    atomic_store_explicit(&lane->reason, g_strdup(reason), memory_order_relaxed);
  atomic_store_explicit(&lane->result, result, memory_order_relaxed);
  atomic_store_explicit(&lane->outcome, (int)outcome, memory_order_relaxed);
  /* Release: whoever sees the end sees outcome, result, reason and all intervals. */
  atomic_store_explicit(&lane->ended, time, memory_order_release);
  return time;
}

void
gantry_lane_start (GantryLane *lane, int64_t time)
{
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

uint32_t
gantry_lane_get_pid (const GantryLane *lane)
{
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
  return atomic_load_explicit(&lane->started, memory_order_acquire);
}

int64_t
gantry_lane_get_ended (const GantryLane *lane)
{
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

int64_t
gantry_lane_get_known_until (const GantryLane *lane)
{
  /* Acquire, all of them, in this order. A lane that says "up to now" may have changed before now is read;
   * but whatever changed before that moment was said before the moment was. So a change is seen by reading
   * again, an end by reading it last, and what became "up to now" once more by its new interval: take_view()
   * below. */
  int64_t known = atomic_load_explicit(&lane->known, memory_order_acquire);
  if (known == GANTRY_NO_TIME) {
    int64_t now = atomic_load_explicit(lane->now, memory_order_acquire);
    known = atomic_load_explicit(&lane->known, memory_order_acquire);
    if (known == GANTRY_NO_TIME)
      known = now;
  }
  int64_t ended = gantry_lane_get_ended(lane);
  return ended != GANTRY_NO_TIME ? ended : known;
}

/* A consistent look at a lane: its visible intervals and how far the last one reaches. */
typedef struct {
  size_t count;
  int64_t known;
} View;

static View
take_view (const GantryLane *lane)
{
  View view;
  size_t count;
  /* The count was the same before and after, and it only grows: it was so when the end was read. */
  do {
    count = gantry_append_store_count(&lane->intervals);
    view.known = gantry_lane_get_known_until(lane);
  } while (count != gantry_append_store_count(&lane->intervals));
  /* The newest one may be published a moment before it is known to have a length. */
  if (count > 0 && stored_at(lane, count - 1)->start >= view.known)
    count--;
  view.count = count;
  return view;
}

size_t
gantry_lane_get_n_intervals (const GantryLane *lane)
{
  return take_view(lane).count;
}

int64_t
gantry_lane_get_start (const GantryLane *lane, size_t index)
{
  return stored_at(lane, index)->start;
}

void
gantry_lane_get_interval (const GantryLane *lane, size_t index, GantryInterval *interval)
{
  bool open = false;
  int64_t end = GANTRY_NO_TIME;
  if (index + 1 >= gantry_append_store_count(&lane->intervals)) {
    View view = take_view(lane);
    end = view.known;
    open = index + 1 == view.count && gantry_lane_get_ended(lane) == GANTRY_NO_TIME;
  }
  /* Looked at again: once there is a next interval, its start is the truth. */
  if (index + 1 < gantry_append_store_count(&lane->intervals)) {
    end = stored_at(lane, index + 1)->start;
    open = false;
  }
  const GantryStoredInterval *stored = stored_at(lane, index);
  *interval = (GantryInterval){
      .start = stored->start,
      .end = end,
      .state = gantry_stored_state(stored),
      .line = stored->state_and_line & GANTRY_LINE_MASK,
      .object = stored->object,
      .open = open,
  };
}

/* A look at a lane to find moments in it. */
typedef struct {
  const GantryLane *lane;
  size_t count;
  bool has_sums;
  GantrySumsLook sums;
} Look;

static Look
take_look (const GantryLane *lane, size_t count)
{
  Look look = {.lane = lane, .count = count, .has_sums = count > GANTRY_SUMS_LEAST};
  if (look.has_sums)
    look.sums = gantry_lane_sums_look(atomic_load_explicit(&lane->sums, memory_order_acquire), count);
  return look;
}

/* A moment in a lane: its interval is `first` or one of the few after it. */
typedef struct {
  int64_t time;
  size_t first;
  GantrySumsPlace place; /* where there are sums: of all before `first` */
} Moment;

/* Two steps, so that several moments may wait for memory at the same time. */
static void
begin_to_find (Look *look, int64_t time, Moment *moment)
{
  moment->time = time;
  moment->first = 0;
  if (look->has_sums)
    gantry_sums_find_group(&look->sums, time, &moment->place);
}

static void
go_on_to_find (const Look *look, Moment *moment)
{
  if (!look->has_sums)
    return;
  moment->first = gantry_sums_find_block(&look->sums, moment->time, &moment->place);
  const GantryStoredInterval *block = stored_at(look->lane, moment->first);
  for (size_t i = 0; i < GANTRY_SUMS_BLOCK; i += INTERVALS_IN_LINE)
    __builtin_prefetch(&block[i]);
}

bool
gantry_lane_find (const GantryLane *lane, int64_t time, size_t *index)
{
  View view = take_view(lane);
  if (view.count == 0 || time < lane->created || time >= view.known)
    return false;
  Look look = take_look(lane, view.count);
  Moment moment;
  begin_to_find(&look, time, &moment);
  go_on_to_find(&look, &moment);
  size_t found = moment.first;
  while (found + 1 < view.count && stored_at(lane, found + 1)->start <= time)
    found++;
  *index = found;
  return true;
}

/* The times of a lane from its creation to a moment. */
typedef struct {
  int64_t times[GANTRY_N_STATES];
  uint32_t states; /* those that may have any */
} Reading;

/* A reading to where the interval `at` begins; it goes on from one moment to the next. */
typedef struct {
  Reading reading;
  size_t at;
} Pen;

/* The interval after the one at `index`, which is `stored`. */
static const GantryStoredInterval *
next_stored (const GantryLane *lane, size_t index, const GantryStoredInterval *stored)
{
  /* Only a power of two begins another chunk. */
  return ((index + 1) & index) == 0 ? stored_at(lane, index + 1) : stored + 1;
}

/* Moves on to the interval of the moment, which is not before the last one: from there, or from the nearest
 * sums. Returns the interval. */
static const GantryStoredInterval *
read_up_to (const Look *look, const Moment *moment, Pen *pen)
{
  Reading *reading = &pen->reading;
  if (look->has_sums && (moment->first > pen->at || reading->states == 0)) {
    /* All states that occurred before are among these, so that no old time is left. */
    gantry_sums_get(&look->sums, &moment->place, reading->times);
    reading->states = moment->place.group->states;
    pen->at = moment->first;
  }
  const GantryStoredInterval *stored = stored_at(look->lane, pen->at);
  while (pen->at + 1 < look->count) {
    const GantryStoredInterval *next = next_stored(look->lane, pen->at, stored);
    if (next->start > moment->time)
      break;
    reading->times[gantry_stored_state(stored)] += next->start - stored->start;
    reading->states |= 1u << gantry_stored_state(stored);
    stored = next;
    pen->at++;
  }
  return stored;
}

/* Moves a reading to the moment, which lies in the interval that the pen is at, and adds what it grew by to
 * `sums`, if there are any. */
static void
move_reading (Reading *reading, const Pen *pen, const GantryStoredInterval *stored, int64_t time,
              int64_t *sums)
{
  GantryState state = gantry_stored_state(stored);
  reading->states |= pen->reading.states | 1u << state;
  for (uint32_t states = reading->states; states != 0; states &= states - 1) {
    int i = __builtin_ctz(states);
    int64_t until = pen->reading.times[i] + (i == (int)state ? time - stored->start : 0);
    if (sums)
      sums[i] += until - reading->times[i];
    reading->times[i] = until;
  }
}

/* Adds to each column what lies between its bounds, of which `moments` are the next `n`: the first one of all
 * ends none. `reading` is that at the last bound. */
static void
add_moments (const Look *look, const Moment *moments, size_t n, Pen *pen, Reading *reading,
             int64_t (*sums)[GANTRY_N_STATES], size_t *indices)
{
  for (size_t i = 0; i < n; i++) {
    const GantryStoredInterval *stored = read_up_to(look, &moments[i], pen);
    if (indices)
      indices[i] = pen->at;
    bool ends_column = reading->states != 0;
    move_reading(reading, pen, stored, moments[i].time, ends_column ? *sums : NULL);
    sums += ends_column;
  }
}

void
gantry_lane_add_columns (const GantryLane *lane, const int64_t *bounds, size_t n,
                         int64_t (*sums)[GANTRY_N_STATES], size_t *indices)
{
  View view = take_view(lane);
  if (view.count == 0 || view.known <= lane->created)
    return;
  Look look = take_look(lane, view.count);
  Moment moments[BOUNDS_AT_ONCE];
  Pen pen = {0};
  Reading reading = {0};
  for (size_t i = 0, n_now = 0; i <= n; i += n_now) {
    n_now = MIN(n + 1 - i, BOUNDS_AT_ONCE);
    for (size_t j = 0; j < n_now; j++)
      begin_to_find(&look, CLAMP(bounds[i + j], lane->created, view.known), &moments[j]);
    for (size_t j = 0; j < n_now; j++)
      go_on_to_find(&look, &moments[j]);
    add_moments(&look, moments, n_now, &pen, &reading, i == 0 ? sums : &sums[i - 1],
                indices ? indices + i : NULL);
  }
}

void
gantry_lane_add_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums)
{
  const int64_t bounds[] = {from, to};
  if (from < to)
    gantry_lane_add_columns(lane, bounds, 1, (int64_t(*)[GANTRY_N_STATES])sums, NULL);
}

size_t
gantry_lane_get_n_losses (const GantryLane *lane)
{
  const GantryAppendStore *losses = atomic_load_explicit(&lane->losses, memory_order_acquire);
  return losses ? gantry_append_store_count(losses) : 0;
}

const GantryLoss *
gantry_lane_get_loss (const GantryLane *lane, size_t index)
{
  return gantry_append_store_at(atomic_load_explicit(&lane->losses, memory_order_acquire), index);
}
