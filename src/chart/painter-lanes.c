/* Lanes: names, and what each went through.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"

#include "chart/painter-columns.h"
#include "chart/painter-shapes.h"
#include "chart/parallel.h"

#include <string.h>

#define MANY_INTERVALS                                                                                       \
  50000 /* in the lanes that can be seen: for fewer a second thread is not worth waking */

static void
get_piece (const GantryPieces *pieces, size_t index, GantryPiece *piece)
{
  GantryInterval interval;
  gantry_lane_get_interval(pieces->source, index, &interval);
  *piece =
      (GantryPiece){interval.start, interval.end, interval.state, (int)gantry_state_legend(interval.state)};
}

static bool
find_piece (const GantryPieces *pieces, int64_t time, size_t *index)
{
  return gantry_lane_find(pieces->source, time, index);
}

static void
add_columns (const GantryPieces *pieces, const int64_t *bounds, int n_columns,
             int64_t (*sums)[GANTRY_MOST_INKS], size_t *indices)
{
  int64_t states[GANTRY_MOST_COLUMNS][GANTRY_N_STATES];
  memset(states, 0, (size_t)n_columns * sizeof *states);
  gantry_lane_add_columns(pieces->source, bounds, (size_t)n_columns, states, indices);
  for (int i = 0; i < n_columns; i++)
    for (int state = 0; state < GANTRY_N_STATES; state++)
      if (states[i][state] != 0)
        sums[i][gantry_state_legend((GantryState)state)] += states[i][state];
}

/* A lane that can be seen, and what it is drawn from. */
typedef struct {
  const GantryRow *row;
  const GantryLane *lane;
  GArray *marks; /* GantryLaneMark */
  GantryColumns *columns;
  GantryStrip *strip; /* its mixed columns are in it already; NULL: they are yet to be drawn */
} LaneRow;

/* What the lanes' drawing keeps from row to row. */
typedef struct {
  GantryPainter *painter;
  GArray *rows;       /* LaneRow */
  GantryStrip *strip; /* NULL on a target that keeps strokes */
  GArray *labels;     /* GantryLaneLabel */
  GArray *shapes;     /* GantryMarkShape of one entry */
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
on_column (int column, const int64_t *sums, gpointer user_data)
{
  gantry_columns_add(((LaneRow *)user_data)->columns, column, sums);
}

/* What a lane is drawn from. */
static void
walk (guint index, gpointer data)
{
  static const GantryPieceFuncs funcs = {on_mark, on_column};
  Lanes *lanes = data;
  LaneRow *row = &g_array_index(lanes->rows, LaneRow, index);
  GantryPieces pieces = {
      .source = row->lane,
      .timeline = lanes->painter->timeline,
      .count = gantry_lane_get_n_intervals(row->lane),
      .get = get_piece,
      .find = find_piece,
      .add_columns = add_columns,
  };
  row->marks = g_array_new(FALSE, FALSE, sizeof(GantryLaneMark));
  row->columns = gantry_columns_new(lanes->painter);
  gantry_painter_walk(lanes->painter, &pieces, &funcs, row);
}

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
draw_marks (const Lanes *lanes, const LaneRow *row, GantryStrip *strip, const GantryBox *bar,
            const GantryColor *ground)
{
  for (int legend = GANTRY_N_LEGEND - 1; legend >= 0; legend--) {
    g_array_set_size(lanes->shapes, 0);
    for (guint i = 0; i < row->marks->len; i++)
      if ((int)g_array_index(row->marks, GantryLaneMark, i).legend == legend)
        add_shapes(lanes, row, i, is_parted_from_next(row, i));
    if (lanes->shapes->len > 0)
      gantry_painter_shapes(lanes->painter, strip, (GantryLegend)legend, bar, ground,
                            (const GantryMarkShape *)(void *)lanes->shapes->data, lanes->shapes->len);
  }
}

static void
draw_mixed (const GantryPainter *painter, const LaneRow *row, GantryStrip *strip, const GantryBox *bar,
            const GantryColor *ground)
{
  GantryColor inks[GANTRY_MOST_INKS];
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    inks[i] = gantry_painter_legend_color(painter, (GantryLegend)i, ground);
  gantry_columns_draw(row->columns, strip, bar, inks);
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

static void
draw_lane (const Lanes *lanes, const LaneRow *lane_row)
{
  GantryPainter *painter = lanes->painter;
  const GantryRow *row = lane_row->row;
  const GantryLane *lane = lane_row->lane;
  bool selected = is_selected(painter, lane);
  const GantryColor *ground = ground_of(painter, lane);
  GantryStrip *strip = lane_row->strip ? lane_row->strip : lanes->strip;
  GantryBox bar = gantry_painter_bar(painter, row);
  if (selected)
    gantry_painter_row_ground(painter, row, ground);
  draw_name(painter, row, lane, selected);
  gantry_painter_place_labels(painter, lane, &bar, lane_row->marks, lanes->labels);
  cairo_save(painter->cr);
  clip_to_plot(painter, row);
  if (!lane_row->strip) {
    gantry_strip_begin(strip, &bar);
    draw_mixed(painter, lane_row, strip, &bar, ground);
  }
  draw_marks(lanes, lane_row, strip, &bar, ground);
  gantry_strip_flush(strip);
  gantry_painter_draw_labels(painter, &bar, ground, lanes->labels);
  gantry_painter_selected_interval(painter, lane, &bar);
  cairo_restore(painter->cr);
  gantry_painter_draw_losses(painter, lane, &bar, ground);
  gantry_painter_draw_end(painter, lane, &bar);
}

static GantryStrip *
new_strip (const GantryPainter *painter)
{
  return gantry_strip_new(painter, gantry_painter_column_x(painter, 0), painter->n_columns);
}

/* All that can be done of a lane's drawing without the target; on any thread. */
static void
prepare (guint index, gpointer data)
{
  Lanes *lanes = data;
  LaneRow *row = &g_array_index(lanes->rows, LaneRow, index);
  walk(index, lanes);
  row->strip = new_strip(lanes->painter);
  if (!row->strip)
    return;
  GantryBox bar = gantry_painter_bar(lanes->painter, row->row);
  gantry_strip_begin(row->strip, &bar);
  draw_mixed(lanes->painter, row, row->strip, &bar, ground_of(lanes->painter, row->lane));
}

/* Those that can be seen; `*n_intervals`: how many they have in all. */
static GArray *
find_rows (const GantryPainter *painter, size_t *n_intervals)
{
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(LaneRow));
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  *n_intervals = 0;
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind != GANTRY_ROW_LANE)
      continue;
    LaneRow lane_row = {.row = row, .lane = gantry_timeline_get_lane(painter->timeline, row->index)};
    g_array_append_val(rows, lane_row);
    *n_intervals += gantry_lane_get_n_intervals(lane_row.lane);
  }
  return rows;
}

static void
free_rows (GArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    g_array_unref(g_array_index(rows, LaneRow, i).marks);
    gantry_columns_free(g_array_index(rows, LaneRow, i).columns);
    gantry_strip_free(g_array_index(rows, LaneRow, i).strip);
  }
  g_array_unref(rows);
}

void
gantry_painter_lanes (GantryPainter *painter)
{
  size_t n_intervals;
  Lanes lanes = {
      .painter = painter,
      .rows = find_rows(painter, &n_intervals),
      .strip = new_strip(painter),
      .labels = g_array_new(FALSE, FALSE, sizeof(GantryLaneLabel)),
      .shapes = g_array_new(FALSE, FALSE, sizeof(GantryMarkShape)),
  };
  if (n_intervals >= MANY_INTERVALS)
    gantry_parallel_for(lanes.rows->len, prepare, &lanes);
  for (guint i = 0; i < lanes.rows->len; i++) {
    if (n_intervals < MANY_INTERVALS)
      walk(i, &lanes);
    draw_lane(&lanes, &g_array_index(lanes.rows, LaneRow, i));
  }
  gantry_painter_draw_notes(painter);
  gantry_painter_draw_prints(painter);
  gantry_strip_free(lanes.strip);
  g_array_unref(lanes.labels);
  g_array_unref(lanes.shapes);
  free_rows(lanes.rows);
}
