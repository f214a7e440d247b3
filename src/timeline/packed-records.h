/* Blocks of records that are as wide as they need be: whole bytes, as many in all records of a block.
 *
 * A block is GANTRY_PACKED_BLOCK records in a row. Its head, which is its owner's, says how wide they are,
 * and that is settled before the first of them is written: by what the block before needed. So the writer
 * need not wait for a block to be whole, what a reader has seen never changes, and no byte is written that
 * belongs to another record, which may be read meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/append-store.h"

#include <string.h>

#define GANTRY_PACKED_BLOCK 32
/* Bytes of a number in a record. */
#define GANTRY_PACKED_LEAST 2
#define GANTRY_PACKED_MOST 8

/* As many bytes as there are records in a block: with records of n bytes, a block takes n rows. */
typedef struct {
  uint8_t bytes[GANTRY_PACKED_BLOCK];
} GantryPackedRow;

/* Writer only: room for a block of records of `size` bytes, that begins at the row `at`; readers go by what
 * the owner counts. */
static inline uint8_t *
gantry_packed_rows_begin_block (GantryAppendStore *rows, size_t size, uint32_t *at)
{
  GantryPackedRow *row = gantry_append_store_reserve_run(rows, size);
  size_t count = gantry_append_store_count(rows);
  /* 128 GB are not to be had. */
  g_assert(count <= UINT32_MAX);
  *at = (uint32_t)count;
  gantry_append_store_publish_run(rows, size);
  return row->bytes;
}

/* The records of the block that begins at the row `at`. */
static inline const uint8_t *
gantry_packed_rows_at (const GantryAppendStore *rows, uint32_t at)
{
  const GantryPackedRow *row = gantry_append_store_at(rows, at);
  return row->bytes;
}

/* How many bits a number needs. */
static inline unsigned
gantry_packed_bits_of (uint64_t number)
{
  return number ? 64 - (unsigned)__builtin_clzll((unsigned long long)number) : 0;
}

/* How many bytes a number of so many bits takes, up to 64. */
static inline unsigned
gantry_packed_bytes_of (unsigned bits)
{
  return MAX((bits + 7) / 8, GANTRY_PACKED_LEAST);
}

/* The largest number of `bits` bits, up to 63. */
static inline uint64_t
gantry_packed_mask (unsigned bits)
{
  return (UINT64_C(1) << bits) - 1;
}

/* The lowest `count` bytes of a number, the lowest first. */
static inline void
gantry_packed_write (uint8_t *bytes, uint64_t number, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    bytes[i] = (uint8_t)(number >> 8 * i);
}

/* By two reads that overlap where it has fewer bytes than they: no others than its own are looked at. */
static inline uint64_t
gantry_packed_read (const uint8_t *bytes, unsigned count)
{
  if (count >= 4) {
    uint32_t low, high;
    memcpy(&low, bytes, sizeof low);
    memcpy(&high, bytes + count - sizeof high, sizeof high);
    return GUINT32_FROM_LE(low) | (uint64_t)GUINT32_FROM_LE(high) << 8 * (count - 4);
  }
  return bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[count - 1] << 8 * (count - 1);
}
