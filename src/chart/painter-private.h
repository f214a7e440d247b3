/* What the painter's layers share: the target, the theme, letters, and the grid of columns that time is laid
 * out on. The layers know nothing of each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chart/cache-marks.h"
#include "chart/layout-private.h"
#include "chart/painter.h"

typedef struct GantryAhead GantryAhead;
typedef struct GantryTickStamps GantryTickStamps;

/* One period of a pattern as pixels, made when it is first needed. */
typedef struct {
  uint32_t *pixels;
  int period, rows;
  GantryColor color, tint;
} GantryTile;

/* Time is drawn in columns of one device pixel. Their edges stand at whole multiples of the column's time, so
 * that everything moves by whole pixels, unchanged, as the view is panned. */
typedef struct {
  cairo_t *cr;
  const GantryLayout *layout;
  const GantryTimeline *timeline;
  const GantryTheme *theme;
  GantryText *text;
  double unit;   /* the view's text scale: what sizes are multiplied by */
  double scale;  /* device pixels for a logical one */
  bool vector;   /* the target keeps strokes, and has no pixels */
  bool at_once;  /* the target takes images at once; known here, for other threads must not ask it */
  double column; /* a column's width, logical pixels */
  double ns_per_column;
  double phase; /* column 0 starts this part of a column before the view's `from` */
  int64_t from;
  guint first_row, end_row; /* of the rows that scroll, those of the band that is being drawn */
  double band_top, band_bottom;
  int n_columns;  /* across the plot */
  int64_t *times; /* when each column begins, and the last one ends; the same wherever the view begins. NULL:
                     columns have no numbers */
  int64_t number_of_first; /* number of column 0 counted from time 0, */
  bool has_numbers;        /* which there is but for views without bounds */
  int64_t first_column;    /* the same for patterns, modulo a large number */
  uint32_t main;           /* the lane id of main: tasks' colours are counted from it */
  GantryTile tiles[GANTRY_N_LEGEND];
  const GantryMarkIndex *marks;  /* as they were when the frame was begun */
  GantryTickStamps *tick_stamps; /* NULL on a target that keeps strokes */
  GantryAhead *ahead;            /* rows that are being made */
} GantryPainter;

/* The layers, from the ground up. */
void gantry_painter_counters (GantryPainter *painter, const GantryRow *row);
void gantry_painter_grid (GantryPainter *painter);
void gantry_painter_ruler (GantryPainter *painter, const GantryRow *row);
void gantry_painter_cores (GantryPainter *painter);
void gantry_painter_headings (GantryPainter *painter);
void gantry_painter_groups (GantryPainter *painter);
void gantry_painter_prediction (GantryPainter *painter);
void gantry_painter_lanes (GantryPainter *painter);
void gantry_painter_things (GantryPainter *painter);
void gantry_painter_arrows (GantryPainter *painter);
void gantry_painter_critical_path (GantryPainter *painter);
void gantry_painter_deadlock (GantryPainter *painter);
void gantry_painter_selected_range (GantryPainter *painter);
/* The chosen interval, where it is one of this lane. */
void gantry_painter_selected_interval (GantryPainter *painter, const GantryLane *lane, const GantryBox *bar);
/* How long the chosen range is, upon the ruler. */
void gantry_painter_range_label (GantryPainter *painter);
/* `row`: the ruler's. */
void gantry_painter_bookmarks (GantryPainter *painter, const GantryRow *row);
void gantry_painter_cursor (GantryPainter *painter);
void gantry_painter_legend (GantryPainter *painter, const GantryRow *row);
void gantry_painter_title (GantryPainter *painter, const GantryRow *row);
void gantry_painter_footer (GantryPainter *painter, const GantryRow *row);

/* The lane that tasks' own colours are counted from. */
uint32_t gantry_number_of_main (const GantryTimeline *timeline);
/* An arrow of a deadlock as the legend shows it, from `x` to the right; and a piece of the critical path. */
void gantry_painter_deadlock_swatch (const GantryPainter *painter, double x, double y, double width);
void gantry_painter_path_swatch (const GantryPainter *painter, double x, double y, double width);

/* Places. */
/* Edge of columns that is nearest to a moment, within the plot or just outside of it. */
int gantry_painter_edge (const GantryPainter *painter, int64_t time);
/* The same unrounded. */
double gantry_painter_place (const GantryPainter *painter, int64_t time);
/* The moment at which a column starts. */
int64_t gantry_painter_column_time (const GantryPainter *painter, int column);
/* x of a column's left edge. */
double gantry_painter_column_x (const GantryPainter *painter, int column);
/* To whole device pixels. */
double gantry_painter_snap (const GantryPainter *painter, double length);
/* At least one device pixel. */
double gantry_painter_snap_size (const GantryPainter *painter, double length);
/* The rows that scroll are the first band; those that are pinned, if there are any, the second. */
int gantry_painter_n_bands (const GantryPainter *painter);
void gantry_painter_enter_band (GantryPainter *painter, int band);
/* Rows of the band that can be seen, from `*first` to before `*last`. */
void gantry_painter_visible_rows (const GantryPainter *painter, guint *first, guint *last);
const GantryRow *gantry_painter_row (const GantryPainter *painter, guint index);
/* y and height of a whole mark, centred in its row, on whole pixels. */
GantryBox gantry_painter_bar (const GantryPainter *painter, const GantryRow *row);
/* `part` of a bar's height in its middle, on whole pixels. */
GantryBox gantry_painter_part (const GantryPainter *painter, const GantryBox *bar, double part);

/* Pens. */
void gantry_painter_set_color (const GantryPainter *painter, const GantryColor *color, double alpha);
void gantry_painter_rectangle (const GantryPainter *painter, const GantryBox *box);
/* Path of a rectangle whose corners are rounded at the left, the right or both. */
void gantry_painter_rounded (const GantryPainter *painter, const GantryBox *box, double radius, bool left,
                             bool right);
/* A panel with its border. */
void gantry_painter_panel (const GantryPainter *painter, const GantryBox *box);
/* Horizontal and vertical lines one device pixel or more thick, on whole pixels. */
void gantry_painter_horizontal (const GantryPainter *painter, double x1, double x2, double y, double width);
void gantry_painter_vertical (const GantryPainter *painter, double x, double y1, double y2, double width);
/* A label upon the ruler around `x`, over whatever stands there. */
void gantry_painter_pill (const GantryPainter *painter, const char *label, double x,
                          const GantryColor *ground, const GantryColor *ink);
/* The one of `on_mark` and the text's colour that is read better upon `ground`. */
const GantryColor *gantry_painter_ink_on (const GantryPainter *painter, const GantryColor *ground);
