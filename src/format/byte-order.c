/* Where the numbers of each kind of record lie, to turn their bytes around.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/byte-order.h"

#include <string.h>

/* The sizes of each record's numbers, one behind the other: data/gantry-format.md has their names. */
static const char *const shapes[GANTRY_N_CHUNK_TYPES] = {
    [GANTRY_CHUNK_LANES] = "4444888884444",
    [GANTRY_CHUNK_CORES] = "4444888884444",
    [GANTRY_CHUNK_RUNS] = "44",
    [GANTRY_CHUNK_CORE_RUNS] = "44",
    [GANTRY_CHUNK_INTERVALS] = "844",
    [GANTRY_CHUNK_LOSSES] = "44888",
    [GANTRY_CHUNK_CORE_LOSSES] = "44888",
    [GANTRY_CHUNK_THINGS] = "8888",
    [GANTRY_CHUNK_THING_STEPS] = "88",
    [GANTRY_CHUNK_COUNTER_STEPS] = "88",
    [GANTRY_CHUNK_ARROWS] = "444488",
    [GANTRY_CHUNK_MARKS] = "44448",
    [GANTRY_CHUNK_SPANS] = "444488",
    [GANTRY_CHUNK_DEADLOCK] = "4444444444444",
    [GANTRY_CHUNK_PROGRESS] = "888",
    [GANTRY_CHUNK_THING_USES] = "844",
    [GANTRY_CHUNK_BOOKMARKS] = "844",
};

static const char *
shape_of (GantryChunkType type)
{
  return type < GANTRY_N_CHUNK_TYPES && shapes[type] ? shapes[type] : "";
}

size_t
gantry_record_known_size (GantryChunkType type)
{
  size_t size = 0;
  for (const char *field = shape_of(type); *field; field++)
    size += (size_t)(*field - '0');
  return size;
}

static void
swap_number (uint8_t *bytes, size_t size)
{
  for (size_t i = 0; i < size / 2; i++) {
    uint8_t byte = bytes[i];
    bytes[i] = bytes[size - 1 - i];
    bytes[size - 1 - i] = byte;
  }
}

void
gantry_swap_records (GantryChunkType type, void *records, size_t record_size, size_t length)
{
  size_t known = gantry_record_known_size(type);
  if (known == 0 || record_size < known)
    return;
  uint8_t *record = records;
  for (size_t left = length; left >= record_size; left -= record_size, record += record_size) {
    uint8_t *number = record;
    for (const char *field = shape_of(type); *field; field++) {
      size_t size = (size_t)(*field - '0');
      swap_number(number, size);
      number += size;
    }
  }
}

void
gantry_file_header_order (GantryFileHeader *header)
{
  header->major = GUINT16_FROM_LE(header->major);
  header->minor = GUINT16_FROM_LE(header->minor);
  header->header_size = GUINT32_FROM_LE(header->header_size);
}

void
gantry_chunk_header_order (GantryChunkHeader *header)
{
  header->magic = GUINT32_FROM_LE(header->magic);
  header->type = GUINT16_FROM_LE(header->type);
  header->flags = GUINT16_FROM_LE(header->flags);
  header->owner = GUINT32_FROM_LE(header->owner);
  header->record_size = GUINT32_FROM_LE(header->record_size);
  header->length = GUINT64_FROM_LE(header->length);
  header->header_hash = GUINT64_FROM_LE(header->header_hash);
}
