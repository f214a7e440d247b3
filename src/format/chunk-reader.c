/* Chunks out of bytes that nobody vouches for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chunk-reader.h"

#include "format/byte-order.h"
#include "timeline/columns.h"
#include "timeline/lower-bound.h"
#include "timeline/parallel.h"

#include <string.h>
#include <xxhash.h>

#define CHECKS_AT_ONCE 8 /* blocks whose hashes one thread compares */

static uint64_t
align (uint64_t offset)
{
  return (offset + GANTRY_FILE_ALIGNMENT - 1) / GANTRY_FILE_ALIGNMENT * GANTRY_FILE_ALIGNMENT;
}

static uint64_t
count_blocks (uint64_t length)
{
  return length / GANTRY_HASHED_BLOCK + (length % GANTRY_HASHED_BLOCK != 0);
}

/* A sound header at this place. */
static bool
read_header (const uint8_t *bytes, uint64_t length, uint64_t offset, GantryChunkHeader *header)
{
  if (offset > length || length - offset < sizeof *header)
    return false;
  memcpy(header, bytes + offset, sizeof *header);
  uint64_t hash = XXH3_64bits(header, offsetof(GantryChunkHeader, header_hash));
  gantry_chunk_header_order(header);
  return header->magic == GANTRY_CHUNK_MAGIC && header->header_hash == hash && header->record_size > 0;
}

static void
note_damage (GantryChunks *chunks, uint64_t offset)
{
  chunks->damaged_at = chunks->is_damaged ? MIN(chunks->damaged_at, offset) : offset;
  chunks->is_damaged = true;
}

static void
add_damaged_block (GantryChunks *chunks, GantryChunk *chunk, uint64_t block)
{
  if (!chunk->damaged)
    chunk->damaged = g_array_new(FALSE, FALSE, sizeof(uint64_t));
  g_array_append_val(chunk->damaged, block);
  note_damage(chunks, chunk->offset + block * GANTRY_HASHED_BLOCK);
}

static uint64_t
read_hash (const uint8_t *place)
{
  uint64_t hash;
  memcpy(&hash, place, sizeof hash);
  return GUINT64_FROM_LE(hash);
}

/* A block of a chunk, to be compared with its hash. */
typedef struct {
  const uint8_t *bytes, *hash;
  uint32_t length;
  guint chunk; /* its place */
  uint64_t block;
  bool is_damaged; /* if so beforehand, its hash is, too */
} Check;

/* Checks the blocks of a chunk later, whose hashes stand at `hashes`. `place`: of the chunk. */
static void
add_checks (GantryChunks *chunks, const GantryChunk *chunk, guint place, const uint8_t *hashes,
            GArray *checks)
{
  uint64_t n_blocks = count_blocks(chunk->length), size = n_blocks * sizeof(uint64_t);
  bool has_hashes = read_hash(hashes + size) == XXH3_64bits(hashes, size);
  if (!has_hashes && n_blocks == 0)
    note_damage(chunks, chunk->offset);
  for (uint64_t i = 0; i < n_blocks; i++) {
    uint64_t from = i * GANTRY_HASHED_BLOCK;
    Check check = {
        .bytes = chunk->records + from,
        .hash = hashes + i * sizeof(uint64_t),
        .length = (uint32_t)MIN(GANTRY_HASHED_BLOCK, chunk->length - from),
        .chunk = place,
        .block = i,
        .is_damaged = !has_hashes,
    };
    g_array_append_val(checks, check);
  }
}

static void
check_some (guint index, gpointer data)
{
  GArray *checks = data;
  guint end = MIN((index + 1) * CHECKS_AT_ONCE, checks->len);
  for (guint i = index * CHECKS_AT_ONCE; i < end; i++) {
    Check *check = &g_array_index(checks, Check, i);
    if (!check->is_damaged)
      check->is_damaged = read_hash(check->hash) != XXH3_64bits(check->bytes, check->length);
  }
}

static void
check_all (GantryChunks *chunks, uint64_t length, GArray *checks)
{
  guint n_times = (checks->len + CHECKS_AT_ONCE - 1) / CHECKS_AT_ONCE;
  gantry_parallel_end(gantry_parallel_begin(n_times, length >= GANTRY_LONG_FILE, check_some, checks));
  for (guint i = 0; i < checks->len; i++) {
    const Check *check = &g_array_index(checks, Check, i);
    if (check->is_damaged)
      add_damaged_block(chunks, &g_array_index(chunks->chunks, GantryChunk, check->chunk), check->block);
  }
}

/* Takes the chunk at `offset`, whose header is sound. Returns where the next one begins, or 0 where this one
 * is not all there. */
static uint64_t
take_chunk (GantryChunks *chunks, const uint8_t *bytes, uint64_t length, uint64_t offset,
            const GantryChunkHeader *header, GArray *checks)
{
  uint64_t records = offset + sizeof *header;
  if (header->length > length - records)
    return 0;
  uint64_t hashes = align(records + header->length);
  uint64_t end = align(hashes + (count_blocks(header->length) + 1) * sizeof(uint64_t));
  if (end > length)
    return 0;
  GantryChunk chunk = {
      .type = header->type < GANTRY_N_CHUNK_TYPES ? (GantryChunkType)header->type : 0,
      .owner = header->owner,
      .record_size = header->record_size,
      .records = bytes + records,
      .length = header->length,
      .offset = records,
      .end = end,
  };
  add_checks(chunks, &chunk, chunks->chunks->len, bytes + hashes, checks);
  chunk.length -= chunk.length % chunk.record_size;
  chunks->is_whole = chunks->is_whole || chunk.type == GANTRY_CHUNK_END;
  g_array_append_val(chunks->chunks, chunk);
  return end;
}

/* How long the intervals are of which these runs tell, bytes. */
static uint64_t
length_of_runs (const GantryChunk *runs)
{
  uint64_t count = 0;
  for (uint64_t i = 0; i + sizeof(GantryRunRecord) <= runs->length; i += runs->record_size) {
    GantryRunRecord run;
    memcpy(&run, runs->records + i, sizeof run);
    count += GUINT32_FROM_LE(run.count);
  }
  return count * sizeof(GantryStoredInterval);
}

/* Where the header of intervals is damaged, the runs before them tell how long they are, and the hashes at
 * their end whether it is they that stand there. FALSE: nobody knows what does. */
static bool
guess_header (const GantryChunks *chunks, const uint8_t *bytes, uint64_t length, uint64_t offset,
              GantryChunkHeader *header)
{
  const GantryChunk *runs =
      chunks->chunks->len > 0 ? &g_array_index(chunks->chunks, GantryChunk, chunks->chunks->len - 1) : NULL;
  bool are_runs = runs && runs->end == offset && runs->record_size >= sizeof(GantryRunRecord) &&
                  (runs->type == GANTRY_CHUNK_RUNS || runs->type == GANTRY_CHUNK_CORE_RUNS);
  uint64_t size = are_runs ? length_of_runs(runs) : 0;
  if (size == 0 || length - offset < sizeof *header || size > length - offset - sizeof *header)
    return false;
  uint64_t hashes = align(offset + sizeof *header + size), n_bytes = count_blocks(size) * sizeof(uint64_t);
  if (hashes > length || n_bytes + sizeof(uint64_t) > length - hashes ||
      read_hash(bytes + hashes + n_bytes) != XXH3_64bits(bytes + hashes, n_bytes))
    return false;
  *header = (GantryChunkHeader){
      .type = GANTRY_CHUNK_INTERVALS, .record_size = sizeof(GantryStoredInterval), .length = size};
  return true;
}

static void
clear_chunk (gpointer data)
{
  g_clear_pointer(&((GantryChunk *)data)->damaged, g_array_unref);
}

void
gantry_chunks_find (GantryChunks *chunks, const uint8_t *bytes, uint64_t length, uint64_t header_size)
{
  *chunks = (GantryChunks){.chunks = g_array_new(FALSE, FALSE, sizeof(GantryChunk))};
  g_array_set_clear_func(chunks->chunks, clear_chunk);
  g_autoptr(GArray) checks = g_array_new(FALSE, FALSE, sizeof(Check));
  uint64_t offset = header_size;
  chunks->breaks_at = offset;
  while (offset < length) {
    GantryChunkHeader header;
    bool is_sound = read_header(bytes, length, offset, &header);
    bool is_guessed = !is_sound && guess_header(chunks, bytes, length, offset, &header);
    uint64_t next = is_sound || is_guessed ? take_chunk(chunks, bytes, length, offset, &header, checks) : 0;
    if (is_guessed && next > 0)
      note_damage(chunks, offset);
    if (next > 0) {
      /* What stood between the last sound chunk and this one was damaged. */
      if (offset > chunks->breaks_at)
        note_damage(chunks, chunks->breaks_at);
      chunks->breaks_at = next;
    }
    offset = next > 0 ? next : offset + GANTRY_FILE_ALIGNMENT;
  }
  check_all(chunks, length, checks);
}

GBytes *
gantry_chunks_to_native (GantryChunks *chunks, GBytes *bytes)
{
  if (GANTRY_FILE_ORDER_IS_NATIVE)
    return g_bytes_ref(bytes);
  gsize length;
  const uint8_t *from = g_bytes_get_data(bytes, &length);
  uint8_t *to = g_memdup2(from, length);
  for (guint i = 0; i < chunks->chunks->len; i++) {
    GantryChunk *chunk = &g_array_index(chunks->chunks, GantryChunk, i);
    uint8_t *records = to + (chunk->records - from);
    gantry_swap_records(chunk->type, records, chunk->record_size, (size_t)chunk->length);
    chunk->records = records;
  }
  return g_bytes_new_take(to, length);
}

void
gantry_chunks_clear (GantryChunks *chunks)
{
  g_clear_pointer(&chunks->chunks, g_array_unref);
}

static int64_t
damaged_at (gconstpointer damaged, size_t place)
{
  return (int64_t)g_array_index((const GArray *)damaged, uint64_t, place);
}

/* The first damaged block from `block` on, or none. A file of gigabytes may have thousands, and is asked
 * about each record. */
static uint64_t
find_damaged (const GantryChunk *chunk, uint64_t block)
{
  size_t count = chunk->damaged ? chunk->damaged->len : 0;
  size_t place = gantry_lower_bound(0, count, (int64_t)block, damaged_at, chunk->damaged);
  return place < count ? g_array_index(chunk->damaged, uint64_t, place) : UINT64_MAX;
}

uint64_t
gantry_chunk_count_sound (const GantryChunk *chunk, uint64_t from, uint64_t count)
{
  count = from < chunk->length ? MIN(count, chunk->length - from) : 0;
  uint64_t damaged = find_damaged(chunk, from / GANTRY_HASHED_BLOCK);
  if (damaged > (UINT64_MAX - 1) / GANTRY_HASHED_BLOCK || damaged * GANTRY_HASHED_BLOCK >= from + count)
    return count;
  return MAX(damaged * GANTRY_HASHED_BLOCK, from) - from;
}
