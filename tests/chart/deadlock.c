/* A deadlock's arrows and words, its place in the legend, and where it is drawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/deadlock.h"

#include "chart/cache.h"
#include "chart/picture.h"
#include "fixture.h"
#include "timeline/columns.h"

#include <string.h>

static void
test_words (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_deadlock();
  g_autofree char *words = gantry_deadlock_words(timeline);
  g_assert_cmpstr(words, ==,
                  "Deadlock: philosopher 1 waits for the lock “fork 2” (line 5), held by philosopher 2; "
                  "philosopher 2 waits for the lock “fork 3” (line 5), held by philosopher 3; "
                  "philosopher 3 waits for the lock “fork 4” (line 5), held by philosopher 4; "
                  "philosopher 4 waits for the lock “fork 1” (line 5), held by philosopher 1; "
                  "main waits for the end of philosopher 1 (line 10)");
  g_autoptr(GantryTimeline) well = gantry_fixture_kitchen();
  g_assert_null(gantry_deadlock_words(well));
}

/* The ring of four comes first; main waits, too, but nobody waits for it. */
static void
test_cycle (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_deadlock();
  g_autoptr(GArray) arrows = gantry_deadlock_arrows_new(timeline);
  g_assert_cmpuint(arrows->len, ==, 5);
  for (guint i = 0; i < 5; i++) {
    const GantryDeadlockArrow *arrow = &g_array_index(arrows, GantryDeadlockArrow, i);
    g_assert_true(arrow->in_cycle == (i < 4));
    g_assert_cmpuint(arrow->from, ==, (i + 1) % 5);
    g_assert_cmpuint(arrow->to, ==, i < 3 ? i + 2 : 1);
  }
  g_autoptr(GantryTimeline) well = gantry_fixture_kitchen();
  g_autoptr(GArray) none = gantry_deadlock_arrows_new(well);
  g_assert_cmpuint(none->len, ==, 0);
}

static void
add_lane (GantryTimeline *timeline, uint32_t id)
{
  const GantryLaneFacts lane = {.id = id,
                                .kind = GANTRY_LANE_THREAD,
                                .name = "l",
                                .parent = GANTRY_NO_LANE,
                                .started = GANTRY_NO_TIME,
                                .ended = GANTRY_NO_TIME};
  g_assert_nonnull(gantry_timeline_restore_lane(timeline, &lane, false));
}

/* The thread of a loop waits for no thing, and for none of the loop's tasks alone. */
static void
test_loop (void)
{
  const GantryRunFacts facts = {.title = "loop", .model = "threads"};
  const GantryDeadlockWait wait = {.lane = 0, .line = 7, .object = GANTRY_NO_OBJECT, .joins = GANTRY_NO_LANE};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  add_lane(timeline, 0);
  g_assert_true(gantry_timeline_restore_deadlock_wait(timeline, &wait));
  g_autofree char *words = gantry_deadlock_words(timeline);
  g_assert_cmpstr(words, ==, "Deadlock: l waits for the tasks of its loop (line 7)");
}

static void
add_wait (GantryTimeline *timeline, uint32_t from, uint32_t to)
{
  const GantryDeadlockWait wait = {
      .lane = from, .object = GANTRY_NO_OBJECT, .joins = GANTRY_NO_LANE, .n_holders = 1, .holders = {to}};
  g_assert_true(gantry_timeline_restore_deadlock_wait(timeline, &wait));
}

/* One more lane, that waits for the one before it. */
static void
add_waiting (GantryTimeline *timeline)
{
  uint32_t id = gantry_timeline_get_n_lanes(timeline);
  add_lane(timeline, id);
  if (id > 0)
    add_wait(timeline, id, id - 1);
}

/* The first one waits for the two that wait for each other. */
static void
test_cycle_stands_first (void)
{
  const GantryRunFacts facts = {.title = "cycle", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  for (uint32_t i = 0; i < 3; i++)
    add_lane(timeline, i);
  add_wait(timeline, 0, 1);
  add_wait(timeline, 1, 2);
  add_wait(timeline, 2, 1);
  g_autoptr(GArray) arrows = gantry_deadlock_arrows_new(timeline);
  g_assert_cmpuint(arrows->len, ==, 3);
  for (guint i = 0; i < arrows->len; i++) {
    g_assert_cmpuint(g_array_index(arrows, GantryDeadlockArrow, i).from, ==, (i + 1) % 3);
    g_assert_true(g_array_index(arrows, GantryDeadlockArrow, i).in_cycle == (i < 2));
  }
}

/* Nobody waits for the last: what is set aside first stands last. Looking through all waits for each would
 * take minutes. */
static void
test_chain (void)
{
  enum { N_LANES = 300000 };
  const GantryRunFacts facts = {.title = "chain", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  for (uint32_t i = 0; i < N_LANES; i++)
    add_waiting(timeline);
  g_autoptr(GArray) arrows = gantry_deadlock_arrows_new(timeline);
  g_assert_cmpuint(arrows->len, ==, N_LANES - 1);
  for (guint i = 0; i < arrows->len; i++) {
    g_assert_false(g_array_index(arrows, GantryDeadlockArrow, i).in_cycle);
    g_assert_cmpuint(g_array_index(arrows, GantryDeadlockArrow, i).wait, ==, i);
  }
}

/* From frame to frame; it is looked for again only when there is more of it. */
static void
test_kept (void)
{
  const GantryRunFacts facts = {.title = "kept", .model = "threads"};
  g_autoptr(GantryTimeline) timeline = gantry_timeline_new(&facts);
  GantryChartCache *cache = gantry_chart_cache_new();
  add_waiting(timeline);
  add_waiting(timeline);
  g_autoptr(GArray) kept = g_array_ref((GArray *)gantry_chart_cache_deadlock(cache, timeline));
  g_assert_cmpuint(kept->len, ==, 1);
  g_assert_true(gantry_chart_cache_deadlock(cache, timeline) == kept);
  add_waiting(timeline);
  g_assert_cmpuint(gantry_chart_cache_deadlock(cache, timeline)->len, ==, 2);
  gantry_chart_cache_free(cache);
}

static void
test_legend (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_deadlock(), well = gantry_fixture_kitchen();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  g_autoptr(GantryLayout) with = gantry_layout_new(timeline, &view);
  g_assert_cmpfloat(with->deadlock_box.width, >, 0.0);
  gantry_fixture_view(&view, well);
  g_autoptr(GantryLayout) without = gantry_layout_new(well, &view);
  g_assert_cmpfloat(without->deadlock_box.width, ==, 0.0);
  view.legend_also = GANTRY_LEGEND_DEADLOCK; /* of a comparison's other run */
  g_autoptr(GantryLayout) also = gantry_layout_new(well, &view);
  g_assert_cmpfloat(also->deadlock_box.width, >, 0.0);
}

static uint32_t
pixel (cairo_surface_t *surface, double x, double y)
{
  const void *row =
      cairo_image_surface_get_data(surface) + (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
  return ((const uint32_t *)row)[(int)x];
}

/* Between two lanes' marks there is nothing but arrows. */
static bool
has_arrows (const GantryTimeline *timeline, const GantryView *view)
{
  g_autoptr(GantryLayout) layout = gantry_layout_new(timeline, view);
  const GantryRow *row = gantry_layout_find_lane(layout, 2);
  cairo_surface_t *surface = gantry_picture_surface(timeline, view, 1.0, NULL);
  cairo_surface_flush(surface);
  uint32_t red = 0xffc01c28; /* of a wait for a lock */
  bool found = false;
  for (double x = layout->plot_left; x < layout->plot_right && !found; x++)
    found = pixel(surface, x, row->y) == red;
  cairo_surface_destroy(surface);
  return found;
}

static void
test_drawn_at_the_end (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_deadlock();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.height = 700.0;
  g_assert_true(has_arrows(timeline, &view));
  gantry_fixture_view(&view, timeline);
  view.lanes_glob = "philosopher 2"; /* those at the other ends are not shown */
  g_assert_false(has_arrows(timeline, &view));
}

/* The end is out of sight: they stand where all have been stuck for some time, and not before. */
static void
test_drawn_when_stuck (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_deadlock();
  GantryView view;
  gantry_fixture_view(&view, timeline);
  view.height = 700.0;
  view.to = 60 * 1000000;
  g_assert_true(has_arrows(timeline, &view));
  view.from = 40 * 1000000;
  g_assert_true(has_arrows(timeline, &view));
  view.from = 0;
  view.to = 23 * 1000000; /* the last one sleeps yet */
  g_assert_false(has_arrows(timeline, &view));
  view.to = 25 * 1000000; /* too short a time for so many arrows */
  g_assert_false(has_arrows(timeline, &view));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/deadlock/words", test_words);
  g_test_add_func("/deadlock/cycle", test_cycle);
  g_test_add_func("/deadlock/loop", test_loop);
  g_test_add_func("/deadlock/cycle-stands-first", test_cycle_stands_first);
  g_test_add_func("/deadlock/chain", test_chain);
  g_test_add_func("/deadlock/kept", test_kept);
  g_test_add_func("/deadlock/legend", test_legend);
  g_test_add_func("/deadlock/drawn-at-the-end", test_drawn_at_the_end);
  g_test_add_func("/deadlock/drawn-when-stuck", test_drawn_when_stuck);
  return g_test_run();
}
