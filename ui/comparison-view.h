/* The runs of a comparison: the sentence, the figures, and the picture, which scrolls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <gtk/gtk.h>

#define GANTRY_TYPE_COMPARISON_VIEW (gantry_comparison_view_get_type())
G_DECLARE_FINAL_TYPE(GantryComparisonView, gantry_comparison_view, GANTRY, COMPARISON_VIEW, GtkBox)

GtkWidget *gantry_comparison_view_new (void);
/* Shows finished runs, at least one, in their order; references are taken. `verdict`: the sentence, copied.
 */
void gantry_comparison_view_show (GantryComparisonView *self, GantryTimeline *const *timelines,
                                  guint n_timelines, const char *verdict);
void gantry_comparison_view_show_critical_path (GantryComparisonView *self, bool show);
/* What the picture is drawn by; its height is 0, as high as the runs need. */
void gantry_comparison_view_get_view (GantryComparisonView *self, GantryView *view);
const char *gantry_comparison_view_get_verdict (GantryComparisonView *self);
