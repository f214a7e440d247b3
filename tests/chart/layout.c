/* Where rows stand, and that nothing lies outside.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout-private.h"
#include "chart/painter.h"
#include "fixture.h"
#include "timeline/columns.h"

#include <math.h>
#include <string.h>

static const GantryRow *
row_of_kind (const GantryLayout *layout, GantryRowKind kind, guint skip)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind == kind && skip-- == 0)
      return row;
  }
  return NULL;
}

static guint
count_rows (const GantryLayout *layout, GantryRowKind kind)
{
  guint count = 0;
  while (row_of_kind(layout, kind, count) != NULL)
    count++;
  return count;
}

/* Rows follow each other; those that scroll among themselves. */
static void
assert_sound (const GantryLayout *layout)
{
  double below = 0.0, content = layout->lanes_top - layout->view.scroll;
  g_assert_cmpfloat(layout->plot_left, <, layout->plot_right);
  g_assert_cmpfloat(layout->lanes_top, <=, layout->lanes_bottom);
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    bool scrolls = i >= layout->first_content && i < layout->first_content + layout->n_content;
    g_assert_cmpfloat(row->height, >, 0.0);
    g_assert_cmpfloat(row->y, >=, (scrolls ? content : below) - 1e-6);
    *(scrolls ? &content : &below) = row->y + row->height;
    if (row->kind == GANTRY_ROW_HEADING)
      g_assert_nonnull(row->text);
  }
}

static void
test_kitchen (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.height = 900.0;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpuint(count_rows(layout, GANTRY_ROW_LANE), ==, 4);
  g_assert_cmpuint(count_rows(layout, GANTRY_ROW_CORE), ==, 2);
  g_assert_cmpuint(count_rows(layout, GANTRY_ROW_THING), ==, 3);
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 0)->text, ==, "Cores");
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 1)->text, ==, "Threads · process 4711");
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 2)->text, ==, "Shared");
  g_assert_cmpuint(layout->legend_present & ~GANTRY_LEGEND_WORDS, ==,
                   1u << GANTRY_LEGEND_RUNNING | 1u << GANTRY_LEGEND_READY | 1u << GANTRY_LEGEND_LOCK |
                       1u << GANTRY_LEGEND_MESSAGE | 1u << GANTRY_LEGEND_IO | 1u << GANTRY_LEGEND_SLEEP |
                       1u << GANTRY_LEGEND_JOIN | 1u << GANTRY_LEGEND_CREATED);
  g_assert_cmpuint(layout->lanes_cut, ==, 0);
  g_autofree char *notes = gantry_layout_notes(layout, timeline);
  g_assert_cmpstr(notes, ==, "");
}

static void
test_parts_left_out (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.show_title = view.show_legend = view.show_footer = false;
  view.show_cores = view.show_counters = view.show_things = false;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpuint(layout->rows->len, ==, 6); /* the ruler, one heading, four lanes */
  double x, y, width, height;
  g_assert_false(gantry_painter_legend_box(layout, GANTRY_LEGEND_RUNNING, &x, &y, &width, &height));
}

static void
test_lanes_glob (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.lanes_glob = "cook*";
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpuint(count_rows(layout, GANTRY_ROW_LANE), ==, 2);
  g_autofree char *notes = gantry_layout_notes(layout, timeline);
  g_assert_cmpstr(notes, ==, "lanes ‘cook*’: 2 of 4");
}

static void
test_loops_stand_above_their_tasks (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model async\n"
                         "0ms main created task\n 0ms outer created loop\n 0ms outer started pid 7\n"
                         "1ms work created task by main\n"
                         "2ms pooled created thread by main\n 2ms pooled started pid 7\n"
                         "3ms late created task by main\n 4ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const char *expected[] = {"outer", "main", "work", "late", "pooled"};
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    const GantryRow *row = row_of_kind(layout, GANTRY_ROW_LANE, i);
    g_assert_cmpstr(gantry_lane_get_name(gantry_timeline_get_lane(timeline, row->index)), ==, expected[i]);
  }
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 0)->text, ==, "Event loop · process 7");
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 1)->text, ==, "Threads · process 7");
}

static void
test_two_loops (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model processes\n"
                         "0ms a created process\n 0ms 'loop a' created loop by a\n"
                         "0ms b created process\n 0ms 'loop b' created loop by b\n"
                         "1ms t1 created task by 'loop a'\n 1ms t2 created task by 'loop b'\n"
                         "2ms t3 created task by t1\n 4ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const char *expected[] = {"a", "b", "loop a", "t1", "t3", "loop b", "t2"};
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    const GantryRow *row = row_of_kind(layout, GANTRY_ROW_LANE, i);
    g_assert_cmpstr(gantry_lane_get_name(gantry_timeline_get_lane(timeline, row->index)), ==, expected[i]);
  }
}

/* Such tasks hang on the thread, which may run one loop after the other. */
static void
test_loops_of_threads (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "0ms one created thread\n 0ms two created thread\n"
      "1ms first created loop by one\n 1ms other created loop by two\n"
      "1ms t1 created task by two\n 1ms t2 created task by one\n 2ms t3 created task by t1\n"
      "3ms second created loop by one\n 3ms t4 created task by one\n 4ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const char *expected[] = {"one", "two", "first", "t2", "other", "t1", "t3", "second", "t4"};
  const char *headings[] = {"Threads", "Event loop of one", "Event loop of two", "Event loop of one"};
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    const GantryRow *row = row_of_kind(layout, GANTRY_ROW_LANE, i);
    g_assert_cmpstr(gantry_lane_get_name(gantry_timeline_get_lane(timeline, row->index)), ==, expected[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS(headings); i++)
    g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, i)->text, ==, headings[i]);
}

static void
test_simulated_says_so (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("model simulated\n from virtual\n 0ms main created task\n 1ms end ok\n");
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  g_assert_cmpstr(row_of_kind(layout, GANTRY_ROW_HEADING, 0)->text, ==, "Tasks · simulated");
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_empty();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_assert_cmpint(view.from, <, 0);
  g_assert_cmpint(view.to, >, 0);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpuint(layout->legend_present, ==, 0);
  g_assert_null(row_of_kind(layout, GANTRY_ROW_LEGEND, 0));
  g_assert_cmpfloat(gantry_layout_natural_height(timeline, &view), >, 0.0);
}

static void
test_fit (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_view_init(&view);
  gantry_view_fit(&view, timeline);
  int64_t end = 212000000;
  g_assert_cmpint(view.from, <, 0);
  g_assert_cmpint(view.from, >, -end / 20);
  g_assert_cmpint(view.to, >, end);
  g_assert_cmpint(view.to, <, end + end / 20);
}

static void
test_squeeze (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(20, 6);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.show_counters = view.show_title = false;
  double natural = gantry_layout_natural_height(timeline, &view);
  view.height = natural;
  g_autoptr(GantryLayout) whole = gantry_layout_new(timeline, &view);
  g_assert_cmpuint(whole->lanes_cut, ==, 0);
  double comfortable = whole->heights.lane;

  view.height = natural * 0.6;
  g_autoptr(GantryLayout) squeezed = gantry_layout_new(timeline, &view);
  assert_sound(squeezed);
  g_assert_cmpuint(squeezed->lanes_cut, ==, 0);
  g_assert_cmpfloat(squeezed->heights.lane, <, comfortable);
  g_assert_cmpfloat(squeezed->heights.lane, >=, 14.0);
  g_assert_cmpfloat(squeezed->content_height, <=, squeezed->lanes_bottom - squeezed->lanes_top);

  view.squeeze = false;
  g_autoptr(GantryLayout) scrolling = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(scrolling->heights.lane, ==, comfortable);
  g_assert_cmpfloat(scrolling->content_height, >, scrolling->lanes_bottom - scrolling->lanes_top);
}

/* What cannot be shown is told. */
static void
test_cut_lanes_are_told (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(100, 3);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpfloat(layout->heights.lane, ==, 14.0);
  guint seen = 0;
  for (guint i = 0; i < count_rows(layout, GANTRY_ROW_LANE); i++) {
    const GantryRow *row = row_of_kind(layout, GANTRY_ROW_LANE, i);
    seen += row->y + row->height / 2.0 <= layout->lanes_bottom;
  }
  g_assert_cmpuint(layout->lanes_cut, ==, 100 - seen);
  g_autofree char *notes = gantry_layout_notes(layout, timeline);
  g_autofree char *expected = g_strdup_printf("… %u more lanes", 100 - seen);
  g_assert_cmpstr(notes, ==, expected);
}

static void
test_scroll (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(200, 3);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.squeeze = false;
  view.scroll = 1e9; /* too far */
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  const GantryRow *last = row_of_kind(layout, GANTRY_ROW_LANE, 199);
  g_assert_cmpfloat(last->y + last->height, <=, layout->lanes_bottom);
  double middle = (layout->lanes_top + layout->lanes_bottom) / 2.0;
  const GantryRow *row = gantry_layout_row_at(layout, middle);
  g_assert_nonnull(row);
  g_assert_cmpfloat(row->y, <=, middle);
  g_assert_cmpfloat(row->y + row->height, >, middle);
  /* A row that is scrolled out of sight is not at its place. */
  const GantryRow *first = row_of_kind(layout, GANTRY_ROW_LANE, 0);
  g_assert_true(gantry_layout_row_at(layout, first->y) != first);
}

static void
test_ten_thousand_lanes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(10000, 2);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  assert_sound(layout);
  g_assert_cmpuint(layout->lanes_shown, ==, 10000);
  for (uint32_t id = 0; id < 10000; id += 997) {
    const GantryRow *row = gantry_layout_find_lane(layout, id);
    g_assert_nonnull(row);
    g_assert_cmpuint(gantry_lane_get_id(gantry_timeline_get_lane(timeline, row->index)), ==, id);
  }
  g_assert_null(gantry_layout_find_lane(layout, 10000));
  g_assert_null(gantry_layout_find_lane(layout, GANTRY_NO_LANE));
}

static void
test_sizes (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  const double sizes[] = {-5.0, 0.0, 1.0, 2.0, 17.0, 60.0, 320.0, 1e9, NAN, INFINITY};
  const double texts[] = {0.0, 0.25, 1.0, 3.0, 100.0, NAN};
  for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS(sizes); j++)
      for (unsigned k = 0; k < G_N_ELEMENTS(texts); k++) {
        GantryView view;
        gantry_fixture_view(&view, timeline);
        view.without_text = true;
        view.width = sizes[i];
        view.height = sizes[j];
        view.text_scale = texts[k];
        g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
        assert_sound(layout);
      }
}

static void
test_text_scale (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  double height = gantry_layout_natural_height(timeline, &view);
  view.text_scale = 3.0;
  view.width = 2400.0;
  double large = gantry_layout_natural_height(timeline, &view);
  g_assert_cmpfloat(large, >, 2.5 * height);
  view.height = large;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  g_assert_cmpuint(layout->lanes_cut, ==, 0);
  g_assert_cmpfloat(layout->heights.lane, >=, 100.0);
}

static void
test_names_take_at_most_their_part (void)
{
  g_autofree char *name = g_strnfill(300, 'w');
  g_autofree char *script = g_strdup_printf("0ms %s created thread\n 1ms end ok\n", name);
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(layout->plot_left, <=, view.width * 0.22 + 1.0);
}

static void
test_times_and_places (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.from = 10000000;
  view.to = 20000000;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat_with_epsilon(gantry_layout_x(layout, view.from), layout->plot_left, 1e-9);
  g_assert_cmpfloat_with_epsilon(gantry_layout_x(layout, view.to), layout->plot_right, 1e-9);
  for (int64_t time = view.from; time < view.to; time += 777777)
    g_assert_cmpint(ABS(gantry_layout_time(layout, gantry_layout_x(layout, time)) - time), <=, 1);
}

static void
test_legend_wraps (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = 420.0;
  view.height = 1200.0;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  const GantryRow *row = row_of_kind(layout, GANTRY_ROW_LEGEND, 0);
  double last_x = -1.0, last_y = -1.0;
  bool wrapped = false;
  for (int i = 0; i < GANTRY_N_LEGEND; i++) {
    double x, y, width, height;
    g_assert_true(gantry_painter_legend_box(layout, (GantryLegend)i, &x, &y, &width, &height));
    g_assert_cmpfloat(x, >=, layout->panel_left);
    g_assert_cmpfloat(y, >=, row->y);
    g_assert_cmpfloat(y + height, <=, row->y + row->height);
    g_assert_true(y > last_y || (y == last_y && x > last_x));
    wrapped = wrapped || (last_y >= 0.0 && y > last_y);
    last_x = x;
    last_y = y;
  }
  g_assert_true(wrapped);
}

static void
test_too_many_arrows_are_told (void)
{
  g_autoptr(GString) script = g_string_new("0ms main created thread\n 0ms main started\n");
  for (int i = 1; i <= 500; i++)
    g_string_append_printf(script, "%dms t%d created thread by main\n %dms t%d started ready %dms\n", i, i,
                           i + 1, i, i);
  g_string_append(script, "600ms end ok\n");
  g_autoptr(GantryTimeline) timeline = gantry_script_play(script->str);
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.height = 16000.0;
  view.arrows = GANTRY_ARROWS_ALL;
  g_autoptr(GantryLayout) all = gantry_layout_new(timeline, &view);
  g_autofree char *notes = gantry_layout_notes(all, timeline);
  g_assert_cmpstr(notes, ==, "500 arrows: zoom in or select a lane to see them");
  view.to = 100000000;
  g_autoptr(GantryLayout) part = gantry_layout_new(timeline, &view);
  g_autofree char *fewer = gantry_layout_notes(part, timeline);
  g_assert_cmpstr(fewer, ==, "");
}

/* The legend of several runs has words that are true of each. */
static void
test_legend_of_turns (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) alone = gantry_layout_new(timeline, &view);
  g_assert_cmpstr(gantry_layout_legend_label(alone, GANTRY_LEGEND_READY), ==, "Ready, no core free");
  view.legend_also = GANTRY_LEGEND_OF_WORDS(GANTRY_WORDS_OF_TURNS); /* of a comparison's other run */
  g_autoptr(GantryLayout) both = gantry_layout_new(timeline, &view);
  g_assert_cmpstr(gantry_layout_legend_label(both, GANTRY_LEGEND_READY), ==, "Ready, waits for its turn");
  g_assert_cmpstr(gantry_layout_legend_label(both, GANTRY_LEGEND_SLEEP), ==, "Sleeps");
  g_assert_cmpstr(gantry_layout_legend_label(both, GANTRY_LEGEND_RUNNING), ==, "Running");
  view.legend_also = GANTRY_LEGEND_OF_WORDS(GANTRY_WORDS_OF_SLICES);
  g_autoptr(GantryLayout) slices = gantry_layout_new(timeline, &view);
  g_assert_cmpstr(gantry_layout_legend_label(slices, GANTRY_LEGEND_RUNNING), ==, "At work");
}

/* Of a lock of which only the figures are told nobody sees when it was free; of one that nobody took all is
 * known. */
static void
test_untold_holders (void)
{
  g_autoptr(GantryTimeline) timeline =
      gantry_script_play("thing lock told\nthing lock untold\nthing lock never\nthing variable n\n"
                         "0ms a created thread\n0ms a started cpu 0\n1ms a acquired told\n"
                         "2ms a released told\n9ms a ended ok\n9ms end ok\n");
  gantry_timeline_restore_figures(timeline, 1, &(GantryThingFigures){.acquired = 2, .held_ns = 5});
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.show_things = true;
  GantryLayout *layout = gantry_layout_new(timeline, &view);
  const GantryThingGroup *group = layout->thing_groups->pdata[0];
  g_assert_cmpuint(group->things->len, ==, 3);
  g_assert_cmpuint(g_array_index(group->things, uint32_t, 0), ==, 0);
  g_assert_cmpuint(g_array_index(group->things, uint32_t, 1), ==, 2);
  g_assert_cmpuint(g_array_index(group->things, uint32_t, 2), ==, 3);
  gantry_layout_free(layout);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/layout/kitchen", test_kitchen);
  g_test_add_func("/layout/parts-left-out", test_parts_left_out);
  g_test_add_func("/layout/lanes-glob", test_lanes_glob);
  g_test_add_func("/layout/loops-stand-above-their-tasks", test_loops_stand_above_their_tasks);
  g_test_add_func("/layout/two-loops", test_two_loops);
  g_test_add_func("/layout/loops-of-threads", test_loops_of_threads);
  g_test_add_func("/layout/simulated-says-so", test_simulated_says_so);
  g_test_add_func("/layout/empty", test_empty);
  g_test_add_func("/layout/fit", test_fit);
  g_test_add_func("/layout/squeeze", test_squeeze);
  g_test_add_func("/layout/cut-lanes-are-told", test_cut_lanes_are_told);
  g_test_add_func("/layout/scroll", test_scroll);
  g_test_add_func("/layout/ten-thousand-lanes", test_ten_thousand_lanes);
  g_test_add_func("/layout/sizes", test_sizes);
  g_test_add_func("/layout/text-scale", test_text_scale);
  g_test_add_func("/layout/names-take-at-most-their-part", test_names_take_at_most_their_part);
  g_test_add_func("/layout/times-and-places", test_times_and_places);
  g_test_add_func("/layout/legend-wraps", test_legend_wraps);
  g_test_add_func("/layout/too-many-arrows-are-told", test_too_many_arrows_are_told);
  g_test_add_func("/layout/legend-of-turns", test_legend_of_turns);
  g_test_add_func("/layout/untold-holders", test_untold_holders);
  return g_test_run();
}
