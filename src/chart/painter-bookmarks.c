/* Moments that a person named: a flag above the ruler, a broken line down through the lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter-private.h"
#include "timeline/bookmarks.h"

#define DASH 4.0
#define POLE 2.0
#define PENNANT 8.0
#define GAP 5.0 /* between a flag and its name */

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

static void
draw_pole (const GantryPainter *painter, const GantryRow *row, double x)
{
  double unit = painter->unit, top = row->y + 3.0 * unit;
  cairo_t *cr = painter->cr;
  gantry_painter_vertical(painter, x, top, row->y + row->height, POLE * unit);
  cairo_move_to(cr, x, top);
  cairo_line_to(cr, x + (PENNANT + POLE) * unit, top + 4.5 * unit);
  cairo_line_to(cr, x, top + 9.0 * unit);
  cairo_close_path(cr);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(cr);
}

/* The name behind the pennant; before the pole where there is room for it there alone; else as much as there
 * is room for. `from`, `to`: what others leave free. Returns where it ends. */
static double
draw_name (const GantryPainter *painter, const GantryRow *row, const char *name, double x, double from,
           double to)
{
  double unit = painter->unit, y = row->y + GANTRY_BOOKMARKS_HEIGHT * unit / 2.0;
  double behind = x + (PENNANT + GAP) * unit, room = to - behind - 4.0 * unit;
  double width = gantry_text_width(painter->text, GANTRY_TEXT_SMALL, name);
  if (width > room && x - GAP * unit - width >= from) {
    gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, name, x - GAP * unit, y, GANTRY_ALIGN_RIGHT,
                     &painter->theme->text);
    return behind;
  }
  if (room <= 10.0 * unit)
    return behind;
  gantry_text_draw_within(painter->text, GANTRY_TEXT_SMALL, name, behind, y, room, &painter->theme->text);
  return behind + MIN(width, room) + GAP * unit;
}

void
gantry_painter_bookmarks (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(painter->timeline);
  double free_from = layout->plot_left;
  for (guint i = gantry_bookmarks_first(bookmarks, layout->view.from); i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmarks->pdata[i];
    if (bookmark->time > layout->view.to)
      break;
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, bookmark->time));
    draw_line(painter, x, layout->lanes_top, layout->lanes_bottom);
    draw_pole(painter, row, x);
    free_from = draw_name(painter, row, bookmark->name, x, free_from, room_until(painter, bookmarks, i));
  }
}
