/* The legend: each state that occurs, in its shape and colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-shapes.h"
#include "chart/words.h"

static void
draw_entry (GantryPainter *painter, GantryLegend legend, double x, double y, const GantryBox *entry)
{
  const GantryTheme *theme = painter->theme;
  double unit = painter->unit, middle = y + entry->y + entry->height / 2.0;
  double height = gantry_painter_snap(painter, 18.0 * unit);
  double left = gantry_painter_snap(painter, x + entry->x + 8.0 * unit);
  GantryBox bar = {.y = gantry_painter_snap(painter, middle - height / 2.0), .height = height};
  GantryMarkShape mark = {left, gantry_painter_snap(painter, GANTRY_SWATCH_WIDTH * unit), true, true};
  bool dimmed = (painter->layout->view.dimmed & (1u << legend)) != 0;
  g_autoptr(GantryStrip) strip = gantry_strip_new(painter, mark.x, (int)(mark.width * painter->scale + 0.5));
  gantry_strip_begin(strip, &bar);
  gantry_painter_shapes(painter, strip, legend, &bar, &theme->panel, &mark, 1);
  gantry_strip_flush(strip);
  GantryColor color = dimmed ? gantry_color_mix(&theme->panel, &theme->dim_text, 0.5) : theme->text;
  gantry_text_draw(painter->text, GANTRY_TEXT_BODY, gantry_layout_legend_label(painter->layout, legend),
                   mark.x + mark.width + 8.0 * unit, middle, GANTRY_ALIGN_LEFT, &color);
}

/* An entry that is no state: a line of some kind. */
static void
draw_line_entry (GantryPainter *painter, double x, double y, const GantryBox *entry, const char *label,
                 void (*draw_swatch)(const GantryPainter *painter, double x, double y, double width))
{
  double unit = painter->unit, middle = y + entry->y + entry->height / 2.0;
  double left = gantry_painter_snap(painter, x + entry->x + 8.0 * unit);
  double width = gantry_painter_snap(painter, GANTRY_SWATCH_WIDTH * unit);
  if (entry->width <= 0.0)
    return;
  draw_swatch(painter, left, gantry_painter_snap(painter, middle), width);
  gantry_text_draw(painter->text, GANTRY_TEXT_BODY, label, left + width + 8.0 * unit, middle,
                   GANTRY_ALIGN_LEFT, &painter->theme->text);
}

void
gantry_painter_legend (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  GantryBox panel = {layout->panel_left, row->y, layout->panel_right - layout->panel_left,
                     row->height - GANTRY_MARGIN};
  gantry_painter_panel(painter, &panel);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    if (layout->legend_boxes[i].width > 0.0)
      draw_entry(painter, (GantryLegend)i, layout->panel_left, row->y, &layout->legend_boxes[i]);
  draw_line_entry(painter, layout->panel_left, row->y, &layout->deadlock_box, gantry_deadlock_legend_label(),
                  gantry_painter_deadlock_swatch);
  draw_line_entry(painter, layout->panel_left, row->y, &layout->path_box, gantry_path_legend_label(),
                  gantry_painter_path_swatch);
}
