/* What each task is doing at a moment and why it waits, a row for each; below, what is shared has what value.
 *
 * Signal: "lane-activated" (uint: lane id).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_MOMENT_LIST (gantry_moment_list_get_type())
G_DECLARE_FINAL_TYPE(GantryMomentList, gantry_moment_list, GANTRY, MOMENT_LIST, GtkBox)

GtkWidget *gantry_moment_list_new (void);
/* `timeline` nullable: nothing is told. Of a run that is over and of its end there is nothing to tell either:
 * how to choose a moment is said instead. */
void gantry_moment_list_show (GantryMomentList *self, const GantryTimeline *timeline, const GantryView *view,
                              int64_t moment);
