/* The consumer of a segment: drains the rings, reads the kernel's switch records where there are any, puts
 * both in order and hands them on, with times in nanoseconds since the run's start.
 *
 * One thread at a time. Trusts nothing in the segment, which any worker can write to at any time: each number
 * is read once, and kinds, lane numbers, lengths, times, indices and losses are checked; what cannot be is
 * counted in `damaged` and left out. A ring whose head cannot be, or that brings much that is senseless, is
 * not read any more. Times lie between 0 and GANTRY_TRACE_MOST_NS; nothing has happened later than now. A
 * pass ends after a while whatever the writers do: what it did not get to comes with the next one.
 *
 * Order: for each thread, its events and its context switches come in the order of time. Events of different
 * threads may come in any order within one pass, but a lane's LANE_CREATED always comes before its other
 * events. What was lost of a lane is told by LOST where its events go on, or at last where they do not. A
 * LOST of GANTRY_NO_LANE, and of no ring, are context switches: detail: the processor they were of + 1;
 * first: how many; second: since when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/kernel.h"
#include "trace/segment.h"

/* 36 years, the same as GANTRY_MOST_TIME of the timeline. */
#define GANTRY_TRACE_MOST_NS (INT64_C(1) << 60)

typedef struct {
  int64_t time;  /* ns since the run's start (never negative) */
  uint32_t ring; /* which recording thread */
  uint32_t lane;
  uint16_t kind; /* GantryEventKind, never TEXT or NONE */
  uint16_t detail;
  uint64_t first; /* times in here are ns since the start too (WOKEN.second, LANE_STARTED.second: -1 if
                     unknown; GAP.first: ns) */
  uint64_t second;
  const char *text; /* valid UTF-8, of this call only; NULL where the kind has none */
} GantryRecord;

typedef struct {
  /* FALSE: not now (the lane is not known yet); the ring's next events wait for the next pass. On the last
   * pass nothing may be refused. */
  bool (*event)(const GantryRecord *record, gpointer user_data);
  /* A switch of the thread that owns `ring`. */
  void (*context_switch)(uint32_t ring, int64_t time, int cpu, bool out, bool preempted, gpointer user_data);
  /* After a ring was drained in a pass: its thread was on a processor at least until `seen` (self), or all
   * about it is known up to `seen` (kernel, virtual). */
  void (*drained)(uint32_t ring, int64_t seen, gpointer user_data);
  /* The ring's thread is gone: its number may be used for another one. */
  void (*retired)(uint32_t ring, gpointer user_data);
  /* End of a round over all rings: all events up to `now` have been handed on. */
  void (*pass)(int64_t now, gpointer user_data);
} GantrySink;

typedef struct {
  uint64_t events;   /* handed on, but for LOST */
  uint64_t lost;     /* dropped by full rings: with the events, and what is damaged, all that was recorded */
  uint64_t damaged;  /* senseless ones, left out */
  uint64_t switches; /* context switches read */
  uint64_t switches_lost; /* for which the kernel had no room */
  uint64_t clock_jumps;   /* how often the counter and CLOCK_MONOTONIC jumped apart, */
  int64_t clock_jump_ns;  /* and how far the last time */
} GantryCollectorTotals;

typedef struct GantryCollector GantryCollector;

/* `segment` and `switches` (nullable) must outlive it; `sink` is copied. The run's clock starts at the first
 * call of gantry_collector_start(), or for a virtual clock at 0. */
GantryCollector *gantry_collector_new (GantrySegment *segment, GantryKernelSwitches *switches,
                                       const GantrySink *sink, gpointer user_data);
void gantry_collector_free (GantryCollector *collector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryCollector, gantry_collector_free)

/* Events before now belong to no run: the first one after is the run's zero. */
void gantry_collector_start (GantryCollector *collector);
/* One pass: a round over all rings, or as much of one as fits into a few milliseconds; the next call then
 * goes on with it. `last`: every writer is gone; take all that is left, at any length (what is written after
 * the first such pass is not read: some writer may not be gone). Returns the records handed on. */
uint64_t gantry_collector_pass (GantryCollector *collector, bool last);
/* Whether the last pass left something of its round to the next one. */
bool gantry_collector_is_behind (const GantryCollector *collector);
/* The same without what the rings lost and told nobody; touches no ring. */
const GantryCollectorTotals *gantry_collector_get_taken (const GantryCollector *collector);
void gantry_collector_get_totals (const GantryCollector *collector, GantryCollectorTotals *totals);
/* Whether something has been recorded: the run's zero is then. A virtual clock begins at once. */
bool gantry_collector_has_begun (const GantryCollector *collector);
/* The run's time now, ns (virtual: of the last event). */
int64_t gantry_collector_now (const GantryCollector *collector);
