/* Packets, events and descriptors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"

#include "timeline/script.h"

#include <math.h>

#define MS 1e6

GByteArray *
perfetto_packet_without_time (void)
{
  GByteArray *packet = wire_new();
  wire_put_number(packet, PACKET_SEQUENCE, 1);
  return packet;
}

GByteArray *
perfetto_packet (double ms)
{
  GByteArray *packet = perfetto_packet_without_time();
  wire_put_number(packet, PACKET_TIME, (uint64_t)llround(ms * MS));
  return packet;
}

GByteArray *
perfetto_event (int type, uint64_t track, const char *name)
{
  GByteArray *event = wire_new();
  wire_put_number(event, 9, (uint64_t)type);
  wire_put_number(event, 11, track);
  if (name)
    wire_put_text(event, 23, name);
  return event;
}

void
perfetto_put (GByteArray *trace, GByteArray *packet)
{
  wire_put_message(trace, 1, packet);
}

void
perfetto_put_event (GByteArray *trace, double ms, int type, uint64_t track, const char *name)
{
  GByteArray *packet = perfetto_packet(ms);
  wire_put_message(packet, PACKET_EVENT, perfetto_event(type, track, name));
  perfetto_put(trace, packet);
}

GByteArray *
perfetto_track (uint64_t uuid, uint64_t parent, const char *name)
{
  GByteArray *track = wire_new();
  wire_put_number(track, 1, uuid);
  if (parent != 0)
    wire_put_number(track, 5, parent);
  if (name)
    wire_put_text(track, 2, name);
  return track;
}

void
perfetto_put_track (GByteArray *trace, GByteArray *track)
{
  GByteArray *packet = perfetto_packet_without_time();
  wire_put_message(packet, PACKET_TRACK, track);
  perfetto_put(trace, packet);
}

void
perfetto_put_thread (GByteArray *trace, uint64_t uuid, int pid, int tid, const char *name)
{
  GByteArray *track = perfetto_track(uuid, 0, NULL), *thread = wire_new();
  wire_put_number(thread, 1, (uint64_t)pid);
  wire_put_number(thread, 2, (uint64_t)tid);
  if (name)
    wire_put_text(thread, 5, name);
  wire_put_message(track, 4, thread);
  perfetto_put_track(trace, track);
}

void
perfetto_put_counter_track (GByteArray *trace, uint64_t uuid, const char *name, uint64_t multiplier,
                            bool incremental)
{
  GByteArray *track = perfetto_track(uuid, 0, name), *counter = wire_new();
  wire_put_number(counter, 3, 2);
  if (multiplier != 1)
    wire_put_number(counter, 4, multiplier);
  if (incremental)
    wire_put_number(counter, 5, 1);
  wire_put_message(track, 8, counter);
  perfetto_put_track(trace, track);
}

void
perfetto_put_value (GByteArray *trace, GByteArray *packet, uint64_t track, int64_t value)
{
  GByteArray *event = perfetto_event(COUNTER, track, NULL);
  wire_put_number(event, 30, (uint64_t)value);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

GByteArray *
perfetto_intern (GByteArray *packet, int table, uint64_t iid, const char *name)
{
  GByteArray *interned = wire_new(), *entry = wire_new();
  wire_put_number(entry, 1, iid);
  wire_put_text(entry, 2, name);
  wire_put_message(interned, (uint32_t)table, entry);
  wire_put_message(packet, PACKET_INTERNED, interned);
  return packet;
}

GantryTimeline *
perfetto_read_any (const void *data, gsize length, GantryReport *report, GError **error)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(data, (gssize)length, NULL);
  return gantry_perfetto_read(stream, "trace", NULL, report, error);
}

GantryTimeline *
perfetto_read (const GByteArray *trace, uint64_t skipped, const char *fault)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  GantryTimeline *timeline = perfetto_read_any(trace->data, trace->len, &report, &error);
  g_assert_no_error(error);
  g_assert_nonnull(timeline);
  g_assert_true(gantry_timeline_is_finished(timeline));
  g_assert_cmpstr(report.format, ==, "Perfetto trace");
  g_assert_cmpstr(report.fault, ==, fault);
  g_assert_cmpuint(report.skipped, ==, skipped);
  g_assert_cmpuint(report.events, >=, skipped);
  return timeline;
}

char *
perfetto_marks (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
    g_string_append_printf(text, "%s%s %g %s", i > 0 ? ", " : "", lane ? gantry_lane_get_name(lane) : "-",
                           (double)mark->time / MS, mark->text);
  }
  return g_string_free(text, FALSE);
}

char *
perfetto_things (const GantryTimeline *timeline)
{
  GString *text = g_string_new(NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(timeline, i);
    g_string_append_printf(text, "%s%s:", i > 0 ? "; " : "", gantry_thing_get_name(thing));
    for (size_t k = 0; k < gantry_thing_get_n_steps(thing); k++) {
      GantryStep step = gantry_thing_get_step(thing, k);
      g_string_append_printf(text, " %g=%" G_GINT64_FORMAT, (double)step.time / MS, step.value);
    }
  }
  return g_string_free(text, FALSE);
}
