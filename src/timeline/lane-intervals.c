/* A lane's intervals, read while they are written: one by one, by moment, and added up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

/* Of a cache. */
#define INTERVALS_IN_LINE 4
/* Whose waits for memory overlap. */
#define BOUNDS_AT_ONCE 16
/* Of a sum over many lanes; one alone lasts no longer. */
#define LONGEST (INT64_C(1) << 62)

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
  if (count > 0 && gantry_lane_stored_at(lane, count - 1)->start >= view.known)
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
  return gantry_lane_stored_at(lane, index)->start;
}

bool
gantry_lane_get_runner (const GantryLane *lane, size_t index, int64_t *start, uint32_t *runner)
{
  const GantryStoredInterval *stored = gantry_lane_stored_at(lane, index);
  *start = stored->start;
  *runner = stored->object;
  return gantry_stored_state(stored) == GANTRY_STATE_RUNNING;
}

void
gantry_lane_fetch (const GantryLane *lane, size_t index, size_t count)
{
  for (size_t i = 0; i < count; i += INTERVALS_IN_LINE)
    __builtin_prefetch(gantry_lane_stored_at(lane, index + i));
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
    end = gantry_lane_stored_at(lane, index + 1)->start;
    open = false;
  }
  const GantryStoredInterval *stored = gantry_lane_stored_at(lane, index);
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
    /* Acquire: pairs with the release that made them be found; they are seen whole. */
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
  const GantryStoredInterval *block = gantry_lane_stored_at(look->lane, moment->first);
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
  while (found + 1 < view.count && gantry_lane_stored_at(lane, found + 1)->start <= time)
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
  return ((index + 1) & index) == 0 ? gantry_lane_stored_at(lane, index + 1) : stored + 1;
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
  const GantryStoredInterval *stored = gantry_lane_stored_at(look->lane, pen->at);
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
    int64_t grown = until - reading->times[i];
    if (sums)
      sums[i] = MIN(sums[i], LONGEST - grown) + grown;
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
