/* A run as it is drawn and counted: lanes, shared things, arrows, marks, and the two counters that tell
 * concurrency from parallelism.
 *
 * One builder writes; any thread may read at any time without a lock and sees a consistent past. All times
 * are nanoseconds since the run's start. Lanes are ordered by creation and never move; cores are kept apart
 * from them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/lane.h"
#include "trace/segment.h"

typedef struct GantryTimeline GantryTimeline;

/* What is known before the run. Strings are copied by gantry_timeline_new(). */
typedef struct {
  const char *title;
  const char *model; /* "threads", "processes", "async", "simulated" */
  int64_t seed;
  int cores;
  bool gil;
  GantryOnCpuFrom on_cpu_from;
  const char *source_name;         /* file name or id of the scenario, or NULL */
  const char *const *source_lines; /* NULL-terminated text of the scenario, by line from 1 at [0]; nullable */
  const char *const *line_labels;  /* by line from 1 at [0], "" where there is none: what the statement does,
                                      in few words; nullable */
} GantryRunFacts;

/* What is known after it. */
typedef struct {
  GantryRunOutcome outcome;
  char *reason; /* in plain words, nullable */
  int64_t wall_ns;
  int64_t cpu_ns;
  int64_t peak_rss_bytes;
  int64_t context_switches;
  uint64_t events;
  uint64_t lost;
  double record_ns; /* cost of recording one event on this machine, ns; 0 unknown */
} GantryRunResult;

typedef enum {
  GANTRY_ARROW_START,   /* start to first step */
  GANTRY_ARROW_JOIN,    /* end to join */
  GANTRY_ARROW_RELEASE, /* release to acquire */
  GANTRY_ARROW_PUT,     /* put to get, or get to put where the queue was full */
  GANTRY_ARROW_SET,     /* set to wait, notify to wait, cancel to any wait */
} GantryArrowKind;

/* Laid out as in a file, also where 64 bits are aligned like 32 (i386): readers borrow arrows where they lie.
 */
typedef struct {
  GantryArrowKind kind;
  uint32_t from_lane;
  uint32_t to_lane;
  _Alignas(8) int64_t from_time;
  int64_t to_time;
} GantryArrow;

typedef enum {
  GANTRY_MARK_PRINT,
  GANTRY_MARK_EXPECT_HELD,
  GANTRY_MARK_EXPECT_BROKEN,
} GantryMarkKind;

typedef struct {
  GantryMarkKind kind;
  uint32_t lane;
  uint32_t line;
  int64_t time;
  const char *text; /* owned by the timeline */
} GantryMark;

/* A `note` around a block. */
typedef struct {
  uint32_t lane;
  uint32_t line;
  int64_t from;
  int64_t to;
  const char *text;
} GantrySpan;

/* A value that holds from `time` until the next step. */
typedef struct {
  int64_t time;
  int64_t value; /* variables, events, semaphores: the value; queues and pipes: the length; locks, rlocks and
                    conditions: the holder's lane id, -1 free; rwlocks: the number of readers, -1 a writer */
} GantryStep;

/* Something that happened to a thing, for its figures over any range. */
typedef struct {
  int64_t time;
  uint32_t acquired; /* so often was it taken (or stored to) at that moment */
  uint32_t holders;  /* from then on; and bit 31: after a wait */
} GantryThingUse;

#define GANTRY_USE_CONTENDED (1u << 31)

/* A shared thing's figures. */
typedef struct {
  uint64_t acquired;  /* locks: acquisitions; queues: puts and gets; events: waits that were not given up;
                         variables: stores */
  uint64_t contended; /* those that had to wait */
  int64_t wait_ns;    /* spent in states of waiting for it, given up or not */
  int64_t held_ns;    /* by all holders; what was not given back is held to the run's end */
} GantryThingFigures;

/* A lane that waits in a run that got stuck. */
typedef struct {
  uint32_t lane;
  uint32_t object; /* thing index, or GANTRY_NO_OBJECT */
  uint32_t joins;  /* the lane whose end it waits for, or GANTRY_NO_LANE */
  uint32_t line;
  uint32_t n_holders;
  uint32_t holders[GANTRY_MOST_DEADLOCK_HOLDERS]; /* lanes of those who hold what it waits for */
} GantryDeadlockWait;

typedef struct GantryThing GantryThing;

/* `facts` is copied. Reference counted, atomically. */
GantryTimeline *gantry_timeline_new (const GantryRunFacts *facts);
GantryTimeline *gantry_timeline_ref (GantryTimeline *timeline);
void gantry_timeline_unref (GantryTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryTimeline, gantry_timeline_unref)

/* Before the run: the shared things, in the scenario's order, which is their index. capacity: of a queue (0:
 * unbounded), a semaphore or pool. */
void gantry_timeline_add_thing (GantryTimeline *timeline, GantryThingKind kind, const char *name,
                                int64_t capacity);
/* Before the run: what that thing is at time 0: the value of a variable, those that a semaphore has, a
 * length. Locks are free whatever is said. Without it nothing is known before the first change. */
void gantry_timeline_begin_thing (GantryTimeline *timeline, uint32_t index, int64_t value);

const GantryRunFacts *gantry_timeline_get_facts (const GantryTimeline *timeline);
/* Whether tasks take turns on an event loop so far. Any thread. */
bool gantry_timeline_has_loop (const GantryTimeline *timeline);
/* Whether it is known when tasks were on a processor: a trace of slices alone tells what was begun and ended,
 * and not who waited meanwhile. Any thread. */
bool gantry_timeline_tells_on_cpu (const GantryTimeline *timeline);
/* Whether its file lost what some lane did; see gantry_lane_is_incomplete(). O(lanes). Any thread. */
bool gantry_timeline_is_incomplete (const GantryTimeline *timeline);
/* Text of a line from 1, or NULL. label: a few words on what the statement does ("compute 20ms"), or NULL. */
const char *gantry_timeline_get_source_line (const GantryTimeline *timeline, uint32_t line);
const char *gantry_timeline_get_line_label (const GantryTimeline *timeline, uint32_t line);
/* Before the end: outcome GANTRY_RUN_UNFINISHED and figures so far. Fill `result`; its reason is owned by the
 * timeline. */
void gantry_timeline_get_result (const GantryTimeline *timeline, GantryRunResult *result);
/* Whether its file lost how the run ended, and with it whatever came until then; the reason says how. Not so
 * where a trace tells of no end at all, as those of other programs. */
bool gantry_run_result_is_lost (const GantryRunResult *result);
bool gantry_timeline_is_finished (const GantryTimeline *timeline);
/* A number that grows with each change. */
uint64_t gantry_timeline_get_revision (const GantryTimeline *timeline);
/* The newest moment known, ns: of a finished run its end. */
int64_t gantry_timeline_get_now (const GantryTimeline *timeline);

uint32_t gantry_timeline_get_n_lanes (const GantryTimeline *timeline);
const GantryLane *gantry_timeline_get_lane (const GantryTimeline *timeline, uint32_t index);
/* By lane id, NULL if there is none. Lane ids are not indices: lanes are ordered by creation. */
const GantryLane *gantry_timeline_find_lane (const GantryTimeline *timeline, uint32_t id);
/* Cores that something ran on, by number; kind GANTRY_LANE_CORE, id the processor's number; running
 * intervals' `object` is the lane id that ran (a loop's task, or the loop between its tasks), sleeping: idle.
 * While a run goes on, a core that is new may come in between. */
uint32_t gantry_timeline_get_n_cores (const GantryTimeline *timeline);
const GantryLane *gantry_timeline_get_core (const GantryTimeline *timeline, uint32_t index);

uint32_t gantry_timeline_get_n_things (const GantryTimeline *timeline);
const GantryThing *gantry_timeline_get_thing (const GantryTimeline *timeline, uint32_t index);
const char *gantry_thing_get_name (const GantryThing *thing);
GantryThingKind gantry_thing_get_kind (const GantryThing *thing);
/* Shared or a process's own. */
bool gantry_thing_is_variable (const GantryThing *thing);
/* Whether its steps say how much of something there is, and not by whom it is held. */
bool gantry_thing_is_counted (const GantryThing *thing);
/* Whether all is known that its steps should say. A file of another format may tell how often a lock was
 * taken, but not by whom. */
bool gantry_thing_tells_steps (const GantryThing *thing);
int64_t gantry_thing_get_capacity (const GantryThing *thing);
/* Steps of a length, value or holder, as the kind has it; sorted by time. */
size_t gantry_thing_get_n_steps (const GantryThing *thing);
GantryStep gantry_thing_get_step (const GantryThing *thing, size_t index);
/* Says that `count` steps (16 or 32, from a multiple of that) will be looked at soon: they come from memory
 * meanwhile. */
void gantry_thing_fetch_steps (const GantryThing *thing, size_t first, size_t count);
/* Over the whole run, or as far as it has gone. */
void gantry_thing_get_figures (const GantryThing *thing, GantryThingFigures *figures);
/* Sorted by time; none in a trace of a format that does not tell them. */
size_t gantry_thing_get_n_uses (const GantryThing *thing);
GantryThingUse gantry_thing_get_use (const GantryThing *thing, size_t index);
/* Index of the step that holds at `time`; FALSE before the first. */
bool gantry_thing_find_step (const GantryThing *thing, int64_t time, size_t *index);

/* The two counters, as steps: tasks on a processor at once (parallelism), tasks begun and not ended
 * (concurrency). Loops and servers carry tasks and are none. The integral of ON_CPU is the time that all
 * tasks ran, to the nanosecond. While a run goes on, ON_CPU is known only up to the last moment at which each
 * running task was seen to run. */
typedef enum { GANTRY_COUNTER_ON_CPU, GANTRY_COUNTER_IN_FLIGHT, GANTRY_N_COUNTERS } GantryCounter;

size_t gantry_timeline_get_n_steps (const GantryTimeline *timeline, GantryCounter counter);
GantryStep gantry_timeline_get_step (const GantryTimeline *timeline, GantryCounter counter, size_t index);
bool gantry_timeline_find_step (const GantryTimeline *timeline, GantryCounter counter, int64_t time,
                                size_t *index);
/* Exact mean over a range, and the maximum reached in it. After the last step its value holds on. */
double gantry_timeline_counter_mean (const GantryTimeline *timeline, GantryCounter counter, int64_t from,
                                     int64_t to);
int64_t gantry_timeline_counter_max (const GantryTimeline *timeline, GantryCounter counter, int64_t from,
                                     int64_t to);

/* Sorted by to_time. */
size_t gantry_timeline_get_n_arrows (const GantryTimeline *timeline);
GantryArrow gantry_timeline_get_arrow (const GantryTimeline *timeline, size_t index);
/* Sorted by time. */
size_t gantry_timeline_get_n_marks (const GantryTimeline *timeline);
const GantryMark *gantry_timeline_get_mark (const GantryTimeline *timeline, size_t index);
/* Index of the first one at `time` or later; their number if there is none. */
size_t gantry_timeline_first_mark (const GantryTimeline *timeline, int64_t time);
/* Who waits for what where the run got stuck, those of a cycle first; none in other runs. */
size_t gantry_timeline_get_n_deadlock_waits (const GantryTimeline *timeline);
const GantryDeadlockWait *gantry_timeline_get_deadlock_wait (const GantryTimeline *timeline, size_t index);
/* Sorted by the time of their end (spans still open are not in it). */
size_t gantry_timeline_get_n_spans (const GantryTimeline *timeline);
const GantrySpan *gantry_timeline_get_span (const GantryTimeline *timeline, size_t index);
