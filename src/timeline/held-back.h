/* What must be published in the order of time but arrives ring by ring: held back until nothing earlier can come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline-private.h"

typedef struct {
  GantryTimeline *timeline;
  GArray *steps;                      /* of shared things */
  GArray *deltas[GANTRY_N_COUNTERS];  /* of the counters */
  int64_t counts[GANTRY_N_COUNTERS];
  GArray *arrows;
  GArray *marks;
} GantryHeldBack;

void gantry_held_back_init (GantryHeldBack *held, GantryTimeline *timeline);
void gantry_held_back_clear (GantryHeldBack *held);
void gantry_held_back_step (GantryHeldBack *held, uint32_t thing, int64_t time, int64_t value);
void gantry_held_back_delta (GantryHeldBack *held, GantryCounter counter, int64_t time, int delta);
void gantry_held_back_arrow (GantryHeldBack *held, const GantryArrow *arrow);
void gantry_held_back_mark (GantryHeldBack *held, const GantryMark *mark);
/* Publishes what is not later than `until`, of ON_CPU not later than `on_cpu_until`. */
void gantry_held_back_release (GantryHeldBack *held, int64_t until, int64_t on_cpu_until);
