/* Hatching, dots and stripes. They start at the row and at time 0, so that they move with the marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-private.h"

/* Whether a shape has a pattern. */
bool gantry_shape_has_pattern (GantryShape shape);
/* Width after which the pattern repeats, logical pixels: whole columns, so that it repeats on the grid that
 * everything moves on. */
double gantry_pattern_period (const GantryPainter *painter, GantryShape shape);
/* x at which the pattern starts anew, at the plot's left edge or before it. */
double gantry_pattern_origin (const GantryPainter *painter, double period);
/* Sets the pen and adds the strokes that fill `box`. */
void gantry_pattern_add (const GantryPainter *painter, cairo_t *cr, GantryShape shape, const GantryBox *box,
                         double origin);
/* One period of a pattern upon `tint` as pixels, `period` x `rows` of them. Owned by the painter, valid until
 * the next call for the same entry. */
const uint32_t *gantry_pattern_tile (GantryPainter *painter, GantryLegend legend, const GantryColor *color,
                                     const GantryColor *tint, int period, int rows);
