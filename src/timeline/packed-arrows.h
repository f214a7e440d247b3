/* Arrows in the order of their arrival: a store that only grows, of 16 bytes an arrow.
 *
 * `heads` has for each GANTRY_ARROWS_BLOCK arrows in a row when the first of them arrives; of each is kept
 * how much later it does, and how long it took, in 32 bits each. What does not fit stands in `wide`, and the
 * arrow says where. Arrows that are borrowed are not packed. One writer, any number of readers, no lock, as
 * in GantryAppendStore.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

#define GANTRY_ARROWS_BLOCK 32
#define GANTRY_ARROW_LANE_BITS 29
/* In place of a kind: the arrow stands in `wide`. */
#define GANTRY_ARROW_IS_WIDE 7u
_Static_assert(GANTRY_ARROW_SET < GANTRY_ARROW_IS_WIDE, "kinds fit beside the lane");

typedef struct {
  uint32_t since;  /* ns from the head to its arrival; or its place in `wide` */
  uint32_t length; /* ns from its start to its arrival */
  uint32_t from_lane;
  uint32_t kind_and_to_lane; /* 3 and 29 bits */
} GantryPackedArrow;

typedef struct {
  GantryAppendStore packed; /* GantryPackedArrow */
  GantryAppendStore heads;  /* int64_t, by block */
  GantryAppendStore wide;   /* GantryArrow: those that do not fit; all of them where they are borrowed */
  GantryAppendStore starts; /* int64_t, by block that is whole: when the first of its arrows sets out */
  int64_t earliest;         /* the writer's: the same of the block that goes on */
} GantryPackedArrows;

void gantry_packed_arrows_init (GantryPackedArrows *arrows);
/* Writer only, when no reader is left: it is as new. */
void gantry_packed_arrows_clear (GantryPackedArrows *arrows);
/* Writer only: an arrow that arrives no earlier than the last one. */
void gantry_packed_arrows_append (GantryPackedArrows *arrows, const GantryArrow *arrow);
/* Writer only, where there are none: shows those, which lie in order, stay the caller's and outlive it.
 * Nothing may be appended. */
void gantry_packed_arrows_borrow (GantryPackedArrows *arrows, const GantryArrow *borrowed, size_t count);

/* What follows, any thread. */

static inline bool
gantry_packed_arrows_is_borrowed (const GantryPackedArrows *arrows)
{
  return gantry_append_store_is_borrowed(&arrows->wide);
}

size_t gantry_packed_arrows_count (const GantryPackedArrows *arrows);
GantryArrow gantry_packed_arrows_get (const GantryPackedArrows *arrows, size_t index);
/* `index`, or where it begins blocks of which no arrow sets out at `time` or before, what comes after them;
 * `count` at most, of the arrows that there are. */
size_t gantry_packed_arrows_pass_by (const GantryPackedArrows *arrows, size_t index, size_t count,
                                     int64_t time);
/* All of a timeline's. */
const GantryPackedArrows *gantry_timeline_get_arrows (const GantryTimeline *timeline);
