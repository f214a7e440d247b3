/* The memory that reading a trace may take.
 *
 * A file is small beside what it unpacks to: a packed one of some megabytes may be as many gigabytes of
 * events that nobody made by measuring anything. What was read until there is no more room is kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/reading.h"

typedef struct {
  int64_t before;  /* what the process had, bytes */
  int64_t most;    /* what it may have at the end, bytes */
  bool is_refused; /* the machine gave no more */
} GantryReadingRoom;

/* Reading begins now. */
void gantry_reading_room_begin (GantryReadingRoom *room, const GantryReading *reading);

/* FALSE: no more. To be asked for each megabyte or so. */
bool gantry_reading_room_is_left (GantryReadingRoom *room);

/* Whether there is room for so many bytes more at once; if not, with an error of G_FILE_ERROR. */
bool gantry_reading_room_has (const GantryReading *reading, uint64_t bytes, GError **error);

/* Why there is no more, in words. Newly allocated. */
char *gantry_reading_room_refusal (const GantryReadingRoom *room);
