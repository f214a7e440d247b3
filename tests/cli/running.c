/* `run`: models, options, what is printed, how it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"
#include "contract.h"

#include <signal.h>

#define MS G_GINT64_CONSTANT(1000000)

static const char sleepers[] = "title \"Three sleepers\"\n"
                               "shared variable done = 0\n"
                               "lock door\n"
                               "task sleeper:\n"
                               "    sleep 20ms\n"
                               "    with door:\n"
                               "        done = done + 1\n"
                               "    print \"{name} is up\"\n"
                               "    return index * 10\n"
                               "main:\n"
                               "    start sleeper x 3\n"
                               "    join\n"
                               "    expect done == 3 \"all are up\"\n";

static const char forever[] = "main:\n    print \"ready\"\n    repeat forever:\n        sleep 5ms\n";

static JsonObject *
run_for_stats (const char *scenario, const char *option, int status)
{
  g_autoptr(CliResult) result = cli_run("run", scenario, "--stats=json", "--quiet", option, NULL);
  if (result->status != status)
    g_error("status %d, not %d: %s", result->status, status, result->err);
  JsonObject *stats = cli_json_object(result);
  contract_assert(stats);
  return stats;
}

static void
test_model (gconstpointer data)
{
  const char *const *facts = data; /* the option, the model, the kind of a task's lane */
  cli_write("sleepers.scenario", sleepers);
  g_autoptr(JsonObject) stats = run_for_stats("sleepers.scenario", facts[0], 0);
  g_assert_cmpstr(json_object_get_string_member(stats, "model"), ==, facts[1]);
  g_assert_cmpstr(json_object_get_string_member(stats, "title"), ==, "Three sleepers");
  g_assert_cmpstr(json_object_get_string_member(stats, "outcome"), ==, "ok");
  g_assert_cmpint(json_object_get_int_member(stats, "lost"), ==, 0);
  g_assert_cmpint(json_object_get_int_member(stats, "wall_ns"), >=, 20 * MS);
  g_assert_cmpuint(contract_count_lanes(stats, facts[2]), >=, 3);
  for (int i = 1; i <= 3; i++) {
    g_autofree char *name = g_strdup_printf("sleeper %d", i);
    JsonObject *lane = contract_lane(stats, name);
    g_assert_cmpint(contract_state(lane, "sleeping"), >=, 19 * MS); /* what remains may be ready time */
    g_assert_cmpint(json_object_get_int_member(lane, "result"), ==, i * 10);
    g_assert_cmpstr(json_object_get_string_member(lane, "outcome"), ==, "ok");
    g_assert_cmpstr(json_object_get_string_member(lane, "parent"), ==, "main");
  }
  JsonArray *output = json_object_get_array_member(stats, "output");
  JsonArray *expects = json_object_get_array_member(stats, "expects");
  g_assert_cmpuint(json_array_get_length(output), ==, 3);
  g_assert_cmpuint(json_array_get_length(expects), ==, 1);
  JsonObject *expect = json_array_get_object_element(expects, 0);
  g_assert_true(json_object_get_boolean_member(expect, "held"));
  g_assert_cmpint(json_object_get_int_member(expect, "line"), ==, 13);
  g_assert_cmpint(json_object_get_int_member(json_object_get_object_member(stats, "in_flight"), "max"), >=,
                  3);
}

static void
test_options (void)
{
  cli_write("draw.scenario", "seed 5\nmain:\n    print \"{random(1, 1000000)}\"\n");
  /* Before or after the scenario, the last one holds. */
  g_autoptr(CliResult) early =
      cli_run("run", "--stats=json", "--seed", "7", "--cores=1", "draw.scenario", NULL);
  g_autoptr(CliResult) late =
      cli_run("run", "draw.scenario", "--seed", "8", "--seed=7", "--stats=json", "--cores", "1", NULL);
  g_autoptr(JsonObject) first = cli_json_object(early), second = cli_json_object(late);
  contract_assert(first);
  g_assert_cmpint(json_object_get_int_member(first, "seed"), ==, 7);
  g_assert_cmpint(json_object_get_int_member(second, "seed"), ==, 7);
  g_assert_cmpint(json_object_get_int_member(first, "cores"), ==, 1);
  JsonObject *one = json_array_get_object_element(json_object_get_array_member(first, "output"), 0);
  JsonObject *two = json_array_get_object_element(json_object_get_array_member(second, "output"), 0);
  g_assert_cmpstr(json_object_get_string_member(one, "text"), ==, json_object_get_string_member(two, "text"));

  g_autoptr(JsonObject) own = run_for_stats("draw.scenario", "--on-cpu-from=self", 0);
  g_assert_cmpint(json_object_get_int_member(own, "seed"), ==, 5);
  g_assert_cmpstr(json_object_get_string_member(own, "on_cpu_from"), ==, "self");
}

static void
test_printed_lines (void)
{
  cli_write("lines.scenario", "main:\n    print \"one\"\n    print \"two\\nthree\"\n");
  g_autoptr(CliResult) plain = cli_run("run", "lines.scenario", NULL);
  g_assert_cmpint(plain->status, ==, 0);
  g_assert_cmpstr(plain->err, ==, "");
  g_assert_true(g_regex_match_simple("^\\[ *[0-9.]+ [mµn]?s\\] main  one\n"
                                     "\\[ *[0-9.]+ [mµn]?s\\] main  two\n"
                                     " +three\n$",
                                     plain->out, 0, 0));

  g_autoptr(CliResult) quiet = cli_run("run", "lines.scenario", "--quiet", NULL);
  g_assert_cmpstr(quiet->out, ==, "");
  g_assert_cmpint(quiet->status, ==, 0);

  /* With JSON, standard output holds one object and nothing else. */
  g_autoptr(CliResult) json = cli_run("run", "lines.scenario", "--stats=json", NULL);
  g_autoptr(JsonObject) stats = cli_json_object(json);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(stats, "output")), ==, 2);
  cli_assert_contains(json->err, "main  one\n");

  g_autoptr(CliResult) table = cli_run("run", "lines.scenario", "--stats", "--quiet", NULL);
  g_assert_cmpint(table->status, ==, 0);
  cli_assert_contains(table->out, "main");
}

/* Ends otherwise than it is meant to: status 1, and a sentence with the reason. */
static void
test_failures (void)
{
  cli_write("broken.scenario", "title \"Sums\"\nmain:\n    expect 1 + 1 == 3 \"sums are right\"\n");
  g_autoptr(CliResult) broken = cli_run("run", "broken.scenario", "--stats=json", NULL);
  g_autoptr(JsonObject) stats = cli_json_object(broken);
  contract_assert(stats);
  g_assert_cmpint(broken->status, ==, 1);
  g_assert_cmpstr(json_object_get_string_member(stats, "outcome"), ==, "failed");
  g_assert_true(g_str_has_prefix(broken->err, "gantry-cli: ‘Sums’ failed: "));
  cli_assert_contains(broken->err, "sums are right");
  JsonObject *expect = json_array_get_object_element(json_object_get_array_member(stats, "expects"), 0);
  g_assert_false(json_object_get_boolean_member(expect, "held"));

  cli_write("fails.scenario", "task t:\n    fail \"no luck\"\nmain:\n    start t\n    join\n");
  g_autoptr(CliResult) fails = cli_run("run", "fails.scenario", NULL);
  g_assert_cmpint(fails->status, ==, 1);
  cli_assert_contains(fails->err, "no luck");
  cli_assert_contains(fails->err, "‘fails’ failed");

  cli_write("forever.scenario", forever);
  g_autoptr(JsonObject) limited = run_for_stats("forever.scenario", "--limit=60ms", 1);
  g_assert_cmpstr(json_object_get_string_member(limited, "outcome"), ==, "limit");
}

static void
test_ends_line (void)
{
  cli_write("meant.scenario", "ends failed\nmain:\n    fail \"on purpose\"\n");
  g_autoptr(CliResult) meant = cli_run("run", "meant.scenario", NULL);
  g_assert_cmpint(meant->status, ==, 0);
  cli_assert_contains(meant->err, "as it is meant to");

  cli_write("well.scenario", "ends limit\nmain:\n    sleep 1ms\n");
  g_autoptr(CliResult) well = cli_run("run", "well.scenario", NULL);
  g_assert_cmpint(well->status, ==, 1);
  g_assert_cmpstr(well->err, ==, "gantry-cli: ‘well’ ended well, but its ‘ends’ line says limit\n");

  cli_write("limit.scenario", "ends limit\nlimit 60ms\nmain:\n    repeat forever:\n        compute 1ms\n");
  g_autoptr(CliResult) limit = cli_run("run", "limit.scenario", NULL);
  g_assert_cmpint(limit->status, ==, 0);
}

static void
test_unreadable (void)
{
  cli_write("wrong.scenario", "main:\n    slep 1ms\n");
  g_autoptr(CliResult) wrong = cli_run("run", "wrong.scenario", NULL);
  g_assert_cmpint(wrong->status, ==, 2);
  g_assert_true(g_str_has_prefix(wrong->err, "wrong.scenario:2:5: error: "));
  g_autoptr(CliResult) none = cli_run("run", "no-such-scenario", NULL);
  g_assert_cmpint(none->status, ==, 2);
  g_assert_true(g_str_has_prefix(none->err, "gantry-cli: "));
}

static void
test_other_model (void)
{
  cli_write("narrow.scenario", "on processes\nmain:\n    sleep 1ms\n");
  g_autoptr(CliResult) result = cli_run("run", "narrow.scenario", "--on", "threads", NULL);
  g_assert_cmpint(result->status, ==, 0);
  cli_assert_contains(result->err, "is not meant for threads");
  cli_write("loop.scenario", "on async, threads\nmain:\n    sleep 1ms\n");
  g_autoptr(CliResult) loop = cli_run("run", "loop.scenario", "--on", "simulated", NULL);
  g_assert_cmpstr(loop->err, ==, "");
  g_autoptr(CliResult) narrow = cli_run("run", "narrow.scenario", "--on", "simulated", NULL);
  g_assert_cmpstr(narrow->err, ==, "");
}

/* Ctrl+C stops the run at once; what there is by then is written. */
static void
test_interrupt (void)
{
  g_autoptr(GError) error = NULL;
  cli_write("forever.scenario", forever);
  g_autoptr(GSubprocess) process = cli_start(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                             "run", "forever.scenario", "-o", "stopped.svg", NULL);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
  g_autofree char *line = g_data_input_stream_read_line(lines, NULL, NULL, &error);
  g_assert_no_error(error);
  cli_assert_contains(line, "ready");
  g_subprocess_send_signal(process, SIGINT);
  g_autofree char *err = NULL;
  g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error(error);
  g_assert_true(g_subprocess_get_if_exited(process));
  g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 1);
  cli_assert_contains(err, "‘forever’ was stopped");
  g_assert_true(g_file_test("stopped.svg", G_FILE_TEST_IS_REGULAR));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NEEDS_PROC true /* sanitizers look there for their own ends */
#else
#define NEEDS_PROC false
#endif

/* /proc is not there for all: in some sandboxes, or hidden by the machine's administrator. */
static void
test_no_proc (void)
{
  static const char probe[] = "unshare -rm mount -t tmpfs none /proc";
  g_autofree char *command =
      g_strdup_printf("unshare -rm sh -c 'mount -t tmpfs none /proc && exec \"$0\" run here.scenario' %s",
                      g_getenv("GANTRY_CLI"));
  g_autofree char *out = NULL, *err = NULL;
  g_autoptr(GError) error = NULL;
  int status = 1;
  if (NEEDS_PROC || !g_spawn_command_line_sync(probe, NULL, &err, &status, NULL) || status != 0) {
    g_test_skip("nothing may be mounted here");
    return;
  }
  g_clear_pointer(&err, g_free);
  cli_write("here.scenario", "main:\n    print \"here\"\n");
  g_spawn_command_line_sync(command, &out, &err, &status, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(err, ==, "");
  g_assert_cmpint(status, ==, 0);
  cli_assert_contains(out, "main  here");
}

/* The README's example does what the README says of it. */
static void
test_readme (void)
{
  g_autofree char *readme = cli_read(g_getenv("GANTRY_README"), NULL);
  g_auto(GStrv) lines = g_strsplit(readme, "\n", -1);
  g_autoptr(GString) text = g_string_new(NULL);
  for (char **line = lines; *line != NULL; line++) {
    bool within = text->len > 0 ? **line == ' ' || **line == '\0' : g_str_has_prefix(*line, "    title ");
    if (within)
      g_string_append_printf(text, "%s\n", **line == ' ' ? *line + 4 : "");
    else if (text->len > 0)
      break;
  }
  cli_write("clerks.scenario", text->str);
  g_autoptr(CliResult) result =
      cli_run("run", "clerks.scenario", "--on", "processes", "-o", "clerks.png", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  cli_assert_contains(result->out, "clerk 2 is done");
}

int
main (int argc, char **argv)
{
  static const char *const threads[] = {"--on=threads", "threads", "thread"};
  static const char *const processes[] = {"--on=processes", "processes", "process"};
  static const char *const async[] = {"--on=async", "async", "task"};
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  g_test_add_data_func("/running/threads", threads, test_model);
  g_test_add_data_func("/running/processes", processes, test_model);
  g_test_add_data_func("/running/async", async, test_model);
  g_test_add_func("/running/options", test_options);
  g_test_add_func("/running/printed-lines", test_printed_lines);
  g_test_add_func("/running/failures", test_failures);
  g_test_add_func("/running/ends-line", test_ends_line);
  g_test_add_func("/running/unreadable", test_unreadable);
  g_test_add_func("/running/other-model", test_other_model);
  g_test_add_func("/running/interrupt", test_interrupt);
  g_test_add_func("/running/no-proc", test_no_proc);
  g_test_add_func("/running/readme", test_readme);
  return g_test_run();
}
