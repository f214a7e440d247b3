/* How a run differs from what was predicted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/prediction.h"
#include "timeline/units.h"

#include <glib/gi18n-lib.h>

/* Of each kind of sentence at most so many: who is told of everything learns nothing. */
#define MOST_OF_A_KIND 3
/* Less than this part of the whole is no difference: nobody draws as finely. */
#define TRIFLE 20
/* Intervals of a lane that are looked at for what ran at once; a longer one was not drawn by hand. */
#define MOST_INTERVALS 200000

typedef struct {
  const GantryPrediction *prediction;
  const GantryTimeline *timeline;
  const GantryLane *lanes[GANTRY_MOST_PREDICTED_LANES]; /* NULL: the run has none */
  GArray *predicted[GANTRY_MOST_PREDICTED_LANES];       /* Range: running */
  GArray *real[GANTRY_MOST_PREDICTED_LANES];
  uint32_t n;
  int64_t end; /* of the run or the drawing, whichever is later */
  GPtrArray *sentences;
} Comparison;

typedef struct {
  int64_t from, to;
} Range;

static void G_GNUC_PRINTF(2, 3) say(Comparison *comparison, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(comparison->sentences, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

static const char *
name_of (const Comparison *comparison, uint32_t lane)
{
  return gantry_prediction_get_name(comparison->prediction, lane);
}

static int64_t
total (const GArray *ranges)
{
  int64_t sum = 0;
  for (guint i = 0; i < ranges->len; i++)
    sum += g_array_index(ranges, Range, i).to - g_array_index(ranges, Range, i).from;
  return sum;
}

static int64_t
common (const GArray *a, const GArray *b)
{
  int64_t sum = 0;
  for (guint i = 0, k = 0; i < a->len && k < b->len;) {
    const Range *one = &g_array_index(a, Range, i), *other = &g_array_index(b, Range, k);
    sum += MAX(MIN(one->to, other->to) - MAX(one->from, other->from), 0);
    if (one->to < other->to)
      i++;
    else
      k++;
  }
  return sum;
}

static GArray *
predicted_running (const GantryPrediction *prediction, uint32_t lane)
{
  GArray *ranges = g_array_new(FALSE, FALSE, sizeof(Range));
  for (guint i = 0; i < gantry_prediction_get_n_stretches(prediction, lane); i++) {
    const GantryPredictedStretch *stretch = gantry_prediction_get_stretch(prediction, lane, i);
    Range range = {stretch->from, stretch->to};
    if (stretch->state == GANTRY_PREDICTED_RUNNING)
      g_array_append_val(ranges, range);
  }
  return ranges;
}

static GArray *
really_running (const GantryLane *lane)
{
  GArray *ranges = g_array_new(FALSE, FALSE, sizeof(Range));
  size_t n = lane ? MIN(gantry_lane_get_n_intervals(lane), MOST_INTERVALS) : 0;
  for (size_t i = 0; i < n; i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    Range range = {interval.start, interval.end};
    if (interval.state == GANTRY_STATE_RUNNING)
      g_array_append_val(ranges, range);
  }
  return ranges;
}

static int64_t
predicted_end (const GantryPrediction *prediction, uint32_t lane)
{
  guint n = gantry_prediction_get_n_stretches(prediction, lane);
  return n > 0 ? gantry_prediction_get_stretch(prediction, lane, n - 1)->to : GANTRY_NO_TIME;
}

/* GANTRY_NO_TIME: it never did. Killed at the run's end is not finished. */
static int64_t
real_end (const GantryLane *lane)
{
  GantryOutcome outcome = lane ? gantry_lane_get_outcome(lane) : GANTRY_OUTCOME_OK;
  if (!lane || gantry_lane_get_ended(lane) == GANTRY_NO_TIME || outcome == GANTRY_OUTCOME_KILLED ||
      outcome == GANTRY_OUTCOME_DAEMON_KILLED)
    return GANTRY_NO_TIME;
  return gantry_lane_get_ended(lane);
}

static char *
place_words (uint32_t place)
{
  static const char *const words[] = {N_("first"), N_("second"), N_("third"),   N_("fourth"),
                                      N_("fifth"), N_("sixth"),  N_("seventh"), N_("eighth")};
  return place < G_N_ELEMENTS(words) ? g_strdup(_(words[place]))
                                     : g_strdup_printf(_("as number %u"), place + 1);
}

/* Lanes by their end; those that have none are left out; as many as are returned. */
static uint32_t
sort_by_end (const int64_t *ends, uint32_t n, uint32_t *order)
{
  uint32_t count = 0;
  for (uint32_t lane = 0; lane < n; lane++) {
    uint32_t at = count;
    if (ends[lane] == GANTRY_NO_TIME)
      continue;
    for (; at > 0 && ends[order[at - 1]] > ends[lane]; at--)
      order[at] = order[at - 1];
    order[at] = lane;
    count++;
  }
  return count;
}

static uint32_t
place_of (const uint32_t *order, uint32_t n, uint32_t lane)
{
  for (uint32_t i = 0; i < n; i++)
    if (order[i] == lane)
      return i;
  return UINT32_MAX;
}

static void
say_place (Comparison *comparison, uint32_t lane, uint32_t place, uint32_t real_place, int64_t later)
{
  g_autofree char *expected = place_words(place);
  g_autofree char *real = place_words(real_place);
  g_autofree char *time = gantry_format_duration(ABS(later));
  if (ABS(later) <= comparison->end / (10 * TRIFLE))
    say(comparison, _("You expected %s to finish %s; it finished %s."), name_of(comparison, lane), expected,
        real);
  else if (later > 0)
    say(comparison, _("You expected %s to finish %s; it finished %s, %s after you said."),
        name_of(comparison, lane), expected, real, time);
  else
    say(comparison, _("You expected %s to finish %s; it finished %s, %s before you said."),
        name_of(comparison, lane), expected, real, time);
}

/* The order that is predicted: said, else as drawn. */
static uint32_t
predicted_order (const Comparison *comparison, const int64_t *drawn, uint32_t *order)
{
  if (!gantry_prediction_is_ordered(comparison->prediction))
    return sort_by_end(drawn, comparison->n, order);
  for (uint32_t i = 0; i < comparison->n; i++)
    order[i] = gantry_prediction_get_finisher(comparison->prediction, i);
  return comparison->n;
}

static void
compare_finishers (Comparison *comparison)
{
  int64_t drawn[GANTRY_MOST_PREDICTED_LANES] = {0}, real[GANTRY_MOST_PREDICTED_LANES] = {0};
  uint32_t order[GANTRY_MOST_PREDICTED_LANES], real_order[GANTRY_MOST_PREDICTED_LANES], said = 0;
  bool differs = false;
  for (uint32_t i = 0; i < comparison->n; i++) {
    drawn[i] = predicted_end(comparison->prediction, i);
    real[i] = real_end(comparison->lanes[i]);
  }
  uint32_t n = predicted_order(comparison, drawn, order);
  for (uint32_t i = 0; i < comparison->n; i++) /* only those of whom something was predicted */
    if (place_of(order, n, i) == UINT32_MAX)
      real[i] = GANTRY_NO_TIME;
  uint32_t n_real = sort_by_end(real, comparison->n, real_order);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t place = place_of(real_order, n_real, order[i]);
    bool is_tie = place != UINT32_MAX && i < n_real && real[real_order[i]] == real[order[i]];
    if (place == i || is_tie)
      continue;
    differs = true;
    if (said++ >= MOST_OF_A_KIND)
      continue;
    if (place == UINT32_MAX)
      say(comparison, _("You expected %s to finish; it never did."), name_of(comparison, order[i]));
    else
      say_place(comparison, order[i], i, place,
                drawn[order[i]] == GANTRY_NO_TIME ? 0 : real[order[i]] - drawn[order[i]]);
  }
  if (n > 1 && !differs)
    say(comparison, _("The tasks finished in the order that you expected."));
}

/* A lock that both want: one waited for it. NULL: none. */
static const char *
lock_between (const Comparison *comparison, uint32_t a, uint32_t b)
{
  const GantryLane *lanes[] = {comparison->lanes[a], comparison->lanes[b]};
  const GArray *others[] = {comparison->real[b], comparison->real[a]};
  for (int k = 0; k < 2; k++) {
    size_t n = MIN(gantry_lane_get_n_intervals(lanes[k]), MOST_INTERVALS);
    g_autoptr(GArray) waits = g_array_new(FALSE, FALSE, sizeof(Range));
    uint32_t object = GANTRY_NO_OBJECT;
    for (size_t i = 0; i < n; i++) {
      GantryInterval interval;
      gantry_lane_get_interval(lanes[k], i, &interval);
      Range range = {interval.start, interval.end};
      if (interval.state != GANTRY_STATE_WAIT_LOCK)
        continue;
      object = interval.object;
      g_array_append_val(waits, range);
    }
    if (object < gantry_timeline_get_n_things(comparison->timeline) && common(waits, others[k]) > 0)
      return gantry_thing_get_name(gantry_timeline_get_thing(comparison->timeline, object));
  }
  return NULL;
}

/* Why not at once; NULL: it just did not happen. */
static char *
reason_of (const Comparison *comparison, uint32_t a, uint32_t b)
{
  const GantryRunFacts *facts = gantry_timeline_get_facts(comparison->timeline);
  const char *lock = lock_between(comparison, a, b);
  if (facts->gil)
    return g_strdup(_("the interpreter lock"));
  if (g_strcmp0(facts->model, "async") == 0)
    return g_strdup(_("one loop runs one task at a time"));
  if (facts->cores == 1)
    return g_strdup(_("there was one processor"));
  return lock ? g_strdup_printf(_("the lock %s"), lock) : NULL;
}

static void
say_not_at_once (Comparison *comparison, uint32_t a, uint32_t b, int64_t expected, int64_t real)
{
  g_autofree char *said = gantry_format_duration(expected);
  g_autofree char *was = gantry_format_duration(real);
  g_autofree char *reason = reason_of(comparison, a, b);
  const char *one = name_of(comparison, a), *other = name_of(comparison, b);
  if (real > 0)
    say(comparison, _("You had %s and %s computing at once for %s; they were on processors at once for %s."),
        one, other, said, was);
  else if (reason)
    say(comparison,
        _("You had %s and %s computing at once for %s; they were never on a processor at once: %s."), one,
        other, said, reason);
  else
    say(comparison, _("You had %s and %s computing at once for %s; they were never on a processor at once."),
        one, other, said);
}

static void
compare_pairs (Comparison *comparison)
{
  uint32_t said = 0;
  for (uint32_t a = 0; a < comparison->n; a++)
    for (uint32_t b = a + 1; b < comparison->n; b++) {
      bool both = comparison->predicted[a]->len > 0 && comparison->predicted[b]->len > 0 &&
                  comparison->lanes[a] && comparison->lanes[b];
      int64_t expected = common(comparison->predicted[a], comparison->predicted[b]);
      int64_t real = common(comparison->real[a], comparison->real[b]);
      int64_t trifle = comparison->end / TRIFLE;
      if (!both || said >= MOST_OF_A_KIND || ABS(expected - real) <= trifle)
        continue;
      g_autofree char *time = gantry_format_duration(real);
      if (real < expected / 2)
        say_not_at_once(comparison, a, b, expected, real);
      else if (expected < real / 2)
        say(comparison,
            _("You had %s and %s computing at different times; they were on processors at once for %s."),
            name_of(comparison, a), name_of(comparison, b), time);
      else
        continue;
      said++;
    }
}

static int64_t
predicted_waiting (const GantryPrediction *prediction, uint32_t lane)
{
  int64_t sum = 0;
  for (guint i = 0; i < gantry_prediction_get_n_stretches(prediction, lane); i++) {
    const GantryPredictedStretch *stretch = gantry_prediction_get_stretch(prediction, lane, i);
    if (stretch->state == GANTRY_PREDICTED_WAITING)
      sum += stretch->to - stretch->from;
  }
  return sum;
}

static void
compare_waiting (Comparison *comparison, uint32_t lane, const int64_t *times)
{
  int64_t expected = predicted_waiting(comparison->prediction, lane), real = 0;
  for (int state = 0; state < GANTRY_N_STATES; state++)
    if (state != GANTRY_STATE_RUNNING && state != GANTRY_STATE_CREATED)
      real += times[state];
  if (ABS(expected - real) <= comparison->end / TRIFLE)
    return;
  g_autofree char *said = gantry_format_duration(expected);
  g_autofree char *was = gantry_format_duration(real);
  const char *name = name_of(comparison, lane);
  if (expected == 0)
    say(comparison, _("You did not expect %s to wait; it waited for %s."), name, was);
  else if (real == 0)
    say(comparison, _("You expected %s to wait for %s; it never did."), name, said);
  else
    say(comparison, _("You expected %s to wait for %s; it waited for %s."), name, said, was);
}

static void
compare_times (Comparison *comparison)
{
  for (uint32_t i = 0; i < comparison->n; i++) {
    int64_t times[GANTRY_N_STATES] = {0};
    int64_t expected = total(comparison->predicted[i]);
    if (!comparison->lanes[i] || gantry_prediction_get_n_stretches(comparison->prediction, i) == 0)
      continue;
    gantry_lane_add_times(comparison->lanes[i], 0, comparison->end, times);
    int64_t real = times[GANTRY_STATE_RUNNING];
    g_autofree char *said = gantry_format_duration(expected);
    g_autofree char *was = gantry_format_duration(real);
    if (ABS(expected - real) > comparison->end / TRIFLE)
      say(comparison, _("You gave %s %s of computing; it computed for %s."), name_of(comparison, i), said,
          was);
    compare_waiting(comparison, i, times);
  }
}

/* How much of the time the drawing and the run agree, in percent, over the lanes that are drawn. */
static int
agreement (const Comparison *comparison)
{
  double agrees = 0, whole = 0;
  for (uint32_t i = 0; i < comparison->n; i++) {
    int64_t times[GANTRY_N_STATES] = {0}, life = 0, drawn_in_life = 0, drawn = 0;
    guint n = gantry_prediction_get_n_stretches(comparison->prediction, i);
    if (n == 0)
      continue;
    whole += (double)comparison->end;
    if (comparison->lanes[i])
      gantry_lane_add_times(comparison->lanes[i], 0, comparison->end, times);
    for (int state = 0; state < GANTRY_N_STATES; state++)
      life += times[state];
    for (guint k = 0; k < n; k++) {
      const GantryPredictedStretch *stretch = gantry_prediction_get_stretch(comparison->prediction, i, k);
      int64_t there[GANTRY_N_STATES] = {0}, alive = 0;
      if (comparison->lanes[i])
        gantry_lane_add_times(comparison->lanes[i], stretch->from, stretch->to, there);
      for (int state = 0; state < GANTRY_N_STATES; state++)
        alive += there[state];
      agrees += (double)(stretch->state == GANTRY_PREDICTED_RUNNING ? there[GANTRY_STATE_RUNNING]
                                                                    : alive - there[GANTRY_STATE_RUNNING]);
      drawn += stretch->to - stretch->from;
      drawn_in_life += alive;
    }
    /* Where nothing is drawn and nothing was. */
    agrees += (double)(comparison->end - life - (drawn - drawn_in_life));
  }
  return whole > 0 ? (int)(100.0 * agrees / whole + 0.5) : 100;
}

static void
compare_lengths (Comparison *comparison)
{
  int64_t drawn = 0, real = gantry_timeline_get_now(comparison->timeline);
  for (uint32_t i = 0; i < comparison->n; i++)
    drawn = MAX(drawn, predicted_end(comparison->prediction, i));
  g_autofree char *said = gantry_format_duration(drawn);
  g_autofree char *was = gantry_format_duration(real);
  if (ABS(drawn - real) > comparison->end / TRIFLE)
    say(comparison, _("You drew %s in all; the run took %s."), said, was);
}

GPtrArray *
gantry_prediction_compare (const GantryPrediction *prediction, const GantryTimeline *timeline)
{
  Comparison comparison = {.prediction = prediction, .timeline = timeline};
  comparison.sentences = g_ptr_array_new_with_free_func(g_free);
  comparison.n = gantry_prediction_get_n_lanes(prediction);
  comparison.end = MAX(gantry_timeline_get_now(timeline), 1);
  for (uint32_t i = 0; i < comparison.n; i++) {
    comparison.lanes[i] = gantry_prediction_find_lane(prediction, i, timeline);
    comparison.predicted[i] = predicted_running(prediction, i);
    comparison.real[i] = really_running(comparison.lanes[i]);
    comparison.end = MAX(comparison.end, predicted_end(prediction, i));
  }
  if (gantry_prediction_is_drawn(prediction))
    say(&comparison, _("Your drawing and the run agree for %d %% of the time."), agreement(&comparison));
  if (gantry_prediction_is_ordered(prediction) || gantry_prediction_is_drawn(prediction))
    compare_finishers(&comparison);
  compare_pairs(&comparison);
  if (gantry_prediction_is_drawn(prediction)) {
    compare_times(&comparison);
    compare_lengths(&comparison);
  }
  for (uint32_t i = 0; i < comparison.n; i++) {
    g_array_unref(comparison.predicted[i]);
    g_array_unref(comparison.real[i]);
  }
  if (comparison.sentences->len == 0)
    say(&comparison, _("You predicted nothing."));
  return comparison.sentences;
}
