/* The picture of several runs as a widget, as high as it needs to be at its width.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_COMPARISON_PICTURE (gantry_comparison_picture_get_type())
G_DECLARE_FINAL_TYPE(GantryComparisonPicture, gantry_comparison_picture, GANTRY, COMPARISON_PICTURE,
                     GtkWidget)

GtkWidget *gantry_comparison_picture_new (void);
/* Only the part within the adjustment's page is drawn. */
void gantry_comparison_picture_set_adjustment (GantryComparisonPicture *self, GtkAdjustment *vertical);
/* Finished runs, of which references are taken. */
void gantry_comparison_picture_set_runs (GantryComparisonPicture *self, GantryTimeline *const *timelines,
                                         guint n_timelines);
void gantry_comparison_picture_show_critical_path (GantryComparisonPicture *self, bool show);
void gantry_comparison_picture_get_view (GantryComparisonPicture *self, int width, GantryView *view);
/* Which moments stand one below the other; shows all of the runs. The lane's name is copied. */
void gantry_comparison_picture_set_alignment (GantryComparisonPicture *self, const GantryRunAlignment *align);
const GantryRunAlignment *gantry_comparison_picture_get_alignment (GantryComparisonPicture *self);
