/* Packets, gathered into blocks.
 *
 * All timestamps are of the clock that a trace has where nothing else is said, in nanoseconds, so that a
 * reader has nothing to convert.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-packets.h"

#include "timeline/secret-hash.h"

#define SEQUENCE 1
#define BLOCK 65536
#define PACKET_TAG 0x0a /* field 1, with a length */

void
gantry_packets_init (GantryPackets *packets, GOutputStream *stream, GCancellable *cancellable)
{
  *packets = (GantryPackets){.stream = stream, .cancellable = cancellable, .bytes = g_byte_array_new()};
  for (int i = 0; i < GANTRY_PACKET_TABLES; i++)
    packets->names[i] = g_hash_table_new(gantry_hash_text, g_str_equal);
}

void
gantry_packets_clear (GantryPackets *packets)
{
  for (int i = 0; i < GANTRY_PACKET_TABLES; i++)
    g_hash_table_unref(packets->names[i]);
  g_byte_array_unref(packets->bytes);
  g_clear_error(&packets->error);
}

static void
flush (GantryPackets *packets)
{
  if (packets->error == NULL && !g_cancellable_set_error_if_cancelled(packets->cancellable, &packets->error))
    g_output_stream_write_all(packets->stream, packets->bytes->data, packets->bytes->len, NULL,
                              packets->cancellable, &packets->error);
  g_byte_array_set_size(packets->bytes, 0);
}

static void
put_packet (GantryPackets *packets, Perfetto__TracePacket *packet)
{
  Perfetto__TracePacketDefaults defaults = PERFETTO__TRACE_PACKET_DEFAULTS__INIT;
  packet->has_trusted_packet_sequence_id = true;
  packet->trusted_packet_sequence_id = SEQUENCE;
  packet->has_sequence_flags = true;
  packet->sequence_flags = PERFETTO__SEQUENCE_FLAG__SEQUENCE_NEEDS_STATE;
  if (!packets->has_begun) {
    packets->has_begun = true;
    packet->sequence_flags = PERFETTO__SEQUENCE_FLAG__SEQUENCE_CLEARED;
    packet->has_first_packet_on_sequence = packet->first_packet_on_sequence = true;
    defaults.has_timestamp_clock_id = true;
    defaults.timestamp_clock_id = PERFETTO__BUILTIN_CLOCK__CLOCK_BOOTTIME;
    packet->trace_packet_defaults = &defaults;
  }
  size_t size = perfetto__trace_packet__get_packed_size(packet);
  guint8 head[1 + 10] = {PACKET_TAG};
  guint n_head = 1;
  for (size_t rest = size; rest > 0 || n_head == 1; rest >>= 7)
    head[n_head++] = (guint8)((rest & 127) | (rest > 127 ? 128 : 0));
  g_byte_array_append(packets->bytes, head, n_head);
  guint start = packets->bytes->len;
  g_byte_array_set_size(packets->bytes, start + (guint)size);
  perfetto__trace_packet__pack(packet, packets->bytes->data + start);
  if (packets->bytes->len >= BLOCK)
    flush(packets);
}

void
gantry_packets_put_track (GantryPackets *packets, Perfetto__TrackDescriptor *track)
{
  Perfetto__TracePacket packet = PERFETTO__TRACE_PACKET__INIT;
  packet.track_descriptor = track;
  put_packet(packets, &packet);
}

/* The number of a text in a table; a new one goes with this packet. */
static uint64_t
number_of (GantryPackets *packets, GantryPacketTable table, const char *text)
{
  GHashTable *names = packets->names[table];
  gpointer known = g_hash_table_lookup(names, text);
  if (known != NULL)
    return GPOINTER_TO_SIZE(known);
  uint64_t number = g_hash_table_size(names) + 1;
  g_hash_table_insert(names, (gpointer)text, GSIZE_TO_POINTER(number));
  GantryNewNames *added = &packets->new_names[table];
  Perfetto__InternedName *name = &added->names[added->count];
  perfetto__interned_name__init(name);
  name->has_iid = true;
  name->iid = number;
  name->name = (char *)text;
  added->list[added->count++] = name;
  return number;
}

void
gantry_packets_open_event (GantryPackets *packets, int64_t time, Perfetto__TrackEventType type,
                           uint64_t track)
{
  perfetto__trace_packet__init(&packets->packet);
  perfetto__track_event__init(&packets->event);
  for (int i = 0; i < GANTRY_PACKET_TABLES; i++)
    packets->new_names[i].count = 0;
  packets->packet.track_event = &packets->event;
  packets->packet.has_timestamp = true;
  packets->packet.timestamp = (uint64_t)time;
  packets->event.has_type = true;
  packets->event.type = type;
  packets->event.has_track_uuid = true;
  packets->event.track_uuid = track;
}

static void
set_category (GantryPackets *packets, const char *category)
{
  packets->category = number_of(packets, GANTRY_PACKET_CATEGORIES, category);
  packets->event.n_category_iids = 1;
  packets->event.category_iids = &packets->category;
}

void
gantry_packets_set_name (GantryPackets *packets, const char *name, const char *category)
{
  packets->event.has_name_iid = true;
  packets->event.name_iid = number_of(packets, GANTRY_PACKET_EVENT_NAMES, name);
  set_category(packets, category);
}

void
gantry_packets_set_text (GantryPackets *packets, const char *text, const char *category)
{
  packets->event.name = (char *)text;
  set_category(packets, category);
}

static Perfetto__DebugAnnotation *
add_annotation (GantryPackets *packets, const char *name)
{
  size_t place = packets->event.n_debug_annotations++;
  g_assert(place < GANTRY_PACKET_ANNOTATIONS);
  Perfetto__DebugAnnotation *annotation = &packets->annotations[place];
  perfetto__debug_annotation__init(annotation);
  annotation->has_name_iid = true;
  annotation->name_iid = number_of(packets, GANTRY_PACKET_ANNOTATION_NAMES, name);
  packets->annotation_list[place] = annotation;
  packets->event.debug_annotations = packets->annotation_list;
  return annotation;
}

void
gantry_packets_add_number (GantryPackets *packets, const char *name, int64_t value)
{
  Perfetto__DebugAnnotation *annotation = add_annotation(packets, name);
  annotation->has_int_value = true;
  annotation->int_value = value;
}

void
gantry_packets_add_truth (GantryPackets *packets, const char *name, bool value)
{
  Perfetto__DebugAnnotation *annotation = add_annotation(packets, name);
  annotation->has_bool_value = true;
  annotation->bool_value = value;
}

void
gantry_packets_add_text (GantryPackets *packets, const char *name, const char *value)
{
  add_annotation(packets, name)->string_value = (char *)value;
}

void
gantry_packets_set_value (GantryPackets *packets, int64_t value)
{
  packets->event.has_counter_value = true;
  packets->event.counter_value = value;
}

void
gantry_packets_set_flow (GantryPackets *packets, uint64_t flow, bool ends)
{
  packets->flow = flow;
  *(ends ? &packets->event.n_terminating_flow_ids : &packets->event.n_flow_ids) = 1;
  *(ends ? &packets->event.terminating_flow_ids : &packets->event.flow_ids) = &packets->flow;
}

void
gantry_packets_put_event (GantryPackets *packets)
{
  GantryNewNames *added = packets->new_names;
  if (added[GANTRY_PACKET_CATEGORIES].count + added[GANTRY_PACKET_EVENT_NAMES].count +
          added[GANTRY_PACKET_ANNOTATION_NAMES].count >
      0) {
    perfetto__interned_data__init(&packets->interned);
    packets->interned.event_categories = added[GANTRY_PACKET_CATEGORIES].list;
    packets->interned.n_event_categories = added[GANTRY_PACKET_CATEGORIES].count;
    packets->interned.event_names = added[GANTRY_PACKET_EVENT_NAMES].list;
    packets->interned.n_event_names = added[GANTRY_PACKET_EVENT_NAMES].count;
    packets->interned.debug_annotation_names = added[GANTRY_PACKET_ANNOTATION_NAMES].list;
    packets->interned.n_debug_annotation_names = added[GANTRY_PACKET_ANNOTATION_NAMES].count;
    packets->packet.interned_data = &packets->interned;
  }
  put_packet(packets, &packets->packet);
}

bool
gantry_packets_finish (GantryPackets *packets, GError **error)
{
  flush(packets);
  if (packets->error == NULL)
    return true;
  g_propagate_error(error, g_steal_pointer(&packets->error));
  return false;
}
