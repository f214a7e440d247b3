/* The figures as one JSON object, in the contract's order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/json-writer.h"
#include "format/stats.h"
#include "timeline/findings.h"
#include "timeline/statistics.h"

static void
add_null (GantryJsonWriter *json, const char *name)
{
  gantry_json_add_string(json, name, NULL);
}

static void
add_time (GantryJsonWriter *json, const char *name, int64_t time)
{
  if (time == GANTRY_NO_TIME)
    add_null(json, name);
  else
    gantry_json_add_int(json, name, time);
}

static void
add_counter (GantryJsonWriter *json, const char *name, double mean, int64_t most)
{
  gantry_json_open(json, name, '{');
  gantry_json_add_number(json, "mean", mean);
  gantry_json_add_int(json, "max", most);
  gantry_json_close(json);
}

static void
add_states (GantryJsonWriter *json, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES];
  gantry_statistics_lane(lane, sums);
  gantry_json_open(json, "states", '{');
  for (int i = 0; i < GANTRY_N_STATES; i++)
    if (sums[i] > 0)
      gantry_json_add_int(json, gantry_state_id((GantryState)i), sums[i]);
  gantry_json_close(json);
}

static void
add_lane (GantryJsonWriter *json, const GantryTimeline *timeline, const GantryLane *lane)
{
  const GantryLane *parent = gantry_timeline_find_lane(timeline, gantry_lane_get_parent(lane));
  GantryLaneKind kind = gantry_lane_get_kind(lane);
  GantryOutcome outcome = gantry_lane_get_outcome(lane);
  gantry_json_open(json, NULL, '{');
  gantry_json_add_string(json, "name", gantry_lane_get_name(lane));
  gantry_json_add_string(json, "kind", gantry_lane_kind_id(kind));
  gantry_json_add_string(json, "parent", parent ? gantry_lane_get_name(parent) : NULL);
  gantry_json_add_int(json, "created_ns", gantry_lane_get_created(lane));
  add_time(json, "started_ns", gantry_lane_get_started(lane));
  add_time(json, "ended_ns", gantry_lane_get_ended(lane));
  gantry_json_add_string(json, "outcome", gantry_outcome_id(outcome));
  if (gantry_lane_is_task(lane) && outcome == GANTRY_OUTCOME_OK)
    gantry_json_add_int(json, "result", gantry_lane_get_result(lane));
  else
    add_null(json, "result");
  add_states(json, lane);
  gantry_json_close(json);
}

static void
add_lanes (GantryJsonWriter *json, const GantryTimeline *timeline)
{
  gantry_json_open(json, "lanes", '[');
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    add_lane(json, timeline, gantry_timeline_get_lane(timeline, i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    add_lane(json, timeline, gantry_timeline_get_core(timeline, i));
  gantry_json_close(json);
}

static void
add_shared (GantryJsonWriter *json, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  gantry_json_open(json, "shared", '[');
  for (uint32_t i = 0; i < statistics->n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    const GantryThingFigures *figures = &statistics->things[i];
    gantry_json_open(json, NULL, '{');
    gantry_json_add_string(json, "name", gantry_thing_get_name(thing));
    gantry_json_add_string(json, "kind", gantry_thing_kind_id(gantry_thing_get_kind(thing)));
    gantry_json_add_int(json, "acquired", (int64_t)figures->acquired);
    gantry_json_add_int(json, "contended", (int64_t)figures->contended);
    gantry_json_add_int(json, "wait_ns", figures->wait_ns);
    gantry_json_add_int(json, "held_ns", figures->held_ns);
    gantry_json_close(json);
  }
  gantry_json_close(json);
}

static void
add_output (GantryJsonWriter *json, const GantryTimeline *timeline)
{
  gantry_json_open(json, "output", '[');
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->kind != GANTRY_MARK_PRINT)
      continue;
    gantry_json_open(json, NULL, '{');
    gantry_json_add_int(json, "t", mark->time);
    gantry_json_add_string(json, "lane",
                           gantry_lane_get_name(gantry_timeline_find_lane(timeline, mark->lane)));
    gantry_json_add_string(json, "text", mark->text);
    gantry_json_close(json);
  }
  gantry_json_close(json);
}

static void
add_expects (GantryJsonWriter *json, const GantryTimeline *timeline)
{
  gantry_json_open(json, "expects", '[');
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->kind == GANTRY_MARK_PRINT)
      continue;
    gantry_json_open(json, NULL, '{');
    gantry_json_add_int(json, "line", mark->line);
    gantry_json_add_string(json, "text", mark->text);
    gantry_json_add_bool(json, "held", mark->kind == GANTRY_MARK_EXPECT_HELD);
    gantry_json_close(json);
  }
  gantry_json_close(json);
}

static void
add_run (GantryJsonWriter *json, const GantryTimeline *timeline, const GantryStatistics *statistics)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  gantry_json_add_string(json, "title", facts->title);
  gantry_json_add_string(json, "model", facts->model);
  gantry_json_add_int(json, "seed", facts->seed);
  gantry_json_add_int(json, "cores", facts->cores);
  gantry_json_add_string(json, "outcome", gantry_run_outcome_id(result.outcome));
  gantry_json_add_int(json, "wall_ns", result.wall_ns);
  gantry_json_add_int(json, "cpu_ns", result.cpu_ns);
  gantry_json_add_int(json, "peak_rss_bytes", result.peak_rss_bytes);
  gantry_json_add_int(json, "context_switches", result.context_switches);
  gantry_json_add_int(json, "events", (int64_t)result.events);
  gantry_json_add_int(json, "lost", (int64_t)result.lost);
  add_counter(json, "in_flight", statistics->in_flight_mean, statistics->in_flight_max);
  add_counter(json, "on_cpu", statistics->on_cpu_mean, statistics->on_cpu_max);
  /* null: nobody; cpu_ns and on_cpu are then of slices, in which a task may wait as well. */
  gantry_json_add_string(json, "on_cpu_from",
                         gantry_timeline_tells_on_cpu(timeline) ? gantry_on_cpu_from_id(facts->on_cpu_from)
                                                                : NULL);
}

static const char *
lane_name (const GantryTimeline *timeline, uint32_t id)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, id);
  return lane ? gantry_lane_get_name(lane) : "";
}

static void
add_deadlock_wait (GantryJsonWriter *json, const GantryTimeline *timeline, const GantryDeadlockWait *wait)
{
  const char *waits_for = "";
  if (wait->joins != GANTRY_NO_LANE)
    waits_for = lane_name(timeline, wait->joins);
  else if (wait->object < gantry_timeline_get_n_things(timeline))
    waits_for = gantry_thing_get_name(gantry_timeline_get_thing(timeline, wait->object));
  gantry_json_open(json, NULL, '{');
  gantry_json_add_string(json, "lane", lane_name(timeline, wait->lane));
  gantry_json_add_string(json, "waits_for", waits_for);
  gantry_json_open(json, "held_by", '[');
  for (uint32_t i = 0; i < wait->n_holders; i++)
    gantry_json_add_string(json, NULL, lane_name(timeline, wait->holders[i]));
  gantry_json_close(json);
  gantry_json_close(json);
}

static void
add_deadlock (GantryJsonWriter *json, const GantryTimeline *timeline)
{
  size_t n_waits = gantry_timeline_get_n_deadlock_waits(timeline);
  if (n_waits == 0) {
    add_null(json, "deadlock");
    return;
  }
  gantry_json_open(json, "deadlock", '[');
  for (size_t i = 0; i < n_waits; i++)
    add_deadlock_wait(json, timeline, gantry_timeline_get_deadlock_wait(timeline, i));
  gantry_json_close(json);
}

static void
add_findings (GantryJsonWriter *json, const GantryTimeline *timeline)
{
  g_autoptr(GPtrArray) findings = gantry_findings_new(timeline);
  gantry_json_open(json, "findings", '[');
  for (guint i = 0; i < findings->len; i++) {
    const GantryFinding *finding = g_ptr_array_index(findings, i);
    gantry_json_open(json, NULL, '{');
    gantry_json_add_string(json, "kind", gantry_finding_id(finding->kind));
    gantry_json_add_string(json, "text", finding->text);
    gantry_json_open(json, "lanes", '[');
    for (guint k = 0; k < finding->lanes->len; k++)
      gantry_json_add_string(json, NULL, lane_name(timeline, g_array_index(finding->lanes, uint32_t, k)));
    gantry_json_close(json);
    gantry_json_add_int(json, "from_ns", finding->from);
    gantry_json_add_int(json, "to_ns", finding->to);
    gantry_json_close(json);
  }
  gantry_json_close(json);
}

char *
gantry_stats_to_json (const GantryTimeline *timeline)
{
  g_autoptr(GantryStatistics) statistics = gantry_statistics_new(timeline);
  GantryJsonWriter json = {.text = g_string_new(NULL), .is_first = true};
  gantry_json_open(&json, NULL, '{');
  add_run(&json, timeline, statistics);
  add_lanes(&json, timeline);
  add_shared(&json, timeline, statistics);
  add_output(&json, timeline);
  add_expects(&json, timeline);
  add_deadlock(&json, timeline);
  add_findings(&json, timeline);
  gantry_json_close(&json);
  g_string_append_c(json.text, '\n');
  return g_string_free(json.text, FALSE);
}
