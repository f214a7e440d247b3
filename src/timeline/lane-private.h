/* The writer's side of a lane.
 *
 * What readers see of a lane is a count of intervals and how far the lane is known. The writer publishes an
 * interval first and then lets the known end go past its start, so an interval is visible exactly when it has
 * a length. An interval that has none yet waits in `pending`, where it may still be replaced: no empty
 * interval is ever stored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/columns.h"
#include "timeline/lane-sums.h"

#define GANTRY_LINE_BITS 27
#define GANTRY_LINE_MASK ((1u << GANTRY_LINE_BITS) - 1)
#define GANTRY_STATE_BITS (32 - GANTRY_LINE_BITS)
_Static_assert(GANTRY_N_STATES <= 1 << GANTRY_STATE_BITS, "states fit beside the line");

static inline GantryState
gantry_stored_state (const GantryStoredInterval *stored)
{
  return stored->state_and_line >> GANTRY_LINE_BITS;
}

struct GantryLane {
  /* constant once the lane is published */
  uint32_t id;
  uint32_t parent;
  GantryLaneKind kind;
  bool daemon;
  bool is_uncounted;
  char *name;
  int64_t created;
  const _Atomic int64_t *now; /* the timeline's newest moment */

  /* read by anyone */
  GantryAppendStore intervals;         /* GantryStoredInterval */
  _Atomic(GantryLaneSums *) sums;      /* NULL while there are at most GANTRY_SUMS_LEAST intervals */
  _Atomic(GantryAppendStore *) losses; /* GantryLoss; NULL while there is none */
  _Atomic int64_t started;
  _Atomic int64_t ended;
  _Atomic int64_t known; /* known up to here, or GANTRY_NO_TIME: up to the timeline's newest moment */
  _Atomic int64_t result;
  _Atomic(char *) reason;
  _Atomic uint32_t pid;
  _Atomic uint32_t loop; /* the newest event loop that runs in this thread or process; GANTRY_NO_LANE: none */
  uint32_t older_loop;   /* of a loop: the one before it in the same thread */
  _Atomic int outcome;

  /* the writer's alone: the state now, as it was last set */
  int64_t since;
  uint32_t line;
  uint32_t object;
  GantryState state;
  bool has_pending;
  GantryStoredInterval pending;

  /* the builder's alone */
  bool in_touched;        /* in its list of lanes that changed since the last pass */
  bool off;               /* READY or BLOCKED because its thread was switched out while it ran */
  bool yields;            /* by its own word, while the kernel says that its thread has a processor */
  bool on_core;           /* has a segment of a core's lane open */
  bool woken;             /* a WOKEN record waits for its STATE */
  bool woken_to_leave;    /* and says that it was asked to end */
  bool has_arrow;         /* an arrow waits for the lane to run */
  uint32_t line_created;  /* of the statement that started it */
  uint32_t running_place; /* in the builder's list of running lanes, if it is RUNNING */
  uint32_t ring;          /* that it runs on (RUNNING or `off`), or GANTRY_NO_RING */
  uint32_t ring_place;    /* in that ring's list */
  uint32_t home_ring;     /* that it was started on */
  uint32_t waited_for;    /* the thing that the last wait was for, until it is acquired */
  int core;               /* of the open segment */
  int64_t core_since;     /* what comes before is in the core's lane already */
  int64_t yielded_at;     /* if it does */
  int64_t end_at;         /* ends there when the pass is over; GANTRY_NO_TIME: no word of an end */
  uint32_t woken_by;
  uint32_t arrow_from;
  int arrow_kind;
  int64_t woken_at;
  int64_t arrow_time;
  GArray *notes; /* the open ones; NULL while there was none */
};

#define GANTRY_NO_RING UINT32_MAX

static inline const GantryStoredInterval *
gantry_lane_stored_at (const GantryLane *lane, size_t index)
{
  size_t offset;
  const GantryStoredInterval *chunk = gantry_append_store_chunk(&lane->intervals, index, &offset);
  return chunk + offset;
}

/* A consistent look at a lane: its visible intervals and how far the last one reaches. */
typedef struct {
  size_t count;
  int64_t known;
} GantryLaneView;
GantryLaneView gantry_lane_take_view (const GantryLane *lane);

/* A lane in state CREATED; `name` is copied. `now` must outlive the lane. */
GantryLane *gantry_lane_new (uint32_t id, GantryLaneKind kind, const char *name, uint32_t parent, bool daemon,
                             int64_t created, uint32_t line, const _Atomic int64_t *now);
void gantry_lane_free (GantryLane *lane);

/* The earliest moment at which the state can still change, at or after `time`. */
int64_t gantry_lane_clamp (const GantryLane *lane, int64_t time);
/* Opens a state at `time`, clamped. `fresh`: a new interval even if nothing changes (another statement). The
 * lane is then known up to that moment. */
void gantry_lane_set (GantryLane *lane, int64_t time, GantryState state, uint32_t line, uint32_t object,
                      bool fresh);
/* Shows the state up to `known`: publishes the pending interval if it has a length by then. */
void gantry_lane_show (GantryLane *lane, int64_t known);
/* The same up to whatever the timeline's newest moment is, from now on; it must lie after the last change. */
void gantry_lane_show_now (GantryLane *lane);
/* `time` is clamped; the moment of the end is returned. */
int64_t gantry_lane_end (GantryLane *lane, int64_t time, GantryOutcome outcome, int64_t result,
                         const char *reason);
/* Of a lane that has ended: nobody knows what it did from `known`, its last interval's start or later, to its
 * end. */
void gantry_lane_limit (GantryLane *lane, int64_t known);
void gantry_lane_start (GantryLane *lane, int64_t time);
/* Fills a lane that was just made with intervals out of a file, in several pieces or, with `borrow`, in one
 * that outlives it. Takes them as far as they are sound: of known states, each later than the one before, the
 * first at the creation. Returns how many that are. Follow it with gantry_lane_end() or
 * gantry_lane_show(). */
size_t gantry_lane_fill (GantryLane *lane, const GantryStoredInterval *intervals, size_t count, bool borrow);
void gantry_lane_add_loss (GantryLane *lane, int64_t from, int64_t to, uint64_t count);
