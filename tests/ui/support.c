/* What the window's tests share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

#define MOST_IN_TURN 100
#define LONGEST_TURN_US 200000

bool
gantry_test_init (int *argc, char ***argv)
{
  g_test_init(argc, argv, NULL);
  if (!gtk_init_check())
    return false;
  adw_init();
  return true;
}

void
gantry_test_turn_loop (int times)
{
  for (int i = 0; i < times; i++) {
    /* Where a frame takes longer than there is between two, there is always something to do. */
    gint64 enough = g_get_monotonic_time() + LONGEST_TURN_US;
    for (int done = 0; g_main_context_iteration(NULL, FALSE); done++)
      if (done >= MOST_IN_TURN && g_get_monotonic_time() > enough)
        break;
    g_usleep(5000);
  }
}

void
gantry_test_let_run (GantryWindow *window, int64_t ns)
{
  while (window->running && gantry_timeline_get_now(gantry_chart_view_get_timeline(window->chart)) < ns)
    if (!g_main_context_iteration(NULL, FALSE))
      g_usleep(1000);
}

GantryScenario *
gantry_test_scenario (const char *text)
{
  g_autoptr(GError) error = NULL;
  GantryScenario *scenario = gantry_scenario_new("test.scenario", text, strlen(text), NULL, &error);
  g_assert_no_error(error);
  return scenario;
}

static GantryTimeline *
run_to_end (GantryScenario *scenario, const GantryRunOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GantrySession) session = gantry_session_start(scenario, options, NULL, NULL, &error);
  g_assert_no_error(error);
  gantry_session_wait(session);
  return gantry_timeline_ref(gantry_session_get_timeline(session));
}

GantryTimeline *
gantry_test_run (const char *text)
{
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(text);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  return run_to_end(scenario, &options);
}

GantryTimeline *
gantry_test_run_on (const char *text, GantryModel model)
{
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(text);
  GantryRunOptions options;
  gantry_run_options_init(&options, scenario);
  options.model = model;
  return run_to_end(scenario, &options);
}

GantryWindow *
gantry_test_window (void)
{
  static AdwApplication *application; /* one for all tests, as a desktop has it */
  if (!application) {
    application = gantry_application_new();
    g_application_register(G_APPLICATION(application), NULL, NULL);
    g_application_hold(G_APPLICATION(application));
  }
  GantryWindow *window = gantry_window_new(application, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(60);
  g_assert_nonnull(window->scenario); /* the gallery has chosen its first */
  return window;
}

static bool
has_label (GtkWidget *root, const char *text)
{
  bool found = GTK_IS_LABEL(root) && g_str_equal(gtk_label_get_text(GTK_LABEL(root)), text);
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = has_label(child, text);
  return found;
}

bool
gantry_test_is_told (GantryWindow *window, const char *message)
{
  for (int i = 0; i < 200; i++) {
    gantry_test_turn_loop(1);
    if (has_label(GTK_WIDGET(window->toasts), message))
      return true;
  }
  return false;
}

GtkWidget *
gantry_test_find (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE(root, type) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = gantry_test_find(child, type);
  return found;
}

void
gantry_test_open (GantryWindow *window, GFile *file)
{
  gantry_window_open(window, file);
  for (int i = 0; i < 400 && window->opening; i++)
    gantry_test_turn_loop(1);
  g_assert_null(window->opening);
}

bool
gantry_test_press (GtkWidget *widget, guint key)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(widget);
  gboolean is_taken = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items(controllers) && !is_taken; i++) {
    g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY(controller))
      g_signal_emit_by_name(controller, "key-pressed", key, 0, 0, &is_taken);
  }
  return is_taken;
}

AdwMessageDialog *
gantry_test_find_question (GantryWindow *window)
{
  GListModel *all = gtk_window_get_toplevels();
  for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
    g_autoptr(GtkWindow) each = g_list_model_get_item(all, i);
    if (ADW_IS_MESSAGE_DIALOG(each) && gtk_window_get_transient_for(each) == GTK_WINDOW(window))
      return ADW_MESSAGE_DIALOG(each);
  }
  return NULL;
}
