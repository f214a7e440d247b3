/* A stepped area, and a line on top of it: the values of a thing or a counter from left to right.
 *
 * On a target of pixels it is filled into a strip, by whichever thread has time, and looks as if cairo had
 * drawn it, in every pixel: steps at almost every column took cairo most of the time of a frame's serial part
 * (3.6 of 10 ms over ten million intervals; so it is 0.3 ms, of the parallel part). A few steps are drawn
 * faster as paths, and a target that keeps strokes gets nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-strip.h"

typedef struct {
  const GantryPainter *painter;
  int right;       /* column at which it ends */
  double base;     /* y at which the area ends, on a pixel */
  GArray *heights; /* from left to right */
} GantrySkyline;

/* `right` is still to be set. */
void gantry_skyline_init (GantrySkyline *skyline, const GantryPainter *painter, double base);
void gantry_skyline_clear (GantrySkyline *skyline);
/* From `column` on, which is right of all before, the top is at `y`, on a pixel. */
void gantry_skyline_add (GantrySkyline *skyline, int column, double y);
/* Whether its steps are so many that a strip is worth its while. */
bool gantry_skyline_is_dense (const GantrySkyline *skyline);
/* A strip for what lies in `box`, and what `line` around it takes, logical pixels; it is begun. NULL on a
 * target that keeps strokes. Any thread; as the two below, where there is a strip. */
GantryStrip *gantry_skyline_strip (const GantryPainter *painter, const GantryBox *box, double line);
/* The area; into the strip, or, where it is NULL, drawn. */
void gantry_skyline_fill (const GantrySkyline *skyline, GantryStrip *strip, const GantryColor *color);
/* The line on top, `width` pixels wide, `below` logical pixels (a multiple of half a pixel) further down; the
 * same. */
void gantry_skyline_line (const GantrySkyline *skyline, GantryStrip *strip, const GantryColor *color,
                          double width, double below);
