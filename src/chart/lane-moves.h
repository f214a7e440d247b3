/* From lane to lane as they stand in the chart: the next one, one found by name, and moving one among its
 * neighbours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

/* The lane `step` rows below (negative: above) in the order of the chart, as far as there are any; from
 * GANTRY_NO_LANE, or one that is not shown, the first or the last. A folded group counts as one row, that of
 * its first lane. GANTRY_NO_LANE: no lane is shown. */
uint32_t gantry_layout_next_lane (const GantryLayout *layout, const GantryTimeline *timeline, uint32_t lane,
                                  int step);

/* Ids (uint32_t) of the lanes whose names match, as the arrangement's filter has it: those that are shown in
 * the order of the chart, folded ones too, then `*n_shown` set to their number those that are hidden. Nothing
 * matches "". Free with g_array_unref(). */
GArray *gantry_layout_search_lanes (const GantryLayout *layout, const GantryTimeline *timeline,
                                    const char *text, guint *n_shown);

/* The view's arrangement with a lane moved to where another of its group stands now; those between make room.
 * Pinned lanes are a group. NULL if they have none in common, or it is the same. Owned by the caller. */
GantryLaneArrangement *gantry_lane_move_to (const GantryTimeline *timeline, const GantryView *view,
                                            uint32_t lane, uint32_t target);
/* The same by so many places down (negative: up) among those that are shown, as far as there are any. */
GantryLaneArrangement *gantry_lane_move_by (const GantryTimeline *timeline, const GantryView *view,
                                            uint32_t lane, int places);
