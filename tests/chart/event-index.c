/* The list of events: whole, in order, filtered, and in step with a run that goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/event-index.h"
#include "fixture.h"

#include <string.h>

static void
update (GantryEventIndex *index)
{
  size_t before = gantry_event_index_get_n(index), position, removed, added;
  GantryEventBatch *batch = gantry_event_index_prepare(index, NULL);
  if (batch == NULL)
    return;
  gantry_event_index_commit(index, batch, &position, &removed, &added);
  g_assert_cmpuint(position + removed, <=, before);
  g_assert_cmpuint(before - removed + added, ==, gantry_event_index_get_n(index));
}

static GantryEventIndex *
listed (GantryTimeline *timeline, const char *filter, GantryEventOrder order, bool descending)
{
  GantryEventIndex *index =
      gantry_event_index_new(timeline, filter, order, descending, GANTRY_VOCABULARY_PLAIN);
  g_assert_cmpuint(gantry_event_index_get_n(index), ==, 0);
  update(index);
  return index;
}

static size_t
count_all (const GantryTimeline *timeline)
{
  size_t count = gantry_timeline_get_n_arrows(timeline) + gantry_timeline_get_n_marks(timeline);
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++)
    count += gantry_lane_get_n_intervals(gantry_timeline_get_lane(timeline, i));
  return count;
}

static int64_t
key_of (const GantryListedEvent *event, GantryEventOrder order)
{
  return order == GANTRY_EVENTS_BY_TIME       ? event->time
         : order == GANTRY_EVENTS_BY_DURATION ? event->duration
                                              : event->line;
}

/* In order; within it in that of time, which descends with it. */
static void
assert_ordered (const GantryEventIndex *index, GantryEventOrder order, bool descending)
{
  GantryListedEvent last, event;
  for (size_t i = 0; i < gantry_event_index_get_n(index); i++, last = event) {
    gantry_event_index_get(index, i, &event);
    if (i == 0)
      continue;
    int64_t one = key_of(descending ? &event : &last, order),
            other = key_of(descending ? &last : &event, order);
    g_assert_cmpint(one, <=, other);
    if (one == other)
      g_assert_cmpint((descending ? &event : &last)->time, <=, (descending ? &last : &event)->time);
  }
}

static void
test_whole (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  static const GantryEventOrder orders[] = {GANTRY_EVENTS_BY_TIME, GANTRY_EVENTS_BY_DURATION,
                                            GANTRY_EVENTS_BY_LINE};
  for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
    for (int descending = 0; descending < 2; descending++) {
      g_autoptr(GantryEventIndex) index = listed(timeline, "", orders[i], descending);
      g_assert_cmpuint(gantry_event_index_get_n(index), ==, count_all(timeline));
      assert_ordered(index, orders[i], descending);
      g_assert_null(gantry_event_index_prepare(index, NULL));
    }
  }
}

static void
test_by_words (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GantryEventIndex) lanes = listed(timeline, "", GANTRY_EVENTS_BY_LANE, false);
  g_autoptr(GantryEventIndex) states = listed(timeline, "", GANTRY_EVENTS_BY_STATE, false);
  GantryListedEvent last, event;
  for (size_t i = 1; i < gantry_event_index_get_n(lanes); i++) {
    gantry_event_index_get(lanes, i - 1, &last);
    gantry_event_index_get(lanes, i, &event);
    const char *one = gantry_lane_get_name(gantry_timeline_find_lane(timeline, last.lane));
    const char *other = gantry_lane_get_name(gantry_timeline_find_lane(timeline, event.lane));
    g_assert_cmpint(g_utf8_collate(one, other), <=, 0);
    gantry_event_index_get(states, i - 1, &last);
    gantry_event_index_get(states, i, &event);
    g_assert_cmpint(last.kind, <=, event.kind); /* intervals, then arrows, then marks */
  }
}

/* Every interval is found where it stands. */
static void
test_find (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  for (int order = 0; order < GANTRY_N_EVENT_ORDERS; order++) {
    g_autoptr(GantryEventIndex) index = listed(timeline, "cook", (GantryEventOrder)order, order % 2 == 0);
    size_t n_found = 0;
    for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
      const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
      for (size_t j = 0, place; j < gantry_lane_get_n_intervals(lane); j++) {
        GantryListedEvent event;
        if (!gantry_event_index_find(index, gantry_lane_get_id(lane), j, &place))
          continue;
        gantry_event_index_get(index, place, &event);
        g_assert_cmpuint(event.lane, ==, gantry_lane_get_id(lane));
        g_assert_cmpuint(event.index, ==, j);
        n_found++;
      }
    }
    g_assert_cmpuint(n_found, >, 10);
    size_t place;
    g_assert_false(gantry_event_index_find(index, 4242, 0, &place));
  }
}

static void
test_filter (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_kitchen();
  g_autoptr(GantryEventIndex) waits = listed(timeline, "COOK waits kitchen", GANTRY_EVENTS_BY_TIME, false);
  GantryListedEvent event;
  g_assert_cmpuint(gantry_event_index_get_n(waits), >, 0);
  for (size_t i = 0; i < gantry_event_index_get_n(waits); i++) {
    gantry_event_index_get(waits, i, &event);
    g_autofree char *words = gantry_listed_event_words(timeline, &event, GANTRY_VOCABULARY_PLAIN);
    g_autofree char *what = gantry_listed_event_what(timeline, &event);
    g_assert_cmpstr(words, ==, "waits for the lock");
    g_assert_cmpstr(what, ==, "kitchen");
    g_assert_cmpint(event.duration, >, 0);
    g_assert_true(
        g_str_has_prefix(gantry_lane_get_name(gantry_timeline_find_lane(timeline, event.lane)), "cook"));
  }
  g_autoptr(GantryEventIndex) prints = listed(timeline, "prints served", GANTRY_EVENTS_BY_TIME, false);
  g_assert_cmpuint(gantry_event_index_get_n(prints), >, 0);
  gantry_event_index_get(prints, 0, &event);
  g_assert_cmpint(event.kind, ==, GANTRY_LISTED_MARK);
  g_assert_cmpint(event.duration, ==, GANTRY_NO_TIME);
  g_autoptr(GantryEventIndex) none = listed(timeline, "no such word", GANTRY_EVENTS_BY_DURATION, false);
  g_assert_cmpuint(gantry_event_index_get_n(none), ==, 0);
}

static void
test_empty (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_empty();
  g_autoptr(GantryEventIndex) index = listed(timeline, "", GANTRY_EVENTS_BY_LANE, true);
  g_assert_cmpuint(gantry_event_index_get_n(index), ==, 0);
}

/* What comes late, with a time before what is there already, still finds its place. */
static void
test_live (void)
{
  g_autoptr(GantryScript) script =
      gantry_script_new("0ms a created thread\n 0ms a started\n 0ms b created thread\n 0ms b started\n");
  GantryTimeline *timeline = gantry_script_get_timeline(script);
  g_autoptr(GantryEventIndex) grown = listed(timeline, "", GANTRY_EVENTS_BY_TIME, false);
  g_autoptr(GantryEventIndex) sorted = listed(timeline, "", GANTRY_EVENTS_BY_DURATION, true);
  g_autoptr(GantryEventIndex) filtered = listed(timeline, "sleeps", GANTRY_EVENTS_BY_TIME, true);
  for (int i = 1; i < 200; i++) {
    const char *state = i % 2 == 0 ? "sleeping" : "running";
    g_autofree char *line = i % 7 < 4
                                ? g_strdup_printf("%dms a %s\n", i, state)
                                : g_strdup_printf("%dms a %s\n %dms b %s\n 1ms pass\n", i, state, i, state);
    gantry_script_feed(script, line);
    if (i % 5 == 0) {
      update(grown);
      update(sorted);
      update(filtered);
      assert_ordered(grown, GANTRY_EVENTS_BY_TIME, false);
      assert_ordered(filtered, GANTRY_EVENTS_BY_TIME, true);
    }
  }
  gantry_script_feed(script, "300ms a ended ok\n 300ms b ended ok\n 300ms end ok\n 300ms finish\n");
  update(grown);
  update(sorted);
  assert_ordered(grown, GANTRY_EVENTS_BY_TIME, false);
  assert_ordered(sorted, GANTRY_EVENTS_BY_DURATION, true);
  g_assert_cmpuint(gantry_event_index_get_n(grown), ==, count_all(timeline));
  g_assert_cmpuint(gantry_event_index_get_n(sorted), ==, count_all(timeline));
}

static void
test_many (void)
{
  g_autoptr(GantryTimeline) timeline = gantry_fixture_many_lanes(1000, 300);
  g_autoptr(GantryEventIndex) index = listed(timeline, "", GANTRY_EVENTS_BY_TIME, false);
  g_assert_cmpuint(gantry_event_index_get_n(index), ==, count_all(timeline));
  assert_ordered(index, GANTRY_EVENTS_BY_TIME, false);
  g_autoptr(GCancellable) cancelled = g_cancellable_new();
  g_cancellable_cancel(cancelled);
  g_autoptr(GantryEventIndex) other =
      gantry_event_index_new(timeline, "", GANTRY_EVENTS_BY_LINE, false, GANTRY_VOCABULARY_PLAIN);
  g_assert_null(gantry_event_index_prepare(other, cancelled));
  g_assert_cmpuint(gantry_event_index_get_n(other), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/event-index/whole", test_whole);
  g_test_add_func("/event-index/by-words", test_by_words);
  g_test_add_func("/event-index/find", test_find);
  g_test_add_func("/event-index/filter", test_filter);
  g_test_add_func("/event-index/empty", test_empty);
  g_test_add_func("/event-index/live", test_live);
  g_test_add_func("/event-index/many", test_many);
  return g_test_run();
}
