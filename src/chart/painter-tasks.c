/* Stretches of time in the colours of the tasks that they belong to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-tasks.h"

#include "chart/ink-sums.h"
#include "chart/painter-ahead.h"
#include "chart/painter-columns.h"
#include "chart/painter-shapes.h"

#include <string.h>

#define MAIN_INK GANTRY_N_TASK_COLORS

/* Colours follow the order in which tasks got their numbers; main's comes first, or after its loop's. */
uint32_t
gantry_number_of_main (const GantryTimeline *timeline)
{
  uint32_t count = MIN(gantry_timeline_get_n_lanes(timeline), 4);
  for (uint32_t i = 0; i < count; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    if (strcmp(gantry_lane_get_name(lane), "main") == 0)
      return gantry_lane_get_id(lane);
  }
  return 0;
}

static int
ink_of (const GantryTimeline *timeline, uint32_t main, uint32_t lane_id)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  if (lane == NULL || lane_id == main || gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP)
    return MAIN_INK;
  return (int)((lane_id - main - 1) % GANTRY_N_TASK_COLORS);
}

GantryColor
gantry_lane_color (const GantryTheme *theme, const GantryTimeline *timeline, uint32_t lane_id)
{
  int ink = ink_of(timeline, gantry_number_of_main(timeline), lane_id);
  return ink == MAIN_INK ? theme->main_task : theme->tasks[ink];
}

int
gantry_painter_task_ink (const GantryPainter *painter, uint32_t lane_id)
{
  return ink_of(painter->timeline, painter->main, lane_id);
}

typedef struct {
  uint32_t lane;
  double x, width;
  const GantryColor *color;
} Label;

struct GantryTaskRow {
  const GantryPainter *painter;
  GantryPieces pieces;
  GantryBox bar;
  GantryColor inks[GANTRY_MOST_INKS];
  GantryStrip *strip;     /* with the columns and the marks; NULL on a target that keeps strokes */
  GantryColumns *columns; /* then they are in here, */
  GArray *marks;          /* GantrySpanOfPiece: and here */
  GArray *labels;         /* Label */
};

static void
on_column (int column, int64_t whole, const int64_t *sums, gpointer user_data)
{
  gantry_columns_add(((GantryTaskRow *)user_data)->columns, column, whole, sums);
}

static void
add_mark (const GantryTaskRow *row, const GantrySpanOfPiece *span)
{
  const GantryPainter *painter = row->painter;
  double unit = painter->unit, x = gantry_painter_column_x(painter, span->left);
  GantryMarkShape mark = {x, gantry_painter_column_x(painter, span->right) - x, !span->joins_left,
                          !span->joins_right};
  GantryPiece piece;
  row->pieces.get(&row->pieces, span->index, &piece);
  if (!span->joins_right && mark.width >= 6.0 * unit)
    mark.width -= gantry_painter_snap_size(painter, unit);
  gantry_painter_solid(painter, row->strip, &row->bar, gantry_painter_radius(painter, &row->bar),
                       &row->inks[piece.ink], &mark, 1);
}

static void
on_mark (const GantrySpanOfPiece *span, gpointer user_data)
{
  const GantryTaskRow *row = user_data;
  const GantryPainter *painter = row->painter;
  GantryPiece piece;
  row->pieces.get(&row->pieces, span->index, &piece);
  if (row->strip)
    add_mark(row, span);
  else
    g_array_append_val(row->marks, *span);
  double left = gantry_painter_column_x(painter, MAX(span->left, 0));
  double right = gantry_painter_column_x(painter, MIN(span->right, painter->n_columns));
  Label label = {piece.key, left, right - left, &row->inks[piece.ink]};
  if (label.width >= 16.0 * painter->unit)
    g_array_append_val(row->labels, label);
}

static void
draw_names (const GantryTaskRow *row)
{
  const GantryPainter *painter = row->painter;
  if (row->bar.height < gantry_text_size(painter->text, GANTRY_TEXT_LABEL))
    return;
  for (guint i = 0; i < row->labels->len; i++) {
    const Label *label = &g_array_index(row->labels, Label, i);
    const GantryLane *lane = gantry_timeline_find_lane(painter->timeline, label->lane);
    const char *name = lane != NULL ? gantry_lane_get_name(lane) : "";
    double width = gantry_text_width(painter->text, GANTRY_TEXT_LABEL, name);
    if (width + 8.0 * painter->unit <= label->width)
      gantry_text_draw(painter->text, GANTRY_TEXT_LABEL, name, label->x + label->width / 2.0,
                       row->bar.y + row->bar.height / 2.0, GANTRY_ALIGN_CENTER,
                       gantry_painter_ink_on(painter, label->color));
  }
}

GantryTaskRow *
gantry_task_row_new (const GantryPieces *pieces, const GantryBox *bar)
{
  const GantryPainter *painter = pieces->painter;
  GantryTaskRow *row = g_new0(GantryTaskRow, 1);
  row->painter = painter;
  row->pieces = *pieces;
  row->pieces.get_columns = gantry_ink_sums_get_columns;
  row->pieces.lane_ink = gantry_painter_task_ink;
  row->pieces.kept = gantry_painter_kept_columns(painter, pieces->source);
  row->bar = *bar;
  for (int i = 0; i < GANTRY_N_TASK_COLORS; i++)
    row->inks[i] = painter->theme->tasks[i];
  row->inks[MAIN_INK] = painter->theme->main_task;
  row->marks = g_array_new(FALSE, FALSE, sizeof(GantrySpanOfPiece));
  row->labels = g_array_new(FALSE, FALSE, sizeof(Label));
  return row;
}

void
gantry_task_row_free (GantryTaskRow *row)
{
  if (row->columns)
    gantry_columns_free(row->columns);
  gantry_strip_free(row->strip);
  g_array_unref(row->marks);
  g_array_unref(row->labels);
  g_free(row);
}

void
gantry_task_row_make (GantryTaskRow *row)
{
  static const GantryPieceFuncs funcs = {on_mark, on_column};
  const GantryPainter *painter = row->painter;
  gantry_ink_sums_follow(row->pieces.inks, &row->pieces);
  row->strip = gantry_strip_new(painter, gantry_painter_column_x(painter, 0), painter->n_columns);
  gantry_strip_begin(row->strip, &row->bar);
  row->columns = gantry_columns_new(painter, row->strip, row->inks);
  if (row->pieces.kept)
    gantry_kept_columns_begin(row->pieces.kept, painter, row->strip, row->inks);
  gantry_painter_walk(painter, &row->pieces, &funcs, row);
  if (row->pieces.kept)
    gantry_kept_columns_end(row->pieces.kept);
}

void
gantry_task_row_draw (GantryTaskRow *row)
{
  const GantryPainter *painter = row->painter;
  double left = gantry_painter_column_x(painter, 0);
  double right = gantry_painter_column_x(painter, painter->n_columns);
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, row->bar.y, right - left, row->bar.height);
  cairo_clip(painter->cr);
  for (guint i = 0; i < row->marks->len; i++)
    add_mark(row, &g_array_index(row->marks, GantrySpanOfPiece, i));
  gantry_columns_draw(row->columns, &row->bar);
  gantry_strip_flush(row->strip);
  draw_names(row);
  cairo_restore(painter->cr);
}
