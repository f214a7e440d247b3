/* Stretches of time in the colours of the tasks that they belong to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-tasks.h"

#include "chart/ink-sums.h"
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

typedef struct {
  const GantryPainter *painter;
  const GantryPieces *pieces;
  GantryBox bar;
  GantryColor inks[GANTRY_MOST_INKS];
  GantryColumns *columns;
  GantryStrip *strip;
  GArray *labels; /* Label */
} TaskRow;

static void
on_column (int column, const int64_t *sums, gpointer user_data)
{
  gantry_columns_add(((TaskRow *)user_data)->columns, column, sums);
}

static void
on_mark (const GantrySpanOfPiece *span, gpointer user_data)
{
  const TaskRow *row = user_data;
  const GantryPainter *painter = row->painter;
  double unit = painter->unit, x = gantry_painter_column_x(painter, span->left);
  GantryMarkShape mark = {x, gantry_painter_column_x(painter, span->right) - x, !span->joins_left,
                          !span->joins_right};
  GantryPiece piece;
  row->pieces->get(row->pieces, span->index, &piece);
  if (!span->joins_right && mark.width >= 6.0 * unit)
    mark.width -= gantry_painter_snap_size(painter, unit);
  gantry_painter_solid(painter, row->strip, &row->bar, gantry_painter_radius(painter, &row->bar),
                       &row->inks[piece.ink], &mark, 1);
  double left = gantry_painter_column_x(painter, MAX(span->left, 0));
  double right = gantry_painter_column_x(painter, MIN(span->right, painter->n_columns));
  Label label = {piece.key, left, right - left, &row->inks[piece.ink]};
  if (label.width >= 16.0 * unit && row->bar.height >= gantry_text_size(painter->text, GANTRY_TEXT_LABEL))
    g_array_append_val(row->labels, label);
}

static void
draw_names (const TaskRow *row)
{
  const GantryPainter *painter = row->painter;
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

void
gantry_painter_task_row (const GantryPainter *painter, const GantryPieces *row_pieces, const GantryBox *bar)
{
  static const GantryPieceFuncs funcs = {on_mark, on_column};
  double left = gantry_painter_column_x(painter, 0);
  GantryPieces pieces = *row_pieces;
  pieces.add_columns = gantry_ink_sums_add_columns;
  gantry_ink_sums_follow(pieces.inks, &pieces);
  TaskRow row = {
      .painter = painter,
      .pieces = &pieces,
      .bar = *bar,
      .columns = gantry_columns_new(painter),
      .strip = gantry_strip_new(painter, left, painter->n_columns),
      .labels = g_array_new(FALSE, FALSE, sizeof(Label)),
  };
  for (int i = 0; i < GANTRY_N_TASK_COLORS; i++)
    row.inks[i] = painter->theme->tasks[i];
  row.inks[MAIN_INK] = painter->theme->main_task;
  double right = gantry_painter_column_x(painter, painter->n_columns);
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, bar->y, right - left, bar->height);
  cairo_clip(painter->cr);
  gantry_strip_begin(row.strip, bar);
  gantry_painter_walk(painter, &pieces, &funcs, &row);
  gantry_columns_draw(row.columns, row.strip, bar, row.inks);
  gantry_strip_flush(row.strip);
  draw_names(&row);
  cairo_restore(painter->cr);
  gantry_columns_free(row.columns);
  gantry_strip_free(row.strip);
  g_array_unref(row.labels);
}
