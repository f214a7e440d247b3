/* The chart's widget and the whole window, on a display: what is seen is what is exported, moving about,
 * running, stopping.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/picture.h"
#include "ui/application.h"
#include "ui/chart-view.h"
#include "ui/window-private.h"

#include <string.h>

#define MS INT64_C(1000000)

static void
turn_loop (int times)
{
  for (int i = 0; i < times; i++) {
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_usleep(5000);
  }
}

static GantryTimeline *
finished_run (void)
{
  const char *text =
      "queue q(1)\ntask t:\n    get q\n    compute 3ms\nmain:\n    start t x 3\n    repeat 3 as i:\n"
      "        sleep 2ms\n        put q i\n    join\n    print \"done\"\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("test", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  g_autoptr(GantrySession) session = gantry_session_start(scenario, &options, NULL, NULL, &error);
  g_assert_no_error(error);
  gantry_session_wait(session);
  return gantry_timeline_ref(gantry_session_get_timeline(session));
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
  turn_loop(40);
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

static AdwApplication *application; /* one for all tests, as a desktop has it */

static GantryWindow *
whole_window (void)
{
  if (!application) {
    application = gantry_application_new();
    g_application_register(G_APPLICATION(application), NULL, NULL);
    g_application_hold(G_APPLICATION(application));
  }
  GantryWindow *window = gantry_window_new(application, NULL);
  gtk_window_present(GTK_WINDOW(window));
  turn_loop(60);
  g_assert_nonnull(window->scenario); /* the gallery has chosen its first */
  return window;
}

static void
test_window_runs (void)
{
  GantryWindow *window = whole_window();
  gantry_window_load(window, "lock-fixes-it");
  if (!g_str_equal(gantry_scenario_get_name(window->scenario), "lock-fixes-it"))
    gantry_window_load(window, "producer-consumers");
  gantry_window_start(window);
  g_assert_true(window->running);
  g_assert_true(gantry_chart_view_is_following(window->chart));
  for (int i = 0; i < 400 && window->running; i++)
    turn_loop(2);
  g_assert_false(window->running);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(gantry_chart_view_get_timeline(window->chart)), >=, 3);
  gtk_window_destroy(GTK_WINDOW(window));
  turn_loop(5);
}

static void
test_window_stops_and_follows (void)
{
  GantryWindow *window = whole_window();
  const char *text = "main:\n    repeat forever:\n        compute 1ms\n";
  g_autoptr(GantryScenario) scenario = gantry_scenario_new("forever", text, strlen(text), NULL, NULL);
  gantry_window_show_scenario(window, scenario);
  gantry_window_start(window);
  turn_loop(40);
  gantry_chart_view_pan(window->chart, -0.1);
  g_assert_false(gantry_chart_view_is_following(window->chart));
  gantry_chart_view_set_following(window->chart, true);
  g_assert_true(gantry_chart_view_is_following(window->chart));
  gantry_window_start(window); /* again, in mid-run */
  turn_loop(20);
  gantry_window_stop(window);
  for (int i = 0; i < 100 && window->running; i++)
    turn_loop(2);
  g_assert_false(window->running);
  gtk_window_destroy(GTK_WINDOW(window));
  turn_loop(5);
}

int
main (int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  if (!gtk_init_check())
    return 77; /* no display */
  adw_init();
  g_test_add_func("/ui/screen-is-picture", test_screen_is_picture);
  g_test_add_func("/ui/zoom-keeps-the-moment", test_zoom_keeps_the_moment);
  g_test_add_func("/ui/keys", test_keys);
  g_test_add_func("/ui/window-runs", test_window_runs);
  g_test_add_func("/ui/window-stops-and-follows", test_window_stops_and_follows);
  return g_test_run();
}
