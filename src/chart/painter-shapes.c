/* Full, hatched, half, dotted, striped, notched, thin, rails, dotted line, outline: measures, and pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-shapes.h"

#include "chart/painter-patterns.h"

#include <math.h>

#define DIMMED 0.16 /* how much of a dimmed entry's colour is left */
#define TINT 0.20   /* of the colour behind its pattern */
#define HALF 0.55   /* of the bar's height */
#define THIN 0.2
#define NARROW 5.0 /* marks of fewer pixels keep their corners */

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

void
gantry_painter_rails (const GantryPainter *painter, const GantryBox *box, GantryBox rails[3])
{
  double thin = gantry_painter_snap_size(painter, painter->unit);
  rails[0] = (GantryBox){box->x, box->y, box->width, thin};
  rails[1] = gantry_painter_part(painter, box, MIN(3.0 * painter->unit / box->height, 0.4));
  rails[2] = (GantryBox){box->x, box->y + box->height - thin, box->width, thin};
}

double
gantry_painter_radius (const GantryPainter *painter, const GantryBox *box)
{
  return MIN(3.0 * painter->unit, box->height / 6.0 + 0.5);
}

double
gantry_painter_notch (const GantryBox *mark)
{
  return MIN(mark->height * 0.42, mark->width * 0.6);
}

static GantryPixelBox
pixel_box (const GantryStrip *strip, const GantryBox *box, const GantryMarkShape *mark)
{
  int left = gantry_strip_x(strip, mark->x), right = gantry_strip_x(strip, mark->x + mark->width);
  bool wide = right - left >= NARROW;
  return (GantryPixelBox){
      .left = left,
      .right = MAX(right, left + 1),
      .top = gantry_strip_y(strip, box->y),
      .bottom = gantry_strip_y(strip, box->y + box->height),
      .starts = wide && mark->starts,
      .ends = wide && mark->ends,
  };
}

static void
fill_marks (GantryStrip *strip, const GantryFill *fill, const GantryBox *box, const GantryMarkShape *marks,
            guint n_marks)
{
  for (guint i = 0; i < n_marks; i++) {
    GantryPixelBox pixels = pixel_box(strip, box, &marks[i]);
    gantry_strip_fill(strip, fill, &pixels);
  }
}

static void
fill_notched (const GantryPainter *painter, GantryStrip *strip, GantryFill *fill, const GantryBox *box,
              const GantryMarkShape *marks, guint n_marks)
{
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = {marks[i].x, box->y, marks[i].width, box->height};
    GantryPixelBox pixels = pixel_box(strip, box, &marks[i]);
    fill->notch = pixels.starts ? gantry_painter_notch(&mark) * painter->scale : 0.0;
    gantry_strip_fill(strip, fill, &pixels);
  }
}

static void
fill_rails (const GantryPainter *painter, GantryStrip *strip, GantryFill *fill, const GantryBox *box,
            const GantryMarkShape *marks, guint n_marks)
{
  GantryBox rails[3];
  gantry_painter_rails(painter, box, rails);
  fill->radius = 0.0;
  for (int i = 0; i < 3; i++)
    fill_marks(strip, fill, &rails[i], marks, n_marks);
}

/* Sets the tile that a patterned shape is filled with. */
static void
set_tile (GantryPainter *painter, const GantryStrip *strip, GantryFill *fill, GantryLegend legend,
          const GantryBox *box, const GantryColor *color, const GantryColor *tint)
{
  double period = gantry_pattern_period(painter, gantry_state_shape(gantry_legend_state(legend)));
  int rows = gantry_strip_y(strip, box->y + box->height) - gantry_strip_y(strip, box->y);
  fill->period = (int)lround(period * painter->scale);
  fill->tile = gantry_pattern_tile(painter, legend, color, tint, fill->period, MAX(rows, 1));
  int phase = -gantry_strip_x(strip, gantry_pattern_origin(painter, period)) % fill->period;
  fill->phase = phase < 0 ? phase + fill->period : phase;
}

static void
draw_pixels (GantryPainter *painter, GantryStrip *strip, GantryLegend legend, const GantryBox *box,
             const GantryColor *ground, const GantryMarkShape *marks, guint n_marks)
{
  static const GantryColor nothing = {0};
  GantryShape shape = gantry_state_shape(gantry_legend_state(legend));
  GantryColor color = gantry_painter_legend_color(painter, legend, ground);
  GantryColor tint = gantry_color_mix(ground, &color, TINT);
  GantryFill fill = {.solid = gantry_pixel_of(&color, 1.0),
                     .radius = gantry_painter_radius(painter, box) * painter->scale};
  switch (shape) {
  case GANTRY_SHAPE_OUTLINE:
    fill.solid = 0;
    break;
  case GANTRY_SHAPE_DOTTED_LINE:
    set_tile(painter, strip, &fill, legend, box, &color, &nothing);
    fill.radius = 0.0;
    break;
  case GANTRY_SHAPE_HALF_NOTCHED:
    fill_notched(painter, strip, &fill, box, marks, n_marks);
    return;
  case GANTRY_SHAPE_RAILS:
    fill_rails(painter, strip, &fill, box, marks, n_marks);
    return;
  default:
    if (gantry_shape_has_pattern(shape))
      set_tile(painter, strip, &fill, legend, box, &color, &tint);
    break;
  }
  if (shape == GANTRY_SHAPE_OUTLINE || (fill.tile != NULL && shape != GANTRY_SHAPE_DOTTED_LINE)) {
    fill.border = gantry_pixel_of(&color, 1.0);
    fill.line = (int)MAX(lround(painter->unit * painter->scale), 1);
  }
  fill_marks(strip, &fill, box, marks, n_marks);
}

void
gantry_painter_shapes (GantryPainter *painter, GantryStrip *strip, GantryLegend legend, const GantryBox *bar,
                       const GantryColor *ground, const GantryMarkShape *marks, guint n_marks)
{
  GantryBox box = gantry_painter_shape_box(painter, gantry_state_shape(gantry_legend_state(legend)), bar);
  if (strip != NULL)
    draw_pixels(painter, strip, legend, &box, ground, marks, n_marks);
  else
    gantry_painter_shape_paths(painter, legend, &box, ground, marks, n_marks);
}

void
gantry_painter_solid (const GantryPainter *painter, GantryStrip *strip, const GantryBox *box, double radius,
                      const GantryColor *color, const GantryMarkShape *marks, guint n_marks)
{
  if (strip != NULL) {
    GantryFill fill = {.solid = gantry_pixel_of(color, 1.0), .radius = radius * painter->scale};
    fill_marks(strip, &fill, box, marks, n_marks);
    return;
  }
  for (guint i = 0; i < n_marks; i++) {
    GantryBox mark = {marks[i].x, box->y, marks[i].width, box->height};
    gantry_painter_rounded(painter, &mark, radius, marks[i].starts, marks[i].ends);
  }
  gantry_painter_set_color(painter, color, 1.0);
  cairo_fill(painter->cr);
}
