/* Signals at random moments: whoever of a run is killed or stopped, the others go on or end with a sentence,
 * and nothing stays behind.
 *
 *   campaign-kills SEED COUNT [FIRST]     trial FIRST + i is the same for the same seed
 *
 * Needs GANTRY_CLI and GANTRY_CAMPAIGN_SCENARIOS, a folder. Status 1: something was not as it must be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "judge.h"
#include "tree.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS 1000
#define LONGEST_US 60000000    /* a run that is let go on must have ended by itself by then */
#define STOPPED_FOR_US 150000  /* before the user stops what does not go on */
#define GONE_WITHIN_US 3000000 /* on a machine that does much else; the figures tell what it took */
#define PATIENCE_US 50000      /* until there is somebody of the wished kind */
#define LIMIT "40s"

typedef enum { VICTIM_PROGRAM, VICTIM_RUNNER, VICTIM_STEWARD, VICTIM_OTHER, N_VICTIMS } Victim;
static const char *const victim_names[N_VICTIMS] = {"gantry-cli", "the runner", "its steward",
                                                    "its processes"};

/* What is done: a signal, and for STOP whether CONT follows. */
typedef struct {
  const char *name;
  int number;
  bool resumes;
} Blow;

static const Blow blows[] = {
    {"KILL", SIGKILL, false},     {"KILL", SIGKILL, false}, {"KILL", SIGKILL, false},
    {"STOP+CONT", SIGSTOP, true}, {"STOP", SIGSTOP, false}, {"TERM", SIGTERM, false},
    {"INT", SIGINT, false},       {"HUP", SIGHUP, false},   {"QUIT", SIGQUIT, false},
    {"SEGV", SIGSEGV, false},     {"PIPE", SIGPIPE, false},
};
static const char *const models[] = {"threads", "processes", "async"};

typedef struct {
  guint number;
  const char *scenario;
  const char *model;
  bool has_trace, stands; /* -o, and over a file that is there */
  Victim victim;
  const Blow *blow;
  gint64 at_us, resumes_after_us;
} Trial;

/* How it went. */
typedef struct {
  bool is_hit, program_is_hit;
  gint64 stopped_us; /* when the user stopped it; 0: never */
  int status;        /* of the program, as waitpid tells */
  char *out, *err;
} Course;

static char *folder;
static GPtrArray *scenarios;
static GHashTable *lengths; /* of runs that are left alone, by "scenario model", in microseconds */
static guint n_hit[N_VICTIMS], n_survived, n_wrong;
static gint64 longest_gone_us, longest_stop_us;

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
list_scenarios (void)
{
  const char *place = g_getenv("GANTRY_CAMPAIGN_SCENARIOS");
  g_autoptr(GDir) files = place ? g_dir_open(place, 0, NULL) : NULL;
  scenarios = g_ptr_array_new();
  for (const char *file; files && (file = g_dir_read_name(files));)
    if (g_str_has_suffix(file, ".scenario"))
      g_ptr_array_add(scenarios, g_build_filename(place, file, NULL));
  if (scenarios->len == 0 || !g_getenv("GANTRY_CLI"))
    g_error("GANTRY_CAMPAIGN_SCENARIOS or GANTRY_CLI is missing");
  g_ptr_array_sort(scenarios, compare_texts);
}

static char *
in_folder (const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static void
empty_folder (void)
{
  g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
  for (const char *file; files && (file = g_dir_read_name(files));) {
    g_autofree char *path = in_folder(file);
    g_remove(path);
  }
}

static void
wrong (const Trial *trial, const char *what)
{
  g_autofree char *scenario = g_path_get_basename(trial->scenario);
  printf("trial %u (%s on %s%s%s, %s to %s after %.1f ms): %s\n", trial->number, scenario, trial->model,
         trial->has_trace ? ", -o" : "", trial->stands ? " over a file" : "", trial->blow->name,
         victim_names[trial->victim], (double)trial->at_us / MS, what);
  fflush(stdout);
  n_wrong++;
}

/* `what` is freed; NULL is none. */
static void
wrong_if (const Trial *trial, char *what)
{
  if (what)
    wrong(trial, what);
  g_free(what);
}

static void
go_into_place (gpointer data)
{
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static pid_t
start_program (const Trial *trial)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *mark = g_strdup_printf("%u", trial->number), *out = in_folder("out"),
                  *err = in_folder("err");
  g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), TREE_MARK, mark, TRUE);
  g_autofree char *command =
      g_strdup_printf("exec \"$0\" run \"$1\" --on %s --quiet --limit " LIMIT " --stats=json %s >'%s' 2>'%s'",
                      trial->model, trial->has_trace ? "-o trace.gantry" : "", out, err);
  environment = g_environ_setenv(environment, "TMPDIR", folder, TRUE);
  environment = g_environ_setenv(environment, "XDG_RUNTIME_DIR", folder, TRUE);
  environment = g_environ_setenv(environment, "LC_ALL", "C", TRUE);
  const char *argv[] = {"/bin/sh", "-c", command, g_getenv("GANTRY_CLI"), trial->scenario, NULL};
  GPid pid;
  if (!g_spawn_async(folder, (char **)argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, go_into_place, NULL, &pid,
                     &error))
    g_error("%s", error->message);
  return pid;
}

/* FALSE: it has not ended in that time. */
static bool
wait_for (pid_t pid, gint64 longest_us, int *status)
{
  gint64 until = g_get_monotonic_time() + longest_us;
  while (waitpid(pid, status, WNOHANG) != pid) {
    if (g_get_monotonic_time() > until)
      return false;
    g_usleep(500);
  }
  return true;
}

static pid_t
pick (const GArray *processes, GRand *random)
{
  if (processes->len == 0)
    return 0;
  return g_array_index(processes, pid_t, g_rand_int_range(random, 0, (int)processes->len));
}

/* The runner leads its group; what else the program has as children is the runner's steward. */
static pid_t
pick_child (pid_t program, bool leads)
{
  g_autoptr(GArray) children = tree_children(program);
  for (guint i = 0; i < children->len; i++) {
    pid_t pid = g_array_index(children, pid_t, i);
    if ((getpgid(pid) == pid) == leads)
      return pid;
  }
  return 0;
}

/* 0: there is none at this moment. A runner's children may be servers, workers, or the one that starts them.
 */
static pid_t
find_victim (const Trial *trial, pid_t program, GRand *random)
{
  if (trial->victim == VICTIM_PROGRAM)
    return program;
  pid_t runner = pick_child(program, trial->victim != VICTIM_STEWARD);
  if (trial->victim != VICTIM_OTHER || runner == 0)
    return runner;
  g_autoptr(GArray) others = tree_children(runner);
  pid_t other = pick(others, random);
  g_autoptr(GArray) below = other > 0 && g_rand_boolean(random) ? tree_children(other) : NULL;
  return below && below->len > 0 ? pick(below, random) : other;
}

/* Waits for one, as long as the program goes on. */
static pid_t
await_victim (const Trial *trial, pid_t program, GRand *random)
{
  pid_t victim;
  gint64 until = g_get_monotonic_time() + PATIENCE_US;
  while ((victim = find_victim(trial, program, random)) == 0 && tree_lives(program)) {
    if (g_get_monotonic_time() > until)
      return program;
    g_usleep(500);
  }
  return victim;
}

static void
strike (const Trial *trial, pid_t program, GRand *random, Course *course)
{
  pid_t victim = await_victim(trial, program, random);
  if (victim <= 0 || !tree_lives(victim) || kill(victim, trial->blow->number) != 0)
    return;
  course->is_hit = true;
  course->program_is_hit = victim == program;
  n_hit[course->program_is_hit ? VICTIM_PROGRAM : trial->victim]++;
  if (!trial->blow->resumes)
    return;
  g_usleep((gulong)trial->resumes_after_us);
  kill(victim, SIGCONT);
}

/* What stands still and stays so is stopped by the user after a while, or by kill -9 where it is the program
 * itself. */
static void
stop_what_stands (const Trial *trial, pid_t program, Course *course)
{
  bool stands = course->is_hit && trial->blow->number == SIGSTOP && !trial->blow->resumes;
  if (!stands || wait_for(program, STOPPED_FOR_US, &course->status))
    return;
  kill(program, course->program_is_hit ? SIGKILL : SIGINT);
  course->stopped_us = g_get_monotonic_time();
}

static char *
read_file (const char *name)
{
  g_autofree char *path = in_folder(name);
  char *contents = NULL;
  return g_file_get_contents(path, &contents, NULL, NULL) ? contents : g_strdup("");
}

static void
see_that_all_are_gone (const Trial *trial)
{
  g_autofree char *mark = g_strdup_printf("%u", trial->number);
  gint64 began = g_get_monotonic_time(), passed = 0;
  for (;;) {
    g_autoptr(GArray) left = tree_find(mark);
    passed = g_get_monotonic_time() - began;
    if (left->len == 0)
      break;
    if (passed > GONE_WITHIN_US) {
      g_autofree char *name = tree_name(g_array_index(left, pid_t, 0));
      g_autofree char *what = g_strdup_printf("%u processes are left, e.g. %s", left->len, name);
      wrong(trial, what);
      for (guint i = 0; i < left->len; i++)
        kill(g_array_index(left, pid_t, i), SIGKILL);
      break;
    }
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
    g_usleep(1000);
  }
  longest_gone_us = MAX(longest_gone_us, passed);
}

static void
run_trial (const Trial *trial, GRand *random, Course *course)
{
  gint64 began = g_get_monotonic_time();
  pid_t program = start_program(trial);
  gint64 left = began + trial->at_us - g_get_monotonic_time();
  course->status = -1;
  if (left > 0)
    g_usleep((gulong)left);
  strike(trial, program, random, course);
  stop_what_stands(trial, program, course);
  if (course->status == -1 && !wait_for(program, LONGEST_US, &course->status)) {
    wrong(trial, "it hangs");
    kill(program, SIGKILL);
    waitpid(program, &course->status, 0);
  }
  if (course->stopped_us > 0)
    longest_stop_us = MAX(longest_stop_us, g_get_monotonic_time() - course->stopped_us);
  see_that_all_are_gone(trial);
  course->out = read_file("out");
  course->err = read_file("err");
}

/* The program ended by itself: all that it had to write is there. */
static void
judge_survivor (const Trial *trial, const Course *course)
{
  int code = WEXITSTATUS(course->status);
  wrong_if(trial, judge_messages(course->err, code != 0));
  if (code > 1) { /* it may say that there was no runner: killed before it knew what to run */
    if (strstr(course->err, "runner") == NULL)
      wrong(trial, course->err);
    return;
  }
  n_survived++;
  g_autofree char *outcome = judge_outcome(course->out);
  wrong_if(trial, judge_stats(course->out));
  if (g_str_equal(outcome, "limit"))
    wrong(trial, "nobody saw that somebody had died: it went on to its limit");
  if (g_str_equal(outcome, "ok") && judge_count_lanes(course->out, "killed") > 0)
    wrong(trial, "a task was killed, and yet it ended well");
}

static void
judge (const Trial *trial, const Course *course)
{
  static const char *const names[] = {"out", "err", "trace.gantry", "trace.gantry.unfinished", NULL};
  static const char *const whole[] = {"out", "err", "trace.gantry", NULL};
  bool survived = WIFEXITED(course->status);
  g_autofree char *trace = in_folder("trace.gantry");
  if (survived)
    judge_survivor(trial, course);
  else if (!course->program_is_hit)
    wrong(trial, "the program was killed, though it was not the victim");
  bool is_written = survived && WEXITSTATUS(course->status) <= 1;
  g_autofree char *left = judge_leftovers(folder, survived ? whole : names);
  if (left)
    wrong_if(trial, g_strdup_printf("files are left:%s", left));
  if (trial->has_trace && (is_written || g_file_test(trace, G_FILE_TEST_EXISTS)))
    wrong_if(trial, judge_trace(trace, !is_written && !trial->stands));
  if (trial->has_trace && trial->stands && !survived) {
    g_autofree char *unfinished = in_folder("trace.gantry.unfinished");
    if (g_file_test(unfinished, G_FILE_TEST_EXISTS))
      wrong_if(trial, judge_trace(unfinished, true));
  }
}

/* How long it is when nobody is hit. */
static gint64
length_of (const Trial *trial)
{
  g_autofree char *key = g_strconcat(trial->scenario, " ", trial->model, NULL);
  gint64 *known = g_hash_table_lookup(lengths, key);
  if (known)
    return *known;
  int status;
  gint64 began = g_get_monotonic_time();
  pid_t program = start_program(trial);
  if (!wait_for(program, LONGEST_US, &status))
    g_error("%s does not end by itself", key);
  known = g_new(gint64, 1);
  *known = g_get_monotonic_time() - began;
  g_hash_table_insert(lengths, g_steal_pointer(&key), known);
  return *known;
}

static void
make_file_that_stands (const Trial *trial)
{
  int status;
  pid_t program = start_program(trial);
  wait_for(program, LONGEST_US, &status);
}

static Trial
draw_trial (guint number, GRand *random)
{
  Trial trial = {
      .number = number,
      .scenario = scenarios->pdata[g_rand_int_range(random, 0, (int)scenarios->len)],
      .model = models[g_rand_int_range(random, 0, G_N_ELEMENTS(models))],
      .has_trace = g_rand_boolean(random),
      .victim = (Victim)g_rand_int_range(random, 0, N_VICTIMS),
      .blow = &blows[g_rand_int_range(random, 0, G_N_ELEMENTS(blows))],
      .resumes_after_us = g_rand_int_range(random, 0, 100 * MS),
  };
  trial.stands = trial.has_trace && g_rand_int_range(random, 0, 4) == 0;
  double length = (double)length_of(&trial), where = g_rand_double(random);
  double at = g_rand_double_range(random, 0, length);
  if (where < 0.2)
    at = g_rand_double_range(random, 0, 8 * MS);
  else if (where < 0.4)
    at = g_rand_double_range(random, 0.8 * length, 1.1 * length);
  trial.at_us = (gint64)at;
  return trial;
}

/* Whether it hit somebody. */
static bool
try_one (guint seed, guint number)
{
  guint32 seeds[] = {seed, number};
  GRand *random = g_rand_new_with_seed_array(seeds, G_N_ELEMENTS(seeds));
  Course course = {0};
  empty_folder();
  Trial trial = draw_trial(number, random);
  empty_folder();
  if (trial.stands)
    make_file_that_stands(&trial);
  run_trial(&trial, random, &course);
  judge(&trial, &course);
  g_free(course.out);
  g_free(course.err);
  g_rand_free(random);
  return course.is_hit;
}

int
main (int argc, char *argv[])
{
  if (argc < 3) {
    fprintf(stderr, "usage: campaign-kills SEED COUNT [FIRST]\n");
    return 2;
  }
  guint seed = (guint)g_ascii_strtoull(argv[1], NULL, 10), count = (guint)g_ascii_strtoull(argv[2], NULL, 10);
  guint first = argc > 3 ? (guint)g_ascii_strtoull(argv[3], NULL, 10) : 0;
  g_autoptr(GError) error = NULL;
  prctl(PR_SET_CHILD_SUBREAPER, 1); /* whoever is left by the dead comes here, and is seen to be gone */
  folder = g_dir_make_tmp("gantry-kills-XXXXXX", &error);
  g_assert_no_error(error);
  lengths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  list_scenarios();
  guint n_tried = 0;
  for (guint n_done = 0; n_done < count; n_tried++)
    n_done += try_one(seed, first + n_tried);
  empty_folder();
  g_rmdir(folder);
  printf("%u moments of %u runs: %u hit gantry-cli, %u the runner, %u its steward, %u its processes\n", count,
         n_tried, n_hit[VICTIM_PROGRAM], n_hit[VICTIM_RUNNER], n_hit[VICTIM_STEWARD], n_hit[VICTIM_OTHER]);
  printf("%u programs went on to their end, and what they told and wrote was judged\n", n_survived);
  printf("stopped by the user: at most %.0f ms; all gone behind the program: at most %.0f ms\n",
         (double)longest_stop_us / MS, (double)longest_gone_us / MS);
  printf("%u violations\n", n_wrong);
  return n_wrong > 0;
}
