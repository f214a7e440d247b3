/* What must be published in the order of time but arrives ring by ring: held back until nothing earlier can
 * come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/time-queue.h"
#include "timeline/timeline-private.h"

/* A counter goes up or down. */
typedef struct {
  int64_t time;
  int64_t delta;
} GantryDelta;

typedef struct {
  GantryTimeline *timeline;
  GantryTimeQueue deltas[GANTRY_N_COUNTERS]; /* GantryDelta */
  GantryTimeQueue events;                    /* GantryThingEvent */
  GantryTimeQueue arrows;                    /* GantryArrow, by to_time */
  GantryTimeQueue marks;                     /* GantryMark */
  GantryTimeQueue spans;                     /* GantrySpan, by its end */
  int64_t counts[GANTRY_N_COUNTERS];
  int64_t settled[GANTRY_N_COUNTERS]; /* the counters' steps before this are published */
} GantryHeldBack;

void gantry_held_back_init (GantryHeldBack *held, GantryTimeline *timeline);
void gantry_held_back_clear (GantryHeldBack *held);
void gantry_held_back_delta (GantryHeldBack *held, GantryCounter counter, int64_t time, int delta);
void gantry_held_back_event (GantryHeldBack *held, const GantryThingEvent *event);
void gantry_held_back_arrow (GantryHeldBack *held, const GantryArrow *arrow);
void gantry_held_back_mark (GantryHeldBack *held, const GantryMark *mark);
void gantry_held_back_span (GantryHeldBack *held, const GantrySpan *span);
/* Publishes what lies before `until`; of ON_CPU what lies before `on_cpu_until`, which is not later. */
void gantry_held_back_release (GantryHeldBack *held, int64_t until, int64_t on_cpu_until);
