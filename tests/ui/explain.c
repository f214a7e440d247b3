/* The window explains: replay, steps, sentences, findings with their places, names of states, lines marked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"
#include "timeline/script.h"
#include "ui/line-marks.h"
#include "ui/replay-bar.h"
#include "ui/settings.h"
#include "ui/vocabulary.h"

#include <string.h>

#define MS INT64_C(1000000)

static const char deadlock[] =
    "title 'Stuck'\n model threads\n cores 2\n thing lock a\n thing lock b\n"
    "0ms one created thread\n0ms one started cpu 0\n0ms one running cpu 0\n"
    "0ms two created thread\n0ms two started cpu 1\n0ms two running cpu 1\n"
    "10ms one acquired a\n10ms two acquired b\n"
    "20ms one wait-lock for b\n30ms two wait-lock for a\n"
    "60ms one woken\n60ms one running cpu 0\n70ms two woken\n70ms two running cpu 1\n"
    "100ms one ended ok\n100ms two ended ok\n100ms end ok\n";

static GantryWindow *
shown_window (GantryTimeline *timeline)
{
  GantryWindow *window = gantry_window_new(NULL, NULL);
  gtk_window_present(GTK_WINDOW(window));
  gantry_test_turn_loop(20);
  if (timeline)
    gantry_window_show_trace(window, timeline, NULL, "fixed");
  gantry_test_turn_loop(40);
  return window;
}

static void
close_window (GantryWindow *window)
{
  gtk_window_destroy(GTK_WINDOW(window));
  gantry_test_turn_loop(5);
}

static void
activate (GantryWindow *window, const char *action)
{
  g_action_group_activate_action(G_ACTION_GROUP(window), action, NULL);
  gantry_test_turn_loop(2);
}

/* A descendant by its type that `fits`, the first in order; NULL: none. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type, const char *text)
{
  const char *label = GTK_IS_LABEL(widget) ? gtk_label_get_text(GTK_LABEL(widget)) : NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE(widget, type) && (!text || (label && strstr(label, text))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    GtkWidget *found = find_widget(child, type, text);
    if (found)
      return found;
  }
  return NULL;
}

/* What is told there and can be seen. */
static bool
tells (gpointer widget, const char *text)
{
  GtkWidget *label = find_widget(widget, GTK_TYPE_LABEL, text);
  return label && gtk_widget_is_visible(label);
}

static void
activate_row (gpointer widget, const char *text)
{
  GtkWidget *label = find_widget(widget, GTK_TYPE_LABEL, text);
  g_assert_nonnull(label);
  GtkWidget *row = gtk_widget_get_ancestor(label, GTK_TYPE_LIST_BOX_ROW);
  g_assert_true(gtk_widget_get_focusable(row));
  g_assert_true(gtk_widget_activate(row));
  gantry_test_turn_loop(5);
}

static void
test_steps (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, GANTRY_NO_TIME);
  static const int64_t moments[] = {0, 20 * MS, 30 * MS, 60 * MS, 70 * MS, 100 * MS, 100 * MS};
  for (gsize i = 0; i < G_N_ELEMENTS(moments); i++) {
    activate(window, "next-event");
    g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, moments[i]);
  }
  for (gsize i = G_N_ELEMENTS(moments) - 2; i-- > 0;) {
    activate(window, "previous-event");
    g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, moments[i]);
  }
  activate(window, "previous-event");
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, 0);
  /* Escape takes the playhead away before it does anything else. */
  gtk_widget_activate_action(GTK_WIDGET(window), "win.stop", NULL);
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, GANTRY_NO_TIME);
  activate(window, "previous-event");
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, 100 * MS);
  close_window(window);
}

static void
test_sentences (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  g_assert_true(tells(window->state, "Point at the chart"));
  gantry_replay_seek(window->replay, 40 * MS);
  gantry_test_turn_loop(3);
  g_assert_true(tells(window->state, "one waits for the lock “b”, held by two since 10.0 ms"));
  g_assert_true(tells(window->state, "two waits for the lock “a”, held by one since 10.0 ms"));
  g_assert_true(tells(window->state, "held by one since 10.0 ms"));
  g_assert_false(tells(window->state, "Point at the chart"));
  activate_row(window->state, "two waits");
  GantryView view;
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, 1);
  close_window(window);
}

/* Figures of a part are not mixed with those of the whole run. */
static void
test_part (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  g_assert_true(tells(window->state, "Wall time"));
  gantry_chart_view_set_selection(window->chart, 20 * MS, 40 * MS);
  gantry_test_turn_loop(3);
  g_assert_true(tells(window->state, "In the part selected"));
  g_assert_true(tells(window->state, "On CPU at once"));
  g_assert_false(tells(window->state, "Wall time"));
  g_assert_false(tells(window->state, "Outcome"));
  gantry_chart_view_set_selection(window->chart, GANTRY_NO_TIME, GANTRY_NO_TIME);
  gantry_test_turn_loop(3);
  g_assert_true(tells(window->state, "Outcome"));
  close_window(window);
}

static GtkWidget *
row_of (gpointer widget, const char *text)
{
  GtkWidget *label = find_widget(widget, GTK_TYPE_LABEL, text);
  return label ? gtk_widget_get_ancestor(label, GTK_TYPE_LIST_BOX_ROW) : NULL;
}

/* A lane is selected in many places; the panes tell of it, and its sentence is in sight even where others
 * stand before it on a small screen. */
static void
test_selected (void)
{
  g_autoptr(GString) script = g_string_new("model threads\n");
  for (int i = 1; i <= 6; i++)
    g_string_append_printf(script, "0ms task_%d created thread\n0ms task_%d started\n0ms task_%d sleeping\n",
                           i, i, i);
  for (int i = 1; i <= 6; i++)
    g_string_append_printf(script, "100ms task_%d ended ok\n", i);
  g_string_append(script, "100ms end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script->str);
  GantryWindow *window = shown_window(timeline);
  gtk_window_set_default_size(GTK_WINDOW(window), 1280, 560);
  gantry_replay_seek(window->replay, 40 * MS);
  gantry_test_turn_loop(40);
  gantry_chart_view_select(window->chart, 5);
  gantry_test_turn_loop(80);
  GtkWidget *row = row_of(window->state, "task_6");
  GtkWidget *scrolled = gtk_widget_get_ancestor(GTK_WIDGET(window->state), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t place;
  g_assert_nonnull(row);
  g_assert_true(gtk_widget_has_css_class(row, "of-selection"));
  g_assert_true(gtk_widget_compute_bounds(row, scrolled, &place));
  g_assert_cmpfloat(place.origin.y, >=, -1.0F);
  g_assert_cmpfloat(place.origin.y + place.size.height, <=, (float)gtk_widget_get_height(scrolled) + 1.0F);
  gantry_chart_view_select(window->chart, 0);
  gantry_test_turn_loop(80);
  g_assert_false(gtk_widget_has_css_class(row, "of-selection"));
  g_assert_true(gtk_widget_has_css_class(row_of(window->state, "task_1"), "of-selection"));
  close_window(window);
}

/* Plays to the end at full speed and stops there; once more begins anew. */
static void
test_replay (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  g_assert_true(gantry_replay_is_possible(window->replay));
  /* A tenth of a second takes ten. */
  g_assert_cmpint(gantry_replay_get_slowness(window->replay), ==, 100);
  g_autofree char *words = gantry_replay_speed_words(window->replay);
  g_assert_cmpstr(words, ==, "1/100 of real speed");
  g_action_group_change_action_state(G_ACTION_GROUP(window), "replay-speed", g_variant_new_string("1"));
  g_assert_cmpint(gantry_replay_get_slowness(window->replay), ==, 1);
  gantry_chart_view_key(window->chart, GDK_KEY_space, 0, 0);
  g_assert_true(gantry_replay_is_playing(window->replay));
  for (int i = 0; i < 1000 && gantry_replay_is_playing(window->replay); i++)
    gantry_test_turn_loop(1);
  g_assert_false(gantry_replay_is_playing(window->replay));
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, 100 * MS);
  gantry_replay_set_slowness(window->replay, 1000);
  gantry_replay_play(window->replay, true);
  gantry_test_turn_loop(10);
  g_assert_true(gantry_replay_is_playing(window->replay));
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), <, 50 * MS);
  /* A step holds it; so does another run. */
  activate(window, "next-event");
  g_assert_false(gantry_replay_is_playing(window->replay));
  gantry_replay_play(window->replay, true);
  g_autoptr(GantryTimeline) other = gantry_script_play(deadlock);
  gantry_window_show_trace(window, other, NULL, "other");
  g_assert_false(gantry_replay_is_playing(window->replay));
  g_assert_cmpint(gantry_replay_get_slowness(window->replay), ==, 100);
  gantry_replay_play(window->replay, true);
  close_window(window);
}

/* The view goes along, as a page is turned. */
static void
test_view_follows (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  GantryView view;
  gantry_chart_view_show_range(window->chart, 0, 10 * MS);
  gantry_test_turn_loop(60);
  gantry_replay_seek(window->replay, 60 * MS);
  gantry_test_turn_loop(60);
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpint(view.from, <, 60 * MS);
  g_assert_cmpint(view.to, >, 60 * MS);
  g_assert_cmpint(view.to - view.from, <, 20 * MS);
  close_window(window);
}

/* Without a run, and while one goes on, there is nothing to replay, and the keys do no harm. */
static void
test_nothing_to_replay (void)
{
  GantryWindow *window = shown_window(NULL);
  GtkWidget *bar = find_widget(GTK_WIDGET(window), GANTRY_TYPE_REPLAY_BAR, NULL);
  gantry_window_refresh(window);
  g_assert_false(gantry_replay_is_possible(window->replay));
  g_assert_false(gantry_replay_step(window->replay, 1));
  g_assert_false(g_action_group_get_action_enabled(G_ACTION_GROUP(window), "replay"));
  g_autoptr(GantryScript) script =
      gantry_script_new("title 'T'\n model threads\n cores 2\n0ms one created thread\n"
                        "0ms one started cpu 0\n0ms one running cpu 0\n5ms one sleeping\n6ms pass\n");
  gantry_chart_view_set_timeline(window->chart, gantry_script_get_timeline(script), true);
  gtk_stack_set_visible_child_name(window->stage, "chart");
  gantry_window_refresh(window);
  gantry_test_turn_loop(5);
  g_assert_false(gantry_replay_is_possible(window->replay));
  g_assert_false(gtk_widget_get_visible(bar));
  g_assert_true(tells(window->state, "one sleeps"));
  gantry_chart_view_key(window->chart, GDK_KEY_e, 0, 0);
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), ==, GANTRY_NO_TIME);
  close_window(window);
}

/* Nor while the chart gives its place to something else. */
static void
test_hidden_chart (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  gantry_replay_play(window->replay, true);
  gtk_stack_set_visible_child_name(window->stage, "comparison");
  gantry_window_refresh(window);
  g_assert_false(gantry_replay_is_playing(window->replay));
  g_assert_false(gantry_replay_step(window->replay, 1));
  gtk_stack_set_visible_child_name(window->stage, "chart");
  gantry_window_refresh(window);
  g_assert_true(gantry_replay_step(window->replay, 1));
  close_window(window);
}

/* Where nothing is to move by itself, the playhead goes on in few large steps. */
static void
test_reduced_motion (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GtkSettings *settings = gtk_settings_get_default();
  GantryWindow *window = shown_window(timeline);
  g_object_set(settings, "gtk-enable-animations", FALSE, NULL);
  gantry_replay_play(window->replay, true);
  int n_moved = 0;
  int64_t before = 0;
  for (int i = 0; i < 400 && n_moved < 2; i++) {
    gantry_test_turn_loop(1);
    int64_t now = gantry_chart_view_get_playhead(window->chart);
    /* Half a second, a hundred times slower. */
    if (now != before)
      g_assert_cmpint(now - before, >=, 5 * MS);
    n_moved += now != before;
    before = now;
  }
  g_assert_cmpint(n_moved, ==, 2);
  activate(window, "next-event");
  g_assert_cmpint(gantry_chart_view_get_playhead(window->chart), >, before);
  g_object_set(settings, "gtk-enable-animations", TRUE, NULL);
  close_window(window);
}

/* A finding shows its place. */
static void
test_findings (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "title 'Tail'\n model threads\n cores 2\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms a running cpu 0\n"
      "0ms b created thread\n0ms b started cpu 1\n0ms b running cpu 1\n"
      "30ms b ended ok\n30ms c created thread\n30ms c started cpu 1\n30ms c running cpu 1\n60ms c ended ok\n"
      "200ms a ended ok\n200ms end ok\n");
  GantryWindow *window = shown_window(timeline);
  GtkWidget *findings = GTK_WIDGET(gantry_state_pane_get_findings(window->state));
  GantryView view;
  int64_t from, to;
  for (int i = 0; i < 400 && !tells(findings, "only a was left"); i++)
    gantry_test_turn_loop(1);
  g_assert_true(tells(findings, "only a was left"));
  gantry_chart_view_show_range(window->chart, 0, 5 * MS);
  activate_row(findings, "only a was left");
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpuint(view.selected_lane, ==, 0);
  g_assert_cmpint(view.to, >=, 200 * MS);
  g_assert_true(gantry_chart_view_get_selection(window->chart, &from, &to));
  g_assert_cmpint(from, ==, 60 * MS);
  g_assert_cmpint(to, ==, 200 * MS);
  activate_row(findings, "Critical path");
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_true(view.show_critical_path);
  close_window(window);
}

static void
test_nothing_stands_out (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "title 'Plain'\n model threads\n cores 2\n0ms a created thread\n0ms a started cpu 0\n"
      "0ms a running cpu 0\n5ms a ended ok\n5ms end ok\n");
  GantryWindow *window = shown_window(timeline);
  for (int i = 0; i < 400 && !tells(window->state, "Nothing stands out"); i++)
    gantry_test_turn_loop(1);
  g_assert_true(tells(window->state, "Nothing stands out"));
  /* Closed while another run is looked through. */
  g_autoptr(GantryTimeline) other = gantry_script_play(deadlock);
  gantry_window_show_trace(window, other, NULL, "other");
  close_window(window);
}

/* Where events are missing that might have stood out, that is said. */
static void
test_nothing_in_what_is_kept (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "title 'Torn'\n model threads\n cores 2\n0ms a created thread\n0ms a started cpu 0\n"
      "0ms a running cpu 0\n3ms a lost 7 since 1ms\n3ms a running cpu 0\n5ms a ended ok\n5ms end ok\n");
  GantryWindow *window = shown_window(timeline);
  for (int i = 0; i < 400 && !tells(window->state, "Nothing stands out"); i++)
    gantry_test_turn_loop(1);
  g_assert_true(tells(window->state, "Nothing stands out in what is kept of this run"));
  close_window(window);
}

static void
test_names_of_states (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(deadlock);
  GantryWindow *window = shown_window(timeline);
  GantryView view;
  gantry_replay_seek(window->replay, 40 * MS);
  g_action_group_activate_action(G_ACTION_GROUP(window), "state-words", g_variant_new_string("linux"));
  gantry_test_turn_loop(3);
  g_assert_cmpint(gantry_vocabulary_get_chosen(), ==, GANTRY_VOCABULARY_LINUX);
  gantry_chart_view_get_view(window->chart, &view);
  g_assert_cmpint(view.vocabulary, ==, GANTRY_VOCABULARY_LINUX);
  g_assert_true(tells(window->state, "held by two since 10.0 ms (S)"));
  g_settings_reset(gantry_settings_get(), "state-words");
  gantry_test_turn_loop(3);
  g_assert_false(tells(window->state, "(S)"));
  close_window(window);
}

static bool
is_tinted (GtkTextBuffer *buffer, int line)
{
  GtkTextIter iter;
  gtk_text_buffer_get_iter_at_line(buffer, &iter, line - 1);
  g_autoptr(GSList) tags = gtk_text_iter_get_tags(&iter);
  return tags != NULL;
}

/* Several tasks at a line, edited lines, lines that there are no more. */
static void
test_lines (void)
{
  static const char script[] =
      "title 'T'\n model threads\n cores 2\n source 1 'first'\n source 2 'second'\n source 3 'third'\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms a running line 2 cpu 0\n"
      "0ms b created thread\n0ms b started cpu 1\n0ms b wait-lock line 2\n"
      "0ms c created thread\n0ms c started cpu 1\n0ms c sleeping line 3\n"
      "0ms d created thread\n0ms d started cpu 1\n0ms d sleeping line 2\n"
      "9ms a ended ok\n9ms b ended ok\n9ms c ended ok\n9ms d ended ok\n9ms end ok\n";
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  g_autoptr(GtkSourceBuffer) buffer = gtk_source_buffer_new(NULL);
  GtkTextBuffer *text = GTK_TEXT_BUFFER(buffer);
  GtkWidget *view = g_object_ref_sink(gtk_source_view_new_with_buffer(buffer));
  GantryLineMarks *marks = gantry_line_marks_new(GTK_SOURCE_VIEW(view));
  gtk_text_buffer_set_text(text, "first\nsecond\nthird", -1);
  gantry_line_marks_show(marks, timeline, 5 * MS, true, GANTRY_NO_LANE);
  g_assert_false(is_tinted(text, 1));
  g_assert_true(is_tinted(text, 2));
  g_assert_true(is_tinted(text, 3));
  gtk_text_buffer_set_text(text, "first\nother", -1);
  gantry_line_marks_show(marks, timeline, 5 * MS, true, 2);
  g_assert_false(is_tinted(text, 2));
  gtk_text_buffer_set_text(text, "first\nsecond", -1);
  gantry_line_marks_show(marks, timeline, 5 * MS, false, GANTRY_NO_LANE);
  g_assert_true(is_tinted(text, 2));
  gantry_line_marks_show(marks, NULL, 0, false, GANTRY_NO_LANE);
  g_assert_false(is_tinted(text, 2));
  gantry_line_marks_free(marks);
  g_object_unref(view);
}

int
main (int argc, char **argv)
{
  if (!gantry_test_init(&argc, &argv))
    return 77;
  g_test_add_func("/explain/steps", test_steps);
  g_test_add_func("/explain/sentences", test_sentences);
  g_test_add_func("/explain/part", test_part);
  g_test_add_func("/explain/selected", test_selected);
  g_test_add_func("/explain/replay", test_replay);
  g_test_add_func("/explain/view-follows", test_view_follows);
  g_test_add_func("/explain/nothing-to-replay", test_nothing_to_replay);
  g_test_add_func("/explain/hidden-chart", test_hidden_chart);
  g_test_add_func("/explain/reduced-motion", test_reduced_motion);
  g_test_add_func("/explain/findings", test_findings);
  g_test_add_func("/explain/nothing-stands-out", test_nothing_stands_out);
  g_test_add_func("/explain/nothing-in-what-is-kept", test_nothing_in_what_is_kept);
  g_test_add_func("/explain/names-of-states", test_names_of_states);
  g_test_add_func("/explain/lines", test_lines);
  return g_test_run();
}
