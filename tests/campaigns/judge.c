/* Judging.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge.h"

#include "contract.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static JsonObject *
parse (const char *json)
{
  g_autoptr(JsonNode) root = json_from_string(json, NULL);
  return root && JSON_NODE_HOLDS_OBJECT(root) ? json_object_ref(json_node_get_object(root)) : NULL;
}

/* Its assertions end a process: one of its own. */
static bool
keeps_contract (JsonObject *stats)
{
  int status = 1;
  pid_t pid = fork();
  if (pid == 0) {
    contract_assert(stats);
    _exit(0);
  }
  return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static JsonObject *
lane_at (JsonObject *stats, guint index)
{
  return json_array_get_object_element(json_object_get_array_member(stats, "lanes"), index);
}

static guint
count_all_lanes (JsonObject *stats)
{
  return json_array_get_length(json_object_get_array_member(stats, "lanes"));
}

/* A lane that had not ended when its recording broke off: its states are known for a part of the run. */
static bool
is_within (JsonObject *lane, gint64 wall)
{
  JsonObject *times = json_object_get_object_member(lane, "states");
  g_autoptr(GList) names = json_object_get_members(times);
  gint64 sum = 0, created = json_object_get_int_member(lane, "created_ns");
  bool ended = !json_object_get_null_member(lane, "ended_ns");
  gint64 longest = (ended ? json_object_get_int_member(lane, "ended_ns") : wall) - created;
  for (GList *name = names; name; name = name->next)
    sum += json_object_get_int_member(times, name->data);
  return ended ? sum == longest : sum <= longest;
}

static bool
are_within (JsonObject *stats)
{
  gint64 wall = json_object_get_int_member(stats, "wall_ns");
  for (guint i = 0; i < count_all_lanes(stats); i++)
    if (!is_within(lane_at(stats, i), wall))
      return false;
  return true;
}

char *
judge_stats (const char *json)
{
  g_autoptr(JsonObject) stats = parse(json);
  if (!stats)
    return g_strdup("its figures are no JSON object");
  /* Nobody may have lived to say that it was there. */
  if (count_all_lanes(stats) == 0)
    return g_str_equal(json_object_get_string_member(stats, "outcome"), "ok") ? g_strdup("it has no lane")
                                                                              : NULL;
  if (!keeps_contract(stats))
    return g_strdup("its figures break the contract");
  for (guint i = 0; i < count_all_lanes(stats); i++)
    if (json_object_get_null_member(lane_at(stats, i), "outcome"))
      return g_strdup_printf("%s has no end", json_object_get_string_member(lane_at(stats, i), "name"));
  return NULL;
}

char *
judge_outcome (const char *json)
{
  g_autoptr(JsonObject) stats = parse(json);
  return g_strdup(stats ? json_object_get_string_member_with_default(stats, "outcome", "") : "");
}

guint
judge_count_lanes (const char *json, const char *outcome)
{
  g_autoptr(JsonObject) stats = parse(json);
  guint count = 0;
  for (guint i = 0; stats && i < count_all_lanes(stats); i++)
    count += g_strcmp0(json_object_get_string_member_with_default(lane_at(stats, i), "outcome", NULL),
                       outcome) == 0;
  return count;
}

char *
judge_messages (const char *text, bool is_needed)
{
  static const char *const crude[] = {"CRITICAL", "WARNING", "ERROR:", "ssertion", "Sanitizer"};
  for (gsize i = 0; i < G_N_ELEMENTS(crude); i++)
    if (strstr(text, crude[i]))
      return g_strdup_printf("a message for programmers: %s", text);
  if (is_needed && !g_str_has_prefix(text, "gantry-"))
    return g_strdup_printf("no sentence says what happened: ‘%s’", text);
  return NULL;
}

char *
judge_trace (const char *path, bool may_be_cut)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *out = NULL, *err = NULL;
  int status = 0;
  const char *argv[] = {g_getenv("GANTRY_CLI"), "stats", path, "--json", NULL};
  if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, &error))
    return g_strdup(error->message);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 2)
    return g_strdup("its reader crashed");
  if (WEXITSTATUS(status) != 0)
    return may_be_cut ? judge_messages(err, true) : g_strdup_printf("it cannot be read: %s", err);
  g_autoptr(JsonObject) stats = parse(out);
  if (!stats || !are_within(stats))
    return g_strdup("its figures do not add up");
  return may_be_cut || count_all_lanes(stats) == 0 || keeps_contract(stats)
             ? NULL
             : g_strdup("its figures break the contract");
}

char *
judge_leftovers (const char *folder, const char *const *expected)
{
  g_autoptr(GString) left = g_string_new(NULL);
  g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
  for (const char *file; files && (file = g_dir_read_name(files));)
    if (!g_strv_contains(expected, file))
      g_string_append_printf(left, " %s", file);
  return left->len > 0 ? g_strdup(left->str) : NULL;
}
