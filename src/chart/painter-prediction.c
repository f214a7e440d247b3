/* What was predicted, as outlines under what happened: as high as the shapes of the states, and dashed, so
 * that nobody takes them for the run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-private.h"
#include "timeline/prediction.h"

static void
draw_stretch (GantryPainter *painter, const GantryPredictedStretch *stretch, const GantryBox *bar)
{
  if (stretch->from > painter->layout->view.to || stretch->to < painter->layout->view.from)
    return;
  bool runs = stretch->state == GANTRY_PREDICTED_RUNNING;
  int left = CLAMP(gantry_painter_edge(painter, stretch->from), 0, painter->n_columns);
  int right = CLAMP(gantry_painter_edge(painter, stretch->to), left, painter->n_columns);
  double x = gantry_painter_column_x(painter, left), end = gantry_painter_column_x(painter, right);
  double out = 2.5 * painter->unit;
  GantryBox part = runs ? *bar : gantry_painter_part(painter, bar, 0.5);
  GantryBox box = {x, part.y - out, end - x, part.height + 2.0 * out};
  gantry_painter_rounded(painter, &box, 3.0 * painter->unit, true, true);
  gantry_painter_set_color(painter, &painter->theme->text, 0.08);
  cairo_fill_preserve(painter->cr);
  gantry_painter_set_color(painter, &painter->theme->text, 0.85);
  cairo_stroke(painter->cr);
}

void
gantry_painter_prediction (GantryPainter *painter)
{
  const GantryPrediction *prediction = painter->layout->view.prediction;
  guint first, last;
  if (!prediction)
    return;
  double dashes[] = {5.0 * painter->unit, 3.0 * painter->unit};
  gantry_painter_visible_rows(painter, &first, &last);
  cairo_save(painter->cr);
  cairo_set_line_width(painter->cr, 1.5 * painter->unit);
  cairo_set_dash(painter->cr, dashes, G_N_ELEMENTS(dashes), 0.0);
  for (guint i = first; i < last; i++) {
    const GantryRow *row = gantry_painter_row(painter, i);
    if (row->kind != GANTRY_ROW_LANE)
      continue;
    uint32_t lane = gantry_prediction_find(prediction, painter->timeline,
                                           gantry_timeline_get_lane(painter->timeline, row->index));
    GantryBox bar = gantry_painter_bar(painter, row);
    for (guint k = 0; lane != UINT32_MAX && k < gantry_prediction_get_n_stretches(prediction, lane); k++)
      draw_stretch(painter, gantry_prediction_get_stretch(prediction, lane, k), &bar);
  }
  cairo_restore(painter->cr);
}
