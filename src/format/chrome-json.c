/* Trace events: what happened, one event after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"

#include "format/chronicle.h"
#include "format/interval.h"
#include "format/json-writer.h"
#include "format/takings.h"
#include "format/text-flow.h"

#include <inttypes.h>
#include <math.h>

#define RUN_PID 1

typedef struct {
  const GantryTimeline *timeline;
  GHashTable *process_pids; /* of lanes that are processes */
  uint32_t first_core_tid;
  GantryJsonWriter json;
  GantryTakings takings;
} Chrome;

static bool
is_core (const GantryLane *lane)
{
  return gantry_lane_get_kind(lane) == GANTRY_LANE_CORE;
}

static uint32_t
tid_of (const Chrome *chrome, const GantryLane *lane)
{
  return is_core(lane) ? chrome->first_core_tid + gantry_lane_get_id(lane) : gantry_lane_get_id(lane) + 1;
}

static uint32_t
pid_of (const Chrome *chrome, const GantryLane *lane)
{
  uint32_t pid = lane != NULL ? gantry_lane_get_pid(lane) : 0;
  return g_hash_table_contains(chrome->process_pids, GUINT_TO_POINTER(pid)) ? pid : RUN_PID;
}

/* Opens an event with the members that all have. */
static void
open_event (Chrome *chrome, const char *phase, const char *name, uint32_t pid)
{
  gantry_json_open(&chrome->json, NULL, '{');
  gantry_json_add_string(&chrome->json, "ph", phase);
  gantry_json_add_string(&chrome->json, "name", name);
  gantry_json_add_int(&chrome->json, "pid", pid);
}

static void
open_timed (Chrome *chrome, const GantryHappening *event, const char *phase, const char *name,
            const char *category)
{
  open_event(chrome, phase, name, pid_of(chrome, event->lane));
  if (event->lane != NULL)
    gantry_json_add_int(&chrome->json, "tid", tid_of(chrome, event->lane));
  gantry_json_add_thousandths(&chrome->json, "ts", event->time);
  if (category != NULL)
    gantry_json_add_string(&chrome->json, "cat", category);
}

static void
close_with_line (Chrome *chrome, uint32_t line)
{
  if (line > 0)
    gantry_json_add_int(&chrome->json, "line", line);
  gantry_json_close(&chrome->json);
  gantry_json_close(&chrome->json);
}

/* Where one that begins at `from` seems to end to others, who add doubles, against where it does. */
static double
end_seems_late (int64_t start, int64_t end, int64_t origin, double duration)
{
  double from = (double)start / 1000.0, to = (double)end / 1000.0, shift = (double)origin / 1000.0;
  return ((from - shift) + duration) - (to - shift);
}

static double
end_seems_late_in_ms (int64_t start, int64_t end, double duration)
{
  return ((double)start / 1000.0 * 0.001 + duration * 0.001) - (double)end / 1000.0 * 0.001;
}

/* Other readers add the start and the duration as doubles: as they stand, from the thread's first event on
 * (speedscope), or in milliseconds (chrome://tracing). What seems to end by the last bit after the next one
 * has begun stays open to them, and an arrow that leaves at the end of a lane leaves from nowhere where that
 * seems to be earlier. Where it comes to that, the duration has a few digits more; to the nanosecond it is
 * the same. */
static double
fitting_duration (const GantryLane *lane, const GantryInterval *interval)
{
  GantryInterval first;
  gantry_lane_get_interval(lane, 0, &first);
  const int64_t start = interval->start, end = interval->end;
  const double plain = (double)(end - start) / 1000.0, to = (double)end / 1000.0;
  const double step = nextafter(to, INFINITY) - to;
  const bool is_last = end >= gantry_lane_get_ended(lane);
  for (int i = 0; i < 4; i++) {
    double duration = is_last ? plain + i * step : plain - i * step;
    bool fits = is_last ? end_seems_late(start, end, 0, duration) >= 0.0 &&
                              end_seems_late_in_ms(start, end, duration) >= 0.0
                        : end_seems_late(start, end, 0, duration) <= 0.0 &&
                              end_seems_late(start, end, first.start, duration) <= 0.0;
    if (fits)
      return duration;
  }
  return plain;
}

static void
add_duration (GantryJsonWriter *json, const GantryLane *lane, const GantryInterval *interval)
{
  int64_t length = interval->end - interval->start;
  double plain = (double)length / 1000.0, fitting = fitting_duration(lane, interval);
  if (fitting == plain || fitting < 0.0 || fabs(fitting - plain) >= 0.0004)
    gantry_json_add_thousandths(json, "dur", length);
  else
    gantry_json_add_double(json, "dur", fitting);
}

static void
write_interval (Chrome *chrome, const GantryHappening *event)
{
  GantryInterval interval;
  gantry_lane_get_interval(event->lane, event->index, &interval);
  const char *name = gantry_interval_get_name(chrome->timeline, event->lane, &interval);
  const char *object = gantry_interval_get_object_name(chrome->timeline, event->lane, &interval);
  int64_t core = gantry_interval_get_core(event->lane, &interval);
  open_timed(chrome, event, "X", name, gantry_state_id(interval.state));
  add_duration(&chrome->json, event->lane, &interval);
  gantry_json_open(&chrome->json, "args", '{');
  if (object != NULL && !is_core(event->lane)) {
    gantry_json_add_string(&chrome->json, "waits_for", object);
    if (interval.state == GANTRY_STATE_WAIT_JOIN) /* others may be called like it */
      gantry_json_add_int(&chrome->json, "joins", (int64_t)interval.object + 1);
  }
  if (core != GANTRY_NO_CPU)
    gantry_json_add_int(&chrome->json, "core", core);
  close_with_line(chrome, interval.line);
}

static void
write_note (Chrome *chrome, const GantryHappening *event)
{
  const GantrySpan *span = gantry_timeline_get_span(chrome->timeline, event->index);
  bool begins = event->kind == GANTRY_HAPPENING_NOTE_BEGIN;
  open_timed(chrome, event, begins ? "b" : "e", span->text, "note");
  gantry_json_add_int(&chrome->json, "id", tid_of(chrome, event->lane));
  gantry_json_open(&chrome->json, "args", '{');
  if (begins)
    gantry_json_add_string(&chrome->json, "lane", gantry_lane_get_name(event->lane));
  close_with_line(chrome, begins ? span->line : 0);
}

/* "t": an instant of its thread, "p": of the process. */
static void
open_instant (Chrome *chrome, const GantryHappening *event, const char *name, const char *category)
{
  open_timed(chrome, event, "i", name, category);
  gantry_json_add_string(&chrome->json, "s", event->lane != NULL ? "t" : "p");
  gantry_json_open(&chrome->json, "args", '{');
}

static void
write_mark (Chrome *chrome, const GantryHappening *event)
{
  const GantryMark *mark = gantry_timeline_get_mark(chrome->timeline, event->index);
  bool is_print = mark->kind == GANTRY_MARK_PRINT;
  open_instant(chrome, event, mark->text, is_print ? "print" : "expect");
  if (!is_print)
    gantry_json_add_bool(&chrome->json, "held", mark->kind == GANTRY_MARK_EXPECT_HELD);
  close_with_line(chrome, mark->line);
}

static void
write_loss (Chrome *chrome, const GantryHappening *event)
{
  const GantryLoss *loss = gantry_lane_get_loss(event->lane, event->index);
  open_instant(chrome, event, "events lost", "lost");
  gantry_json_add_int(&chrome->json, "count", (int64_t)loss->count);
  gantry_json_add_thousandths(&chrome->json, "until", loss->to);
  close_with_line(chrome, 0);
}

static void
close_with_value (Chrome *chrome, const char *series, int64_t value)
{
  gantry_json_open(&chrome->json, "args", '{');
  gantry_json_add_int(&chrome->json, series, value);
  close_with_line(chrome, 0);
}

static void
write_counter (Chrome *chrome, const GantryHappening *event)
{
  static const char *const names[] = {"on CPU", "in flight"};
  static const char *const ids[] = {"on_cpu", "in_flight"};
  GantryStep step = gantry_timeline_get_step(chrome->timeline, (GantryCounter)event->place, event->index);
  open_timed(chrome, event, "C", names[event->place], NULL);
  close_with_value(chrome, ids[event->place], step.value);
}

static void
write_step (Chrome *chrome, const GantryHappening *event)
{
  const GantryThing *thing = gantry_timeline_get_thing(chrome->timeline, event->place);
  if (!gantry_thing_is_counted(thing))
    return;
  uint64_t taken = gantry_takings_count(&chrome->takings, event->place, event->time);
  open_timed(chrome, event, "C", gantry_thing_get_name(thing),
             gantry_thing_kind_id(gantry_thing_get_kind(thing)));
  if (taken > 0)
    gantry_json_add_int(&chrome->json, "uses", (int64_t)taken);
  close_with_value(chrome, "value", gantry_thing_get_step(thing, event->index).value);
}

static void
write_arrow (Chrome *chrome, const GantryHappening *event)
{
  GantryArrow arrow = gantry_timeline_get_arrow(chrome->timeline, event->index);
  open_timed(chrome, event, event->kind == GANTRY_HAPPENING_ARROW_START ? "s" : "f",
             gantry_arrow_kind_id(arrow.kind), "arrow");
  gantry_json_add_int(&chrome->json, "id", (int64_t)event->index + 1);
  if (event->kind == GANTRY_HAPPENING_ARROW_END)
    gantry_json_add_string(&chrome->json, "bp", "e"); /* to the interval around it, not the next one */
  gantry_json_close(&chrome->json);
}

static void
write_event (Chrome *chrome, const GantryHappening *event)
{
  static void (*const writers[])(Chrome *, const GantryHappening *) = {
      [GANTRY_HAPPENING_NOTE_END] = write_note,     [GANTRY_HAPPENING_COUNTER] = write_counter,
      [GANTRY_HAPPENING_STEP] = write_step,         [GANTRY_HAPPENING_INTERVAL] = write_interval,
      [GANTRY_HAPPENING_NOTE_BEGIN] = write_note,   [GANTRY_HAPPENING_EMPTY_NOTE_END] = write_note,
      [GANTRY_HAPPENING_LOSS] = write_loss,         [GANTRY_HAPPENING_MARK] = write_mark,
      [GANTRY_HAPPENING_ARROW_START] = write_arrow, [GANTRY_HAPPENING_ARROW_END] = write_arrow,
  };
  /* An interval's own event says when it ends. */
  if (event->kind != GANTRY_HAPPENING_LANE_END)
    writers[event->kind](chrome, event);
}

/* An event that names something; its one argument follows. */
static void
open_names (Chrome *chrome, const char *what, uint32_t pid, uint32_t tid)
{
  open_event(chrome, "M", what, pid);
  if (tid != 0)
    gantry_json_add_int(&chrome->json, "tid", tid);
  gantry_json_open(&chrome->json, "args", '{');
}

static void
write_name (Chrome *chrome, const char *what, uint32_t pid, uint32_t tid, const char *member,
            const char *name)
{
  open_names(chrome, what, pid, tid);
  gantry_json_add_string(&chrome->json, member, name);
  close_with_line(chrome, 0);
}

static void
write_place (Chrome *chrome, const char *what, uint32_t pid, uint32_t tid, int64_t place)
{
  open_names(chrome, what, pid, tid);
  gantry_json_add_int(&chrome->json, "sort_index", place);
  close_with_line(chrome, 0);
}

/* The run's process and those of its lanes, which are found here, in the order of creation. */
static void
write_processes (Chrome *chrome)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(chrome->timeline);
  bool has_title = facts->title != NULL && *facts->title != '\0';
  write_name(chrome, "process_name", RUN_PID, 0, "name", has_title ? facts->title : facts->model);
  write_name(chrome, "process_labels", RUN_PID, 0, "labels", facts->model);
  write_place(chrome, "process_sort_index", RUN_PID, 0, 0);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(chrome->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(chrome->timeline, i);
    uint32_t pid = gantry_lane_get_pid(lane);
    if (gantry_lane_get_kind(lane) != GANTRY_LANE_PROCESS || pid == 0 || pid == RUN_PID ||
        !g_hash_table_add(chrome->process_pids, GUINT_TO_POINTER(pid)))
      continue;
    write_name(chrome, "process_name", pid, 0, "name", gantry_lane_get_name(lane));
    write_place(chrome, "process_sort_index", pid, 0, (int64_t)i + 1);
  }
}

/* What its intervals do not tell. */
static void
add_life (Chrome *chrome, const GantryLane *lane)
{
  GantryJsonWriter *json = &chrome->json;
  if (gantry_lane_get_parent(lane) != GANTRY_NO_LANE)
    gantry_json_add_int(json, "parent", (int64_t)gantry_lane_get_parent(lane) + 1);
  if (gantry_lane_get_pid(lane) != 0)
    gantry_json_add_int(json, "process", gantry_lane_get_pid(lane));
  if (gantry_lane_get_started(lane) != GANTRY_NO_TIME)
    gantry_json_add_thousandths(json, "started", gantry_lane_get_started(lane));
  if (gantry_lane_get_outcome(lane) != GANTRY_OUTCOME_NONE)
    gantry_json_add_string(json, "outcome", gantry_outcome_id(gantry_lane_get_outcome(lane)));
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME && gantry_lane_get_result(lane) != 0)
    gantry_json_add_int(json, "result", gantry_lane_get_result(lane));
  if (gantry_lane_get_reason(lane) != NULL)
    gantry_json_add_string(json, "reason", gantry_lane_get_reason(lane));
}

static void
write_thread (Chrome *chrome, const GantryLane *lane, int64_t place)
{
  uint32_t pid = pid_of(chrome, lane), tid = tid_of(chrome, lane);
  open_names(chrome, "thread_name", pid, tid);
  gantry_json_add_string(&chrome->json, "name", gantry_lane_get_name(lane));
  gantry_json_add_string(&chrome->json, "kind", gantry_lane_kind_id(gantry_lane_get_kind(lane)));
  if (!gantry_lane_is_counted(lane))
    gantry_json_add_bool(&chrome->json, "uncounted", true);
  if (is_core(lane))
    gantry_json_add_int(&chrome->json, "core", gantry_lane_get_id(lane));
  else
    add_life(chrome, lane);
  close_with_line(chrome, 0);
  write_place(chrome, "thread_sort_index", pid, tid, place);
}

static void
write_threads (Chrome *chrome, GantryTextFlow *flow)
{
  const GantryTimeline *timeline = chrome->timeline;
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline);
  for (uint32_t i = 0; i < n_lanes; i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    chrome->first_core_tid = MAX(chrome->first_core_tid, gantry_lane_get_id(lane) + 2);
  }
  for (uint32_t i = 0; i < n_lanes; i++) {
    write_thread(chrome, gantry_timeline_get_lane(timeline, i), i);
    gantry_text_flow_pass(flow);
  }
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    write_thread(chrome, gantry_timeline_get_core(timeline, i), (int64_t)n_lanes + i);
}

/* What the values of the shared things do not tell, by their names. */
static void
write_things (Chrome *chrome)
{
  if (gantry_timeline_get_n_things(chrome->timeline) == 0)
    return;
  gantry_json_open(&chrome->json, "things", '{');
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(chrome->timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(chrome->timeline, i);
    GantryThingFigures figures;
    gantry_thing_get_figures(thing, &figures);
    gantry_json_open(&chrome->json, gantry_thing_get_name(thing), '{');
    gantry_json_add_string(&chrome->json, "kind", gantry_thing_kind_id(gantry_thing_get_kind(thing)));
    gantry_json_add_int(&chrome->json, "capacity", gantry_thing_get_capacity(thing));
    gantry_json_add_int(&chrome->json, "acquired", (int64_t)figures.acquired);
    gantry_json_add_int(&chrome->json, "contended", (int64_t)figures.contended);
    gantry_json_add_int(&chrome->json, "wait_ns", figures.wait_ns);
    gantry_json_add_int(&chrome->json, "held_ns", figures.held_ns);
    gantry_json_close(&chrome->json);
  }
  gantry_json_close(&chrome->json);
}

/* The scenario, in which the events' lines are. */
static void
write_source (Chrome *chrome, const GantryRunFacts *facts)
{
  if (facts->source_lines == NULL)
    return;
  g_autofree char *source = g_strjoinv("\n", (char **)facts->source_lines);
  gantry_json_add_string(&chrome->json, "source", source);
  if (facts->source_name != NULL)
    gantry_json_add_string(&chrome->json, "source_name", facts->source_name);
  if (facts->line_labels == NULL)
    return;
  g_autofree char *labels = g_strjoinv("\n", (char **)facts->line_labels);
  gantry_json_add_string(&chrome->json, "labels", labels);
}

static void
write_deadlock (Chrome *chrome)
{
  size_t count = gantry_timeline_get_n_deadlock_waits(chrome->timeline);
  if (count == 0)
    return;
  gantry_json_open(&chrome->json, "deadlock", '{');
  for (size_t i = 0; i < count; i++) {
    const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(chrome->timeline, i);
    char tid[16], place[16];
    g_snprintf(tid, sizeof tid, "%" PRIu32, wait->lane + 1);
    gantry_json_open(&chrome->json, tid, '{');
    if (wait->object < gantry_timeline_get_n_things(chrome->timeline))
      gantry_json_add_string(
          &chrome->json, "waits_for",
          gantry_thing_get_name(gantry_timeline_get_thing(chrome->timeline, wait->object)));
    if (wait->joins != GANTRY_NO_LANE)
      gantry_json_add_int(&chrome->json, "joins", (int64_t)wait->joins + 1);
    gantry_json_open(&chrome->json, "held_by", '{');
    for (uint32_t k = 0; k < wait->n_holders; k++) {
      g_snprintf(place, sizeof place, "%" PRIu32, k);
      gantry_json_add_int(&chrome->json, place, (int64_t)wait->holders[k] + 1);
    }
    gantry_json_close(&chrome->json);
    gantry_json_add_int(&chrome->json, "line", wait->line);
    gantry_json_close(&chrome->json);
  }
  gantry_json_close(&chrome->json);
}

static void
write_other_data (Chrome *chrome)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(chrome->timeline);
  GantryRunResult result;
  gantry_timeline_get_result(chrome->timeline, &result);
  gantry_json_open(&chrome->json, "otherData", '{');
  gantry_json_add_string(&chrome->json, "recorder", GANTRY_CHROME_RECORDER);
  gantry_json_add_string(&chrome->json, "title", facts->title);
  gantry_json_add_string(&chrome->json, "model", facts->model);
  gantry_json_add_int(&chrome->json, "seed", facts->seed);
  gantry_json_add_int(&chrome->json, "cores", facts->cores);
  gantry_json_add_bool(&chrome->json, "gil", facts->gil);
  gantry_json_add_string(&chrome->json, "outcome", gantry_run_outcome_id(result.outcome));
  gantry_json_add_string(&chrome->json, "on_cpu_from", gantry_on_cpu_from_id(facts->on_cpu_from));
  if (result.reason != NULL)
    gantry_json_add_string(&chrome->json, "reason", result.reason);
  if (result.peak_rss_bytes > 0)
    gantry_json_add_int(&chrome->json, "peak_rss_bytes", result.peak_rss_bytes);
  if (result.context_switches > 0)
    gantry_json_add_int(&chrome->json, "context_switches", result.context_switches);
  gantry_json_add_int(&chrome->json, "lost", (int64_t)result.lost);
  gantry_json_add_int(&chrome->json, "wall_ns", result.wall_ns);
  gantry_json_add_int(&chrome->json, "cpu_ns", result.cpu_ns);
  gantry_json_add_int(&chrome->json, "events", (int64_t)result.events);
  write_things(chrome);
  write_deadlock(chrome);
  write_source(chrome, facts);
  gantry_json_close(&chrome->json);
}

static void
write_all (Chrome *chrome, GantryTextFlow *flow)
{
  g_autoptr(GantryChronicle) chronicle = gantry_chronicle_new(chrome->timeline);
  GantryHappening event;
  gantry_json_open(&chrome->json, NULL, '{');
  write_other_data(chrome);
  gantry_json_open(&chrome->json, "traceEvents", '[');
  write_processes(chrome);
  write_threads(chrome, flow);
  while (flow->fault == NULL && gantry_chronicle_next(chronicle, &event)) {
    write_event(chrome, &event);
    gantry_text_flow_pass(flow);
  }
  gantry_json_close(&chrome->json);
  gantry_json_add_string(&chrome->json, "displayTimeUnit", "ns");
  gantry_json_close(&chrome->json);
  g_string_append_c(chrome->json.text, '\n');
}

static void
write_timeline (const GantryTimeline *timeline, GantryTextFlow *flow)
{
  g_autoptr(GHashTable) process_pids = g_hash_table_new(NULL, NULL);
  Chrome chrome = {timeline, process_pids, 1, {.text = flow->text, .is_first = true}, {0}};
  gantry_takings_init(&chrome.takings, timeline);
  write_all(&chrome, flow);
  gantry_takings_clear(&chrome.takings);
}

char *
gantry_timeline_to_chrome_json (const GantryTimeline *timeline)
{
  GantryTextFlow flow;
  gantry_text_flow_init(&flow, NULL);
  write_timeline(timeline, &flow);
  return g_string_free(flow.text, FALSE);
}

bool
gantry_timeline_write_chrome_json (const GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  GantryTextFlow flow;
  gantry_text_flow_init(&flow, stream);
  write_timeline(timeline, &flow);
  return gantry_text_flow_end(&flow, error);
}
