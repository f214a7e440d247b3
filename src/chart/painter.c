/* The painter's frame: layer upon layer, and the parts that scroll within their clip.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache.h"
#include "chart/painter-ahead.h"
#include "chart/painter-ticks.h"

#include <math.h>

static bool
is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type(cairo_get_target(cr))) {
  case CAIRO_SURFACE_TYPE_PDF:
  case CAIRO_SURFACE_TYPE_PS:
  case CAIRO_SURFACE_TYPE_SVG:
  case CAIRO_SURFACE_TYPE_SCRIPT:
    return true;
  default:
    return false;
  }
}

static double
device_scale (cairo_t *cr, const GantryView *view)
{
  if (view->pixel_ratio > 0.0)
    return view->pixel_ratio;
  double x = 1.0, y = 0.0, scale_x, scale_y;
  cairo_user_to_device_distance(cr, &x, &y);
  cairo_surface_get_device_scale(cairo_get_target(cr), &scale_x, &scale_y);
  double scale = hypot(x, y) * scale_x;
  return scale > 1e-3 && scale < 1e3 ? scale : 1.0;
}

/* A column's moments follow from its number alone. What is rounded on the way differs with where the view
 * begins, and once in a hundred thousand columns by a nanosecond. */
static int64_t *
times_new (const GantryPainter *painter)
{
  int64_t *times = g_new(int64_t, painter->n_columns + 1);
  for (int i = 0; i <= painter->n_columns; i++) {
    long double number = (long double)(painter->number_of_first + i);
    times[i] = (int64_t)rintl(CLAMP(number * (long double)painter->ns_per_column, -0x1p62L, 0x1p62L));
  }
  return times;
}

/* Where the columns' edges lie. A vector target has no pixels: there a column is half a logical one. */
static void
set_columns (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  double columns_per_pixel = painter->vector ? 2.0 : painter->scale;
  double left = round(layout->plot_left * columns_per_pixel);
  double right = round(layout->plot_right * columns_per_pixel);
  painter->column = 1.0 / columns_per_pixel;
  painter->n_columns = (int)MAX(right - left, 1.0);
  painter->from = layout->view.from;
  painter->ns_per_column = (double)(layout->view.to - layout->view.from) / painter->n_columns;
  /* Long double: the number of columns since time 0 may have more digits than a double. */
  long double columns = (long double)painter->from / (long double)painter->ns_per_column;
  long double whole = rintl(columns);
  painter->phase = (double)(columns - whole);
  painter->has_numbers = fabsl(whole) < 0x1p60L;
  painter->number_of_first = painter->has_numbers ? (int64_t)whole : 0;
  painter->times = painter->has_numbers ? times_new(painter) : NULL;
  painter->first_column = (int64_t)fmodl(whole, 720720.0L); /* a multiple of all small periods */
}

static void
painter_init (GantryPainter *painter, cairo_t *cr, const GantryLayout *layout, const GantryTimeline *timeline)
{
  *painter = (GantryPainter){
      .cr = cr,
      .layout = layout,
      .timeline = timeline,
      .theme = gantry_theme_get(layout->view.theme),
      .text = gantry_chart_cache_text(layout->cache, 1, &layout->view, &layout->heights),
      .unit = layout->view.text_scale,
      .vector = is_vector(cr),
      .at_once = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE,
      .main = gantry_number_of_main(timeline),
      .marks = gantry_chart_cache_marks(layout->cache, timeline),
  };
  painter->scale = painter->vector ? 2.0 : device_scale(cr, &layout->view);
  set_columns(painter);
  painter->tick_stamps = gantry_tick_stamps_new(painter);
  gantry_text_set_target(painter->text, cr, painter->scale);
}

static void
painter_clear (GantryPainter *painter)
{
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    g_free(painter->tiles[i].pixels);
  gantry_tick_stamps_free(painter->tick_stamps);
  g_free(painter->times);
}

static const GantryRow *
find_row (const GantryLayout *layout, GantryRowKind kind)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    if (i == layout->first_content)
      i += layout->n_content;
    if (i >= layout->rows->len)
      break;
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind == kind)
      return row;
  }
  return NULL;
}

static void
paint_fixed (GantryPainter *painter, GantryRowKind kind, void (*paint)(GantryPainter *, const GantryRow *))
{
  const GantryRow *row = find_row(painter->layout, kind);
  if (row == NULL)
    return;
  cairo_save(painter->cr);
  paint(painter, row);
  cairo_restore(painter->cr);
}

/* The rows of a band, between its two heights. */
static void
paint_band (GantryPainter *painter, int band)
{
  cairo_t *cr = painter->cr;
  gantry_painter_enter_band(painter, band);
  if (painter->band_bottom <= painter->band_top)
    return;
  cairo_save(cr);
  cairo_rectangle(cr, 0.0, painter->band_top, painter->layout->view.width,
                  painter->band_bottom - painter->band_top);
  cairo_clip(cr);
  gantry_painter_grid(painter);
  gantry_painter_selected_range(painter);
  gantry_painter_headings(painter);
  gantry_painter_cores(painter);
  gantry_painter_groups(painter);
  gantry_painter_prediction(painter);
  gantry_painter_lanes(painter);
  gantry_painter_things(painter);
  gantry_painter_critical_path(painter);
  gantry_painter_arrows(painter);
  gantry_painter_deadlock(painter);
  cairo_restore(cr);
}

static void
paint_content (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  int n_bands = gantry_painter_n_bands(painter);
  for (int band = 0; band < n_bands; band++)
    paint_band(painter, band);
  if (n_bands == 1)
    return;
  gantry_painter_set_color(painter, &painter->theme->border, 1.0);
  gantry_painter_horizontal(painter, layout->panel_left, layout->panel_right, layout->pinned_bottom,
                            painter->unit);
  cairo_fill(painter->cr);
}

void
gantry_painter_draw (cairo_t *cr, const GantryLayout *layout, const GantryTimeline *timeline)
{
  GantryPainter painter;
  painter_init(&painter, cr, layout, timeline);
  gantry_painter_begin_rows(&painter);
  cairo_save(cr);
  cairo_rectangle(cr, 0.0, 0.0, layout->view.width, layout->view.height);
  cairo_clip(cr);
  gantry_painter_set_color(&painter, &painter.theme->ground, 1.0);
  cairo_paint(cr);
  paint_fixed(&painter, GANTRY_ROW_TITLE, gantry_painter_title);
  paint_fixed(&painter, GANTRY_ROW_COUNTERS, gantry_painter_counters);
  paint_fixed(&painter, GANTRY_ROW_RULER, gantry_painter_ruler);
  paint_content(&painter);
  paint_fixed(&painter, GANTRY_ROW_RULER, gantry_painter_bookmarks);
  gantry_painter_range_label(&painter);
  gantry_painter_cursor(&painter);
  paint_fixed(&painter, GANTRY_ROW_LEGEND, gantry_painter_legend);
  paint_fixed(&painter, GANTRY_ROW_FOOTER, gantry_painter_footer);
  cairo_restore(cr);
  gantry_painter_end_rows(&painter);
  painter_clear(&painter);
}
