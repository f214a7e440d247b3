/* Slices of other programs' traces: nested, in halves, in any order, at any time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "import-tracks.h"

static void
test_nested (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  begin(import, main, 10, "a");
  begin(import, main, 12, "b");
  begin(import, main, 13, "c");
  end(import, main, 14);
  end(import, main, 15);
  begin(import, main, 15, "b");
  end(import, main, 18);
  end(import, main, 20);
  begin(import, main, 22, "d");
  end(import, main, 23);
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "process 1, main, main · 2, main · 3");
  assert_lane(timeline, "main", "running 0-10 a, sleeping 10-12, running 12-13 d");
  assert_lane(timeline, "main · 2", "running 2-5 b, running 5-8 b");
  assert_lane(timeline, "main · 3", "running 3-4 c");
  assert_lane(timeline, "process 1", "running 0-10, sleeping 10-12, running 12-13");
  g_assert_cmpuint(counts.slices, ==, 5);
  g_assert_cmpuint(counts.unmatched + counts.unfinished + counts.cut + counts.left_out, ==, 0);
  const GantryLane *lane = gantry_script_find_lane(timeline, "main");
  g_assert_cmpint(gantry_lane_get_kind(lane), ==, GANTRY_LANE_THREAD);
  g_assert_cmpuint(gantry_lane_get_pid(lane), ==, 1);
  g_assert_cmpuint(gantry_lane_get_parent(lane), ==, 0);
  g_assert_cmpuint(gantry_lane_get_parent(gantry_script_find_lane(timeline, "main · 3")), ==, 1);
}

/* However they come, the same lanes. */
static void
test_any_order (void)
{
  static const struct {
    int64_t from, to;
    const char *name;
  } slices[] = {{0, 10, "a"}, {0, 6, "b"}, {0, 6, "c"}, {6, 10, "d"}, {7, 7, "e"}, {10, 12, "f"}};
  for (guint turn = 0; turn < G_N_ELEMENTS(slices); turn++) {
    g_autoptr(GantryImport) import = gantry_import_new("t");
    GantryTrack main = thread(import, 1, "main");
    for (guint i = 0; i < G_N_ELEMENTS(slices); i++) {
      /* b and c are alike: the one that comes first is the outer one. */
      guint place = turn == 5 ? (const guint[]){5, 3, 4, 1, 2, 0}[i] : (i + turn * 3) % 6;
      slice(import, main, slices[place].from, slices[place].to, slices[place].name);
    }
    g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
    assert_lane(timeline, "main", "running 0-10 a, running 10-12 f");
    assert_lane(timeline, "main · 2", "running 0-6 b, running 6-10 d");
    assert_lane(timeline, "main · 3", "running 0-6 c");
    g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
    g_assert_cmpstr(gantry_timeline_get_mark(timeline, 0)->text, ==, "e");
    g_assert_cmpint(gantry_timeline_get_mark(timeline, 0)->time, ==, 7 * MS);
  }
}

static void
test_overlapping (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main"), other = thread(import, 2, "other");
  slice(import, main, 0, 10, "a");
  slice(import, main, 5, 15, "b");
  slice(import, main, 8, 20, "c");
  slice(import, main, 12, 20, "d");
  /* Rounded to microseconds, they only seem to overlap. */
  gantry_import_slice(import, other, 0, 2000, name(import, "one"));
  gantry_import_slice(import, other, 1000, 3000, name(import, "two"));
  gantry_import_slice(import, other, 3000, 500, name(import, "three"));
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  assert_lane(timeline, "main", "running 0-10 a, sleeping 10-12, running 12-20 d");
  assert_lane(timeline, "main · 2", "running 5-10 b");
  assert_lane(timeline, "main · 3", "running 8-10 c");
  assert_lane(timeline, "other", "running 0-0.002 one, running 0.002-0.004 two");
  assert_lane(timeline, "other · 2", "running 0.003-0.0035 three");
  g_assert_cmpuint(counts.cut, ==, 2);
}

static void
test_halves (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  end(import, main, 0);
  begin(import, main, 1, "a");
  slice(import, main, 2, 9, "whole"); /* outlasts the one around it */
  begin(import, main, 3, "none");
  end(import, main, 3);
  end(import, main, 5);
  end(import, main, 5);
  begin(import, main, 6, "open");
  begin(import, main, 7, "within");
  slice(import, thread(import, 2, "other"), 19, 20, "x");
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  assert_lane(timeline, "main", "sleeping 0-1, running 1-5 a, sleeping 5-6, running 6-20 open");
  assert_lane(timeline, "main · 2", "running 2-5 whole, sleeping 5-7, running 7-20 within");
  g_assert_cmpuint(counts.unfinished, ==, 2);
  g_assert_cmpuint(counts.unmatched, ==, 2);
  g_assert_cmpuint(counts.cut, ==, 1);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
  g_assert_cmpint(gantry_lane_get_ended(gantry_script_find_lane(timeline, "process 1")), ==, 20 * MS);
}

/* An end may say of what it is: those within are over with it, and what nobody began ends nothing. */
static void
test_named_ends (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  static const char *const ends[] = {"never begun", "a", "b", "c"};
  begin(import, main, 0, "a");
  begin(import, main, 1, "b");
  for (gsize i = 0; i < 4; i++) {
    if (i == 2)
      gantry_import_begin(import, main, 5 * MS, 0); /* of no name: any end goes with it */
    gantry_import_end_named(import, main, ((int64_t)i + 3) * MS + (i > 1 ? MS : 0), name(import, ends[i]));
  }
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  assert_lane(timeline, "main", "running 0-4 a, sleeping 4-5, running 5-6, sleeping 6-7");
  assert_lane(timeline, "main · 2", "running 1-4 b");
  g_assert_cmpuint(counts.unmatched, ==, 2);
  g_assert_cmpuint(counts.cut, ==, 1);
  g_assert_cmpuint(counts.unfinished, ==, 0);
}

/* One may begin at the moment that another one ends, and be told of first. */
static void
test_begun_at_an_end (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  begin(import, main, 0, "a");
  begin(import, main, 10, "b");
  gantry_import_end_named(import, main, 10 * MS, name(import, "a"));
  gantry_import_end_named(import, main, 20 * MS, name(import, "b"));
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  assert_lane(timeline, "main", "running 0-10 a, running 10-20 b");
  g_assert_cmpuint(counts.cut + counts.unmatched + counts.unfinished, ==, 0);
}

/* Very many are open, and each end is looked for among a few. */
static void
test_ends_far_away (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  uint32_t known = name(import, "known"), other = name(import, "other");
  for (int i = 0; i < 100000; i++)
    gantry_import_begin(import, main, i, i == 0 ? known : other);
  for (int i = 0; i < 100000; i++)
    gantry_import_end_named(import, main, 100000 + i, known);
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  g_assert_cmpuint(counts.unmatched, ==, 100000);
  g_assert_cmpuint(counts.unfinished, ==, 100000);
  assert_lane(timeline, "main", "running 0-0.199999 known");
}

static void
test_hostile_times (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main"), other = thread(import, 2, "other");
  gantry_import_slice(import, main, INT64_MIN, INT64_MAX, name(import, "a"));
  gantry_import_slice(import, main, INT64_MAX, INT64_MAX, name(import, "b"));
  gantry_import_slice(import, main, 5, INT64_MIN, name(import, "c"));
  gantry_import_slice(import, other, 0, INT64_MAX, name(import, "d"));
  gantry_import_begin(import, other, INT64_MAX, name(import, "e"));
  gantry_import_end(import, other, INT64_MIN);
  gantry_import_live(import, other, INT64_MAX, INT64_MIN);
  gantry_import_span(import, other, INT64_MAX, INT64_MIN, name(import, "f"));
  gantry_import_lost(import, other, INT64_MAX, INT64_MIN, UINT64_MAX);
  gantry_import_lost(import, other, 0, 1, 7);
  gantry_import_state(import, main, INT64_MAX, GANTRY_STATE_RUNNING, INT_MAX);
  gantry_import_switch(import, -5, 0, main, GANTRY_STATE_READY, other);
  gantry_import_switch(import, INT_MAX, 0, main, GANTRY_STATE_READY, other);
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    int64_t sums[GANTRY_N_STATES] = {0}, all = 0;
    gantry_lane_add_times(lane, INT64_MIN, INT64_MAX, sums);
    for (int state = 0; state < GANTRY_N_STATES; state++) {
      g_assert_cmpint(sums[state], >=, 0);
      all += sums[state];
    }
    g_assert_cmpint(all, ==, gantry_lane_get_ended(lane) - gantry_lane_get_created(lane));
  }
  g_assert_cmpuint(gantry_timeline_get_n_cores(timeline), ==, 0);
  GantryRunResult result;
  gantry_timeline_get_result(timeline, &result);
  g_assert_cmpuint(result.lost, ==, UINT64_MAX);
}

static void
test_deep (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("t");
  GantryTrack main = thread(import, 1, "main");
  for (int i = 0; i < 100000; i++)
    gantry_import_begin(import, main, i, name(import, "down"));
  GantryImportCounts counts;
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, &counts);
  g_assert_cmpuint(counts.unfinished, ==, 100000);
  g_assert_cmpuint(counts.left_out, >, 90000);
  /* The lane of the process shows none of them, and the last takes no time. */
  g_assert_cmpuint(counts.left_out + gantry_timeline_get_n_lanes(timeline) - 1, ==, 99999);
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import-slices/nested", test_nested);
  g_test_add_func("/import-slices/any-order", test_any_order);
  g_test_add_func("/import-slices/overlapping", test_overlapping);
  g_test_add_func("/import-slices/halves", test_halves);
  g_test_add_func("/import-slices/named-ends", test_named_ends);
  g_test_add_func("/import-slices/begun-at-an-end", test_begun_at_an_end);
  g_test_add_func("/import-slices/ends-far-away", test_ends_far_away);
  g_test_add_func("/import-slices/hostile-times", test_hostile_times);
  g_test_add_func("/import-slices/deep", test_deep);
  return g_test_run();
}
