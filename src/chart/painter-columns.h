/* Columns that several states share, drawn as a stack: each as high as its part of the time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"
#include "chart/painter-strip.h"

typedef struct GantryColumns GantryColumns;

/* Of one row after the other. `strip`: that they are drawn into, which starts at column 0 and is begun before
 * columns are added, in opaque colours of `inks`; NULL where they are to be drawn as paths. */
GantryColumns *gantry_columns_new (const GantryPainter *painter, GantryStrip *strip, const GantryColor *inks);
void gantry_columns_free (GantryColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryColumns, gantry_columns_free)

/* From the left to the right; sums by ink, ns, of a column of `whole` ns. The first ink is drawn at the
 * bottom. */
void gantry_columns_add (GantryColumns *columns, int column, int64_t whole, const int64_t *sums);
/* The same in parts of the column's whole. */
void gantry_columns_add_shares (GantryColumns *columns, int column, const double *shares);
/* Where there is no strip: draws all that was added, at the y and height of `bar`, and forgets it. */
void gantry_columns_draw (GantryColumns *columns, const GantryBox *bar);
