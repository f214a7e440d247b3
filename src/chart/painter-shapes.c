/* Full, hatched, half, dotted, striped, notched, thin, rails, dotted line, outline.
 *
 * Patterns start at the row and at time 0, so that they move with the marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-shapes.h"

#include <math.h>

#define DIMMED 0.16    /* how much of a dimmed entry's colour is left */
#define TINT 0.20      /* of the colour behind its pattern */
#define HALF 0.55      /* of the bar's height */
#define THIN 0.2
#define RADIUS 3.0

/* A pattern's measures, logical pixels at text scale 1. */
typedef struct {
  double period, line;
} Pattern;

static Pattern
pattern_of (GantryShape shape)
{
  switch (shape) {
  case GANTRY_SHAPE_HATCHED:
    return (Pattern){7.0, 2.2};
  case GANTRY_SHAPE_HALF_DOTTED:
    return (Pattern){5.0, 2.4};
  case GANTRY_SHAPE_HALF_STRIPED:
    return (Pattern){5.0, 2.0};
  case GANTRY_SHAPE_DOTTED_LINE:
    return (Pattern){7.0, 2.6};
  default:
    return (Pattern){0.0, 0.0};
  }
}

GantryColor
gantry_painter_legend_color (const GantryPainter *painter, GantryLegend legend, const GantryColor *ground)
{
  const GantryColor *color = &painter->theme->states[gantry_legend_state(legend)];
  bool dimmed = (painter->layout->view.dimmed & (1u << legend)) != 0;
  return dimmed ? gantry_color_mix(ground, color, DIMMED) : *color;
}

GantryColor
gantry_painter_legend_tint (const GantryPainter *painter, GantryLegend legend, const GantryColor *ground)
{
  GantryColor color = gantry_painter_legend_color(painter, legend, ground);
  return gantry_color_mix(ground, &color, TINT);
}

GantryBox
gantry_painter_shape_box (const GantryPainter *painter, GantryShape shape, const GantryBox *bar)
{
  switch (shape) {
  case GANTRY_SHAPE_HALF:
  case GANTRY_SHAPE_HALF_DOTTED:
  case GANTRY_SHAPE_HALF_STRIPED:
  case GANTRY_SHAPE_HALF_NOTCHED:
  case GANTRY_SHAPE_RAILS:
    return gantry_painter_part(painter, bar, HALF);
  case GANTRY_SHAPE_THIN:
    return gantry_painter_part(painter, bar, THIN);
  default:
    return *bar;
  }
}

static GantryBox
box_of (const GantryMarkShape *mark, const GantryBox *box)
{
  return (GantryBox){mark->x, box->y, mark->width, box->height};
}

static void
add_rounded (const GantryPainter *painter, const GantryMarkShape *marks, guint n_marks, const GantryBox *box,
             double radius)
{
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    bool narrow = mark.width < 4.0 * painter->unit;
    gantry_painter_rounded(painter, &mark, radius, !narrow && marks[i].starts, !narrow && marks[i].ends);
  }
}

/* Diagonal segments that rise to the right, cut off at the box's sides. */
static void
add_hatching (cairo_t *cr, const GantryBox *box, double origin, double period)
{
  double right = box->x + box->width;
  double x = origin + floor((box->x - box->height - origin) / period) * period;
  for (; x < right; x += period) {
    double from = MAX(x, box->x), to = MIN(x + box->height, right);
    if (from >= to)
      continue;
    cairo_move_to(cr, from, box->y + box->height - (from - x));
    cairo_line_to(cr, to, box->y + box->height - (to - x));
  }
}

static void
add_stripes (cairo_t *cr, const GantryBox *box, double origin, double period, double line)
{
  double x = origin + ceil((box->x - origin) / period) * period;
  for (; x + line <= box->x + box->width; x += period) {
    cairo_move_to(cr, x + line / 2.0, box->y);
    cairo_line_to(cr, x + line / 2.0, box->y + box->height);
  }
}

/* Rows of dots, every second one shifted by half a period. */
static void
add_dots (cairo_t *cr, const GantryBox *box, double origin, double period, double dot)
{
  int n_rows = (int)MAX(floor((box->height - 1.0) / (period * 0.8)), 1.0);
  double step = box->height / n_rows;
  for (int row = 0; row < n_rows; row++) {
    double y = box->y + (row + 0.5) * step;
    double first = origin + (row % 2 == 0 ? 0.5 : 1.0) * period;
    double x = first + ceil((box->x + dot / 2.0 - first) / period) * period;
    for (; x + dot / 2.0 <= box->x + box->width; x += period) {
      cairo_move_to(cr, x, y);
      cairo_line_to(cr, x, y);
    }
  }
}

static void
add_pattern (cairo_t *cr, GantryShape shape, const GantryBox *box, double origin, double period, double line)
{
  cairo_set_line_width(cr, line);
  switch (shape) {
  case GANTRY_SHAPE_HATCHED:
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    add_hatching(cr, box, origin, period);
    break;
  case GANTRY_SHAPE_HALF_STRIPED:
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    add_stripes(cr, box, origin, period, line);
    break;
  case GANTRY_SHAPE_DOTTED_LINE: {
    GantryBox middle = {box->x, box->y + box->height / 2.0 - 0.5, box->width, 1.0};
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    add_dots(cr, &middle, origin, period, line);
    break;
  }
  default:
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    add_dots(cr, box, origin, period, line);
    break;
  }
}

/* A period in whole columns, so that it repeats on the grid that everything moves on. */
static double
period_of (const GantryPainter *painter, const Pattern *pattern)
{
  return MAX(round(pattern->period * painter->unit / painter->column), 2.0) * painter->column;
}

/* x at which the pattern starts anew, at the plot's left edge or just before it. */
static double
pattern_origin (const GantryPainter *painter, double period)
{
  double columns = fmod((double)painter->first_column, round(period / painter->column));
  return gantry_painter_column_x(painter, 0) - columns * painter->column;
}

/* One period of the pattern as an image, on the target's pixels. */
static cairo_pattern_t *
tile_new (const GantryPainter *painter, GantryShape shape, const GantryColor *color, double height,
          double period)
{
  Pattern pattern = pattern_of(shape);
  int width = (int)lround(period * painter->scale), rows = (int)MAX(lround(height * painter->scale), 1);
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, rows);
  cairo_t *cr = cairo_create(image);
  cairo_scale(cr, painter->scale, painter->scale);
  cairo_set_source_rgba(cr, color->red, color->green, color->blue, color->alpha);
  GantryBox wider = {-2.0 * period, 0.0, 5.0 * period, height};
  add_pattern(cr, shape, &wider, 0.0, period, pattern.line * painter->unit);
  cairo_stroke(cr);
  cairo_destroy(cr);
  cairo_pattern_t *tile = cairo_pattern_create_for_surface(image);
  cairo_surface_destroy(image);
  cairo_pattern_set_extend(tile, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter(tile, CAIRO_FILTER_NEAREST);
  return tile;
}

static void
fill_with_tile (GantryPainter *painter, GantryLegend legend, const GantryBox *box, const GantryColor *color,
                const GantryMarkShape *marks, guint n_marks)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  Pattern pattern = pattern_of(shape);
  double period = period_of(painter, &pattern);
  if (painter->tiles[legend] == NULL || painter->tile_heights[legend] != box->height) {
    g_clear_pointer(&painter->tiles[legend], cairo_pattern_destroy);
    painter->tiles[legend] = tile_new(painter, shape, color, box->height, period);
    painter->tile_heights[legend] = box->height;
  }
  cairo_matrix_t matrix;
  cairo_matrix_init_scale(&matrix, painter->scale, painter->scale);
  cairo_matrix_translate(&matrix, -pattern_origin(painter, period), -box->y);
  cairo_pattern_set_matrix(painter->tiles[legend], &matrix);
  add_rounded(painter, marks, n_marks, box, RADIUS * painter->unit);
  cairo_set_source(painter->cr, painter->tiles[legend]);
  cairo_fill(painter->cr);
}

static void
stroke_pattern (const GantryPainter *painter, GantryShape shape, const GantryBox *box,
                const GantryColor *color, const GantryMarkShape *marks, guint n_marks)
{
  Pattern pattern = pattern_of(shape);
  double period = period_of(painter, &pattern), origin = pattern_origin(painter, period);
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    add_pattern(painter->cr, shape, &mark, origin, period, pattern.line * painter->unit);
  }
  gantry_painter_set_color(painter, color, 1.0);
  cairo_stroke(painter->cr);
}

static void
fill_pattern (const GantryPainter *painter, GantryLegend legend, const GantryBox *box,
              const GantryColor *color, const GantryMarkShape *marks, guint n_marks)
{
  /* The tiles are a cache. */
  if (painter->vector)
    stroke_pattern(painter, gantry_state_shape(gantry_legend_state(legend)), box, color, marks, n_marks);
  else
    fill_with_tile((GantryPainter *)painter, legend, box, color, marks, n_marks);
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
      gantry_painter_rounded(painter, &mark, RADIUS * painter->unit, marks[i].starts, marks[i].ends);
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
  GantryColor tint = gantry_color_mix(ground, &color, TINT);
  add_rounded(painter, marks, n_marks, box, RADIUS * painter->unit);
  gantry_painter_set_color(painter, &tint, 1.0);
  cairo_fill(painter->cr);
  fill_pattern(painter, legend, box, &color, marks, n_marks);
  stroke_outline(painter, box, &color, marks, n_marks);
}

/* Half as high, with a notch cut into its start. */
static void
add_notched (const GantryPainter *painter, const GantryBox *box, const GantryMarkShape *marks, guint n_marks)
{
  cairo_t *cr = painter->cr;
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = box_of(&marks[i], box);
    double depth = MIN(mark.height * 0.42, mark.width * 0.6), right = mark.x + mark.width;
    cairo_move_to(cr, mark.x, mark.y);
    cairo_line_to(cr, right, mark.y);
    cairo_line_to(cr, right, mark.y + mark.height);
    cairo_line_to(cr, mark.x, mark.y + mark.height);
    if (marks[i].starts)
      cairo_line_to(cr, mark.x + depth, mark.y + mark.height / 2.0);
    cairo_close_path(cr);
  }
}

static void
add_rails (const GantryPainter *painter, const GantryBox *box, const GantryMarkShape *marks, guint n_marks)
{
  double thick = gantry_painter_snap_size(painter, MIN(3.0 * painter->unit, box->height / 3.0));
  double thin = gantry_painter_snap_size(painter, 1.0 * painter->unit);
  double bottom = box->y + box->height, middle = box->y + box->height / 2.0;
  for (guint i = 0; i < n_marks; i++) {
    double right = marks[i].x + marks[i].width;
    gantry_painter_horizontal(painter, marks[i].x, right, box->y + thin / 2.0, thin);
    gantry_painter_horizontal(painter, marks[i].x, right, middle, thick);
    gantry_painter_horizontal(painter, marks[i].x, right, bottom - thin / 2.0, thin);
  }
}

void
gantry_painter_shapes (const GantryPainter *painter, GantryLegend legend, const GantryBox *bar,
                       const GantryColor *ground, const GantryMarkShape *marks, guint n_marks)
{
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  GantryColor color = gantry_painter_legend_color(painter, legend, ground);
  GantryBox box = gantry_painter_shape_box(painter, shape, bar);
  switch (shape) {
  case GANTRY_SHAPE_HATCHED:
  case GANTRY_SHAPE_HALF_DOTTED:
  case GANTRY_SHAPE_HALF_STRIPED:
    draw_patterned(painter, legend, &box, ground, marks, n_marks);
    return;
  case GANTRY_SHAPE_DOTTED_LINE:
    fill_pattern(painter, legend, &box, &color, marks, n_marks);
    return;
  case GANTRY_SHAPE_OUTLINE:
    stroke_outline(painter, &box, &color, marks, n_marks);
    return;
  case GANTRY_SHAPE_HALF_NOTCHED:
    add_notched(painter, &box, marks, n_marks);
    break;
  case GANTRY_SHAPE_RAILS:
    add_rails(painter, &box, marks, n_marks);
    break;
  case GANTRY_SHAPE_FULL:
  case GANTRY_SHAPE_HALF:
  case GANTRY_SHAPE_THIN:
    add_rounded(painter, marks, n_marks, &box, RADIUS * painter->unit);
    break;
  }
  gantry_painter_set_color(painter, &color, 1.0);
  cairo_fill(painter->cr);
}
