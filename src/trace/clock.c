/* Choice of the clock, its rate, and the map from ticks to nanoseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/clock.h"

#include <glib.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

/* Pairs of readings tried for one sample; the one whose two counter readings lie closest together is kept. */
#define SAMPLE_TRIES 8
#define CALIBRATION_NS 10000000u
/* A step of steering: the map meets the samples again after this long. */
#define STEER_NS 1e9

GantryClockKind
gantry_clock_best (void)
{
#if defined(__x86_64__) || defined(__i386__)
  unsigned eax, ebx, ecx, edx;
  if (__get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & (1u << 8)))
    return GANTRY_CLOCK_COUNTER;
  return GANTRY_CLOCK_MONOTONIC;
#elif defined(__aarch64__)
  return GANTRY_CLOCK_COUNTER;
#else
  return GANTRY_CLOCK_MONOTONIC;
#endif
}

static void
take_sample (GantryClockKind kind, uint64_t *ticks, uint64_t *ns)
{
  uint64_t best = UINT64_MAX;
  for (int i = 0; i < SAMPLE_TRIES; i++) {
    uint64_t before = gantry_clock_read(kind);
    uint64_t now = gantry_monotonic_ns();
    uint64_t after = gantry_clock_read(kind);
    if (after - before < best) {
      best = after - before;
      *ticks = before + (after - before) / 2;
      *ns = now;
    }
  }
}

static double
measure_tick_ns (void)
{
  uint64_t first_ticks = 0, first_ns = 0, last_ticks = 0, last_ns = 0;
  take_sample(GANTRY_CLOCK_COUNTER, &first_ticks, &first_ns);
  g_usleep(CALIBRATION_NS / 1000);
  take_sample(GANTRY_CLOCK_COUNTER, &last_ticks, &last_ns);
  if (last_ticks <= first_ticks)
    return 1.0;
  return (double)(last_ns - first_ns) / (double)(last_ticks - first_ticks);
}

double
gantry_clock_tick_ns (GantryClockKind kind)
{
  static gsize measured = 0;
  static double tick_ns = 1.0;
  if (kind != GANTRY_CLOCK_COUNTER)
    return 1.0;
  if (g_once_init_enter(&measured)) {
    tick_ns = measure_tick_ns();
    g_once_init_leave(&measured, 1);
  }
  return tick_ns;
}

void
gantry_clock_map_init (GantryClockMap *map, GantryClockKind kind)
{
  *map = (GantryClockMap){.kind = kind, .ns_per_tick = gantry_clock_tick_ns(kind)};
  if (kind != GANTRY_CLOCK_COUNTER)
    return;
  take_sample(kind, &map->first_ticks, &map->first_ns);
  map->base_ticks = map->first_ticks;
  map->base_ns = (double)map->first_ns;
}

void
gantry_clock_map_sample (GantryClockMap *map)
{
  if (map->kind != GANTRY_CLOCK_COUNTER)
    return;
  uint64_t ticks = 0, ns = 0;
  take_sample(map->kind, &ticks, &ns);
  if (ticks <= map->base_ticks || ns - map->first_ns < CALIBRATION_NS)
    return;
  double mapped = map->base_ns + (double)(ticks - map->base_ticks) * map->ns_per_tick;
  double rate = (double)(ns - map->first_ns) / (double)(ticks - map->first_ticks);
  /* Aim at meeting the true line STEER_NS from now; the correction is far smaller than one, so the map keeps
   * rising. */
  double correction = CLAMP(((double)ns - mapped) / STEER_NS, -0.01, 0.01);
  map->base_ticks = ticks;
  map->base_ns = mapped;
  map->ns_per_tick = rate * (1.0 + correction);
}

int64_t
gantry_clock_map_to_ns (const GantryClockMap *map, uint64_t ticks)
{
  if (map->kind != GANTRY_CLOCK_COUNTER)
    return (int64_t)MIN(ticks, (uint64_t)GANTRY_CLOCK_FARTHEST_NS);
  double step = (double)(int64_t)(ticks - map->base_ticks) * map->ns_per_tick;
  step = CLAMP(step, (double)-GANTRY_CLOCK_FARTHEST_NS, (double)GANTRY_CLOCK_FARTHEST_NS);
  /* base_ns needs 53 bits only beyond 104 days of uptime; below that a double holds it to the nanosecond. */
  return (int64_t)map->base_ns + (int64_t)step;
}
