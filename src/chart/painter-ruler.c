/* The ruler, its lines behind the rows, and the cursor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"
#include "timeline/units.h"

#include <math.h>

typedef struct {
  int64_t step;
  int minor;
} Ruler;

/* The step depends on how wide its labels are, and they on the step. */
static Ruler
ruler_of (const GantryPainter *painter)
{
  const GantryView *view = &painter->layout->view;
  double ns_per_pixel = painter->ns_per_column / painter->column;
  double apart = 60.0 * painter->unit;
  Ruler ruler = {0};
  for (int i = 0; i < 3; i++) {
    ruler.step = gantry_ruler_step(ns_per_pixel, apart, &ruler.minor);
    g_autofree char *first = gantry_format_ruler(view->from, ruler.step);
    g_autofree char *last = gantry_format_ruler(view->to, ruler.step);
    double needed = MAX(gantry_text_width(painter->text, GANTRY_TEXT_SMALL, first),
                        gantry_text_width(painter->text, GANTRY_TEXT_SMALL, last)) +
                    20.0 * painter->unit;
    if (needed <= apart)
      break;
    apart = needed;
  }
  return ruler;
}

/* First mark at or after the view's begin. */
static int64_t
first_mark (const GantryPainter *painter, int64_t step)
{
  int64_t from = painter->layout->view.from, rest = from % step;
  return rest == 0 ? from : rest > 0 ? from - rest + step : from - rest;
}

void
gantry_painter_grid (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  Ruler ruler = ruler_of(painter);
  for (int64_t time = first_mark(painter, ruler.step); time <= layout->view.to; time += ruler.step) {
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, time));
    gantry_painter_vertical(painter, x, layout->lanes_top, layout->lanes_bottom, 1.0);
  }
  gantry_painter_set_color(painter, &painter->theme->grid, 1.0);
  cairo_fill(painter->cr);
}

static void
add_ticks (const GantryPainter *painter, int64_t step, double bottom, double length)
{
  for (int64_t time = first_mark(painter, step); time <= painter->layout->view.to; time += step) {
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, time));
    gantry_painter_vertical(painter, x, bottom - length, bottom, 1.0);
  }
}

void
gantry_painter_ruler (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, bottom = row->y + row->height;
  Ruler ruler = ruler_of(painter);
  gantry_painter_horizontal(painter, gantry_painter_column_x(painter, 0),
                            gantry_painter_column_x(painter, painter->n_columns), bottom, 1.0);
  gantry_painter_set_color(painter, &painter->theme->border, 1.0);
  cairo_fill(painter->cr);
  add_ticks(painter, MAX(ruler.step / ruler.minor, 1), bottom, 4.0 * unit);
  add_ticks(painter, ruler.step, bottom, 9.0 * unit);
  gantry_painter_set_color(painter, &painter->theme->dim_text, 0.8);
  cairo_fill(painter->cr);
  for (int64_t time = first_mark(painter, ruler.step); time <= layout->view.to; time += ruler.step) {
    g_autofree char *label = gantry_format_ruler(time, ruler.step);
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, time));
    double half = gantry_text_width(painter->text, GANTRY_TEXT_SMALL, label) / 2.0;
    if (x - half >= layout->panel_left && x + half <= layout->panel_right)
      gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, label, x, bottom - 17.0 * unit, GANTRY_ALIGN_CENTER,
                       &painter->theme->dim_text);
  }
}

void
gantry_painter_pill (const GantryPainter *painter, const char *label, double x, const GantryColor *ground,
                     const GantryColor *ink)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, height = gantry_painter_snap(painter, 20.0 * unit);
  double width = ceil(gantry_text_width(painter->text, GANTRY_TEXT_LABEL, label) + 18.0 * unit);
  double left =
      CLAMP(x - width / 2.0, layout->panel_left, MAX(layout->panel_right - width, layout->panel_left));
  GantryBox pill = {gantry_painter_snap(painter, left), layout->lanes_top - 9.0 * unit - height, width,
                    height};
  gantry_painter_rounded(painter, &pill, height / 2.0, true, true);
  gantry_painter_set_color(painter, ground, 1.0);
  cairo_fill(painter->cr);
  gantry_text_draw(painter->text, GANTRY_TEXT_LABEL, label, pill.x + width / 2.0, pill.y + height / 2.0,
                   GANTRY_ALIGN_CENTER, ink);
}

static void
draw_cursor_label (const GantryPainter *painter, double x)
{
  int64_t resolution = (int64_t)ceil(painter->ns_per_column / painter->column);
  g_autofree char *label = gantry_format_moment(painter->layout->view.cursor, resolution);
  gantry_painter_pill(painter, label, x, &painter->theme->accent,
                      gantry_painter_ink_on(painter, &painter->theme->accent));
}

void
gantry_painter_cursor (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  if (layout->view.cursor == GANTRY_NO_TIME)
    return;
  int edge = gantry_painter_edge(painter, layout->view.cursor);
  if (edge < 0 || edge > painter->n_columns)
    return;
  double x = gantry_painter_column_x(painter, edge), top = layout->lanes_top - 9.0 * painter->unit;
  gantry_painter_vertical(painter, x, top, layout->lanes_bottom, 2.0 * painter->unit);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(painter->cr);
  draw_cursor_label(painter, x);
}
