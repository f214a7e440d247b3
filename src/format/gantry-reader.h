/* What the parts of the `.gantry` reader share: the chunks that were found, and the timeline that they
 * become.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/chunk-reader.h"
#include "format/reading.h"

#include <stdatomic.h>

typedef struct {
  GBytes *bytes; /* what the chunks lie in */
  const GantryReading *reading;
  GantryChunks chunks;
  GantryTimeline *timeline;
  GBytes *strings;      /* all texts, one behind the other */
  bool can_borrow;      /* each table stands in the file once, and can be used where it lies */
  guint n_bookmarks;    /* records of them that were looked at */
  atomic_bool left_out; /* something that was sound by its hash, but made no sense */
} GantryTraceReader;

/* Takes a record of which this version knows as much as it asked for. */
typedef void (*GantryTakeRecord)(GantryTraceReader *reader, const GantryChunk *chunk, const void *record,
                                 uint64_t place);

/* gantry-read-tables.c */

/* Something made no sense. Any thread that helps to read. */
void gantry_reader_leave_out (GantryTraceReader *reader);

const GantryChunk *gantry_reader_chunk (const GantryTraceReader *reader, guint index);
guint gantry_reader_count_chunks (const GantryTraceReader *reader);
uint64_t gantry_reader_count_records (const GantryChunk *chunk);
/* Copies `size` bytes of the record at `place`; FALSE behind the last, or where it is damaged. */
bool gantry_reader_get_record (const GantryChunk *chunk, uint64_t place, void *record, size_t size);
/* Calls `take` with each sound record of all chunks of a type; `record` has room for `size` bytes. */
void gantry_reader_for_each (GantryTraceReader *reader, GantryChunkType type, void *record, size_t size,
                             GantryTakeRecord take);
/* The text at a place; one that is none reads as "?". Lives as long as the timeline. */
const char *gantry_reader_text (const GantryTraceReader *reader, uint32_t place);
GantryLane *gantry_reader_find_lane (const GantryTraceReader *reader, uint32_t id, bool core);
/* Whether each table stands in the file once. A file that grew has several of each. Looks at all chunks. */
bool gantry_reader_stands_once (const GantryTraceReader *reader);

/* gantry-read-lanes.c: the lanes with their intervals, ends and losses. FALSE: cancelled. */
bool gantry_reader_take_lanes (GantryTraceReader *reader, GError **error);

/* gantry-read-events.c: what happened to things and between lanes. */
void gantry_reader_take_events (GantryTraceReader *reader);
