/* Chunks of a `.gantry` file into a stream: headers, records in any number of pieces, hashes.
 *
 * One thread. A fault of the stream is kept and told by gantry_chunk_writer_check(); until then what follows
 * it is dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/gantry-layout.h"

#include <gio/gio.h>
#include <stdbool.h>

typedef struct {
  GOutputStream *stream;
  uint8_t *block;                 /* the present one, */
  size_t n_block, block_capacity; /* at most GANTRY_HASHED_BLOCK */
  GantryChunkType type;           /* of the present chunk */
  uint32_t record_size;
  uint64_t left;    /* of the present chunk */
  uint64_t written; /* of the file */
  GArray *hashes;   /* uint64_t, of the present chunk */
  GError *fault;
} GantryChunkWriter;

/* Writes the file's header. A reference to the stream is kept. */
void gantry_chunk_writer_init (GantryChunkWriter *writer, GOutputStream *stream);
void gantry_chunk_writer_clear (GantryChunkWriter *writer);
/* A chunk of `length` bytes, which have to be put before the next one begins. */
void gantry_chunk_writer_begin (GantryChunkWriter *writer, GantryChunkType type, uint32_t owner,
                                uint32_t record_size, uint64_t length);
/* Whole records, `length` bytes of them. */
void gantry_chunk_writer_put (GantryChunkWriter *writer, const void *records, size_t length);
/* Both at once. */
void gantry_chunk_writer_add (GantryChunkWriter *writer, GantryChunkType type, uint32_t owner,
                              uint32_t record_size, const void *bytes, size_t length);
/* Whether all went well so far. */
bool gantry_chunk_writer_check (const GantryChunkWriter *writer, GError **error);
