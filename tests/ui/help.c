/* The help page: every picture has words, and it can be shown and closed under each style.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui/help.h"
#include "support.h"

#include "chart/theme.h"
#include "timeline/lane.h"
#include "ui/application.h"
#include "ui/help-picture.h"

static void
turn_loop (int times)
{
  for (int i = 0; i < times; i++) {
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    g_usleep(5000);
  }
}

static guint
count_pictures (GtkWidget *widget)
{
  guint count = GANTRY_IS_HELP_PICTURE(widget);
  if (count)
    gtk_test_accessible_assert_role(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_ROLE_IMG);
  if (count)
    g_assert_true(gtk_test_accessible_has_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    count += count_pictures(child);
  return count;
}

static void
test_pictures_have_words (void)
{
  AdwStyleManager *style = adw_style_manager_get_default();
  GtkWidget *window = gantry_help_new();
  gtk_window_present(GTK_WINDOW(window));
  turn_loop(20);
  g_assert_cmpuint(count_pictures(window), >=, GANTRY_N_LEGEND + 3 + 2 + 2);
  adw_style_manager_set_color_scheme(style, ADW_COLOR_SCHEME_FORCE_DARK);
  turn_loop(20);
  adw_style_manager_set_color_scheme(style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy(GTK_WINDOW(window));
}

/* What a sample shows is what its name says. */
static void
test_states_are_those (void)
{
  for (int i = 0; i < GANTRY_N_LEGEND; i++) {
    GantryState state = gantry_legend_state((GantryLegend)i);
    g_autoptr(GantryTimeline) timeline = gantry_help_state_run(state);
    GantryInterval interval;
    g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, 1);
    gantry_lane_get_interval(gantry_timeline_get_lane(timeline, 0), 0, &interval);
    g_assert_cmpint(gantry_state_legend(interval.state), ==, i);
  }
}

/* The picture keeps to what its text says of it. */
static void
test_areas_tell_the_two_apart (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_help_areas_run();
  int64_t end = gantry_timeline_get_now(timeline);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_IN_FLIGHT, 0, end), ==, 4);
  g_assert_cmpint(gantry_timeline_counter_max(timeline, GANTRY_COUNTER_ON_CPU, 0, end), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_setenv("GTK_A11Y", "test", TRUE);
  if (!gantry_test_init(&argc, &argv))
    return 77; /* no display */
  g_test_add_func("/help/pictures-have-words", test_pictures_have_words);
  g_test_add_func("/help/states-are-those", test_states_are_those);
  g_test_add_func("/help/areas", test_areas_tell_the_two_apart);
  return g_test_run();
}
