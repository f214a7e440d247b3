/* Tasks that take turns on one thread: parked while they wait, and resumed by whoever carries them. What an
 * event loop and the simulator have in common.
 *
 * All of it belongs to the carrier's thread. Things are shared with other carriers (things.h); what these
 * change comes to the loop as a call of gantry_cooperative_look().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/timer-heap.h"
#include "run/value-log.h"
#include "run/world.h"

typedef struct GantryCooperative GantryCooperative;

typedef enum {
  GANTRY_WOKEN_DONE,     /* what it waited for was done for it */
  GANTRY_WOKEN_BY_TIME,  /* a sleep's end, or a deadline */
  GANTRY_WOKEN_TO_LEAVE, /* it is asked to end */
  GANTRY_WOKEN_TO_GO_ON, /* the request is to be served again */
} GantryWokenHow;

/* A task; carriers put theirs around it. */
typedef struct {
  GantryTimer timer; /* first: a timer is its task */
  GantryVm *vm;
  GantryTaskSlot *slot;
  const GantryRequest *request; /* that it waits in; NULL: it runs or is ready */
  GList link;                   /* in the queue that it is parked in, */
  GQueue *parked_in;            /* or NULL */
  uint32_t join_at;             /* which of the handles it waits for */
  uint32_t loop_block;          /* GantryTaskSlot's, of a new one */
  uint32_t woken_by;            /* lane */
  uint64_t woken_at;            /* ticks */
  uint8_t how;                  /* GantryWokenHow */
  bool started;
  bool woken;    /* its wait is over, and it has not gone on yet */
  bool is_block; /* the block of a `run async`: its VM is another's */
  bool given_up; /* a condition's wait, or a loop's end: told when its lock is held again, or its loop is over
                  */
  bool asks;     /* a manager */
  bool is_process; /* simulated as one, */
  bool is_thread;  /* or as one beside a loop: told by its lane */
} GantryCooperativeTask;

/* What a carrier does in its own way. */
typedef struct {
  int64_t (*now)(GantryCooperative *self);                     /* its clock, ns, that deadlines are on */
  uint64_t (*ticks_of)(GantryCooperative *self, int64_t ns);   /* the same moment on the recorder's */
  GantryCooperativeTask *(*new_task)(GantryCooperative *self); /* zeroed */
  void (*begin_start)(GantryCooperative *self);                /* nullable: before each new task of a START */
  /* It can go on: to be resumed when its turn comes. */
  void (*ready)(GantryCooperative *self, GantryCooperativeTask *task);
  /* Requests that are served in the carrier's own way. TRUE: done. FALSE: the task waits. */
  bool (*serve)(GantryCooperative *self, GantryCooperativeTask *task, const GantryRequest *request);
  /* A new slot of another carrier, or a pool's worker. As GantrySpawnWorker. */
  bool (*spawn)(GantryActor *actor, GantryTaskSlot *slot, uint32_t line, char **reason);
  void (*ended)(GantryCooperative *self, GantryCooperativeTask *task);
} GantryCooperativeHost;

struct GantryCooperative {
  GantryWorld *world;
  const GantryCooperativeHost *host;
  GantryRecorder *recorder;
  int loop; /* its number among the loops */
  GantryTimerHeap timers;
  GQueue (*parked)[GANTRY_CHANNELS]; /* by thing */
  GHashTable *joiners;               /* GantryTaskSlot: GQueue of those that wait for its end */
  GQueue asking;                     /* those that wait for a manager's answer */
  GHashTable *tasks;                 /* GantryTaskSlot: its task; those that have not ended */
  uint32_t cancels;                  /* that were looked at */
  uint64_t live;                     /* tasks of this carrier's that the run waits for */
  GantryVariables variables;
  const GantryVariables *start_variables; /* of a new task */
  GantryValueLog *values;
  GantryCooperativeTask *current;
};

void gantry_cooperative_init (GantryCooperative *self, GantryWorld *world, const GantryCooperativeHost *host,
                              GantryRecorder *recorder, int loop);
void gantry_cooperative_clear (GantryCooperative *self);

/* Starts one more task, which is then ready; `line` is that of the start. */
GantryCooperativeTask *gantry_cooperative_start (GantryCooperative *self, const GantrySlotStart *start,
                                                 uint32_t parent, uint32_t line, char **reason);
/* Starts main. */
bool gantry_cooperative_start_main (GantryCooperative *self, uint32_t parent, GError **error);
/* The same task under the carrier's care, whose VM and slot there are already. */
GantryCooperativeTask *gantry_cooperative_adopt (GantryCooperative *self, GantryTaskSlot *slot, GantryVm *vm);
/* Ends the task: records it, and wakes who joins it. */
void gantry_cooperative_end (GantryCooperative *self, GantryCooperativeTask *task,
                             const GantryRequest *request);

/* Its process was killed, and the task with it, or it was a daemon of a loop that is over: what it held is
 * free. */
void gantry_cooperative_kill (GantryCooperative *self, GantryCooperativeTask *task, GantryOutcome outcome,
                              const char *reason);

/* Serves a request of the task's VM. TRUE: done, go on. FALSE: the task waits. */
bool gantry_cooperative_serve (GantryCooperative *self, GantryCooperativeTask *task,
                               const GantryRequest *request);
/* A task that was ready goes on with what it had waited in; its wait's end is recorded. TRUE: it runs.
 * FALSE: it waits again. */
bool gantry_cooperative_go_on (GantryCooperative *self, GantryCooperativeTask *task);
/* Wakes those whose time has come. */
void gantry_cooperative_take_due (GantryCooperative *self, int64_t now);
/* Others may have changed things, ended, answered or cancelled: looks at all that wait for such. */
void gantry_cooperative_look (GantryCooperative *self);

/* For carriers: parks the current task (in `queue`, nullable) and records why. */
void gantry_cooperative_park (GantryCooperative *self, GantryCooperativeTask *task,
                              const GantryRequest *request, GantryState state, uint32_t object,
                              GQueue *queue);
/* Ends its wait: `by` and `at` (ticks) say what did. */
void gantry_cooperative_wake (GantryCooperative *self, GantryCooperativeTask *task, GantryWokenHow how,
                              uint32_t by, uint64_t at);
GantryActor gantry_cooperative_actor (GantryCooperative *self, GantryCooperativeTask *task);
void gantry_cooperative_record_state (GantryCooperative *self, const GantryCooperativeTask *task,
                                      GantryState state, uint32_t line, uint32_t object, int64_t amount);

/* cooperative-things.c. Each returns whether the request is done. */
bool gantry_cooperative_use_thing (GantryCooperative *self, GantryCooperativeTask *task,
                                   const GantryRequest *request);
bool gantry_cooperative_join (GantryCooperative *self, GantryCooperativeTask *task,
                              const GantryRequest *request);
bool gantry_cooperative_offload (GantryCooperative *self, GantryCooperativeTask *task,
                                 const GantryRequest *request);
bool gantry_cooperative_submit (GantryCooperative *self, GantryCooperativeTask *task,
                                const GantryRequest *request);
void gantry_cooperative_cancel (GantryCooperative *self, const GantryRequest *request);
/* Those parked for the thing look again. */
void gantry_cooperative_retry (GantryCooperative *self, uint32_t object);
void gantry_cooperative_wake_joiners (GantryCooperative *self, GantryTaskSlot *ended);
/* The wait for a thing is given up. FALSE: not yet, a condition's lock has to be held again. */
bool gantry_cooperative_give_up (GantryCooperative *self, GantryCooperativeTask *task);
/* Takes the task out of the queue that it is parked in. */
void gantry_cooperative_unpark (GantryCooperativeTask *task);
/* Those that have not ended, in the order of their starts, so that a simulation is the same each time. The
 * list is the caller's. */
GList *gantry_cooperative_list_tasks (GantryCooperative *self);
/* All but this one are asked to end: their loop is left. `of_loop`: whether a task is on it. */
void gantry_cooperative_cancel_rest (GantryCooperative *self, const GantryCooperativeTask *but,
                                     bool (*of_loop)(const GantryCooperativeTask *task,
                                                     const GantryCooperativeTask *but));
/* Asked to end while it waits. */
void gantry_cooperative_take_cancel (GantryCooperative *self, GantryCooperativeTask *task);
