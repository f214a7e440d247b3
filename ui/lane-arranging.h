/* The lanes of a chart, arranged by somebody: folded, pinned, hidden, moved, filtered; and the legend as a
 * filter of states. All of it can be undone by the chart's history.
 *
 * The chart has the actions lane.pin, lane.hide, lane.up, lane.down (of the selected lane), lane.fold (of its
 * group), lane.fold-all, lane.unfold-all, lane.show-all and lane.menu.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

/* Takes the arrangement; NULL: nothing changes. Can be undone. */
void gantry_chart_view_arrange (GantryChartView *self, GantryLaneArrangement *arrangement);
/* How many lanes are hidden or kept back by the filter, which "view-changed" tells of. */
uint32_t gantry_chart_view_get_n_hidden (GantryChartView *self);
const GantryLaneArrangement *gantry_chart_view_get_arrangement (GantryChartView *self);
/* Selects a lane and brings it into sight; it is shown from then on if it was hidden or folded away. */
void gantry_chart_view_show_lane (GantryChartView *self, uint32_t lane);
/* `also`: this entry alone changes; else it is seen alone, or if it was already, all are. */
void gantry_chart_view_choose_legend (GantryChartView *self, GantryLegend legend, bool also);
