/* Things, arrows, marks, spans: what happened, and to whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-reader.h"

#include "timeline/bookmarks.h"
#include "timeline/columns.h"
#include "timeline/parallel.h"

#include <string.h>

static void
take_thing (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryThingRecord *record = data;
  GantryThingFigures figures = {record->acquired, record->contended, record->wait_ns, record->held_ns};
  gantry_timeline_restore_figures(reader->timeline, (uint32_t)MIN(place, UINT32_MAX), &figures);
}

static bool
take_steps_of (GantryTraceReader *reader, const GantryChunk *chunk, const GantryStep *steps, size_t count)
{
  GantryTimeline *timeline = reader->timeline;
  if (chunk->type == GANTRY_CHUNK_THING_STEPS)
    return gantry_timeline_restore_thing_steps(timeline, chunk->owner, steps, count, reader->can_borrow);
  return chunk->owner >= GANTRY_N_COUNTERS || /* a later version's */
         gantry_timeline_restore_steps(timeline, (GantryCounter)chunk->owner, steps, count,
                                       reader->can_borrow);
}

static void
take_steps (GantryTraceReader *reader)
{
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
    if ((chunk->type != GANTRY_CHUNK_THING_STEPS && chunk->type != GANTRY_CHUNK_COUNTER_STEPS) ||
        chunk->record_size != sizeof(GantryStep) || (uintptr_t)chunk->records % _Alignof(GantryStep) != 0)
      continue;
    const GantryStep *steps = (const GantryStep *)(const void *)chunk->records;
    size_t count = (size_t)(gantry_chunk_count_sound(chunk, 0, chunk->length) / sizeof(GantryStep));
    if (!take_steps_of(reader, chunk, steps, count))
      gantry_reader_leave_out(reader);
  }
}

static void
take_uses (GantryTraceReader *reader)
{
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
    if (chunk->type != GANTRY_CHUNK_THING_USES || chunk->record_size != sizeof(GantryThingUse) ||
        (uintptr_t)chunk->records % _Alignof(GantryThingUse) != 0)
      continue;
    const GantryThingUse *uses = (const GantryThingUse *)(const void *)chunk->records;
    size_t count = (size_t)(gantry_chunk_count_sound(chunk, 0, chunk->length) / sizeof(GantryThingUse));
    if (!gantry_timeline_restore_thing_uses(reader->timeline, chunk->owner, uses, count))
      gantry_reader_leave_out(reader);
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
take_arrow (GantryTraceReader *reader, const GantryChunk *chunk, const void *record, uint64_t place)
{
  GantryArrow arrow = arrow_of(record);
  if (!gantry_timeline_restore_arrow(reader->timeline, &arrow))
    gantry_reader_leave_out(reader);
}

/* Whether the records of the only chunk of arrows are, where they lie, what the timeline keeps. */
static bool
borrow_arrows (GantryTraceReader *reader)
{
  _Static_assert(sizeof(GantryArrow) == sizeof(GantryArrowRecord) &&
                     offsetof(GantryArrow, from_lane) == offsetof(GantryArrowRecord, from_lane) &&
                     offsetof(GantryArrow, to_lane) == offsetof(GantryArrowRecord, to_lane) &&
                     offsetof(GantryArrow, from_time) == offsetof(GantryArrowRecord, from_time) &&
                     offsetof(GantryArrow, to_time) == offsetof(GantryArrowRecord, to_time),
                 "one layout");
  for (guint i = 0; reader->can_borrow && i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
    if (chunk->type != GANTRY_CHUNK_ARROWS)
      continue;
    if (chunk->record_size != sizeof(GantryArrow) || (uintptr_t)chunk->records % _Alignof(GantryArrow) != 0 ||
        chunk->damaged)
      return false;
    size_t count = (size_t)(chunk->length / sizeof(GantryArrow));
    if (gantry_timeline_borrow_arrows(reader->timeline, (const GantryArrow *)(const void *)chunk->records,
                                      count) < count)
      gantry_reader_leave_out(reader);
    return true;
  }
  return false;
}

static void
take_mark (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryMarkRecord *record = data;
  GantryMark mark = {(GantryMarkKind)record->kind, record->lane, record->line, record->time,
                     gantry_reader_text(reader, record->text)};
  if (!gantry_timeline_restore_mark(reader->timeline, &mark))
    gantry_reader_leave_out(reader);
}

static void
take_span (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantrySpanRecord *record = data;
  GantrySpan span = {record->lane, record->line, record->from, record->to,
                     gantry_reader_text(reader, record->text)};
  if (!gantry_timeline_restore_span(reader->timeline, &span))
    gantry_reader_leave_out(reader);
}

static void
take_wait (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryDeadlockRecord *record = data;
  GantryDeadlockWait wait = {record->lane, record->object,    record->joins,
                             record->line, record->n_holders, {0}};
  memcpy(wait.holders, record->holders, sizeof wait.holders);
  if (!gantry_timeline_restore_deadlock_wait(reader->timeline, &wait))
    gantry_reader_leave_out(reader);
}

static void
take_bookmark (GantryTraceReader *reader, const GantryChunk *chunk, const void *data, uint64_t place)
{
  const GantryBookmarkRecord *record = data;
  /* Each is put in its place among the others: a hostile file has no end of them. */
  if (reader->n_bookmarks++ >= GANTRY_MOST_BOOKMARKS ||
      !gantry_timeline_set_bookmark(reader->timeline, record->time, gantry_reader_text(reader, record->name)))
    gantry_reader_leave_out(reader);
}

static void
take_arrows (GantryTraceReader *reader)
{
  GantryArrowRecord record;
  if (!borrow_arrows(reader))
    gantry_reader_for_each(reader, GANTRY_CHUNK_ARROWS, &record, sizeof record, take_arrow);
}

static void
take_marks (GantryTraceReader *reader)
{
  GantryMarkRecord record;
  gantry_reader_for_each(reader, GANTRY_CHUNK_MARKS, &record, sizeof record, take_mark);
}

static void
take_spans (GantryTraceReader *reader)
{
  GantrySpanRecord record;
  gantry_reader_for_each(reader, GANTRY_CHUNK_SPANS, &record, sizeof record, take_span);
}

/* What may be many; each fills tables of its own, and of the others knows at most the lanes, which are there.
 * Those that take longest come first. */
static void (*const kinds[])(GantryTraceReader *reader) = {
    take_marks, take_steps, take_arrows, take_uses, take_spans,
};

static void
take_kind (guint index, gpointer reader)
{
  kinds[index](reader);
}

void
gantry_reader_take_events (GantryTraceReader *reader)
{
  union {
    GantryThingRecord thing;
    GantryDeadlockRecord wait;
    GantryBookmarkRecord bookmark;
  } record;
  bool is_long = g_bytes_get_size(reader->bytes) >= GANTRY_LONG_FILE;
  gantry_parallel_end(gantry_parallel_begin(G_N_ELEMENTS(kinds), is_long, take_kind, reader));
  gantry_reader_for_each(reader, GANTRY_CHUNK_THINGS, &record, sizeof record.thing, take_thing);
  gantry_reader_for_each(reader, GANTRY_CHUNK_DEADLOCK, &record, sizeof record.wait, take_wait);
  gantry_reader_for_each(reader, GANTRY_CHUNK_BOOKMARKS, &record, sizeof record.bookmark, take_bookmark);
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(reader->timeline);
  gantry_timeline_bookmarks_saved(reader->timeline, bookmarks);
}
