/* The object of --stats=json, checked against the command-line contract.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "contract.h"

#include <stdbool.h>

typedef enum { INTEGER, NUMBER, STRING, OBJECT, ARRAY, BOOLEAN } Type;

/* A key, its type, and whether it may be null. */
typedef struct {
  const char *key;
  Type type;
  bool nullable;
} Member;

static const Member run_members[] = {
    {"title", STRING, false},   {"model", STRING, false},           {"seed", INTEGER, false},
    {"cores", INTEGER, false},  {"outcome", STRING, false},         {"wall_ns", INTEGER, false},
    {"cpu_ns", INTEGER, false}, {"peak_rss_bytes", INTEGER, false}, {"context_switches", INTEGER, false},
    {"events", INTEGER, false}, {"lost", INTEGER, false},           {"in_flight", OBJECT, false},
    {"on_cpu", OBJECT, false},  {"on_cpu_from", STRING, false},     {"lanes", ARRAY, false},
    {"shared", ARRAY, false},   {"output", ARRAY, false},           {"expects", ARRAY, false},
    {"deadlock", ARRAY, true},  {"findings", ARRAY, false},
};
static const Member counter_members[] = {{"mean", NUMBER, false}, {"max", INTEGER, false}};
static const Member lane_members[] = {
    {"name", STRING, false},        {"kind", STRING, false},       {"parent", STRING, true},
    {"created_ns", INTEGER, false}, {"started_ns", INTEGER, true}, {"ended_ns", INTEGER, true},
    {"outcome", STRING, true},      {"result", INTEGER, true},     {"states", OBJECT, false},
};
static const Member shared_members[] = {
    {"name", STRING, false},       {"kind", STRING, false},     {"acquired", INTEGER, false},
    {"contended", INTEGER, false}, {"wait_ns", INTEGER, false}, {"held_ns", INTEGER, false},
};
static const Member output_members[] = {
    {"t", INTEGER, false}, {"lane", STRING, false}, {"text", STRING, false}};
static const Member expect_members[] = {
    {"line", INTEGER, false}, {"text", STRING, false}, {"held", BOOLEAN, false}};
static const Member deadlock_members[] = {
    {"lane", STRING, false}, {"waits_for", STRING, false}, {"held_by", ARRAY, false}};
static const Member finding_members[] = {
    {"kind", STRING, false},     {"text", STRING, false},   {"lanes", ARRAY, false},
    {"from_ns", INTEGER, false}, {"to_ns", INTEGER, false},
};

static const char *const states[] = {
    "created",    "running",      "ready",       "sleeping",       "blocked",
    "io-file",    "io-network",   "wait-lock",   "wait-semaphore", "wait-condition",
    "wait-event", "wait-barrier", "wait-queue",  "wait-pipe",      "wait-join",
    "wait-pool",  "wait-manager", "wait-result", "wait-gil",       NULL,
};
static const char *const models[] = {"threads", "processes", "async", "simulated", NULL};
static const char *const outcomes[] = {"ok", "failed", "deadlock", "limit", "crashed", NULL};
static const char *const sources[] = {"kernel", "self", "virtual", NULL};
static const char *const lane_kinds[] = {"thread", "process", "task", "loop", "core", "server", NULL};
static const char *const lane_outcomes[] = {"ok", "failed", "cancelled", "killed", "daemon-killed", NULL};

static bool
has_type (JsonNode *node, Type type)
{
  switch (type) {
  case OBJECT:
    return JSON_NODE_HOLDS_OBJECT(node);
  case ARRAY:
    return JSON_NODE_HOLDS_ARRAY(node);
  case STRING:
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
  case BOOLEAN:
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_BOOLEAN;
  case INTEGER:
    return JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_INT64;
  default:
    return JSON_NODE_HOLDS_VALUE(node) && (json_node_get_value_type(node) == G_TYPE_DOUBLE ||
                                           json_node_get_value_type(node) == G_TYPE_INT64);
  }
}

/* These members and no others. */
static void
assert_members (JsonObject *object, const Member *members, gsize n_members)
{
  g_assert_cmpuint(json_object_get_size(object), ==, n_members);
  for (gsize i = 0; i < n_members; i++) {
    JsonNode *node = json_object_get_member(object, members[i].key);
    if (node == NULL ||
        !((members[i].nullable && JSON_NODE_HOLDS_NULL(node)) || has_type(node, members[i].type)))
      g_error("member ‘%s’ is missing or not of its type", members[i].key);
  }
}

#define ASSERT_MEMBERS(object, members) assert_members((object), (members), G_N_ELEMENTS(members))

static void
assert_word (JsonObject *object, const char *key, const char *const *words)
{
  if (json_object_get_null_member(object, key))
    return;
  const char *word = json_object_get_string_member(object, key);
  if (!g_strv_contains(words, word))
    g_error("‘%s’ is no %s of the contract", word, key);
}

static void
assert_elements (JsonObject *stats, const char *key, const Member *members, gsize n_members)
{
  JsonArray *array = json_object_get_array_member(stats, key);
  for (guint i = 0; i < json_array_get_length(array); i++)
    assert_members(json_array_get_object_element(array, i), members, n_members);
}

static void
assert_lane (JsonObject *lane, gint64 wall_ns)
{
  ASSERT_MEMBERS(lane, lane_members);
  assert_word(lane, "kind", lane_kinds);
  assert_word(lane, "outcome", lane_outcomes);

  gint64 created = json_object_get_int_member(lane, "created_ns");
  bool ended = !json_object_get_null_member(lane, "ended_ns");
  gint64 end = ended ? json_object_get_int_member(lane, "ended_ns") : wall_ns;
  g_assert_cmpint(created, >=, 0);
  g_assert_cmpint(end, >=, created);
  g_assert_true(ended == !json_object_get_null_member(lane, "outcome"));

  JsonObject *times = json_object_get_object_member(lane, "states");
  g_autoptr(GList) names = json_object_get_members(times);
  gint64 sum = 0;
  for (GList *name = names; name != NULL; name = name->next) {
    g_assert_true(g_strv_contains(states, name->data));
    g_assert_cmpint(json_object_get_int_member(times, name->data), >=, 0);
    sum += json_object_get_int_member(times, name->data);
  }
  g_assert_cmpint(sum, ==, end - created);
}

void
contract_assert (JsonObject *stats)
{
  ASSERT_MEMBERS(stats, run_members);
  assert_word(stats, "model", models);
  assert_word(stats, "outcome", outcomes);
  assert_word(stats, "on_cpu_from", sources);
  ASSERT_MEMBERS(json_object_get_object_member(stats, "in_flight"), counter_members);
  ASSERT_MEMBERS(json_object_get_object_member(stats, "on_cpu"), counter_members);
  assert_elements(stats, "shared", shared_members, G_N_ELEMENTS(shared_members));
  assert_elements(stats, "output", output_members, G_N_ELEMENTS(output_members));
  assert_elements(stats, "expects", expect_members, G_N_ELEMENTS(expect_members));
  assert_elements(stats, "findings", finding_members, G_N_ELEMENTS(finding_members));
  if (!json_object_get_null_member(stats, "deadlock"))
    assert_elements(stats, "deadlock", deadlock_members, G_N_ELEMENTS(deadlock_members));

  JsonArray *lanes = json_object_get_array_member(stats, "lanes");
  g_assert_cmpuint(json_array_get_length(lanes), >, 0);
  for (guint i = 0; i < json_array_get_length(lanes); i++)
    assert_lane(json_array_get_object_element(lanes, i), json_object_get_int_member(stats, "wall_ns"));
}

JsonObject *
contract_lane (JsonObject *stats, const char *name)
{
  JsonArray *lanes = json_object_get_array_member(stats, "lanes");
  for (guint i = 0; i < json_array_get_length(lanes); i++) {
    JsonObject *lane = json_array_get_object_element(lanes, i);
    if (g_str_equal(json_object_get_string_member(lane, "name"), name))
      return lane;
  }
  g_error("no lane is called ‘%s’", name);
}

guint
contract_count_lanes (JsonObject *stats, const char *kind)
{
  JsonArray *lanes = json_object_get_array_member(stats, "lanes");
  guint count = 0;
  for (guint i = 0; i < json_array_get_length(lanes); i++)
    count +=
        g_str_equal(json_object_get_string_member(json_array_get_object_element(lanes, i), "kind"), kind);
  return count;
}

gint64
contract_state (JsonObject *lane, const char *state)
{
  return json_object_get_int_member_with_default(json_object_get_object_member(lane, "states"), state, 0);
}
