/* Times in order, each with a number: a store that only grows, of six bytes a step where neighbours lie near
 * each other.
 *
 * A block is GANTRY_STEPS_BLOCK steps in a row. `heads` has the first one of each; a step is kept as what it
 * is more than its block's head, the time in 32 bits, the value in 16. What does not fit stands in `wide`,
 * and the step says where. Steps that are borrowed have heads, too, and are not packed. One writer, any
 * number of readers, no lock, as in GantryAppendStore.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#define GANTRY_STEPS_BLOCK 32
/* In place of a value: the step stands in `wide`. */
#define GANTRY_STEP_IS_WIDE INT16_MIN

typedef struct {
  uint16_t since[2]; /* ns since the head, or the place in `wide`; low half, high half */
  int16_t value;     /* more than the head's */
} GantryPackedStep;

typedef struct {
  GantryAppendStore packed; /* GantryPackedStep */
  GantryAppendStore heads;  /* GantryStep, by block */
  GantryAppendStore wide;   /* GantryStep: those that do not fit; all of them where they are borrowed */
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
  return gantry_append_store_count(gantry_packed_steps_is_borrowed(steps) ? &steps->wide : &steps->packed);
}

/* Unsigned, as a value and its head may lie further apart than any number reaches; it comes out right. */
static inline GantryStep
gantry_packed_step_get (const GantryPackedSteps *steps, const GantryPackedStep *packed,
                        const GantryStep *head)
{
  uint32_t since = (uint32_t)packed->since[0] | (uint32_t)packed->since[1] << 16;
  if (packed->value == GANTRY_STEP_IS_WIDE)
    return *(const GantryStep *)gantry_append_store_at(&steps->wide, since);
  return (GantryStep){head->time + since, (int64_t)((uint64_t)head->value + (uint64_t)packed->value)};
}

static inline GantryStep
gantry_packed_steps_get (const GantryPackedSteps *steps, size_t index)
{
  if (gantry_packed_steps_is_borrowed(steps))
    return *(const GantryStep *)gantry_append_store_at(&steps->wide, index);
  return gantry_packed_step_get(steps, gantry_append_store_at(&steps->packed, index),
                                gantry_append_store_at(&steps->heads, index / GANTRY_STEPS_BLOCK));
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
