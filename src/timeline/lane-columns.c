/* Moments of a lane: which interval is there, and the times between them, which are differences of what came
 * before each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/block-times.h"

#include <string.h>

/* Of a cache. */
#define INTERVALS_IN_LINE 4
/* Whose waits for memory overlap. */
#define BOUNDS_AT_ONCE 32
/* Of a sum over many lanes; one alone lasts no longer. */
#define LONGEST (INT64_C(1) << 62)
#define MOST_CLASSES MAX(GANTRY_N_STATES, GANTRY_MOST_STATE_CLASSES)

/* A look at a lane to find moments in it. */
typedef struct {
  const GantryLane *lane;
  GantryLaneView view;
  bool has_sums;
  GantrySumsLook sums;
} Look;

static void
take_look (const GantryLane *lane, const GantryLaneView *view, Look *look)
{
  look->lane = lane;
  look->view = *view;
  look->has_sums = view->count > GANTRY_SUMS_LEAST;
  if (look->has_sums)
    /* Acquire: pairs with the release that made them be found; they are seen whole. */
    look->sums = gantry_lane_sums_look(atomic_load_explicit(&lane->sums, memory_order_acquire), view->count);
}

/* A moment in a lane: its interval is `first` or one of the few after it. */
typedef struct {
  int64_t time;
  size_t first;
  /* where there are sums: */
  const GantryStoredInterval *block; /* from `first` on */
  GantrySumsPlace place;             /* of all before `first` */
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
  moment->first = gantry_sums_find_block(moment->time, &moment->place);
  moment->block = gantry_lane_stored_at(look->lane, moment->first);
}

/* Asks memory for the block. Nothing else between one moment's and the next, so that many such questions are
 * under way at once. */
static void
fetch (const Moment *moment)
{
  for (size_t i = 0; i < GANTRY_SUMS_BLOCK; i += INTERVALS_IN_LINE)
    __builtin_prefetch(&moment->block[i]);
  /* In a file it may begin in the midst of a line, and end in one more. */
  __builtin_prefetch(&moment->block[GANTRY_SUMS_BLOCK - 1].object);
}

bool
gantry_lane_find (const GantryLane *lane, int64_t time, size_t *index)
{
  GantryLaneView view = gantry_lane_take_view(lane);
  if (view.count == 0 || time < lane->created || time >= view.known)
    return false;
  Look look;
  Moment moment;
  take_look(lane, &view, &look);
  begin_to_find(&look, time, &moment);
  go_on_to_find(&look, &moment);
  size_t found = moment.first;
  while (found + 1 < view.count && gantry_lane_stored_at(lane, found + 1)->start <= time)
    found++;
  *index = found;
  return true;
}

/* Reads what a lane spent in each class of states from its creation to a moment, as moments go on. */
typedef struct {
  Look look;
  const uint8_t *classes; /* by state */
  /* The group of sums that the last moment lay in, and what came before it. */
  const GantrySumsGroup *group;
  uint8_t states[GANTRY_N_STATES]; /* that the group counts, */
  uint8_t slots[GANTRY_N_STATES];  /* and the class of each */
  int64_t before_group[MOST_CLASSES];
  /* What came before the interval `at`, where intervals are gone through one by one. */
  bool has_times;
  size_t at;
  int64_t before_at[MOST_CLASSES];
} Reader;

/* What follows is made twice, for each number of classes: a loop of a known length has no branches. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

static ALWAYS_INLINE void
copy_times (int64_t *to, const int64_t *from, int n_classes)
{
  for (int i = 0; i < n_classes; i++)
    to[i] = from[i];
}

static void
enter_group (Reader *reader, const GantrySumsPlace *place)
{
  int64_t times[GANTRY_N_STATES];
  reader->group = place->group;
  gantry_sums_before_group(place, reader->states, times);
  memset(reader->before_group, 0, sizeof reader->before_group);
  for (unsigned i = 0; i < place->group->n_states; i++) {
    reader->slots[i] = reader->classes[reader->states[i]];
    reader->before_group[reader->slots[i]] += times[i];
  }
}

/* What came before the moment's block. */
static ALWAYS_INLINE void
get_before_block (Reader *reader, const Moment *moment, int64_t *times, int n_classes)
{
  const GantrySumsPlace *place = &moment->place;
  if (place->group != reader->group)
    enter_group(reader, place);
  copy_times(times, reader->before_group, n_classes);
  if (place->block == 0)
    return;
  const uint32_t *since = gantry_sums_since(place);
  int64_t rest = place->starts[place->block];
  for (unsigned i = 1; i < place->group->n_states; i++) {
    rest -= since[i - 1];
    times[reader->slots[i]] += since[i - 1];
  }
  times[reader->slots[0]] += rest;
}

/* Adds what a whole block's intervals last up to the moment, which lies in it. Without a branch on where that
 * is, which nobody can foretell; those after it last for nothing. Returns the interval there. */
static ALWAYS_INLINE size_t
add_block (const GantryStoredInterval *block, int64_t time, const uint8_t *classes, int64_t *times)
{
  int64_t since = block[0].start;
  size_t last = 0;
  for (int i = 0; i < GANTRY_SUMS_BLOCK; i++) {
    int64_t next = i + 1 < GANTRY_SUMS_BLOCK ? block[i + 1].start : INT64_MAX;
    int64_t until = MIN(next, time);
    times[classes[gantry_stored_state(&block[i])]] += until - since;
    last += next <= time;
    since = until;
  }
  return last;
}

/* The interval after the one at `index`, which is `stored`. */
static const GantryStoredInterval *
next_stored (const GantryLane *lane, size_t index, const GantryStoredInterval *stored)
{
  /* Only a power of two begins another chunk. */
  return ((index + 1) & index) == 0 ? gantry_lane_stored_at(lane, index + 1) : stored + 1;
}

/* The same one by one, from where the last moment was, or from the nearest sums. */
static ALWAYS_INLINE size_t
go_through (Reader *reader, const Moment *moment, int64_t *times, int n_classes)
{
  const Look *look = &reader->look;
  if (!reader->has_times || moment->first > reader->at) {
    if (look->has_sums)
      get_before_block(reader, moment, reader->before_at, n_classes);
    else
      memset(reader->before_at, 0, (size_t)n_classes * sizeof(int64_t));
    reader->at = moment->first;
    reader->has_times = true;
  }
  const GantryStoredInterval *stored = gantry_lane_stored_at(look->lane, reader->at);
  while (reader->at + 1 < look->view.count) {
    const GantryStoredInterval *next = next_stored(look->lane, reader->at, stored);
    if (next->start > moment->time)
      break;
    reader->before_at[reader->classes[gantry_stored_state(stored)]] += next->start - stored->start;
    stored = next;
    reader->at++;
  }
  copy_times(times, reader->before_at, n_classes);
  times[reader->classes[gantry_stored_state(stored)]] += moment->time - stored->start;
  return reader->at;
}

#ifdef GANTRY_BLOCK_TIMES_MOST
/* Whether the moment's block can be reckoned four intervals at a time. The last one of a group may have a
 * state that the group does not count. */
static ALWAYS_INLINE bool
is_short (const Moment *moment)
{
  const GantrySumsPlace *place = &moment->place;
  return place->block + 1 < place->n_blocks &&
         place->starts[place->block + 1] - place->starts[place->block] <= GANTRY_BLOCK_TIMES_MOST;
}

/* The same as read_until(), of such a block. */
static ALWAYS_INLINE void
read_short (Reader *reader, const Moment *moment, int64_t *times, GantryLanePlace *found, int n_classes)
{
  static const uint32_t nothing[GANTRY_N_STATES];
  const GantrySumsPlace *place = &moment->place;
  if (place->group != reader->group)
    enter_group(reader, place);
  copy_times(times, reader->before_group, n_classes);
  int64_t block_start = place->group->start + place->starts[place->block];
  GantryBlockTimes block;
  unsigned last = gantry_block_times_take(&block, moment->block, (uint32_t)(moment->time - block_start));
  const uint32_t *since = place->block > 0 ? gantry_sums_since(place) : nothing;
  int64_t rest = moment->time - place->group->start;
  for (unsigned i = 1; i < place->group->n_states; i++) {
    int64_t time = (int64_t)since[i - 1] + gantry_block_times_sum(&block, reader->states[i]);
    times[reader->slots[i]] += time;
    rest -= time;
  }
  times[reader->slots[0]] += rest;
  bool is_last = last + 1 == GANTRY_SUMS_BLOCK;
  found->index = moment->first + last;
  found->start = moment->block[last].start;
  found->end =
      is_last ? place->group->start + place->starts[place->block + 1] : moment->block[last + 1].start;
}
#endif

static void
find_ends (const Look *look, GantryLanePlace *place)
{
  bool is_last = place->index + 1 >= look->view.count;
  place->start = gantry_lane_stored_at(look->lane, place->index)->start;
  place->end = is_last ? look->view.known : gantry_lane_stored_at(look->lane, place->index + 1)->start;
}

/* Sets `times` to all that was before the moment, and `found` to the interval there. */
static ALWAYS_INLINE void
read_until (Reader *reader, const Moment *moment, int64_t *times, GantryLanePlace *found, int n_classes)
{
  const Look *look = &reader->look;
  /* The first block alone may lie in two chunks. */
  bool is_whole =
      look->has_sums && moment->first > 0 && moment->first + GANTRY_SUMS_BLOCK <= look->view.count;
#ifdef GANTRY_BLOCK_TIMES_MOST
  if (is_whole && is_short(moment)) {
    read_short(reader, moment, times, found, n_classes);
    return;
  }
#endif
  if (is_whole) {
    get_before_block(reader, moment, times, n_classes);
    found->index = moment->first + add_block(moment->block, moment->time, reader->classes, times);
  } else {
    found->index = go_through(reader, moment, times, n_classes);
  }
  find_ends(look, found);
}

/* What is done with each bound: the interval there, and the times until the bound before and until it. The
 * first bound has none before it (NULL). */
typedef void (*TakeBound)(size_t bound, const GantryLanePlace *place, const int64_t *before,
                          const int64_t *until, void *data);

/* Goes through the bounds from first to last; `n_classes` is known where it is called. FALSE: the lane has
 * nothing yet. */
static ALWAYS_INLINE bool
read_bounds (const GantryLane *lane, const int64_t *bounds, size_t n_bounds, const uint8_t *classes,
             int n_classes, TakeBound take, void *data)
{
  GantryLaneView view = gantry_lane_take_view(lane);
  if (view.count == 0 || view.known <= lane->created)
    return false;
  Reader reader;
  Moment moments[BOUNDS_AT_ONCE];
  int64_t times[2][MOST_CLASSES];
  reader.classes = classes;
  reader.group = NULL;
  reader.has_times = false;
  take_look(lane, &view, &reader.look);
  for (size_t i = 0, n_now = 0; i < n_bounds; i += n_now) {
    n_now = MIN(n_bounds - i, BOUNDS_AT_ONCE);
    for (size_t j = 0; j < n_now; j++)
      begin_to_find(&reader.look, CLAMP(bounds[i + j], lane->created, view.known), &moments[j]);
    for (size_t j = 0; j < n_now; j++)
      go_on_to_find(&reader.look, &moments[j]);
    for (size_t j = 0; j < n_now && reader.look.has_sums; j++)
      fetch(&moments[j]);
    for (size_t j = 0; j < n_now; j++) {
      size_t bound = i + j;
      int64_t *until = times[bound % 2], *before = times[(bound + 1) % 2];
      GantryLanePlace place;
      read_until(&reader, &moments[j], until, &place, n_classes);
      take(bound, &place, bound > 0 ? before : NULL, until, data);
    }
  }
  return true;
}

/* Where gantry_lane_add_columns() puts things. */
typedef struct {
  int64_t (*sums)[GANTRY_N_STATES];
  size_t *indices;
} StateColumns;

static ALWAYS_INLINE void
add_bound (size_t bound, const GantryLanePlace *place, const int64_t *before, const int64_t *until,
           void *data)
{
  const StateColumns *columns = data;
  if (columns->indices)
    columns->indices[bound] = place->index;
  for (int i = 0; i < GANTRY_N_STATES && before; i++) {
    int64_t *sum = &columns->sums[bound - 1][i], time = until[i] - before[i];
    *sum = MIN(*sum, LONGEST - time) + time;
  }
}

void
gantry_lane_add_columns (const GantryLane *lane, const int64_t *bounds, size_t n,
                         int64_t (*sums)[GANTRY_N_STATES], size_t *indices)
{
  uint8_t each[GANTRY_N_STATES];
  for (int i = 0; i < GANTRY_N_STATES; i++)
    each[i] = (uint8_t)i;
  StateColumns columns = {sums, indices};
  read_bounds(lane, bounds, n + 1, each, GANTRY_N_STATES, add_bound, &columns);
}

void
gantry_lane_add_times (const GantryLane *lane, int64_t from, int64_t to, int64_t *sums)
{
  const int64_t bounds[] = {from, to};
  if (from < to)
    gantry_lane_add_columns(lane, bounds, 1, (int64_t(*)[GANTRY_N_STATES])sums, NULL);
}

/* Where gantry_lane_get_columns() puts things. */
typedef struct {
  int64_t (*sums)[GANTRY_MOST_STATE_CLASSES];
  GantryLanePlace *places;
} ClassColumns;

static ALWAYS_INLINE void
get_bound (size_t bound, const GantryLanePlace *place, const int64_t *before, const int64_t *until,
           void *data)
{
  const ClassColumns *columns = data;
  columns->places[bound] = *place;
  for (int i = 0; i < GANTRY_MOST_STATE_CLASSES && before; i++)
    columns->sums[bound - 1][i] = until[i] - before[i];
}

bool
gantry_lane_get_columns (const GantryLane *lane, const int64_t *bounds, size_t n,
                         const uint8_t classes[GANTRY_N_STATES], int64_t (*sums)[GANTRY_MOST_STATE_CLASSES],
                         GantryLanePlace *places)
{
  ClassColumns columns = {sums, places};
  return read_bounds(lane, bounds, n + 1, classes, GANTRY_MOST_STATE_CLASSES, get_bound, &columns);
}
