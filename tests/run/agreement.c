/* All models agree on programs that nobody thought of: how each ends, what it prints, what it expects, and
 * what its tasks come to. The simulator is what the others are compared with, and it has to agree with itself
 * to the byte.
 *
 * GANTRY_PROGRAMS says how many programs (25), GANTRY_FIRST the seed of the first (1). `agreement --print 7`
 * prints the program of a seed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/stats.h"
#include "random-program.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

static const GantryModel models[] = {GANTRY_MODEL_SIMULATED, GANTRY_MODEL_THREADS, GANTRY_MODEL_PROCESSES,
                                     GANTRY_MODEL_ASYNC};

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_line (GPtrArray *lines, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(lines, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

/* What a lane is called where that does not depend on the interleaving. */
static char *
certain_name (const GantryLane *lane)
{
  const char *name = gantry_lane_get_name(lane);
  if (!random_program_is_anonymous(name))
    return g_strdup(name);
  return g_str_has_prefix(name, "node_") ? g_strndup(name, strcspn(name, " ")) : g_strdup("somebody");
}

/* Which of a pool's workers takes a task is left to chance. */
static bool
is_of_pool (const char *name)
{
  return strstr(name, "pool");
}

static void
add_marks (GPtrArray *lines, const GantryTimeline *timeline)
{
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    const GantryLane *lane = gantry_timeline_find_lane(timeline, mark->lane);
    g_autofree char *name = lane ? certain_name(lane) : g_strdup("nobody");
    const char *whose = is_of_pool(name) ? "somebody" : name;
    if (mark->kind == GANTRY_MARK_PRINT)
      add_line(lines, "print, line %u, %s: %s", mark->line, whose, mark->text);
    else
      add_line(lines, "%s, line %u, %s: %s", mark->kind == GANTRY_MARK_EXPECT_HELD ? "held" : "broken",
               mark->line, whose, mark->text);
  }
}

/* Not those that a pool or an offload runs, nor daemons, nor those that were still there at a bad end. */
static void
add_lanes (GPtrArray *lines, const GantryTimeline *timeline)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryLaneKind kind = gantry_lane_get_kind(lane);
    GantryOutcome outcome = gantry_lane_get_outcome(lane);
    g_autofree char *name = certain_name(lane);
    if (kind != GANTRY_LANE_THREAD && kind != GANTRY_LANE_PROCESS && kind != GANTRY_LANE_TASK)
      continue;
    if (g_str_equal(name, "somebody") || gantry_lane_is_daemon(lane) || is_of_pool(name))
      continue;
    if (outcome == GANTRY_OUTCOME_OK)
      add_line(lines, "lane %s: %" G_GINT64_FORMAT, name, gantry_lane_get_result(lane));
    else if (outcome == GANTRY_OUTCOME_FAILED || outcome == GANTRY_OUTCOME_CANCELLED)
      add_line(lines, "lane %s: %s", name, gantry_outcome_id(outcome));
  }
}

/* All that must not depend on the model or the moment. */
static char *
digest (GantrySession *session)
{
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  add_marks(lines, timeline);
  add_lanes(lines, timeline);
  g_ptr_array_sort(lines, compare_lines);
  g_ptr_array_insert(lines, 0, g_strdup(gantry_run_outcome_id(result.outcome)));
  g_ptr_array_add(lines, NULL);
  return g_strjoinv("\n", (char **)lines->pdata);
}

/* The lines that only one of the two has. */
static char *
difference (const char *first, const char *second)
{
  g_auto(GStrv) left = g_strsplit(first, "\n", -1), right = g_strsplit(second, "\n", -1);
  GString *text = g_string_new(NULL);
  char **a = left, **b = right;
  while (*a || *b) {
    int order = !*a ? 1 : !*b ? -1 : a == left || b == right ? 0 : strcmp(*a, *b);
    if (order < 0 || (order == 0 && !g_str_equal(*a, *b)))
      g_string_append_printf(text, "  - %s\n", *a);
    if (order > 0 || (order == 0 && !g_str_equal(*a, *b)))
      g_string_append_printf(text, "  + %s\n", *b);
    a += order <= 0;
    b += order >= 0;
  }
  return g_string_free(text, FALSE);
}

static void
tell_disagreement (guint32 seed, GantryModel model, GantrySession *session, const char *expected,
                   const char *found)
{
  g_autofree char *text = random_program(seed), *differs = difference(expected, found);
  g_autofree char *ending = ending_of(session);
  g_printerr("program %u: %s and %s disagree (%s)\n%s\n%s\n", seed, gantry_model_id(models[0]),
             gantry_model_id(model), ending, differs, text);
  g_test_fail_printf("program %u", seed);
}

static void
assert_meant (guint32 seed, GantryScenario *scenario, GantrySession *session)
{
  GantryRunResult result;
  gantry_timeline_get_result(gantry_session_get_timeline(session), &result);
  if (result.outcome == gantry_scenario_get_program(scenario)->head.ends)
    return;
  g_autofree char *ending = ending_of(session);
  g_printerr("program %u ended on %s as %s\n%s\n", seed, gantry_model_id(models[0]), ending,
             gantry_scenario_get_text(scenario));
  g_test_fail_printf("program %u", seed);
}

/* All its figures but those of the process that simulates. */
static char *
figures (GantrySession *session)
{
  g_autofree char *json = gantry_stats_to_json(gantry_session_get_timeline(session));
  g_auto(GStrv) lines = g_strsplit(json, "\n", -1);
  GString *text = g_string_new(NULL);
  for (char **line = lines; *line; line++)
    if (!strstr(*line, "\"cpu_ns\"") && !strstr(*line, "\"peak_rss_bytes\"") &&
        !strstr(*line, "\"context_switches\""))
      g_string_append_printf(text, "%s\n", *line);
  return g_string_free(text, FALSE);
}

static void
assert_repeatable (guint32 seed, GantryScenario *scenario)
{
  g_autoptr(GantrySession) one = run_to_end(scenario, GANTRY_MODEL_SIMULATED);
  g_autoptr(GantrySession) other = run_to_end(scenario, GANTRY_MODEL_SIMULATED);
  g_autofree char *first = figures(one), *second = figures(other);
  if (g_str_equal(first, second))
    return;
  g_auto(GStrv) left = g_strsplit(first, "\n", -1), right = g_strsplit(second, "\n", -1);
  guint line = 0;
  while (left[line] && right[line] && g_str_equal(left[line], right[line]))
    line++;
  g_printerr("program %u: two simulations differ\n  - %s\n  + %s\n%s\n", seed, left[line], right[line],
             gantry_scenario_get_text(scenario));
  g_test_fail_printf("program %u", seed);
}

static void
test_program (guint32 seed)
{
  g_autofree char *text = random_program(seed), *expected = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("random", text, strlen(text), NULL, &error);
  if (error)
    g_error("program %u: %s\n%s", seed, error->message, text);
  assert_repeatable(seed, scenario);
  for (gsize i = 0; i < G_N_ELEMENTS(models); i++) {
    if (!(gantry_scenario_get_program(scenario)->head.models & 1u << models[i]))
      continue;
    g_autoptr(GantrySession) session = run_to_end(scenario, models[i]);
    g_autofree char *found = digest(session);
    if (!expected) {
      assert_meant(seed, scenario, session);
      expected = g_steal_pointer(&found);
    } else if (!g_str_equal(expected, found)) {
      tell_disagreement(seed, models[i], session, expected, found);
    }
  }
}

static void
test_agreement (void)
{
  guint32 first = (guint32)number_from_environment("GANTRY_FIRST", 1);
  for (int i = 0; i < number_from_environment("GANTRY_PROGRAMS", 25); i++)
    test_program(first + (guint32)i);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal(argv[1], "--print")) {
    g_autofree char *text = random_program((guint32)g_ascii_strtoull(argv[2], NULL, 10));
    fputs(text, stdout);
    return 0;
  }
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/run/agreement", test_agreement);
  return g_test_run();
}
