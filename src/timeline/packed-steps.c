/* Steps in blocks, each behind a head.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-steps.h"

#include "timeline/gallop.h"

#define BLOCK GANTRY_STEPS_BLOCK
#define CACHE_LINE 64 /* bytes */

/* All but the first block lie in one chunk. */
_Static_assert(BLOCK % GANTRY_APPEND_STORE_FIRST == 0, "chunks are made of blocks");

void
gantry_packed_steps_init (GantryPackedSteps *steps)
{
  gantry_append_store_init(&steps->packed, sizeof(GantryPackedStep));
  gantry_append_store_init(&steps->heads, sizeof(GantryStep));
  gantry_append_store_init(&steps->wide, sizeof(GantryStep));
}

void
gantry_packed_steps_clear (GantryPackedSteps *steps)
{
  gantry_append_store_clear(&steps->packed);
  gantry_append_store_clear(&steps->heads);
  gantry_append_store_clear(&steps->wide);
}

void
gantry_packed_steps_append (GantryPackedSteps *steps, int64_t time, int64_t value)
{
  /* Relaxed: this thread alone stores them. */
  size_t count = atomic_load_explicit(&steps->packed.count, memory_order_relaxed);
  const GantryStep step = {time, value};
  /* What a step stands on is there before the step is. */
  if (count % BLOCK == 0)
    gantry_append_store_append(&steps->heads, &step);
  const GantryStep *head = gantry_append_store_at(&steps->heads, count / BLOCK);
  uint64_t since = (uint64_t)time - (uint64_t)head->time;
  int64_t more = (int64_t)((uint64_t)value - (uint64_t)head->value);
  if (since > UINT32_MAX || more <= GANTRY_STEP_IS_WIDE || more > INT16_MAX) {
    since = atomic_load_explicit(&steps->wide.count, memory_order_relaxed);
    more = GANTRY_STEP_IS_WIDE;
    /* 64 GB of them are not to be had. */
    g_assert(since <= UINT32_MAX);
    gantry_append_store_append(&steps->wide, &step);
  }
  GantryPackedStep *packed = gantry_append_store_reserve(&steps->packed);
  *packed = (GantryPackedStep){{(uint16_t)since, (uint16_t)(since >> 16)}, (int16_t)more};
  gantry_append_store_publish(&steps->packed);
}

void
gantry_packed_steps_borrow (GantryPackedSteps *steps, const GantryStep *borrowed, size_t count)
{
  for (size_t i = 0; i < count; i += BLOCK)
    gantry_append_store_append(&steps->heads, &borrowed[i]);
  gantry_append_store_borrow(&steps->wide, borrowed, count);
}

/* Whether they lie in one piece. */
static bool
is_packed_block (const GantryPackedSteps *steps, size_t block)
{
  return block > 0 && !gantry_packed_steps_is_borrowed(steps);
}

/* The last step of a block at or before `time`, or its first one. By halves. */
static size_t
find_in_block (const GantryPackedSteps *steps, size_t count, size_t block, int64_t time)
{
  size_t first = block * BLOCK, n = MIN(count - first, BLOCK), low = 0, half;
  if (!is_packed_block(steps, block)) {
    for (; n > 1; n -= half) {
      half = n / 2;
      low += gantry_packed_steps_get(steps, first + low + half).time <= time ? half : 0;
    }
    return first + low;
  }
  const GantryPackedStep *packed = gantry_append_store_at(&steps->packed, first);
  const GantryStep *head = gantry_append_store_at(&steps->heads, block);
  for (; n > 1; n -= half) {
    half = n / 2;
    /* Without a branch on the comparison, which nobody can foretell. */
    size_t is_later = gantry_packed_step_get(steps, &packed[low + half], head).time <= time;
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

/* Copies steps of one block. */
static void
read_block (const GantryPackedSteps *steps, size_t first, size_t count, GantryStep *read)
{
  if (!is_packed_block(steps, first / BLOCK)) {
    for (size_t i = 0; i < count; i++)
      read[i] = gantry_packed_steps_get(steps, first + i);
    return;
  }
  const GantryPackedStep *packed = gantry_append_store_at(&steps->packed, first);
  const GantryStep *head = gantry_append_store_at(&steps->heads, first / BLOCK);
  for (size_t i = 0; i < count; i++)
    read[i] = gantry_packed_step_get(steps, &packed[i], head);
}

void
gantry_packed_steps_read (const GantryPackedSteps *steps, size_t first, size_t count, GantryStep *read)
{
  for (size_t i = 0, n; i < count; i += n) {
    n = MIN(count - i, BLOCK - (first + i) % BLOCK);
    read_block(steps, first + i, n, read + i);
  }
}

void
gantry_packed_steps_fetch (const GantryPackedSteps *steps, size_t first, size_t count)
{
  bool is_borrowed = gantry_packed_steps_is_borrowed(steps);
  if (first < BLOCK) /* they do not lie in one piece */
    return;
  __builtin_prefetch(gantry_append_store_at(&steps->heads, first / BLOCK));
  const char *begin = gantry_append_store_at(is_borrowed ? &steps->wide : &steps->packed, first);
  size_t size = count * (is_borrowed ? sizeof(GantryStep) : sizeof(GantryPackedStep));
  for (size_t i = 0; i < size; i += CACHE_LINE)
    __builtin_prefetch(begin + i);
}
