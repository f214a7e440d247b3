/* Between the byte order of `.gantry` files, which is little-endian everywhere, and this machine's.
 *
 * Where both are the same nothing is done, and records are used where they lie. Elsewhere they are turned on
 * their way into the file, and in a copy of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/gantry-layout.h"

#include <glib.h>
#include <stddef.h>

#define GANTRY_FILE_ORDER_IS_NATIVE (G_BYTE_ORDER == G_LITTLE_ENDIAN)

/* How many bytes of a record have an order, which are those that this version knows; 0 for types whose
 * records are bytes or none. Any thread. */
size_t gantry_record_known_size (GantryChunkType type);

/* Turns all numbers of the records around, in place: from one order into the other. `record_size` may be
 * greater than what is known, whose rest stays; records that are smaller, and a last one that is not whole,
 * stay as they are. Needs no alignment. Any thread. */
void gantry_swap_records (GantryChunkType type, void *records, size_t record_size, size_t length);

/* From the file's order to this machine's, or back, which is the same; nothing where they are one. */
void gantry_file_header_order (GantryFileHeader *header);
void gantry_chunk_header_order (GantryChunkHeader *header);
