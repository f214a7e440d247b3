/* Everything fits a small screen, also with letters half as large again, in each language: nothing in the
 * window is so wide that the window grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "timeline/timeline-private.h"
#include "trace/language.h"
#include "ui/predict-page.h"
#include "ui/status-line.h"

#define WIDTH 1280
#define HEIGHT 720

#define LARGEST 1.5

static const double scales[] = {1, LARGEST};

static void
set_scale (double scale)
{
  g_object_set(gtk_settings_get_default(), "gtk-xft-dpi", (int)(96 * 1024 * scale), NULL);
}

static void
assert_fits (GtkWidget *widget, const char *name)
{
  int width, height;
  gantry_test_turn_loop(20);
  gtk_widget_measure(widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure(widget, GTK_ORIENTATION_VERTICAL, WIDTH, &height, NULL, NULL, NULL);
  if (width > WIDTH || height > HEIGHT)
    g_error("%s needs %d × %d, there is %d × %d", name, width, height, WIDTH, HEIGHT);
}

/* No words stand over those beside them. */
static void
assert_rows_hold (GtkWidget *widget, const GtkWidget *row)
{
  graphene_rect_t words;
  if (GTK_IS_SHORTCUTS_SHORTCUT(widget) || GTK_IS_LIST_BOX_ROW(widget))
    row = widget;
  if (row && (GTK_IS_LABEL(widget) || GTK_IS_BUTTON(widget)) && gtk_widget_get_mapped(widget) &&
      gtk_widget_compute_bounds(widget, (GtkWidget *)row, &words) &&
      words.origin.x + words.size.width > (float)gtk_widget_get_width((GtkWidget *)row))
    g_error("“%s” ends at %.0f of %d in a %s",
            GTK_IS_LABEL(widget) ? gtk_label_get_text(GTK_LABEL(widget)) : "",
            (double)(words.origin.x + words.size.width), gtk_widget_get_width((GtkWidget *)row),
            G_OBJECT_TYPE_NAME(row));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    assert_rows_hold(child, row);
}

static void
show_and_check (GantryWindow *window, const char *action)
{
  gtk_widget_activate_action(GTK_WIDGET(window), action, NULL);
  assert_fits(GTK_WIDGET(window), action);
  assert_rows_hold(GTK_WIDGET(window->drawer), NULL);
}

/* With the gallery and the panes beside it, each page of the drawer, and each page above it. What fits with
 * large letters fits with small ones. */
static void
test_window (void)
{
  static const char *const pages[] = {"win.events", "win.statistics", "win.reference", "win.marks"};
  set_scale(LARGEST);
  GantryWindow *window = gantry_test_window();
  gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
  show_and_check(window, "win.run");
  for (int i = 0; i < 2000 && window->running; i++)
    gantry_test_turn_loop(1);
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
    show_and_check(window, pages[i]);
  gantry_drawer_show(window->drawer, "prediction");
  assert_fits(GTK_WIDGET(window), "prediction");
  gantry_drawer_show(window->drawer, "statistics");
  gantry_test_turn_loop(60); /* all of its tables are there */
  show_and_check(window, "win.compare");
  for (int i = 0; i < 4000 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(1);
  assert_fits(GTK_WIDGET(window), "comparison");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  show_and_check(window, "win.predict");
  g_assert_cmpint(gtk_widget_get_width(GTK_WIDGET(window)), <=, WIDTH);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static guint
count_seen_lanes (GantryWindow *window)
{
  GantryView view;
  guint count = 0;
  gantry_chart_view_get_view(window->chart, &view);
  g_autoptr(GantryLayout) layout = gantry_layout_new(gantry_chart_view_get_timeline(window->chart), &view);
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    count += row->kind == GANTRY_ROW_LANE && row->y >= layout->lanes_top &&
             row->y + row->height <= layout->lanes_bottom;
  }
  return count;
}

/* What a prediction is held against is seen above the words about it. */
static void
test_prediction (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS(scales); s++) {
    set_scale(scales[s]);
    GantryWindow *window = gantry_test_window();
    g_autoptr(GantryScenario) scenario =
        gantry_test_scenario("cores 2\ntask t:\n    compute 1ms\nmain:\n    start t x 5\n    join\n");
    gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
    gantry_window_show_scenario(window, scenario);
    gantry_window_light_model(window, GANTRY_MODEL_SIMULATED);
    gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
    for (int i = 0; i < 2000 && !gantry_window_shows_prediction(window); i++)
      gantry_test_turn_loop(1);
    g_signal_emit_by_name(gantry_test_find(GTK_WIDGET(window), GANTRY_TYPE_PREDICT_PAGE), "run");
    for (int i = 0; i < 2000 && !gantry_drawer_is_shown(window->drawer, "prediction"); i++)
      gantry_test_turn_loop(1);
    gantry_test_turn_loop(60);
    GantryView view;
    gantry_chart_view_get_view(window->chart, &view);
    g_assert_cmpuint(count_seen_lanes(window), >=, scales[s] > 1 ? 2 : 4);
    g_assert_true(scales[s] > 1 || view.scroll == 0.0); /* with the cores above them */
    gtk_window_destroy(GTK_WINDOW(window));
    gantry_test_turn_loop(5);
  }
}

static bool
is_any_cut (GtkWidget *widget)
{
  bool is_cut = GTK_IS_LABEL(widget) && gtk_widget_get_mapped(widget) &&
                pango_layout_is_ellipsized(gtk_label_get_layout(GTK_LABEL(widget)));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !is_cut;
       child = gtk_widget_get_next_sibling(child))
    is_cut = is_any_cut(child);
  return is_cut;
}

/* How a prediction is drawn is told as a whole. */
static void
test_hint (void)
{
  set_scale(LARGEST);
  GantryWindow *window = gantry_test_window();
  gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
  for (int i = 0; i < 2000 && !gantry_window_shows_prediction(window); i++)
    gantry_test_turn_loop(1);
  gantry_test_turn_loop(40);
  g_assert_false(is_any_cut(gantry_test_find(GTK_WIDGET(window), GANTRY_TYPE_PREDICT_PAGE)));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Who gives tasks long names still sees a chart, and lanes in it; also where it is narrow, words can be typed
 * to find them. */
static void
test_long_names (void)
{
  int panes_width, find_width;
  set_scale(1);
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryTimeline) timeline = gantry_test_run(
      "task a_worker_with_a_really_extraordinarily_long_name_that_nobody_would_ever_give:\n"
      "    sleep 30ms\n"
      "main:\n"
      "    start a_worker_with_a_really_extraordinarily_long_name_that_nobody_would_ever_give x 3\n"
      "    join\n");
  gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
  gantry_window_show_trace(window, timeline, NULL, "long");
  gantry_chart_view_select(window->chart, gantry_lane_get_id(gantry_timeline_get_lane(timeline, 1)));
  gantry_replay_seek(window->replay, 10000000);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.find", NULL);
  gantry_test_turn_loop(80);
  GtkWidget *panes = gtk_paned_get_end_child(window->right);
  gtk_widget_measure(panes, GTK_ORIENTATION_HORIZONTAL, -1, &panes_width, NULL, NULL, NULL);
  gtk_widget_measure(GTK_WIDGET(window->find_lane), GTK_ORIENTATION_HORIZONTAL, -1, &find_width, NULL, NULL,
                     NULL);
  g_assert_cmpint(panes_width, <=, 320);
  g_assert_cmpint(find_width, <=, 360); /* what the stage has at the least */
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static bool
is_cut (const GantryWindow *window)
{
  gantry_test_turn_loop(20);
  return pango_layout_is_ellipsized(gtk_label_get_layout(window->status));
}

/* What keys and the program tell below the chart is whole, however long; what the pointer is on takes no more
 * room than there always is. */
static void
test_status (void)
{
  set_scale(1);
  GantryWindow *window = gantry_test_window();
  gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
  g_autoptr(GantryTimeline) timeline = gantry_test_run(
      "lock a_lock_with_a_long_name\n"
      "task a_task_with_a_long_name:\n    with a_lock_with_a_long_name:\n        compute 3ms\n"
      "main:\n    start a_task_with_a_long_name x 3\n    join\n");
  gantry_window_show_trace(window, timeline, NULL, "long.gantry");
  gantry_window_set_progress(window, "");
  gantry_test_turn_loop(20);
  int before = gtk_widget_get_height(GTK_WIDGET(window->chart));
  for (int i = 0; i < 8; i++) {
    gantry_chart_view_key(window->chart, i < 4 ? GDK_KEY_Down : GDK_KEY_Right, 0, 0);
    g_assert_false(is_cut(window));
    g_assert_cmpstr(gtk_label_get_text(window->status), !=, "");
  }
  g_autofree char *words = g_strnfill(400, 'm');
  gantry_window_set_progress(window, words);
  g_assert_false(is_cut(window));
  gantry_window_set_progress(window, "");
  gantry_status_line_show(window->status, words, true);
  g_assert_true(is_cut(window));
  g_assert_cmpint(gtk_widget_get_height(GTK_WIDGET(window->chart)), ==, before);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* The names of figures, beside whatever stands for one. */
static void
test_figures (void)
{
  set_scale(LARGEST);
  GantryWindow *window = gantry_test_window();
  gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
  const GantryRunFacts facts = {.title = "Other", .model = "", .cores = 2};
  const GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = 20000000};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  gantry_timeline_finish(timeline, &result);
  gantry_window_show_trace(window, timeline, NULL, "other.json");
  gantry_test_turn_loop(30);
  g_assert_false(is_any_cut(GTK_WIDGET(window->state)));
  gantry_timeline_unref(timeline);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Whoever writes at the lower end sees what, also when the line of errors takes its room there. */
static void
test_cursor (void)
{
  set_scale(1);
  GantryWindow *window = gantry_test_window();
  GantryEditor *editor = gantry_source_pane_get_editor(window->source);
  GtkTextView *view = GTK_TEXT_VIEW(gantry_editor_get_view(editor));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer(view);
  GtkTextIter end;
  GdkRectangle seen, cursor;
  gtk_text_buffer_get_end_iter(buffer, &end);
  gtk_text_buffer_place_cursor(buffer, &end);
  gtk_widget_grab_focus(GTK_WIDGET(view));
  gantry_test_turn_loop(20);
  gtk_text_buffer_insert_at_cursor(buffer, "\n\n\n\n\n\n\n\n\n\n    yeild", -1);
  gtk_text_view_scroll_mark_onscreen(view, gtk_text_buffer_get_insert(buffer)); /* as a key does */
  gantry_test_turn_loop(200);
  gtk_text_buffer_get_end_iter(buffer, &end);
  gtk_text_view_get_visible_rect(view, &seen);
  gtk_text_view_get_iter_location(view, &end, &cursor);
  g_assert_cmpint(cursor.y + cursor.height, <=, seen.y + seen.height);
  gantry_editor_set_modified(editor, false);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static GtkWidget *
other_window (const GantryWindow *window)
{
  GListModel *all = gtk_window_get_toplevels();
  GtkWidget *found = NULL;
  for (guint i = 0; i < g_list_model_get_n_items(all) && !found; i++) {
    g_autoptr(GtkWidget) top = g_list_model_get_item(all, i);
    if (top != GTK_WIDGET(window) && gtk_widget_get_visible(top))
      found = top;
  }
  return found;
}

static void
test_dialogs (void)
{
  static const char *const actions[] = {"app.shortcuts", "app.help", "app.preferences", "win.export",
                                        "win.compare-with"};
  for (gsize s = 0; s < G_N_ELEMENTS(scales); s++) {
    set_scale(scales[s]);
    GantryWindow *window = gantry_test_window();
    gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
    for (int i = 0; i < 2000 && window->running; i++)
      gantry_test_turn_loop(1);
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
      gtk_widget_activate_action(GTK_WIDGET(window), actions[i], NULL);
      gantry_test_turn_loop(20);
      GtkWidget *dialog = other_window(window);
      g_assert_nonnull(dialog);
      assert_fits(dialog, actions[i]);
      assert_rows_hold(dialog, NULL);
      gtk_window_destroy(GTK_WINDOW(dialog));
    }
    gtk_window_destroy(GTK_WINDOW(window));
    gantry_test_turn_loop(5);
  }
}

/* Those of 0 that is told in a word. */
static void
assert_words_are_seen (GtkWidget *widget)
{
  double low = 1;
  if (GTK_IS_SPIN_BUTTON(widget))
    gtk_spin_button_get_range(GTK_SPIN_BUTTON(widget), &low, NULL);
  if (low == 0.0) {
    int width;
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(widget), 0);
    gantry_test_turn_loop(20);
    GtkWidget *text = GTK_WIDGET(gtk_editable_get_delegate(GTK_EDITABLE(widget)));
    g_autoptr(PangoLayout) words =
        gtk_widget_create_pango_layout(text, gtk_editable_get_text(GTK_EDITABLE(widget)));
    pango_layout_get_pixel_size(words, &width, NULL);
    g_assert_cmpint(width, <=, gtk_widget_get_width(text));
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    assert_words_are_seen(child);
}

static void
test_export_height (void)
{
  set_scale(1);
  GantryWindow *window = gantry_test_window();
  gtk_widget_activate_action(GTK_WIDGET(window), "win.run", NULL);
  for (int i = 0; i < 2000 && window->running; i++)
    gantry_test_turn_loop(1);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.export", NULL);
  gantry_test_turn_loop(40);
  GtkWidget *dialog = other_window(window);
  g_assert_nonnull(dialog);
  assert_words_are_seen(dialog);
  gtk_window_destroy(GTK_WINDOW(dialog));
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

int
main (int argc, char *argv[])
{
  gantry_language_init();
  gtk_disable_setlocale();
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/fitting/window", test_window);
  g_test_add_func("/ui/fitting/cursor", test_cursor);
  g_test_add_func("/ui/fitting/dialogs", test_dialogs);
  g_test_add_func("/ui/fitting/export-height", test_export_height);
  g_test_add_func("/ui/fitting/figures", test_figures);
  g_test_add_func("/ui/fitting/hint", test_hint);
  g_test_add_func("/ui/fitting/long-names", test_long_names);
  g_test_add_func("/ui/fitting/prediction", test_prediction);
  g_test_add_func("/ui/fitting/status", test_status);
  return g_test_run();
}
