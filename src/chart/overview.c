/* Columns of one pixel: what the lanes did meanwhile, in proportion.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/overview.h"

#include <math.h>

#define LEAST_FRAME 5.0 /* pixels */
#define REACH 6.0       /* of an edge */
#define MOST_ROWS 24    /* lanes that get a row of their own */
#define SHORTEST 100    /* ns that are left between the frame's edges */

double
gantry_overview_x (const GantryOverview *overview, int64_t time)
{
  double share = (double)time / (double)overview->length;
  return overview->left + share * (overview->right - overview->left);
}

int64_t
gantry_overview_time (const GantryOverview *overview, double x)
{
  double share = (x - overview->left) / MAX(overview->right - overview->left, 1.0);
  return (int64_t)(CLAMP(share, 0.0, 1.0) * (double)overview->length);
}

void
gantry_overview_frame (const GantryOverview *overview, int64_t from, int64_t to, double *left, double *right)
{
  *left = CLAMP(gantry_overview_x(overview, from), overview->left, overview->right);
  *right = CLAMP(gantry_overview_x(overview, to), overview->left, overview->right);
  double missing = LEAST_FRAME - (*right - *left);
  if (missing <= 0.0)
    return;
  *left = CLAMP(*left - missing / 2.0, overview->left, MAX(overview->right - LEAST_FRAME, overview->left));
  *right = *left + LEAST_FRAME;
}

GantryOverviewPart
gantry_overview_part (const GantryOverview *overview, int64_t from, int64_t to, double x)
{
  double left, right;
  gantry_overview_frame(overview, from, to, &left, &right);
  double inner = MIN(REACH, (right - left) / 4.0);
  if (x < left - REACH || x > right + REACH)
    return GANTRY_OVERVIEW_OUTSIDE;
  if (x < left + inner)
    return GANTRY_OVERVIEW_FROM;
  if (x > right - inner)
    return GANTRY_OVERVIEW_TO;
  return GANTRY_OVERVIEW_INSIDE;
}

void
gantry_overview_drag (const GantryOverview *overview, GantryOverviewPart part, int64_t by, int64_t *from,
                      int64_t *to)
{
  switch (part) {
  case GANTRY_OVERVIEW_FROM:
    *from = MIN(*from + by, *to - SHORTEST);
    break;
  case GANTRY_OVERVIEW_TO:
    *to = MAX(*to + by, *from + SHORTEST);
    break;
  case GANTRY_OVERVIEW_INSIDE:
    by = CLAMP(by, -*to, overview->length - *from);
    *from += by;
    *to += by;
    break;
  case GANTRY_OVERVIEW_OUTSIDE:
    break;
  }
}

void
gantry_overview_centre (const GantryOverview *overview, int64_t time, int64_t *from, int64_t *to)
{
  int64_t span = *to - *from;
  *from = CLAMP(time, 0, overview->length) - span / 2;
  *to = *from + span;
}

static void
set_color (cairo_t *cr, const GantryColor *color, double alpha)
{
  cairo_set_source_rgba(cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/* The colours of all states of a column, mixed by their times. FALSE: the lane did not live. */
static bool
mix (const GantryTheme *theme, const int64_t *sums, GantryColor *mixed)
{
  double all = 0.0;
  *mixed = (GantryColor){.alpha = 1.0};
  for (int i = 0; i < GANTRY_N_STATES; i++)
    all += (double)sums[i];
  if (all <= 0.0)
    return false;
  for (int i = 0; i < GANTRY_N_STATES; i++) {
    double share = (double)sums[i] / all;
    mixed->red += theme->states[i].red * share;
    mixed->green += theme->states[i].green * share;
    mixed->blue += theme->states[i].blue * share;
  }
  return true;
}

static bool
are_alike (const GantryColor *one, const GantryColor *other)
{
  return fabs(one->red - other->red) + fabs(one->green - other->green) + fabs(one->blue - other->blue) <
         0.004;
}

static void
draw_row (cairo_t *cr, const GantryLane *lane, const GantryTheme *theme, const int64_t *bounds, guint n,
          double left, const GantryColor *ground, double y, double height)
{
  g_autofree int64_t(*sums)[GANTRY_N_STATES] = g_malloc0_n(n, sizeof *sums);
  gantry_lane_add_columns(lane, bounds, n, sums, NULL);
  GantryColor run = *ground, color;
  guint begins = 0;
  for (guint i = 0; i <= n; i++) {
    if (i == n || !mix(theme, sums[i], &color))
      color = *ground;
    if (i < n && i > 0 && are_alike(&color, &run))
      continue;
    if (i > begins && !are_alike(&run, ground)) {
      set_color(cr, &run, 1.0);
      cairo_rectangle(cr, left + begins, y, i - begins, height);
      cairo_fill(cr);
    }
    run = color;
    begins = i;
  }
}

static void
draw_rows (cairo_t *cr, const GantryTimeline *timeline, const GantryTheme *theme, const int64_t *bounds,
           guint n, double left, double top, double bottom)
{
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline);
  double each = (bottom - top) / n_lanes, height = each >= 3.0 ? each - 1.0 : each;
  for (uint32_t i = 0; i < n_lanes; i++)
    draw_row(cr, gantry_timeline_get_lane(timeline, i), theme, bounds, n, left, &theme->panel, top + i * each,
             MIN(height, 8.0));
}

static void
draw_area (cairo_t *cr, const GantryTimeline *timeline, GantryCounter counter, double most,
           const int64_t *bounds, guint n, double left, double top, double bottom)
{
  cairo_move_to(cr, left, bottom);
  for (guint i = 0; i < n; i++) {
    double mean = bounds[i + 1] > bounds[i]
                      ? gantry_timeline_counter_mean(timeline, counter, bounds[i], bounds[i + 1])
                      : 0.0;
    double y = bottom - CLAMP(mean / most, 0.0, 1.0) * (bottom - top);
    cairo_line_to(cr, left + i, y);
    cairo_line_to(cr, left + i + 1, y);
  }
  cairo_line_to(cr, left + n, bottom);
  cairo_close_path(cr);
  cairo_fill(cr);
}

void
gantry_overview_draw (cairo_t *cr, const GantryOverview *overview, const GantryTimeline *timeline,
                      const GantryTheme *theme, double top, double bottom)
{
  guint n = (guint)CLAMP(overview->right - overview->left, 1.0, 16384.0);
  g_autofree int64_t *bounds = g_new(int64_t, n + 1);
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline);
  for (guint i = 0; i <= n; i++)
    bounds[i] = (int64_t)((double)overview->length * i / n);
  if (n_lanes == 0 || bottom <= top)
    return;
  cairo_save(cr);
  if (n_lanes <= MOST_ROWS) {
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    draw_rows(cr, timeline, theme, bounds, n, overview->left, top, bottom);
  } else {
    double most =
        (double)gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, overview->length);
    set_color(cr, &theme->dim_text, 0.3);
    draw_area(cr, timeline, GANTRY_COUNTER_IN_FLIGHT, MAX(most, 1.0), bounds, n, overview->left, top, bottom);
    set_color(cr, &theme->states[GANTRY_STATE_RUNNING], 0.8);
    draw_area(cr, timeline, GANTRY_COUNTER_ON_CPU, MAX(most, 1.0), bounds, n, overview->left, top, bottom);
  }
  cairo_restore(cr);
}
