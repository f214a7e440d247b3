/* The figures as JSON, read back and compared with the contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "timeline/script.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

static const char kitchen[] = "title \"Two cooks\"\nmodel threads\nseed 42\ncores 2\nfrom kernel\n"
                              "cpu-time 14ms\npeak-memory 5242880\ncontext-switches 12\n"
                              "thing lock kitchen\nthing \"shared variable\" served\n"
                              "0ms main created thread line 20\n"
                              "0ms main started cpu 0\n"
                              "1ms \"cook 1\" created thread by main line 21\n"
                              "2ms \"cook 1\" started ready 1ms cpu 1\n"
                              "2ms d created thread daemon by main\n"
                              "3ms main wait-lock for kitchen line 22\n"
                              "3ms \"cook 1\" acquired kitchen\n"
                              "6ms \"cook 1\" print \"order \\\"1\\\"\\\\ü\"\n"
                              "7ms \"cook 1\" value served 1\n"
                              "8ms \"cook 1\" released kitchen\n"
                              "9ms \"cook 1\" ended failed result 9 reason \"burnt\"\n"
                              "8.5ms main woken by \"cook 1\" at 8ms\n"
                              "8.5ms main running line 22 cpu 0\n"
                              "8.5ms main acquired kitchen\n"
                              "9ms main expect held \"one served\" line 23\n"
                              "9ms main expect broken \"none burnt\" line 24\n"
                              "9ms main lost 3 since 8.8ms\n"
                              "10ms main ended ok result -5\n"
                              "12ms end failed \"none burnt\"\n";

static JsonObject *
parse (const char *text, JsonParser **parser)
{
  g_autoptr(GError) error = NULL;
  *parser = json_parser_new_immutable();
  json_parser_load_from_data(*parser, text, -1, &error);
  g_assert_no_error(error);
  return json_node_get_object(json_parser_get_root(*parser));
}

/* The members are just these, in this order: "a b c". */
static void
assert_keys (JsonObject *object, const char *keys)
{
  GString *found = g_string_new(NULL);
  g_autoptr(GList) members = json_object_get_members(object);
  for (GList *i = members; i; i = i->next)
    g_string_append_printf(found, "%s%s", i == members ? "" : " ", (const char *)i->data);
  g_assert_cmpstr(found->str, ==, keys);
  g_string_free(found, TRUE);
}

static JsonObject *
element (JsonObject *object, const char *array, guint index)
{
  return json_array_get_object_element(json_object_get_array_member(object, array), index);
}

static void
test_run (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser);
  assert_keys(run,
              "title model seed cores outcome wall_ns cpu_ns peak_rss_bytes context_switches events lost "
              "in_flight on_cpu on_cpu_from lanes shared output expects deadlock findings");
  g_assert_cmpstr(json_object_get_string_member(run, "title"), ==, "Two cooks");
  g_assert_cmpstr(json_object_get_string_member(run, "model"), ==, "threads");
  g_assert_cmpint(json_object_get_int_member(run, "seed"), ==, 42);
  g_assert_cmpint(json_object_get_int_member(run, "cores"), ==, 2);
  g_assert_cmpstr(json_object_get_string_member(run, "outcome"), ==, "failed");
  g_assert_cmpint(json_object_get_int_member(run, "wall_ns"), ==, 12000000);
  g_assert_cmpint(json_object_get_int_member(run, "cpu_ns"), ==, 14000000);
  g_assert_cmpint(json_object_get_int_member(run, "peak_rss_bytes"), ==, 5242880);
  g_assert_cmpint(json_object_get_int_member(run, "context_switches"), ==, 12);
  g_assert_cmpint(json_object_get_int_member(run, "events"), ==, 18);
  g_assert_cmpint(json_object_get_int_member(run, "lost"), ==, 3);
  g_assert_cmpstr(json_object_get_string_member(run, "on_cpu_from"), ==, "kernel");
  g_assert_true(json_object_get_null_member(run, "deadlock"));
  JsonArray *findings = json_object_get_array_member(run, "findings");
  g_assert_cmpuint(json_array_get_length(findings), ==, 1);
  g_assert_cmpstr(json_object_get_string_member(json_array_get_object_element(findings, 0), "kind"), ==,
                  "failed");
  g_assert_true(g_str_has_suffix(text, "}\n"));
}

/* Where a trace of slices alone tells nothing of processors. */
static void
test_slices (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "model threads\nfrom auto\n0ms a created thread\n0ms a started cpu 0\n9ms a ended ok\n9ms end ok\n");
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  g_assert_true(json_object_get_null_member(parse(text, &parser), "on_cpu_from"));
}

/* in flight: main 0 to 10, cook 2 to 9, over 12 ms; on a processor: main 0 to 3 and 8.5 to 10, cook 2 to 9.
 */
static void
test_counters (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser);
  JsonObject *in_flight = json_object_get_object_member(run, "in_flight");
  JsonObject *on_cpu = json_object_get_object_member(run, "on_cpu");
  assert_keys(in_flight, "mean max");
  assert_keys(on_cpu, "mean max");
  g_assert_cmpint(json_object_get_int_member(in_flight, "max"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(on_cpu, "max"), ==, 2);
  g_assert_nonnull(strstr(text, "\"in_flight\": {\"mean\": 1.416667, \"max\": 2}"));
  g_assert_nonnull(strstr(text, "\"on_cpu\": {\"mean\": 0.958333, \"max\": 2}"));
}

static void
assert_lane (JsonObject *lane, const char *name, const char *kind, const char *parent, const char *outcome)
{
  assert_keys(lane, "name kind parent created_ns started_ns ended_ns outcome result states");
  g_assert_cmpstr(json_object_get_string_member(lane, "name"), ==, name);
  g_assert_cmpstr(json_object_get_string_member(lane, "kind"), ==, kind);
  g_assert_cmpstr(json_object_get_string_member_with_default(lane, "parent", NULL), ==, parent);
  g_assert_cmpstr(json_object_get_string_member_with_default(lane, "outcome", NULL), ==, outcome);
}

static void
test_lanes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(run, "lanes")), ==, 5);
  JsonObject *main_lane = element(run, "lanes", 0), *cook = element(run, "lanes", 1);
  JsonObject *daemon = element(run, "lanes", 2), *core = element(run, "lanes", 3);
  assert_lane(main_lane, "main", "thread", NULL, "ok");
  g_assert_cmpint(json_object_get_int_member(main_lane, "result"), ==, -5);
  assert_keys(json_object_get_object_member(main_lane, "states"), "running ready wait-lock");
  JsonObject *states = json_object_get_object_member(main_lane, "states");
  g_assert_cmpint(json_object_get_int_member(states, "running"), ==, 4500000);
  g_assert_cmpint(json_object_get_int_member(states, "ready"), ==, 500000);
  g_assert_cmpint(json_object_get_int_member(states, "wait-lock"), ==, 5000000);
  /* A task that failed has no result. */
  assert_lane(cook, "cook 1", "thread", "main", "failed");
  g_assert_true(json_object_get_null_member(cook, "result"));
  g_assert_cmpint(json_object_get_int_member(cook, "created_ns"), ==, 1000000);
  g_assert_cmpint(json_object_get_int_member(cook, "started_ns"), ==, 2000000);
  g_assert_cmpint(json_object_get_int_member(cook, "ended_ns"), ==, 9000000);
  /* One that never started. */
  assert_lane(daemon, "d", "thread", "main", "daemon-killed");
  g_assert_true(json_object_get_null_member(daemon, "started_ns"));
  g_assert_cmpint(json_object_get_int_member(daemon, "ended_ns"), ==, 12000000);
  assert_keys(json_object_get_object_member(daemon, "states"), "created");
  assert_lane(core, "core 0", "core", NULL, "ok");
  g_assert_true(json_object_get_null_member(core, "result"));
  g_assert_cmpstr(json_object_get_string_member(element(run, "lanes", 4), "name"), ==, "core 1");
}

/* Each lane's states add up to its life. */
static void
test_life (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonArray *lanes = json_object_get_array_member(parse(text, &parser), "lanes");
  for (guint i = 0; i < json_array_get_length(lanes); i++) {
    JsonObject *lane = json_array_get_object_element(lanes, i);
    JsonObject *states = json_object_get_object_member(lane, "states");
    g_autoptr(GList) names = json_object_get_members(states);
    int64_t total = 0;
    for (GList *name = names; name; name = name->next)
      total += json_object_get_int_member(states, name->data);
    g_assert_cmpint(total, ==,
                    json_object_get_int_member(lane, "ended_ns") -
                        json_object_get_int_member(lane, "created_ns"));
  }
}

static void
test_shared (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser), *lock = element(run, "shared", 0),
             *variable = element(run, "shared", 1);
  assert_keys(lock, "name kind acquired contended wait_ns held_ns");
  g_assert_cmpstr(json_object_get_string_member(lock, "name"), ==, "kitchen");
  g_assert_cmpstr(json_object_get_string_member(lock, "kind"), ==, "lock");
  g_assert_cmpint(json_object_get_int_member(lock, "acquired"), ==, 2);
  g_assert_cmpint(json_object_get_int_member(lock, "contended"), ==, 1);
  g_assert_cmpint(json_object_get_int_member(lock, "wait_ns"), ==, 5000000);
  g_assert_cmpint(json_object_get_int_member(lock, "held_ns"), ==, 5000000 + 3500000);
  g_assert_cmpstr(json_object_get_string_member(variable, "kind"), ==, "shared variable");
}

static void
test_output (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(kitchen);
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser), *line = element(run, "output", 0);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(run, "output")), ==, 1);
  assert_keys(line, "t lane text");
  g_assert_cmpint(json_object_get_int_member(line, "t"), ==, 6000000);
  g_assert_cmpstr(json_object_get_string_member(line, "lane"), ==, "cook 1");
  g_assert_cmpstr(json_object_get_string_member(line, "text"), ==, "order \"1\"\\ü");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(run, "expects")), ==, 2);
  assert_keys(element(run, "expects", 0), "line text held");
  g_assert_true(json_object_get_boolean_member(element(run, "expects", 0), "held"));
  g_assert_false(json_object_get_boolean_member(element(run, "expects", 1), "held"));
  g_assert_cmpint(json_object_get_int_member(element(run, "expects", 1), "line"), ==, 24);
  g_assert_cmpstr(json_object_get_string_member(element(run, "expects", 1), "text"), ==, "none burnt");
}

/* A run that nothing is known of, and one that its user stopped. */
static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("title \"\"\n0ms finish stopped\n");
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *text = gantry_stats_to_json(timeline);
  JsonObject *run = parse(text, &parser);
  g_assert_cmpstr(json_object_get_string_member(run, "outcome"), ==, "failed");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(run, "lanes")), ==, 0);
  g_assert_cmpint(json_object_get_int_member(json_object_get_object_member(run, "on_cpu"), "max"), ==, 0);
}

/* The same timeline, the same bytes; whatever the country. */
static void
test_same_bytes (void)
{
  g_autoptr(GantryTimeline) first = gantry_script_play(kitchen);
  g_autoptr(GantryTimeline) second = gantry_script_play(kitchen);
  g_autofree char *text = gantry_stats_to_json(first);
  if (!setlocale(LC_ALL, "de_DE.UTF-8"))
    g_test_message("no German locale here: the decimal point is not put to the test");
  g_autofree char *again = gantry_stats_to_json(second);
  setlocale(LC_ALL, "C.UTF-8");
  g_assert_cmpstr(text, ==, again);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/stats-json/run", test_run);
  g_test_add_func("/stats-json/counters", test_counters);
  g_test_add_func("/stats-json/lanes", test_lanes);
  g_test_add_func("/stats-json/life", test_life);
  g_test_add_func("/stats-json/shared", test_shared);
  g_test_add_func("/stats-json/output", test_output);
  g_test_add_func("/stats-json/empty", test_empty);
  g_test_add_func("/stats-json/same-bytes", test_same_bytes);
  g_test_add_func("/stats-json/slices", test_slices);
  return g_test_run();
}
