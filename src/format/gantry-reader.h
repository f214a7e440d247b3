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
  GHashTable *missing;  /* lanes of whose intervals some are, to how many (uint64_t); NULL: none are */
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
/* Calls `take` with each sound record of a chunk; `record` has room for `size` bytes. */
void gantry_reader_take_chunk (GantryTraceReader *reader, const GantryChunk *chunk, void *record, size_t size,
                               GantryTakeRecord take);
/* The same of all chunks of a type. */
void gantry_reader_for_each (GantryTraceReader *reader, GantryChunkType type, void *record, size_t size,
                             GantryTakeRecord take);
/* The text at a place; one that is none reads as "?". Lives as long as the timeline. */
const char *gantry_reader_text (const GantryTraceReader *reader, uint32_t place);
/* Whether the next chunk that could be read lies right behind this one; the last one is followed by none. */
bool gantry_reader_is_followed (const GantryTraceReader *reader, guint index);
GantryLane *gantry_reader_find_lane (const GantryTraceReader *reader, uint32_t id, bool core);
/* Whether each table stands in the file once. A file that grew has several of each. Looks at all chunks. */
bool gantry_reader_stands_once (const GantryTraceReader *reader);

/* gantry-read-lanes.c: the lanes with their intervals, ends and losses. FALSE: cancelled. */
bool gantry_reader_take_lanes (GantryTraceReader *reader, GError **error);

/* gantry-read-missing.c */

/* A file that grew and breaks off is read as it was when it was last whole: behind that stand the beginnings
 * of tables, which contradict those that are not there yet. */
void gantry_reader_drop_half_step (GantryTraceReader *reader);
/* From now on the lane is taken no further. `count`: intervals that are not there, 0: nobody knows. One
 * thread. */
void gantry_reader_miss (GantryTraceReader *reader, GantryLane *lane, uint64_t count);
bool gantry_reader_misses (const GantryTraceReader *reader, const GantryLane *lane);
/* Marks in the lanes what is missing, once it is known when the run ended. Returns the intervals' number. */
uint64_t gantry_reader_mark_missing (const GantryTraceReader *reader, int64_t end);
/* `sentence` and, where something is missing that figures need, what and what that means; to be freed. */
char *gantry_reader_tell_missing (const GantryTraceReader *reader, const char *sentence);

/* gantry-read-counts.c: after the lanes and the events, where the tables that count tasks are missing. */
void gantry_reader_count_anew (GantryTraceReader *reader);

/* gantry-read-events.c: what happened to things and between lanes. */
void gantry_reader_take_events (GantryTraceReader *reader);
