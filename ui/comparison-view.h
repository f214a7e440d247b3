/* The runs of a comparison: the sentence, and below it their picture, which scrolls, or the table of what
 * they differ in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/comparison.h"
#include "ui/comparison-table.h"

#define GANTRY_TYPE_COMPARISON_VIEW (gantry_comparison_view_get_type())
G_DECLARE_FINAL_TYPE(GantryComparisonView, gantry_comparison_view, GANTRY, COMPARISON_VIEW, GtkBox)

GtkWidget *gantry_comparison_view_new (void);
/* Shows finished runs, at least one, in their order; references are taken. `verdict`: the sentence, copied.
 */
void gantry_comparison_view_show (GantryComparisonView *self, GantryTimeline *const *timelines,
                                  guint n_timelines, const char *verdict);
/* So that keys move the picture; to be called when it is in sight. */
void gantry_comparison_view_focus (GantryComparisonView *self);
void gantry_comparison_view_show_critical_path (GantryComparisonView *self, bool show);
/* What the picture is drawn by; its height is 0, as high as the runs need. */
void gantry_comparison_view_get_view (GantryComparisonView *self, GantryView *view);
/* Borrowed, until it changes. */
const GantryRunAlignment *gantry_comparison_view_get_alignment (GantryComparisonView *self);
const char *gantry_comparison_view_get_verdict (GantryComparisonView *self);
/* Borrowed. */
GantryComparisonTable *gantry_comparison_view_get_table (GantryComparisonView *self);
/* A key that nobody else wanted. TRUE: it moved the picture. */
bool gantry_comparison_view_key (GantryComparisonView *self, guint keyval, guint keycode,
                                 GdkModifierType state);
