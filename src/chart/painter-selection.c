/* What is selected: a range of time, and one interval of a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"
#include "chart/part-words.h"
#include "timeline/units.h"

void
gantry_painter_selected_range (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  const GantryView *view = &layout->view;
  if (view->selection_from == GANTRY_NO_TIME || view->selection_from > view->to ||
      view->selection_to < view->from)
    return;
  int left = CLAMP(gantry_painter_edge(painter, view->selection_from), 0, painter->n_columns);
  int right = CLAMP(gantry_painter_edge(painter, view->selection_to), left, painter->n_columns);
  double x = gantry_painter_column_x(painter, left), end = gantry_painter_column_x(painter, right);
  GantryBox box = {x, layout->lanes_top, end - x, layout->lanes_bottom - layout->lanes_top};
  gantry_painter_rectangle(painter, &box);
  gantry_painter_set_color(painter, &painter->theme->accent, 0.14);
  cairo_fill(painter->cr);
  gantry_painter_vertical(painter, x, layout->lanes_top, layout->lanes_bottom, painter->unit);
  gantry_painter_vertical(painter, end, layout->lanes_top, layout->lanes_bottom, painter->unit);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(painter->cr);
}

/* Its length, and where there is room its ends. */
static char *
label_of_range (const GantryPainter *painter, double width)
{
  const GantryView *view = &painter->layout->view;
  g_autofree char *whole = gantry_range_words(view->selection_from, view->selection_to);
  if (gantry_text_width(painter->text, GANTRY_TEXT_LABEL, whole) + 24.0 * painter->unit <= width)
    return g_steal_pointer(&whole);
  return gantry_format_duration(view->selection_to - view->selection_from);
}

void
gantry_painter_range_label (GantryPainter *painter)
{
  const GantryLayout *layout = painter->layout;
  const GantryView *view = &layout->view;
  if (view->selection_from == GANTRY_NO_TIME || view->selection_from > view->to ||
      view->selection_to < view->from || layout->lanes_top < 29.0 * painter->unit)
    return;
  int left = CLAMP(gantry_painter_edge(painter, view->selection_from), 0, painter->n_columns);
  int right = CLAMP(gantry_painter_edge(painter, view->selection_to), left, painter->n_columns);
  double x = gantry_painter_column_x(painter, left), end = gantry_painter_column_x(painter, right);
  double y = layout->lanes_top - 4.0 * painter->unit;
  gantry_painter_horizontal(painter, x, end, y, 3.0 * painter->unit);
  gantry_painter_vertical(painter, x, y - 3.0 * painter->unit, layout->lanes_top, 2.0 * painter->unit);
  gantry_painter_vertical(painter, end, y - 3.0 * painter->unit, layout->lanes_top, 2.0 * painter->unit);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_fill(painter->cr);
  g_autofree char *label = label_of_range(painter, end - x);
  gantry_painter_pill(painter, label, (x + end) / 2.0, &painter->theme->selection, &painter->theme->text);
}

static bool
find_selected (const GantryPainter *painter, const GantryLane *lane, GantryInterval *interval)
{
  const GantryView *view = &painter->layout->view;
  size_t index;
  if (view->selected_start == GANTRY_NO_TIME || gantry_lane_get_id(lane) != view->selected_lane ||
      !gantry_lane_find(lane, view->selected_start, &index))
    return false;
  gantry_lane_get_interval(lane, index, interval);
  return interval->start <= view->to && interval->end >= view->from;
}

void
gantry_painter_selected_interval (GantryPainter *painter, const GantryLane *lane, const GantryBox *bar)
{
  GantryInterval interval;
  if (!find_selected(painter, lane, &interval))
    return;
  int left = CLAMP(gantry_painter_edge(painter, interval.start), 0, painter->n_columns);
  int right = CLAMP(gantry_painter_edge(painter, interval.end), left, painter->n_columns);
  double line = 2.0 * painter->unit, out = 3.0 * painter->unit;
  double x = gantry_painter_column_x(painter, left), end = gantry_painter_column_x(painter, right);
  GantryBox box = {x - out / 2.0, bar->y - out, end - x + out, bar->height + 2.0 * out};
  gantry_painter_rounded(painter, &box, 4.0 * painter->unit, true, true);
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  cairo_set_line_width(painter->cr, line);
  cairo_stroke(painter->cr);
}
