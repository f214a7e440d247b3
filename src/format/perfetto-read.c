/* Packet by packet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-read.h"

#include "format/perfetto-reader.h"
#include "format/reading-room.h"
#include "timeline/secret-hash.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define PROGRESS (1 << 20)
/* Compressed packets may become this much in all; what real ones become stays far below. */
#define INFLATED_AT_LEAST (INT64_C(64) << 20)
#define INFLATED_TIMES 64

typedef struct {
  GantryPerfettoReader reader;
  const GantryReading *reading;
  GantryReadingRoom room;
  gsize taken;      /* bytes of packets since the last look at it */
  goffset told;     /* progress up to here */
  int64_t inflated; /* bytes of compressed packets so far */
} Read;

static guint
hash_key (gconstpointer data)
{
  const GantryPerfettoKey *key = data;
  return gantry_hash_numbers(key->number, key->kind, 0);
}

static gboolean
is_same_key (gconstpointer a, gconstpointer b)
{
  const GantryPerfettoKey *left = a, *right = b;
  return left->number == right->number && left->kind == right->kind;
}

static void
clear_track (gpointer data)
{
  g_clear_pointer(&((GantryPerfettoTrack *)data)->notes, g_array_unref);
}

static void
free_chunk (gpointer data)
{
  if (data != NULL)
    g_array_unref(data);
}

static void
reader_init (GantryPerfettoReader *reader, const char *title, GantryReport *report)
{
  *reader = (GantryPerfettoReader){
      .import = gantry_import_new(title),
      .report = report,
      .sequences = g_hash_table_new_full(NULL, NULL, NULL, gantry_perfetto_sequence_free),
      .tracks = g_array_new(FALSE, FALSE, sizeof(GantryPerfettoTrack)),
      .by_key = g_hash_table_new_full(hash_key, is_same_key, g_free, NULL),
      .log = g_ptr_array_new_with_free_func(free_chunk),
      .flows = g_array_new(FALSE, FALSE, sizeof(GantryPerfettoRecord)),
      .named = g_hash_table_new(NULL, NULL),
      .changes = g_array_new(FALSE, FALSE, sizeof(GantryPerfettoRecord)),
      .threads = g_hash_table_new_full(NULL, NULL, NULL, g_free),
      .switches = g_array_new(FALSE, FALSE, sizeof(GantryPerfettoSwitch)),
  };
  g_array_set_clear_func(reader->tracks, clear_track);
  gantry_perfetto_arena_init(&reader->arena);
  gantry_perfetto_clocks_init(&reader->clocks);
}

static void
reader_clear (GantryPerfettoReader *reader)
{
  gantry_import_free(reader->import);
  g_hash_table_unref(reader->sequences);
  g_array_unref(reader->tracks);
  g_hash_table_unref(reader->by_key);
  g_ptr_array_unref(reader->log);
  g_array_unref(reader->flows);
  g_clear_pointer(&reader->deadlock, g_array_unref);
  g_array_unref(reader->changes);
  g_hash_table_unref(reader->named);
  g_hash_table_unref(reader->threads);
  g_array_unref(reader->switches);
  gantry_perfetto_arena_clear(&reader->arena);
  gantry_perfetto_clocks_clear(&reader->clocks);
}

static void
note_fault (GantryPerfettoReader *reader, char *fault)
{
  reader->faults++;
  if (reader->report->fault == NULL)
    reader->report->fault = fault;
  else
    g_free(fault);
}

static void
take_contents (GantryPerfettoReader *reader, GantryPerfettoSequence *sequence, const GantryPacketHead *head,
               const Perfetto__TracePacket *packet)
{
  bool is_sound = gantry_perfetto_sequence_take(reader, sequence, head, packet);
  if (packet->track_descriptor != NULL)
    gantry_perfetto_take_track(reader, packet->track_descriptor);
  if (packet->process_descriptor != NULL)
    gantry_perfetto_take_process(reader, packet->process_descriptor);
  if (packet->thread_descriptor != NULL)
    gantry_perfetto_take_thread(reader, packet->thread_descriptor);
  if (packet->process_tree != NULL)
    gantry_perfetto_take_tree(reader, packet->process_tree);
  if (packet->ftrace_events != NULL)
    gantry_perfetto_take_ftrace(reader, packet->ftrace_events);
  if (packet->track_event == NULL)
    return;
  reader->report->events++;
  if (is_sound)
    gantry_perfetto_take_event(reader, sequence, head, packet->track_event);
  else
    reader->report->skipped++;
}

static void
note_broken (Read *read, const GantryPacketStream *stream)
{
  note_fault(&read->reader,
             g_strdup_printf(_("the packet at byte %" PRId64 " cannot be understood"), stream->offset));
  read->reader.report->events++;
  read->reader.report->skipped++;
}

/* A packet of others' alone still counts for its sequence, and its time for an incremental clock. */
static void
take_foreign (GantryPerfettoReader *reader, const GantryPacketHead *head)
{
  if (head->sequence != 0 && (head->is_cleared || head->is_dropped || head->has_timestamp)) {
    GantryPerfettoSequence *sequence = gantry_perfetto_sequence(reader, head->sequence);
    gantry_perfetto_sequence_take(reader, sequence, head, NULL);
  }
  reader->report->events += head->is_other;
  reader->report->skipped += head->is_other;
}

static bool take_all (Read *read, GantryPacketStream *stream, bool is_inner, GError **error);

/* The packet's own memory is the inner ones' now. */
static bool
take_compressed (Read *read, const Perfetto__TracePacket *packet, GError **error)
{
  g_autoptr(GBytes) data = g_bytes_new(packet->compressed_packets.data, packet->compressed_packets.len);
  g_autoptr(GInputStream) memory = g_memory_input_stream_new_from_bytes(data);
  g_autoptr(GZlibDecompressor) inflater = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr(GInputStream) inflated = g_converter_input_stream_new(memory, G_CONVERTER(inflater));
  g_auto(GantryPacketStream) inner;
  gantry_packet_stream_init(&inner, inflated);
  return take_all(read, &inner, true, error);
}

static bool
take_packet (Read *read, const GantryPacketStream *stream, bool is_inner, GError **error)
{
  GantryPerfettoReader *reader = &read->reader;
  GantryPacketHead head;
  if (!gantry_packet_head_read(&head, stream->packet, stream->length)) {
    note_broken(read, stream);
    return true;
  }
  if (!head.is_ours) {
    take_foreign(reader, &head);
    return true;
  }
  gantry_perfetto_arena_reset(&reader->arena, stream->length);
  const Perfetto__TracePacket *packet =
      perfetto__trace_packet__unpack(&reader->arena.allocator, stream->length, stream->packet);
  if (packet == NULL) {
    note_broken(read, stream);
    return true;
  }
  reader->has_ours = true;
  reader->report->events += head.is_other;
  reader->report->skipped += head.is_other;
  take_contents(reader, gantry_perfetto_sequence(reader, head.sequence), &head, packet);
  if (!packet->has_compressed_packets)
    return true;
  if (!is_inner)
    return take_compressed(read, packet, error);
  reader->report->skipped++;
  return true;
}

/* FALSE: cancelled. */
static bool
go_on (Read *read, const GantryPacketStream *stream, bool is_inner, GError **error)
{
  if (is_inner)
    return read->reading == NULL || !g_cancellable_set_error_if_cancelled(read->reading->cancellable, error);
  if (stream->start - read->told < PROGRESS)
    return true;
  read->told = stream->start;
  return gantry_reading_go_on(read->reading, stream->start, error);
}

/* FALSE: it is a bomb. */
static bool
count_inflated (Read *read, const GantryPacketStream *stream)
{
  read->inflated += (int64_t)stream->length;
  if (read->inflated <= INFLATED_AT_LEAST + INFLATED_TIMES * (int64_t)read->told)
    return true;
  note_fault(&read->reader, g_strdup(_("compressed packets become too long; the rest of them is left out")));
  return false;
}

/* FALSE: there is no room for more. */
static bool
weigh (Read *read, const GantryPacketStream *stream)
{
  read->taken += stream->length;
  if (read->taken < PROGRESS)
    return true;
  read->taken = 0;
  if (gantry_reading_room_is_left(&read->room))
    return true;
  g_autofree char *refusal = gantry_reading_room_refusal(&read->room);
  note_fault(&read->reader, g_strdup_printf(_("the file cannot be read on from byte %" PRId64 ": %s"),
                                            stream->offset, refusal));
  return false;
}

/* All packets of a stream, those of a compressed packet within. FALSE: cancelled, or the outer stream could
 * not be read. */
static bool
take_all (Read *read, GantryPacketStream *stream, bool is_inner, GError **error)
{
  GCancellable *cancellable = read->reading != NULL ? read->reading->cancellable : NULL;
  g_autoptr(GError) failure = NULL;
  while (true) {
    if (!go_on(read, stream, is_inner, error))
      return false;
    switch (gantry_packet_stream_next(stream, cancellable, &failure)) {
    case GANTRY_PACKET_STREAM_PACKET:
      if ((is_inner && !count_inflated(read, stream)) || !weigh(read, stream))
        return true;
      if (!take_packet(read, stream, is_inner, error))
        return false;
      break;
    case GANTRY_PACKET_STREAM_FAULT:
      note_fault(&read->reader, g_steal_pointer(&stream->fault));
      return true;
    case GANTRY_PACKET_STREAM_FAILED:
      if (!is_inner || g_error_matches(failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
      }
      note_fault(&read->reader, g_strdup(_("a compressed packet is damaged")));
      return true;
    default:
      return true;
    }
  }
}

static bool
check_contents (const Read *read, GError **error)
{
  const GantryReport *report = read->reader.report;
  if (read->reader.has_ours)
    return true;
  if (report->fault != NULL)
    g_set_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT, _("this is no Perfetto trace: %s"),
                report->fault);
  else
    g_set_error_literal(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT,
                        _("there is nothing in this Perfetto trace that could be drawn: no track events and "
                          "no switches of processors"));
  return false;
}

GantryTimeline *
gantry_perfetto_read (GInputStream *stream, const char *title, const GantryReading *reading,
                      GantryReport *report, GError **error)
{
  Read read = {.reading = reading};
  GantryTimeline *timeline = NULL;
  GantryImportCounts counts;
  g_auto(GantryPacketStream) packets;
  *report = (GantryReport){.format = g_strdup(_("Perfetto trace"))};
  reader_init(&read.reader, title, report);
  gantry_packet_stream_init(&packets, stream);
  gantry_reading_room_begin(&read.room, reading);
  if (take_all(&read, &packets, false, error) && check_contents(&read, error)) {
    gantry_reading_is_over(reading);
    gantry_perfetto_replay(&read.reader);
    timeline = gantry_import_finish(read.reader.import, &counts);
  }
  gantry_packet_stream_clear(&packets);
  reader_clear(&read.reader);
  return timeline;
}
