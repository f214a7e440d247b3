/* Edges that a pointer takes hold of when it comes near.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

/* The moment at a point of the chart, or instead the nearest edge within `reach` pixels: of an interval of
 * the lane there, beside the lanes of the selected lane, without one of any lane in sight; a bookmark, the
 * line at a moment, the run's begin and end. Any thread. */
int64_t gantry_layout_snap (const GantryLayout *layout, const GantryTimeline *timeline, double x, double y,
                            double reach);
/* The edge of a lane's interval that follows `time`, or (`step` < 0) comes before it. FALSE: there is none.
 */
bool gantry_lane_next_edge (const GantryLane *lane, int64_t time, int step, int64_t *edge);
