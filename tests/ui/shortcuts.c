/* The table of keys against what the keys do: each leads to one thing, each that does something is listed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/shortcuts.h"

#include "support.h"
#include "ui/chart-view.h"

#include <string.h>

/* Keys of an entry, those that the window does not show among them; freed by the caller. */
static char **
all_keys (const GantryShortcut *shortcut)
{
  g_autofree char *all = g_strjoin(" ", shortcut->keys, shortcut->also, NULL);
  return g_strsplit(all, " ", -1);
}

static char *
canonical (const char *accelerator)
{
  guint keyval = 0;
  GdkModifierType modifiers = 0;
  g_assert_true(gtk_accelerator_parse(accelerator, &keyval, &modifiers));
  g_assert_cmpuint(keyval, !=, 0);
  return gtk_accelerator_name(gdk_keyval_to_lower(keyval), modifiers);
}

static GHashTable *
listed_keys (void)
{
  GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gsize count = 0;
  const GantryShortcut *shortcuts = gantry_shortcuts_get(&count);
  for (gsize i = 0; i < count; i++) {
    g_auto(GStrv) keys = all_keys(&shortcuts[i]);
    for (char **key = keys; *key; key++)
      g_hash_table_insert(words, canonical(*key), (gpointer)shortcuts[i].words);
  }
  return words;
}

static void
test_no_key_twice (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gsize count = 0;
  const GantryShortcut *shortcuts = gantry_shortcuts_get(&count);
  for (gsize i = 0; i < count; i++) {
    g_auto(GStrv) keys = all_keys(&shortcuts[i]);
    /* A presenter's remote has few keys: while projecting they mean what they mean to it. */
    if (shortcuts[i].group == GANTRY_KEYS_PROJECT && !shortcuts[i].action)
      continue;
    for (char **key = keys; *key; key++) {
      char *name = canonical(*key);
      const char *other = g_hash_table_lookup(seen, name);
      if (other)
        g_error("%s leads to “%s” and to “%s”", *key, other, shortcuts[i].words);
      g_hash_table_insert(seen, name, (gpointer)shortcuts[i].words);
    }
  }
}

static bool
class_has_action (GtkWidgetClass *class, const char *name)
{
  GType owner;
  const char *installed = NULL, *property = NULL;
  const GVariantType *parameter = NULL;
  for (guint i = 0; gtk_widget_class_query_action(class, i, &owner, &installed, &parameter, &property); i++)
    if (strcmp(installed, name) == 0)
      return true;
  return false;
}

static void
check_actions (GtkApplication *application, gpointer data)
{
  bool *checked = data;
  GantryWindow *window = gantry_window_new(ADW_APPLICATION(application), NULL);
  gsize count = 0;
  const GantryShortcut *shortcuts = gantry_shortcuts_get(&count);
  for (gsize i = 0; i < count; i++) {
    g_autofree char *name = NULL;
    g_autoptr(GVariant) target = NULL;
    if (!shortcuts[i].action)
      continue;
    g_assert_true(g_action_parse_detailed_name(shortcuts[i].action, &name, &target, NULL));
    bool known = g_str_has_prefix(name, "app.")
                     ? g_action_group_has_action(G_ACTION_GROUP(application), name + strlen("app."))
                     : class_has_action(GTK_WIDGET_GET_CLASS(window), name) ||
                           g_action_group_has_action(G_ACTION_GROUP(window), name + strlen("win."));
    if (!known)
      g_error("There is no action %s", name);
  }
  gtk_window_destroy(GTK_WINDOW(window));
  *checked = true;
}

static void
test_actions_exist (void)
{
  bool checked = false;
  g_autoptr(AdwApplication) application = gantry_application_new();
  g_signal_connect_after(application, "startup", G_CALLBACK(check_actions), &checked);
  g_assert_true(g_application_register(G_APPLICATION(application), NULL, NULL));
  g_assert_true(checked);
}

static GantryTimeline *
simulated_run (void)
{
  const char *text = "task t:\n    compute 3ms\nmain:\n    start t x 3\n    join\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", text, strlen(text), NULL, NULL);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = GANTRY_MODEL_SIMULATED;
  g_autoptr(GantrySession) session = gantry_session_start(scenario, &options, NULL, NULL, NULL);
  gantry_session_wait(session);
  return gantry_timeline_ref(gantry_session_get_timeline(session));
}

/* In a window without actions, so that no key leads further than to the chart. */
static void
test_chart_keys_are_listed (void)
{
  static const GdkModifierType modifiers[] = {0, GDK_CONTROL_MASK};
  static const guint further[] = {
      GDK_KEY_Left, GDK_KEY_Right,   GDK_KEY_Up,          GDK_KEY_Down,     GDK_KEY_Home,
      GDK_KEY_End,  GDK_KEY_Page_Up, GDK_KEY_Page_Down,   GDK_KEY_Return,   GDK_KEY_Escape,
      GDK_KEY_Tab,  GDK_KEY_Delete,  GDK_KEY_BackSpace,   GDK_KEY_KP_Add,   GDK_KEY_KP_Subtract,
      GDK_KEY_Menu, GDK_KEY_Insert,  GDK_KEY_KP_Multiply, GDK_KEY_KP_Divide};
  g_autoptr(GantryTimeline) timeline = simulated_run();
  g_autoptr(GHashTable) listed = listed_keys();
  GtkWidget *window = gtk_window_new(), *chart = gantry_chart_view_new();
  gtk_window_set_child(GTK_WINDOW(window), chart);
  gantry_chart_view_set_timeline(GANTRY_CHART_VIEW(chart), timeline, false);
  for (gsize m = 0; m < G_N_ELEMENTS(modifiers); m++)
    for (guint i = 0; i < '~' - ' ' + 1 + 12 + G_N_ELEMENTS(further); i++) {
      guint keyval = i <= '~' - ' '        ? ' ' + i
                     : i <= '~' - ' ' + 12 ? GDK_KEY_F1 + i - ('~' - ' ' + 1)
                                           : further[i - ('~' - ' ' + 1 + 12)];
      if (keyval != gdk_keyval_to_lower(keyval) ||
          !gantry_chart_view_key(GANTRY_CHART_VIEW(chart), keyval, 0, modifiers[m]))
        continue;
      g_autofree char *name = gtk_accelerator_name(keyval, modifiers[m]);
      if (!g_hash_table_contains(listed, name))
        g_error("The chart knows %s, and ui/shortcuts.c does not list it", name);
    }
  gtk_window_destroy(GTK_WINDOW(window));
}

static guint
count_rows (GtkWidget *widget)
{
  guint count = GTK_IS_SHORTCUTS_SHORTCUT(widget);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    count += count_rows(child);
  return count;
}

/* The groups as they stand in the window, one page after the other. */
static void
list_groups (GtkWidget *widget, GPtrArray *titles)
{
  char *title = NULL;
  if (GTK_IS_SHORTCUTS_GROUP(widget)) {
    g_object_get(widget, "title", &title, NULL);
    g_ptr_array_add(titles, title);
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    list_groups(child, titles);
}

static void
test_groups_in_order (void)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
  GtkWidget *window = gantry_shortcuts_window_new();
  guint at = 0;
  list_groups(window, titles);
  for (int group = 0; group < GANTRY_N_KEY_GROUPS && at < titles->len; group++)
    at += g_str_equal(titles->pdata[at], gantry_shortcuts_group_title((GantryKeyGroup)group));
  g_assert_cmpuint(titles->len, >, 5);
  g_assert_cmpuint(at, ==, titles->len);
  gtk_window_destroy(GTK_WINDOW(window));
}

static bool
has_label (GtkWidget *widget, const char *part)
{
  bool found = GTK_IS_LABEL(widget) && strstr(gtk_label_get_text(GTK_LABEL(widget)), part);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = has_label(child, part);
  return found;
}

static void
test_window_lists_all (void)
{
  gsize count = 0;
  gantry_shortcuts_get(&count);
  GtkWidget *window = gantry_shortcuts_window_new();
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  g_assert_cmpuint(count_rows(window), >=, count);
  g_assert_true(has_label(window, "Page Up"));
  g_assert_false(has_label(window, "_")); /* as a program calls it */
  gtk_window_destroy(GTK_WINDOW(window));
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/shortcuts/no-key-twice", test_no_key_twice);
  g_test_add_func("/shortcuts/actions-exist", test_actions_exist);
  g_test_add_func("/shortcuts/chart-keys-are-listed", test_chart_keys_are_listed);
  g_test_add_func("/shortcuts/groups-in-order", test_groups_in_order);
  g_test_add_func("/shortcuts/window-lists-all", test_window_lists_all);
  return g_test_run();
}
