/* A lane found by name: a small entry above the chart, the lanes that match below it. Enter goes to the next,
 * Shift+Enter to the previous, Escape closes. They alone are shown where that is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

#define GANTRY_TYPE_FIND_LANE (gantry_find_lane_get_type())
G_DECLARE_FINAL_TYPE(GantryFindLane, gantry_find_lane, GANTRY, FIND_LANE, GtkBox)

/* Hidden; to be laid over the chart, which is borrowed and outlives it. */
GtkWidget *gantry_find_lane_new (GantryChartView *chart);
/* Shows it, with the focus in the entry. */
void gantry_find_lane_open (GantryFindLane *self);
/* FALSE: it was not open. */
bool gantry_find_lane_close (GantryFindLane *self);
