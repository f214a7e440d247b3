/* What scheduler and memory know of each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "explore.h"

#include <stddef.h>

/* What the next step of a thread does, and to what. */
typedef enum {
  STEP_BEGIN,
  STEP_LOAD,
  STEP_STORE,      /* also one that reads */
  STEP_LOCK,       /* waits until the mutex is free */
  STEP_FUTEX_WAIT, /* decides whether to sleep */
  STEP_ASLEEP,     /* waits until it is woken */
} StepKind;

typedef struct {
  StepKind kind;
  uintptr_t place;
} Step;

/* The thread that runs, or -1 outside of all. */
int explore_current (void);
/* Before the step is taken: others may go first. */
void explore_yield (StepKind kind, uintptr_t place);
/* One of `n` possibilities, all of which are explored. */
unsigned explore_choose (unsigned n);
/* Until somebody wakes those that are asleep on the place. */
void explore_sleep (uintptr_t place);
void explore_wake (uintptr_t place);

/* memory.c */
void explore_memory_reset (int n_threads);
bool explore_mutex_is_free (uintptr_t mutex);
/* Which of the orders that were found is weakened; -1: none. */
void explore_set_weak_order (int order);
/* No order was come by yet. */
void explore_forget_way (void);
/* All that the threads did is before what comes. */
void explore_memory_join (void);

/* Atomic accesses: `bytes` of them, in an order of the compiler's (__ATOMIC_…), asked for at `caller`. */
typedef enum {
  EXPLORE_EXCHANGE,
  EXPLORE_ADD,
  EXPLORE_SUBTRACT,
  EXPLORE_AND,
  EXPLORE_OR,
  EXPLORE_XOR,
} ExploreChange;

uint64_t explore_load (const volatile void *address, unsigned bytes, int order, const void *caller);
void explore_store (volatile void *address, uint64_t value, unsigned bytes, int order, const void *caller);
/* Returns what was there before. */
uint64_t explore_change (volatile void *address, ExploreChange change, uint64_t operand, unsigned bytes,
                         int order, const void *caller);
bool explore_compare (volatile void *address, uint64_t *expected, uint64_t wanted, unsigned bytes, int order,
                      int fail_order, const void *caller);
/* A plain one. */
void explore_access (const void *address, size_t bytes, bool writes);
