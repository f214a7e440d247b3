/* Saved traces: run, kept, and asked again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static const char long_run[] =
    "task a:\n    repeat 1000:\n        compute 5ms\n        sleep 5ms\nmain:\n    start a x 2\n    join\n";

static void
assert_same_file (const char *left, const char *right)
{
  gsize left_length, right_length;
  g_autofree char *left_text = cli_read(left, &left_length), *right_text = cli_read(right, &right_length);
  g_assert_cmpmem(left_text, left_length, right_text, right_length);
}

/* The same figures and the same pictures, byte for byte. */
static void
test_reopened (void)
{
  static const char *const scenarios[] = {"producer-consumers", "dining-philosophers", "gather",
                                          "pool-of-processes"};
  for (gsize i = 0; i < G_N_ELEMENTS(scenarios); i++) {
    g_autoptr(CliResult) run = cli_run("run", scenarios[i], "-o", "a.gantry", "-o", "a.svg", "-o", "a.csv",
                                       "-o", "a.json", "--stats=json", "--quiet", NULL);
    g_assert_cmpint(run->status, <, 2);
    g_autoptr(CliResult) stats = cli_run("stats", "a.gantry", "--json", NULL);
    g_assert_cmpstr(stats->out, ==, run->out);
    g_assert_cmpstr(stats->err, ==, "");
    g_assert_cmpint(stats->status, ==, 0);
    g_autoptr(CliResult) render = cli_run("render", "a.gantry", "-o", "b.svg", "-o", "b.csv", NULL);
    g_assert_cmpint(render->status, ==, 0);
    assert_same_file("a.svg", "b.svg");
    assert_same_file("a.csv", "b.csv");
    g_autoptr(CliResult) convert = cli_run("convert", "a.gantry", "b.json", NULL);
    g_assert_cmpint(convert->status, ==, 0);
    assert_same_file("a.json", "b.json");
    g_autoptr(CliResult) again = cli_run("convert", "a.gantry", "b.gantry", NULL);
    g_assert_cmpint(again->status, ==, 0);
    assert_same_file("a.gantry", "b.gantry");
  }
}

static void
test_told (void)
{
  g_autoptr(CliResult) run = cli_run("run", "two-cpu-bound", "-o", "c.gantry", "--quiet", NULL);
  g_assert_cmpint(run->status, ==, 0);
  g_autoptr(CliResult) info = cli_run("info", "c.gantry", NULL);
  g_assert_cmpint(info->status, ==, 0);
  cli_assert_contains(info->out, "Format      Gantry trace\nVersion     1.2\n");
  cli_assert_contains(info->out, "Outcome     ok\n");
  cli_assert_contains(info->out, "Lanes       3\n");
  cli_assert_contains(info->out, "Lost        0\n");
  g_autoptr(CliResult) table = cli_run("stats", "c.gantry", NULL);
  g_assert_cmpint(table->status, ==, 0);
  cli_assert_contains(table->out, "main");
  g_autoptr(CliResult) piped = cli_run("convert", "c.gantry", "-", "--format", "gantry", NULL);
  gsize length;
  g_autofree char *file = cli_read("c.gantry", &length);
  g_assert_cmpmem(piped->out, piped->out_length, file, length);
}

/* Each format is told by what stands in it, packed or not; pictures are asked for their trace. */
static void
test_every_format (void)
{
  static const char *const names[] = {"f.gantry", "f.json", "f.pftrace", "f.svg",
                                      "f.png",    "f.pdf",  "f.json.gz"};
  g_autoptr(CliResult) run = cli_run("run", "producer-consumers", "--quiet", "-o", names[0], "-o", names[1],
                                     "-o", names[2], "-o", names[3], "-o", names[4], "-o", names[5], NULL);
  g_assert_cmpint(run->status, ==, 0);
  g_autoptr(GSubprocess) gzip = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, "gzip", "-k", "f.json", NULL);
  g_assert_true(g_subprocess_wait_check(gzip, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_assert_cmpint(g_rename(names[i], "nameless"), ==, 0);
    g_autoptr(CliResult) info = cli_run("info", "nameless", NULL);
    g_assert_cmpstr(info->err, ==, "");
    cli_assert_contains(info->out, "Title       Producer and consumers\n");
    cli_assert_contains(info->out, "Lanes       4\n");
    g_autoptr(CliResult) render = cli_run("render", "nameless", "-o", "again.png", NULL);
    g_assert_cmpint(render->status, ==, 0);
  }
}

/* A picture without its trace says so. */
static void
test_bare_picture (void)
{
  g_autoptr(CliResult) run = cli_run("run", "two-cpu-bound", "--quiet", "--no-trace", "-o", "bare.png", NULL);
  g_assert_cmpint(run->status, ==, 0);
  g_autoptr(CliResult) info = cli_run("info", "bare.png", NULL);
  g_assert_cmpint(info->status, ==, 2);
  cli_assert_contains(info->err, "cannot read ‘bare.png’: ");
  cli_assert_contains(info->err, "trace");
}

/* Whoever is killed in the middle leaves what was recorded. */
static void
test_killed (void)
{
  cli_write("long.scenario", long_run);
  g_autoptr(GSubprocess) process =
      cli_start(G_SUBPROCESS_FLAGS_NONE, "run", "long.scenario", "-o", "k.gantry", NULL);
  gsize length = 0;
  for (int i = 0; i < 1000 && length < 8192; i++) {
    GStatBuf status;
    g_usleep(10000);
    length = g_stat("k.gantry", &status) == 0 ? (gsize)status.st_size : 0;
  }
  g_assert_cmpuint(length, >=, 8192);
  g_subprocess_force_exit(process);
  g_subprocess_wait(process, NULL, NULL);
  g_autoptr(CliResult) stats = cli_run("stats", "k.gantry", "--json", NULL);
  g_assert_cmpint(stats->status, ==, 0);
  cli_assert_contains(stats->err, "breaks off at byte");
  JsonObject *object = cli_json_object(stats);
  g_assert_true(json_object_get_null_member(object, "outcome")); /* nothing in the file tells */
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "lanes")), >=, 3);
  g_assert_cmpint(json_object_get_int_member(object, "events"), >, 10);
  json_object_unref(object);
  g_autoptr(CliResult) info = cli_run("info", "k.gantry", NULL), table = cli_run("stats", "k.gantry", NULL);
  cli_assert_contains(info->out, "not told, for the file is incomplete\n");
  cli_assert_contains(table->out, "not told: the file breaks off before the run's end");
  g_autoptr(CliResult) drawing = cli_run("render", "k.gantry", "-o", "k.svg", "--no-trace", NULL);
  g_assert_cmpint(drawing->status, ==, 0);
  g_autoptr(CliResult) render = cli_run("render", "k.gantry", "-o", "k.png", NULL);
  g_assert_cmpint(render->status, ==, 0);
}

static void
assert_refused (const char *name, const char *word)
{
  static const char *const commands[] = {"stats", "info", "render", "convert"};
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_autoptr(CliResult) result =
        i < 2 ? cli_run(commands[i], name, NULL)
              : cli_run(commands[i], name, i == 2 ? "-o" : "out.csv", i == 2 ? "out.svg" : NULL, NULL);
    g_assert_cmpint(result->status, ==, 2);
    cli_assert_contains(result->err, word);
    cli_assert_contains(result->err, name);
    g_assert_cmpstr(result->out, ==, "");
  }
  g_assert_false(g_file_test("out.svg", G_FILE_TEST_EXISTS));
  g_assert_false(g_file_test("out.csv", G_FILE_TEST_EXISTS));
}

static void
test_refused (void)
{
  cli_write("empty.gantry", "");
  cli_write("prose.gantry", "Dear reader,\nthis is no trace.\n");
  cli_write("bare.gantry", "\x89GANTRY\n");
  assert_refused("missing.gantry", "No such file or directory");
  assert_refused("empty.gantry", "empty");
  assert_refused("prose.gantry", "no trace that Gantry knows");
  assert_refused("bare.gantry", "no .gantry file");
  assert_refused(".", "Is a directory");
  g_autoptr(CliResult) nothing = cli_run("render", "prose.gantry", NULL);
  g_assert_cmpint(nothing->status, ==, 2);
  cli_assert_contains(nothing->err, "needs a picture to write");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  g_test_add_func("/traces/reopened", test_reopened);
  g_test_add_func("/traces/told", test_told);
  g_test_add_func("/traces/every-format", test_every_format);
  g_test_add_func("/traces/bare-picture", test_bare_picture);
  g_test_add_func("/traces/killed", test_killed);
  g_test_add_func("/traces/refused", test_refused);
  return g_test_run();
}
