/* Tags, varints and lengths.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-stream.h"

#include "format/perfetto.pb-c.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* What is read at once: little of a little file. */
#define FIRST_BLOCK 4096
#define BLOCK 65536
#define MOST_TAG 20u /* bytes of a tag and a length */

typedef enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_LENGTH = 2, WIRE_32 = 5 } WireType;

void
gantry_packet_stream_init (GantryPacketStream *stream, GInputStream *input)
{
  *stream = (GantryPacketStream){.stream = input, .bytes = g_byte_array_new()};
}

void
gantry_packet_stream_clear (GantryPacketStream *stream)
{
  g_clear_pointer(&stream->bytes, g_byte_array_unref);
  g_clear_pointer(&stream->fault, g_free);
}

/* Bytes after a varint of at most ten, or NULL where it does not end. */
static const guint8 *
read_varint (const guint8 *at, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (unsigned shift = 0; shift < 70 && at < end; shift += 7) {
    guint8 byte = *at++;
    *value |= (guint64)(byte & 127) << shift;
    if (byte < 128)
      return at;
  }
  return NULL;
}

static gsize
count_left (const GantryPacketStream *stream)
{
  return stream->bytes->len - stream->at;
}

/* Reads until so many bytes are there, or the stream ends. FALSE: it failed. */
static bool
fill (GantryPacketStream *stream, gsize wanted, GCancellable *cancellable, GError **error)
{
  if (count_left(stream) >= wanted || stream->has_ended)
    return true;
  g_byte_array_remove_range(stream->bytes, 0, (guint)stream->at);
  stream->start += (goffset)stream->at;
  stream->at = 0;
  while (stream->bytes->len < wanted && !stream->has_ended) {
    guint length = stream->bytes->len;
    guint block = (guint)CLAMP(stream->start + length, FIRST_BLOCK, BLOCK);
    g_byte_array_set_size(stream->bytes, length + block);
    gssize count =
        g_input_stream_read(stream->stream, stream->bytes->data + length, block, cancellable, error);
    g_byte_array_set_size(stream->bytes, length + (guint)MAX(count, 0));
    if (count < 0)
      return false;
    stream->has_ended = count == 0;
  }
  return true;
}

static GantryPacketStreamResult
fail (GantryPacketStream *stream, const char *format)
{
  g_free(stream->fault);
  stream->fault = g_strdup_printf(format, stream->offset);
  return GANTRY_PACKET_STREAM_FAULT;
}

/* Bytes that belong to the field after its tag, and for one with a length that length; FALSE: no field. */
static bool
measure (guint64 tag, const guint8 **at, const guint8 *end, guint64 *length)
{
  const guint8 *after;
  switch (tag & 7) {
  case WIRE_VARINT:
    after = read_varint(*at, end, length);
    *length = after != NULL ? (guint64)(after - *at) : 0;
    return after != NULL;
  case WIRE_64:
    *length = 8;
    return true;
  case WIRE_32:
    *length = 4;
    return true;
  case WIRE_LENGTH:
    *at = read_varint(*at, end, length);
    return *at != NULL;
  default:
    return false;
  }
}

/* One field of the outer layer, of which packets are the only ones that we know. */
static GantryPacketStreamResult
next_field (GantryPacketStream *stream, bool *is_packet, GCancellable *cancellable, GError **error)
{
  guint64 tag, length;
  if (!fill(stream, MOST_TAG, cancellable, error))
    return GANTRY_PACKET_STREAM_FAILED;
  stream->offset = stream->start + (goffset)stream->at;
  if (count_left(stream) == 0)
    return GANTRY_PACKET_STREAM_END;
  const guint8 *start = stream->bytes->data + stream->at, *end = stream->bytes->data + stream->bytes->len;
  const guint8 *at = read_varint(start, end, &tag);
  if (at == NULL || tag >> 3 == 0 || !measure(tag, &at, end, &length)) {
    if (stream->has_ended && end - start < (int)MOST_TAG)
      return fail(stream, _("the file breaks off in the packet at byte %" PRId64));
    return fail(stream, _("what stands at byte %" PRId64 " is no packet"));
  }
  if (length > GANTRY_PACKET_MOST)
    return fail(stream, _("the packet at byte %" PRId64 " is longer than 64 MiB"));
  stream->at += (gsize)(at - start);
  if (!fill(stream, length, cancellable, error))
    return GANTRY_PACKET_STREAM_FAILED;
  if (count_left(stream) < length)
    return fail(stream, _("the file breaks off in the packet at byte %" PRId64));
  *is_packet = tag == (1 << 3 | WIRE_LENGTH);
  stream->packet = stream->bytes->data + stream->at;
  stream->length = length;
  stream->at += length;
  return GANTRY_PACKET_STREAM_PACKET;
}

GantryPacketStreamResult
gantry_packet_stream_next (GantryPacketStream *stream, GCancellable *cancellable, GError **error)
{
  bool is_packet = false;
  GantryPacketStreamResult result;
  do
    result = next_field(stream, &is_packet, cancellable, error);
  while (result == GANTRY_PACKET_STREAM_PACKET && !is_packet);
  return result;
}

/* Fields of a packet that are no event and nothing to us: settings and statistics of the recording, and what
 * its service adds to each. */
static bool
is_silent (guint64 number)
{
  static const guint8 silent[] = {3, 33, 34, 35, 36, 45, 69, 79, 89, 98};
  return memchr(silent, (int)MIN(number, 255), sizeof silent) != NULL;
}

static void
take_number (GantryPacketHead *head, guint64 number, guint64 value)
{
  switch (number) {
  case 8:
    head->has_timestamp = true;
    head->timestamp = value;
    break;
  case 10:
    head->sequence = (guint32)value;
    break;
  case 13:
    head->flags = (guint32)value;
    head->is_cleared |= (value & PERFETTO__SEQUENCE_FLAG__SEQUENCE_CLEARED) != 0;
    break;
  case 41:
    head->is_cleared |= value != 0;
    break;
  case 42:
    head->is_dropped = value != 0;
    break;
  case 58:
    head->has_clock = true;
    head->clock = (guint32)value;
    break;
  case 87:
    head->is_first = value != 0;
    break;
  default:
    head->is_other |= !is_silent(number);
  }
}

bool
gantry_packet_head_read (GantryPacketHead *head, const guint8 *data, gsize length)
{
  const guint8 *end = data + length;
  *head = (GantryPacketHead){0};
  for (const guint8 *at = data; at < end;) {
    guint64 tag, size, value = 0;
    at = read_varint(at, end, &tag);
    if (at == NULL || tag >> 3 == 0 || !measure(tag, &at, end, &size) || size > (guint64)(end - at))
      return false;
    if ((tag & 7) == WIRE_VARINT) {
      read_varint(at, end, &value);
      take_number(head, tag >> 3, value);
    } else if (tag >> 3 <= G_MAXUINT && protobuf_c_message_descriptor_get_field(
                                            &perfetto__trace_packet__descriptor, (unsigned)(tag >> 3))) {
      head->is_ours = true;
    } else {
      head->is_other |= !is_silent(tag >> 3);
    }
    at += size;
  }
  return true;
}
