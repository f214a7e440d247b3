/* The parts of a lane's drawing: marks, labels, ends and what was lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/painter-pieces.h"

/* An interval with columns of its own. */
typedef struct {
  GantrySpanOfPiece span;
  GantryInterval interval;
  GantryLegend legend;
  double gap_x, gap_width; /* where its line makes room for a label */
} GantryLaneMark;

/* Text upon a mark. */
typedef struct {
  GantryLegend legend;
  char text[64];
  double x, width; /* of the text */
} GantryLaneLabel;

/* Decides which labels fit whole, into `labels` (GantryLaneLabel), and makes room for them in `marks`. */
void gantry_painter_place_labels (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar,
                                  GArray *marks, GArray *labels);
void gantry_painter_draw_labels (const GantryPainter *painter, const GantryBox *bar,
                                 const GantryColor *ground, const GArray *labels);
/* The cap at a lane's end: plain, a cross or open. */
void gantry_painter_draw_end (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar);
/* Torn edges where events were lost, with their number. */
void gantry_painter_draw_losses (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar,
                                 const GantryColor *ground);
/* The same around gaps (GantryLoss) in a curve; what is between them stays. */
void gantry_painter_draw_gaps (const GantryPainter *painter, const GArray *gaps, const GantryBox *bar);
/* What a task printed or expected, as ticks above its lane. `make`: on any thread, before `draw`. */
typedef struct GantryLanePrints GantryLanePrints;
GantryLanePrints *gantry_lane_prints_new (const GantryPainter *painter, const GantryLane *lane,
                                          const GantryBox *bar);
void gantry_lane_prints_free (GantryLanePrints *prints);
void gantry_lane_prints_make (GantryLanePrints *prints);
void gantry_lane_prints_draw (const GantryLanePrints *prints);
/* The ground of a selected row. */
void gantry_painter_row_ground (const GantryPainter *painter, const GantryRow *row,
                                const GantryColor *ground);
/* Named spans, as brackets below their lanes. */
void gantry_painter_draw_notes (const GantryPainter *painter);
