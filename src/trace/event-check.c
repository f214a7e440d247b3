/* Ranges of an event's fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "trace/event-check.h"

#include "trace/collector.h"

#include <string.h>

/* A clock read on one processor may be ahead of one read later on another, but never by so much. */
#define AHEAD_NS 10000000
#define TEXT_BYTES 16u

void
gantry_event_check_init (GantryEventCheck *check, GantryClockKind clock)
{
  *check = (GantryEventCheck){.clock = clock};
  if (clock == GANTRY_CLOCK_VIRTUAL)
    check->latest_ticks = GANTRY_TRACE_MOST_NS;
}

static bool
detail_is_sane (const GantryEvent *event)
{
  switch (event->kind) {
  case GANTRY_EVENT_LANE_CREATED:
    return event->detail < GANTRY_N_LANE_KINDS && event->detail != GANTRY_LANE_CORE;
  case GANTRY_EVENT_LANE_ENDED:
    return event->detail > GANTRY_OUTCOME_NONE && event->detail < GANTRY_N_OUTCOMES;
  case GANTRY_EVENT_STATE:
    return gantry_detail_state(event->detail) < GANTRY_N_STATES;
  case GANTRY_EVENT_RUN_ENDED:
    return event->detail > GANTRY_RUN_UNFINISHED && event->detail < GANTRY_RUN_STOPPED;
  default:
    return true;
  }
}

/* Nothing has happened yet that is still to come; where the clock is virtual, it has an end. */
static bool
ticks_are_sane (GantryEventCheck *check, uint64_t ticks)
{
  if (ticks > check->latest_ticks && check->clock != GANTRY_CLOCK_VIRTUAL)
    check->latest_ticks =
        gantry_clock_read(check->clock) + (uint64_t)(AHEAD_NS / gantry_clock_tick_ns(check->clock));
  return ticks <= check->latest_ticks;
}

/* What took time was over by now, too. */
static bool
length_is_sane (GantryEventCheck *check, const GantryEvent *event)
{
  if (event->kind != GANTRY_EVENT_GAP)
    return true;
  return event->first <= INT64_MAX && ticks_are_sane(check, event->time + event->first);
}

bool
gantry_event_check (GantryEventCheck *check, const GantryEvent *event, uint32_t n_lanes)
{
  if (event->kind == GANTRY_EVENT_NONE || event->kind == GANTRY_EVENT_TEXT ||
      event->kind >= GANTRY_N_EVENT_KINDS)
    return false;
  bool lane_is_sane = event->lane < MIN(n_lanes, GANTRY_MOST_LANES);
  if (event->kind == GANTRY_EVENT_RUN_ENDED)
    lane_is_sane = true;
  return lane_is_sane && detail_is_sane(event) && ticks_are_sane(check, event->time) &&
         length_is_sane(check, event);
}

bool
gantry_event_has_text (uint16_t kind)
{
  return kind == GANTRY_EVENT_LANE_CREATED || kind == GANTRY_EVENT_LANE_ENDED || kind == GANTRY_EVENT_PRINT ||
         kind == GANTRY_EVENT_NOTE_BEGIN || kind == GANTRY_EVENT_EXPECT || kind == GANTRY_EVENT_RUN_ENDED;
}

int64_t
gantry_event_gather_text (const GantryRingView *view, uint64_t at, uint64_t readable, uint32_t length,
                          char *text)
{
  uint64_t pieces = (length + TEXT_BYTES - 1) / TEXT_BYTES;
  if (length > GANTRY_TEXT_MAX || at + 1 + pieces > readable)
    return -1;
  for (uint64_t i = 0; i < pieces; i++) {
    GantryEvent piece = gantry_ring_read(view, at + 1 + i);
    if (piece.kind != GANTRY_EVENT_TEXT)
      return -1;
    uint64_t words[2] = {piece.first, piece.second};
    size_t offset = i * TEXT_BYTES;
    memcpy(text + offset, words, MIN(TEXT_BYTES, length - offset));
  }
  text[length] = '\0';
  const char *bad;
  for (char *rest = text; !g_utf8_validate(rest, -1, &bad); rest = text + (bad - text))
    text[bad - text] = '?';
  return (int64_t)pieces;
}
