/* What was told of each lane's losses, and what is counted in the segment beside it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/segment.h"

/* Of one report, and of a lane. */
#define GANTRY_TRACE_MOST_LOST (UINT64_C(1) << 48)
/* Of all together. */
#define GANTRY_TRACE_MOST_LOST_IN_ALL (UINT64_C(1) << 62)

typedef struct {
  GArray *told;    /* uint64_t, by lane */
  uint64_t in_all; /* of these */
} GantryLossTally;

void gantry_loss_tally_init (GantryLossTally *tally);
void gantry_loss_tally_clear (GantryLossTally *tally);

/* Whether so much can be lost, after what was told already. */
bool gantry_loss_tally_takes (const GantryLossTally *tally, uint64_t count);
/* A LOST event was handed on. */
void gantry_loss_tally_add (GantryLossTally *tally, uint32_t lane, uint64_t count);

/* What the segment counts as lost of a lane and no LOST event told, and since when (ticks). Nothing where the
 * count is beyond the limits. `lane`: GANTRY_NO_LANE for what is of none. */
uint64_t gantry_loss_tally_untold (const GantryLossTally *tally, const GantrySegment *segment, uint32_t lane,
                                   uint64_t *since);
/* Lanes that losses are counted of. */
uint32_t gantry_loss_tally_n_lanes (const GantrySegment *segment);
/* All that was lost, told or not. */
uint64_t gantry_loss_tally_sum (const GantryLossTally *tally, const GantrySegment *segment);
