/* Chunks into a stream.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chunk-writer.h"

#include "format/byte-order.h"

#include <string.h>
#include <xxhash.h>

static void
write_bytes (GantryChunkWriter *writer, const void *bytes, size_t length)
{
  if (writer->fault || length == 0)
    return;
  g_output_stream_write_all(writer->stream, bytes, length, NULL, NULL, &writer->fault);
  writer->written += length;
}

static void
pad (GantryChunkWriter *writer)
{
  static const char zeros[GANTRY_FILE_ALIGNMENT] = {0};
  write_bytes(writer, zeros, -writer->written % GANTRY_FILE_ALIGNMENT);
}

void
gantry_chunk_writer_init (GantryChunkWriter *writer, GOutputStream *stream)
{
  *writer = (GantryChunkWriter){
      .stream = g_object_ref(stream),
      .hashes = g_array_new(FALSE, FALSE, sizeof(uint64_t)),
  };
  GantryFileHeader header = {
      .major = GANTRY_FILE_MAJOR, .minor = GANTRY_FILE_MINOR, .header_size = sizeof header};
  memcpy(header.magic, GANTRY_FILE_MAGIC, sizeof header.magic);
  gantry_file_header_order(&header);
  write_bytes(writer, &header, sizeof header);
}

void
gantry_chunk_writer_clear (GantryChunkWriter *writer)
{
  g_clear_object(&writer->stream);
  g_clear_pointer(&writer->block, g_free);
  g_clear_pointer(&writer->hashes, g_array_unref);
  g_clear_error(&writer->fault);
}

static void
flush_block (GantryChunkWriter *writer)
{
  uint64_t hash = GUINT64_TO_LE(XXH3_64bits(writer->block, writer->n_block));
  g_array_append_val(writer->hashes, hash);
  write_bytes(writer, writer->block, writer->n_block);
  writer->n_block = 0;
}

static void
finish_chunk (GantryChunkWriter *writer)
{
  if (writer->n_block > 0)
    flush_block(writer);
  pad(writer);
  size_t length = writer->hashes->len * sizeof(uint64_t);
  uint64_t hash = GUINT64_TO_LE(XXH3_64bits(writer->hashes->data, length));
  write_bytes(writer, writer->hashes->data, length);
  write_bytes(writer, &hash, sizeof hash);
  pad(writer);
  g_array_set_size(writer->hashes, 0);
}

/* For a block of so many bytes, before its first. */
static void
make_room (GantryChunkWriter *writer, size_t size)
{
  if (writer->block_capacity >= size)
    return;
  g_free(writer->block);
  writer->block = g_malloc(size);
  writer->block_capacity = size;
}

void
gantry_chunk_writer_begin (GantryChunkWriter *writer, GantryChunkType type, uint32_t owner,
                           uint32_t record_size, uint64_t length)
{
  g_assert(writer->left == 0);
  GantryChunkHeader header = {
      .magic = GANTRY_CHUNK_MAGIC,
      .type = (uint16_t)type,
      .owner = owner,
      .record_size = record_size,
      .length = length,
  };
  gantry_chunk_header_order(&header);
  header.header_hash = GUINT64_TO_LE(XXH3_64bits(&header, offsetof(GantryChunkHeader, header_hash)));
  write_bytes(writer, &header, sizeof header);
  writer->type = type;
  writer->record_size = record_size;
  writer->left = length;
  if (length == 0)
    finish_chunk(writer);
  else
    make_room(writer, MIN(length, GANTRY_HASHED_BLOCK));
}

static void
put_bytes (GantryChunkWriter *writer, const uint8_t *from, size_t length)
{
  writer->left -= length;
  while (length > 0) {
    size_t room = MIN(length, GANTRY_HASHED_BLOCK - writer->n_block);
    memcpy(writer->block + writer->n_block, from, room);
    writer->n_block += room;
    from += room;
    length -= room;
    if (writer->n_block == GANTRY_HASHED_BLOCK)
      flush_block(writer);
  }
  if (writer->left == 0)
    finish_chunk(writer);
}

void
gantry_chunk_writer_put (GantryChunkWriter *writer, const void *records, size_t length)
{
  g_assert(length <= writer->left && length % writer->record_size == 0);
  if (length == 0)
    return;
  g_autofree uint8_t *turned = GANTRY_FILE_ORDER_IS_NATIVE ? NULL : g_memdup2(records, length);
  if (turned)
    gantry_swap_records(writer->type, turned, writer->record_size, length);
  put_bytes(writer, turned ? turned : records, length);
}

void
gantry_chunk_writer_add (GantryChunkWriter *writer, GantryChunkType type, uint32_t owner,
                         uint32_t record_size, const void *bytes, size_t length)
{
  gantry_chunk_writer_begin(writer, type, owner, record_size, length);
  gantry_chunk_writer_put(writer, bytes, length);
}

bool
gantry_chunk_writer_check (const GantryChunkWriter *writer, GError **error)
{
  if (writer->fault && error)
    *error = g_error_copy(writer->fault);
  return !writer->fault;
}
