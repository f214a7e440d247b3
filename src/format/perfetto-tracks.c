/* The run is a process, and so is each lane of kind process; a task is a track of its process, since it is no
 * thread; every other lane is a thread.
 *
 * The cores have tracks of their own and are not told as the kernel's switches between threads: a loop's
 * tasks run on a core too and are no threads, a simulated core is no processor, the kernel's names end after
 * 15 bytes, and a viewer would set a second, coarser account of running and waiting beside ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-tracks.h"

#define RUN_PID 1
#define BY_RANK 3 /* child_ordering */
#define BITS_OF_ROLE 3

uint64_t
gantry_perfetto_track (GantryPerfettoRole role, uint32_t number)
{
  return (uint64_t)number << BITS_OF_ROLE | role;
}

static bool
is_core (const GantryLane *lane)
{
  return gantry_lane_get_kind(lane) == GANTRY_LANE_CORE;
}

uint64_t
gantry_perfetto_track_of (const GantryLane *lane)
{
  return gantry_perfetto_track(is_core(lane) ? GANTRY_PERFETTO_CORE : GANTRY_PERFETTO_LANE,
                               gantry_lane_get_id(lane));
}

static Perfetto__TrackDescriptor
describe (uint64_t track, const char *name, uint64_t parent, int32_t rank)
{
  Perfetto__TrackDescriptor descriptor = PERFETTO__TRACK_DESCRIPTOR__INIT;
  descriptor.has_uuid = true;
  descriptor.uuid = track;
  descriptor.name = (char *)name;
  descriptor.has_parent_uuid = parent != 0;
  descriptor.parent_uuid = parent;
  descriptor.has_sibling_order_rank = true;
  descriptor.sibling_order_rank = rank;
  return descriptor;
}

static Perfetto__GantryTrack
mark (Perfetto__GantryTrackKind kind)
{
  Perfetto__GantryTrack track = PERFETTO__GANTRY_TRACK__INIT;
  track.has_kind = true;
  track.kind = kind;
  return track;
}

/* NULL of NULL. Free. */
static char *
join_lines (const char *const *lines)
{
  return lines != NULL ? g_strjoinv("\n", (char **)lines) : NULL;
}

static void
wait_free (gpointer data)
{
  Perfetto__GantryDeadlockWait *wait = data;
  g_free(wait->held_by);
  g_free(wait);
}

static Perfetto__GantryDeadlockWait *
describe_wait (const GantryTimeline *timeline, const GantryDeadlockWait *told)
{
  Perfetto__GantryDeadlockWait *wait = g_new(Perfetto__GantryDeadlockWait, 1);
  perfetto__gantry_deadlock_wait__init(wait);
  wait->has_lane = wait->has_line = true;
  wait->lane = gantry_perfetto_track(GANTRY_PERFETTO_LANE, told->lane);
  wait->line = told->line;
  wait->has_thing = told->object < gantry_timeline_get_n_things(timeline);
  wait->thing = gantry_perfetto_track(GANTRY_PERFETTO_THING, told->object);
  wait->has_joins = told->joins != GANTRY_NO_LANE;
  wait->joins = gantry_perfetto_track(GANTRY_PERFETTO_LANE, told->joins);
  wait->n_held_by = told->n_holders;
  wait->held_by = g_new(uint64_t, told->n_holders + 1);
  for (uint32_t i = 0; i < told->n_holders; i++)
    wait->held_by[i] = gantry_perfetto_track(GANTRY_PERFETTO_LANE, told->holders[i]);
  return wait;
}

/* Perfetto__GantryDeadlockWait. */
static GPtrArray *
describe_deadlock (const GantryTimeline *timeline)
{
  GPtrArray *waits = g_ptr_array_new_with_free_func(wait_free);
  for (size_t i = 0; i < gantry_timeline_get_n_deadlock_waits(timeline); i++)
    g_ptr_array_add(waits, describe_wait(timeline, gantry_timeline_get_deadlock_wait(timeline, i)));
  return waits;
}

/* Of all tracks together. Without the orderings viewers put processes and threads where they like. */
static void
put_root (GantryPackets *packets, const GantryTimeline *timeline)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  GantryRunResult result;
  Perfetto__TrackDescriptor root = PERFETTO__TRACK_DESCRIPTOR__INIT;
  Perfetto__GantryRun run = PERFETTO__GANTRY_RUN__INIT;
  gantry_timeline_get_result(timeline, &result);
  run.title = (char *)facts->title;
  run.model = (char *)facts->model;
  run.has_seed = run.has_cores = run.has_gil = true;
  run.seed = facts->seed;
  run.cores = facts->cores;
  run.gil = facts->gil;
  run.on_cpu_from = (char *)gantry_on_cpu_from_id(facts->on_cpu_from);
  run.outcome = (char *)gantry_run_outcome_id(result.outcome);
  run.reason = result.reason;
  run.has_peak_rss_bytes = run.has_context_switches = run.has_lost = true;
  run.peak_rss_bytes = result.peak_rss_bytes;
  run.context_switches = result.context_switches;
  run.lost = result.lost;
  run.has_wall_ns = run.has_cpu_ns = run.has_events = true;
  run.wall_ns = result.wall_ns;
  run.cpu_ns = result.cpu_ns;
  run.events = result.events;
  g_autofree char *source = join_lines(facts->source_lines);
  g_autofree char *labels = source != NULL ? join_lines(facts->line_labels) : NULL;
  run.source = source;
  run.labels = labels;
  run.source_name = source != NULL ? (char *)facts->source_name : NULL;
  g_autoptr(GPtrArray) waits = describe_deadlock(timeline);
  run.n_deadlock = waits->len;
  run.deadlock = (Perfetto__GantryDeadlockWait **)waits->pdata;
  root.gantry_run = &run;
  root.has_uuid = true;
  root.has_process_ordering = root.has_thread_ordering = true;
  root.process_ordering = root.thread_ordering = 1;
  gantry_packets_put_track(packets, &root);
}

static void
put_process (GantryPackets *packets, uint32_t pid, const char *name, const char *label, int32_t rank)
{
  Perfetto__ProcessDescriptor process = PERFETTO__PROCESS_DESCRIPTOR__INIT;
  Perfetto__TrackDescriptor track =
      describe(gantry_perfetto_track(GANTRY_PERFETTO_PROCESS, pid), NULL, 0, rank);
  process.has_pid = process.has_legacy_sort_index = true;
  process.pid = (int32_t)pid;
  process.legacy_sort_index = rank;
  process.process_name = (char *)name;
  if (label != NULL) {
    process.n_process_labels = 1;
    process.process_labels = (char **)&label;
  }
  track.process = &process;
  track.has_child_ordering = true;
  track.child_ordering = BY_RANK;
  gantry_packets_put_track(packets, &track);
}

/* Those of the lanes that are processes; a set of pids, the run's own among them. */
static GHashTable *
put_processes (GantryPackets *packets, const GantryTimeline *timeline)
{
  GHashTable *pids = g_hash_table_new(NULL, NULL);
  const GantryRunFacts *facts = gantry_timeline_get_facts(timeline);
  bool has_title = facts->title != NULL && *facts->title != '\0';
  g_hash_table_add(pids, GUINT_TO_POINTER(RUN_PID));
  put_process(packets, RUN_PID, has_title ? facts->title : facts->model, facts->model, 0);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    uint32_t pid = gantry_lane_get_pid(lane);
    if (gantry_lane_get_kind(lane) == GANTRY_LANE_PROCESS && pid != 0 &&
        g_hash_table_add(pids, GUINT_TO_POINTER(pid)))
      put_process(packets, pid, gantry_lane_get_name(lane), NULL, (int32_t)i + 1);
  }
  return pids;
}

static void
put_lane (GantryPackets *packets, const GantryLane *lane, uint32_t pid, int32_t rank)
{
  uint32_t id = gantry_lane_get_id(lane);
  char *name = (char *)gantry_lane_get_name(lane);
  Perfetto__ThreadDescriptor thread = PERFETTO__THREAD_DESCRIPTOR__INIT;
  Perfetto__TrackDescriptor track = describe(gantry_perfetto_track(GANTRY_PERFETTO_LANE, id), NULL,
                                             gantry_perfetto_track(GANTRY_PERFETTO_PROCESS, pid), rank);
  if (gantry_lane_get_kind(lane) == GANTRY_LANE_TASK) {
    track.name = name;
    track.has_sibling_merge_behavior = true;
    track.sibling_merge_behavior = PERFETTO__SIBLING_MERGE_BEHAVIOR__MERGE_NONE;
  } else {
    thread.has_pid = thread.has_tid = thread.has_legacy_sort_index = true;
    thread.pid = (int32_t)pid;
    thread.tid = (int32_t)id + 1;
    thread.legacy_sort_index = rank;
    thread.thread_name = name;
    track.thread = &thread;
  }
  Perfetto__GantryTrack own = mark(PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE);
  own.lane_kind = (char *)gantry_lane_kind_id(gantry_lane_get_kind(lane));
  own.has_uncounted = own.uncounted = !gantry_lane_is_counted(lane);
  own.has_created_ns = own.has_ended_ns = true;
  own.created_ns = gantry_lane_get_created(lane);
  own.ended_ns = MAX(own.created_ns, gantry_lane_get_known_until(lane));
  own.outcome = (char *)gantry_outcome_id(gantry_lane_get_outcome(lane));
  own.has_started_ns = gantry_lane_get_started(lane) != GANTRY_NO_TIME;
  own.started_ns = gantry_lane_get_started(lane);
  own.has_result = gantry_lane_get_ended(lane) != GANTRY_NO_TIME && gantry_lane_get_result(lane) != 0;
  own.result = gantry_lane_get_result(lane);
  own.reason = (char *)gantry_lane_get_reason(lane);
  own.has_pid = gantry_lane_get_pid(lane) != 0;
  own.pid = (int32_t)gantry_lane_get_pid(lane);
  own.has_parent_lane = gantry_lane_get_parent(lane) != GANTRY_NO_LANE;
  own.parent_lane = gantry_perfetto_track(GANTRY_PERFETTO_LANE, gantry_lane_get_parent(lane));
  track.gantry_track = &own;
  gantry_packets_put_track(packets, &track);
}

static void
put_lanes (GantryPackets *packets, const GantryTimeline *timeline)
{
  g_autoptr(GHashTable) pids = put_processes(packets, timeline);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    uint32_t pid = gantry_lane_get_pid(lane);
    bool is_known = g_hash_table_contains(pids, GUINT_TO_POINTER(pid));
    put_lane(packets, lane, is_known ? pid : RUN_PID, (int32_t)i);
  }
}

static void
put_cores (GantryPackets *packets, const GantryTimeline *timeline)
{
  uint32_t n_cores = gantry_timeline_get_n_cores(timeline);
  uint64_t group = gantry_perfetto_track(GANTRY_PERFETTO_CORES, 0);
  Perfetto__TrackDescriptor cores = describe(group, "Cores", 0, 0);
  cores.has_child_ordering = true;
  cores.child_ordering = BY_RANK;
  if (n_cores > 0)
    gantry_packets_put_track(packets, &cores);
  for (uint32_t i = 0; i < n_cores; i++) {
    const GantryLane *core = gantry_timeline_get_core(timeline, i);
    Perfetto__TrackDescriptor track =
        describe(gantry_perfetto_track_of(core), gantry_lane_get_name(core), group, (int32_t)i);
    Perfetto__GantryTrack own = mark(PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_CORE);
    own.has_core = true;
    own.core = (int32_t)gantry_lane_get_id(core);
    track.gantry_track = &own;
    gantry_packets_put_track(packets, &track);
  }
}

static void
put_notes (GantryPackets *packets, const GantryTimeline *timeline)
{
  g_autoptr(GHashTable) lanes = g_hash_table_new(NULL, NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_spans(timeline); i++) {
    uint32_t id = gantry_timeline_get_span(timeline, i)->lane;
    if (gantry_timeline_find_lane(timeline, id) == NULL || !g_hash_table_add(lanes, GUINT_TO_POINTER(id)))
      continue;
    Perfetto__TrackDescriptor notes = describe(gantry_perfetto_track(GANTRY_PERFETTO_NOTES, id), "notes",
                                               gantry_perfetto_track(GANTRY_PERFETTO_LANE, id), 0);
    Perfetto__GantryTrack own = mark(PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_NOTES);
    notes.gantry_track = &own;
    gantry_packets_put_track(packets, &notes);
  }
}

static void
describe_thing (Perfetto__GantryTrack *own, const GantryThing *thing)
{
  GantryThingFigures figures;
  gantry_thing_get_figures(thing, &figures);
  own->thing_kind = (char *)gantry_thing_kind_id(gantry_thing_get_kind(thing));
  own->has_capacity = own->has_acquired = own->has_contended = own->has_wait_ns = own->has_held_ns = true;
  own->capacity = gantry_thing_get_capacity(thing);
  own->acquired = figures.acquired;
  own->contended = figures.contended;
  own->wait_ns = figures.wait_ns;
  own->held_ns = figures.held_ns;
}

/* `thing`: NULL for what follows from the lanes. */
static void
put_counter (GantryPackets *packets, const GantryThing *thing, uint32_t number, const char *name,
             int32_t rank)
{
  GantryPerfettoRole role = thing != NULL ? GANTRY_PERFETTO_THING : GANTRY_PERFETTO_COUNTER;
  Perfetto__CounterDescriptor counter = PERFETTO__COUNTER_DESCRIPTOR__INIT;
  Perfetto__TrackDescriptor track = describe(gantry_perfetto_track(role, number), name,
                                             gantry_perfetto_track(GANTRY_PERFETTO_PROCESS, RUN_PID), rank);
  counter.unit_name = thing != NULL ? NULL : (char *)"tasks";
  track.counter = &counter;
  Perfetto__GantryTrack own = mark(thing != NULL ? PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING
                                                 : PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_FIGURE);
  if (thing != NULL)
    describe_thing(&own, thing);
  track.gantry_track = &own;
  gantry_packets_put_track(packets, &track);
}

static void
put_counters (GantryPackets *packets, const GantryTimeline *timeline)
{
  static const char *const names[] = {"on CPU", "in flight"};
  int32_t rank = (int32_t)gantry_timeline_get_n_lanes(timeline);
  for (uint32_t i = 0; i < GANTRY_N_COUNTERS; i++)
    put_counter(packets, NULL, i, names[i], rank++);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    /* Of one that is held no value comes, and viewers show none. */
    put_counter(packets, thing, i, gantry_thing_get_name(thing), rank++);
  }
}

void
gantry_perfetto_put_tracks (GantryPackets *packets, const GantryTimeline *timeline)
{
  put_root(packets, timeline);
  put_lanes(packets, timeline);
  put_notes(packets, timeline);
  put_cores(packets, timeline);
  put_counters(packets, timeline);
}
