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
