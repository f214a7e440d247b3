/* Projection: what goes away comes back, remotes are understood, and all is large and of high contrast.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "ui/desktop.h"
#include "ui/lecture.h"
#include "ui/projection-halo.h"
#include "ui/window-private.h"

#include <string.h>

#define LARGE 40 /* pixels high */

static const char *const text =
    "on simulated\nlock l\ntask t:\n    repeat 3:\n        with l:\n            compute 5ms\n"
    "        sleep 3ms\nmain:\n    start t x 3\n    join\n";

/* With a run that has ended. */
static GantryWindow *
shown_window (void)
{
  GantryWindow *window = gantry_window_new(NULL, NULL);
  g_autoptr(GantryScenario) scenario = gantry_test_scenario(text);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(30);
  gantry_window_show_scenario(window, scenario);
  gantry_window_start(window);
  for (int i = 0; i < 400 && window->running; i++)
    gantry_test_turn_loop(2);
  g_assert_false(window->running);
  gantry_test_turn_loop(5);
  return window;
}

static void
close_window (GantryWindow *window)
{
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static bool
is_visible (gpointer widget)
{
  return gtk_widget_get_visible(widget);
}

static bool
press (GantryWindow *window, guint keyval)
{
  return gantry_projection_key(window->projection, window, keyval, 0);
}

static void
test_all_comes_back (void)
{
  GantryWindow *window = shown_window();
  GtkWidget *panes = gtk_paned_get_end_child(window->right);
  GantryView before, during, after;
  gtk_widget_set_visible(panes, FALSE); /* somebody wanted it so */
  gtk_paned_set_position(window->left, 260);
  gantry_test_turn_loop(10);
  gantry_chart_view_get_view(window->chart, &before);
  gantry_projection_enter(window->projection);
  gantry_projection_enter(window->projection); /* once more changes nothing */
  gantry_test_turn_loop(30);
  g_assert_true(gantry_projection_is_on(window->projection));
  g_assert_false(is_visible(window->gallery) || is_visible(panes));
  gantry_chart_view_get_view(window->chart, &during);
  g_assert_cmpint(during.theme, ==, gantry_desktop_projector_theme());
  g_assert_cmpfloat(during.text_scale, >=, before.text_scale * 1.25);
  g_assert_true(during.show_legend);
  g_assert_cmpint(during.from, ==, before.from);
  g_assert_true(gantry_projection_leave(window->projection));
  gantry_test_turn_loop(30);
  g_assert_false(gantry_projection_leave(window->projection));
  g_assert_true(is_visible(window->gallery));
  g_assert_false(is_visible(panes));
  g_assert_cmpint(gtk_paned_get_position(window->left), ==, 260);
  gantry_chart_view_get_view(window->chart, &after);
  g_assert_cmpint(after.theme, ==, before.theme);
  g_assert_cmpfloat(after.text_scale, ==, before.text_scale);
  g_assert_cmpint(after.from, ==, before.from);
  g_assert_cmpint(after.to, ==, before.to);
  close_window(window);
}

/* For those who want large letters on their own screen, too, they are not larger still: lanes are seen. */
static void
test_large_letters (void)
{
  GantryView usual, large;
  double sizes[2];
  for (int i = 0; i < 2; i++) {
    g_object_set(gtk_settings_get_default(), "gtk-xft-dpi", (int)(96 * 1024 * (i == 0 ? 1.0 : 1.5)), NULL);
    GantryWindow *window = shown_window();
    gantry_chart_view_get_view(window->chart, &usual);
    gantry_projection_enter(window->projection);
    gantry_test_turn_loop(30);
    gantry_chart_view_get_view(window->chart, &large);
    sizes[i] = large.text_scale;
    g_assert_cmpfloat(large.text_scale, >=, usual.text_scale);
    close_window(window);
  }
  g_object_set(gtk_settings_get_default(), "gtk-xft-dpi", 96 * 1024, NULL);
  g_assert_cmpfloat(sizes[1], <=, MAX(sizes[0], 1.5) + 0.01);
}

/* Escape ends the dark first, then the projection; it never stops a run on the way. */
static void
test_escape (void)
{
  GantryWindow *window = shown_window();
  gantry_projection_enter(window->projection);
  g_assert_true(press(window, GDK_KEY_period));
  g_assert_true(gantry_projection_is_black(window->projection));
  g_assert_false(press(window, GDK_KEY_Escape)); /* the action's */
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_false(gantry_projection_is_black(window->projection));
  g_assert_true(gantry_projection_is_on(window->projection));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_false(gantry_projection_is_on(window->projection));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.project", NULL);
  g_assert_true(gantry_projection_is_on(window->projection));
  press(window, GDK_KEY_b);
  close_window(window); /* in the middle of it */
}

static void
test_black_screen (void)
{
  GantryWindow *window = shown_window();
  gantry_projection_enter(window->projection);
  g_assert_true(press(window, GDK_KEY_B));
  g_assert_true(gantry_projection_is_black(window->projection));
  /* The next step brings the picture back, and only that. */
  g_assert_true(press(window, GDK_KEY_Page_Down));
  g_assert_false(gantry_projection_is_black(window->projection));
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, GANTRY_NO_TIME);
  g_assert_false(gantry_projection_key(window->projection, window, GDK_KEY_b, GDK_CONTROL_MASK));
  close_window(window);
}

/* Without a lecture the keys go through the run, forward and back to where they came from. */
static void
test_steps_through_the_run (void)
{
  GantryWindow *window = shown_window();
  gantry_projection_enter(window->projection);
  gantry_test_turn_loop(10);
  g_autoptr(GArray) moments = g_array_new(FALSE, FALSE, sizeof(int64_t));
  while (moments->len < 1000 && press(window, GDK_KEY_Page_Down)) {
    int64_t moment = gantry_chart_view_get_playhead(window->chart);
    if (moments->len > 0)
      g_assert_cmpint(moment, >, g_array_index(moments, int64_t, moments->len - 1));
    g_array_append_val(moments, moment);
  }
  g_assert_cmpuint(moments->len, >, 3);
  g_assert_cmpuint(moments->len, <, 1000);
  g_assert_true(press(window, GDK_KEY_Left));
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), <,
                  g_array_index(moments, int64_t, moments->len - 1));
  /* Where a lane is selected, the arrows are the chart's. */
  gantry_chart_view_select(window->chart, 0);
  g_assert_false(press(window, GDK_KEY_Left));
  g_assert_true(press(window, GDK_KEY_Page_Up));
  close_window(window);
}

/* The least height of those buttons that are seen, and how many there are. */
static int
least_button (GtkWidget *widget, guint *count)
{
  int least = G_MAXINT;
  if (GTK_IS_BUTTON(widget) && gtk_widget_get_mapped(widget)) {
    gtk_widget_measure(widget, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
    (*count)++;
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    int below = least_button(child, count);
    least = MIN(least, below);
  }
  return least;
}

/* Those of a comparison, and of the header that comes to the upper edge; and they fit a small screen. */
static void
test_large_buttons (void)
{
  GantryWindow *window = gantry_test_window();
  guint count = 0, usual = 0;
  int width;
  gtk_widget_activate_action(GTK_WIDGET(window), "win.compare", NULL);
  for (int i = 0; i < 4000 && !gantry_window_shows_comparison(window); i++)
    gantry_test_turn_loop(1);
  gantry_test_turn_loop(10);
  g_assert_cmpint(least_button(GTK_WIDGET(window->comparison), &usual), <, LARGE);
  gantry_projection_enter(window->projection);
  gantry_test_turn_loop(30);
  g_assert_cmpint(least_button(GTK_WIDGET(window->comparison), &count), >=, LARGE);
  g_assert_cmpuint(count, ==, usual);
  g_assert_cmpuint(count, >=, 4);
  gtk_widget_grab_focus(GTK_WIDGET(window->run)); /* which brings the header */
  gantry_test_turn_loop(100);
  g_assert_cmpint(least_button(GTK_WIDGET(window), &count), >=, LARGE);
  gtk_widget_measure(GTK_WIDGET(window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint(width, <=, 1280);
  close_window(window);
}

static void
test_without_a_run (void)
{
  GantryWindow *window = gantry_window_new(NULL, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(30);
  gantry_projection_enter(window->projection);
  gantry_test_turn_loop(10);
  g_assert_false(press(window, GDK_KEY_Page_Down));
  g_assert_false(press(window, GDK_KEY_x));
  gantry_projection_tell(window->projection, "");
  gantry_projection_leave(window->projection);
  close_window(window);
}

int
main (int argc, char *argv[])
{
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/projection/all-comes-back", test_all_comes_back);
  g_test_add_func("/ui/projection/escape", test_escape);
  g_test_add_func("/ui/projection/large-letters", test_large_letters);
  g_test_add_func("/ui/projection/black-screen", test_black_screen);
  g_test_add_func("/ui/projection/steps-through-the-run", test_steps_through_the_run);
  g_test_add_func("/ui/projection/large-buttons", test_large_buttons);
  g_test_add_func("/ui/projection/without-a-run", test_without_a_run);
  return g_test_run();
}
