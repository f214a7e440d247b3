/* The chart's widget and the whole window, on a display: what is seen is what is exported, moving about,
 * running, stopping.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"
#include "support.h"
#include "ui/chart-view.h"

#include <string.h>

#define MS INT64_C(1000000)

static GantryTimeline *
finished_run (void)
{
  return gantry_test_run(
      "queue q(1)\ntask t:\n    get q\n    compute 3ms\nmain:\n    start t x 3\n    repeat 3 as i:\n"
      "        sleep 2ms\n        put q i\n    join\n    print \"done\"\n");
}

static GantryChartView *
shown (GtkWindow **window, GantryTimeline *timeline)
{
  GtkWidget *chart = gantry_chart_view_new();
  *window = GTK_WINDOW(gtk_window_new());
  gtk_window_set_default_size(*window, 900, 500);
  gtk_window_set_child(*window, chart);
  gtk_window_present(*window);
  gantry_chart_view_set_timeline(GANTRY_CHART_VIEW(chart), timeline, false);
  gantry_test_turn_loop(40);
  return GANTRY_CHART_VIEW(chart);
}

/* The widget's own drawing, read back, and the picture of the same view: the same pixels. */
static void
test_screen_is_picture (void)
{
  g_autoptr(GantryTimeline) timeline = finished_run();
  g_autoptr(GError) error = NULL;
  GtkWindow *window;
  GantryView view;
  GantryChartView *chart = shown(&window, timeline);
  gantry_chart_view_get_view(chart, &view);
  GtkSnapshot *snapshot = gtk_snapshot_new();
  GTK_WIDGET_GET_CLASS(chart)->snapshot(GTK_WIDGET(chart), snapshot);
  g_autoptr(GskRenderNode) node = gtk_snapshot_free_to_node(snapshot);
  int width = (int)view.width, height = (int)view.height;
  cairo_surface_t *screen = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create(screen);
  gsk_render_node_draw(node, cr);
  cairo_destroy(cr);
  cairo_surface_flush(screen);
  cairo_surface_t *picture = gantry_picture_surface(timeline, &view, 1.0, &error);
  g_assert_no_error(error);
  g_assert_cmpint(cairo_image_surface_get_width(picture), ==, width);
  g_assert_cmpint(cairo_image_surface_get_height(picture), ==, height);
  for (int y = 0; y < height; y++)
    g_assert_cmpmem(cairo_image_surface_get_data(screen) + y * cairo_image_surface_get_stride(screen),
                    (gsize)width * 4,
                    cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture),
                    (gsize)width * 4);
  cairo_surface_destroy(screen);
  cairo_surface_destroy(picture);
  gtk_window_destroy(window);
}

static void
test_zoom_keeps_the_moment (void)
{
  g_autoptr(GantryTimeline) timeline = finished_run();
  GtkWindow *window;
  GantryView before, after, undone;
  GantryChartView *chart = shown(&window, timeline);
  gantry_chart_view_get_view(chart, &before);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &before);
  double x = layout->plot_left + (layout->plot_right - layout->plot_left) / 3;
  int64_t moment = gantry_layout_time(layout, x);
  gantry_chart_view_zoom(chart, 4, x);
  gantry_chart_view_get_view(chart, &after);
  g_autoptr(GantryLayout) closer = gantry_layout_new(timeline, &after);
  g_assert_cmpint(ABS(gantry_layout_time(closer, x) - moment), <=, (after.to - after.from) / 500);
  g_assert_cmpint(after.to - after.from, <, (before.to - before.from) / 3);
  gantry_chart_view_undo(chart);
  gantry_chart_view_get_view(chart, &undone);
  g_assert_cmpint(undone.from, ==, before.from);
  g_assert_cmpint(undone.to, ==, before.to);
  gantry_chart_view_redo(chart);
  gantry_chart_view_get_view(chart, &undone);
  g_assert_cmpint(undone.from, ==, after.from);
  gtk_window_destroy(window);
}

static void
test_keys (void)
{
  g_autoptr(GantryTimeline) timeline = finished_run();
  GtkWindow *window;
  GantryView before, after;
  GantryChartView *chart = shown(&window, timeline);
  gantry_chart_view_get_view(chart, &before);
  g_assert_true(gantry_chart_view_key(chart, GDK_KEY_z, 25, 0)); /* where W is on a French keyboard */
  gantry_chart_view_get_view(chart, &after);
  g_assert_cmpint(after.to - after.from, <, before.to - before.from);
  g_assert_true(gantry_chart_view_key(chart, GDK_KEY_f, 41, 0));
  gantry_chart_view_get_view(chart, &after);
  g_assert_cmpint(after.to - after.from, ==, before.to - before.from);
  g_assert_true(gantry_chart_view_key(chart, GDK_KEY_Right, 114, 0));
  gantry_chart_view_get_view(chart, &after);
  g_assert_cmpint(after.from, >, before.from);
  g_assert_true(gantry_chart_view_key(chart, GDK_KEY_Down, 116, 0));
  gantry_chart_view_get_view(chart, &after);
  g_assert_cmpuint(after.selected_lane, !=, GANTRY_NO_LANE);
  g_assert_false(gantry_chart_view_key(chart, GDK_KEY_q, 24, 0));
  gtk_window_destroy(window);
}

static void
test_window_runs (void)
{
  GantryWindow *window = gantry_test_window();
  gantry_window_load(window, "lock-fixes-it");
  if (!g_str_equal(gantry_scenario_get_name(window->scenario), "lock-fixes-it"))
    gantry_window_load(window, "producer-consumers");
  gantry_window_start(window);
  g_assert_true(window->running);
  g_assert_true(gantry_chart_view_is_following(window->chart));
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(gantry_chart_view_get_timeline(window->chart)), >=, 3);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static void
test_window_stops_and_follows (void)
{
  GantryWindow *window = gantry_test_window();
  const char *text = "main:\n    repeat forever:\n        compute 1ms\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("forever", text, strlen(text), NULL, NULL);
  gantry_window_show_scenario(window, scenario);
  gantry_window_start(window);
  gantry_test_let_run(window, 50 * MS);
  gantry_chart_view_pan(window->chart, -0.1);
  g_assert_false(gantry_chart_view_is_following(window->chart));
  gantry_chart_view_set_following(window->chart, true);
  g_assert_true(gantry_chart_view_is_following(window->chart));
  gantry_window_start(window); /* again, in mid-run */
  gantry_test_let_run(window, 50 * MS);
  g_assert_true(window->running);
  gantry_window_stop(window);
  for (int i = 0; i < 100 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* On each model after the other; the chart is there again with Escape. */
static void
test_window_compares (void)
{
  GantryWindow *window = gantry_test_window();
  const char *text = "on threads, async\nmain:\n    sleep 20ms\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("short", text, strlen(text), NULL, NULL);
  gantry_window_show_scenario(window, scenario);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.compare", NULL);
  g_assert_true(window->running);
  g_assert_true(window->comparing);
  g_assert_false(gantry_window_shows_comparison(window));
  for (int i = 0; i < 400 && window->comparing; i++)
    gantry_test_turn_loop(2);
  g_assert_true(gantry_window_shows_comparison(window));
  g_assert_cmpuint(window->compared->len, ==, 2);
  const char *verdict = gantry_comparison_view_get_verdict(window->comparison);
  g_assert_true(g_str_has_prefix(verdict, "This work mostly waits"));
  gantry_test_turn_loop(10); /* it is drawn */
  gtk_widget_activate_action(GTK_WIDGET(window), "win.copy", NULL);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_false(gantry_window_shows_comparison(window));
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Stopped in the first run there is nothing to compare; another run ends a comparison. */
static void
test_comparison_is_stopped (void)
{
  GantryWindow *window = gantry_test_window();
  const char *text = "main:\n    repeat forever:\n        sleep 1ms\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("forever", text, strlen(text), NULL, NULL);
  gantry_window_show_scenario(window, scenario);
  gantry_window_compare(window);
  gantry_test_let_run(window, 20 * MS);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  for (int i = 0; i < 100 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
  g_assert_false(window->comparing);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  gantry_window_compare(window);
  gantry_test_turn_loop(10);
  gantry_window_start(window);
  g_assert_true(window->running);
  g_assert_false(window->comparing);
  gtk_window_destroy(GTK_WINDOW(window)); /* in mid-run */
  gantry_test_turn_loop(20);
}

/* The lock follows the scenario's own line until somebody moves the switch; every model can be chosen. */
static void
test_lock_and_models (void)
{
  GantryWindow *window = gantry_test_window();
  const char *with = "gil\nmain:\n    sleep 1ms\n", *without = "main:\n    sleep 1ms\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) locked = gantry_scenario_new("with", with, strlen(with), NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GantryScenario) free = gantry_scenario_new("without", without, strlen(without), NULL, NULL);
  gantry_window_show_scenario(window, locked);
  g_assert_true(gtk_switch_get_active(window->lock));
  gantry_window_show_scenario(window, free);
  g_assert_false(gtk_switch_get_active(window->lock));
  gtk_switch_set_active(window->lock, TRUE);
  g_assert_false(window->running); /* nothing was shown yet */
  gantry_window_start(window);
  g_assert_cmpint(gantry_session_get_options(window->session)->gil, ==, 1);
  for (int i = 0; i < 200 && window->running; i++)
    gantry_test_turn_loop(2);
  gtk_switch_set_active(window->lock, FALSE); /* a run is shown: another one */
  g_assert_true(window->running);
  g_assert_cmpint(gantry_session_get_options(window->session)->gil, ==, 0);
  for (int i = 0; i < GANTRY_N_MODELS; i++)
    g_assert_true(gtk_widget_get_sensitive(GTK_WIDGET(window->models[i])));
  gtk_toggle_button_set_active(window->models[GANTRY_MODEL_SIMULATED], TRUE);
  g_assert_cmpint(gantry_session_get_options(window->session)->model, ==, GANTRY_MODEL_SIMULATED);
  gantry_window_refresh(window);
  g_assert_true(g_str_has_prefix(adw_window_title_get_subtitle(window->title), "Simulated · "));
  for (int i = 0; i < 200 && window->running; i++)
    gantry_test_turn_loop(2);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* What the keys told of an interval that went on is told whole when the run is over. */
static void
test_line_tells_the_end (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario = gantry_test_scenario("on threads\nmain:\n    sleep 9s\n");
  gantry_window_show_scenario(window, scenario);
  gantry_window_start(window);
  gantry_test_let_run(window, 1000000);
  gantry_test_turn_loop(60);
  g_assert_true(gantry_test_press(GTK_WIDGET(window), GDK_KEY_Down));
  g_assert_true(gantry_test_press(GTK_WIDGET(window), GDK_KEY_Right));
  g_autofree char *during = g_strdup(gtk_label_get_text(window->status));
  g_assert_nonnull(strstr(during, "sleep"));
  gantry_test_let_run(window, 100000000);
  gantry_window_stop(window);
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_nonnull(strstr(gtk_label_get_text(window->status), "sleep"));
  g_assert_cmpstr(gtk_label_get_text(window->status), !=, during);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* Also where the header has no room for it; what somebody stopped is not taken for a whole run. */
static void
test_heading_tells_the_end (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario =
      gantry_test_scenario("title \"Long\"\non threads\nmain:\n    sleep 9s\n");
  gantry_window_show_scenario(window, scenario);
  gantry_window_start(window);
  gantry_test_let_run(window, 1000000);
  gantry_window_stop(window);
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  const char *subtitle = adw_window_title_get_subtitle(window->title);
  g_assert_true(g_str_has_prefix(subtitle, "Threads · stopped early · "));
  g_autofree char *tooltip = g_strconcat("Long\n", subtitle, NULL);
  g_assert_cmpstr(gtk_widget_get_tooltip_text(GTK_WIDGET(window->title)), ==, tooltip);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static gboolean
paint_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* On a machine where another frame is due whenever one is done, a run's end is seen all the same. */
static void
test_end_is_seen_between_frames (void)
{
  GantryWindow *window = gantry_test_window();
  g_autoptr(GantryScenario) scenario = gantry_test_scenario("main:\n    yield\n");
  gantry_window_show_scenario(window, scenario);
  guint frames = g_idle_add_full(GDK_PRIORITY_REDRAW, paint_again, NULL, NULL);
  gantry_window_start(window);
  gint64 end = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
  while (window->running && g_get_monotonic_time() < end)
    g_main_context_iteration(NULL, FALSE);
  g_assert_false(window->running);
  g_source_remove(frames);
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* How it ended is said once. */
static void
test_bad_ends_are_told (void)
{
  static const struct {
    const char *text, *told;
  } ends[] = {
      {"event gate\nmain:\n    wait gate\n", "Deadlock: main waits for the event “gate” (line 3)"},
      {"main:\n    fail \"on purpose\"\n", "The run failed: main failed: line 2: on purpose"},
      {"limit 100ms\nmain:\n    sleep 5s\n", "The run did not end by itself: stopped after 0.1 s, its limit"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
    GantryWindow *window = gantry_test_window();
    g_autoptr(GantryScenario) scenario = gantry_test_scenario(ends[i].text);
    gantry_window_show_scenario(window, scenario);
    gantry_window_start(window);
    for (int turns = 0; turns < 400 && window->running; turns++)
      gantry_test_turn_loop(2);
    g_assert_true(gantry_test_is_told(window, ends[i].told));
    gtk_window_destroy(GTK_WINDOW(window));
    gantry_test_turn_loop(5);
  }
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/screen-is-picture", test_screen_is_picture);
  g_test_add_func("/ui/zoom-keeps-the-moment", test_zoom_keeps_the_moment);
  g_test_add_func("/ui/keys", test_keys);
  g_test_add_func("/ui/window-runs", test_window_runs);
  g_test_add_func("/ui/window-stops-and-follows", test_window_stops_and_follows);
  g_test_add_func("/ui/window-compares", test_window_compares);
  g_test_add_func("/ui/comparison-is-stopped", test_comparison_is_stopped);
  g_test_add_func("/ui/lock-and-models", test_lock_and_models);
  g_test_add_func("/ui/end-is-seen-between-frames", test_end_is_seen_between_frames);
  g_test_add_func("/ui/bad-ends-are-told", test_bad_ends_are_told);
  g_test_add_func("/ui/window/heading-tells-the-end", test_heading_tells_the_end);
  g_test_add_func("/ui/window/line-tells-the-end", test_line_tells_the_end);
  return g_test_run();
}
