/* The figures as one JSON object, in the contract's order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "timeline/statistics.h"

#include <json-glib/json-glib.h>

static void
add_int (JsonBuilder *json, const char *name, int64_t value)
{
  json_builder_set_member_name(json, name);
  json_builder_add_int_value(json, value);
}

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name(json, name);
  if (value)
    json_builder_add_string_value(json, value);
  else
    json_builder_add_null_value(json);
}

static void
add_time (JsonBuilder *json, const char *name, int64_t value)
{
  json_builder_set_member_name(json, name);
  if (value != GANTRY_NO_TIME)
    json_builder_add_int_value(json, value);
  else
    json_builder_add_null_value(json);
}

static void
add_counter (JsonBuilder *json, const char *name, double mean, int64_t most)
{
  json_builder_set_member_name(json, name);
  json_builder_begin_object(json);
  json_builder_set_member_name(json, "mean");
  json_builder_add_double_value(json, (double)(int64_t)(mean * 1e6 + 0.5) / 1e6);
  add_int(json, "max", most);
  json_builder_end_object(json);
}

static void
add_states (JsonBuilder *json, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES];
  gantry_statistics_lane(lane, sums);
  json_builder_set_member_name(json, "states");
  json_builder_begin_object(json);
  for (int i = 0; i < GANTRY_N_STATES; i++)
    if (sums[i] > 0)
      add_int(json, gantry_state_id((GantryState)i), sums[i]);
  json_builder_end_object(json);
}

static void
add_lane (JsonBuilder *json, const GantryTimeline *timeline, const GantryLane *lane)
{
  const GantryLane *parent = gantry_timeline_find_lane(timeline, gantry_lane_get_parent(lane));
  bool is_core = gantry_lane_get_kind(lane) == GANTRY_LANE_CORE;
  json_builder_begin_object(json);
  add_string(json, "name", gantry_lane_get_name(lane));
  add_string(json, "kind", gantry_lane_kind_id(gantry_lane_get_kind(lane)));
  add_string(json, "parent", parent && !is_core ? gantry_lane_get_name(parent) : NULL);
  add_int(json, "created_ns", gantry_lane_get_created(lane));
  add_time(json, "started_ns", gantry_lane_get_started(lane));
  add_time(json, "ended_ns", gantry_lane_get_ended(lane));
  add_string(json, "outcome", gantry_outcome_id(gantry_lane_get_outcome(lane)));
  json_builder_set_member_name(json, "result");
  if (gantry_lane_get_outcome(lane) == GANTRY_OUTCOME_OK && !is_core)
    json_builder_add_int_value(json, gantry_lane_get_result(lane));
  else
    json_builder_add_null_value(json);
  add_states(json, lane);
  json_builder_end_object(json);
}

static void
add_lanes (JsonBuilder *json, const GantryTimeline *timeline)
{
  json_builder_set_member_name(json, "lanes");
  json_builder_begin_array(json);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    add_lane(json, timeline, gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    add_lane(json, timeline, gantry_timeline_get_core(timeline, i));
  json_builder_end_array(json);
}

static void
add_shared (JsonBuilder *json, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  json_builder_set_member_name(json, "shared");
  json_builder_begin_array(json);
  for (uint32_t i = 0; i < statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    const GantryThingStatistics *figures = &statistics->things[i];
    json_builder_begin_object(json);
    add_string(json, "name", gantry_thing_get_name(thing));
    add_string(json, "kind", gantry_thing_kind_id(gantry_thing_get_kind(thing)));
    add_int(json, "acquired", (int64_t)figures->acquired);
    add_int(json, "contended", (int64_t)figures->contended);
    add_int(json, "wait_ns", figures->wait_ns);
    add_int(json, "held_ns", figures->held_ns);
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}

static void
add_marks (JsonBuilder *json, const GantryTimeline *timeline, bool prints)
{
  json_builder_set_member_name(json, prints ? "output" : "expects");
  json_builder_begin_array(json);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
    if ((mark->kind == GANTRY_MARK_PRINT) != prints)
      continue;
    json_builder_begin_object(json);
    if (prints) {
      add_int(json, "t", mark->time);
      add_string(json, "lane", lane ? gantry_lane_get_name(lane) : "");
      add_string(json, "text", mark->text);
    } else {
      add_int(json, "line", mark->line);
      add_string(json, "text", mark->text);
      json_builder_set_member_name(json, "held");
      json_builder_add_boolean_value(json, mark->kind == GANTRY_MARK_EXPECT_HELD);
    }
    json_builder_end_object(json);
  }
  json_builder_end_array(json);
}

static void
add_run (JsonBuilder *json, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  add_string(json, "title", facts->title);
  add_string(json, "model", facts->model);
  add_int(json, "seed", facts->seed);
  add_int(json, "cores", facts->cores);
  add_string(json, "outcome", gantry_run_outcome_id(result.outcome));
  add_int(json, "wall_ns", result.wall_ns);
  add_int(json, "cpu_ns", result.cpu_ns);
  add_int(json, "peak_rss_bytes", result.peak_rss_bytes);
  add_int(json, "context_switches", result.context_switches);
  add_int(json, "events", (int64_t)result.events);
  add_int(json, "lost", (int64_t)result.lost);
  add_counter(json, "in_flight", statistics->in_flight_mean, statistics->in_flight_max);
  add_counter(json, "on_cpu", statistics->on_cpu_mean, statistics->on_cpu_max);
  add_string(json, "on_cpu_from", gantry_on_cpu_from_id(facts->on_cpu_from));
}

char *
gantry_stats_to_json (const GantryTimeline *timeline)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  json_builder_begin_object(json);
  add_run(json, timeline, statistics);
  add_lanes(json, timeline);
  add_shared(json, timeline, statistics);
  add_marks(json, timeline, true);
  add_marks(json, timeline, false);
  add_string(json, "deadlock", NULL);
  json_builder_set_member_name(json, "findings");
  json_builder_begin_array(json);
  json_builder_end_array(json);
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  g_autofree char *text = json_to_string(root, TRUE);
  return g_strconcat(text, "\n", NULL);
}
