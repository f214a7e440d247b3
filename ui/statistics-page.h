/* The run's figures in sortable tables: lanes by state, shared things, cores; of the whole run, of what the
 * chart shows, or of the range that is selected in it. Copied as CSV or Markdown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

#define GANTRY_TYPE_STATISTICS_PAGE (gantry_statistics_page_get_type())
G_DECLARE_FINAL_TYPE(GantryStatisticsPage, gantry_statistics_page, GANTRY, STATISTICS_PAGE, GtkBox)

/* Of the chart's run, as long as somebody sees it. The chart is borrowed and outlives it. */
GtkWidget *gantry_statistics_page_new (GantryChartView *chart);
