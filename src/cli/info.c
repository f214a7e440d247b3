/* gantry-cli info: what a trace file is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/trace.h"
#include "timeline/units.h"
#include "trace/printable.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define WIDEST_LABEL 12

static void
put_row (const char *label, const char *value)
{
  g_autofree char *shown = gantry_printable(value, WIDEST_LABEL);
  int missing = MAX(WIDEST_LABEL - (int)g_utf8_strlen(label, -1), 1);
  g_autofree char *line = g_strdup_printf("%s%*s%s\n", label, missing, "", shown);
  gantry_put(line, strlen(line));
}

static void
put_number (const char *label, uint64_t number)
{
  g_autofree char *text = g_strdup_printf("%" PRIu64, number);
  put_row(label, text);
}

static uint64_t
count_intervals (const GantryTimeline *timeline)
{
  uint64_t count = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_core(timeline, i));
  return count;
}

/* A number's own words stay in English: scripts read them. */
static void
print_info (const GantryTimeline *timeline, const GantryReport *report)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  const char *outcome = gantry_run_outcome_id(result.outcome);
  g_autofree char *duration = gantry_format_duration(result.wall_ns);
  g_autofree char *exact = g_strdup_printf("%s (%" PRId64 " ns)", duration, result.wall_ns);
  put_row(_("Format"), report->format);
  if (report->version != NULL)
    put_row(_("Version"), report->version);
  put_row(_("Title"), facts->title);
  put_row(_("Model"), facts->model);
  put_row(_("Outcome"), outcome != NULL                      ? outcome
                        : gantry_run_result_is_lost(&result) ? _("not told, for the file is incomplete")
                                                             : _("not told"));
  put_row(_("Duration"), exact);
  put_number(_("Lanes"), gantry_timeline_get_n_lanes(timeline));
  put_number(_("Cores"), gantry_timeline_get_n_cores(timeline));
  put_number(_("Intervals"), count_intervals(timeline));
  put_number(_("Arrows"), gantry_timeline_get_n_arrows(timeline));
  put_number(_("Events"), report->events);
  if (report->skipped > 0)
    put_number(_("Left out"), report->skipped);
  put_number(_("Lost"), result.lost);
}

int
gantry_command_info (int argc, char **argv)
{
  const GantrySyntax syntax = {
      "gantry-cli info TRACE",
      N_("Tells what a trace file is: format, version, lanes, events, duration, losses."), NULL};
  g_autoptr(GPtrArray) others = NULL;
  int status;
  if (!gantry_arguments_take(&syntax, argc, argv, 1, 1, &others, &status))
    return status;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) timeline = gantry_read_trace_or_complain(others->pdata[0], &report);
  if (timeline == NULL)
    return GANTRY_EXIT_WRONG;
  print_info(timeline, &report);
  return GANTRY_EXIT_DONE;
}
