/* Moments as people type them, and what is said of those that are none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/moment.h"

#include "timeline/bookmarks.h"
#include "timeline/script.h"

#define MS INT64_C(1000000)

static GPtrArray *bookmarks; /* "wake" at 7 ms, "Lunch" at 8 ms, "lunch over" at 9 ms, "5" at 11 ms */

static bool
parse (const char *text, int64_t *moment, GError **error)
{
  GantryMomentFrame frame = {.unit = MS, .length = 2000 * MS, .here = 100 * MS, .bookmarks = bookmarks};
  return gantry_moment_parse(text, &frame, moment, error);
}

static void
assert_moment (const char *text, int64_t expected)
{
  g_autoptr(GError) error = NULL;
  int64_t moment = -1;
  g_assert_true(parse(text, &moment, &error));
  g_assert_no_error(error);
  g_assert_cmpint(moment, ==, expected);
}

static void
assert_refused (const char *text, GantryMomentError code)
{
  g_autoptr(GError) error = NULL;
  int64_t moment = -1;
  g_assert_false(parse(text, &moment, &error));
  g_assert_error(error, GANTRY_MOMENT_ERROR, (int)code);
  g_assert_true(g_str_has_suffix(error->message, "."));
  g_assert_cmpint(moment, ==, -1);
}

static void
test_times (void)
{
  assert_moment("84", 84 * MS);
  assert_moment(" 84 ms ", 84 * MS);
  assert_moment("84.2ms", 84200000);
  assert_moment("84,2 MS", 84200000);
  assert_moment(".5s", 500 * MS);
  assert_moment("1.5 s", 1500 * MS);
  assert_moment("1 s 20 ms", 1020 * MS);
  assert_moment("0 min 1.25 s", 1250 * MS);
  assert_moment("750 µs", 750000);
  assert_moment("750 μs", 750000); /* the Greek letter */
  assert_moment("750us", 750000);
  assert_moment("1999999999 ns", 1999999999);
  assert_moment("0", 0);
  assert_moment("50%", 1000 * MS);
  assert_moment("99.5 %", 1990 * MS);
  assert_moment("100%", 2000 * MS);
}

static void
test_relative (void)
{
  assert_moment("+5", 105 * MS);
  assert_moment("- 5 ms", 95 * MS);
  assert_moment("−100", 0);
  assert_refused("-101", GANTRY_MOMENT_ERROR_OUTSIDE);
}

static void
test_names (void)
{
  assert_moment("wake", 7 * MS);
  assert_moment("WAK", 7 * MS);
  assert_moment("lunch", 8 * MS); /* the whole name comes before one that only begins so */
  assert_moment("lunch o", 9 * MS);
  assert_refused("lun", GANTRY_MOMENT_ERROR_FORM); /* which one? */
  assert_moment("5", 5 * MS);                      /* a number is a number */
}

static void
test_refused (void)
{
  assert_refused("", GANTRY_MOMENT_ERROR_EMPTY);
  assert_refused(" \t", GANTRY_MOMENT_ERROR_EMPTY);
  const char *const none[] = {"+",   "soon", "84 parsecs", "1..2", "ms",   "8 4 x", "0x10",
                              "nan", "1e3",  "%",          "µ",    "5 %%", "\xff",  "1 s later"};
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
    assert_refused(none[i], GANTRY_MOMENT_ERROR_FORM);
  assert_refused("2001", GANTRY_MOMENT_ERROR_OUTSIDE);
  assert_refused("101%", GANTRY_MOMENT_ERROR_OUTSIDE);
  assert_refused("99999999999999999999999999999999999999 h", GANTRY_MOMENT_ERROR_OUTSIDE);
}

static void
test_unit (void)
{
  g_assert_cmpint(gantry_moment_unit(84 * MS, 1000), ==, MS);
  g_assert_cmpint(gantry_moment_unit(-2000 * MS, 1), ==, 1000 * MS);
  g_assert_cmpint(gantry_moment_unit(0, 1000), ==, 1000);
  g_assert_cmpint(gantry_moment_unit(0, 0), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GantryTimeline) timeline = gantry_script_play("cores 1\n");
  gantry_timeline_set_bookmark(timeline, 7 * MS, "wake");
  gantry_timeline_set_bookmark(timeline, 9 * MS, "lunch over");
  gantry_timeline_set_bookmark(timeline, 8 * MS, "Lunch");
  gantry_timeline_set_bookmark(timeline, 11 * MS, "5");
  bookmarks = gantry_timeline_get_bookmarks(timeline);
  g_test_add_func("/moment/times", test_times);
  g_test_add_func("/moment/relative", test_relative);
  g_test_add_func("/moment/names", test_names);
  g_test_add_func("/moment/refused", test_refused);
  g_test_add_func("/moment/unit", test_unit);
  int result = g_test_run();
  g_ptr_array_unref(bookmarks);
  return result;
}
