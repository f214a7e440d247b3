/* The marks of a run as a list: to go to, to rename, to delete, with the time from one to the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

/* A page for the drawer; it follows the chart. */
GtkWidget *gantry_marks_list_new (GantryChartView *chart);
