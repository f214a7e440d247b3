/* Lanes arranged by key and pointer, the legend as a filter, lanes found by name, in a window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "timeline/columns.h"
#include "timeline/script.h"
#include "ui/find-lane.h"
#include "ui/lane-arranging.h"
#include "ui/lane-bar.h"

#include <adwaita.h>
#include <string.h>

static const char script[] =
    "model processes\nthing lock l\n0ms main created process\n 0ms main started pid 7\n"
    "1ms child created process by main\n 1ms child started pid 8\n"
    "2ms one created thread by main\n 2ms one started pid 7\n"
    "2ms two created thread by main\n 2ms two started pid 7\n"
    "3ms three created thread by child\n 3ms three started pid 8\n"
    "4ms one running\n 5ms one wait-lock for l\n 9ms one running\n 12ms two running\n"
    "20ms end ok\n";

typedef struct {
  GtkWindow *window;
  GantryChartView *chart;
  GantryFindLane *find;
  GtkWidget *bar;
  GantryTimeline *timeline;
} Shown;

static void
turn (void)
{
  gint64 end = g_get_monotonic_time() + 200000;
  while (g_get_monotonic_time() < end)
    g_main_context_iteration(NULL, FALSE);
}

static void
show_timeline (Shown *shown, GantryTimeline *timeline)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *overlay = gtk_overlay_new();
  shown->timeline = timeline;
  shown->chart = GANTRY_CHART_VIEW(gantry_chart_view_new());
  shown->find = GANTRY_FIND_LANE(gantry_find_lane_new(shown->chart));
  shown->bar = gantry_lane_bar_new(shown->chart);
  shown->window = GTK_WINDOW(gtk_window_new());
  gtk_overlay_set_child(GTK_OVERLAY(overlay), GTK_WIDGET(shown->chart));
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), GTK_WIDGET(shown->find));
  gtk_box_append(GTK_BOX(box), overlay);
  gtk_box_append(GTK_BOX(box), shown->bar);
  gtk_window_set_default_size(shown->window, 900, 700);
  gtk_window_set_child(shown->window, box);
  /* The pointer may happen to lie there, and GTK 4.8 complains of a tooltip that comes after its window. */
  gtk_widget_set_has_tooltip(GTK_WIDGET(shown->chart), FALSE);
  gtk_window_present(shown->window);
  gantry_chart_view_set_timeline(shown->chart, shown->timeline, false);
  turn();
}

static void
show (Shown *shown)
{
  show_timeline(shown, gantry_script_play(script));
}

static void
clear (Shown *shown)
{
  gtk_window_destroy(shown->window);
  gantry_timeline_unref(shown->timeline);
  turn();
}

static void
key (Shown *shown, guint keyval, GdkModifierType state)
{
  g_assert_true(gantry_chart_view_key(shown->chart, keyval, 0, state));
  turn();
}

/* The layout that the chart has now. */
static GantryLayout *
layout (Shown *shown)
{
  GantryView view;
  gantry_chart_view_get_view(shown->chart, &view);
  return gantry_layout_new(shown->timeline, &view);
}

static bool
is_at (Shown *shown, uint32_t lane, GantryRowKind kind, GantryGroupKey *group)
{
  g_autoptr(GantryLayout) now = layout(shown);
  const GantryRow *row = gantry_layout_find_lane(now, lane);
  if (row && group)
    *group = row->group;
  return row && row->kind == kind;
}

static uint32_t
named (Shown *shown, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(shown->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(shown->timeline, i);
    if (strcmp(gantry_lane_get_name(lane), name) == 0)
      return gantry_lane_get_id(lane);
  }
  g_assert_not_reached();
}

static void
test_keys (void)
{
  Shown shown;
  show(&shown);
  uint32_t one = named(&shown, "one"), two = named(&shown, "two");
  g_assert_false(gtk_widget_get_visible(shown.bar));
  gantry_chart_view_select(shown.chart, one);
  key(&shown, GDK_KEY_h, 0);
  g_assert_cmpuint(gantry_chart_view_get_n_hidden(shown.chart), ==, 1);
  g_assert_true(gtk_widget_get_visible(shown.bar));
  GantryView view;
  gantry_chart_view_get_view(shown.chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, two);
  key(&shown, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint(gantry_chart_view_get_n_hidden(shown.chart), ==, 0);
  g_assert_false(gtk_widget_get_visible(shown.bar));
  key(&shown, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  g_assert_cmpuint(gantry_chart_view_get_n_hidden(shown.chart), ==, 1);
  key(&shown, GDK_KEY_H, GDK_SHIFT_MASK);
  g_assert_cmpuint(gantry_chart_view_get_n_hidden(shown.chart), ==, 0);
  gantry_chart_view_select(shown.chart, two);
  key(&shown, GDK_KEY_p, 0);
  GantryGroupKey group;
  g_assert_true(is_at(&shown, two, GANTRY_ROW_LANE, &group));
  g_assert_cmpuint(group, ==, GANTRY_GROUP_PINNED);
  key(&shown, GDK_KEY_p, 0);
  key(&shown, GDK_KEY_Up, GDK_ALT_MASK);
  g_autoptr(GantryLayout) now = layout(&shown);
  g_assert_cmpfloat(gantry_layout_find_lane(now, two)->y, <, gantry_layout_find_lane(now, one)->y);
  clear(&shown);
}

static void
test_fold (void)
{
  Shown shown;
  show(&shown);
  uint32_t one = named(&shown, "one"), three = named(&shown, "three");
  gantry_chart_view_select(shown.chart, one);
  key(&shown, GDK_KEY_g, 0);
  g_assert_true(is_at(&shown, one, GANTRY_ROW_GROUP, NULL));
  g_assert_true(is_at(&shown, three, GANTRY_ROW_LANE, NULL));
  key(&shown, GDK_KEY_g, 0);
  g_assert_true(is_at(&shown, one, GANTRY_ROW_LANE, NULL));
  key(&shown, GDK_KEY_G, GDK_SHIFT_MASK);
  g_assert_true(is_at(&shown, three, GANTRY_ROW_GROUP, NULL));
  /* What is looked for comes out. */
  gantry_chart_view_show_lane(shown.chart, three);
  turn();
  g_assert_true(is_at(&shown, three, GANTRY_ROW_LANE, NULL));
  g_assert_true(is_at(&shown, one, GANTRY_ROW_GROUP, NULL));
  clear(&shown);
}

static unsigned
dimmed (Shown *shown)
{
  GantryView view;
  gantry_chart_view_get_view(shown->chart, &view);
  return view.dimmed;
}

static void
test_legend (void)
{
  Shown shown;
  unsigned all = (1u << GANTRY_N_LEGEND) - 1, running = 1u << GANTRY_LEGEND_RUNNING;
  unsigned lock = 1u << GANTRY_LEGEND_LOCK;
  show(&shown);
  key(&shown, GDK_KEY_1, 0);
  g_assert_cmpuint(dimmed(&shown), ==, all & ~running);
  key(&shown, GDK_KEY_1, 0);
  g_assert_cmpuint(dimmed(&shown), ==, 0);
  gantry_chart_view_choose_legend(shown.chart, GANTRY_LEGEND_LOCK, true);
  g_assert_cmpuint(dimmed(&shown), ==, lock);
  gantry_chart_view_choose_legend(shown.chart, GANTRY_LEGEND_LOCK, false);
  g_assert_cmpuint(dimmed(&shown), ==, all & ~lock);
  turn();
  key(&shown, GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpuint(dimmed(&shown), ==, 0);
  g_assert_false(gantry_chart_view_key(shown.chart, GDK_KEY_9, 0, 0)); /* there are not so many */
  clear(&shown);
}

static void
test_find (void)
{
  Shown shown;
  GantryView view;
  show(&shown);
  g_assert_false(gantry_find_lane_close(shown.find));
  gantry_find_lane_open(shown.find);
  turn();
  GtkEditable *entry = GTK_EDITABLE(gantry_test_find(GTK_WIDGET(shown.find), GTK_TYPE_EDITABLE));
  gtk_editable_set_text(entry, "THR");
  turn();
  gantry_chart_view_get_view(shown.chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, named(&shown, "three"));
  gtk_editable_set_text(entry, "nobody");
  turn();
  g_assert_true(gantry_find_lane_close(shown.find));
  g_assert_false(gtk_widget_get_visible(GTK_WIDGET(shown.find)));
  clear(&shown);
}

/* Another run has lanes of its own; none at all breaks nothing. */
static void
test_other_run (void)
{
  Shown shown;
  show(&shown);
  gantry_chart_view_select(shown.chart, named(&shown, "one"));
  key(&shown, GDK_KEY_h, 0);
  gantry_find_lane_open(shown.find);
  gtk_editable_set_text(GTK_EDITABLE(gantry_test_find(GTK_WIDGET(shown.find), GTK_TYPE_EDITABLE)), "o");
  gantry_chart_view_set_timeline(shown.chart, NULL, false);
  turn();
  g_assert_cmpuint(gantry_chart_view_get_n_hidden(shown.chart), ==, 0);
  gtk_editable_set_text(GTK_EDITABLE(gantry_test_find(GTK_WIDGET(shown.find), GTK_TYPE_EDITABLE)), "on");
  turn();
  gtk_widget_activate_action(GTK_WIDGET(shown.chart), "lane.fold-all", NULL);
  gtk_widget_activate_action(GTK_WIDGET(shown.chart), "lane.menu", NULL);
  gantry_chart_view_set_timeline(shown.chart, shown.timeline, false);
  turn();
  gtk_widget_activate_action(GTK_WIDGET(shown.chart), "lane.menu", NULL);
  turn();
  clear(&shown);
}

/* No square of the groups or the lanes that match: it would take minutes, and end by the test's limit. */
static void
test_many_groups (void)
{
  enum { N_GROUPS = 40000 };
  Shown shown;
  const GantryRunFacts facts = {.title = "Many", .model = "processes", .cores = 1};
  const GantryRunResult result = {.outcome = GANTRY_RUN_OK, .wall_ns = 20000000};
  GantryTimeline *timeline = gantry_timeline_new(&facts);
  for (uint32_t i = 0; i < N_GROUPS; i++) {
    g_autofree char *name = g_strdup_printf("p%u", i);
    GantryLaneFacts lane = {.id = i,
                            .kind = GANTRY_LANE_PROCESS,
                            .parent = GANTRY_NO_LANE,
                            .name = name,
                            .pid = i + 1,
                            .ended = GANTRY_NO_TIME};
    GantryLane *made = gantry_timeline_restore_lane(timeline, &lane, false);
    gantry_lane_restore_end(made, &lane);
  }
  gantry_timeline_restore_result(timeline, &result);
  show_timeline(&shown, timeline);
  gtk_widget_activate_action(GTK_WIDGET(shown.chart), "lane.fold-all", NULL);
  g_autoptr(GantryLayout) folded = layout(&shown);
  for (int i = 0; i < N_GROUPS; i++) {
    const GantryRow *row = gantry_layout_find_lane(
        folded, gantry_lane_get_id(gantry_timeline_get_lane(shown.timeline, (uint32_t)i)));
    g_assert_true(row && row->kind == GANTRY_ROW_GROUP);
  }
  gantry_find_lane_open(shown.find);
  GtkEditable *entry = GTK_EDITABLE(gantry_test_find(GTK_WIDGET(shown.find), GTK_TYPE_EDITABLE));
  static const char *const typed[] = {"p", "p3", "p39", "P39999", "p3999", ""};
  for (guint i = 0; i < G_N_ELEMENTS(typed); i++)
    gtk_editable_set_text(entry, typed[i]);
  gtk_editable_set_text(entry, "P39999");
  turn();
  GantryView view;
  gantry_chart_view_get_view(shown.chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, named(&shown, "p39999"));
  clear(&shown);
}

int
main (int argc, char **argv)
{
  if (!gantry_test_init(&argc, &argv))
    return 77;
  g_test_add_func("/lanes/keys", test_keys);
  g_test_add_func("/lanes/fold", test_fold);
  g_test_add_func("/lanes/legend", test_legend);
  g_test_add_func("/lanes/find", test_find);
  g_test_add_func("/lanes/other-run", test_other_run);
  g_test_add_func("/lanes/many-groups", test_many_groups);
  return g_test_run();
}
