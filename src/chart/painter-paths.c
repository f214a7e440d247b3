/* The shapes as paths, for targets that keep strokes: SVG, PDF and print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-patterns.h"
#include "chart/painter-shapes.h"

static GantryBox
box_of (const GantryMarkShape *mark, const GantryBox *box)
{
  return (GantryBox){mark->x, box->y, mark->width, box->height};
}

static void
stroke_pattern (const GantryPainter *painter, GantryShape shape, const GantryBox *box,
                const GantryColor *color, const GantryMarkShape *marks, guint n_marks)
{
  double origin = gantry_pattern_origin(painter, gantry_pattern_period(painter, shape));
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    gantry_pattern_add(painter, painter->cr, shape, &mark, origin);
  }
  gantry_painter_set_color(painter, color, 1.0);
  cairo_stroke(painter->cr);
}

static void
stroke_outline (const GantryPainter *painter, const GantryBox *box, const GantryColor *color,
                const GantryMarkShape *marks, guint n_marks)
{
  double line = gantry_painter_snap_size(painter, painter->unit);
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    mark.x += line / 2.0;
    mark.y += line / 2.0;
    mark.width -= line;
    mark.height -= line;
    if (mark.width > 0.0 && mark.height > 0.0)
      gantry_painter_rounded(painter, &mark, gantry_painter_radius(painter, box), marks[i].starts,
                             marks[i].ends);
  }
  gantry_painter_set_color(painter, color, 1.0);
  cairo_set_line_width(painter->cr, line);
  cairo_set_line_cap(painter->cr, CAIRO_LINE_CAP_BUTT);
  cairo_stroke(painter->cr);
}

static void
draw_patterned (const GantryPainter *painter, GantryLegend legend, const GantryBox *box,
                const GantryColor *ground, const GantryMarkShape *marks, guint n_marks)
{
  GantryColor color = gantry_painter_legend_color(painter, legend, ground);
  GantryColor tint = gantry_painter_legend_tint(painter, legend, ground);
  gantry_painter_solid(painter, NULL, box, gantry_painter_radius(painter, box), &tint, marks, n_marks);
  stroke_pattern(painter, gantry_state_shape(gantry_legend_state(legend)), box, &color, marks, n_marks);
  stroke_outline(painter, box, &color, marks, n_marks);
}

static void
add_notched (const GantryPainter *painter, const GantryBox *box, const GantryMarkShape *marks, guint n_marks)
{
  cairo_t *cr = painter->cr;
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    double right = mark.x + mark.width, bottom = mark.y + mark.height;
    double radius = marks[i].ends ? MIN(gantry_painter_radius(painter, box), mark.width / 2.0) : 0.0;
    cairo_move_to(cr, mark.x, mark.y);
    cairo_arc(cr, right - radius, mark.y + radius, radius, -G_PI_2, 0.0);
    cairo_arc(cr, right - radius, bottom - radius, radius, 0.0, G_PI_2);
    cairo_line_to(cr, mark.x, bottom);
    if (marks[i].starts)
      cairo_line_to(cr, mark.x + gantry_painter_notch(&mark), mark.y + mark.height / 2.0);
    cairo_close_path(cr);
  }
}

static void
add_rails (const GantryPainter *painter, const GantryBox *box, const GantryMarkShape *marks, guint n_marks)
{
  GantryBox rails[3];
  gantry_painter_rails(painter, box, rails);
  for (guint i = 0; i < n_marks; i++)
    for (int j = 0; j < 3; j++)
      cairo_rectangle(painter->cr, marks[i].x, rails[j].y, marks[i].width, rails[j].height);
}

void
gantry_painter_shape_paths (GantryPainter *painter, GantryLegend legend, const GantryBox *box,
                            const GantryColor *ground, const GantryMarkShape *marks, guint n_marks)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  GantryColor color = gantry_painter_legend_color(painter, legend, ground);
  switch (shape) {
  case GANTRY_SHAPE_HATCHED:
  case GANTRY_SHAPE_HALF_DOTTED:
  case GANTRY_SHAPE_HALF_STRIPED:
    draw_patterned(painter, legend, box, ground, marks, n_marks);
    return;
  case GANTRY_SHAPE_DOTTED_LINE:
    stroke_pattern(painter, shape, box, &color, marks, n_marks);
    return;
  case GANTRY_SHAPE_OUTLINE:
    stroke_outline(painter, box, &color, marks, n_marks);
    return;
  case GANTRY_SHAPE_HALF_NOTCHED:
    add_notched(painter, box, marks, n_marks);
    break;
  case GANTRY_SHAPE_RAILS:
    add_rails(painter, box, marks, n_marks);
    break;
  case GANTRY_SHAPE_FULL:
  case GANTRY_SHAPE_HALF:
  case GANTRY_SHAPE_THIN:
    gantry_painter_solid(painter, NULL, box, gantry_painter_radius(painter, box), &color, marks, n_marks);
    return;
  }
  gantry_painter_set_color(painter, &color, 1.0);
  cairo_fill(painter->cr);
}
