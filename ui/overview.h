/* The whole run in a strip below the chart, with a frame around the part that the chart shows: to be dragged,
 * at its edges, too; a click goes there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

#define GANTRY_TYPE_OVERVIEW_STRIP (gantry_overview_strip_get_type())
G_DECLARE_FINAL_TYPE(GantryOverviewStrip, gantry_overview_strip, GANTRY, OVERVIEW_STRIP, GtkWidget)

/* Follows the chart, which it holds. */
GtkWidget *gantry_overview_strip_new (GantryChartView *chart);
