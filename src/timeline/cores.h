/* The cores' lanes: who ran where, put together from the tasks' running intervals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline-private.h"

typedef struct {
  GantryTimeline *timeline;
  GPtrArray *by_cpu; /* the builder's view of each core */
} GantryCores;

void gantry_cores_init (GantryCores *cores, GantryTimeline *timeline);
void gantry_cores_clear (GantryCores *cores);
/* A stretch that a lane ran on a processor; in any order. Nothing happens for a processor that is not known. */
void gantry_cores_add (GantryCores *cores, int cpu, uint32_t lane, int64_t from, int64_t to);
/* Publishes what begins before `until`; `running`: lanes (GantryLane*) that are still on a processor, before whose beginnings nothing
 * more can come. */
void gantry_cores_release (GantryCores *cores, int64_t until, const GPtrArray *running);
void gantry_cores_end (GantryCores *cores, int64_t time);
