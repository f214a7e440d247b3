/* Steps in blocks, each behind a head, in as many bits as the block before needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-steps.h"

#include "timeline/gallop.h"

#define BLOCK GANTRY_STEPS_BLOCK
#define CACHE_LINE 64 /* bytes */

/* A place among the block's wide ones fits where a time would stand; and there is always a bit for a sign. */
#define LEAST_SINCE_BITS 5
#define MOST_BITS 32
_Static_assert(1 << LEAST_SINCE_BITS >= BLOCK, "any place fits");
/* Of the first block, when nothing is known of what comes. */
#define FIRST_VALUE_BITS 16

void
gantry_packed_steps_init (GantryPackedSteps *steps)
{
  *steps = (GantryPackedSteps){0};
  gantry_append_store_init(&steps->rows, sizeof(GantryPackedRow));
  gantry_append_store_init(&steps->heads, sizeof(GantryStepsHead));
  gantry_append_store_init(&steps->wide, sizeof(GantryStep));
}

void
gantry_packed_steps_clear (GantryPackedSteps *steps)
{
  gantry_append_store_clear(&steps->rows);
  gantry_append_store_clear(&steps->heads);
  gantry_append_store_clear(&steps->wide);
  gantry_packed_steps_init(steps);
}

/* A step like the block's first is the least that there is: no time since, nothing more. */
static void
begin_block (GantryPackedSteps *steps, const GantryStep *first, bool is_first)
{
  unsigned since = MOST_BITS, value = FIRST_VALUE_BITS;
  size_t n_wide = gantry_append_store_count(&steps->wide);
  /* 64 GB of them are not to be had. */
  g_assert(n_wide <= UINT32_MAX);
  if (!is_first) {
    since = CLAMP(gantry_packed_bits_of(steps->since) + 1, LEAST_SINCE_BITS, MOST_BITS);
    value = MIN(gantry_packed_bits_of(steps->beyond) + 2, MOST_BITS); /* one for the sign */
  }
  unsigned size = gantry_packed_bytes_of(since + value);
  steps->head = (GantryStepsHead){.time = first->time,
                                  .value = first->value,
                                  .first_wide = (uint32_t)n_wide,
                                  .since_bits = (uint8_t)since,
                                  .size = (uint8_t)size};
  steps->next = gantry_packed_rows_begin_block(&steps->rows, size, &steps->head.at);
  steps->since = steps->beyond = 0;
  gantry_append_store_append(&steps->heads, &steps->head);
}

/* Its record, in the block that goes on. */
static void
write_record (GantryPackedSteps *steps, const GantryStep *step)
{
  const GantryStepsHead *head = &steps->head;
  uint64_t since = (uint64_t)step->time - (uint64_t)head->time;
  int64_t more = (int64_t)((uint64_t)step->value - (uint64_t)head->value);
  int64_t least = gantry_steps_head_least(head);
  steps->since |= since;
  steps->beyond |= more < 0 ? ~(uint64_t)more : (uint64_t)more;
  if (since > gantry_packed_mask(head->since_bits) || more <= least || more >= -least) {
    since = gantry_append_store_count(&steps->wide) - head->first_wide;
    more = least;
    gantry_append_store_append(&steps->wide, step);
  }
  gantry_packed_write(steps->next, since | (uint64_t)more << head->since_bits, head->size);
  steps->next += head->size;
}

void
gantry_packed_steps_append (GantryPackedSteps *steps, int64_t time, int64_t value)
{
  /* Relaxed: stored by this thread alone. */
  size_t count = atomic_load_explicit(&steps->count, memory_order_relaxed);
  const GantryStep step = {time, value};
  if (count % BLOCK == 0)
    begin_block(steps, &step, count == 0);
  write_record(steps, &step);
  /* Release: what the step stands on, and its record, come before the count that covers it. */
  atomic_store_explicit(&steps->count, count + 1, memory_order_release);
}

void
gantry_packed_steps_borrow (GantryPackedSteps *steps, const GantryStep *borrowed, size_t count)
{
  for (size_t i = 0; i < count; i += BLOCK) {
    const GantryStepsHead head = {.time = borrowed[i].time, .value = borrowed[i].value};
    gantry_append_store_append(&steps->heads, &head);
  }
  gantry_append_store_borrow(&steps->wide, borrowed, count);
}

/* The last step of a block at or before `time`, or its first one. By halves. */
static size_t
find_in_block (const GantryPackedSteps *steps, size_t count, size_t block, int64_t time)
{
  size_t first = block * BLOCK, n = MIN(count - first, BLOCK), low = 0, half;
  if (gantry_packed_steps_is_borrowed(steps)) {
    for (; n > 1; n -= half) {
      half = n / 2;
      low += gantry_packed_steps_get(steps, first + low + half).time <= time ? half : 0;
    }
    return first + low;
  }
  const GantryStepsHead *head = gantry_append_store_at(&steps->heads, block);
  const uint8_t *records = gantry_packed_rows_at(&steps->rows, head->at);
  for (; n > 1; n -= half) {
    half = n / 2;
    /* Without a branch on the comparison, which nobody can foretell. */
    uint64_t number = gantry_packed_read(records + (low + half) * head->size, head->size);
    size_t is_later = gantry_packed_step_of(steps, number, head).time <= time;
    low += half & -is_later;
  }
  return first + low;
}

/* The blocks of so many steps. */
static size_t
n_blocks (size_t count)
{
  return (count + BLOCK - 1) / BLOCK;
}

size_t
gantry_packed_steps_find (const GantryPackedSteps *steps, size_t count, int64_t time)
{
  if (count == 0)
    return 0;
  size_t block = gantry_append_store_find_time(&steps->heads, n_blocks(count), time);
  return find_in_block(steps, count, block, time);
}

size_t
gantry_packed_steps_find_block (const GantryPackedSteps *steps, size_t count, size_t near, int64_t time)
{
  return gantry_gallop(&steps->heads, n_blocks(count), near / BLOCK, time) * BLOCK;
}

size_t
gantry_packed_steps_find_near (const GantryPackedSteps *steps, size_t count, size_t near, int64_t time)
{
  size_t first = gantry_packed_steps_find_block(steps, count, near, time);
  return find_in_block(steps, count, first / BLOCK, time);
}

/* Made for each size, which is known then: a fiftieth of the time of painting wide views. */
static inline __attribute__((always_inline)) void
read_records (const GantryPackedSteps *steps, const GantryStepsHead *head, const uint8_t *records,
              unsigned size, size_t count, GantryStep *read)
{
  for (size_t i = 0; i < count; i++)
    read[i] = gantry_packed_step_of(steps, gantry_packed_read(records + i * size, size), head);
}

/* Copies steps of one block. */
static void
read_block (const GantryPackedSteps *steps, size_t first, size_t count, GantryStep *read)
{
  if (gantry_packed_steps_is_borrowed(steps)) {
    for (size_t i = 0; i < count; i++)
      read[i] = gantry_packed_steps_get(steps, first + i);
    return;
  }
  /* A copy, that no writing can change. */
  const GantryStepsHead head = *(const GantryStepsHead *)gantry_append_store_at(&steps->heads, first / BLOCK);
  const uint8_t *records = gantry_packed_rows_at(&steps->rows, head.at) + first % BLOCK * head.size;
  switch (head.size) {
  case 2:
    read_records(steps, &head, records, 2, count, read);
    break;
  case 3:
    read_records(steps, &head, records, 3, count, read);
    break;
  case 4:
    read_records(steps, &head, records, 4, count, read);
    break;
  case 5:
    read_records(steps, &head, records, 5, count, read);
    break;
  default:
    read_records(steps, &head, records, head.size, count, read);
  }
}

void
gantry_packed_steps_read (const GantryPackedSteps *steps, size_t first, size_t count, GantryStep *read)
{
  for (size_t i = 0, n; i < count; i += n) {
    n = MIN(count - i, BLOCK - (first + i) % BLOCK);
    read_block(steps, first + i, n, read + i);
  }
}

static void
fetch (const void *begin, size_t size)
{
  for (size_t i = 0; i < size; i += CACHE_LINE)
    __builtin_prefetch((const char *)begin + i);
}

void
gantry_packed_steps_fetch (const GantryPackedSteps *steps, size_t first, size_t count)
{
  if (gantry_packed_steps_is_borrowed(steps)) {
    fetch(gantry_append_store_at(&steps->wide, first), count * sizeof(GantryStep));
    return;
  }
  /* Whoever found the block has looked at its head. */
  const GantryStepsHead *head = gantry_append_store_at(&steps->heads, first / BLOCK);
  fetch(gantry_packed_rows_at(&steps->rows, head->at) + first % BLOCK * head->size, count * head->size);
}
