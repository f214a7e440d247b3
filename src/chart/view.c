/* What is to be seen: its first settings, and its bounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"

#include <math.h>

#define FARTHEST (INT64_C(1) << 61) /* ns, 73 years: sums of two still fit 64 bits */
#define LARGEST 32767.0             /* pixels: what cairo can take */

void
gantry_view_init (GantryView *view)
{
  *view = (GantryView){
      .from = 0,
      .to = INT64_C(1000000000),
      .width = 1100.0,
      .height = 700.0,
      .text_scale = 1.0,
      .theme = GANTRY_THEME_LIGHT,
      .arrows = GANTRY_ARROWS_SELECTED,
      .selected_lane = GANTRY_NO_LANE,
      .selected_start = GANTRY_NO_TIME,
      .selection_from = GANTRY_NO_TIME,
      .selection_to = GANTRY_NO_TIME,
      .cursor = GANTRY_NO_TIME,
      .show_title = true,
      .show_legend = true,
      .show_footer = true,
      .show_cores = true,
      .show_counters = true,
      .show_things = true,
      .squeeze = true,
  };
}

void
gantry_view_fit (GantryView *view, const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  int64_t end = MAX(gantry_timeline_get_now(timeline), result.wall_ns);
  end = CLAMP(end, 1000, FARTHEST / 2);
  int64_t room = end / 50 + 1;
  view->from = -room;
  view->to = end + room;
}

static double
within (double value, double low, double high, double otherwise)
{
  return isfinite(value) ? CLAMP(value, low, high) : otherwise;
}

void
gantry_view_mend (GantryView *view)
{
  view->from = CLAMP(view->from, -FARTHEST, FARTHEST);
  view->to = CLAMP(view->to, -FARTHEST, FARTHEST + 1);
  if (view->to <= view->from)
    view->to = view->from + 1;
  if (view->selection_from == GANTRY_NO_TIME || view->selection_to < view->selection_from)
    view->selection_from = view->selection_to = GANTRY_NO_TIME;
  view->width = within(view->width, 1.0, LARGEST, 1.0);
  view->height = within(view->height, 1.0, LARGEST, 1.0);
  view->scroll = within(view->scroll, 0.0, 1e12, 0.0);
  view->least_plot_left = within(view->least_plot_left, 0.0, LARGEST, 0.0);
  view->text_scale = within(view->text_scale, 0.25, 8.0, 1.0);
  if ((unsigned)view->density >= GANTRY_N_DENSITIES)
    view->density = GANTRY_DENSITY_NORMAL;
  if ((unsigned)view->theme >= GANTRY_N_THEMES)
    view->theme = GANTRY_THEME_LIGHT;
}
