/* Whole numbers that a double does not hold: through Chrome's JSON and Perfetto's packets, in and out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"
#include "format/chrome-read.h"
#include "format/perfetto-trace.h"
#include "format/perfetto-write.h"
#include "timeline/columns.h"
#include "timeline/script.h"

#include <string.h>

static const int64_t numbers[] = {
    0, -1, INT64_C(9007199254740993), INT64_C(-9007199254740993), INT64_MAX, INT64_MIN, INT64_MAX - 1,
};

static GantryTimeline *
play_numbers (void)
{
  GantryTimeline *timeline = gantry_script_play(
      "title T\nmodel threads\ncores 1\nthing \"shared variable\" big\n"
      "0ms main created thread\n0ms main started cpu 0\n20ms main ended ok\n20ms end ok\n");
  GantryStep steps[G_N_ELEMENTS(numbers)];
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
    steps[i] = (GantryStep){(i + 1) * 1000001, numbers[i]};
  g_assert_true(gantry_timeline_restore_thing_steps(timeline, 0, steps, G_N_ELEMENTS(numbers), false));
  return timeline;
}

static void
assert_numbers (const GantryTimeline *timeline)
{
  const GantryThing *thing = gantry_timeline_get_thing(timeline, 0);
  g_assert_cmpuint(gantry_thing_get_n_steps(thing), ==, G_N_ELEMENTS(numbers));
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    GantryStep step = gantry_thing_get_step(thing, i);
    g_assert_cmpint(step.time, ==, (i + 1) * 1000001);
    g_assert_cmpint(step.value, ==, numbers[i]);
  }
}

static GantryTimeline *
read_chrome (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data(text, (gssize)strlen(text), NULL);
  GantryTimeline *timeline = gantry_chrome_read(stream, "trace", NULL, &report, &error);
  g_assert_no_error(error);
  g_assert_null(report.fault);
  return timeline;
}

static void
test_chrome_there_and_back (void)
{
  g_autoptr(GantryTimeline) timeline = play_numbers();
  g_autofree char *text = gantry_timeline_to_chrome_json(timeline);
  g_autoptr(GantryTimeline) again = read_chrome(text);
  assert_numbers(again);
}

static void
test_perfetto_there_and_back (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GantryReport) report = {0};
  g_autoptr(GantryTimeline) timeline = play_numbers();
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable();
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(stream);
  g_assert_true(gantry_timeline_write_perfetto(timeline, stream, NULL, &error));
  g_autoptr(GantryTimeline) again = perfetto_read_any(
      g_memory_output_stream_get_data(memory), g_memory_output_stream_get_data_size(memory), &report, &error);
  g_assert_no_error(error);
  assert_numbers(again);
}

/* As other programs write them; what has no number of 64 bits becomes the nearest. */
static void
test_chrome_counters (void)
{
  g_autoptr(GantryTimeline) timeline =
      read_chrome("[{\"ph\":\"C\",\"ts\":0,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":9007199254740993}},"
                  "{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":-9223372036854775808}},"
                  "{\"ph\":\"C\",\"ts\":2,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":\"9223372036854775807\"}},"
                  "{\"ph\":\"C\",\"ts\":3,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":-99999999999999999999}},"
                  "{\"ph\":\"C\",\"ts\":4,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":1e300}},"
                  "{\"ph\":\"C\",\"ts\":5,\"pid\":1,\"name\":\"a\",\"args\":{\"v\":7.0}},"
                  "{\"ph\":\"C\",\"ts\":0,\"pid\":1,\"name\":\"b\",\"args\":{\"v\":9007199254740993}},"
                  "{\"ph\":\"C\",\"ts\":1,\"pid\":1,\"name\":\"b\",\"args\":{\"v\":0.5}},"
                  "{\"ph\":\"C\",\"ts\":2,\"pid\":1,\"name\":\"b\",\"args\":{\"v\":-9007199254740993}}]");
  gantry_script_assert_text(perfetto_things(timeline),
                            "a.v: 0=9007199254740993 0.001=-9223372036854775808 0.002=9223372036854775807 "
                            "0.003=-9223372036854775808 0.004=9223372036854775807 0.005=7; "
                            "b.v, thousandths: 0=9007199254740993000 0.001=500 0.002=-9007199254740993000");
}

/* Nanoseconds since 1970, which a double of microseconds holds to a quarter of one at best. */
static void
test_chrome_times (void)
{
  g_autoptr(GantryTimeline) timeline = read_chrome(
      "[{\"ph\":\"X\",\"ts\":1790000000000000.001,\"dur\":9007199254740.993,\"tid\":1,\"name\":\"a\"},"
      "{\"ph\":\"i\",\"ts\":1790000000000000.004,\"tid\":1,\"name\":\"b\"}]");
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpint(result.wall_ns, ==, INT64_C(9007199254740993));
  g_assert_cmpint(gantry_timeline_get_mark(timeline, 0)->time, ==, 3);
}

/* The latest that there are numbers for. */
static void
test_latest_times (void)
{
  g_autoptr(GantryTimeline) timeline =
      read_chrome("[{\"ph\":\"i\",\"ts\":9223372036854775.800,\"tid\":1,\"name\":\"a\"},"
                  "{\"ph\":\"i\",\"ts\":9223372036854775.807,\"tid\":1,\"name\":\"b\"},"
                  "{\"ph\":\"i\",\"ts\":9223372036854775.799,\"tid\":1,\"name\":\"c\"}]");
  gantry_script_assert_text(perfetto_marks(timeline), "thread 1 0 c, thread 1 1e-06 a, thread 1 8e-06 b");
  g_autoptr(GByteArray) trace = wire_new();
  for (uint64_t i = 0; i < 3; i++) {
    GByteArray *packet = perfetto_packet_without_time();
    wire_put_number(packet, PACKET_TIME, (uint64_t)INT64_MAX - i * 4);
    wire_put_message(packet, PACKET_EVENT, perfetto_event(INSTANT, 1, "x"));
    perfetto_put(trace, packet);
  }
  g_autoptr(GantryTimeline) packets = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_marks(packets), "x 0 x, x 4e-06 x, x 8e-06 x");
}

/* `ns` from the trace's start, at a time of day. */
static GByteArray *
packet_at (uint64_t ns)
{
  GByteArray *packet = perfetto_packet_without_time();
  wire_put_number(packet, PACKET_TIME, UINT64_C(1790000000000000001) + ns);
  return packet;
}

static void
put_value (GByteArray *trace, uint64_t ns, uint64_t track, int64_t value)
{
  perfetto_put_value(trace, packet_at(ns), track, value);
}

static void
put_double (GByteArray *trace, uint64_t ns, uint64_t track, double value)
{
  GByteArray *packet = packet_at(ns), *event = perfetto_event(COUNTER, track, NULL);
  wire_put_double(event, 44, value);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

static void
test_perfetto_counters (void)
{
  g_autoptr(GByteArray) trace = wire_new();
  perfetto_put_counter_track(trace, 1, "plain", 1, false);
  perfetto_put_counter_track(trace, 2, "kilo", 1000, false);
  perfetto_put_counter_track(trace, 3, "sum", 1, true);
  perfetto_put_counter_track(trace, 4, "parts", 1, true);
  put_value(trace, 0, 1, INT64_MAX);
  put_value(trace, 1, 1, INT64_MIN);
  put_double(trace, 2, 1, 4611686018427387904.0);
  put_value(trace, 0, 2, INT64_C(9007199254740993));
  put_value(trace, 1, 2, INT64_MIN);
  put_value(trace, 0, 3, INT64_C(9007199254740992));
  put_value(trace, 1, 3, 1);
  put_value(trace, 2, 3, INT64_MAX);
  put_double(trace, 0, 4, 0.25);
  put_value(trace, 1, 4, 3);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(
      perfetto_things(timeline),
      "plain: 0=9223372036854775807 1e-06=-9223372036854775808 2e-06=4611686018427387904; "
      "kilo: 0=9007199254740993000 1e-06=-9223372036854775808; "
      "sum: 0=9007199254740992 1e-06=9007199254740993 2e-06=9223372036854775807; "
      "parts, thousandths: 0=250 1e-06=3250");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/whole-numbers/chrome-there-and-back", test_chrome_there_and_back);
  g_test_add_func("/whole-numbers/perfetto-there-and-back", test_perfetto_there_and_back);
  g_test_add_func("/whole-numbers/chrome-counters", test_chrome_counters);
  g_test_add_func("/whole-numbers/chrome-times", test_chrome_times);
  g_test_add_func("/whole-numbers/latest-times", test_latest_times);
  g_test_add_func("/whole-numbers/perfetto-counters", test_perfetto_counters);
  return g_test_run();
}
