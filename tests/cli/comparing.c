/* `compare`: each model after the other, figures, one sentence, one picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"
#include "contract.h"

#include <signal.h>
#include <string.h>

#define MS G_GINT64_CONSTANT(1000000)

static const char sleepers[] = "title \"Three sleepers\"\n"
                               "task sleeper:\n"
                               "    sleep 30ms\n"
                               "    print \"up\"\n"
                               "main:\n"
                               "    start sleeper x 3\n"
                               "    join\n";

static JsonObject *
compare_for_stats (const char *scenario, const char *option, const char *other, int status)
{
  g_autoptr(CliResult) result = cli_run("compare", scenario, "--stats=json", "--quiet", option, other, NULL);
  if (result->status != status)
    g_error("status %d, not %d: %s", result->status, status, result->err);
  JsonObject *comparison = cli_json_object(result);
  g_assert_cmpuint(json_object_get_size(comparison), ==, 3);
  g_assert_true(json_object_has_member(comparison, "title"));
  g_assert_true(g_str_has_suffix(json_object_get_string_member(comparison, "verdict"), "."));
  return comparison;
}

/* The models that were run, in their order, as "threads async". */
static void
assert_models (JsonObject *comparison, const char *expected)
{
  g_autoptr(GString) models = g_string_new(NULL);
  JsonArray *runs = json_object_get_array_member(comparison, "models");
  for (guint i = 0; i < json_array_get_length(runs); i++) {
    JsonObject *stats = json_array_get_object_element(runs, i);
    contract_assert(stats);
    g_string_append_printf(models, "%s%s", i > 0 ? " " : "", json_object_get_string_member(stats, "model"));
  }
  g_assert_cmpstr(models->str, ==, expected);
}

static void
test_table (void)
{
  g_autoptr(CliResult) result = cli_run("compare", "sleepers.scenario", "--quiet", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  g_assert_true(g_regex_match_simple("^Model +Wall time +CPU time +Peak memory +Context switches +Outcome\n"
                                     "threads +[0-9.]+ ms .* ok\n"
                                     "processes +[0-9.]+ ms .* ok\n"
                                     "async +[0-9.]+ ms .* ok\n"
                                     "\n"
                                     "This work mostly waits, [^\n]*\\.\n$",
                                     result->out, 0, 0));
}

static void
test_json (void)
{
  g_autoptr(JsonObject) comparison = compare_for_stats("sleepers.scenario", NULL, NULL, 0);
  g_assert_cmpstr(json_object_get_string_member(comparison, "title"), ==, "Three sleepers");
  assert_models(comparison, "threads processes async");
  JsonArray *runs = json_object_get_array_member(comparison, "models");
  for (guint i = 0; i < 3; i++) {
    JsonObject *stats = json_array_get_object_element(runs, i);
    JsonObject *lane = contract_lane(stats, "sleeper 2");
    g_assert_cmpint(contract_state(lane, "sleeping"), >=, 29 * MS);
  }
}

/* Those of the `on` line; --on names others; the simulation only where it is named. */
static void
test_choice_of_models (void)
{
  cli_write("narrow.scenario", "on processes, threads\nmain:\n    sleep 1ms\n");
  g_autoptr(JsonObject) own = compare_for_stats("narrow.scenario", NULL, NULL, 0);
  assert_models(own, "threads processes");
  g_autoptr(JsonObject) two = compare_for_stats("sleepers.scenario", "--on=async", "--on=threads", 0);
  assert_models(two, "threads async");
}

/* Under a heading for each model, or not at all. */
static void
test_printed_lines (void)
{
  g_autoptr(CliResult) result = cli_run("compare", "sleepers.scenario", "--on=threads", "--on=async", NULL);
  const char *threads = strstr(result->out, "Threads:\n[");
  const char *async = strstr(result->out, "Tasks on an event loop:\n[");
  g_assert_nonnull(threads);
  g_assert_nonnull(async);
  g_assert_true(threads < async && async < strstr(result->out, "Model "));
}

static void
test_failures (void)
{
  cli_write("stuck.scenario", "limit 60ms\non threads, async\ntask t:\n    repeat forever:\n        sleep "
                              "1ms\nmain:\n    start t\n    join\n");
  g_autoptr(JsonObject) stuck = compare_for_stats("stuck.scenario", NULL, NULL, 1);
  g_assert_true(g_str_has_prefix(json_object_get_string_member(stuck, "verdict"),
                                 "This work ends on no model as it is meant to (threads: "));
  cli_write("meant.scenario", "ends failed\nmain:\n    fail \"on purpose\"\n");
  g_autoptr(JsonObject) meant = compare_for_stats("meant.scenario", NULL, NULL, 0);
  assert_models(meant, "threads processes async");
  g_autoptr(CliResult) missing = cli_run("compare", "no-such-scenario", NULL);
  g_assert_cmpint(missing->status, ==, 2);
}

static void
test_pictures (void)
{
  gsize length;
  g_autoptr(CliResult) result =
      cli_run("compare", "sleepers.scenario", "--quiet", "-o", "a.png", "-oa.svg", "-o", "a.pdf", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  g_autofree char *png = cli_read("a.png", &length);
  g_assert_cmpmem(png, 8, "\x89PNG\r\n\x1a\n", 8);
  g_autofree char *svg = cli_read("a.svg", &length);
  g_assert_nonnull(strstr(svg, "<svg"));
  g_autofree char *pdf = cli_read("a.pdf", &length);
  g_assert_cmpmem(pdf, 5, "%PDF-", 5);

  g_autoptr(CliResult) sized =
      cli_run("compare", "sleepers.scenario", "--quiet", "--size=1000x900", "--scale=2", "--no-title",
              "--lanes=sleeper*", "--to=20ms", "-o", "b.png", NULL);
  g_assert_cmpstr(sized->err, ==, "");
  g_autofree char *big = cli_read("b.png", &length);
  guint32 width, height;
  memcpy(&width, big + 16, 4);
  memcpy(&height, big + 20, 4);
  g_assert_cmpuint(GUINT32_FROM_BE(width), ==, 2000);
  g_assert_cmpuint(GUINT32_FROM_BE(height), ==, 1800);

  /* Standard output holds the picture and nothing else. */
  g_autoptr(CliResult) put = cli_run("compare", "sleepers.scenario", "-o", "-", "--format=svg", NULL);
  g_assert_true(g_str_has_prefix(put->out, "<?xml"));
  g_assert_true(g_str_has_suffix(g_strchomp(put->out), "</svg>"));

  g_autoptr(CliResult) late = cli_run("compare", "sleepers.scenario", "--from=100s", "-o", "c.png", NULL);
  g_assert_cmpint(late->status, ==, 2);
  cli_assert_contains(late->err, "the range begins behind the end of the run");
}

/* Ctrl+C ends the run that goes on, and no other begins. */
static void
test_interrupt (void)
{
  g_autoptr(GError) error = NULL;
  cli_write("forever.scenario", "main:\n    print \"ready\"\n    repeat forever:\n        sleep 5ms\n");
  g_autoptr(GSubprocess) process = cli_start(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                             "compare", "forever.scenario", "-o", "stopped.svg", NULL);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
  g_autofree char *heading = g_data_input_stream_read_line(lines, NULL, NULL, &error);
  g_autofree char *line = g_data_input_stream_read_line(lines, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(heading, ==, "Threads:");
  cli_assert_contains(line, "ready");
  g_subprocess_send_signal(process, SIGINT);
  g_autofree char *err = NULL;
  g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error(error);
  g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 1);
  cli_assert_contains(err, "‘forever’ was stopped");
  g_assert_true(g_file_test("stopped.svg", G_FILE_TEST_IS_REGULAR));
}

/* Runs that were saved: nothing is run, and every figure is told against the first one's. */
static void
test_traces (void)
{
  gsize length;
  g_autoptr(CliResult) one = cli_run("run", "sleepers.scenario", "--on=simulated", "-o", "one.gantry", NULL);
  g_autoptr(CliResult) two =
      cli_run("run", "sleepers.scenario", "--on=simulated", "--cores=1", "-o", "two.gantry", NULL);
  g_assert_cmpint(one->status, ==, 0);
  g_assert_cmpint(two->status, ==, 0);
  g_autoptr(CliResult) result = cli_run("compare", "one.gantry", "two.gantry", "--differences", "--align=end",
                                        "-o", "traces.svg", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  cli_assert_contains(result->out, "Done soonest: ");
  cli_assert_contains(result->out, "Tasks on CPU, mean");
  g_autofree char *svg = cli_read("traces.svg", &length);
  g_assert_nonnull(strstr(svg, "<svg"));
  g_autoptr(CliResult) csv = cli_run("compare", "two.gantry", "one.gantry", "--differences=csv", NULL);
  g_assert_true(g_str_has_prefix(csv->out, "lane,figure,unit,"));
  g_assert_null(strstr(csv->out, "Done soonest"));
  g_autoptr(CliResult) five =
      cli_run("compare", "one.gantry", "one.gantry", "one.gantry", "one.gantry", "one.gantry", NULL);
  g_assert_cmpint(five->status, ==, 2);
  cli_assert_contains(five->err, "is one too many");
  g_autoptr(CliResult) none = cli_run("compare", "one.gantry", "no-such.gantry", NULL);
  g_assert_cmpint(none->status, ==, 2);
  cli_assert_contains(none->err, "no-such.gantry");
  g_autoptr(CliResult) wrong = cli_run("compare", "one.gantry", "--differences=xml", NULL);
  g_assert_cmpstr(wrong->err, ==, "gantry-cli: --differences: ‘xml’ is none of csv, markdown\n");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  cli_write("sleepers.scenario", sleepers);
  g_test_add_func("/comparing/table", test_table);
  g_test_add_func("/comparing/json", test_json);
  g_test_add_func("/comparing/choice-of-models", test_choice_of_models);
  g_test_add_func("/comparing/printed-lines", test_printed_lines);
  g_test_add_func("/comparing/failures", test_failures);
  g_test_add_func("/comparing/pictures", test_pictures);
  g_test_add_func("/comparing/interrupt", test_interrupt);
  g_test_add_func("/comparing/traces", test_traces);
  return g_test_run();
}
