/* Columns that several states share, drawn as a stack: each as high as its part of the time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"
#include "chart/painter-strip.h"

typedef struct GantryColumns GantryColumns;

/* Of one row after the other. */
GantryColumns *gantry_columns_new (const GantryPainter *painter);
void gantry_columns_free (GantryColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryColumns, gantry_columns_free)

/* From the left to the right; sums by ink, ns. The first ink is drawn at the bottom. */
void gantry_columns_add (GantryColumns *columns, int column, const int64_t *sums);
/* The same in parts of the column's whole. */
void gantry_columns_add_shares (GantryColumns *columns, int column, const double *shares);
/* Draws all that was added, in opaque colours, at the y and height of `bar`: into `strip`, which starts at
 * column 0 and was begun with that bar, or where that is NULL as paths. Then forgets it. */
void gantry_columns_draw (GantryColumns *columns, GantryStrip *strip, const GantryBox *bar,
                          const GantryColor *inks);
