/* A heap of sources, each in the order of time by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "format/chronicle.h"

/* One lane's intervals, one list of the timeline, … and how far it has been told. */
typedef struct {
  GantryHappening head; /* the next one */
  const GantryLane *lane;
  uint32_t *order; /* owned; NULL: as it lies */
  size_t told;
  size_t count;
} Source;

struct GantryChronicle {
  const GantryTimeline *timeline;
  GArray *sources; /* Source; the heap's root is the one whose head comes next */
};

static const GantryLane *
find_lane (const GantryChronicle *chronicle, uint32_t id)
{
  return gantry_timeline_find_lane(chronicle->timeline, id);
}

static bool
note_is_empty (const GantrySpan *note)
{
  return note->to <= note->from;
}

/* Where an arrow begins or ends; FALSE: nowhere. */
static bool
find_arrow_end (const GantryChronicle *chronicle, size_t index, bool at_start, const GantryLane **lane,
                int64_t *time)
{
  GantryArrow arrow = gantry_timeline_get_arrow(chronicle->timeline, index);
  *lane = find_lane(chronicle, at_start ? arrow.from_lane : arrow.to_lane);
  if (*lane == NULL || gantry_lane_get_n_intervals(*lane) == 0)
    return false;
  *time = MIN(at_start ? arrow.from_time : arrow.to_time, gantry_lane_get_known_until(*lane));
  return true;
}

static void
head_from_lane (Source *source)
{
  GantryInterval interval;
  bool is_over = source->head.index == gantry_lane_get_n_intervals(source->lane);
  gantry_lane_get_interval(source->lane, source->head.index - is_over, &interval);
  source->head.kind = is_over ? GANTRY_HAPPENING_LANE_END : GANTRY_HAPPENING_INTERVAL;
  source->head.time = is_over ? interval.end : interval.start;
}

static void
head_from_mark (const GantryChronicle *chronicle, GantryHappening *head)
{
  const GantryMark *mark = gantry_timeline_get_mark(chronicle->timeline, head->index);
  head->time = mark->time;
  head->lane = find_lane(chronicle, mark->lane);
}

static void
head_from_note (const GantryChronicle *chronicle, GantryHappening *head)
{
  const GantrySpan *note = gantry_timeline_get_span(chronicle->timeline, head->index);
  head->time = head->kind == GANTRY_HAPPENING_NOTE_BEGIN ? note->from : note->to;
  head->lane = find_lane(chronicle, note->lane);
}

/* Looks at what the source tells next. */
static void
read_head (const GantryChronicle *chronicle, Source *source)
{
  GantryHappening *head = &source->head;
  head->index = source->order != NULL ? source->order[source->told] : source->told;
  switch (head->kind) {
  case GANTRY_HAPPENING_LANE_END:
  case GANTRY_HAPPENING_INTERVAL:
    head_from_lane(source);
    break;
  case GANTRY_HAPPENING_LOSS:
    head->time = gantry_lane_get_loss(source->lane, head->index)->from;
    break;
  case GANTRY_HAPPENING_COUNTER:
    head->time = gantry_timeline_get_step(chronicle->timeline, (GantryCounter)head->place, head->index).time;
    break;
  case GANTRY_HAPPENING_STEP:
    head->time =
        gantry_thing_get_step(gantry_timeline_get_thing(chronicle->timeline, head->place), head->index).time;
    break;
  case GANTRY_HAPPENING_MARK:
    head_from_mark(chronicle, head);
    break;
  case GANTRY_HAPPENING_ARROW_START:
  case GANTRY_HAPPENING_ARROW_END:
    find_arrow_end(chronicle, head->index, head->kind == GANTRY_HAPPENING_ARROW_START, &head->lane,
                   &head->time);
    break;
  case GANTRY_HAPPENING_NOTE_BEGIN:
  case GANTRY_HAPPENING_NOTE_END:
  case GANTRY_HAPPENING_EMPTY_NOTE_END:
    head_from_note(chronicle, head);
    break;
  }
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static bool
is_before (const Source *a, const Source *b)
{
  int order = COMPARE(a->head.time, b->head.time);
  if (order == 0)
    order = COMPARE((int)a->head.kind, (int)b->head.kind);
  if (order == 0)
    order = COMPARE(a->head.place, b->head.place);
  return order < 0;
}

static void
sink (GantryChronicle *chronicle, guint place)
{
  Source *heap = (Source *)(gpointer)chronicle->sources->data;
  for (guint child = 2 * place + 1; child < chronicle->sources->len; child = 2 * place + 1) {
    if (child + 1 < chronicle->sources->len && is_before(&heap[child + 1], &heap[child]))
      child++;
    if (!is_before(&heap[child], &heap[place]))
      return;
    Source moved = heap[place];
    heap[place] = heap[child];
    heap[child] = moved;
    place = child;
  }
}

/* Takes `order`. */
static void
add_source (GantryChronicle *chronicle, GantryHappeningKind kind, const GantryLane *lane, uint32_t place,
            uint32_t *order, size_t count)
{
  if (count == 0) {
    g_free(order);
    return;
  }
  Source source = {
      .head = {.kind = kind, .lane = lane, .place = place},
      .lane = lane,
      .order = order,
      .count = count,
  };
  read_head(chronicle, &source);
  g_array_append_val(chronicle->sources, source);
}

static void
add_lane (GantryChronicle *chronicle, const GantryLane *lane, uint32_t place)
{
  size_t n_intervals = gantry_lane_get_n_intervals(lane);
  if (n_intervals > 0)
    add_source(chronicle, GANTRY_HAPPENING_INTERVAL, lane, place, NULL, n_intervals + 1);
  /* What was lost of a processor is of those lanes that it was lost of, too; other formats have no word for
   * it. */
  if (gantry_lane_get_kind(lane) != GANTRY_LANE_CORE)
    add_source(chronicle, GANTRY_HAPPENING_LOSS, lane, place, NULL, gantry_lane_get_n_losses(lane));
}

static int
compare_note_begins (gconstpointer a, gconstpointer b, gpointer data)
{
  const GantryTimeline *timeline = data;
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  int64_t left_from = gantry_timeline_get_span(timeline, left)->from;
  int64_t right_from = gantry_timeline_get_span(timeline, right)->from;
  /* They are listed as they end, the inner ones first. */
  return left_from != right_from ? COMPARE(left_from, right_from) : COMPARE(right, left);
}

static void
add_notes (GantryChronicle *chronicle, GantryHappeningKind kind)
{
  const GantryTimeline *timeline = chronicle->timeline;
  size_t n_notes = gantry_timeline_get_n_spans(timeline), count = 0;
  uint32_t *order = g_new(uint32_t, n_notes + 1);
  for (size_t i = 0; i < n_notes; i++) {
    const GantrySpan *note = gantry_timeline_get_span(timeline, i);
    bool is_here = kind == GANTRY_HAPPENING_NOTE_BEGIN ||
                   note_is_empty(note) == (kind == GANTRY_HAPPENING_EMPTY_NOTE_END);
    if (is_here && find_lane(chronicle, note->lane) != NULL)
      order[count++] = (uint32_t)i;
  }
  if (kind == GANTRY_HAPPENING_NOTE_BEGIN)
    g_qsort_with_data(order, (gint)count, sizeof *order, compare_note_begins, (gpointer)timeline);
  add_source(chronicle, kind, NULL, 0, order, count);
}

typedef struct {
  const GantryChronicle *chronicle;
  bool at_start;
} ArrowSort;

static int
compare_arrows (gconstpointer a, gconstpointer b, gpointer data)
{
  const ArrowSort *sort = data;
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  const GantryLane *lane;
  int64_t left_time = 0, right_time = 0;
  find_arrow_end(sort->chronicle, left, sort->at_start, &lane, &left_time);
  find_arrow_end(sort->chronicle, right, sort->at_start, &lane, &right_time);
  return left_time != right_time ? COMPARE(left_time, right_time) : COMPARE(left, right);
}

static void
add_arrows (GantryChronicle *chronicle, GantryHappeningKind kind)
{
  ArrowSort sort = {chronicle, kind == GANTRY_HAPPENING_ARROW_START};
  size_t n_arrows = gantry_timeline_get_n_arrows(chronicle->timeline), count = 0;
  uint32_t *order = g_new(uint32_t, n_arrows + 1);
  for (size_t i = 0; i < n_arrows; i++) {
    const GantryLane *lane;
    int64_t time;
    if (find_arrow_end(chronicle, i, true, &lane, &time) && find_arrow_end(chronicle, i, false, &lane, &time))
      order[count++] = (uint32_t)i;
  }
  g_qsort_with_data(order, (gint)count, sizeof *order, compare_arrows, &sort);
  add_source(chronicle, kind, NULL, 0, order, count);
}

static void
add_all (GantryChronicle *chronicle)
{
  const GantryTimeline *timeline = chronicle->timeline;
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline);
  for (uint32_t i = 0; i < n_lanes; i++)
    add_lane(chronicle, gantry_timeline_get_lane(timeline, i), i);
  for (uint32_t i = 0; i < gantry_timeline_get_n_cores(timeline); i++)
    add_lane(chronicle, gantry_timeline_get_core(timeline, i), n_lanes + i);
  for (uint32_t i = 0; i < GANTRY_N_COUNTERS; i++)
    add_source(chronicle, GANTRY_HAPPENING_COUNTER, NULL, i, NULL,
               gantry_timeline_get_n_steps(timeline, (GantryCounter)i));
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(timeline); i++)
    add_source(chronicle, GANTRY_HAPPENING_STEP, NULL, i, NULL,
               gantry_thing_get_n_steps(gantry_timeline_get_thing(timeline, i)));
  add_source(chronicle, GANTRY_HAPPENING_MARK, NULL, 0, NULL, gantry_timeline_get_n_marks(timeline));
  add_notes(chronicle, GANTRY_HAPPENING_NOTE_BEGIN);
  add_notes(chronicle, GANTRY_HAPPENING_NOTE_END);
  add_notes(chronicle, GANTRY_HAPPENING_EMPTY_NOTE_END);
  add_arrows(chronicle, GANTRY_HAPPENING_ARROW_START);
  add_arrows(chronicle, GANTRY_HAPPENING_ARROW_END);
}

static void
clear_source (gpointer data)
{
  g_free(((Source *)data)->order);
}

GantryChronicle *
gantry_chronicle_new (const GantryTimeline *timeline)
{
  GantryChronicle *chronicle = g_new(GantryChronicle, 1);
  *chronicle = (GantryChronicle){timeline, g_array_new(FALSE, FALSE, sizeof(Source))};
  g_array_set_clear_func(chronicle->sources, clear_source);
  add_all(chronicle);
  for (guint place = chronicle->sources->len / 2; place-- > 0;)
    sink(chronicle, place);
  return chronicle;
}

void
gantry_chronicle_free (GantryChronicle *chronicle)
{
  g_array_unref(chronicle->sources);
  g_free(chronicle);
}

bool
gantry_chronicle_next (GantryChronicle *chronicle, GantryHappening *happening)
{
  if (chronicle->sources->len == 0)
    return false;
  Source *first = &g_array_index(chronicle->sources, Source, 0);
  *happening = first->head;
  first->told++;
  if (first->told < first->count)
    read_head(chronicle, first);
  else
    g_array_remove_index_fast(chronicle->sources, 0);
  sink(chronicle, 0);
  return true;
}
