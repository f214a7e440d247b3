/* Parts of a run in words: shares that add up, intervals with their causes, distances between marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/part-words.h"

#include "fixture.h"

#include <string.h>

#define MS INT64_C(1000000)

/* One runs 10 of 40 ms and waits the rest; another lives for the first 20 ms and sleeps. */
static GantryTimeline *
play (void)
{
  return gantry_script_play("model threads\ncores 1\nthing lock kitchen 0\n"
                            "0ms one created thread\n0ms one started cpu 0\n"
                            "0ms two created thread\n0ms two started cpu 0\n0ms two sleeping\n"
                            "10ms one wait-lock for kitchen\n20ms two ended ok\n40ms one ended ok\n"
                            "40ms end ok\n");
}

static char *
shares (GantryTimeline *timeline, const char *lane, int64_t from, int64_t to)
{
  uint32_t id = lane ? gantry_lane_get_id(gantry_script_find_lane(timeline, lane)) : GANTRY_NO_LANE;
  return gantry_share_words(timeline, id, from, to, GANTRY_VOCABULARY_PLAIN);
}

static void
test_shares (void)
{
  g_autoptr(GantryTimeline) timeline = play(), empty = gantry_fixture_empty();
  gantry_script_assert_text(shares(timeline, "one", 0, 40 * MS),
                            "Waits for a lock 75\u00a0% · Running 25\u00a0%");
  gantry_script_assert_text(shares(timeline, "one", 5 * MS, 15 * MS),
                            "Running 50\u00a0% · Waits for a lock 50\u00a0%");
  gantry_script_assert_text(shares(timeline, "one", 0, 10010000),
                            "Running 100\u00a0% · Waits for a lock under 1\u00a0%");
  gantry_script_assert_text(shares(timeline, NULL, 0, 20 * MS),
                            "Sleeps 50\u00a0% · Running 25\u00a0% · Waits for a lock 25\u00a0%");
  gantry_script_assert_text(shares(timeline, "two", 30 * MS, 40 * MS), "");
  gantry_script_assert_text(shares(timeline, NULL, 5 * MS, 5 * MS), "");
  gantry_script_assert_text(shares(empty, NULL, 0, 40 * MS), "");
}

static void
test_ranges (void)
{
  gantry_script_assert_text(gantry_range_words(72 * MS, 100 * MS), "72.0 – 100.0 ms · 28.0 ms");
  gantry_script_assert_text(gantry_range_words(5, 5), "5 – 5 ns · 0 ns");
}

static void
test_intervals (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GantryCauses) causes = gantry_causes_new(timeline);
  const GantryLane *lane = gantry_script_find_lane(timeline, "cook 1");
  GantryInterval interval;
  size_t index;
  g_assert_true(gantry_lane_find(lane, 55 * MS, &index));
  gantry_lane_get_interval(lane, index, &interval);
  gantry_script_assert_text(
      gantry_interval_words(timeline, NULL, gantry_lane_get_id(lane), &interval, GANTRY_VOCABULARY_PLAIN),
      "cook 1 · sleeps · 52.00 – 60.00 ms · 8.00 ms · line 14");
  /* With causes those that wait for somebody say for whom. */
  bool is_told = false;
  for (size_t i = 0; i < gantry_lane_get_n_intervals(lane); i++) {
    gantry_lane_get_interval(lane, i, &interval);
    g_autofree char *words =
        gantry_interval_words(timeline, causes, gantry_lane_get_id(lane), &interval, GANTRY_VOCABULARY_PLAIN);
    is_told = is_told || strstr(words, " until ");
  }
  g_assert_true(is_told);
}

static void
test_bookmarks (void)
{
  g_autoptr(GantryTimeline) timeline = play();
  gantry_timeline_set_bookmark(timeline, 10 * MS, "start");
  gantry_timeline_set_bookmark(timeline, 22 * MS, "");
  gantry_timeline_set_bookmark(timeline, 24 * MS, "late");
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
  gantry_script_assert_text(gantry_bookmark_words(bookmarks, bookmarks->pdata[0]), "start · 10.00 ms");
  gantry_script_assert_text(gantry_bookmark_words(bookmarks, bookmarks->pdata[1]),
                            "mark · 22.00 ms · 12.0 ms after start");
  gantry_script_assert_text(gantry_bookmark_words(bookmarks, bookmarks->pdata[2]),
                            "late · 24.00 ms · 2.00 ms after the mark before");
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/part-words/shares", test_shares);
  g_test_add_func("/part-words/ranges", test_ranges);
  g_test_add_func("/part-words/intervals", test_intervals);
  g_test_add_func("/part-words/bookmarks", test_bookmarks);
  return g_test_run();
}
