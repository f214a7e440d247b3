/* Predict, then run, in the window: drawn by keys, finishers in order, and the run held against it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "ui/predict-canvas.h"
#include "ui/predict-page.h"

static GantryWindow *
predicting_window (const char *text)
{
  static AdwApplication *application; /* one for all tests, as a desktop has it */
  if (!application) {
    application = gantry_application_new();
    g_application_register(G_APPLICATION(application), NULL, NULL);
  }
  GantryWindow *window = gantry_window_new(application, NULL);
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(text);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(60);
  gantry_window_show_scenario(window, scenario);
  gtk_toggle_button_set_active(window->models[GANTRY_MODEL_SIMULATED], TRUE);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
  for (int i = 0; i < 600 && g_strcmp0(gtk_stack_get_visible_child_name(window->stage), "predict") != 0; i++)
    gantry_test_turn_loop(1);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "predict");
  gantry_test_turn_loop(10); /* it is drawn */
  return window;
}

static void
press (GantryWindow *window, const guint *keys)
{
  GtkWidget *canvas = gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_CANVAS);
  for (; *keys; keys++)
    g_assert_true(gantry_predict_canvas_key(GANTRY_PREDICT_CANVAS(canvas), *keys));
}

static void
make_and_run (GantryWindow *window)
{
  g_signal_emit_by_name(gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_PAGE), "run");
  for (int i = 0; i < 1000 && window->running; i++)
    gantry_test_turn_loop(1);
  g_assert_false(window->running);
  gantry_test_turn_loop(10);
}

static const GantryPrediction *
shown_prediction (GantryWindow *window)
{
  GantryView view;
  gantry_chart_view_get_view(window->chart, &view);
  return view.prediction;
}

static void
destroy (GantryWindow *window)
{
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

/* The keys that the hint names draw at once. */
static void
test_entered (void)
{
  GantryWindow *window = predicting_window("main:\n    sleep 1ms\n");
  GtkWidget *canvas = gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_CANVAS);
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == canvas);
  destroy(window);
}

static void
on_told (GantryPredictCanvas *canvas, const char *text, char **told)
{
  g_free(*told);
  *told = g_strdup(text);
}

/* What a key has drawn is told, not what is after it, where the cursor is then. */
static void
test_told (void)
{
  GantryWindow *window = predicting_window("main:\n    sleep 1ms\n");
  GtkWidget *canvas = gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_CANVAS);
  g_autofree char *told = NULL;
  g_signal_connect(canvas, "told", G_CALLBACK(on_told), &told);
  press(window, (const guint[]){GDK_KEY_Home, GDK_KEY_c, 0});
  g_assert_true(g_str_has_suffix(told, ": computes"));
  press(window, (const guint[]){GDK_KEY_w, 0});
  g_assert_true(g_str_has_suffix(told, ": waits"));
  press(window, (const guint[]){GDK_KEY_Right, 0});
  g_assert_true(g_str_has_suffix(told, ": nothing drawn"));
  press(window, (const guint[]){GDK_KEY_Home, 0});
  g_assert_true(g_str_has_suffix(told, ": computes"));
  g_signal_handlers_disconnect_by_data(canvas, &told);
  destroy(window);
}

static void
test_drawn_and_run (void)
{
  const guint keys[] = {
      GDK_KEY_Down, GDK_KEY_c,   GDK_KEY_C, GDK_KEY_w, GDK_KEY_Left, GDK_KEY_Left, GDK_KEY_Delete,
      GDK_KEY_Up,   GDK_KEY_End, GDK_KEY_c, 0};
  GantryWindow *window = predicting_window("task t:\n    compute 80ms\nmain:\n    start t\n    join\n");
  press(window, keys);
  make_and_run(window);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  g_assert_true(gantry_drawer_is_shown(window->drawer, "prediction"));
  const GantryPrediction *prediction = shown_prediction(window);
  g_assert_nonnull(prediction);
  g_assert_cmpuint(gantry_prediction_get_n_stretches(prediction, 0), ==, 0); /* at the end is no step left */
  g_assert_cmpuint(gantry_prediction_get_n_stretches(prediction, 1), ==, 2);
  g_assert_cmpint(gantry_prediction_get_stretch(prediction, 1, 0)->to, ==, 1000000);
  gantry_window_start(window); /* it stays for the next run */
  for (int i = 0; i < 1000 && window->running; i++)
    gantry_test_turn_loop(1);
  g_assert_true(shown_prediction(window) == prediction);
  gantry_window_load(window, "one-chef"); /* and ends with the scenario */
  g_assert_null(shown_prediction(window));
  destroy(window);
}

static void
test_cancelled (void)
{
  GantryWindow *window = predicting_window("main:\n    compute 3ms\n");
  g_signal_emit_by_name(gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_PAGE), "cancelled");
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "empty");
  g_assert_null(shown_prediction(window));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
  destroy(window); /* in the middle of it */
}

/* What was drawn is there again when the page is. */
static void
test_put_aside (void)
{
  GantryWindow *window = predicting_window("task t:\n    sleep 3ms\nmain:\n    start t\n    join\n");
  GantryPredictPage *page =
      GANTRY_PREDICT_PAGE(gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_PAGE));
  press(window, (const guint[]){GDK_KEY_c, 0});
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "empty");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.predict", NULL);
  for (int i = 0; i < 600 && g_strcmp0(gtk_stack_get_visible_child_name(window->stage), "predict") != 0; i++)
    gantry_test_turn_loop(1);
  g_signal_emit_by_name(page, "run");
  const GantryPrediction *prediction = shown_prediction(window);
  g_assert_nonnull(prediction);
  g_assert_cmpuint(gantry_prediction_get_n_stretches(prediction, 0), ==, 1);
  for (int i = 0; i < 1000 && window->running; i++)
    gantry_test_turn_loop(1);
  destroy(window);
}

/* A run that was started otherwise leaves the page. */
static void
test_other_ways_out (void)
{
  GantryWindow *window = predicting_window("main:\n    compute 3ms\n");
  gantry_window_start(window);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "chart");
  for (int i = 0; i < 1000 && window->running; i++)
    gantry_test_turn_loop(1);
  g_assert_null(shown_prediction(window));
  destroy(window);
}

/* Of more lanes than there is room for, those that are drawn on stay in sight. */
static void
test_many_lanes (void)
{
  GantryWindow *window = predicting_window("task t:\n    sleep 1ms\nmain:\n    start t x 15\n    join\n");
  GtkWidget *canvas = gantry_test_find(GTK_WIDGET(window->stage), GANTRY_TYPE_PREDICT_CANVAS);
  GtkWidget *scrolled = gtk_widget_get_ancestor(canvas, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled));
  gtk_window_set_default_size(GTK_WINDOW(window), 1280, 620);
  gantry_test_turn_loop(40);
  g_assert_cmpfloat(gtk_adjustment_get_upper(height), >, gtk_adjustment_get_page_size(height));
  gtk_widget_grab_focus(canvas);
  gantry_test_turn_loop(80);
  g_assert_cmpfloat(gtk_adjustment_get_value(height), ==, 0.0);
  for (int i = 0; i < 15; i++)
    g_assert_true(gantry_predict_canvas_key(GANTRY_PREDICT_CANVAS(canvas), GDK_KEY_Down));
  g_assert_cmpfloat(gtk_adjustment_get_value(height), >, 0.0);
  for (int i = 0; i < 15; i++)
    g_assert_true(gantry_predict_canvas_key(GANTRY_PREDICT_CANVAS(canvas), GDK_KEY_Up));
  g_assert_cmpfloat(gtk_adjustment_get_value(height), ==, 0.0);
  destroy(window);
}

/* Escape gives up; till then no key does anything to the chart, which is not seen. */
static void
test_keys (void)
{
  GantryWindow *window = predicting_window("main:\n    sleep 1ms\n");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpstr(gtk_stack_get_visible_child_name(window->stage), ==, "empty");
  g_autoptr(GantryTimeline) timeline = gantry_test_run("main:\n    sleep 1ms\n");
  gantry_chart_view_set_timeline(window->chart, timeline, false);
  gtk_stack_set_visible_child_name(window->stage, "predict");
  g_assert_false(gantry_test_press(GTK_WIDGET(window), GDK_KEY_Down));
  gtk_stack_set_visible_child_name(window->stage, "chart");
  g_assert_true(gantry_test_press(GTK_WIDGET(window), GDK_KEY_Down));
  destroy(window);
}

int
main (int argc, char **argv)
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/predict/drawn-and-run", test_drawn_and_run);
  g_test_add_func("/ui/predict/cancelled", test_cancelled);
  g_test_add_func("/ui/predict/put-aside", test_put_aside);
  g_test_add_func("/ui/predict/entered", test_entered);
  g_test_add_func("/ui/predict/keys", test_keys);
  g_test_add_func("/ui/predict/many-lanes", test_many_lanes);
  g_test_add_func("/ui/predict/other-ways-out", test_other_ways_out);
  g_test_add_func("/ui/predict/told", test_told);
  return g_test_run();
}
