/* Where a chart's marks and spans are: by lane, and by how long they last.
 *
 * The timeline has those of all lanes in one order. Both indices grow with what was added since they were
 * last asked for. One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "timeline/timeline.h"

typedef struct GantryMarkIndex GantryMarkIndex;

/* What is looked at of a mark to see whether it is in sight. */
typedef struct {
  int64_t time;
  GantryMarkKind kind;
} GantryMarkPlace;

/* Marks that are passed by at once where they stand thick. */
#define GANTRY_MARKS_BLOCK 64

/* Marks in order. */
typedef struct {
  GArray *places; /* GantryMarkPlace */
  /* int64_t, of each whole block that a mark follows: the longest time, ns, from one of its marks to the
   * next; INT64_MAX where one is no print. */
  GArray *gaps;
} GantryMarkList;

GantryMarkIndex *gantry_mark_index_new (void);
void gantry_mark_index_free (GantryMarkIndex *index);
void gantry_mark_index_clear (GantryMarkIndex *index);
/* Takes what is new. */
void gantry_mark_index_follow (GantryMarkIndex *index, const GantryTimeline *timeline);
/* A lane's marks; `broken`: only of expectations that were. NULL: none. */
const GantryMarkList *gantry_mark_index_get (const GantryMarkIndex *index, uint32_t lane_id, bool broken);
/* The first span from `from` on that can last for `length` ns and begin at `until` or earlier: what lies
 * before it does not. Those that came since the index followed may: `from` itself, or the first of them. */
size_t gantry_mark_index_next_span (const GantryMarkIndex *index, size_t from, double length, int64_t until);
