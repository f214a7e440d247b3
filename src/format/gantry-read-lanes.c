/* Lanes: what they are, their intervals, their ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-reader.h"

#include "timeline/columns.h"
#include "timeline/parallel.h"

#include <string.h>

/* Bytes of a chunk, and of each lane's run in it: for fewer a second thread is not worth waking. */
#define LONG_CHUNK ((uint64_t)1 << 20)
#define LONG_RUN ((uint64_t)1 << 14)

static GantryLaneFacts
facts_of (const GantryTraceReader *reader, const GantryLaneRecord *record)
{
  return (GantryLaneFacts){
      .id = record->id,
      .parent = record->parent,
      .kind = (GantryLaneKind)(record->kind & 0xff),
      .daemon = (record->kind & GANTRY_LANE_RECORD_DAEMON) != 0,
      .is_uncounted = (record->kind & GANTRY_LANE_RECORD_UNCOUNTED) != 0,
      .pid = record->pid,
      .line = record->line,
      .created = record->created,
      .started = record->started,
      .ended = record->ended,
      .known = record->known,
      .outcome = (GantryOutcome)record->outcome,
      .result = record->result,
      .name = gantry_reader_text(reader, record->name),
      .reason = record->reason ? gantry_reader_text(reader, record->reason) : NULL,
  };
}

static void
take_lane (GantryTraceReader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryLaneFacts facts = facts_of(reader, record);
  bool core = chunk->type == GANTRY_CHUNK_CORES;
  if (!gantry_reader_find_lane(reader, facts.id, core) &&
      !gantry_timeline_restore_lane(reader->timeline, &facts, core))
    gantry_reader_leave_out(reader);
}

/* Up to where it is known what a lane did of whose intervals some are missing: how long the last one went on
 * is not. */
static int64_t
last_sound_time (const GantryLane *lane)
{
  GantryStoredInterval last = {.start = gantry_lane_get_created(lane)};
  size_t count = gantry_lane_get_n_stored(lane);
  if (count > 0)
    gantry_lane_copy_stored(lane, count - 1, 1, &last);
  return last.start;
}

static void
take_lane_end (GantryTraceReader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryLaneFacts facts = facts_of(reader, record);
  GantryLane *lane = gantry_reader_find_lane(reader, facts.id, chunk->type == GANTRY_CHUNK_CORES);
  if (!lane)
    return;
  bool is_covered = gantry_lane_get_n_stored(lane) > 0 || facts.known <= facts.created;
  if (!is_covered && !gantry_reader_misses(reader, lane))
    gantry_reader_miss(reader, lane, 0);
  if (gantry_reader_misses(reader, lane))
    facts.known = last_sound_time(lane);
  gantry_lane_restore_end(lane, &facts);
}

/* One lane's intervals of a chunk. */
typedef struct {
  GantryLane *lane;
  const GantryChunk *intervals;
  uint64_t from;
  uint32_t count, n_taken;
  bool is_alone; /* may be taken beside the others: none before it in its chunk is of that lane */
} Run;

/* Of any lane, on any thread: it knows of nothing but that lane. */
static void
take_run (Run *run, bool can_borrow)
{
  const GantryChunk *intervals = run->intervals;
  const uint8_t *place = intervals->records + run->from;
  uint64_t length = (uint64_t)run->count * sizeof(GantryStoredInterval);
  size_t n_sound =
      (size_t)(gantry_chunk_count_sound(intervals, run->from, length) / sizeof(GantryStoredInterval));
  bool is_aligned = (uintptr_t)place % _Alignof(GantryStoredInterval) == 0;
  size_t n_taken = 0;
  if (is_aligned)
    n_taken = gantry_lane_restore_intervals(run->lane, (const GantryStoredInterval *)(const void *)place,
                                            n_sound, can_borrow);
  for (; !is_aligned && n_taken < n_sound; n_taken++) {
    GantryStoredInterval interval;
    memcpy(&interval, place + n_taken * sizeof interval, sizeof interval);
    if (gantry_lane_restore_intervals(run->lane, &interval, 1, false) == 0)
      break;
  }
  run->n_taken = (uint32_t)n_taken;
}

/* The runs of a chunk whose lanes there are, and go on. `intervals` is NULL where they are not there. */
static GArray *
find_runs (GantryTraceReader *reader, const GantryChunk *runs, const GantryChunk *intervals)
{
  GArray *found = g_array_new(FALSE, FALSE, sizeof(Run));
  bool core = runs->type == GANTRY_CHUNK_CORE_RUNS;
  uint64_t from = 0;
  for (uint64_t i = 0; i < gantry_reader_count_records(runs); i++) {
    GantryRunRecord record;
    if (!gantry_reader_get_record(runs, i, &record, sizeof record)) {
      gantry_reader_leave_out(reader); /* nobody knows whose the rest is */
      break;
    }
    Run run = {gantry_reader_find_lane(reader, record.lane, core), intervals, from, record.count, 0, false};
    bool is_there = intervals && from < intervals->length;
    if (run.lane && (!is_there || gantry_reader_misses(reader, run.lane)))
      gantry_reader_miss(reader, run.lane, run.count);
    else if (run.lane)
      g_array_append_val(found, run);
    from += (uint64_t)record.count * sizeof(GantryStoredInterval);
  }
  return found;
}

/* Of several runs of a lane the first one counts as alone: the others are taken after it. */
static void
find_alone (GArray *runs)
{
  g_autoptr(GHashTable) lanes = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < runs->len; i++) {
    Run *run = &g_array_index(runs, Run, i);
    run->is_alone = g_hash_table_add(lanes, run->lane);
  }
}

/* What the threads that take runs share. */
typedef struct {
  GArray *runs;
  bool can_borrow;
} Runs;

static void
take_one (guint index, gpointer data)
{
  const Runs *runs = data;
  Run *run = &g_array_index(runs->runs, Run, index);
  if (run->is_alone)
    take_run(run, runs->can_borrow);
}

static void
take_runs (GantryTraceReader *reader, const GantryChunk *chunk, const GantryChunk *intervals)
{
  g_autoptr(GArray) found = find_runs(reader, chunk, intervals);
  if (!intervals)
    return;
  Runs runs = {found, reader->can_borrow};
  bool are_long = intervals->length >= LONG_CHUNK && intervals->length / LONG_RUN >= found->len;
  if (are_long) {
    find_alone(found);
    gantry_parallel_end(gantry_parallel_begin(found->len, true, take_one, &runs));
  }
  for (guint i = 0; i < found->len; i++) {
    Run *run = &g_array_index(found, Run, i);
    if (!run->is_alone)
      take_run(run, reader->can_borrow);
    if (run->n_taken < run->count)
      gantry_reader_miss(reader, run->lane, run->count - run->n_taken);
  }
}

static bool
are_lanes (const GantryChunk *chunk)
{
  return chunk->type == GANTRY_CHUNK_LANES || chunk->type == GANTRY_CHUNK_CORES;
}

static bool
are_runs (const GantryChunk *chunk)
{
  return chunk->type == GANTRY_CHUNK_RUNS || chunk->type == GANTRY_CHUNK_CORE_RUNS;
}

/* The chunk behind these runs, if it has their intervals. */
static const GantryChunk *
find_intervals (const GantryTraceReader *reader, guint runs)
{
  const GantryChunk *next =
      gantry_reader_is_followed(reader, runs) ? gantry_reader_chunk(reader, runs + 1) : NULL;
  bool are_there =
      next && next->type == GANTRY_CHUNK_INTERVALS && next->record_size == sizeof(GantryStoredInterval);
  return are_there ? next : NULL;
}

/* Of lanes that were told of, and nobody knows whether more intervals of theirs followed. */
static void
miss_lane (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryLaneRecord *record = data;
  GantryLane *lane = gantry_reader_find_lane(reader, record->id, chunk->type == GANTRY_CHUNK_CORES);
  if (lane)
    gantry_reader_miss(reader, lane, 0);
}

static bool
take_intervals (GantryTraceReader *reader, GError **error)
{
  GantryLaneRecord record;
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
    if (are_lanes(chunk) && !gantry_reader_is_followed(reader, i))
      gantry_reader_take_chunk(reader, chunk, &record, sizeof record, miss_lane);
    if (!are_runs(chunk))
      continue;
    const GantryChunk *intervals = find_intervals(reader, i);
    take_runs(reader, chunk, intervals);
    int64_t reached = (int64_t)(intervals ? intervals->end : chunk->end);
    if (!gantry_reading_go_on(reader->reading, reached, error))
      return false;
  }
  return true;
}

static void
take_loss (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryLossRecord *record = data;
  GantryLane *lane = gantry_reader_find_lane(reader, record->lane, chunk->type == GANTRY_CHUNK_CORE_LOSSES);
  if (!lane || !gantry_lane_restore_loss(lane, &(GantryLoss){record->from, record->to, record->count}))
    gantry_reader_leave_out(reader);
}

bool
gantry_reader_take_lanes (GantryTraceReader *reader, GError **error)
{
  GantryLaneRecord lane;
  GantryLossRecord loss;
  gantry_reader_for_each(reader, GANTRY_CHUNK_LANES, &lane, sizeof lane, take_lane);
  gantry_reader_for_each(reader, GANTRY_CHUNK_CORES, &lane, sizeof lane, take_lane);
  if (!take_intervals(reader, error))
    return false;
  gantry_reader_for_each(reader, GANTRY_CHUNK_LANES, &lane, sizeof lane, take_lane_end);
  gantry_reader_for_each(reader, GANTRY_CHUNK_CORES, &lane, sizeof lane, take_lane_end);
  gantry_reader_for_each(reader, GANTRY_CHUNK_LOSSES, &loss, sizeof loss, take_loss);
  gantry_reader_for_each(reader, GANTRY_CHUNK_CORE_LOSSES, &loss, sizeof loss, take_loss);
  return true;
}
