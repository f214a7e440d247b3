/* The palettes keep their promise of contrast, and each state has its own look.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/theme.h"
#include "chart/words.h"
#include "fixture.h"
#include "timeline/columns.h"

#include <string.h>

static void
assert_contrast (const GantryTheme *theme, const char *what, const GantryColor *color,
                 const GantryColor *ground, double least)
{
  double contrast = gantry_color_contrast(color, ground);
  if (contrast < least)
    g_error("%s: %s has a contrast of %.2f, needs %.1f", theme->id, what, contrast, least);
}

/* Made for projectors and for high contrast. */
static bool
is_strong (int id)
{
  return id == GANTRY_THEME_CONTRAST || id == GANTRY_THEME_CONTRAST_DARK;
}

static void
test_contrast (void)
{
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    bool strong = is_strong(id);
    double text = strong ? 7.0 : 4.5, mark = strong ? 4.5 : 3.0;
    const GantryColor *grounds[] = {&theme->ground, &theme->panel, &theme->selection};
    for (unsigned i = 0; i < G_N_ELEMENTS(grounds); i++) {
      assert_contrast(theme, "text", &theme->text, grounds[i], text);
      assert_contrast(theme, "dim text", &theme->dim_text, grounds[i], text);
      assert_contrast(theme, "accent", &theme->accent, grounds[i], mark);
    }
    for (int state = 0; state < GANTRY_N_STATES; state++)
      assert_contrast(theme, "a state", &theme->states[state], &theme->ground, mark);
    for (int task = 0; task < GANTRY_N_TASK_COLORS; task++)
      assert_contrast(theme, "a task", &theme->tasks[task], &theme->ground, mark);
    assert_contrast(theme, "main", &theme->main_task, &theme->ground, mark);
  }
}

/* Where contrast is asked for, the areas are marks like any other, and differ from each other, too. */
static void
test_areas (void)
{
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    GantryColor on_cpu, in_flight;
    gantry_theme_areas(theme, &on_cpu, &in_flight);
    assert_contrast(theme, "the area on CPU", &on_cpu, &in_flight, 1.4);
    assert_contrast(theme, "the area on CPU", &on_cpu, &theme->panel, is_strong(id) ? 4.5 : 2.0);
    if (is_strong(id))
      assert_contrast(theme, "the area in flight", &in_flight, &theme->panel, 3.0);
  }
}

/* Whatever is written upon a solid mark can be read: with the mark's text or the theme's. */
static void
test_labels (void)
{
  for (int id = 0; id < GANTRY_N_THEMES; id++) {
    const GantryTheme *theme = gantry_theme_get((GantryThemeId)id);
    double least = is_strong(id) ? 7.0 : 4.5;
    const GantryState solid[] = {GANTRY_STATE_RUNNING, GANTRY_STATE_WAIT_LOCK, GANTRY_STATE_IO_FILE};
    for (unsigned i = 0; i < G_N_ELEMENTS(solid); i++)
      assert_contrast(theme, "a label on a state", &theme->on_mark, &theme->states[solid[i]], least);
    for (int task = 0; task < GANTRY_N_TASK_COLORS; task++)
      assert_contrast(theme, "a label on a task", &theme->on_mark, &theme->tasks[task], least);
    assert_contrast(theme, "a label on main", &theme->on_mark, &theme->main_task, least);
    /* On the tint behind a pattern stands the theme's text. */
    GantryColor tint = gantry_color_mix(&theme->ground, &theme->states[GANTRY_STATE_WAIT_QUEUE], 0.2);
    assert_contrast(theme, "a label on a tint", &theme->text, &tint, least);
  }
}

static void
test_contrast_measure (void)
{
  const GantryColor black = {0.0, 0.0, 0.0, 1.0}, white = {1.0, 1.0, 1.0, 1.0};
  const GantryColor grey = {119.0 / 255.0, 119.0 / 255.0, 119.0 / 255.0, 1.0};
  g_assert_cmpfloat_with_epsilon(gantry_color_contrast(&black, &white), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(gantry_color_contrast(&white, &black), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(gantry_color_contrast(&grey, &white), 4.48, 0.005); /* #777, a known value */
}

static void
test_parse (void)
{
  GantryThemeId id = GANTRY_THEME_LIGHT;
  for (int i = 0; i < GANTRY_N_THEMES; i++) {
    g_assert_true(gantry_theme_parse(gantry_theme_get((GantryThemeId)i)->id, &id));
    g_assert_cmpint(id, ==, i);
  }
  g_assert_true(gantry_theme_parse("contrast", &id));
  g_assert_false(gantry_theme_parse("Dark", &id));
  g_assert_false(gantry_theme_parse("", &id));
}

/* Without colour: no two legend entries share a shape. */
static void
test_shapes (void)
{
  for (int one = 0; one < GANTRY_N_LEGEND; one++) {
    GantryState state = gantry_legend_state((GantryLegend)one);
    g_assert_cmpint(gantry_state_legend(state), ==, one);
    for (int other = 0; other < one; other++)
      g_assert_cmpint(gantry_state_shape(state), !=,
                      gantry_state_shape(gantry_legend_state((GantryLegend)other)));
  }
}

/* Each vocabulary has words for everything, and legend entries that can be told apart. */
static void
test_vocabularies (void)
{
  for (int words = 0; words < GANTRY_N_VOCABULARIES; words++) {
    GantryVocabulary vocabulary = (GantryVocabulary)words, parsed;
    g_assert_true(gantry_vocabulary_parse(gantry_vocabulary_id(vocabulary), &parsed));
    g_assert_cmpint(parsed, ==, vocabulary);
    for (int i = 0; i < GANTRY_N_STATES; i++) {
      const char *term = gantry_state_term((GantryState)i, vocabulary);
      g_assert_cmpstr(gantry_state_words((GantryState)i, vocabulary), !=, "");
      g_assert_true((term == NULL) == (vocabulary == GANTRY_VOCABULARY_PLAIN));
    }
    g_assert_cmpstr(gantry_join_words(vocabulary), !=, "");
    for (int one = 0; one < GANTRY_N_LEGEND; one++)
      for (int other = 0; other < one; other++)
        g_assert_cmpstr(gantry_legend_label((GantryLegend)one, vocabulary), !=,
                        gantry_legend_label((GantryLegend)other, vocabulary));
  }
  GantryVocabulary unknown;
  g_assert_false(gantry_vocabulary_parse("latin", &unknown));
  g_assert_null(gantry_vocabulary_id(GANTRY_N_VOCABULARIES));
  g_assert_cmpstr(gantry_state_term(GANTRY_STATE_WAIT_QUEUE, GANTRY_VOCABULARY_TEXTBOOK), ==, "blocked");
  g_assert_cmpstr(gantry_state_term(GANTRY_STATE_READY, GANTRY_VOCABULARY_LINUX), ==, "R");
  g_assert_cmpstr(gantry_state_term(GANTRY_STATE_IO_FILE, GANTRY_VOCABULARY_LINUX), ==, "D");
  g_assert_cmpstr(gantry_outcome_words(GANTRY_OUTCOME_OK, GANTRY_VOCABULARY_TEXTBOOK), ==, "terminated");
  g_assert_cmpstr(gantry_outcome_words(GANTRY_OUTCOME_KILLED, GANTRY_VOCABULARY_TEXTBOOK), ==, "killed");
}

static void
test_words (void)
{
  g_assert_cmpstr(gantry_legend_label(GANTRY_LEGEND_READY, GANTRY_VOCABULARY_PLAIN), ==,
                  "Ready, no core free");
  g_assert_cmpstr(gantry_state_words(GANTRY_STATE_WAIT_LOCK, GANTRY_VOCABULARY_PLAIN), ==,
                  "waits for the lock");
  for (int i = 0; i < GANTRY_N_THING_KINDS; i++)
    g_assert_cmpuint(strlen(gantry_thing_words((GantryThingKind)i)), >, 0);
  g_autofree char *one = gantry_count_words("threads", 1), *many = gantry_count_words("async", 3);
  g_assert_cmpstr(one, ==, "1 thread");
  g_assert_cmpstr(many, ==, "3 tasks");
  g_assert_cmpstr(gantry_outcome_words(GANTRY_OUTCOME_NONE, GANTRY_VOCABULARY_LINUX), ==, "");
  g_assert_cmpstr(gantry_run_outcome_words(GANTRY_RUN_OK), ==, "");
  g_assert_cmpstr(gantry_run_outcome_words(GANTRY_RUN_DEADLOCK), ==, "deadlock");
  const GantryRunResult results[] = {{.outcome = GANTRY_RUN_UNFINISHED},
                                     {.outcome = GANTRY_RUN_UNFINISHED, .reason = (char *)"cut off"},
                                     {.outcome = GANTRY_RUN_CRASHED, .reason = (char *)"killed"}};
  g_assert_cmpstr(gantry_run_result_words(&results[0]), ==, "");
  g_assert_cmpstr(gantry_run_result_words(&results[1]), ==, "incomplete");
  g_assert_cmpstr(gantry_run_result_words(&results[2]), ==, "crashed");
}

/* Of slices alone nobody knows who was on a core, whatever the words are. */
static void
test_words_of_slices (void)
{
  const GantryRunFacts facts = {.title = "slices", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  unsigned run = gantry_words_of(timeline);
  for (int i = 0; i < GANTRY_N_VOCABULARIES; i++) {
    GantryVocabulary vocabulary = (GantryVocabulary)i;
    g_assert_cmpstr(gantry_legend_label_in(run, GANTRY_LEGEND_RUNNING, vocabulary), ==, "At work");
    g_assert_cmpstr(gantry_legend_label_in(run, GANTRY_LEGEND_SLEEP, vocabulary), ==, "Not at work");
    g_assert_cmpstr(gantry_state_words_in(run, GANTRY_STATE_RUNNING, vocabulary), ==, "at work");
    g_assert_cmpstr(gantry_state_words_in(run, GANTRY_STATE_SLEEPING, vocabulary), ==, "not at work");
    g_assert_cmpstr(gantry_legend_label_in(run, GANTRY_LEGEND_LOCK, vocabulary), ==,
                    gantry_legend_label(GANTRY_LEGEND_LOCK, vocabulary));
  }
}

/* Where tasks take turns on a loop, the ready ones want their turn, however many cores are free. */
static void
test_words_of_loops (void)
{
  const GantryRunFacts facts = {.title = "loop", .model = "async", .on_cpu_from = GANTRY_ON_CPU_FROM_SELF};
  GantryLaneFacts lane = {.kind = GANTRY_LANE_THREAD,
                          .name = "l",
                          .parent = GANTRY_NO_LANE,
                          .started = GANTRY_NO_TIME,
                          .ended = GANTRY_NO_TIME};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  for (int has_loop = 0; has_loop < 2; has_loop++) {
    const char *plain = has_loop ? "Ready, waits for its turn" : "Ready, no core free";
    g_assert_nonnull(gantry_timeline_restore_lane(timeline, &lane, false));
    g_assert_cmpstr(
        gantry_legend_label_in(gantry_words_of(timeline), GANTRY_LEGEND_READY, GANTRY_VOCABULARY_PLAIN), ==,
        plain);
    g_assert_cmpstr(
        gantry_state_words_in(gantry_words_of(timeline), GANTRY_STATE_READY, GANTRY_VOCABULARY_PLAIN) + 1, ==,
        plain + 1);
    g_assert_cmpstr(
        gantry_state_words_in(gantry_words_of(timeline), GANTRY_STATE_READY, GANTRY_VOCABULARY_TEXTBOOK), ==,
        "ready (runnable)");
    g_assert_cmpstr(
        gantry_legend_label_in(gantry_words_of(timeline), GANTRY_LEGEND_SLEEP, GANTRY_VOCABULARY_PLAIN), ==,
        "Sleeps");
    lane.id = 1;
    lane.kind = GANTRY_LANE_LOOP;
  }
}

/* What waits in the colour of locks is called after what there is to wait for. */
static void
test_words_of_things (void)
{
  static const struct {
    unsigned run;
    const char *plain, *textbook;
  } runs[] = {
      {0, "Waits for a lock", "Blocked: lock"},
      {GANTRY_WORDS_OF_LOCKS | GANTRY_WORDS_OF_TURNS, "Waits for a lock", "Blocked: lock"},
      {GANTRY_WORDS_OF_BARRIERS, "Waits at a barrier", "Blocked: barrier"},
      {GANTRY_WORDS_OF_SEMAPHORES | GANTRY_WORDS_OF_SLICES, "Waits for a semaphore", "Blocked: semaphore"},
      {GANTRY_WORDS_OF_LOCKS | GANTRY_WORDS_OF_EVENTS, "Waits for a lock or the like",
       "Blocked: lock or the like"},
  };
  for (unsigned i = 0; i < G_N_ELEMENTS(runs); i++) {
    g_assert_cmpstr(gantry_legend_label_in(runs[i].run, GANTRY_LEGEND_LOCK, GANTRY_VOCABULARY_PLAIN), ==,
                    runs[i].plain);
    g_assert_cmpstr(gantry_legend_label_in(runs[i].run, GANTRY_LEGEND_LOCK, GANTRY_VOCABULARY_TEXTBOOK), ==,
                    runs[i].textbook);
  }
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  unsigned words = gantry_words_of(timeline), locks = GANTRY_WORDS_OF_LOCKS,
           barriers = GANTRY_WORDS_OF_BARRIERS;
  g_assert_cmpuint(words & (locks | barriers), ==, locks);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/theme/contrast", test_contrast);
  g_test_add_func("/theme/areas", test_areas);
  g_test_add_func("/theme/labels", test_labels);
  g_test_add_func("/theme/contrast-measure", test_contrast_measure);
  g_test_add_func("/theme/parse", test_parse);
  g_test_add_func("/theme/shapes", test_shapes);
  g_test_add_func("/theme/words", test_words);
  g_test_add_func("/theme/words-of-loops", test_words_of_loops);
  g_test_add_func("/theme/words-of-slices", test_words_of_slices);
  g_test_add_func("/theme/vocabularies", test_vocabularies);
  g_test_add_func("/theme/words-of-things", test_words_of_things);
  return g_test_run();
}
