/* The tasks of a run: one slot each, in shared memory, so that any of them can wait for any other, whoever
 * carries it, and the supervisor sees all.
 *
 * A slot is never used twice; its memory is touched only when it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/driver.h"
#include "run/ending.h"
#include "run/run-limits.h"
#include "run/shared-memory.h"

#define GANTRY_MOST_LOOPS 64

/* Who did something, and when (ticks): the cause of another's going on. */
typedef struct {
  uint32_t lane;
  uint64_t ticks;
} GantryStamp;

/* What executes the task. */
typedef enum {
  GANTRY_CARRIER_THREAD,  /* a thread of its own */
  GANTRY_CARRIER_PROCESS, /* a process of its own */
  GANTRY_CARRIER_LOOP,    /* an event loop, or the simulator */
} GantryCarrier;

/* What a task waits for. The atomic fields are looked at by the supervisor, without a lock: they tell it
 * where to look under one. All else is the task's (or its loop's) own. */
typedef struct {
  _Atomic uint32_t kind; /* GantryRequestKind + 1; 0: it does not wait */
  _Atomic uint32_t object;
  _Atomic uint32_t mode;
  _Atomic uint32_t line;
  _Atomic uint32_t stage;  /* conditions: 1 waits for a notify, 2 for the lock */
  _Atomic uint64_t ticket; /* what had happened when it began to wait; join, offload: the other's slot */
  _Atomic uint32_t timed;  /* a deadline ends it */
  _Atomic uint32_t
      registered;    /* the thing counts it among those that wait: told last, and taken back first */
  uint32_t depth;    /* conditions: how often it held the lock */
  int64_t result;    /* when it is done: got, taken */
  GantryStamp cause; /* who made it possible */
} GantryWait;

typedef struct {
  _Atomic uint32_t ended;        /* 1 when it has */
  GantrySharedCondition done;    /* changes then */
  _Atomic uint32_t cancel;       /* futex: 1 when it is asked to end; */
  _Atomic uint32_t canceller;    /* lane + 1 of who was the first to do so, 0: not known; */
  _Atomic uint64_t cancel_ticks; /* and when; 0: not known */
  GantrySharedCondition *_Atomic sleeps_on;
  _Atomic uint32_t polls;  /* the thread that is in a system call which only a signal ends */
  _Atomic uint32_t pid;    /* of the process that it is, or that its thread is in */
  _Atomic uint32_t asleep; /* not counted as awake: only another task can end its wait */
  _Atomic uint32_t busy;   /* a pool's worker: with a call */
  _Atomic uint64_t hires;  /* the pool that has counted one more worker, which this task is about to make: the
                              pool + 1 above, the worker's number below; 0: none */
  GantrySharedCondition mail; /* changes when a manager has answered: */
  _Atomic uint32_t answered;  /* which question, */
  uint32_t asked;             /* which was the last one, */
  int64_t answer;             /* and how */
  GantryStamp answer_stamp;
  uint32_t lane;
  /* The process that made it, which a thread or a loop's task lives and dies with. Told when its carrier and
   * its pool are there: one without is no task yet, and never will be if its maker is killed. */
  _Atomic uint32_t starter_pid;
  uint32_t task;
  uint32_t n_args;
  uint32_t pool; /* whose worker it is; or GANTRY_NO_OBJECT */
  uint8_t carrier;
  int8_t loop;         /* that carries it; -1: none */
  uint32_t loop_block; /* lane of the task whose `run async` runs that loop; or GANTRY_NO_LANE */
  bool is_process;     /* simulated as one, */
  bool is_thread;      /* or as that */
  bool daemon;
  bool numbered;
  bool stops_run; /* with its end: the machine refused what it asked for */
  bool lingers;   /* its process stays for the sake of other threads */
  bool counts;    /* among those that the run waits for */
  const int64_t *args;
  const char *name; /* the program's */
  uint32_t line;    /* of its start */
  int64_t number;
  int64_t index;
  uint64_t seed;
  uint64_t ready_ticks; /* when it was handed to the scheduler */
  uint64_t end_ticks;
  int64_t result;
  int64_t own_bytes;     /* of memory that its process shared with no other */
  uint64_t bytes;        /* counted in GantryTasks.bytes */
  uint64_t plain_offset; /* of its starter's plain variables, in GantryTasks.plain_copies; processes only */
  GantryWait wait;
} GantryTaskSlot;

/* In shared memory, made before the first fork.
 *
 * The atomic fields of this and of the slots are control, not recording: they are used a few times in a
 * task's life, and sequentially consistent wherever nothing else is said. Most of them stand in a pair of
 * which each side stores its own and then loads the other's (asleep and what is waited for, cancel and
 * sleeps_on, ended and loops_joining), which no weaker order keeps from missing each other. The plain fields
 * of a slot are written before its task is started, which hands them over; who looks through all slots, as
 * the supervisor does, finds zeros in one that is being made, and takes it for a task that neither waits nor
 * has a process. */
typedef struct {
  _Atomic uint32_t n_slots;
  _Atomic uint32_t live;  /* tasks begun or about to and calls submitted; daemons not counted */
  _Atomic uint32_t awake; /* threads, processes and loops that are not in a wait that only another can end */
  _Atomic uint64_t moves; /* grows when one of them wakes, before it does anything */
  _Atomic uint32_t over;  /* the run is to end now */
  /* A process was killed, maybe between two of these: `live` and `awake` may be wrong for ever, and who wants
   * to know looks at the slots. */
  _Atomic uint32_t is_doubtful;
  _Atomic uint32_t n_processes; /* 0: nobody of another process can be concerned */
  _Atomic uint32_t cancels;     /* so far */
  uint64_t plain_bytes;
  _Atomic uint64_t plain_used;
  _Atomic uint64_t args_used;
  _Atomic uint64_t bytes; /* of the VMs of all tasks that have not ended, about, */
  uint64_t most_bytes;    /* and how many they may be */
  uint64_t bytes_of_worker;
  _Atomic uint32_t n_threads;                    /* of all processes, besides their first ones */
  int wake_fd;                                   /* eventfd: `live` has become 0 */
  _Atomic uint64_t loops;                        /* bit set of the loops that there are */
  _Atomic uint32_t loop_pids[GANTRY_MOST_LOOPS]; /* whose they are, */
  uint32_t loop_lanes[GANTRY_MOST_LOOPS];        /* and their own lanes */
  int loop_fds[GANTRY_MOST_LOOPS]; /* eventfds: something that tasks of the loop wait for has changed */
  _Atomic uint64_t loops_joining;  /* those that wait for the end of a slot that is not theirs */
  GantryEnding *ending;
  GantryTaskSlot *slots;
  char *plain_copies;
  int64_t *args;
  _Atomic int64_t *indices; /* of each task: instances so far */
} GantryTasks;

/* NULL where the machine refuses it. */
GantryTasks *gantry_tasks_new (const GantryProgram *program, bool with_loops, GError **error);

/* Only where nobody can be using them any more. `program`: that they were made for. */
void gantry_tasks_free (GantryTasks *tasks, const GantryProgram *program);

/* What a slot is made of. */
typedef struct {
  uint32_t task;
  const int64_t *args;
  uint32_t n_args;
  GantryCarrier carrier;
  uint32_t pool; /* whose worker it is; or GANTRY_NO_OBJECT */
  bool daemon;
  const char *name; /* as in the request; NULL: the task's own */
  bool numbered;
  int64_t number; /* under the given name; from 1 */
  int64_t index;  /* 0: the next of the task's */
  uint64_t seed;
} GantrySlotStart;

/* A new slot for one more instance, counted as live unless it is a daemon or a worker. NULL and a reason
 * (owned by the caller) where there is no room. Any thread. */
GantryTaskSlot *gantry_tasks_add (GantryTasks *tasks, GantryRun *run, const GantrySlotStart *start,
                                  char **reason);
/* A copy in shared memory that stays until the end. NULL where there is no room. Any thread. */
const int64_t *gantry_tasks_keep_args (GantryTasks *tasks, const int64_t *args, uint32_t n_args);
/* The slot's name, newly allocated. */
char *gantry_task_slot_name (const GantryProgram *program, const GantryTaskSlot *slot);
/* The task has ended: wakes who joins it, and the supervisor if it was the last. Once for each slot; later
 * calls do nothing and return FALSE. */
bool gantry_tasks_end (GantryTasks *tasks, GantryTaskSlot *slot, int64_t result, uint64_t ticks);
/* One less that the run waits for. */
void gantry_tasks_less (GantryTasks *tasks);
/* The slot's carrier goes into a wait that only another task can end, once that is told by its wait; and has
 * come out of it, before it does anything. */
void gantry_tasks_fall_asleep (GantryTasks *tasks, GantryTaskSlot *slot);
void gantry_tasks_wake_up (GantryTasks *tasks, GantryTaskSlot *slot);
/* The run is to end now, whoever is left: the machine refused something. */
void gantry_tasks_stop (GantryTasks *tasks);
/* Whether somebody is left, and may go on; `live` is believed. */
bool gantry_tasks_go_on (GantryTasks *tasks);
/* Asks the task to end at its next waiting point, and ends the wait that it may be in. `by`: who asks, and
 * when. */
void gantry_tasks_cancel (GantryTasks *tasks, GantryTaskSlot *slot, const GantryStamp *by);
/* The same where its carrier ends the wait. */
void gantry_task_slot_cancel (GantryTaskSlot *slot, const GantryStamp *by);
bool gantry_task_slot_is_cancelled (GantryTaskSlot *slot);
/* Who asked it first; of GANTRY_NO_LANE if nobody did. */
GantryStamp gantry_task_slot_get_canceller (GantryTaskSlot *slot);
/* Tells the loops of this bit set that they should look. */
void gantry_tasks_tell_loops (GantryTasks *tasks, uint64_t loops);
/* A number for a new loop of this process, with that lane; -1 if there are too many. */
int gantry_tasks_add_loop (GantryTasks *tasks, uint32_t lane);
void gantry_tasks_remove_loop (GantryTasks *tasks, int loop);

/* Relaxed: they say where to look, and what is found there is looked at under the thing's lock, or after the
 * sequentially consistent word that nobody is awake. */
#define gantry_wait_get(field) atomic_load_explicit(&(field), memory_order_relaxed)
#define gantry_wait_set(field, value) atomic_store_explicit(&(field), value, memory_order_relaxed)
