/* Marks by lane, spans by blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cache-marks.h"

#define BLOCK 64 /* spans */

typedef struct {
  GantryMarkList all, broken; /* without arrays while there is none */
} LaneMarks;

typedef struct {
  int64_t earliest; /* begin of any */
  double longest;   /* ns */
} Block;

struct GantryMarkIndex {
  GArray *by_lane; /* LaneMarks by lane id */
  GArray *blocks;  /* Block */
  size_t marks_seen, spans_seen;
};

static void
clear_list (GantryMarkList *list)
{
  g_clear_pointer(&list->places, g_array_unref);
  g_clear_pointer(&list->gaps, g_array_unref);
}

static void
clear_lane (gpointer data)
{
  LaneMarks *marks = data;
  clear_list(&marks->all);
  clear_list(&marks->broken);
}

GantryMarkIndex *
gantry_mark_index_new (void)
{
  GantryMarkIndex *index = g_new0(GantryMarkIndex, 1);
  index->by_lane = g_array_new(FALSE, TRUE, sizeof(LaneMarks));
  g_array_set_clear_func(index->by_lane, clear_lane);
  index->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
  return index;
}

void
gantry_mark_index_free (GantryMarkIndex *index)
{
  g_array_unref(index->by_lane);
  g_array_unref(index->blocks);
  g_free(index);
}

void
gantry_mark_index_clear (GantryMarkIndex *index)
{
  g_array_set_size(index->by_lane, 0);
  g_array_set_size(index->blocks, 0);
  index->marks_seen = index->spans_seen = 0;
}

/* Of the last block, which the next mark follows. */
static int64_t
longest_gap (const GantryMarkList *list, int64_t next)
{
  const GantryMarkPlace *block =
      &g_array_index(list->places, GantryMarkPlace, list->places->len - GANTRY_MARKS_BLOCK);
  int64_t longest = 0;
  for (int i = 0; i < GANTRY_MARKS_BLOCK; i++) {
    int64_t until = i + 1 < GANTRY_MARKS_BLOCK ? block[i + 1].time : next;
    if (block[i].kind != GANTRY_MARK_PRINT)
      return INT64_MAX;
    longest = MAX(longest, until - block[i].time);
  }
  return longest;
}

static void
add (GantryMarkList *list, const GantryMark *mark)
{
  GantryMarkPlace place = {mark->time, mark->kind};
  if (list->places == NULL) {
    list->places = g_array_new(FALSE, FALSE, sizeof place);
    list->gaps = g_array_new(FALSE, FALSE, sizeof(int64_t));
  }
  if (list->places->len > 0 && list->places->len % GANTRY_MARKS_BLOCK == 0) {
    int64_t gap = longest_gap(list, mark->time);
    g_array_append_val(list->gaps, gap);
  }
  g_array_append_val(list->places, place);
}

static void
take_mark (GantryMarkIndex *index, const GantryMark *mark)
{
  if (mark->lane >= index->by_lane->len)
    g_array_set_size(index->by_lane, mark->lane + 1);
  LaneMarks *marks = &g_array_index(index->by_lane, LaneMarks, mark->lane);
  add(&marks->all, mark);
  if (mark->kind == GANTRY_MARK_EXPECT_BROKEN)
    add(&marks->broken, mark);
}

static void
take_span (GantryMarkIndex *index, const GantrySpan *span, size_t number)
{
  Block block = {span->from, (double)span->to - (double)span->from};
  if (number % BLOCK == 0) {
    g_array_append_val(index->blocks, block);
    return;
  }
  Block *last = &g_array_index(index->blocks, Block, index->blocks->len - 1);
  last->earliest = MIN(last->earliest, block.earliest);
  last->longest = MAX(last->longest, block.longest);
}

void
gantry_mark_index_follow (GantryMarkIndex *index, const GantryTimeline *timeline)
{
  size_t n_marks = gantry_timeline_get_n_marks(timeline);
  size_t n_spans = gantry_timeline_get_n_spans(timeline), n_lanes = gantry_timeline_get_n_lanes(timeline);
  for (; n_lanes > 0 && index->marks_seen < n_marks; index->marks_seen++) {
    const GantryMark *mark = gantry_timeline_get_mark(timeline, index->marks_seen);
    if (gantry_timeline_find_lane(timeline, mark->lane) != NULL)
      take_mark(index, mark);
  }
  for (; index->spans_seen < n_spans; index->spans_seen++)
    take_span(index, gantry_timeline_get_span(timeline, index->spans_seen), index->spans_seen);
}

const GantryMarkList *
gantry_mark_index_get (const GantryMarkIndex *index, uint32_t lane_id, bool broken)
{
  if (lane_id >= index->by_lane->len)
    return NULL;
  const LaneMarks *marks = &g_array_index(index->by_lane, LaneMarks, lane_id);
  const GantryMarkList *list = broken ? &marks->broken : &marks->all;
  return list->places ? list : NULL;
}

size_t
gantry_mark_index_next_span (const GantryMarkIndex *index, size_t from, double length, int64_t until)
{
  size_t at = from;
  while (at < index->spans_seen) {
    const Block *block = &g_array_index(index->blocks, Block, at / BLOCK);
    if (block->earliest <= until && block->longest >= length)
      return at;
    at = (at / BLOCK + 1) * BLOCK;
  }
  /* Of those that came since nothing is known: a timeline grows while it is painted. */
  return MAX(from, index->spans_seen);
}
