/* The times of a row's inks, summed up in blocks of its pieces: for rows in the colours of tasks, of which
 * lanes keep no sums.
 *
 * They grow with the row, and are kept from frame to frame. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"

typedef struct GantryInkSums GantryInkSums;

GantryInkSums *gantry_ink_sums_new (void);
void gantry_ink_sums_free (GantryInkSums *sums);
/* Takes the row's new pieces; the inks of those before must be what they were. */
void gantry_ink_sums_follow (GantryInkSums *sums, const GantryPieces *pieces);
/* As the `get_columns` of pieces that have `inks`. */
void gantry_ink_sums_get_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
                                  int64_t (*sums)[GANTRY_MOST_INKS], GantryLanePlace *places);
