/* Inks in blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/ink-sums.h"

#include <string.h>

#define BLOCK 16                /* pieces */
#define NO_INK GANTRY_MOST_INKS /* counted, and never asked for */
#define MOST_LANES 1000000u     /* whose inks are kept */
#define BOUNDS_AT_ONCE 16       /* whose waits for memory overlap */

typedef struct {
  int64_t times[GANTRY_MOST_INKS + 1];
} Times;

struct GantryInkSums {
  GArray *starts;    /* int64_t: when the first piece of each block starts, */
  GArray *blocks;    /* Times: and of all pieces before the end of it */
  GByteArray *inks;  /* of all pieces of these blocks */
  GByteArray *lanes; /* by lane id: its ink + 1; 0: not asked yet */
};

GantryInkSums *
gantry_ink_sums_new (void)
{
  GantryInkSums *sums = g_new(GantryInkSums, 1);
  sums->starts = g_array_new(FALSE, FALSE, sizeof(int64_t));
  sums->blocks = g_array_new(FALSE, FALSE, sizeof(Times));
  sums->inks = g_byte_array_new();
  sums->lanes = g_byte_array_new();
  return sums;
}

void
gantry_ink_sums_free (GantryInkSums *sums)
{
  g_array_unref(sums->starts);
  g_array_unref(sums->blocks);
  g_byte_array_unref(sums->inks);
  g_byte_array_unref(sums->lanes);
  g_free(sums);
}

/* To look a lane up takes longer than all else that is done with a piece. */
static uint8_t
ink_of (GantryInkSums *sums, const GantryPieces *pieces, uint32_t lane_id)
{
  if (lane_id >= MOST_LANES)
    return (uint8_t)pieces->lane_ink(pieces->painter, lane_id);
  if (lane_id >= sums->lanes->len) {
    guint before = sums->lanes->len;
    g_byte_array_set_size(sums->lanes, MAX(lane_id + 1, before * 2));
    memset(sums->lanes->data + before, 0, sums->lanes->len - before);
  }
  if (sums->lanes->data[lane_id] == 0)
    sums->lanes->data[lane_id] = (uint8_t)(pieces->lane_ink(pieces->painter, lane_id) + 1);
  return (uint8_t)(sums->lanes->data[lane_id] - 1);
}

/* There is at least one piece after the block, at which its last one ends. */
static void
append_block (GantryInkSums *sums, const GantryPieces *pieces, size_t first, Times *times)
{
  uint8_t inks[BLOCK];
  int64_t start, end;
  uint32_t lane_id;
  bool has_lane = pieces->lane(pieces, first, &start, &lane_id);
  g_array_append_val(sums->starts, start);
  for (size_t i = 0; i < BLOCK; i++) {
    inks[i] = has_lane ? ink_of(sums, pieces, lane_id) : NO_INK;
    has_lane = pieces->lane(pieces, first + i + 1, &end, &lane_id);
    times->times[inks[i]] += end - start;
    start = end;
  }
  g_byte_array_append(sums->inks, inks, BLOCK);
  g_array_append_val(sums->blocks, *times);
}

void
gantry_ink_sums_follow (GantryInkSums *sums, const GantryPieces *pieces)
{
  Times times = {{0}};
  if (sums->blocks->len > 0)
    times = g_array_index(sums->blocks, Times, sums->blocks->len - 1);
  /* The last piece may yet become longer: its block waits. */
  while (((size_t)sums->blocks->len + 1) * BLOCK < pieces->count)
    append_block(sums, pieces, (size_t)sums->blocks->len * BLOCK, &times);
}

static int64_t
block_start (const GantryInkSums *sums, size_t block)
{
  return g_array_index(sums->starts, int64_t, block);
}

/* The last whole block that starts at `time` or before, from `near`, which does, on: by steps that double,
 * then by halves. The number of blocks where it is not in one of them. */
static size_t
find_block (const GantryPieces *pieces, size_t near, int64_t time)
{
  const GantryInkSums *sums = pieces->inks;
  size_t step = 1, low = near, count = sums->starts->len, high;
  if (count == 0 || time >= pieces->start(pieces, count * BLOCK))
    return count;
  while (low + step < count && block_start(sums, low + step) <= time) {
    low += step;
    step *= 2;
  }
  high = MIN(low + step, count);
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (block_start(sums, middle) <= time)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* A whole block's times before a moment in it; returns the piece there. Without a branch on where that is, as
 * in the sums of lanes. */
static GantryLanePlace
add_in_block (const GantryPieces *pieces, size_t block, int64_t time, Times *times)
{
  const GantryInkSums *sums = pieces->inks;
  const uint8_t *inks = sums->inks->data + block * BLOCK;
  size_t first = block * BLOCK, last = 0;
  int64_t starts[BLOCK + 1];
  pieces->starts(pieces, first, BLOCK, starts);
  starts[BLOCK] =
      block + 1 < sums->starts->len ? block_start(sums, block + 1) : pieces->start(pieces, first + BLOCK);
  int64_t since = starts[0];
  for (size_t i = 0; i < BLOCK; i++) {
    int64_t until = MIN(starts[i + 1], time);
    times->times[inks[i]] += until - since;
    last += starts[i + 1] <= time;
    since = until;
  }
  return (GantryLanePlace){first + last, starts[last], starts[last + 1]};
}

/* The same of the pieces behind all whole blocks. */
static GantryLanePlace
add_in_rest (const GantryPieces *pieces, size_t first, int64_t time, Times *times)
{
  for (size_t i = first;; i++) {
    GantryPiece piece;
    pieces->get(pieces, i, &piece);
    if (piece.ink >= 0)
      times->times[piece.ink] += CLAMP(time, piece.start, MAX(piece.end, piece.start)) - piece.start;
    if (i + 1 >= pieces->count || pieces->start(pieces, i + 1) > time)
      return (GantryLanePlace){i, piece.start, piece.end};
  }
}

/* A moment in the row, whose times are looked for in two steps, so that several may wait for memory at once:
 * the block first. */
typedef struct {
  int64_t time;
  size_t block;
} Moment;

static void
begin_to_find (const GantryPieces *pieces, int64_t time, size_t *block, Moment *moment)
{
  const GantryInkSums *sums = pieces->inks;
  *block = find_block(pieces, *block, time);
  *moment = (Moment){time, *block};
  if (*block > 0) {
    const char *times = (const char *)&g_array_index(sums->blocks, Times, *block - 1);
    __builtin_prefetch(times);
    __builtin_prefetch(times + sizeof(Times) - 1);
  }
  if (*block < sums->blocks->len) {
    __builtin_prefetch(sums->inks->data + *block * BLOCK);
    pieces->fetch(pieces, *block * BLOCK, BLOCK);
  }
}

/* The times of all before the moment, and the piece there. */
static GantryLanePlace
sum_until (const GantryPieces *pieces, const Moment *moment, Times *times)
{
  const GantryInkSums *sums = pieces->inks;
  *times = (Times){{0}};
  if (moment->time < pieces->start(pieces, 0)) {
    GantryPiece first;
    pieces->get(pieces, 0, &first);
    return (GantryLanePlace){0, first.start, first.end};
  }
  if (moment->block > 0)
    *times = g_array_index(sums->blocks, Times, moment->block - 1);
  if (moment->block < sums->blocks->len)
    return add_in_block(pieces, moment->block, moment->time, times);
  return add_in_rest(pieces, moment->block * BLOCK, moment->time, times);
}

void
gantry_ink_sums_get_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
                             int64_t (*sums)[GANTRY_MOST_INKS], GantryLanePlace *places)
{
  Moment moments[BOUNDS_AT_ONCE];
  Times before = {{0}}, times;
  size_t block = 0;
  for (int i = 0, n_now = 0; i <= n_columns; i += n_now) {
    n_now = MIN(n_columns + 1 - i, BOUNDS_AT_ONCE);
    for (int j = 0; j < n_now; j++)
      begin_to_find(pieces, bounds[i + j], &block, &moments[j]);
    for (int j = 0; j < n_now; j++) {
      places[i + j] = sum_until(pieces, &moments[j], &times);
      for (int ink = 0; i + j > 0 && ink < GANTRY_MOST_INKS; ink++)
        sums[i + j - 1][ink] = times.times[ink] - before.times[ink];
      before = times;
    }
  }
}
