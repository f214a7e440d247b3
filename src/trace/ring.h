/* One recording thread's ring buffer: single producer, single consumer, in shared memory.
 *
 * The producer owns `head`, the consumer `tail`; each side keeps a copy of the other's index and looks again
 * only when the copy says full (or empty), so that in the common case no cache line travels. A full ring
 * overwrites nothing: what it loses is counted for the lane (segment.h). An event becomes visible by the
 * release store of `head`, so a producer that is killed in mid-write leaves the event out, never half of one.
 * Method: L. Lamport, "Specifying Concurrent Program Modules", 1983; cached indices: J. Giacomoni et al.,
 * "FastForward for Efficient Pipeline Parallelism", 2008.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "trace/event.h"

#include <stdatomic.h>
#include <stddef.h>

#define GANTRY_CACHE_LINE 64

typedef enum {
  GANTRY_RING_FREE,    /* anyone may claim it (compare and swap) */
  GANTRY_RING_OWNED,   /* a producer writes to it */
  GANTRY_RING_RETIRED, /* the producer is gone; free again once the consumer has drained it */
} GantryRingState;

/* Head of a ring in the segment; the slots lie elsewhere in it. Indices count events since the beginning and
 * are taken modulo the capacity, a power of two. */
typedef struct {
  /* the producer's line */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint64_t head;
  _Atomic uint64_t seen; /* ticks at which the thread was last seen on a processor, stored as it computes */
  uint64_t tail_copy;
  uint64_t lost; /* by this producer, and not yet told by LOST events */
  /* the consumer's line */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint64_t tail;
  /* who */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint32_t state; /* GantryRingState */
  _Atomic uint32_t tid;
  _Atomic uint32_t pid;
  _Atomic uint32_t host_lane; /* the lane of the thread itself: its own, or the loop's */
} GantryRing;

/* A side's view of a ring: where its slots are in this process. */
typedef struct {
  GantryRing *ring;
  GantryEvent *slots;
  uint64_t mask; /* capacity - 1 */
} GantryRingView;

/* Producer only. Room for `count` events in a row, or NULL (then they are counted as lost). `reserve` slots
 * are kept free for others: 0 for what must not be missed, a quarter of the capacity for what may. */
bool gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve);

/* Producer only: slot `ahead` places after the head; publish makes the next `count` of them visible at once.
 */
static inline GantryEvent *
gantry_ring_slot (const GantryRingView *view, uint64_t ahead)
{
  uint64_t head = atomic_load_explicit(&view->ring->head, memory_order_relaxed);
  return &view->slots[(head + ahead) & view->mask];
}

static inline void
gantry_ring_publish (GantryRingView *view, uint64_t count)
{
  /* Release: whoever sees the new head sees the slots before it. Relaxed load: only this thread stores it. */
  uint64_t head = atomic_load_explicit(&view->ring->head, memory_order_relaxed);
  atomic_store_explicit(&view->ring->head, head + count, memory_order_release);
}

/* Consumer only. Events readable in a row from the tail, as at most two spans; trusts nothing in shared
 * memory: a head that cannot be (further ahead than the capacity, or behind the tail) sets `*damaged` and
 * reads as empty. */
uint64_t gantry_ring_readable (const GantryRingView *view, bool *damaged);

static inline const GantryEvent *
gantry_ring_peek (const GantryRingView *view, uint64_t ahead)
{
  /* Relaxed: only this thread stores it. */
  uint64_t tail = atomic_load_explicit(&view->ring->tail, memory_order_relaxed);
  return &view->slots[(tail + ahead) & view->mask];
}

void gantry_ring_consume (GantryRingView *view, uint64_t count);
