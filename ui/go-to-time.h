/* To a moment that is typed: "84 ms", "50%", a mark's name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

/* Asks for it; nothing happens where there is no run. */
void gantry_go_to_time_open (GantryChartView *chart);
