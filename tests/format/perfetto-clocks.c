/* Perfetto traces, read: on which clock a time was told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "timeline/script.h"

#define assert_lane(timeline, lane, expected)                                                                \
  gantry_script_assert_text(gantry_script_describe_labels(timeline, lane), expected)
#define MS UINT64_C(1000000)

enum { REALTIME = 1, MONOTONIC = 3, BOOTTIME = 6, OWN = 64 };

typedef struct {
  unsigned id;
  uint64_t time;
  bool incremental;
  uint64_t unit;
} Reading;

static void
put_snapshot (GByteArray *trace, unsigned primary, unsigned sequence, const Reading *readings,
              size_t n_readings)
{
  GByteArray *packet = wire_new(), *snapshot = wire_new();
  for (size_t i = 0; i < n_readings; i++) {
    GByteArray *clock = wire_new();
    wire_put_number(clock, 1, readings[i].id);
    wire_put_number(clock, 2, readings[i].time);
    if (readings[i].incremental)
      wire_put_number(clock, 3, 1);
    if (readings[i].unit > 0)
      wire_put_number(clock, 4, readings[i].unit);
    wire_put_message(snapshot, 1, clock);
  }
  if (primary != 0)
    wire_put_number(snapshot, 2, primary);
  wire_put_message(packet, PACKET_CLOCKS, snapshot);
  wire_put_number(packet, PACKET_SEQUENCE, sequence);
  perfetto_put(trace, packet);
}

/* An instant "x" on track 7 at that time of that clock; 0: none is named. */
static void
put_instant (GByteArray *trace, unsigned clock, uint64_t time)
{
  GByteArray *packet = perfetto_packet_without_time();
  wire_put_number(packet, PACKET_TIME, time);
  if (clock != 0)
    wire_put_number(packet, PACKET_CLOCK, clock);
  wire_put_message(packet, PACKET_EVENT, perfetto_event(INSTANT, 7, "x"));
  perfetto_put(trace, packet);
}

static GByteArray *
trace_new (void)
{
  GByteArray *trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 1, 1, "t");
  return trace;
}

/* The times of all marks against the first one's. */
static void
assert_times (GByteArray *trace, uint64_t skipped, const char *expected)
{
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, skipped, NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++)
    g_string_append_printf(text, "%s%g", i > 0 ? " " : "",
                           (double)gantry_timeline_get_mark(timeline, i)->time / 1e6);
  g_assert_cmpstr(text->str, ==, expected);
}

static void
test_two_clocks (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_instant(trace, MONOTONIC, 101 * MS); /* before anybody compared them */
  put_instant(trace, BOOTTIME, 5003 * MS);
  put_snapshot(trace, 0, 9,
               (Reading[]){{.id = MONOTONIC, .time = 100 * MS}, {.id = BOOTTIME, .time = 5000 * MS}}, 2);
  put_instant(trace, 0, 5004 * MS);
  assert_times(trace, 0, "0 2 3");
}

/* They drift: each time goes by the comparison before it. */
static void
test_drift (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_snapshot(trace, 0, 9,
               (Reading[]){{.id = MONOTONIC, .time = 200 * MS}, {.id = BOOTTIME, .time = 1210 * MS}}, 2);
  put_snapshot(trace, 0, 9,
               (Reading[]){{.id = MONOTONIC, .time = 100 * MS}, {.id = BOOTTIME, .time = 1100 * MS}}, 2);
  put_instant(trace, BOOTTIME, 1090 * MS);
  put_instant(trace, MONOTONIC, 95 * MS);  /* 1095 */
  put_instant(trace, MONOTONIC, 150 * MS); /* 1150 */
  put_instant(trace, MONOTONIC, 200 * MS); /* 1210 */
  assert_times(trace, 0, "0 5 60 120");
}

/* A sequence's own clock: microseconds, each the difference to the one before, on the way over a second
 * clock. */
static void
test_own_clock (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_instant(trace, OWN, 1); /* nothing is known of it yet */
  put_snapshot(trace, 0, 1, (Reading[]){{OWN, 50000, true, 1000}, {.id = MONOTONIC, .time = 100 * MS}}, 2);
  put_instant(trace, OWN, 1000);
  put_instant(trace, OWN, 0);
  put_instant(trace, OWN, 2000);
  put_snapshot(trace, 0, 9,
               (Reading[]){{.id = MONOTONIC, .time = 90 * MS}, {.id = BOOTTIME, .time = 590 * MS}}, 2);
  put_instant(trace, BOOTTIME, 603 * MS);
  put_instant(trace, OWN, 1000);
  assert_times(trace, 1, "0 0 2 2 3");
}

/* Every packet with a time moves a clock of differences on, once: one that describes a track, one that nobody
 * here knows, and one behind a loss, whose time is that of the loss as well. */
static void
test_packets_between (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  GByteArray *described = perfetto_packet_without_time(), *foreign = perfetto_packet_without_time(),
             *behind = perfetto_packet_without_time();
  GByteArray *cleared = perfetto_packet_without_time();
  wire_put_number(cleared, PACKET_FLAGS, CLEARED);
  perfetto_put(trace, cleared);
  put_snapshot(trace, 0, 1, (Reading[]){{OWN, 50000, true, 1000}, {.id = BOOTTIME, .time = 100 * MS}}, 2);
  put_instant(trace, OWN, 1000);
  wire_put_number(described, PACKET_TIME, 2000);
  wire_put_number(described, PACKET_CLOCK, OWN);
  wire_put_message(described, PACKET_TRACK, perfetto_track(8, 7, "another"));
  perfetto_put(trace, described);
  put_instant(trace, OWN, 3000);
  wire_put_number(foreign, PACKET_TIME, 10000);
  wire_put_number(foreign, PACKET_CLOCK, OWN);
  wire_put_text(foreign, 5, "Chrome's own");
  perfetto_put(trace, foreign);
  put_instant(trace, OWN, 0);
  wire_put_number(behind, PACKET_TIME, 20000);
  wire_put_number(behind, PACKET_CLOCK, OWN);
  wire_put_number(behind, PACKET_DROPPED, 1);
  wire_put_message(behind, PACKET_EVENT, perfetto_event(INSTANT, 7, "x"));
  perfetto_put(trace, behind);
  assert_times(trace, 1, "0 5 15 35");
}

/* One sequence's clock 64 is not another's. */
static void
test_clocks_of_sequences (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_snapshot(trace, 0, 1, (Reading[]){{.id = OWN, .time = 10 * MS}, {.id = BOOTTIME, .time = 20 * MS}}, 2);
  put_snapshot(trace, 0, 2, (Reading[]){{.id = OWN, .time = 10 * MS}, {.id = BOOTTIME, .time = 90 * MS}}, 2);
  put_instant(trace, OWN, 11 * MS);
  put_instant(trace, BOOTTIME, 22 * MS);
  assert_times(trace, 0, "0 1");
}

static void
test_other_primary (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_snapshot(trace, REALTIME, 9,
               (Reading[]){{.id = BOOTTIME, .time = 10 * MS}, {.id = REALTIME, .time = 1000 * MS}}, 2);
  put_instant(trace, 0, 1001 * MS);
  put_instant(trace, BOOTTIME, 12 * MS);
  assert_times(trace, 0, "0 1");
}

/* Clocks that lead nowhere but to each other, readings at the ends of time, units that overflow. */
static void
test_nonsense (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  put_snapshot(trace, 0, 1, (Reading[]){{.id = 80, .time = 1}, {.id = 81, .time = UINT64_MAX}}, 2);
  put_snapshot(trace, 0, 1, (Reading[]){{.id = 81, .time = 0}, {.id = 82, .time = 7}}, 2);
  put_snapshot(trace, 0, 1, (Reading[]){{.id = 82, .time = 5}, {.id = 80, .time = INT64_MAX}}, 2);
  put_snapshot(trace, 0, 1, (Reading[]){{OWN, UINT64_MAX, true, UINT64_MAX}, {OWN, 3, true, INT64_MAX}}, 2);
  put_snapshot(trace, 0, 1, NULL, 0);
  for (unsigned clock = 80; clock <= 82; clock++)
    put_instant(trace, clock, UINT64_MAX - clock);
  for (int i = 0; i < 3; i++)
    put_instant(trace, OWN, UINT64_MAX);
  put_instant(trace, BOOTTIME, UINT64_MAX);
  put_instant(trace, 4000000000u, 12);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 8);
}

/* Time that goes back in the file goes forward in the lane. */
static void
test_going_back (void)
{
  g_autoptr(GByteArray) trace = trace_new();
  perfetto_put_event(trace, 5, SLICE_BEGIN, 7, "late");
  perfetto_put_event(trace, 6, SLICE_END, 7, NULL);
  perfetto_put_event(trace, 1, SLICE_BEGIN, 7, "early");
  perfetto_put_event(trace, 2, SLICE_END, 7, NULL);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  assert_lane(timeline, "t", "running 0-1 early, sleeping 1-4, running 4-5 late");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-clocks/two-clocks", test_two_clocks);
  g_test_add_func("/perfetto-clocks/drift", test_drift);
  g_test_add_func("/perfetto-clocks/own-clock", test_own_clock);
  g_test_add_func("/perfetto-clocks/packets-between", test_packets_between);
  g_test_add_func("/perfetto-clocks/clocks-of-sequences", test_clocks_of_sequences);
  g_test_add_func("/perfetto-clocks/other-primary", test_other_primary);
  g_test_add_func("/perfetto-clocks/nonsense", test_nonsense);
  g_test_add_func("/perfetto-clocks/going-back", test_going_back);
  return g_test_run();
}
