/* The ten shapes that tell states apart without colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-strip.h"

typedef struct {
  double x, width;
  bool starts, ends; /* the state begins or ends there: the corners are rounded */
} GantryMarkShape;

/* Draws marks of one legend entry in a row: into `strip`, begun with `bar`, or where that is NULL as paths.
 * `bar`: y and height of a whole mark there. `ground`: what they are drawn upon. A dimmed entry is drawn
 * faintly. */
void gantry_painter_shapes (GantryPainter *painter, GantryStrip *strip, GantryLegend legend,
                            const GantryBox *bar, const GantryColor *ground, const GantryMarkShape *marks,
                            guint n_marks);
/* Solid marks with corners of `radius` in any colour. */
void gantry_painter_solid (const GantryPainter *painter, GantryStrip *strip, const GantryBox *box,
                           double radius, const GantryColor *color, const GantryMarkShape *marks,
                           guint n_marks);
/* The colour in which an entry's solid parts are drawn. */
GantryColor gantry_painter_legend_color (const GantryPainter *painter, GantryLegend legend,
                                         const GantryColor *ground);
/* What stands behind an entry's pattern. */
GantryColor gantry_painter_legend_tint (const GantryPainter *painter, GantryLegend legend,
                                        const GantryColor *ground);
/* The height and place of a shape in a whole bar. */
GantryBox gantry_painter_shape_box (const GantryPainter *painter, GantryShape shape, const GantryBox *bar);
/* The parts of a state that holds its thread: a line between two thin ones. */
void gantry_painter_rails (const GantryPainter *painter, const GantryBox *box, GantryBox rails[3]);
/* Of the corners of marks of that height. */
double gantry_painter_radius (const GantryPainter *painter, const GantryBox *box);
/* How deep the notch is cut. */
double gantry_painter_notch (const GantryBox *mark);

/* The same as paths, for targets that keep strokes. */
void gantry_painter_shape_paths (GantryPainter *painter, GantryLegend legend, const GantryBox *box,
                                 const GantryColor *ground, const GantryMarkShape *marks, guint n_marks);
