/* Runs compared in the window: those made last, saved ones, aligned, moved about in, their differences
 * sorted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/gantry-write.h"
#include "support.h"
#include "ui/comparison-chooser.h"
#include "ui/comparison-moves.h"
#include "ui/comparison-picture.h"

#include <glib/gstdio.h>
#include <string.h>

#define SCENARIO                                                                                             \
  "title \"Work\"\non simulated\ntask t:\n    compute 3ms\n    sleep 2ms\nmain:\n    start t x 2\n    "      \
  "join\n"

static void
run_once (GantryWindow *window)
{
  gantry_window_start(window);
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
}

static GantryComparisonChooser *
open_chooser (GantryWindow *window)
{
  GantryComparisonChooser *chooser = NULL;
  gtk_widget_activate_action(GTK_WIDGET(window), "win.compare-with", NULL);
  g_autoptr(GList) toplevels = gtk_window_list_toplevels();
  for (GList *at = toplevels; at; at = at->next)
    if (GANTRY_IS_COMPARISON_CHOOSER(at->data))
      chooser = at->data;
  g_assert_nonnull(chooser);
  return chooser;
}

static GantryWindow *
open_window (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(SCENARIO);
  gantry_window_show_scenario(window, scenario);
  return window;
}

static GtkWidget *
find_button (GtkWidget *root, const char *action)
{
  if (GTK_IS_BUTTON(root) && g_strcmp0(gtk_actionable_get_action_name(GTK_ACTIONABLE(root)), action) == 0)
    return root;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_button(child, action);
  return found;
}

/* The two newest are chosen to begin with; one alone cannot be compared. */
static void
test_last_runs (void)
{
  GantryWindow *window = open_window();
  run_once(window);
  g_assert_cmpuint(gantry_kept_runs_count(window->kept), ==, 1);
  GantryComparisonChooser *chooser = open_chooser(window);
  g_assert_false(gantry_comparison_chooser_accept(chooser));
  gtk_window_destroy(GTK_WINDOW(chooser));
  run_once(window);
  g_assert_true(gantry_comparison_chooser_accept(open_chooser(window)));
  g_assert_true(gantry_window_shows_comparison(window));
  g_assert_cmpuint(window->compared->len, ==, 2);
  /* Both are of one model. */
  g_assert_cmpstr(adw_window_title_get_subtitle(window->title), ==, "2 runs compared");
  /* The older one is the first, which the other is compared with. */
  g_assert_true(window->compared->pdata[1] == gantry_kept_runs_get(window->kept, 0));
  gantry_test_turn_loop(10);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.copy", NULL);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static int
lit_model (GantryWindow *window)
{
  int lit = -1;
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    if (window->models[i] && gtk_toggle_button_get_active(window->models[i]))
      lit = i;
  return lit;
}

/* Beside several runs no model is lit; after them the one whose run is shown, which the heading names. */
static void
test_lit_is_shown (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario = gantry_test_scenario("on threads, async\nmain:\n    compute 1ms\n");
  gantry_window_show_scenario(window, scenario);
  run_once(window);
  g_assert_cmpint(lit_model(window), ==, GANTRY_MODEL_THREADS);
  gantry_window_compare(window);
  for (int i = 0; i < 800 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(2);
  g_assert_true(gantry_window_shows_comparison(window));
  g_assert_cmpint(lit_model(window), ==, -1);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpstr(gantry_timeline_get_facts(gantry_chart_view_get_timeline(window->chart))->model, ==,
                  "async");
  g_assert_cmpint(lit_model(window), ==, GANTRY_MODEL_ASYNC);
  g_assert_true(g_str_has_prefix(adw_window_title_get_subtitle(window->title), "Async tasks · "));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* What is predicted then is one run: the model that it will be made on is lit. */
static void
test_predicted_then (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario = gantry_test_scenario("on threads, async\nmain:\n    compute 1ms\n");
  gantry_window_show_scenario(window, scenario);
  gantry_window_compare(window);
  for (int i = 0; i < 800 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(2);
  g_assert_true(gantry_window_shows_comparison(window));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
  for (int i = 0; i < 2000 && !gantry_window_shows_prediction(window); i++)
    gantry_test_turn_loop(1);
  gantry_test_turn_loop(60);
  g_assert_cmpint(lit_model(window), >=, 0);
  g_assert_null(strstr(adw_window_title_get_subtitle(window->title), "compared"));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* In a narrow window its words may be cut. */
static void
test_button_tells_what_is_cut (void)
{
  GantryWindow *window = open_window();
  GtkWidget *button = find_button(GTK_WIDGET(window->comparison), "win.compare-with");
  g_assert_nonnull(button);
  GtkWidget *label = gantry_test_find(button, GTK_TYPE_LABEL);
  g_assert_cmpint(gtk_label_get_ellipsize(GTK_LABEL(label)), ==, PANGO_ELLIPSIZE_END);
  g_assert_cmpstr(gtk_label_get_text(GTK_LABEL(label)), ==, "Compare with…");
  g_assert_cmpstr(gtk_widget_get_tooltip_text(button), ==, "Compare with other runs, or saved ones");
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static char *
printed (GantryWindow *window)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(
      GTK_TEXT_VIEW(gantry_test_find(GTK_WIDGET(window->output), GTK_TYPE_TEXT_VIEW)));
  GtkTextIter from, to;
  gtk_text_buffer_get_bounds(buffer, &from, &to);
  return gtk_text_buffer_get_text(buffer, &from, &to, TRUE);
}

/* What the panes say is of one run: beside several it is not said, and it is there again with that run. */
static void
test_panes (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario =
      gantry_test_scenario("on simulated\nmain:\n    compute 3ms\n    print \"done\"\n");
  gantry_window_show_scenario(window, scenario);
  run_once(window);
  run_once(window);
  g_assert_true(gantry_comparison_chooser_accept(open_chooser(window)));
  g_autofree char *beside = printed(window);
  g_assert_cmpstr(beside, ==, "");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_autofree char *alone = printed(window);
  g_assert_nonnull(strstr(alone, "main: done"));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Keys move all runs at once, and back; whichever end they are aligned by. */
static void
test_moves (void)
{
  GantryWindow *window = open_window();
  GantryView all, closer, back;
  run_once(window);
  run_once(window);
  gantry_comparison_chooser_accept(open_chooser(window));
  gantry_test_turn_loop(20);
  gantry_comparison_view_get_view(window->comparison, &all);
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_plus, 0, 0));
  gantry_comparison_view_get_view(window->comparison, &closer);
  g_assert_cmpint(closer.to - closer.from, <, all.to - all.from);
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_Right, 0, 0));
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_z, 0, GDK_CONTROL_MASK));
  gantry_comparison_view_get_view(window->comparison, &back);
  g_assert_cmpint(back.from, ==, closer.from);
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_z, 0, GDK_CONTROL_MASK));
  gantry_comparison_view_get_view(window->comparison, &back);
  g_assert_cmpint(back.from, ==, all.from);
  g_assert_cmpint(back.to, ==, all.to);
  g_assert_true(
      gantry_comparison_view_key(window->comparison, GDK_KEY_Z, 0, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  gantry_comparison_view_get_view(window->comparison, &back);
  g_assert_cmpint(back.to - back.from, ==, closer.to - closer.from);
  gantry_test_turn_loop(5);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* The keys scroll what is higher than the page; that it is gone to does not. */
static void
test_scrolled (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario =
      gantry_test_scenario("on threads, async\ntask t:\n    sleep 1ms\nmain:\n    start t x 9\n    join\n");
  gtk_window_set_default_size(GTK_WINDOW(window), 1280, 620);
  gantry_window_show_scenario(window, scenario);
  gantry_window_compare(window);
  for (int i = 0; i < 800 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(2);
  gantry_test_turn_loop(40);
  GtkWidget *picture = gantry_test_find(GTK_WIDGET(window->comparison), GANTRY_TYPE_COMPARISON_PICTURE);
  GtkWidget *scrolled = gtk_widget_get_ancestor(picture, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled));
  g_assert_cmpfloat(gtk_adjustment_get_upper(height), >, gtk_adjustment_get_page_size(height));
  gtk_widget_grab_focus(find_button(GTK_WIDGET(window->comparison), "win.compare-with"));
  gtk_widget_grab_focus(picture);
  gantry_test_turn_loop(80);
  g_assert_cmpfloat(gtk_adjustment_get_value(height), ==, 0.0);
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_Down, 0, 0));
  g_assert_cmpfloat(gtk_adjustment_get_value(height), >, 0.0);
  g_assert_true(gantry_comparison_view_key(window->comparison, GDK_KEY_Up, 0, 0));
  g_assert_cmpfloat(gtk_adjustment_get_value(height), ==, 0.0);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static void
test_table (void)
{
  GantryWindow *window = open_window();
  run_once(window);
  run_once(window);
  gantry_comparison_chooser_accept(open_chooser(window));
  GantryComparisonTable *table = gantry_comparison_view_get_table(window->comparison);
  GListModel *rows = gantry_comparison_table_get_rows(table);
  guint count = g_list_model_get_n_items(rows);
  g_assert_cmpuint(count, >, 10);
  g_autoptr(GObject) first = g_list_model_get_item(rows, 0);
  g_assert_cmpstr(gantry_comparison_table_get_label(first), ==, "Wall time");
  for (guint column = 0; column < 5; column++)
    for (GtkSortType order = GTK_SORT_ASCENDING; order <= GTK_SORT_DESCENDING; order++)
      gantry_comparison_table_sort(table, column, order);
  gantry_comparison_table_sort(table, 1, GTK_SORT_ASCENDING);
  g_autoptr(GObject) last = g_list_model_get_item(rows, 0);
  g_assert_true(g_str_has_prefix(gantry_comparison_table_get_label(last), "All tasks: "));
  gtk_widget_activate_action(GTK_WIDGET(table), "differences.copy-markdown", NULL);
  gantry_comparison_chooser_accept(open_chooser(window)); /* shown anew */
  g_assert_cmpuint(g_list_model_get_n_items(rows), ==, count);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static int
letters_of (GtkWidget *widget)
{
  return pango_font_description_get_size(
      pango_context_get_font_description(gtk_widget_get_pango_context(widget)));
}

static GtkWidget *
find_class (GtkWidget *root, const char *css_class)
{
  GtkWidget *found = gtk_widget_has_css_class(root, css_class) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_class(child, css_class);
  return found;
}

/* The last row of a class reads the sentence above and the table, too; the sentence stands nowhere else. */
static void
test_projected (void)
{
  GantryWindow *window = open_window();
  run_once(window);
  run_once(window);
  gantry_comparison_chooser_accept(open_chooser(window));
  GtkWidget *table = GTK_WIDGET(gantry_comparison_view_get_table(window->comparison));
  GtkWidget *view = gantry_test_find(table, GTK_TYPE_COLUMN_VIEW);
  int before = letters_of(view);
  gantry_projection_enter(window->projection);
  gantry_test_turn_loop(10);
  g_assert_cmpint(letters_of(view) * 4, >=, before * 5);
  GtkWidget *verdict = find_class(GTK_WIDGET(window->comparison), "verdict");
  g_assert_true(gtk_widget_get_mapped(verdict));
  g_assert_cmpint(letters_of(verdict) * 4, >=, before * 5);
  g_assert_false(gtk_widget_get_mapped(find_class(GTK_WIDGET(window), "projection-sentence")));
  gantry_projection_leave(window->projection);
  gantry_test_turn_loop(10);
  g_assert_cmpint(letters_of(view), ==, before);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static GFile *
save (const char *folder, const char *name, GantryTimeline *timeline)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  GFile *file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) stream = g_file_replace(file, NULL, FALSE, 0, NULL, NULL);
  if (timeline)
    g_assert_true(gantry_trace_write(timeline, G_OUTPUT_STREAM(stream), NULL));
  return file;
}

/* Of files, without any run of the window's own; one that cannot be read is told of and left out. */
static void
test_traces (void)
{
  GantryWindow *window = open_window();
  g_autofree char *folder = g_dir_make_tmp("gantry-XXXXXX", NULL);
  g_autoptr(GantryTimeline) timeline = gantry_test_run(SCENARIO);
  g_autoptr(GListStore) files = g_list_store_new(G_TYPE_FILE);
  const char *const names[] = {"a.gantry", "b.gantry", "empty.gantry"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GFile) file = save(folder, names[i], i < 2 ? timeline : NULL);
    g_list_store_append(files, file);
  }
  GantryComparisonChooser *chooser = open_chooser(window);
  gantry_comparison_chooser_add_files(chooser, G_LIST_MODEL(files));
  for (int i = 0; i < 400 && gantry_kept_runs_count(window->kept) < 2; i++)
    gantry_test_turn_loop(1);
  g_assert_cmpuint(gantry_kept_runs_count(window->kept), ==, 2);
  g_autofree char *subtitle = gantry_kept_runs_make_subtitle(window->kept, 0);
  g_assert_nonnull(strstr(subtitle, "b.gantry"));
  g_assert_true(gantry_comparison_chooser_accept(chooser));
  g_assert_true(gantry_window_shows_comparison(window));
  gantry_test_turn_loop(10);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL); /* there is no chart behind it */
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "empty");
  chooser = open_chooser(window);
  gantry_comparison_chooser_add_files(chooser, G_LIST_MODEL(files));
  gtk_window_destroy(GTK_WINDOW(window)); /* while they are being read */
  gantry_test_turn_loop(40);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(folder, names[i], NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
}

/* However many there are made. */
static void
test_few_are_kept (void)
{
  g_autoptr(GantryKeptRuns) kept = gantry_kept_runs_new();
  for (int i = 0; i < 20; i++) {
    g_autoptr(GantryTimeline) timeline = gantry_test_run(SCENARIO);
    gantry_kept_runs_add(kept, timeline, NULL);
    gantry_kept_runs_add(kept, timeline, NULL);
    g_assert_true(gantry_kept_runs_get(kept, 0) == timeline);
    g_assert_null(gantry_kept_runs_get_file(kept, timeline));
    gantry_kept_runs_add(kept, timeline, "saved.gantry");
    g_assert_cmpstr(gantry_kept_runs_get_file(kept, timeline), ==, "saved.gantry");
  }
  g_assert_cmpuint(gantry_kept_runs_count(kept), ==, 8);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/comparison/last-runs", test_last_runs);
  g_test_add_func("/comparison/panes", test_panes);
  g_test_add_func("/comparison/moves", test_moves);
  g_test_add_func("/comparison/scrolled", test_scrolled);
  g_test_add_func("/comparison/table", test_table);
  g_test_add_func("/comparison/projected", test_projected);
  g_test_add_func("/comparison/traces", test_traces);
  g_test_add_func("/comparison/few-are-kept", test_few_are_kept);
  g_test_add_func("/ui/comparison/lit-is-shown", test_lit_is_shown);
  g_test_add_func("/ui/comparison/predicted-then", test_predicted_then);
  g_test_add_func("/ui/comparison/button-tells-what-is-cut", test_button_tells_what_is_cut);
  return g_test_run();
}
