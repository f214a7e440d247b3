/* Sorting before publishing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/held-back.h"

#include <string.h>

void
gantry_held_back_init (GantryHeldBack *held, GantryTimeline *timeline)
{
  *held = (GantryHeldBack){.timeline = timeline};
  for (int i = 0; i < GANTRY_N_COUNTERS; i++) {
    gantry_time_queue_init(&held->deltas[i], sizeof(GantryDelta), offsetof(GantryDelta, time));
    held->settled[i] = INT64_MIN;
  }
  gantry_time_queue_init(&held->events, sizeof(GantryThingEvent), offsetof(GantryThingEvent, time));
  gantry_time_queue_init(&held->arrows, sizeof(GantryArrow), offsetof(GantryArrow, to_time));
  gantry_time_queue_init(&held->marks, sizeof(GantryMark), offsetof(GantryMark, time));
  gantry_time_queue_init(&held->spans, sizeof(GantrySpan), offsetof(GantrySpan, to));
}

void
gantry_held_back_clear (GantryHeldBack *held)
{
  for (int i = 0; i < GANTRY_N_COUNTERS; i++)
    gantry_time_queue_clear(&held->deltas[i]);
  gantry_time_queue_clear(&held->events);
  gantry_time_queue_clear(&held->arrows);
  gantry_time_queue_clear(&held->marks);
  gantry_time_queue_clear(&held->spans);
}

void
gantry_held_back_delta (GantryHeldBack *held, GantryCounter counter, int64_t time, int delta)
{
  *(GantryDelta *)gantry_time_queue_add(&held->deltas[counter], time) = (GantryDelta){time, delta};
}

void
gantry_held_back_event (GantryHeldBack *held, const GantryThingEvent *event)
{
  *(GantryThingEvent *)gantry_time_queue_add(&held->events, event->time) = *event;
}

void
gantry_held_back_arrow (GantryHeldBack *held, const GantryArrow *arrow)
{
  *(GantryArrow *)gantry_time_queue_add(&held->arrows, arrow->to_time) = *arrow;
}

void
gantry_held_back_mark (GantryHeldBack *held, const GantryMark *mark)
{
  *(GantryMark *)gantry_time_queue_add(&held->marks, mark->time) = *mark;
}

void
gantry_held_back_span (GantryHeldBack *held, const GantrySpan *span)
{
  *(GantrySpan *)gantry_time_queue_add(&held->spans, span->to) = *span;
}

static void
release_deltas (GantryHeldBack *held, GantryCounter counter, int64_t until)
{
  GantryTimeQueue *queue = &held->deltas[counter];
  GantrySeries *series = &held->timeline->counters[counter];
  size_t n_due = gantry_time_queue_sort(queue, until);
  int64_t count = held->counts[counter];
  for (size_t i = 0; i < n_due; i++) {
    const GantryDelta *delta = gantry_time_queue_at(queue, i);
    count += delta->delta;
    /* All that happens at one moment makes one step: where one leaves as another comes there is no maximum.
     */
    if (i + 1 == n_due || delta[1].time > delta->time)
      gantry_series_append(series, delta->time, count);
  }
  held->counts[counter] = count;
  gantry_time_queue_drop(queue, n_due);
  held->settled[counter] = MAX(held->settled[counter], until);
}

static void
release_events (GantryHeldBack *held, int64_t until)
{
  size_t n_due = gantry_time_queue_sort(&held->events, until);
  for (size_t i = 0; i < n_due; i++) {
    const GantryThingEvent *event = gantry_time_queue_at(&held->events, i);
    gantry_thing_apply(gantry_timeline_get_own_thing(held->timeline, event->thing), event);
  }
  gantry_time_queue_drop(&held->events, n_due);
}

static int64_t
time_of (gconstpointer item, size_t time_offset)
{
  int64_t time;
  memcpy(&time, (const char *)item + time_offset, sizeof time);
  return time;
}

/* An arrow from a lane whose creation was lost, and of which nothing else is known, leads nowhere. A late one
 * arrives with the one before it. */
static void
release_arrows (GantryHeldBack *held, int64_t until)
{
  const GantryTimeline *timeline = held->timeline;
  size_t n_due = gantry_time_queue_sort(&held->arrows, until);
  for (size_t i = 0; i < n_due; i++) {
    GantryArrow arrow = *(const GantryArrow *)gantry_time_queue_at(&held->arrows, i);
    size_t count = gantry_timeline_get_n_arrows(timeline);
    if (count > 0)
      arrow.to_time = MAX(arrow.to_time, gantry_timeline_get_arrow(timeline, count - 1).to_time);
    if (gantry_timeline_find_lane(timeline, arrow.from_lane) &&
        gantry_timeline_find_lane(timeline, arrow.to_lane))
      gantry_packed_arrows_append(&held->timeline->arrows, &arrow);
  }
  gantry_time_queue_drop(&held->arrows, n_due);
}

/* Appends what is due; a late one takes the time of the one before it. */
static void
release_records (GantryTimeQueue *queue, GantryAppendStore *store, int64_t until)
{
  size_t n_due = gantry_time_queue_sort(queue, until);
  for (size_t i = 0; i < n_due; i++) {
    char *record = gantry_append_store_reserve(store);
    size_t count = gantry_append_store_count(store);
    memcpy(record, gantry_time_queue_at(queue, i), store->element_size);
    if (count > 0) {
      int64_t last = time_of(gantry_append_store_at(store, count - 1), queue->time_offset);
      int64_t time = MAX(time_of(record, queue->time_offset), last);
      memcpy(record + queue->time_offset, &time, sizeof time);
    }
    gantry_append_store_publish(store);
  }
  gantry_time_queue_drop(queue, n_due);
}

void
gantry_held_back_release (GantryHeldBack *held, int64_t until, int64_t on_cpu_until)
{
  release_deltas(held, GANTRY_COUNTER_IN_FLIGHT, until);
  release_deltas(held, GANTRY_COUNTER_ON_CPU, on_cpu_until);
  release_events(held, until);
  release_arrows(held, until);
  release_records(&held->marks, &held->timeline->marks, until);
  release_records(&held->spans, &held->timeline->spans, until);
}
