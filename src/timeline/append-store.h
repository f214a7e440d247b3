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
#define GANTRY_APPEND_STORE_FIRST 8
#define GANTRY_APPEND_STORE_CHUNKS 32

typedef struct {
  size_t element_size;
  _Atomic(void *) chunks[GANTRY_APPEND_STORE_CHUNKS];
  _Atomic size_t count;
  bool is_borrowed; /* the elements belong to someone else, and none is appended */
} GantryAppendStore;

void gantry_append_store_init (GantryAppendStore *store, size_t element_size);
/* Writer only, when no reader is left. */
void gantry_append_store_clear (GantryAppendStore *store);
/* Writer only, in an empty store: makes it show `count` elements that lie one after the other in memory,
 * aligned as they need it, which stay the caller's and must outlive the store. Nothing may be appended to it.
 */
void gantry_append_store_borrow (GantryAppendStore *store, const void *elements, size_t count);
/* Writer only: a place for the next element; publish it when it is filled. */
void *gantry_append_store_reserve (GantryAppendStore *store);
void gantry_append_store_publish (GantryAppendStore *store);
/* Writer only: both at once, with a copy of `element`. */
void gantry_append_store_append (GantryAppendStore *store, const void *element);
/* Readers: the count, and an element below it. */
size_t gantry_append_store_count (const GantryAppendStore *store);
const void *gantry_append_store_at (const GantryAppendStore *store, size_t index);
