/* From pieces of time to marks and mixed columns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-pieces.h"

#include <math.h>
#include <string.h>

/* Narrower pieces than this many columns share columns with their neighbours. More than one, so that a wide
 * piece always covers the edge of a column and is met by looking at the edges alone. */
#define NARROW 1.5
#define MOST_MELTED 16  /* narrow pieces looked at to melt them with a wide neighbour of their kind */
#define OUT_OF_SIGHT 64 /* columns, more than a corner's radius, and than what is looked back at has */
/* Pieces before the view. Where so many narrow ones precede, columns are mixed there, wherever a walk begins.
 */
#define MOST_BEFORE (2 * MOST_MELTED)
#define N_RECENT 8
#define MOST_ADDED 6    /* pieces of a column that are added up one by one */
#define FIRST_COLUMNS 4 /* that are looked up at once where there are more; then twice as many, and so on */

typedef struct {
  const GantryPainter *painter;
  const GantryPieces *pieces;
  const GantryPieceFuncs *funcs;
  gpointer user_data;
  size_t index; /* the piece to be looked at */
  size_t under; /* a piece that starts no later than the column to be drawn */
  int column;   /* all before it are drawn; pieces leave no gap, so the next one starts there */
  bool begun;
  bool mixed; /* the last one drawn was a mixed one */
  struct {
    size_t index; /* + 1 */
    GantryPiece piece;
  } recent[N_RECENT];
} Walk;

/* Each piece is looked at several times in a row. */
static const GantryPiece *
get (Walk *walk, size_t index)
{
  size_t place = index % N_RECENT;
  if (walk->recent[place].index != index + 1) {
    walk->pieces->get(walk->pieces, index, &walk->recent[place].piece);
    walk->recent[place].index = index + 1;
  }
  return &walk->recent[place].piece;
}

static bool
is_wide (const Walk *walk, const GantryPiece *piece)
{
  return ((double)piece->end - (double)piece->start) >= NARROW * walk->painter->ns_per_column;
}

/* Ends that are out of sight are drawn out of sight. */
static int
clamp_column (const Walk *walk, double place)
{
  return (int)CLAMP(place, -(double)OUT_OF_SIGHT, (double)walk->painter->n_columns + OUT_OF_SIGHT);
}

/* Takes narrow neighbours of the same key into `piece`, which is at `*index`; returns whether the next one
 * is narrow and of another key. */
static bool
melt_followers (Walk *walk, GantryPiece *piece, size_t *index)
{
  for (int i = 0; *index + 1 < walk->pieces->count; i++) {
    const GantryPiece *next = get(walk, *index + 1);
    if (is_wide(walk, next))
      return false;
    if (next->key != piece->key || i >= MOST_MELTED)
      return true;
    piece->end = next->end;
    ++*index;
  }
  return false;
}

static void
draw_wide (Walk *walk, GantryPiece piece, size_t main_index)
{
  const GantryPainter *painter = walk->painter;
  size_t wide = walk->index;
  bool before_mixed = melt_followers(walk, &piece, &walk->index);
  double start = gantry_painter_place(painter, piece.start), end = gantry_painter_place(painter, piece.end);
  GantrySpanOfPiece span = {
      .index = main_index,
      .left = walk->begun ? walk->column : clamp_column(walk, floor(start + 0.5)),
      .right = clamp_column(walk, before_mixed ? floor(end) : floor(end + 0.5)),
      .joins_left = walk->mixed,
      .joins_right = before_mixed,
  };
  /* What has melted into it may begin and end within the next column, which then has a part of it, too. */
  walk->under = wide;
  walk->index++;
  if (span.right <= span.left)
    return;
  if (piece.ink >= 0 && span.right > 0)
    walk->funcs->mark(&span, walk->user_data);
  walk->column = span.right;
  walk->mixed = false;
}

/* The start alone: what is looked at to be passed by is not worth a whole piece. */
static int64_t
start_of (const Walk *walk, size_t index)
{
  return walk->pieces->start(walk->pieces, index);
}

/* Whether more pieces start before `time` than are added up one by one. */
static bool
has_many_before (const Walk *walk, int64_t time)
{
  size_t index = walk->under + MOST_ADDED + 1;
  return index < walk->pieces->count && start_of(walk, index) < time;
}

/* The last piece that starts before `time`, from `index` on: by steps that double, then by halves. */
static size_t
last_before (Walk *walk, size_t index, int64_t time)
{
  size_t step = 1, low = index, high;
  while (low + step < walk->pieces->count && start_of(walk, low + step) < time) {
    low += step;
    step *= 2;
  }
  high = MIN(low + step, walk->pieces->count);
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (start_of(walk, middle) < time)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void
draw_column (Walk *walk, int64_t from, int64_t to, size_t last)
{
  int64_t sums[GANTRY_MOST_INKS] = {0};
  if (walk->column < 0)
    return;
  for (size_t i = walk->under; i <= last; i++) {
    const GantryPiece *piece = get(walk, i);
    int64_t part = MIN(piece->end, to) - MAX(piece->start, from);
    if (part > 0 && piece->ink >= 0)
      sums[piece->ink] += part;
  }
  walk->funcs->column(walk->column, to - from, sums, walk->user_data);
}

static int64_t
end_of (Walk *walk, size_t index)
{
  bool is_last = index + 1 >= walk->pieces->count;
  return is_last ? get(walk, index)->end : start_of(walk, index + 1);
}

/* Goes on behind a mixed column, in which `last` is the last piece that starts before its end, `to`; returns
 * whether the stretch of mixed columns is over. */
static bool
leave_column (Walk *walk, const GantryLanePlace *last, int64_t to)
{
  GantryPiece piece = {last->start, last->end, 0, 0};
  walk->column++;
  walk->mixed = true;
  walk->under = walk->index = last->index;
  if (is_wide(walk, &piece))
    return true;
  if (piece.end > to)
    return false;
  walk->index = last->index + 1; /* the next one starts with the next column, or there is none */
  return true;
}

static GantryLanePlace
place_of (Walk *walk, size_t index)
{
  return (GantryLanePlace){index, start_of(walk, index), end_of(walk, index)};
}

/* What is at the end of a column, `to`: the last piece that starts before it. `place` is what is found there,
 * which may start just then, or be new since the walk began. */
static GantryLanePlace
last_place (Walk *walk, const GantryLanePlace *place, int64_t to)
{
  if (place->index >= walk->pieces->count)
    return place_of(walk, walk->pieces->count - 1);
  if (place->index > walk->under && place->start >= to)
    return place_of(walk, place->index - 1);
  return place->index < walk->under ? place_of(walk, walk->under) : *place;
}

static void
set_bounds (const Walk *walk, int n_columns, int64_t *bounds)
{
  for (int i = 0; i <= n_columns; i++)
    bounds[i] = gantry_painter_column_time(walk->painter, walk->column + i);
}

/* Goes through columns side by side, with what is at the end of each; `sums` are their inks', NULL where they
 * are kept and need not be drawn. Returns whether the stretch is over. */
static bool
go_through (Walk *walk, int n_columns, const int64_t *bounds, const int64_t (*sums)[GANTRY_MOST_INKS],
            const GantryLanePlace *places)
{
  for (int i = 0; i < n_columns; i++) {
    if (walk->pieces->kept && walk->column >= 0)
      gantry_kept_columns_add(walk->pieces->kept, walk->column, &places[i]);
    if (sums && walk->column >= 0)
      walk->funcs->column(walk->column, bounds[i + 1] - bounds[i], sums[i], walk->user_data);
    GantryLanePlace last = last_place(walk, &places[i], bounds[i + 1]);
    if (leave_column(walk, &last, bounds[i + 1]))
      return true;
  }
  return false;
}

/* Goes through the columns from the present one on that are kept, if it is: `*over` is set to whether the
 * stretch is over then. Else makes `*n_columns`, that are to be drawn, no more than those up to the next one
 * that is. */
static bool
take_kept (Walk *walk, int *n_columns, bool *over)
{
  int64_t bounds[GANTRY_MOST_COLUMNS + 1];
  const GantryLanePlace *kept = NULL;
  int n = MIN(GANTRY_MOST_COLUMNS, walk->painter->n_columns - walk->column);
  if (!walk->pieces->kept || walk->column < 0)
    return false;
  if (!gantry_kept_columns_run(walk->pieces->kept, walk->column, &n, &kept)) {
    n = MIN(*n_columns, n);
    *n_columns = gantry_kept_columns_gap(walk->pieces->kept, walk->column, n);
    return false;
  }
  set_bounds(walk, n, bounds);
  *over = go_through(walk, n, bounds, NULL, kept);
  return true;
}

/* Many columns of very many pieces; returns whether the stretch is over. */
static bool
draw_columns (Walk *walk, int n_columns)
{
  int64_t bounds[GANTRY_MOST_COLUMNS + 1], sums[GANTRY_MOST_COLUMNS][GANTRY_MOST_INKS];
  GantryLanePlace places[GANTRY_MOST_COLUMNS + 1];
  n_columns = MIN(n_columns, walk->painter->n_columns - walk->column);
  set_bounds(walk, n_columns, bounds);
  walk->pieces->get_columns(walk->pieces, bounds, n_columns, sums, places);
  return go_through(walk, n_columns, bounds, (const int64_t(*)[GANTRY_MOST_INKS])sums, places + 1);
}

/* One column, whose pieces up to `last` are added up one by one. */
static bool
draw_one (Walk *walk, int64_t from, int64_t to)
{
  size_t last = last_before(walk, MAX(walk->index, walk->under), to);
  GantryLanePlace place = place_of(walk, last);
  draw_column(walk, from, to, last);
  if (walk->pieces->kept && walk->column >= 0)
    gantry_kept_columns_add(walk->pieces->kept, walk->column, &place);
  return leave_column(walk, &place, to);
}

/* From a narrow piece to the next wide one, column by column. */
static void
draw_mixed (Walk *walk, const GantryPiece *first)
{
  const GantryPainter *painter = walk->painter;
  int at_once = 0;
  bool over = false;
  if (!walk->begun)
    walk->column = clamp_column(walk, floor(gantry_painter_place(painter, first->start)));
  while (walk->column < painter->n_columns && !over) {
    int n_columns = MAX(at_once, FIRST_COLUMNS);
    if (take_kept(walk, &n_columns, &over))
      continue;
    int64_t from = gantry_painter_column_time(painter, walk->column);
    int64_t to = gantry_painter_column_time(painter, walk->column + 1);
    if (at_once > 0 || (walk->pieces->get_columns != NULL && has_many_before(walk, to))) {
      over = draw_columns(walk, n_columns);
      at_once = MIN(n_columns * 2, GANTRY_MOST_COLUMNS);
    } else {
      over = draw_one(walk, from, to);
    }
  }
  if (!over)
    walk->index = walk->pieces->count;
}

/* Whether narrow pieces from the present one on lead to a wide one of the same key; `*wide` is its index. */
static bool
leads_to_wide (Walk *walk, const GantryPiece *first, size_t *wide)
{
  for (size_t i = walk->index + 1; i < MIN(walk->pieces->count, walk->index + MOST_MELTED); i++) {
    const GantryPiece *piece = get(walk, i);
    if (piece->key != first->key)
      return false;
    if (is_wide(walk, piece)) {
      *wide = i;
      return true;
    }
  }
  return false;
}

static void
step (Walk *walk)
{
  size_t main_index = walk->index;
  GantryPiece piece = *get(walk, walk->index);
  if (!is_wide(walk, &piece) && leads_to_wide(walk, &piece, &main_index)) {
    piece.end = get(walk, main_index)->end;
    walk->index = main_index;
    draw_wide(walk, piece, main_index);
  } else if (is_wide(walk, &piece)) {
    draw_wide(walk, piece, main_index);
  } else {
    draw_mixed(walk, &piece);
  }
  walk->begun = true;
}

/* What a narrow piece melts into depends on those before it. So that it looks the same wherever the view
 * begins, the walk begins before it: with a wide piece, or where columns are mixed for certain. */
static void
go_back (Walk *walk)
{
  size_t first = walk->index, least = first > MOST_BEFORE ? first - MOST_BEFORE : 0;
  if (gantry_painter_place(walk->painter, start_of(walk, first)) <= -OUT_OF_SIGHT)
    return;
  for (size_t i = first; i > least; i--)
    if (is_wide(walk, get(walk, i - 1))) {
      walk->index = walk->under = i - 1;
      return;
    }
  walk->index = walk->under = least;
  if (least > 0)
    draw_mixed(walk, get(walk, least));
  walk->begun = least > 0;
}

void
gantry_painter_walk (const GantryPainter *painter, const GantryPieces *pieces, const GantryPieceFuncs *funcs,
                     gpointer user_data)
{
  Walk walk = {.painter = painter, .pieces = pieces, .funcs = funcs, .user_data = user_data};
  if (pieces->count == 0)
    return;
  int64_t begin = gantry_painter_column_time(painter, 0);
  int64_t end = gantry_painter_column_time(painter, painter->n_columns);
  if (!pieces->find(pieces, begin, &walk.index)) {
    if (get(&walk, 0)->start < begin) /* all is over before the view begins */
      return;
  }
  walk.under = walk.index;
  go_back(&walk);
  while (walk.index < pieces->count && walk.column < painter->n_columns) {
    if (get(&walk, walk.index)->start >= end)
      break;
    step(&walk);
  }
}
