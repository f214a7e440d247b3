/* A chain of causes as one sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/cause-words.h"

#include "timeline/units.h"

#include <glib/gi18n-lib.h>

/* A longer story is read by nobody. */
#define MOST_LINKS 4
#define GRAIN_NS 100000

const char *
gantry_wait_name (const GantryTimeline *timeline, const GantryInterval *interval)
{
  if (interval->state == GANTRY_STATE_WAIT_JOIN) {
    const GantryLane *other = gantry_timeline_find_lane(timeline, interval->object);
    return other ? gantry_lane_get_name(other) : NULL;
  }
  const GantryThing *thing = interval->state >= GANTRY_STATE_WAIT_LOCK
                                 ? gantry_timeline_get_thing(timeline, interval->object)
                                 : NULL;
  return thing ? gantry_thing_get_name(thing) : NULL;
}

/* What another did so that a wait was over: its name, then the moment. Whoever is ready is so since then. */
static const char *
past_words (GantryArrowKind kind)
{
  switch (kind) {
  case GANTRY_ARROW_START:
    return _("since %s started it at %s");
  case GANTRY_ARROW_JOIN:
    return _("since %s ended at %s");
  case GANTRY_ARROW_RELEASE:
    return _("since %s let it go at %s");
  case GANTRY_ARROW_PUT:
    return _("since %s passed something on at %s");
  case GANTRY_ARROW_SET:
    break;
  }
  return _("since %s woke it at %s");
}

/* What another does to end a wait: its name, then the moment. */
static const char *
cause_words (GantryArrowKind kind)
{
  switch (kind) {
  case GANTRY_ARROW_START:
    return _("until %s starts it at %s");
  case GANTRY_ARROW_JOIN:
    return _("until %s ends at %s");
  case GANTRY_ARROW_RELEASE:
    return _("until %s lets it go at %s");
  case GANTRY_ARROW_PUT:
    return _("until %s passes something on at %s");
  case GANTRY_ARROW_SET:
    break;
  }
  return _("until %s wakes it at %s");
}

static void
add_link (GString *text, const GantryTimeline *timeline, const GantryCauseLink *link,
          GantryVocabulary vocabulary)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, link->lane);
  const GantryLane *other = gantry_timeline_find_lane(timeline, link->cause.from_lane);
  const char *name = gantry_wait_name(timeline, &link->interval);
  g_autofree char *moment = gantry_format_moment(link->cause.from_time, GRAIN_NS);
  const char *words = gantry_state_words_in(gantry_words_of(timeline), link->interval.state, vocabulary);
  g_string_append_printf(text, "%s%s ", text->len > 0 ? "; " : "", gantry_lane_get_name(lane));
  if (name)
    g_string_append_printf(text, _("%s “%s”"), words, name);
  else
    g_string_append(text, words);
  g_string_append_c(text, ' ');
  const char *cause = link->interval.state == GANTRY_STATE_READY ? past_words(link->cause.kind)
                                                                 : cause_words(link->cause.kind);
  g_string_append_printf(text, cause, gantry_lane_get_name(other), moment);
}

char *
gantry_causes_words (const GantryCauses *causes, const GantryTimeline *timeline, uint32_t lane_id,
                     int64_t time, GantryVocabulary vocabulary)
{
  g_autoptr(GArray) chain = gantry_causes_chain(causes, lane_id, time, MOST_LINKS);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < chain->len; i++) {
    const GantryCauseLink *link = &g_array_index(chain, GantryCauseLink, i);
    if (link->has_cause)
      add_link(text, timeline, link, vocabulary);
  }
  return g_string_free(text, FALSE);
}
