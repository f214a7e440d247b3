/* Things that happened, to be taken out in the order of time though they come in another.
 *
 * They come in runs, each in order, as one thread's records after the other's: what is added is sorted by
 * merging these runs when it is asked for, so that what came in order costs nothing but a look. Those of one
 * moment stay in the order in which they came.
 *
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  char *items;
  size_t item_size;
  size_t time_offset; /* of an item's int64_t time */
  size_t capacity;    /* all of these in items */
  size_t first;       /* those before it were taken out */
  size_t n_sorted;    /* from the first on */
  size_t end;
  int64_t earliest; /* INT64_MAX: none */
  int64_t newest;   /* of the last one added */
  char *spare;      /* for merging */
  size_t spare_bytes;
} GantryTimeQueue;

void gantry_time_queue_init (GantryTimeQueue *queue, size_t item_size, size_t time_offset);
void gantry_time_queue_clear (GantryTimeQueue *queue);

void gantry_time_queue_make_room (GantryTimeQueue *queue);

/* A place for an item of that time, which is to be filled at once. */
static inline void *
gantry_time_queue_add (GantryTimeQueue *queue, int64_t time)
{
  if (queue->end == queue->capacity)
    gantry_time_queue_make_room(queue);
  if (time >= queue->newest && queue->n_sorted == queue->end - queue->first)
    queue->n_sorted++;
  queue->newest = time;
  queue->earliest = MIN(queue->earliest, time);
  return queue->items + queue->end++ * queue->item_size;
}

/* Puts them in order and returns how many lie before `until`. */
size_t gantry_time_queue_sort (GantryTimeQueue *queue, int64_t until);
/* One of those that are in order. */
static inline const void *
gantry_time_queue_at (const GantryTimeQueue *queue, size_t index)
{
  return queue->items + (queue->first + index) * queue->item_size;
}
/* Takes out the first `n` of those in order. */
void gantry_time_queue_drop (GantryTimeQueue *queue, size_t n);
