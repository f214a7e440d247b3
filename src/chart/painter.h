/* Draws a layout. The only painter there is: screen, PNG, SVG, PDF and print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/layout.h"

#include <cairo.h>

/* Draws the chart with its top left corner at the origin of `cr`, its ground included. Any one thread for a
 * `cr`. */
void gantry_painter_draw (cairo_t *cr, const GantryLayout *layout, const GantryTimeline *timeline);
/* x range of a legend entry's click area in the legend's row; FALSE if it is not shown. */
bool gantry_painter_legend_box (const GantryLayout *layout, GantryLegend legend, double *x, double *y,
                                double *width, double *height);
