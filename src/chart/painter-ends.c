/* How lanes end, and where events were lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter-lanes.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

static void
draw_cross (const GantryPainter *painter, double x, const GantryBox *bar)
{
  cairo_t *cr = painter->cr;
  double reach = MIN(5.0 * painter->unit, bar->height / 2.0), y = bar->y + bar->height / 2.0;
  double middle = x + reach + 2.0 * painter->unit;
  cairo_move_to(cr, middle - reach, y - reach);
  cairo_line_to(cr, middle + reach, y + reach);
  cairo_move_to(cr, middle - reach, y + reach);
  cairo_line_to(cr, middle + reach, y - reach);
  cairo_set_line_width(cr, 2.5 * painter->unit);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke(cr);
}

static void
draw_open_cap (const GantryPainter *painter, double x, const GantryBox *bar)
{
  double line = gantry_painter_snap_size(painter, 1.4 * painter->unit);
  double width = gantry_painter_snap_size(painter, 5.0 * painter->unit);
  GantryBox box = {x + line / 2.0, bar->y + line / 2.0, width, bar->height - line};
  gantry_painter_rounded(painter, &box, 1.5 * painter->unit, true, true);
  cairo_set_line_width(painter->cr, line);
  cairo_stroke(painter->cr);
}

static void
draw_plain_cap (const GantryPainter *painter, double x, const GantryBox *bar)
{
  GantryBox box = {x, bar->y, gantry_painter_snap_size(painter, 3.5 * painter->unit), bar->height};
  gantry_painter_rounded(painter, &box, 1.5 * painter->unit, true, true);
  cairo_fill(painter->cr);
}

void
gantry_painter_draw_end (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar)
{
  int64_t ended = gantry_lane_get_ended(lane);
  if (ended == GANTRY_NO_TIME)
    return;
  int edge = gantry_painter_edge(painter, ended);
  if (edge < 0 || edge > painter->n_columns)
    return;
  double x = gantry_painter_column_x(painter, edge);
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  switch (gantry_lane_get_outcome(lane)) {
  case GANTRY_OUTCOME_FAILED:
  case GANTRY_OUTCOME_KILLED:
    draw_cross(painter, x, bar);
    break;
  case GANTRY_OUTCOME_CANCELLED:
  case GANTRY_OUTCOME_DAEMON_KILLED:
    draw_open_cap(painter, x, bar);
    break;
  default:
    draw_plain_cap(painter, x, bar);
    break;
  }
}

/* A torn edge from the bar's top to its bottom. `side`: 1 at the gap's left end, -1 at its right. */
static void
add_tear (const GantryPainter *painter, double x, const GantryBox *bar, double side)
{
  cairo_t *cr = painter->cr;
  int n_teeth = (int)MAX(round(bar->height / (5.0 * painter->unit)), 2.0);
  double tooth = bar->height / n_teeth, depth = 2.5 * painter->unit * side;
  cairo_move_to(cr, x, bar->y);
  for (int i = 0; i < n_teeth; i++) {
    cairo_line_to(cr, x + depth, bar->y + (i + 0.5) * tooth);
    cairo_line_to(cr, x, bar->y + (i + 1.0) * tooth);
  }
}

static void
draw_loss (const GantryPainter *painter, const GantryLoss *loss, const GantryBox *bar,
           const GantryColor *ground)
{
  double left = gantry_painter_column_x(painter, gantry_painter_edge(painter, loss->from));
  double right = gantry_painter_column_x(painter, gantry_painter_edge(painter, loss->to));
  double least = 9.0 * painter->unit;
  if (right - left < least) { /* however short, it is seen */
    left = gantry_painter_snap(painter, (left + right - least) / 2.0);
    right = left + least;
  }
  if (ground) {
    cairo_rectangle(painter->cr, left, bar->y, right - left, bar->height);
    gantry_painter_set_color(painter, ground, 1.0);
    cairo_fill(painter->cr);
  }
  add_tear(painter, left, bar, 1.0);
  add_tear(painter, right, bar, -1.0);
  gantry_painter_set_color(painter, &painter->theme->text, 1.0);
  cairo_set_line_width(painter->cr, 1.4 * painter->unit);
  cairo_set_line_cap(painter->cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke(painter->cr);
  /* How many a cut off file lost, nobody may know. */
  bool is_counted = loss->count > 0;
  g_autofree char *words =
      is_counted ? g_strdup_printf(_("%" PRIu64 " lost"), loss->count) : g_strdup(_("lost"));
  g_autofree char *number = is_counted ? g_strdup_printf("%" PRIu64, loss->count) : g_strdup("?");
  const char *fitting[] = {words, number};
  for (unsigned i = 0; i < G_N_ELEMENTS(fitting); i++) {
    if (gantry_text_width(painter->text, GANTRY_TEXT_LABEL, fitting[i]) + 12.0 * painter->unit > right - left)
      continue;
    gantry_text_draw(painter->text, GANTRY_TEXT_LABEL, fitting[i], (left + right) / 2.0,
                     bar->y + bar->height / 2.0, GANTRY_ALIGN_CENTER, &painter->theme->text);
    return;
  }
  gantry_text_draw(painter->text, GANTRY_TEXT_SMALL, number, right + 2.0 * painter->unit,
                   bar->y - 1.0 * painter->unit, GANTRY_ALIGN_LEFT, &painter->theme->text);
}

/* Of those in one place one stands for its pixels. `drawn_to`: as far as the one before reached. */
static void
draw_loss_after (const GantryPainter *painter, const GantryLoss *loss, const GantryBox *bar,
                 const GantryColor *ground, double *drawn_to)
{
  double from = gantry_painter_place(painter, loss->from), to = gantry_painter_place(painter, loss->to);
  if (to < 0.0 || from > painter->n_columns || to < *drawn_to + 1.0)
    return;
  draw_loss(painter, loss, bar, ground);
  *drawn_to = to;
}

void
gantry_painter_draw_losses (const GantryPainter *painter, const GantryLane *lane, const GantryBox *bar,
                            const GantryColor *ground)
{
  size_t n_losses = gantry_lane_get_n_losses(lane);
  double drawn_to = -INFINITY;
  for (size_t i = 0; i < n_losses; i++)
    draw_loss_after(painter, gantry_lane_get_loss(lane, i), bar, ground, &drawn_to);
}

void
gantry_painter_draw_gaps (const GantryPainter *painter, const GArray *gaps, const GantryBox *bar)
{
  double drawn_to = -INFINITY;
  for (guint i = 0; i < gaps->len; i++)
    draw_loss_after(painter, &g_array_index(gaps, GantryLoss, i), bar, NULL, &drawn_to);
}
