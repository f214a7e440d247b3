/* Times in words: units, digits and the ruler's steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

#define SECOND INT64_C(1000000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef struct {
  int64_t ns;
  const char *name;
  int digits; /* decimals that tell single nanoseconds */
} Unit;

static const Unit small_units[] = {{1, "ns", 0}, {1000, "µs", 3}, {1000000, "ms", 6}, {SECOND, "s", 9}};
static const Unit large_units[] = {{MINUTE, "min", 0}, {HOUR, "h", 0}, {DAY, "d", 0}};

static uint64_t
magnitude (int64_t ns)
{
  return ns < 0 ? (uint64_t)0 - (uint64_t)ns : (uint64_t)ns;
}

/* The unit in which `ns` has one to three digits before the point. */
static const Unit *
unit_of (uint64_t ns)
{
  unsigned i = 0;
  while (i + 1 < G_N_ELEMENTS(small_units) && ns >= (uint64_t)small_units[i + 1].ns)
    i++;
  return &small_units[i];
}

/* `ns` in `unit` without its name, rounded half up to `decimals`, exact for all of 64 bits. */
static char *
format_number (int64_t ns, const Unit *unit, int decimals)
{
  uint64_t size = magnitude(ns);
  uint64_t grain = (uint64_t)unit->ns; /* ns that one of the last digit is worth */
  decimals = CLAMP(decimals, 0, unit->digits);
  for (int i = 0; i < decimals; i++)
    grain /= 10;
  uint64_t count = size / grain + (grain > 1 && size % grain >= grain - grain / 2 ? 1 : 0);
  uint64_t per_unit = (uint64_t)unit->ns / grain;
  const char *sign = ns < 0 && count > 0 ? "−" : "";
  if (decimals == 0)
    return g_strdup_printf("%s%" PRIu64, sign, count);
  return g_strdup_printf("%s%" PRIu64 ".%0*" PRIu64, sign, count / per_unit, decimals, count % per_unit);
}

static char *
format_in_unit (int64_t ns, const Unit *unit, int decimals)
{
  g_autofree char *number = format_number(ns, unit, decimals);
  return g_strdup_printf("%s %s", number, unit->name);
}

/* "2 min 5 s", "3 h 20 min": the two largest units. */
static char *
format_long (bool negative, uint64_t ns)
{
  uint64_t seconds = ns / SECOND + (ns % SECOND >= SECOND / 2 ? 1 : 0);
  const char *sign = negative ? "−" : "";
  if (seconds < 3600)
    return g_strdup_printf("%s%" PRIu64 " min %" PRIu64 " s", sign, seconds / 60, seconds % 60);
  uint64_t minutes = (seconds + 30) / 60;
  if (minutes < 48 * 60)
    return g_strdup_printf("%s%" PRIu64 " h %" PRIu64 " min", sign, minutes / 60, minutes % 60);
  uint64_t hours = (minutes + 30) / 60;
  return g_strdup_printf("%s%" PRIu64 " d %" PRIu64 " h", sign, hours / 24, hours % 24);
}

char *
gantry_format_duration (int64_t ns)
{
  uint64_t size = magnitude(ns);
  if (size >= 2 * (uint64_t)MINUTE - SECOND / 2)
    return format_long(ns < 0, size);
  const Unit *unit = unit_of(size);
  /* What rounds up to four digits goes to the next unit: 999.6 µs is 1.00 ms. */
  if (unit->ns < SECOND && (double)size / (double)unit->ns >= 999.5)
    unit++;
  double value = (double)size / (double)unit->ns;
  return format_in_unit(ns, unit, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

/* The unit for moments of `size` and the decimals that tell `grain` apart in it. */
static const Unit *
moment_unit (uint64_t size, uint64_t grain, int *decimals)
{
  const Unit *unit = unit_of(MAX(size, grain));
  *decimals = 0;
  for (uint64_t worth = (uint64_t)unit->ns; *decimals < unit->digits && worth > grain; worth /= 10)
    ++*decimals;
  return unit;
}

char *
gantry_format_moment (int64_t ns, int64_t resolution)
{
  int decimals;
  const Unit *unit = moment_unit(magnitude(ns), (uint64_t)MAX(resolution, 1), &decimals);
  return format_in_unit(ns, unit, decimals);
}

char *
gantry_format_range (int64_t from, int64_t to, int64_t resolution)
{
  int decimals;
  uint64_t size = MAX(magnitude(from), magnitude(to));
  const Unit *unit = moment_unit(size, (uint64_t)MAX(resolution, 1), &decimals);
  g_autofree char *first = format_number(from, unit, decimals);
  g_autofree char *second = format_in_unit(to, unit, decimals);
  return g_strdup_printf("%s – %s", first, second);
}

/* 1, 2 or 5 times a power of ten, at least `smallest` (> 0). Returns 0 where a minute is passed. */
static int64_t
decimal_step (double smallest)
{
  static const int leads[] = {1, 2, 5};
  for (int64_t power = 1; power <= 10 * SECOND; power *= 10)
    for (unsigned i = 0; i < G_N_ELEMENTS(leads); i++)
      if ((double)(leads[i] * power) >= smallest && leads[i] * power <= MINUTE)
        return leads[i] * power;
  return 0;
}

static int64_t
clock_step (double smallest, int *minor)
{
  static const struct {
    int64_t step;
    int minor;
  } steps[] = {
      {MINUTE, 6}, {2 * MINUTE, 4}, {5 * MINUTE, 5}, {10 * MINUTE, 5}, {20 * MINUTE, 4}, {30 * MINUTE, 3},
      {HOUR, 6},   {2 * HOUR, 4},   {6 * HOUR, 6},   {12 * HOUR, 6},   {DAY, 4},
  };
  for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
    if ((double)steps[i].step >= smallest) {
      *minor = steps[i].minor;
      return steps[i].step;
    }
  }
  static const int leads[] = {1, 2, 5};
  for (int64_t power = DAY; power <= INT64_MAX / 100; power *= 10) {
    for (unsigned i = 0; i < G_N_ELEMENTS(leads); i++) {
      if ((double)leads[i] * (double)power >= smallest) {
        *minor = leads[i] == 2 ? 4 : 5;
        return leads[i] * power;
      }
    }
  }
  *minor = 5;
  return INT64_MAX / 4;
}

int64_t
gantry_ruler_step (double ns_per_pixel, double min_pixels, int *minor)
{
  double smallest = ns_per_pixel * min_pixels;
  if (!(smallest >= 1.0)) /* also where it is not a number */
    smallest = 1.0;
  int64_t step = decimal_step(smallest);
  if (step == 0)
    return clock_step(smallest, minor);
  int64_t lead = step;
  while (lead >= 10)
    lead /= 10;
  /* Minor marks fall on round numbers too, and stand at least a few pixels apart. */
  double pixels = (double)step / MAX(ns_per_pixel, 1e-9);
  *minor = lead == 2 ? 4 : lead == 5 ? 5 : pixels >= 120.0 ? 10 : 5;
  if (step % *minor != 0)
    *minor = (int)step;
  return step;
}

char *
gantry_format_ruler (int64_t ns, int64_t step)
{
  const Unit *unit = unit_of(magnitude(step));
  for (unsigned i = 0; i < G_N_ELEMENTS(large_units); i++)
    if (step >= large_units[i].ns && step % large_units[i].ns == 0)
      unit = &large_units[i];
  return format_in_unit(ns, unit, 0);
}
