/* How often shared things were taken between their steps, for formats that have values only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct {
  const GantryTimeline *timeline;
  size_t *next; /* by thing: the first use that was not counted yet */
} GantryTakings;

/* The timeline outlives them. */
void gantry_takings_init (GantryTakings *takings, const GantryTimeline *timeline);
void gantry_takings_clear (GantryTakings *takings);
/* So often was the thing taken up to that time, and since it was asked for last. */
uint64_t gantry_takings_count (GantryTakings *takings, uint32_t thing, int64_t time);
