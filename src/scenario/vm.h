/* Runs one task of a program until it needs something of the world, and then says what.
 *
 * The VM knows neither threads nor loops nor clocks. A driver calls gantry_vm_run(), serves the request that
 * comes back in its own way, gives the answer where the request has one, and calls again, until the request
 * is END. A failure, a cancellation or a deadline is given by gantry_vm_interrupt(): the VM then unwinds,
 * asking for RELEASE and NOTE_END of the blocks that it leaves.
 *
 * A VM belongs to whoever drives it; different VMs may run on different threads at once. They share
 * variables, which are read and written by relaxed atomic operations: a plain `v = v + 1` can lose updates,
 * on purpose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "scenario/program.h"

#include <stdatomic.h>

typedef enum {
  GANTRY_REQUEST_CONTINUE, /* the budget is used up: call again */
  GANTRY_REQUEST_END,      /* outcome, value (the result), text (the reason of a failure, or NULL) */
  GANTRY_REQUEST_COMPUTE,  /* amount: ns of CPU time */
  GANTRY_REQUEST_SLEEP,    /* amount: ns */
  GANTRY_REQUEST_BLOCK,    /* amount: ns */
  GANTRY_REQUEST_READ,     /* amount: bytes */
  GANTRY_REQUEST_WRITE,    /* amount: bytes */
  GANTRY_REQUEST_FETCH,    /* amount: ns; value: bytes */
  GANTRY_REQUEST_YIELD,
  GANTRY_REQUEST_PRINT,      /* text */
  GANTRY_REQUEST_NOTE_BEGIN, /* text */
  GANTRY_REQUEST_NOTE_END,
  GANTRY_REQUEST_EXPECT, /* value: 1 held, 0 broken; text */
  GANTRY_REQUEST_START,  /* task, args, count, name, daemon, seed, ordinal. Answer: gantry_vm_answer_started()
                            once for each */
  GANTRY_REQUEST_JOIN, /* handles, n_handles: wait for all of them. Answer: result of the last (0 if none). A
                          task joined by its given name may be joined or cancelled by it again */
  GANTRY_REQUEST_CANCEL,    /* handles, n_handles */
  GANTRY_REQUEST_ACQUIRE,   /* object, mode. No answer */
  GANTRY_REQUEST_RELEASE,   /* object. Fail by gantry_vm_fail() if the task does not hold it. While unwinding:
                               never fails */
  GANTRY_REQUEST_WAIT,      /* object: event, condition or barrier */
  GANTRY_REQUEST_SET,       /* object: event */
  GANTRY_REQUEST_CLEAR,     /* object: event */
  GANTRY_REQUEST_NOTIFY,    /* object: condition; value: how many, INT64_MAX for all */
  GANTRY_REQUEST_PUT,       /* object, value */
  GANTRY_REQUEST_GET,       /* object. Answer: the value */
  GANTRY_REQUEST_SEND,      /* object, value */
  GANTRY_REQUEST_RECEIVE,   /* object. Answer: the value */
  GANTRY_REQUEST_STORE,     /* object (manager), text (key), value */
  GANTRY_REQUEST_LOAD,      /* object (manager), text (key). Answer: the value */
  GANTRY_REQUEST_SUBMIT,    /* object (pool), task, args, n_args, seed, ordinal */
  GANTRY_REQUEST_JOIN_POOL, /* object (pool) */
  GANTRY_REQUEST_OFFLOAD,   /* task, args, n_args, value: GantryModel (threads or processes), seed, ordinal.
                               Answer: the result */
  GANTRY_REQUEST_RUN_ASYNC_BEGIN, /* fail where a loop is running in this thread */
  GANTRY_REQUEST_RUN_ASYNC_END,
  GANTRY_REQUEST_LENGTH, /* object: queue or pipe. Answer: its length, at once */
  GANTRY_REQUEST_WITHIN, /* amount: ns. Answer: the absolute deadline, on the driver's clock */
  GANTRY_REQUEST_CRASH,
  GANTRY_N_REQUESTS
} GantryRequestKind;

#define GANTRY_NO_DEADLINE INT64_MAX

/* One request. Pointers stay good until the next call on this VM. */
typedef struct {
  GantryRequestKind kind;
  uint32_t line;
  uint32_t object; /* index into program->things, or GANTRY_NO_OBJECT */
  uint32_t task;   /* index into program->tasks */
  uint32_t mode;   /* ACQUIRE: 0 exclusive (writing), 1 reading */
  bool unwinding;  /* part of leaving blocks after an interrupt or return */
  bool daemon;
  int64_t amount;
  int64_t value;
  int64_t deadline; /* for all that wait: give up then (driver's clock), gantry_vm_interrupt (…DEADLINE);
                       GANTRY_NO_DEADLINE */
  uint32_t count;   /* START: how many */
  uint32_t n_args;
  const int64_t *args;
  const char *name; /* START: the name given by `as`, or NULL: the task's own */
  bool numbered;    /* START: instances are called "NAME 1", "NAME 2", … */
  uint64_t seed; /* START, SUBMIT, OFFLOAD: of the starter; of the n-th one: gantry_vm_seed_of (seed, ordinal
                    + n) */
  uint64_t ordinal;
  const uint64_t *handles;
  uint32_t n_handles;
  GantryOutcome outcome;
  const char *text;
} GantryRequest;

/* Variables of the head, by thing index (other things' cells are not used). `shared` ones live where all
 * tasks of the run see them, `plain` ones where all tasks of one process do; under threads and async the two
 * may be one array. */
typedef struct {
  _Atomic int64_t *plain;
  _Atomic int64_t *shared;
  /* Told after each store, on the thread that stored: line, thing index, value. May be NULL. */
  void (*stored)(uint32_t object, int64_t value, uint32_t line, gpointer user_data);
  gpointer user_data;
} GantryVariables;

/* Who the task is. `name` is copied, as far as it may be told: names are of letters from A to Z and digits.
 */
typedef struct {
  uint32_t task;
  uint32_t n_args;
  const int64_t *args;
  const char *name;
  int64_t index; /* this instance's number among those of its task, from 1 */
  uint64_t seed;
} GantryVmStart;

typedef struct GantryVm GantryVm;

/* Bytes that a VM of this task takes, but for its name, and for that name. */
gsize gantry_vm_bytes (const GantryTask *task);
gsize gantry_vm_name_bytes (const char *name);
/* `program` and `variables` must outlive it. Under 512 bytes for a task of few locals. */
GantryVm *gantry_vm_new (const GantryProgram *program, const GantryVmStart *start,
                         const GantryVariables *variables);
void gantry_vm_free (GantryVm *vm);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GantryVm, gantry_vm_free)

/* Runs at most `budget` instructions. The result is the VM's own, good until the next call. After END: END
 * again. */
const GantryRequest *gantry_vm_run (GantryVm *vm, uint32_t budget);

/* The answer to a request that has one (others take it and drop it); before the next gantry_vm_run(). */
void gantry_vm_answer (GantryVm *vm, int64_t value);
/* For START: the handle (any number that is the driver's) of the next instance. */
void gantry_vm_answer_started (GantryVm *vm, uint64_t handle);
/* The last request failed, or something else did: ends the task as failed for this reason, by way of
 * unwinding. */
void gantry_vm_fail (GantryVm *vm, const char *reason);

typedef enum {
  GANTRY_INTERRUPT_CANCEL,
  GANTRY_INTERRUPT_DEADLINE, /* the request's deadline has passed: goes on in the `else` of the outermost
                                `within` that is over at `now` */
} GantryInterrupt;
/* In place of serving the last request: a wait that was served (a lock acquired, a queue's value taken) is
 * followed by gantry_vm_run(), which notes what is held. After END, or on the way there: does nothing. */
void gantry_vm_interrupt (GantryVm *vm, GantryInterrupt interrupt, int64_t now);

/* Changes where its variables are (a child process after fork). */
void gantry_vm_set_variables (GantryVm *vm, const GantryVariables *variables);
uint32_t gantry_vm_get_line (const GantryVm *vm);

/* Seed of the n-th task that a task with `seed` starts, n from 0, in the tree of starts; main's is the seed
 * of the scenario's own. */
uint64_t gantry_vm_seed_of (uint64_t seed, uint64_t ordinal);
uint64_t gantry_vm_main_seed (int64_t scenario_seed);

/* The name of an instance, newly allocated: "cook", "cook 2". `number` from 1. */
char *gantry_vm_instance_name (const char *name, bool numbered, int64_t number);
