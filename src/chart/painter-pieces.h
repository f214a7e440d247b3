/* Walking along a row: what is wide enough is a mark of its own; where several share a pixel, the column is
 * split in proportion to the time of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/kept-columns.h"

#define GANTRY_MOST_COLUMNS 64
_Static_assert(GANTRY_MOST_INKS == GANTRY_MOST_STATE_CLASSES, "a lane's inks are classes of its states");

typedef struct {
  int64_t start, end;
  uint32_t key; /* neighbours of one key may melt into one mark */
  int ink;      /* which colour a column is tinted with, -1: none */
} GantryPiece;

/* Pieces that follow each other without gap, in order of time. */
typedef struct GantryPieces GantryPieces;
struct GantryPieces {
  gconstpointer source;
  const GantryPainter *painter;
  struct GantryInkSums *inks; /* of a row in tasks' colours; NULL: none */
  GantryKeptColumns *kept;    /* begun; NULL: none are kept */
  size_t count;
  void (*get)(const GantryPieces *pieces, size_t index, GantryPiece *piece);
  bool (*find)(const GantryPieces *pieces, int64_t time, size_t *index);
  /* The start alone, which is quicker. */
  int64_t (*start)(const GantryPieces *pieces, size_t index);
  /* Where there are `inks`: the start, and the lane whose piece it is, FALSE where it is nobody's, which is
   * quicker than all; the starts of `count` pieces in a row; the ink of a lane; and what says that the
   * `count` pieces from `index` on will be looked at soon, so that they are on their way from memory. */
  bool (*lane)(const GantryPieces *pieces, size_t index, int64_t *start, uint32_t *lane_id);
  void (*starts)(const GantryPieces *pieces, size_t index, size_t count, int64_t *starts);
  int (*lane_ink)(const GantryPainter *painter, uint32_t lane_id);
  void (*fetch)(const GantryPieces *pieces, size_t index, size_t count);
  /* Nullable: the time of each ink in columns side by side, faster than piece by piece, and what is at each
   * of the bounds (one more than columns); at most GANTRY_MOST_COLUMNS. */
  void (*get_columns)(const GantryPieces *pieces, const int64_t *bounds, int n_columns,
                      int64_t (*sums)[GANTRY_MOST_INKS], GantryLanePlace *places);
};

/* A piece that has columns of its own. */
typedef struct {
  size_t index;
  int left, right;              /* edges, columns; it may reach a little out of sight */
  bool joins_left, joins_right; /* goes on there into mixed columns */
} GantrySpanOfPiece;

typedef struct {
  void (*mark)(const GantrySpanOfPiece *span, gpointer user_data);
  /* A mixed column of `whole` ns; sums by ink, ns. */
  void (*column)(int column, int64_t whole, const int64_t *sums, gpointer user_data);
} GantryPieceFuncs;

void gantry_painter_walk (const GantryPainter *painter, const GantryPieces *pieces,
                          const GantryPieceFuncs *funcs, gpointer user_data);
