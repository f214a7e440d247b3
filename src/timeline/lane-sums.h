/* The times of a lane's states, summed up in levels, so that any range costs two searches and two blocks.
 *
 * A block is GANTRY_SUMS_BLOCK intervals in a row; for each is kept what came before it. A group is up to
 * GANTRY_SUMS_GROUP blocks: it has the sums since the lane's creation up to its first block, and each block
 * after that one has what was added since, in 32 bits each. Only states that have occurred are counted. A
 * group ends early, always at a block's end, where a state occurs that it does not count, where a block
 * begins 2^32 ns or more after it, or where a chunk of `starts` or `numbers` is full: so what it has in each
 * lies in one piece.
 *
 * `starts` has for each block when it starts, less the start of its group. In `numbers` a group that counts n
 * states (the bits set in `states`, from the lowest) has
 *   2 n words: the sum of each state before the group, low word, high word;
 *   n - 1 words for each block after its first: the sum of each state since the group's start but the lowest
 *   one's, which is the rest of the time since.
 *
 * `tops` has the start of each GANTRY_SUMS_TOP-th group: few enough to stay in the processor's nearest cache
 * where the groups do not.
 *
 * It takes 0.5 bytes an interval where two states alternate, 1 where there are four. The stores are plain and
 * hold no addresses; they can be made again from the intervals alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/append-store.h"

#define GANTRY_SUMS_BLOCK 16
#define GANTRY_SUMS_GROUP 64
#define GANTRY_SUMS_TOP 8
#define GANTRY_SUMS_PART 8 /* blocks of a group, when one is looked for */
/* A lane of up to so many intervals has no sums. */
#define GANTRY_SUMS_LEAST 128

typedef struct {
  int64_t start;        /* of its first interval */
  uint32_t first_block; /* the number of its first block in the lane */
  uint32_t at;          /* of its first number */
  uint32_t states;      /* a bit for each that is counted */
  uint32_t n_states;
} GantrySumsGroup;

typedef struct {
  GantryAppendStore tops;    /* int64_t */
  GantryAppendStore groups;  /* GantrySumsGroup */
  GantryAppendStore starts;  /* uint32_t, by block */
  GantryAppendStore numbers; /* uint32_t */
} GantryLaneSums;

/* Where a moment lies: a group, then a block of it. */
typedef struct {
  const GantrySumsGroup *group;
  const uint32_t *numbers; /* the group's */
  const uint32_t *starts;  /* of its blocks, */
  uint32_t n_blocks;       /* how many there are, */
  uint32_t block;          /* and which it is, counted from the group's first */
} GantrySumsPlace;

/* A reader's look at the first `count` intervals, as if there were no more. */
typedef struct {
  const GantryLaneSums *sums;
  size_t end; /* of the blocks */
  size_t n_groups;
  /* The group that the last moment was found in, and when it begins and ends: it is looked at first. */
  size_t group;
  int64_t from, until;
  GantrySumsPlace place;
} GantrySumsLook;

GantryLaneSums *gantry_lane_sums_new (void);
void gantry_lane_sums_free (GantryLaneSums *sums);
/* Writer: makes what is missing of the first `n_blocks` blocks from the lane's intervals
 * (GantryStoredInterval), of which the last block's first one, which starts at `start`, need not be there. */
void gantry_lane_sums_follow (GantryLaneSums *sums, const GantryAppendStore *intervals, size_t n_blocks,
                              int64_t start);
/* Readers: a look at what there was when the lane had `count` intervals. */
GantrySumsLook gantry_lane_sums_look (const GantryLaneSums *sums, size_t count);
/* Finds a moment that does not lie in the group that the last one was found in; see gantry_sums_find_group().
 */
void gantry_sums_enter_group (GantrySumsLook *look, int64_t time);

/* The last group, and then the last block in it, that begins at or before `time`. Two steps, so that whoever
 * looks for several moments need not wait for memory each time. */
static inline void
gantry_sums_find_group (GantrySumsLook *look, int64_t time, GantrySumsPlace *place)
{
  if (time < look->from || time >= look->until)
    gantry_sums_enter_group(look, time);
  *place = look->place;
}

/* What was added to the time of each state but the first, from the group's start to the start of one of its
 * blocks; the group's first block has none. */
static inline const uint32_t *
gantry_sums_since (const GantrySumsPlace *place)
{
  size_t n_states = place->group->n_states;
  return place->numbers + n_states + 1 + place->block * (n_states - 1);
}

/* Returns the block's first interval. Without a branch on the comparisons, which nobody can foretell. */
static inline size_t
gantry_sums_find_block (int64_t time, GantrySumsPlace *place)
{
  uint32_t since = (uint32_t)CLAMP(time - place->group->start, 0, (int64_t)UINT32_MAX), block = 0;
  const uint32_t *starts = place->starts;
  if (place->n_blocks == GANTRY_SUMS_GROUP) {
    /* All at once, where a search by halves would wait for each. */
    uint32_t part = 0;
    for (int i = GANTRY_SUMS_PART; i < GANTRY_SUMS_GROUP; i += GANTRY_SUMS_PART)
      block += starts[i] <= since ? GANTRY_SUMS_PART : 0;
    for (int i = 1; i < GANTRY_SUMS_PART; i++)
      part += starts[block + (uint32_t)i] <= since;
    block += part;
  } else {
    for (uint32_t n = place->n_blocks, half; n > 1; n -= half) {
      half = n / 2;
      uint32_t is_later = starts[block + half] <= since;
      block += half & -is_later;
    }
  }
  place->block = block;
  __builtin_prefetch(gantry_sums_since(place));
  return (place->group->first_block + (size_t)block) * GANTRY_SUMS_BLOCK;
}

/* Which states a group counts, from the first on, and the time of each before the group. */
void gantry_sums_before_group (const GantrySumsPlace *place, uint8_t *states, int64_t *times);
