/* What the parts of the builder share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/builder.h"
#include "timeline/cores.h"
#include "timeline/held-back.h"

/* Lanes in any order. Each knows its place, so that it is taken out at once: the last one moves there. */
typedef struct {
  GantryLane **lanes;
  uint32_t n;
  uint32_t capacity;
} GantryLaneList;

/* Returns its place. */
static inline uint32_t
gantry_lane_list_add (GantryLaneList *list, GantryLane *lane)
{
  if (list->n == list->capacity) {
    list->capacity = MAX(2 * list->capacity, 4);
    list->lanes = g_renew(GantryLane *, list->lanes, list->capacity);
  }
  list->lanes[list->n] = lane;
  return list->n++;
}

/* Returns the lane that is in that place now, which may be the same. */
static inline GantryLane *
gantry_lane_list_remove (GantryLaneList *list, uint32_t place)
{
  g_assert(place < list->n);
  return list->lanes[place] = list->lanes[--list->n];
}

/* A recording thread, as long as it owns its ring. */
typedef struct {
  GantryLaneList lanes;  /* those that have the thread, RUNNING, or only switched out with it */
  GantryLane *loop;      /* the loop among them, or NULL */
  uint32_t n_running;    /* of them: RUNNING and no loop */
  int64_t out_at;        /* when it was switched out last, by the kernel's word, */
  GantryState out_state; /* and into what */
  bool in;               /* by the kernel's word the thread is on a processor, since: */
  int64_t in_since;
  int cpu;         /* that it was last seen on */
  int64_t left_at; /* when a lane last left the state RUNNING here by its own word */
  int64_t seen;
  /* the record that was refused, if one was */
  bool refused;
  uint64_t refused_pass;
  uint64_t refused_n_created; /* lanes created by then */
  int64_t refused_time;
  uint32_t refused_lane;
} GantryBuilderRing;

/* The end of a lane, told by another thread than the lane's own: its own last words may come after it. */
typedef struct {
  GantryLane *lane;
  int64_t time;
  int64_t result;
  GantryOutcome outcome;
  char *reason;
  uint64_t pass; /* with the end of this one they have come */
} GantryToldEnd;

/* Context switches of a processor that the kernel had no room for. */
typedef struct {
  int64_t from, to;
  int cpu; /* or GANTRY_NO_CPU */
} GantryLostSwitches;

struct GantryBuilder {
  GantryTimeline *timeline;
  GantryOnCpuFrom from;
  GantryHeldBack held;
  GantryCores cores;
  GPtrArray *rings;       /* GantryBuilderRing */
  GPtrArray *touched;     /* GantryLane: changed since the last pass */
  GantryLaneList running; /* those in state RUNNING */
  GArray *told_ends;      /* GantryToldEnd */
  GArray *lost_switches;  /* GantryLostSwitches: what the lanes did then is not known yet */
  uint32_t n_crashes;     /* processes that took all along that were in them */
  bool last;              /* nothing may be refused any more */
  uint64_t pass;          /* the number of the pass that goes on */
  uint64_t n_created;     /* lanes created by a record */
  int64_t refused_from;   /* the earliest record refused in this pass */
  uint64_t events, lost;
  GantryDeadlockWait stuck; /* being told, */
  bool has_stuck;           /* and not published yet */
  int64_t told_figure;      /* of RUN_ENDED */
  int64_t run_ended;        /* or GANTRY_NO_TIME */
  GantryRunOutcome told_outcome;
  char *told_reason;
};

/* builder-lanes.c: what happens to a lane */

GantryBuilderRing *gantry_builder_make_ring (GantryBuilder *builder, uint32_t index);

static inline GantryBuilderRing *
gantry_builder_get_ring (GantryBuilder *builder, uint32_t index)
{
  GantryBuilderRing *ring = index < builder->rings->len ? g_ptr_array_index(builder->rings, index) : NULL;
  return ring ? ring : gantry_builder_make_ring(builder, index);
}

/* Whether it is a task: loops, servers and cores are not counted as such. */
static inline bool
gantry_builder_counts (const GantryLane *lane)
{
  return lane->kind == GANTRY_LANE_THREAD || lane->kind == GANTRY_LANE_PROCESS ||
         lane->kind == GANTRY_LANE_TASK;
}

/* The one way in which a lane changes its state; `object` is taken for a wait, `cpu` for RUNNING. Returns the
 * time of the change, which may be later than `time`, never earlier. */
int64_t gantry_builder_change (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryState state,
                               uint32_t line, uint32_t object, int cpu, bool fresh);
/* The lane has the thread of a ring, or has it no longer. Attach before it runs, detach after. */
void gantry_builder_attach (GantryBuilder *builder, GantryLane *lane, uint32_t ring);
void gantry_builder_detach (GantryBuilder *builder, GantryLane *lane);
/* It has begun: it counts as in flight. */
void gantry_builder_start (GantryBuilder *builder, GantryLane *lane, int64_t time);
void gantry_builder_end (GantryBuilder *builder, GantryLane *lane, int64_t time, GantryOutcome outcome,
                         int64_t result, const char *reason);
/* The thread is off its processor, in `state` (READY: against its will, else BLOCKED), or back on `cpu`: so
 * is whatever runs in it. */
void gantry_builder_switch_out (GantryBuilder *builder, GantryBuilderRing *ring, int64_t time,
                                GantryState state);
void gantry_builder_switch_in (GantryBuilder *builder, GantryBuilderRing *ring, int64_t time, int cpu);
/* A lane that was not seen running for longer than a gap, and will not be, had lost its processor. */
void gantry_builder_end_stale_run (GantryBuilder *builder, GantryLane *lane, int64_t time);

/* builder-records.c: what a record means for its lane */

GantryLane *gantry_builder_create (GantryBuilder *builder, const GantryRecord *record);
void gantry_builder_take (GantryBuilder *builder, GantryLane *lane, const GantryRecord *record);
/* The waiting lane that was told last is published: no more of its holders will come. */
void gantry_builder_publish_stuck (GantryBuilder *builder);
void gantry_builder_close_notes (GantryBuilder *builder, GantryLane *lane, int64_t time);

/* builder-losses.c: what nobody knows */

/* A LOST of no lane. */
void gantry_builder_lose_switches (GantryBuilder *builder, const GantryRecord *record);
/* Tells the lanes of those until then. All that they did until then has been taken. */
void gantry_builder_tell_lost_switches (GantryBuilder *builder, int64_t until);
