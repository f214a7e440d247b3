/* A row's marks as pixels: filled directly, then laid upon the target as one image.
 *
 * Thousands of small rounded and patterned marks a frame are many times faster so than as paths. Only for
 * targets of pixels; its coordinates are pixels from its top left corner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-private.h"

typedef struct GantryStrip GantryStrip;

/* `x`: of its left edge on the chart, on a pixel; `width` in pixels. NULL for a target that keeps strokes;
 * begin, flush and free take NULL too. */
GantryStrip *gantry_strip_new (const GantryPainter *painter, double x, int width);
void gantry_strip_free (GantryStrip *strip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryStrip, gantry_strip_free)

/* Starts an empty row at the y and height of `bar`. */
void gantry_strip_begin (GantryStrip *strip, const GantryBox *bar);
/* Draws what was filled since. */
void gantry_strip_flush (GantryStrip *strip);

/* What a mark is filled with. Pixels are premultiplied, as cairo has them. */
typedef struct {
  uint32_t solid;
  const uint32_t *tile; /* instead of `solid`: repeats every `period` pixels; as high as the mark */
  int period, phase;    /* `phase`: place in the tile of the strip's pixel 0 */
  uint32_t border;      /* of the outline */
  int line;             /* its width; 0: none */
  double radius;        /* of corners, pixels */
  double notch;         /* depth of a notch in the left side, pixels */
} GantryFill;

typedef struct {
  int left, right, top, bottom;
  bool starts, ends; /* the left and right corners are rounded, the outline is closed */
} GantryPixelBox;

void gantry_strip_fill (GantryStrip *strip, const GantryFill *fill, const GantryPixelBox *box);

/* Pixels of a column from the top, to be filled by the caller; NULL outside of the strip. */
uint32_t *gantry_strip_column (GantryStrip *strip, int column, int *stride, int *height);

/* Puts `count` columns of another strip's image, which is as high, in place of those from `column` on. */
void gantry_strip_copy (GantryStrip *strip, int column, cairo_surface_t *from, int from_column, int count);
/* A reference, or NULL while nothing was drawn. It stays as it is where the strip is freed before it begins
 * another row. */
cairo_surface_t *gantry_strip_get_image (const GantryStrip *strip);

/* Pixels of a column of the row that was begun. */
int gantry_strip_height (const GantryStrip *strip);
/* Pixels from the strip's left edge or top, rounded. */
int gantry_strip_x (const GantryStrip *strip, double x);
int gantry_strip_y (const GantryStrip *strip, double y);
uint32_t gantry_pixel_of (const GantryColor *color, double cover);
