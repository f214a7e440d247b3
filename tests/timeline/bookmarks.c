/* Moments with names: order, names that are none, what is saved and what is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/bookmarks.h"
#include "timeline/columns.h"
#include "timeline/script.h"

#include <string.h>

static const GantryBookmark *
at (const GPtrArray *bookmarks, guint place)
{
  g_assert_cmpuint(place, <, bookmarks->len);
  return bookmarks->pdata[place];
}

static void
test_order (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  g_assert_true(gantry_timeline_set_bookmark(timeline, 30, "c"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 10, "a"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 20, "b"));
  g_autoptr(GPtrArray) before = gantry_timeline_get_bookmarks(timeline);
  g_assert_true(gantry_timeline_set_bookmark(timeline, 20, "renamed"));
  g_assert_true(gantry_timeline_remove_bookmark(timeline, 10));
  g_assert_false(gantry_timeline_remove_bookmark(timeline, 10));
  g_autoptr(GPtrArray) after = gantry_timeline_get_bookmarks(timeline);
  /* Who looked before sees what was there then. */
  g_assert_cmpuint(before->len, ==, 3);
  g_assert_cmpstr(at(before, 0)->name, ==, "a");
  g_assert_cmpstr(at(before, 1)->name, ==, "b");
  g_assert_cmpuint(after->len, ==, 2);
  g_assert_cmpint(at(after, 0)->time, ==, 20);
  g_assert_cmpstr(at(after, 0)->name, ==, "renamed");
  gantry_timeline_restore_bookmarks(timeline, before);
  g_autoptr(GPtrArray) restored = gantry_timeline_get_bookmarks(timeline);
  g_assert_cmpuint(restored->len, ==, 3);
}

static void
test_names (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  g_autofree char *longest = g_strnfill(GANTRY_MOST_BOOKMARK_NAME - 1, 'x');
  g_autofree char *longer = g_strconcat(longest, "üü", NULL);
  g_assert_true(gantry_timeline_set_bookmark(timeline, 0, " two\nlines\t"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 1, NULL));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 2, longer));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 3, "\xff"));
  g_autoptr(GPtrArray) bookmarks = gantry_timeline_get_bookmarks(timeline);
  g_assert_cmpstr(at(bookmarks, 0)->name, ==, "two lines");
  g_assert_cmpstr(at(bookmarks, 1)->name, ==, "");
  g_assert_cmpstr(at(bookmarks, 2)->name, ==, longest); /* no half a letter */
  g_assert_true(g_utf8_validate(at(bookmarks, 3)->name, -1, NULL));
}

static void
test_refused (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  g_assert_false(gantry_timeline_set_bookmark(timeline, -1, "before"));
  g_assert_false(gantry_timeline_set_bookmark(timeline, GANTRY_MOST_TIME + 1, "after"));
  for (int i = 0; i < GANTRY_MOST_BOOKMARKS; i++)
    g_assert_true(gantry_timeline_set_bookmark(timeline, i, ""));
  g_assert_false(gantry_timeline_set_bookmark(timeline, GANTRY_MOST_BOOKMARKS, "one more"));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 0, "renamed"));
}

static void
test_unsaved (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(timeline));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 5, "here"));
  g_assert_true(gantry_timeline_has_unsaved_bookmarks(timeline));
  g_assert_true(gantry_timeline_remove_bookmark(timeline, 5)); /* as it was */
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(timeline));
  g_assert_true(gantry_timeline_set_bookmark(timeline, 5, "here"));
  g_autoptr(GPtrArray) written = gantry_timeline_get_bookmarks(timeline);
  g_assert_true(gantry_timeline_set_bookmark(timeline, 5, "while it was written"));
  gantry_timeline_bookmarks_saved(timeline, written);
  g_assert_true(gantry_timeline_has_unsaved_bookmarks(timeline));
  gantry_timeline_restore_bookmarks(timeline, written);
  g_assert_false(gantry_timeline_has_unsaved_bookmarks(timeline));
}

static void
test_steps (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  g_autoptr(GPtrArray) none = gantry_timeline_get_bookmarks(timeline);
  g_assert_null(gantry_bookmarks_step(none, 0, 1));
  g_assert_null(gantry_bookmarks_near(none, 0, 100));
  gantry_timeline_set_bookmark(timeline, 10, "a");
  gantry_timeline_set_bookmark(timeline, 20, "b");
  g_autoptr(GPtrArray) two = gantry_timeline_get_bookmarks(timeline);
  g_assert_cmpstr(gantry_bookmarks_step(two, 9, 1)->name, ==, "a");
  g_assert_cmpstr(gantry_bookmarks_step(two, 10, 1)->name, ==, "b");
  g_assert_null(gantry_bookmarks_step(two, 20, 1));
  g_assert_cmpstr(gantry_bookmarks_step(two, 20, -1)->name, ==, "a");
  g_assert_null(gantry_bookmarks_step(two, 10, -1));
  g_assert_cmpstr(gantry_bookmarks_near(two, 14, 5)->name, ==, "a");
  g_assert_cmpstr(gantry_bookmarks_near(two, 16, 100)->name, ==, "b");
  g_assert_cmpstr(gantry_bookmarks_near(two, 1000, 980)->name, ==, "b");
  g_assert_null(gantry_bookmarks_near(two, 15, 4));
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bookmarks/order", test_order);
  g_test_add_func("/bookmarks/names", test_names);
  g_test_add_func("/bookmarks/refused", test_refused);
  g_test_add_func("/bookmarks/unsaved", test_unsaved);
  g_test_add_func("/bookmarks/steps", test_steps);
  return g_test_run();
}
