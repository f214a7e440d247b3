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

/* A reader's look at the first `count` intervals, as if there were no more. */
typedef struct {
  const GantryLaneSums *sums;
  size_t end; /* of the blocks */
  size_t n_groups;
  size_t group; /* that the last moment was found in: it is looked at first */
} GantrySumsLook;

/* Where a moment lies: a group, then a block of it. */
typedef struct {
  const GantrySumsGroup *group;
  const uint32_t *starts; /* of the group's blocks, */
  size_t n_blocks;        /* that there are */
  size_t block;           /* counted from the group's first */
} GantrySumsPlace;

GantryLaneSums *gantry_lane_sums_new (void);
void gantry_lane_sums_free (GantryLaneSums *sums);
/* Writer: makes what is missing of the first `n_blocks` blocks from the lane's intervals
 * (GantryStoredInterval), of which the last block's first one, which starts at `start`, need not be there. */
void gantry_lane_sums_follow (GantryLaneSums *sums, const GantryAppendStore *intervals, size_t n_blocks,
                              int64_t start);
/* Readers: a look at what there was when the lane had `count` intervals. */
GantrySumsLook gantry_lane_sums_look (const GantryLaneSums *sums, size_t count);
/* The last group, and then the last block in it, that begins at or before `time`. Two steps, so that whoever
 * looks for several moments need not wait for memory each time. Returns the block's first interval. */
void gantry_sums_find_group (GantrySumsLook *look, int64_t time, GantrySumsPlace *place);
size_t gantry_sums_find_block (const GantrySumsLook *look, int64_t time, GantrySumsPlace *place);
/* Puts into `times` (GANTRY_N_STATES of them) what comes before that block: of the states of its group, the
 * others have none. */
void gantry_sums_get (const GantrySumsLook *look, const GantrySumsPlace *place, int64_t *times);
