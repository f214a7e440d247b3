/* Lanes arranged by somebody: pinned, hidden, filtered, moved, folded; and found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/lane-moves.h"
#include "chart/layout-private.h"
#include "chart/picture-wishes.h"
#include "chart/picture.h"
#include "fixture.h"
#include "timeline/import.h"

#include <string.h>

/* A view whose arrangement is changed step by step. */
typedef struct {
  GantryTimeline *timeline;
  GantryView view;
  GantryLayout *layout;
} Chart;

static void
chart_init (Chart *chart, GantryTimeline *timeline)
{
  *chart = (Chart){.timeline = timeline};
  gantry_fixture_view(&chart->view, timeline);
  chart->view.show_title = false;
  chart->view.squeeze = false;
  chart->layout = gantry_layout_new(timeline, &chart->view);
}

static void
chart_clear (Chart *chart)
{
  gantry_layout_free(chart->layout);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)chart->view.arrangement);
  gantry_timeline_unref(chart->timeline);
}

/* Takes the arrangement. */
static void
arrange (Chart *chart, GantryLaneArrangement *arrangement)
{
  g_assert_nonnull(arrangement);
  gantry_lane_arrangement_unref((GantryLaneArrangement *)chart->view.arrangement);
  chart->view.arrangement = arrangement;
  chart->layout = gantry_layout_renew(chart->layout, chart->timeline, &chart->view);
}

static uint32_t
named (const Chart *chart, const char *name)
{
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(chart->timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(chart->timeline, i);
    if (strcmp(gantry_lane_get_name(lane), name) == 0)
      return gantry_lane_get_id(lane);
  }
  return GANTRY_NO_LANE;
}

/* The content from the top: "[heading]", lanes by name, "*" for a folded group. */
static char *
told (const Chart *chart)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < chart->layout->n_content; i++) {
    const GantryRow *row = &g_array_index(chart->layout->rows, GantryRow, chart->layout->first_content + i);
    if (text->len > 0)
      g_string_append_c(text, ' ');
    if (row->kind == GANTRY_ROW_HEADING)
      g_string_append_printf(text, "[%s]", row->text);
    else if (row->kind == GANTRY_ROW_LANE)
      g_string_append(text, gantry_lane_get_name(gantry_timeline_get_lane(chart->timeline, row->index)));
    else
      g_string_append(text, row->kind == GANTRY_ROW_GROUP ? "*" : "-");
  }
  return g_string_free(text, FALSE);
}

static void
assert_told (const Chart *chart, const char *expected)
{
  g_autofree char *text = told(chart);
  g_assert_cmpstr(text, ==, expected);
}

static void
assert_notes (const Chart *chart, const char *expected)
{
  g_autofree char *notes = gantry_layout_notes(chart->layout, chart->timeline);
  g_assert_cmpstr(notes, ==, expected);
}

static Chart
kitchen (void)
{
  Chart chart;
  chart_init(&chart, gantry_fixture_kitchen());
  chart.view.show_cores = chart.view.show_things = false;
  chart.view.height = 900.0;
  chart.layout = gantry_layout_renew(chart.layout, chart.timeline, &chart.view);
  assert_told(&chart, "[Threads · process 4711] main waiter cook 1 cook 2");
  return chart;
}

static void
test_hide (void)
{
  Chart chart = kitchen();
  arrange(&chart, gantry_lane_arrangement_hide(chart.view.arrangement, named(&chart, "waiter"), true));
  assert_told(&chart, "[Threads · process 4711] main cook 1 cook 2");
  assert_notes(&chart, "1 lane hidden");
  g_assert_null(gantry_layout_find_lane(chart.layout, named(&chart, "waiter")));
  arrange(&chart, gantry_lane_arrangement_filter(chart.view.arrangement, "COOK"));
  assert_told(&chart, "[Threads · process 4711] cook 1 cook 2");
  assert_notes(&chart, "2 lanes hidden");
  arrange(&chart, gantry_lane_arrangement_filter(chart.view.arrangement, "?ain"));
  assert_told(&chart, "[Threads · process 4711] main");
  arrange(&chart, gantry_lane_arrangement_filter(chart.view.arrangement, "nobody"));
  assert_told(&chart, "");
  assert_notes(&chart, "4 lanes hidden");
  arrange(&chart, gantry_lane_arrangement_show_all(chart.view.arrangement));
  assert_told(&chart, "[Threads · process 4711] main waiter cook 1 cook 2");
  assert_notes(&chart, "");
  chart_clear(&chart);
}

static void
test_pin (void)
{
  Chart chart = kitchen();
  uint32_t cook = named(&chart, "cook 2"), main_lane = named(&chart, "main");
  arrange(&chart, gantry_lane_arrangement_pin(chart.view.arrangement, cook, true));
  arrange(&chart, gantry_lane_arrangement_pin(chart.view.arrangement, main_lane, true));
  assert_told(&chart, "[Pinned] cook 2 main [Threads · process 4711] waiter cook 1");
  /* They stay, whatever is looked for. */
  arrange(&chart, gantry_lane_arrangement_filter(chart.view.arrangement, "cook"));
  assert_told(&chart, "[Pinned] cook 2 main [Threads · process 4711] cook 1");
  arrange(&chart, gantry_lane_arrangement_show_all(chart.view.arrangement));
  arrange(&chart, gantry_lane_move_by(chart.timeline, &chart.view, cook, 1));
  assert_told(&chart, "[Pinned] main cook 2 [Threads · process 4711] waiter cook 1");
  arrange(&chart, gantry_lane_arrangement_hide(chart.view.arrangement, main_lane, true));
  assert_told(&chart, "[Pinned] cook 2 [Threads · process 4711] waiter cook 1");
  arrange(&chart, gantry_lane_arrangement_pin(chart.view.arrangement, main_lane, true));
  arrange(&chart, gantry_lane_arrangement_pin(chart.view.arrangement, cook, false));
  assert_told(&chart, "[Pinned] main [Threads · process 4711] waiter cook 1 cook 2");
  chart_clear(&chart);
}

/* What is pinned stays while the others scroll, and both are found where they stand. */
static void
test_pinned_stay (void)
{
  Chart chart;
  chart_init(&chart, gantry_fixture_many_lanes(300, 2));
  arrange(&chart, gantry_lane_arrangement_pin(NULL, 250, true));
  chart.view.scroll = 2000.0;
  chart.layout = gantry_layout_renew(chart.layout, chart.timeline, &chart.view);
  const GantryRow *pinned = gantry_layout_find_lane(chart.layout, 250);
  g_assert_cmpfloat(pinned->y, >=, chart.layout->lanes_top);
  g_assert_cmpfloat(pinned->y + pinned->height, <=, chart.layout->pinned_bottom);
  g_assert_true(gantry_layout_row_at(chart.layout, pinned->y + 1.0) == pinned);
  double y = chart.layout->pinned_bottom + 40.0;
  const GantryRow *row = gantry_layout_row_at(chart.layout, y);
  g_assert_nonnull(row);
  g_assert_cmpfloat(row->y, <=, y);
  g_assert_cmpfloat(row->y + row->height, >, y);
  /* Too many of them scroll like any other. */
  for (uint32_t id = 10; id < 40; id++)
    arrange(&chart, gantry_lane_arrangement_pin(chart.view.arrangement, id, true));
  g_assert_cmpfloat(chart.layout->pinned_bottom, ==, chart.layout->lanes_top);
  g_assert_cmpfloat(gantry_layout_find_lane(chart.layout, 250)->y, <, chart.layout->lanes_top);
  chart_clear(&chart);
}

static void
test_move (void)
{
  Chart chart = kitchen();
  uint32_t cook = named(&chart, "cook 2"), waiter = named(&chart, "waiter");
  arrange(&chart, gantry_lane_move_by(chart.timeline, &chart.view, cook, -2));
  assert_told(&chart, "[Threads · process 4711] main cook 2 waiter cook 1");
  arrange(&chart, gantry_lane_arrangement_hide(chart.view.arrangement, waiter, true));
  arrange(&chart, gantry_lane_move_by(chart.timeline, &chart.view, cook, 1)); /* past the one that is seen */
  assert_told(&chart, "[Threads · process 4711] main cook 1 cook 2");
  g_assert_null(gantry_lane_move_by(chart.timeline, &chart.view, cook, 1));
  arrange(&chart, gantry_lane_move_by(chart.timeline, &chart.view, cook, -100));
  arrange(&chart, gantry_lane_arrangement_show_all(chart.view.arrangement));
  assert_told(&chart, "[Threads · process 4711] cook 2 main waiter cook 1");
  g_assert_null(gantry_lane_move_to(chart.timeline, &chart.view, cook, cook));
  g_assert_null(gantry_lane_move_to(chart.timeline, &chart.view, cook, 4242));
  chart_clear(&chart);
}

static const char two_processes[] =
    "model processes\n0ms main created process\n 0ms main started pid 7\n"
    "1ms child created process by main\n 1ms child started pid 8\n"
    "2ms one created thread by main\n 2ms one started pid 7\n 2ms two created thread by child\n"
    "2ms two started pid 8\n 3ms three created thread by main\n 3ms three started pid 7\n 4ms end ok\n";

static void
test_fold (void)
{
  Chart chart;
  chart_init(&chart, gantry_script_play(two_processes));
  assert_told(&chart, "[Processes] main child [Threads · main] one three [Threads · child] two");
  const GantryRow *row = gantry_layout_find_lane(chart.layout, named(&chart, "three"));
  arrange(&chart, gantry_lane_arrangement_fold(NULL, row->group, true));
  assert_told(&chart, "[Processes] main child [Threads · main] * [Threads · child] two");
  row = gantry_layout_find_lane(chart.layout, named(&chart, "three"));
  g_assert_cmpint(row->kind, ==, GANTRY_ROW_GROUP);
  g_assert_true(row == gantry_layout_find_lane(chart.layout, named(&chart, "one")));
  g_assert_cmpuint(chart.layout->lanes_shown, ==, 5);
  /* A lane cannot be moved out of its process. */
  g_assert_null(gantry_lane_move_to(chart.timeline, &chart.view, named(&chart, "one"), named(&chart, "two")));
  arrange(&chart, gantry_lane_arrangement_fold(chart.view.arrangement, row->group, false));
  assert_told(&chart, "[Processes] main child [Threads · main] one three [Threads · child] two");
  chart_clear(&chart);
}

static void
test_cores_and_things_fold (void)
{
  Chart chart = kitchen();
  chart.view.show_cores = chart.view.show_things = true;
  arrange(&chart, gantry_lane_arrangement_fold(NULL, GANTRY_GROUP_CORES, true));
  arrange(&chart, gantry_lane_arrangement_fold(chart.view.arrangement, GANTRY_GROUP_THINGS, true));
  assert_told(&chart, "[Cores (2)] [Threads · process 4711] main waiter cook 1 cook 2 [Shared (3)]");
  chart_clear(&chart);
}

/* What each of many threads has by itself does not push all else out of sight. */
static void
test_counters_fold (void)
{
  static const char script[] =
      "thing variable 'time · a'\nthing variable 'heap · p'\nthing variable 'time · b'\n"
      "thing variable 'time · c'\nthing variable 'time[3] · d'\nthing variable seen\n"
      "thing variable 'time · e'\nthing lock 'time · f'\n"
      "0ms a created thread\n0ms a started\n9ms a ended ok\n9ms end ok\n";
  Chart chart;
  chart_init(&chart, gantry_script_play(script));
  assert_told(&chart, "[Threads] a [Shared] - - - [time (5)]");
  const GantryRow *last = &g_array_index(chart.layout->rows, GantryRow,
                                         chart.layout->first_content + chart.layout->n_content - 1);
  arrange(&chart, gantry_lane_arrangement_fold(NULL, last->group, false));
  assert_told(&chart, "[Threads] a [Shared] - - - [time] - - - - -");
  g_autofree char *text = gantry_lane_arrangement_to_text(chart.view.arrangement);
  GantryLaneArrangement *again;
  g_assert_true(gantry_lane_arrangement_parse(text, &again));
  arrange(&chart, gantry_lane_arrangement_fold(again, GANTRY_GROUP_THINGS, true));
  gantry_lane_arrangement_unref(again);
  assert_told(&chart, "[Threads] a [Shared (3)] [time] - - - - -");
  last = &g_array_index(chart.layout->rows, GantryRow,
                        chart.layout->first_content + chart.layout->n_content - 1);
  g_assert_cmpuint(last->index, ==, 6);
  static const char *const names[] = {"a", "heap · p", "b", "c", "time[3] · d", "seen", "e"};
  for (uint32_t i = 0; i < G_N_ELEMENTS(names); i++) {
    GantryGroupKey group = i == 1 || i == 5 ? GANTRY_GROUP_THINGS : last->group;
    g_assert_cmpstr(gantry_thing_name_below(gantry_timeline_get_thing(chart.timeline, i), group), ==,
                    names[i]);
  }
  arrange(&chart, gantry_lane_arrangement_fold(chart.view.arrangement, last->group, true));
  assert_told(&chart, "[Threads] a [Shared (3)] [time (5)]");
  chart_clear(&chart);
}

static void
test_next_lane (void)
{
  Chart chart;
  chart_init(&chart, gantry_script_play(two_processes));
  uint32_t one = named(&chart, "one"), main_lane = named(&chart, "main"), two = named(&chart, "two");
  GantryGroupKey group = gantry_layout_find_lane(chart.layout, one)->group;
  arrange(&chart, gantry_lane_arrangement_fold(NULL, group, true));
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, GANTRY_NO_LANE, 1), ==, main_lane);
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, GANTRY_NO_LANE, -1), ==, two);
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, main_lane, 2), ==, one);
  /* The group is left, whichever of its lanes it was. */
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, named(&chart, "three"), 1), ==, two);
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, two, 5), ==, two);
  arrange(&chart, gantry_lane_arrangement_filter(NULL, "nothing at all"));
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, two, 1), ==, GANTRY_NO_LANE);
  chart_clear(&chart);
}

static void
test_search (void)
{
  Chart chart = kitchen();
  guint n_shown;
  arrange(&chart, gantry_lane_arrangement_hide(NULL, named(&chart, "cook 1"), true));
  g_autoptr(GArray) found = gantry_layout_search_lanes(chart.layout, chart.timeline, "Cook", &n_shown);
  g_assert_cmpuint(found->len, ==, 2);
  g_assert_cmpuint(n_shown, ==, 1);
  g_assert_cmpuint(g_array_index(found, uint32_t, 0), ==, named(&chart, "cook 2"));
  g_assert_cmpuint(g_array_index(found, uint32_t, 1), ==, named(&chart, "cook 1"));
  g_autoptr(GArray) none = gantry_layout_search_lanes(chart.layout, chart.timeline, "", &n_shown);
  g_assert_cmpuint(none->len, ==, 0);
  chart_clear(&chart);
}

/* No arrangement changes under whoever holds it. */
static void
test_shared (void)
{
  g_autoptr(GantryLaneArrangement) first = gantry_lane_arrangement_hide(NULL, 3, true);
  g_autoptr(GantryLaneArrangement) second = gantry_lane_arrangement_pin(first, 3, true);
  g_autoptr(GantryLaneArrangement) third = gantry_lane_arrangement_filter(second, "a*");
  g_assert_true(gantry_lane_arrangement_is_hidden(first, 3));
  g_assert_false(gantry_lane_arrangement_is_hidden(second, 3));
  g_assert_true(gantry_lane_arrangement_is_pinned(third, 3));
  g_assert_cmpstr(gantry_lane_arrangement_get_filter(second), ==, "");
  g_assert_cmpstr(gantry_lane_arrangement_get_filter(third), ==, "a*");
  g_assert_true(gantry_lane_arrangement_matches(third, "Ab"));
  g_assert_false(gantry_lane_arrangement_matches(third, "ba"));
  g_assert_true(gantry_lane_arrangement_matches(NULL, ""));
  g_assert_cmpuint(gantry_lane_arrangement_get_rank(NULL, 0), ==, UINT32_MAX);
}

static void
test_densities (void)
{
  Chart chart = kitchen();
  double heights[GANTRY_N_DENSITIES];
  for (int i = 0; i < GANTRY_N_DENSITIES; i++) {
    chart.view.density = (GantryDensity)i;
    chart.layout = gantry_layout_renew(chart.layout, chart.timeline, &chart.view);
    heights[i] = chart.layout->heights.lane;
  }
  g_assert_cmpfloat(heights[GANTRY_DENSITY_COMPACT], <, heights[GANTRY_DENSITY_NORMAL]);
  g_assert_cmpfloat(heights[GANTRY_DENSITY_LARGE], >, heights[GANTRY_DENSITY_NORMAL]);
  chart_clear(&chart);
}

/* The colour in the middle of a folded row's part of the plot, by how much of the height it fills. */
static int
count_pixels (cairo_surface_t *picture, int x, double top, double bottom, const GantryColor *color)
{
  int count = 0;
  for (int y = (int)top; y < (int)bottom; y++) {
    const unsigned char *pixel =
        cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture) + 4 * x;
    count += ABS(pixel[2] - (int)(color->red * 255.0 + 0.5)) < 3 &&
             ABS(pixel[1] - (int)(color->green * 255.0 + 0.5)) < 3 &&
             ABS(pixel[0] - (int)(color->blue * 255.0 + 0.5)) < 3;
  }
  return count;
}

/* Three run and one waits for a lock, then one runs and three are gone: parts of the height say so. */
static void
test_folded_row_is_true (void)
{
  Chart chart;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) script = g_string_new("thing lock l\n");
  for (int i = 1; i <= 4; i++)
    g_string_append_printf(script, "0ms t%d created thread\n 0ms t%d started\n", i, i);
  g_string_append(
      script, "0ms t1 running\n 0ms t2 running\n 0ms t3 running\n 0ms t4 wait-lock for l\n"
              "50ms t2 ended ok\n 50ms t3 ended ok\n 50ms t4 ended ok\n 100ms t1 ended ok\n 100ms end ok\n");
  chart_init(&chart, gantry_script_play(script->str));
  chart.view.from = 0;
  chart.view.to = 100000000;
  GantryGroupKey group = gantry_layout_find_lane(chart.layout, named(&chart, "t1"))->group;
  arrange(&chart, gantry_lane_arrangement_fold(NULL, group, true));
  const GantryRow *row = gantry_layout_find_lane(chart.layout, named(&chart, "t1"));
  cairo_surface_t *picture = gantry_picture_surface(chart.timeline, &chart.view, 1.0, &error);
  g_assert_no_error(error);
  const GantryColor *states = gantry_theme_get(GANTRY_THEME_LIGHT)->states;
  const GantryColor *running = &states[GANTRY_STATE_RUNNING], *waits = &states[GANTRY_STATE_WAIT_LOCK];
  int early = (int)gantry_layout_x(chart.layout, 25000000),
      late = (int)gantry_layout_x(chart.layout, 75000000);
  int bar = (int)(row->height * 0.667 + 0.5);
  double bottom = row->y + row->height;
  g_assert_cmpint(ABS(count_pixels(picture, early, row->y, bottom, running) - bar * 3 / 4), <=, 1);
  g_assert_cmpint(ABS(count_pixels(picture, early, row->y, bottom, waits) - bar / 4), <=, 1);
  g_assert_cmpint(ABS(count_pixels(picture, late, row->y, bottom, running) - bar / 4), <=, 1);
  g_assert_cmpint(count_pixels(picture, late, row->y, bottom, waits), ==, 0);
  cairo_surface_destroy(picture);
  chart_clear(&chart);
}

/* A picture shows the lanes as they are arranged, without what only a hand can use. */
static void
test_picture (void)
{
  Chart chart = kitchen();
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;
  GantryPictureWishes wishes = GANTRY_PICTURE_WISHES_INIT;
  GantryView view;
  arrange(&chart, gantry_lane_arrangement_pin(NULL, named(&chart, "cook 2"), true));
  wishes.arrangement = chart.view.arrangement;
  g_assert_true(gantry_picture_wishes_view(&wishes, chart.timeline, &view, &note, &error));
  g_assert_no_error(error);
  g_assert_false(view.show_handles);
  chart.view = view;
  chart.view.show_cores = chart.view.show_things = false;
  chart.layout = gantry_layout_renew(chart.layout, chart.timeline, &chart.view);
  assert_told(&chart, "[Pinned] cook 2 [Threads · process 4711] main waiter cook 1");
  chart_clear(&chart);
}

/* All ways of arranging them, at ten thousand lanes. */
static void
test_ten_thousand_lanes (void)
{
  Chart chart;
  chart_init(&chart, gantry_fixture_many_lanes(10000, 2));
  chart.view.show_cores = chart.view.show_things = false;
  arrange(&chart, gantry_lane_move_by(chart.timeline, &chart.view, 9999, -9999));
  g_assert_cmpuint(gantry_layout_next_lane(chart.layout, chart.timeline, GANTRY_NO_LANE, 1), ==, 9999);
  for (uint32_t id = 0; id < 10000; id += 100)
    arrange(&chart, gantry_lane_arrangement_hide(chart.view.arrangement, id, true));
  g_assert_cmpuint(chart.layout->lanes_hidden, ==, 100);
  arrange(&chart, gantry_lane_arrangement_filter(chart.view.arrangement, "worker 99"));
  g_assert_cmpuint(chart.layout->lanes_shown, ==, 110); /* 99, 990 to 998 and 9901 to 9999, without 9900 */
  arrange(&chart, gantry_lane_arrangement_show_all(chart.view.arrangement));
  GantryGroupKey group = gantry_layout_find_lane(chart.layout, 5)->group;
  arrange(&chart, gantry_lane_arrangement_fold(chart.view.arrangement, group, true));
  g_assert_cmpuint(chart.layout->n_content, ==, 2);
  g_assert_cmpuint(chart.layout->lanes_shown, ==, 10000);
  chart_clear(&chart);
}

/* As words and back; what is no such text is refused. */
static void
test_text (void)
{
  static const char *const texts[] = {"", "pin=5,2;hide=3,9;order=7,6;fold=4294967303;filter=co;ok=1*",
                                      "filter=a"};
  static const char *const faults[] = {"pin",     "pin=",   "pin=x", "hide=-1", "pin=4294967296",
                                       "paint=3", "pin=1;;"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    GantryLaneArrangement *read = NULL;
    g_assert_true(gantry_lane_arrangement_parse(texts[i], &read));
    g_autoptr(GantryLaneArrangement) arrangement = read;
    g_autofree char *text = gantry_lane_arrangement_to_text(arrangement);
    g_assert_cmpstr(text, ==, texts[i]);
    g_assert_cmpint(gantry_lane_arrangement_is_hidden(arrangement, 3), ==, i == 1);
    g_assert_cmpint(gantry_lane_arrangement_is_pinned(arrangement, 5), ==, i == 1);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
    GantryLaneArrangement *read = NULL;
    g_assert_false(gantry_lane_arrangement_parse(faults[i], &read));
    g_assert_null(read);
  }
}

/* A line of a shell has room for them; a square of it would take minutes. */
static void
test_long_text (void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GantryLaneArrangement) arrangement = NULL;
  for (int i = 0; i < 60000; i++)
    g_string_append_printf(text, "order=%d;", i);
  g_assert_true(gantry_lane_arrangement_parse(text->str, &arrangement));
  g_assert_cmpuint(gantry_lane_arrangement_get_rank(arrangement, 0), ==, 0);
  g_assert_cmpuint(gantry_lane_arrangement_get_rank(arrangement, 59999), ==, 59999);
}

/* What a process does beside its threads stands below its own heading, as they do. */
static void
test_processes (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("two");
  for (int64_t pid = 1; pid <= 2; pid++) {
    GantryTrack process = gantry_import_process(import, pid);
    GantryTrack tracks[] = {gantry_import_thread(import, pid, 10 * pid),
                            gantry_import_track(import, (uint64_t)pid, process)};
    gantry_import_set_name(import, tracks[1], gantry_import_name(import, "load", 4));
    for (guint i = 0; i < G_N_ELEMENTS(tracks); i++)
      gantry_import_slice(import, tracks[i], pid, 1000000, 0);
  }
  Chart chart;
  chart_init(&chart, gantry_import_finish(import, NULL));
  chart.view.height = 900.0;
  chart.layout = gantry_layout_renew(chart.layout, chart.timeline, &chart.view);
  assert_told(&chart,
              "[Processes] process 1 process 2 [Threads · process 1] thread 10 [Tasks · process 1] load "
              "[Threads · process 2] thread 20 [Tasks · process 2] load");
  chart_clear(&chart);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lanes/hide", test_hide);
  g_test_add_func("/lanes/pin", test_pin);
  g_test_add_func("/lanes/pinned-stay", test_pinned_stay);
  g_test_add_func("/lanes/move", test_move);
  g_test_add_func("/lanes/fold", test_fold);
  g_test_add_func("/lanes/cores-and-things-fold", test_cores_and_things_fold);
  g_test_add_func("/lanes/counters-fold", test_counters_fold);
  g_test_add_func("/lanes/next-lane", test_next_lane);
  g_test_add_func("/lanes/search", test_search);
  g_test_add_func("/lanes/shared", test_shared);
  g_test_add_func("/lanes/densities", test_densities);
  g_test_add_func("/lanes/folded-row-is-true", test_folded_row_is_true);
  g_test_add_func("/lanes/picture", test_picture);
  g_test_add_func("/lanes/ten-thousand", test_ten_thousand_lanes);
  g_test_add_func("/lanes/text", test_text);
  g_test_add_func("/lanes/long-text", test_long_text);
  g_test_add_func("/lanes/processes", test_processes);
  return g_test_run();
}
