/* Preferences hold at once, in each window, and the window comes back as it was left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/preferences.h"

#include "support.h"
#include "ui/settings.h"

static AdwApplication *application;

static GantryWindow *
shown_window (void)
{
  GantryWindow *window = gantry_window_new(application, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(40);
  return window;
}

static void
close_window (GantryWindow *window)
{
  gtk_window_close(GTK_WINDOW(window));
  gantry_test_turn_loop(10);
}

/* The row whose title begins so, anywhere below. */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW(widget) &&
      g_str_has_prefix(adw_preferences_row_get_title(ADW_PREFERENCES_ROW(widget)), title))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_row(child, title);
  return found;
}

static void
test_choices_hold (void)
{
  GantryWindow *window = shown_window();
  GtkWidget *preferences = gantry_preferences_new();
  AdwStyleManager *style = adw_style_manager_get_default();
  AdwComboRow *theme = ADW_COMBO_ROW(find_row(preferences, "Style"));
  AdwComboRow *arrows = ADW_COMBO_ROW(find_row(preferences, "Arrows"));
  GantryView view;
  g_assert_cmpuint(adw_combo_row_get_selected(theme), ==, 0);
  adw_combo_row_set_selected(theme, 2);
  g_assert_true(adw_style_manager_get_dark(style));
  adw_combo_row_set_selected(theme, 1);
  g_assert_false(adw_style_manager_get_dark(style));
  adw_combo_row_set_selected(arrows, 1);
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpint(view.arrows, ==, GANTRY_ARROWS_ALL);
  g_settings_reset(gantry_settings_get(), "theme");
  g_assert_cmpuint(adw_combo_row_get_selected(theme), ==, 0);
  g_settings_reset(gantry_settings_get(), "arrows");
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpint(view.arrows, ==, GANTRY_ARROWS_SELECTED);
  gtk_window_destroy(GTK_WINDOW(preferences));
  close_window(window);
}

/* Whoever opens them often has no more in memory than whoever opened them once. */
static void
test_nothing_stays_of_them (void)
{
  GtkWidget *preferences = gantry_preferences_new();
  GtkWidget *row = find_row(preferences, "Style");
  g_object_add_weak_pointer(G_OBJECT(row), (gpointer *)&row);
  gtk_window_present(GTK_WINDOW(preferences));
  gantry_test_turn_loop(10);
  g_assert_nonnull(row);
  gtk_window_destroy(GTK_WINDOW(preferences));
  gantry_test_turn_loop(10);
  g_assert_null(row);
}

/* The menu's choice and the preference are one. */
static void
test_arrows_of_the_menu (void)
{
  GantryWindow *window = shown_window();
  gtk_widget_activate_action(GTK_WIDGET(window), "win.arrows", "s", "none");
  g_autofree char *arrows = g_settings_get_string(gantry_settings_get(), "arrows");
  g_assert_cmpstr(arrows, ==, "none");
  g_settings_reset(gantry_settings_get(), "arrows");
  close_window(window);
}

static void
test_panes_come_back (void)
{
  GantryWindow *first = shown_window();
  GtkWidget *panes = gtk_paned_get_end_child(first->right);
  gtk_paned_set_position(first->left, 290);
  gantry_test_turn_loop(10);
  int most = 0;
  g_object_get(first->right, "max-position", &most, NULL);
  gtk_paned_set_position(first->right, most - 55);
  gtk_paned_set_position(GTK_PANED(panes), 260);
  gantry_test_turn_loop(20);
  int width = gtk_widget_get_width(panes), height = gtk_paned_get_position(GTK_PANED(panes));
  close_window(first);
  GantryWindow *second = shown_window();
  panes = gtk_paned_get_end_child(second->right);
  g_assert_cmpint(gtk_paned_get_position(second->left), ==, 290);
  g_assert_cmpint(gtk_widget_get_width(panes), ==, width);
  g_assert_cmpint(gtk_paned_get_position(GTK_PANED(panes)), ==, height);
  gtk_widget_activate_action(GTK_WIDGET(second), "win.toggle-panes", NULL);
  gtk_widget_activate_action(GTK_WIDGET(second), "win.toggle-gallery", NULL);
  close_window(second);
  GantryWindow *third = shown_window();
  panes = gtk_paned_get_end_child(third->right);
  g_assert_false(gtk_widget_get_visible(panes));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(third->gallery)));
  gtk_widget_activate_action(GTK_WIDGET(third), "win.toggle-panes", NULL);
  gtk_widget_activate_action(GTK_WIDGET(third), "win.toggle-gallery", NULL);
  gantry_test_turn_loop(10);
  /* What was hidden has kept its size all the while. */
  g_assert_cmpint(gtk_paned_get_position(third->left), ==, 290);
  g_assert_cmpint(gtk_widget_get_width(panes), ==, width);
  close_window(third);
}

static void
test_last_scenario_comes_back (void)
{
  g_settings_set_string(gantry_settings_get(), "last-scenario", "lock-convoy");
  GantryWindow *window = shown_window();
  g_assert_cmpstr(gantry_scenario_get_name(window->scenario), ==, "lock-convoy");
  close_window(window);
  g_settings_set_string(gantry_settings_get(), "last-scenario", "there-is-none-of-this-name");
  window = shown_window();
  g_assert_nonnull(window->scenario);
  close_window(window);
  g_settings_set_string(gantry_settings_get(), "last-scenario", "lock-convoy");
  g_settings_set_boolean(gantry_settings_get(), "reopen-last", FALSE);
  window = shown_window();
  g_assert_cmpstr(gantry_scenario_get_name(window->scenario), !=, "lock-convoy");
  close_window(window);
  g_settings_reset(gantry_settings_get(), "reopen-last");
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  application = gantry_application_new();
  g_application_register(G_APPLICATION(application), NULL, NULL);
  g_test_add_func("/preferences/choices-hold", test_choices_hold);
  g_test_add_func("/preferences/nothing-stays-of-them", test_nothing_stays_of_them);
  g_test_add_func("/preferences/arrows-of-the-menu", test_arrows_of_the_menu);
  g_test_add_func("/preferences/panes-come-back", test_panes_come_back);
  g_test_add_func("/preferences/last-scenario-comes-back", test_last_scenario_comes_back);
  int status = g_test_run();
  g_object_unref(application);
  return status;
}
