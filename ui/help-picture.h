/* A picture of the help page: a small made-up run, drawn by the chart's own painter, so that it looks as the
 * chart does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_HELP_PICTURE (gantry_help_picture_get_type())
G_DECLARE_FINAL_TYPE(GantryHelpPicture, gantry_help_picture, GANTRY, HELP_PICTURE, GtkWidget)

/* One lane’s shapes alone, as large as a word. `lane` is taken over; `name` is the word beside it. */
GtkWidget *gantry_help_picture_new_sample (GantryTimeline *lane, const char *name);
/* A whole chart with all its arrows; `timeline` is taken over. `description` is what it says to those who do
 * not see it. */
GtkWidget *gantry_help_picture_new_chart (GantryTimeline *timeline, bool with_counters,
                                          const char *description);

/* The made-up runs, 100 ms long; owned by the caller. */
/* A lane in one state from beginning to end. */
GantryTimeline *gantry_help_state_run (GantryState state);
/* A lane that ends in the middle. */
GantryTimeline *gantry_help_end_run (GantryOutcome outcome);
/* A lane of which a part was not recorded. */
GantryTimeline *gantry_help_lost_run (void);
/* A lane that changes its state many times in each pixel. */
GantryTimeline *gantry_help_dense_run (void);
/* Four tasks on two processors. */
GantryTimeline *gantry_help_areas_run (void);
/* Two tasks that share a lock; a third waits for their ends. */
GantryTimeline *gantry_help_arrows_run (void);
