/* Times in words, and the ruler's steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/units.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define US INT64_C(1000)
#define MS (1000 * US)
#define S (1000 * MS)

static void
assert_words (char *words, const char *expected)
{
  g_assert_cmpstr(words, ==, expected);
  g_free(words);
}

static void
test_duration (void)
{
  static const struct {
    int64_t ns;
    const char *words;
  } cases[] = {
      {0, "0 ns"},
      {1, "1 ns"},
      {850, "850 ns"},
      {999, "999 ns"},
      {1000, "1.00 µs"},
      {9994, "9.99 µs"},
      {9995, "10.0 µs"},
      {99949, "99.9 µs"},
      {99950, "100 µs"},
      {999499, "999 µs"},
      {999500, "1.00 ms"},
      {96400 * US, "96.4 ms"},
      {28 * MS, "28.0 ms"},
      {999999999, "1.00 s"},
      {2 * S, "2.00 s"},
      {119 * S, "119 s"},
      {119 * S + 499 * MS, "119 s"},
      {119 * S + 500 * MS, "2 min 0 s"},
      {125 * S, "2 min 5 s"},
      {3599 * S + 600 * MS, "1 h 0 min"},
      {7500 * S, "2 h 5 min"},
      {200000 * S, "2 d 8 h"},
      {-850, "−850 ns"},
      {-96400 * US, "−96.4 ms"},
      {INT64_MAX, "106752 d 0 h"},
      {INT64_MIN, "−106752 d 0 h"},
      {INT64_MIN + 1, "−106752 d 0 h"},
  };
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_words(gantry_format_duration(cases[i].ns), cases[i].words);
}

static void
test_moment (void)
{
  static const struct {
    int64_t ns, resolution;
    const char *words;
  } cases[] = {
      {84 * MS, 100 * US, "84.0 ms"},
      {1234500 * US, 100 * US, "1.2345 s"},
      {51300 * US, 243 * US, "51.3 ms"},
      {51349 * US, 100 * US, "51.3 ms"},
      {51350 * US, 100 * US, "51.4 ms"},
      {0, MS, "0 ms"},
      {0, 1, "0 ns"},
      {-500 * US, 100 * US, "−500 µs"},
      {123456789, 1, "123.456789 ms"},
      {1, 0, "1 ns"},
      {3600 * S, 60 * S, "3600 s"},
  };
  for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_words(gantry_format_moment(cases[i].ns, cases[i].resolution), cases[i].words);
  assert_words(gantry_format_moment(INT64_MIN, 1), "−9223372036.854775808 s");
  assert_words(gantry_format_range(72 * MS, 100 * MS, 240 * US), "72.0 – 100.0 ms");
  assert_words(gantry_format_range(999 * US, 1 * MS + 1 * US, US), "0.999 – 1.001 ms");
  assert_words(gantry_format_range(-5 * MS, 2 * S, 10 * MS), "−0.01 – 2.00 s");
}

static void
test_ruler_labels (void)
{
  assert_words(gantry_format_ruler(50 * MS, 50 * MS), "50 ms");
  assert_words(gantry_format_ruler(0, 50 * MS), "0 ms");
  assert_words(gantry_format_ruler(2050 * MS, 50 * MS), "2050 ms");
  assert_words(gantry_format_ruler(3 * S, S), "3 s");
  assert_words(gantry_format_ruler(-20 * US, 20 * US), "−20 µs");
  assert_words(gantry_format_ruler(120 * S, 120 * S), "2 min");
  assert_words(gantry_format_ruler(7200 * S, 3600 * S), "2 h");
  assert_words(gantry_format_ruler(5 * 86400 * S, 86400 * S), "5 d");
  assert_words(gantry_format_ruler(100, 20), "100 ns");
}

static int64_t
lead_of (int64_t step)
{
  while (step % 10 == 0)
    step /= 10;
  return step;
}

/* At every zoom: wide enough, a round number, divided without rest, and not coarser than it must be. */
static void
test_ruler_steps (void)
{
  for (double ns_per_pixel = 1e-4; ns_per_pixel < 1e15; ns_per_pixel *= 1.37) {
    int minor = 0;
    int64_t step = gantry_ruler_step(ns_per_pixel, 60.0, &minor);
    g_assert_cmpint(step, >=, 1);
    g_assert_cmpint(minor, >=, 1);
    g_assert_cmpint(step % minor, ==, 0);
    if (step < INT64_MAX / 100)
      g_assert_cmpfloat((double)step, >=, ns_per_pixel * 60.0);
    if (step <= 50 * S)
      g_assert_true(lead_of(step) == 1 || lead_of(step) == 2 || lead_of(step) == 5);
    else
      g_assert_cmpint(step % (60 * S), ==, 0);
    if (step > 1 && step < 1000 * 86400 * S)
      g_assert_cmpfloat((double)step, <, ns_per_pixel * 60.0 * 5.1);
  }
}

static void
test_ruler_hostile (void)
{
  const double spans[] = {0.0, -1.0, NAN, INFINITY, -INFINITY, 1e300, 1e-300};
  for (unsigned i = 0; i < G_N_ELEMENTS(spans); i++) {
    int minor = 0;
    int64_t step = gantry_ruler_step(spans[i], 60.0, &minor);
    g_assert_cmpint(step, >=, 1);
    g_assert_cmpint(minor, >=, 1);
    g_free(gantry_format_ruler(INT64_MIN, step));
    g_free(gantry_format_ruler(INT64_MAX, step));
  }
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/units/duration", test_duration);
  g_test_add_func("/units/moment", test_moment);
  g_test_add_func("/units/ruler-labels", test_ruler_labels);
  g_test_add_func("/units/ruler-steps", test_ruler_steps);
  g_test_add_func("/units/ruler-hostile", test_ruler_hostile);
  return g_test_run();
}
