/* The writer's side of a lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/lane.h"

/* An interval as it is kept: its end is the next one's start. */
typedef struct {
  int64_t start;
  uint32_t state_and_line; /* 5 and 27 bits */
  uint32_t object;
} GantryStoredInterval;

/* Sums of all intervals before a block of GANTRY_LANE_BLOCK, so that a range costs two searches and two partial blocks.
 * 256 intervals: 0.6 bytes of sums for each, and a partial block is added up in less time than two cache misses take. */
#define GANTRY_LANE_BLOCK 256

typedef struct {
  int64_t sums[GANTRY_N_STATES];
} GantryLaneSums;

struct GantryLane {
  /* written once, before the lane is published */
  uint32_t id;
  GantryLaneKind kind;
  uint32_t parent;
  bool daemon;
  char *name;
  int64_t created;
  const _Atomic int64_t *now; /* the timeline's newest moment */
  /* readers' */
  GantryAppendStore intervals; /* GantryStoredInterval */
  GantryAppendStore blocks;    /* GantryLaneSums */
  GantryAppendStore losses;    /* GantryLoss */
  _Atomic uint32_t pid;
  _Atomic int64_t started;
  _Atomic int64_t ended;
  _Atomic int64_t known;  /* while it is only known so far (running and measuring itself, or just changed); else GANTRY_NO_TIME: up to now */
  _Atomic int outcome;
  _Atomic int64_t result;
  _Atomic (char *) reason;
  /* the builder's alone */
  GantryLaneSums sums; /* of all closed intervals */
  bool has_pending;    /* an interval that has no length yet, kept back so that none is ever empty */
  GantryStoredInterval pending;
  bool touched; /* is in the builder's list of lanes with a pending interval */
  GantryState state;
  uint32_t line;
  uint32_t object;
  int64_t since;       /* of the state */
  int64_t run_since;   /* on its processor, for the core's lane; GANTRY_NO_TIME: another lane stands for it */
  bool switched_out;   /* by the kernel, without having said that it waits */
  int cpu;
  uint32_t ring;
  guint running_index; /* place in the builder's list of running lanes, from 1; 0: not in it */
  bool woken;
  uint32_t woken_by;
  int64_t woken_at;
  GArray *notes; /* of open notes; the builder's type */
};

GantryLane *gantry_lane_new (uint32_t id, GantryLaneKind kind, const char *name, uint32_t parent, bool daemon, int64_t created,
                             const _Atomic int64_t *now);
void gantry_lane_free (GantryLane *lane);
/* Opens a state at `time` (clamped so that time never goes back). Returns the state before, as it was published. */
void gantry_lane_set (GantryLane *lane, int64_t time, GantryState state, uint32_t line, uint32_t object);
/* Publishes a pending interval that has got a length by `now`. FALSE: it has none yet. */
bool gantry_lane_flush (GantryLane *lane, int64_t now);
void gantry_lane_end (GantryLane *lane, int64_t time, GantryOutcome outcome, int64_t result, const char *reason);
void gantry_lane_set_known (GantryLane *lane, int64_t known);
void gantry_lane_add_loss (GantryLane *lane, int64_t from, int64_t to, uint64_t count);
/* The newest start, which no later change may precede. */
int64_t gantry_lane_floor (const GantryLane *lane);
