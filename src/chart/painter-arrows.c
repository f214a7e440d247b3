/* Arrows from cause to effect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"

#define HEAD 7.0 /* length of an arrow's head */
#define MOST_IN_PATH 1

typedef struct {
  double x1, y1, x2, y2; /* from the cause to the head's tip */
  double direction;      /* 1: downwards */
} Line;

static Line
line_of (const GantryPainter *painter, const GantryArrow *arrow)
{
  const GantryRow *from = gantry_layout_find_lane(painter->layout, arrow->from_lane);
  const GantryRow *to = gantry_layout_find_lane(painter->layout, arrow->to_lane);
  GantryBox cause = gantry_painter_bar(painter, from), effect = gantry_painter_bar(painter, to);
  double direction = to->y > from->y ? 1.0 : -1.0;
  return (Line){
      .x1 = gantry_painter_column_x(painter, gantry_painter_edge(painter, arrow->from_time)),
      .y1 = direction > 0.0 ? cause.y + cause.height : cause.y,
      .x2 = gantry_painter_column_x(painter, gantry_painter_edge(painter, arrow->to_time)),
      .y2 = direction > 0.0 ? effect.y : effect.y + effect.height,
      .direction = direction,
  };
}

static void
add_curve (const GantryPainter *painter, const Line *line)
{
  double end = line->y2 - line->direction * HEAD * 0.8 * painter->unit;
  double bend = (end - line->y1) * 0.55;
  cairo_move_to(painter->cr, line->x1, line->y1);
  cairo_curve_to(painter->cr, line->x1, line->y1 + bend, line->x2, end - bend, line->x2, end);
}

static void
add_head (const GantryPainter *painter, const Line *line)
{
  double length = HEAD * painter->unit * line->direction, half = 3.4 * painter->unit;
  cairo_move_to(painter->cr, line->x2, line->y2);
  cairo_line_to(painter->cr, line->x2 - half, line->y2 - length);
  cairo_line_to(painter->cr, line->x2 + half, line->y2 - length);
  cairo_close_path(painter->cr);
}

static void
clip_to_plot (const GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  double left = gantry_painter_column_x(painter, 0), room = HEAD * painter->unit;
  double width = gantry_painter_column_x(painter, painter->n_columns) - left;
  cairo_rectangle(painter->cr, left - room, layout->lanes_top, width + 2.0 * room,
                  layout->lanes_bottom - layout->lanes_top);
  cairo_clip(painter->cr);
}

/* A few at a time: the cost of a path grows with all that cross in it. */
static void
stroke_curves (const GantryPainter *painter, const GPtrArray *arrows)
{
  for (guint i = 0; i < arrows->len; i++) {
    Line line = line_of(painter, arrows->pdata[i]);
    add_curve(painter, &line);
    if (i % MOST_IN_PATH == MOST_IN_PATH - 1 || i + 1 == arrows->len)
      cairo_stroke(painter->cr);
  }
}

void
gantry_painter_arrows (GantryPainter *painter)
{
  cairo_t *cr = painter->cr;
  const GPtrArray *arrows = painter->layout->arrows;
  if (arrows->len == 0)
    return;
  cairo_save(cr);
  clip_to_plot(painter);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  /* A rim of the ground keeps the lines apart from the marks that they cross. */
  gantry_painter_set_color(painter, &painter->theme->ground, 0.75);
  cairo_set_line_width(cr, 3.6 * painter->unit);
  stroke_curves(painter, arrows);
  gantry_painter_set_color(painter, &painter->theme->text, 0.85);
  cairo_set_line_width(cr, 1.3 * painter->unit);
  stroke_curves(painter, arrows);
  for (guint i = 0; i < arrows->len; i++) {
    Line line = line_of(painter, arrows->pdata[i]);
    add_head(painter, &line);
  }
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_fill(cr);
  cairo_restore(cr);
}
