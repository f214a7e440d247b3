/* The outer layer of a Perfetto trace, from a stream: one packet after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* Longer packets than this are refused. */
#define GANTRY_PACKET_MOST (64u << 20)

typedef enum {
  GANTRY_PACKET_STREAM_PACKET,
  GANTRY_PACKET_STREAM_END,
  GANTRY_PACKET_STREAM_FAULT,  /* what comes next makes no sense, or it breaks off */
  GANTRY_PACKET_STREAM_FAILED, /* the stream could not be read, or it was cancelled */
} GantryPacketStreamResult;

typedef struct {
  GInputStream *stream;
  GByteArray *bytes; /* that have been read, from `start` of the stream on */
  gsize at;          /* in `bytes`: what has been used */
  goffset start;
  bool has_ended;
  /* the packet; until the next one is asked for */
  const guint8 *packet;
  gsize length;
  goffset offset; /* of its tag in the stream */
  char *fault;    /* owned */
} GantryPacketStream;

/* `stream` must outlive it. */
void gantry_packet_stream_init (GantryPacketStream *stream, GInputStream *input);
void gantry_packet_stream_clear (GantryPacketStream *stream);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GantryPacketStream, gantry_packet_stream_clear)

/* Memory never exceeds twice the bytes that came, whatever lengths stand in them. */
GantryPacketStreamResult gantry_packet_stream_next (GantryPacketStream *stream, GCancellable *cancellable,
                                                    GError **error);

/* What stands in a packet before its contents are looked at. */
typedef struct {
  guint64 timestamp;
  guint32 clock;
  guint32 sequence;
  guint32 flags;
  bool has_timestamp;
  bool has_clock;
  bool is_cleared;
  bool is_dropped;
  bool is_first;
  bool is_ours;  /* has contents that perfetto.proto knows */
  bool is_other; /* has events of another kind */
} GantryPacketHead;

/* FALSE: it is no message. */
bool gantry_packet_head_read (GantryPacketHead *head, const guint8 *data, gsize length);
