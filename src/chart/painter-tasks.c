/* Stretches of time in the colours of the tasks that they belong to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-tasks.h"

#include "chart/painter-columns.h"

#include <string.h>

#define MAIN_INK GANTRY_N_TASK_COLORS

GantryColor
gantry_lane_color (const GantryTheme *theme, const GantryTimeline *timeline, uint32_t lane_id)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, lane_id);
  if (lane == NULL || lane_id == 0 || gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP ||
      strcmp(gantry_lane_get_name(lane), "main") == 0)
    return theme->main_task;
  return theme->tasks[(lane_id - 1) % GANTRY_N_TASK_COLORS];
}

int
gantry_painter_task_ink (const GantryPainter *painter, uint32_t lane_id)
{
  const GantryLane *lane = gantry_timeline_find_lane(painter->timeline, lane_id);
  if (lane == NULL || lane_id == 0 || gantry_lane_get_kind(lane) == GANTRY_LANE_LOOP ||
      strcmp(gantry_lane_get_name(lane), "main") == 0)
    return MAIN_INK;
  return (int)((lane_id - 1) % GANTRY_N_TASK_COLORS);
}

typedef struct {
  const GantryPainter *painter;
  const GantryPieces *pieces;
  GantryBox bar;
  GantryColor inks[GANTRY_MOST_INKS];
  GantryColumns *columns;
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
  double unit = painter->unit;
  GantryPiece piece;
  row->pieces->get(row->pieces, span->index, &piece);
  GantryBox box = row->bar;
  box.x = gantry_painter_column_x(painter, span->left);
  box.width = gantry_painter_column_x(painter, span->right) - box.x;
  if (!span->joins_right && box.width >= 5.0 * unit)
    box.width -= gantry_painter_snap_size(painter, unit);
  const GantryColor *color = &row->inks[piece.ink];
  bool wide = box.width >= 4.0 * unit;
  gantry_painter_rounded(painter, &box, 2.5 * unit, wide && !span->joins_left, wide && !span->joins_right);
  gantry_painter_set_color(painter, color, 1.0);
  cairo_fill(painter->cr);
  if (box.width < 16.0 * unit || box.height < 10.0 * unit)
    return;
  const GantryLane *lane = gantry_timeline_find_lane(painter->timeline, piece.key);
  const char *name = lane != NULL ? gantry_lane_get_name(lane) : "";
  if (gantry_text_width(painter->text, GANTRY_TEXT_LABEL, name) + 8.0 * unit <= box.width)
    gantry_text_draw(painter->text, GANTRY_TEXT_LABEL, name, box.x + box.width / 2.0,
                     box.y + box.height / 2.0, GANTRY_ALIGN_CENTER, gantry_painter_ink_on(painter, color));
}

void
gantry_painter_task_row (const GantryPainter *painter, const GantryPieces *pieces, const GantryBox *bar)
{
  static const GantryPieceFuncs funcs = {on_mark, on_column};
  TaskRow row = {.painter = painter, .pieces = pieces, .bar = *bar, .columns = gantry_columns_new(painter)};
  for (int i = 0; i < GANTRY_N_TASK_COLORS; i++)
    row.inks[i] = painter->theme->tasks[i];
  row.inks[MAIN_INK] = painter->theme->main_task;
  double left = gantry_painter_column_x(painter, 0);
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, bar->y, gantry_painter_column_x(painter, painter->n_columns) - left,
                  bar->height);
  cairo_clip(painter->cr);
  gantry_painter_walk(painter, pieces, &funcs, &row);
  gantry_columns_draw(row.columns, bar, row.inks);
  cairo_restore(painter->cr);
  gantry_columns_free(row.columns);
}
