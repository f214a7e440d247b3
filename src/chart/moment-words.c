/* Sentences about a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chart/moment-words.h"

#include "chart/moment-private.h"
#include "timeline/loop-turns.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>

#define GRAIN_NS 100000
/* A statement that was interrupted more often than this is not followed to its end. */
#define MOST_PIECES 1000
/* That are looked at for each sentence. */
#define MOST_LANES 100000u

bool
gantry_moment_find (const GantryLane *lane, int64_t moment, GantryInterval *interval)
{
  size_t index;
  if (gantry_lane_get_ended(lane) == GANTRY_NO_TIME)
    moment = MIN(moment, gantry_lane_get_known_until(lane) - 1);
  if (!gantry_lane_find(lane, moment, &index))
    return false;
  gantry_lane_get_interval(lane, index, interval);
  return true;
}

bool
gantry_moment_has_few_lanes (const GantryMoment *moment)
{
  return gantry_timeline_get_n_lanes(moment->timeline) <= MOST_LANES;
}

bool
gantry_moment_is_in (const GantryMoment *moment, const GantryLane *lane, GantryState state)
{
  GantryInterval interval;
  return gantry_moment_find(lane, moment->moment, &interval) && interval.state == state;
}

/* In traces of other programs the lines are no scenario's. */
static bool
has_line (const GantryMoment *moment)
{
  return moment->interval.line > 0 && gantry_timeline_get_facts(moment->timeline)->source_lines != NULL;
}

/* `with` has places for a name and a line, `without` for the name alone. */
static char *
say_at_line (const GantryMoment *moment, const char *with, const char *without)
{
  return has_line(moment) ? g_strdup_printf(with, moment->name, moment->interval.line)
                          : g_strdup_printf(without, moment->name);
}

/* The time that is left of `sentence`, which is freed; 0: it is not known. */
static char *
say_rest (char *sentence, int64_t rest)
{
  if (rest <= 0)
    return sentence;
  g_autofree char *whole = sentence, *words = gantry_format_duration(rest);
  return g_strdup_printf(_("%s, %s to go"), whole, words);
}

/* Of an interval that goes on nobody knows how long it will. */
static int64_t
rest_of_interval (const GantryMoment *moment)
{
  return moment->interval.open ? 0 : moment->interval.end - moment->moment;
}

/* It was interrupted, or goes on after that: one that runs on at once does so for another statement. */
static bool
is_part (const GantryMoment *moment, GantryState before, const GantryInterval *interval)
{
  bool goes_on = interval->state == GANTRY_STATE_RUNNING && before != GANTRY_STATE_RUNNING;
  return interval->line == moment->interval.line &&
         (goes_on || interval->state == GANTRY_STATE_READY || interval->state == GANTRY_STATE_WAIT_GIL);
}

/* Time on a core until the statement is done; 0: nobody knows. */
static int64_t
rest_of_statement (const GantryMoment *moment)
{
  GantryInterval interval = moment->interval;
  GantryState before = GANTRY_STATE_READY;
  int64_t sum = -(moment->moment - interval.start);
  size_t index, n_intervals = gantry_lane_get_n_intervals(moment->lane);
  if (!gantry_lane_find(moment->lane, interval.start, &index))
    return 0;
  for (int i = 0; i < MOST_PIECES && index < n_intervals; i++, index++) {
    gantry_lane_get_interval(moment->lane, index, &interval);
    if (!is_part(moment, before, &interval))
      return sum;
    if (interval.open)
      return 0;
    sum += interval.state == GANTRY_STATE_RUNNING ? interval.end - interval.start : 0;
    before = interval.state;
  }
  return index == n_intervals ? sum : 0;
}

static char *
say_running (const GantryMoment *moment)
{
  const char *label = gantry_timeline_get_line_label(moment->timeline, moment->interval.line);
  bool computes = label && g_str_has_prefix(label, "compute");
  if (gantry_lane_get_kind(moment->lane) == GANTRY_LANE_LOOP && gantry_moment_has_few_lanes(moment)) {
    const char *task = gantry_moment_task_on(moment, moment->lane, GANTRY_STATE_RUNNING);
    return task ? g_strdup_printf(_("%s runs %s"), moment->name, task)
                : g_strdup_printf(_("%s looks who can go on"), moment->name);
  }
  if (computes && has_line(moment))
    return say_rest(g_strdup_printf(_("%s computes (line %u)"), moment->name, moment->interval.line),
                    rest_of_statement(moment));
  if (label && *label && has_line(moment))
    return g_strdup_printf(_("%s does “%s” (line %u)"), moment->name, label, moment->interval.line);
  if (label && *label)
    return g_strdup_printf(_("%s does “%s”"), moment->name, label);
  if (!gantry_timeline_tells_on_cpu(moment->timeline))
    return g_strdup_printf(_("%s is at work"), moment->name);
  return say_at_line(moment, _("%s is running (line %u)"), _("%s is running"));
}

static char *
say_sleeping (const GantryMoment *moment)
{
  GantryLaneKind kind = gantry_lane_get_kind(moment->lane);
  if (kind == GANTRY_LANE_LOOP)
    return g_strdup_printf(_("%s is idle: none of its tasks can go on"), moment->name);
  if (kind == GANTRY_LANE_SERVER)
    return g_strdup_printf(_("%s is idle"), moment->name);
  char *sentence = gantry_timeline_tells_on_cpu(moment->timeline)
                       ? say_at_line(moment, _("%s sleeps (line %u)"), _("%s sleeps"))
                       : g_strdup_printf(_("%s is not at work"), moment->name);
  return say_rest(sentence, rest_of_interval(moment));
}

/* In a call, or in a file, that keeps the thread: on an event loop, everyone's. */
static char *
say_blocked (const GantryMoment *moment)
{
  bool in_file = moment->interval.state == GANTRY_STATE_IO_FILE;
  if (gantry_lane_get_kind(moment->lane) == GANTRY_LANE_LOOP) {
    const char *task = gantry_moment_task_on(moment, moment->lane, moment->interval.state);
    return say_rest(task ? g_strdup_printf(_("the event loop is blocked by %s"), task)
                         : g_strdup_printf(_("%s is blocked"), moment->name),
                    rest_of_interval(moment));
  }
  const GantryLane *loop = gantry_loop_of(moment->timeline, moment->lane);
  bool holds = loop && gantry_moment_is_in(moment, loop, moment->interval.state);
  char *sentence =
      in_file && holds ? say_at_line(moment, _("%s is in a file (line %u) and blocks the event loop"),
                                     _("%s is in a file and blocks the event loop"))
      : in_file
          ? say_at_line(moment, _("%s reads or writes a file (line %u)"), _("%s reads or writes a file"))
      : holds ? say_at_line(moment, _("%s is in a call (line %u) that blocks the event loop"),
                            _("%s is in a call that blocks the event loop"))
              : say_at_line(moment, _("%s is in a blocking call (line %u)"), _("%s is in a blocking call"));
  return say_rest(sentence, rest_of_interval(moment));
}

static char *
say_state (const GantryMoment *moment)
{
  switch (moment->interval.state) {
  case GANTRY_STATE_CREATED:
    return g_strdup_printf(_("%s is created, but not started yet"), moment->name);
  case GANTRY_STATE_RUNNING:
    return say_running(moment);
  case GANTRY_STATE_READY:
    return gantry_moment_ready(moment);
  case GANTRY_STATE_SLEEPING:
    return say_sleeping(moment);
  case GANTRY_STATE_BLOCKED:
  case GANTRY_STATE_IO_FILE:
    return say_blocked(moment);
  case GANTRY_STATE_IO_NETWORK:
    return say_at_line(moment, _("%s waits for the network (line %u)"), _("%s waits for the network"));
  default:
    return gantry_moment_wait(moment);
  }
}

/* Before its life, or after it, or where its file says no more of it. */
static char *
say_absence (const GantryMoment *moment)
{
  static const char *const ends[GANTRY_N_OUTCOMES] = {
      [GANTRY_OUTCOME_NONE] = N_("%s ended at %s"),
      [GANTRY_OUTCOME_OK] = N_("%s ended at %s"),
      [GANTRY_OUTCOME_FAILED] = N_("%s failed at %s"),
      [GANTRY_OUTCOME_CANCELLED] = N_("%s was cancelled at %s"),
      [GANTRY_OUTCOME_KILLED] = N_("%s was killed at %s"),
      [GANTRY_OUTCOME_DAEMON_KILLED] = N_("%s, a daemon, ended with the program at %s"),
  };
  int64_t ended = gantry_lane_get_ended(moment->lane);
  bool is_lost = gantry_lane_is_incomplete(moment->lane) &&
                 moment->moment >= gantry_lane_get_created(moment->lane) && moment->moment < ended;
  if (is_lost)
    return g_strdup_printf(_("what %s did was lost"), moment->name);
  if (ended == GANTRY_NO_TIME || moment->moment < ended)
    return g_strdup_printf(_("%s does not exist yet"), moment->name);
  g_autofree char *when = gantry_format_moment(ended, GRAIN_NS);
  return g_strdup_printf(_(ends[gantry_lane_get_outcome(moment->lane)]), moment->name, when);
}

char *
gantry_moment_sentence (const GantryTimeline *timeline, uint32_t lane_id, int64_t time,
                        GantryVocabulary vocabulary)
{
  GantryMoment moment = {.timeline = timeline, .moment = time};
  moment.lane = gantry_timeline_find_lane(timeline, lane_id);
  if (!moment.lane)
    return g_strdup("");
  moment.name = gantry_lane_get_name(moment.lane);
  if (!gantry_moment_find(moment.lane, time, &moment.interval))
    return say_absence(&moment);
  g_autofree char *sentence = say_state(&moment);
  /* Who runs and who sleeps the textbook and the kernel know by the processor. */
  const char *term =
      gantry_timeline_tells_on_cpu(timeline) ? gantry_state_term(moment.interval.state, vocabulary) : NULL;
  return term ? g_strdup_printf(_("%s (%s)"), sentence, term) : g_steal_pointer(&sentence);
}

/* Each keeps its place where all have one. */
static guint
take_all (const GantryTimeline *timeline, uint32_t n_lanes, uint32_t *ids)
{
  for (uint32_t i = 0; i < n_lanes; i++)
    ids[i] = gantry_lane_get_id(gantry_timeline_get_lane(timeline, i));
  return n_lanes;
}

/* Those that live and are not `but`, sorted by how much their states tell: who runs, who is ready, who waits
 * for whom. Of each kind no more than are told of in all. Returns how many live. */
static guint
sort_living (const GantryTimeline *timeline, int64_t moment, const GantryLane *but, guint most,
             GArray *const *kinds)
{
  guint n_alive = 0;
  for (uint32_t i = 0; i < gantry_timeline_get_n_lanes(timeline); i++) {
    const GantryLane *lane = gantry_timeline_get_lane(timeline, i);
    GantryInterval interval;
    if (lane == but || !gantry_moment_find(lane, moment, &interval))
      continue;
    GArray *kind = kinds[gantry_state_legend(interval.state)];
    uint32_t id = gantry_lane_get_id(lane);
    if (kind->len < most)
      g_array_append_val(kind, id);
    n_alive++;
  }
  return n_alive;
}

guint
gantry_moment_lanes (const GantryTimeline *timeline, int64_t moment, uint32_t selected, guint most,
                     uint32_t *ids, guint *n_more)
{
  const GantryLane *first = gantry_timeline_find_lane(timeline, selected);
  uint32_t n_lanes = gantry_timeline_get_n_lanes(timeline);
  GArray *kinds[GANTRY_N_LEGEND];
  GantryInterval interval;
  guint n_told = 0;
  *n_more = 0;
  if (n_lanes <= most)
    return take_all(timeline, n_lanes, ids);
  if (first && most > 0 && gantry_moment_find(first, moment, &interval))
    ids[n_told++] = selected;
  else
    first = NULL;
  for (int i = 0; i < GANTRY_N_LEGEND; i++)
    kinds[i] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  guint n_alive = n_told + sort_living(timeline, moment, first, most, kinds);
  for (int i = 0; i < GANTRY_N_LEGEND; i++) {
    for (guint k = 0; k < kinds[i]->len && n_told < most; k++)
      ids[n_told++] = g_array_index(kinds[i], uint32_t, k);
    g_array_unref(kinds[i]);
  }
  *n_more = n_alive - n_told;
  return n_told;
}
