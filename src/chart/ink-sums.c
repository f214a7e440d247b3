/* Inks in blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/ink-sums.h"

#include <string.h>

#define BLOCK 32 /* pieces */

typedef struct {
  int64_t times[GANTRY_MOST_INKS];
} Times;

struct GantryInkSums {
  GArray *blocks; /* Times of all pieces before the end of each block */
};

GantryInkSums *
gantry_ink_sums_new (void)
{
  GantryInkSums *sums = g_new(GantryInkSums, 1);
  sums->blocks = g_array_new(FALSE, FALSE, sizeof(Times));
  return sums;
}

void
gantry_ink_sums_free (GantryInkSums *sums)
{
  g_array_unref(sums->blocks);
  g_free(sums);
}

static void
add_pieces (const GantryPieces *pieces, size_t first, size_t end, Times *times)
{
  for (size_t i = first; i < end; i++) {
    GantryPiece piece;
    pieces->get(pieces, i, &piece);
    if (piece.ink >= 0)
      times->times[piece.ink] += piece.end - piece.start;
  }
}

void
gantry_ink_sums_follow (GantryInkSums *sums, const GantryPieces *pieces)
{
  Times times = {{0}};
  if (sums->blocks->len > 0)
    times = g_array_index(sums->blocks, Times, sums->blocks->len - 1);
  /* The last piece may yet become longer: its block waits. */
  while (((size_t)sums->blocks->len + 1) * BLOCK < pieces->count) {
    size_t first = (size_t)sums->blocks->len * BLOCK;
    add_pieces(pieces, first, first + BLOCK, &times);
    g_array_append_val(sums->blocks, times);
  }
}

/* The times of all before a moment, and the piece there. */
static size_t
sum_until (const GantryPieces *pieces, int64_t time, Times *times)
{
  GantryPiece piece;
  size_t index = 0;
  *times = (Times){{0}};
  if (!pieces->find(pieces, time, &index)) {
    pieces->get(pieces, 0, &piece);
    index = time < piece.start ? 0 : pieces->count - 1;
  }
  size_t block = MIN(index / BLOCK, pieces->inks->blocks->len);
  if (block > 0)
    *times = g_array_index(pieces->inks->blocks, Times, block - 1);
  add_pieces(pieces, block * BLOCK, index, times);
  pieces->get(pieces, index, &piece);
  if (piece.ink >= 0)
    times->times[piece.ink] += CLAMP(time, piece.start, MAX(piece.end, piece.start)) - piece.start;
  return index;
}

void
gantry_ink_sums_add_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
                             int64_t (*sums)[GANTRY_MOST_INKS], size_t *indices)
{
  Times before, times;
  indices[0] = sum_until(pieces, bounds[0], &before);
  for (int i = 0; i < n_columns; i++) {
    indices[i + 1] = sum_until(pieces, bounds[i + 1], &times);
    for (int ink = 0; ink < GANTRY_MOST_INKS; ink++)
      sums[i][ink] += times.times[ink] - before.times[ink];
    before = times;
  }
}
