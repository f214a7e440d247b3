/* `run -o`: pictures as files, each whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char scenario[] = "title \"Two steps\"\n"
                               "task step:\n"
                               "    compute 2ms\n"
                               "main:\n"
                               "    print \"before\"\n"
                               "    start step x 2\n"
                               "    join\n";

/* The size that a PNG's first chunk tells. */
static void
png_size (const char *name, guint *width, guint *height)
{
  gsize length;
  g_autofree char *bytes = cli_read(name, &length);
  g_assert_cmpuint(length, >, 33);
  g_assert_cmpmem(bytes, 8, "\x89PNG\r\n\x1a\n", 8);
  memcpy(width, bytes + 16, 4);
  memcpy(height, bytes + 20, 4);
  *width = GUINT32_FROM_BE(*width);
  *height = GUINT32_FROM_BE(*height);
  g_assert_cmpmem(bytes + length - 8, 4, "IEND", 4);
}

static void
assert_svg (const char *bytes, gsize length)
{
  static const GMarkupParser nothing = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&nothing, 0, NULL, NULL);
  g_assert_nonnull(g_strstr_len(bytes, (gssize)length, "<svg"));
  g_markup_parse_context_parse(context, bytes, (gssize)length, &error);
  g_assert_no_error(error);
  g_markup_parse_context_end_parse(context, &error);
  g_assert_no_error(error);
}

static void
test_formats (void)
{
  gsize length;
  guint width, height;
  g_autoptr(CliResult) result =
      cli_run("run", "steps.scenario", "-o", "a.png", "-oa.svg", "--output=a.pdf", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  png_size("a.png", &width, &height);
  g_assert_cmpuint(width, ==, 1600);
  g_assert_cmpuint(height, >, 100);
  g_autofree char *svg = cli_read("a.svg", &length);
  assert_svg(svg, length);
  g_autofree char *pdf = cli_read("a.pdf", &length);
  g_assert_cmpmem(pdf, 5, "%PDF-", 5);
  g_assert_true(g_str_has_suffix(g_strchomp(pdf + length - 8), "%%EOF"));
}

static void
test_picture_options (void)
{
  guint width, height;
  g_autoptr(CliResult) result =
      cli_run("run", "steps.scenario", "--size=800x300", "--scale", "2", "--theme=dark", "--arrows=all",
              "--no-legend", "--no-title", "--critical-path", "--words=linux", "--lanes=step*", "--from=0ms",
              "--to", "3ms", "-o", "b.png", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  png_size("b.png", &width, &height);
  g_assert_cmpuint(width, ==, 1600);
  g_assert_cmpuint(height, ==, 600);

  /* A range behind the end is told, and nothing is written. */
  g_autoptr(CliResult) behind = cli_run("run", "steps.scenario", "--from=1000s", "-o", "c.png", NULL);
  g_assert_cmpint(behind->status, ==, 2);
  cli_assert_contains(behind->err, "the range begins behind the end of the run");
  g_assert_false(g_file_test("c.png", G_FILE_TEST_EXISTS));

  g_autoptr(CliResult) unmatched = cli_run("run", "steps.scenario", "--lanes=nobody", "-o", "d.svg", NULL);
  cli_assert_contains(unmatched->err, "‘nobody’");
}

static void
test_standard_output (void)
{
  g_autoptr(CliResult) result = cli_run("run", "steps.scenario", "-o", "-", "--format", "svg", NULL);
  g_assert_cmpint(result->status, ==, 0);
  assert_svg(result->out, result->out_length);
  cli_assert_contains(result->err, "before");
}

/* What is wrong with a file's name is told before anything runs. */
static void
assert_refused_before (const char *name, const char *reason)
{
  g_autoptr(CliResult) result = cli_run("run", "steps.scenario", "-o", "e.png", "-o", name, NULL);
  g_assert_cmpint(result->status, ==, 2);
  g_assert_cmpstr(result->out, ==, "");
  cli_assert_contains(result->err, name);
  cli_assert_contains(result->err, reason);
  g_assert_false(g_file_test("e.png", G_FILE_TEST_EXISTS));
}

static void
test_refused_before_the_run (void)
{
  static const char *const later[] = {"a.trace", "a", "a.gif"};
  for (gsize i = 0; i < G_N_ELEMENTS(later); i++)
    assert_refused_before(later[i], "writes files that end in .png, .svg, .pdf, ");
  assert_refused_before("no-such-folder/a.png", "No such file or directory");
  g_assert_cmpint(g_mkdir("folder.png", 0777), ==, 0);
  assert_refused_before("folder.png", "something other than a file");
  assert_refused_before("steps.scenario/a.png", "Not a directory");
}

/* A file that cannot be replaced stays as it was; the others are written. */
static void
test_old_file_stays (void)
{
  /* Beside a file of that folder none can be made. */
  cli_write("f.svg", "old");
  g_assert_cmpint(symlink("/proc/self/comm", "g.png"), ==, 0);

  g_autoptr(CliResult) result = cli_run("run", "steps.scenario", "-o", "g.png", "-o", "f.svg", NULL);
  g_assert_cmpint(result->status, ==, 2);
  cli_assert_contains(result->err, "gantry-cli: cannot write ");
  g_assert_true(g_file_test("g.png", G_FILE_TEST_IS_SYMLINK));
  gsize length;
  g_autofree char *svg = cli_read("f.svg", &length);
  assert_svg(svg, length);
}

/* A link stays one, and leads to the new picture; the file keeps its mode; nothing is left beside it. */
static void
test_replaced_whole (void)
{
  GStatBuf status;
  cli_write("g-target.svg", "old");
  g_assert_cmpint(g_chmod("g-target.svg", 0600), ==, 0);
  g_assert_cmpint(symlink("g-target.svg", "g.svg"), ==, 0);
  g_autoptr(CliResult) result = cli_run("run", "steps.scenario", "-o", "g.svg", NULL);
  g_assert_cmpint(result->status, ==, 0);
  g_assert_true(g_file_test("g.svg", G_FILE_TEST_IS_SYMLINK));
  gsize length;
  g_autofree char *svg = cli_read("g-target.svg", &length);
  assert_svg(svg, length);
  g_assert_cmpint(g_stat("g-target.svg", &status), ==, 0);
  g_assert_cmpint(status.st_mode & 0777, ==, 0600);

  g_autoptr(GDir) folder = g_dir_open(".", 0, NULL);
  for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
    g_assert_false(g_str_has_prefix(name, "g-target.svg."));
}

/* The trace of a failure is what people want to see. */
static void
test_failure_is_drawn (void)
{
  cli_write("fails.scenario", "main:\n    sleep 1ms\n    fail \"no luck\"\n");
  g_autoptr(CliResult) result = cli_run("run", "fails.scenario", "-o", "h.svg", NULL);
  g_assert_cmpint(result->status, ==, 1);
  gsize length;
  g_autofree char *svg = cli_read("h.svg", &length);
  assert_svg(svg, length);
}

/* A header and rows of eleven columns, none of them quoted here. */
static void
assert_csv (const char *bytes, const char *lane)
{
  g_auto(GStrv) rows = g_strsplit(bytes, "\n", -1);
  guint n_rows = g_strv_length(rows), n_of_lane = 0;
  g_assert_cmpstr(rows[0], ==, "lane_id,lane,kind,parent,state,start_ns,end_ns,duration_ns,line,object,core");
  g_assert_cmpuint(n_rows, >, 2);
  g_assert_cmpstr(rows[n_rows - 1], ==, "");
  for (guint i = 1; i + 1 < n_rows; i++) {
    g_auto(GStrv) fields = g_strsplit(rows[i], ",", -1);
    g_assert_cmpuint(g_strv_length(fields), ==, 11);
    n_of_lane += g_str_equal(fields[1], lane);
  }
  g_assert_cmpuint(n_of_lane, >, 0);
}

/* As many begins as ends of arrows, and intervals. */
static void
assert_trace_events (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = json_from_string(text, &error);
  g_assert_no_error(error);
  JsonArray *events = json_object_get_array_member(json_node_get_object(root), "traceEvents");
  guint n_intervals = 0, n_begins = 0, n_ends = 0;
  for (guint i = 0; i < json_array_get_length(events); i++) {
    const char *phase = json_object_get_string_member(json_array_get_object_element(events, i), "ph");
    n_intervals += g_str_equal(phase, "X");
    n_begins += g_str_equal(phase, "s");
    n_ends += g_str_equal(phase, "f");
  }
  g_assert_cmpuint(n_intervals, >, 4);
  g_assert_cmpuint(n_begins, >=, 2);
  g_assert_cmpuint(n_begins, ==, n_ends);
}

/* Data is of the whole run, whatever is drawn of it. */
static void
test_data (void)
{
  g_autoptr(CliResult) result =
      cli_run("run", "steps.scenario", "--lanes=step*", "-o", "j.csv", "-o", "j.svg", "-o", "j.json", NULL);
  g_assert_cmpstr(result->err, ==, "");
  g_assert_cmpint(result->status, ==, 0);
  g_autofree char *csv = cli_read("j.csv", NULL);
  assert_csv(csv, "main");
  g_autofree char *json = cli_read("j.json", NULL);
  assert_trace_events(json);
  g_assert_true(g_file_test("j.svg", G_FILE_TEST_EXISTS));

  g_autoptr(CliResult) failed =
      cli_run("run", "fails.scenario", "--on=simulated", "--lanes=nobody", "-o", "-", "--format=csv", NULL);
  g_assert_null(strstr(failed->err, "nobody"));
  g_assert_cmpint(failed->status, ==, 1);
  assert_csv(failed->out, "main");

  g_autoptr(CliResult) behind =
      cli_run("run", "steps.scenario", "--from=1000s", "-o", "k.png", "-o", "k.CSV", NULL);
  g_assert_cmpint(behind->status, ==, 2);
  g_assert_false(g_file_test("k.png", G_FILE_TEST_EXISTS));
  g_autofree char *upper = cli_read("k.CSV", NULL);
  assert_csv(upper, "main");
}

/* What tasks print stays out of it. */
static void
test_trace_to_standard_output (void)
{
  g_autoptr(CliResult) result =
      cli_run("run", "steps.scenario", "--on=simulated", "--cores=1", "-o-", "--format=json", NULL);
  g_assert_cmpint(result->status, ==, 0);
  assert_trace_events(result->out);
  g_autoptr(CliResult) again =
      cli_run("run", "steps.scenario", "--on=simulated", "--cores=1", "-o-", "--format=json", NULL);
  g_assert_cmpstr(result->out, ==, again->out);
}

/* Which run would it be? */
static void
test_data_of_several (void)
{
  g_autoptr(CliResult) result = cli_run("compare", "steps.scenario", "-o", "l.svg", "-o", "l.csv", NULL);
  g_assert_cmpint(result->status, ==, 2);
  cli_assert_contains(result->err, "cannot write ‘l.csv’: .csv holds one run");
  g_assert_false(g_file_test("l.svg", G_FILE_TEST_EXISTS));
}

/* A reader who leaves ends neither the run nor the file. */
static void
test_reader_leaves (void)
{
  g_autoptr(GError) error = NULL;
  cli_write("talks.scenario",
            "main:\n    repeat 2000:\n        print \"a line that nobody reads any more\"\n");
  g_autoptr(GSubprocess) process =
      cli_start(G_SUBPROCESS_FLAGS_STDOUT_PIPE, "run", "talks.scenario", "-o", "i.svg", NULL);
  g_input_stream_close(g_subprocess_get_stdout_pipe(process), NULL, &error);
  g_assert_no_error(error);
  g_subprocess_wait(process, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(g_subprocess_get_if_exited(process));
  g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 0);
  g_assert_true(g_file_test("i.svg", G_FILE_TEST_EXISTS));
}

/* With this limit on the size of files (ulimit -f), bytes. */
static CliResult *
run_limited (rlim_t bytes, const char *command, const char *input, const char *output)
{
  struct rlimit before, limit;
  g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = bytes;
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0); /* programs started meanwhile have it, too */
  CliResult *result = cli_run(command, input, "-o", output, NULL);
  g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
  return result;
}

/* It is told, as a full disk is, and leaves no half of a file. */
static void
test_limited_size (void)
{
  cli_write("two.scenario", scenario);
  g_autoptr(CliResult) kept = cli_run("run", "two.scenario", "-o", "kept.gantry", NULL);
  g_assert_cmpint(kept->status, ==, 0);
  g_autoptr(CliResult) drawn = run_limited(2048, "render", "kept.gantry", "limited.png");
  g_assert_cmpint(drawn->status, ==, 2);
  cli_assert_contains(drawn->err, "limited.png");
  g_assert_false(g_file_test("limited.png", G_FILE_TEST_EXISTS));
  g_autoptr(CliResult) run = run_limited(2048, "run", "two.scenario", "limited.gantry");
  g_assert_cmpint(run->status, ==, 2);
  cli_assert_contains(run->err, "ulimit -f");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  cli_write("steps.scenario", scenario);
  g_test_add_func("/writing/formats", test_formats);
  g_test_add_func("/writing/picture-options", test_picture_options);
  g_test_add_func("/writing/standard-output", test_standard_output);
  g_test_add_func("/writing/refused-before-the-run", test_refused_before_the_run);
  g_test_add_func("/writing/old-file-stays", test_old_file_stays);
  g_test_add_func("/writing/replaced-whole", test_replaced_whole);
  g_test_add_func("/writing/failure-is-drawn", test_failure_is_drawn);
  g_test_add_func("/writing/data", test_data);
  g_test_add_func("/writing/trace-to-standard-output", test_trace_to_standard_output);
  g_test_add_func("/writing/data-of-several", test_data_of_several);
  g_test_add_func("/writing/reader-leaves", test_reader_leaves);
  g_test_add_func("/writing/limited-size", test_limited_size);
  return g_test_run();
}
