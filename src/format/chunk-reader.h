/* The chunks of a `.gantry` file in memory, found and checked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/gantry-layout.h"

#include <glib.h>
#include <stdbool.h>

/* Bytes of a file: for fewer a second thread is not worth waking. */
#define GANTRY_LONG_FILE ((uint64_t)4 << 20)

typedef struct {
  GantryChunkType type;
  uint32_t owner;
  uint32_t record_size;
  const uint8_t *records;
  uint64_t length; /* of the records that are there, bytes; a multiple of their size */
  uint64_t offset; /* of the records in the file */
  uint64_t end;    /* where the next chunk begins */
  GArray *damaged; /* uint64_t: blocks whose hash is wrong, in order; NULL: none */
} GantryChunk;

typedef struct {
  GArray *chunks;  /* GantryChunk, in the file's order */
  bool is_whole;   /* has an END */
  bool is_damaged; /* somewhere, and first: */
  uint64_t damaged_at;
  uint64_t breaks_at; /* where the last whole chunk ends */
} GantryChunks;

/* Reads all headers and compares all hashes; behind a damaged header it goes on at the next sound one, but
 * for that of intervals, which the runs before it stand in for.
 * Nothing is copied: the bytes must outlive the chunks. `header` is the size of the file's header. */
void gantry_chunks_find (GantryChunks *chunks, const uint8_t *bytes, uint64_t length, uint64_t header);
/* Where this machine's byte order is not the file's: lets the chunks' records lie in a copy of the bytes, in
 * this machine's order. Returns what they lie in then, to be unreferenced. */
GBytes *gantry_chunks_to_native (GantryChunks *chunks, GBytes *bytes);
void gantry_chunks_clear (GantryChunks *chunks);
/* Bytes from `from` on that are sound, `count` at most. */
uint64_t gantry_chunk_count_sound (const GantryChunk *chunk, uint64_t from, uint64_t count);
