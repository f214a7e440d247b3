/* The critical path: a bold line that runs below the marks of a lane as long as the path is on it, and stands
 * upright where it goes over to another. Below, so that it hides no state; bold, angular and unbroken, so
 * that it is told from arrows without colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"
#include "timeline/critical-path.h"

#define WIDTH 3.0 /* pixels at text scale 1 */
#define RIM 1.5   /* of the ground, on both sides */

/* Where the pen is. */
typedef struct {
  const GantryPainter *painter;
  bool down;        /* it has drawn, up to here: */
  int column;       /* edge of columns */
  double y;         /* of the lane that it is on */
  double low, high; /* reached in this column, where lanes change more often than columns do */
} Pen;

static double
line_y (const GantryPainter *painter, const GantryRow *row)
{
  GantryBox bar = gantry_painter_bar(painter, row);
  double bottom = bar.y + bar.height, room = row->y + row->height - bottom;
  return gantry_painter_snap(painter, bottom + MIN(room / 2.0, (WIDTH / 2.0 + RIM) * painter->unit));
}

static void
draw_upright (Pen *pen)
{
  double x = gantry_painter_column_x(pen->painter, pen->column);
  if (!pen->down || pen->low >= pen->high)
    return;
  cairo_move_to(pen->painter->cr, x, pen->low);
  cairo_line_to(pen->painter->cr, x, pen->high);
}

static void
move_to_lane (Pen *pen, double y, int column)
{
  if (!pen->down || column != pen->column)
    pen->low = pen->high = pen->down ? pen->y : y;
  pen->column = column;
  pen->low = MIN(pen->low, y);
  pen->high = MAX(pen->high, y);
  pen->y = y;
  pen->down = true;
}

static void
draw_along (Pen *pen, int column)
{
  const GantryPainter *painter = pen->painter;
  if (column <= pen->column)
    return;
  draw_upright(pen);
  cairo_move_to(painter->cr, gantry_painter_column_x(painter, pen->column), pen->y);
  cairo_line_to(painter->cr, gantry_painter_column_x(painter, column), pen->y);
  pen->column = column;
  pen->low = pen->high = pen->y;
}

static void
add_path (const GantryPainter *painter, const GantryCriticalPath *path)
{
  const GantryView *view = &painter->layout->view;
  Pen pen = {.painter = painter};
  guint i = 0;
  gantry_critical_path_find(path, MAX(view->from, 0), &i);
  for (; i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    const GantryRow *row =
        segment->from < view->to ? gantry_layout_find_lane(painter->layout, segment->lane) : NULL;
    if (!row) {
      /* The lane is not shown: the line is broken off. */
      draw_upright(&pen);
      pen.down = false;
    } else {
      move_to_lane(&pen, line_y(painter, row), gantry_painter_edge(painter, segment->from));
      draw_along(&pen, gantry_painter_edge(painter, segment->to));
    }
    if (segment->from >= view->to)
      break;
  }
  draw_upright(&pen);
}

static void
stroke (const GantryPainter *painter)
{
  cairo_t *cr = painter->cr;
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_SQUARE);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
  gantry_painter_set_color(painter, &painter->theme->ground, 0.8);
  cairo_set_line_width(cr, (WIDTH + 2.0 * RIM) * painter->unit);
  cairo_stroke_preserve(cr);
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_set_line_width(cr, WIDTH * painter->unit);
  cairo_stroke(cr);
}

void
gantry_painter_critical_path (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  const GantryCriticalPath *path =
      layout->view.show_critical_path ? gantry_timeline_get_critical_path(painter->timeline) : NULL;
  double left = gantry_painter_column_x(painter, 0),
         right = gantry_painter_column_x(painter, painter->n_columns);
  if (!path || path->segments->len == 0)
    return;
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, layout->lanes_top, right - left,
                  layout->lanes_bottom - layout->lanes_top);
  cairo_clip(painter->cr);
  add_path(painter, path);
  stroke(painter);
  cairo_restore(painter->cr);
}

void
gantry_painter_path_swatch (const GantryPainter *painter, double x, double y, double width)
{
  cairo_t *cr = painter->cr;
  double rise = 5.0 * painter->unit, middle = gantry_painter_snap(painter, x + width / 2.0);
  cairo_save(cr);
  cairo_move_to(cr, x + WIDTH * painter->unit, y + rise);
  cairo_line_to(cr, middle, y + rise);
  cairo_line_to(cr, middle, y - rise);
  cairo_line_to(cr, x + width - WIDTH * painter->unit, y - rise);
  stroke(painter);
  cairo_restore(cr);
}
