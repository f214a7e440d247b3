/* Headings of the groups, and the triangles that they are folded by.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"

#define HANDLE 9.0 /* a triangle's longer side */

/* Pointing down at what it opens, or at what it keeps closed. */
static void
draw_handle (const GantryPainter *painter, double x, double y, bool folded)
{
  cairo_t *cr = painter->cr;
  double half = HANDLE / 2.0 * painter->unit, depth = half * 0.6;
  double middle = x + half;
  if (folded) {
    cairo_move_to(cr, middle - depth, y - half);
    cairo_line_to(cr, middle + depth, y);
    cairo_line_to(cr, middle - depth, y + half);
  } else {
    cairo_move_to(cr, middle - half, y - depth);
    cairo_line_to(cr, middle + half, y - depth);
    cairo_line_to(cr, middle, y + depth);
  }
  cairo_close_path(cr);
  gantry_painter_set_color(painter, &painter->theme->dim_text, 1.0);
  cairo_fill(cr);
}

void
gantry_painter_headings (GantryPainter *painter)
{
  guint first, last;
  gantry_painter_visible_rows(painter, &first, &last);
  const GantryLayout *layout = painter->layout;
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    double x = layout->panel_left + 8.0 * painter->unit;
    double y = row->y + row->height - MIN(11.0 * painter->unit, row->height / 2.0);
    if (row->kind != GANTRY_ROW_HEADING)
      continue;
    bool folded = gantry_lane_arrangement_is_folded(layout->view.arrangement, row->group);
    if (folded || (layout->view.show_handles && row->group != GANTRY_GROUP_PINNED)) {
      draw_handle(painter, x, y, folded);
      x += (HANDLE + 6.0) * painter->unit;
    }
    gantry_text_draw_within(painter->text, GANTRY_TEXT_HEADING, row->text, x, y, layout->panel_right - x,
                            &painter->theme->dim_text);
  }
}
