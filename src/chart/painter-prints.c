/* Prints and expectations as ticks above their lanes, notes as brackets below them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"

#include <math.h>

#define LEAST_APART 4.0 /* pixels between two ticks of a lane */

static size_t
first_span (const GantryTimeline *timeline, int64_t time)
{
  size_t low = 0, high = gantry_timeline_get_n_spans(timeline);
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (gantry_timeline_get_span(timeline, middle)->to < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool
is_seen (const GantryPainter *painter, const GantryRow *row)
{
  return row != NULL && row->y + row->height > painter->layout->lanes_top &&
         row->y < painter->layout->lanes_bottom;
}

/* A triangle that points down at the bar. */
static void
draw_print (const GantryPainter *painter, double x, double y)
{
  cairo_t *cr = painter->cr;
  double half = 3.2 * painter->unit, height = 4.6 * painter->unit;
  cairo_move_to(cr, x - half, y - height);
  cairo_line_to(cr, x + half, y - height);
  cairo_line_to(cr, x, y);
  cairo_close_path(cr);
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_fill(cr);
}

static void
draw_expectation (const GantryPainter *painter, double x, double y, bool held)
{
  cairo_t *cr = painter->cr;
  double unit = painter->unit, reach = 2.6 * unit, middle = y - 2.6 * unit;
  if (held) {
    cairo_move_to(cr, x - reach, middle);
    cairo_line_to(cr, x - reach / 4.0, middle + reach * 0.9);
    cairo_line_to(cr, x + reach * 1.1, middle - reach);
  } else {
    cairo_move_to(cr, x - reach, middle - reach);
    cairo_line_to(cr, x + reach, middle + reach);
    cairo_move_to(cr, x - reach, middle + reach);
    cairo_line_to(cr, x + reach, middle - reach);
  }
  gantry_painter_set_color(painter,
                           held ? &painter->theme->states[GANTRY_STATE_RUNNING]
                                : &painter->theme->states[GANTRY_STATE_WAIT_LOCK],
                           1.0);
  cairo_set_line_width(cr, 1.8 * unit);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
}

void
gantry_painter_draw_prints (const GantryPainter *painter)
{
  const GantryTimeline *timeline = painter->timeline;
  const GantryView *view = &painter->layout->view;
  size_t count = gantry_timeline_get_n_marks(timeline);
  g_autoptr(GHashTable) last_of_row = g_hash_table_new(NULL, NULL); /* row → x of its last tick, in steps */
  for (size_t i = gantry_timeline_first_mark(timeline, view->from); i < count; i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->time > view->to)
      break;
    const GantryRow *row = gantry_layout_find_lane(painter->layout, mark->lane);
    if (!is_seen(painter, row))
      continue;
    double x = gantry_painter_column_x(painter, gantry_painter_edge(painter, mark->time));
    int place = (int)(x / (LEAST_APART * painter->unit)) + 2;
    bool broken = mark->kind == GANTRY_MARK_EXPECT_BROKEN; /* never hidden behind another one */
    if (!broken && GPOINTER_TO_INT(g_hash_table_lookup(last_of_row, row)) == place)
      continue;
    g_hash_table_insert(last_of_row, (gpointer)row, GINT_TO_POINTER(place));
    double y = gantry_painter_bar(painter, row).y - painter->unit;
    if (mark->kind == GANTRY_MARK_PRINT)
      draw_print(painter, x, y);
    else
      draw_expectation(painter, x, y, !broken);
  }
}

static void
draw_note (const GantryPainter *painter, const GantrySpan *span, const GantryRow *row)
{
  GantryBox bar = gantry_painter_bar(painter, row);
  double left = gantry_painter_column_x(painter, gantry_painter_edge(painter, span->from));
  double right = gantry_painter_column_x(painter, gantry_painter_edge(painter, span->to));
  double unit = painter->unit, top = bar.y + bar.height + 1.0 * unit;
  double y = gantry_painter_snap(painter, MIN(top + 3.0 * unit, row->y + row->height - 1.0));
  gantry_painter_set_color(painter, &painter->theme->accent, 1.0);
  gantry_painter_horizontal(painter, left, right, y, 1.4 * unit);
  gantry_painter_vertical(painter, left, top, y, 1.4 * unit);
  gantry_painter_vertical(painter, right, top, y, 1.4 * unit);
  cairo_fill(painter->cr);
}

void
gantry_painter_draw_notes (const GantryPainter *painter)
{
  const GantryTimeline *timeline = painter->timeline;
  const GantryView *view = &painter->layout->view;
  size_t count = gantry_timeline_get_n_spans(timeline);
  double left = gantry_painter_column_x(painter, 0);
  cairo_save(painter->cr);
  cairo_rectangle(painter->cr, left, painter->layout->lanes_top,
                  gantry_painter_column_x(painter, painter->n_columns) - left,
                  painter->layout->lanes_bottom - painter->layout->lanes_top);
  cairo_clip(painter->cr);
  for (size_t i = first_span(timeline, view->from); i < count; i++) {
    const GantrySpan *span = gantry_timeline_get_span(timeline, i);
    const GantryRow *row = gantry_layout_find_lane(painter->layout, span->lane);
    double width = gantry_painter_place(painter, span->to) - gantry_painter_place(painter, span->from);
    if (span->from <= view->to && is_seen(painter, row) && width >= 2.0)
      draw_note(painter, span, row);
  }
  cairo_restore(painter->cr);
}
