/* The problems that every course has, each on all models: they end as they are meant to, every time.
 *
 * One file of classics/ is one problem. GANTRY_REPEAT says how often each is run (2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

typedef struct {
  GantryScenario *scenario;
  GantryModel model;
} Case;

/* A run that is meant to end badly may still not break what it expects. */
static void
assert_nothing_broken (const Case *one, const GantryTimeline *timeline)
{
  for (size_t i = 0; i < gantry_timeline_get_n_marks(timeline); i++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, i);
    if (mark->kind == GANTRY_MARK_EXPECT_BROKEN)
      g_test_fail_printf("on %s, line %u is broken: %s", gantry_model_id(one->model), mark->line, mark->text);
  }
}

static void
run_once (const Case *one)
{
  g_autoptr(GantrySession) session = run_to_end(one->scenario, one->model);
  const GantryTimeline *timeline = gantry_session_get_timeline(session);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  if (result.outcome != gantry_scenario_get_program(one->scenario)->head.ends) {
    g_autofree char *ending = ending_of(session);
    g_test_fail_printf("on %s it ended as %s", gantry_model_id(one->model), ending);
  }
  assert_nothing_broken(one, timeline);
}

static void
test_case (gconstpointer data)
{
  for (int left = number_from_environment("GANTRY_REPEAT", 2); left > 0; left--)
    run_once(data);
}

static void
free_case (gpointer data)
{
  Case *one = data;
  gantry_scenario_unref(one->scenario);
  g_free(one);
}

static void
add_file (const char *folder, const char *file)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_autoptr(GantryScenario) scenario = gantry_scenario_load(path, NULL, &error);
  g_assert_no_error(error);
  for (GantryModel model = 0; model < GANTRY_N_MODELS; model++) {
    if (!(gantry_scenario_get_program(scenario)->head.models & 1u << model))
      continue;
    Case *one = g_new(Case, 1);
    *one = (Case){gantry_scenario_ref(scenario), model};
    g_autofree char *name = g_strdup_printf(
        "/run/classics/%.*s/%s", (int)(strlen(file) - strlen(".scenario")), file, gantry_model_id(model));
    g_test_add_data_func_full(name, one, test_case, free_case);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "classics", NULL);
  g_autoptr(GDir) entries = g_dir_open(folder, 0, &error);
  g_assert_no_error(error);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
  for (const char *file; (file = g_dir_read_name(entries));)
    if (g_str_has_suffix(file, ".scenario"))
      g_ptr_array_add(files, g_strdup(file));
  g_ptr_array_sort(files, compare_names);
  for (guint i = 0; i < files->len; i++)
    add_file(folder, g_ptr_array_index(files, i));
  return g_test_run();
}
