/* A picture's title and its footer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"

void
gantry_painter_title (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  double unit = painter->unit, x = layout->panel_left + GANTRY_PADDING * unit;
  double width = layout->panel_right - GANTRY_PADDING * unit - x, middle = row->y + row->height / 2.0;
  g_autofree char *title =
      layout->view.title ? g_strdup(layout->view.title) : gantry_caption_title(painter->timeline);
  const char *subtitle = gantry_caption_subtitle(layout, painter->timeline);
  gantry_text_draw_within(painter->text, GANTRY_TEXT_TITLE, title, x, middle - 9.0 * unit, width,
                          &painter->theme->text);
  gantry_text_draw_within(painter->text, GANTRY_TEXT_BODY, subtitle, x, middle + 12.0 * unit, width,
                          &painter->theme->dim_text);
}

void
gantry_painter_footer (GantryPainter *painter, const GantryRow *row)
{
  const GantryLayout *layout = painter->layout;
  double x = layout->panel_left + GANTRY_PADDING;
  g_autofree char *footer = gantry_caption_footer(layout, painter->timeline);
  gantry_text_draw_paragraph(painter->text, GANTRY_TEXT_SMALL, footer, x, row->y,
                             layout->panel_right - layout->panel_left - 2.0 * GANTRY_PADDING,
                             &painter->theme->dim_text);
}
