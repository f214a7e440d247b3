/* What each task is doing at a moment, in words, and the figures of the whole run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/findings-list.h"
#include "ui/moment-list.h"

#define GANTRY_TYPE_STATE_PANE (gantry_state_pane_get_type())
G_DECLARE_FINAL_TYPE(GantryStatePane, gantry_state_pane, GANTRY, STATE_PANE, GtkBox)

GtkWidget *gantry_state_pane_new (void);
/* `timeline` NULL: no run, and what the scenario is about is told. `view`: what the chart shows of the run.
 */
void gantry_state_pane_show (GantryStatePane *self, const GantryTimeline *timeline, const GantryView *view,
                             int64_t moment);
void gantry_state_pane_set_about (GantryStatePane *self, const char *about);
/* Its parts, for their signals; borrowed. */
GantryFindingsList *gantry_state_pane_get_findings (GantryStatePane *self);
GantryMomentList *gantry_state_pane_get_moment_list (GantryStatePane *self);
