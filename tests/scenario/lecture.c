/* Lectures: the built-in ones can be held, files say what they mean, and errors say what to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "scenario/lecture.h"

#include "scenario/library.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static GantryLecture *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  GantryLecture *lecture = gantry_lecture_parse("a.lecture", "/somewhere", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  return lecture;
}

static void
test_built_in (void)
{
  for (const char *const *id = gantry_lecture_library_list(); *id; id++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GantryLecture) lecture = gantry_lecture_load(*id, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(lecture->title, !=, "");
    g_assert_cmpstr(lecture->about, !=, "");
    g_assert_cmpuint(lecture->steps->len, >=, 5);
    for (guint i = 0; i < lecture->steps->len; i++) {
      g_autoptr(GantryScenario) scenario = gantry_lecture_load_step(lecture, i, &error);
      g_assert_no_error(error);
      g_assert_nonnull(scenario);
      g_assert_cmpstr(gantry_lecture_get_step(lecture, i)->note, !=, "");
    }
  }
  g_assert_cmpuint(g_strv_length((char **)gantry_lecture_library_list()), >=, 4);
  g_assert_null(gantry_lecture_library_get("order"));
}

/* Each file of the folder is in the list, and so in the resources. */
static void
test_list_is_complete (void)
{
  g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "..", "..", "data", "lectures", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  guint files = 0;
  const char *name;
  g_assert_nonnull(dir);
  while ((name = g_dir_read_name(dir)))
    files += g_str_has_suffix(name, ".lecture");
  g_assert_cmpuint(files, ==, g_strv_length((char **)gantry_lecture_library_list()));
}

static void
test_all_is_read (void)
{
  g_autoptr(GantryLecture) lecture =
      parse("# first\r\ntitle \"A \\\"good\\\" one # really\"\nabout \"One.\"\nabout \"Two.\"\n\n"
            "run hello-thread # a comment\nnote \"Look.\"\n  note \"Again.\"\n"
            "run gil-computing-threads with gil on processes\nrun \"my own.scenario\" without gil\n"
            "run ../other/b.scenario on async");
  const GantryLectureStep *step = gantry_lecture_get_step(lecture, 0);
  g_assert_cmpstr(lecture->title, ==, "A \"good\" one # really");
  g_assert_cmpstr(lecture->about, ==, "One.\n\nTwo.");
  g_assert_cmpuint(lecture->steps->len, ==, 4);
  g_assert_cmpstr(step->scenario, ==, "hello-thread");
  g_assert_cmpstr(step->note, ==, "Look.\n\nAgain.");
  g_assert_false(step->has_model);
  g_assert_cmpint(step->lock, ==, GANTRY_LECTURE_LOCK_AS_SCENARIO);
  step = gantry_lecture_get_step(lecture, 1);
  g_assert_true(step->has_model);
  g_assert_cmpint(step->model, ==, GANTRY_MODEL_PROCESSES);
  g_assert_cmpint(step->lock, ==, GANTRY_LECTURE_LOCK_ON);
  step = gantry_lecture_get_step(lecture, 2);
  g_assert_cmpstr(step->scenario, ==, "my own.scenario");
  g_assert_cmpint(step->lock, ==, GANTRY_LECTURE_LOCK_OFF);
}

static void
test_paths (void)
{
  g_autoptr(GantryLecture) lecture =
      parse("run hello-thread\nrun b.scenario\nrun ../c.scenario\nrun /d.scenario\n");
  const char *expected[] = {"hello-thread", "/somewhere/b.scenario", "/c.scenario", "/d.scenario"};
  for (int moved = 0; moved < 2; moved++) {
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
      g_autofree char *path = gantry_lecture_step_path(lecture, i);
      g_assert_cmpstr(path, ==, expected[i]);
    }
    gantry_lecture_set_folder(lecture, "/elsewhere");
  }
}

/* What is written reads as what it was. */
static void
test_written_and_read (void)
{
  g_autoptr(GantryLecture) lecture = gantry_lecture_new();
  gantry_lecture_set_title(lecture, "Back\\slash, \"quotes\"\nand # more");
  g_assert_true(
      gantry_lecture_add(lecture, "/with \"space\"/a.scenario", GANTRY_MODEL_ASYNC, GANTRY_LECTURE_LOCK_OFF));
  g_assert_true(
      gantry_lecture_add(lecture, "hello-thread", GANTRY_N_MODELS, GANTRY_LECTURE_LOCK_AS_SCENARIO));
  gantry_lecture_set_note(lecture, 1, "One.\n\n  Two: „schön“.\n");
  g_autofree char *text = gantry_lecture_to_text(lecture);
  g_autoptr(GantryLecture) again = parse(text);
  g_autofree char *text_again = gantry_lecture_to_text(again);
  g_assert_cmpstr(again->title, ==, "Back\\slash, \"quotes\" and # more");
  g_assert_cmpstr(gantry_lecture_get_step(again, 0)->scenario, ==, "/with \"space\"/a.scenario");
  g_assert_cmpint(gantry_lecture_get_step(again, 0)->model, ==, GANTRY_MODEL_ASYNC);
  g_assert_false(gantry_lecture_get_step(again, 1)->has_model);
  g_assert_cmpstr(gantry_lecture_get_step(again, 1)->note, ==, "One.\n\nTwo: „schön“.");
  g_assert_cmpstr(text_again, ==, text);
}

static void
assert_order (const GantryLecture *lecture, const char *ids)
{
  g_autoptr(GString) order = g_string_new(NULL);
  for (guint i = 0; i < lecture->steps->len; i++)
    g_string_append_printf(order, "%s%s", i > 0 ? " " : "", gantry_lecture_get_step(lecture, i)->scenario);
  g_assert_cmpstr(order->str, ==, ids);
}

static void
test_editing (void)
{
  g_autoptr(GantryLecture) lecture = parse("run gather\nrun timeout\nrun cancellation\n");
  gantry_lecture_move(lecture, 2, 0);
  assert_order(lecture, "cancellation gather timeout");
  gantry_lecture_move(lecture, 0, 2);
  assert_order(lecture, "gather timeout cancellation");
  gantry_lecture_remove(lecture, 1);
  assert_order(lecture, "gather cancellation");
  while (lecture->steps->len < GANTRY_LECTURE_MAX_STEPS)
    g_assert_true(gantry_lecture_add(lecture, "gather", GANTRY_N_MODELS, GANTRY_LECTURE_LOCK_AS_SCENARIO));
  g_assert_false(gantry_lecture_add(lecture, "gather", GANTRY_N_MODELS, GANTRY_LECTURE_LOCK_AS_SCENARIO));
}

static void
assert_refused (const char *text, gsize length, const char *message)
{
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_autoptr(GError) error = NULL;
  g_assert_null(gantry_lecture_parse("a.lecture", NULL, text, length, &diagnostics, &error));
  g_assert_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_INVALID);
  g_assert_cmpuint(diagnostics->len, >, 0);
  g_assert_cmpstr(error->message, ==, message);
}

static void
test_errors (void)
{
  static const char *const cases[][2] = {
      {"", "a.lecture:1:1: error: this lecture has no ‘run’ line; add one, such as run hello-thread"},
      {"run hello-thread\nwalk on",
       "a.lecture:2:1: error: a line begins with title, about, run or note, not with ‘walk’"},
      {"\"run\" gather",
       "a.lecture:1:1: error: a line begins with title, about, run or note, not with ‘run’"},
      {"run helo-thread",
       "a.lecture:1:5: error: no built-in scenario is called ‘helo-thread’; did you mean ‘hello-thread’?"},
      {"run xyzzy-plugh",
       "a.lecture:1:5: error: no built-in scenario is called ‘xyzzy-plugh’; see ‘gantry-cli "
       "list’, or name a file that ends in .scenario"},
      {"run", "a.lecture:1:4: error: ‘run’ needs a scenario, such as run hello-thread"},
      {"run \"\"", "a.lecture:1:5: error: ‘run’ needs a scenario, such as run hello-thread"},
      {"run gather on fibres",
       "a.lecture:1:15: error: ‘on’ needs a model: threads, processes, async or simulated"},
      {"run gather on", "a.lecture:1:14: error: ‘on’ needs a model: threads, processes, async or simulated"},
      {"run gather on async on async",
       "a.lecture:1:21: error: expected ‘on MODEL’, ‘with gil’, ‘without gil’ "
       "or the line’s end, each once"},
      {"run gather with gil without gil", "a.lecture:1:21: error: expected ‘on MODEL’, ‘with gil’, ‘without "
                                          "gil’ or the line’s end, each once"},
      {"run gather with",
       "a.lecture:1:12: error: expected ‘on MODEL’, ‘with gil’, ‘without gil’ or the line’s "
       "end, each once"},
      {"run chef-and-assistant on async", "a.lecture:1:5: error: ‘chef-and-assistant’ does not run on async; "
                                          "leave out ‘on’, or name a model that it runs on"},
      {"note \"x\"\nrun gather", "a.lecture:1:1: error: a note belongs to the ‘run’ line before it; put it "
                                 "behind one, or say ‘about’"},
      {"title Hello\nrun gather",
       "a.lecture:1:7: error: ‘title’ needs a text in quotes, such as title \"…\""},
      {"title \"a\"\ntitle \"b\"\nrun gather",
       "a.lecture:2:1: error: ‘title’ is said twice; keep one of the lines"},
      {"title \"a\nrun gather",
       "a.lecture:1:7: error: this text has no end; put a \" behind it, in the same line"},
      {"about \"ä\" \"b\"\nrun gather",
       "a.lecture:1:11: error: nothing may follow here; put it on a line of its own"},
      {"run gather\n\xff", "a.lecture:2:1: error: this is not UTF-8 text; save the file as UTF-8 text"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_refused(cases[i][0], strlen(cases[i][0]), cases[i][1]);
  assert_refused("run gather\0", 11,
                 "a.lecture:1:1: error: this is not UTF-8 text; save the file as UTF-8 text");
}

/* All errors are told, not the first alone. */
static void
test_all_errors_at_once (void)
{
  const char *text = "title \"a\nrun nonsense-that-is-none\nrun gather on fibres\nhello\n";
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_assert_null(gantry_lecture_parse("a", NULL, text, strlen(text), &diagnostics, NULL));
  g_assert_cmpuint(diagnostics->len, ==, 4);
}

static void
test_limits (void)
{
  g_autofree char *long_text = g_strnfill(GANTRY_LECTURE_MAX_LETTERS + 1, 'x');
  g_autofree char *title = g_strdup_printf("title \"%s\"\nrun gather", long_text);
  g_autofree char *huge = g_strnfill(GANTRY_LECTURE_MAX_BYTES + 1, ' ');
  g_autoptr(GString) many = g_string_new(NULL);
  for (int i = 0; i <= GANTRY_LECTURE_MAX_STEPS; i++)
    g_string_append(many, "run gather\n");
  assert_refused(title, strlen(title), "a.lecture:1:7: error: a text has at most 2000 letters; shorten it");
  assert_refused(huge, strlen(huge), "a.lecture:1:1: error: a lecture has at most 256 KiB; split it");
  assert_refused(many->str, many->len, "a.lecture:201:1: error: a lecture has at most 200 steps; split it");
}

/* A line as long as a lecture may be takes no longer than as many short ones. */
static void
test_long_line (void)
{
  g_autoptr(GString) text = g_string_new("run gather");
  while (text->len < GANTRY_LECTURE_MAX_BYTES - 2)
    g_string_append(text, " a");
  assert_refused(
      text->str, text->len,
      "a.lecture:1:12: error: expected ‘on MODEL’, ‘with gil’, ‘without gil’ or the line’s end, each once");
}

static void
test_files (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gantry-lecture-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "mine.lecture", NULL);
  g_autofree char *scenario = g_build_filename(folder, "own.scenario", NULL);
  const char *text = "run own.scenario on async\nrun missing.scenario\nrun pipe.scenario\n";
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_assert_true(g_file_set_contents(scenario, "on threads\nmain:\n    compute 1ms\n", -1, NULL));
  g_autoptr(GantryLecture) lecture = gantry_lecture_load(path, NULL, &error);
  g_assert_no_error(error);
  g_assert_null(gantry_lecture_load_step(lecture, 0, &error));
  g_assert_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_STEP);
  g_assert_nonnull(strstr(error->message, "Step 1: own.scenario does not run on async"));
  g_clear_error(&error);
  g_assert_null(gantry_lecture_load_step(lecture, 1, &error));
  g_assert_true(g_str_has_prefix(error->message, "Step 2: "));
  g_clear_error(&error);
  g_autofree char *pipe = g_build_filename(folder, "pipe.scenario", NULL);
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  g_assert_null(gantry_lecture_load_step(lecture, 2, &error)); /* and nobody waits for a writer */
  g_assert_true(g_str_has_prefix(error->message, "Step 3: "));
  g_clear_error(&error);
  g_assert_null(gantry_lecture_load(folder, NULL, &error));
  g_assert_error(error, GANTRY_LECTURE_ERROR, GANTRY_LECTURE_ERROR_READ);
  g_assert_cmpint(g_remove(path) + g_remove(scenario) + g_remove(pipe) + g_rmdir(folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lecture/built-in", test_built_in);
  g_test_add_func("/lecture/list-is-complete", test_list_is_complete);
  g_test_add_func("/lecture/all-is-read", test_all_is_read);
  g_test_add_func("/lecture/paths", test_paths);
  g_test_add_func("/lecture/written-and-read", test_written_and_read);
  g_test_add_func("/lecture/editing", test_editing);
  g_test_add_func("/lecture/errors", test_errors);
  g_test_add_func("/lecture/all-errors-at-once", test_all_errors_at_once);
  g_test_add_func("/lecture/limits", test_limits);
  g_test_add_func("/lecture/long-line", test_long_line);
  g_test_add_func("/lecture/files", test_files);
  return g_test_run();
}
