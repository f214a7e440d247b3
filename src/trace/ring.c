/* The ring's slow paths: looking again at the other side's index, counting losses, checking what is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/ring.h"

bool
gantry_ring_has_room (GantryRingView *view, uint64_t count, uint64_t reserve)
{
  GantryRing *ring = view->ring;
  uint64_t capacity = view->mask + 1;
  /* Relaxed: head is stored by this thread alone. */
  uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  if (head - ring->tail_copy + count + reserve <= capacity)
    return true;
  /* Acquire: pairs with the consumer's release, so that slots are written only after the consumer has read
   * them. */
  ring->tail_copy = atomic_load_explicit(&ring->tail, memory_order_acquire);
  return head - ring->tail_copy + count + reserve <= capacity;
}

uint64_t
gantry_ring_readable (const GantryRingView *view, bool *damaged)
{
  /* Acquire: pairs with the producer's release store, so that the slots below head are seen whole. */
  uint64_t head = atomic_load_explicit(&view->ring->head, memory_order_acquire);
  uint64_t tail = atomic_load_explicit(&view->ring->tail, memory_order_relaxed);
  uint64_t readable = head - tail;
  if (readable > view->mask + 1) {
    *damaged = true;
    return 0;
  }
  return readable;
}

void
gantry_ring_consume (GantryRingView *view, uint64_t count)
{
  uint64_t tail = atomic_load_explicit(&view->ring->tail, memory_order_relaxed);
  /* Release: the slots were read before the producer may write them again. */
  atomic_store_explicit(&view->ring->tail, tail + count, memory_order_release);
}
