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
  if (head - view->tail + count + reserve <= capacity)
    return true;
  /* Acquire: pairs with the consumer's release, so that slots are written only after the consumer has read
   * them. */
  view->tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
  return head - view->tail + count + reserve <= capacity;
}

uint64_t
gantry_ring_readable (const GantryRingView *view, bool *damaged)
{
  /* Acquire: pairs with the producer's release store, so that the slots below head are seen whole. */
  uint64_t head = atomic_load_explicit(&view->ring->head, memory_order_acquire);
  uint64_t readable = head - view->tail;
  if (readable > view->mask + 1) {
    *damaged = true;
    return 0;
  }
  return readable;
}
