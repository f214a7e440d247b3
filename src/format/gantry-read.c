/* From chunks to a timeline.
 *
 * Nothing in the file is believed: texts are checked to be texts, times to lie in order, lanes and things to
 * be there (columns.h does so for what the timeline itself needs).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-read.h"

#include "format/byte-order.h"
#include "format/file-stream.h"
#include "format/gantry-reader.h"
#include "format/gantry-variants.h"
#include "timeline/columns.h"
#include "trace/machine-memory.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* All texts, one chunk behind the other; in place where there is one chunk. Damaged ones keep their place. */
static void
gather_strings (GantryTraceReader *reader)
{
  GByteArray *all = g_byte_array_new();
  const GantryChunk *only = NULL;
  guint n_found = 0;
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
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

/* The last whole dictionary of that type, or NULL. */
static GVariant *
find_variant (const GantryTraceReader *reader, GantryChunkType type)
{
  GVariant *found = NULL;
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++) {
    const GantryChunk *chunk = gantry_reader_chunk(reader, i);
    if (chunk->type != type || chunk->damaged)
      continue;
    g_autoptr(GBytes) bytes = g_bytes_new(chunk->records, chunk->length);
    g_autoptr(GVariant) variant =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    if (!g_variant_is_normal_form(variant))
      continue;
    g_clear_pointer(&found, g_variant_unref);
    found = GANTRY_FILE_ORDER_IS_NATIVE ? g_steal_pointer(&variant) : g_variant_byteswap(variant);
  }
  return found;
}

/* What is known of a run whose end is not in the file: whether the run broke off, its recording or a copy of
 * it, nothing tells. */
static void
result_so_far (const GantryTraceReader *reader, GantryRunResult *result)
{
  GantryProgressRecord progress = {0};
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++)
    if (gantry_reader_chunk(reader, i)->type == GANTRY_CHUNK_PROGRESS)
      gantry_reader_get_record(gantry_reader_chunk(reader, i), 0, &progress, sizeof progress);
  *result = (GantryRunResult){
      .outcome = GANTRY_RUN_UNFINISHED,
      .reason = gantry_reader_tell_missing(reader, reader->chunks.is_whole
                                                       ? _("the file is damaged where the run's end is told")
                                                       : _("the file breaks off before the run's end")),
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
take_result (GantryTraceReader *reader)
{
  GantryRunResult result;
  g_autoptr(GVariant) variant = find_variant(reader, GANTRY_CHUNK_RESULT);
  if (variant)
    gantry_result_of_variant(variant, &result);
  else
    result_so_far(reader, &result);
  result.wall_ns = CLAMP(result.wall_ns, latest_known(reader->timeline), GANTRY_MOST_TIME);
  uint64_t n_missing = gantry_reader_mark_missing(reader, result.wall_ns);
  result.lost += MIN(n_missing, UINT64_MAX - result.lost);
  gantry_timeline_restore_result(reader->timeline, &result);
  g_free(result.reason);
}

static bool
fill (GantryTraceReader *reader, GError **error)
{
  gantry_reader_drop_half_step(reader);
  gather_strings(reader);
  reader->can_borrow = gantry_reader_stands_once(reader);
  gantry_timeline_keep_bytes(reader->timeline, reader->strings);
  gantry_timeline_keep_bytes(reader->timeline, reader->bytes);
  if (!gantry_reader_take_lanes(reader, error))
    return false;
  gantry_reader_take_events(reader);
  gantry_reader_count_anew(reader);
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
  gantry_file_header_order(header);
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
tell (const GantryTraceReader *reader, const GantryFileHeader *header, GantryReport *report)
{
  const GantryChunks *chunks = &reader->chunks;
  GantryRunResult result;
  gantry_timeline_get_result(reader->timeline, &result);
  report->format = g_strdup("Gantry trace");
  report->version = g_strdup_printf("%u.%u", header->major, header->minor);
  report->events = result.events;
  g_autofree char *fault = NULL;
  if (chunks->is_damaged)
    fault = g_strdup_printf(_("damaged at byte %" PRIu64 "; what is whole is shown"), chunks->damaged_at);
  else if (!chunks->is_whole)
    fault = g_strdup_printf(
        _("breaks off at byte %" PRIu64 ": the file was cut off, or its recording did not come to an end"),
        chunks->breaks_at);
  else if (atomic_load_explicit(&reader->left_out, memory_order_relaxed)) /* those who helped are done */
    fault = g_strdup(_("some records make no sense and were left out"));
  report->fault = fault ? gantry_reader_tell_missing(reader, fault) : NULL;
}

GantryTimeline *
gantry_trace_read (GBytes *bytes, const GantryReading *reading, GantryReport *report, GError **error)
{
  GantryTraceReader reader = {.reading = reading};
  GantryFileHeader header;
  gsize length;
  const uint8_t *data = g_bytes_get_data(bytes, &length);
  if (!check_file_header(bytes, &header, error))
    return NULL;
  if (!gantry_memory_is_to_be_had(length)) {
    gantry_set_file_error(error, ENOMEM);
    return NULL;
  }
  gantry_chunks_find(&reader.chunks, data, length, header.header_size);
  reader.bytes = gantry_chunks_to_native(&reader.chunks, bytes);
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
  g_clear_pointer(&reader.missing, g_hash_table_unref);
  g_clear_pointer(&reader.strings, g_bytes_unref);
  g_clear_pointer(&reader.bytes, g_bytes_unref);
  gantry_chunks_clear(&reader.chunks);
  return reader.timeline;
}
