/* From chunks to a timeline.
 *
 * Nothing in the file is believed: texts are checked to be texts, times to lie in order, lanes and things to
 * be there (columns.h does so for what the timeline itself needs).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-read.h"

#include "format/chunk-reader.h"
#include "format/gantry-variants.h"
#include "timeline/columns.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  GBytes *bytes;
  const GantryReading *reading;
  GantryChunks chunks;
  GantryTimeline *timeline;
  GBytes *strings;
  bool left_out; /* something that was sound by its hash, but made no sense */
} Reader;

static const GantryChunk *
chunk_at (const Reader *reader, guint index)
{
  return &g_array_index(reader->chunks.chunks, GantryChunk, index);
}

static guint
count_chunks (const Reader *reader)
{
  return reader->chunks.chunks->len;
}

/* The record at `place`, of which this version knows `size` bytes; FALSE behind the last, or where it is
 * damaged. */
static bool
get_record (const GantryChunk *chunk, uint64_t place, void *record, size_t size)
{
  uint64_t offset = place * chunk->record_size;
  if (chunk->record_size < size || offset >= chunk->length ||
      gantry_chunk_count_sound(chunk, offset, chunk->record_size) < chunk->record_size)
    return false;
  memcpy(record, chunk->records + offset, size);
  return true;
}

static uint64_t
count_records (const GantryChunk *chunk)
{
  return chunk->length / chunk->record_size;
}

/* Calls `take` with each sound record of all chunks of a type. */
static void
for_each (Reader *reader, GantryChunkType type, void *record, size_t size,
          void (*take)(Reader *reader, const GantryChunk *chunk, const void *record, uint64_t place))
{
  for (guint i = 0; i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    for (uint64_t k = 0; chunk->type == type && k < count_records(chunk); k++)
      if (get_record(chunk, k, record, size))
        take(reader, chunk, record, k);
  }
}

/* All texts, one chunk behind the other; in place where there is one chunk. Damaged ones keep their place. */
static void
gather_strings (Reader *reader)
{
  GByteArray *all = g_byte_array_new();
  const GantryChunk *only = NULL;
  guint n_found = 0;
  for (guint i = 0; i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    if (chunk->type != GANTRY_CHUNK_STRINGS || chunk->length > UINT32_MAX - all->len)
      continue;
    if (n_found++ == 0)
      only = chunk;
    else if (n_found == 2)
      g_byte_array_append(all, only->records, (guint)only->length);
    if (n_found > 1)
      g_byte_array_append(all, chunk->records, (guint)chunk->length);
  }
  if (n_found == 1)
    reader->strings = g_bytes_new_from_bytes(
        reader->bytes, (gsize)(only->records - (const uint8_t *)g_bytes_get_data(reader->bytes, NULL)),
        only->length);
  else
    reader->strings = g_bytes_new(all->data, all->len);
  g_byte_array_unref(all);
}

/* The text at a place; one that is none reads as "?". Lives as long as the timeline. */
static const char *
text_at (const Reader *reader, uint32_t place)
{
  gsize length;
  const char *texts = g_bytes_get_data(reader->strings, &length);
  if (place == 0)
    return "";
  if (place >= length || memchr(texts + place, '\0', MIN(length - place, 4 * GANTRY_TEXT_MAX)) == NULL ||
      !g_utf8_validate(texts + place, -1, NULL))
    return "?";
  return texts + place;
}

static GantryLaneFacts
facts_of (const Reader *reader, const GantryLaneRecord *record)
{
  return (GantryLaneFacts){
      .id = record->id,
      .parent = record->parent,
      .kind = (GantryLaneKind)(record->kind & 0xff),
      .daemon = (record->kind & GANTRY_LANE_RECORD_DAEMON) != 0,
      .pid = record->pid,
      .line = record->line,
      .created = record->created,
      .started = record->started,
      .ended = record->ended,
      .known = record->known,
      .outcome = (GantryOutcome)record->outcome,
      .result = record->result,
      .name = text_at(reader, record->name),
      .reason = record->reason ? text_at(reader, record->reason) : NULL,
  };
}

static GantryLane *
find_lane (const Reader *reader, uint32_t id, bool core)
{
  if (!core)
    return (GantryLane *)gantry_timeline_find_lane(reader->timeline, id);
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(reader->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_core(reader->timeline, i);
    if (gantry_lane_get_id(lane) == id)
      return (GantryLane *)lane;
  }
  return NULL;
}

static void
take_lane (Reader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryLaneFacts facts = facts_of(reader, record);
  bool core = chunk->type == GANTRY_CHUNK_CORES;
  if (!find_lane(reader, facts.id, core) && !gantry_timeline_restore_lane(reader->timeline, &facts, core))
    reader->left_out = true;
}

static void
take_lane_end (Reader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryLaneFacts facts = facts_of(reader, record);
  GantryLane *lane = find_lane(reader, facts.id, chunk->type == GANTRY_CHUNK_CORES);
  if (lane)
    gantry_lane_restore_end(lane, &facts);
}

/* One lane's intervals of a chunk; what follows a damaged block is lost, and said so. */
static void
take_run (Reader *reader, GantryLane *lane, const GantryChunk *intervals, uint64_t from, uint32_t count,
          bool borrow)
{
  const uint8_t *place = intervals->records + from;
  uint64_t length = (uint64_t)count * sizeof(GantryStoredInterval);
  size_t n_sound = (size_t)(gantry_chunk_count_sound(intervals, from, length) / sizeof(GantryStoredInterval));
  bool is_aligned = (uintptr_t)place % _Alignof(GantryStoredInterval) == 0;
  size_t n_taken = 0;
  if (is_aligned)
    n_taken = gantry_lane_restore_intervals(lane, (const GantryStoredInterval *)(const void *)place, n_sound,
                                            borrow);
  for (; !is_aligned && n_taken < n_sound; n_taken++) {
    GantryStoredInterval interval;
    memcpy(&interval, place + n_taken * sizeof interval, sizeof interval);
    if (gantry_lane_restore_intervals(lane, &interval, 1, false) == 0)
      break;
  }
  if (n_taken == count)
    return;
  reader->left_out = true;
  GantryInterval last = {.start = gantry_lane_get_created(lane)};
  if (gantry_lane_get_n_stored(lane) > 0) {
    GantryStoredInterval stored;
    gantry_lane_copy_stored(lane, gantry_lane_get_n_stored(lane) - 1, 1, &stored);
    last.start = stored.start;
  }
  gantry_lane_restore_loss(lane, &(GantryLoss){last.start, last.start, count - n_taken});
}

static void
take_runs (Reader *reader, const GantryChunk *runs, const GantryChunk *intervals, bool borrow)
{
  bool core = runs->type == GANTRY_CHUNK_CORE_RUNS;
  uint64_t from = 0;
  for (uint64_t i = 0; i < count_records(runs) && from < intervals->length; i++) {
    GantryRunRecord run;
    if (!get_record(runs, i, &run, sizeof run)) {
      reader->left_out = true; /* nobody knows whose the rest is */
      return;
    }
    GantryLane *lane = find_lane(reader, run.lane, core);
    if (lane)
      take_run(reader, lane, intervals, from, run.count, borrow);
    from += (uint64_t)run.count * sizeof(GantryStoredInterval);
  }
}

/* Then what stands in one can be used where it lies. A file that grew has several of each. */
static bool
has_each_table_once (const Reader *reader)
{
  guint n_found = 0;
  for (guint i = 0; i < count_chunks(reader); i++)
    n_found += chunk_at(reader, i)->type == GANTRY_CHUNK_PROGRESS;
  return reader->chunks.is_whole && n_found == 1;
}

static bool
are_runs (const GantryChunk *chunk)
{
  return chunk->type == GANTRY_CHUNK_RUNS || chunk->type == GANTRY_CHUNK_CORE_RUNS;
}

static bool
take_intervals (Reader *reader, GError **error)
{
  bool borrow = has_each_table_once(reader);
  for (guint i = 0; i + 1 < count_chunks(reader); i++) {
    const GantryChunk *runs = chunk_at(reader, i), *intervals = chunk_at(reader, i + 1);
    if (!are_runs(runs) || intervals->type != GANTRY_CHUNK_INTERVALS ||
        intervals->record_size != sizeof(GantryStoredInterval))
      continue;
    take_runs(reader, runs, intervals, borrow);
    if (!gantry_reading_go_on(reader->reading, (int64_t)(intervals->offset + intervals->length), error))
      return false;
  }
  return true;
}

static void
take_loss (Reader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryLossRecord *record = data;
  GantryLane *lane = find_lane(reader, record->lane, false);
  if (lane)
    gantry_lane_restore_loss(lane, &(GantryLoss){record->from, record->to, record->count});
}

static void
take_thing (Reader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryThingRecord *record = data;
  GantryThingFigures figures = {record->acquired, record->contended, record->wait_ns, record->held_ns};
  gantry_timeline_restore_figures(reader->timeline, (uint32_t)MIN(place, UINT32_MAX), &figures);
}

static void
take_steps (Reader *reader)
{
  bool borrow = has_each_table_once(reader);
  for (guint i = 0; i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    if ((chunk->type != GANTRY_CHUNK_THING_STEPS && chunk->type != GANTRY_CHUNK_COUNTER_STEPS) ||
        chunk->record_size != sizeof(GantryStep) || (uintptr_t)chunk->records % _Alignof(GantryStep) != 0)
      continue;
    const GantryStep *steps = (const GantryStep *)(const void *)chunk->records;
    size_t count = (size_t)(gantry_chunk_count_sound(chunk, 0, chunk->length) / sizeof(GantryStep));
    if (chunk->type == GANTRY_CHUNK_THING_STEPS)
      gantry_timeline_restore_thing_steps(reader->timeline, chunk->owner, steps, count, borrow);
    else if (chunk->owner < GANTRY_N_COUNTERS)
      gantry_timeline_restore_steps(reader->timeline, (GantryCounter)chunk->owner, steps, count, borrow);
  }
}

static void
take_uses (Reader *reader)
{
  for (guint i = 0; i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    if (chunk->type != GANTRY_CHUNK_THING_USES || chunk->record_size != sizeof(GantryThingUse) ||
        (uintptr_t)chunk->records % _Alignof(GantryThingUse) != 0)
      continue;
    const GantryThingUse *uses = (const GantryThingUse *)(const void *)chunk->records;
    size_t count = (size_t)(gantry_chunk_count_sound(chunk, 0, chunk->length) / sizeof(GantryThingUse));
    gantry_timeline_restore_thing_uses(reader->timeline, chunk->owner, uses, count);
  }
}

static GantryArrow
arrow_of (const GantryArrowRecord *record)
{
  return (GantryArrow){
      .kind = (GantryArrowKind)record->kind,
      .from_lane = record->from_lane,
      .to_lane = record->to_lane,
      .from_time = record->from_time,
      .to_time = record->to_time,
  };
}

static void
take_arrow (Reader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryArrow arrow = arrow_of(record);
  if (!gantry_timeline_restore_arrow(reader->timeline, &arrow))
    reader->left_out = true;
}

/* Whether the records of the only chunk of arrows are, where they lie, what the timeline keeps. */
static bool
borrow_arrows (Reader *reader)
{
  _Static_assert(sizeof(GantryArrow) == sizeof(GantryArrowRecord) &&
                     offsetof(GantryArrow, from_lane) == offsetof(GantryArrowRecord, from_lane) &&
                     offsetof(GantryArrow, to_lane) == offsetof(GantryArrowRecord, to_lane) &&
                     offsetof(GantryArrow, from_time) == offsetof(GantryArrowRecord, from_time) &&
                     offsetof(GantryArrow, to_time) == offsetof(GantryArrowRecord, to_time),
                 "one layout");
  for (guint i = 0; has_each_table_once(reader) && i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    if (chunk->type != GANTRY_CHUNK_ARROWS)
      continue;
    if (chunk->record_size != sizeof(GantryArrow) || (uintptr_t)chunk->records % _Alignof(GantryArrow) != 0 ||
        chunk->damaged)
      return false;
    size_t count = (size_t)(chunk->length / sizeof(GantryArrow));
    if (gantry_timeline_borrow_arrows(reader->timeline, (const GantryArrow *)(const void *)chunk->records,
                                      count) < count)
      reader->left_out = true;
    return true;
  }
  return false;
}

static void
take_mark (Reader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryMarkRecord *record = data;
  GantryMark mark = {(GantryMarkKind)record->kind, record->lane, record->line, record->time,
                     text_at(reader, record->text)};
  if (!gantry_timeline_restore_mark(reader->timeline, &mark))
    reader->left_out = true;
}

static void
take_span (Reader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantrySpanRecord *record = data;
  GantrySpan span = {record->lane, record->line, record->from, record->to, text_at(reader, record->text)};
  if (!gantry_timeline_restore_span(reader->timeline, &span))
    reader->left_out = true;
}

static void
take_wait (Reader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryDeadlockRecord *record = data;
  GantryDeadlockWait wait = {record->lane, record->object,    record->joins,
                             record->line, record->n_holders, {0}};
  memcpy(wait.holders, record->holders, sizeof wait.holders);
  if (!gantry_timeline_restore_deadlock_wait(reader->timeline, &wait))
    reader->left_out = true;
}

/* The last whole dictionary of that type, or NULL. */
static GVariant *
find_variant (const Reader *reader, GantryChunkType type)
{
  GVariant *found = NULL;
  for (guint i = 0; i < count_chunks(reader); i++) {
    const GantryChunk *chunk = chunk_at(reader, i);
    if (chunk->type != type || chunk->damaged)
      continue;
    g_autoptr(GBytes) bytes = g_bytes_new(chunk->records, chunk->length);
    g_autoptr(GVariant) variant =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    if (!g_variant_is_normal_form(variant))
      continue;
    g_clear_pointer(&found, g_variant_unref);
    found = g_steal_pointer(&variant);
  }
  return found;
}

/* What is known of a run whose end is not in the file. */
static void
result_so_far (const Reader *reader, GantryRunResult *result)
{
  GantryProgressRecord progress = {0};
  for (guint i = 0; i < count_chunks(reader); i++)
    if (chunk_at(reader, i)->type == GANTRY_CHUNK_PROGRESS)
      get_record(chunk_at(reader, i), 0, &progress, sizeof progress);
  *result = (GantryRunResult){
      .outcome = GANTRY_RUN_CRASHED,
      .reason = g_strdup(_("the recording breaks off here")),
      .wall_ns = progress.now,
      .events = progress.events,
      .lost = progress.lost,
  };
}

/* No lane ends after its run. */
static int64_t
latest_known (const GantryTimeline *timeline)
{
  int64_t latest = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    GantryLaneFacts facts;
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    size_t count = gantry_lane_get_n_stored(lane);
    gantry_lane_get_facts(lane, &facts);
    latest = MAX(latest, MAX(facts.ended, facts.known));
    GantryStoredInterval last;
    if (count > 0 && gantry_lane_copy_stored(lane, count - 1, 1, &last) == 1)
      latest = MAX(latest, last.start + 1);
  }
  return latest;
}

static void
take_result (Reader *reader)
{
  GantryRunResult result;
  g_autoptr(GVariant) variant = find_variant(reader, GANTRY_CHUNK_RESULT);
  if (variant)
    gantry_result_of_variant(variant, &result);
  else
    result_so_far(reader, &result);
  result.wall_ns = CLAMP(result.wall_ns, latest_known(reader->timeline), GANTRY_MOST_TIME);
  gantry_timeline_restore_result(reader->timeline, &result);
  g_free(result.reason);
}

static bool
fill (Reader *reader, GError **error)
{
  union {
    GantryLaneRecord lane;
    GantryLossRecord loss;
    GantryThingRecord thing;
    GantryArrowRecord arrow;
    GantryMarkRecord mark;
    GantrySpanRecord span;
    GantryDeadlockRecord wait;
  } record;
  gather_strings(reader);
  gantry_timeline_keep_bytes(reader->timeline, reader->strings);
  gantry_timeline_keep_bytes(reader->timeline, reader->bytes);
  for_each(reader, GANTRY_CHUNK_LANES, &record, sizeof record.lane, take_lane);
  for_each(reader, GANTRY_CHUNK_CORES, &record, sizeof record.lane, take_lane);
  if (!take_intervals(reader, error))
    return false;
  for_each(reader, GANTRY_CHUNK_LANES, &record, sizeof record.lane, take_lane_end);
  for_each(reader, GANTRY_CHUNK_CORES, &record, sizeof record.lane, take_lane_end);
  for_each(reader, GANTRY_CHUNK_LOSSES, &record, sizeof record.loss, take_loss);
  for_each(reader, GANTRY_CHUNK_THINGS, &record, sizeof record.thing, take_thing);
  take_steps(reader);
  take_uses(reader);
  if (!borrow_arrows(reader))
    for_each(reader, GANTRY_CHUNK_ARROWS, &record, sizeof record.arrow, take_arrow);
  for_each(reader, GANTRY_CHUNK_MARKS, &record, sizeof record.mark, take_mark);
  for_each(reader, GANTRY_CHUNK_SPANS, &record, sizeof record.span, take_span);
  for_each(reader, GANTRY_CHUNK_DEADLOCK, &record, sizeof record.wait, take_wait);
  take_result(reader);
  return true;
}

static bool
check_file_header (GBytes *bytes, GantryFileHeader *header, GError **error)
{
  gsize length;
  const uint8_t *data = g_bytes_get_data(bytes, &length);
  if (length >= sizeof *header)
    memcpy(header, data, sizeof *header);
  if (length < sizeof *header || memcmp(header->magic, GANTRY_FILE_MAGIC, sizeof header->magic) != 0)
    g_set_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT, _("this is no .gantry file"));
  else if (header->major > GANTRY_FILE_MAJOR)
    g_set_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_VERSION,
                _("the file is of version %u, which a later Gantry writes; this one reads up to %d"),
                header->major, GANTRY_FILE_MAJOR);
  else if (header->header_size < sizeof *header || header->header_size % GANTRY_FILE_ALIGNMENT != 0)
    g_set_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
                _("the file is damaged at byte 12: its first chunk cannot be found"));
  else
    return true;
  return false;
}

static void
tell (const Reader *reader, const GantryFileHeader *header, GantryReport *report)
{
  const GantryChunks *chunks = &reader->chunks;
  GantryRunResult result;
  gantry_timeline_get_result(reader->timeline, &result);
  report->format = g_strdup("Gantry trace");
  report->version = g_strdup_printf("%u.%u", header->major, header->minor);
  report->events = result.events;
  if (chunks->is_damaged)
    report->fault = g_strdup_printf(_("damaged at byte %" G_GUINT64_FORMAT "; what is whole is shown"),
                                    chunks->damaged_at);
  else if (!chunks->is_whole)
    report->fault = g_strdup_printf(
        _("breaks off at byte %" G_GUINT64_FORMAT ": the program that recorded it did not come to its end"),
        chunks->breaks_at);
  else if (reader->left_out)
    report->fault = g_strdup(_("some records make no sense and were left out"));
}

GantryTimeline *
gantry_trace_read (GBytes *bytes, const GantryReading *reading, GantryReport *report, GError **error)
{
  Reader reader = {.bytes = bytes, .reading = reading};
  GantryFileHeader header;
  gsize length;
  const uint8_t *data = g_bytes_get_data(bytes, &length);
  if (!check_file_header(bytes, &header, error))
    return NULL;
  gantry_chunks_find(&reader.chunks, data, length, header.header_size);
  g_autoptr(GVariant) facts = find_variant(&reader, GANTRY_CHUNK_FACTS);
  if (facts)
    reader.timeline = gantry_timeline_of_facts(facts);
  else
    g_set_error(
        error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
        _("the file is damaged at byte %u: what it says of its run is missing, so nothing can be shown"),
        header.header_size);
  bool is_filled = facts && fill(&reader, error);
  if (is_filled)
    tell(&reader, &header, report);
  else
    g_clear_pointer(&reader.timeline, gantry_timeline_unref);
  g_clear_pointer(&reader.strings, g_bytes_unref);
  gantry_chunks_clear(&reader.chunks);
  return reader.timeline;
}
