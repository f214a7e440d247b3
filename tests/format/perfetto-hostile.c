/* Perfetto traces that are damaged, or made to do damage.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "format/perfetto-write.h"
#include "timeline/script.h"

#include <string.h>
#include <sys/resource.h>

static const char kitchen[] =
    "title \"Two cooks\"\nmodel threads\ncores 2\nfrom kernel\nthing lock kitchen\n"
    "0ms main created thread line 20\n0ms main started cpu 0\n"
    "1ms cook created thread by main line 21\n2ms cook started ready 1ms cpu 1\n"
    "2ms cook note \"outer\" line 30\n3ms main wait-lock for kitchen line 23\n"
    "6ms cook print \"order\" line 33\n8ms cook note-end\n9ms cook ended ok\n"
    "9ms main woken by cook at 9ms\n9ms main running cpu 0\n9.5ms main lost 3 since 9ms\n"
    "10ms main ended ok\n10ms end ok\n";

static GByteArray *
trace_of_script (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  return g_bytes_unref_to_array(gantry_timeline_to_perfetto(timeline));
}

/* A timeline of which all can be asked, or an error. */
static void
assert_sound (const void *data, gsize length)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) timeline = perfetto_read_any(data, length, &report, &error);
  g_assert_true((timeline != NULL) == (error == NULL));
  g_assert_cmpuint(report.skipped, <=, report.events);
  if (timeline == NULL)
    return;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t end = GANTRY_NO_TIME;
    for (size_t k = 0; k < gantry_lane_get_n_intervals(lane); k++) {
      GantryInterval interval;
      gantry_lane_get_interval(lane, k, &interval);
      g_assert_true(end == GANTRY_NO_TIME || interval.start == end);
      g_assert_cmpint(interval.end, >, interval.start);
      end = interval.end;
    }
  }
}

/* What came before the end is there. */
static void
test_cut_off (void)
{
  g_autoptr(GByteArray) trace = trace_of_script();
  uint64_t most = 0;
  for (guint length = 0; length < trace->len; length++) {
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_autofree guint8 *copy = g_memdup2(trace->data, length + 1);
    g_autoptr(GantryTimeline) timeline = perfetto_read_any(copy, length, &report, &error);
    g_assert_true((timeline != NULL) == (error == NULL));
    g_assert_cmpuint(report.events, >=, most);
    most = report.events;
    if (length == 0)
      g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT);
    else if (timeline == NULL)
      g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT);
  }
  g_assert_cmpuint(most, >, 20);
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) timeline = perfetto_read_any(trace->data, trace->len - 3, &report, NULL);
  g_assert_nonnull(timeline);
  g_assert_true(g_str_has_prefix(report.fault, "the file breaks off in the packet at byte "));
}

/* Each byte, and some of them at once, replaced by what is worst or by anything. */
static void
test_mutations (void)
{
  g_autoptr(GByteArray) trace = trace_of_script();
  static const guint8 values[] = {0, 1, 0x0a, 0x7f, 0x80, 0xff};
  for (guint place = 0; place < trace->len; place++) {
    guint8 kept = trace->data[place];
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
      trace->data[place] = values[i];
      assert_sound(trace->data, trace->len);
    }
    trace->data[place] = kept;
  }
  for (int turn = 0; turn < 2000; turn++) {
    g_autofree guint8 *copy = g_memdup2(trace->data, trace->len);
    for (int i = g_test_rand_int_range(1, 8); i > 0; i--)
      copy[g_test_rand_int_range(0, (gint32)trace->len)] = (guint8)g_test_rand_int_range(0, 256);
    assert_sound(copy, trace->len);
  }
}

static void
assert_fault (const void *data, gsize length, const char *fault)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_event(trace, 1, INSTANT, 0, "before");
  g_byte_array_append(trace, data, (guint)length);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, fault);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

/* The event before it takes 23 bytes. */
static void
test_framing (void)
{
  static const guint8 long_varint[] = {0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                       0x80, 0x80, 0x80, 0x80, 0x01, 0x00};
  static const guint8 huge[] = {0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
  static const guint8 large[] = {0x0a, 0x81, 0x80, 0x80, 0x20}; /* 64 MiB and a byte */
  static const guint8 promised[] = {0x0a, 0x80, 0x80, 0x80, 0x20, 1, 2, 3};
  static const guint8 zero_tag[] = {0x00, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  static const guint8 group[] = {0x0b, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  static const guint8 cut_varint[] = {0x0a, 0x80};
  g_autoptr(GByteArray) probe = g_byte_array_new();
  perfetto_put_event(probe, 1, INSTANT, 0, "before");
  g_assert_cmpuint(probe->len, ==, 23);
  assert_fault(long_varint, sizeof long_varint, "the file breaks off in the packet at byte 23");
  assert_fault(huge, sizeof huge, "the packet at byte 23 is longer than 64 MiB");
  assert_fault(large, sizeof large, "the packet at byte 23 is longer than 64 MiB");
  assert_fault(promised, sizeof promised, "the file breaks off in the packet at byte 23");
  assert_fault(zero_tag, sizeof zero_tag, "what stands at byte 23 is no packet");
  assert_fault(group, sizeof group, "what stands at byte 23 is no packet");
  assert_fault(cut_varint, sizeof cut_varint, "the file breaks off in the packet at byte 23");
}

/* Fields that we know, told as another type than theirs: that packet is lost, the next one is not. */
static void
test_wrong_types (void)
{
  static const uint32_t fields[] = {1, 2, 6, 8, 10, 11, 12, 13, 41, 42, 43, 44, 50, 58, 59, 60, 87};
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    for (int type = 0; type <= 2; type++) {
      g_autoptr(GByteArray) trace = g_byte_array_new();
      GByteArray *packet = wire_new();
      if (type == 0)
        wire_put_number(packet, fields[i], 300);
      else if (type == 1)
        wire_put_fixed(packet, fields[i], UINT64_MAX);
      else
        wire_put_text(packet, fields[i], "\x08\x80\x80\x01 text");
      perfetto_put(trace, packet);
      perfetto_put_event(trace, 1, INSTANT, 0, "after");
      g_auto(GantryReport) report = {0};
      g_autoptr(GantryTimeline) timeline = perfetto_read_any(trace->data, trace->len, &report, NULL);
      g_assert_nonnull(timeline);
      g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
    }
}

/* Tracks a hundred thousand deep, in a ring, and their own parents. */
static void
test_deep_tracks (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (uint64_t i = 1; i <= 100000; i++)
    perfetto_put_track(trace, perfetto_track(i, i + 1, "deep"));
  perfetto_put_track(trace, perfetto_track(200001, 200002, "ring"));
  perfetto_put_track(trace, perfetto_track(200002, 200001, "ring"));
  perfetto_put_track(trace, perfetto_track(300000, 300000, "self"));
  static const uint64_t tracks[] = {1, 50000, 200001, 200002, 300000};
  for (gsize i = 0; i < G_N_ELEMENTS(tracks); i++)
    perfetto_put_event(trace, (double)i, INSTANT, tracks[i], "x");
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, G_N_ELEMENTS(tracks));
}

/* A message within a message, a million times: nothing here is so deep, and nothing follows it down. */
static void
test_deep_messages (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new(), backwards = g_byte_array_new();
  for (int i = 0; i < 200000; i++) {
    /* built from the inside, last byte first */
    guint length = backwards->len;
    guint8 bytes[12];
    guint n_bytes = 0;
    bytes[n_bytes++] = 11 << 3 | 2; /* dict entries of an annotation */
    for (guint rest = length; rest > 0 || n_bytes == 1; rest >>= 7)
      bytes[n_bytes++] = (guint8)((rest & 127) | (rest > 127 ? 128 : 0));
    for (guint k = n_bytes; k-- > 0;)
      g_byte_array_append(backwards, &bytes[k], 1);
  }
  for (guint i = 0; i < backwards->len / 2; i++) {
    guint8 swapped = backwards->data[i];
    backwards->data[i] = backwards->data[backwards->len - 1 - i];
    backwards->data[backwards->len - 1 - i] = swapped;
  }
  GByteArray *packet = perfetto_packet(1), *event = perfetto_event(INSTANT, 0, "deep");
  wire_put_message(event, 4, g_byte_array_ref(backwards));
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

/* The most memory that this process had so far, bytes. */
static int64_t
peak_memory (void)
{
  struct rusage usage;
  g_assert_cmpint(getrusage(RUSAGE_SELF, &usage), ==, 0);
  return (int64_t)usage.ru_maxrss * 1024;
}

/* Four million empty events in eight megabytes would be 400 MB, unpacked. */
static void
test_amplified_packet (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *packet = wire_new(), *bundle = wire_new();
  for (int i = 0; i < 4000000; i++)
    g_byte_array_append(bundle, (const guint8 *)"\x12\x00", 2);
  wire_put_message(packet, PACKET_FTRACE, bundle);
  perfetto_put(trace, packet);
  perfetto_put_event(trace, 1, INSTANT, 0, "after");
  int64_t before = peak_memory();
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 1, "the packet at byte 0 cannot be understood");
  g_assert_cmpint(peak_memory() - before, <, INT64_C(300) << 20);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

/* A packet of packets of packets does not go on; what inflates a thousandfold is given up. */
static GByteArray *
deflate (const GByteArray *bytes)
{
  GByteArray *deflated = g_byte_array_new();
  g_byte_array_set_size(deflated, bytes->len / 100 + 1000);
  gsize n_read, n_written;
  g_autoptr(GZlibCompressor) deflater = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_assert_cmpint(g_converter_convert(G_CONVERTER(deflater), bytes->data, bytes->len, deflated->data,
                                      deflated->len, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                  ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size(deflated, (guint)n_written);
  return deflated;
}

static void
put_compressed (GByteArray *trace, GByteArray *deflated)
{
  GByteArray *packet = wire_new();
  wire_put_message(packet, PACKET_COMPRESSED, deflated);
  perfetto_put(trace, packet);
}

static void
test_bombs (void)
{
  g_autoptr(GByteArray) inner = g_byte_array_new(), middle = g_byte_array_new(), trace = g_byte_array_new();
  GByteArray *packet = wire_new(), *zeros = g_byte_array_new();
  g_byte_array_set_size(zeros, 10 << 20);
  memset(zeros->data, 0, zeros->len);
  wire_put_message(packet, 56, zeros);
  perfetto_put(inner, packet);
  g_autoptr(GByteArray) bomb = deflate(inner);
  for (int i = 0; i < 20; i++)
    put_compressed(trace, g_byte_array_ref(bomb));
  perfetto_put_event(trace, 1, INSTANT, 0, "after");
  g_autoptr(GantryTimeline) timeline =
      perfetto_read(trace, 6, "compressed packets become too long; the rest of them is left out");
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);

  g_byte_array_set_size(trace, 0);
  put_compressed(middle, g_byte_array_ref(bomb));
  put_compressed(trace, deflate(middle));
  perfetto_put_event(trace, 1, INSTANT, 0, "after");
  g_autoptr(GantryTimeline) nested = perfetto_read(trace, 1, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(nested), ==, 1);

  g_byte_array_set_size(trace, 0);
  bomb->data[bomb->len / 2] ^= 0xff;
  put_compressed(trace, g_byte_array_ref(bomb));
  perfetto_put_event(trace, 1, INSTANT, 0, "after");
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) damaged = perfetto_read_any(trace->data, trace->len, &report, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(damaged), ==, 1);
  g_assert_nonnull(report.fault);
}

static void
test_no_trace (void)
{
  static const char *const texts[] = {"{\"traceEvents\": []}", "hello, world, how are you today, and again?",
                                      "\x1f\x8b\x08 gzip"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_assert_null(perfetto_read_any(texts[i], strlen(texts[i]), &report, &error));
    g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, "this is no Perfetto trace: "));
  }
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *packet = perfetto_packet(1);
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  wire_put_text(packet, 56, "a heap graph and nothing else");
  perfetto_put(trace, packet);
  g_assert_null(perfetto_read_any(trace->data, trace->len, &report, &error));
  g_assert_error(error, GANTRY_READING_ERROR, GANTRY_READING_ERROR_CONTENT);
}

typedef struct {
  GCancellable *cancellable;
  int64_t bytes;
  int64_t until;
  bool is_over;
} Progress;

static void
on_progress (int64_t bytes, gpointer user_data)
{
  Progress *progress = user_data;
  g_assert_cmpint(bytes, >, progress->bytes);
  g_assert_false(progress->is_over);
  progress->bytes = bytes;
  if (bytes > progress->until)
    g_cancellable_cancel(progress->cancellable);
}

static void
on_all_read (gpointer user_data)
{
  ((Progress *)user_data)->is_over = true;
}

static void
test_cancel (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  for (int i = 0; i < 200000; i++)
    perfetto_put_event(trace, i, INSTANT, 0, "event with a name");
  Progress progress = {cancellable, 0, INT64_MAX, false};
  const GantryReading reading = {
      .cancellable = cancellable, .progress = on_progress, .all_read = on_all_read, .user_data = &progress};
  for (int turn = 0; turn < 2; turn++) {
    g_autoptr(GError) error = NULL;
    g_auto(GantryReport) report = {0};
    g_autoptr(GInputStream) stream =
        g_memory_input_stream_new_from_data(trace->data, (gssize)trace->len, NULL);
    g_autoptr(GantryTimeline) timeline = gantry_perfetto_read(stream, "t", &reading, &report, &error);
    if (turn == 0) {
      g_assert_no_error(error);
      g_assert_cmpint(progress.bytes, >, 4 << 20);
    } else {
      g_assert_null(timeline);
      g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint(progress.bytes, <, 4 << 20);
    }
    g_assert_cmpint(progress.is_over, ==, turn == 0);
    progress.is_over = false;
    progress.bytes = 0;
    progress.until = 2 << 20;
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-hostile/cut-off", test_cut_off);
  g_test_add_func("/perfetto-hostile/mutations", test_mutations);
  g_test_add_func("/perfetto-hostile/framing", test_framing);
  g_test_add_func("/perfetto-hostile/wrong-types", test_wrong_types);
  g_test_add_func("/perfetto-hostile/deep-tracks", test_deep_tracks);
  g_test_add_func("/perfetto-hostile/deep-messages", test_deep_messages);
  g_test_add_func("/perfetto-hostile/amplified-packet", test_amplified_packet);
  g_test_add_func("/perfetto-hostile/bombs", test_bombs);
  g_test_add_func("/perfetto-hostile/no-trace", test_no_trace);
  g_test_add_func("/perfetto-hostile/cancel", test_cancel);
  return g_test_run();
}
