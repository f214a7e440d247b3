/* The list of events, in step with the chart: what is chosen in one is chosen in the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/chart-view.h"

#define GANTRY_TYPE_EVENT_PAGE (gantry_event_page_get_type())
G_DECLARE_FINAL_TYPE(GantryEventPage, gantry_event_page, GANTRY, EVENT_PAGE, GtkBox)

/* Lists the chart's run, as long as somebody sees it. The chart is borrowed and outlives it. */
GtkWidget *gantry_event_page_new (GantryChartView *chart);
