/* One row an interval.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/csv.h"

#include "format/escape.h"
#include "format/interval.h"
#include "format/text-flow.h"

#include <inttypes.h>

static const char header[] = "lane_id,lane,kind,parent,state,start_ns,end_ns,duration_ns,line,object,core\n";

/* The columns that are the same in all of a lane's rows, up to the state; newly allocated. */
static GString *
lane_columns (const GantryTimeline *timeline, const GantryLane *lane)
{
  const GantryLane *parent = gantry_timeline_find_lane(timeline, gantry_lane_get_parent(lane));
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, "%" PRIu32 ",", gantry_lane_get_id(lane));
  gantry_csv_append_name(text, gantry_lane_get_name(lane));
  g_string_append_printf(text, ",%s,", gantry_lane_kind_id(gantry_lane_get_kind(lane)));
  gantry_csv_append_name(text, parent != NULL ? gantry_lane_get_name(parent) : NULL);
  g_string_append_c(text, ',');
  return text;
}

static void
append_interval (GString *text, const GantryTimeline *timeline, const GantryLane *lane,
                 const GantryInterval *interval)
{
  int64_t core = gantry_interval_get_core(lane, interval);
  g_string_append_printf(text, "%s,%" PRId64 ",%" PRId64 ",%" PRId64 ",", gantry_state_id(interval->state),
                         interval->start, interval->end, interval->end - interval->start);
  if (interval->line > 0)
    g_string_append_printf(text, "%" PRIu32, interval->line);
  g_string_append_c(text, ',');
  gantry_csv_append_name(text, gantry_interval_get_object_name(timeline, lane, interval));
  g_string_append_c(text, ',');
  if (core != GANTRY_NO_CPU)
    g_string_append_printf(text, "%" PRId64, core);
  g_string_append_c(text, '\n');
}

static void
append_lane (GantryTextFlow *flow, const GantryTimeline *timeline, const GantryLane *lane)
{
  GString *columns = lane_columns(timeline, lane);
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  for (size_t i = 0; i < n_intervals; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    g_string_append_len(flow->text, columns->str, (gssize)columns->len);
    append_interval(flow->text, timeline, lane, &interval);
    gantry_text_flow_pass(flow);
  }
  g_string_free(columns, TRUE);
}

static void
append_all (GantryTextFlow *flow, const GantryTimeline *timeline)
{
  g_string_append(flow->text, header);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    append_lane(flow, timeline, gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    append_lane(flow, timeline, gantry_timeline_get_core(timeline, i));
}

char *
gantry_timeline_to_csv (const GantryTimeline *timeline)
{
  GantryTextFlow flow;
  gantry_text_flow_init(&flow, NULL);
  append_all(&flow, timeline);
  return g_string_free(flow.text, FALSE);
}

bool
gantry_timeline_write_csv (const GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  GantryTextFlow flow;
  gantry_text_flow_init(&flow, stream);
  append_all(&flow, timeline);
  return gantry_text_flow_end(&flow, error);
}
