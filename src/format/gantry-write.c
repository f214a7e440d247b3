/* What a timeline has that its file has not: found, and appended.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-write.h"

#include "format/byte-order.h"
#include "format/chunk-writer.h"
#include "format/gantry-variants.h"
#include "format/reading.h"
#include "format/replace-file.h"
#include "timeline/bookmarks.h"
#include "timeline/columns.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COPIED_AT_ONCE 4096

/* How much of a lane is in the file. */
typedef struct {
  size_t n_intervals, n_losses;
  bool is_told; /* with these: */
  uint32_t pid;
  int64_t started, ended, known;
  size_t n_now; /* intervals as the present step has it */
} Written;

struct GantryTraceWriter {
  GantryTimeline *timeline;
  GantryChunkWriter chunks;
  GArray *lanes; /* Written, by place in the timeline */
  GArray *cores; /* the same, by the processor's number */
  GArray *steps; /* size_t, by thing */
  GArray *uses;  /* the same */
  size_t n_counter_steps[GANTRY_N_COUNTERS];
  size_t n_arrows, n_marks, n_spans, n_waits;
  bool has_facts;
  GByteArray *strings; /* that are new */
  uint64_t n_strings;  /* bytes of all STRINGS, these included */
  GByteArray *records; /* being put together */
};

GantryTraceWriter *
gantry_trace_writer_new (GantryTimeline *timeline, GOutputStream *stream)
{
  GantryTraceWriter *writer = g_new0(GantryTraceWriter, 1);
  writer->timeline = gantry_timeline_ref(timeline);
  writer->lanes = g_array_new(FALSE, TRUE, sizeof(Written));
  writer->cores = g_array_new(FALSE, TRUE, sizeof(Written));
  writer->steps = g_array_new(FALSE, TRUE, sizeof(size_t));
  writer->uses = g_array_new(FALSE, TRUE, sizeof(size_t));
  writer->strings = g_byte_array_new();
  writer->records = g_byte_array_new();
  gantry_chunk_writer_init(&writer->chunks, stream);
  g_byte_array_append(writer->strings, (const guint8 *)"", 1);
  writer->n_strings = 1;
  return writer;
}

void
gantry_trace_writer_free (GantryTraceWriter *writer)
{
  if (!writer)
    return;
  gantry_chunk_writer_clear(&writer->chunks);
  g_array_unref(writer->lanes);
  g_array_unref(writer->cores);
  g_array_unref(writer->steps);
  g_array_unref(writer->uses);
  g_byte_array_unref(writer->strings);
  g_byte_array_unref(writer->records);
  gantry_timeline_unref(writer->timeline);
  g_free(writer);
}

/* Where the text begins. Beyond 4 GiB of texts there is room for none: they are left empty. */
static uint32_t
add_string (GantryTraceWriter *writer, const char *text)
{
  if (!text || !*text || writer->n_strings > UINT32_MAX - GANTRY_TEXT_MAX)
    return 0;
  size_t length = strlen(text) + 1;
  uint32_t place = (uint32_t)writer->n_strings;
  g_byte_array_append(writer->strings, (const guint8 *)text, (guint)length);
  writer->n_strings += length;
  return place;
}

static void
add_record (GantryTraceWriter *writer, const void *record, guint size)
{
  g_byte_array_append(writer->records, record, size);
}

static void
flush_strings (GantryTraceWriter *writer)
{
  if (writer->strings->len > 0)
    gantry_chunk_writer_add(&writer->chunks, GANTRY_CHUNK_STRINGS, 0, 1, writer->strings->data,
                            writer->strings->len);
  g_byte_array_set_size(writer->strings, 0);
}

/* The records put together, behind the texts that they speak of. */
static void
flush_records (GantryTraceWriter *writer, GantryChunkType type, guint record_size)
{
  flush_strings(writer);
  if (writer->records->len > 0)
    gantry_chunk_writer_add(&writer->chunks, type, 0, record_size, writer->records->data,
                            writer->records->len);
  g_byte_array_set_size(writer->records, 0);
}

static const GantryLane *
lane_at (const GantryTraceWriter *writer, uint32_t index, bool cores)
{
  return cores ? gantry_timeline_get_core(writer->timeline, index)
               : gantry_timeline_get_lane(writer->timeline, index);
}

static Written *
written_of (const GantryTraceWriter *writer, uint32_t index, bool cores)
{
  GArray *all = cores ? writer->cores : writer->lanes;
  guint place = cores ? gantry_lane_get_id(lane_at(writer, index, true)) : index;
  if (place >= all->len)
    g_array_set_size(all, place + 1);
  return &g_array_index(all, Written, place);
}

static void
add_lane (GantryTraceWriter *writer, const GantryLane *lane, Written *written)
{
  GantryLaneFacts facts;
  gantry_lane_get_facts(lane, &facts);
  /* After the facts: what is known of its state is covered by intervals. */
  written->n_now = gantry_lane_get_n_stored(lane);
  if (written->is_told && written->pid == facts.pid && written->started == facts.started &&
      written->ended == facts.ended && written->known == facts.known)
    return;
  GantryLaneRecord record = {
      .id = facts.id,
      .parent = facts.parent,
      .kind = (uint32_t)facts.kind | (facts.daemon ? GANTRY_LANE_RECORD_DAEMON : 0) |
              (facts.is_uncounted ? GANTRY_LANE_RECORD_UNCOUNTED : 0),
      .pid = facts.pid,
      .created = facts.created,
      .started = facts.started,
      .ended = facts.ended,
      .known = facts.known,
      .result = facts.result,
      .outcome = (uint32_t)facts.outcome,
      .line = facts.line,
      .name = add_string(writer, facts.name),
      .reason = add_string(writer, facts.reason),
  };
  add_record(writer, &record, sizeof record);
  *written = (Written){written->n_intervals, written->n_losses, true,        facts.pid,
                       facts.started,        facts.ended,       facts.known, written->n_now};
}

static void
put_intervals (GantryTraceWriter *writer, const GantryLane *lane, const Written *written)
{
  GantryStoredInterval copies[COPIED_AT_ONCE];
  for (size_t i = written->n_intervals; i < written->n_now;) {
    size_t count = gantry_lane_copy_stored(lane, i, MIN(written->n_now - i, COPIED_AT_ONCE), copies);
    gantry_chunk_writer_put(&writer->chunks, copies, count * sizeof copies[0]);
    i += count;
  }
}

static void
put_lanes (GantryTraceWriter *writer, bool cores)
{
  uint32_t n_lanes =
      cores ? gantry_timeline_get_n_cores(writer->timeline) : gantry_timeline_get_n_lanes(writer->timeline);
  uint64_t length = 0;
  for (uint32_t i = 0; i < n_lanes; i++)
    add_lane(writer, lane_at(writer, i, cores), written_of(writer, i, cores));
  flush_records(writer, cores ? GANTRY_CHUNK_CORES : GANTRY_CHUNK_LANES, sizeof(GantryLaneRecord));
  for (uint32_t i = 0; i < n_lanes; i++) {
    const Written *written = written_of(writer, i, cores);
    size_t count = MIN(written->n_now - written->n_intervals, UINT32_MAX);
    GantryRunRecord record = {gantry_lane_get_id(lane_at(writer, i, cores)), (uint32_t)count};
    if (count > 0)
      add_record(writer, &record, sizeof record);
    length += count * sizeof(GantryStoredInterval);
  }
  if (length == 0)
    return;
  flush_records(writer, cores ? GANTRY_CHUNK_CORE_RUNS : GANTRY_CHUNK_RUNS, sizeof(GantryRunRecord));
  gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_INTERVALS, 0, sizeof(GantryStoredInterval), length);
  for (uint32_t i = 0; i < n_lanes; i++) {
    Written *written = written_of(writer, i, cores);
    put_intervals(writer, lane_at(writer, i, cores), written);
    written->n_intervals = written->n_now;
  }
}

static void
put_losses (GantryTraceWriter *writer, bool cores)
{
  uint32_t n_lanes = cores ? gantry_timeline_get_n_cores(writer->timeline) : writer->lanes->len;
  for (uint32_t i = 0; i < n_lanes; i++) {
    Written *written = written_of(writer, i, cores);
    const GantryLane *lane = lane_at(writer, i, cores);
    size_t n_losses = gantry_lane_get_n_losses(lane);
    for (; written->n_losses < n_losses; written->n_losses++) {
      const GantryLoss *loss = gantry_lane_get_loss(lane, written->n_losses);
      GantryLossRecord record = {gantry_lane_get_id(lane), 0, loss->from, loss->to, loss->count};
      add_record(writer, &record, sizeof record);
    }
  }
  flush_records(writer, cores ? GANTRY_CHUNK_CORE_LOSSES : GANTRY_CHUNK_LOSSES, sizeof(GantryLossRecord));
}

_Static_assert(sizeof(GantryThingUse) == 16, "as the specification says");

static void
put_uses (GantryTraceWriter *writer, uint32_t index)
{
  const GantryThing *thing = gantry_timeline_get_thing(writer->timeline, index);
  size_t *first = &g_array_index(writer->uses, size_t, index), count = gantry_thing_get_n_uses(thing);
  if (*first < count)
    gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_THING_USES, index, sizeof(GantryThingUse),
                              (count - *first) * sizeof(GantryThingUse));
  for (; *first < count; ++*first) {
    GantryThingUse use = gantry_thing_get_use(thing, *first);
    gantry_chunk_writer_put(&writer->chunks, &use, sizeof use);
  }
}

static void
put_things (GantryTraceWriter *writer)
{
  uint32_t n_things = gantry_timeline_get_n_things(writer->timeline);
  g_array_set_size(writer->steps, n_things);
  g_array_set_size(writer->uses, n_things);
  for (uint32_t i = 0; i < n_things; i++) {
    GantryThingFigures figures;
    gantry_thing_get_figures(gantry_timeline_get_thing(writer->timeline, i), &figures);
    GantryThingRecord record = {figures.acquired, figures.contended, figures.wait_ns, figures.held_ns};
    add_record(writer, &record, sizeof record);
  }
  flush_records(writer, GANTRY_CHUNK_THINGS, sizeof(GantryThingRecord));
  for (uint32_t i = 0; i < n_things; i++) {
    const GantryThing *thing = gantry_timeline_get_thing(writer->timeline, i);
    size_t *first = &g_array_index(writer->steps, size_t, i), count = gantry_thing_get_n_steps(thing);
    if (*first < count)
      gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_THING_STEPS, i, sizeof(GantryStep),
                                (count - *first) * sizeof(GantryStep));
    for (; *first < count; ++*first) {
      GantryStep step = gantry_thing_get_step(thing, *first);
      gantry_chunk_writer_put(&writer->chunks, &step, sizeof step);
    }
    put_uses(writer, i);
  }
}

static void
put_counter (GantryTraceWriter *writer, GantryCounter counter)
{
  size_t *first = &writer->n_counter_steps[counter];
  size_t count = gantry_timeline_get_n_steps(writer->timeline, counter);
  if (*first < count)
    gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_COUNTER_STEPS, (uint32_t)counter,
                              sizeof(GantryStep), (count - *first) * sizeof(GantryStep));
  for (; *first < count; ++*first) {
    GantryStep step = gantry_timeline_get_step(writer->timeline, counter, *first);
    gantry_chunk_writer_put(&writer->chunks, &step, sizeof step);
  }
}

static void
put_arrows (GantryTraceWriter *writer)
{
  size_t count = gantry_timeline_get_n_arrows(writer->timeline);
  if (writer->n_arrows < count)
    gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_ARROWS, 0, sizeof(GantryArrowRecord),
                              (count - writer->n_arrows) * sizeof(GantryArrowRecord));
  for (; writer->n_arrows < count; writer->n_arrows++) {
    GantryArrow arrow = gantry_timeline_get_arrow(writer->timeline, writer->n_arrows);
    GantryArrowRecord record = {
        .kind = (uint32_t)arrow.kind,
        .from_lane = arrow.from_lane,
        .to_lane = arrow.to_lane,
        .from_time = arrow.from_time,
        .to_time = arrow.to_time,
    };
    gantry_chunk_writer_put(&writer->chunks, &record, sizeof record);
  }
}

static void
put_marks (GantryTraceWriter *writer)
{
  size_t count = gantry_timeline_get_n_marks(writer->timeline);
  for (; writer->n_marks < count; writer->n_marks++) {
    const GantryMark *mark = gantry_timeline_get_mark(writer->timeline, writer->n_marks);
    GantryMarkRecord record = {(uint32_t)mark->kind, mark->lane, mark->line, add_string(writer, mark->text),
                               mark->time};
    add_record(writer, &record, sizeof record);
  }
  flush_records(writer, GANTRY_CHUNK_MARKS, sizeof(GantryMarkRecord));
}

static void
put_spans (GantryTraceWriter *writer)
{
  size_t count = gantry_timeline_get_n_spans(writer->timeline);
  for (; writer->n_spans < count; writer->n_spans++) {
    const GantrySpan *span = gantry_timeline_get_span(writer->timeline, writer->n_spans);
    GantrySpanRecord record = {span->lane, span->line, add_string(writer, span->text),
                               0,          span->from, span->to};
    add_record(writer, &record, sizeof record);
  }
  flush_records(writer, GANTRY_CHUNK_SPANS, sizeof(GantrySpanRecord));
}

static void
put_deadlock (GantryTraceWriter *writer)
{
  _Static_assert(GANTRY_MOST_DEADLOCK_HOLDERS == G_N_ELEMENTS(((GantryDeadlockRecord *)0)->holders), "");
  size_t count = gantry_timeline_get_n_deadlock_waits(writer->timeline);
  for (; writer->n_waits < count; writer->n_waits++) {
    const GantryDeadlockWait *wait = gantry_timeline_get_deadlock_wait(writer->timeline, writer->n_waits);
    GantryDeadlockRecord record = {wait->lane, wait->object, wait->joins, wait->line, wait->n_holders, {0}};
    memcpy(record.holders, wait->holders, wait->n_holders * sizeof record.holders[0]);
    add_record(writer, &record, sizeof record);
  }
  flush_records(writer, GANTRY_CHUNK_DEADLOCK, sizeof(GantryDeadlockRecord));
}

/* They may still be changed while a run goes on, so that only the whole file has them. */
static void
put_bookmarks (GantryTraceWriter *writer)
{
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(writer->timeline);
  for (guint i = 0; i < bookmarks->len; i++) {
    const GantryBookmark *bookmark = bookmarks->pdata[i];
    GantryBookmarkRecord record = {bookmark->time, add_string(writer, bookmark->name), 0};
    add_record(writer, &record, sizeof record);
  }
  flush_records(writer, GANTRY_CHUNK_BOOKMARKS, sizeof(GantryBookmarkRecord));
}

static void
put_variant (GantryTraceWriter *writer, GantryChunkType type, GVariant *variant)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink(variant);
  if (!GANTRY_FILE_ORDER_IS_NATIVE) {
    GVariant *turned = g_variant_byteswap(owned);
    g_variant_unref(owned);
    owned = turned;
  }
  gantry_chunk_writer_add(&writer->chunks, type, 0, 1, g_variant_get_data(owned), g_variant_get_size(owned));
}

bool
gantry_trace_writer_step (GantryTraceWriter *writer, GError **error)
{
  GantryTimeline *timeline = writer->timeline;
  GantryRunResult result;
  /* Before the rest is looked at: all up to here is there then. */
  GantryProgressRecord progress = {.now = gantry_timeline_get_now(timeline)};
  gantry_timeline_get_result(timeline, &result);
  progress.events = result.events;
  progress.lost = result.lost;
  if (!writer->has_facts)
    put_variant(writer, GANTRY_CHUNK_FACTS, gantry_variant_of_facts(timeline));
  writer->has_facts = true;
  put_lanes(writer, false);
  put_lanes(writer, true);
  put_losses(writer, false);
  put_losses(writer, true);
  put_things(writer);
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    put_counter(writer, (GantryCounter)i);
  put_arrows(writer);
  put_marks(writer);
  put_spans(writer);
  put_deadlock(writer);
  gantry_chunk_writer_add(&writer->chunks, GANTRY_CHUNK_PROGRESS, 0, sizeof progress, &progress,
                          sizeof progress);
  return gantry_chunk_writer_check(&writer->chunks, error) &&
         g_output_stream_flush(writer->chunks.stream, NULL, error);
}

bool
gantry_trace_writer_finish (GantryTraceWriter *writer, GError **error)
{
  GantryRunResult result;
  if (!gantry_trace_writer_step(writer, error))
    return false;
  put_bookmarks(writer);
  gantry_timeline_get_result(writer->timeline, &result);
  put_variant(writer, GANTRY_CHUNK_RESULT, gantry_variant_of_result(&result));
  gantry_chunk_writer_begin(&writer->chunks, GANTRY_CHUNK_END, 0, 1, 0);
  return gantry_chunk_writer_check(&writer->chunks, error) &&
         g_output_stream_flush(writer->chunks.stream, NULL, error);
}

bool
gantry_trace_can_be_written (const GantryTimeline *timeline, GError **error)
{
  if (gantry_timeline_get_now(timeline) < GANTRY_MOST_TIME)
    return true;
  g_set_error_literal(
      error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
      _("the trace lasts longer than the 36 years that a .gantry file keeps; write it as JSON"));
  return false;
}

bool
gantry_trace_write (GantryTimeline *timeline, GOutputStream *stream, GError **error)
{
  if (!gantry_trace_can_be_written(timeline, error))
    return false;
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(timeline, stream);
  return gantry_trace_writer_finish(writer, error);
}

GBytes *
gantry_trace_to_bytes (GantryTimeline *timeline)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  /* Memory that there is not ends the program, so that nothing here can fail. */
  g_autoptr(GantryTraceWriter) writer = gantry_trace_writer_new(timeline, stream);
  gantry_trace_writer_finish(writer, NULL);
  g_output_stream_close(stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(stream));
}

static bool
write_trace (GOutputStream *stream, gpointer timeline, GError **error)
{
  return gantry_trace_write(timeline, stream, error);
}

bool
gantry_trace_save (GantryTimeline *timeline, const char *path, GError **error)
{
  return gantry_replace_file(path, write_trace, timeline, error);
}
