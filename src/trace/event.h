/* What a recording thread writes down: 32-byte events, and the words they use.
 *
 * An event of kind STATE opens a state and says why; it holds until the lane's next event. The times are
 * ticks of the segment's clock (clock.h); the collector turns them into nanoseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The state of a lane. The order is that of the legend; the values are written into trace files and never
 * change. */
typedef enum {
  GANTRY_STATE_CREATED,  /* exists, was not handed to a scheduler yet */
  GANTRY_STATE_RUNNING,  /* on a processor */
  GANTRY_STATE_READY,    /* wants a processor (or its loop), has none */
  GANTRY_STATE_SLEEPING, /* a timed wait of its own choice; an idle loop or core */
  GANTRY_STATE_BLOCKED,  /* in a call that holds the whole thread */
  GANTRY_STATE_IO_FILE,
  GANTRY_STATE_IO_NETWORK,
  GANTRY_STATE_WAIT_LOCK,
  GANTRY_STATE_WAIT_SEMAPHORE,
  GANTRY_STATE_WAIT_CONDITION,
  GANTRY_STATE_WAIT_EVENT,
  GANTRY_STATE_WAIT_BARRIER,
  GANTRY_STATE_WAIT_QUEUE,
  GANTRY_STATE_WAIT_PIPE,
  GANTRY_STATE_WAIT_JOIN,
  GANTRY_STATE_WAIT_POOL,
  GANTRY_STATE_WAIT_MANAGER,
  GANTRY_STATE_WAIT_RESULT,
  GANTRY_STATE_WAIT_GIL,
  GANTRY_N_STATES
} GantryState;

typedef enum {
  GANTRY_LANE_THREAD,
  GANTRY_LANE_PROCESS,
  GANTRY_LANE_TASK,
  GANTRY_LANE_LOOP,
  GANTRY_LANE_CORE,
  GANTRY_LANE_SERVER,
  GANTRY_N_LANE_KINDS
} GantryLaneKind;

/* How a lane ended. */
typedef enum {
  GANTRY_OUTCOME_NONE, /* has not ended */
  GANTRY_OUTCOME_OK,
  GANTRY_OUTCOME_FAILED,
  GANTRY_OUTCOME_CANCELLED,
  GANTRY_OUTCOME_KILLED,
  GANTRY_OUTCOME_DAEMON_KILLED,
  GANTRY_N_OUTCOMES
} GantryOutcome;

/* How a whole run ended. */
typedef enum {
  GANTRY_RUN_UNFINISHED,
  GANTRY_RUN_OK,
  GANTRY_RUN_FAILED,
  GANTRY_RUN_DEADLOCK,
  GANTRY_RUN_LIMIT,
  GANTRY_RUN_CRASHED,
  GANTRY_RUN_STOPPED, /* by the user; never written by a runner */
  GANTRY_N_RUN_OUTCOMES
} GantryRunOutcome;

/* What a task may share with others. The order is that of the language's declarations. */
typedef enum {
  GANTRY_THING_VARIABLE,
  GANTRY_THING_SHARED_VARIABLE,
  GANTRY_THING_LOCK,
  GANTRY_THING_RLOCK,
  GANTRY_THING_RWLOCK,
  GANTRY_THING_SEMAPHORE,
  GANTRY_THING_CONDITION,
  GANTRY_THING_EVENT,
  GANTRY_THING_BARRIER,
  GANTRY_THING_QUEUE,
  GANTRY_THING_PIPE,
  GANTRY_THING_MANAGER,
  GANTRY_THING_POOL,
  GANTRY_N_THING_KINDS
} GantryThingKind;

#define GANTRY_NO_LANE UINT32_MAX
/* No shared thing. Otherwise `object` is the thing's index in the scenario, or for WAIT_JOIN the lane waited
 * for. */
#define GANTRY_NO_OBJECT UINT32_MAX
#define GANTRY_NO_CPU (-1)
#define GANTRY_MAX_CPUS 2046

typedef enum {
  GANTRY_EVENT_NONE,
  /* detail: GantryLaneKind. first: parent lane | flags << 32. second: length of the name that follows as TEXT
     | line << 32. */
  GANTRY_EVENT_LANE_CREATED,
  /* first: tid | pid << 32 of the thread that carries the lane. second: time (ticks) at which it was handed
   * to the scheduler, 0 if unknown. */
  GANTRY_EVENT_LANE_STARTED,
  /* detail: GantryOutcome. first: result (int64). second: length of the reason that follows as TEXT. */
  GANTRY_EVENT_LANE_ENDED,
  /* detail: gantry_detail_pack(state, cpu). first: line | object << 32. second: amount asked for (ns or
     bytes). */
  GANTRY_EVENT_STATE,
  /* Precedes the STATE that ends a wait: first: lane that ended it (or GANTRY_NO_LANE: a timer). second:
     when, ticks. detail: 1 where it did not get what it waited for, but was asked to end. */
  GANTRY_EVENT_WOKEN,
  /* The thread was off its processor for a while although it wanted to run. time: the last moment it was seen
   * running. first: ticks it was away. detail: gantry_detail_pack(GANTRY_STATE_READY, cpu it came back on).
   */
  GANTRY_EVENT_GAP,
  /* first: object | readers/mode << 32 (mode: 0 exclusive, 1 reading). second: lane that passed it on or
     GANTRY_NO_LANE. */
  GANTRY_EVENT_ACQUIRED,
  GANTRY_EVENT_RELEASED,
  /* A queue's or pipe's new length. detail: 0 put, 1 get. first: object. second: length. */
  GANTRY_EVENT_LENGTH,
  /* A variable's (or an event's: 0, 1; or a semaphore's) new value. first: object | stores it stands for
     << 32. second: int64. */
  GANTRY_EVENT_VALUE,
  /* first: line. second: length of the TEXT that follows. */
  GANTRY_EVENT_PRINT,
  GANTRY_EVENT_NOTE_BEGIN,
  GANTRY_EVENT_NOTE_END,
  /* detail: 1 held, 0 broken. first: line. second: length of the TEXT that follows. */
  GANTRY_EVENT_EXPECT,
  /* Written by the producer when it has room again: detail: 0. first: events lost. second: time of the first
     one lost. */
  GANTRY_EVENT_LOST,
  /* detail: GantryRunOutcome. first: of a simulated run its context switches, of others the most
   * memory that they had at once, bytes. second: length of the reason that
     follows as TEXT. Lane: GANTRY_NO_LANE. */
  GANTRY_EVENT_RUN_ENDED,
  /* 16 bytes of text in first and second, in memory order; detail: how many of them count. */
  GANTRY_EVENT_TEXT,
  /* The lane waits, in a run that is stuck; one event for each of those who hold what it waits for. detail:
   * GANTRY_DEADLOCK_… flags. first: object | line << 32. second: the holder's lane, or GANTRY_NO_LANE. */
  GANTRY_EVENT_DEADLOCK,
  GANTRY_N_EVENT_KINDS
} GantryEventKind;

#define GANTRY_LANE_FLAG_DAEMON 1u

#define GANTRY_DEADLOCK_FIRST 1u /* of the lane's events of this kind */
#define GANTRY_DEADLOCK_JOINS 2u /* it waits for the end of the holder */
#define GANTRY_MOST_DEADLOCK_HOLDERS 8u

typedef struct {
  uint64_t time;
  uint32_t lane;
  uint16_t kind;
  uint16_t detail;
  uint64_t first;
  uint64_t second;
} GantryEvent;

_Static_assert(sizeof(GantryEvent) == 32, "an event is half a cache line");

/* Text longer than this is cut (at a character) when it is recorded. */
#define GANTRY_TEXT_MAX 1024

/* A state and the processor it was seen on, in an event's 16 bits of detail. */
static inline uint16_t
gantry_detail_pack (GantryState state, int cpu)
{
  return (uint16_t)((unsigned)state | (unsigned)(cpu + 1) << 5);
}

static inline unsigned
gantry_detail_state (uint16_t detail)
{
  return detail & 31u;
}

static inline int
gantry_detail_cpu (uint16_t detail)
{
  return (int)(detail >> 5) - 1;
}

static inline uint64_t
gantry_pack32 (uint32_t low, uint32_t high)
{
  return (uint64_t)low | (uint64_t)high << 32;
}

static inline uint32_t
gantry_low32 (uint64_t word)
{
  return (uint32_t)word;
}

static inline uint32_t
gantry_high32 (uint64_t word)
{
  return (uint32_t)(word >> 32);
}

/* The contract's words ("wait-lock", "thread", "daemon-killed", "ok", "shared variable"): for files and
 * scripts, never translated. Any thread. NULL for a value out of range. */
const char *gantry_state_id (GantryState state);
const char *gantry_lane_kind_id (GantryLaneKind kind);
const char *gantry_outcome_id (GantryOutcome outcome);
const char *gantry_run_outcome_id (GantryRunOutcome outcome);
const char *gantry_thing_kind_id (GantryThingKind kind);

/* Whether the state is one of waiting for something (neither running, ready nor created). */
bool gantry_state_is_wait (GantryState state);
