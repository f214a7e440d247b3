/* Findings about what came one after the other: why it did, and who was alone at last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "timeline/findings-private.h"

#include "timeline/add-time.h"
#include "timeline/critical-path.h"

#include <glib/gi18n-lib.h>

/* Who waits for another has begun to so soon. */
#define WITHOUT_WAIT_NS (2 * GANTRY_MS)

/* What tasks computed on the critical path: one after the other, none of it before the rest was done. */
static int64_t
computed_in_chain (const GantrySearch *search)
{
  const GantryCriticalPath *path = gantry_timeline_get_critical_path(search->timeline);
  int64_t sum = 0;
  for (guint i = 0; path && i < path->segments->len; i++) {
    const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, i);
    const GantryLane *lane = gantry_timeline_find_lane(search->timeline, segment->lane);
    if (lane && gantry_lane_is_task(lane) && segment->state == GANTRY_STATE_RUNNING)
      sum += segment->to - segment->from;
  }
  return sum;
}

/* The one lane that started all that compute, but for itself; NULL where there are several or none. */
static const GantryLane *
starter_of (const GantrySearch *search, const GPtrArray *computing)
{
  uint32_t id = GANTRY_NO_LANE;
  for (guint i = 0; i < computing->len; i++)
    id = gantry_lane_get_parent(computing->pdata[i]) == GANTRY_NO_LANE
             ? id
             : gantry_lane_get_parent(computing->pdata[i]);
  for (guint i = 0; i < computing->len; i++)
    if (gantry_lane_get_parent(computing->pdata[i]) != id && gantry_lane_get_id(computing->pdata[i]) != id)
      return NULL;
  return gantry_timeline_find_lane(search->timeline, id);
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  int64_t left = gantry_lane_get_created(*(const GantryLane *const *)a);
  int64_t right = gantry_lane_get_created(*(const GantryLane *const *)b);
  return (left > right) - (left < right);
}

/* Whether each of them lives only while its starter does nothing but wait for its end. They are in the order
 * of their starts. */
static bool
are_joined_one_by_one (const GantryLane *starter, const GPtrArray *started)
{
  int64_t until = 0;
  for (guint i = 0; i < started->len; i++) {
    const GantryLane *lane = started->pdata[i];
    int64_t sums[GANTRY_N_STATES] = {0};
    int64_t from = gantry_lane_get_created(lane), to = gantry_lane_get_known_until(lane);
    gantry_lane_add_times(starter, from, to, sums);
    /* Started, the wait is begun, and over as soon as there is a processor for it. */
    int64_t waited = sums[GANTRY_STATE_WAIT_JOIN] + sums[GANTRY_STATE_WAIT_RESULT];
    if (from < until || waited + sums[GANTRY_STATE_READY] < to - from - WITHOUT_WAIT_NS)
      return false;
    until = to;
  }
  return started->len > 0;
}

/* Why they computed one after the other: their starter's doing, or what they had of each other. Text to
 * free. */
static char *
why_never_parallel (const GantrySearch *search, GPtrArray *computing)
{
  const GantryLane *starter = starter_of(search, computing);
  guint n_computing = computing->len;
  bool computes = starter && g_ptr_array_remove(computing, (gpointer)starter);
  g_ptr_array_sort(computing, compare_starts);
  if (!starter || !are_joined_one_by_one(starter, computing))
    return g_strdup_printf(_("%u tasks computed, but never two at the same time, though there were %d "
                             "processors: each waited for another "
                             "to end or to hand something over."),
                           n_computing, search->facts->cores);
  if (computes)
    return g_strdup_printf(
        _("%u tasks computed, but never two at the same time: %s waits for the end of what "
          "it has started before it goes on. What needs nothing of another can be computed "
          "beside it, and be waited for later."),
        n_computing, gantry_lane_get_name(starter));
  return g_strdup_printf(_("%u tasks computed, one after the other: %s waits for the end of each before it "
                           "starts the next. What needs nothing of the one before can be started beside it, "
                           "and be waited for later."),
                         n_computing, gantry_lane_get_name(starter));
}

static void
tell_never_parallel (GantrySearch *search)
{
  g_autoptr(GPtrArray) computing = g_ptr_array_new();
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_NEVER_PARALLEL, 0, search->wall);
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++)
    if (gantry_search_computes(gantry_search_lane(search, i)))
      g_ptr_array_add(computing, (gpointer)gantry_search_lane(search, i));
  for (guint i = 0; i < computing->len; i++)
    gantry_finding_add_lane(finding, computing->pdata[i]);
  finding->text = why_never_parallel(search, computing);
}

/* Several compute, and never do two of them at once, though no lock kept them from it. Those who do so at
 * different times by chance, or by what they sleep, have not waited for each other. */
void
gantry_find_never_parallel (GantrySearch *search)
{
  GantryComputing sum = gantry_search_sum_computing(search);
  if (search->facts->cores < 2 || gantry_search_shares_gil(search) || gantry_search_is_on(search, "async") ||
      gantry_search_has(search, GANTRY_FINDING_ONE_AT_A_TIME))
    return;
  /* Beside the one that computed most the others would have to matter. */
  if (sum.n_tasks < 2 || (sum.ran - sum.most_ran) * 10 < (double)search->wall || sum.ready * 4 > sum.ran ||
      (double)gantry_search_parallel_time(search) * 50 > sum.ran ||
      (double)computed_in_chain(search) < sum.ran * 0.9)
    return;
  tell_never_parallel(search);
}

/* The last interval from which on the lane computes for more than a trifle; it does so at all. */
static size_t
last_computing (const GantryLane *lane)
{
  size_t low = 0, high = gantry_lane_get_n_intervals(lane);
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    int64_t start = gantry_lane_get_start(lane, middle);
    if (gantry_search_time_in(lane, GANTRY_STATE_RUNNING, start, INT64_MAX) >= GANTRY_COMPUTES_NS)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* When the lane had computed, but for a trifle after it had waited for something: who joins the others and
 * prints a line computes no more. */
static int64_t
computed_until (const GantryLane *lane)
{
  int64_t until = -1;
  for (size_t i = last_computing(lane); i < gantry_lane_get_n_intervals(lane); i++) {
    GantryInterval interval;
    gantry_lane_get_interval(lane, i, &interval);
    if (interval.state == GANTRY_STATE_RUNNING)
      until = interval.end;
    else if (interval.state != GANTRY_STATE_READY)
      break;
  }
  return until;
}

/* Computing of all tasks but one: of daemons, too, and of those that each compute for a moment. */
static int64_t
time_of_others (const GantrySearch *search, const GantryLane *but, int64_t from, int64_t to)
{
  int64_t sum = 0;
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (lane != but && gantry_lane_is_task(lane))
      sum = gantry_add_time(sum, gantry_search_time_in(lane, GANTRY_STATE_RUNNING, from, to));
  }
  return sum;
}

/* Those that compute to the end, and who of them is the last. */
typedef struct {
  const GantryLane *last;
  int64_t from, to; /* it is alone */
  uint32_t n_tasks;
} Tail;

static Tail
find_tail (const GantrySearch *search)
{
  Tail tail = {.from = -1, .to = -1};
  for (uint32_t i = 0; i < gantry_search_n_lanes(search); i++) {
    const GantryLane *lane = gantry_search_lane(search, i);
    if (!gantry_search_wants_processors(search, lane) || gantry_lane_is_daemon(lane) ||
        !gantry_search_computes(lane))
      continue;
    int64_t end = computed_until(lane);
    tail.n_tasks++;
    tail.from = MAX(tail.from, MIN(end, tail.to));
    tail.last = end > tail.to ? lane : tail.last;
    tail.to = MAX(tail.to, end);
  }
  return tail;
}

/* Whether it goes on with what it had, and does not wait for what others may give it. */
static bool
goes_on_alone (const GantrySearch *search, const Tail *tail)
{
  int64_t sums[GANTRY_N_STATES] = {0}, waited = 0, length = tail->to - tail->from;
  gantry_lane_add_times(tail->last, tail->from, tail->to, sums);
  for (int state = GANTRY_STATE_WAIT_LOCK; state < GANTRY_N_STATES; state++)
    waited += sums[state];
  return sums[GANTRY_STATE_RUNNING] >= length / 2 && waited <= length / 10 &&
         time_of_others(search, tail->last, tail->from, tail->to) <= length / 20;
}

/* Whether it was at work, or would have been with a processor, while another one still was. */
static bool
is_left_over (const Tail *tail)
{
  GantryInterval interval;
  size_t index;
  if (tail->from <= 0 || !gantry_lane_find(tail->last, tail->from - 1, &index))
    return false;
  gantry_lane_get_interval(tail->last, index, &interval);
  return interval.state == GANTRY_STATE_RUNNING || interval.state == GANTRY_STATE_READY;
}

/* The task that computed last before it, if its beginning hung on that; else NULL. */
static const GantryLane *
waited_for (const GantrySearch *search, const Tail *tail)
{
  const GantryCriticalPath *path = gantry_timeline_get_critical_path(search->timeline);
  guint index;
  if (!path || !gantry_critical_path_find(path, tail->from - 1, &index))
    return NULL;
  const GantryPathSegment *segment = &g_array_index(path->segments, GantryPathSegment, index);
  const GantryLane *lane = gantry_timeline_find_lane(search->timeline, segment->lane);
  return lane && lane != tail->last && gantry_search_computes(lane) ? lane : NULL;
}

/* The last of several goes on alone for a good part of the run: left over, or because it could not begin
 * before. Who is there because nobody gave him anything to do before is neither. Of those who share a loop
 * one is alone at any time. */
void
gantry_find_long_tail (GantrySearch *search)
{
  Tail tail = find_tail(search);
  if (tail.n_tasks < 3 || search->facts->cores < 2 || tail.to - tail.from < search->wall / 4 ||
      gantry_search_has(search, GANTRY_FINDING_NEVER_PARALLEL) || !goes_on_alone(search, &tail))
    return;
  const GantryLane *before = is_left_over(&tail) ? NULL : waited_for(search, &tail);
  if (!before && !is_left_over(&tail))
    return;
  g_autofree char *length = gantry_finding_length(tail.to - tail.from);
  GantryFinding *finding = gantry_search_add(search, GANTRY_FINDING_LONG_TAIL, tail.from, tail.to);
  gantry_finding_add_lane(finding, tail.last);
  finding->text =
      before
          ? g_strdup_printf(_("For the last %s only %s computed, which could not begin before %s was done; "
                              "the run had no work for the other processors."),
                            length, gantry_lane_get_name(tail.last), gantry_lane_get_name(before))
          : g_strdup_printf(_("For the last %s only %s was left to compute; the run had no work for the "
                              "other processors."),
                            length, gantry_lane_get_name(tail.last));
}
