/* The clock that events are stamped with, and its way to nanoseconds.
 *
 * Where the processor's counter is invariant it is read in one instruction; elsewhere clock_gettime.
 * Simulated runs have a virtual clock, whose ticks are nanoseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdint.h>
#include <time.h>
#if defined(__x86_64__) || defined(__i386__)
#include <x86intrin.h>
#endif

typedef enum {
  GANTRY_CLOCK_MONOTONIC, /* clock_gettime: ticks are nanoseconds */
  GANTRY_CLOCK_COUNTER,   /* the processor's counter */
  GANTRY_CLOCK_VIRTUAL,   /* the simulator's: ticks are nanoseconds from 0 */
} GantryClockKind;

/* CLOCK_MONOTONIC in nanoseconds. Any thread. */
static inline uint64_t
gantry_monotonic_ns (void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* For the calls that take a time so. */
static inline struct timespec
gantry_timespec_of (int64_t ns)
{
  return (struct timespec){.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
}

/* The counter itself; only meaningful where gantry_clock_best() says GANTRY_CLOCK_COUNTER. */
static inline uint64_t
gantry_counter_read (void)
{
#if defined(__x86_64__) || defined(__i386__)
  return __rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  return gantry_monotonic_ns();
#endif
}

/* Ticks of a real clock. */
static inline uint64_t
gantry_clock_read (GantryClockKind kind)
{
  return kind == GANTRY_CLOCK_COUNTER ? gantry_counter_read() : gantry_monotonic_ns();
}

/* The best real clock of this machine: COUNTER where it runs at one rate on all processors and in all sleep
 * states. */
GantryClockKind gantry_clock_best (void);

/* Nanoseconds that one tick of `kind` lasts, measured once in this process (takes up to 10 ms the first
 * time). */
double gantry_clock_tick_ns (GantryClockKind kind);

/* 73 years; sums and differences of two such times do not overflow. */
#define GANTRY_CLOCK_FARTHEST_NS (INT64_C(1) << 61)

/* The map from one jump of the clocks to the next: a straight line, and the ticks that were seen meanwhile.
 */
typedef struct {
  uint64_t base_ticks;
  double base_ns;
  double ns_per_tick;
  uint64_t first_ticks; /* the first sample, from which the rate is measured over an ever longer span */
  uint64_t first_ns;
  uint64_t newest_ticks;
} GantryClockLine;

/* From ticks to nanoseconds of CLOCK_MONOTONIC: a continuous, strictly rising chain of straight pieces, each
 * aimed so that the map meets the next sample. Where the two clocks jump apart (the machine slept, or a
 * virtual one was moved), the map begins anew at the next sample, and what was recorded before is still read
 * by the line that was true then. One thread at a time. */
typedef struct {
  GantryClockKind kind;
  GantryClockLine line;
  GantryClockLine before; /* the last jump, if there was one */
  uint64_t steered_ns;
  unsigned n_jumps;
  int64_t jump_ns; /* how far the counter went ahead of the other clock at the last one; or behind */
} GantryClockMap;

void gantry_clock_map_init (GantryClockMap *map, GantryClockKind kind);

/* Takes a pair of readings: sees whether the clocks have jumped apart, and steers the map towards it a few
 * times a second. Before each use of the map on what is new. */
void gantry_clock_map_sample (GantryClockMap *map);
/* The same with readings taken elsewhere; `within_ns`: how far from each other they may have been taken. */
void gantry_clock_map_take (GantryClockMap *map, uint64_t ticks, uint64_t ns, double within_ns);

/* Also right for ticks before the last sample, as long as the map was steered by little since, and before the
 * last jump. Any ticks: what lies beyond GANTRY_CLOCK_FARTHEST_NS from the last sample (or from 0) is moved
 * there. */
int64_t gantry_clock_map_to_ns (const GantryClockMap *map, uint64_t ticks);
