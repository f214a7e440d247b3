/* A line below the chart that says how many lanes are hidden, with the way back to them; nothing else is
 * there while all are shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

GtkWidget *gantry_lane_bar_new (GantryChartView *chart);
