/* The builder as a collector's sink: records and switches come in, passes publish, the end closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/add-time.h"
#include "timeline/builder-private.h"
#include "timeline/loop-turns.h"

/* A thread that is on a processor and does not say what it does for so long will not say it for that time. */
#define MOST_SILENCE_NS 100000000

static void
free_ring (gpointer data)
{
  GantryBuilderRing *ring = data;
  if (ring)
    g_free(ring->lanes.lanes);
  g_free(ring);
}

static void
clear_told_end (gpointer data)
{
  g_free(((GantryToldEnd *)data)->reason);
}

GantryBuilder *
gantry_builder_new (GantryTimeline *timeline)
{
  GantryBuilder *builder = g_new0(GantryBuilder, 1);
  builder->timeline = gantry_timeline_ref(timeline);
  builder->from = timeline->facts.on_cpu_from;
  gantry_held_back_init(&builder->held, timeline);
  gantry_cores_init(&builder->cores, timeline);
  builder->rings = g_ptr_array_new_with_free_func(free_ring);
  builder->touched = g_ptr_array_new();
  builder->told_ends = g_array_new(FALSE, FALSE, sizeof(GantryToldEnd));
  g_array_set_clear_func(builder->told_ends, clear_told_end);
  builder->lost_switches = g_array_new(FALSE, FALSE, sizeof(GantryLostSwitches));
  builder->refused_from = INT64_MAX;
  builder->run_ended = GANTRY_NO_TIME;
  return builder;
}

void
gantry_builder_expect_core (GantryBuilder *builder, int cpu)
{
  gantry_cores_expect(&builder->cores, cpu);
}

void
gantry_builder_free (GantryBuilder *builder)
{
  if (!builder)
    return;
  gantry_held_back_clear(&builder->held);
  gantry_cores_clear(&builder->cores);
  g_ptr_array_unref(builder->rings);
  g_ptr_array_unref(builder->touched);
  g_free(builder->running.lanes);
  g_array_unref(builder->told_ends);
  g_array_unref(builder->lost_switches);
  g_free(builder->told_reason);
  gantry_timeline_unref(builder->timeline);
  g_free(builder);
}

void
gantry_builder_set_last (GantryBuilder *builder)
{
  builder->last = true;
}

GantryRunOutcome
gantry_builder_get_told_outcome (const GantryBuilder *builder)
{
  return builder->told_outcome;
}

static void
take_run_ended (GantryBuilder *builder, const GantryRecord *record)
{
  if (builder->run_ended != GANTRY_NO_TIME)
    return;
  builder->run_ended = record->time;
  builder->told_outcome = (GantryRunOutcome)record->detail;
  builder->told_figure = (int64_t)MIN(record->first, (uint64_t)INT64_MAX);
  gantry_builder_publish_stuck(builder);
  builder->told_reason = record->text && *record->text ? g_strdup(record->text) : NULL;
}

/* Whether the record of an unknown lane should wait for a later pass. */
static bool
should_refuse (GantryBuilder *builder, const GantryRecord *record)
{
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, record->ring);
  bool was_offered =
      ring->refused && ring->refused_time == record->time && ring->refused_lane == record->lane;
  /* Its creation was recorded before it, and all rings were read since; had it been held up by another
   * refusal, that one's lane would have been created meanwhile. */
  bool is_lost =
      was_offered && ring->refused_pass != builder->pass && ring->refused_n_created == builder->n_created;
  ring->refused = !builder->last && !is_lost;
  if (!ring->refused)
    return false;
  ring->refused_pass = builder->pass;
  ring->refused_n_created = builder->n_created;
  ring->refused_time = record->time;
  ring->refused_lane = record->lane;
  builder->refused_from = MIN(builder->refused_from, record->time);
  return true;
}

/* A lane whose creation was lost. */
static GantryLane *
make_up_lane (GantryBuilder *builder, const GantryRecord *record)
{
  const char *model = builder->timeline->facts.model;
  g_autofree char *name = g_strdup_printf("lane %u", record->lane);
  GantryLaneKind kind = GANTRY_LANE_THREAD;
  if (g_str_equal(model, "processes"))
    kind = GANTRY_LANE_PROCESS;
  else if (g_str_equal(model, "async") || g_str_equal(model, "simulated"))
    kind = GANTRY_LANE_TASK;
  GantryRecord created = {
      .time = record->time,
      .ring = record->ring,
      .lane = record->lane,
      .detail = (uint16_t)kind,
      .first = gantry_pack32(GANTRY_NO_LANE, 0),
      .text = name,
  };
  return gantry_builder_create(builder, &created);
}

/* Nothing of a lane lies after its end, whoever told it, nor after the run's. */
static bool
is_too_late (const GantryBuilder *builder, const GantryLane *lane, const GantryRecord *record)
{
  if (record->kind == GANTRY_EVENT_LOST)
    return false;
  if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
    return true;
  if (lane->end_at != GANTRY_NO_TIME && record->time > lane->end_at)
    return true;
  return builder->run_ended != GANTRY_NO_TIME && record->time > builder->run_ended &&
         record->kind != GANTRY_EVENT_LANE_ENDED;
}

/* Of a lane of which nothing came to us but what was lost, we still say that. */
static GantryLane *
find_or_make_up_lane (GantryBuilder *builder, const GantryRecord *record, bool run_is_over)
{
  GantryLane *lane = gantry_timeline_get_own_lane(builder->timeline, record->lane);
  GantryRecord within = *record;
  if (lane || (run_is_over && record->kind != GANTRY_EVENT_LOST))
    return lane;
  if (run_is_over)
    within.time = builder->run_ended;
  return make_up_lane(builder, &within);
}

static bool
take_event (const GantryRecord *record, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  if (record->kind == GANTRY_EVENT_LOST && record->lane == GANTRY_NO_LANE) {
    gantry_builder_lose_switches(builder, record);
    return true;
  }
  GantryLane *lane = gantry_timeline_get_own_lane(builder->timeline, record->lane);
  bool run_is_over = builder->run_ended != GANTRY_NO_TIME && record->time > builder->run_ended;
  if (record->kind == GANTRY_EVENT_RUN_ENDED) {
    take_run_ended(builder, record);
  } else if (record->kind == GANTRY_EVENT_LANE_CREATED) {
    if (!lane && !run_is_over && gantry_builder_create(builder, record))
      builder->n_created++;
  } else {
    if (!lane && !run_is_over && should_refuse(builder, record))
      return false;
    lane = find_or_make_up_lane(builder, record, run_is_over);
    if (lane && !is_too_late(builder, lane, record))
      gantry_builder_take(builder, lane, record);
  }
  /* Whoever records is on a processor. */
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, record->ring);
  ring->seen = MAX(ring->seen, record->time);
  if (record->kind != GANTRY_EVENT_LOST)
    builder->events++;
  return true;
}

static void
take_switch (uint32_t index, int64_t time, int cpu, bool out, bool preempted, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, index);
  bool run_is_over = builder->run_ended != GANTRY_NO_TIME && time > builder->run_ended;
  if (out)
    ring->out_at = time;
  ring->out_state = preempted ? GANTRY_STATE_READY : GANTRY_STATE_BLOCKED;
  ring->in = !out;
  ring->cpu = cpu;
  if (!out)
    ring->in_since = time;
  if (run_is_over)
    return;
  if (out)
    gantry_builder_switch_out(builder, ring, time, ring->out_state);
  else
    gantry_builder_switch_in(builder, ring, time, cpu);
}

static void
take_drained (uint32_t index, int64_t seen, gpointer user_data)
{
  GantryBuilderRing *ring = gantry_builder_get_ring(user_data, index);
  ring->seen = MAX(ring->seen, seen);
}

static void
take_retired (uint32_t index, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  GantryBuilderRing *ring = gantry_builder_get_ring(builder, index);
  while (ring->lanes.n > 0)
    gantry_builder_detach(builder, ring->lanes.lanes[0]);
  g_ptr_array_index(builder->rings, index) = NULL;
  free_ring(ring);
}

/* Ends the lanes whose end was told by another thread, once all that they said before has come; or `all`.
 * Returns the earliest of the others' ends. */
static int64_t
apply_told_ends (GantryBuilder *builder, bool all)
{
  guint i = 0;
  int64_t earliest = INT64_MAX;
  while (i < builder->told_ends->len) {
    const GantryToldEnd *end = &g_array_index(builder->told_ends, GantryToldEnd, i);
    if (!all && (end->time >= builder->refused_from || end->pass > builder->pass)) {
      earliest = MIN(earliest, end->time);
      i++;
      continue;
    }
    int64_t time = builder->run_ended != GANTRY_NO_TIME ? MIN(end->time, builder->run_ended) : end->time;
    if (gantry_lane_get_ended(end->lane) == GANTRY_NO_TIME) {
      gantry_builder_end_stale_run(builder, end->lane, time);
      gantry_builder_end(builder, end->lane, time, end->outcome, end->result, end->reason);
    }
    g_array_remove_index_fast(builder->told_ends, i);
  }
  return earliest;
}

/* Running lanes that measure themselves are known as far as they were seen. Returns how far the number of
 * running tasks is known. */
static int64_t
show_running (GantryBuilder *builder, int64_t until)
{
  int64_t on_cpu_until = until;
  for (uint32_t i = 0; i < builder->running.n; i++) {
    GantryLane *lane = builder->running.lanes[i];
    int64_t known = until;
    if (builder->from == GANTRY_ON_CPU_FROM_SELF) {
      const GantryBuilderRing *ring =
          lane->ring == GANTRY_NO_RING ? NULL : gantry_builder_get_ring(builder, lane->ring);
      known = MAX(lane->since, ring ? ring->seen : gantry_lane_get_known_until(lane));
      gantry_lane_show(lane, known);
    }
    if (gantry_builder_counts(lane))
      on_cpu_until = MIN(on_cpu_until, known);
  }
  return on_cpu_until;
}

/* All other lanes are known up to now; `until` has just been made that. */
static void
show_touched (GantryBuilder *builder, int64_t until)
{
  guint n_kept = 0;
  for (guint i = 0; i < builder->touched->len; i++) {
    GantryLane *lane = g_ptr_array_index(builder->touched, i);
    bool has_ended = gantry_lane_get_ended(lane) != GANTRY_NO_TIME;
    bool is_seen = lane->state == GANTRY_STATE_RUNNING && builder->from == GANTRY_ON_CPU_FROM_SELF;
    if (!has_ended && lane->since >= until) {
      g_ptr_array_index(builder->touched, n_kept++) = lane;
      continue;
    }
    lane->in_touched = false;
    if (!has_ended && !is_seen)
      gantry_lane_show_now(lane);
  }
  g_ptr_array_set_size(builder->touched, (gint)n_kept);
}

/* A thread that has a processor may yet say what it has been running since. */
static int64_t
settled_by_rings (const GantryBuilder *builder, int64_t until)
{
  int64_t settled = until;
  if (builder->from != GANTRY_ON_CPU_FROM_KERNEL)
    return until;
  for (guint i = 0; i < builder->rings->len; i++) {
    const GantryBuilderRing *ring = g_ptr_array_index(builder->rings, i);
    if (ring && ring->in && ring->n_running == 0 && ring->in_since > ring->left_at &&
        ring->in_since > until - MOST_SILENCE_NS)
      settled = MIN(settled, ring->in_since);
  }
  return settled;
}

/* What runs now is in the cores' lanes as far as it is known. */
static void
feed_cores (GantryBuilder *builder, int64_t until)
{
  for (uint32_t i = 0; i < builder->running.n; i++) {
    GantryLane *lane = builder->running.lanes[i];
    if (!lane->on_core)
      continue;
    int64_t known = until;
    if (builder->from == GANTRY_ON_CPU_FROM_SELF)
      known = MIN(known, gantry_lane_get_known_until(lane));
    if (known > lane->core_since) {
      gantry_cores_add(&builder->cores, lane->core, lane->id, lane->core_since, known);
      lane->core_since = known;
    }
    gantry_cores_limit(&builder->cores, lane->core, lane->core_since);
  }
}

static void
take_pass (int64_t now, gpointer user_data)
{
  GantryBuilder *builder = user_data;
  GantryTimeline *timeline = builder->timeline;
  int64_t until = MIN(now, builder->refused_from);
  until = MIN(until, apply_told_ends(builder, false));
  if (builder->run_ended != GANTRY_NO_TIME)
    until = MIN(until, builder->run_ended);
  int64_t settled = settled_by_rings(builder, until);
  int64_t on_cpu_until = MIN(settled, show_running(builder, until));
  gantry_timeline_set_now(timeline, until);
  show_touched(builder, until);
  gantry_held_back_release(&builder->held, settled, on_cpu_until);
  feed_cores(builder, settled);
  gantry_cores_release(&builder->cores, settled);
  gantry_builder_tell_lost_switches(builder, until);
  /* Relaxed: each figure stands for itself. */
  atomic_store_explicit(&timeline->events, builder->events, memory_order_relaxed);
  atomic_store_explicit(&timeline->lost, builder->lost, memory_order_relaxed);
  gantry_timeline_revise(timeline);
  builder->refused_from = INT64_MAX;
  builder->pass++;
}

const GantrySink *
gantry_builder_get_sink (void)
{
  static const GantrySink sink = {
      .event = take_event,
      .context_switch = take_switch,
      .drained = take_drained,
      .retired = take_retired,
      .pass = take_pass,
  };
  return &sink;
}

/* Nothing that was recorded may lie after the run: its end, or the last thing that is known. */
static int64_t
end_of_run (const GantryBuilder *builder, int64_t now)
{
  int64_t end = builder->run_ended != GANTRY_NO_TIME ? builder->run_ended : now;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(builder->timeline); i++)
    end = MAX(end, gantry_timeline_get_lane(builder->timeline, i)->since);
  return end;
}

static void
end_open_lanes (GantryBuilder *builder, int64_t end, bool told)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(builder->timeline); i++) {
    GantryLane *lane = (GantryLane *)gantry_timeline_get_lane(builder->timeline, i);
    if (gantry_lane_get_ended(lane) != GANTRY_NO_TIME)
      continue;
    GantryOutcome outcome = lane->daemon ? GANTRY_OUTCOME_DAEMON_KILLED : GANTRY_OUTCOME_KILLED;
    if (told && !gantry_builder_counts(lane))
      outcome = GANTRY_OUTCOME_OK;
    gantry_builder_end_stale_run(builder, lane, end);
    gantry_builder_end(builder, lane, end, outcome, 0, NULL);
  }
}

/* The figures of a simulated run are of its own time and its own processors. */
static void
take_virtual_figures (const GantryBuilder *builder, GantryRunResult *result)
{
  result->cpu_ns = 0;
  result->peak_rss_bytes = 0;
  result->record_ns = 0;
  result->context_switches = builder->told_figure;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(builder->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(builder->timeline, i);
    int64_t times[GANTRY_N_STATES] = {0};
    /* What runs on a loop runs in its time. */
    if (gantry_loop_of(builder->timeline, lane))
      continue;
    gantry_lane_add_times(lane, 0, INT64_MAX, times);
    result->cpu_ns = gantry_add_time(result->cpu_ns, times[GANTRY_STATE_RUNNING]);
  }
}

void
gantry_builder_finish (GantryBuilder *builder, int64_t now, const GantryRunResult *result,
                       bool override_outcome)
{
  GantryTimeline *timeline = builder->timeline;
  GantryRunResult final = *result;
  bool told = builder->told_outcome != GANTRY_RUN_UNFINISHED && !override_outcome;
  apply_told_ends(builder, true);
  end_open_lanes(builder, end_of_run(builder, now), told);
  final.wall_ns = gantry_cores_finish(&builder->cores, end_of_run(builder, now));
  gantry_held_back_release(&builder->held, INT64_MAX, INT64_MAX);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++)
    gantry_thing_close(gantry_timeline_get_own_thing(timeline, i), final.wall_ns);
  if (told) {
    final.outcome = builder->told_outcome;
    final.reason = builder->told_reason;
  }
  if (builder->from == GANTRY_ON_CPU_FROM_VIRTUAL)
    take_virtual_figures(builder, &final);
  else if (told && builder->told_figure > 0)
    final.peak_rss_bytes = builder->told_figure;
  gantry_builder_publish_stuck(builder);
  final.events = final.events > 0 ? final.events : builder->events;
  final.lost = MAX(final.lost, builder->lost);
  gantry_timeline_set_now(timeline, final.wall_ns);
  gantry_builder_tell_lost_switches(builder, INT64_MAX);
  gantry_timeline_finish(timeline, &final);
}
