/* The dialog that asks which runs are to be compared: some of the last ones, or saved traces.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/kept-runs.h"

#include <adwaita.h>

#define GANTRY_TYPE_COMPARISON_CHOOSER (gantry_comparison_chooser_get_type())
G_DECLARE_FINAL_TYPE(GantryComparisonChooser, gantry_comparison_chooser, GANTRY, COMPARISON_CHOOSER,
                     AdwWindow)

/* `timelines`: GantryTimeline*, those that were chosen, the oldest first. */
typedef void (*GantryRunsChosen)(GPtrArray *timelines, gpointer user_data);

/* Opens it over `parent`. `kept` gets what is read from files (a reference is taken);
 * `compared` (nullable): what is compared now, and is chosen to begin with, else the two newest are. */
GantryComparisonChooser *gantry_comparison_chooser_present (GtkWindow *parent, GantryKeptRuns *kept,
                                                            const GPtrArray *compared,
                                                            GantryRunsChosen chosen, gpointer user_data);
/* Reads traces, beside the window's thread, and chooses them. `files`: GFile. */
void gantry_comparison_chooser_add_files (GantryComparisonChooser *self, GListModel *files);
/* As its button does. FALSE: less than two, or more than can be compared, are chosen. */
bool gantry_comparison_chooser_accept (GantryComparisonChooser *self);
