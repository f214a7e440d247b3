/* Lanes: names, and what each went through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"

#include "chart/painter-ahead.h"
#include "chart/painter-columns.h"
#include "chart/painter-shapes.h"

#include <string.h>

static void
get_piece (const GantryPieces *pieces, size_t index, GantryPiece *piece)
{
  GantryInterval interval;
  gantry_lane_get_interval(pieces->source, index, &interval);
  *piece =
      (GantryPiece){interval.start, interval.end, interval.state, (int)gantry_state_legend(interval.state)};
}

static int64_t
piece_start (const GantryPieces *pieces, size_t index)
{
  return gantry_lane_get_start(pieces->source, index);
}

static bool
find_piece (const GantryPieces *pieces, int64_t time, size_t *index)
{
  return gantry_lane_find(pieces->source, time, index);
}

static void
get_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
             int64_t (*sums)[GANTRY_MOST_INKS], GantryLanePlace *places)
{
  uint8_t legends[GANTRY_N_STATES];
  for (int state = 0; state < GANTRY_N_STATES; state++)
    legends[state] = (uint8_t)gantry_state_legend((GantryState)state);
  /* There are pieces, so that all is set. */
  (void)gantry_lane_get_columns(pieces->source, bounds, (size_t)n_columns, legends, sums, places);
}

/* A lane that can be seen, and what it is drawn from. */
typedef struct {
  const GantryRow *row;
  const GantryLane *lane;
  GArray *marks;           /* GantryLaneMark */
  GantryStrip *strip;      /* with its mixed columns; NULL on a target that keeps strokes */
  GantryColumns *columns;  /* its mixed columns */
  GantryKeptColumns *kept; /* those of the frame before; NULL: none are kept */
  GantryLanePrints *prints;
} LaneRow;

/* What the lanes' drawing keeps from row to row. */
typedef struct {
  GantryPainter *painter;
  GArray *labels; /* GantryLaneLabel */
  GArray *shapes; /* GantryMarkShape of one entry */
} Lanes;

static void
on_mark (const GantrySpanOfPiece *span, gpointer user_data)
{
  LaneRow *row = user_data;
  GantryLaneMark mark = {.span = *span};
  gantry_lane_get_interval(row->lane, span->index, &mark.interval);
  mark.legend = gantry_state_legend(mark.interval.state);
  g_array_append_val(row->marks, mark);
}

static void
on_column (int column, int64_t whole, const int64_t *sums, gpointer user_data)
{
  gantry_columns_add(((LaneRow *)user_data)->columns, column, whole, sums);
}

static bool
is_selected (const GantryPainter *painter, const GantryLane *lane)
{
  return gantry_lane_get_id(lane) == painter->layout->view.selected_lane;
}

static const GantryColor *
ground_of (const GantryPainter *painter, const GantryLane *lane)
{
  return is_selected(painter, lane) ? &painter->theme->selection : &painter->theme->ground;
}

static gpointer
begin (const GantryPainter *painter, const GantryRow *row, size_t *n_pieces)
{
  LaneRow *lane_row = g_new0(LaneRow, 1);
  lane_row->row = row;
  lane_row->lane = gantry_timeline_get_lane(painter->timeline, row->index);
  *n_pieces += gantry_lane_get_n_intervals(lane_row->lane);
  GantryBox bar = gantry_painter_bar(painter, row);
  lane_row->prints = gantry_lane_prints_new(painter, lane_row->lane, &bar);
  lane_row->kept = gantry_painter_kept_columns(painter, lane_row->lane);
  return lane_row;
}

static void
begin_columns (const GantryPainter *painter, LaneRow *row)
{
  GantryColor inks[GANTRY_MOST_INKS] = {{0}};
  GantryBox bar = gantry_painter_bar(painter, row->row);
  const GantryColor *ground = ground_of(painter, row->lane);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    inks[i] = gantry_painter_legend_color(painter, (GantryLegend)i, ground);
  row->strip = gantry_strip_new(painter, gantry_painter_column_x(painter, 0), painter->n_columns);
  gantry_strip_begin(row->strip, &bar);
  row->columns = gantry_columns_new(painter, row->strip, inks);
  if (row->kept)
    gantry_kept_columns_begin(row->kept, painter, row->strip, inks);
}

static void
make (const GantryPainter *painter, gpointer made)
{
  static const GantryPieceFuncs funcs = {on_mark, on_column};
  LaneRow *row = made;
  GantryPieces pieces = {
      .source = row->lane,
      .painter = painter,
      .count = gantry_lane_get_n_intervals(row->lane),
      .get = get_piece,
      .find = find_piece,
      .start = piece_start,
      .get_columns = get_columns,
      .kept = row->kept,
  };
  row->marks = g_array_new(FALSE, FALSE, sizeof(GantryLaneMark));
  begin_columns(painter, row);
  gantry_painter_walk(painter, &pieces, &funcs, row);
  if (row->kept)
    gantry_kept_columns_end(row->kept);
  gantry_lane_prints_make(row->prints);
}

static void
lane_row_free (gpointer made)
{
  LaneRow *row = made;
  g_array_unref(row->marks);
  gantry_columns_free(row->columns);
  gantry_strip_free(row->strip);
  gantry_lane_prints_free(row->prints);
  g_free(row);
}

const GantryRowMaker gantry_lane_maker = {begin, make, lane_row_free};

/* A mark's shape, or two around the label that interrupts a thin line. */
static void
add_shapes (const Lanes *lanes, const LaneRow *row, guint index, bool parted_from_next)
{
  const GantryPainter *painter = lanes->painter;
  const GantryLaneMark *mark = &g_array_index(row->marks, GantryLaneMark, index);
  double left = gantry_painter_column_x(painter, mark->span.left);
  double right = gantry_painter_column_x(painter, mark->span.right);
  if (parted_from_next && right - left >= 6.0 * painter->unit)
    right -= gantry_painter_snap_size(painter, painter->unit);
  GantryMarkShape shape = {left, right - left, !mark->span.joins_left, !mark->span.joins_right};
  if (mark->gap_width > 0.0) {
    GantryMarkShape before = {left, mark->gap_x - left, shape.starts, true};
    shape = (GantryMarkShape){mark->gap_x + mark->gap_width, right - mark->gap_x - mark->gap_width, true,
                              shape.ends};
    g_array_append_val(lanes->shapes, before);
  }
  g_array_append_val(lanes->shapes, shape);
}

/* Solid neighbours of one kind would melt into one: a pixel's gap parts them. */
static bool
is_parted_from_next (const LaneRow *row, guint index)
{
  if (index + 1 >= row->marks->len)
    return false;
  const GantryLaneMark *mark = &g_array_index(row->marks, GantryLaneMark, index);
  const GantryLaneMark *next = mark + 1;
  return next->legend == mark->legend && next->span.left == mark->span.right;
}

static void
draw_marks (const Lanes *lanes, const LaneRow *row, const GantryBox *bar, const GantryColor *ground)
{
  for (int legend = GANTRY_N_LEGEND - 1; legend >= 0; legend--) {
    g_array_set_size(lanes->shapes, 0);
    for (guint i = 0; i < row->marks->len; i++)
      if ((int)g_array_index(row->marks, GantryLaneMark, i).legend == legend)
        add_shapes(lanes, row, i, is_parted_from_next(row, i));
    if (lanes->shapes->len > 0)
      gantry_painter_shapes(lanes->painter, row->strip, (GantryLegend)legend, bar, ground,
                            (const GantryMarkShape *)(void *)lanes->shapes->data, lanes->shapes->len);
  }
}

void
gantry_painter_row_ground (const GantryPainter *painter, const GantryRow *row, const GantryColor *ground)
{
  const GantryLayout *layout = painter->layout;
  GantryBox box = {layout->panel_left, row->y, layout->panel_right - layout->panel_left, row->height};
  gantry_painter_rounded(painter, &box, 6.0 * painter->unit, true, true);
  gantry_painter_set_color(painter, ground, 1.0);
  cairo_fill(painter->cr);
}

static void
draw_name (const GantryPainter *painter, const GantryRow *row, const GantryLane *lane, bool selected)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, middle = row->y + row->height / 2.0;
  double height = gantry_painter_snap(painter, MIN(16.0 * unit, row->height * 0.7));
  double x = layout->panel_left + GANTRY_PADDING * unit;
  GantryBox chip = {gantry_painter_snap(painter, x), gantry_painter_snap(painter, middle - height / 2.0),
                    gantry_painter_snap_size(painter, GANTRY_CHIP_WIDTH * unit), height};
  GantryColor color = gantry_lane_color(painter->theme, painter->timeline, gantry_lane_get_id(lane));
  gantry_painter_rounded(painter, &chip, 3.0 * unit, true, true);
  gantry_painter_set_color(painter, &color, 1.0);
  cairo_fill(painter->cr);
  x += (GANTRY_CHIP_WIDTH + 8.0) * unit;
  gantry_text_draw_within(painter->text, selected ? GANTRY_TEXT_NAME_BOLD : GANTRY_TEXT_NAME,
                          gantry_lane_get_name(lane), x, middle, layout->plot_left - 6.0 * unit - x,
                          &painter->theme->text);
}

static void
clip_to_plot (const GantryPainter *painter, const GantryRow *row)
{
  double left = gantry_painter_column_x(painter, 0);
  double right = gantry_painter_column_x(painter, painter->n_columns);
  cairo_rectangle(painter->cr, left, row->y, right - left, row->height);
  cairo_clip(painter->cr);
}

static void
draw_lane (const Lanes *lanes, const LaneRow *lane_row)
{
  GantryPainter *painter = lanes->painter;
  const GantryRow *row = lane_row->row;
  const GantryLane *lane = lane_row->lane;
  bool selected = is_selected(painter, lane);
  const GantryColor *ground = ground_of(painter, lane);
  GantryBox bar = gantry_painter_bar(painter, row);
  if (selected)
    gantry_painter_row_ground(painter, row, ground);
  draw_name(painter, row, lane, selected);
  gantry_painter_place_labels(painter, lane, &bar, lane_row->marks, lanes->labels);
  cairo_save(painter->cr);
  clip_to_plot(painter, row);
  gantry_columns_draw(lane_row->columns, &bar);
  draw_marks(lanes, lane_row, &bar, ground);
  gantry_strip_flush(lane_row->strip);
  gantry_painter_draw_labels(painter, &bar, ground, lanes->labels);
  gantry_painter_selected_interval(painter, lane, &bar);
  cairo_restore(painter->cr);
  gantry_painter_draw_losses(painter, lane, &bar, ground);
  gantry_painter_draw_end(painter, lane, &bar);
}

/* Over all lanes and notes. */
static void
draw_prints (const GantryPainter *painter)
{
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind == GANTRY_ROW_LANE)
      gantry_lane_prints_draw(((const LaneRow *)gantry_painter_made(painter, row))->prints);
  }
}

void
gantry_painter_lanes (GantryPainter *painter)
{
  Lanes lanes = {
      .painter = painter,
      .labels = g_array_new(FALSE, FALSE, sizeof(GantryLaneLabel)),
      .shapes = g_array_new(FALSE, FALSE, sizeof(GantryMarkShape)),
  };
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind == GANTRY_ROW_LANE)
      draw_lane(&lanes, gantry_painter_made(painter, row));
  }
  gantry_painter_draw_notes(painter);
  draw_prints(painter);
  g_array_unref(lanes.labels);
  g_array_unref(lanes.shapes);
}
