/* Chunks of doubling size behind a fixed directory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/append-store.h"

#include <string.h>

#define CACHE_LINE 64      /* bytes */
#define LEAST_ALIGNED 4096 /* bytes of a chunk */

static unsigned
chunk_of (size_t index)
{
  if (index < GANTRY_APPEND_STORE_FIRST)
    return 0;
  return 63 - (unsigned)__builtin_clzll((unsigned long long)index) - GANTRY_APPEND_STORE_FIRST_BITS + 1;
}

/* The index of its first element, which is also their number but for chunk 0. */
static size_t
chunk_start (unsigned chunk)
{
  return chunk == 0 ? 0 : (size_t)GANTRY_APPEND_STORE_FIRST << (chunk - 1);
}

static size_t
chunk_size (unsigned chunk)
{
  return chunk == 0 ? GANTRY_APPEND_STORE_FIRST : chunk_start(chunk);
}

/* Whether a chunk of that many bytes begins on a line of the processor's caches, so that what fits into some
 * lines does not lie in one more. Where there are a million stores, each is small, and that room is dear. */
static bool
is_aligned (size_t size)
{
  return size >= LEAST_ALIGNED;
}

static void *
new_chunk (size_t count, size_t element_size)
{
  return is_aligned(count * element_size) ? g_aligned_alloc(count, element_size, CACHE_LINE)
                                          : g_malloc_n(count, element_size);
}

static void
free_chunk (void *chunk, size_t size)
{
  if (is_aligned(size))
    g_aligned_free(chunk);
  else
    g_free(chunk);
}

void
gantry_append_store_init (GantryAppendStore *store, size_t element_size)
{
  *store = (GantryAppendStore){.element_size = element_size};
}

void
gantry_append_store_clear (GantryAppendStore *store)
{
  /* Relaxed: no reader is left, and this is the writer. Chunks are opened in their order. */
  void *chunk = NULL;
  for (unsigned i = 0; i < GANTRY_APPEND_STORE_CHUNKS && !store->is_borrowed &&
                       (chunk = atomic_load_explicit(&store->chunks[i], memory_order_relaxed)) != NULL;
       i++)
    free_chunk(chunk, chunk_size(i) * store->element_size);
  gantry_append_store_init(store, store->element_size);
}

void
gantry_append_store_borrow (GantryAppendStore *store, const void *elements, size_t count)
{
  /* Relaxed: stored by this thread alone. */
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

void
gantry_append_store_open_chunk (GantryAppendStore *store)
{
  /* Relaxed: this thread alone stores count and chunks. */
  size_t count = atomic_load_explicit(&store->count, memory_order_relaxed);
  unsigned chunk = chunk_of(count);
  char *memory = atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
  if (!memory) {
    memory = new_chunk(chunk_size(chunk), store->element_size);
    /* Relaxed: a reader reaches a chunk only by a count that was published after it. */
    atomic_store_explicit(&store->chunks[chunk], memory, memory_order_relaxed);
  }
  store->next = memory + (count - chunk_start(chunk)) * store->element_size;
  store->end = memory + chunk_size(chunk) * store->element_size;
}

void *
gantry_append_store_reserve_run (GantryAppendStore *store, size_t n)
{
  for (;;) {
    char *place = gantry_append_store_reserve(store);
    size_t room = gantry_append_store_room(store);
    if (room >= n)
      return place;
    memset(place, 0, room * store->element_size);
    gantry_append_store_publish_run(store, room);
  }
}

void
gantry_append_store_append (GantryAppendStore *store, const void *element)
{
  memcpy(gantry_append_store_reserve(store), element, store->element_size);
  gantry_append_store_publish(store);
}

static int64_t
time_of (const char *element)
{
  int64_t time;
  memcpy(&time, element, sizeof time);
  return time;
}

size_t
gantry_append_store_find_time (const GantryAppendStore *store, size_t count, int64_t time)
{
  if (count == 0)
    return 0;
  unsigned chunk = chunk_of(count - 1);
  size_t n = count - chunk_start(chunk), low = 0;
  /* Relaxed, here and below: the acquired count covers the chunks. */
  const char *memory = atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
  while (chunk > 0 && time_of(memory) > time) {
    chunk--;
    n = chunk_size(chunk);
    memory = atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
  }
  /* Without a branch on the comparison, which nobody can foretell. */
  while (n > 1) {
    size_t half = n / 2;
    size_t is_later = time_of(memory + (low + half) * store->element_size) <= time;
    low += half & -is_later;
    n -= half;
  }
  return chunk_start(chunk) + low;
}
