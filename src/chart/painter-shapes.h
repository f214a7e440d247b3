/* The ten shapes that tell states apart without colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-private.h"

typedef struct {
  double x, width;
  bool starts, ends; /* the state begins or ends there: the corners are rounded */
} GantryMarkShape;

/* Draws marks of one legend entry in a row. `bar`: y and height of a whole mark there. `ground`: what they are
 * drawn upon. A dimmed entry is drawn faintly. */
void gantry_painter_shapes (const GantryPainter *painter, GantryLegend legend, const GantryBox *bar,
                            const GantryColor *ground, const GantryMarkShape *marks, guint n_marks);
/* The colour in which an entry's solid parts are drawn. */
GantryColor gantry_painter_legend_color (const GantryPainter *painter, GantryLegend legend,
                                         const GantryColor *ground);
/* What stands behind an entry's pattern. */
GantryColor gantry_painter_legend_tint (const GantryPainter *painter, GantryLegend legend,
                                        const GantryColor *ground);
/* The height and place of a shape in a whole bar. */
GantryBox gantry_painter_shape_box (const GantryPainter *painter, GantryShape shape, const GantryBox *bar);
