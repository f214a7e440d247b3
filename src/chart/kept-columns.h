/* A row's mixed columns as they were in the frame before: those that can still be seen are copied, so that a
 * row that is moved, or drawn again as it was, needs to be looked up where it is new only.
 *
 * A column is known by its number from time 0 on, and shows the same wherever the view begins. One frame's
 * are kept. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-strip.h"

#define GANTRY_MOST_INKS 10 /* enough for the legend's entries, and for all tasks' colours */

typedef struct GantryKeptColumns GantryKeptColumns;

GantryKeptColumns *gantry_kept_columns_new (void);
void gantry_kept_columns_free (GantryKeptColumns *kept);

/* Begins to draw a row's columns into `strip`, which is begun, by `inks` (GANTRY_MOST_INKS of them). What is
 * kept holds where the columns last as long as in the frame before, and look alike: the row itself must be as
 * it was. */
void gantry_kept_columns_begin (GantryKeptColumns *kept, const GantryPainter *painter, GantryStrip *strip,
                                const GantryColor *inks);
/* How many of `*n` columns from `column` on are kept, and what lies at the end of each; FALSE: not even that
 * one. */
bool gantry_kept_columns_run (const GantryKeptColumns *kept, int column, int *n,
                              const GantryLanePlace **places);
/* How many of `n` columns from `column` on, which is not kept, come before the next one that is. */
int gantry_kept_columns_gap (const GantryKeptColumns *kept, int column, int n);
/* The next column of the row is a mixed one, with this at its end; if it is kept it need not be drawn. */
void gantry_kept_columns_add (GantryKeptColumns *kept, int column, const GantryLanePlace *place);
/* All are added: puts those that are kept into the strip, whose columns are kept for the next frame. Nothing
 * may be drawn over them. */
void gantry_kept_columns_end (GantryKeptColumns *kept);
