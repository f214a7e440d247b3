/* Tracks of a Perfetto trace: whose they are, what they are called, and which of them share a row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"

static void
put_process (GByteArray *trace, const char *command, const char *name)
{
  GByteArray *track = perfetto_track(9, 0, NULL), *process = wire_new();
  wire_put_number(process, 1, 3);
  wire_put_text(process, 2, command);
  if (name)
    wire_put_text(process, 6, name);
  wire_put_message(track, 3, process);
  perfetto_put_track(trace, track);
}

/* A name of its own stays, though the command is told again, by itself or for a name; an empty one is none.
 */
static void
test_process_names (void)
{
  static const char command[] = "/usr/bin/browser --type=renderer";
  static const char *const names[] = {"", command, "Renderer", NULL, command};
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 3, 1, "t");
  perfetto_put_event(trace, 1, INSTANT, 7, "x");
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    put_process(trace, command, names[i]);
    g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
    gantry_script_assert_text(gantry_script_describe_names(timeline),
                              i > 1 ? "Renderer, t" : "/usr/bin/browser --type=renderer, t");
  }
}

/* Whatever comes first: a track's events, its descriptor, its parent's, the name of the process. */
static void
test_late_descriptors (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new(), process = wire_new();
  GByteArray *track = perfetto_track(5, 0, NULL);
  perfetto_put_event(trace, 0, SLICE_BEGIN, 9, "request");
  perfetto_put_event(trace, 3, SLICE_END, 9, NULL);
  perfetto_put_event(trace, 1, SLICE_BEGIN, 7, "work");
  perfetto_put_event(trace, 2, SLICE_END, 7, NULL);
  perfetto_put_track(trace, perfetto_track(9, 5, "requests"));
  perfetto_put_thread(trace, 7, 10, 11, "worker");
  wire_put_number(process, 1, 10);
  wire_put_text(process, 6, "server");
  wire_put_message(track, 3, g_byte_array_ref(process));
  perfetto_put_track(trace, track);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "server, worker, requests");
  perfetto_assert_lane(timeline, "requests", "running 0-3 request");
  perfetto_assert_lane(timeline, "worker", "running 1-2 work");
  const GantryLane *server = gantry_script_find_lane(timeline, "server");
  g_assert_cmpuint(gantry_lane_get_parent(gantry_script_find_lane(timeline, "requests")), ==,
                   gantry_lane_get_id(server));
}

/* It is the sequence's own thread's, where the sequence described one; 0 is a track of its own. */
static void
test_no_track (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *cleared = perfetto_packet_without_time();
  wire_put_number(cleared, PACKET_FLAGS, CLEARED);
  perfetto_put(trace, cleared);
  perfetto_put_thread(trace, 7, 3, 4, "main");
  for (int i = 0; i < 2; i++) {
    GByteArray *packet = perfetto_packet(i), *event = wire_new();
    wire_put_number(event, 9, INSTANT);
    wire_put_text(event, 23, "here");
    if (i == 1)
      wire_put_number(event, 11, 0);
    wire_put_message(packet, PACKET_EVENT, event);
    perfetto_put(trace, packet);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_marks(timeline), "main 0 here, here 1 here");
}

/* Nobody describes it: it is called like what happens on it first. A flow of the newer kind ties events of
 * the older kind. */
static void
test_nameless_track (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_event(trace, 0, SLICE_BEGIN, 4, "first");
  perfetto_put_event(trace, 1, SLICE_END, 4, NULL);
  perfetto_put_event(trace, 2, SLICE_BEGIN, 4, "second");
  perfetto_put_event(trace, 3, SLICE_END, 4, NULL);
  for (int i = 0; i < 2; i++) {
    GByteArray *packet = perfetto_packet(i * 2), *event = wire_new(), *legacy = wire_new();
    wire_put_number(legacy, 2, 'X');
    wire_put_number(legacy, 3, 500);
    wire_put_number(event, 11, i == 0 ? 5 : 6);
    wire_put_text(event, 23, i == 0 ? "cause" : "effect");
    wire_put_fixed(event, 47, 1);
    wire_put_message(event, 6, legacy);
    wire_put_message(packet, PACKET_EVENT, event);
    perfetto_put(trace, packet);
  }
  perfetto_put_track(trace, perfetto_track(5, 0, "from"));
  perfetto_put_track(trace, perfetto_track(6, 0, "to"));
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  perfetto_assert_lane(timeline, "first", "running 0-1 first, sleeping 1-2, running 2-3 second");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "put from 0 - to 2");
}

/* A track for each request: those of one name under one parent share rows, unless their descriptor says that
 * they stay apart, or by what else they belong together. */
static void
test_shared_rows (void)
{
  enum { NAME, BEHAVIOR = 15, KEY };
  static const struct {
    const char *name;
    uint64_t behavior;
    const char *key;
    double from, to;
  } tracks[] = {{"request", 0, NULL, 0, 2}, {"request", 1, NULL, 1, 3}, {"request", 0, NULL, 2, 4},
                {"apart", 2, NULL, 0, 1},   {"apart", 2, NULL, 2, 3},   {"one", 3, "k", 0, 1},
                {"other", 3, "k", 2, 3}};
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (guint i = 0; i < G_N_ELEMENTS(tracks); i++) {
    GByteArray *track = perfetto_track(100 + i, 7, tracks[i].name);
    if (tracks[i].behavior != 0)
      wire_put_number(track, BEHAVIOR, tracks[i].behavior);
    if (tracks[i].key)
      wire_put_text(track, KEY, tracks[i].key);
    perfetto_put_track(trace, track);
    perfetto_put_event(trace, tracks[i].from, SLICE_BEGIN, 100 + i, "x");
    perfetto_put_event(trace, tracks[i].to, SLICE_END, 100 + i, NULL);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "request, request 2, apart, one, apart");
  perfetto_assert_lane(timeline, "request", "running 0-2 x, running 2-4 x");
  perfetto_assert_lane(timeline, "request 2", "running 1-3 x");
  perfetto_assert_lane(timeline, "one", "running 0-1 x, sleeping 1-2, running 2-3 x");
}

/* What a track is in, until it is told otherwise: an empty name, or none, is nothing. */
static void
test_state_tracks (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_track(trace, perfetto_track(8, 7, "priority"));
  perfetto_put_track(trace, perfetto_track(9, 7, "never in anything"));
  perfetto_put_event(trace, 0, INSTANT, 7, "x");
  perfetto_put_event(trace, 0, STATE, 9, NULL);
  perfetto_put_event(trace, 1, STATE, 8, NULL);
  perfetto_put_event(trace, 4, STATE, 8, "high");
  perfetto_put_event(trace, 2, STATE, 8, "low");
  perfetto_put_event(trace, 3, STATE, 8, "low");
  perfetto_put_event(trace, 6, STATE, 8, "");
  perfetto_put_event(trace, 7, STATE, 8, "low");
  perfetto_put_event(trace, 9, INSTANT, 7, "y");
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  perfetto_assert_lane(timeline, "priority",
                       "running 2-4 low, running 4-6 high, sleeping 6-7, running 7-9 low");
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 2);
  g_assert_false(gantry_lane_is_counted(gantry_script_find_lane(timeline, "priority")));
}

/* A mark of Chromium's older kind says track 0 and means the thread whose track is the sequence's own. */
static void
test_legacy_track (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  GByteArray *defaults = wire_new(), *event_defaults = wire_new(), *packet = perfetto_packet_without_time();
  perfetto_put_thread(trace, 7, 3, 1, "main");
  wire_put_number(event_defaults, 11, 7);
  wire_put_message(defaults, 11, event_defaults);
  wire_put_message(packet, PACKET_DEFAULTS, defaults);
  perfetto_put(trace, packet);
  GByteArray *event = wire_new(), *legacy = wire_new();
  wire_put_number(legacy, 2, 'R');
  wire_put_text(event, 23, "navigationStart");
  wire_put_number(event, 11, 0);
  wire_put_message(event, 6, legacy);
  packet = perfetto_packet(1);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_marks(timeline), "main 0 navigationStart");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-tracks/late-descriptors", test_late_descriptors);
  g_test_add_func("/perfetto-tracks/process-names", test_process_names);
  g_test_add_func("/perfetto-tracks/no-track", test_no_track);
  g_test_add_func("/perfetto-tracks/nameless-track", test_nameless_track);
  g_test_add_func("/perfetto-tracks/shared-rows", test_shared_rows);
  g_test_add_func("/perfetto-tracks/state-tracks", test_state_tracks);
  g_test_add_func("/perfetto-tracks/legacy-track", test_legacy_track);
  return g_test_run();
}
