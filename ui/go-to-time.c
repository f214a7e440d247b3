/* The entry that asks for a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/go-to-time.h"

#include "timeline/bookmarks.h"
#include "timeline/moment.h"
#include "ui/chart-popover.h"
#include "ui/chart-walk.h"

#include <glib/gi18n-lib.h>

/* A bare number is in the unit that the ruler shows. */
static int64_t
unit_of (GantryChartView *chart)
{
  return gantry_moment_unit(MAX(ABS(chart->view.from), ABS(chart->view.to)) / 2,
                            (chart->view.to - chart->view.from) / 20);
}

static char *
go (GantryChartView *chart, const char *text, gpointer data)
{
  g_autoptr(GError) error = NULL;
  int64_t moment;
  if (!chart->timeline)
    return NULL;
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(chart->timeline);
  GantryMomentFrame frame = {
      .unit = unit_of(chart),
      .length = gantry_timeline_get_now(chart->timeline),
      .here = gantry_chart_view_get_point(chart),
      .bookmarks = bookmarks,
  };
  if (!gantry_moment_parse(text, &frame, &moment, &error))
    return g_strdup(error->message);
  gantry_chart_view_go_to_time(chart, moment);
  return NULL;
}

void
gantry_go_to_time_open (GantryChartView *chart)
{
  if (!chart->timeline)
    return;
  GantryChartEntry asked =
      gantry_chart_entry_open(chart, GANTRY_NO_TIME, _("Go to a moment"), "", go, NULL, NULL);
  gtk_entry_set_placeholder_text(asked.entry, _("84 ms, 1.5 s, 50%, +5 ms, a mark"));
}
