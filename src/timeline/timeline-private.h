/* The builder's side of a timeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/lane-private.h"
#include "timeline/series.h"

#define GANTRY_LANE_CHUNK 4096
#define GANTRY_LANE_CHUNKS 1024

struct GantryThing {
  char *name;
  GantryThingKind kind;
  int64_t capacity;
  GantrySeries series;
  /* figures, stored by the builder alone, read by anyone */
  _Atomic uint64_t acquired;
  _Atomic uint64_t contended;
  _Atomic int64_t wait_ns;
  _Atomic int64_t held_ns;
  /* the builder's */
  int64_t holders;
  uint32_t holder;
  int64_t held_since;
};

typedef struct {
  _Atomic (GantryLane *) lanes[GANTRY_LANE_CHUNK];
} GantryLaneChunk;

struct GantryTimeline {
  gatomicrefcount references;
  GantryRunFacts facts; /* strings owned */
  char **source_lines;
  char **line_labels;
  uint32_t n_source_lines, n_line_labels;
  _Atomic int64_t now;
  _Atomic uint64_t revision;
  GantryAppendStore lanes; /* GantryLane* */
  GantryAppendStore cores; /* GantryLane* */
  _Atomic (GantryLaneChunk *) by_id[GANTRY_LANE_CHUNKS];
  GPtrArray *things; /* GantryThing, all there before the run */
  GantrySeries counters[GANTRY_N_COUNTERS];
  GantryAppendStore arrows; /* GantryArrow */
  GantryAppendStore marks;  /* GantryMark */
  GantryAppendStore spans;  /* GantrySpan */
  GPtrArray *texts;         /* of marks and spans; the builder's */
  GantryRunResult result;   /* written before `finished` is */
  _Atomic bool finished;
};

GantryLane *gantry_timeline_get_own_lane (GantryTimeline *timeline, uint32_t id);
GantryThing *gantry_timeline_get_own_thing (GantryTimeline *timeline, uint32_t index);
/* FALSE: no room for that id. Takes the lane. */
bool gantry_timeline_add_lane (GantryTimeline *timeline, GantryLane *lane);
void gantry_timeline_add_core (GantryTimeline *timeline, GantryLane *core);
/* A copy that lives as long as the timeline. */
const char *gantry_timeline_keep_text (GantryTimeline *timeline, const char *text);
void gantry_timeline_set_now (GantryTimeline *timeline, int64_t now);
void gantry_timeline_finish (GantryTimeline *timeline, const GantryRunResult *result);
