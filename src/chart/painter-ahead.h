/* Rows made ahead: what a row shows is looked up, and where it can be filled in as pixels, by all processors
 * at once, while the thread that paints draws what is ready.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/kept-columns.h"

/* How rows of one kind are made. */
typedef struct {
  /* On the thread that paints: what the work needs, which is all of the caches that it uses. Adds to
   * `*n_pieces` how many intervals or steps it may have to look at. NULL: there is nothing to make. */
  gpointer (*begin)(const GantryPainter *painter, const GantryRow *row, size_t *n_pieces);
  /* On any thread: all that can be done without the target and without letters. */
  void (*work)(const GantryPainter *painter, gpointer made);
  void (*free)(gpointer made);
} GantryRowMaker;

extern const GantryRowMaker gantry_lane_maker, gantry_core_maker, gantry_thing_maker, gantry_counters_maker;

/* The arrows are made ahead as if they were a row, where there are many; NULL: they need not be. */
gpointer gantry_painter_begin_arrows (const GantryPainter *painter);
extern const GantryRowMaker gantry_arrows_maker; /* without `begin` */
/* When they are ready; NULL: they were not made. */
gpointer gantry_painter_made_arrows (const GantryPainter *painter);

/* While a row is begun: the columns of what it shows as they were in the frame before; NULL: none are kept.
 */
GantryKeptColumns *gantry_painter_kept_columns (const GantryPainter *painter, gconstpointer shown);

/* Begins with all rows of the layout that can be seen. */
void gantry_painter_begin_rows (GantryPainter *painter);
/* What was made of a row that can be seen, when it is ready; NULL: nothing. */
gpointer gantry_painter_made (const GantryPainter *painter, const GantryRow *row);
void gantry_painter_end_rows (GantryPainter *painter);
