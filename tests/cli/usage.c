/* Wrong usage is told in one sentence with the remedy, and ends with status 2.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli.h"

/* Runs with one argument after `run hello-thread` and expects a refusal. */
static void
assert_refused (const char *option, const char *message)
{
  g_autoptr(CliResult) result = cli_run("run", "hello-thread", option, NULL);
  g_autofree char *line = g_strdup_printf("gantry-cli: %s\n", message);
  g_assert_cmpstr(result->err, ==, line);
  g_assert_cmpint(result->status, ==, 2);
  g_assert_cmpstr(result->out, ==, "");
}

static void
test_unknown_words (void)
{
  g_autoptr(CliResult) command = cli_run("runn", NULL);
  g_assert_cmpstr(command->err, ==, "gantry-cli: unknown command ‘runn’, did you mean ‘run’?\n");
  g_assert_cmpint(command->status, ==, 2);

  g_autoptr(CliResult) none = cli_run(NULL, NULL);
  g_assert_cmpint(none->status, ==, 2);
  cli_assert_contains(none->err, "gantry-cli --help");

  assert_refused("--sed=3", "unknown option ‘--sed’, did you mean ‘--seed’?");
  assert_refused("--completely-else",
                 "unknown option ‘--completely-else’; ‘--help’ lists those that there are");
  assert_refused("-x", "unknown option ‘-x’; ‘--help’ lists those that there are");
}

static void
test_values (void)
{
  assert_refused("--seed=many",
                 "--seed: ‘many’ is no whole number from -9223372036854775808 to 9223372036854775807");
  assert_refused("--cores=0", "--cores: ‘0’ is no whole number from 1 to 1024");
  assert_refused("--limit=30", "--limit: ‘30’ is no time; write it with its unit, as in 250us, 20ms or 1.5s");
  assert_refused("--limit=0s", "--limit: ‘0s’ must be longer than nothing");
  assert_refused(
      "--limit=99999999999999999s",
      "--limit: ‘99999999999999999s’ is no time; write it with its unit, as in 250us, 20ms or 1.5s");
  assert_refused("--limit=30s # a comment",
                 "--limit: ‘30s # a comment’ is no time; write it with its unit, as in 250us, 20ms or 1.5s");
  assert_refused("--gil=5", "--gil: ‘5’ is no time; write it with its unit, as in 250us, 20ms or 1.5s");
  assert_refused("--on=fibers", "--on: ‘fibers’ is none of threads, processes, async, simulated");
  assert_refused("--on-cpu-from=virtual", "--on-cpu-from: ‘virtual’ is none of kernel, self");
  assert_refused("--stats=xml", "--stats: ‘xml’ is none of json");
  assert_refused("--theme=pink", "--theme: ‘pink’ is none of light, dark, print, contrast, contrast-dark");
  assert_refused("--size=800x",
                 "--size: ‘800x’ is no size; write width x height as in 1920x1080, each at most 16384");
  assert_refused("--size=0x10",
                 "--size: ‘0x10’ is no size; write width x height as in 1920x1080, each at most 16384");
  assert_refused("--scale=nan", "--scale: ‘nan’ is no number from 0.25 to 8");
  assert_refused("--scale=1e9", "--scale: ‘1e9’ is no number from 0.25 to 8");
  assert_refused("--arrows=some", "--arrows: ‘some’ is none of all, none, selected");
  assert_refused("--quiet=yes", "‘--quiet’ takes no value");
  assert_refused("--seed", "‘--seed’ needs a value: --seed N");
  assert_refused("-o", "‘-o’ needs a value: -o FILE");
}

static void
test_contradictions (void)
{
  assert_refused("--format=png", "--format is for ‘-o -’ alone; a file’s ending says its format");
  assert_refused("-o-", "‘-o -’ needs a format: --format png, svg, pdf, gantry, json, pftrace or csv");
  g_autoptr(CliResult) unknown = cli_run("run", "hello-thread", "-o-", "--format=x.png", NULL);
  cli_assert_contains(unknown->err, "needs a format");
  g_autoptr(CliResult) range = cli_run("run", "hello-thread", "--from", "80ms", "--to", "10ms", NULL);
  g_assert_cmpstr(range->err, ==, "gantry-cli: --from must be earlier than --to\n");
  g_assert_cmpint(range->status, ==, 2);
  g_autoptr(CliResult) large = cli_run("run", "hello-thread", "--size=16000x100", "--scale=2", NULL);
  cli_assert_contains(large->err, "smaller --size or --scale");
  g_assert_cmpint(large->status, ==, 2);
  g_autoptr(CliResult) both =
      cli_run("run", "hello-thread", "--stats=json", "-o", "-", "--format", "svg", NULL);
  cli_assert_contains(both->err, "both write to standard output");
  g_assert_cmpint(both->status, ==, 2);
  g_autoptr(CliResult) twice = cli_run("run", "hello-thread", "-o", "-", "-o", "-", "--format", "svg", NULL);
  cli_assert_contains(twice->err, "only one file");
  g_assert_cmpint(twice->status, ==, 2);
}

static void
test_other_arguments (void)
{
  g_autoptr(CliResult) missing = cli_run("run", "--quiet", NULL);
  g_assert_cmpint(missing->status, ==, 2);
  cli_assert_contains(missing->err, "usage: gantry-cli run SCENARIO");
  g_autoptr(CliResult) surplus = cli_run("show", "hello-thread", "gather", NULL);
  g_assert_cmpint(surplus->status, ==, 2);
  cli_assert_contains(surplus->err, "‘gather’ is one too many");
  /* Behind "--" nothing is an option. */
  g_autoptr(CliResult) ended = cli_run("check", "--", "--json", NULL);
  g_assert_cmpint(ended->status, ==, 2);
  cli_assert_contains(ended->err, "--json");
  g_assert_null(strstr(ended->err, "unknown option"));
}

static void
test_help (void)
{
  static const char *const commands[] = {"list",   "show",  "check",   "run", "compare",
                                         "render", "stats", "convert", "info"};
  g_autoptr(CliResult) all = cli_run("--help", NULL);
  g_assert_cmpint(all->status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_autofree char *usage = g_strdup_printf("gantry-cli %s", commands[i]);
    g_autoptr(CliResult) one = cli_run(commands[i], "--help", NULL);
    cli_assert_contains(all->out, commands[i]);
    cli_assert_contains(one->out, usage);
    g_assert_cmpint(one->status, ==, 0);
    g_assert_cmpstr(one->err, ==, "");
  }
  g_autoptr(CliResult) version = cli_run("--version", NULL);
  g_assert_cmpint(version->status, ==, 0);
  g_assert_true(g_str_has_prefix(version->out, "gantry-cli "));
}

static void
test_full_output (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_stdout_file_path(launcher, "/dev/full");
  g_autoptr(GSubprocess) process =
      g_subprocess_launcher_spawn(launcher, &error, g_getenv("GANTRY_CLI"), "list", NULL);
  g_assert_no_error(error);
  g_autofree char *err = NULL;
  g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error(error);
  cli_assert_contains(err, "gantry-cli: cannot write to standard output: ");
  g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 2);
}

/* Whoever is started without it gets its number for the next file: what is printed must not go there. */
static void
test_closed_output (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *command =
      g_strdup_printf("exec '%s' run hello-thread -o closed.gantry >&-", g_getenv("GANTRY_CLI"));
  g_autoptr(GSubprocess) process =
      g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, "sh", "-c", command, NULL);
  g_autofree char *err = NULL;
  g_assert_no_error(error);
  g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error(error);
  g_assert_cmpint(g_subprocess_get_exit_status(process), ==, 2);
  cli_assert_contains(err, "cannot write to standard output");
  g_autoptr(CliResult) info = cli_run("info", "closed.gantry", NULL);
  g_assert_cmpint(info->status, ==, 0);
  g_assert_cmpstr(info->err, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  cli_enter_folder();
  g_test_add_func("/usage/unknown-words", test_unknown_words);
  g_test_add_func("/usage/values", test_values);
  g_test_add_func("/usage/contradictions", test_contradictions);
  g_test_add_func("/usage/other-arguments", test_other_arguments);
  g_test_add_func("/usage/help", test_help);
  g_test_add_func("/usage/full-output", test_full_output);
  g_test_add_func("/usage/closed-output", test_closed_output);
  return g_test_run();
}
