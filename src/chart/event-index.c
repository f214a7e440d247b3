/* The list of events: finding what is new, putting it in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/event-private.h"

#include <string.h>

#define LOOKED_AT_ONCE 65536 /* events, until it is asked whether to go on */

struct GantryEventIndex {
  GantryTimeline *timeline;
  char *filter;
  GantryEventOrder order;
  bool descending;
  GantryVocabulary vocabulary;
  GArray *by_time;   /* GantryListed, of those that the filter lets through */
  GArray *shown;     /* the same in another order; NULL: by time */
  GArray *intervals; /* size_t by lane index: how many were looked at */
  size_t n_arrows, n_marks;
};

/* What comes after `position` in the order of time. */
struct GantryEventBatch {
  size_t position;
  GArray *by_time;
  GArray *shown;
  GArray *intervals;
  size_t n_arrows, n_marks;
};

typedef struct {
  int64_t key;
  GantryListed listed;
} Keyed;

static int
compare_keys (gconstpointer left, gconstpointer right, gpointer data)
{
  const Keyed *one = left, *other = right;
  return one->key < other->key ? -1 : one->key > other->key;
}

/* Of one moment, by what they are, so that there is one order alone. */
static int
compare_times (gconstpointer left, gconstpointer right, gpointer data)
{
  const Keyed *one = left, *other = right;
  if (one->key != other->key)
    return one->key < other->key ? -1 : 1;
  return one->listed < other->listed ? -1 : one->listed > other->listed;
}

static void
sort (GArray *keyed, GCompareDataFunc compare)
{
  g_qsort_with_data(keyed->data, (int)keyed->len, sizeof(Keyed), compare, NULL);
}

GantryEventIndex *
gantry_event_index_new (GantryTimeline *timeline, const char *filter, GantryEventOrder order, bool descending,
                        GantryVocabulary vocabulary)
{
  GantryEventIndex *index = g_new0(GantryEventIndex, 1);
  index->timeline = gantry_timeline_ref(timeline);
  index->filter = g_strdup(filter != NULL ? filter : "");
  index->order = order;
  index->descending = descending;
  index->vocabulary = vocabulary;
  index->by_time = g_array_new(FALSE, FALSE, sizeof(GantryListed));
  index->intervals = g_array_new(FALSE, TRUE, sizeof(size_t));
  return index;
}

void
gantry_event_index_free (GantryEventIndex *index)
{
  if (index == NULL)
    return;
  gantry_timeline_unref(index->timeline);
  g_free(index->filter);
  g_array_unref(index->by_time);
  g_clear_pointer(&index->shown, g_array_unref);
  g_array_unref(index->intervals);
  g_free(index);
}

void
gantry_event_batch_free (GantryEventBatch *batch)
{
  if (batch == NULL)
    return;
  g_clear_pointer(&batch->by_time, g_array_unref);
  g_clear_pointer(&batch->shown, g_array_unref);
  g_clear_pointer(&batch->intervals, g_array_unref);
  g_free(batch);
}

/* What has come in, while it is being looked through. */
typedef struct {
  const GantryTimeline *timeline;
  const GantryEventFilter *filter;
  GCancellable *cancellable;
  GArray *keyed;
  size_t n_looked_at;
} Search;

static bool
look_at (Search *search, GantryListedKind kind, uint32_t lane_index, size_t place)
{
  GantryListed listed = gantry_listed_pack(kind, lane_index, place);
  GantryListedEvent event;
  gantry_listed_get(search->timeline, listed, &event);
  if (gantry_event_filter_passes(search->filter, &event, lane_index)) {
    Keyed keyed = {event.time, listed};
    g_array_append_val(search->keyed, keyed);
  }
  return ++search->n_looked_at % LOOKED_AT_ONCE != 0 || !g_cancellable_is_cancelled(search->cancellable);
}

/* FALSE: it was cancelled. */
static bool
look_through_lanes (Search *search, GArray *intervals)
{
  uint32_t n_lanes = MIN(gantry_timeline_get_n_lanes(search->timeline), 1u << GANTRY_LISTED_LANES);
  g_array_set_size(intervals, n_lanes);
  for (uint32_t i = 0; i < n_lanes; i++) {
    size_t *seen = &g_array_index(intervals, size_t, i);
    size_t count = gantry_lane_get_n_intervals(gantry_timeline_get_lane(search->timeline, i));
    for (; *seen < count; ++*seen)
      if (!look_at(search, GANTRY_LISTED_INTERVAL, i, *seen))
        return false;
  }
  return true;
}

static bool
look_through (Search *search, GantryEventBatch *batch)
{
  size_t n_arrows = gantry_timeline_get_n_arrows(search->timeline);
  size_t n_marks = gantry_timeline_get_n_marks(search->timeline);
  if (!look_through_lanes(search, batch->intervals))
    return false;
  for (; batch->n_arrows < n_arrows; batch->n_arrows++)
    if (!look_at(search, GANTRY_LISTED_ARROW, 0, batch->n_arrows))
      return false;
  for (; batch->n_marks < n_marks; batch->n_marks++)
    if (!look_at(search, GANTRY_LISTED_MARK, 0, batch->n_marks))
      return false;
  return true;
}

static Keyed
keyed_at (const GantryEventIndex *index, size_t place)
{
  GantryListedEvent event;
  GantryListed listed = g_array_index(index->by_time, GantryListed, place);
  gantry_listed_get(index->timeline, listed, &event);
  return (Keyed){event.time, listed};
}

/* Where the first that is new belongs among those that are there. */
static size_t
place_of (const GantryEventIndex *index, const Keyed *first)
{
  size_t low = 0, high = index->by_time->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    Keyed keyed = keyed_at(index, middle);
    if (compare_times(&keyed, first, NULL) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Lanes in the order of their names, states in that of their words: by index, their places. */
static int
compare_words (gconstpointer left, gconstpointer right, gpointer data)
{
  char **words = data;
  return g_utf8_collate(words[*(const uint32_t *)left], words[*(const uint32_t *)right]);
}

static uint32_t *
rank_words (char **words, uint32_t count)
{
  g_autofree uint32_t *order = g_new(uint32_t, MAX(count, 1));
  uint32_t *ranks = g_new0(uint32_t, MAX(count, 1));
  for (uint32_t i = 0; i < count; i++)
    order[i] = i;
  g_qsort_with_data(order, (int)count, sizeof *order, compare_words, words);
  for (uint32_t i = 0; i < count; i++)
    ranks[order[i]] = i;
  return ranks;
}

/* What another order than that of time goes by. */
typedef struct {
  const GantryTimeline *timeline;
  GantryEventOrder order;
  uint32_t *ranks;            /* of states */
  GHashTable *ranks_of_lanes; /* by id, + 1 */
} Order;

static void
rank_lanes (Order *order)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(order->timeline); i++)
    g_ptr_array_add(names, (gpointer)gantry_lane_get_name(gantry_timeline_get_lane(order->timeline, i)));
  g_autofree uint32_t *ranks = rank_words((char **)names->pdata, names->len);
  order->ranks_of_lanes = g_hash_table_new(NULL, NULL);
  for (uint32_t i = 0; i < names->len; i++) {
    uint32_t id = gantry_lane_get_id(gantry_timeline_get_lane(order->timeline, i));
    g_hash_table_insert(order->ranks_of_lanes, GUINT_TO_POINTER(id), GUINT_TO_POINTER(ranks[i] + 1));
  }
}

static void
order_init (Order *order, const GantryEventIndex *index)
{
  *order = (Order){.timeline = index->timeline, .order = index->order};
  char *words[GANTRY_N_STATES];
  for (int i = 0; i < GANTRY_N_STATES; i++)
    words[i] =
        (char *)gantry_state_words_in(gantry_words_of(index->timeline), (GantryState)i, index->vocabulary);
  if (index->order == GANTRY_EVENTS_BY_STATE)
    order->ranks = rank_words(words, GANTRY_N_STATES);
  else if (index->order == GANTRY_EVENTS_BY_LANE)
    rank_lanes(order);
}

static void
order_clear (Order *order)
{
  g_free(order->ranks);
  g_clear_pointer(&order->ranks_of_lanes, g_hash_table_unref);
}

static int64_t
key_of (const Order *order, const GantryListedEvent *event)
{
  switch (order->order) {
  case GANTRY_EVENTS_BY_LANE:
    return GPOINTER_TO_UINT(g_hash_table_lookup(order->ranks_of_lanes, GUINT_TO_POINTER(event->lane)));
  case GANTRY_EVENTS_BY_STATE: /* arrows and marks behind all states */
    return event->kind == GANTRY_LISTED_INTERVAL ? (int64_t)order->ranks[event->state]
           : event->kind == GANTRY_LISTED_ARROW  ? GANTRY_N_STATES + (int64_t)event->arrow
                                                 : 2 * GANTRY_N_STATES + (int64_t)event->mark;
  case GANTRY_EVENTS_BY_DURATION:
    return event->duration;
  case GANTRY_EVENTS_BY_LINE:
    return event->line;
  default:
    return event->time;
  }
}

static void
add_keyed (const Order *order, const GArray *listed, guint count, GArray *keyed)
{
  for (guint i = 0; i < count; i++) {
    GantryListedEvent event;
    gantry_listed_get(order->timeline, g_array_index(listed, GantryListed, i), &event);
    Keyed one = {key_of(order, &event), g_array_index(listed, GantryListed, i)};
    g_array_append_val(keyed, one);
  }
}

static GArray *
without_keys (const GArray *keyed)
{
  GArray *listed = g_array_sized_new(FALSE, FALSE, sizeof(GantryListed), keyed->len);
  for (guint i = 0; i < keyed->len; i++)
    g_array_append_val(listed, g_array_index(keyed, Keyed, i).listed);
  return listed;
}

/* All that there will be, in the order that is wished for; within it, in that of time. */
static GArray *
order_all (const GantryEventIndex *index, const GantryEventBatch *batch)
{
  guint count = (guint)batch->position + batch->by_time->len;
  g_autoptr(GArray) keyed = g_array_sized_new(FALSE, FALSE, sizeof(Keyed), count);
  Order order;
  order_init(&order, index);
  add_keyed(&order, index->by_time, (guint)batch->position, keyed);
  add_keyed(&order, batch->by_time, batch->by_time->len, keyed);
  order_clear(&order);
  sort(keyed, compare_keys);
  return without_keys(keyed);
}

GantryEventBatch *
gantry_event_index_prepare (GantryEventIndex *index, GCancellable *cancellable)
{
  g_autoptr(GArray) keyed = g_array_new(FALSE, FALSE, sizeof(Keyed));
  g_autoptr(GantryEventFilter) filter =
      gantry_event_filter_new(index->timeline, index->filter, index->vocabulary);
  Search search = {index->timeline, filter, cancellable, keyed, 0};
  GantryEventBatch *batch = g_new0(GantryEventBatch, 1);
  batch->intervals = g_array_copy(index->intervals);
  batch->n_arrows = index->n_arrows;
  batch->n_marks = index->n_marks;
  if (!look_through(&search, batch) || search.n_looked_at == 0) {
    gantry_event_batch_free(batch);
    return NULL;
  }
  batch->position = index->by_time->len;
  if (keyed->len == 0) {
    batch->by_time = without_keys(keyed);
    return batch;
  }
  sort(keyed, compare_times);
  batch->position = place_of(index, &g_array_index(keyed, Keyed, 0));
  /* Those that come after the first that is new find their places anew. */
  if (batch->position < index->by_time->len) {
    for (size_t i = batch->position; i < index->by_time->len; i++) {
      Keyed old = keyed_at(index, i);
      g_array_append_val(keyed, old);
    }
    sort(keyed, compare_times);
  }
  batch->by_time = without_keys(keyed);
  if (index->order != GANTRY_EVENTS_BY_TIME)
    batch->shown = order_all(index, batch);
  return batch;
}

void
gantry_event_index_commit (GantryEventIndex *index, GantryEventBatch *batch, size_t *position,
                           size_t *removed, size_t *added)
{
  size_t before = index->by_time->len;
  g_array_unref(index->intervals);
  index->intervals = g_steal_pointer(&batch->intervals);
  index->n_arrows = batch->n_arrows;
  index->n_marks = batch->n_marks;
  *position = *removed = *added = 0;
  if (batch->by_time->len == 0) {
    gantry_event_batch_free(batch);
    return;
  }
  *position = batch->shown != NULL || index->descending ? 0 : batch->position;
  if (batch->position == 0) {
    g_array_unref(index->by_time);
    index->by_time = g_steal_pointer(&batch->by_time);
  } else {
    g_array_set_size(index->by_time, (guint)batch->position);
    g_array_append_vals(index->by_time, batch->by_time->data, batch->by_time->len);
  }
  *removed = batch->shown != NULL ? before : before - batch->position;
  *added = batch->shown != NULL ? index->by_time->len : index->by_time->len - batch->position;
  g_clear_pointer(&index->shown, g_array_unref);
  index->shown = g_steal_pointer(&batch->shown);
  gantry_event_batch_free(batch);
}

static const GArray *
shown (const GantryEventIndex *index)
{
  return index->shown != NULL ? index->shown : index->by_time;
}

size_t
gantry_event_index_get_n (const GantryEventIndex *index)
{
  return index->by_time->len;
}

/* From the list's place to the array's, and back. */
static size_t
turned (const GantryEventIndex *index, size_t place)
{
  return index->descending ? index->by_time->len - 1 - place : place;
}

void
gantry_event_index_get (const GantryEventIndex *index, size_t place, GantryListedEvent *event)
{
  g_return_if_fail(place < index->by_time->len);
  gantry_listed_get(index->timeline, g_array_index(shown(index), GantryListed, turned(index, place)), event);
}

bool
gantry_event_index_find (const GantryEventIndex *index, uint32_t lane_id, size_t interval, size_t *place)
{
  const GArray *list = shown(index);
  uint32_t n_lanes = gantry_timeline_get_n_lanes(index->timeline), lane = 0;
  while (lane < n_lanes && gantry_lane_get_id(gantry_timeline_get_lane(index->timeline, lane)) != lane_id)
    lane++;
  GantryListed wanted = gantry_listed_pack(GANTRY_LISTED_INTERVAL, lane, interval);
  for (guint i = 0; i < list->len && lane < n_lanes; i++) {
    if (g_array_index(list, GantryListed, i) != wanted)
      continue;
    *place = turned(index, i);
    return true;
  }
  return false;
}
