/* The tracks of a timeline in a Perfetto trace: which there are, and by which numbers events name them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "format/perfetto-packets.h"
#include "timeline/timeline.h"

typedef enum {
  GANTRY_PERFETTO_LANE = 1, /* number: the lane's id; a core's likewise */
  GANTRY_PERFETTO_CORE,
  GANTRY_PERFETTO_NOTES,   /* number: the lane's id */
  GANTRY_PERFETTO_PROCESS, /* number: the pid */
  GANTRY_PERFETTO_CORES,   /* the group of all cores */
  GANTRY_PERFETTO_COUNTER, /* number: which */
  GANTRY_PERFETTO_THING,   /* number: its index */
} GantryPerfettoRole;

/* The track's number in the trace. */
uint64_t gantry_perfetto_track (GantryPerfettoRole role, uint32_t number);
/* Of a lane or a core. */
uint64_t gantry_perfetto_track_of (const GantryLane *lane);

/* Describes all of them. */
void gantry_perfetto_put_tracks (GantryPackets *packets, const GantryTimeline *timeline);
