/* Perfetto traces, read: slices, interned names, counters, flows, and events of older kinds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"

static void
test_slices (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 10, 11, "worker");
  perfetto_put_event(trace, 1, SLICE_BEGIN, 7, "outer");
  perfetto_put_event(trace, 2, SLICE_BEGIN, 7, "inner");
  perfetto_put_event(trace, 3, INSTANT, 7, "now");
  perfetto_put_event(trace, 4, SLICE_END, 7, NULL);
  perfetto_put_event(trace, 5, SLICE_END, 7, NULL);
  perfetto_put_event(trace, 7, SLICE_BEGIN, 7, "next");
  perfetto_put_event(trace, 9, SLICE_END, 7, NULL);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  perfetto_assert_lane(timeline, "worker", "running 0-4 outer, sleeping 4-6, running 6-8 next");
  perfetto_assert_lane(timeline, "worker · 2", "running 1-3 inner");
  gantry_script_assert_text(perfetto_marks(timeline), "worker 2 now");
  const GantryLane *worker = gantry_script_find_lane(timeline, "worker");
  g_assert_cmpint(gantry_lane_get_kind(worker), ==, GANTRY_LANE_THREAD);
  g_assert_cmpstr(gantry_timeline_get_facts(timeline)->title, ==, "trace");
}

/* A packet with an event of that interned name. */
static GByteArray *
interned_event (double ms, int type, uint64_t iid, int flags)
{
  GByteArray *packet = perfetto_packet(ms), *event = wire_new();
  wire_put_number(event, 9, (uint64_t)type);
  if (iid > 0)
    wire_put_number(event, 10, iid);
  wire_put_message(packet, PACKET_EVENT, event);
  wire_put_number(packet, PACKET_FLAGS, (uint64_t)flags);
  return packet;
}

static GByteArray *
with_default_track (GByteArray *packet, uint64_t track)
{
  GByteArray *defaults = wire_new(), *event = wire_new();
  wire_put_number(event, 11, track);
  wire_put_message(defaults, 11, event);
  wire_put_message(packet, PACKET_DEFAULTS, defaults);
  return packet;
}

/* A number means what it was said to mean since the last reset; another sequence has its own. */
static void
test_interned_names (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 1, 1, "main");
  perfetto_put(trace,
               with_default_track(perfetto_intern(interned_event(0, SLICE_BEGIN, 1, CLEARED), 2, 1, "a"), 7));
  perfetto_put(trace, interned_event(1, SLICE_END, 0, NEEDS));
  perfetto_put(trace, interned_event(1, SLICE_BEGIN, 1, NEEDS));
  perfetto_put(trace, interned_event(2, SLICE_END, 0, NEEDS));
  GByteArray *other = perfetto_intern(wire_new(), 2, 1, "others");
  wire_put_number(other, PACKET_SEQUENCE, 2);
  wire_put_number(other, PACKET_FLAGS, CLEARED);
  perfetto_put(trace, other);
  perfetto_put(trace,
               with_default_track(perfetto_intern(interned_event(2, SLICE_BEGIN, 1, CLEARED), 2, 1, "b"), 7));
  perfetto_put(trace, interned_event(3, SLICE_END, 0, NEEDS));
  perfetto_put(trace, interned_event(4, SLICE_BEGIN, 99, NEEDS)); /* nobody said what 99 is */
  perfetto_put(trace, interned_event(5, SLICE_END, 0, NEEDS));
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  perfetto_assert_lane(timeline, "main",
                       "running 0-1 a, running 1-2 a, running 2-3 b, sleeping 3-4, running 4-5");
}

/* What relies on what was lost is left out until the sequence has said all again. */
static void
test_packet_loss (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 1, 1, "main");
  perfetto_put(trace, interned_event(0, SLICE_BEGIN, 1, NEEDS)); /* never cleared: it came too late */
  perfetto_put(trace,
               with_default_track(perfetto_intern(interned_event(1, SLICE_BEGIN, 1, CLEARED), 2, 1, "a"), 7));
  perfetto_put(trace, interned_event(2, SLICE_END, 0, NEEDS));
  GByteArray *dropped = perfetto_intern(interned_event(3, SLICE_BEGIN, 1, NEEDS), 2, 1, "wrong");
  wire_put_number(dropped, PACKET_DROPPED, 1);
  perfetto_put(trace, dropped);
  perfetto_put(trace, interned_event(4, SLICE_END, 0, NEEDS));
  perfetto_put(trace,
               with_default_track(perfetto_intern(interned_event(5, SLICE_BEGIN, 1, CLEARED), 2, 1, "b"), 7));
  perfetto_put(trace, interned_event(6, SLICE_END, 0, NEEDS));
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 3, NULL);
  perfetto_assert_lane(timeline, "main", "running 0-1 a, sleeping 1-4, running 4-5 b");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, >=, 1);
}

static void
put_value (GByteArray *trace, double ms, uint64_t track, int64_t value)
{
  perfetto_put_value(trace, perfetto_packet(ms), track, value);
}

/* A ring of packets that went round: what is left of a sequence relies on what was lost before it. One that
 * has only begun late, or says of its first packet that it is the first, has lost nothing. */
static void
test_ring (void)
{
  enum { FIRST = 87 };
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (int i = 0; i < 4; i++) {
    GByteArray *packet = interned_event(i, SLICE_BEGIN, 1, i == 2 ? CLEARED : NEEDS);
    packet = i == 2 ? perfetto_intern(packet, 2, 1, "a") : packet;
    wire_put_number(packet, PACKET_SEQUENCE, 10 + (uint64_t)i); /* the last one that is told holds */
    wire_put_number(packet, PACKET_DROPPED, 1);
    if (i == 3)
      wire_put_number(packet, FIRST, 1);
    perfetto_put(trace, packet);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 3, NULL);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, ==, 2);
}

static void
test_counters (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_counter_track(trace, 1, "plain", 1, false);
  perfetto_put_counter_track(trace, 2, "kilo", 1000, false);
  perfetto_put_counter_track(trace, 3, "sum", 1, true);
  perfetto_put_counter_track(trace, 1, NULL, 1, false); /* who tells no name takes none away */
  put_value(trace, 0, 1, 5);
  put_value(trace, 1, 1, -5);
  put_value(trace, 0, 2, 3);
  put_value(trace, 1, 3, 10);
  put_value(trace, 2, 3, -4);
  GByteArray *cleared = perfetto_packet_without_time();
  wire_put_number(cleared, PACKET_FLAGS, CLEARED);
  perfetto_put(trace, cleared);
  put_value(trace, 3, 3, 7);
  /* Another sequence counts for itself, and does not disturb the first. */
  GByteArray *other = wire_new();
  wire_put_number(other, PACKET_SEQUENCE, 2);
  wire_put_number(other, PACKET_TIME, 4000000);
  perfetto_put_value(trace, other, 3, 50);
  put_value(trace, 5, 3, 2);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_things(timeline),
                            "plain: 0=5 1=-5; kilo: 0=3000; sum: 1=10 2=6 3=7 4=50 5=9");
}

/* Values that ride on slices, on tracks that the event or the sequence names. */
static void
test_extra_counters (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_counter_track(trace, 1, "time", 1, true);
  perfetto_put_counter_track(trace, 2, "share", 1, false);
  GByteArray *packet = perfetto_packet(0), *defaults = wire_new(), *event = wire_new();
  wire_put_number(event, 31, 1);
  wire_put_message(defaults, 11, event);
  wire_put_message(packet, PACKET_DEFAULTS, defaults);
  perfetto_put(trace, packet);
  for (int i = 1; i <= 2; i++) {
    packet = perfetto_packet(i);
    event = perfetto_event(i, 9, i == SLICE_BEGIN ? "slice" : NULL);
    wire_put_number(event, 12, (uint64_t)i);
    wire_put_number(event, 12, 1000); /* one too many */
    wire_put_number(event, 45, 2);
    wire_put_double(event, 46, i * 0.25);
    wire_put_message(packet, PACKET_EVENT, event);
    perfetto_put(trace, packet);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_things(timeline), "time: 0=1 1=3; share, thousandths: 0=250 1=500");
}

/* An event with flows. */
static void
put_flow (GByteArray *trace, double ms, uint64_t track, uint32_t field, uint64_t id)
{
  GByteArray *packet = perfetto_packet(ms), *event = perfetto_event(INSTANT, track, "hop");
  if (field >= 47)
    wire_put_fixed(event, field, id);
  else
    wire_put_number(event, field, id);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

/* The earliest event begins a flow wherever it stands in the file; one that ended may begin anew. */
static void
test_flows (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 1, 1, 1, "a");
  perfetto_put_thread(trace, 2, 1, 2, "b");
  perfetto_put_event(trace, 0, SLICE_BEGIN, 1, "all");
  perfetto_put_event(trace, 0, SLICE_BEGIN, 2, "all");
  put_flow(trace, 5, 2, 48, 77);
  put_flow(trace, 1, 1, 47, 77);
  put_flow(trace, 3, 2, 36, 77);
  put_flow(trace, 6, 2, 36, 77);
  put_flow(trace, 7, 1, 42, 77);
  put_flow(trace, 8, 1, 48, 1234); /* of which no beginning is known */
  perfetto_put_event(trace, 9, SLICE_END, 1, NULL);
  perfetto_put_event(trace, 9, SLICE_END, 2, NULL);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "put a 1 - b 3, put b 3 - b 5, put b 6 - a 7");
}

static void
put_legacy (GByteArray *trace, int64_t delta_us, char phase, const char *name, uint64_t id,
            int64_t duration_us)
{
  GByteArray *packet = perfetto_packet_without_time(), *event = wire_new(), *legacy = wire_new();
  wire_put_number(legacy, 2, (uint64_t)phase);
  if (duration_us > 0)
    wire_put_number(legacy, 3, (uint64_t)duration_us);
  if (id > 0)
    wire_put_number(legacy, 6, id);
  wire_put_number(event, 1, (uint64_t)delta_us);
  wire_put_text(event, 23, name);
  wire_put_text(event, 22, "test");
  wire_put_message(event, 6, legacy);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

/* Events as Chrome wrote them first: a descriptor at the head of the sequence, times as differences. */
static void
test_legacy (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *packet = perfetto_packet_without_time(), *thread = wire_new();
  wire_put_number(thread, 1, 20);
  wire_put_number(thread, 2, 21);
  wire_put_text(thread, 5, "renderer");
  wire_put_number(thread, 6, 1000000);
  wire_put_message(packet, PACKET_THREAD, thread);
  wire_put_number(packet, PACKET_FLAGS, CLEARED);
  perfetto_put(trace, packet);
  put_legacy(trace, 0, 'X', "complete", 0, 2000);
  put_legacy(trace, 500, 's', "flow", 5, 0);
  put_legacy(trace, 2500, 'B', "block", 0, 0);
  put_legacy(trace, 500, 'f', "flow", 5, 0);
  put_legacy(trace, 500, 'E', "", 0, 0);
  put_legacy(trace, 0, 'b', "load", 9, 0);
  put_legacy(trace, 0, 'b', "load", 10, 0);
  put_legacy(trace, 1000, 'e', "load", 9, 0);
  put_legacy(trace, 1000, 'e', "load", 10, 0);
  put_legacy(trace, 0, 'I', "mark", 0, 0);
  put_legacy(trace, 0, 'R', "firstPaint", 0, 0);
  put_legacy(trace, 0, 'P', "sample", 0, 0);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 1, NULL);
  perfetto_assert_lane(timeline, "renderer",
                       "running 0-2 complete, sleeping 2-3, running 3-4 block, sleeping 4-6");
  gantry_script_assert_text(gantry_script_describe_names(timeline), "process 20, renderer, load, load 2");
  perfetto_assert_lane(timeline, "load", "running 4-5 load");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "put renderer 0.5 - renderer 3.5");
  gantry_script_assert_text(perfetto_marks(timeline), "renderer 6 mark, renderer 6 firstPaint");
}

static void
test_compressed (void)
{
  g_autoptr(GByteArray) inner = g_byte_array_new(), trace = g_byte_array_new();
  guint8 room[1000];
  gsize n_read, n_written;
  perfetto_put_thread(inner, 7, 10, 11, "worker");
  perfetto_put_event(inner, 1, SLICE_BEGIN, 7, "a");
  perfetto_put_event(inner, 2, SLICE_END, 7, NULL);
  g_autoptr(GZlibCompressor) deflater = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_assert_cmpint(g_converter_convert(G_CONVERTER(deflater), inner->data, inner->len, room, sizeof room,
                                      G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                  ==, G_CONVERTER_FINISHED);
  GByteArray *packet = perfetto_packet_without_time(), *deflated = g_byte_array_new();
  g_byte_array_append(deflated, room, (guint)n_written);
  wire_put_message(packet, PACKET_COMPRESSED, deflated);
  perfetto_put(trace, packet);
  perfetto_put_event(trace, 3, SLICE_BEGIN, 7, "b");
  perfetto_put_event(trace, 4, SLICE_END, 7, NULL);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  perfetto_assert_lane(timeline, "worker", "running 0-1 a, sleeping 1-2, running 2-3 b");
}

/* A heap graph, say. */
static void
test_foreign_packets (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *packet = perfetto_packet(1);
  wire_put_text(packet, 56, "graph");
  perfetto_put(trace, packet);
  packet = wire_new();
  wire_put_text(packet, 36, "a mark for those who cut traces"); /* no event at all */
  perfetto_put(trace, packet);
  wire_put_text(trace, 9, "what later versions put beside packets");
  perfetto_put_event(trace, 3, INSTANT, 0, "b");
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 1, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-read/slices", test_slices);
  g_test_add_func("/perfetto-read/interned-names", test_interned_names);
  g_test_add_func("/perfetto-read/packet-loss", test_packet_loss);
  g_test_add_func("/perfetto-read/ring", test_ring);
  g_test_add_func("/perfetto-read/counters", test_counters);
  g_test_add_func("/perfetto-read/extra-counters", test_extra_counters);
  g_test_add_func("/perfetto-read/flows", test_flows);
  g_test_add_func("/perfetto-read/legacy", test_legacy);
  g_test_add_func("/perfetto-read/compressed", test_compressed);
  g_test_add_func("/perfetto-read/foreign-packets", test_foreign_packets);
  return g_test_run();
}
