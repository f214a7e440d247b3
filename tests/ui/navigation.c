/* Moving about in the chart by key, and back: intervals, ranges, marks, moments, and words for each step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "timeline/bookmarks.h"
#include "timeline/kitchen.h"
#include "timeline/script.h"
#include "ui/chart-popover.h"
#include "ui/chart-walk.h"
#include "ui/go-to-time.h"
#include "ui/marks.h"
#include "ui/overview.h"

#include <string.h>

#define MS INT64_C(1000000)

typedef struct {
  GtkWindow *window;
  GantryChartView *chart;
  GantryTimeline *timeline;
  char *told; /* last */
} Fixture;

static void
on_hover (GantryChartView *chart, const char *text, gpointer data)
{
  Fixture *fixture = data;
  g_free(fixture->told);
  fixture->told = g_strdup(text);
}

static void
set_up (Fixture *fixture, gconstpointer script)
{
  fixture->timeline = gantry_script_play(script);
  fixture->window = GTK_WINDOW(gtk_window_new());
  fixture->chart = GANTRY_CHART_VIEW(gantry_chart_view_new());
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(fixture->chart));
  gtk_box_append(GTK_BOX(box), gantry_overview_strip_new(fixture->chart));
  gtk_window_set_default_size(fixture->window, 900, 500);
  gtk_window_set_child(fixture->window, box);
  g_signal_connect(fixture->chart, "hover", G_CALLBACK(on_hover), fixture);
  gantry_chart_view_set_timeline(fixture->chart, fixture->timeline, false);
  gtk_window_present(fixture->window);
  gantry_test_turn_loop(30);
}

static void
tear_down (Fixture *fixture, gconstpointer script)
{
  g_signal_handlers_disconnect_by_data(fixture->chart, fixture);
  gtk_window_destroy(fixture->window);
  gantry_test_turn_loop(5);
  gantry_timeline_unref(fixture->timeline);
  g_free(fixture->told);
}

/* A key, and time for what it does to be over. */
static void
press (Fixture *fixture, guint keyval, GdkModifierType state)
{
  g_assert_true(gantry_chart_view_key(fixture->chart, keyval, 0, state));
  gantry_test_turn_loop(1);
}

static void
assert_interval (Fixture *fixture, const char *name, int64_t start)
{
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  g_assert_true(gantry_chart_view_get_interval(fixture->chart, &lane, &index, &interval));
  g_assert_cmpstr(gantry_lane_get_name(gantry_timeline_find_lane(fixture->timeline, lane)), ==, name);
  g_assert_cmpint(interval.start, ==, start);
  g_assert_nonnull(fixture->told);
  g_assert_true(g_str_has_prefix(fixture->told, name));
}

static void
choose (Fixture *fixture, const char *name, int64_t ms)
{
  const GantryLane *lane = gantry_script_find_lane(fixture->timeline, name);
  size_t index;
  g_assert_true(gantry_lane_find(lane, ms * MS, &index));
  gantry_chart_view_select_interval(fixture->chart, gantry_lane_get_id(lane), index);
  gantry_test_turn_loop(1);
}

static void
test_walk (Fixture *fixture, gconstpointer script)
{
  choose(fixture, "two", 10);
  press(fixture, GDK_KEY_Right, 0);
  assert_interval(fixture, "two", 20 * MS);
  press(fixture, GDK_KEY_period, 0);
  assert_interval(fixture, "two", 22 * MS);
  press(fixture, GDK_KEY_Right, 0); /* there is no further one, and that is told */
  g_assert_true(g_str_has_suffix(fixture->told, "."));
  press(fixture, GDK_KEY_less, GDK_SHIFT_MASK);
  assert_interval(fixture, "two", 3 * MS);
  press(fixture, GDK_KEY_period, GDK_SHIFT_MASK);
  assert_interval(fixture, "two", 22 * MS);
  press(fixture, GDK_KEY_bracketleft, 0);
  assert_interval(fixture, "one", 1 * MS);
  press(fixture, GDK_KEY_bracketright, 0);
  assert_interval(fixture, "two", 4 * MS);
  press(fixture, GDK_KEY_Up, 0); /* what another did then */
  assert_interval(fixture, "one", 1 * MS);
  press(fixture, GDK_KEY_z, GDK_CONTROL_MASK);
  press(fixture, GDK_KEY_Left, GDK_ALT_MASK);
  uint32_t lane;
  size_t index;
  GantryInterval interval;
  g_assert_true(gantry_chart_view_get_interval(fixture->chart, &lane, &index, &interval));
  g_assert_cmpint(interval.start, ==, 1 * MS);
  press(fixture, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_true(gantry_chart_view_get_interval(fixture->chart, &lane, &index, &interval));
  g_assert_cmpint(interval.start, ==, 4 * MS);
}

/* What is seen as a whole stays where it is, however much of the sight it takes. */
static void
test_walk_in_sight (Fixture *fixture, gconstpointer script)
{
  GantryView before, after;
  gantry_chart_view_get_view(fixture->chart, &before);
  gantry_chart_view_reveal(fixture->chart, 0, 0, gantry_timeline_get_now(fixture->timeline));
  gantry_test_turn_loop(60);
  gantry_chart_view_get_view(fixture->chart, &after);
  g_assert_cmpint(after.from, ==, before.from);
  g_assert_cmpint(after.to, ==, before.to);
}

/* Without a lane the first one is begun with; without a run nothing happens. */
static void
test_walk_from_nothing (Fixture *fixture, gconstpointer script)
{
  press(fixture, GDK_KEY_period, 0);
  GantryView view;
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpuint(view.selected_lane, !=, GANTRY_NO_LANE);
  gantry_chart_view_set_timeline(fixture->chart, NULL, false);
  g_assert_false(gantry_chart_view_key(fixture->chart, GDK_KEY_period, 0, 0));
  gantry_chart_view_walk(fixture->chart, GANTRY_WALK_CAUSE);
  gantry_chart_view_extend_range(fixture->chart, 1);
  gantry_chart_view_undo(fixture->chart);
  gantry_marks_ask(fixture->chart);
  g_assert_false(gantry_chart_entry_close(fixture->chart));
}

static void
assert_range (Fixture *fixture, int64_t expected_from, int64_t expected_to)
{
  int64_t from, to;
  g_assert_true(gantry_chart_view_get_selection(fixture->chart, &from, &to));
  g_assert_cmpint(from, ==, expected_from);
  g_assert_cmpint(to, ==, expected_to);
}

static void
test_range (Fixture *fixture, gconstpointer script)
{
  int64_t from, to;
  choose(fixture, "two", 10);
  press(fixture, GDK_KEY_Right, GDK_SHIFT_MASK); /* the interval, edge by edge */
  assert_range(fixture, 4 * MS, 20 * MS);
  press(fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  assert_range(fixture, 4 * MS, 22 * MS);
  g_assert_nonnull(strstr(fixture->told, "18.0 ms"));
  press(fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  press(fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  press(fixture, GDK_KEY_Left, GDK_SHIFT_MASK); /* past its begin */
  assert_range(fixture, 3 * MS, 4 * MS);
  g_assert_true(gantry_chart_view_clear_choice(fixture->chart));
  gantry_test_turn_loop(1);
  g_assert_false(gantry_chart_view_get_selection(fixture->chart, &from, &to));
  press(fixture, GDK_KEY_r, 0);
  assert_range(fixture, 4 * MS, 20 * MS);
  GantryView whole, close, again;
  gantry_chart_view_get_view(fixture->chart, &whole);
  press(fixture, GDK_KEY_f, 0);
  gantry_chart_view_get_view(fixture->chart, &close);
  g_assert_cmpint(close.to - close.from, <, (whole.to - whole.from) / 2);
  g_assert_cmpint(close.from, <=, 4 * MS);
  g_assert_cmpint(close.to, >=, 20 * MS);
  press(fixture, GDK_KEY_f, 0); /* again: the whole */
  gantry_chart_view_get_view(fixture->chart, &again);
  g_assert_cmpint(again.from, ==, whole.from);
  g_assert_cmpint(again.to, ==, whole.to);
  g_assert_true(gantry_chart_view_clear_choice(fixture->chart));  /* the range, */
  g_assert_true(gantry_chart_view_clear_choice(fixture->chart));  /* the lane, */
  g_assert_false(gantry_chart_view_clear_choice(fixture->chart)); /* and nothing more */
}

/* All of a place comes back: range, scroll, lane, interval and chosen range. */
static void
test_undo_all (Fixture *fixture, gconstpointer script)
{
  GantryView first, view;
  gantry_chart_view_get_view(fixture->chart, &first);
  gantry_chart_view_zoom(fixture->chart, 4, -1);
  gantry_test_turn_loop(1);
  choose(fixture, "two", 10);
  gantry_chart_view_set_selection(fixture->chart, 5 * MS, 9 * MS);
  gantry_test_turn_loop(1);
  gantry_chart_view_pan(fixture->chart, 0.5);
  gantry_test_turn_loop(1);
  gantry_chart_view_undo(fixture->chart);
  assert_range(fixture, 5 * MS, 9 * MS);
  gantry_chart_view_undo(fixture->chart);
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.selection_from, ==, GANTRY_NO_TIME);
  g_assert_cmpint(view.selected_start, ==, 4 * MS);
  gantry_chart_view_undo(fixture->chart);
  gantry_chart_view_undo(fixture->chart);
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.from, ==, first.from);
  g_assert_cmpint(view.to, ==, first.to);
  g_assert_cmpuint(view.selected_lane, ==, GANTRY_NO_LANE);
  gantry_chart_view_undo(fixture->chart); /* nothing is left */
  for (int i = 0; i < 4; i++)
    gantry_chart_view_redo(fixture->chart);
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.selection_to, ==, 9 * MS);
  g_assert_cmpint(view.to - view.from, <, first.to - first.from);
  gantry_chart_view_set_timeline(fixture->chart, fixture->timeline, false); /* another run has no past */
  gantry_chart_view_get_view(fixture->chart, &first);
  gantry_chart_view_undo(fixture->chart);
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.from, ==, first.from);
}

static void
test_marks (Fixture *fixture, gconstpointer script)
{
  choose(fixture, "two", 10);
  press(fixture, GDK_KEY_Left, 0);
  press(fixture, GDK_KEY_Right, 0);
  gantry_marks_ask(fixture->chart); /* at the interval's begin */
  g_assert_nonnull(fixture->chart->popover);
  gantry_test_turn_loop(5);
  g_assert_true(gantry_chart_entry_close(fixture->chart));
  gantry_test_turn_loop(40);
  g_assert_null(fixture->chart->popover);
  gantry_marks_set(fixture->chart, 4 * MS, "waits");
  gantry_marks_set(fixture->chart, 22 * MS, "goes on");
  g_assert_nonnull(strstr(fixture->told, "18.0 ms after waits"));
  gantry_chart_view_go_to_bookmark(fixture->chart, 1);
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, 4 * MS);
  gantry_chart_view_go_to_bookmark(fixture->chart, 1);
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, 22 * MS);
  gantry_chart_view_go_to_bookmark(fixture->chart, 1); /* round */
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, 4 * MS);
  gantry_marks_remove(fixture->chart, 4 * MS);
  gantry_marks_remove(fixture->chart, 22 * MS);
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(fixture->timeline));
  gantry_chart_view_go_to_bookmark(fixture->chart, 1);
  g_assert_nonnull(strstr(fixture->told, "no mark"));
}

static void
type (Fixture *fixture, const char *text)
{
  GtkWidget *entry = gantry_test_find(fixture->chart->popover, GTK_TYPE_ENTRY);
  g_assert_nonnull(entry);
  gtk_editable_set_text(GTK_EDITABLE(entry), text);
  g_signal_emit_by_name(entry, "activate");
  gantry_test_turn_loop(5);
}

static void
test_go_to_time (Fixture *fixture, gconstpointer script)
{
  gantry_marks_set(fixture->chart, 30 * MS, "the end of one");
  gantry_go_to_time_open(fixture->chart);
  gantry_test_turn_loop(10);
  type(fixture, "soon"); /* told, and the entry stays */
  g_assert_nonnull(fixture->chart->popover);
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, GANTRY_NO_TIME);
  type(fixture, "50%");
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, 25 * MS);
  gantry_test_turn_loop(40);
  g_assert_null(fixture->chart->popover);
  gantry_go_to_time_open(fixture->chart);
  type(fixture, "the end");
  g_assert_cmpint(gantry_chart_view_get_playhead(fixture->chart), ==, 30 * MS);
  gantry_go_to_time_open(fixture->chart);
  gantry_chart_view_set_timeline(fixture->chart, NULL, false); /* the run goes away meanwhile */
  gantry_test_turn_loop(40);
  g_assert_null(fixture->chart->popover);
}

/* The gesture that moves things, as if a pointer had. */
static void
drag (GtkWidget *widget, double x, double y, double dx, double dy)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(widget);
  for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
    g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);
    if (!GTK_IS_GESTURE_DRAG(controller))
      continue;
    g_signal_emit_by_name(controller, "drag-begin", x, y);
    g_signal_emit_by_name(controller, "drag-update", dx / 2, dy / 2);
    gantry_test_turn_loop(1);
    g_signal_emit_by_name(controller, "drag-update", dx, dy);
    g_signal_emit_by_name(controller, "drag-end", dx, dy);
  }
  gantry_test_turn_loop(2);
}

static const GantryRow *
ruler_of (const GantryLayout *layout)
{
  for (guint i = 0; i < layout->rows->len; i++)
    if (g_array_index(layout->rows, GantryRow, i).kind == GANTRY_ROW_RULER)
      return &g_array_index(layout->rows, GantryRow, i);
  g_assert_not_reached();
}

/* On the ruler a range is chosen, from edge to edge; its ends can be taken hold of again. */
static void
test_drag_range (Fixture *fixture, gconstpointer script)
{
  const GantryLayout *layout = fixture->chart->layout;
  const GantryRow *row = ruler_of(layout);
  double y = row->y + row->height / 2, first = gantry_layout_x(layout, 4 * MS);
  double last = gantry_layout_x(layout, 22 * MS),
         ms = gantry_layout_x(layout, MS) - gantry_layout_x(layout, 0);
  int64_t from, to;
  GantryView before, after;
  gantry_chart_view_get_view(fixture->chart, &before);
  drag(GTK_WIDGET(fixture->chart), first + 2, y, last - first - 4, 3);
  assert_range(fixture, 4 * MS, 22 * MS);
  g_assert_nonnull(strstr(fixture->told, "18.0 ms"));
  drag(GTK_WIDGET(fixture->chart), last + 1, y, 8 * ms, 0);
  assert_range(fixture, 4 * MS, 30 * MS);
  gantry_chart_view_get_view(fixture->chart, &after);
  g_assert_cmpint(after.from, ==, before.from); /* nothing was moved */
  gantry_chart_view_undo(fixture->chart);
  assert_range(fixture, 4 * MS, 22 * MS);
  gantry_chart_view_undo(fixture->chart); /* a drag is one step */
  g_assert_false(gantry_chart_view_get_selection(fixture->chart, &from, &to));
  drag(GTK_WIDGET(fixture->chart), 500, 300, -100, 0); /* among the lanes the chart is moved */
  gantry_chart_view_get_view(fixture->chart, &after);
  g_assert_cmpint(after.from, >, before.from);
  gantry_chart_view_undo(fixture->chart);
  gantry_chart_view_get_view(fixture->chart, &after);
  g_assert_cmpint(after.from, ==, before.from);
}

static GtkEventController *
scroll_of (Fixture *fixture)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(GTK_WIDGET(fixture->chart));
  for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
    g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_SCROLL(controller))
      return controller; /* the chart's */
  }
  g_assert_not_reached();
}

/* A fling goes on and comes to rest, all of it one step; without animations it ends with the fingers. */
static void
test_fling (Fixture *fixture, gconstpointer script)
{
  GtkSettings *settings = gtk_widget_get_settings(GTK_WIDGET(fixture->chart));
  GtkEventController *scroll = scroll_of(fixture);
  gboolean is_taken;
  gantry_chart_view_zoom(fixture->chart, 8, -1);
  gantry_test_turn_loop(5);
  int64_t start = fixture->chart->view.from;
  g_object_set(settings, "gtk-enable-animations", FALSE, NULL);
  g_signal_emit_by_name(scroll, "decelerate", 1.0, 0.0);
  gantry_test_turn_loop(10);
  g_assert_cmpint(fixture->chart->view.from, ==, start);
  g_object_set(settings, "gtk-enable-animations", TRUE, NULL);
  for (int i = 0; i < 5; i++)
    g_signal_emit_by_name(scroll, "scroll", 0.2, 0.0, &is_taken);
  int64_t let_go = fixture->chart->view.from;
  g_assert_cmpint(let_go, >, start);
  g_signal_emit_by_name(scroll, "decelerate", 1.0, 0.0);
  for (int i = 0; i < 600 && fixture->chart->motion.tick; i++)
    gantry_test_turn_loop(2);
  g_assert_cmpuint(fixture->chart->motion.tick, ==, 0);
  g_assert_cmpint(fixture->chart->view.from, >, let_go);
  gantry_chart_view_undo(fixture->chart);
  g_assert_cmpint(fixture->chart->view.from, ==, start);
}

/* What is asked for holds at once; what is drawn follows. */
static void
test_glide (Fixture *fixture, gconstpointer script)
{
  int64_t from, to, before = fixture->chart->view.to - fixture->chart->view.from;
  press(fixture, GDK_KEY_plus, 0);
  int64_t wanted = fixture->chart->view.to - fixture->chart->view.from;
  g_assert_cmpint(wanted, <, before);
  gantry_chart_view_get_drawn_range(fixture->chart, &from, &to);
  g_assert_cmpint(to - from, >=, wanted);
  g_assert_cmpint(to - from, <=, before);
  for (int i = 0; i < 200 && fixture->chart->motion.tick; i++)
    gantry_test_turn_loop(2);
  gantry_chart_view_get_drawn_range(fixture->chart, &from, &to);
  g_assert_cmpint(to - from, ==, wanted);
}

/* The frame in the strip, its edges, and elsewhere. */
static void
test_overview (Fixture *fixture, gconstpointer script)
{
  GtkWidget *strip = gtk_widget_get_next_sibling(GTK_WIDGET(fixture->chart));
  double left = fixture->chart->layout->plot_left, width = fixture->chart->layout->plot_right - left;
  GantryView view;
  gantry_chart_view_show_range(fixture->chart, 20 * MS, 30 * MS);
  gantry_test_turn_loop(5);
  int64_t from = fixture->chart->view.from, span = fixture->chart->view.to - from;
  drag(strip, left + width / 2, 15, width / 5, 0); /* by a fifth of 50 ms */
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.to - view.from, ==, span);
  g_assert_cmpint(ABS(view.from - from - 10 * MS), <, MS / 2);
  gantry_chart_view_undo(fixture->chart);
  drag(strip, left + width * (double)(from + span) / (50.0 * MS), 15, -width / 20, 0);
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(view.from, ==, from); /* that edge alone */
  g_assert_cmpint(view.to, <, from + span);
  drag(strip, left + width / 10, 15, 0, 0); /* a click: there */
  gantry_chart_view_get_view(fixture->chart, &view);
  g_assert_cmpint(ABS((view.from + view.to) / 2 - 5 * MS), <, MS / 2);
  gantry_chart_view_set_timeline(fixture->chart, NULL, false);
  gantry_test_turn_loop(2);
  drag(strip, 300, 15, 50, 0); /* without a run nothing happens */
}

/* While a run goes on, following is a place to come back to. */
/* Of very many arrows the causes are found on another thread: the key says so, and then leads there. */
static void
test_causes_of_a_long_run (Fixture *fixture, gconstpointer script)
{
  g_autoptr(GantryTimeline) run = gantry_test_run(
      "on simulated\nqueue q(1)\ntask t:\n    repeat 160000:\n        get q\nmain:\n    start t\n"
      "    repeat 160000 as i:\n        put q i\n    join\n");
  g_assert_cmpuint(gantry_timeline_get_n_arrows(run), >, 100000);
  gantry_chart_view_set_timeline(fixture->chart, run, false);
  gantry_test_turn_loop(20);
  const GantryLane *lane = gantry_timeline_get_lane(run, 1);
  uint32_t chosen = gantry_lane_get_id(lane);
  size_t index = gantry_lane_get_n_intervals(lane) / 2;
  for (int i = 0; i < 2000 && chosen == gantry_lane_get_id(lane); i++) {
    gantry_chart_view_select_interval(fixture->chart, gantry_lane_get_id(lane), index);
    press(fixture, GDK_KEY_bracketleft, 0);
    if (i == 0)
      g_assert_nonnull(strstr(fixture->told, "still being found"));
    gantry_test_turn_loop(1);
    g_assert_true(gantry_chart_view_get_interval(fixture->chart, &chosen, &index, NULL));
    index += i % 4;
  }
  g_assert_cmpuint(chosen, !=, gantry_lane_get_id(lane));
}

static void
test_undo_to_following (Fixture *fixture, gconstpointer script)
{
  gantry_chart_view_set_timeline(fixture->chart, fixture->timeline, true);
  gantry_test_turn_loop(5);
  g_assert_true(gantry_chart_view_is_following(fixture->chart));
  choose(fixture, "one", 10); /* a choice does not end it */
  g_assert_true(gantry_chart_view_is_following(fixture->chart));
  gantry_chart_view_pan(fixture->chart, -0.3);
  gantry_test_turn_loop(1);
  g_assert_false(gantry_chart_view_is_following(fixture->chart));
  gantry_chart_view_undo(fixture->chart);
  g_assert_true(gantry_chart_view_is_following(fixture->chart));
  gantry_chart_view_set_ended(fixture->chart);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*test)(Fixture *, gconstpointer);
  } tests[] = {
      {"/navigation/walk", test_walk},
      {"/navigation/walk-in-sight", test_walk_in_sight},
      {"/navigation/walk-from-nothing", test_walk_from_nothing},
      {"/navigation/range", test_range},
      {"/navigation/undo-all", test_undo_all},
      {"/navigation/marks", test_marks},
      {"/navigation/go-to-time", test_go_to_time},
      {"/navigation/drag-range", test_drag_range},
      {"/navigation/fling", test_fling},
      {"/navigation/glide", test_glide},
      {"/navigation/overview", test_overview},
      {"/navigation/causes-of-a-long-run", test_causes_of_a_long_run},
      {"/navigation/undo-to-following", test_undo_to_following},
  };
  if (!gantry_test_init(&argc, &argv))
    return 77;
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Fixture, gantry_kitchen, set_up, tests[i].test, tear_down);
  return g_test_run();
}
