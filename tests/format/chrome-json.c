/* Trace events, read back and compared with the timeline that they were made from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chrome-json.h"

#include "timeline/script.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>

static const char kitchen[] = "title \"Two \\\"cooks\\\"\"\nmodel threads\nseed 7\ncores 2\nfrom kernel\n"
                              "thing lock kitchen\n"
                              "label 21 \"start cook\"\nlabel 22 \"compute 5ms\"\nlabel 23 \"lock kitchen\"\n"
                              "0ms main created thread line 20\n"
                              "0ms main started cpu 0\n"
                              "0.5ms main running line 21 cpu 0\n"
                              "1ms \"cook\t1\" created thread by main line 21\n"
                              "2ms \"cook\t1\" started ready 1ms cpu 1\n"
                              "2ms \"cook\t1\" note \"outer\" line 30\n"
                              "2ms \"cook\t1\" note \"inner\" line 31\n"
                              "2ms \"cook\t1\" note \"empty\" line 32\n"
                              "2ms \"cook\t1\" note-end\n"
                              "3ms main wait-lock for kitchen line 23\n"
                              "3ms \"cook\t1\" running line 22 cpu 1\n"
                              "3ms \"cook\t1\" acquired kitchen\n"
                              "6.000001ms \"cook\t1\" print \"order \\\"1\\\"\\\\ü\" line 33\n"
                              "8ms \"cook\t1\" released kitchen\n"
                              "8ms \"cook\t1\" note-end\n"
                              "8ms \"cook\t1\" note \"next\" line 34\n"
                              "9ms \"cook\t1\" note-end\n"
                              "9ms \"cook\t1\" note-end\n"
                              "9ms \"cook\t1\" ended failed reason \"burnt\"\n"
                              "8.5ms main woken by \"cook\t1\" at 8ms\n"
                              "8.5ms main running line 22 cpu 0\n"
                              "8.8ms main expect held \"one served\" line 24\n"
                              "8.8ms main expect broken \"none burnt\" line 25\n"
                              "8.8ms main lost 3 since 8.7ms\n"
                              "8.9ms main wait-join for \"cook\t1\" line 26\n"
                              "9.5ms main woken by \"cook\t1\" at 9ms\n"
                              "9.5ms main running line 26 cpu 0\n"
                              "10ms main ended ok\n"
                              "12ms end failed \"none burnt\"\n";

/* Events at one moment, of all kinds: a simulation's clock often stands still. */
static const char still[] =
    "model simulated\nfrom virtual\nthing queue orders 1\n"
    "0ms main created task\n0ms main started cpu 0\n"
    "0ms a created task by main\n0ms a started cpu 0\n"
    "0ms a note \"all\"\n0ms a wait-queue for orders line 3\n"
    "5ms main length orders 1\n"
    "5ms a woken by main at 5ms\n5ms a running line 3 cpu 1\n"
    "5ms a note \"b\"\n5ms a print \"got\"\n5ms a note-end\n5ms a note-end\n"
    "5ms main wait-join for a\n7ms a ended ok\n"
    "7ms main woken by a at 7ms\n7ms main running cpu 1\n8ms main ended ok\n8ms end ok\n";

static const char forked[] = "model processes\ntitle \"Forks\"\n"
                             "0ms main created process\n0ms main started pid 700 cpu 0\n"
                             "1ms child created process by main\n2ms child started pid 701 cpu 1\n"
                             "2ms helper created thread by child\n3ms helper started pid 701 cpu 0\n"
                             "2ms never created process by main\n"
                             "5ms helper ended ok\n6ms child ended ok\n8ms main ended ok\n9ms end ok\n";

typedef struct {
  GantryTimeline *timeline;
  JsonParser *parser;
  JsonArray *events;
} Trace;

static Trace *
trace_new (const char *script)
{
  g_autoptr(GError) error = NULL;
  Trace *trace = g_new(Trace, 1);
  trace->timeline = gantry_script_play(script);
  trace->parser = json_parser_new_immutable();
  g_autofree char *text = gantry_timeline_to_chrome_json(trace->timeline);
  g_assert_true(g_utf8_validate(text, -1, NULL));
  json_parser_load_from_data(trace->parser, text, -1, &error);
  g_assert_no_error(error);
  JsonObject *root = json_node_get_object(json_parser_get_root(trace->parser));
  g_assert_cmpstr(json_object_get_string_member(root, "displayTimeUnit"), ==, "ns");
  trace->events = json_object_get_array_member(root, "traceEvents");
  return trace;
}

static void
trace_free (Trace *trace)
{
  g_object_unref(trace->parser);
  gantry_timeline_unref(trace->timeline);
  g_free(trace);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trace, trace_free)

static guint
n_events (const Trace *trace)
{
  return json_array_get_length(trace->events);
}

static JsonObject *
event_at (const Trace *trace, guint index)
{
  return json_array_get_object_element(trace->events, index);
}

static bool
is_phase (JsonObject *event, const char *phase)
{
  return g_str_equal(json_object_get_string_member(event, "ph"), phase);
}

static int64_t
nanoseconds (JsonObject *event, const char *member)
{
  return llround(json_object_get_double_member(event, member) * 1000.0);
}

static int64_t
tid (JsonObject *event)
{
  return json_object_get_int_member_with_default(event, "tid", 0);
}

static JsonObject *
arguments (JsonObject *event)
{
  return json_object_get_object_member(event, "args");
}

/* The event of this phase and name, the first of them; there must be one. */
static JsonObject *
find (const Trace *trace, const char *phase, const char *name)
{
  for (guint i = 0; i < n_events(trace); i++)
    if (is_phase(event_at(trace, i), phase) &&
        g_str_equal(json_object_get_string_member(event_at(trace, i), "name"), name))
      return event_at(trace, i);
  g_error("there is no event %s of the name %s", phase, name);
}

static guint
count (const Trace *trace, const char *phase)
{
  guint n = 0;
  for (guint i = 0; i < n_events(trace); i++)
    n += is_phase(event_at(trace, i), phase);
  return n;
}

/* The whole of a small one. */
static void
test_bytes (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("title \"One\"\nmodel threads\nseed 3\ncores 1\nlabel 4 \"compute 1ms\"\n"
                         "0ms a created thread\n0ms a started cpu 0\n0.001001ms a running line 4 cpu 0\n"
                         "1ms a print \"hi\" line 5\n2ms a ended ok\n2ms end ok\n");
  g_autofree char *text = gantry_timeline_to_chrome_json(timeline);
  g_assert_cmpstr(
      text, ==,
      "{\n"
      "  \"otherData\": {\"recorder\": \"gantry\", \"title\": \"One\", \"model\": \"threads\", \"seed\": 3, "
      "\"cores\": 1, \"gil\": false, \"outcome\": \"ok\", \"on_cpu_from\": \"self\", \"lost\": 0, "
      "\"wall_ns\": 2000000, \"cpu_ns\": 0, \"events\": 6, \"source\": \"\", \"labels\": "
      "\"\\n\\n\\ncompute 1ms\"},\n"
      "  \"traceEvents\": [\n"
      "    {\"ph\": \"M\", \"name\": \"process_name\", \"pid\": 1, \"args\": {\"name\": \"One\"}},\n"
      "    {\"ph\": \"M\", \"name\": \"process_labels\", \"pid\": 1, \"args\": {\"labels\": \"threads\"}},\n"
      "    {\"ph\": \"M\", \"name\": \"process_sort_index\", \"pid\": 1, \"args\": {\"sort_index\": 0}},\n"
      "    {\"ph\": \"M\", \"name\": \"thread_name\", \"pid\": 1, \"tid\": 1, \"args\": {\"name\": \"a\", "
      "\"kind\": \"thread\", \"started\": 0.000, \"outcome\": \"ok\"}},\n"
      "    {\"ph\": \"M\", \"name\": \"thread_sort_index\", \"pid\": 1, \"tid\": 1, \"args\": "
      "{\"sort_index\": 0}},\n"
      "    {\"ph\": \"M\", \"name\": \"thread_name\", \"pid\": 1, \"tid\": 2, \"args\": {\"name\": \"core "
      "0\", \"kind\": \"core\", \"core\": 0}},\n"
      "    {\"ph\": \"M\", \"name\": \"thread_sort_index\", \"pid\": 1, \"tid\": 2, \"args\": "
      "{\"sort_index\": 1}},\n"
      "    {\"ph\": \"C\", \"name\": \"on CPU\", \"pid\": 1, \"ts\": 0.000, \"args\": {\"on_cpu\": 1}},\n"
      "    {\"ph\": \"C\", \"name\": \"in flight\", \"pid\": 1, \"ts\": 0.000, \"args\": {\"in_flight\": "
      "1}},\n"
      "    {\"ph\": \"X\", \"name\": \"running\", \"pid\": 1, \"tid\": 1, \"ts\": 0.000, \"cat\": "
      "\"running\", \"dur\": 1.001, \"args\": {\"core\": 0}},\n"
      "    {\"ph\": \"X\", \"name\": \"a\", \"pid\": 1, \"tid\": 2, \"ts\": 0.000, \"cat\": \"running\", "
      "\"dur\": 2000.000, \"args\": {\"core\": 0}},\n"
      "    {\"ph\": \"X\", \"name\": \"compute 1ms\", \"pid\": 1, \"tid\": 1, \"ts\": 1.001, \"cat\": "
      "\"running\", \"dur\": 1998.999, \"args\": {\"core\": 0, \"line\": 4}},\n"
      "    {\"ph\": \"i\", \"name\": \"hi\", \"pid\": 1, \"tid\": 1, \"ts\": 1000.000, \"cat\": \"print\", "
      "\"s\": \"t\", \"args\": {\"line\": 5}},\n"
      "    {\"ph\": \"C\", \"name\": \"on CPU\", \"pid\": 1, \"ts\": 2000.000, \"args\": {\"on_cpu\": 0}},\n"
      "    {\"ph\": \"C\", \"name\": \"in flight\", \"pid\": 1, \"ts\": 2000.000, \"args\": {\"in_flight\": "
      "0}}\n"
      "  ],\n"
      "  \"displayTimeUnit\": \"ns\"\n"
      "}\n");
}

/* A lane's intervals: all of them, without gaps, each state as long as the timeline says. */
static void
assert_intervals (const Trace *trace, const GantryLane *lane, int64_t lane_tid)
{
  int64_t sums[GANTRY_N_STATES] = {0}, until = gantry_lane_get_created(lane);
  size_t n_intervals = 0;
  gantry_lane_add_times(lane, 0, INT64_MAX, sums);
  for (guint i = 0; i < n_events(trace); i++) {
    JsonObject *event = event_at(trace, i);
    if (!is_phase(event, "X") || tid(event) != lane_tid)
      continue;
    g_assert_cmpint(nanoseconds(event, "ts"), ==, until);
    until += nanoseconds(event, "dur");
    n_intervals++;
    for (int state = 0; state < GANTRY_N_STATES; state++)
      if (g_str_equal(json_object_get_string_member(event, "cat"), gantry_state_id((GantryState)state)))
        sums[state] -= nanoseconds(event, "dur");
  }
  g_assert_cmpuint(n_intervals, ==, gantry_lane_get_n_intervals(lane));
  g_assert_cmpint(until, ==, gantry_lane_get_ended(lane));
  for (int state = 0; state < GANTRY_N_STATES; state++)
    g_assert_cmpint(sums[state], ==, 0);
}

/* In the order of time, the file over and so within each thread. */
static void
assert_order (const Trace *trace)
{
  int64_t last = INT64_MIN;
  for (guint i = 0; i < n_events(trace); i++) {
    JsonObject *event = event_at(trace, i);
    if (is_phase(event, "M")) {
      g_assert_cmpint(last, ==, INT64_MIN);
      continue;
    }
    g_assert_cmpint(nanoseconds(event, "ts"), >=, last);
    last = nanoseconds(event, "ts");
  }
}

/* That a slice of the event's thread was written before it, and reaches to it. */
static void
assert_enclosed (const Trace *trace, guint index)
{
  JsonObject *inner = event_at(trace, index);
  for (guint i = 0; i < index; i++) {
    JsonObject *outer = event_at(trace, i);
    if (is_phase(outer, "X") && tid(outer) == tid(inner) &&
        json_object_get_int_member(outer, "pid") == json_object_get_int_member(inner, "pid") &&
        nanoseconds(outer, "ts") <= nanoseconds(inner, "ts") &&
        nanoseconds(outer, "ts") + nanoseconds(outer, "dur") >= nanoseconds(inner, "ts"))
      return;
  }
  g_error("event %u stands in no interval", index);
}

static void
assert_arrows (const Trace *trace)
{
  size_t n_arrows = gantry_timeline_get_n_arrows(trace->timeline);
  g_autoptr(GHashTable) begun = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < n_events(trace); i++) {
    JsonObject *event = event_at(trace, i);
    bool starts = is_phase(event, "s");
    if (!starts && !is_phase(event, "f"))
      continue;
    int64_t id = json_object_get_int_member(event, "id");
    GantryArrow arrow = gantry_timeline_get_arrow(trace->timeline, (size_t)id - 1);
    assert_enclosed(trace, i);
    g_assert_cmpstr(json_object_get_string_member(event, "cat"), ==, "arrow");
    const GantryLane *lane =
        gantry_timeline_find_lane(trace->timeline, starts ? arrow.from_lane : arrow.to_lane);
    int64_t time = starts ? arrow.from_time : arrow.to_time;
    g_assert_cmpint(nanoseconds(event, "ts"), ==, MIN(time, gantry_lane_get_ended(lane)));
    g_assert_cmpint(tid(event), ==, (int64_t)(starts ? arrow.from_lane : arrow.to_lane) + 1);
    if (starts) {
      g_assert_true(g_hash_table_insert(begun, GINT_TO_POINTER(id),
                                        (gpointer)json_object_get_string_member(event, "name")));
      continue;
    }
    g_assert_cmpstr(g_hash_table_lookup(begun, GINT_TO_POINTER(id)), ==,
                    json_object_get_string_member(event, "name"));
    g_assert_cmpstr(json_object_get_string_member(event, "bp"), ==, "e");
    g_hash_table_remove(begun, GINT_TO_POINTER(id));
  }
  g_assert_cmpuint(count(trace, "s"), ==, n_arrows);
  g_assert_cmpuint(g_hash_table_size(begun), ==, 0);
}

/* Each end is that of the span that began last, lane by lane. */
static void
assert_notes (const Trace *trace)
{
  g_autoptr(GHashTable) open = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < n_events(trace); i++) {
    JsonObject *event = event_at(trace, i);
    if (!is_phase(event, "b") && !is_phase(event, "e"))
      continue;
    gpointer id = GINT_TO_POINTER(json_object_get_int_member(event, "id"));
    const char *name = json_object_get_string_member(event, "name");
    GPtrArray *stack = g_hash_table_lookup(open, id);
    g_assert_cmpint(tid(event), ==, GPOINTER_TO_INT(id));
    if (stack == NULL)
      g_hash_table_insert(open, id, stack = g_ptr_array_new());
    if (is_phase(event, "b")) {
      g_ptr_array_add(stack, (gpointer)name);
      continue;
    }
    g_assert_cmpuint(stack->len, >, 0);
    g_assert_cmpstr(g_ptr_array_steal_index(stack, stack->len - 1), ==, name);
  }
  g_assert_cmpuint(count(trace, "b"), ==, gantry_timeline_get_n_spans(trace->timeline));
  g_assert_cmpuint(count(trace, "e"), ==, gantry_timeline_get_n_spans(trace->timeline));
}

static void
assert_values (Trace *trace)
{
  size_t n_steps = gantry_timeline_get_n_steps(trace->timeline, GANTRY_COUNTER_ON_CPU) +
                   gantry_timeline_get_n_steps(trace->timeline, GANTRY_COUNTER_IN_FLIGHT);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(trace->timeline); i++) {
    const GantryThing *thing = gantry_timeline_get_thing(trace->timeline, i);
    if (gantry_thing_is_counted(thing))
      n_steps += gantry_thing_get_n_steps(thing);
  }
  g_assert_cmpuint(count(trace, "C"), ==, n_steps);
}

static void
test_all (gconstpointer script)
{
  g_autoptr(Trace) trace = trace_new(script);
  uint32_t n_lanes = gantry_timeline_get_n_lanes(trace->timeline);
  for (uint32_t i = 0; i < n_lanes; i++)
    assert_intervals(trace, gantry_timeline_get_lane(trace->timeline, i), i + 1);
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(trace->timeline); i++) {
    const GantryLane *core = gantry_timeline_get_core(trace->timeline, i);
    assert_intervals(trace, core, (int64_t)n_lanes + 1 + gantry_lane_get_id(core));
  }
  assert_order(trace);
  assert_arrows(trace);
  assert_notes(trace);
  assert_values(trace);
}

/* A lock that is given back behind its task's end, and a task that takes no time. */
static void
test_odd_arrows (void)
{
  g_autoptr(Trace) trace = trace_new("model threads\nthing lock l\n"
                                     "0ms main created thread\n0ms main started cpu 0\n"
                                     "1ms a created thread by main\n1ms a started cpu 1\n"
                                     "2ms main wait-lock for l\n3ms a ended ok\n"
                                     "5ms main woken by a at 4ms\n5ms main running cpu 0\n"
                                     "6ms b created thread by main\n6ms b started cpu 0\n6ms b ended ok\n"
                                     "8ms main ended ok\n8ms end ok\n");
  gantry_script_assert_text(gantry_script_describe_arrows(trace->timeline),
                            "start main 1 - a 1, release a 4 - main 5, start main 6 - b 6");
  g_assert_cmpint(nanoseconds(find(trace, "s", "release"), "ts"), ==, 3000000);
  g_assert_cmpint(nanoseconds(find(trace, "f", "release"), "ts"), ==, 5000000);
  g_assert_cmpuint(count(trace, "s"), ==, 2);
  g_assert_cmpuint(count(trace, "f"), ==, 2);
}

static void
test_words (void)
{
  g_autoptr(Trace) trace = trace_new(kitchen);
  JsonObject *print = find(trace, "i", "order \"1\"\\ü"), *wait = find(trace, "X", "wait-lock");
  g_assert_cmpstr(json_object_get_string_member(print, "cat"), ==, "print");
  g_assert_cmpint(nanoseconds(print, "ts"), ==, 6000001);
  g_assert_cmpint(json_object_get_int_member(arguments(print), "line"), ==, 33);
  g_assert_true(json_object_get_boolean_member(arguments(find(trace, "i", "one served")), "held"));
  g_assert_false(json_object_get_boolean_member(arguments(find(trace, "i", "none burnt")), "held"));
  g_assert_cmpint(json_object_get_int_member(arguments(find(trace, "i", "events lost")), "count"), ==, 3);
  g_assert_cmpuint(count(trace, "i"), ==, 4);

  /* What runs has its statement's label; what waits says for what. */
  g_assert_cmpstr(json_object_get_string_member(arguments(wait), "waits_for"), ==, "kitchen");
  g_assert_cmpint(json_object_get_int_member(arguments(wait), "line"), ==, 23);
  g_assert_false(json_object_has_member(arguments(wait), "core"));
  JsonObject *compute = find(trace, "X", "compute 5ms");
  g_assert_cmpstr(json_object_get_string_member(compute, "cat"), ==, "running");
  g_assert_cmpint(json_object_get_int_member(arguments(compute), "core"), ==, 1);
  g_assert_cmpstr(json_object_get_string_member(arguments(find(trace, "X", "wait-join")), "waits_for"), ==,
                  "cook\t1");
  /* What ran on a core. */
  g_assert_cmpint(tid(find(trace, "X", "cook\t1")), ==, 4);
  g_assert_cmpstr(json_object_get_string_member(arguments(find(trace, "b", "inner")), "lane"), ==, "cook\t1");
  g_assert_cmpstr(json_object_get_string_member(arguments(find(trace, "M", "process_name")), "name"), ==,
                  "Two \"cooks\"");
}

/* The pid of the thread of this name. */
static int64_t
pid_of_thread (const Trace *trace, const char *name)
{
  for (guint i = 0; i < n_events(trace); i++) {
    JsonObject *event = event_at(trace, i);
    if (g_str_equal(json_object_get_string_member(event, "name"), "thread_name") &&
        g_str_equal(json_object_get_string_member(arguments(event), "name"), name))
      return json_object_get_int_member(event, "pid");
  }
  g_error("there is no thread %s", name);
}

static void
test_processes (void)
{
  g_autoptr(Trace) trace = trace_new(forked);
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < n_events(trace); i++)
    if (g_str_equal(json_object_get_string_member(event_at(trace, i), "name"), "process_name"))
      g_string_append_printf(names, "%d %s, ", (int)json_object_get_int_member(event_at(trace, i), "pid"),
                             json_object_get_string_member(arguments(event_at(trace, i)), "name"));
  g_assert_cmpstr(names->str, ==, "1 Forks, 700 main, 701 child, ");
  g_string_free(names, TRUE);
  g_assert_cmpint(pid_of_thread(trace, "main"), ==, 700);
  g_assert_cmpint(pid_of_thread(trace, "child"), ==, 701);
  g_assert_cmpint(pid_of_thread(trace, "helper"), ==, 701);
  g_assert_cmpint(pid_of_thread(trace, "never"), ==, 1);
  g_assert_cmpint(pid_of_thread(trace, "core 0"), ==, 1);
}

static void
test_empty (void)
{
  g_autoptr(Trace) trace = trace_new("title \"\"\nmodel async\n0ms finish stopped\n");
  g_assert_cmpuint(n_events(trace), ==, 3);
  g_assert_cmpstr(json_object_get_string_member(arguments(find(trace, "M", "process_name")), "name"), ==,
                  "async");
}

/* The same timeline, the same bytes; whatever the country. */
static void
test_same_bytes (void)
{
  g_autoptr(GantryTimeline) first = gantry_script_play(kitchen);
  g_autoptr(GantryTimeline) second = gantry_script_play(kitchen);
  g_autofree char *text = gantry_timeline_to_chrome_json(first);
  if (!setlocale(LC_ALL, "de_DE.UTF-8"))
    g_test_message("no German locale here: the decimal point is not put to the test");
  g_autofree char *again = gantry_timeline_to_chrome_json(second);
  setlocale(LC_ALL, "C.UTF-8");
  g_assert_cmpstr(text, ==, again);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chrome-json/bytes", test_bytes);
  g_test_add_data_func("/chrome-json/kitchen", kitchen, test_all);
  g_test_add_data_func("/chrome-json/still", still, test_all);
  g_test_add_data_func("/chrome-json/forked", forked, test_all);
  g_test_add_func("/chrome-json/odd-arrows", test_odd_arrows);
  g_test_add_func("/chrome-json/words", test_words);
  g_test_add_func("/chrome-json/processes", test_processes);
  g_test_add_func("/chrome-json/empty", test_empty);
  g_test_add_func("/chrome-json/same-bytes", test_same_bytes);
  return g_test_run();
}
