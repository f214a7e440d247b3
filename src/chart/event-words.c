/* An event of the list, looked up and in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cause-words.h"
#include "chart/event-private.h"

#include <glib/gi18n-lib.h>

#define PLACES_MASK ((UINT64_C(1) << GANTRY_LISTED_PLACES) - 1)
#define LANES_MASK ((1u << GANTRY_LISTED_LANES) - 1)

static void
get_interval (const GantryTimeline *timeline, uint32_t lane_index, GantryListedEvent *event)
{
  const GantryLane *lane = gantry_timeline_get_lane(timeline, lane_index);
  GantryInterval interval;
  gantry_lane_get_interval(lane, event->index, &interval);
  event->lane = gantry_lane_get_id(lane);
  event->time = interval.start;
  event->duration = interval.end - interval.start;
  event->line = interval.line;
  event->state = interval.state;
  event->object = interval.object;
}

static void
get_arrow (const GantryTimeline *timeline, GantryListedEvent *event)
{
  GantryArrow arrow = gantry_timeline_get_arrow(timeline, event->index);
  event->lane = arrow.to_lane;
  event->from_lane = arrow.from_lane;
  event->arrow = arrow.kind;
  event->time = arrow.to_time;
  event->duration = arrow.to_time - arrow.from_time;
}

static void
get_mark (const GantryTimeline *timeline, GantryListedEvent *event)
{
  const GantryMark *mark = gantry_timeline_get_mark(timeline, event->index);
  event->lane = mark->lane;
  event->mark = mark->kind;
  event->time = mark->time;
  event->duration = GANTRY_NO_TIME;
  event->line = mark->line;
  event->text = mark->text;
}

void
gantry_listed_get (const GantryTimeline *timeline, GantryListed listed, GantryListedEvent *event)
{
  *event = (GantryListedEvent){
      .kind = (GantryListedKind)(listed >> (GANTRY_LISTED_LANES + GANTRY_LISTED_PLACES)),
      .index = (size_t)(listed & PLACES_MASK),
      .object = GANTRY_NO_OBJECT,
  };
  switch (event->kind) {
  case GANTRY_LISTED_INTERVAL:
    get_interval(timeline, (uint32_t)(listed >> GANTRY_LISTED_PLACES) & LANES_MASK, event);
    break;
  case GANTRY_LISTED_ARROW:
    get_arrow(timeline, event);
    break;
  case GANTRY_LISTED_MARK:
    get_mark(timeline, event);
    break;
  }
}

static const char *
arrow_words (GantryArrowKind kind)
{
  switch (kind) {
  case GANTRY_ARROW_START:
    return _("started by %s");
  case GANTRY_ARROW_JOIN:
    return _("sees the end of %s");
  case GANTRY_ARROW_RELEASE:
    return _("gets what %s let go");
  case GANTRY_ARROW_PUT:
    return _("gets what %s passed on");
  case GANTRY_ARROW_SET:
    break;
  }
  return _("told by %s");
}

static const char *
mark_words (GantryMarkKind kind)
{
  switch (kind) {
  case GANTRY_MARK_EXPECT_HELD:
    return _("expected and true");
  case GANTRY_MARK_EXPECT_BROKEN:
    return _("expected, but not true");
  case GANTRY_MARK_PRINT:
    break;
  }
  return _("prints");
}

char *
gantry_listed_event_words (const GantryTimeline *timeline, const GantryListedEvent *event,
                           GantryVocabulary vocabulary)
{
  if (event->kind == GANTRY_LISTED_INTERVAL)
    return g_strdup(gantry_state_words_in(gantry_words_of(timeline), event->state, vocabulary));
  if (event->kind == GANTRY_LISTED_MARK)
    return g_strdup(mark_words(event->mark));
  const GantryLane *from = gantry_timeline_find_lane(timeline, event->from_lane);
  return g_strdup_printf(arrow_words(event->arrow), from != NULL ? gantry_lane_get_name(from) : "");
}

char *
gantry_listed_event_what (const GantryTimeline *timeline, const GantryListedEvent *event)
{
  if (event->kind != GANTRY_LISTED_INTERVAL)
    return g_strdup(event->text != NULL ? event->text : "");
  const GantryInterval interval = {.state = event->state, .object = event->object};
  const char *name = gantry_wait_name(timeline, &interval);
  const char *label = gantry_timeline_get_line_label(timeline, event->line);
  return g_strdup(name != NULL ? name : label != NULL ? label : "");
}
