/* What the parts of the simulator share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "run/cooperative.h"
#include "run/pools.h"

typedef struct GantrySimulator GantrySimulator;
typedef struct GantrySimulatedTask GantrySimulatedTask;

/* Something that happens at a moment: the heap's first field. */
typedef struct {
  GantryTimer timer;
  void (*happen)(GantrySimulator *simulator, gpointer owner);
} GantrySimulatedEvent;

/* What only one task of a group can have while it runs: an interpreter lock, or the thread of a loop. */
typedef struct {
  GantrySimulatedEvent ask; /* first: somebody has waited for the switch interval */
  GantrySimulatedTask *holder;
  GQueue waiters;
  bool is_asked_for;
  uint32_t n_users;           /* loops: tasks that have it for their turn; freed with the last */
  uint32_t n_live;            /* loops: tasks on it that are no daemons */
  GantrySimulatedTask *block; /* loops: its block, waiting for those */
  uint32_t block_lane;        /* loops: the block's lane; GANTRY_NO_LANE: the whole run is on it */
  uint32_t lane;              /* loops: their own, */
  GantryState state;          /* that it shows, */
  const GantryRequest *call;  /* and the call that holds the thread; or NULL */
  GList link;                 /* loops: in the list of those that are open */
  bool is_open;
  bool is_loop; /* given up at waits only, and those who wait for it are merely not running */
} GantrySimulatedTurn;

typedef struct {
  GantrySimulatedEvent event; /* first: the end of a slice */
  GantrySimulatedTask *task;
  int number;
  int64_t slice_began;
  int64_t quantum_ends;
} GantrySimulatedCore;

/* What tasks of one process share, and others do not. */
typedef struct {
  GantrySimulatedTurn *gil; /* NULL: none */
  GantryVariables variables;
  uint32_t number;  /* that of the whole run is 0 */
  uint32_t n_tasks; /* freed with the last, if it is not that of the whole run */
} GantrySimulatedProcess;

/* A manager, or the one that answers fetches. */
typedef struct {
  GantrySimulatedEvent answered; /* first: all questions that it has got */
  uint32_t lane;
  int64_t works_until; /* or has worked */
  bool is_at_work;
} GantrySimulatedServer;

struct GantrySimulatedTask {
  GantryCooperativeTask base; /* first */
  GList link;                 /* in a turn's waiters, */
  GQueue *waits_in;           /* or NULL */
  bool is_ready;              /* in the queue of those */
  GantrySimulatedCore *core;  /* that it is on */
  int last_core;
  int64_t left;    /* processor time before the VM goes on, ns */
  uint32_t n_free; /* requests in a row that took no time */
  GantrySimulatedProcess *process;
  GantrySimulatedTurn *turn;        /* or NULL; who is on a loop needs its process's lock besides */
  GantrySimulatedTurn *turn_before; /* the one outside of a `run async` */
  GantryRequest take;               /* a pool's worker: what it waits by */
  GantryCall call;
  bool takes_call;
  bool holds_thread; /* waits in a call that its thread is in */
};

struct GantrySimulator {
  GantryCooperative base; /* first */
  int64_t now;
  GantryTimerHeap events;
  GantrySimulatedCore *cores;
  int n_cores;
  int64_t quantum;
  int64_t overhead;                     /* of starting, waking and being woken, ns; not spent yet */
  GQueue ready;                         /* by the tasks' own links */
  GantrySimulatedProcess process;       /* that all tasks are in, but those offloaded to others */
  GantrySimulatedProcess *next_process; /* of the next new task, if it has one of its own */
  uint32_t n_processes;                 /* that there were besides */
  bool next_has_thread;                 /* it is not of its parent's thread */
  uint64_t n_switches;
  bool has_processes;        /* tasks are processes, as on the model that the scenario names first */
  bool has_loops;            /* who is on none has a thread, and is told as one */
  GantrySimulatedTurn *loop; /* that main is on; or NULL */
  GQueue loops;              /* those that are open, by their own links */
  bool crashed;
  GHashTable *managed;            /* values of managers */
  GantrySimulatedServer *servers; /* by thing, and behind them that of fetches */
};

/* simulated-serve.c */
extern const GantryCooperativeHost gantry_simulator_host;
/* Runs the task from here until it needs time or waits. TRUE: it needs time, `left` says how much. */
bool gantry_simulator_advance (GantrySimulator *simulator, GantrySimulatedTask *task);

/* simulated-ends.c */
/* Those of the loop that its block has been waiting for the end of. */
void gantry_simulator_end_daemons (GantrySimulator *simulator, const GantrySimulatedTask *block);
/* A CRASH: of the whole run, or of the task's process and all that is in it. */
void gantry_simulator_crash (GantrySimulator *simulator, GantrySimulatedTask *task,
                             const GantryRequest *request);

/* simulated-loop.c */
/* A loop, with a lane of its own: of the block that runs it, or, NULL, of the whole run. */
GantrySimulatedTurn *gantry_simulated_loop_open (GantrySimulator *simulator,
                                                 const GantrySimulatedTask *block);
/* Ends its lane, if it has not ended. */
void gantry_simulated_loop_close (GantrySimulator *simulator, GantrySimulatedTurn *loop,
                                  GantryOutcome outcome);
/* The loops' lanes show what their threads do from now on, when all is done that happens at this moment. */
void gantry_simulator_follow_loops (GantrySimulator *simulator);

/* simulated-servers.c */
void gantry_simulator_open_servers (GantrySimulator *simulator);
void gantry_simulator_close_servers (GantrySimulator *simulator);
/* A STORE or LOAD: the task waits for the answer, or until its deadline. */
void gantry_simulator_ask_manager (GantrySimulator *simulator, GantryCooperativeTask *task,
                                   const GantryRequest *request);

/* simulated-memory.c */
/* The next new task is in a process of its own: with an interpreter lock of its own, and copies of the plain
 * variables. */
void gantry_simulator_prepare_process (GantrySimulator *simulator);
/* A task of the process and on the turn of its parent (NULL: main), or those that were prepared for it. */
GantrySimulatedTask *gantry_simulated_task_new (GantrySimulator *simulator,
                                                const GantrySimulatedTask *parent);
/* With the process and the loop that it was the last of. */
void gantry_simulated_task_free (GantrySimulator *simulator, GantrySimulatedTask *task);
/* The task goes onto a loop of its own (NULL: back to the turn before it); the turns are not taken here. */
void gantry_simulated_task_set_loop (GantrySimulator *simulator, GantrySimulatedTask *task,
                                     GantrySimulatedTurn *loop);
/* Frees all that there is, tasks that have not ended too. */
void gantry_simulator_clear (GantrySimulator *simulator);

/* simulated-turns.c */
GantrySimulatedTurn *gantry_simulated_turn_new (bool is_loop);
/* Nobody has it, waits for it or will. */
void gantry_simulated_turn_free (GantrySimulator *simulator, GantrySimulatedTurn *turn);
/* Of one on a loop: whether it has its turn there, or may have it as nobody else does. FALSE: it waits. */
bool gantry_simulated_turn_reserve (GantrySimulatedTask *task);
/* Has its turn, on a loop and with the interpreter lock, or waits for what it lacks. TRUE: has it. */
bool gantry_simulated_turn_take (GantrySimulator *simulator, GantrySimulatedTask *task);
/* Passes it on to whoever waits. Returns whose turn it is now on the task's loop, whose thread goes on with
 * all that it has; or NULL. */
GantrySimulatedTask *gantry_simulated_turn_drop (GantrySimulator *simulator, GantrySimulatedTask *task);
/* The interpreter lock alone; its thread is in a call, and its loop with it. */
void gantry_simulated_turn_drop_gil (GantrySimulator *simulator, GantrySimulatedTask *task);
/* Whether the task has been asked for the interpreter lock, and loses it now; it waits for it again then. */
bool gantry_simulated_turn_check (GantrySimulator *simulator, GantrySimulatedTask *task);

/* simulated.c */
void gantry_simulator_add_event (GantrySimulator *simulator, GantrySimulatedEvent *event, int64_t when);
/* It waits for a core; one on a loop only when it has its turn, and for that before. */
void gantry_simulator_make_ready (GantrySimulator *simulator, GantrySimulatedTask *task);
/* The task has its core no more; the time that it had is taken off what it has left. */
void gantry_simulator_leave_core (GantrySimulator *simulator, GantrySimulatedTask *task);
