/* The list of events and the figures, beside a chart in a window: in step with it, sorted, copied, live.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/figures.h"
#include "support.h"
#include "timeline/script.h"
#include "ui/event-page.h"
#include "ui/statistics-page.h"
#include "ui/table-view.h"

#include <adwaita.h>
#include <string.h>

static const char head[] = "thing lock l\n0ms main created thread\n 0ms main started\n 0ms main running\n"
                           "1ms one created thread by main\n 1ms one started\n 1ms one running\n";

typedef struct {
  GtkWindow *window;
  GantryChartView *chart;
  GtkWidget *page;
} Shown;

static void
turn (int ms)
{
  gint64 end = g_get_monotonic_time() + ms * 1000;
  while (g_get_monotonic_time() < end)
    g_main_context_iteration(NULL, FALSE);
}

static void
show (Shown *shown, GtkWidget *(*make)(GantryChartView *chart), GantryTimeline *timeline, bool live)
{
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  shown->chart = GANTRY_CHART_VIEW(gantry_chart_view_new());
  shown->page = make(shown->chart);
  shown->window = GTK_WINDOW(gtk_window_new());
  gtk_widget_set_size_request(shown->page, -1, 260);
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(shown->chart));
  gtk_box_append(GTK_BOX(box), shown->page);
  gtk_window_set_default_size(shown->window, 900, 700);
  gtk_window_set_child(shown->window, box);
  gtk_window_present(shown->window);
  gantry_chart_view_set_timeline(shown->chart, timeline, live);
  turn(600);
}

/* The first descendant of that type. */
static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a(G_OBJECT_TYPE(widget), type))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find(child, type);
  return found;
}

static GtkSingleSelection *
selection_of (Shown *shown)
{
  GtkWidget *view = find(shown->page, GTK_TYPE_COLUMN_VIEW);
  return GTK_SINGLE_SELECTION(gtk_column_view_get_model(GTK_COLUMN_VIEW(view)));
}

static guint
count (Shown *shown)
{
  return g_list_model_get_n_items(G_LIST_MODEL(selection_of(shown)));
}

static void
test_events (void)
{
  g_autofree char *text = g_strconcat(head,
                                      "3ms one wait-lock for l\n 7ms one running\n 9ms one ended ok\n"
                                      "12ms main ended ok\n 12ms end ok\n",
                                      NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  Shown shown;
  show(&shown, gantry_event_page_new, timeline, false);
  guint all = count(&shown);
  g_assert_cmpuint(all, >=, 5);
  /* From the chart to the list, and back. */
  const GantryLane *one = gantry_timeline_get_lane(timeline, 1);
  size_t index, found;
  uint32_t lane;
  g_assert_true(gantry_lane_find(one, 4000000, &index));
  gantry_chart_view_select_interval(shown.chart, gantry_lane_get_id(one), index);
  turn(50);
  guint place = gtk_single_selection_get_selected(selection_of(&shown));
  g_assert_cmpuint(place, <, all);
  gantry_chart_view_select(shown.chart, GANTRY_NO_LANE);
  turn(50);
  g_assert_cmpuint(gtk_single_selection_get_selected(selection_of(&shown)), ==, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_selected(selection_of(&shown), place);
  turn(50);
  g_assert_true(gantry_chart_view_get_interval(shown.chart, &lane, &found, NULL));
  g_assert_cmpuint(lane, ==, gantry_lane_get_id(one));
  g_assert_cmpuint(found, ==, index);
  /* Fewer, and none. */
  GtkEditable *filter = GTK_EDITABLE(find(shown.page, GTK_TYPE_SEARCH_ENTRY));
  gtk_editable_set_text(filter, "waits lock");
  turn(800);
  g_assert_cmpuint(count(&shown), ==, 1);
  gtk_editable_set_text(filter, "nothing of this kind");
  turn(800);
  g_assert_cmpuint(count(&shown), ==, 0);
  gantry_chart_view_set_timeline(shown.chart, NULL, false);
  turn(300);
  gtk_window_destroy(shown.window);
  turn(50);
}

/* How many rows are in sight as a whole, and whether the selected one is among them. */
static guint
count_rows (Shown *shown, bool *has_selected)
{
  GtkWidget *list = find(find(shown->page, GTK_TYPE_COLUMN_VIEW), GTK_TYPE_LIST_VIEW);
  float height = (float)gtk_widget_get_height(list);
  guint n_rows = 0;
  *has_selected = false;
  for (GtkWidget *row = gtk_widget_get_first_child(list); row; row = gtk_widget_get_next_sibling(row)) {
    graphene_rect_t place;
    if (!gtk_widget_get_child_visible(row) || !gtk_widget_compute_bounds(row, list, &place) ||
        place.origin.y < 0 || place.origin.y + place.size.height > height)
      continue;
    n_rows++;
    *has_selected = *has_selected || gtk_widget_get_state_flags(row) & GTK_STATE_FLAG_SELECTED;
  }
  return n_rows;
}

static GantryTimeline *
play_many (int n)
{
  g_autoptr(GString) text = g_string_new(head);
  for (int i = 2; i < n; i++)
    g_string_append_printf(text, "%dms one %s\n", i, i % 2 == 0 ? "sleeping" : "running");
  g_string_append_printf(text, "%dms one ended ok\n %dms main ended ok\n %dms end ok\n", n, n, n);
  return gantry_script_play(text->str);
}

/* Where something is selected before the list is shown for the first time, and each time after. */
static void
test_opened_late (void)
{
  g_autoptr(GantryTimeline) timeline = play_many(200);
  const GantryLane *one = gantry_timeline_get_lane(timeline, 1);
  size_t index;
  Shown shown;
  show(&shown, gantry_event_page_new, NULL, false);
  gtk_widget_set_visible(shown.page, FALSE);
  gantry_chart_view_set_timeline(shown.chart, timeline, false);
  g_assert_true(gantry_lane_find(one, 120 * 1000000, &index));
  gantry_chart_view_select_interval(shown.chart, gantry_lane_get_id(one), index);
  turn(100);
  for (int i = 0; i < 2; i++) {
    gtk_widget_set_visible(shown.page, TRUE);
    turn(500);
    bool has_selected;
    g_assert_cmpuint(count_rows(&shown, &has_selected), >=, 5);
    g_assert_true(has_selected);
    gtk_widget_set_visible(shown.page, FALSE);
    turn(100);
  }
  gtk_window_destroy(shown.window);
  turn(50);
}

static bool
is_in (Shown *shown, GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus(shown->window);
  return focus && gtk_widget_is_ancestor(focus, widget);
}

/* The row below the one with the focus gets it, as by Down, which is a matter of the toolkit's. */
static void
go_down (Shown *shown, GtkWidget *list)
{
  GtkWidget *row = gtk_window_get_focus(shown->window);
  while (gtk_widget_get_parent(row) != list)
    row = gtk_widget_get_parent(row);
  g_assert_true(gtk_widget_grab_focus(gtk_widget_get_next_sibling(row)));
}

/* Between the entry and the rows, each of which is what the entry's words find, however soon the key comes.
 */
static void
test_keys (void)
{
  g_autoptr(GantryTimeline) timeline = play_many(200);
  Shown shown;
  show(&shown, gantry_event_page_new, timeline, false);
  GtkWidget *entry = find(shown.page, GTK_TYPE_SEARCH_ENTRY), *view = find(shown.page, GTK_TYPE_COLUMN_VIEW);
  GtkWidget *list = find(view, GTK_TYPE_LIST_VIEW);
  guint all = count(&shown);
  gtk_single_selection_set_selected(selection_of(&shown), 150);
  gtk_widget_grab_focus(entry);
  turn(100);
  g_assert_true(gantry_test_press(entry, GDK_KEY_Up)); /* it is no business of the chart's */
  g_assert_true(gantry_test_press(entry, GDK_KEY_Down));
  turn(100);
  g_assert_true(is_in(&shown, list));
  g_assert_true(gantry_table_view_is_at_first(GTK_COLUMN_VIEW(view)));
  g_assert_cmpuint(gtk_single_selection_get_selected(selection_of(&shown)), ==, 0);
  g_assert_true(gantry_test_press(view, GDK_KEY_Up));
  g_assert_true(is_in(&shown, entry));
  gtk_editable_set_text(GTK_EDITABLE(entry), "sleeps");
  g_signal_emit_by_name(entry, "activate");
  turn(800);
  g_assert_cmpuint(count(&shown), <, all);
  g_assert_true(is_in(&shown, list));
  g_assert_true(gantry_table_view_is_at_first(GTK_COLUMN_VIEW(view)));
  go_down(&shown, list);
  g_assert_false(gantry_table_view_is_at_first(GTK_COLUMN_VIEW(view)));
  g_assert_false(gantry_test_press(view, GDK_KEY_Up));
  gtk_widget_grab_focus(entry);
  gtk_editable_set_text(GTK_EDITABLE(entry), "nothing of this kind");
  g_assert_true(gantry_test_press(entry, GDK_KEY_Down));
  turn(800);
  g_assert_cmpuint(count(&shown), ==, 0);
  g_assert_true(is_in(&shown, entry));
  gtk_window_destroy(shown.window);
  turn(50);
}

static void
test_sorted (void)
{
  g_autofree char *text =
      g_strconcat(head, "3ms one wait-lock for l\n 9ms one ended ok\n 12ms end ok\n", NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  Shown shown;
  show(&shown, gantry_event_page_new, timeline, false);
  GtkColumnView *view = GTK_COLUMN_VIEW(find(shown.page, GTK_TYPE_COLUMN_VIEW));
  const GantryLane *main_lane = gantry_timeline_get_lane(timeline, 0);
  size_t longest;
  g_assert_true(gantry_lane_find(main_lane, 6000000, &longest));
  g_autoptr(GtkColumnViewColumn) lasts = g_list_model_get_item(gtk_column_view_get_columns(view), 4);
  gtk_column_view_sort_by_column(view, lasts, GTK_SORT_DESCENDING);
  turn(300);
  gantry_chart_view_select_interval(shown.chart, gantry_lane_get_id(main_lane), longest);
  turn(50);
  g_assert_cmpuint(gtk_single_selection_get_selected(selection_of(&shown)), ==, 0);
  gtk_column_view_sort_by_column(view, lasts, GTK_SORT_ASCENDING);
  turn(300);
  g_assert_cmpuint(gtk_single_selection_get_selected(selection_of(&shown)), ==, count(&shown) - 1);
  gtk_window_destroy(shown.window);
  turn(50);
}

static void
test_events_live (void)
{
  g_autoptr(GantryScript) script = gantry_script_new(head);
  Shown shown;
  show(&shown, gantry_event_page_new, gantry_script_get_timeline(script), true);
  guint before = count(&shown);
  for (int i = 2; i < 60; i++) {
    g_autofree char *line =
        g_strdup_printf("%dms one %s\n %dms pass\n", i, i % 2 == 0 ? "sleeping" : "running", i);
    gantry_script_feed(script, line);
  }
  turn(1200);
  g_assert_cmpuint(count(&shown), >, before);
  gantry_script_feed(script, "90ms one ended ok\n 90ms main ended ok\n 90ms end ok\n 90ms finish\n");
  gantry_chart_view_set_ended(shown.chart);
  turn(1200);
  g_assert_cmpuint(count(&shown), >=, 58);
  gtk_window_destroy(shown.window);
  turn(50);
}

static void
on_text (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish(GDK_CLIPBOARD(clipboard), result, NULL);
}

static char *
copied (Shown *shown, const char *action)
{
  char *text = NULL;
  g_assert_true(gtk_widget_activate_action(shown->page, action, NULL));
  gdk_clipboard_read_text_async(gtk_widget_get_clipboard(shown->page), NULL, on_text, &text);
  while (!text)
    g_main_context_iteration(NULL, TRUE);
  return text;
}

static void
test_statistics (void)
{
  g_autofree char *script = g_strconcat(head,
                                        "3ms one wait-lock for l\n 7ms one running\n 9ms one ended ok\n"
                                        "12ms main ended ok\n 12ms end ok\n",
                                        NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  Shown shown;
  show(&shown, gantry_statistics_page_new, timeline, false);
  g_autoptr(GantryFigures) whole =
      gantry_figures_new(timeline, GANTRY_FIGURES_LANES, GANTRY_NO_TIME, GANTRY_NO_TIME);
  g_autofree char *expected = gantry_figures_to_csv(whole, NULL, 0);
  g_autofree char *csv = copied(&shown, "clipboard.copy");
  g_assert_cmpstr(csv, ==, expected);
  g_autofree char *markdown = copied(&shown, "figures.copy-markdown");
  g_assert_true(g_str_has_prefix(markdown, "| Lane | In all |"));
  /* A part of it. */
  gtk_drop_down_set_selected(GTK_DROP_DOWN(find(shown.page, GTK_TYPE_DROP_DOWN)), 2);
  gantry_chart_view_set_selection(shown.chart, 4000000, 5000000);
  turn(700);
  g_autoptr(GantryFigures) part = gantry_figures_new(timeline, GANTRY_FIGURES_LANES, 4000000, 5000000);
  g_autofree char *expected_part = gantry_figures_to_csv(part, NULL, 0);
  g_autofree char *csv_of_part = copied(&shown, "figures.copy-csv");
  g_assert_cmpstr(csv_of_part, ==, expected_part);
  g_assert_cmpstr(csv_of_part, !=, csv);
  /* A row is its lane. */
  gtk_single_selection_set_selected(selection_of(&shown), 1);
  turn(50);
  GantryView view;
  gantry_chart_view_get_view(shown.chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, gantry_lane_get_id(gantry_timeline_get_lane(timeline, 1)));
  gantry_chart_view_set_timeline(shown.chart, NULL, false);
  turn(300);
  g_assert_cmpuint(count(&shown), ==, 0);
  gtk_window_destroy(shown.window);
  turn(50);
}

/* Escape takes back what is sought, then leaves the drawer for the chart; not one word of what it does
 * elsewhere. */
static void
test_escape (void)
{
  g_autofree char *text = g_strconcat(head, "9ms one ended ok\n 12ms main ended ok\n 12ms end ok\n", NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  GantryWindow *window = gantry_test_window();
  gantry_window_show_trace(window, timeline, NULL, "fixed");
  gantry_chart_view_select(window->chart, 1);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.events", NULL);
  gantry_test_turn_loop(40);
  GtkEditable *sought = GTK_EDITABLE(find(GTK_WIDGET(window->drawer), GTK_TYPE_SEARCH_ENTRY));
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));
  g_assert_true(focus && gtk_widget_is_ancestor(focus, GTK_WIDGET(sought)));
  gtk_editable_set_text(sought, "one");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpstr(gtk_editable_get_text(sought), ==, "");
  g_assert_true(gantry_drawer_is_shown(window->drawer, "events"));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_false(gantry_drawer_is_shown(window->drawer, "events"));
  g_assert_true(gtk_window_get_focus(GTK_WINDOW(window)) == GTK_WIDGET(window->chart));
  GantryView view;
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, 1);
  gtk_window_destroy(GTK_WINDOW(window));
  turn(50);
}

/* Tab passes the rows at once: the arrows go from one to the next. */
static void
test_tab (void)
{
  g_autofree char *text = g_strconcat(head, "9ms one ended ok\n 12ms main ended ok\n 12ms end ok\n", NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(text);
  Shown shown;
  show(&shown, gantry_event_page_new, timeline, false);
  GtkWidget *window = GTK_WIDGET(shown.window), *view = find(shown.page, GTK_TYPE_COLUMN_VIEW);
  g_assert_cmpuint(count(&shown), >, 2);
  gtk_widget_grab_focus(find(shown.page, GTK_TYPE_SEARCH_ENTRY));
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  GtkWidget *focus = gtk_window_get_focus(shown.window);
  g_assert_true(focus && gtk_widget_is_ancestor(focus, view));
  gtk_widget_child_focus(window, GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus(shown.window);
  g_assert_false(focus && gtk_widget_is_ancestor(focus, view));
  gtk_window_destroy(shown.window);
  turn(50);
}

int
main (int argc, char **argv)
{
  if (!gantry_test_init(&argc, &argv))
    return 77;
  g_test_add_func("/tables/events", test_events);
  g_test_add_func("/tables/events-opened-late", test_opened_late);
  g_test_add_func("/tables/events-keys", test_keys);
  g_test_add_func("/tables/events-sorted", test_sorted);
  g_test_add_func("/tables/events-live", test_events_live);
  g_test_add_func("/tables/escape", test_escape);
  g_test_add_func("/tables/statistics", test_statistics);
  g_test_add_func("/tables/tab", test_tab);
  return g_test_run();
}
