/* Moving about in a comparison: all runs at once, on their one time scale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ui/comparison-picture.h"

/* `burst`: as in chart/history.h. factor > 1: closer; the moment at `x` stays where it is, x < 0: the middle.
 */
void gantry_comparison_picture_zoom (GantryComparisonPicture *self, double factor, double x, unsigned burst);
/* By parts of the width shown; positive: later. */
void gantry_comparison_picture_pan (GantryComparisonPicture *self, double parts, unsigned burst);
/* Down, or up with fewer than 0. FALSE: it is not seen now. */
bool gantry_comparison_picture_scroll (GantryComparisonPicture *self, int steps);
/* Shows all of it. */
void gantry_comparison_picture_fit (GantryComparisonPicture *self);
void gantry_comparison_picture_undo (GantryComparisonPicture *self);
void gantry_comparison_picture_redo (GantryComparisonPicture *self);
/* Of the time axis, logical pixels. */
double gantry_comparison_picture_get_plot_width (GantryComparisonPicture *self);
/* The chart's keys as far as they move through time, and up and down. TRUE: it was one of them. */
bool gantry_comparison_picture_key (GantryComparisonPicture *self, guint keyval, guint keycode,
                                    GdkModifierType state);
/* Wheel, pointer and keys. */
void gantry_comparison_picture_add_controllers (GantryComparisonPicture *self);
