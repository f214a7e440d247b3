/* The commands that read scenarios and run none: list, show, check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

/* The built-in scenarios, as `list --json` tells them. */
static JsonArray *
list_json (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(CliResult) result = cli_run("list", "--json", NULL);
  g_assert_cmpint(result->status, ==, 0);
  g_autoptr(JsonNode) root = json_from_string(result->out, &error);
  g_assert_no_error(error);
  g_assert_true(JSON_NODE_HOLDS_ARRAY(root));
  return json_array_ref(json_node_get_array(root));
}

static void
test_list (void)
{
  g_autoptr(JsonArray) entries = list_json();
  g_autoptr(CliResult) table = cli_run("list", NULL);
  g_auto(GStrv) lines = g_strsplit(table->out, "\n", -1);
  guint n_entries = json_array_get_length(entries);
  g_assert_cmpint(table->status, ==, 0);
  g_assert_cmpuint(n_entries, >=, 12);
  g_assert_cmpuint(g_strv_length(lines), ==, n_entries + 1); /* the last one is empty */
  for (guint i = 0; i < n_entries; i++) {
    JsonObject *entry = json_array_get_object_element(entries, i);
    g_assert_cmpuint(json_object_get_size(entry), ==, 3);
    g_assert_true(g_str_has_prefix(lines[i], json_object_get_string_member(entry, "id")));
    cli_assert_contains(lines[i], json_object_get_string_member(entry, "title"));
    g_assert_true(g_str_has_suffix(lines[i], json_object_get_string_member(entry, "topic")));
  }
}

/* Each built-in scenario has no error, by its id and as a file of its text. */
static void
test_built_in (void)
{
  g_autoptr(JsonArray) entries = list_json();
  for (guint i = 0; i < json_array_get_length(entries); i++) {
    const char *id = json_object_get_string_member(json_array_get_object_element(entries, i), "id");
    g_autoptr(CliResult) shown = cli_run("show", id, NULL);
    g_assert_cmpint(shown->status, ==, 0);
    cli_assert_contains(shown->out, "main:");
    cli_write("shown.scenario", shown->out);
    g_autoptr(CliResult) checked = cli_run("check", id, "shown.scenario", NULL);
    g_assert_cmpstr(checked->err, ==, "");
    g_assert_cmpint(checked->status, ==, 0);
  }
}

static void
test_show_file (void)
{
  /* As it stands, right or wrong. */
  cli_write("odd.scenario", "task\xff:\r\n");
  g_autoptr(CliResult) shown = cli_run("show", "odd.scenario", NULL);
  g_assert_cmpstr(shown->out, ==, "task\xff:\r\n");
  g_assert_cmpint(shown->status, ==, 0);
  g_autoptr(CliResult) endless = cli_run("show", "/dev/zero", NULL);
  g_assert_cmpint(endless->status, ==, 2);
  cli_assert_contains(endless->err, "at most 1 MiB");
  g_autoptr(CliResult) none = cli_run("show", "no-such-scenario", NULL);
  g_assert_cmpint(none->status, ==, 2);
  cli_assert_contains(none->err, "‘no-such-scenario’ is neither a built-in scenario");
}

static void
test_check (void)
{
  cli_write("good.scenario", "main:\n    sleep 1ms\n");
  cli_write("bad.scenario",
            "lock kitchen\ntask cook:\n    acquire kichen\n    break\nmain:\n    start cok\n");
  g_autoptr(CliResult) good = cli_run("check", "good.scenario", NULL);
  g_assert_cmpint(good->status, ==, 0);
  g_assert_cmpstr(good->err, ==, "");

  /* All errors in one go, each with its place; a good file beside it changes nothing. */
  g_autoptr(CliResult) bad = cli_run("check", "bad.scenario", "good.scenario", NULL);
  g_assert_cmpint(bad->status, ==, 2);
  g_auto(GStrv) lines = g_strsplit(bad->err, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 4);
  g_assert_true(g_str_has_prefix(lines[0], "bad.scenario:3:13: error: "));
  cli_assert_contains(lines[0], "did you mean ‘kitchen’?");
  g_assert_true(g_str_has_prefix(lines[1], "bad.scenario:4:5: error: "));
  g_assert_true(g_str_has_prefix(lines[2], "bad.scenario:6:11: error: "));
  cli_assert_contains(lines[2], "did you mean ‘cook’?");

  g_autoptr(CliResult) none = cli_run("check", "good.scenario", "no-such-file.scenario", NULL);
  g_assert_cmpint(none->status, ==, 2);
  cli_assert_contains(none->err, "no-such-file.scenario");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  g_test_add_func("/library/list", test_list);
  g_test_add_func("/library/built-in", test_built_in);
  g_test_add_func("/library/show-file", test_show_file);
  g_test_add_func("/library/check", test_check);
  return g_test_run();
}
