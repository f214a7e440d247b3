/* Places and pens that the painter's layers share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"

#include <math.h>

double
gantry_painter_place (const GantryPainter *painter, int64_t time)
{
  /* From the columns' numbers, as their times: what lies on the half of one goes to the same side of it,
   * wherever the view begins. */
  if (painter->has_numbers)
    return (double)((long double)time / (long double)painter->ns_per_column -
                    (long double)painter->number_of_first);
  return gantry_view_since(painter->from, time) / painter->ns_per_column + painter->phase;
}

int
gantry_painter_edge (const GantryPainter *painter, int64_t time)
{
  /* Far outside is cut off: cairo's numbers end at 2^23. */
  double place = floor(gantry_painter_place(painter, time) + 0.5);
  return (int)CLAMP(place, -64.0, painter->n_columns + 64.0);
}

int64_t
gantry_painter_column_time (const GantryPainter *painter, int column)
{
  if (painter->times && column >= 0 && column <= painter->n_columns)
    return painter->times[column];
  double since = (column - painter->phase) * painter->ns_per_column;
  return painter->from + (int64_t)(since >= 0.0 ? since + 0.5 : since - 0.5);
}

double
gantry_painter_column_x (const GantryPainter *painter, int column)
{
  return (round(painter->layout->plot_left / painter->column) + column) * painter->column;
}

double
gantry_painter_snap (const GantryPainter *painter, double length)
{
  return round(length * painter->scale) / painter->scale;
}

double
gantry_painter_snap_size (const GantryPainter *painter, double length)
{
  return MAX(round(length * painter->scale), 1.0) / painter->scale;
}

const GantryRow *
gantry_painter_row (const GantryPainter *painter, guint index)
{
  return &g_array_index(painter->layout->rows, GantryRow, index);
}

/* First row of the content whose bottom is below `y`. */
static guint
first_below (const GantryPainter *painter, double y)
{
  guint low = painter->first_row, high = painter->end_row;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GantryRow *row = gantry_painter_row(painter, middle);
    if (row->y + row->height <= y)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

int
gantry_painter_n_bands (const GantryPainter *painter)
{
  return painter->layout->n_pinned > 0 ? 2 : 1;
}

void
gantry_painter_enter_band (GantryPainter *painter, int band)
{
  const GantryLayout *layout = painter->layout;
  guint first = layout->first_content, parted = first + layout->n_pinned;
  painter->first_row = band == 0 ? parted : first;
  painter->end_row = band == 0 ? first + layout->n_content : parted;
  painter->band_top = band == 0 ? layout->pinned_bottom : layout->lanes_top;
  painter->band_bottom = band == 0 ? layout->lanes_bottom : layout->pinned_bottom;
}

void
gantry_painter_visible_rows (const GantryPainter *painter, guint *first, guint *last)
{
  *first = first_below(painter, painter->band_top);
  *last = *first;
  if (painter->band_bottom <= painter->band_top)
    return;
  while (*last < painter->end_row && gantry_painter_row(painter, *last)->y < painter->band_bottom)
    ++*last;
}

GantryBox
gantry_painter_bar (const GantryPainter *painter, const GantryRow *row)
{
  double height = MAX(round(row->height * 0.667 * painter->scale), 1.0);
  double top = round((row->y + row->height / 2.0) * painter->scale - height / 2.0);
  return (GantryBox){.y = top / painter->scale, .height = height / painter->scale};
}

GantryBox
gantry_painter_part (const GantryPainter *painter, const GantryBox *bar, double part)
{
  double whole = bar->height * painter->scale, wanted = whole * part;
  double height = MAX(round(wanted), 1.0);
  /* What is left above and below must be equal, so their sum even. */
  if (fmod(round(whole - height), 2.0) != 0.0)
    height += wanted >= height || height <= 1.0 ? 1.0 : -1.0;
  height = MIN(height, whole);
  return (GantryBox){bar->x, bar->y + (whole - height) / 2.0 / painter->scale, bar->width,
                     height / painter->scale};
}

void
gantry_painter_set_color (const GantryPainter *painter, const GantryColor *color, double alpha)
{
  cairo_set_source_rgba(painter->cr, color->red, color->green, color->blue, color->alpha * alpha);
}

void
gantry_painter_rectangle (const GantryPainter *painter, const GantryBox *box)
{
  cairo_rectangle(painter->cr, box->x, box->y, box->width, box->height);
}

void
gantry_painter_rounded (const GantryPainter *painter, const GantryBox *box, double radius, bool left,
                        bool right)
{
  cairo_t *cr = painter->cr;
  double x2 = box->x + box->width, y2 = box->y + box->height;
  radius = MIN(radius, MIN(left && right ? box->width / 2.0 : box->width, box->height / 2.0));
  if (radius < 0.75 || (!left && !right)) {
    gantry_painter_rectangle(painter, box);
    return;
  }
  cairo_new_sub_path(cr);
  if (right) {
    cairo_arc(cr, x2 - radius, box->y + radius, radius, -G_PI_2, 0.0);
    cairo_arc(cr, x2 - radius, y2 - radius, radius, 0.0, G_PI_2);
  } else {
    cairo_line_to(cr, x2, box->y);
    cairo_line_to(cr, x2, y2);
  }
  if (left) {
    cairo_arc(cr, box->x + radius, y2 - radius, radius, G_PI_2, G_PI);
    cairo_arc(cr, box->x + radius, box->y + radius, radius, G_PI, 1.5 * G_PI);
  } else {
    cairo_line_to(cr, box->x, y2);
    cairo_line_to(cr, box->x, box->y);
  }
  cairo_close_path(cr);
}

void
gantry_painter_panel (const GantryPainter *painter, const GantryBox *box)
{
  cairo_t *cr = painter->cr;
  double line = gantry_painter_snap_size(painter, 1.0);
  GantryBox inner = {box->x + line / 2.0, box->y + line / 2.0, box->width - line, box->height - line};
  if (inner.width <= 0.0 || inner.height <= 0.0)
    return;
  gantry_painter_rounded(painter, &inner, 8.0, true, true);
  gantry_painter_set_color(painter, &painter->theme->panel, 1.0);
  cairo_fill_preserve(cr);
  gantry_painter_set_color(painter, &painter->theme->border, 1.0);
  cairo_set_line_width(cr, line);
  cairo_stroke(cr);
}

void
gantry_painter_horizontal (const GantryPainter *painter, double x1, double x2, double y, double width)
{
  double size = gantry_painter_snap_size(painter, width);
  cairo_rectangle(painter->cr, x1, gantry_painter_snap(painter, y - size / 2.0), x2 - x1, size);
}

void
gantry_painter_vertical (const GantryPainter *painter, double x, double y1, double y2, double width)
{
  double size = gantry_painter_snap_size(painter, width);
  cairo_rectangle(painter->cr, gantry_painter_snap(painter, x - size / 2.0), y1, size, y2 - y1);
}

const GantryColor *
gantry_painter_ink_on (const GantryPainter *painter, const GantryColor *ground)
{
  const GantryTheme *theme = painter->theme;
  bool on_mark =
      gantry_color_contrast(&theme->on_mark, ground) >= gantry_color_contrast(&theme->text, ground);
  return on_mark ? &theme->on_mark : &theme->text;
}
