/* Perfetto traces, read: what Chrome's older events mean, by the letter of their phase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-trace.h"
#include "timeline/script.h"

/* Fields of an event and of its legacy part. */
enum { EVENT_ANNOTATION = 4, EVENT_LEGACY = 6, EVENT_TRACK = 11, EVENT_NAME = 23 };
enum {
  LEGACY_PHASE = 2,
  LEGACY_LENGTH = 3,
  LEGACY_ID = 6,
  LEGACY_BIND_ID = 8,
  LEGACY_BIND_TO_ENCLOSING = 12,
  LEGACY_FLOW_DIRECTION = 13,
  LEGACY_SCOPE = 14,
};
enum {
  ANNOTATION_NAME_IID = 1,
  ANNOTATION_UINT = 3,
  ANNOTATION_INT = 4,
  ANNOTATION_DOUBLE = 5,
  ANNOTATION_TEXT = 6,
  ANNOTATION_NAME = 10
};

static GByteArray *
annotate (const char *name)
{
  GByteArray *annotation = wire_new();
  wire_put_text(annotation, ANNOTATION_NAME, name);
  return annotation;
}

static GByteArray *
legacy_new (char phase)
{
  GByteArray *legacy = wire_new();
  wire_put_number(legacy, LEGACY_PHASE, (uint64_t)phase);
  return legacy;
}

/* Takes the legacy part and the annotation, which may be NULL. */
static void
put (GByteArray *trace, double ms, uint64_t track, const char *name, GByteArray *legacy,
     GByteArray *annotation)
{
  GByteArray *packet = perfetto_packet(ms), *event = wire_new();
  wire_put_number(event, EVENT_TRACK, track);
  wire_put_text(event, EVENT_NAME, name);
  wire_put_message(event, EVENT_LEGACY, legacy);
  if (annotation)
    wire_put_message(event, EVENT_ANNOTATION, annotation);
  wire_put_message(packet, PACKET_EVENT, event);
  perfetto_put(trace, packet);
}

static void
put_slice (GByteArray *trace, double ms, uint64_t track, const char *name, uint64_t us)
{
  GByteArray *legacy = legacy_new('X');
  wire_put_number(legacy, LEGACY_LENGTH, us);
  put(trace, ms, track, name, legacy, NULL);
}

/* Each number is a counter of the process; texts are none. */
static void
test_counters (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 3, 4, "main");
  perfetto_put(trace, perfetto_intern(perfetto_packet_without_time(), 3, 9, "value"));
  put_slice(trace, 0, 7, "all", 9000);
  GByteArray *interned = wire_new(), *free_bytes = annotate("free"), *text = annotate("unit");
  wire_put_number(interned, ANNOTATION_NAME_IID, 9);
  wire_put_number(interned, ANNOTATION_UINT, 5);
  put(trace, 1, 7, "heap", legacy_new('C'), interned);
  wire_put_number(free_bytes, ANNOTATION_INT, (uint64_t)-3);
  put(trace, 2, 7, "heap", legacy_new('C'), free_bytes);
  GByteArray *load = annotate("load"), *with_id = legacy_new('C');
  wire_put_double(load, ANNOTATION_DOUBLE, 0.25);
  wire_put_number(with_id, LEGACY_ID, 26);
  put(trace, 3, 7, "load", with_id, load);
  wire_put_text(text, ANNOTATION_TEXT, "bytes");
  put(trace, 4, 7, "heap", legacy_new('C'), text);
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 1, NULL);
  gantry_script_assert_text(perfetto_things(timeline),
                            "heap: 1=5; heap.free: 2=-3; load[0x1a], thousandths: 3=250");
}

/* What happens to an open slice of that name and id stands on its row, called as the step where it is one. */
static void
test_steps (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  static const char phases[] = "STpF";
  perfetto_put_thread(trace, 7, 3, 4, "main");
  for (int i = 0; i < 4; i++) {
    GByteArray *legacy = legacy_new(phases[i]), *step = NULL;
    wire_put_number(legacy, LEGACY_ID, 8);
    if (phases[i] == 'T') {
      step = annotate("step");
      wire_put_text(step, ANNOTATION_TEXT, "parsed");
    }
    put(trace, i, 7, "load", legacy, step);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_labels(timeline, "load"), "running 0-3 load");
  gantry_script_assert_text(perfetto_marks(timeline), "load 1 parsed, load 2 load");
}

/* An instant may be of a whole process. */
static void
test_scopes (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 7, 3, 4, "main");
  for (uint64_t scope = 0; scope <= 3; scope++) {
    GByteArray *legacy = legacy_new('I');
    if (scope > 0)
      wire_put_number(legacy, LEGACY_SCOPE, scope);
    put(trace, (double)scope, 7, "seen", legacy, NULL);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(perfetto_marks(timeline),
                            "main 0 seen, process 3 1 seen, process 3 2 seen, main 3 seen");
}

/* Slices that send a flow (2), get it (1), or do both (3), and one event that ends several times. */
static void
test_flows (void)
{
  static const struct {
    uint64_t track, direction;
  } bound[] = {{1, 2}, {2, 1}, {3, 3}, {2, 1}};
  static const struct {
    char phase;
    uint64_t track;
  } events[] = {{'s', 1}, {'f', 2}, {'f', 3}};
  g_autoptr(GByteArray) trace = g_byte_array_new();
  for (int i = 1; i <= 3; i++) {
    g_autofree char *name = g_strdup_printf("t%d", i);
    perfetto_put_thread(trace, (uint64_t)i, 1, i, name);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(bound); i++) {
    GByteArray *legacy = legacy_new('X');
    wire_put_number(legacy, LEGACY_LENGTH, 500);
    wire_put_number(legacy, LEGACY_BIND_ID, 9);
    wire_put_number(legacy, LEGACY_FLOW_DIRECTION, bound[i].direction);
    put(trace, (double)i, bound[i].track, "x", legacy, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
    GByteArray *legacy = legacy_new(events[i].phase);
    wire_put_number(legacy, LEGACY_ID, 9);
    put(trace, 10.0 + (double)i, events[i].track, "flow", legacy, NULL);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_arrows(timeline),
                            "put t1 0 - t2 1, put t1 0 - t3 2, put t3 2 - t2 3, put t1 10 - t2 11, "
                            "put t1 10 - t3 12");
}

/* An end is at the next slice that begins, unless it says that it is within one. */
static void
test_flow_to_next (void)
{
  g_autoptr(GByteArray) trace = g_byte_array_new();
  perfetto_put_thread(trace, 1, 1, 1, "a");
  perfetto_put_thread(trace, 2, 1, 2, "b");
  put_slice(trace, 0, 1, "x", 5000);
  put_slice(trace, 2, 2, "y", 1000);
  for (int i = 0; i < 4; i++) {
    GByteArray *legacy = legacy_new(i % 2 == 0 ? 's' : 'f');
    wire_put_number(legacy, LEGACY_ID, i < 2 ? 3 : 4);
    if (i == 3)
      wire_put_number(legacy, LEGACY_BIND_TO_ENCLOSING, 1);
    put(trace, 1.0 + i * 0.25, i % 2 == 0 ? 1 : 2, "flow", legacy, NULL);
  }
  g_autoptr(GantryTimeline) timeline = perfetto_read(trace, 0, NULL);
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "put a 1.5 - b 1.75, put a 1 - b 2");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-legacy/counters", test_counters);
  g_test_add_func("/perfetto-legacy/steps", test_steps);
  g_test_add_func("/perfetto-legacy/scopes", test_scopes);
  g_test_add_func("/perfetto-legacy/flows", test_flows);
  g_test_add_func("/perfetto-legacy/flow-to-next", test_flow_to_next);
  return g_test_run();
}
