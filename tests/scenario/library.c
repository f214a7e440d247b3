/* The built-in scenarios: all of them are good, findable, and told about as promised.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "scenario/library.h"

#include <string.h>

typedef void (*Visit)(const char *id, const GantryProgram *program, const char *text);

static void
visit_all (Visit visit)
{
  for (const char *const *id = gantry_library_list(); *id; id++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GantryScenario) scenario = gantry_scenario_load(*id, NULL, &error);
    g_assert_no_error(error);
    visit(*id, gantry_scenario_get_program(scenario), gantry_scenario_get_text(scenario));
  }
}

static void
test_ids (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  const char *const *ids = gantry_library_list();
  for (const char *const *id = ids; *id; id++) {
    g_autoptr(GBytes) text = gantry_library_get(*id);
    g_assert_nonnull(text);
    g_assert_true(g_hash_table_add(seen, (gpointer)*id));
  }
  g_assert_cmpuint(g_hash_table_size(seen), >=, 40);
  g_assert_null(gantry_library_get("no-such-scenario"));
  g_assert_null(gantry_library_get("order"));
  g_assert_null(gantry_library_get(""));
}

/* Each file of the folder is in the list, and so in the resources. */
static void
test_list_is_complete (void)
{
  g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "..", "..", "data", "scenarios", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  g_assert_no_error(error);
  const char *name;
  guint files = 0;
  while ((name = g_dir_read_name(dir))) {
    if (!g_str_has_suffix(name, ".scenario"))
      continue;
    g_autofree char *id = g_strndup(name, strlen(name) - strlen(".scenario"));
    g_test_message("%s", id);
    g_assert_true(g_strv_contains(gantry_library_list(), id));
    files++;
  }
  g_assert_cmpuint(files, ==, g_strv_length((char **)gantry_library_list()));
}

static void
visit_head (const char *id, const GantryProgram *program, const char *text)
{
  g_test_message("%s", id);
  g_assert_cmpstr(program->head.title, !=, id);
  g_assert_cmpstr(program->head.topic, !=, "");
  g_assert_nonnull(strstr(program->head.about, "Look for: "));
  g_assert_nonnull(strstr(program->head.about, "Wrong to conclude: "));
  g_assert_true(g_utf8_strlen(program->head.title, -1) <= 50);
}

static void
test_heads (void)
{
  visit_all(visit_head);
}

static GHashTable *titles;

static void
visit_title (const char *id, const GantryProgram *program, const char *text)
{
  g_assert_true(g_hash_table_add(titles, g_strdup(program->head.title)));
}

static void
test_titles_differ (void)
{
  titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  visit_all(visit_title);
  g_clear_pointer(&titles, g_hash_table_unref);
}

/* Scenarios of a topic stand together. */
static GPtrArray *topics;

static void
visit_topic (const char *id, const GantryProgram *program, const char *text)
{
  const char *topic = program->head.topic;
  if (topics->len > 0 && g_str_equal(g_ptr_array_index(topics, topics->len - 1), topic))
    return;
  g_assert_false(g_ptr_array_find_with_equal_func(topics, topic, g_str_equal, NULL));
  g_ptr_array_add(topics, g_strdup(topic));
}

static void
test_topics (void)
{
  topics = g_ptr_array_new_with_free_func(g_free);
  visit_all(visit_topic);
  g_assert_cmpuint(topics->len, >=, 5);
  g_clear_pointer(&topics, g_ptr_array_unref);
}

static void
visit_labels (const char *id, const GantryProgram *program, const char *text)
{
  guint labels = 0;
  for (uint32_t i = 0; i < program->n_lines; i++) {
    g_assert_true(g_utf8_validate(program->line_labels[i], -1, NULL));
    g_assert_true(g_utf8_strlen(program->line_labels[i], -1) <= 24);
    labels += *program->line_labels[i] != '\0';
  }
  g_assert_cmpuint(labels, >, 0);
}

static void
test_labels (void)
{
  visit_all(visit_labels);
}

static void
visit_text (const char *id, const GantryProgram *program, const char *text)
{
  g_assert_true(g_str_has_suffix(text, "\n"));
  g_assert_null(strstr(text, " \n"));
  g_assert_null(strchr(text, '\t'));
  g_assert_cmpuint(program->n_lines, <, 70);
}

static void
test_texts_are_neat (void)
{
  visit_all(visit_text);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/library/ids", test_ids);
  g_test_add_func("/scenario/library/list-is-complete", test_list_is_complete);
  g_test_add_func("/scenario/library/heads", test_heads);
  g_test_add_func("/scenario/library/titles-differ", test_titles_differ);
  g_test_add_func("/scenario/library/topics", test_topics);
  g_test_add_func("/scenario/library/labels", test_labels);
  g_test_add_func("/scenario/library/texts-are-neat", test_texts_are_neat);
  return g_test_run();
}
