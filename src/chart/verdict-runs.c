/* The sentence under runs that are not one scenario on several models: which took how long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/comparison.h"
#include "chart/verdict.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static int64_t
wall_of (const GantryTimeline *timeline)
{
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  return result.wall_ns;
}

char *
gantry_verdict_of_runs (GantryTimeline *const *timelines, guint n_timelines)
{
  g_auto(GStrv) names = gantry_comparison_names(timelines, n_timelines);
  guint soonest = 0;
  for (guint i = 1; i < n_timelines; i++)
    if (wall_of(timelines[i]) < wall_of(timelines[soonest]))
      soonest = i;
  int64_t least = wall_of(timelines[soonest]);
  g_autofree char *time = gantry_format_duration(least);
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, _("Done soonest: %s, in %s"), names[soonest], time);
  for (guint i = 0; i < n_timelines; i++) {
    int64_t more = wall_of(timelines[i]) - least;
    g_autofree char *longer = gantry_format_duration(more);
    if (i == soonest)
      continue;
    if (more == 0)
      g_string_append_printf(text, _("; %s takes as long"), names[i]);
    else if (least > 0)
      g_string_append_printf(text, _("; %s takes %s longer (%.0f %%)"), names[i], longer,
                             100.0 * (double)more / (double)least);
    else
      g_string_append_printf(text, _("; %s takes %s longer"), names[i], longer);
  }
  g_string_append_c(text, '.');
  return g_string_free(text, FALSE);
}
