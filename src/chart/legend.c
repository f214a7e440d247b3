/* Where the legend's entries stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter.h"

double
gantry_legend_place (GantryLayout *layout, GantryText *text, double width)
{
  double unit = layout->view.text_scale;
  double entry_height = gantry_text_height(text, GANTRY_TEXT_BODY) + 8.0 * unit;
  double padding = 5.0 * unit, x = padding, y = padding;
  for (int i = 0; i < GANTRY_N_LEGEND; i++) {
    layout->legend_boxes[i] = (GantryBox){0};
    if ((layout->legend_present & (1u << i)) == 0)
      continue;
    double label = gantry_text_width(text, GANTRY_TEXT_BODY, gantry_legend_label((GantryLegend)i));
    double entry = GANTRY_SWATCH_WIDTH * unit + label + 26.0 * unit;
    if (x > padding && x + entry > width - padding) {
      x = padding;
      y += entry_height;
    }
    layout->legend_boxes[i] = (GantryBox){x, y, entry, entry_height};
    x += entry + 4.0 * unit;
  }
  return y + entry_height + padding;
}

bool
gantry_painter_legend_box (const GantryLayout *layout, GantryLegend legend, double *x, double *y,
                           double *width, double *height)
{
  if ((unsigned)legend >= GANTRY_N_LEGEND)
    return false;
  const GantryBox *box = &layout->legend_boxes[legend];
  for (guint i = 0; i < layout->rows->len && box->width > 0.0; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind != GANTRY_ROW_LEGEND)
      continue;
    *x = layout->panel_left + box->x;
    *y = row->y + box->y;
    *width = box->width;
    *height = box->height;
    return true;
  }
  return false;
}
