/* Memory for one unpacked packet at a time: taken in a row, given back at once, and never much more than the
 * packet is long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <protobuf-c/protobuf-c.h>

typedef struct {
  ProtobufCAllocator allocator; /* for unpacking; what does not fit fails */
  GPtrArray *blocks;            /* GByteArray of fixed size; the first one is kept */
  gsize used;                   /* of the last block */
  gsize total;
  gsize limit;
} GantryPerfettoArena;

void gantry_perfetto_arena_init (GantryPerfettoArena *arena);
void gantry_perfetto_arena_clear (GantryPerfettoArena *arena);
/* Takes back all and makes room for a packet of `length` bytes. */
void gantry_perfetto_arena_reset (GantryPerfettoArena *arena, gsize length);
