/* Writes the packets of a Perfetto trace: one sequence, with names written once and numbered from then on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/perfetto.pb-c.h"

#include <gio/gio.h>
#include <stdbool.h>

#define GANTRY_PACKET_ANNOTATIONS 4

/* The tables of names that a packet adds to. */
typedef enum {
  GANTRY_PACKET_CATEGORIES,
  GANTRY_PACKET_EVENT_NAMES,
  GANTRY_PACKET_ANNOTATION_NAMES,
  GANTRY_PACKET_TABLES,
} GantryPacketTable;

/* Names that a packet is the first to use. */
typedef struct {
  Perfetto__InternedName names[GANTRY_PACKET_ANNOTATIONS];
  Perfetto__InternedName *list[GANTRY_PACKET_ANNOTATIONS];
  size_t count;
} GantryNewNames;

typedef struct {
  GOutputStream *stream;
  GCancellable *cancellable; /* nullable */
  GError *error;             /* the first one; nothing more is written then */
  GByteArray *bytes;         /* not yet in the stream */
  bool has_begun;
  GHashTable *names[GANTRY_PACKET_TABLES]; /* text to its number */
  /* the event that is put together */
  Perfetto__TracePacket packet;
  Perfetto__TrackEvent event;
  Perfetto__InternedData interned;
  GantryNewNames new_names[GANTRY_PACKET_TABLES];
  Perfetto__DebugAnnotation annotations[GANTRY_PACKET_ANNOTATIONS];
  Perfetto__DebugAnnotation *annotation_list[GANTRY_PACKET_ANNOTATIONS];
  uint64_t category;
  uint64_t flow;
} GantryPackets;

/* `stream` must outlive it. */
void gantry_packets_init (GantryPackets *packets, GOutputStream *stream, GCancellable *cancellable);
void gantry_packets_clear (GantryPackets *packets);

void gantry_packets_put_track (GantryPackets *packets, Perfetto__TrackDescriptor *track);

/* An event: open it, say what there is to say, put it. Names, categories and annotations' names must live as
 * long as the packets; other texts until the event is put. `time` in ns from 0. */
void gantry_packets_open_event (GantryPackets *packets, int64_t time, Perfetto__TrackEventType type,
                                uint64_t track);
void gantry_packets_set_name (GantryPackets *packets, const char *name, const char *category);
/* For a name that hardly comes again: it is not numbered. */
void gantry_packets_set_text (GantryPackets *packets, const char *text, const char *category);
void gantry_packets_add_number (GantryPackets *packets, const char *name, int64_t value);
void gantry_packets_add_truth (GantryPackets *packets, const char *name, bool value);
void gantry_packets_add_text (GantryPackets *packets, const char *name, const char *value);
void gantry_packets_set_value (GantryPackets *packets, int64_t value);
/* The flow of that number begins here, or ends. */
void gantry_packets_set_flow (GantryPackets *packets, uint64_t flow, bool ends);
void gantry_packets_put_event (GantryPackets *packets);

/* Writes what is left. FALSE: something could not be written. */
bool gantry_packets_finish (GantryPackets *packets, GError **error);
