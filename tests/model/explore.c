/* Schedules: a depth-first search over choices, each execution from the beginning.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "explore-private.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <ucontext.h>

#define STACK_BYTES (256 * 1024)
/* A thread that takes more steps does not end. */
#define MOST_STEPS 5000

/* A point where the search can go several ways: a choice of numbers below `n`, or of threads. */
typedef struct {
  unsigned way;
  unsigned n;    /* 0: a choice of threads: */
  unsigned ways; /* those that can go on and whose steps are not explored elsewhere, as bits, */
  unsigned done; /* and those of them whose ways were all gone */
} Point;

typedef struct {
  ucontext_t context;
  char *stack;
  Step next;
  bool has_ended;
  bool is_asleep;
} Thread;

static struct {
  const ExploreScenario *scenario;
  GArray *points;  /* Point */
  guint depth;     /* of the execution that goes on */
  unsigned asleep; /* threads whose next step is explored elsewhere, as bits */
  Thread threads[EXPLORE_MOST_THREADS];
  ucontext_t scheduler;
  int current;
  unsigned n_steps;
  char *failure;
} search = {.current = -1};

int
explore_current (void)
{
  return search.current;
}

void
explore_fail (const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  if (!search.failure)
    search.failure = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  if (search.current >= 0)
    swapcontext(&search.threads[search.current].context, &search.scheduler);
}

/* Where the execution has come to: as it was before, or new. */
static Point *
next_point (unsigned n, unsigned ways)
{
  if (search.depth == search.points->len) {
    Point point = {.n = n, .ways = ways, .way = n > 0 ? 0 : (unsigned)__builtin_ctz(ways)};
    g_array_append_val(search.points, point);
  }
  return &g_array_index(search.points, Point, search.depth++);
}

unsigned
explore_choose (unsigned n)
{
  return n > 1 ? next_point(n, 0)->way : 0;
}

/* It is not resumed. */
static void
end_thread (Thread *thread)
{
  thread->has_ended = true;
  swapcontext(&thread->context, &search.scheduler);
}

void
explore_yield (StepKind kind, uintptr_t place)
{
  Thread *thread = &search.threads[search.current];
  thread->next = (Step){kind, place};
  swapcontext(&thread->context, &search.scheduler);
  bool is_mortal = (search.scenario->mortal & 1u << search.current) != 0;
  if (is_mortal && explore_choose(2) == 1)
    end_thread(thread);
}

void
explore_sleep (uintptr_t place)
{
  search.threads[search.current].is_asleep = true;
  explore_yield(STEP_ASLEEP, place);
}

void
explore_wake (uintptr_t place)
{
  for (int i = 0; i < search.scenario->n_threads; i++) {
    Thread *thread = &search.threads[i];
    if (!thread->has_ended && thread->next.kind == STEP_ASLEEP && thread->next.place == place)
      thread->is_asleep = false;
  }
}

static bool
can_go_on (const Thread *thread)
{
  if (thread->has_ended || thread->is_asleep)
    return false;
  return thread->next.kind != STEP_LOCK || explore_mutex_is_free(thread->next.place);
}

/* Whether it makes a difference which of the two comes first. */
static bool
depend (const Step *a, const Step *b)
{
  bool both_read = a->kind == STEP_LOAD && b->kind == STEP_LOAD;
  return a->place == b->place && !both_read && a->kind != STEP_BEGIN && b->kind != STEP_BEGIN;
}

static void
thread_main (int index)
{
  explore_yield(STEP_BEGIN, 0);
  search.scenario->threads[index]();
  end_thread(&search.threads[index]);
}

static void
resume (int index)
{
  search.current = index;
  swapcontext(&search.scheduler, &search.threads[index].context);
  search.current = -1;
}

static void
begin_threads (void)
{
  for (int i = 0; i < search.scenario->n_threads; i++) {
    Thread *thread = &search.threads[i];
    if (!thread->stack)
      thread->stack = g_malloc(STACK_BYTES);
    thread->has_ended = thread->is_asleep = false;
    getcontext(&thread->context);
    thread->context.uc_stack.ss_sp = thread->stack;
    thread->context.uc_stack.ss_size = STACK_BYTES;
    thread->context.uc_link = NULL;
    makecontext(&thread->context, (void (*)(void))thread_main, 1, i);
    resume(i); /* up to its first step */
  }
}

static unsigned
threads_that_can_go_on (void)
{
  unsigned threads = 0;
  for (int i = 0; i < search.scenario->n_threads; i++)
    if (can_go_on(&search.threads[i]))
      threads |= 1u << i;
  return threads;
}

/* FALSE: none, either because all have ended or wait, or because it leads nowhere new (`*cut`). */
static bool
pick_thread (int *picked, bool *cut)
{
  unsigned all = threads_that_can_go_on(), ways = all & ~search.asleep;
  *cut = all != 0 && ways == 0;
  if (ways == 0)
    return false;
  const Point *point = next_point(0, ways);
  *picked = (int)point->way;
  unsigned others = search.asleep | point->done;
  search.asleep = 0;
  for (int i = 0; i < search.scenario->n_threads; i++)
    if ((others & 1u << i) != 0 && !depend(&search.threads[i].next, &search.threads[*picked].next))
      search.asleep |= 1u << i;
  return true;
}

/* FALSE: it was cut. */
static bool
execute (void)
{
  int picked = 0;
  bool cut = false;
  search.depth = 0;
  search.asleep = 0;
  search.n_steps = 0;
  search.scenario->set_up();
  explore_memory_reset(search.scenario->n_threads);
  begin_threads();
  while (!search.failure && pick_thread(&picked, &cut)) {
    if (++search.n_steps > MOST_STEPS)
      explore_fail("it does not end");
    else
      resume(picked);
  }
  for (int i = 0; i < search.scenario->n_threads && !cut && !search.failure; i++)
    if (!search.threads[i].has_ended)
      explore_fail("thread %d waits for ever", i);
  explore_memory_join();
  if (!cut && !search.failure && search.scenario->check)
    search.scenario->check();
  search.scenario->tear_down();
  return !cut;
}

/* The last way that was not gone yet. FALSE: there is none. */
static bool
advance (void)
{
  while (search.points->len > 0) {
    Point *point = &g_array_index(search.points, Point, search.points->len - 1);
    if (point->n > 0 && ++point->way < point->n)
      return true;
    if (point->n == 0) {
      point->done |= 1u << point->way;
      unsigned left = point->ways & ~point->done;
      if (left != 0) {
        point->way = (unsigned)__builtin_ctz(left);
        return true;
      }
    }
    g_array_set_size(search.points, search.points->len - 1);
  }
  return false;
}

void
explore (const ExploreScenario *scenario, uint64_t most, ExploreResult *result)
{
  *result = (ExploreResult){0};
  search.scenario = scenario;
  explore_forget_way();
  search.points = g_array_new(FALSE, FALSE, sizeof(Point));
  do {
    if (execute())
      result->n_executions++;
    else
      result->n_cut++;
    result->is_complete = search.failure || !advance();
  } while (!result->is_complete && result->n_executions + result->n_cut < most);
  result->failure = g_steal_pointer(&search.failure);
  g_array_unref(search.points);
}

void
explore_with_weak_order (const ExploreScenario *scenario, unsigned order, uint64_t most,
                         ExploreResult *result)
{
  explore_set_weak_order((int)order);
  explore(scenario, most, result);
  explore_set_weak_order(-1);
}
