/* Perfetto traces that are written, taken apart by hand and compared with the timeline that they were made
 * from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/perfetto-write.h"

#include "format/wire.h"
#include "timeline/script.h"

#include <string.h>

/* Field numbers, written down again. */
enum { PACKET = 1, TIMESTAMP = 8, SEQUENCE = 10, EVENT = 11, INTERNED = 12, FLAGS = 13, TRACK = 60 };
enum {
  CATEGORY_IID = 3,
  ANNOTATION = 4,
  TYPE = 9,
  NAME_IID = 10,
  TRACK_OF_EVENT = 11,
  NAME = 23,
  VALUE = 30
};
enum { FLOW = 47, FLOW_END = 48, SLICE_BEGIN = 1, SLICE_END = 2, INSTANT = 3, COUNTER = 4 };

static const char kitchen[] = "title \"Two \\\"cooks\\\"\"\nmodel threads\nseed 7\ncores 2\nfrom kernel\n"
                              "thing lock kitchen\nthing queue orders 3\n"
                              "label 21 \"start cook\"\nlabel 22 \"compute 5ms\"\nlabel 23 \"lock kitchen\"\n"
                              "0ms main created thread line 20\n"
                              "0ms main started cpu 0\n"
                              "0.5ms main running line 21 cpu 0\n"
                              "1ms \"cook 1\" created thread by main line 21\n"
                              "2ms \"cook 1\" started ready 1ms cpu 1\n"
                              "2ms \"cook 1\" note \"outer\" line 30\n"
                              "2ms \"cook 1\" note \"inner\" line 31\n"
                              "2ms \"cook 1\" note \"empty\" line 32\n"
                              "2ms \"cook 1\" note-end\n"
                              "3ms main wait-lock for kitchen line 23\n"
                              "3ms \"cook 1\" running line 22 cpu 1\n"
                              "3ms \"cook 1\" acquired kitchen\n"
                              "4ms \"cook 1\" length orders 1\n"
                              "6.000001ms \"cook 1\" print \"order \\\"1\\\"\\\\ü\" line 33\n"
                              "7ms \"cook 1\" length orders 0 get\n"
                              "8ms \"cook 1\" released kitchen\n"
                              "8ms \"cook 1\" note-end\n"
                              "8ms \"cook 1\" note \"next\" line 34\n"
                              "9ms \"cook 1\" note-end\n"
                              "9ms \"cook 1\" note-end\n"
                              "9ms \"cook 1\" ended failed reason \"burnt\"\n"
                              "8.5ms main woken by \"cook 1\" at 8ms\n"
                              "8.5ms main running line 22 cpu 0\n"
                              "8.8ms main expect held \"one served\" line 24\n"
                              "8.8ms main expect broken \"none burnt\" line 25\n"
                              "8.8ms main lost 3 since 8.7ms\n"
                              "8.9ms main wait-join for \"cook 1\" line 26\n"
                              "9.5ms main woken by \"cook 1\" at 9ms\n"
                              "9.5ms main running line 26 cpu 0\n"
                              "10ms main ended ok\n"
                              "12ms end failed \"none burnt\"\n";

/* Everything at few moments, tasks of one name, things that wake at once. */
static const char still[] =
    "model simulated\nfrom virtual\nthing queue orders 1\n"
    "0ms loop created loop\n0ms loop started cpu 0\n"
    "0ms main created task by loop\n0ms main started cpu 0\n"
    "0ms a created task by main\n0ms a started cpu 0\n"
    "0ms a note \"all\"\n0ms a wait-queue for orders line 3\n"
    "5ms main length orders 1\n"
    "5ms a woken by main at 5ms\n5ms a running line 3 cpu 1\n"
    "5ms a note \"b\"\n5ms a print \"got\"\n5ms a note-end\n5ms a note-end\n"
    "5ms main wait-join for a\n7ms a ended ok\n"
    "7ms main woken by a at 7ms\n7ms main running cpu 1\n8ms main ended ok\n8ms loop ended ok\n8ms end ok\n";

static const char forked[] = "model processes\ntitle \"Forks\"\n"
                             "0ms main created process\n0ms main started pid 700 cpu 0\n"
                             "1ms child created process by main\n2ms child started pid 701 cpu 1\n"
                             "2ms helper created thread by child\n3ms helper started pid 701 cpu 0\n"
                             "2ms never created process by main\n"
                             "5ms helper ended ok\n6ms child ended ok\n8ms main ended ok\n9ms end ok\n";

static const char *const scripts[] = {kitchen, still, forked, "model threads\n0ms end ok\n"};

/* An event with its names looked up. */
typedef struct {
  int64_t time;
  uint64_t type;
  uint64_t track;
  uint64_t flow;
  bool flow_ends;
  int64_t value;
  char *name;     /* nullable */
  char *category; /* nullable */
} Event;

typedef struct {
  GantryTimeline *timeline;
  GBytes *bytes;
  GPtrArray *packets; /* WireField */
  GHashTable *tracks; /* number to WireField, its descriptor */
  GHashTable *names[3];
  GArray *events;
} Trace;

static void
clear_event (gpointer data)
{
  Event *event = data;
  g_free(event->name);
  g_free(event->category);
}

/* No name is told twice. */
static void
take_names (Trace *trace, const WireField *interned)
{
  WireRest rest = {interned->data, interned->data + interned->length};
  WireField entry;
  while (wire_next(&rest, &entry)) {
    g_assert_cmpuint(entry.number, >=, 1);
    g_assert_cmpuint(entry.number, <=, 3);
    char *name = wire_text(&entry, 2);
    g_assert_true(g_utf8_validate(name, -1, NULL));
    g_assert_true(
        g_hash_table_insert(trace->names[entry.number - 1], GSIZE_TO_POINTER(wire_number(&entry, 1)), name));
  }
}

static char *
look_up (const Trace *trace, int table, uint64_t iid)
{
  const char *name = g_hash_table_lookup(trace->names[table], GSIZE_TO_POINTER(iid));
  g_assert_nonnull(name);
  return g_strdup(name);
}

static void
take_event (Trace *trace, const WireField *packet, const WireField *event)
{
  WireField field;
  Event taken = {
      .time = (int64_t)wire_number(packet, TIMESTAMP),
      .type = wire_number(event, TYPE),
      .track = wire_number(event, TRACK_OF_EVENT),
      .value = (int64_t)wire_number(event, VALUE),
      .name = wire_text(event, NAME),
  };
  if (wire_find(event, NAME_IID, 0, &field))
    taken.name = look_up(trace, 1, field.value);
  if (wire_find(event, CATEGORY_IID, 0, &field))
    taken.category = look_up(trace, 0, field.value);
  for (guint i = 0; wire_find(event, ANNOTATION, i, &field); i++)
    g_free(look_up(trace, 2, wire_number(&field, 1)));
  taken.flow_ends = wire_find(event, FLOW_END, 0, &field);
  if (taken.flow_ends || wire_find(event, FLOW, 0, &field)) {
    g_assert_cmpint(field.type, ==, 1);
    taken.flow = field.value;
  }
  g_assert_true(g_hash_table_contains(trace->tracks, GSIZE_TO_POINTER(taken.track)));
  g_array_append_val(trace->events, taken);
}

static void
take_packet (Trace *trace, WireField *packet)
{
  WireField inner, *track;
  g_assert_cmpuint(packet->number, ==, PACKET);
  g_assert_cmpuint(wire_number(packet, SEQUENCE), ==, 1);
  g_assert_cmpuint(wire_number(packet, FLAGS), ==, trace->packets->len == 0 ? 1 : 2);
  g_ptr_array_add(trace->packets, packet);
  if (wire_find(packet, INTERNED, 0, &inner))
    take_names(trace, &inner);
  if (wire_find(packet, TRACK, 0, &inner)) {
    track = g_memdup2(&inner, sizeof inner);
    g_assert_true(g_hash_table_insert(trace->tracks, GSIZE_TO_POINTER(wire_number(&inner, 1)), track));
  }
  if (wire_find(packet, EVENT, 0, &inner))
    take_event(trace, packet, &inner);
}

static Trace *
trace_new (const char *script)
{
  Trace *trace = g_new0(Trace, 1);
  trace->timeline = gantry_script_play(script);
  trace->bytes = gantry_timeline_to_perfetto(trace->timeline);
  trace->packets = g_ptr_array_new_with_free_func(g_free);
  trace->tracks = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  for (int i = 0; i < 3; i++)
    trace->names[i] = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  trace->events = g_array_new(FALSE, FALSE, sizeof(Event));
  g_array_set_clear_func(trace->events, clear_event);
  gsize length;
  const uint8_t *data = g_bytes_get_data(trace->bytes, &length);
  WireRest rest = {data, data + length};
  WireField packet;
  while (wire_next(&rest, &packet))
    take_packet(trace, g_memdup2(&packet, sizeof packet));
  return trace;
}

static void
trace_free (Trace *trace)
{
  gantry_timeline_unref(trace->timeline);
  g_bytes_unref(trace->bytes);
  g_ptr_array_unref(trace->packets);
  g_hash_table_unref(trace->tracks);
  for (int i = 0; i < 3; i++)
    g_hash_table_unref(trace->names[i]);
  g_array_unref(trace->events);
  g_free(trace);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trace, trace_free)

static const Event *
event_at (const Trace *trace, guint index)
{
  return &g_array_index(trace->events, Event, index);
}

/* The number of the track whose descriptor, or the thread's or process's in it, has that name. */
static uint64_t
find_track (const Trace *trace, const char *name)
{
  GHashTableIter iter;
  gpointer number, descriptor;
  g_hash_table_iter_init(&iter, trace->tracks);
  while (g_hash_table_iter_next(&iter, &number, &descriptor)) {
    WireField thread = {0}, process = {0};
    bool is_thread = wire_find(descriptor, 4, 0, &thread), is_process = wire_find(descriptor, 3, 0, &process);
    g_autofree char *own = is_thread    ? wire_text(&thread, 5)
                           : is_process ? wire_text(&process, 6)
                                        : wire_text(descriptor, 2);
    if (!is_process && g_strcmp0(own, name) == 0)
      return GPOINTER_TO_SIZE(number);
  }
  g_error("no track %s", name);
}

/* Nobody has to sort: time does not go back, and a track's slices nest. */
static void
test_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trace) trace = trace_new(scripts[i]);
    g_autoptr(GHashTable) depths = g_hash_table_new(NULL, NULL);
    for (guint k = 0; k < trace->events->len; k++) {
      const Event *event = event_at(trace, k);
      gpointer track = GSIZE_TO_POINTER(event->track);
      guint depth = GPOINTER_TO_UINT(g_hash_table_lookup(depths, track));
      g_assert_true(k == 0 || event->time >= event_at(trace, k - 1)->time);
      g_assert_true(event->type != SLICE_END || depth > 0);
      depth += event->type == SLICE_BEGIN;
      depth -= event->type == SLICE_END;
      g_hash_table_insert(depths, track, GUINT_TO_POINTER(depth));
    }
    GHashTableIter iter;
    gpointer depth;
    g_hash_table_iter_init(&iter, depths);
    while (g_hash_table_iter_next(&iter, NULL, &depth))
      g_assert_cmpuint(GPOINTER_TO_UINT(depth), ==, 0);
  }
}

static void
test_same_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trace) first = trace_new(scripts[i]), second = trace_new(scripts[i]);
    g_assert_true(g_bytes_equal(first->bytes, second->bytes));
  }
}

static GantryState
state_of (const char *category)
{
  for (int state = 0; state < GANTRY_N_STATES; state++)
    if (g_str_equal(gantry_state_id((GantryState)state), category))
      return (GantryState)state;
  g_error("no state %s", category);
}

static void
assert_lane_times (const Trace *trace, const GantryLane *lane)
{
  int64_t sums[GANTRY_N_STATES] = {0}, expected[GANTRY_N_STATES] = {0};
  uint64_t track = find_track(trace, gantry_lane_get_name(lane));
  const Event *begun = NULL;
  for (guint k = 0; k < trace->events->len; k++) {
    const Event *event = event_at(trace, k);
    if (event->track != track || (event->type != SLICE_BEGIN && event->type != SLICE_END))
      continue;
    if (event->type == SLICE_BEGIN) {
      g_assert_null(begun);
      begun = event;
      continue;
    }
    g_assert_nonnull(begun);
    g_assert_cmpint(event->time, >, begun->time);
    sums[state_of(begun->category)] += event->time - begun->time;
    begun = NULL;
  }
  gantry_lane_add_times(lane, 0, INT64_MAX / 2, expected);
  for (int state = 0; state < GANTRY_N_STATES; state++)
    g_assert_cmpint(sums[state], ==, expected[state]);
}

static void
test_times_per_state (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trace) trace = trace_new(scripts[i]);
    for (uint32_t k = 0; k < gantry_timeline_get_n_lanes(trace->timeline); k++)
      assert_lane_times(trace, gantry_timeline_get_lane(trace->timeline, k));
    for (uint32_t k = 0; k < gantry_timeline_get_n_cores(trace->timeline); k++)
      assert_lane_times(trace, gantry_timeline_get_core(trace->timeline, k));
  }
}

/* "running compute 5ms 3000000" for each slice or instant of a track, its first one after `skip`. */
static char *
tell_track (const Trace *trace, const char *name)
{
  GString *text = g_string_new(NULL);
  uint64_t track = find_track(trace, name);
  for (guint k = 0; k < trace->events->len; k++) {
    const Event *event = event_at(trace, k);
    if (event->track == track && event->flow == 0)
      g_string_append_printf(text, "%s%s%s%s %.3f", text->len > 0 ? ", " : "",
                             event->type == SLICE_END ? "/" : event->category,
                             event->type == SLICE_END ? "" : ": ", event->name != NULL ? event->name : "",
                             (double)event->time / 1e6);
  }
  return g_string_free(text, FALSE);
}

static void
test_names (void)
{
  g_autoptr(Trace) trace = trace_new(kitchen);
  gantry_script_assert_text(
      tell_track(trace, "cook 1"),
      "ready: ready 1.000, / 2.000, running: running 2.000, / 3.000, running: compute 5ms 3.000, "
      "print: order \"1\"\\ü 6.000, / 9.000");
  gantry_script_assert_text(tell_track(trace, "notes"),
                            "note: outer 2.000, note: inner 2.000, note: empty 2.000, / 2.000, / 8.000, "
                            "note: next 8.000, / 9.000, / 9.000");
}

static void
test_processes (void)
{
  static const struct {
    const char *name;
    uint64_t pid, tid;
  } threads[] = {{"main", 700, 1}, {"child", 701, 2}, {"helper", 701, 3}, {"never", 1, 4}};
  g_autoptr(Trace) trace = trace_new(forked);
  for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
    WireField thread, process;
    const WireField *track =
        g_hash_table_lookup(trace->tracks, GSIZE_TO_POINTER(find_track(trace, threads[i].name)));
    g_assert_true(wire_find(track, 4, 0, &thread));
    g_assert_cmpuint(wire_number(&thread, 1), ==, threads[i].pid);
    g_assert_cmpuint(wire_number(&thread, 2), ==, threads[i].tid);
    const WireField *parent = g_hash_table_lookup(trace->tracks, GSIZE_TO_POINTER(wire_number(track, 5)));
    g_assert_nonnull(parent);
    g_assert_true(wire_find(parent, 3, 0, &process));
    g_assert_cmpuint(wire_number(&process, 1), ==, threads[i].pid);
  }
}

/* A task is no thread, and one of the same name beside it stays another. */
static void
test_tasks (void)
{
  g_autoptr(Trace) trace = trace_new(still);
  WireField thread;
  const WireField *task = g_hash_table_lookup(trace->tracks, GSIZE_TO_POINTER(find_track(trace, "a")));
  g_assert_false(wire_find(task, 4, 0, &thread));
  g_assert_cmpuint(wire_number(task, 15), ==, 2);
  const WireField *loop = g_hash_table_lookup(trace->tracks, GSIZE_TO_POINTER(find_track(trace, "loop")));
  g_assert_true(wire_find(loop, 4, 0, &thread));
}

static const Event *
find_flow (const Trace *trace, uint64_t flow, bool ends)
{
  for (guint k = 0; k < trace->events->len; k++)
    if (event_at(trace, k)->flow == flow && event_at(trace, k)->flow_ends == ends)
      return event_at(trace, k);
  g_error("flow %" G_GUINT64_FORMAT " is not there", flow);
}

static void
test_arrows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
    g_autoptr(Trace) trace = trace_new(scripts[i]);
    const GantryTimeline *timeline = trace->timeline;
    for (size_t k = 0; k < gantry_timeline_get_n_arrows(timeline); k++) {
      GantryArrow arrow = gantry_timeline_get_arrow(timeline, k);
      const GantryLane *from = gantry_timeline_find_lane(timeline, arrow.from_lane);
      const GantryLane *to = gantry_timeline_find_lane(timeline, arrow.to_lane);
      const Event *begin = find_flow(trace, k + 1, false), *end = find_flow(trace, k + 1, true);
      g_assert_true(begin < end);
      g_assert_cmpint(begin->time, ==, arrow.from_time);
      g_assert_cmpint(end->time, ==, arrow.to_time);
      g_assert_cmpuint(begin->track, ==, find_track(trace, gantry_lane_get_name(from)));
      g_assert_cmpuint(end->track, ==, find_track(trace, gantry_lane_get_name(to)));
      g_assert_cmpstr(begin->category, ==, "arrow");
    }
  }
}

static void
test_counters (void)
{
  g_autoptr(Trace) trace = trace_new(kitchen);
  uint64_t orders = find_track(trace, "orders"), on_cpu = find_track(trace, "on CPU");
  const GantryThing *thing = gantry_timeline_get_thing(trace->timeline, 1);
  size_t n_orders = 0, n_on_cpu = 0;
  for (guint k = 0; k < trace->events->len; k++) {
    const Event *event = event_at(trace, k);
    if (event->type != COUNTER)
      continue;
    if (event->track == orders) {
      g_assert_cmpint(event->value, ==, gantry_thing_get_step(thing, n_orders).value);
      g_assert_cmpint(event->time, ==, gantry_thing_get_step(thing, n_orders++).time);
    } else if (event->track == on_cpu) {
      g_assert_cmpint(event->value, ==,
                      gantry_timeline_get_step(trace->timeline, GANTRY_COUNTER_ON_CPU, n_on_cpu++).value);
    }
  }
  g_assert_cmpuint(n_orders, ==, gantry_thing_get_n_steps(thing));
  g_assert_cmpuint(n_orders, >=, 2);
  g_assert_cmpuint(n_on_cpu, ==, gantry_timeline_get_n_steps(trace->timeline, GANTRY_COUNTER_ON_CPU));
}

/* Who cannot be written to says so, and whoever cancels stops it. */
static void
test_failing_stream (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(GError) error = NULL;
  char few[100];
  g_autoptr(GOutputStream) small = g_memory_output_stream_new(few, sizeof few, NULL, NULL);
  g_assert_false(gantry_timeline_write_perfetto(timeline, small, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error(&error);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GOutputStream) large = g_memory_output_stream_new_resizable();
  g_cancellable_cancel(cancellable);
  g_assert_false(gantry_timeline_write_perfetto(timeline, large, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/perfetto-write/order", test_order);
  g_test_add_func("/perfetto-write/same-bytes", test_same_bytes);
  g_test_add_func("/perfetto-write/times-per-state", test_times_per_state);
  g_test_add_func("/perfetto-write/names", test_names);
  g_test_add_func("/perfetto-write/processes", test_processes);
  g_test_add_func("/perfetto-write/tasks", test_tasks);
  g_test_add_func("/perfetto-write/arrows", test_arrows);
  g_test_add_func("/perfetto-write/counters", test_counters);
  g_test_add_func("/perfetto-write/failing-stream", test_failing_stream);
  return g_test_run();
}
