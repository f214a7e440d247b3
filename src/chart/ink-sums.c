/* Inks in blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/ink-sums.h"

#include <string.h>

#define BLOCK 16 /* pieces */
#define NO_INK UINT8_MAX

typedef struct {
  int64_t times[GANTRY_MOST_INKS];
} Times;

struct GantryInkSums {
  GArray *starts;   /* int64_t: when the first piece of each block starts, */
  GArray *blocks;   /* Times: and of all pieces before the end of it */
  GByteArray *inks; /* of all pieces of these blocks */
};

GantryInkSums *
gantry_ink_sums_new (void)
{
  GantryInkSums *sums = g_new(GantryInkSums, 1);
  sums->starts = g_array_new(FALSE, FALSE, sizeof(int64_t));
  sums->blocks = g_array_new(FALSE, FALSE, sizeof(Times));
  sums->inks = g_byte_array_new();
  return sums;
}

void
gantry_ink_sums_free (GantryInkSums *sums)
{
  g_array_unref(sums->starts);
  g_array_unref(sums->blocks);
  g_byte_array_unref(sums->inks);
  g_free(sums);
}

static void
append_block (GantryInkSums *sums, const GantryPieces *pieces, size_t first, Times *times)
{
  uint8_t inks[BLOCK];
  for (size_t i = 0; i < BLOCK; i++) {
    GantryPiece piece;
    pieces->get(pieces, first + i, &piece);
    inks[i] = piece.ink < 0 ? NO_INK : (uint8_t)piece.ink;
    if (i == 0)
      g_array_append_val(sums->starts, piece.start);
    if (piece.ink >= 0)
      times->times[piece.ink] += piece.end - piece.start;
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

/* A whole block's times before a moment in it; returns the piece there. */
static size_t
add_in_block (const GantryPieces *pieces, size_t block, int64_t time, Times *times)
{
  const uint8_t *inks = pieces->inks->inks->data + block * BLOCK;
  size_t first = block * BLOCK, i = 0;
  int64_t start = block_start(pieces->inks, block);
  for (;; i++) {
    int64_t next = i + 1 < BLOCK ? pieces->start(pieces, first + i + 1) : time + 1;
    int64_t part = MIN(next, time) - start;
    if (inks[i] != NO_INK && part > 0)
      times->times[inks[i]] += part;
    if (next > time)
      return first + i;
    start = next;
  }
}

/* The same of the pieces behind all whole blocks. */
static size_t
add_in_rest (const GantryPieces *pieces, size_t first, int64_t time, Times *times)
{
  for (size_t i = first;; i++) {
    GantryPiece piece;
    pieces->get(pieces, i, &piece);
    if (piece.ink >= 0)
      times->times[piece.ink] += CLAMP(time, piece.start, MAX(piece.end, piece.start)) - piece.start;
    if (i + 1 >= pieces->count || pieces->start(pieces, i + 1) > time)
      return i;
  }
}

/* The times of all before a moment, and the piece there. `*block`: where one that is no later was. */
static size_t
sum_until (const GantryPieces *pieces, int64_t time, size_t *block, Times *times)
{
  const GantryInkSums *sums = pieces->inks;
  *times = (Times){{0}};
  if (time < pieces->start(pieces, 0))
    return 0;
  *block = find_block(pieces, *block, time);
  if (*block > 0)
    *times = g_array_index(sums->blocks, Times, *block - 1);
  if (*block < sums->blocks->len)
    return add_in_block(pieces, *block, time, times);
  return add_in_rest(pieces, *block * BLOCK, time, times);
}

void
gantry_ink_sums_add_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
                             int64_t (*sums)[GANTRY_MOST_INKS], size_t *indices)
{
  Times before, times;
  size_t block = 0;
  indices[0] = sum_until(pieces, bounds[0], &block, &before);
  for (int i = 0; i < n_columns; i++) {
    indices[i + 1] = sum_until(pieces, bounds[i + 1], &block, &times);
    for (int ink = 0; ink < GANTRY_MOST_INKS; ink++)
      sums[i][ink] += times.times[ink] - before.times[ink];
    before = times;
  }
}
