/* Whatever a stranger wrote into a scenario, a trace or a file's name is shown as just that text: never as
 * markup, a mnemonic or a format, and without a complaint of GTK's (which would end the test).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include "ui/drawer.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

/* As C has them; each goes into files as JSON and the scenario language write it. */
static const char *const words[] = {
    "<b>bold</b> & <unclosed",
    "_mnemonic %s%n%d {0} ${HOME} `id`",
    "\u202Eright to left\u202C \u200F\u2066",
    "\x1b[31mred\x07\x1b]0;title\x07",
    "line\nafter\r\nline\t\ttab",
    "",
    "=HYPERLINK(\"http://example.org\")",
    "../../etc/passwd",
    "&#0;&lt;&amp;&nosuch;",
};

static char *
as_json (const char *word)
{
  GString *text = g_string_new(NULL);
  for (const char *c = word; *c != '\0'; c++)
    if ((unsigned char)*c < 0x20 || *c == '"' || *c == '\\')
      g_string_append_printf(text, "\\u%04x", (unsigned)(unsigned char)*c);
    else
      g_string_append_c(text, *c);
  return g_string_free(text, FALSE);
}

/* A trace in which each word is the name of everything once. */
static char *
make_trace (void)
{
  GString *text = g_string_new("[");
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *name = as_json(words[i]), *track = g_strdup_printf("\"pid\":1,\"tid\":%zu", i + 1);
    g_autoptr(GString) events =
        g_string_new("{\"ph\":\"M\",TRACK,\"name\":\"thread_name\",\"args\":{\"name\":\"NAME\"}},"
                     "{\"ph\":\"M\",TRACK,\"name\":\"process_name\",\"args\":{\"name\":\"NAME\"}},"
                     "{\"ph\":\"X\",TRACK,\"ts\":10,\"dur\":500,\"name\":\"NAME\",\"cat\":\"NAME\"},"
                     "{\"ph\":\"C\",TRACK,\"ts\":30,\"name\":\"NAME\",\"args\":{\"NAME\":7}},"
                     "{\"ph\":\"i\",TRACK,\"ts\":40,\"name\":\"NAME\",\"s\":\"t\"},");
    g_string_replace(events, "TRACK", track, 0);
    g_string_replace(events, "NAME", name, 0);
    g_string_append(text, events->str);
  }
  g_string_append(text, "{}]");
  return g_string_free(text, FALSE);
}

/* A text of the scenario language: quotes and backslashes escaped, braces are expressions. */
static char *
as_text (const char *word)
{
  GString *text = g_string_new(NULL);
  for (const char *c = word; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf(text, "\\%c", *c);
    else if (*c == '\n')
      g_string_append(text, "\\n");
    else if (*c != '{' && *c != '}' && (unsigned char)*c >= 0x20)
      g_string_append_c(text, *c);
  return g_string_free(text, FALSE);
}

static char *
scenario_of (const char *word)
{
  g_autofree char *text = as_text(word);
  return g_strdup_printf("title \"%s\"\nabout \"%s\"\ntopic \"%s\"\nvariable v = 0\n"
                         "task t:\n    note \"%s\":\n        print \"%s\"\n    fail \"%s\"\n"
                         "main:\n    start t\n    join\n    expect v == 1 \"%s\"\n",
                         text, text, text, text, text, text, text);
}

static void
close_dialogs (GantryWindow *window)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels();
  for (GList *link = windows; link; link = link->next)
    if (GTK_IS_WINDOW(link->data) && gtk_window_get_transient_for(link->data) == GTK_WINDOW(window))
      gtk_window_close(link->data);
  gantry_test_turn_loop(3);
}

/* Every place that may tell of names, one after the other. */
static void
look_everywhere (GantryWindow *window)
{
  static const char *const pages[] = {"events", "statistics", "marks", "reference"};
  static const char *const actions[] = {
      "win.find", "win.stop",    "win.critical-path", "win.go-to-time",   "win.stop",
      "win.copy", "win.project", "win.stop",          "win.compare-with", "win.export"};
  GantryTimeline *timeline = gantry_chart_view_get_timeline(window->chart);
  for (uint32_t i = 0; timeline && i < gantry_timeline_get_n_lanes(timeline); i++) {
    gantry_chart_view_select_interval(window->chart, i, 0);
    gantry_test_turn_loop(3);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
    gantry_drawer_show(window->drawer, pages[i]);
    gantry_test_turn_loop(3);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
    g_assert_true(gtk_widget_activate_action(GTK_WIDGET(window), actions[i], NULL));
    gantry_test_turn_loop(3);
  }
  close_dialogs(window);
}

/* The words are on the screen as they are, in a toast. */
static void
assert_told (GantryWindow *window, const char *message)
{
  gantry_window_tell(window, message);
  g_assert_true(gantry_test_is_told(window, message));
}

static GFile *
write_file (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GError) error = NULL;
  g_file_set_contents(path, text, -1, &error);
  g_assert_no_error(error);
  return g_file_new_for_path(path);
}

static void
test_told (void)
{
  GantryWindow *window = gantry_test_window();
  assert_told(window, "Cannot save a & <b>.gantry: no space is left");
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

static void
test_trace (void)
{
  GantryWindow *window = gantry_test_window();
  g_autofree char *text = make_trace();
  g_autoptr(GFile) file = write_file("<i>&_%s.json", text);
  gantry_test_open(window, file);
  g_assert_nonnull(gantry_chart_view_get_timeline(window->chart));
  g_assert_cmpuint(gantry_timeline_get_n_lanes(gantry_chart_view_get_timeline(window->chart)), >=,
                   G_N_ELEMENTS(words));
  look_everywhere(window);
  g_autoptr(GFile) broken = write_file("<b>&.gantry", "\x89GANTRY\n\x01");
  gantry_test_open(window, broken);
  gantry_test_turn_loop(10);
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

static void
test_scenarios (void)
{
  GantryWindow *window = gantry_test_window();
  for (gsize i = 0; i < 3; i++) {
    g_autofree char *text = scenario_of(words[i]);
    g_autoptr(GFile) file = write_file("<i>&_%s.scenario", text);
    gantry_test_open(window, file);
    g_assert_nonnull(window->scenario);
    gantry_window_start(window);
    for (int k = 0; k < 400 && window->running; k++)
      gantry_test_turn_loop(1);
    g_assert_nonnull(gantry_chart_view_get_timeline(window->chart));
    look_everywhere(window);
  }
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

/* Whether one of its items says just that. */
static bool
menu_says (GMenuModel *menu, const char *label)
{
  for (int i = 0; i < g_menu_model_get_n_items(menu); i++) {
    g_autofree char *text = NULL;
    if (g_menu_model_get_item_attribute(menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &text) &&
        g_str_equal(text, label))
      return true;
  }
  return false;
}

static void
test_recent (void)
{
  g_autoptr(GMenuModel) menu = gantry_window_make_recent_menu();
  GantryWindow *window = gantry_test_window();
  g_autofree char *trace = make_trace();
  g_autoptr(GFile) file = write_file("my_first\nrun.json", trace);
  gantry_test_open(window, file);
  for (int i = 0; i < 400 && !menu_says(menu, "my__first run.json"); i++)
    gantry_test_turn_loop(1);
  g_assert_true(menu_says(menu, "my__first run.json"));
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

/* What the editor's button that saves says that it does. */
static const char *
words_of_save (GtkWidget *widget)
{
  const char *told = NULL;
  if (GTK_IS_BUTTON(widget) &&
      g_strcmp0(gtk_actionable_get_action_name(GTK_ACTIONABLE(widget)), "win.save-scenario") == 0)
    told = gtk_widget_get_tooltip_text(widget);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !told;
       child = gtk_widget_get_next_sibling(child))
    told = words_of_save(child);
  return told;
}

/* In the place of a scenario words say why there is none and what can be done; a text takes their place. What
 * is saved is what there is. */
static void
test_without_scenario (void)
{
  GantryWindow *window = gantry_test_window();
  GantryEditor *editor = gantry_source_pane_get_editor(window->source);
  GtkWidget *view = GTK_WIDGET(gantry_editor_get_view(editor));
  g_autofree char *trace = make_trace();
  g_autoptr(GFile) file = write_file("other.json", trace);
  g_assert_true(gtk_widget_get_mapped(view));
  gantry_test_open(window, file);
  gantry_test_turn_loop(20);
  g_assert_false(gtk_widget_get_mapped(view));
  g_assert_cmpstr(words_of_save(GTK_WIDGET(editor)), ==, "Save the run (Ctrl+S)");
  GtkWidget *none = gtk_stack_get_visible_child(GTK_STACK(gtk_widget_get_ancestor(view, GTK_TYPE_STACK)));
  g_assert_true(
      g_str_has_prefix(gtk_label_get_text(GTK_LABEL(none)), "This trace brings no scenario: choose one"));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.new-scenario", NULL);
  gantry_test_turn_loop(20);
  g_assert_true(gtk_widget_get_mapped(view));
  g_assert_cmpstr(words_of_save(GTK_WIDGET(editor)), ==, "Save the scenario (Ctrl+S)");
  gantry_editor_set_modified(editor, false);
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

static GtkMenuButton *
find_main_menu (GtkWidget *widget)
{
  GtkMenuButton *found = GTK_IS_MENU_BUTTON(widget) && gtk_menu_button_get_primary(GTK_MENU_BUTTON(widget))
                             ? GTK_MENU_BUTTON(widget)
                             : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_main_menu(child);
  return found;
}

/* The first submenu of the first section. */
static GMenuModel *
find_recent (GMenuModel *menu)
{
  g_autoptr(GMenuModel) section = g_menu_model_get_item_link(menu, 0, G_MENU_LINK_SECTION);
  GMenuModel *found = NULL;
  for (int i = 0; !found; i++)
    found = g_menu_model_get_item_link(section, i, G_MENU_LINK_SUBMENU);
  return found;
}

/* Wherever it went: it is not offered when the menu is opened next; where it was chosen in the meantime, that
 * is told, and it is forgotten. */
static void
test_gone (void)
{
  GantryWindow *window = gantry_test_window();
  GtkMenuButton *button = find_main_menu(GTK_WIDGET(window));
  g_autoptr(GMenuModel) menu = find_recent(gtk_menu_button_get_menu_model(button));
  g_autofree char *trace = make_trace();
  for (int i = 0; i < 2; i++) {
    const char *name = i == 0 ? "moved.json" : "deleted.json";
    g_autoptr(GFile) file = write_file(name, trace);
    gantry_test_open(window, file);
    for (int k = 0; k < 400 && !menu_says(menu, name); k++)
      gantry_test_turn_loop(1);
    g_assert_true(menu_says(menu, name));
    g_assert_true(g_file_delete(file, NULL, NULL));
    if (i == 0) {
      gtk_menu_button_popup(button);
    } else {
      g_autofree char *uri = g_file_get_uri(file);
      gtk_widget_activate_action(GTK_WIDGET(window), "win.open-recent", "s", uri);
      g_assert_true(gantry_test_is_told(window, "Cannot open deleted.json: there is no such file"));
    }
    for (int k = 0; k < 400 && menu_says(menu, name); k++)
      gantry_test_turn_loop(1);
    g_assert_false(menu_says(menu, name));
  }
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

static void
remove_folder (void)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(folder);
}

int
main (int argc, char *argv[])
{
  g_autoptr(GError) error = NULL;
  folder = g_dir_make_tmp("gantry-ui-XXXXXX", &error);
  g_assert_no_error(error);
  g_setenv("XDG_DATA_HOME", folder, TRUE); /* the list of recent files, before anyone asks for it */
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/strangers/told", test_told);
  g_test_add_func("/ui/strangers/trace", test_trace);
  g_test_add_func("/ui/strangers/scenarios", test_scenarios);
  g_test_add_func("/ui/strangers/gone", test_gone);
  g_test_add_func("/ui/strangers/recent", test_recent);
  g_test_add_func("/ui/strangers/without-scenario", test_without_scenario);
  int status = g_test_run();
  remove_folder();
  return status;
}
