/* A column store that only grows: one writer, any number of readers, no lock.
 *
 * Elements live in chunks of doubling size that never move, so a reader's pointer stays good for the store's
 * life. The writer fills elements and then publishes a new count with release order; a reader loads the count
 * with acquire order and may read all below it. What is published never changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements in the first chunk; each further one doubles the whole. Small, because there may be a million
 * lanes with a handful of intervals each. */
#define GANTRY_APPEND_STORE_FIRST_BITS 3
#define GANTRY_APPEND_STORE_FIRST (1 << GANTRY_APPEND_STORE_FIRST_BITS)
#define GANTRY_APPEND_STORE_CHUNKS 32

typedef struct {
  size_t element_size;
  _Atomic(void *) chunks[GANTRY_APPEND_STORE_CHUNKS];
  _Atomic size_t count;
  bool is_borrowed; /* the elements belong to someone else, and none is appended */
  /* the writer's alone: the place for the next element and the end of its chunk; both NULL or equal where the
   * chunk has yet to be looked for */
  char *next;
  char *end;
} GantryAppendStore;

void gantry_append_store_init (GantryAppendStore *store, size_t element_size);
/* Writer only, when no reader is left. */
void gantry_append_store_clear (GantryAppendStore *store);
/* Writer only, in an empty store: makes it show `count` elements that lie one after the other in memory,
 * aligned as they need it, which stay the caller's and must outlive the store. Nothing may be appended to it.
 */
void gantry_append_store_borrow (GantryAppendStore *store, const void *elements, size_t count);

/* Writer only: finds or makes the chunk of the next element. */
void gantry_append_store_open_chunk (GantryAppendStore *store);

/* Whether it does so. */
static inline bool
gantry_append_store_is_borrowed (const GantryAppendStore *store)
{
  return store->is_borrowed;
}

/* Writer only: a place for the next element; publish it when it is filled. */
static inline void *
gantry_append_store_reserve (GantryAppendStore *store)
{
  if (store->next == store->end)
    gantry_append_store_open_chunk(store);
  return store->next;
}

/* Writer only: a place for `n` elements in a row. Where they do not fit into a chunk they begin in the next,
 * and zeros, which are published, fill the rest of the one before. */
void *gantry_append_store_reserve_run (GantryAppendStore *store, size_t n);

/* Writer only: how many more elements the chunk has room for that the element before the next one lies in. */
static inline size_t
gantry_append_store_room (const GantryAppendStore *store)
{
  return (size_t)(store->end - store->next) / store->element_size;
}

static inline void
gantry_append_store_publish_run (GantryAppendStore *store, size_t n)
{
  /* Relaxed: stored by this thread alone. */
  size_t count = atomic_load_explicit(&store->count, memory_order_relaxed);
  store->next += n * store->element_size;
  /* Release: the elements and their chunk come before the count that covers them. */
  atomic_store_explicit(&store->count, count + n, memory_order_release);
}

static inline void
gantry_append_store_publish (GantryAppendStore *store)
{
  gantry_append_store_publish_run(store, 1);
}

/* Writer only: both at once, with a copy of `element`. */
void gantry_append_store_append (GantryAppendStore *store, const void *element);

/* Readers: the count, and an element below it. */
static inline size_t
gantry_append_store_count (const GantryAppendStore *store)
{
  /* Acquire: pairs with publish. */
  return atomic_load_explicit(&store->count, memory_order_acquire);
}

/* The chunk of an element, and its place in there. */
static inline const void *
gantry_append_store_chunk (const GantryAppendStore *store, size_t index, size_t *offset)
{
  unsigned chunk = 0;
  *offset = index;
  /* Chunk 0 holds the first FIRST elements, chunk k > 0 as many as all before it. */
  if (index >= GANTRY_APPEND_STORE_FIRST) {
    unsigned top = 63 - (unsigned)__builtin_clzll((unsigned long long)index);
    chunk = top - GANTRY_APPEND_STORE_FIRST_BITS + 1;
    *offset = index - ((size_t)1 << top);
  }
  /* Relaxed: the acquired count that covers `index` covers its chunk. */
  return atomic_load_explicit(&store->chunks[chunk], memory_order_relaxed);
}

static inline const void *
gantry_append_store_at (const GantryAppendStore *store, size_t index)
{
  size_t offset;
  const char *chunk = gantry_append_store_chunk(store, index, &offset);
  return chunk + offset * store->element_size;
}

/* Readers: of the first `count` elements, which begin with an int64_t time and are in its order, the last one
 * at or before `time`; 0 where there is none. */
size_t gantry_append_store_find_time (const GantryAppendStore *store, size_t count, int64_t time);
