/* Arrows from cause to effect.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-ahead.h"
#include "chart/painter-curves.h"

#include <math.h>

#define HEAD 7.0 /* length of an arrow's head */
#define RIM 3.6  /* widths */
#define LINE 1.3

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

/* The line ends within its head. */
static GantryCurve
curve_of (const GantryPainter *painter, const GantryArrow *arrow)
{
  Line line = line_of(painter, arrow);
  return (GantryCurve){line.x1, line.y1, line.x2, line.y2 - line.direction * HEAD * 0.8 * painter->unit};
}

static void
stroke_curve (cairo_t *cr, const GantryCurve *curve)
{
  double bend = (curve->y2 - curve->y1) * GANTRY_CURVE_PULL;
  cairo_move_to(cr, curve->x1, curve->y1);
  cairo_curve_to(cr, curve->x1, curve->y1 + bend, curve->x2, curve->y2 - bend, curve->x2, curve->y2);
  cairo_stroke(cr);
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

static void
set_pen (const GantryPainter *painter, cairo_t *cr, double width)
{
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width(cr, width * painter->unit);
}

/* Each on its own: the cost of a path grows with all that cross in it. */
static void
stroke_curves (const GantryPainter *painter, double width)
{
  const GArray *arrows = painter->layout->arrows;
  set_pen(painter, painter->cr, width);
  for (guint i = 0; i < arrows->len; i++) {
    GantryCurve curve = curve_of(painter, &g_array_index(arrows, GantryArrow, i));
    stroke_curve(painter->cr, &curve);
  }
}

/* What the curves cover, as pixels from the plot's top left corner. */
typedef struct {
  double x, y;
  cairo_surface_t *rims, *lines;
} Masks;

/* Few are stroked in no time. Of more, two masks of that many pixels take as long as to stroke one: cairo is
 * several times slower with a colour that is seen through. */
#define FEW_ARROWS 24
#define PIXELS_AN_ARROW 40e3

gpointer
gantry_painter_begin_arrows (const GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  guint count = layout->arrows->len;
  double pixels = painter->n_columns * (layout->lanes_bottom - layout->lanes_top) * painter->scale;
  bool has_masks = !painter->vector && count > FEW_ARROWS && pixels <= count * PIXELS_AN_ARROW;
  return has_masks ? g_new0(Masks, 1) : NULL;
}

static void
fill_mask (const GantryPainter *painter, const Masks *masks, cairo_surface_t *mask, cairo_t *cr, double width)
{
  const GArray *arrows = painter->layout->arrows;
  g_autofree GantryCurve *steep = g_new(GantryCurve, arrows->len);
  double scale = painter->scale;
  guint n_steep = 0;
  for (guint i = 0; i < arrows->len; i++) {
    GantryCurve curve = curve_of(painter, &g_array_index(arrows, GantryArrow, i));
    GantryCurve pixels = {(curve.x1 - masks->x) * scale, (curve.y1 - masks->y) * scale,
                          (curve.x2 - masks->x) * scale, (curve.y2 - masks->y) * scale};
    if (gantry_curve_is_steep(&pixels))
      steep[n_steep++] = pixels;
    else
      stroke_curve(cr, &curve);
  }
  cairo_surface_flush(mask);
  gantry_curves_cover(mask, steep, n_steep, width * painter->unit * scale);
  cairo_surface_mark_dirty(mask);
}

static cairo_surface_t *
mask_new (const GantryPainter *painter, const Masks *masks, double width)
{
  const GantryLayout *layout = painter->layout;
  double right = gantry_painter_column_x(painter, painter->n_columns) + HEAD * painter->unit;
  cairo_surface_t *mask =
      cairo_image_surface_create(CAIRO_FORMAT_A8, (int)ceil((right - masks->x) * painter->scale),
                                 (int)ceil((layout->lanes_bottom - masks->y) * painter->scale));
  cairo_t *cr = cairo_create(mask);
  cairo_scale(cr, painter->scale, painter->scale);
  cairo_translate(cr, -masks->x, -masks->y);
  set_pen(painter, cr, width);
  fill_mask(painter, masks, mask, cr, width);
  cairo_destroy(cr);
  return mask;
}

static void
make_masks (const GantryPainter *painter, gpointer made)
{
  Masks *masks = made;
  double left = gantry_painter_column_x(painter, 0) - HEAD * painter->unit;
  masks->x = floor(left * painter->scale) / painter->scale;
  masks->y = floor(painter->layout->lanes_top * painter->scale) / painter->scale;
  masks->rims = mask_new(painter, masks, RIM);
  masks->lines = mask_new(painter, masks, LINE);
}

static void
free_masks (gpointer made)
{
  Masks *masks = made;
  g_clear_pointer(&masks->rims, cairo_surface_destroy);
  g_clear_pointer(&masks->lines, cairo_surface_destroy);
  g_free(masks);
}

const GantryRowMaker gantry_arrows_maker = {NULL, make_masks, free_masks};

static void
draw_curves (const GantryPainter *painter, const Masks *masks, cairo_surface_t *mask, double width)
{
  cairo_t *cr = painter->cr;
  /* There is no mask where there is no room, or no memory. */
  if (!masks || cairo_surface_status(mask) != CAIRO_STATUS_SUCCESS) {
    stroke_curves(painter, width);
    return;
  }
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface(mask);
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
  cairo_save(cr);
  cairo_translate(cr, masks->x, masks->y);
  cairo_scale(cr, 1.0 / painter->scale, 1.0 / painter->scale);
  cairo_mask(cr, pattern);
  cairo_restore(cr);
  cairo_pattern_destroy(pattern);
}

void
gantry_painter_arrows (GantryPainter *painter)
{
  cairo_t *cr = painter->cr;
  const GArray *arrows = painter->layout->arrows;
  if (arrows->len == 0)
    return;
  const Masks *masks = gantry_painter_made_arrows(painter);
  cairo_save(cr);
  clip_to_plot(painter);
  /* A rim of the ground keeps the lines apart from the marks that they cross. */
  gantry_painter_set_color(painter, &painter->theme->ground, 0.75);
  draw_curves(painter, masks, masks ? masks->rims : NULL, RIM);
  gantry_painter_set_color(painter, &painter->theme->text, 0.85);
  draw_curves(painter, masks, masks ? masks->lines : NULL, LINE);
  for (guint i = 0; i < arrows->len; i++) {
    Line line = line_of(painter, &g_array_index(arrows, GantryArrow, i));
    add_head(painter, &line);
  }
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_fill(cr);
  cairo_restore(cr);
}
