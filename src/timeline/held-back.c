/* Sorting before publishing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/held-back.h"

#include <string.h>

static void
queue_init (GantryHeldQueue *queue, guint item_size, gsize time_offset)
{
  queue->items = g_array_new(FALSE, FALSE, item_size);
  queue->time_offset = time_offset;
  queue->earliest = INT64_MAX;
}

void
gantry_held_back_init (GantryHeldBack *held, GantryTimeline *timeline)
{
  *held = (GantryHeldBack){.timeline = timeline};
  for (int i = 0; i < GANTRY_N_COUNTERS; i++) {
    queue_init(&held->deltas[i], sizeof(GantryDelta), offsetof(GantryDelta, time));
    held->settled[i] = INT64_MIN;
  }
  queue_init(&held->events, sizeof(GantryThingEvent), offsetof(GantryThingEvent, time));
  queue_init(&held->arrows, sizeof(GantryArrow), offsetof(GantryArrow, to_time));
  queue_init(&held->marks, sizeof(GantryMark), offsetof(GantryMark, time));
  queue_init(&held->spans, sizeof(GantrySpan), offsetof(GantrySpan, to));
}

void
gantry_held_back_clear (GantryHeldBack *held)
{
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    g_array_unref(held->deltas[i].items);
  g_array_unref(held->events.items);
  g_array_unref(held->arrows.items);
  g_array_unref(held->marks.items);
  g_array_unref(held->spans.items);
}

static int64_t
time_of (gconstpointer item, gsize time_offset)
{
  int64_t time;
  memcpy(&time, (const char *)item + time_offset, sizeof time);
  return time;
}

static gconstpointer
item_at (const GantryHeldQueue *queue, guint index)
{
  return queue->items->data + (gsize)index * g_array_get_element_size(queue->items);
}

static void
queue_add (GantryHeldQueue *queue, gconstpointer item)
{
  g_array_append_vals(queue->items, item, 1);
  queue->earliest = MIN(queue->earliest, time_of(item, queue->time_offset));
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer time_offset)
{
  int64_t left = time_of(a, GPOINTER_TO_SIZE(time_offset));
  int64_t right = time_of(b, GPOINTER_TO_SIZE(time_offset));
  return (left > right) - (left < right);
}

/* Sorts the items, those of one moment in the order they came in, and tells how many lie before `until`. */
static guint
queue_sort (GantryHeldQueue *queue, int64_t until)
{
  guint n_due = 0;
  if (queue->earliest >= until)
    return 0;
  g_array_sort_with_data(queue->items, compare_times, GSIZE_TO_POINTER(queue->time_offset));
  while (n_due < queue->items->len && time_of(item_at(queue, n_due), queue->time_offset) < until)
    n_due++;
  return n_due;
}

static void
queue_remove (GantryHeldQueue *queue, guint n_due)
{
  if (n_due == 0)
    return;
  g_array_remove_range(queue->items, 0, n_due);
  queue->earliest = queue->items->len > 0 ? time_of(item_at(queue, 0), queue->time_offset) : INT64_MAX;
}

void
gantry_held_back_delta (GantryHeldBack *held, GantryCounter counter, int64_t time, int delta)
{
  GantryDelta item = {time, delta};
  queue_add(&held->deltas[counter], &item);
}

void
gantry_held_back_event (GantryHeldBack *held, const GantryThingEvent *event)
{
  queue_add(&held->events, event);
}

void
gantry_held_back_arrow (GantryHeldBack *held, const GantryArrow *arrow)
{
  queue_add(&held->arrows, arrow);
}

void
gantry_held_back_mark (GantryHeldBack *held, const GantryMark *mark)
{
  queue_add(&held->marks, mark);
}

void
gantry_held_back_span (GantryHeldBack *held, const GantrySpan *span)
{
  queue_add(&held->spans, span);
}

static void
release_deltas (GantryHeldBack *held, GantryCounter counter, int64_t until)
{
  GantryHeldQueue *queue = &held->deltas[counter];
  guint n_due = queue_sort(queue, until), i = 0;
  /* All that happens at one moment makes one step: where one leaves as another comes there is no maximum. */
  while (i < n_due) {
    int64_t time = time_of(item_at(queue, i), queue->time_offset);
    for (; i < n_due && time_of(item_at(queue, i), queue->time_offset) == time; i++)
      held->counts[counter] += ((const GantryDelta *)item_at(queue, i))->delta;
    gantry_series_append(&held->timeline->counters[counter], time, held->counts[counter]);
  }
  queue_remove(queue, n_due);
  held->settled[counter] = MAX(held->settled[counter], until);
}

static void
release_events (GantryHeldBack *held, int64_t until)
{
  guint n_due = queue_sort(&held->events, until);
  for (guint i = 0; i < n_due; i++) {
    const GantryThingEvent *event = item_at(&held->events, i);
    gantry_thing_apply(gantry_timeline_get_own_thing(held->timeline, event->thing), event);
  }
  queue_remove(&held->events, n_due);
}

/* An arrow from a lane whose creation was lost, and of which nothing else is known, leads nowhere. */
static bool
has_both_ends (const GantryTimeline *timeline, gconstpointer record)
{
  const GantryArrow *arrow = record;
  return gantry_timeline_find_lane(timeline, arrow->from_lane) &&
         gantry_timeline_find_lane(timeline, arrow->to_lane);
}

/* Appends what is due and `is_sound` (nullable); a late one takes the time of the one before it. */
static void
release_records (const GantryHeldBack *held, GantryHeldQueue *queue, GantryAppendStore *store, int64_t until,
                 bool (*is_sound)(const GantryTimeline *, gconstpointer))
{
  guint n_due = queue_sort(queue, until);
  for (guint i = 0; i < n_due; i++) {
    if (is_sound && !is_sound(held->timeline, item_at(queue, i)))
      continue;
    char *record = gantry_append_store_reserve(store);
    size_t count = gantry_append_store_count(store);
    memcpy(record, item_at(queue, i), store->element_size);
    if (count > 0) {
      int64_t last = time_of(gantry_append_store_at(store, count - 1), queue->time_offset);
      int64_t time = MAX(time_of(record, queue->time_offset), last);
      memcpy(record + queue->time_offset, &time, sizeof time);
    }
    gantry_append_store_publish(store);
  }
  queue_remove(queue, n_due);
}

void
gantry_held_back_release (GantryHeldBack *held, int64_t until, int64_t on_cpu_until)
{
  release_deltas(held, GANTRY_COUNTER_IN_FLIGHT, until);
  release_deltas(held, GANTRY_COUNTER_ON_CPU, on_cpu_until);
  release_events(held, until);
  release_records(held, &held->arrows, &held->timeline->arrows, until, has_both_ends);
  release_records(held, &held->marks, &held->timeline->marks, until, NULL);
  release_records(held, &held->spans, &held->timeline->spans, until, NULL);
}
