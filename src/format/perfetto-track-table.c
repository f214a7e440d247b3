/* Tracks by their many names, and what their descriptors say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"

#include <inttypes.h>
#include <string.h>

#define MOST_PARENTS 64 /* one above the other */

static GantryPerfettoTrack
track_new (const GantryPerfettoKey *key)
{
  return (GantryPerfettoTrack){.key = *key, .multiplier = 1, .lane_kind = GANTRY_LANE_TASK};
}

/* Its number + 1; 0: there is none. */
static guint
look_up (GantryPerfettoReader *reader, const GantryPerfettoKey *key)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(reader->by_key, key));
}

uint32_t
gantry_perfetto_find_track (GantryPerfettoReader *reader, GantryPerfettoKeyKind kind, uint64_t number)
{
  const GantryPerfettoKey key = {number, kind};
  guint found = look_up(reader, &key);
  if (found > 0)
    return found - 1;
  GantryPerfettoTrack track = track_new(&key);
  g_array_append_val(reader->tracks, track);
  g_hash_table_insert(reader->by_key, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(reader->tracks->len));
  return reader->tracks->len - 1;
}

GantryPerfettoTrack *
gantry_perfetto_track_at (GantryPerfettoReader *reader, uint32_t number)
{
  return &g_array_index(reader->tracks, GantryPerfettoTrack, number);
}

uint32_t
gantry_perfetto_find_thread_track (GantryPerfettoReader *reader, int32_t pid, int32_t tid)
{
  uint32_t number = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_THREAD,
                                               (uint64_t)(uint32_t)pid << 32 | (uint32_t)tid);
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, number);
  track->kind = GANTRY_PERFETTO_IS_THREAD;
  track->pid = pid;
  track->tid = tid;
  return number;
}

uint32_t
gantry_perfetto_name (GantryPerfettoReader *reader, const char *text)
{
  return text != NULL && *text != '\0' ? gantry_import_name(reader->import, text, strlen(text)) : 0;
}

GantryPerfettoThread *
gantry_perfetto_thread (GantryPerfettoReader *reader, int32_t tid)
{
  GantryPerfettoThread *thread = g_hash_table_lookup(reader->threads, GINT_TO_POINTER(tid));
  if (thread == NULL) {
    thread = g_new0(GantryPerfettoThread, 1);
    thread->track = GANTRY_NO_TRACK;
    g_hash_table_insert(reader->threads, GINT_TO_POINTER(tid), thread);
  }
  return thread;
}

/* By a name of its own, or else by the command that started it, whichever of the two is told later.
 * Chromium's renderers have the command for a name until they know what they are, and again where their
 * tracks are described anew. */
static void
name_process (GantryPerfettoReader *reader, int32_t pid, const char *own_name, const char *command)
{
  uint32_t name = gantry_perfetto_name(reader, own_name);
  if (name != 0)
    g_hash_table_add(reader->named, GINT_TO_POINTER(pid));
  else if (!g_hash_table_contains(reader->named, GINT_TO_POINTER(pid)))
    name = gantry_perfetto_name(reader, command);
  if (name != 0)
    gantry_import_set_name(reader->import, gantry_import_process(reader->import, pid), name);
}

void
gantry_perfetto_take_process (GantryPerfettoReader *reader, const Perfetto__ProcessDescriptor *process)
{
  const char *command = process->n_cmdline > 0 ? process->cmdline[0] : NULL;
  const char *name = g_strcmp0(process->process_name, command) != 0 ? process->process_name : NULL;
  name_process(reader, process->pid, name, command);
  if (process->has_legacy_sort_index)
    gantry_import_set_order(reader->import, gantry_import_process(reader->import, process->pid),
                            process->legacy_sort_index);
}

static void
place_thread (GantryPerfettoReader *reader, int32_t pid, int32_t tid, const char *name)
{
  GantryPerfettoThread *thread = gantry_perfetto_thread(reader, tid);
  uint32_t number = gantry_perfetto_name(reader, name);
  if (pid != 0)
    thread->pid = pid;
  if (number != 0)
    thread->name = number;
}

void
gantry_perfetto_take_thread (GantryPerfettoReader *reader, const Perfetto__ThreadDescriptor *thread)
{
  place_thread(reader, thread->pid, thread->tid, thread->thread_name);
  if (thread->pid == 0 && thread->tid == 0)
    return;
  GantryTrack track = gantry_import_thread(reader->import, thread->pid, thread->tid);
  uint32_t name = gantry_perfetto_name(reader, thread->thread_name);
  if (name != 0)
    gantry_import_set_name(reader->import, track, name);
  if (thread->has_legacy_sort_index)
    gantry_import_set_order(reader->import, track, thread->legacy_sort_index);
}

void
gantry_perfetto_take_tree (GantryPerfettoReader *reader, const Perfetto__ProcessTree *tree)
{
  for (size_t i = 0; i < tree->n_processes; i++) {
    const Perfetto__ProcessTreeProcess *process = tree->processes[i];
    name_process(reader, process->pid, NULL, process->n_cmdline > 0 ? process->cmdline[0] : NULL);
    place_thread(reader, process->pid, process->pid, NULL);
  }
  for (size_t i = 0; i < tree->n_threads; i++)
    place_thread(reader, tree->threads[i]->tgid, tree->threads[i]->tid, tree->threads[i]->name);
}

static const char *
name_of (const Perfetto__TrackDescriptor *descriptor)
{
  static const char *const builtin[] = {NULL, "thread time", "thread instructions"};
  if (descriptor->name != NULL)
    return descriptor->name;
  if (descriptor->static_name != NULL)
    return descriptor->static_name;
  if (descriptor->atrace_name != NULL)
    return descriptor->atrace_name;
  uint32_t type = descriptor->counter != NULL ? descriptor->counter->type : 0;
  return type < G_N_ELEMENTS(builtin) ? builtin[type] : NULL;
}

static void
take_thing (GantryPerfettoTrack *track, const Perfetto__GantryTrack *own)
{
  track->parent = 0;
  track->thing_kind = GANTRY_THING_VARIABLE;
  for (int kind = 0; own->thing_kind != NULL && kind < GANTRY_N_THING_KINDS; kind++)
    if (strcmp(own->thing_kind, gantry_thing_kind_id((GantryThingKind)kind)) == 0)
      track->thing_kind = (uint8_t)kind;
  track->capacity = MAX(own->capacity, 0);
  track->figures = (GantryThingFigures){own->acquired, own->contended, own->wait_ns, own->held_ns};
}

static void
take_own (GantryPerfettoReader *reader, GantryPerfettoTrack *track, const Perfetto__GantryTrack *own)
{
  track->own = (uint8_t)CLAMP(own->kind, 0, PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING);
  if (track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING)
    take_thing(track, own);
  if (track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_CORE && own->has_core)
    gantry_import_expect_core(reader->import, own->core);
  if (track->own != PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE)
    return;
  track->kind = GANTRY_PERFETTO_IS_OTHER;
  track->parent = own->has_parent_lane ? own->parent_lane : 0;
  track->is_uncounted = own->uncounted;
  track->created = own->created_ns;
  track->ended = MAX(own->ended_ns, own->created_ns);
  track->started = own->has_started_ns ? own->started_ns : GANTRY_NO_TIME;
  track->result = own->result;
  track->reason = gantry_perfetto_name(reader, own->reason);
  track->own_pid = own->pid;
  for (int kind = 0; own->lane_kind != NULL && kind < GANTRY_N_LANE_KINDS; kind++)
    if (kind != GANTRY_LANE_CORE && strcmp(own->lane_kind, gantry_lane_kind_id((GantryLaneKind)kind)) == 0)
      track->lane_kind = (uint8_t)kind;
  track->outcome = GANTRY_OUTCOME_NONE;
  for (int outcome = 0; own->outcome != NULL && outcome < GANTRY_N_OUTCOMES; outcome++)
    if (g_strcmp0(own->outcome, gantry_outcome_id((GantryOutcome)outcome)) == 0)
      track->outcome = (uint8_t)outcome;
}

static void
take_counter (GantryPerfettoTrack *track, const Perfetto__CounterDescriptor *counter)
{
  track->kind = GANTRY_PERFETTO_IS_COUNTER;
  track->is_incremental = counter->is_incremental;
  if (counter->unit_multiplier != 0)
    track->multiplier = counter->unit_multiplier;
}

static void
take_deadlock (GantryPerfettoReader *reader, const Perfetto__GantryRun *run)
{
  g_clear_pointer(&reader->deadlock, g_array_unref);
  for (size_t i = 0; i < run->n_deadlock; i++) {
    const Perfetto__GantryDeadlockWait *told = run->deadlock[i];
    GantryDeadlockWait wait = {.joins = UINT32_MAX, .object = UINT32_MAX, .line = told->line};
    wait.lane = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, told->lane);
    if (told->has_joins)
      wait.joins = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, told->joins);
    if (told->has_thing)
      wait.object = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, told->thing);
    for (; wait.n_holders < MIN(told->n_held_by, GANTRY_MOST_DEADLOCK_HOLDERS); wait.n_holders++)
      wait.holders[wait.n_holders] =
          gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, told->held_by[wait.n_holders]);
    if (reader->deadlock == NULL)
      reader->deadlock = g_array_new(FALSE, FALSE, sizeof wait);
    g_array_append_val(reader->deadlock, wait);
  }
}

/* What the whole run was, of a trace of ours. */
static void
take_run (GantryPerfettoReader *reader, const Perfetto__GantryRun *run)
{
  GantryRunResult result = {
      .reason = run->reason,
      .peak_rss_bytes = MAX(run->peak_rss_bytes, 0),
      .context_switches = MAX(run->context_switches, 0),
      .wall_ns = MAX(run->wall_ns, 0),
      .cpu_ns = MAX(run->cpu_ns, 0),
      .events = run->events,
      .lost = run->lost,
  };
  GantryRunFacts facts = {
      .title = run->title,
      .model = run->model,
      .seed = run->seed,
      .cores = CLAMP(run->cores, 0, GANTRY_MAX_CPUS),
      .gil = run->gil,
      .on_cpu_from = GANTRY_ON_CPU_FROM_AUTO,
  };
  /* one word may stand for two: the first is what it means in files */
  for (int i = GANTRY_N_RUN_OUTCOMES - 1; run->outcome != NULL && i >= 0; i--)
    if (g_strcmp0(run->outcome, gantry_run_outcome_id((GantryRunOutcome)i)) == 0)
      result.outcome = (GantryRunOutcome)i;
  for (int i = 0; run->on_cpu_from != NULL && i <= GANTRY_ON_CPU_FROM_VIRTUAL; i++)
    if (g_strcmp0(run->on_cpu_from, gantry_on_cpu_from_id((GantryOnCpuFrom)i)) == 0)
      facts.on_cpu_from = (GantryOnCpuFrom)i;
  g_auto(GStrv) lines = run->source != NULL ? g_strsplit(run->source, "\n", -1) : NULL;
  g_auto(GStrv) labels = run->labels != NULL ? g_strsplit(run->labels, "\n", -1) : NULL;
  facts.source_lines = (const char *const *)lines;
  facts.line_labels = (const char *const *)labels;
  facts.source_name = lines != NULL ? run->source_name : NULL;
  reader->has_source = lines != NULL;
  gantry_import_tell(reader->import, &facts, &result);
  take_deadlock(reader, run);
}

/* A thread's own track names the thread, unless it is one of our lanes, which have names of their own. */
static void
take_place (GantryPerfettoReader *reader, GantryPerfettoTrack *track,
            const Perfetto__TrackDescriptor *descriptor)
{
  if (descriptor->process != NULL) {
    track->kind = GANTRY_PERFETTO_IS_PROCESS;
    track->pid = descriptor->process->pid;
    gantry_perfetto_take_process(reader, descriptor->process);
  } else if (descriptor->thread != NULL) {
    track->kind = GANTRY_PERFETTO_IS_THREAD;
    track->pid = descriptor->thread->pid;
    track->tid = descriptor->thread->tid;
    gantry_perfetto_take_thread(reader, descriptor->thread);
  }
}

/* Whether, and by what, it is one with others of its parent. */
static void
take_merging (GantryPerfettoReader *reader, GantryPerfettoTrack *track,
              const Perfetto__TrackDescriptor *descriptor)
{
  g_autofree char *key = NULL;
  if (descriptor->has_sibling_merge_behavior)
    track->stays_apart = descriptor->sibling_merge_behavior == PERFETTO__SIBLING_MERGE_BEHAVIOR__MERGE_NONE;
  if (descriptor->sibling_merge_behavior != PERFETTO__SIBLING_MERGE_BEHAVIOR__MERGE_BY_KEY)
    return;
  key = descriptor->sibling_merge_key != NULL
            ? g_strdup(descriptor->sibling_merge_key)
            : g_strdup_printf("%" PRIu64, descriptor->sibling_merge_key_int);
  track->group = gantry_perfetto_name(reader, key);
}

void
gantry_perfetto_take_track (GantryPerfettoReader *reader, const Perfetto__TrackDescriptor *descriptor)
{
  uint32_t number = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, descriptor->uuid);
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, number);
  bool is_lane = descriptor->gantry_track != NULL &&
                 descriptor->gantry_track->kind == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE;
  const char *name = name_of(descriptor);
  if (descriptor->has_parent_uuid)
    track->parent = descriptor->parent_uuid;
  take_merging(reader, track, descriptor);
  if (descriptor->has_sibling_order_rank) {
    track->has_order = true;
    track->order = descriptor->sibling_order_rank;
  }
  if (is_lane && descriptor->thread != NULL)
    name = descriptor->thread->thread_name;
  else
    take_place(reader, track, descriptor);
  bool is_named_elsewhere =
      track->kind == GANTRY_PERFETTO_IS_PROCESS || track->kind == GANTRY_PERFETTO_IS_THREAD;
  if (name != NULL || is_named_elsewhere)
    track->name = gantry_perfetto_name(reader, name); /* not what happened on it first */
  if (descriptor->counter != NULL)
    take_counter(track, descriptor->counter);
  if (descriptor->gantry_track != NULL)
    take_own(reader, track, descriptor->gantry_track);
  if (descriptor->gantry_run != NULL && descriptor->uuid == 0)
    take_run(reader, descriptor->gantry_run);
}

static GantryTrack
make_counter (GantryImport *import, const GantryPerfettoTrack *track, GantryTrack parent)
{
  GantryTrack counter = gantry_import_counter(import, parent, track->name);
  if (track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING)
    gantry_import_set_thing(import, counter, (GantryThingKind)track->thing_kind, track->capacity,
                            &track->figures);
  return counter;
}

static GantryTrack
make_track (GantryPerfettoReader *reader, const GantryPerfettoTrack *track, GantryTrack parent)
{
  GantryImport *import = reader->import;
  switch ((GantryPerfettoTrackKind)track->kind) {
  case GANTRY_PERFETTO_IS_PROCESS:
    return gantry_import_process(import, track->pid);
  case GANTRY_PERFETTO_IS_THREAD:
    return gantry_import_thread(import, track->pid, track->tid);
  case GANTRY_PERFETTO_IS_COUNTER:
    return make_counter(import, track, parent);
  default:
    break;
  }
  /* The kinds of keys are kept apart by one bit, so that an id may clash with a uuid once in a blue moon. */
  GantryTrack made = gantry_import_track(import, track->key.number ^ (uint64_t)track->key.kind << 62, parent);
  if (track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE) {
    gantry_import_set_kind(import, made, (GantryLaneKind)track->lane_kind);
    if (track->is_uncounted)
      gantry_import_set_uncounted(import, made);
    gantry_import_set_outcome(import, made, (GantryOutcome)track->outcome);
    gantry_import_set_result(import, made, track->result, track->reason);
    gantry_import_set_pid(import, made, (uint32_t)track->own_pid);
    gantry_import_live(import, made, track->created, track->ended);
    if (track->started != GANTRY_NO_TIME)
      gantry_import_set_started(import, made, track->started);
  }
  return made;
}

/* As Perfetto shows them: tracks of one name under one parent share rows, unless their descriptor tells
 * something else. */
static uint32_t
group_of (const GantryPerfettoTrack *track)
{
  bool is_plain = track->kind == GANTRY_PERFETTO_IS_OTHER &&
                  track->own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_OTHER;
  if (!is_plain || track->stays_apart)
    return 0;
  return track->group != 0 ? track->group : track->name;
}

static GantryTrack resolve (GantryPerfettoReader *reader, uint32_t number, unsigned depth);

static GantryTrack
resolve_parent (GantryPerfettoReader *reader, const GantryPerfettoTrack *track, unsigned depth)
{
  if (track->kind == GANTRY_PERFETTO_IS_PROCESS || track->kind == GANTRY_PERFETTO_IS_THREAD)
    return GANTRY_NO_TRACK;
  if (track->key.kind == GANTRY_PERFETTO_BY_ID)
    return track->pid != 0 ? gantry_import_process(reader->import, track->pid) : GANTRY_NO_TRACK;
  const GantryPerfettoKey key = {track->parent, GANTRY_PERFETTO_BY_UUID};
  guint parent = track->parent != 0 && depth < MOST_PARENTS ? look_up(reader, &key) : 0;
  return parent > 0 ? resolve(reader, parent - 1, depth + 1) : GANTRY_NO_TRACK;
}

static GantryTrack
resolve (GantryPerfettoReader *reader, uint32_t number, unsigned depth)
{
  GantryPerfettoTrack *track = gantry_perfetto_track_at(reader, number);
  if (track->is_resolved)
    return track->track;
  /* One that is its own ancestor finds itself resolved, to nothing. */
  track->is_resolved = true;
  track->track = GANTRY_NO_TRACK;
  GantryTrack made = make_track(reader, track, resolve_parent(reader, track, depth));
  if (track->name != 0 && track->kind != GANTRY_PERFETTO_IS_COUNTER)
    gantry_import_set_name(reader->import, made, track->name);
  if (track->has_order)
    gantry_import_set_order(reader->import, made, track->order);
  gantry_import_set_group(reader->import, made, group_of(track));
  track->track = made;
  return made;
}

GantryTrack
gantry_perfetto_resolve (GantryPerfettoReader *reader, uint32_t number)
{
  return resolve(reader, number, 0);
}
