/* Arrows in blocks, each behind a head, in as many bits as the block before needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/packed-arrows.h"

#define MOST_TIME_BITS 32
/* So that a place among the block's wide ones fits where a time would stand. */
#define LEAST_SINCE_BITS 5
_Static_assert(1 << LEAST_SINCE_BITS >= GANTRY_ARROWS_BLOCK, "any place fits");
#define MOST_FROM_BITS 32
/* What the kind and the other lane leave of a word. */
#define MOST_TO_BITS 29

/* The most that there may be: nothing is known of what comes. */
static const GantryArrowBits most_bits = {MOST_TIME_BITS, MOST_TIME_BITS, MOST_FROM_BITS, MOST_TO_BITS};

void
gantry_packed_arrows_init (GantryPackedArrows *arrows)
{
  *arrows = (GantryPackedArrows){.earliest = INT64_MAX};
  gantry_append_store_init(&arrows->rows, sizeof(GantryPackedRow));
  gantry_append_store_init(&arrows->heads, sizeof(GantryArrowsHead));
  gantry_append_store_init(&arrows->wide, sizeof(GantryArrow));
  gantry_append_store_init(&arrows->starts, sizeof(int64_t));
}

void
gantry_packed_arrows_clear (GantryPackedArrows *arrows)
{
  gantry_append_store_clear(&arrows->rows);
  gantry_append_store_clear(&arrows->heads);
  gantry_append_store_clear(&arrows->wide);
  gantry_append_store_clear(&arrows->starts);
  gantry_packed_arrows_init(arrows);
}

static unsigned
bytes_of_times (GantryArrowBits bits)
{
  return gantry_packed_bytes_of((unsigned)bits.since + bits.length);
}

static unsigned
bytes_of_lanes (GantryArrowBits bits)
{
  return gantry_packed_bytes_of(GANTRY_ARROW_KIND_BITS + (unsigned)bits.from_lane + bits.to_lane);
}

/* Of the next block, by what the last one needed: a time may need a bit more, and has what is left of its
 * bytes. */
static GantryArrowBits
expected_bits (const GantryPackedArrows *arrows)
{
  unsigned since = CLAMP(gantry_packed_bits_of(arrows->since) + 1, LEAST_SINCE_BITS, MOST_TIME_BITS);
  unsigned length = MIN(gantry_packed_bits_of(arrows->length) + 1, MOST_TIME_BITS);
  unsigned room = gantry_packed_bytes_of(since + length) * 8 - since;
  return (GantryArrowBits){
      .since = (uint8_t)since,
      .length = (uint8_t)MIN(room, MOST_TIME_BITS),
      .from_lane = (uint8_t)gantry_packed_bits_of(arrows->from_lane),
      .to_lane = (uint8_t)MIN(gantry_packed_bits_of(arrows->to_lane), MOST_TO_BITS),
  };
}

static void
begin_block (GantryPackedArrows *arrows, int64_t time, bool is_first)
{
  GantryArrowBits bits = is_first ? most_bits : expected_bits(arrows);
  size_t n_wide = gantry_append_store_count(&arrows->wide);
  /* 128 GB of them are not to be had. */
  g_assert(n_wide <= UINT32_MAX);
  arrows->head = (GantryArrowsHead){.time = time, .first_wide = (uint32_t)n_wide, .bits = bits};
  arrows->next = gantry_packed_rows_begin_block(&arrows->rows, bytes_of_times(bits) + bytes_of_lanes(bits),
                                                &arrows->head.at);
  arrows->since = arrows->length = 0;
  arrows->from_lane = arrows->to_lane = 0;
  gantry_append_store_append(&arrows->heads, &arrows->head);
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

/* Its record, in the block that goes on. */
static void
write_record (GantryPackedArrows *arrows, const GantryArrow *arrow)
{
  GantryArrowBits bits = arrows->head.bits;
  /* Unsigned: what sets out after it arrives is far too long. */
  uint64_t since = (uint64_t)arrow->to_time - (uint64_t)arrows->head.time;
  uint64_t length = (uint64_t)arrow->to_time - (uint64_t)arrow->from_time;
  uint64_t kind = (uint64_t)arrow->kind, from = arrow->from_lane, to = arrow->to_lane;
  arrows->since |= since;
  arrows->length |= length;
  arrows->from_lane |= arrow->from_lane;
  arrows->to_lane |= arrow->to_lane;
  if (since > gantry_packed_mask(bits.since) || length > gantry_packed_mask(bits.length) ||
      from > gantry_packed_mask(bits.from_lane) || to > gantry_packed_mask(bits.to_lane)) {
    since = gantry_append_store_count(&arrows->wide) - arrows->head.first_wide;
    kind = GANTRY_ARROW_IS_WIDE;
    length = from = to = 0;
    gantry_append_store_append(&arrows->wide, arrow);
  }
  unsigned n_times = bytes_of_times(bits), n_lanes = bytes_of_lanes(bits);
  gantry_packed_write(arrows->next, since | length << bits.since, n_times);
  gantry_packed_write(arrows->next + n_times,
                      kind | from << GANTRY_ARROW_KIND_BITS | to << (GANTRY_ARROW_KIND_BITS + bits.from_lane),
                      n_lanes);
  arrows->next += n_times + n_lanes;
}

void
gantry_packed_arrows_append (GantryPackedArrows *arrows, const GantryArrow *arrow)
{
  /* Relaxed: stored by this thread alone. */
  size_t count = atomic_load_explicit(&arrows->count, memory_order_relaxed);
  if (count % GANTRY_ARROWS_BLOCK == 0)
    begin_block(arrows, arrow->to_time, count == 0);
  write_record(arrows, arrow);
  note_start(arrows, count, arrow->from_time);
  /* Release: what the arrow stands on, and its record, come before the count that covers it. */
  atomic_store_explicit(&arrows->count, count + 1, memory_order_release);
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
  if (gantry_packed_arrows_is_borrowed(arrows))
    return gantry_append_store_count(&arrows->wide);
  /* Acquire: pairs with append. */
  return atomic_load_explicit(&arrows->count, memory_order_acquire);
}

GantryArrow
gantry_packed_arrows_get (const GantryPackedArrows *arrows, size_t index)
{
  if (gantry_packed_arrows_is_borrowed(arrows))
    return *(const GantryArrow *)gantry_append_store_at(&arrows->wide, index);
  const GantryArrowsHead *head = gantry_append_store_at(&arrows->heads, index / GANTRY_ARROWS_BLOCK);
  GantryArrowBits bits = head->bits;
  unsigned n_times = bytes_of_times(bits), n_lanes = bytes_of_lanes(bits);
  const uint8_t *record =
      gantry_packed_rows_at(&arrows->rows, head->at) + index % GANTRY_ARROWS_BLOCK * (n_times + n_lanes);
  uint64_t times = gantry_packed_read(record, n_times), lanes = gantry_packed_read(record + n_times, n_lanes);
  uint64_t since = times & gantry_packed_mask(bits.since),
           kind = lanes & gantry_packed_mask(GANTRY_ARROW_KIND_BITS);
  if (kind == GANTRY_ARROW_IS_WIDE)
    return *(const GantryArrow *)gantry_append_store_at(&arrows->wide, head->first_wide + since);
  int64_t arrives = head->time + (int64_t)since;
  lanes >>= GANTRY_ARROW_KIND_BITS;
  return (GantryArrow){
      .kind = (GantryArrowKind)kind,
      .from_lane = (uint32_t)(lanes & gantry_packed_mask(bits.from_lane)),
      .to_lane = (uint32_t)(lanes >> bits.from_lane & gantry_packed_mask(bits.to_lane)),
      .from_time = arrives - (int64_t)(times >> bits.since & gantry_packed_mask(bits.length)),
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
