/* Runs a program that is refused calls, and judges what came of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trying.h"

#include "refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_MS 60000 /* what takes longer hangs, on however busy a machine */
#define GONE_WITHIN_MS 5000
#define OLD_CONTENTS "what stood here before\n"

static char *base;    /* holds the others */
static char *sources; /* what is read */
static char *place;   /* where one attempt works */
static char *temporary;
static char *tally_path;

void
faults_verdict_clear (FaultsVerdict *verdict)
{
  g_clear_pointer(&verdict->err, g_free);
  if (verdict->charges)
    g_string_free(verdict->charges, TRUE);
  verdict->charges = NULL;
}

static void G_GNUC_PRINTF(2, 3) charge(FaultsVerdict *verdict, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_string_append(verdict->charges, "    ");
  g_string_append_vprintf(verdict->charges, format, arguments);
  g_string_append_c(verdict->charges, '\n');
  va_end(arguments);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
      remove_tree(inner);
    else
      g_unlink(inner);
  }
  g_rmdir(path);
}

static char **
arguments_of (const char *text)
{
  g_autoptr(GString) line = g_string_new(text);
  g_autofree char *folder = g_strconcat(sources, "/", NULL);
  g_string_replace(line, "@", folder, 0);
  g_string_prepend_c(line, ' ');
  g_string_prepend(line, g_getenv("GANTRY_CLI"));
  return g_strsplit(line->str, " ", 0);
}

/* Its exit status; -1 and a charge if it ended otherwise. */
static int
wait_for (pid_t pid, FaultsVerdict *verdict)
{
  int status = 0;
  int pidfd = pidfd_open(pid, 0);
  struct pollfd ended = {.fd = pidfd, .events = POLLIN};
  bool in_time = poll(&ended, 1, LONGEST_MS) == 1;
  if (!in_time) {
    if (!verdict->is_little_memory)
      charge(verdict, "hangs");
    kill(pid, SIGKILL);
  }
  close(pidfd);
  waitpid(pid, &status, 0);
  verdict->gave_up = verdict->is_little_memory && WIFSIGNALED(status);
  if (in_time && WIFSIGNALED(status) && !verdict->gave_up)
    charge(verdict, "was ended by signal %d", WTERMSIG(status));
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static char **
environment_for (const char *program, const char *rule)
{
  char **environment = g_environ_setenv(g_get_environ(), "TMPDIR", temporary, TRUE);
  environment = g_environ_setenv(environment, "XDG_CACHE_HOME", temporary, TRUE);
  environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
  if (!rule)
    return environment;
  const char *sanitizer = g_getenv("FAULTS_SANITIZER");
  g_autofree char *libraries =
      sanitizer ? g_strconcat(sanitizer, ":", g_getenv("FAULTS_LIBRARY"), NULL) : NULL;
  environment =
      g_environ_setenv(environment, "LD_PRELOAD", libraries ? libraries : g_getenv("FAULTS_LIBRARY"), TRUE);
  environment = g_environ_setenv(environment, "GANTRY_FAULTS", rule, TRUE);
  environment = g_environ_setenv(environment, "GANTRY_FAULTS_IN", program, TRUE);
  return g_environ_setenv(environment, "GANTRY_FAULTS_TALLY", tally_path, TRUE);
}

static pid_t
start (const char *arguments, const char *folder, const char *program, const char *rule)
{
  g_auto(GStrv) words = arguments_of(arguments);
  g_auto(GStrv) environment = environment_for(program, rule);
  g_autofree char *out = g_build_filename(base, "out", NULL);
  g_autofree char *err = g_build_filename(base, "err", NULL);
  pid_t pid = fork();
  if (pid != 0)
    return pid;
  int out_fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  int err_fd = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out_fd < 0 || err_fd < 0 || chdir(folder) != 0)
    _exit(98);
  dup2(out_fd, STDOUT_FILENO);
  dup2(err_fd, STDERR_FILENO);
  close(out_fd);
  close(err_fd);
  execve(words[0], words, environment);
  _exit(98);
}

static char *
contents_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  char *contents = NULL;
  return g_file_get_contents(path, &contents, NULL, NULL) ? contents : g_strdup("");
}

/* A sentence of ours: not what libraries tell programmers, and with nothing missing in it. */
static void
judge_words (const FaultsCase *tried, FaultsVerdict *verdict)
{
  if (verdict->is_little_memory)
    return;
  static const char *const never[] = {"(null)", "CRITICAL",  "WARNING **",    "GLib",   "GThread",
                                      "ERROR",  "Sanitizer", "runtime error", "assert", "gantry-runner:"};
  for (gsize i = 0; i < G_N_ELEMENTS(never); i++)
    if (strstr(verdict->err, never[i]))
      charge(verdict, "says “%s”", never[i]);
  g_auto(GStrv) lines = g_strsplit(verdict->err, "\n", 0);
  guint n_lines = 0;
  for (char **line = lines; *line; line++) {
    /* Fontconfig speaks for itself, and not through us. */
    if (g_str_has_prefix(*line, "Fontconfig "))
      continue;
    n_lines += **line != '\0';
    if (**line != '\0' && !g_str_has_prefix(*line, "gantry-cli: ") && !strstr(*line, "error: "))
      charge(verdict, "says “%s”", *line);
  }
  if (verdict->status > 0 && n_lines == 0)
    charge(verdict, "fails and does not say why");
  if (n_lines > 1 && !strstr(tried->arguments, "check"))
    charge(verdict, "says %u sentences", n_lines);
}

/* A picture with no trace in it that could be read. */
static bool
is_whole_png (const char *name)
{
  static const char end[] = "IEND\xae\x42\x60\x82";
  g_autofree char *path = g_build_filename(place, name, NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;
  return g_file_get_contents(path, &contents, &length, NULL) && length >= sizeof end - 1 &&
         memcmp(contents + length - (sizeof end - 1), end, sizeof end - 1) == 0;
}

/* What it wrote is whole: it is read again. */
static bool
is_whole (const FaultsCase *tried, FaultsVerdict *verdict)
{
  const char *name = tried->output;
  if (g_str_has_prefix(tried->arguments, "compare"))
    return is_whole_png(name);
  if (g_str_has_suffix(name, ".csv")) {
    g_autofree char *contents = contents_of(place, name);
    return g_str_has_suffix(contents, "\n");
  }
  g_autofree char *arguments = g_strdup_printf("info %s", name);
  bool is_read = wait_for(start(arguments, place, NULL, NULL), verdict) == 0;
  g_autofree char *err = contents_of(base, "err");
  return is_read && *err == '\0';
}

/* The file is whole or, where the program failed, as it was before. Only a trace that grew during its run may
 * end early, and it says so. */
static void
judge_output (const FaultsCase *tried, FaultsVerdict *verdict)
{
  g_autofree char *path = g_build_filename(place, tried->output, NULL);
  g_autofree char *contents = contents_of(place, tried->output);
  bool is_there = g_file_test(path, G_FILE_TEST_EXISTS);
  bool is_old = g_str_equal(contents, OLD_CONTENTS);
  bool failed = verdict->status == 2 || verdict->status < 0;
  bool may_grow = g_str_has_prefix(tried->arguments, "run") && g_str_has_suffix(tried->output, ".gantry");
  if (failed && tried->replaces && !is_old && !is_whole(tried, verdict))
    charge(verdict, "loses the file that was there");
  else if (failed && !tried->replaces && is_there && !may_grow && !is_whole(tried, verdict))
    charge(verdict, "leaves half a file");
  else if (!failed && (!is_there || is_old || !is_whole(tried, verdict)))
    charge(verdict, "seems well but wrote no file");
}

static void
judge_folder (const FaultsCase *tried, const char *folder, FaultsVerdict *verdict)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autofree char *unfinished = g_strconcat(tried->output ? tried->output : "", ".unfinished", NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    bool is_known = g_str_equal(name, "fontconfig") ||
                    (tried->output && (g_str_equal(name, tried->output) ||
                                       (verdict->status == 2 && g_str_equal(name, unfinished))));
    if (!is_known)
      charge(verdict, "leaves the file ‘%s’", name);
  }
}

/* A process of this attempt: known by its environment. */
static int
find_left_over (void)
{
  g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
  g_autofree char *wanted = g_strconcat("TMPDIR=", temporary, NULL);
  for (const char *name; processes && (name = g_dir_read_name(processes));) {
    g_autofree char *path = g_build_filename("/proc", name, "environ", NULL);
    g_autofree char *environment = NULL;
    gsize length = 0;
    if (g_ascii_isdigit(*name) && g_file_get_contents(path, &environment, &length, NULL) &&
        memmem(environment, length, wanted, strlen(wanted)))
      return atoi(name);
  }
  return 0;
}

static void
judge_processes (FaultsVerdict *verdict)
{
  int pid = find_left_over();
  for (int i = 0; i < GONE_WITHIN_MS / 10 && pid > 0; i++) {
    g_usleep(10000);
    pid = find_left_over();
  }
  if (pid == 0)
    return;
  charge(verdict, "leaves process %d", pid);
  kill(pid, SIGKILL);
}

static void
read_tally (FaultsVerdict *verdict)
{
  g_autofree char *contents = NULL;
  gsize length = 0;
  FaultsTally tally = {0};
  if (g_file_get_contents(tally_path, &contents, &length, NULL) && length >= sizeof tally)
    memcpy(&tally, contents, sizeof tally);
  verdict->n_met = tally.n_met;
  verdict->n_refused = tally.n_refused;
}

static void
make_place (const FaultsCase *tried)
{
  remove_tree(place);
  remove_tree(temporary);
  g_unlink(tally_path);
  g_mkdir(place, 0700);
  g_mkdir(temporary, 0700);
  if (!tried->replaces)
    return;
  g_autofree char *old = g_build_filename(place, tried->output, NULL);
  g_file_set_contents(old, OLD_CONTENTS, -1, NULL);
}

void
faults_try (const FaultsCase *tried, const char *program, const char *rule, FaultsVerdict *verdict)
{
  *verdict = (FaultsVerdict){
      .charges = g_string_new(NULL),
      .is_little_memory = g_str_has_prefix(rule, "memory:"),
  };
  make_place(tried);
  verdict->status = wait_for(start(tried->arguments, place, program, rule), verdict);
  verdict->err = contents_of(base, "err");
  if (verdict->status > 2)
    charge(verdict, "exits with %d", verdict->status);
  judge_processes(verdict);
  judge_words(tried, verdict);
  if (tried->output)
    judge_output(tried, verdict);
  judge_folder(tried, place, verdict);
  judge_folder(tried, temporary, verdict);
  read_tally(verdict);
}

static void
make_sources (void)
{
  static const char *const made[] = {
      "run @everything.scenario --on simulated --quiet -o @t.gantry -o @t.json -o @t.pftrace -o @t.csv",
      "render @t.gantry -o @t.png",
      "render @t.gantry -o @t.svg",
      "render @t.gantry -o @t.pdf",
  };
  g_autofree char *text = NULL;
  g_autofree char *scenario = g_build_filename(sources, "everything.scenario", NULL);
  g_autoptr(GError) error = NULL;
  g_file_get_contents(g_getenv("FAULTS_SCENARIO"), &text, NULL, &error);
  g_assert_no_error(error);
  g_file_set_contents(scenario, text, -1, &error);
  g_assert_no_error(error);
  for (gsize i = 0; i < G_N_ELEMENTS(made); i++) {
    g_auto(FaultsVerdict) verdict = {.charges = g_string_new(NULL)};
    if (wait_for(start(made[i], base, NULL, NULL), &verdict) != 0)
      g_error("%s fails without faults", made[i]);
  }
}

void
faults_begin (void)
{
  g_autoptr(GError) error = NULL;
  base = g_dir_make_tmp("gantry-faults-XXXXXX", &error);
  g_assert_no_error(error);
  sources = g_build_filename(base, "sources", NULL);
  place = g_build_filename(base, "place", NULL);
  temporary = g_build_filename(base, "temporary", NULL);
  tally_path = g_build_filename(base, "tally", NULL);
  g_mkdir(sources, 0700);
  g_mkdir(temporary, 0700);
  make_sources();
}

void
faults_end (void)
{
  remove_tree(base);
  g_clear_pointer(&base, g_free);
  g_clear_pointer(&sources, g_free);
  g_clear_pointer(&place, g_free);
  g_clear_pointer(&temporary, g_free);
  g_clear_pointer(&tally_path, g_free);
}
