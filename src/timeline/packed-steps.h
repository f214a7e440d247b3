/* Times in order, each with a number: a store that only grows, of four to five bytes a step where neighbours
 * lie near each other.
 *
 * They stand in blocks of records as wide as the block before needed, and one bit more for each part (see
 * packed-records.h). A record is one number: from the lowest bit what the step's time is more than the
 * block's first, and above it the same of its value, which may be less. What does not fit stands in `wide`;
 * then the value is the least that there can be, and the time its place among the block's wide ones. Steps
 * that are borrowed have heads, too, and are not packed. One writer, any number of readers, no lock, as in
 * GantryAppendStore.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/packed-records.h"
#include "timeline/timeline.h"

#define GANTRY_STEPS_BLOCK GANTRY_PACKED_BLOCK

typedef struct {
  int64_t time; /* of its first step, */
  int64_t value;
  uint32_t at;         /* where its records begin in `rows` */
  uint32_t first_wide; /* how many there are in `wide` before its own */
  uint8_t since_bits;  /* of a record, for the time */
  uint8_t size;        /* of a record, bytes */
} GantryStepsHead;

typedef struct {
  GantryAppendStore rows;  /* GantryPackedRow */
  GantryAppendStore heads; /* GantryStepsHead, by block */
  GantryAppendStore wide;  /* GantryStep: those that do not fit; all of them where they are borrowed */
  _Atomic size_t count;    /* of packed ones */
  /* the writer's alone, of the block that goes on: */
  GantryStepsHead head;
  uint8_t *next; /* where its next record goes */
  uint64_t since,
      beyond; /* each bit that any of its steps needed, for the time and, but for the sign, value */
} GantryPackedSteps;

void gantry_packed_steps_init (GantryPackedSteps *steps);
/* Writer only, when no reader is left. */
void gantry_packed_steps_clear (GantryPackedSteps *steps);
/* Writer only: a step that is not before the last one. It can be seen as soon as it is there. */
void gantry_packed_steps_append (GantryPackedSteps *steps, int64_t time, int64_t value);
/* Writer only, where there are no steps: shows those, which lie in order, stay the caller's and outlive it.
 * Nothing may be appended. */
void gantry_packed_steps_borrow (GantryPackedSteps *steps, const GantryStep *borrowed, size_t count);

/* What follows, any thread. */

static inline bool
gantry_packed_steps_is_borrowed (const GantryPackedSteps *steps)
{
  return gantry_append_store_is_borrowed(&steps->wide);
}

static inline size_t
gantry_packed_steps_count (const GantryPackedSteps *steps)
{
  if (gantry_packed_steps_is_borrowed(steps))
    return gantry_append_store_count(&steps->wide);
  /* Acquire: pairs with append. */
  return atomic_load_explicit(&steps->count, memory_order_acquire);
}

/* The least number that a record of that block has room for in its upper bits. */
static inline int64_t
gantry_steps_head_least (const GantryStepsHead *head)
{
  return INT64_MIN >> (64 - 8 * head->size + head->since_bits);
}

/* The step of a record of that block, whose number is given. Unsigned, as a value and its head may lie
 * further apart than any number reaches; it comes out right. */
static inline GantryStep
gantry_packed_step_of (const GantryPackedSteps *steps, uint64_t number, const GantryStepsHead *head)
{
  unsigned above = 64 - 8 * head->size;
  int64_t since = (int64_t)(number & gantry_packed_mask(head->since_bits));
  int64_t more = (int64_t)(number << above) >> (above + head->since_bits);
  if (more == gantry_steps_head_least(head))
    return *(const GantryStep *)gantry_append_store_at(&steps->wide, head->first_wide + (size_t)since);
  return (GantryStep){head->time + since, (int64_t)((uint64_t)head->value + (uint64_t)more)};
}

static inline GantryStep
gantry_packed_steps_get (const GantryPackedSteps *steps, size_t index)
{
  if (gantry_packed_steps_is_borrowed(steps))
    return *(const GantryStep *)gantry_append_store_at(&steps->wide, index);
  const GantryStepsHead *head = gantry_append_store_at(&steps->heads, index / GANTRY_STEPS_BLOCK);
  const uint8_t *record =
      gantry_packed_rows_at(&steps->rows, head->at) + index % GANTRY_STEPS_BLOCK * head->size;
  return gantry_packed_step_of(steps, gantry_packed_read(record, head->size), head);
}

/* Of the first `count` steps the last one at or before `time`; 0 where there is none. */
size_t gantry_packed_steps_find (const GantryPackedSteps *steps, size_t count, int64_t time);
/* The same, quicker the nearer it is to `near`, which is any of them; and the first step of its block alone,
 * so that whoever looks for several need not wait for memory each time. */
size_t gantry_packed_steps_find_near (const GantryPackedSteps *steps, size_t count, size_t near,
                                      int64_t time);
size_t gantry_packed_steps_find_block (const GantryPackedSteps *steps, size_t count, size_t near,
                                       int64_t time);
/* Copies `count` steps, which takes less than to get them one by one. */
void gantry_packed_steps_read (const GantryPackedSteps *steps, size_t first, size_t count, GantryStep *read);
/* Says that `count` steps of one block will be looked at soon: they come from memory meanwhile. */
void gantry_packed_steps_fetch (const GantryPackedSteps *steps, size_t first, size_t count);
