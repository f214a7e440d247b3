/* Patterns as strokes, and as tiles of pixels made from the same strokes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-patterns.h"

#include <math.h>
#include <string.h>

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

bool
gantry_shape_has_pattern (GantryShape shape)
{
  return pattern_of(shape).period > 0.0;
}

double
gantry_pattern_period (const GantryPainter *painter, GantryShape shape)
{
  return MAX(round(pattern_of(shape).period * painter->unit / painter->column), 2.0) * painter->column;
}

double
gantry_pattern_origin (const GantryPainter *painter, double period)
{
  double columns = fmod((double)painter->first_column, round(period / painter->column));
  if (columns < 0.0)
    columns += round(period / painter->column);
  return gantry_painter_column_x(painter, 0) - columns * painter->column;
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

void
gantry_pattern_add (const GantryPainter *painter, cairo_t *cr, GantryShape shape, const GantryBox *box,
                    double origin)
{
  double period = gantry_pattern_period(painter, shape), line = pattern_of(shape).line * painter->unit;
  GantryBox middle = {box->x, box->y + box->height / 2.0 - 0.5, box->width, 1.0};
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
  case GANTRY_SHAPE_DOTTED_LINE:
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    add_dots(cr, &middle, origin, period, line);
    break;
  default:
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    add_dots(cr, box, origin, period, line);
    break;
  }
}

static void
draw_tile (GantryPainter *painter, GantryTile *tile, GantryShape shape)
{
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, tile->period, tile->rows);
  cairo_t *cr = cairo_create(image);
  double period = tile->period / painter->scale, height = tile->rows / painter->scale;
  cairo_scale(cr, painter->scale, painter->scale);
  cairo_set_source_rgba(cr, tile->tint.red, tile->tint.green, tile->tint.blue, tile->tint.alpha);
  cairo_paint(cr);
  cairo_set_source_rgba(cr, tile->color.red, tile->color.green, tile->color.blue, tile->color.alpha);
  GantryBox wider = {-2.0 * period, 0.0, 5.0 * period, height};
  gantry_pattern_add(painter, cr, shape, &wider, 0.0);
  cairo_stroke(cr);
  cairo_surface_flush(image);
  int stride = cairo_image_surface_get_stride(image);
  const unsigned char *data = cairo_image_surface_get_data(image);
  for (int row = 0; row < tile->rows && data != NULL; row++)
    memcpy(tile->pixels + (ptrdiff_t)row * tile->period, data + (ptrdiff_t)row * stride,
           (size_t)tile->period * sizeof *tile->pixels);
  cairo_destroy(cr);
  cairo_surface_destroy(image);
}

static bool
is_same (const GantryColor *a, const GantryColor *b)
{
  return a->red == b->red && a->green == b->green && a->blue == b->blue && a->alpha == b->alpha;
}

const uint32_t *
gantry_pattern_tile (GantryPainter *painter, GantryLegend legend, const GantryColor *color,
                     const GantryColor *tint, int period, int rows)
{
  GantryTile *tile = &painter->tiles[legend];
  if (tile->pixels != NULL && tile->period == period && tile->rows == rows && is_same(&tile->color, color) &&
      is_same(&tile->tint, tint))
    return tile->pixels;
  g_free(tile->pixels);
  *tile = (GantryTile){.period = period, .rows = rows, .color = *color, .tint = *tint};
  tile->pixels = g_new0(uint32_t, (gsize)period * (gsize)rows);
  draw_tile(painter, tile, gantry_state_shape(gantry_legend_state(legend)));
  return tile->pixels;
}
