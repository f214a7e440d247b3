/* Curves of arrows as pixels of a mask, where they are steep. To stroke one after the other takes longer:
 * each goes through all of the mask.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

/* From (x1, y1) to (x2, y2), upright at both ends; in between both ends pull equally. */
typedef struct {
  double x1, y1, x2, y2;
} GantryCurve;

/* How far the ends' control points lie along the way, of its height. */
#define GANTRY_CURVE_PULL 0.55

/* Those that are not are for cairo. */
bool gantry_curve_is_steep (const GantryCurve *curve);
/* Covers what lines of that width along steep curves cover, with round ends; all in the mask's pixels.
 * `mask`: an A8 image that is flushed, and is to be marked dirty afterwards. Any thread, one at a time for
 * each mask. */
void gantry_curves_cover (cairo_surface_t *mask, const GantryCurve *curves, guint n_curves, double width);
