/* Arrows in the order of their arrival: a store that only grows, of six to nine bytes an arrow in most
 * runs.
 *
 * They stand in blocks of records as wide as the block before needed, and one bit more for times (see
 * packed-records.h); what does not fit stands in `wide`, and the record says where. A record is two numbers,
 * from the lowest bit:
 *
 *   ns from the block's first arrival to its own, or its place among the block's wide ones; ns from its start
 *   to its arrival
 *
 *   its kind, or GANTRY_ARROW_IS_WIDE; the lane it comes from; the lane it leads to
 *
 * Arrows that are borrowed are not packed. One writer, any number of readers, no lock, as in
 * GantryAppendStore.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/packed-records.h"
#include "timeline/timeline.h"

#define GANTRY_ARROWS_BLOCK GANTRY_PACKED_BLOCK
#define GANTRY_ARROW_KIND_BITS 3
/* In place of a kind: the arrow stands in `wide`. */
#define GANTRY_ARROW_IS_WIDE 7u
_Static_assert(GANTRY_ARROW_SET < GANTRY_ARROW_IS_WIDE, "a kind is none that says otherwise");

/* Of an arrow's parts. */
typedef struct {
  uint8_t since, length, from_lane, to_lane;
} GantryArrowBits;

typedef struct {
  int64_t time;        /* when its first arrow arrives */
  uint32_t at;         /* where its records begin in `rows` */
  uint32_t first_wide; /* how many there are in `wide` before its own */
  GantryArrowBits bits;
} GantryArrowsHead;

typedef struct {
  GantryAppendStore rows;   /* GantryPackedRow */
  GantryAppendStore heads;  /* GantryArrowsHead, by block */
  GantryAppendStore wide;   /* GantryArrow: those that do not fit; all of them where they are borrowed */
  GantryAppendStore starts; /* int64_t, by block that is whole: when the first of its arrows sets out */
  _Atomic size_t count;     /* of packed ones */
  /* the writer's alone, of the block that goes on: */
  GantryArrowsHead head;
  uint8_t *next;    /* where its next record goes */
  int64_t earliest; /* when the first of its arrows sets out */
  /* each bit that any of its arrows needed */
  uint64_t since, length;
  uint32_t from_lane, to_lane;
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
