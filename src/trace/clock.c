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
#define STEER_EVERY_NS 100000000u
/* Clocks that differ by more than this and a part of the time since they were last looked at were not steered
 * badly: one of them jumped. */
#define JUMP_NS 5e6
#define JUMP_PART 0.05
/* What is read may have been recorded so long after the last sample. */
#define SINCE_SAMPLE_NS 5e7

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
take_sample (GantryClockKind kind, uint64_t *ticks, uint64_t *ns, uint64_t *apart)
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
      *apart = best;
    }
  }
}

static double
measure_tick_ns (void)
{
  uint64_t first_ticks = 0, first_ns = 0, last_ticks = 0, last_ns = 0, apart = 0;
  take_sample(GANTRY_CLOCK_COUNTER, &first_ticks, &first_ns, &apart);
  g_usleep(CALIBRATION_NS / 1000);
  take_sample(GANTRY_CLOCK_COUNTER, &last_ticks, &last_ns, &apart);
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

/* The line begins here. */
static void
begin_at (GantryClockMap *map, uint64_t ticks, uint64_t ns)
{
  map->line.first_ticks = map->line.newest_ticks = map->line.base_ticks = ticks;
  map->line.first_ns = map->steered_ns = ns;
  map->line.base_ns = (double)ns;
}

void
gantry_clock_map_init (GantryClockMap *map, GantryClockKind kind)
{
  uint64_t ticks = 0, ns = 0, apart = 0;
  *map = (GantryClockMap){.kind = kind, .line.ns_per_tick = gantry_clock_tick_ns(kind)};
  if (kind != GANTRY_CLOCK_COUNTER)
    return;
  take_sample(kind, &ticks, &ns, &apart);
  begin_at(map, ticks, ns);
}

/* Also where the later one is the smaller number. */
static double
ticks_between (uint64_t from, uint64_t to)
{
  return (double)(int64_t)(to - from);
}

static double
within_reach (double ns)
{
  return CLAMP(ns, (double)-GANTRY_CLOCK_FARTHEST_NS, (double)GANTRY_CLOCK_FARTHEST_NS);
}

static double
map_by (const GantryClockLine *line, uint64_t ticks)
{
  return line->base_ns + ticks_between(line->base_ticks, ticks) * line->ns_per_tick;
}

static void
steer (GantryClockMap *map, uint64_t ticks, uint64_t ns, double mapped)
{
  double rate = (double)(ns - map->line.first_ns) / ticks_between(map->line.first_ticks, ticks);
  /* Aim at meeting the true line STEER_NS from now; the correction is far smaller than one, so the map keeps
   * rising. */
  double correction = CLAMP(((double)ns - mapped) / STEER_NS, -0.01, 0.01);
  map->line.base_ticks = ticks;
  map->line.base_ns = mapped;
  map->line.ns_per_tick = rate * (1.0 + correction);
  map->steered_ns = ns;
}

void
gantry_clock_map_take (GantryClockMap *map, uint64_t ticks, uint64_t ns, double within_ns)
{
  if (map->kind != GANTRY_CLOCK_COUNTER)
    return;
  double mapped = map_by(&map->line, ticks), ahead = mapped - (double)ns;
  double passed = (double)ns - (double)map->steered_ns;
  if (ABS(ahead) > JUMP_NS + within_ns + MAX(passed, 0) * JUMP_PART) {
    map->before = map->line;
    map->n_jumps++;
    map->jump_ns = (int64_t)within_reach(ahead);
    begin_at(map, ticks, ns);
    return;
  }
  if (ticks_between(map->line.newest_ticks, ticks) <= 0)
    return;
  map->line.newest_ticks = ticks;
  if (ns >= map->line.first_ns + CALIBRATION_NS && ns >= map->steered_ns + STEER_EVERY_NS)
    steer(map, ticks, ns, mapped);
}

void
gantry_clock_map_sample (GantryClockMap *map)
{
  uint64_t ticks = 0, ns = 0, apart = 0;
  if (map->kind != GANTRY_CLOCK_COUNTER)
    return;
  take_sample(map->kind, &ticks, &ns, &apart);
  gantry_clock_map_take(map, ticks, ns, (double)apart * map->line.ns_per_tick);
}

/* How far the ticks lie from those that were seen while the line held, up to `slack` later. */
static double
distance (const GantryClockLine *line, uint64_t ticks, double slack)
{
  double before = ticks_between(ticks, line->first_ticks);
  double behind = ticks_between(line->newest_ticks, ticks) - slack;
  return MAX(MAX(before, behind), 0);
}

/* By the line that was true at that moment, as far as can be known; and on its side of the jump. */
static double
map_beside_jump (const GantryClockMap *map, uint64_t ticks)
{
  double slack = SINCE_SAMPLE_NS / map->line.ns_per_tick;
  if (distance(&map->before, ticks, 0) < distance(&map->line, ticks, slack))
    return MIN(map_by(&map->before, ticks), (double)map->line.first_ns);
  return MAX(map_by(&map->line, ticks), map_by(&map->before, map->before.newest_ticks));
}

int64_t
gantry_clock_map_to_ns (const GantryClockMap *map, uint64_t ticks)
{
  if (map->kind != GANTRY_CLOCK_COUNTER)
    return (int64_t)MIN(ticks, (uint64_t)GANTRY_CLOCK_FARTHEST_NS);
  if (map->n_jumps > 0)
    return (int64_t)within_reach(map_beside_jump(map, ticks));
  double step = within_reach(ticks_between(map->line.base_ticks, ticks) * map->line.ns_per_tick);
  /* base_ns needs 53 bits only beyond 104 days of uptime; below that a double holds it to the nanosecond. */
  return (int64_t)map->line.base_ns + (int64_t)step;
}
