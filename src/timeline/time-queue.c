/* Natural merge sort: J. von Neumann's, on the runs that are there (D. E. Knuth, "The Art of Computer
 * Programming", volume 3, section 5.2.4, algorithm N).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/time-queue.h"

#include <string.h>

#define FIRST_CAPACITY 16

void
gantry_time_queue_init (GantryTimeQueue *queue, size_t item_size, size_t time_offset)
{
  *queue = (GantryTimeQueue){
      .item_size = item_size, .time_offset = time_offset, .earliest = INT64_MAX, .newest = INT64_MIN};
}

void
gantry_time_queue_clear (GantryTimeQueue *queue)
{
  g_free(queue->items);
  g_free(queue->spare);
  gantry_time_queue_init(queue, queue->item_size, queue->time_offset);
}

void
gantry_time_queue_make_room (GantryTimeQueue *queue)
{
  size_t n = queue->end - queue->first;
  if (queue->first < n || queue->first == 0) {
    queue->capacity = MAX(queue->capacity * 2, FIRST_CAPACITY);
    queue->items = g_realloc_n(queue->items, queue->capacity, queue->item_size);
  }
  memmove(queue->items, queue->items + queue->first * queue->item_size, n * queue->item_size);
  queue->first = 0;
  queue->end = n;
}

static int64_t
time_of (const GantryTimeQueue *queue, const char *item)
{
  int64_t time;
  memcpy(&time, item + queue->time_offset, sizeof time);
  return time;
}

/* Merges two runs that lie one after the other. Only what is out of place moves. */
static void
merge (GantryTimeQueue *queue, char *left, char *right, char *end)
{
  size_t size = queue->item_size;
  int64_t first = time_of(queue, right);
  char *gap = right;
  while (gap > left && time_of(queue, gap - size) > first)
    gap -= size;
  size_t bytes = (size_t)(right - gap);
  if (bytes == 0)
    return;
  if (queue->spare_bytes < bytes) {
    queue->spare_bytes = MAX(bytes, 2 * queue->spare_bytes);
    queue->spare = g_realloc(queue->spare, queue->spare_bytes);
  }
  memcpy(queue->spare, gap, bytes);
  const char *moved = queue->spare, *moved_end = queue->spare + bytes;
  for (; moved < moved_end && right < end; gap += size) {
    /* Of one moment the left one is first. */
    bool takes_right = time_of(queue, right) < time_of(queue, moved);
    memcpy(gap, takes_right ? right : moved, size);
    if (takes_right)
      right += size;
    else
      moved += size;
  }
  memcpy(gap, moved, (size_t)(moved_end - moved));
}

/* Where the run that begins at `run` ends. */
static char *
end_of_run (const GantryTimeQueue *queue, char *run, const char *end)
{
  char *next = run + queue->item_size;
  while (next < end && time_of(queue, next - queue->item_size) <= time_of(queue, next))
    next += queue->item_size;
  return next;
}

/* Merges each two runs that are neighbours; returns whether there was only one. */
static bool
merge_neighbours (GantryTimeQueue *queue, char *begin, char *end)
{
  char *left = begin;
  bool is_one = true;
  while (left < end) {
    char *right = end_of_run(queue, left, end);
    if (right >= end)
      break;
    char *next = end_of_run(queue, right, end);
    is_one = is_one && left == begin && next >= end;
    merge(queue, left, right, next);
    left = next;
  }
  return is_one;
}

size_t
gantry_time_queue_sort (GantryTimeQueue *queue, int64_t until)
{
  size_t size = queue->item_size;
  if (queue->earliest >= until)
    return 0;
  char *begin = queue->items + queue->first * size, *end = queue->items + queue->end * size;
  char *fresh = begin + queue->n_sorted * size;
  if (fresh < end) {
    while (!merge_neighbours(queue, fresh, end)) {
    }
    if (fresh > begin)
      merge(queue, begin, fresh, end);
    queue->n_sorted = queue->end - queue->first;
    queue->newest = time_of(queue, end - size);
  }
  size_t low = 0, high = queue->n_sorted;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (time_of(queue, begin + middle * size) < until)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
gantry_time_queue_drop (GantryTimeQueue *queue, size_t n)
{
  if (n == 0)
    return;
  queue->first += n;
  queue->n_sorted -= n;
  bool is_empty = queue->first == queue->end;
  if (is_empty)
    queue->first = queue->end = 0;
  queue->newest = is_empty ? INT64_MIN : queue->newest;
  queue->earliest = is_empty ? INT64_MAX : time_of(queue, gantry_time_queue_at(queue, 0));
}
