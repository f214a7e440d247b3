/* Everything fits a small screen, also with letters half as large again, in each language: nothing in the
 * window is so wide that the window grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "trace/language.h"

#define WIDTH 1280
#define HEIGHT 720

static const double scales[] = {1, 1.5};

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

static void
show_and_check (GantryWindow *window, const char *action)
{
  gtk_widget_activate_action(GTK_WIDGET(window), action, NULL);
  assert_fits(GTK_WIDGET(window), action);
}

/* With the gallery and the panes beside it, each page of the drawer, and each page above it. */
static void
test_window (void)
{
  static const char *const pages[] = {"win.events", "win.statistics", "win.reference", "win.marks"};
  for (gsize s = 0; s < G_N_ELEMENTS(scales); s++) {
    set_scale(scales[s]);
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
}

int
main (int argc, char *argv[])
{
  gantry_language_init();
  gtk_disable_setlocale();
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/ui/fitting/window", test_window);
  return g_test_run();
}
