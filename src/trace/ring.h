/* One recording thread's ring buffer: single producer, single consumer, in shared memory.
 *
 * The producer owns `head`, the consumer `tail`; the producer keeps a copy of the consumer's index and looks
 * again only when the copy says full, so that in the common case no cache line travels. A full ring
 * overwrites nothing: it counts what it loses. An event becomes visible by the release store of `head`, so a
 * producer that is killed in mid-write leaves the event out, never half of one. Method: L. Lamport,
 * "Specifying Concurrent Program Modules", 1983; cached indices: J. Giacomoni et al., "FastForward for
 * Efficient Pipeline Parallelism", 2008.
 *
 * In shared memory lies only what one side tells the other, and each of these is atomic. What a side alone
 * needs it keeps to itself: the consumer believes no index of its own that stood where others can write. The
 * slots are not atomic: a slot is written only while it lies at or above head and less than a capacity above
 * tail, and read only while it lies between the two, so that the stores and loads of head and tail put each
 * write before the read, and that before the next write. Where a producer breaks this, the consumer reads
 * what it likes, but each word once (gantry_ring_read()).
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
  /* the consumer's line */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint64_t tail;
  /* who */
  _Alignas(GANTRY_CACHE_LINE) _Atomic uint32_t state; /* GantryRingState */
  _Atomic uint32_t tid;
  _Atomic uint32_t pid;
  _Atomic uint32_t host_lane; /* the lane of the thread itself: its own, or the loop's */
} GantryRing;

/* A side's view of a ring: where its slots are in this process, and what it knows of the tail. */
typedef struct {
  GantryRing *ring;
  GantryEvent *slots;
  uint64_t mask; /* capacity - 1 */
  uint64_t tail; /* the consumer's: the tail, which it only tells; a producer's: where it last saw it */
} GantryRingView;

/* Producer only. Room for `count` events in a row, or NULL (then they are counted as lost). `reserve` slots
 * are kept free for others: 0 for what must not be missed, a quarter of the capacity for what may. */
bool gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve);

/* Producer only: slot `ahead` places after the head; publish makes the next `count` of them visible at once.
 */
static inline GantryEvent *
gantry_ring_slot (const GantryRingView *view, uint64_t ahead)
{
  /* Relaxed: only this thread stores it. */
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

/* Consumer only. Events readable in a row from the tail; trusts nothing in shared memory: a head that cannot
 * be (further ahead than the capacity, or behind the tail) sets `*damaged` and reads as empty. */
uint64_t gantry_ring_readable (const GantryRingView *view, bool *damaged);

/* Consumer only: a copy of the event `ahead` places after the tail. Volatile: each word is read once, so that
 * what was checked in the copy stays so, whatever a writer that keeps no rule does to the slot meanwhile. */
static inline GantryEvent
gantry_ring_read (const GantryRingView *view, uint64_t ahead)
{
  typedef union {
    GantryEvent event;
    uint64_t words[sizeof(GantryEvent) / sizeof(uint64_t)];
  } Slot;
  const volatile Slot *slot = (const volatile Slot *)&view->slots[(view->tail + ahead) & view->mask];
  Slot copy;
  for (size_t i = 0; i < sizeof copy.words / sizeof copy.words[0]; i++)
    copy.words[i] = slot->words[i];
  return copy.event;
}

/* Consumer only: the next `count` events were read, and their slots may be written again. */
static inline void
gantry_ring_consume (GantryRingView *view, uint64_t count)
{
  view->tail += count;
  /* Release: the slots were read before the producer may write them again. */
  atomic_store_explicit(&view->ring->tail, view->tail, memory_order_release);
}
