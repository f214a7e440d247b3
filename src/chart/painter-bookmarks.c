/* Moments that a person named: a flag above the ruler, a broken line down through the lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter-private.h"
#include "timeline/bookmarks.h"

#define DASH 4.0
#define POLE 2.0

/* The next flag's place, or the plot's end: so far may a name reach. */
static double
room_until (const GantryPainter *painter, const GPtrArray *bookmarks, guint index)
{
  const GantryBookmark *next = index + 1 < bookmarks->len ? bookmarks->pdata[index + 1] : NULL;
  int edge = next ? gantry_painter_edge(painter, next->time) : painter->n_columns;
  return MIN(gantry_painter_column_x(painter, MIN(edge, painter->n_columns)), painter->layout->panel_right);
}

static void
draw_line (const GantryPainter *painter, double x, double top, double bottom)
{
  const double dashes[] = {DASH * painter->unit, DASH * painter->unit};
  double width = gantry_painter_snap_size(painter, painter->unit);
  cairo_save(painter->cr);
  cairo_set_dash(painter->cr, dashes, 2, 0.0);
  cairo_set_line_width(painter->cr, width);
  cairo_move_to(painter->cr, x + width / 2.0, top);
  cairo_line_to(painter->cr, x + width / 2.0, bottom);
  gantry_painter_set_color(painter, &painter->theme->text, 0.7);
  cairo_stroke(painter->cr);
  cairo_restore(painter->cr);
}

/* A pole with a pennant, and the name beside it as far as there is room. */
static void
draw_flag (const GantryPainter *painter, const GantryRow *row, const char *name, double x, double end)
{
  double unit = painter->unit, height = GANTRY_BOOKMARKS_HEIGHT * unit, top = row->y + 3.0 * unit;
  double pennant = 8.0 * unit, text = x + pennant + 5.0 * unit;
  cairo_t *cr = painter->cr;
  gantry_painter_vertical(painter, x, top, row->y + row->height, POLE * unit);
  cairo_move_to(cr, x, top);
  cairo_line_to(cr, x + pennant + POLE * unit, top + 4.5 * unit);
  cairo_line_to(cr, x, top + 9.0 * unit);
  cairo_close_path(cr);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(cr);
  if (end - text > 14.0 * unit)
    gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, name, text, row->y + height / 2.0,
                            end - text - 4.0 * unit, &painter->theme->text);
}

void
gantry_painter_bookmarks (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(painter->timeline);
  for (guint i = gantry_bookmarks_first(bookmarks, layout->view.from); i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmarks->pdata[i];
    if (bookmark->time > layout->view.to)
      break;
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, bookmark->time));
    draw_line(painter, x, layout->lanes_top, layout->lanes_bottom);
    draw_flag(painter, row, bookmark->name, x, room_until(painter, bookmarks, i));
  }
}
