/* Tracks of other programs' traces that share rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "import-tracks.h"

/* A track of the group of its name. */
static GantryTrack
sharer (GantryImport *import, uint64_t key, GantryTrack parent, const char *text)
{
  GantryTrack track = gantry_import_track(import, key, parent);
  gantry_import_set_name(import, track, name(import, text));
  gantry_import_set_group(import, track, name(import, text));
  return track;
}

/* Begun and ended: an end may be another's. */
static void
halves (GantryImport *import, GantryTrack track, int64_t from, int64_t to, const char *text)
{
  begin(import, track, from, text);
  end(import, track, to);
}

/* The first free row is taken, whatever the order in which they are told; an end without a beginning is
 * nobody else's. */
static void
test_first_free (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("rows");
  GantryTrack process = gantry_import_process(import, 5);
  GantryTrack late = sharer(import, 1, process, "load"), early = sharer(import, 2, process, "load");
  GantryTrack middle = sharer(import, 3, process, "load"), last = sharer(import, 4, process, "load");
  halves(import, late, 4, 6, "c");
  halves(import, early, 0, 2, "a");
  halves(import, middle, 1, 5, "b");
  gantry_import_end(import, last, 5 * MS);
  halves(import, last, 6, 7, "d");
  gantry_import_slice(import, late, 4 * MS, MS, name(import, "within"));
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "process 5, load, load · 2, load 2");
  assert_lane(timeline, "load", "running 0-2 a, sleeping 2-4, running 4-6 c");
  assert_lane(timeline, "load · 2", "running 4-5 within");
  assert_lane(timeline, "load 2", "running 1-5 b, sleeping 5-6, running 6-7 d");
  g_assert_cmpuint(gantry_lane_get_pid(gantry_script_find_lane(timeline, "load 2")), ==, 5);
}

/* Marks and arrows go with them, and so do tracks below, which share rows among each other. */
static void
test_what_goes_along (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("rows");
  for (int64_t i = 0; i < 2; i++) {
    GantryTrack frame = sharer(import, (uint64_t)(10 + i), GANTRY_NO_TRACK, "frame");
    GantryTrack step = sharer(import, (uint64_t)(20 + i), frame, "step");
    GantryTrack other = sharer(import, (uint64_t)(30 + i), GANTRY_NO_TRACK, "step");
    halves(import, frame, 10 * i, 10 * i + 5, "f");
    halves(import, step, 10 * i + 1, 10 * i + 2, "s");
    halves(import, other, 10 * i + 1, 10 * i + 3, "o");
    gantry_import_instant(import, step, (10 * i + 1) * MS, name(import, "mark"));
    gantry_import_flow(import, 1, i == 0 ? GANTRY_FLOW_BEGIN : GANTRY_FLOW_END, GANTRY_ARROW_PUT, frame,
                       (10 * i + 1) * MS);
  }
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "frame, step, step");
  assert_lane(timeline, "frame", "running 0-5 f, sleeping 5-10, running 10-15 f");
  assert_lane(timeline, "step", "running 1-2 s, sleeping 2-11, running 11-12 s");
  gantry_script_assert_text(gantry_script_describe_arrows(timeline), "put frame 1 - frame 11");
  g_assert_cmpuint(gantry_timeline_get_n_marks(timeline), ==, 2);
  for (size_t i = 0; i < 2; i++)
    g_assert_cmpuint(gantry_timeline_get_mark(timeline, i)->lane, ==, 1);
  g_assert_cmpuint(gantry_lane_get_parent(gantry_timeline_get_lane(timeline, 1)), ==, 0);
  g_assert_cmpuint(gantry_lane_get_parent(gantry_timeline_get_lane(timeline, 2)), ==, GANTRY_NO_LANE);
}

/* Of the rows that are free the first, not the one that was free first. It is called like its first track in
 * the file, whoever was there first in time, and the rows stand together, whatever begins between them. */
static void
test_smallest_number (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("rows");
  const struct {
    int64_t from, to;
    const char *name;
  } tracks[] = {{0, 0, "nothing"}, {7, 9, "late"}, {0, 8, "a"}, {2, 6, "b"}, {3, 4, "c"}, {11, 12, "d"}};
  for (size_t i = 0; i < G_N_ELEMENTS(tracks); i++) {
    GantryTrack track = gantry_import_track(import, i + 1, GANTRY_NO_TRACK);
    gantry_import_set_name(import, track, name(import, tracks[i].name));
    gantry_import_set_group(import, track, name(import, "group"));
    if (tracks[i].from < tracks[i].to)
      halves(import, track, tracks[i].from, tracks[i].to, tracks[i].name);
  }
  gantry_import_instant(import, gantry_import_track(import, G_N_ELEMENTS(tracks), GANTRY_NO_TRACK), 14 * MS,
                        name(import, "mark"));
  GantryTrack other = gantry_import_track(import, 100, GANTRY_NO_TRACK);
  gantry_import_set_name(import, other, name(import, "other"));
  halves(import, other, 1, 2, "o");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "a, late 2, c 3, other");
  assert_lane(timeline, "a", "running 0-8 a, sleeping 8-11, running 11-12 d, sleeping 12-14");
  assert_lane(timeline, "late 2", "running 2-6 b, sleeping 6-7, running 7-9 late");
  assert_lane(timeline, "c 3", "running 3-4 c");
}

/* Tracks below share rows by the row above, though they begin before it; what else is below stands below the
 * row. Spans and losses go along, and the row lives as long as the last thing on it. */
static void
test_below_rows (void)
{
  g_autoptr(GantryImport) import = gantry_import_new("rows");
  GantryTrack later = sharer(import, 1, GANTRY_NO_TRACK, "frame");
  GantryTrack sooner = sharer(import, 2, GANTRY_NO_TRACK, "frame");
  GantryTrack below_sooner = sharer(import, 3, sooner, "step"),
              below_later = sharer(import, 4, later, "step");
  GantryTrack plain = gantry_import_track(import, 5, later);
  gantry_import_set_name(import, plain, name(import, "plain"));
  halves(import, below_sooner, 0, 1, "s");
  halves(import, sooner, 5, 10, "f");
  halves(import, later, 20, 25, "f");
  halves(import, below_later, 21, 22, "s");
  halves(import, plain, 21, 22, "p");
  gantry_import_span(import, later, 21 * MS, 22 * MS, name(import, "note"));
  gantry_import_span(import, sooner, 6 * MS, 7 * MS, name(import, "note"));
  gantry_import_instant(import, later, 30 * MS, name(import, "mark"));
  gantry_import_instant(import, sooner, 8 * MS, name(import, "mark"));
  gantry_import_lost(import, sooner, 7 * MS, 8 * MS, 3);
  gantry_import_lost(import, later, 23 * MS, 24 * MS, 4);
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  gantry_script_assert_text(gantry_script_describe_names(timeline), "frame, step, plain");
  const GantryLane *frame = gantry_script_find_lane(timeline, "frame");
  g_assert_cmpint(gantry_lane_get_ended(frame), ==, 30 * MS);
  g_assert_cmpuint(gantry_lane_get_n_losses(frame), ==, 2);
  g_assert_cmpuint(gantry_lane_get_parent(gantry_script_find_lane(timeline, "plain")), ==,
                   gantry_lane_get_id(frame));
  g_assert_cmpuint(gantry_timeline_get_n_spans(timeline), ==, 2);
  for (size_t i = 0; i < 2; i++) {
    g_assert_cmpuint(gantry_timeline_get_span(timeline, i)->lane, ==, gantry_lane_get_id(frame));
    g_assert_cmpuint(gantry_timeline_get_mark(timeline, i)->lane, ==, gantry_lane_get_id(frame));
  }
}

/* A hundred thousand at once need as many rows, and no more time than that. */
static void
test_many_at_once (void)
{
  enum { COUNT = 100000 };
  g_autoptr(GantryImport) import = gantry_import_new("rows");
  for (int64_t i = 0; i < 2 * COUNT; i++)
    halves(import, sharer(import, (uint64_t)i + 1, GANTRY_NO_TRACK, "load"), i, i + COUNT, "x");
  g_autoptr(GantryTimeline) timeline = gantry_import_finish(import, NULL);
  g_assert_cmpuint(gantry_timeline_get_n_lanes(timeline), ==, COUNT);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/import-rows/first-free", test_first_free);
  g_test_add_func("/import-rows/what-goes-along", test_what_goes_along);
  g_test_add_func("/import-rows/smallest-number", test_smallest_number);
  g_test_add_func("/import-rows/below-rows", test_below_rows);
  g_test_add_func("/import-rows/many-at-once", test_many_at_once);
  return g_test_run();
}
