/* From the log into the import, now that all clocks, tracks and threads are known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-reader.h"
#include "format/perfetto-tracks.h"
#include "timeline/secret-hash.h"

#include <string.h>

static int64_t
time_of (GantryPerfettoReader *reader, const GantryPerfettoRecord *record)
{
  return gantry_perfetto_clocks_convert(&reader->clocks, record->clock, record->time);
}

static void
replay_loss (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, int64_t time)
{
  GantryTrack track =
      record->track != UINT32_MAX ? gantry_perfetto_resolve(reader, record->track) : GANTRY_NO_TRACK;
  int64_t until = gantry_perfetto_clocks_convert(&reader->clocks, record->clock, (int64_t)record->value);
  gantry_import_lost(reader->import, track, time, MAX(until, time), record->name);
}

/* A lane or a thing of ours, by the number that it was written with. */
static GantryTrack
find_own (GantryPerfettoReader *reader, Perfetto__GantryTrackKind kind, uint64_t uuid)
{
  uint32_t number = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, uuid);
  return gantry_perfetto_track_at(reader, number)->own == kind ? gantry_perfetto_resolve(reader, number)
                                                               : GANTRY_NO_TRACK;
}

static void
replay_why (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, GantryTrack track)
{
  uint32_t object = (uint32_t)record->value;
  GantryTrack waits_for = GANTRY_NO_TRACK;
  if (!reader->has_source)
    return;
  if (object > 0 && record->detail == GANTRY_STATE_WAIT_JOIN)
    waits_for = find_own(reader, PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE,
                         gantry_perfetto_track(GANTRY_PERFETTO_LANE, object - 1));
  else if (object > 0 && record->detail != GANTRY_STATE_RUNNING)
    waits_for = find_own(reader, PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING,
                         gantry_perfetto_track(GANTRY_PERFETTO_THING, object - 1));
  gantry_import_why(reader->import, track, (uint32_t)(record->value >> 32), waits_for);
}

/* The label of an interval is a slice of its length; most have none. */
static void
replay_state (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, GantryTrack track,
              int64_t time)
{
  GantryPerfettoTrack *lane = gantry_perfetto_track_at(reader, record->track);
  GantryState state = (GantryState)record->detail;
  if (lane->has_label)
    gantry_import_end(reader->import, track, time);
  lane->has_label = !reader->has_source && state == GANTRY_STATE_RUNNING && record->name != 0 &&
                    record->name != gantry_perfetto_name(reader, gantry_state_id(state));
  if (lane->has_label)
    gantry_import_begin(reader->import, track, time, record->name);
  gantry_import_state(reader->import, track, time, state, (int)(uint32_t)record->value - 1);
  replay_why(reader, record, track);
}

static void
replay_state_end (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, GantryTrack track,
                  int64_t time)
{
  GantryPerfettoTrack *lane = gantry_perfetto_track_at(reader, record->track);
  if (lane->has_label)
    gantry_import_end(reader->import, track, time);
  lane->has_label = false;
  gantry_import_live(reader->import, track, time, time);
}

static void
replay_note (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, int64_t time)
{
  GantryPerfettoTrack *notes = gantry_perfetto_track_at(reader, record->track);
  if (record->kind == GANTRY_RECORD_NOTE_BEGIN) {
    GantryPerfettoRecord begun = *record;
    begun.time = time;
    if (notes->notes == NULL)
      notes->notes = g_array_new(FALSE, FALSE, sizeof begun);
    g_array_append_val(notes->notes, begun);
  } else if (notes->notes != NULL && notes->notes->len > 0) {
    GantryPerfettoRecord begun = g_array_index(notes->notes, GantryPerfettoRecord, notes->notes->len - 1);
    g_array_set_size(notes->notes, notes->notes->len - 1);
    uint32_t lane = gantry_perfetto_find_track(reader, GANTRY_PERFETTO_BY_UUID, notes->parent);
    gantry_import_span(reader->import, gantry_perfetto_resolve(reader, lane), begun.time,
                       MAX(time, begun.time), begun.name);
    if (reader->has_source)
      gantry_import_span_line(reader->import, (uint32_t)begun.value);
  }
}

/* What happens on the track of the record itself. */
static void
replay_on_track (GantryPerfettoReader *reader, const GantryPerfettoRecord *record, GantryTrack track,
                 int64_t time)
{
  GantryImport *import = reader->import;
  double value;
  switch ((GantryPerfettoRecordKind)record->kind) {
  case GANTRY_RECORD_BEGIN:
    gantry_import_begin(import, track, time, record->name);
    break;
  case GANTRY_RECORD_END:
    gantry_import_end_named(import, track, time, record->name);
    break;
  case GANTRY_RECORD_SLICE:
    gantry_import_slice(import, track, time, (int64_t)record->value, record->name);
    break;
  case GANTRY_RECORD_INSTANT:
    gantry_import_instant(import, track, time, record->name);
    break;
  case GANTRY_RECORD_VALUE:
    memcpy(&value, &record->value, sizeof value);
    gantry_import_value(import, track, time, value);
    break;
  case GANTRY_RECORD_WHOLE_VALUE:
    gantry_import_whole_value(import, track, time, (int64_t)record->value);
    break;
  case GANTRY_RECORD_USES:
    gantry_import_use(import, track, time, (uint32_t)record->value);
    break;
  case GANTRY_RECORD_STATE:
    replay_state(reader, record, track, time);
    break;
  case GANTRY_RECORD_STATE_END:
    replay_state_end(reader, record, track, time);
    break;
  case GANTRY_RECORD_MARK:
    gantry_import_mark(import, track, time, (GantryMarkKind)record->detail, record->name);
    if (reader->has_source)
      gantry_import_mark_line(import, (uint32_t)record->value);
    break;
  default:
    g_assert_not_reached();
  }
}

static void
replay_record (GantryPerfettoReader *reader, const GantryPerfettoRecord *record)
{
  int64_t time = time_of(reader, record);
  if (record->kind == GANTRY_RECORD_LOSS) {
    replay_loss(reader, record, time);
  } else if (record->kind == GANTRY_RECORD_NOTE_BEGIN || record->kind == GANTRY_RECORD_NOTE_END) {
    replay_note(reader, record, time);
  } else {
    GantryTrack track = gantry_perfetto_resolve(reader, record->track);
    bool is_counter = gantry_perfetto_track_at(reader, record->track)->kind == GANTRY_PERFETTO_IS_COUNTER;
    bool is_value = record->kind == GANTRY_RECORD_VALUE || record->kind == GANTRY_RECORD_WHOLE_VALUE ||
                    record->kind == GANTRY_RECORD_USES;
    if (track == GANTRY_NO_TRACK || is_counter != is_value)
      reader->report->skipped++;
    else
      replay_on_track(reader, record, track, time);
  }
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const GantryPerfettoRecord *left = a, *right = b;
  return (left->time > right->time) - (left->time < right->time);
}

static void
sort_by_time (GantryPerfettoReader *reader, GArray *records)
{
  for (guint i = 0; i < records->len; i++) {
    GantryPerfettoRecord *record = &g_array_index(records, GantryPerfettoRecord, i);
    record->time = time_of(reader, record);
  }
  g_array_sort(records, compare_times);
}

/* A track that is told to be in something is in it until it is told otherwise: a slice each. What it is in
 * already is often told again. Who is visible or of a low priority does nothing by that, and is not counted.
 */
static void
replay_changes (GantryPerfettoReader *reader)
{
  sort_by_time(reader, reader->changes);
  for (guint i = 0; i < reader->changes->len; i++) {
    const GantryPerfettoRecord *change = &g_array_index(reader->changes, GantryPerfettoRecord, i);
    GantryTrack track = gantry_perfetto_resolve(reader, change->track);
    GantryPerfettoTrack *changed = gantry_perfetto_track_at(reader, change->track);
    if (track == GANTRY_NO_TRACK || changed->kind == GANTRY_PERFETTO_IS_COUNTER) {
      reader->report->skipped++;
      continue;
    }
    if (changed->kind == GANTRY_PERFETTO_IS_OTHER)
      gantry_import_set_uncounted(reader->import, track);
    if (changed->is_in == change->name)
      continue;
    if (changed->is_in != 0)
      gantry_import_end(reader->import, track, change->time);
    if (change->name != 0)
      gantry_import_begin(reader->import, track, change->time, change->name);
    changed->is_in = change->name;
  }
  g_array_set_size(reader->changes, 0);
}

/* The earliest event with an id begins its flow, whatever sequence it is in; one that ends may begin anew. */
static void
replay_flows (GantryPerfettoReader *reader)
{
  g_autoptr(GHashTable) active = g_hash_table_new(gantry_hash_number, NULL);
  sort_by_time(reader, reader->flows);
  for (guint i = 0; i < reader->flows->len; i++) {
    const GantryPerfettoRecord *flow = &g_array_index(reader->flows, GantryPerfettoRecord, i);
    gpointer id = GSIZE_TO_POINTER(flow->value);
    GantryFlowPhase phase = GANTRY_FLOW_STEP;
    if (flow->detail == GANTRY_PERFETTO_FLOW_END)
      phase = GANTRY_FLOW_END;
    else if (flow->detail == GANTRY_PERFETTO_FLOW_BRANCH)
      phase = GANTRY_FLOW_BRANCH;
    else if (flow->detail == GANTRY_PERFETTO_FLOW_NEXT)
      phase = GANTRY_FLOW_NEXT;
    else if (flow->detail == GANTRY_PERFETTO_FLOW_BEGIN || !g_hash_table_contains(active, id))
      phase = GANTRY_FLOW_BEGIN;
    if (phase == GANTRY_FLOW_BEGIN)
      g_hash_table_add(active, id);
    else if (phase == GANTRY_FLOW_END)
      g_hash_table_remove(active, id);
    GantryTrack track = gantry_perfetto_resolve(reader, flow->track);
    if (track != GANTRY_NO_TRACK)
      gantry_import_flow(reader->import, flow->value, phase, (GantryArrowKind)flow->name, track, flow->time);
  }
}

/* Our own lanes and things first, in their order, so that those that nothing happened to have their places,
 * too. */
static void
resolve_own (GantryPerfettoReader *reader)
{
  for (guint i = 0; i < reader->tracks->len; i++) {
    uint8_t own = gantry_perfetto_track_at(reader, i)->own;
    if (own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE ||
        own == PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING)
      gantry_perfetto_resolve(reader, i);
  }
}

static GantryTrack
resolve_own_at (GantryPerfettoReader *reader, uint32_t number, Perfetto__GantryTrackKind kind)
{
  bool is_own = number != UINT32_MAX && gantry_perfetto_track_at(reader, number)->own == kind;
  return is_own ? gantry_perfetto_resolve(reader, number) : GANTRY_NO_TRACK;
}

static void
replay_deadlock (GantryPerfettoReader *reader)
{
  const Perfetto__GantryTrackKind lane = PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_LANE;
  for (guint i = 0; reader->deadlock != NULL && i < reader->deadlock->len; i++) {
    GantryDeadlockWait wait = g_array_index(reader->deadlock, GantryDeadlockWait, i);
    wait.lane = resolve_own_at(reader, wait.lane, lane);
    wait.joins = resolve_own_at(reader, wait.joins, lane);
    wait.object = resolve_own_at(reader, wait.object, PERFETTO__GANTRY_TRACK_KIND__GANTRY_TRACK_THING);
    for (uint32_t k = 0; k < wait.n_holders; k++)
      wait.holders[k] = resolve_own_at(reader, wait.holders[k], lane);
    gantry_import_deadlock_wait(reader->import, &wait);
  }
}

void
gantry_perfetto_replay (GantryPerfettoReader *reader)
{
  resolve_own(reader);
  for (guint i = 0; i < reader->log->len; i++) {
    const GArray *chunk = reader->log->pdata[i];
    for (guint k = 0; k < chunk->len; k++)
      replay_record(reader, &g_array_index(chunk, GantryPerfettoRecord, k));
    g_array_unref(g_steal_pointer(&reader->log->pdata[i]));
  }
  g_ptr_array_set_size(reader->log, 0);
  replay_deadlock(reader);
  replay_changes(reader);
  replay_flows(reader);
  g_array_set_size(reader->flows, 0);
  gantry_perfetto_replay_switches(reader);
}
