/* What is under the pointer, in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/painter.h"
#include "fixture.h"

static const GantryRow *
find_row (const GantryLayout *layout, const GantryTimeline *timeline, GantryRowKind kind, const char *name)
{
  for (guint i = 0; i < layout->rows->len; i++) {
    const GantryRow *row = &g_array_index(layout->rows, GantryRow, i);
    if (row->kind != kind)
      continue;
    if (kind == GANTRY_ROW_LANE &&
        !g_str_equal(gantry_lane_get_name(gantry_timeline_get_lane(timeline, row->index)), name))
      continue;
    if (kind == GANTRY_ROW_THING &&
        !g_str_equal(gantry_thing_get_name(gantry_timeline_get_thing(timeline, row->index)), name))
      continue;
    if (kind == GANTRY_ROW_CORE &&
        gantry_lane_get_id(gantry_timeline_get_core(timeline, row->index)) != (uint32_t)atoi(name))
      continue;
    return row;
  }
  return NULL;
}

typedef struct {
  GantryRowKind kind;
  const char *name;
  double ms; /* negative: upon the name */
  const char *words;
} Case;

static void
assert_cases (GantryTimeline *timeline, const Case *cases, unsigned n_cases)
{
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.width = 1100.0;
  view.height = 900.0;
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  for (unsigned i = 0; i < n_cases; i++) {
    const GantryRow *row = find_row(layout, timeline, cases[i].kind, cases[i].name);
    double x =
        cases[i].ms < 0.0 ? layout->panel_left + 20.0 : gantry_layout_x(layout, (int64_t)(cases[i].ms * 1e6));
    GantryHit hit;
    g_assert_nonnull(row);
    gantry_layout_hit(layout, timeline, x, row->y + row->height / 2.0, &hit);
    g_assert_true(hit.row == row);
    g_autofree char *words = gantry_hit_describe(&hit, timeline);
    g_assert_cmpstr(words, ==, cases[i].words);
  }
}

/* The view's words hold under the pointer, too. */
static void
test_vocabulary (void)
{
  static const char *const words[GANTRY_N_VOCABULARIES] = {
      "cook 1 · sleeps · 52.0 – 60.0 ms · 8.00 ms · line 14",
      "cook 1 · timed waiting · 52.0 – 60.0 ms · 8.00 ms · line 14",
      "cook 1 · S, sleeps on a timer · 52.0 – 60.0 ms · 8.00 ms · line 14",
  };
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  for (int i = 0; i < GANTRY_N_VOCABULARIES; i++) {
    GantryView view;
    GantryHit hit;
    gantry_fixture_view(&view, timeline);
    view.vocabulary = (GantryVocabulary)i;
    g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
    const GantryRow *row = find_row(layout, timeline, GANTRY_ROW_LANE, "cook 1");
    gantry_layout_hit(layout, timeline, gantry_layout_x(layout, 55000000), row->y + row->height / 2.0, &hit);
    g_autofree char *line = gantry_hit_describe(&hit, timeline);
    g_assert_cmpstr(line, ==, words[i]);
  }
}

static void
test_kitchen (void)
{
  static const Case cases[] = {
      {GANTRY_ROW_LANE, "cook 2", 80.0,
       "cook 2 · waits for the lock “kitchen” · 72.0 – 100.0 ms · 28.0 ms · held by cook 1 · line 12"},
      {GANTRY_ROW_LANE, "cook 1", 30.0,
       "cook 1 · running · compute 22ms · 20.0 – 52.0 ms · 32.0 ms · on core 0 · line 13"},
      {GANTRY_ROW_LANE, "waiter", 25.0,
       "waiter · ready, no core free · put orders · 20.0 – 30.0 ms · 10.0 ms · line 7"},
      {GANTRY_ROW_LANE, "waiter", 100.0,
       "waiter · waits for the queue “orders” · 84.0 – 122.0 ms · 38.0 ms · line 7"},
      {GANTRY_ROW_LANE, "main", 100.0,
       "main · waits for the end of “waiter” · 2.0 – 190.0 ms · 188 ms · line 19"},
      {GANTRY_ROW_LANE, "cook 1", 55.0, "cook 1 · sleeps · 52.0 – 60.0 ms · 8.00 ms · line 14"},
      {GANTRY_ROW_LANE, "cook 2", 65.0,
       "cook 2 · reads or writes a file · 60.0 – 72.0 ms · 12.0 ms · line 15"},
      {GANTRY_ROW_LANE, "waiter", 160.0, "waiter · ended at 126.0 ms"},
      {GANTRY_ROW_LANE, "cook 2", 0.1, "cook 2 · created at 1.5 ms"},
      {GANTRY_ROW_LANE, "cook 2", 122.2, "cook 2 · prints “served 3” · 122.0 ms · line 13"},
      {GANTRY_ROW_LANE, "cook 2", -1.0,
       "cook 2 · thread · process 4711 · started by main · ended at 190.0 ms"},
      {GANTRY_ROW_CORE, "1", 75.0, "core 1 · cook 1 · 60.0 – 82.0 ms · 22.0 ms"},
      {GANTRY_ROW_CORE, "0", 90.0, "core 0 · idle · 84.0 – 100.0 ms · 16.0 ms"},
      {GANTRY_ROW_THING, "orders", 78.0, "orders · queue · 2 of 3 at 78.0 ms"},
      {GANTRY_ROW_THING, "kitchen", 78.0, "kitchen · lock · held by cook 1 at 78.0 ms"},
      {GANTRY_ROW_THING, "kitchen", 130.0, "kitchen · lock · free at 130.0 ms"},
      {GANTRY_ROW_THING, "served", 110.0, "served · shared variable · 2 at 110.0 ms"},
      {GANTRY_ROW_THING, "orders", 5.0, "orders · queue"},
      {GANTRY_ROW_COUNTERS, "", 110.0, "2 of 2 cores busy, 4 tasks in flight at 110.0 ms"},
      {GANTRY_ROW_COUNTERS, "", 200.0, "1 of 2 cores busy, 1 task in flight at 200.0 ms"},
      {GANTRY_ROW_COUNTERS, "", -1.0, ""},
      {GANTRY_ROW_RULER, "", 50.0, ""},
      {GANTRY_ROW_TITLE, "", 50.0, ""},
      {GANTRY_ROW_FOOTER, "", 50.0, ""},
  };
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  assert_cases(timeline, cases, G_N_ELEMENTS(cases));
}

/* The text ties a lock to what it guards. */
static void
test_guards (void)
{
  static const Case cases[] = {
      {GANTRY_ROW_THING, "guard", 5.0, "guard · lock · guards total and most · held by a at 5.00 ms"},
      {GANTRY_ROW_THING, "total", -1.0, "total · shared variable · guarded by guard"},
      {GANTRY_ROW_THING, "free", -1.0, "free · shared variable"},
      {GANTRY_ROW_THING, "idle", -1.0, "idle · lock"},
  };
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "thing lock guard\nthing lock idle\nthing 'shared variable' total\nthing 'shared variable' most\n"
      "thing 'shared variable' free\nsource 1 'lock guard'\nsource 2 'lock idle'\nsource 3 'task a:'\n"
      "source 4 '    with guard:'\nsource 5 '        total = total + 1'\nsource 6 '        most = total'\n"
      "source 7 '    free = free + 1'\n"
      "0ms a created thread\n0ms a started cpu 0\n0ms a running line 4 cpu 0\n0ms a acquired guard\n"
      "10ms a ended ok\n10ms end ok\n");
  assert_cases(timeline, cases, G_N_ELEMENTS(cases));
}

static void
test_endings_and_losses (void)
{
  static const Case cases[] = {
      {GANTRY_ROW_LANE, "io", 100.0, "io · failed at 90.0 ms · no such file"},
      {GANTRY_ROW_LANE, "waits", 100.0, "waits · killed at 90.0 ms"},
      {GANTRY_ROW_LANE, "late", 100.0, "late · cancelled at 85.0 ms"},
      {GANTRY_ROW_LANE, "rest", -1.0,
       "rest · thread · daemon · started by main · a daemon, ended with the program at 100.0 "
       "ms"},
      {GANTRY_ROW_LANE, "lossy", 45.0, "lossy · 17 events were lost here · 30.0 – 60.0 ms · 30.0 ms"},
      {GANTRY_ROW_LANE, "lossy", 80.1, "lossy · expected and true: “all is well” · 80.0 ms · line 4"},
      {GANTRY_ROW_LANE, "lossy", 85.1, "lossy · expected, but not true: “nobody is late” · 85.0 ms · line 5"},
      {GANTRY_ROW_LANE, "main", 50.0,
       "main · waits for the interpreter lock · 40.0 – 60.0 ms · 20.0 ms · line 1"},
      {GANTRY_ROW_LANE, "rest", 70.0, "rest · blocked, holds its thread · 55.0 – 95.0 ms · 40.0 ms · line 3"},
      {GANTRY_ROW_THING, "gate", 80.0, "gate · event · set at 80.0 ms"},
      {GANTRY_ROW_THING, "gate", 50.0, "gate · event · not set at 50.0 ms"},
      {GANTRY_ROW_THING, "n", 10.0, "n · variable · -5 at 10.0 ms"},
  };
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  assert_cases(timeline, cases, G_N_ELEMENTS(cases));
}

/* Who had a processor is not known there, nor how many had one. */
static void
test_lost_switches (void)
{
  static const Case cases[] = {
      {GANTRY_ROW_CORE, "0", 3.0, "core 0 · what happened here was lost · 2.000 – 6.000 ms · 4.00 ms"},
      {GANTRY_ROW_CORE, "1", 3.0, "core 1 · b · 0.000 – 9.000 ms · 9.00 ms"},
      {GANTRY_ROW_COUNTERS, "", 3.0, "what happened here was lost · 2.000 – 6.000 ms · 4.00 ms"},
      {GANTRY_ROW_COUNTERS, "", 7.0, "2 of 2 cores busy, 2 tasks in flight at 7.000 ms"},
  };
  g_autoptr(GantryTimeline) timeline = gantry_script_play(
      "from kernel\ncores 2\n0ms a created thread\n0ms a started cpu 0\n0ms b created thread\n"
      "0ms b started cpu 1\n6ms switches lost 17 since 2ms cpu 0\n9ms end ok\n");
  assert_cases(timeline, cases, G_N_ELEMENTS(cases));
}

static void
test_legend (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  double x, y, width, height;
  g_assert_true(gantry_painter_legend_box(layout, GANTRY_LEGEND_LOCK, &x, &y, &width, &height));
  GantryHit hit;
  gantry_layout_hit(layout, timeline, x + width / 2.0, y + height / 2.0, &hit);
  g_assert_cmpint(hit.legend, ==, GANTRY_LEGEND_LOCK);
  gantry_layout_hit(layout, timeline, x - 1.0, y + height / 2.0, &hit);
  g_assert_cmpint(hit.legend, !=, GANTRY_LEGEND_LOCK);
  g_assert_false(gantry_painter_legend_box(layout, GANTRY_LEGEND_GIL, &x, &y, &width, &height));
}

/* Every point of the chart and around it has an answer. */
static void
test_everywhere (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_all_shapes();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, &view);
  for (double y = -50.0; y < view.height + 50.0; y += 7.0)
    for (double x = -50.0; x < view.width + 50.0; x += 11.0) {
      GantryHit hit;
      gantry_layout_hit(layout, timeline, x, y, &hit);
      g_autofree char *words = gantry_hit_describe(&hit, timeline);
      g_assert_nonnull(words);
      g_assert_true(g_utf8_validate(words, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/hit/kitchen", test_kitchen);
  g_test_add_func("/hit/vocabulary", test_vocabulary);
  g_test_add_func("/hit/guards", test_guards);
  g_test_add_func("/hit/endings-and-losses", test_endings_and_losses);
  g_test_add_func("/hit/lost-switches", test_lost_switches);
  g_test_add_func("/hit/legend", test_legend);
  g_test_add_func("/hit/everywhere", test_everywhere);
  return g_test_run();
}
