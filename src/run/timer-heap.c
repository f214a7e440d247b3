/* The heap of timers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/timer-heap.h"

#include "trace/clock.h"

#include <sys/timerfd.h>

static GantryTimer *
at (const GantryTimerHeap *heap, guint place)
{
  return g_ptr_array_index(heap->timers, place);
}

static bool
before (const GantryTimer *a, const GantryTimer *b)
{
  return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static void
put (GantryTimerHeap *heap, guint place, GantryTimer *timer)
{
  g_ptr_array_index(heap->timers, place) = timer;
  timer->place = place;
}

static void
sift_up (GantryTimerHeap *heap, GantryTimer *timer)
{
  guint place = timer->place;
  while (place > 1 && before(timer, at(heap, place / 2))) {
    put(heap, place, at(heap, place / 2));
    place /= 2;
  }
  put(heap, place, timer);
}

static void
sift_down (GantryTimerHeap *heap, GantryTimer *timer)
{
  guint place = timer->place, last = heap->timers->len - 1;
  while (place * 2 <= last) {
    guint child = place * 2;
    if (child < last && before(at(heap, child + 1), at(heap, child)))
      child++;
    if (!before(at(heap, child), timer))
      break;
    put(heap, place, at(heap, child));
    place = child;
  }
  put(heap, place, timer);
}

void
gantry_timer_heap_init (GantryTimerHeap *heap)
{
  *heap = (GantryTimerHeap){.timers = g_ptr_array_new()};
  g_ptr_array_add(heap->timers, NULL);
}

void
gantry_timer_heap_clear (GantryTimerHeap *heap)
{
  g_ptr_array_unref(heap->timers);
}

void
gantry_timer_heap_remove (GantryTimerHeap *heap, GantryTimer *timer)
{
  guint place = timer->place;
  if (place == 0)
    return;
  GantryTimer *last = at(heap, heap->timers->len - 1);
  g_ptr_array_set_size(heap->timers, (gint)heap->timers->len - 1);
  timer->place = 0;
  if (last == timer)
    return;
  put(heap, place, last);
  sift_up(heap, last);
  sift_down(heap, last);
}

void
gantry_timer_heap_add (GantryTimerHeap *heap, GantryTimer *timer, int64_t when)
{
  gantry_timer_heap_remove(heap, timer);
  timer->when = when;
  timer->order = heap->order++;
  timer->place = heap->timers->len;
  g_ptr_array_add(heap->timers, timer);
  sift_up(heap, timer);
}

GantryTimer *
gantry_timer_heap_first (const GantryTimerHeap *heap)
{
  return heap->timers->len > 1 ? at(heap, 1) : NULL;
}

void
gantry_timer_heap_arm (const GantryTimerHeap *heap, int timer_fd)
{
  const GantryTimer *first = gantry_timer_heap_first(heap);
  struct itimerspec setting = {.it_value = gantry_timespec_of(first ? MAX(first->when, 1) : 0)};
  timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &setting, NULL);
}
