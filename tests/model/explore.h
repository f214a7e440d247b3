/* An exhaustive checker of small concurrent programs, under a weak memory model.
 *
 * The code that is checked is the real one, compiled with the compiler's instrumentation for ThreadSanitizer;
 * but the functions that this calls are ours. Threads are coroutines, and each atomic operation, futex and
 * mutex is a point where another thread may go on. All schedules are explored (sleep sets leave out those
 * that differ only in the order of independent operations: P. Godefroid, "Partial-Order Methods for the
 * Verification of Concurrent Systems", 1996), and for each atomic load all values that it may legally return:
 * a place in memory is a list of messages, in the order of their stores; a thread has a view of how far it
 * has seen each list; a load reads any message that is not older than its view; a release store takes the
 * view with it, an acquire load takes it over; a sequentially consistent one sees at least what all such had
 * done when its thread did its last one (J. Kang et al., "A Promising Semantics for Relaxed-Memory
 * Concurrency", POPL 2017, without promises; O. Lahav et al., "Repairing Sequential Consistency in C/C++11",
 * PLDI 2017). Plain accesses are checked for data races, by vector clocks.
 *
 * Not modelled: a load that sees a store that comes after it in its own thread's order through a circle of
 * others, and relaxed stores to one place that take effect in another order than they were executed.
 *
 * One scenario at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define EXPLORE_MOST_THREADS 3

typedef struct {
  const char *name;
  int n_threads;
  unsigned mortal; /* threads that may be killed before any of their steps, as bits */
  /* Before each execution, and after it. The latter's stores and loads see all. */
  void (*set_up)(void);
  void (*tear_down)(void);
  /* At the end of each whole execution: what must hold then; explore_fail() where it does not. */
  void (*check)(void);
  void (*threads[EXPLORE_MOST_THREADS])(void);
} ExploreScenario;

typedef struct {
  uint64_t n_executions; /* to their ends */
  uint64_t n_cut;        /* the others: left, as another one is the same */
  char *failure;         /* NULL: none; free */
  bool is_complete;      /* all were explored, or a failure ended it */
} ExploreResult;

/* Runs it all, or up to `most` executions. Free the failure. */
void explore (const ExploreScenario *scenario, uint64_t most, ExploreResult *result);

/* Of the operations in the scenarios' code that ask for more than a relaxed order: the places that were come
 * by so far, over all scenarios. */
unsigned explore_n_orders (void);
/* Where that place is: an address within the program, for addr2line. */
uintptr_t explore_order_address (unsigned order);
/* Whether the scenario that was explored last comes by it. */
bool explore_came_by (unsigned order);
/* Explores with that one weakened to relaxed. */
void explore_with_weak_order (const ExploreScenario *scenario, unsigned order, uint64_t most,
                              ExploreResult *result);

/* In a thread or a check: this execution breaks a promise. Does not return from a thread. */
void explore_fail (const char *format, ...) __attribute__((format(printf, 1, 2)));
#define explore_assert(condition)                                                                            \
  do {                                                                                                       \
    if (!(condition))                                                                                        \
      explore_fail("%s:%d: %s", __FILE__, __LINE__, #condition);                                             \
  } while (0)
