/* Perfetto traces made up by hand, and what becomes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/perfetto-read.h"
#include "format/wire.h"
#include "timeline/script.h"

/* Field numbers, written down again. */
enum {
  PACKET_FTRACE = 1,
  PACKET_TREE = 2,
  PACKET_CLOCKS = 6,
  PACKET_TIME = 8,
  PACKET_SEQUENCE = 10,
  PACKET_EVENT = 11,
  PACKET_INTERNED = 12,
  PACKET_FLAGS = 13,
  PACKET_DROPPED = 42,
  PACKET_PROCESS = 43,
  PACKET_THREAD = 44,
  PACKET_COMPRESSED = 50,
  PACKET_CLOCK = 58,
  PACKET_DEFAULTS = 59,
  PACKET_TRACK = 60,
};
enum { SLICE_BEGIN = 1, SLICE_END, INSTANT, COUNTER, STATE };
enum { CLEARED = 1, NEEDS = 2 };

/* A packet of sequence 1, or without one; `ms`: its time in milliseconds. Freed by perfetto_put(). */
GByteArray *perfetto_packet (double ms);
GByteArray *perfetto_packet_without_time (void);
/* An event; `name` is nullable. */
GByteArray *perfetto_event (int type, uint64_t track, const char *name);
/* Adds a packet to a trace, or takes an event into a packet of its own first. */
void perfetto_put (GByteArray *trace, GByteArray *packet);
void perfetto_put_event (GByteArray *trace, double ms, int type, uint64_t track, const char *name);
/* Descriptors. `parent` 0: none. */
GByteArray *perfetto_track (uint64_t uuid, uint64_t parent, const char *name);
void perfetto_put_track (GByteArray *trace, GByteArray *track);
void perfetto_put_thread (GByteArray *trace, uint64_t uuid, int pid, int tid, const char *name);
void perfetto_put_counter_track (GByteArray *trace, uint64_t uuid, const char *name, uint64_t multiplier,
                                 bool incremental);
/* Takes the packet. */
void perfetto_put_value (GByteArray *trace, GByteArray *packet, uint64_t track, int64_t value);
/* One entry in a table of names: 1 categories, 2 event names. Takes and gives back the packet. */
GByteArray *perfetto_intern (GByteArray *packet, int table, uint64_t iid, const char *name);

/* Must be a trace; nothing is wrong with it where `fault` is NULL, else that says what is. */
GantryTimeline *perfetto_read (const GByteArray *trace, uint64_t skipped, const char *fault);
/* Whatever comes. `report` is filled; the timeline may be NULL. */
GantryTimeline *perfetto_read_any (const void *data, gsize length, GantryReport *report, GError **error);

/* "main 3 print a": lane, time, text. */
char *perfetto_marks (const GantryTimeline *timeline);
/* "x: 0=1 5=2; y: 0=3" */
char *perfetto_things (const GantryTimeline *timeline);

/* That a lane of a timeline is just this, in the words of gantry_script_describe_labels(). */
#define perfetto_assert_lane(timeline, lane, expected)                                                       \
  gantry_script_assert_text(gantry_script_describe_labels(timeline, lane), expected)
