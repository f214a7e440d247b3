/* Chunks of doubling size behind a fixed directory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/append-store.h"

#include <string.h>

#define FIRST_BITS 3
_Static_assert(GANTRY_APPEND_STORE_FIRST == 1 << FIRST_BITS, "the first chunk's size is a power of two");

/* Chunk 0 holds the first FIRST elements, chunk k > 0 as many as all before it. */
static void
locate (size_t index, unsigned *chunk, size_t *offset)
{
  if (index < GANTRY_APPEND_STORE_FIRST) {
    *chunk = 0;
    *offset = index;
    return;
  }
  unsigned top = 63 - (unsigned)__builtin_clzll((unsigned long long)index);
  *chunk = top - FIRST_BITS + 1;
  *offset = index - ((size_t)1 << top);
}

static size_t
chunk_size (unsigned chunk)
{
  return (size_t)GANTRY_APPEND_STORE_FIRST << (chunk == 0 ? 0 : chunk - 1);
}

void
gantry_append_store_init (GantryAppendStore *store, size_t element_size)
{
  *store = (GantryAppendStore){.element_size = element_size};
}

void
gantry_append_store_clear (GantryAppendStore *store)
{
  for (unsigned i = 0; i < GANTRY_APPEND_STORE_CHUNKS && !store->is_borrowed; i++)
    g_free(atomic_load_explicit(&store->chunks[i], memory_order_relaxed));
  gantry_append_store_init(store, store->element_size);
}

void
gantry_append_store_borrow (GantryAppendStore *store, const void *elements, size_t count)
{
  g_assert(atomic_load_explicit(&store->count, memory_order_relaxed) == 0);
  const char *memory = elements;
  size_t start = 0;
  store->is_borrowed = true;
  for (unsigned i = 0; i < GANTRY_APPEND_STORE_CHUNKS && start < count; i++) {
    /* Relaxed: published by the count below. Readers never write through it. */
    atomic_store_explicit(&store->chunks[i], (void *)(memory + start * store->element_size),
                          memory_order_relaxed);
    start += chunk_size(i);
  }
  /* Release: the chunks come before the count that covers them. */
  atomic_store_explicit(&store->count, count, memory_order_release);
}

void *
gantry_append_store_reserve (GantryAppendStore *store)
{
  unsigned chunk;
  size_t offset;
  /* Relaxed: this thread alone stores count and chunks. */
  locate(atomic_load_explicit(&store->count, memory_order_relaxed), &chunk, &offset);
  char *memory = atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
  if (!memory) {
    memory = g_malloc_n(chunk_size(chunk), store->element_size);
    /* Relaxed: a reader reaches a chunk only by a count that was published after it. */
    atomic_store_explicit(&store->chunks[chunk], memory, memory_order_relaxed);
  }
  return memory + offset * store->element_size;
}

void
gantry_append_store_publish (GantryAppendStore *store)
{
  size_t count = atomic_load_explicit(&store->count, memory_order_relaxed);
  /* Release: the element and its chunk come before the count that covers them. */
  atomic_store_explicit(&store->count, count + 1, memory_order_release);
}

void
gantry_append_store_append (GantryAppendStore *store, const void *element)
{
  memcpy(gantry_append_store_reserve(store), element, store->element_size);
  gantry_append_store_publish(store);
}

size_t
gantry_append_store_count (const GantryAppendStore *store)
{
  /* Acquire: pairs with publish. */
  return atomic_load_explicit(&store->count, memory_order_acquire);
}

const void *
gantry_append_store_at (const GantryAppendStore *store, size_t index)
{
  unsigned chunk;
  size_t offset;
  locate(index, &chunk, &offset);
  /* Relaxed: the acquired count that covers `index` covers its chunk. */
  const char *memory = atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
  return memory + offset * store->element_size;
}
