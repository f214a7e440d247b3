/* Which events a filter's words let through. Each word is a bit; what is looked at again and again (lanes,
 * states, things, lines) is matched once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/event-private.h"

#include <string.h>

#define MOST_WORDS 16

struct GantryEventFilter {
  const GantryTimeline *timeline;
  GantryVocabulary vocabulary;
  char *words[MOST_WORDS]; /* without case */
  guint n_words;
  uint16_t *lanes; /* by index */
  uint32_t n_lanes;
  uint16_t *things;
  uint32_t n_things;
  uint16_t states[GANTRY_N_STATES];
  GHashTable *lines; /* a line's number to its bits + 1 */
};

/* Which of the words are in a text. */
static uint16_t
bits_of (const GantryEventFilter *filter, const char *text)
{
  uint16_t bits = 0;
  if (text == NULL || *text == '\0')
    return 0;
  g_autofree char *plain = g_utf8_casefold(text, -1);
  for (guint i = 0; i < filter->n_words; i++)
    if (strstr(plain, filter->words[i]) != NULL)
      bits |= (uint16_t)(1u << i);
  return bits;
}

static void
match_names (GantryEventFilter *filter)
{
  const GantryTimeline *timeline = filter->timeline;
  filter->n_lanes = gantry_timeline_get_n_lanes(timeline);
  filter->n_things = gantry_timeline_get_n_things(timeline);
  filter->lanes = g_new(uint16_t, MAX(filter->n_lanes, 1));
  filter->things = g_new(uint16_t, MAX(filter->n_things, 1));
  for (uint32_t i = 0; i < filter->n_lanes; i++)
    filter->lanes[i] = bits_of(filter, gantry_lane_get_name(gantry_timeline_get_lane(timeline, i)));
  for (uint32_t i = 0; i < filter->n_things; i++)
    filter->things[i] = bits_of(filter, gantry_thing_get_name(gantry_timeline_get_thing(timeline, i)));
  for (int i = 0; i < GANTRY_N_STATES; i++)
    filter->states[i] =
        bits_of(filter, gantry_state_words_in(gantry_words_of(timeline), (GantryState)i, filter->vocabulary));
}

GantryEventFilter *
gantry_event_filter_new (const GantryTimeline *timeline, const char *words, GantryVocabulary vocabulary)
{
  g_autofree char *plain = g_utf8_casefold(words != NULL ? words : "", -1);
  g_auto(GStrv) parts = g_strsplit_set(plain, " \t", -1);
  GantryEventFilter *filter = g_new0(GantryEventFilter, 1);
  filter->timeline = timeline;
  filter->vocabulary = vocabulary;
  for (guint i = 0; parts[i] != NULL && filter->n_words < MOST_WORDS; i++)
    if (*parts[i] != '\0')
      filter->words[filter->n_words++] = g_strdup(parts[i]);
  if (filter->n_words == 0) {
    g_free(filter);
    return NULL;
  }
  filter->lines = g_hash_table_new(NULL, NULL);
  match_names(filter);
  return filter;
}

void
gantry_event_filter_free (GantryEventFilter *filter)
{
  if (filter == NULL)
    return;
  for (guint i = 0; i < filter->n_words; i++)
    g_free(filter->words[i]);
  g_free(filter->lanes);
  g_free(filter->things);
  g_hash_table_unref(filter->lines);
  g_free(filter);
}

static uint16_t
bits_of_line (const GantryEventFilter *filter, uint32_t line)
{
  const char *label = line > 0 ? gantry_timeline_get_line_label(filter->timeline, line) : NULL;
  gpointer known;
  if (label == NULL)
    return 0;
  if (g_hash_table_lookup_extended(filter->lines, GUINT_TO_POINTER(line), NULL, &known))
    return (uint16_t)GPOINTER_TO_UINT(known);
  uint16_t bits = bits_of(filter, label);
  g_hash_table_insert(filter->lines, GUINT_TO_POINTER(line), GUINT_TO_POINTER((guint)bits));
  return bits;
}

static uint16_t
bits_of_interval (const GantryEventFilter *filter, const GantryListedEvent *event)
{
  uint16_t bits = filter->states[event->state];
  if (event->state == GANTRY_STATE_WAIT_JOIN) {
    g_autofree char *what = gantry_listed_event_what(filter->timeline, event);
    return bits | bits_of(filter, what);
  }
  if (gantry_state_is_wait(event->state) && event->object < filter->n_things)
    return bits | filter->things[event->object];
  return bits | bits_of_line(filter, event->line);
}

bool
gantry_event_filter_passes (const GantryEventFilter *filter, const GantryListedEvent *event,
                            uint32_t lane_index)
{
  if (filter == NULL)
    return true;
  uint16_t bits = 0, all = (uint16_t)((1u << filter->n_words) - 1);
  if (event->kind == GANTRY_LISTED_INTERVAL) {
    bits = lane_index < filter->n_lanes ? filter->lanes[lane_index] : 0;
    bits |= bits == all ? 0 : bits_of_interval(filter, event);
  } else {
    const GantryLane *lane = gantry_timeline_find_lane(filter->timeline, event->lane);
    g_autofree char *words = gantry_listed_event_words(filter->timeline, event, filter->vocabulary);
    bits = bits_of(filter, lane != NULL ? gantry_lane_get_name(lane) : NULL) | bits_of(filter, words) |
           bits_of(filter, event->text);
  }
  return bits == all;
}
