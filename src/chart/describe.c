/* One line about what is under the pointer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/layout.h"
#include "chart/thing-words.h"
#include "chart/words.h"
#include "timeline/name-list.h"
#include "timeline/units.h"
#include "timeline/variable-locks.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define MOST_GUARDED 8 /* variables that are looked at for what guards them */

typedef struct {
  const GantryHit *hit;
  const GantryTimeline *timeline;
  GString *line;
} Sentence;

static void
say (Sentence *sentence, const char *part)
{
  gantry_words_add(sentence->line, part);
}

G_GNUC_PRINTF(2, 3)
static void
say_printf (Sentence *sentence, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *part = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  say(sentence, part);
}

static const char *
lane_name (const GantryTimeline *timeline, uint32_t id)
{
  const GantryLane *lane = gantry_timeline_find_lane(timeline, id);
  return lane != NULL ? gantry_lane_get_name(lane) : NULL;
}

/* A moment fine enough for the zoom. */
static char *
moment (const Sentence *sentence, int64_t time)
{
  return gantry_format_moment(time, sentence->hit->resolution);
}

static void
say_range (Sentence *sentence, int64_t from, int64_t to)
{
  int64_t tenth = MAX((to - from) / 10, 1);
  g_autofree char *range = gantry_format_range(from, to, MIN(sentence->hit->resolution, tenth));
  g_autofree char *duration = gantry_format_duration(to - from);
  say(sentence, range);
  say(sentence, duration);
}

/* "running", "waits for the lock “kitchen”", "waits for the end of waiter". */
static void
say_state (Sentence *sentence, const GantryInterval *interval)
{
  GantryVocabulary vocabulary = sentence->hit->vocabulary;
  const char *words = gantry_state_words_in(gantry_words_of(sentence->timeline), interval->state, vocabulary);
  const char *name = NULL;
  if (interval->state == GANTRY_STATE_WAIT_JOIN) {
    name = interval->object != GANTRY_NO_OBJECT ? lane_name(sentence->timeline, interval->object) : NULL;
    if (name == NULL)
      words = gantry_join_words(vocabulary);
  } else if (gantry_state_is_wait(interval->state) && interval->object != GANTRY_NO_OBJECT) {
    const GantryThing *thing = gantry_timeline_get_thing(sentence->timeline, interval->object);
    name = thing != NULL ? gantry_thing_get_name(thing) : NULL;
  }
  if (name != NULL)
    /* Translators: what a task waits for, by kind and name: waits for the lock “kitchen” */
    say_printf(sentence, _("%s “%s”"), words, name);
  else
    say(sentence, words);
}

/* Who stands in the way of the one that waits. */
static void
say_holder (Sentence *sentence, const GantryInterval *interval)
{
  if (!gantry_state_is_wait(interval->state) || interval->state == GANTRY_STATE_WAIT_JOIN)
    return;
  const GantryThing *thing = gantry_timeline_get_thing(sentence->timeline, interval->object);
  int64_t holder;
  if (thing == NULL || !gantry_thing_names_holder(gantry_thing_get_kind(thing)) ||
      !gantry_thing_value_at(thing, sentence->hit->time, &holder, NULL) || holder < 0)
    return;
  const char *name = lane_name(sentence->timeline, (uint32_t)holder);
  if (name != NULL)
    say_printf(sentence, _("held by %s"), name);
}

/* In traces of other programs the lines are no scenario's. */
static void
say_line (Sentence *sentence, uint32_t line)
{
  if (line > 0 && gantry_timeline_get_facts(sentence->timeline)->source_lines != NULL)
    say_printf(sentence, _("line %u"), line);
}

static void
say_mark (Sentence *sentence)
{
  const GantryMark *mark = sentence->hit->mark;
  switch (mark->kind) {
  case GANTRY_MARK_PRINT:
    say_printf(sentence, _("prints “%s”"), mark->text);
    break;
  case GANTRY_MARK_EXPECT_HELD:
    say_printf(sentence, _("expected and true: “%s”"), mark->text);
    break;
  case GANTRY_MARK_EXPECT_BROKEN:
    say_printf(sentence, _("expected, but not true: “%s”"), mark->text);
    break;
  }
  g_autofree char *time = moment(sentence, mark->time);
  say(sentence, time);
  say_line(sentence, mark->line);
}

static void
say_loss (Sentence *sentence)
{
  const GantryLoss *loss = sentence->hit->loss;
  if (loss->count == 0)
    say(sentence, _("what happened here was lost"));
  else
    say_printf(sentence,
               g_dngettext(GETTEXT_PACKAGE, "%" PRIu64 " event was lost here",
                           "%" PRIu64 " events were lost here", (gulong)loss->count),
               loss->count);
  say_range(sentence, loss->from, loss->to);
}

/* How it ended, where and why. */
static void
say_end (Sentence *sentence, const GantryLane *lane)
{
  int64_t ended = gantry_lane_get_ended(lane);
  if (ended == GANTRY_NO_TIME)
    return;
  g_autofree char *time = moment(sentence, ended);
  say_printf(sentence, _("%s at %s"),
             gantry_outcome_words(gantry_lane_get_outcome(lane), sentence->hit->vocabulary), time);
  const char *reason = gantry_lane_get_reason(lane);
  if (reason != NULL)
    say(sentence, reason);
}

static const char *
lane_kind_words (GantryLaneKind kind)
{
  switch (kind) {
  case GANTRY_LANE_THREAD:
    return _("thread");
  case GANTRY_LANE_PROCESS:
    return _("process");
  case GANTRY_LANE_TASK:
    return _("task");
  case GANTRY_LANE_LOOP:
    return _("event loop");
  case GANTRY_LANE_SERVER:
    return _("server");
  case GANTRY_LANE_CORE:
  case GANTRY_N_LANE_KINDS:
    break;
  }
  return "";
}

static void
say_lane (Sentence *sentence, const GantryLane *lane)
{
  say(sentence, lane_kind_words(gantry_lane_get_kind(lane)));
  if (gantry_lane_is_daemon(lane))
    say(sentence, _("daemon"));
  if (gantry_lane_get_pid(lane) != 0)
    say_printf(sentence, _("process %u"), gantry_lane_get_pid(lane));
  const char *parent = lane_name(sentence->timeline, gantry_lane_get_parent(lane));
  if (parent != NULL)
    say_printf(sentence, _("started by %s"), parent);
  say_end(sentence, lane);
}

static void
say_outside_life (Sentence *sentence, const GantryLane *lane)
{
  if (sentence->hit->time < gantry_lane_get_created(lane)) {
    g_autofree char *time = moment(sentence, gantry_lane_get_created(lane));
    say_printf(sentence, _("created at %s"), time);
  } else {
    say_end(sentence, lane);
  }
}

static void
describe_lane (Sentence *sentence)
{
  const GantryHit *hit = sentence->hit;
  const GantryLane *lane = gantry_timeline_find_lane(sentence->timeline, hit->lane);
  if (lane == NULL)
    return;
  say(sentence, gantry_lane_get_name(lane));
  if (!hit->in_plot)
    say_lane(sentence, lane);
  else if (hit->loss != NULL)
    say_loss(sentence);
  else if (hit->mark != NULL)
    say_mark(sentence);
  else if (!hit->has_interval)
    say_outside_life(sentence, lane);
  if (!hit->in_plot || hit->loss != NULL || hit->mark != NULL || !hit->has_interval)
    return;
  const GantryInterval *interval = &hit->interval;
  say_state(sentence, interval);
  const char *label = gantry_timeline_get_line_label(sentence->timeline, interval->line);
  if (label != NULL && !gantry_state_is_wait(interval->state))
    say(sentence, label);
  say_range(sentence, interval->start, interval->end);
  say_holder(sentence, interval);
  if (interval->state == GANTRY_STATE_RUNNING && interval->object > 0 && interval->object != GANTRY_NO_OBJECT)
    say_printf(sentence, _("on core %u"), interval->object - 1);
  say_line(sentence, interval->line);
}

/* "12 lanes · Running: 3 · Sleeps: 9 · 84.0 ms". */
static void
describe_group (Sentence *sentence)
{
  const GantryHit *hit = sentence->hit;
  say_printf(sentence, g_dngettext(GETTEXT_PACKAGE, "%u lane", "%u lanes", hit->n_lanes), hit->n_lanes);
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    if (hit->in_legend[i] > 0)
      say_printf(
          sentence, _("%s: %u"),
          gantry_legend_label_in(gantry_words_of(sentence->timeline), (GantryLegend)i, hit->vocabulary),
          hit->in_legend[i]);
  g_autofree char *time = moment(sentence, hit->time);
  if (hit->in_plot)
    say(sentence, time);
}

/* Told only where it can be done. */
static void
describe_heading (Sentence *sentence)
{
  const GantryRow *row = sentence->hit->row;
  if (row->group == GANTRY_GROUP_PINNED)
    return;
  say_printf(sentence, _("%s: click to fold or unfold"), row->text);
}

static void
describe_core (Sentence *sentence)
{
  const GantryHit *hit = sentence->hit;
  say_printf(sentence, _("core %u"),
             gantry_lane_get_id(gantry_timeline_get_core(sentence->timeline, hit->row->index)));
  if (hit->loss != NULL)
    say_loss(sentence);
  if (!hit->has_interval || hit->loss != NULL)
    return;
  const char *name = lane_name(sentence->timeline, hit->lane);
  say(sentence, name != NULL ? name : _("idle"));
  say_range(sentence, hit->interval.start, hit->interval.end);
}

static void
say_value (Sentence *sentence, const GantryThing *thing)
{
  GantryThingKind kind = gantry_thing_get_kind(thing);
  int64_t value, capacity = gantry_thing_get_capacity(thing);
  g_autofree char *time = moment(sentence, sentence->hit->time);
  if (!gantry_thing_value_at(thing, sentence->hit->time, &value, NULL))
    return;
  const char *name =
      gantry_thing_names_holder(kind) && value >= 0 ? lane_name(sentence->timeline, (uint32_t)value) : NULL;
  if (name != NULL)
    say_printf(sentence, _("held by %s at %s"), name, time);
  else if (gantry_thing_names_holder(kind))
    say_printf(sentence, _("free at %s"), time);
  else if (kind == GANTRY_THING_EVENT)
    say_printf(sentence, value != 0 ? _("set at %s") : _("not set at %s"), time);
  else if (capacity > 0)
    say_printf(sentence, _("%" PRId64 " of %" PRId64 " at %s"), value, capacity, time);
  else
    say_printf(sentence, _("%" PRId64 " at %s"), value, time);
}

/* What tasks can hold. */
static bool
is_lock (const GantryThing *thing)
{
  GantryThingKind kind = gantry_thing_get_kind(thing);
  return gantry_thing_names_holder(kind) || kind == GANTRY_THING_RWLOCK || kind == GANTRY_THING_SEMAPHORE;
}

/* The variables that a lock guards, as far as they are few. */
static void
say_guarded (Sentence *sentence, const char *lock)
{
  const char *const *lines = gantry_timeline_get_facts(sentence->timeline)->source_lines;
  uint32_t n_variables = 0;
  GantryNameList list;
  gantry_name_list_init(&list, MOST_GUARDED);
  for (uint32_t i = 0; i < gantry_timeline_get_n_things(sentence->timeline) && n_variables < MOST_GUARDED;
       i++) {
    const GantryThing *thing = gantry_timeline_get_thing(sentence->timeline, i);
    if (!gantry_thing_is_variable(thing))
      continue;
    n_variables++;
    g_autofree char *guard = gantry_variable_guard(lines, gantry_thing_get_name(thing));
    if (g_strcmp0(guard, lock) == 0)
      gantry_name_list_add(&list, gantry_thing_get_name(thing));
  }
  g_autofree char *names = gantry_name_list_finish(&list);
  if (*names)
    say_printf(sentence, _("guards %s"), names);
}

/* What a lock is for, and what a variable is kept by: the scenario's text ties them together. */
static void
say_guard (Sentence *sentence, const GantryThing *thing)
{
  const char *const *lines = gantry_timeline_get_facts(sentence->timeline)->source_lines;
  if (is_lock(thing))
    say_guarded(sentence, gantry_thing_get_name(thing));
  if (!gantry_thing_is_variable(thing))
    return;
  g_autofree char *guard = gantry_variable_guard(lines, gantry_thing_get_name(thing));
  if (guard)
    say_printf(sentence, _("guarded by %s"), guard);
}

static void
describe_thing (Sentence *sentence)
{
  const GantryThing *thing = gantry_timeline_get_thing(sentence->timeline, sentence->hit->row->index);
  if (thing == NULL)
    return;
  say(sentence, gantry_thing_get_name(thing));
  say(sentence, gantry_thing_words(gantry_thing_get_kind(thing)));
  say_guard(sentence, thing);
  if (sentence->hit->in_plot)
    say_value(sentence, thing);
}

static int64_t
counter_at (const GantryTimeline *timeline, GantryCounter counter, int64_t time)
{
  size_t index;
  if (!gantry_timeline_find_step(timeline, counter, time, &index))
    return 0;
  return gantry_timeline_get_step(timeline, counter, index).value;
}

static void
describe_counters (Sentence *sentence)
{
  const GantryTimeline *timeline = sentence->timeline;
  int64_t time = sentence->hit->time;
  if (!sentence->hit->in_plot || time < 0 || time > gantry_timeline_get_now(timeline))
    return;
  if (sentence->hit->loss != NULL) {
    say_loss(sentence);
    return;
  }
  int64_t busy = counter_at(timeline, GANTRY_COUNTER_ON_CPU, time);
  int64_t in_flight = counter_at(timeline, GANTRY_COUNTER_IN_FLIGHT, time);
  int cores = gantry_timeline_get_facts(timeline)->cores;
  g_autofree char *moment_words = moment(sentence, time);
  g_autofree char *tasks = g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%" PRId64 " task in flight",
                                                       "%" PRId64 " tasks in flight", (gulong)in_flight),
                                           in_flight);
  if (cores > 0)
    say_printf(sentence, _("%" PRId64 " of %d cores busy, %s at %s"), busy, cores, tasks, moment_words);
  else
    say_printf(sentence, _("%" PRId64 " running, %s at %s"), busy, tasks, moment_words);
}

char *
gantry_hit_describe (const GantryHit *hit, const GantryTimeline *timeline)
{
  Sentence sentence = {.hit = hit, .timeline = timeline, .line = g_string_new(NULL)};
  switch (hit->row != NULL ? hit->row->kind : GANTRY_ROW_TITLE) {
  case GANTRY_ROW_LANE:
    describe_lane(&sentence);
    break;
  case GANTRY_ROW_GROUP:
    describe_group(&sentence);
    break;
  case GANTRY_ROW_HEADING:
    describe_heading(&sentence);
    break;
  case GANTRY_ROW_CORE:
    describe_core(&sentence);
    break;
  case GANTRY_ROW_THING:
    describe_thing(&sentence);
    break;
  case GANTRY_ROW_COUNTERS:
    describe_counters(&sentence);
    break;
  case GANTRY_ROW_LEGEND:
    if (hit->legend >= 0)
      say_printf(
          &sentence, _("%s: click to see it alone, Ctrl+click to dim or show it"),
          gantry_legend_label_in(gantry_words_of(timeline), (GantryLegend)hit->legend, hit->vocabulary));
    break;
  default:
    break;
  }
  return g_string_free(sentence.line, FALSE);
}
