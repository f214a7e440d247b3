/* Sums in levels: made block by block, found by two searches.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/lane-private.h"

/* Intervals that lie in one chunk, wherever they are. */
#define PIECE GANTRY_APPEND_STORE_FIRST
/* A group is not begun where there is no room for a few blocks. */
#define LEAST_BLOCKS 2u
/* Of a cache. */
#define STARTS_IN_LINE 16
#define WORDS_IN_LINE 16
#define GROUPS_IN_LINE 2

_Static_assert(GANTRY_SUMS_BLOCK % PIECE == 0 && GANTRY_SUMS_LEAST % GANTRY_SUMS_BLOCK == 0,
               "blocks are made of pieces, sums of blocks");
_Static_assert(GANTRY_SUMS_TOP == GANTRY_APPEND_STORE_FIRST, "the groups of a top lie in one chunk");

/* The sums since the lane's creation, while blocks are made. */
typedef struct {
  int64_t totals[GANTRY_N_STATES];
  uint32_t seen; /* states */
} Totals;

GantryLaneSums *
gantry_lane_sums_new (void)
{
  GantryLaneSums *sums = g_new0(GantryLaneSums, 1);
  gantry_append_store_init(&sums->tops, sizeof(int64_t));
  gantry_append_store_init(&sums->groups, sizeof(GantrySumsGroup));
  gantry_append_store_init(&sums->starts, sizeof(uint32_t));
  gantry_append_store_init(&sums->numbers, sizeof(uint32_t));
  return sums;
}

void
gantry_lane_sums_free (GantryLaneSums *sums)
{
  if (!sums)
    return;
  gantry_append_store_clear(&sums->tops);
  gantry_append_store_clear(&sums->groups);
  gantry_append_store_clear(&sums->starts);
  gantry_append_store_clear(&sums->numbers);
  g_free(sums);
}

/* The lowest state of the set, which is taken out of it. */
static unsigned
take_lowest (uint32_t *states)
{
  unsigned lowest = (unsigned)__builtin_ctz(*states);
  *states &= *states - 1;
  return lowest;
}

static int64_t
sum_before (const uint32_t *before, unsigned slot)
{
  return (int64_t)((uint64_t)before[2 * slot] | (uint64_t)before[2 * slot + 1] << 32);
}

static const GantrySumsGroup *
group_at (const GantryLaneSums *sums, size_t index)
{
  return gantry_append_store_at(&sums->groups, index);
}

static int64_t
start_of (const GantryAppendStore *intervals, size_t index)
{
  return ((const GantryStoredInterval *)gantry_append_store_at(intervals, index))->start;
}

static void
add_piece (const GantryStoredInterval *piece, int64_t end, Totals *totals)
{
  for (int i = 0; i < PIECE; i++) {
    int64_t until = i + 1 < PIECE ? piece[i + 1].start : end;
    unsigned state = gantry_stored_state(&piece[i]);
    totals->totals[state] += until - piece[i].start;
    totals->seen |= 1u << state;
  }
}

static void
add_block (const GantryAppendStore *intervals, size_t block, int64_t end, Totals *totals)
{
  size_t first = block * GANTRY_SUMS_BLOCK, next = first + GANTRY_SUMS_BLOCK;
  for (size_t i = first; i < next; i += PIECE)
    add_piece(gantry_append_store_at(intervals, i), i + PIECE < next ? start_of(intervals, i + PIECE) : end,
              totals);
}

static void
append_start (GantryLaneSums *sums, uint32_t since)
{
  gantry_append_store_append(&sums->starts, &since);
}

static void
begin_group (GantryLaneSums *sums, int64_t start, uint32_t states, const int64_t *totals)
{
  unsigned n_states = (unsigned)__builtin_popcount(states);
  uint32_t *numbers = gantry_append_store_reserve_run(&sums->numbers, (size_t)(2 + LEAST_BLOCKS) * n_states);
  GantrySumsGroup group = {
      .start = start,
      .first_block = (uint32_t)gantry_append_store_count(&sums->starts),
      .at = (uint32_t)gantry_append_store_count(&sums->numbers),
      .states = states,
      .n_states = n_states,
  };
  for (unsigned slot = 0; states != 0; slot++) {
    uint64_t total = (uint64_t)totals[take_lowest(&states)];
    numbers[2 * slot] = (uint32_t)total;
    numbers[2 * slot + 1] = (uint32_t)(total >> 32);
  }
  gantry_append_store_publish_run(&sums->numbers, (size_t)2 * n_states);
  append_start(sums, 0);
  /* Before the group, so that whoever sees this sees what it is found by. */
  if (gantry_append_store_count(&sums->groups) % GANTRY_SUMS_TOP == 0)
    gantry_append_store_append(&sums->tops, &start);
  gantry_append_store_append(&sums->groups, &group);
}

static void
go_on_with_group (GantryLaneSums *sums, const GantrySumsGroup *group, int64_t start, const int64_t *totals)
{
  const uint32_t *before = gantry_append_store_at(&sums->numbers, group->at);
  uint32_t *numbers = gantry_append_store_reserve(&sums->numbers);
  uint32_t states = group->states;
  (void)take_lowest(&states);
  for (unsigned slot = 1; states != 0; slot++)
    numbers[slot - 1] = (uint32_t)(totals[take_lowest(&states)] - sum_before(before, slot));
  gantry_append_store_publish_run(&sums->numbers, group->n_states - 1);
  append_start(sums, (uint32_t)(start - group->start));
}

/* Whether the group can take the sums of the next block, which begins at `start`. */
static bool
fits (const GantryLaneSums *sums, const GantrySumsGroup *group, int64_t start, uint32_t seen)
{
  size_t n_blocks = gantry_append_store_count(&sums->starts) - group->first_block;
  return seen == group->states && n_blocks < GANTRY_SUMS_GROUP &&
         start - group->start <= (int64_t)UINT32_MAX && gantry_append_store_room(&sums->starts) > 0 &&
         gantry_append_store_room(&sums->numbers) >= group->n_states;
}

/* The sums before the newest block, to go on from. */
static void
get_totals (const GantryLaneSums *sums, Totals *totals)
{
  size_t n_groups = gantry_append_store_count(&sums->groups);
  *totals = (Totals){0};
  if (n_groups == 0)
    return;
  const GantrySumsGroup *group = group_at(sums, n_groups - 1);
  const GantrySumsPlace place = {
      .group = group,
      .numbers = gantry_append_store_at(&sums->numbers, group->at),
      .starts = gantry_append_store_at(&sums->starts, group->first_block),
      .block = (uint32_t)(gantry_append_store_count(&sums->starts) - 1 - group->first_block),
  };
  const uint32_t *since = gantry_sums_since(&place);
  int64_t rest = place.starts[place.block];
  uint32_t states = group->states;
  unsigned lowest = take_lowest(&states);
  for (unsigned slot = 1; states != 0; slot++) {
    int64_t sum = place.block > 0 ? since[slot - 1] : 0;
    rest -= sum;
    totals->totals[take_lowest(&states)] = sum_before(place.numbers, slot) + sum;
  }
  totals->totals[lowest] = sum_before(place.numbers, 0) + rest;
  totals->seen = group->states;
}

void
gantry_lane_sums_follow (GantryLaneSums *sums, const GantryAppendStore *intervals, size_t n_blocks,
                         int64_t start)
{
  static const int64_t nothing[GANTRY_N_STATES];
  Totals totals;
  get_totals(sums, &totals);
  for (size_t block = MAX(gantry_append_store_count(&sums->starts), 1); block < n_blocks; block++) {
    int64_t begins = block + 1 < n_blocks ? start_of(intervals, block * GANTRY_SUMS_BLOCK) : start;
    add_block(intervals, block - 1, begins, &totals);
    /* Which states the first group counts is known after its first block. */
    if (block == 1)
      begin_group(sums, start_of(intervals, 0), totals.seen, nothing);
    const GantrySumsGroup *group = group_at(sums, gantry_append_store_count(&sums->groups) - 1);
    if (fits(sums, group, begins, totals.seen))
      go_on_with_group(sums, group, begins, totals.totals);
    else
      begin_group(sums, begins, totals.seen, totals.totals);
  }
}

GantrySumsLook
gantry_lane_sums_look (const GantryLaneSums *sums, size_t count)
{
  GantrySumsLook look = {
      .sums = sums,
      .end = (count - 1) / GANTRY_SUMS_BLOCK + 1,
      .n_groups = gantry_append_store_count(&sums->groups),
      .from = INT64_MAX,
      .until = INT64_MIN,
  };
  /* There may be newer ones by now. */
  while (group_at(sums, look.n_groups - 1)->first_block >= look.end)
    look.n_groups--;
  return look;
}

static bool
begins_later (const GantrySumsLook *look, size_t group, int64_t time)
{
  return group >= look->n_groups || group_at(look->sums, group)->start > time;
}

/* The last group that begins at or before `time`: among the tops, then among those of one, which lie in one
 * piece and whose waits for memory overlap. */
static size_t
find_group (const GantrySumsLook *look, int64_t time)
{
  size_t n_tops = (look->n_groups - 1) / GANTRY_SUMS_TOP + 1;
  size_t first = gantry_append_store_find_time(&look->sums->tops, n_tops, time) * GANTRY_SUMS_TOP;
  size_t n = MIN(look->n_groups - first, GANTRY_SUMS_TOP), low = 0;
  const GantrySumsGroup *groups = group_at(look->sums, first);
  for (size_t i = 0; i < n; i += GROUPS_IN_LINE)
    __builtin_prefetch(&groups[i]);
  for (size_t half; n > 1; n -= half) {
    half = n / 2;
    size_t is_later = groups[low + half].start <= time;
    low += half & -is_later;
  }
  return first + low;
}

void
gantry_sums_enter_group (GantrySumsLook *look, int64_t time)
{
  const GantryLaneSums *sums = look->sums;
  /* The next one, or any. */
  bool is_next = look->place.group && !begins_later(look, look->group + 1, time) &&
                 begins_later(look, look->group + 2, time);
  look->group = is_next ? look->group + 1 : find_group(look, time);
  const GantrySumsGroup *group = group_at(sums, look->group);
  const GantrySumsGroup *next = look->group + 1 < look->n_groups ? group_at(sums, look->group + 1) : NULL;
  const uint32_t *before = gantry_append_store_at(&sums->numbers, group->at);
  look->from = look->group > 0 ? group->start : INT64_MIN;
  look->until = next ? next->start : INT64_MAX;
  look->place = (GantrySumsPlace){
      .group = group,
      .numbers = before,
      .starts = gantry_append_store_at(&sums->starts, group->first_block),
      .n_blocks = (uint32_t)((next ? next->first_block : look->end) - group->first_block),
  };
  for (size_t i = 0; i < look->place.n_blocks; i += STARTS_IN_LINE)
    __builtin_prefetch(&look->place.starts[i]);
  for (size_t i = 0; i < 2 * (size_t)group->n_states; i += WORDS_IN_LINE)
    __builtin_prefetch(&before[i]);
}

void
gantry_sums_before_group (const GantrySumsPlace *place, uint8_t *states, int64_t *times)
{
  uint32_t rest = place->group->states;
  for (unsigned slot = 0; rest != 0; slot++) {
    states[slot] = (uint8_t)take_lowest(&rest);
    times[slot] = sum_before(place->numbers, slot);
  }
}
