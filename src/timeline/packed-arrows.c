/* Arrows in blocks, each behind a head.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-arrows.h"

#define LANE_MASK ((1u << GANTRY_ARROW_LANE_BITS) - 1)

void
gantry_packed_arrows_init (GantryPackedArrows *arrows)
{
  gantry_append_store_init(&arrows->packed, sizeof(GantryPackedArrow));
  gantry_append_store_init(&arrows->heads, sizeof(int64_t));
  gantry_append_store_init(&arrows->wide, sizeof(GantryArrow));
  gantry_append_store_init(&arrows->starts, sizeof(int64_t));
  arrows->earliest = INT64_MAX;
}

void
gantry_packed_arrows_clear (GantryPackedArrows *arrows)
{
  gantry_append_store_clear(&arrows->packed);
  gantry_append_store_clear(&arrows->heads);
  gantry_append_store_clear(&arrows->wide);
  gantry_append_store_clear(&arrows->starts);
  arrows->earliest = INT64_MAX;
}

/* The arrow at `index` is about to be seen: what is known of its block, if it is whole then, is there before
 * it is. */
static void
note_start (GantryPackedArrows *arrows, size_t index, int64_t from_time)
{
  arrows->earliest = MIN(arrows->earliest, from_time);
  if (index % GANTRY_ARROWS_BLOCK != GANTRY_ARROWS_BLOCK - 1)
    return;
  gantry_append_store_append(&arrows->starts, &arrows->earliest);
  arrows->earliest = INT64_MAX;
}

void
gantry_packed_arrows_append (GantryPackedArrows *arrows, const GantryArrow *arrow)
{
  size_t count = gantry_append_store_count(&arrows->packed);
  /* What an arrow stands on is there before the arrow is. */
  if (count % GANTRY_ARROWS_BLOCK == 0)
    gantry_append_store_append(&arrows->heads, &arrow->to_time);
  int64_t head = *(const int64_t *)gantry_append_store_at(&arrows->heads, count / GANTRY_ARROWS_BLOCK);
  /* Unsigned: what sets out after it arrives is far too long. */
  uint64_t since = (uint64_t)arrow->to_time - (uint64_t)head;
  uint64_t length = (uint64_t)arrow->to_time - (uint64_t)arrow->from_time;
  uint32_t kind = (uint32_t)arrow->kind;
  if (since > UINT32_MAX || length > UINT32_MAX || arrow->to_lane > LANE_MASK) {
    since = gantry_append_store_count(&arrows->wide);
    kind = GANTRY_ARROW_IS_WIDE;
    /* 128 GB of them are not to be had. */
    g_assert(since <= UINT32_MAX);
    gantry_append_store_append(&arrows->wide, arrow);
  }
  note_start(arrows, count, arrow->from_time);
  GantryPackedArrow *packed = gantry_append_store_reserve(&arrows->packed);
  *packed = (GantryPackedArrow){
      .since = (uint32_t)since,
      .length = (uint32_t)length,
      .from_lane = arrow->from_lane,
      .kind_and_to_lane = kind << GANTRY_ARROW_LANE_BITS | (arrow->to_lane & LANE_MASK),
  };
  gantry_append_store_publish(&arrows->packed);
}

void
gantry_packed_arrows_borrow (GantryPackedArrows *arrows, const GantryArrow *borrowed, size_t count)
{
  for (size_t i = 0; i < count; i++)
    note_start(arrows, i, borrowed[i].from_time);
  gantry_append_store_borrow(&arrows->wide, borrowed, count);
}

size_t
gantry_packed_arrows_count (const GantryPackedArrows *arrows)
{
  return gantry_append_store_count(gantry_packed_arrows_is_borrowed(arrows) ? &arrows->wide
                                                                            : &arrows->packed);
}

GantryArrow
gantry_packed_arrows_get (const GantryPackedArrows *arrows, size_t index)
{
  if (gantry_packed_arrows_is_borrowed(arrows))
    return *(const GantryArrow *)gantry_append_store_at(&arrows->wide, index);
  const GantryPackedArrow *packed = gantry_append_store_at(&arrows->packed, index);
  uint32_t kind = packed->kind_and_to_lane >> GANTRY_ARROW_LANE_BITS;
  if (kind == GANTRY_ARROW_IS_WIDE)
    return *(const GantryArrow *)gantry_append_store_at(&arrows->wide, packed->since);
  int64_t head = *(const int64_t *)gantry_append_store_at(&arrows->heads, index / GANTRY_ARROWS_BLOCK);
  int64_t arrives = head + packed->since;
  return (GantryArrow){
      .kind = (GantryArrowKind)kind,
      .from_lane = packed->from_lane,
      .to_lane = packed->kind_and_to_lane & LANE_MASK,
      .from_time = arrives - packed->length,
      .to_time = arrives,
  };
}

size_t
gantry_packed_arrows_pass_by (const GantryPackedArrows *arrows, size_t index, size_t count, int64_t time)
{
  for (; index % GANTRY_ARROWS_BLOCK == 0 && index + GANTRY_ARROWS_BLOCK <= count;
       index += GANTRY_ARROWS_BLOCK)
    if (*(const int64_t *)gantry_append_store_at(&arrows->starts, index / GANTRY_ARROWS_BLOCK) <= time)
      break;
  return index;
}
