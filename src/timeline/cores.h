/* The cores' lanes: who ran where, put together from the running lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline-private.h"

typedef struct {
  GantryTimeline *timeline;
  GPtrArray *by_cpu; /* by number, NULL for those that have no lane */
} GantryCores;

void gantry_cores_init (GantryCores *cores, GantryTimeline *timeline);
void gantry_cores_clear (GantryCores *cores);
/* Gives this processor a lane, also if nothing will run on it. */
void gantry_cores_expect (GantryCores *cores, int cpu);
/* A stretch that a lane ran on a processor, in any order; several that touch make one interval. Nothing
 * happens for a processor that is not known. */
void gantry_cores_add (GantryCores *cores, int cpu, uint32_t lane, int64_t from, int64_t to);
/* Nothing of this processor that begins at or after `time` is certain: it is kept back at the next release.
 */
void gantry_cores_limit (GantryCores *cores, int cpu, int64_t time);
/* Publishes what begins before `until` and before the limits, which are lifted by it. */
void gantry_cores_release (GantryCores *cores, int64_t until);
/* Who had this processor then is not known; GANTRY_NO_CPU: nor who had any other. */
void gantry_cores_lose (GantryCores *cores, int cpu, int64_t from, int64_t to);
/* Publishes everything and ends the lanes, at `time` or where the last stretch ends. Returns when that is. */
int64_t gantry_cores_finish (GantryCores *cores, int64_t time);
