/* Deadlines in order: a binary heap, whose entries know their place so that any can be taken out.
 *
 * Method: J. Williams, "Algorithm 232: Heapsort", 1964.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A span of time after a moment, both in ns and at least 0; what never comes is INT64_MAX. */
static inline int64_t
gantry_moment_after (int64_t moment, int64_t ns)
{
  return ns > INT64_MAX - moment ? INT64_MAX : moment + ns;
}

/* Lies inside what is waited for; `place` is 0 when it is not in a heap. */
typedef struct {
  int64_t when;
  uint64_t order; /* of setting: ties are broken by it */
  guint place;
} GantryTimer;

typedef struct {
  GPtrArray *timers; /* GantryTimer; element 0 is not used */
  uint64_t order;
} GantryTimerHeap;

void gantry_timer_heap_init (GantryTimerHeap *heap);
void gantry_timer_heap_clear (GantryTimerHeap *heap);
/* Or, for one that is in it, changes when. */
void gantry_timer_heap_add (GantryTimerHeap *heap, GantryTimer *timer, int64_t when);
void gantry_timer_heap_remove (GantryTimerHeap *heap, GantryTimer *timer);
/* Sets a timerfd of CLOCK_MONOTONIC to the earliest, or to nothing. */
void gantry_timer_heap_arm (const GantryTimerHeap *heap, int timer_fd);
/* The earliest, or NULL. */
GantryTimer *gantry_timer_heap_first (const GantryTimerHeap *heap);
