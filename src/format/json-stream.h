/* A stream of JSON in a window that moves over it, as large as the largest thing that is looked at whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/json-scan.h"
#include "format/reading-room.h"

typedef struct {
  GInputStream *input; /* borrowed */
  const GantryReading *reading;
  GantryJsonScan scan; /* what is in memory and was not taken yet */
  char *window;
  gsize capacity;
  int64_t n_read;
  GantryReadingRoom room;
  bool is_over;      /* nothing follows what is in memory */
  char *broken;      /* why it is over before its end, or NULL */
  GError *cancelled; /* it was; then it is over, too */
} GantryJsonStream;

void gantry_json_stream_init (GantryJsonStream *stream, GInputStream *input, const GantryReading *reading);
void gantry_json_stream_clear (GantryJsonStream *stream);
/* Reads on behind what was not taken. FALSE: there is nothing more. */
bool gantry_json_stream_more (GantryJsonStream *stream);
/* Where the scan stands: bytes from the stream's beginning. */
int64_t gantry_json_stream_get_offset (const GantryJsonStream *stream);
/* Leaves out white space and commas; FALSE: nothing is left. */
bool gantry_json_stream_skip_space (GantryJsonStream *stream);
/* Leaves out a value of any length and depth. FALSE: the stream ends in it. */
bool gantry_json_stream_skip_value (GantryJsonStream *stream);
/* What is in memory without the scan; more than that the window never needs to hold. */
gsize gantry_json_stream_get_waiting (const GantryJsonStream *stream);
