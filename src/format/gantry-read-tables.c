/* Records out of chunks, and the texts and lanes that they speak of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-reader.h"

#include "timeline/columns.h"

#include <string.h>

const GantryChunk *
gantry_reader_chunk (const GantryTraceReader *reader, guint index)
{
  return &g_array_index(reader->chunks.chunks, GantryChunk, index);
}

guint
gantry_reader_count_chunks (const GantryTraceReader *reader)
{
  return reader->chunks.chunks->len;
}

bool
gantry_reader_get_record (const GantryChunk *chunk, uint64_t place, void *record, size_t size)
{
  uint64_t offset = place * chunk->record_size;
  if (chunk->record_size < size || offset >= chunk->length ||
      gantry_chunk_count_sound(chunk, offset, chunk->record_size) < chunk->record_size)
    return false;
  memcpy(record, chunk->records + offset, size);
  return true;
}

uint64_t
gantry_reader_count_records (const GantryChunk *chunk)
{
  return chunk->length / chunk->record_size;
}

void
gantry_reader_take_chunk (GantryTraceReader *reader, const GantryChunk *chunk, void *record, size_t size,
                          GantryTakeRecord take)
{
  for (uint64_t i = 0; i < gantry_reader_count_records(chunk); i++)
    if (gantry_reader_get_record(chunk, i, record, size))
      take(reader, chunk, record, i);
}

void
gantry_reader_for_each (GantryTraceReader *reader, GantryChunkType type, void *record, size_t size,
                        GantryTakeRecord take)
{
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++)
    if (gantry_reader_chunk(reader, i)->type == type)
      gantry_reader_take_chunk(reader, gantry_reader_chunk(reader, i), record, size, take);
}

void
gantry_reader_leave_out (GantryTraceReader *reader)
{
  /* Relaxed: it stands for itself, and is read when all who helped are done. */
  atomic_store_explicit(&reader->left_out, true, memory_order_relaxed);
}

const char *
gantry_reader_text (const GantryTraceReader *reader, uint32_t place)
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

bool
gantry_reader_is_followed (const GantryTraceReader *reader, guint index)
{
  return index + 1 < gantry_reader_count_chunks(reader) &&
         gantry_reader_chunk(reader, index + 1)->offset - sizeof(GantryChunkHeader) ==
             gantry_reader_chunk(reader, index)->end;
}

GantryLane *
gantry_reader_find_lane (const GantryTraceReader *reader, uint32_t id, bool core)
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

bool
gantry_reader_stands_once (const GantryTraceReader *reader)
{
  guint n_found = 0;
  for (guint i = 0; i < gantry_reader_count_chunks(reader); i++)
    n_found += gantry_reader_chunk(reader, i)->type == GANTRY_CHUNK_PROGRESS;
  return reader->chunks.is_whole && n_found == 1;
}
