/* Where the legend's entries stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter.h"
#include "chart/words.h"

/* The next entry's place, in the same line or at the beginning of a new one. */
typedef struct {
  GantryText *text;
  double unit, padding, width, entry_height;
  double x, y;
} Cursor;

static GantryBox
place_entry (Cursor *cursor, const char *label)
{
  double width = gantry_text_width(cursor->text, GANTRY_TEXT_BODY, label);
  double entry = GANTRY_SWATCH_WIDTH * cursor->unit + width + 26.0 * cursor->unit;
  if (cursor->x > cursor->padding && cursor->x + entry > cursor->width - cursor->padding) {
    cursor->x = cursor->padding;
    cursor->y += cursor->entry_height;
  }
  GantryBox box = {cursor->x, cursor->y, entry, cursor->entry_height};
  cursor->x += entry + 4.0 * cursor->unit;
  return box;
}

const char *
gantry_layout_legend_label (const GantryLayout *layout, GantryLegend legend)
{
  unsigned run = layout->legend_present / GANTRY_LEGEND_OF_WORDS(1);
  return gantry_legend_label_in(run, legend, layout->view.vocabulary);
}

double
gantry_legend_place (GantryLayout *layout, GantryText *text, double width)
{
  double unit = layout->view.text_scale, padding = 5.0 * unit;
  Cursor cursor = {text,    unit,   padding, width, gantry_text_height(text, GANTRY_TEXT_BODY) + 8.0 * unit,
                   padding, padding};
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    layout->legend_boxes[i] = (layout->legend_present & (1u << i)) != 0
                                  ? place_entry(&cursor, gantry_layout_legend_label(layout, (GantryLegend)i))
                                  : (GantryBox){0};
  layout->deadlock_box = (layout->legend_present & GANTRY_LEGEND_DEADLOCK) != 0
                             ? place_entry(&cursor, gantry_deadlock_legend_label())
                             : (GantryBox){0};
  layout->path_box = (layout->legend_present & GANTRY_LEGEND_PATH) != 0
                         ? place_entry(&cursor, gantry_path_legend_label())
                         : (GantryBox){0};
  return cursor.y + cursor.entry_height + padding;
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
